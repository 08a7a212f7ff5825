"""The command `reportgen diff`: what may be typed, what is answered, where its page is written, and what is never touched."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import change
from london import copy_workspace, run

DATA = "data/annual-report/2024/london.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's workspace."""
    return copy_workspace(tmp_path / "w")


def test_text_names_what_changed_and_writes_nothing(root: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """On the terminal: figures with both sides and the change, words that went and came; no file is made."""
    before = tree(root)
    told = run(root, "diff", "london", "2023", "2024")
    assert (told.returncode, told.stderr) == (0, "")
    assert "    Level 1, Category 1: 7,082 → 7,368, +286 (+4.0%)\n" in told.stdout
    assert "the youth [-offending team-] {+justice service+} or mental" in told.stdout
    assert "Renamed: it was called “What is MAPPA?”." in told.stdout
    assert tree(root) == before


def test_the_page_is_written_beside_what_is_made(root: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """With --format html a page stands in build/changes/; made again it has the same bytes, whatever machine makes it."""
    before = tree(root)
    words = ("diff", "london", "2023", "2024", "--format", "html")
    assert "wrote" in run(root, *words, PYTHONHASHSEED="1", TZ="Asia/Tokyo").stdout
    path = "build/changes/annual-report-london-2023-to-2024.html"
    first = (root / path).read_bytes()
    assert run(root, *words, PYTHONHASHSEED="2", LC_ALL="C").returncode == 0
    after = tree(root)
    assert after.pop(path) == first
    assert {name: data for name, data in after.items() if name not in ("build", "build/changes")} == before


def test_json_is_json(root: Path) -> None:
    """With --format json the answer is JSON and nothing else, where something is wrong too."""
    told = run(root, "diff", "london", "2023", "2024", "--format", "json")
    answer = json.loads(told.stdout)
    assert (told.returncode, answer["diagnostics"]) == (0, [])
    comparison = answer["comparison"]
    assert (comparison["subject"], comparison["old"], comparison["new"], comparison["same"]) == (
        "London",
        "2023/24",
        "2024/25",
        False,
    )
    figures = {
        name: figure for table in comparison["tables"] for figure in table["figures"] for name in figure["names"]
    }
    assert figures["eligible_on_31_march.level_1.category_1"]["difference"] == 286
    assert figures["eligible_on_31_march.level_1.category_1"]["percent"] == 4.0
    change(root / DATA, "7368", "7369")
    told = run(root, "diff", "london", "2023", "2024", "--format", "json")
    answer = json.loads(told.stdout)
    assert (told.returncode, answer["comparison"]) == (1, None)
    assert {said["slug"] for said in answer["diagnostics"]} == {"total-mismatch"}


@pytest.mark.parametrize("side", ["2023", "2024"])
def test_a_side_that_is_wrong_is_told_with_its_place(root: Path, side: str) -> None:
    """An error in either year stops the comparison, and is told as `reportgen check` tells it."""
    change(root / f"data/annual-report/{side}/london.yaml", "level_3: 0", "level_3: 1")
    told = run(root, "diff", "london", "2023", "2024", "--format", "html")
    assert told.returncode == 1
    assert f"data/annual-report/{side}/london.yaml:" in told.stdout
    assert "error[total-mismatch]" in told.stdout
    assert "Stopped: nothing was compared" in told.stdout
    assert not (root / "build").exists()


def test_warnings_are_left_to_check(root: Path) -> None:
    """A warning stops no comparison, and is not told by it."""
    change(root / DATA, "shpo: 559", "shpo: 959")
    told = run(root, "diff", "london", "2023", "2024")
    assert told.returncode == 0
    assert "warning" not in told.stdout
    assert "487 → 959" in told.stdout


def test_output_never_replaces_a_file(root: Path, tmp_path: Path) -> None:
    """--output writes a new file of any format; one that is there already is not touched."""
    for output_format, begins in (("html", "<!DOCTYPE html>"), ("json", "{"), ("text", "London: ")):
        target = tmp_path / f"changes.{output_format}"
        words = ("diff", "london", "2023", "2024", "--format", output_format, "--output", str(target))
        assert run(root, *words).returncode == 0
        made = target.read_text(encoding="utf-8")
        assert made.startswith(begins)
        assert made.endswith("\n")
        target.write_text("mine", encoding="utf-8")
        told = run(root, *words)
        assert told.returncode == 1
        assert "cannot-write" in told.stdout
        assert target.read_text(encoding="utf-8") == "mine"
    assert not (root / "build").exists()


@pytest.mark.parametrize("target", ["nowhere/x.html", ".", "x\0y"])
def test_output_that_cannot_be_written_is_told(root: Path, target: str) -> None:
    """A folder that is not there, or a folder in place of a file, is told and nothing is made."""
    if "\0" in target:
        target = "x" * 300
    told = run(root, "diff", "london", "2023", "2024", "--format", "html", "--output", target)
    assert told.returncode == 1
    assert "error[cannot-write]" in told.stdout


def test_something_in_the_way_is_told(root: Path) -> None:
    """A file where build/changes belongs stays, and is named."""
    (root / "build").mkdir()
    (root / "build/changes").write_text("mine", encoding="utf-8")
    told = run(root, "diff", "london", "2023", "2024", "--format", "html")
    assert told.returncode == 1
    assert "build/changes is a file, not a folder" in told.stdout
    assert (root / "build/changes").read_text(encoding="utf-8") == "mine"


def test_editions_are_compared(root: Path) -> None:
    """--edition compares two editions of a kind, in each format."""
    told = run(root, "diff", "--edition", "2023.1", "2024.1")
    assert told.returncode == 0
    assert "was split into" in told.stdout
    assert run(root, "diff", "--edition", "2023.1", "2024.1", "--format", "html").returncode == 0
    assert (root / "build/changes/annual-report-2023.1-to-2024.1.html").is_file()
    change(root / "templates/annual-report/2023.1/edition.yaml", "theme: house-1", "theme: house-9")
    told = run(root, "diff", "--edition", "2023.1", "2024.1")
    assert told.returncode == 1
    assert "error[edition-inconsistent]" in told.stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Name an area and a year"),
        (("london",), "Name a year"),
        (("london", "2024"), "Name two years"),
        (("london", "2024", "2024"), "Name two years"),
        (("london", "2021", "2023", "2024"), "Name two years"),
        (("london", "kent", "2023", "2024"), "Name one area"),
        (("london", "2023", "2024", "--bundle"), "Name one year with --bundle"),
        (("london", "2023", "2024", "--since", "HEAD"), "Name one year with --since"),
        (("london", "2024", "--bundle", "--since", "HEAD"), "Use one of"),
        (("london", "--edition", "2023.1", "2024.1"), "name two editions and no area"),
        (("--edition", "2023.1", "2024.9"), "There is no edition “2024.9”"),
        (("--edition", "2023.1"), "--edition"),
        (("london", "2023", "2024", "--format", "pdf"), "pdf"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_wrong_command_ends_with_2(root: Path, words: tuple[str, ...], said: str) -> None:
    """What cannot be meant ends with 2 and says what is expected."""
    told = run(root, "diff", *words)
    assert told.returncode == 2
    assert said in told.stderr
    assert not (root / "build").exists()


def test_years_may_be_typed_as_people_write_them(root: Path) -> None:
    """2023/24 and 2024-25 name the same years, and the older side is the one named first."""
    told = run(root, "diff", "London", "2024-25", "2023/24")
    assert told.stdout.startswith("London: 2024/25 compared with 2023/24")
    assert "7,368 → 7,082" in told.stdout
