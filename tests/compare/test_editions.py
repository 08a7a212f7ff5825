"""Two editions compared: what they ask for, their tables, and their wording as it was typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from documents import change
from london import REPOSITORY, copy_workspace, run

from reportgen.compare.comparison import Comparison, compare_editions
from reportgen.compare.page import redline_page
from reportgen.compare.sentences import line_sentence, section_sentences
from reportgen.core.diagnostic import whole_file
from reportgen.read.edition import read_edition

EDITIONS = ("2021.1", "2023.1", "2024.1")
NEWEST = "templates/annual-report/2024.1"


def compared(root: Path, old: str, new: str, *, other_root: Path | None = None) -> Comparison:
    """Two editions of the annual report, the newer one perhaps of another workspace."""
    editions = []
    for place, name in ((root, old), (other_root or root, new)):
        read = read_edition(place, "annual-report", name, whole_file(name))
        assert read.value is not None, read.diagnostics
        editions.append(read.value)
    return compare_editions(*editions)


@pytest.mark.parametrize("name", EDITIONS)
def test_an_edition_beside_itself_has_no_change(name: str) -> None:
    """Nothing is told of an edition that is read twice."""
    comparison = compared(REPOSITORY, name, name)
    assert comparison.is_same
    assert len(comparison.tables) == 9
    assert len(comparison.sections) > 20


def test_rows_that_were_split_or_renamed_are_told() -> None:
    """Between 2023.1 and 2024.1 one row was split and one has another name, and no other row or column changed."""
    comparison = compared(REPOSITORY, "2023.1", "2024.1")
    what = "for breach of notification requirements"
    assert [line_sentence(line) for table in comparison.changed_tables for line in table.lines] == [
        f"Row “Category 1 cautioned or convicted {what}” was split into “Category 1 cautioned {what}” and “Category 1 convicted {what}”.",
        "Row “Notification Order” is now called “Notification Notices”.",
    ]
    backwards = compared(REPOSITORY, "2024.1", "2023.1")
    assert {line.turn for table in backwards.tables for line in table.lines} == {"joined", "same"}


def test_wording_is_compared_as_it_was_typed() -> None:
    """What is filled in stays in braces, so that a word of the edition changes once, and not wherever it is printed."""
    comparison = compared(REPOSITORY, "2021.1", "2023.1")
    facts = {fact.name: (fact.old, fact.new) for fact in comparison.facts}
    assert facts["words.people"] == ("offenders", "individuals")
    words = [
        edit.words for section in comparison.changed_sections for passage in section.passages for edit in passage.edits
    ]
    assert any("{{ words.people }}" in text for text in words)
    titles = {section.title: section_sentences(section) for section in comparison.changed_sections}
    assert titles["MAPPA and terrorism"] == ("This section is gone.",)
    assert titles["Breach of licence"] == ("Its letter is now (f); it was (e).",)


@pytest.mark.parametrize(
    ("path", "old", "new", "expected"),
    [
        ("edition.yaml", "percent: 30", "percent: 40", {"warn_on_change.percent"}),
        ("edition.yaml", "at_most: shpo,", "at_most: notification_notices,", {"tables.restrictive_orders.rows.shpo_foreign_travel.at_most"}),
        ("edition.yaml", "    at_least: eligible_on_31_march\n", "", {"tables.managed_in_year.at_least"}),
        ("edition.yaml", 'label: "managed at Level 2 or 3', 'label: "managed', {"headlines.managed_in_year.total.total.label"}),
        ("edition.yaml", "  - section: closing\n", "  - section: closing\n  - page: annex\n", {"parts"}),
        ("sections/closing.md.j2", "You can read them", "Read them", {"Where to find every report"}),
        ("sections/statistics.md.j2", "{% if former_years %}\n## Over", "{% if former_years and year %}\n## Over", {"Rate per 100,000 population"}),
        ("notes/terrorism.md", "Terrorism and terrorism risk individuals", "Terrorism", {"Terrorism"}),
        ("../../themes/house-1/screen.css", "margin: 0 auto; padding: 0 1.25rem 4rem;", "margin: 0;", {"contents of screen.css"}),
    ],
)  # fmt: skip
def test_one_change_in_an_edition_is_all_that_is_told(
    tmp_path: Path, path: str, old: str, new: str, expected: set[str]
) -> None:
    """Each line of edition.yaml, each section, note and file of the theme is compared, and nothing else is told."""
    root = copy_workspace(tmp_path)
    change((root / NEWEST / path).resolve(), old, new)
    comparison = compared(REPOSITORY, "2024.1", "2024.1", other_root=root)
    told = {fact.name for fact in comparison.facts} | {section.title for section in comparison.changed_sections}
    assert told == expected
    assert comparison.changed_tables == ()


def test_a_column_with_a_new_name_is_known(
    tmp_path: Path, good: Path, tree: Callable[[Path], dict[str, bytes]]
) -> None:
    """A column that says what it was called is one column, in editions and in the check for large changes."""
    newer = good / "templates/annual-report/2024.2"
    newer.mkdir()
    for path, data in tree(good / "templates/annual-report/2024.1").items():
        target = newer / path
        target.parent.mkdir(exist_ok=True, parents=True)
        if "." in target.name:
            target.write_bytes(data)
    change(newer / "edition.yaml", "      total: {label: Number}", "      all: {label: All, formerly: total}")
    change(newer / "edition.yaml", "    at_most: managed\n", "")
    comparison = compared(good, "2024.1", "2024.2")
    (table,) = comparison.changed_tables
    assert [line_sentence(line) for line in table.lines] == ["Column “Number” is now called “All”."]
    data = good / "data/annual-report/2024"
    change(data / "year.yaml", '"2024.1"', '"2024.2"')
    change(data / "testshire.yaml", "    level_2: 13\n", "    level_2: 60\n")
    told = run(good, "check", "testshire", "2024").stdout
    assert "warning[large-change]" in told
    assert "is 60, and was 11 in 2023/24" in told


def test_the_page_of_editions_has_tables_without_figures() -> None:
    """The page tells of tables, and speaks of no figures."""
    page = redline_page(compared(REPOSITORY, "2023.1", "2024.1"))
    assert '<h2 id="figures-title">Tables</h2>' in page
    assert "was split into" in page
    assert "per cent" not in page
