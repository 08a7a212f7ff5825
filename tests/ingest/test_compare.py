"""A report held against the published one: the words that stand in both in one order, and each figure."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen.cli import program
from reportgen.ingest.published_words import words_of_source
from reportgen.ingest.rows import SourcePiece, SourceRow, SourceText

PAGE = "content/annual-report/2024/testshire/introduction.md"
FIGURES = "data/annual-report/2024/testshire.yaml"


def run(root: Path, *words: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    result = CliRunner().invoke(program, [*words, "--workspace", str(root)], prog_name="reportgen")
    return result.exit_code, result.output


def change(root: Path, path: str, old: str, new: str) -> None:
    """Types something else in a file."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture
def published(good: Path) -> Path:
    """The report of Testshire as it was published, as a Word file."""
    assert run(good, "build", "testshire", "2024", "--format", "docx")[0] == 0
    path = good.parent / "published.docx"
    (good / "build/annual-report/2024/testshire/report.docx").rename(path)
    return path


def compared(root: Path, path: Path) -> dict[str, object]:
    """What is the same and what is not, as data."""
    code, told = run(root, "compare", "testshire", "2024", "--published", str(path), "--format", "json")
    assert code == 0, told
    found = json.loads(told)["compared"]
    assert isinstance(found, dict)
    return found


def test_the_same_report_is_wholly_the_same(
    good: Path, published: Path, tree: Callable[[Path], dict[str, bytes]]
) -> None:
    """Every word and every figure stands in both; nothing is changed by the comparison."""
    before = tree(good)
    code, told = run(good, "compare", "testshire", "2024", "--published", str(published))
    assert code == 0
    assert "(100%)" in told
    assert "Figures: 16 of 16 are the same, 0 differ, 0 not found in the file." in told
    assert "Lost" not in told
    assert "Added" not in told
    assert {name: data for name, data in tree(good).items() if data} == {
        name: data for name, data in before.items() if data
    }


def test_what_was_lost_or_added_is_told_at_both_places(good: Path, published: Path) -> None:
    """A word that was left out and one that came are told with the place in the file and the heading in the report."""
    text = (good / PAGE).read_text(encoding="utf-8")
    first = next(line for line in text.split("---")[-1].splitlines() if len(line.split()) > 6 and line[:1].isalpha())
    words = first.split()
    change(good, PAGE, first, " ".join(["Wholeheartedly", *words[:3], *words[4:]]))
    found = compared(good, published)
    passages = {(one["turn"], one["words"]): one for one in found["passages"]}
    lost = passages["lost", words[3].strip(".,")]
    added = passages["added", "Wholeheartedly"]
    assert lost["place"].startswith("paragraph ")
    assert added["place"].startswith("“")
    assert found["words"]["in_order"] == found["words"]["published"] - 1
    assert found["words"]["percent"] < 100
    code, told = run(good, "compare", "testshire", "2024", "--published", str(published))
    assert (code, "(100%)" in told, "Added: in the report alone (1 word in 1 place):" in told) == (0, False, True)


def test_a_figure_that_differs_is_told(good: Path, published: Path) -> None:
    """The figure is named with both values and its place in the file."""
    change(good, FIGURES, "made: 41", "made: 43")
    told = run(good, "compare", "testshire", "2024", "--published", str(published))[1]
    assert "Figures: 15 of 16 are the same, 1 differ" in told
    assert "orders.made: 43 in the report, 41 published (table " in told


def test_a_file_that_cannot_be_read_stops_it(good: Path, published: Path) -> None:
    """A broken file and a report with an error are told, and nothing is compared."""
    broken = published.with_name("broken.pdf")
    broken.write_bytes(b"%PDF-1.7 nothing")
    code, told = run(good, "compare", "testshire", "2024", "--published", str(broken))
    assert (code, "error[cannot-import]" in told, "Stopped: nothing was compared." in told) == (1, True, True)
    change(good, FIGURES, "made: 41", "made: x")
    code, told = run(good, "compare", "testshire", "2024", "--published", str(published))
    assert (code, "error[bad-figure]" in told) == (1, True)
    assert run(good, "compare", "testshire", "2024")[0] == 2


def row(number: int, *pieces: tuple[str, float, float]) -> SourceRow:
    """One line of a page of 500 points."""
    return SourceRow(f"p. 1, line {number}", tuple(SourcePiece(*piece) for piece in pieces), "page 1", page=1)


