"""Whether a report is right, and what is then true about one area in one year.

Comes in: all that people wrote. Goes out: a Report, or the diagnostics that stand in its way.
"""

from dataclasses import dataclass

from reportgen.check import rules, writing
from reportgen.check.figures import Figures, check_figures
from reportgen.check.totals import check_totals
from reportgen.check.trend import Former, last_year
from reportgen.core.diagnostic import Diagnostic, Outcome, Say, in_reading_order
from reportgen.core.names import Period, ReportKey
from reportgen.read.cells import CellName, find_cell
from reportgen.read.edition import Edition
from reportgen.read.located_yaml import Mapping, Scalar
from reportgen.read.pages import Page
from reportgen.read.shapes import AreaShape, WorkspaceShape, YearShape
from reportgen.read.source import FiguresFile, ReportSource


@dataclass(frozen=True, slots=True)
class Report:
    """Everything true about one area in one year.

    Shape: `pages` are those with a fixed place, by name; `local_pages` the others in order; `former` newest first;
    `revisions` says why a figure was revised; `source` where the figures come from.
    """

    key: ReportKey
    period: Period
    area: AreaShape
    settings: WorkspaceShape
    year: YearShape
    edition: Edition
    is_draft: bool
    details: dict[str, str]
    figures: Figures
    revisions: dict[CellName, str]
    pages: dict[str, Page]
    local_pages: tuple[Page, ...]
    former: tuple[Former, ...]
    source: str


def check_report(source: ReportSource) -> Outcome[Report]:
    """The report, if nothing that was written for it is an error; all diagnostics in any case.

    Errors: those of `check_figures`, `check_totals` and of every rule.
    """
    found: list[Diagnostic] = []
    figures = check_figures_file(source.figures, found.append)
    doubtful = _doubtful(source.figures, figures)
    former = tuple(Former(earlier, check_figures_file(earlier, _ignore)) for earlier in source.former)
    before = last_year(former, source.key.year)
    found.extend(rules.changes(source.figures, figures, (before.source, before.figures) if before else None, doubtful))
    for rule in (
        writing.pages_asked_for,
        writing.details_asked_for,
        writing.placeholders,
        writing.other_years,
        writing.dates_of_the_year,
    ):
        found.extend(rule(source))
    found.extend(writing.figures_named_in_pages(source))
    diagnostics = in_reading_order(found)
    if any(diagnostic.is_error for diagnostic in diagnostics):
        return Outcome(None, diagnostics)
    report = Report(
        source.key,
        source.figures.period,
        source.area,
        source.settings,
        source.year,
        source.edition,
        source.figures.shape.status == "draft",
        dict(source.figures.shape.details),
        figures,
        _revisions(source.figures),
        source.pages,
        writing.own_pages(source),
        former,
        source.figures.shape.source,
    )
    return Outcome(report, diagnostics)


def check_figures_file(source: FiguresFile, say: Say) -> Figures:
    """The figures of one file, checked by themselves: cells, totals, bounds, rates, revisions."""
    figures = check_figures(source, say)
    tables = source.edition.shape.tables
    doubtful = _doubtful(source, figures)
    for name, shape in tables.items():
        for diagnostic, _ in check_totals(figures, name, shape):
            say(diagnostic)
        for found in (
            rules.not_applicable_cells(figures, name, shape),
            rules.bounds_between_tables(figures, name, tables, doubtful),
            rules.bounds_between_rows(figures, name, shape),
            rules.rates(source, figures, name, shape, doubtful),
        ):
            for diagnostic in found:
                say(diagnostic)
    for diagnostic in rules.revisions(source, figures):
        say(diagnostic)
    return figures


def _doubtful(source: FiguresFile, figures: Figures) -> frozenset[CellName]:
    """The cells that a wrong total points to."""
    tables = source.edition.shape.tables.items()
    repairs = (repair for name, shape in tables for _, repair in check_totals(figures, name, shape))
    return frozenset(repair.cell for repair in repairs if repair is not None)


def _revisions(source: FiguresFile) -> dict[CellName, str]:
    notes = source.tree.get("revisions")
    said: dict[CellName, str] = {}
    for key, value in notes.entries if isinstance(notes, Mapping) else ():
        named = find_cell(source.edition.shape, key.text)
        if named and isinstance(value, Scalar):
            said[named] = value.text
    return said


def _ignore(_: Diagnostic) -> None:
    """Faults of an earlier year are told when that year is built."""
