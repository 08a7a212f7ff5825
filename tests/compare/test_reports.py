"""London’s reports compared: every figure that changed, the wording that changed, and nothing that did not."""

import json
from pathlib import Path

import pytest
from documents import change, document_of
from london import REPOSITORY, YEARS, copy_workspace, published_figures

from reportgen.compare.comparison import Comparison, compare_reports
from reportgen.compare.data import as_data
from reportgen.compare.page import redline_page
from reportgen.compare.plain_text import as_text
from reportgen.compare.sentences import line_sentence, section_sentences, summary

PAIRS = [(2021, 2023), (2023, 2024), (2024, 2023)]
# What each edition calls a row that another one calls otherwise.
ONE_ROW = {"notification_orders": "order", "notification_notices": "order"}
SPLIT = {"cautioned_or_convicted", "cautioned", "convicted"}
Cell = tuple[str, str, str]


def figures(year: int) -> dict[Cell, str]:
    """The published figures of a year, by table, row and column."""
    return {
        (table, ONE_ROW.get(row, row), column): printed
        for table, cells in published_figures(year).items()
        for (row, column), printed in cells.items()
    }


def named(comparison: Comparison) -> dict[Cell, tuple[str, str]]:
    """Every figure that the comparison names, with what it says is printed on each side."""
    found = {}
    for table in comparison.tables:
        for one in table.figures:
            for name in one.names:
                steps = name.split(".")
                cell = (steps[0], ONE_ROW.get(steps[1], steps[1]), steps[2])
                found[cell] = tuple(" + ".join(figure.text for figure in side) for side in (one.old, one.new))
    return found


@pytest.fixture(scope="module")
def comparisons() -> dict[tuple[int, int], Comparison]:
    """London compared between years, both ways."""
    documents = {year: document_of(REPOSITORY, year) for year in YEARS}
    return {(old, new): compare_reports(documents[old], documents[new]) for old, new in PAIRS}


@pytest.mark.parametrize("years", PAIRS)
def test_every_figure_that_changed_is_named_and_no_other(
    comparisons: dict[tuple[int, int], Comparison], years: tuple[int, int]
) -> None:
    """The figures that are named are those that differ in the published tables, with what is printed in both."""
    old, new = (
        {cell: printed for cell, printed in figures(year).items() if cell[1] not in SPLIT or 2024 not in years}
        for year in years
    )
    expected = {
        cell: (old.get(cell, ""), new.get(cell, ""))
        for cell in old.keys() | new.keys()
        if old.get(cell) != new.get(cell)
    }
    found = {
        cell: printed
        for cell, printed in named(comparisons[years]).items()
        if cell[1] not in SPLIT or 2024 not in years
    }
    assert len(expected) > 40
    assert found == expected


def test_the_row_that_was_split_is_told(comparisons: dict[tuple[int, int], Comparison]) -> None:
    """Cautioned and convicted are told to have been one row, with their sum beside it; the other way round, to be joined."""
    for years, turn in (((2023, 2024), "split"), ((2024, 2023), "joined")):
        (table,) = (table for table in comparisons[years].tables if table.name == "notification_breaches")
        assert [line.turn for line in table.lines] == [turn]
        (figure,) = table.figures
        assert {(one.old_sum, one.new_sum) for one in table.figures} == {(122, 194) if turn == "split" else (194, 122)}
        assert abs(figure.difference or 0) == 72


def test_the_row_with_a_new_name_is_told(comparisons: dict[tuple[int, int], Comparison]) -> None:
    """Notification Notices are told to have been Notification Orders, and no other row of 2024/25 to have a new name."""
    lines = [line_sentence(line) for table in comparisons[2023, 2024].tables for line in table.lines]
    assert [line for line in lines if "called" in line] == [
        "Row “Notification Order” is now called “Notification Notices”."
    ]