def words(*rows: SourceRow, known: frozenset[str] = frozenset()) -> str:
    """The words as they are read."""
    return " ".join(one.words for one in words_of_source(SourceText("PDF", "1 page", rows), known))


def test_two_columns_are_read_one_after_the_other() -> None:
    """A heading across both stands first, then the left column from top to bottom, then the right one."""
    left = ["every area has", "a board that", "meets each year", "and looks back"]
    right = ["the police work", "with probation and", "with the prisons", "in one plan"]
    lines = [
        row(n, (one, 40, 240), (other, 260, 460)) for n, (one, other) in enumerate(zip(left, right, strict=True), 2)
    ]
    assert words(row(1, ("How agencies work together here", 40, 460)), *lines) == " ".join(
        ["How agencies work together here", *left, *right]
    )


def test_a_table_is_read_row_by_row() -> None:
    """Figures far to the right of their labels are no second column of text."""
    lines = [row(n, (f"Level {n}", 40, 120), (str(n * 11), 300, 320), (str(n * 7), 440, 460)) for n in range(1, 5)]
    assert words(*lines) == "Level 1 11 7 Level 2 22 14 Level 3 33 21 Level 4 44 28"


def test_a_table_below_two_columns_is_read_row_by_row() -> None:
    """Its heads go on over several lines, some of them on one side alone; text in two columns above it stays in its columns."""
    left, right = (
        ["every area has", "a board that meets", "in each month"],
        ["the police work", "with probation and", "with prisons"],
    )
    prose = [
        row(n, (f"{one} of the year as it was", 40, 240), (f"{other} as they did before", 260, 460))
        for n, (one, other) in enumerate(zip(left, right, strict=True), 1)
    ]
    table = [
        row(4, ("Category 1:", 120, 190), ("Category 2:", 240, 310), ("Other", 380, 420)),
        row(5, ("Breach of", 40, 90)),
        row(6, ("registered", 120, 190), ("violent", 240, 300), ("Total", 430, 460)),
        row(7, ("Level 2", 40, 80), ("11", 120, 132), ("7", 240, 247), ("18", 430, 442)),
    ]
    assert words(*prose, *table) == " ".join(
        [
            *(f"{one} of the year as it was" for one in left),
            *(f"{other} as they did before" for other in right),
            "Category 1 Category 2 Other Breach of registered violent Total Level 2 11 7 18",
        ]
    )


def test_an_address_goes_on_after_its_stroke() -> None:
    """A line that ends with a stroke is one with the next, but for a sentence that begins there."""
    assert words(row(1, ("see data.gov.uk/", 40, 460)), row(2, ("We do", 40, 90))) == "see data.gov.uk We do"
    lines = (row(1, ("see www.gov.uk/government/", 40, 460)), row(2, ("publications/multi, police and/", 40, 460)))
    assert (
        words(*lines, row(3, ("or prisons", 40, 90)))
        == "see www.gov.uk/government/publications/multi police and/or prisons"
    )


def test_a_word_divided_at_the_end_of_a_line_is_one() -> None:
    """A word of the report that a hyphen divides is joined; a compound keeps its two words; a page number goes."""
    lines = (
        row(1, ("people on the regis-", 40, 460)),
        row(2, ("ter are MAPPA-", 40, 460)),
        row(3, ("eligible", 40, 90)),
    )
    assert words(*lines, row(4, ("Annual report 1", 40, 460)), known=frozenset({"register"})) == (
        "people on the register are MAPPA eligible"
    )


def test_a_footnote_may_stand_at_the_foot_of_its_page(good: Path) -> None:
    """Its words are the same ones wherever they are printed; a raised number is a word by itself."""
    assert run(good, "build", "testshire", "2024", "--format", "html")[0] == 0
    page = (good / "build/annual-report/2024/testshire/index.html").read_text(encoding="utf-8")
    old = good.parent / "old.html"
    note = "The record names each action and the person who takes it."
    assert note in page
    old.write_text(page, encoding="utf-8")
    before = compared(good, old)["words"]
    old.write_text(
        page.replace("Who speaks first", f"{note} Who speaks first", 1).replace(f"<p>{note}", "<p>", 1),
        encoding="utf-8",
    )
    found = compared(good, old)
    assert found["words"] == before
    assert not [one for one in found["passages"] if "names each action" in one["words"]]
