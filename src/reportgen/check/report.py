"""Whether a report is right, and what is then true about one area in one year.

Comes in: all that people wrote. Goes out: a Report, or the diagnostics that stand in its way.
"""

from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice

from reportgen.check import (
    disclosure,
    left_out,
    named_edition,
    origin,
    other_times,
    page_places,
    prose,
    rules,
    stale_content,
    wording,
    writing,
)
from reportgen.check.abbreviations import unexplained_abbreviations
from reportgen.check.calendar_days import days_that_exist
from reportgen.check.checked import Checked, CheckedFigures, FigureRule, Rule
from reportgen.check.figures import Figures, check_figures
from reportgen.check.former import typed_years
from reportgen.check.page_totals import totals_in_pages
from reportgen.check.people import people_named
from reportgen.check.personal_data import personal_data
from reportgen.check.totals import check_totals
from reportgen.check.trend import Former, last_year
from reportgen.check.trial import Trial
from reportgen.check.typed_figures import typed_figures
from reportgen.check.waivers import apply_waivers
from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Outcome, in_reading_order
from reportgen.core.names import Period, ReportKey
from reportgen.read.cells import CellName, find_cell
from reportgen.read.digest import Digests
from reportgen.read.edition import Edition
from reportgen.read.edition_shapes import RowShape
from reportgen.read.located_yaml import find_place
from reportgen.read.pages import Page
from reportgen.read.settings import Area, Settings
from reportgen.read.shapes import YearShape
from reportgen.read.source import FiguresFile, ReportSource, former_year_left_out

# What is told of each figures file by itself, that of an earlier year too, once its cells and totals were checked.
FIGURE_RULES: tuple[FigureRule, ...] = (*rules.ARITHMETIC, rules.revisions, left_out.left_out_rows)