def national(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """What is told of each section of national wording that changed, by its title; of notes too."""
    chapters = {
        "What are MAPPA?",
        "MAPPA statistics",
        "Explanation of the tables",
        "Where to find every report",
        "Other formats",
    }
    return {
        section.title: section_sentences(section)
        for section in comparison.changed_sections
        if (section.chapter or section.title) in chapters
    }


def test_the_national_wording_that_changed_is_told_and_no_other(comparisons: dict[tuple[int, int], Comparison]) -> None:
    """Between 2023/24 and 2024/25 just those sections and notes are told that the edition says it changed."""
    assert national(comparisons[2023, 2024]) == {
        "What are MAPPA?": ("Renamed: it was called “What is MAPPA?”.",),
        "Background": (),
        "MAPPA ’25": ("This section is new.",),
        "MAPPA statistics": (),
        "On 31 March 2025": (),
        "How MAPPA work": ("Renamed: it was called “How MAPPA works”.",),
        "Notification requirements": (),
        "Restrictive orders": (),
        "Rate per 100,000 population": (),
        "Over the years": ("This section is new.",),
        "Subject to sex offender notification requirements": (),
        "Violent offenders": (),
        "Sexual Harm Prevention Order (SHPO), including any foreign travel restriction": (),
        "Notification Notice": ("Renamed: it was called “Notification Order”.",),
        "Lifetime notification requirements revoked on application": (),
    }


def test_the_words_that_changed_are_told_and_no_others(comparisons: dict[tuple[int, int], Comparison]) -> None:
    """In the notes of 2024/25 just those words are marked that differ; dates that moved on with the year are not."""
    found = {
        (edit.kind, edit.words)
        for section in comparisons[2023, 2024].changed_sections
        if section.chapter == "Explanation of the tables"
        for passage in section.passages
        for edit in passage.edits
        if edit.kind != "same"
    }
    assert found == {
        ("inserted", ", youth justice"),
        ("deleted", "offending team"),
        ("inserted", "justice service"),
        ("deleted", ". They replaced Sexual Offences Prevention Orders (SOPOs)"),
        ("deleted", "Order"),
        ("inserted", "Notice"),
        ("inserted", "Earlier reports counted Notification Orders."),
        ("deleted", "issue an order"),
        ("inserted", "give a notice"),
        ("deleted", "juvenile"),
        ("inserted", "child"),
    }


def test_local_pages_are_told_as_new_and_gone(comparisons: dict[tuple[int, int], Comparison]) -> None:
    """The page that both years have is compared; the others are new or gone as a whole."""
    pages = {change.title: change.turn for change in comparisons[2023, 2024].changed_sections if not change.chapter}
    assert pages["Training and research sub-group"] == "same"
    assert pages["Digital management of registered sex offenders"] == "new"
    assert pages["Circles of Support and Accountability"] == pages["Violence against women and girls"] == "gone"


def test_what_moves_on_with_the_year_is_told_once(comparisons: dict[tuple[int, int], Comparison]) -> None:
    """Period, edition and sources are told as facts, with both sides."""
    facts = {fact.name: (fact.old, fact.new) for fact in comparisons[2023, 2024].facts}
    assert facts["Period"] == ("1 April 2023 to 31 March 2024", "1 April 2024 to 31 March 2025")
    assert facts["Edition"] == ("2023.1", "2024.1")
    assert set(facts) == {"Period", "Edition", "Published", "Source of the figures", "Population estimate"}


@pytest.mark.parametrize("year", YEARS)
def test_a_report_beside_itself_has_no_change(year: int) -> None:
    """Nothing is told of a report compared with itself, in no form."""
    document = document_of(REPOSITORY, year)
    comparison = compare_reports(document, document)
    assert comparison.is_same
    assert (comparison.facts, comparison.changed_tables, comparison.changed_sections) == ((), (), ())
    assert summary(comparison) == ("Nothing changed.",)
    assert len(comparison.tables) == 9
    assert len(comparison.sections) > 20
    assert as_data(comparison)["same"] is True
    assert as_text(comparison).splitlines()[1:] == ["  Nothing changed."]
    assert "<ins>" not in redline_page(comparison)


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("data/annual-report/2024/london.yaml", "shpo: 559", "shpo: 560", {"figure", "Digital management of registered sex offenders", "Key findings"}),
        ("data/annual-report/2024/london.yaml", "status: final", "status: draft", {"Status", "Cover"}),
        ("content/annual-report/2024/london/20-digital-management.md", "trained dogs", "trained cats", {"Looking for hidden devices"}),
        ("content/annual-report/2024/london/10-training-and-research.md", "| 107 |", "| 108 |", {"Training new chairs"}),
        ("content/annual-report/2024/london/20-digital-management.md", "## Working together", "## Together", {"Together"}),
        ("templates/annual-report/2024.1/sections/closing.md.j2", "gov.uk/government/collections/", "gov.uk/", {"Where to find every report"}),
        ("templates/annual-report/2024.1/notes/violent.md", "small number", "few", {"Violent offenders"}),
        ("reportgen.yaml", "accessible.formats@", "formats@", {"Other formats"}),
        ("data/annual-report/2023/london.yaml", "status: final", "status: final\n", set()),
    ],
)  # fmt: skip
def test_one_change_in_one_file_is_all_that_is_told(
    tmp_path: Path, path: str, old: str, new: str, expected: set[str]
) -> None:
    """Within a year each change is told where a reader finds it, and nothing else is: a figure also where a page repeats it."""
    root = copy_workspace(tmp_path)
    before = document_of(root, 2024)
    change(root / path, old, new)
    comparison = compare_reports(before, document_of(root, 2024))
    told = {fact.name for fact in comparison.facts} | {section.title for section in comparison.changed_sections}
    assert told | ({"figure"} if named(comparison) else set()) == expected


