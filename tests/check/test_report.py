"""What is put together from all rules: the report, what is told of it, and how earlier years take part."""

from dataclasses import replace
from datetime import date

import pytest
from trial import london, retyped, with_edition, with_page

from reportgen.check.report import check_report, sketch_report
from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import DetailShape
from reportgen.read.source import ReportSource

INTRODUCTION = london().pages["introduction"]


def with_figures(*edits: tuple[str, str], **shape: object) -> ReportSource:
    """London's report with something else typed into its figures."""
    return replace(london(), figures=retyped(london().figures, *edits, **shape))


def slugs(source: ReportSource) -> list[str]:
    """What is told, in reading order."""
    return [said.slug for said in check_report(source).diagnostics]


def test_the_report_holds_what_was_written() -> None:
    """Figures, pages, details and the years before, each as they were written; the day of publication is that of its files."""
    revised = (
        ("shpo: 559", "shpo: 559 [r]"),
        ("\ntables:", "\nrevisions:\n  restrictive_orders.shpo: One more.\ntables:"),
    )
    report = check_report(
        with_edition(
            with_figures(*revised, details={"board": "A board"}), details={"board": DetailShape(label="Board")}
        )
    ).value
    assert report is not None
    assert not report.is_draft
    assert report.revisions == {CellName("restrictive_orders", "shpo", "number"): "One more."}
    assert report.details == {"board": "A board"}
    assert report.figures[CellName("restrictive_orders", "shpo", "number")].value == 559
    assert [former.year for former in report.former] == [2023, 2021]
    assert report.source == "Annual MAPPA return of the London Strategic Management Board for 2024/25"
    assert report.file_date == date(2025, 10, 30)
    assert INTRODUCTION.name in report.pages
    assert INTRODUCTION not in report.local_pages
    assert len(report.local_pages) == len(report.pages) - 1


def test_a_draft_is_known_as_one() -> None:
    """The status stands in the figures file, and the date of the files in the workspace."""
    source = with_figures(status="draft")
    workspace = replace(source.workspace, file_date=date(2025, 1, 2))
    report = check_report(replace(source, workspace=workspace)).value
    assert report is not None
    assert report.is_draft
    assert report.file_date == date(2025, 1, 2)


def test_a_report_with_an_error_can_only_be_looked_at() -> None:
    """It is sketched as far as it is right; a warning does not stand in its way."""
    wrong, doubtful = with_figures(("rate: 92", "rate: pending")), with_figures(("shpo: 559", "shpo: 800"))
    assert check_report(wrong).value is None
    assert sketch_report(wrong)[0].figures.keys() == sketch_report(london())[0].figures.keys()
    assert slugs(doubtful) == ["large-change"]
    assert check_report(doubtful).value is not None


def test_what_was_told_in_reading_is_told_with_the_rest() -> None:
    """In the order of files and lines, each thing once."""
    said = Diagnostic("file-left-out", whole_file("content/notes.txt"), "notes.txt is not a part of the report")
    source = with_figures(("shpo: 559", "shpo: 800"))
    found = check_report(source, (said, said)).diagnostics
    assert [one.slug for one in found] == ["file-left-out", "large-change"]


def test_figures_that_contradict_a_hidden_one_are_told_once() -> None:
    """Where a wrong total is told already, it is not told again as leaving no room for the figure held back."""
    level = "level_3: {category_1: 3, category_2: 2, category_3: 4, total: 9}"
    fits_nowhere = (
        (
            "level_2: {category_1: 19, category_2: 22, category_3: 31, total: 72}",
            "level_2: {category_1: 19, category_2: 22, category_3: [c], total: 73}",
        ),
        (level, "level_3: {category_1: 3, category_2: [c], category_3: 4, total: 8}"),
    )
    alone = slugs(with_figures(*fits_nowhere))
    assert alone == ["total-mismatch"] * 2
    beside = check_report(with_figures(*fits_nowhere, ("rate: 92", "rate: pending"))).diagnostics
    assert [one.slug for one in beside] == ["figure-pending"]


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("An offender. ", "outdated-word"),
        ("We met in May 2023. ", "date-of-last-year"),
        ("There were 11,108 people. ", "figure-disagrees"),
    ],
)
def test_of_one_kind_a_hundred_are_told(text: str, slug: str) -> None:
    """Nobody mends more at a time; a hundred and one of them are too many, and a hundred are all told."""
    for number in (100, 101):
        page = with_page(text * number).pages["trial"]
        source = replace(london(), pages={**london().pages, "trial": page}, page_names=("introduction", "trial"))
        assert slugs(source) == [slug] * 100


def test_last_years_figures_are_looked_at() -> None:
    """A number of last year in the text, a large change, and a copy of all its figures are told."""
    same = replace(london().figures, year=2023, period=london().former[0].period)
    assert slugs(replace(london(), former=(same,))) == ["same-as-last-year"]
    page = with_page("There were 11,108 people.").pages["trial"]
    source = replace(with_figures(("shpo: 559", "shpo: 800")), pages={**london().pages, "trial": page})
    assert sorted(slugs(source)) == ["figure-disagrees", "large-change"]
    assert slugs(replace(source, former=london().former[1:])) == []


def test_a_former_year_with_an_error_is_left_out() -> None:
    """The warning stands at its first error and names its year; the years before it stay."""
    wrong = retyped(london().former[0], ("shpo: 487", "shpo: several"), ("rate: 91", "rate: many"))
    outcome = check_report(replace(with_figures(("shpo: 559", "shpo: 800")), former=(wrong, london().former[1])))
    (said,) = outcome.diagnostics
    assert said.slug == "former-year-unreadable"
    assert said.message == "the figures of 2023 have an error in them, so nothing is compared with them"
    assert said.hint == "run “reportgen check london 2023” to see what is wrong"
    assert said.place.file is wrong.file
    assert (said.place.source_line or "").strip() == "shpo: several"
    assert outcome.value is not None
    assert [former.year for former in outcome.value.former] == [2021]
