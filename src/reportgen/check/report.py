"""Whether a report is right, and what is then true about one area in one year.

Comes in: all that people wrote. Goes out: a Report, or the diagnostics that stand in its way.
"""

from collections.abc import Iterator
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
from reportgen.check.figures import Figures, check_figures
from reportgen.check.former import typed_years
from reportgen.check.people import people_named
from reportgen.check.personal_data import personal_data
from reportgen.check.totals import Repair, check_totals
from reportgen.check.trend import Former, last_year
from reportgen.check.trial import Trial
from reportgen.check.typed_figures import typed_figures
from reportgen.check.waivers import apply_waivers
from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Outcome, in_reading_order
from reportgen.core.names import Period, ReportKey
from reportgen.read.cells import CellName, find_cell
from reportgen.read.edition import Edition
from reportgen.read.located_yaml import Mapping, Scalar, find_place
from reportgen.read.pages import Page
from reportgen.read.shapes import AreaShape, RowShape, WorkspaceShape, YearShape
from reportgen.read.source import FiguresFile, ReportSource, former_year_left_out


@dataclass(frozen=True, slots=True)
class Report:
    """Everything true about one area in one year.

    Shape: `pages` are those with a fixed place, by name; `local_pages` the others in order; `former` newest first;
    `revisions` says why a figure was revised; `remarks` are sentences of reason by table.row.column or table; `left_out` says why a row, by table.row, is not published; `source` where the figures come from; `file_date` is the date in the
    properties of what is made, otherwise the day of publication.
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
    remarks: dict[str, str]
    pages: dict[str, Page]
    local_pages: tuple[Page, ...]
    former: tuple[Former, ...]
    source: str
    file_date: date
    left_out: dict[str, str] = field(default_factory=dict)

    def rows(self, table: str) -> dict[str, RowShape]:
        """The rows of a table that the area published."""
        rows = self.edition.table(table).rows
        return {key: row for key, row in rows.items() if f"{table}.{key}" not in self.left_out}


def check_report(source: ReportSource, said: tuple[Diagnostic, ...] = ()) -> Outcome[Report]:
    """The report, if nothing that was written for it is an error; all diagnostics in any case.

    Shape: `said` is what was told while the source was read, which may be waived too.
    Errors: those of `check_figures`, `check_totals`, of every rule and of waivers.
    """
    report, diagnostics = sketch_report(source, said)
    return Outcome(None if any(diagnostic.is_error for diagnostic in diagnostics) else report, diagnostics)


def sketch_report(source: ReportSource, said: tuple[Diagnostic, ...] = ()) -> tuple[Report, tuple[Diagnostic, ...]]:
    """The report as far as it is written, with all that is wrong with it; to be looked at, and never published.

    Shape: `figures` and `pages` lack what is missing or could not be read; `said` as in `check_report`.
    Errors: those of `check_report`.
    """
    checked = _checked(source.figures)
    found, figures, doubtful = [*said, *checked.diagnostics], checked.figures, checked.doubtful
    is_right = not any(diagnostic.is_error for diagnostic in checked.diagnostics)
    found.extend(disclosure.figures_given_away(source.figures, figures, is_right=is_right))
    found.extend(disclosure.small_counts(source.figures, figures))
    former = _former(source, found.append)
    before = last_year(former, source.key.year)
    found.extend(rules.changes(source.figures, figures, before, doubtful))
    found.extend(rules.remarks(source.figures))
    found.extend(origin.unchanged_figures(source, figures, before))
    for rule in (
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
        left_out.left_out_in_pages,
        personal_data,
        people_named,
        prose.outdated_words,
        prose.misspelt_terms,
        unexplained_abbreviations,
        prose.long_sentences,
        prose.link_texts,
        other_times.dates_of_last_year,
        stale_content.unchanged_paragraphs,
    ):
        found.extend(islice(rule(source), MOST_TOLD))
    found.extend(islice(typed_figures(source, figures, before), MOST_TOLD))
    found.extend(writing.population_named(source, figures))
    diagnostics = in_reading_order(apply_waivers(source, found))
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
        rules.remarks_by_name(source.figures),
        source.pages,
        page_places.own_pages(source),
        former,
        source.figures.shape.source,
        source.file_date or source.year.published,
        source.figures.shape.left_out,
    )
    return report, diagnostics


def check_figures_file(source: FiguresFile, emit: Emit) -> Figures:
    """The figures of one file, checked by themselves: cells, totals, bounds, rates, revisions."""
    checked = _checked(source)
    for diagnostic in checked.diagnostics:
        emit(diagnostic)
    return checked.figures


@dataclass(frozen=True, slots=True)
class _Checked:
    """The figures of one file, what is wrong with them, and the cells that a wrong total points to."""

    figures: Figures
    diagnostics: tuple[Diagnostic, ...]
    doubtful: frozenset[CellName]


@lru_cache(maxsize=64)
def _checked(source: FiguresFile) -> _Checked:
    """One figures file, checked by itself. Why: once, since the reports of later years look at it too."""
    found: list[Diagnostic] = []
    figures = check_figures(source, found.append)
    trial = Trial(source, figures)
    totals = _totals(source, figures, trial)
    found.extend(_arithmetic(source, figures, totals, trial))
    found.extend(islice(rules.revisions(source, figures), MOST_TOLD))
    found.extend(islice(left_out.left_out_rows(source, figures), MOST_TOLD))
    return _Checked(figures, tuple(found), _doubtful(totals))


def arithmetic(source: FiguresFile, figures: Figures) -> Iterator[Diagnostic]:
    """All that figures alone can have wrong: totals, cells that apply, bounds, the rate.

    Errors: those of `check_totals` and of the rules for figures.
    """
    trial = Trial(source, figures)
    return _arithmetic(source, figures, _totals(source, figures, trial), trial)


_Totals = dict[str, tuple[tuple[Diagnostic, Repair | None], ...]]


def _totals(source: FiguresFile, figures: Figures, trial: Trial) -> _Totals:
    """By table, the totals that do not hold."""
    tables = source.edition.shape.tables.items()
    return {name: tuple(check_totals(figures, name, shape, trial.holds)) for name, shape in tables}


def _arithmetic(source: FiguresFile, figures: Figures, totals: _Totals, trial: Trial) -> Iterator[Diagnostic]:
    tables = source.edition.shape.tables
    doubtful = _doubtful(totals)
    for name, shape in tables.items():
        yield from (diagnostic for diagnostic, _ in totals[name])
        yield from rules.not_applicable_cells(figures, name, shape, trial.holds)
        yield from rules.bounds_between_tables(figures, name, tables, doubtful)
        yield from rules.bounds_between_rows(figures, name, shape)
        yield from rules.rates(source, figures, name, shape, doubtful)


def _doubtful(totals: _Totals) -> frozenset[CellName]:
    """The cells that a wrong total points to."""
    return frozenset(repair.cell for found in totals.values() for _, repair in found if repair is not None)


def _revisions(source: FiguresFile) -> dict[CellName, str]:
    notes = source.tree.get("revisions")
    said: dict[CellName, str] = {}
    for key, value in notes.entries if isinstance(notes, Mapping) else ():
        named = find_cell(source.edition.shape, key.text)
        if named and isinstance(value, Scalar):
            said[named] = value.text
    return said


def _former(source: ReportSource, emit: Emit) -> tuple[Former, ...]:
    """The earlier years whose figures are right, and those typed for years without a report; newest first.

    Why: nothing is compared with figures that are wrong. What was typed once holds for the reports of later years too.
    Errors: former-year-unreadable, former-year-twice, and those of `typed_years` in the report's own file.
    """
    former = {}
    for earlier in source.former:
        checked = _checked(earlier)
        wrong = [fault for fault in checked.diagnostics if fault.is_error]
        if wrong:
            emit(former_year_left_out(wrong[0].place, replace(source.key, year=earlier.year)))
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