# What is told of a report. A rule is a function of this shape, named here.
RULES: tuple[Rule, ...] = (
    disclosure.figures_given_away,
    disclosure.small_counts,
    rules.changes,
    rules.remarks,
    origin.unchanged_figures,
    named_edition.fits_its_edition,
    origin.other_area,
    origin.other_area_in_pages,
    page_places.pages_asked_for,
    writing.details_asked_for,
    writing.placeholders,
    other_times.other_years,
    writing.dates_of_the_year,
    wording.wording_of_the_year,
    writing.figures_named_in_pages,
    writing.tables_without_caption,
    personal_data,
    people_named,
    *map(prose.in_pages, prose.WORD_RULES),
    unexplained_abbreviations,
    other_times.dates_of_last_year,
    days_that_exist,
    totals_in_pages,
    stale_content.unchanged_paragraphs,
    typed_figures,
    writing.population_named,
)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything true about one area in one year.

    Shape: `pages` are those with a fixed place, by name; `local_pages` the others in order; `former` newest first;
    `revisions` says why a figure was revised; `remarks` are sentences of reason by table.row.column or table; `left_out` says why a row, by table.row, is not published; `source` where the figures come from; `file_date` is the date in the
    properties of what is made, otherwise the day of publication; `digests` of every file that it is made of.
    """

    key: ReportKey
    period: Period
    area: Area
    settings: Settings
    year: YearShape
    edition: Edition
    is_draft: bool
    details: dict[str, str]
    figures: Figures
    revisions: dict[CellName, str]
    remarks: dict[str, str]
    pages: dict[str, Page]
    local_pages: tuple[Page, ...]
    former: tuple[Former, ...]
    source: str
    file_date: date
    left_out: dict[str, str] = field(default_factory=dict)
    digests: Digests = field(default_factory=dict)

    def rows(self, table: str) -> dict[str, RowShape]:
        """The rows of a table that the area published."""
        rows = self.edition.table(table).rows
        return {key: row for key, row in rows.items() if f"{table}.{key}" not in self.left_out}


def check_report(source: ReportSource, so_far: tuple[Diagnostic, ...] = ()) -> Outcome[Report]:
    """The report, if nothing that was written for it is an error; all diagnostics in any case.

    Shape: `so_far` is what was told while the source was read, which may be waived too.
    Errors: those of `check_figures`, `check_totals`, of every rule and of waivers.
    """
    report, diagnostics = sketch_report(source, so_far)
    return Outcome(None if any(diagnostic.is_error for diagnostic in diagnostics) else report, diagnostics)


def sketch_report(source: ReportSource, so_far: tuple[Diagnostic, ...] = ()) -> tuple[Report, tuple[Diagnostic, ...]]:
    """The report as far as it is written, with all that is wrong with it; to be looked at, and never published.

    Shape: `figures` and `pages` lack what is missing or could not be read; `so_far` as in `check_report`.
    Errors: those of `check_report`.
    """
    own, faults = check_figures_file(source.figures)
    found = [*so_far, *faults]
    is_right = not any(fault.is_error for fault in faults)
    former = _former(source, found.append)
    checked = Checked(source, own.figures, last_year(former, source.key.year), own.doubtful, is_right)
    for rule in RULES:
        found.extend(islice(rule(checked), MOST_TOLD))
    diagnostics = in_reading_order(apply_waivers(source, found))
    report = Report(
        source.key,
        source.figures.period,
        source.area,
        source.workspace.settings,
        source.year,
        source.edition,
        source.figures.shape.status == "draft",
        dict(source.figures.shape.details),
        own.figures,
        _revisions(source.figures),
        rules.remarks_by_name(source.figures),
        source.pages,
        page_places.own_pages(source),
        former,
        source.figures.shape.source,
        source.workspace.file_date or source.year.published,
        source.figures.shape.left_out,
        source.digests,
    )
    return report, diagnostics


@lru_cache(maxsize=16)
def check_figures_file(source: FiguresFile) -> tuple[CheckedFigures, tuple[Diagnostic, ...]]:
    """One figures file, checked by itself: cells, totals, bounds, rates, revisions; and what is wrong with it.

    Why: once, since the reports of later years look at it too.
    """
    found: list[Diagnostic] = []
    figures = check_figures(source, found.append)
    holds = Trial(source, figures).holds
    tables = source.edition.shape.tables.items()
    totals = [one for name, shape in tables for one in check_totals(figures, name, shape, holds)]
    found.extend(diagnostic for diagnostic, _ in totals)
    doubtful = frozenset(repair.cell for _, repair in totals if repair is not None)
    checked = CheckedFigures(source, figures, doubtful, holds)
    for rule in FIGURE_RULES:
        found.extend(islice(rule(checked), MOST_TOLD))
    return checked, in_reading_order(found)


def _revisions(source: FiguresFile) -> dict[CellName, str]:
    found = ((find_cell(source.edition.shape, name), words) for name, words in source.shape.revisions.items())
    return {name: words for name, words in found if name}


def _former(source: ReportSource, emit: Emit) -> tuple[Former, ...]:
    """The earlier years whose figures are right, and those typed for years without a report; newest first.

    Why: nothing is compared with figures that are wrong. What was typed once holds for the reports of later years too.
    Errors: former-year-unreadable, former-year-twice, and those of `typed_years` in the report's own file.
    """
    former = {}
    for earlier in source.former:
        checked, faults = check_figures_file(earlier)
        wrong = [fault for fault in faults if fault.is_error]
        if wrong:
            emit(former_year_left_out(source.workspace, wrong[0].place, replace(source.key, year=earlier.year)))
        else:
            former[earlier.year] = Former(earlier.year, earlier.period, checked.figures)
    reported = {earlier.year: earlier.file.path for earlier in source.former}
    for typed in typed_years(source.figures, emit):
        if typed.year in reported:
            place = find_place(source.figures.tree, "former", str(typed.year))
            message = f"the figures of {typed.period.label} stand in {reported[typed.year]} too, and those count"
            emit(Diagnostic("former-year-twice", place, message, "take these away"))
        former.setdefault(typed.year, typed)
    for earlier in source.former:
        for typed in typed_years(earlier, lambda _: None):
            if typed.year not in reported:
                former.setdefault(typed.year, typed)
    return tuple(former[year] for year in sorted(former, reverse=True))
