"""Every rule on London's report of 2024/25: one thing changed gives one diagnostic, in its place, with what to do."""

import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from london import copy_workspace

from reportgen.check.report import check_report
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import ReportKey
from reportgen.read.source import read_source
from reportgen.read.workspace_files import find_workspace

FIGURES = "data/annual-report/2024/london.yaml"
YEAR = "data/annual-report/2024/year.yaml"
INTRODUCTION = "content/annual-report/2024/london/introduction.md"
ELIGIBLE_1 = "level_1: {category_1: 7368, category_2: 3681, category_3: [z], total: 11049}"
LICENCE_3 = "level_3: {category_1: 3, category_2: 2, category_3: 4, total: 9}"


@dataclass(frozen=True)
class Change:
    """What is typed in place of what, and what is said of it.

    Shape: `edits` are old and new words of one file; `mark` is what the place of the diagnostic underlines,
    and `line` a part of its line.
    """

    name: str
    edits: tuple[tuple[str, str], ...]
    slug: str
    line: str
    mark: str
    hint: str
    file: str = FIGURES


CHANGES = (
    Change(
        "a wrong part of a total",
        ((ELIGIBLE_1, ELIGIBLE_1.replace("7368", "7367")),),
        "total-mismatch",
        "level_1: {category_1: 7367",
        "7367",
        "7,368 here, instead of 7,367",
    ),
    Change(
        "a wrong total",
        ((LICENCE_3, LICENCE_3.replace("total: 9", "total: 10")),),
        "total-mismatch",
        "category_3: 4, total: 10",
        "10",
        "9 here, instead of 10",
    ),
    Change(
        "a wrong grand total",
        (("total: 11220", "total: 11221"),),
        "total-mismatch",
        "total: 11221",
        "11221",
        "11,220 here, instead of 11,221",
    ),
    Change(
        "fewer managed over the year than on its last day",
        (
            (
                "level_3: {category_1: 21, category_2: 27, category_3: 31, total: 79}",
                "level_3: {category_1: 21, category_2: 2, category_3: 31, total: 54}",
            ),
            (
                "total: {category_1: 174, category_2: 328, category_3: 329, total: 831}",
                "total: {category_1: 174, category_2: 303, category_3: 329, total: 806}",
            ),
        ),
        "bound-broken",
        "level_3: {category_1: 21, category_2: 2,",
        "2",
        "counted over the year",
    ),
    Change(
        "more returned to custody than were managed",
        (
            (LICENCE_3, "level_3: {category_1: 22, category_2: 2, category_3: 4, total: 28}"),
            (
                "total: {category_1: 22, category_2: 24, category_3: 35, total: 81}",
                "total: {category_1: 41, category_2: 24, category_3: 35, total: 100}",
            ),
        ),
        "bound-broken",
        "level_3: {category_1: 22,",
        "22",
        "correct one of the two",
    ),
    Change(
        "more returned for breach of the order than were managed",
        (("    level_2: 0\n    level_3: 0\n    total: 0\n", "    level_2: 753\n    level_3: 0\n    total: 753\n"),),
        "bound-broken",
        "    level_2: 753",
        "753",
        "correct one of the two",
    ),
    Change(
        "more orders with a travel restriction than orders",
        (("shpo_foreign_travel: 0", "shpo_foreign_travel: 560"),),
        "bound-broken",
        "shpo_foreign_travel: 560",
        "560",
        "correct one of the two",
    ),
    Change(
        "a rate that the population does not make",
        (("status: final", "status: final\npopulation: 9000000"),),
        "rate-mismatch",
        "rate: 92",
        "92",
        "write 82",
    ),
    Change(
        "a rate at a half is rounded up",
        (("status: final", "status: final\npopulation: 8000000"),),
        "rate-mismatch",
        "rate: 92",
        "92",
        "write 93",
    ),
    Change(
        "a pending rate in a final report",
        (("rate: 92", "rate: pending"),),
        "figure-pending",
        "rate: pending",
        "pending",
        "status: draft",
    ),
    Change(
        "a pending rate in a final report whose population is known",
        (("rate: 92", "rate: pending"), ("status: final", "status: final\npopulation: 8043478")),
        "figure-pending",
        "rate: pending",
        "pending",
        "92",
    ),
    Change(
        "a pending rate in a final report whose count is not available",
        (
            ("rate: 92", "rate: pending"),
            ("status: final", "status: final\npopulation: 8043478"),
            ("total: {category_1: 7400,", "total: {category_1: [x],"),
        ),
        "figure-pending",
        "rate: pending",
        "pending",
        "status: draft",
    ),
    Change(
        "another figure than the rate is pending",
        (("shpo: 559", "shpo: pending"),),
        "bad-figure",
        "shpo: pending",
        "pending",
        "only the rate",
    ),
    Change(
        "a figure for Category 4 in a row",
        ((LICENCE_3, LICENCE_3.replace("total: 9", "category_4: 1, total: 9")),),
        "category-4",
        "category_4: 1",
        "category_4",
        "remove it",
    ),
    Change(
        "Category 4 as a table",
        (("  notification_breaches:", "  Category 4:\n    number: 1\n  notification_breaches:"),),
        "category-4",
        "  Category 4:",
        "Category 4",
        "remove it",
    ),
    Change(
        "a count in Category 3 at Level 1",
        ((ELIGIBLE_1, ELIGIBLE_1.replace("[z]", "0")),),
        "not-applicable",
        "category_3: 0, total: 11049",
        "0",
        "[z]",
    ),
    Change(
        "not applicable where a figure applies",
        (("revoked: 36", "revoked: [z]"),),
        "unexpected-not-applicable",
        "revoked: [z]",
        "[z]",
        "[x]",
    ),
    Change(
        "a thousands separator",
        (("shpo: 559", "shpo: 1,559"),),
        "bad-figure",
        "shpo: 1,559",
        "1,559",
        "write 1559",
    ),
    Change(
        "a thousands separator between braces",
        (
            (
                "category_1: 7368, category_2: 3681, category_3: [z], total: 11049",
                "category_1: 7368, category_2: 3681, category_3: [z], total: 11,049",
            ),
        ),
        "bad-figure",
        "total: 11,049",
        "11,049",
        "write 11049",
    ),
    Change(
        "a dash for nothing",
        (("revoked: 36", 'revoked: "-"'),),
        "bad-figure",
        'revoked: "-"',
        '"-"',
        "[z]",
    ),
    Change(
        "a figure that is not there",
        (("    convicted: 153\n", ""),),
        "missing-figure",
        "  notification_breaches:",
        "notification_breaches",
        "convicted",
    ),
    Change(
        "a row of another year",
        (("notification_notices: 55", "notification_notices: 55\n    notification_orders: 20"),),
        "unknown-row",
        "notification_orders: 20",
        "notification_orders",
        "notification_notices",
    ),
    Change(
        "a figure marked as revised without a reason",
        (("revoked: 36", "revoked: 36 [r]"),),
        "revision-unexplained",
        "revoked: 36 [r]",
        "36 [r]",
        "revisions",
    ),
    Change(
        "a reason for a figure that is not marked as revised",
        (("\ntables:", "\nrevisions:\n  restrictive_orders.shpo: Late.\ntables:"),),
        "revision-unexplained",
        "  restrictive_orders.shpo: Late.",
        "restrictive_orders.shpo",
        "mark the figure",
    ),
    Change(
        "a revision of a figure that is not there",
        (("\ntables:", "\nrevisions:\n  restrictive_orders.shpoo: Late.\ntables:"),),
        "unknown-figure",
        "  restrictive_orders.shpoo: Late.",
        "restrictive_orders.shpoo",
        "did you mean “restrictive_orders.shpo”?",
    ),
    Change(
        "a wrong total that the rate is worked out from",
        (
            ("status: final", "status: final\npopulation: 8000500"),
            ("total: {category_1: 7400,", "total: {category_1: 7401,"),
        ),
        "total-mismatch",
        "total: {category_1: 7401,",
        "7401",
        "7,400 here, instead of 7,401",
    ),
    Change(
        "a placeholder in the figures file",
        (("source: Annual MAPPA return of the London Strategic Management Board for 2024/25", "source: TBC"),),
        "placeholder",
        "source: TBC",
        "TBC",
        "write what belongs here",
    ),
    Change(
        "a placeholder in a page",
        (("title: Introduction", "title: Introduction to Area name here"),),
        "placeholder",
        "title: Introduction to",
        "Area name here",
        "write what belongs here",
        INTRODUCTION,
    ),
    Change(
        "another reporting year in a page",
        (("in 2024/25.", "in 2023/24."),),
        "wrong-year",
        "in 2023/24.",
        "2023/24",
        "2024/25",
        INTRODUCTION,
    ),
    Change(
        "another year's last day in a page",
        (("On 31 March 2025,", "On 31 March 2024,"),),
        "wrong-year",
        "On 31 March 2024,",
        "31 March 2024",
        "31 March 2025",
        INTRODUCTION,
    ),
    Change(
        "a figure of no such name in a page",
        (("{{ managed_in_year.total.total }}", "{{ managed_in_year.total.totl }}"),),
        "unknown-figure",
        "managed_in_year.total.totl",
        "{{ managed_in_year.total.totl }}",
        "managed_in_year.total.total",
        INTRODUCTION,
    ),
    Change(
        "last year's population estimate",
        (("mid-2024", "mid-2023"),),
        "wrong-year",
        "estimate: mid-2023",
        "mid-2023 estimated resident population",
        "2024",
        YEAR,
    ),
    Change(
        "a report published before its year is over",
        (("published: 2025-10-30", "published: 2025-03-30"),),
        "date-out-of-order",
        "published: 2025-03-30",
        "2025-03-30",
        "correct the date",
        YEAR,
    ),
    Change(
        "an estimate published before the year is over",
        (("published: 2025-07-30", "published: 2024-07-30"),),
        "date-out-of-order",
        "  published: 2024-07-30",
        "2024-07-30",
        "last year's",
        YEAR,
    ),
)


