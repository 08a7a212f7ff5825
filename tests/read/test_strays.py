"""Everything below data/ and content/ is in a report, or is told."""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen.cli import program
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.strays import find_strays
from reportgen.read.workspace_files import find_workspace

NAMES = [
    *("data/annual-report/2024/Otherland.yaml", "data/annual-report/2024/otherland.yml"),
    *("data/annual-report/2024/\u043etherland.yaml", "data/annual-report/2024/testshire.yaml.bak"),
    *("data/annual-report/2024/Arallwlad.yaml", "data/annual-report/2024/testshre.yml"),
    *("data/annual-report/2024/notes.txt", "data/annual-report/2024/sub/testshire.yaml", "data/annual-report/x.yaml"),
    *("data/annual-report/2024-25/testshire.yaml", "data/annual-report/1999/testshire.yaml", "data/testshire.yaml"),
    *(
        "data/annual-report/2024-2025/testshire.yaml",
        "data/anual-report/2024/testshire.yaml",
        "data/2024/testshire.yaml",
    ),
    *("content/annual-report/2024/Otherland/x.md", "content/annual-report/2024/otherland/x.md", "content/x.md"),
    *("content/annual-report/2024/x.md", "content/annual-report/2022/testshire/x.md", "content/testshire/x.md"),
]
PAGES = "content/annual-report/2024/testshire"
OF_THE_SYSTEM = ["data/.DS_Store", "data/annual-report/2024/~$testshire.yaml", "content/Thumbs.db", "data/x.yaml~"]
BESIDE_PAGES = [".DS_Store", "._10-a-day.md", "~$report.docx", "Thumbs.db", "desktop.ini", "10-a-day.md~", "Icon\r"]


def strays(root: Path, **only: Iterable[object]) -> list[Diagnostic]:
    """What is told of a workspace."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return list(find_strays(workspace, "annual-report", **only))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", NAMES)
def test_what_no_report_takes_in_is_told_once(name: str, good: Path, worded: Callable[..., None]) -> None:
    """A file or folder with a name that nothing is looked for by is told at that name."""
    path = good / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("x", encoding="utf-8")
    found = strays(good)
    assert len(found) == 1
    assert name.startswith(found[0].place.file.path)
    worded(found)


@pytest.mark.parametrize("name", OF_THE_SYSTEM)
def test_what_systems_put_beside_files_is_not_told(name: str, good: Path) -> None:
    """Nobody put these files there, so nobody is asked to take them away."""
    (good / name).write_text("x", encoding="utf-8")
    assert strays(good) == []


def test_what_systems_put_beside_pages_is_not_told(good: Path) -> None:
    """A report is signed off and published although a drive of a network or an open Word file left something there."""
    for name in BESIDE_PAGES:
        (good / PAGES / name).write_bytes(b"\0")
    told = CliRunner().invoke(program, ["check", "testshire", "2024", "--strict", "--workspace", str(good)])
    assert (told.exit_code, told.output.count("\n")) == (0, 2), told.output


def test_all_that_is_used_is_not_told(good: Path) -> None:
    """A good workspace, and London's own, hold nothing that no report takes in."""
    assert strays(good) == []
    assert strays(Path(__file__).parents[2]) == []


def test_of_one_report_only_what_has_almost_its_name_is_told(good: Path) -> None:
    """Whoever checks one area is not told of the files of others."""
    shutil.copy(good / "data/annual-report/2024/testshire.yaml", good / "data/annual-report/2024/Testshire.yml")
    (good / "data/annual-report/2024/Otherland.yaml").write_text("x", encoding="utf-8")
    found = strays(good, years={2024}, areas={"testshire"})
    assert [one.place.file.path for one in found] == ["data/annual-report/2024/Testshire.yml"]
    assert strays(good, years={2023}) == []
