"""The list of what is left to do: one line for each thing, in page order, and an end."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from london import copy_workspace

from reportgen.cli import program
from reportgen.commands.todo import TO_FILL_IN
from reportgen.core.catalogue import CATALOGUE

PAGES = "content/annual-report/2024/london"
FIGURES = "data/annual-report/2024/london.yaml"
YEAR = "data/annual-report/2024/year.yaml"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's workspace, in which one stands."""
    monkeypatch.chdir(copy_workspace(tmp_path))
    return tmp_path


def todo(root: Path, *words: str) -> Result:
    """What the command says."""
    return CliRunner().invoke(program, ["todo", *words, "--workspace", str(root)], prog_name="reportgen")


def change(root: Path, path: str, old: str, new: str) -> None:
    """Types something else in a file."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def leave_things_undone(root: Path) -> None:
    """Leaves something to be filled in, or to be put right, in each file of a report."""
    change(root, YEAR, "published: 2025-10-30", "published: 2025-10-30  # TBC with the press office")
    change(root, f"{PAGES}/introduction.md", "On 31 March 2025,", "On XXX,")
    change(root, FIGURES, "became_subject: 13", "became_subject:")
    change(root, FIGURES, "category_1: 7368", "category_1: 7386")
    change(root, f"{PAGES}/20-digital-management.md", "600 new", "TBC new")
    change(root, f"{PAGES}/10-training-and-research.md", "| Training in 2024/25 |", "| Training in 2023/24 |")


def test_nothing_left_ends_with_0(root: Path) -> None:
    """A finished report has nothing left to do."""
    done = todo(root, "london", "2024")
    assert done.exit_code == 0
    assert done.output.splitlines()[1:] == ["Nothing is left to do."]


def test_each_thing_is_one_line_in_page_order(root: Path) -> None:
    """What is to be filled in comes first, then what is to be put right; each begins with its file and line."""
    leave_things_undone(root)
    done = todo(root, "london", "2024")
    assert done.exit_code == 1
    lines = done.output.splitlines()
    assert lines[1] == "To fill in:"
    fill, right = lines[2 : lines.index("To put right:")], lines[lines.index("To put right:") + 1 : -1]
    places = [re.match(r"  (\S+?):(\d+):\d+: \S", line) for line in (*fill, *right)]
    assert None not in places
    assert [place[1] for place in places if place] == [
        YEAR,
        FIGURES,
        f"{PAGES}/introduction.md",
        f"{PAGES}/20-digital-management.md",
        FIGURES,
        f"{PAGES}/10-training-and-research.md",
    ]
    assert fill[0].endswith(": published: 2025-10-30  # TBC with the press office")
    assert "has no figure" in fill[1]
    assert ": error[total-mismatch]: " in right[0]
    assert ": warning[wrong-year]: " in right[1]
    assert lines[-1] == "6 things left to do: 4 to fill in, 2 to put right."


def test_the_order_of_pages_is_that_of_the_report(root: Path) -> None:
    """A page that is moved by its number in the front matter is moved in the list too."""
    for name in ("10-training-and-research", "20-digital-management"):
        path = root / PAGES / f"{name}.md"
        path.write_text(path.read_text(encoding="utf-8") + "\nTBC\n", encoding="utf-8")
    change(root, f"{PAGES}/20-digital-management.md", "---\n", "---\norder: 1\n")
    named = re.findall(r"london/(\d\d)-", todo(root, "london", "2024").output)
    assert named == ["20", "10"]


def test_as_data_it_is_all_that_check_says_but_notes(root: Path) -> None:
    """JSON holds each diagnostic of `check` once, with what kind of work it is, and how many there are."""
    leave_things_undone(root)
    change(root, FIGURES, "category_3: 67, total: 154}", "category_3: 67}")
    told = json.loads(todo(root, "london", "2024", "--format", "json").output)
    words = ["check", "london", "2024", "--format", "json", "--workspace", str(root)]
    checked = json.loads(CliRunner().invoke(program, words).output)["diagnostics"]
    tasks = told["reports"][0]["tasks"]
    kinds = {task.pop("to_do") for task in tasks}
    assert kinds == {"fill in", "put right"}
    assert sorted(tasks, key=str) == sorted((one for one in checked if one["severity"] != "note"), key=str)
    assert {one["severity"] for one in checked} == {"error", "warning", "note"}
    assert told["left"] == len(tasks)


def test_several_reports_are_told_one_by_one(root: Path) -> None:
    """With --all, each report has its own list, and one of them with something left ends with 1."""
    leave_things_undone(root)
    done = todo(root, "--all")
    assert done.exit_code == 1
    assert done.output.count("Nothing is left to do.") == 2
    assert done.output.count("things left to do: ") == 1


def test_a_year_that_is_not_begun_says_how_to_begin_it(root: Path) -> None:
    """Where there is no file for the year, the command for it is told."""
    done = todo(root, "london", "2025")
    assert done.exit_code == 1
    assert f"to begin it: reportgen new year 2025 --workspace {root}\n" in done.output
    assert (
        "new year 2014 --kind consultation-response"
        in todo(root, "london", "2014", "--kind=consultation-response").output
    )


def test_a_very_long_line_is_cut_around_what_is_to_be_filled_in(root: Path) -> None:
    """Of a paragraph, the words around the place are shown, on one line."""
    path = root / PAGES / "introduction.md"
    path.write_text(path.read_text(encoding="utf-8") + "\n" + "word " * 300 + "TBC" + " word" * 100 + "\n", "utf-8")
    (line,) = [line for line in todo(root, "london", "2024").output.splitlines() if "TBC" in line]
    assert len(line) < 400
    assert re.search(r": …[word ]+ TBC [word ]+…$", line)


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (YEAR, "published: 2025-10-30", "published: 2025-10-30 # To be confirmed"),
        (YEAR, "mid-2024 estimated resident population", "TBC"),
        ("templates/annual-report/2024.1/edition.yaml", "caption: Breach of notification", "caption: TBC"),
        ("templates/annual-report/2024.1/sections/closing.md.j2", "---\n\n", "---\n\n[To be completed]\n\n"),
    ],
)
def test_what_is_the_same_for_all_areas_is_looked_through_too(path: str, old: str, new: str, root: Path) -> None:
    """Something left in the year's file or in the national wording would be printed in every report, so it stops them."""
    change(root, path, old, new)
    done = CliRunner().invoke(program, ["check", "london", "2024", "--workspace", str(root)])
    assert (done.exit_code, f"{path}:" in done.output, "error[placeholder]" in done.output) == (1, True, True)


def test_what_is_to_be_filled_in_is_in_the_catalogue() -> None:
    """Each kind of thing to be filled in is one that `check` can say."""
    assert len(TO_FILL_IN) >= 8
    assert set(CATALOGUE) >= TO_FILL_IN
