"""Where things are: a finding in the page, a figure in the file.

Comes in: a diagnostic, a figure, and the report they are of. Goes out: the spot to show, and what is known of the figure.
"""

import re
from dataclasses import dataclass
from enum import Enum

from reportgen.check.figures import FigureCell
from reportgen.check.report import Report
from reportgen.check.trend import former_figure, last_year
from reportgen.commands.todo import TO_FILL_IN
from reportgen.core.catalogue import Severity
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.read.anchors import page_anchor, table_anchor
from reportgen.read.cells import CellName, cell_label
from reportgen.read.located_yaml import Mapping as Tree
from reportgen.read.source import ReportSource

_SIGNS = re.compile(r"\{\{.*?\}\}|\]\([^)]*\)|https?://\S+|[*_`\[\](){}|#>!<~]+|^\s*(?:[-+]|\d+[.)])\s|^[a-z]+:\s")
_PLAIN = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\xa0": " "})


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the page of the report.

    Shape: a part of the report by its `anchor`; in it a `figure` by its name, or the paragraph that holds `words`, which are
    without curly marks, as the page's script compares them.
    """

    anchor: str
    figure: str = ""
    words: str = ""


class Kind(Enum):
    """What a finding asks of somebody, the most pressing first; the value is how a list of such is headed."""

    FILL_IN = "To fill in"
    PUT_RIGHT = "To put right"
    LOOK_AGAIN = "To look at again"
    KNOW = "To know"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is missing or wrong, with the figure that it is about, if any, and the spot in the page that shows it."""

    diagnostic: Diagnostic
    figure: CellName | None = None
    spot: Spot | None = None

    @property
    def kind(self) -> Kind:
        """What it asks for."""
        if self.diagnostic.is_error:
            return Kind.FILL_IN if self.diagnostic.slug in TO_FILL_IN else Kind.PUT_RIGHT
        return Kind.LOOK_AGAIN if self.diagnostic.severity is Severity.WARNING else Kind.KNOW


@dataclass(frozen=True, slots=True)
class KnownFigure:
    """What is known of one figure, and what it was last year.

    Shape: `table` is its caption; `year_before` is empty where the workspace has no last year, and `former` is None where last
    year has no such figure.
    """

    name: CellName
    table: str
    label: str
    cell: FigureCell
    year_before: str
    former: FigureCell | None

    @property
    def change(self) -> str:
        """How it differs from last year's, in words, where both are known."""
        if self.cell.value is None or self.former is None or self.former.value is None:
            return ""
        difference = self.cell.value - self.former.value
        return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'}" if difference else "the same"


def figure_of(diagnostic: Diagnostic, report: Report) -> CellName | None:
    """The figure that a diagnostic is about.

    Why: figures that are not there share the place of what should hold them, so that the message has to say which is meant.
    """
    there = [name for name, cell in report.figures.items() if is_at(cell.place, diagnostic.place)]
    named = {
        name: sum(f"“{part}”" in diagnostic.message for part in (name.table, name.row, name.column)) for name in there
    }
    return max(named, key=lambda name: named[name], default=None)


def is_at(one: Place, other: Place) -> bool:
    """Whether two places are the same."""
    return (one.file.path, one.line, one.column) == (other.file.path, other.line, other.column)


def spot_of(diagnostic: Diagnostic, source: ReportSource, report: Report) -> Spot | None:
    """Where the page shows what a diagnostic is about, if it does."""
    place = diagnostic.place
    if place.file.path == source.figures.file.path:
        return _spot_of_figures(diagnostic, source, report)
    for page in report.pages.values():
        if place.file.path == page.file.path:
            return Spot(page_anchor(page.name), words=_words(place))
    for section in source.edition.sections.values():
        if place.file.path == section.file.path:
            return Spot(section.name, words=_words(place))
    return None


def _spot_of_figures(diagnostic: Diagnostic, source: ReportSource, report: Report) -> Spot | None:
    """A figure, or else a figure of the same line, or else the table that the line belongs to."""
    line = diagnostic.place.line
    near = (name for name, cell in report.figures.items() if cell.place.line == line)
    name = figure_of(diagnostic, report) or next(near, None)
    if name:
        return Spot(table_anchor(name.table), figure=str(name))
    tables = source.figures.tree.get("tables")
    begun = [key.text for key, _ in tables.entries if key.place.line <= line] if isinstance(tables, Tree) else []
    known = [table for table in begun if table in source.edition.shape.tables]
    return Spot(table_anchor(known[-1])) if known else None


def _words(place: Place) -> str:
    """The run of plain words at a place, as the page shows them: up to the next sign of Markdown."""
    line = place.source_line or ""
    ends = [0, *(end for match in _SIGNS.finditer(line) for end in match.span()), len(line)]
    runs = [(start, line[start:end].strip()) for start, end in zip(ends[::2], ends[1::2], strict=True)]
    before = [run for start, run in runs if start < max(1, place.column) and run]
    run = before[-1] if before else next((run for _, run in runs if run), "")
    return " ".join(run.translate(_PLAIN).split())


def known_of(source: ReportSource, report: Report, captions: dict[str, str]) -> tuple[KnownFigure, ...]:
    """What is known of every figure of a report. Shape: `captions` of the tables by name."""
    earlier = last_year(report.former, report.key.year)
    year_before, before = (earlier.period.label, earlier.figures) if earlier else ("", {})
    return tuple(
        KnownFigure(
            name,
            captions[name.table],
            cell_label(report.edition.table(name.table), name),
            cell,
            year_before,
            former_figure(before, name, source.edition),
        )
        for name, cell in report.figures.items()
    )


def text_of(cell: FigureCell) -> str:
    """A figure with its flag, as it is told."""
    return cell.printed.replace("\xa0", " ")