def test_another_picture_is_told(tmp_path: Path) -> None:
    """A picture that was replaced under its old name is told, though all words are the same."""
    root = copy_workspace(tmp_path)
    before = document_of(root, 2024)
    content = root / "content/annual-report"
    (content / "2024/london/four-pillars.png").write_bytes((content / "2023/london/circle-of-support.png").read_bytes())
    comparison = compare_reports(before, document_of(root, 2024))
    (section,) = comparison.changed_sections
    (passage,) = (passage for passage in section.passages if passage.turn != "same")
    assert (section.title, passage.kind, passage.is_other_picture) == (
        "Two forums on the Four Pillars",
        "picture",
        True,
    )
    assert "The picture itself is another one." in redline_page(comparison)
    assert "another picture" in as_text(comparison)


def test_a_correction_of_an_earlier_year_is_told(tmp_path: Path) -> None:
    """A figure of the year before is printed at the head of the statistics and in charts, so its correction is told there."""
    root = copy_workspace(tmp_path)
    before = document_of(root, 2024)
    change(root / "data/annual-report/2023/london.yaml", "total: 102", "total: 103")
    change(root / "data/annual-report/2023/london.yaml", "total: 85", "total: 86")
    change(root / "data/annual-report/2023/london.yaml", "category_3: 41,", "category_3: 42,")
    change(root / "data/annual-report/2023/london.yaml", "category_3: 50,", "category_3: 51,")
    comparison = compare_reports(before, document_of(root, 2024))
    assert [section.title for section in comparison.changed_sections] == ["MAPPA statistics"]
    words = [
        edit.words for section in comparison.changed_sections for passage in section.passages for edit in passage.edits
    ]
    assert {"21", "22"} <= set(words)


def test_the_same_reports_give_the_same_bytes(comparisons: dict[tuple[int, int], Comparison]) -> None:
    """Compared a second time from files read anew, the page, the text and the data are the same."""
    again = compare_reports(document_of(REPOSITORY, 2023), document_of(REPOSITORY, 2024))
    first = comparisons[2023, 2024]
    assert redline_page(first) == redline_page(again)
    assert as_text(first) == as_text(again)
    assert json.dumps(as_data(first)) == json.dumps(as_data(again))