@pytest.fixture
def alone(tmp_path: Path) -> Path:
    """The workspace with no earlier year, so that nothing is compared with one."""
    root = copy_workspace(tmp_path)
    for year in ("2021", "2023"):
        shutil.rmtree(root / "data" / "annual-report" / year)
    return root


def edit(root: Path, file: str, *edits: tuple[str, str]) -> None:
    """Puts new words in place of old ones, which stand in the file once."""
    text = (root / file).read_text(encoding="utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (root / file).write_text(text, encoding="utf-8")


def said_about(root: Path, *, notes: bool = False) -> list[Diagnostic]:
    """What reading and checking London's report of 2024/25 says."""
    workspace = find_workspace(root).value
    assert workspace is not None
    source = read_source(workspace, ReportKey("annual-report", 2024, "london"))
    checked = check_report(source.value).diagnostics if source.value else ()
    return [said for said in (*source.diagnostics, *checked) if notes or said.severity.value != "note"]


def test_nothing_is_said_of_the_report_as_it_is(alone: Path) -> None:
    """The report of 2024/25 keeps every rule."""
    assert said_about(alone, notes=True) == []


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.name.replace(" ", "-"))
def test_one_change_is_told_once_in_its_place(
    alone: Path, change: Change, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """One thing changed gives exactly one diagnostic: the rule's, at the line and column of what was typed, with a hint."""
    edit(alone, change.file, *change.edits)
    lines = (alone / change.file).read_text(encoding="utf-8").splitlines()
    (number,) = [number for number, line in enumerate(lines, 1) if change.line in line]
    (said,) = said_about(alone)
    worded([said])
    assert (said.slug, said.place.file.path, said.place.line) == (change.slug, change.file, number)
    start = said.place.column - 1
    assert lines[number - 1][start : start + said.place.length] == change.mark
    assert change.hint in said.hint


@pytest.mark.parametrize(
    "edits",
    [
        [("status: final", "status: draft"), ("rate: 92", "rate: pending")],
        [("status: final", "status: final\npopulation: 8000001")],
        [("status: final", "status: final\npopulation: 8087431")],
        [("rate: 92", "rate: 93"), ("status: final", "status: final\npopulation: 8000000")],
        [("rate: 92", "rate: [x]")],
        [("shpo_foreign_travel: 0", "shpo_foreign_travel: 559")],
        [("    level_2: 0\n    level_3: 0\n    total: 0\n", "    level_2: 752\n    level_3: 79\n    total: 831\n")],
        [
            ("revoked: 36", "revoked: 36 [r]"),
            ("\ntables:", "\nrevisions:\n  lifetime_notification_revoked.revoked: Late.\ntables:"),
        ],
        [("revoked: 36", "revoked: 0")],
        [("revoked: 36", "revoked: [c]")],
    ],
    ids=[
        "pending-in-a-draft",
        "just-under-a-half",
        "just-at-a-half-below",
        "a-half-up",
        "rate-not-available",
        "as-many-as-the-bound",
        "returns-at-the-bound",
        "revised-with-its-reason",
        "nought",
        "confidential",
    ],
)
def test_what_is_right_at_the_edge_passes(alone: Path, edits: list[tuple[str, str]]) -> None:
    """Figures at a bound, a rate at the edge of rounding, a pending rate in a draft, noughts and shorthand are no faults."""
    edit(alone, FIGURES, *edits)
    assert said_about(alone) == []


@pytest.mark.parametrize(
    ("old", "new", "warns"),
    [
        ("shpo: 559", "shpo: 633", False),
        ("shpo: 559", "shpo: 634", True),
        ("became_subject: 13", "became_subject: 54", False),
        ("became_subject: 13", "became_subject: 55", True),
        ("notification_notices: 55", "notification_notices: 70", True),
        ("cautioned: 41", "cautioned: 300", False),
    ],
    ids=[
        *("up-to-the-percentage", "above-the-percentage", "few-though-many-per-cent", "many-and-many-per-cent"),
        *("under-another-name", "a-part-of-what-was-one"),
    ],
)
def test_a_large_change_on_last_year_warns(
    tmp_path: Path, old: str, new: str, warns: bool, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """A figure more than 30% and 50 away from last year's warns, with last year's figure in its place; it never stops."""
    root = copy_workspace(tmp_path)
    edit(root, FIGURES, (old, new))
    found = said_about(root)
    worded(found)
    assert [said.slug for said in found] == (["large-change"] if warns else [])
    for said in found:
        assert said.severity.value == "warning"
        assert (said.place.source_line or "").strip() == new
        assert said.hint
        ((words, place),) = said.related
        assert "2023/24" in words
        assert place is not None
        assert place.file.path == "data/annual-report/2023/london.yaml"


def test_exactly_the_percentage_is_no_large_change(tmp_path: Path) -> None:
    """180 people and 30% more are 234: only more than that warns."""
    for typed, slugs in ((234, []), (235, ["large-change"])):
        root = copy_workspace(tmp_path / str(typed))
        edit(
            root,
            FIGURES,
            (
                "level_2: {category_1: 153, category_2: 301, category_3: 298, total: 752}",
                f"level_2: {{category_1: {typed}, category_2: 301, category_3: 298}}",
            ),
            (
                "level_3: {category_1: 21, category_2: 27, category_3: 31, total: 79}",
                "level_3: {category_1: 18, category_2: 27, category_3: 31}",
            ),
            ("    total: {category_1: 174, category_2: 328, category_3: 329, total: 831}\n", ""),
        )
        assert [said.slug for said in said_about(root)] == slugs


def test_a_large_change_from_nought_says_so(tmp_path: Path, worded: Callable[[Iterable[Diagnostic]], None]) -> None:
    """Where there was nobody last year, no percentage is told."""
    root = copy_workspace(tmp_path)
    edit(
        root,
        FIGURES,
        ("    level_2: 0\n    level_3: 0\n    total: 0\n", "    level_2: 60\n    level_3: 0\n    total: 60\n"),
    )
    found = said_about(root)
    worded(found)
    assert [said.slug for said in found] == ["large-change"] * 2


def test_a_required_page_must_be_there(alone: Path) -> None:
    """A page that the edition asks for is missed by its path."""
    (alone / INTRODUCTION).unlink()
    (said,) = said_about(alone)
    assert (said.slug, said.place.file.path, said.place.line) == ("missing-page", INTRODUCTION, 0)
    assert INTRODUCTION in said.hint


@pytest.mark.parametrize(
    "name",
    [
        *("30-digital-management", "30-Digital Management", "5-statistics", "statistics-title", "contents", "main"),
        *("90-other-formats", "contents-title", "table-restrictive-orders", "chart-managed-by-level", "note-violent"),
    ],
)
def test_a_page_name_that_is_taken_is_told(alone: Path, name: str) -> None:
    """A page that would have the same id as another page, a part of the edition or of every report is told at its first line."""
    path = f"content/annual-report/2024/london/{name}.md"
    (alone / path).write_text("---\ntitle: Another\n---\nText.\n", encoding="utf-8")
    (said,) = said_about(alone)
    assert (said.slug, said.place.file.path, said.place.line) == ("page-name-taken", path, 1)
    assert said.hint


def test_several_faults_are_told_together(alone: Path) -> None:
    """Faults in several files are all told in one go, each where it is."""
    edit(alone, FIGURES, ("rate: 92", "rate: pending"), ("revoked: 36", "revoked: [z]"))
    edit(alone, INTRODUCTION, ("in 2024/25.", "in 2023/24."))
    assert [(said.slug, said.place.file.path) for said in said_about(alone)] == [
        ("wrong-year", INTRODUCTION),
        ("unexpected-not-applicable", FIGURES),
        ("figure-pending", FIGURES),
    ]
