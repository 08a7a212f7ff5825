"""Charts of figures over the years as nodes.

Comes in: a report and the name of a chart. Goes out: its series, the same figures as a table, and what it shows in words.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from reportgen.check.figures import FLAGS, PENDING, SHORTHAND, FigureCell
from reportgen.check.report import Report
from reportgen.check.trend import Former, former_figure
from reportgen.core import messages
from reportgen.core.names import Period
from reportgen.core.wording import listed, opened
from reportgen.document.changes import meanings
from reportgen.document.tables import figure_of
from reportgen.read.anchors import chart_anchor
from reportgen.read.cells import CellName
from reportgen.tree import nodes

# As far back as a chart goes that does not say how far.
_MOST_YEARS = 5


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """One series before it is drawn. Shape: a cell for each year by its label, None where the year has no figures."""

    label: str
    cells: dict[str, FigureCell | None]


def chart_node(report: Report, name: str, measure: str, counted: str) -> nodes.Chart:
    """A chart of the edition with the figures of the report and of the years before it.

    Why: a year without figures keeps its place, so that nobody takes two years for one.
    Shape: `measure` and `counted` are already filled in.
    """
    shape = report.edition.shape.charts[name]
    names = [figure_of(report, series.figure)[0] for series in shape.series]
    is_snapshot = report.edition.table(names[0].table).time == "snapshot"
    years = {_label(year.period, is_snapshot): year for year in _years(report, shape.years)}
    lines = [
        ChartSeries(
            series.label, {label: former_figure(year.figures, cell, report.edition) for label, year in years.items()}
        )
        for series, cell in zip(shape.series, names, strict=True)
    ]
    title = finding(counted, lines)
    caption = (nodes.Text(title or opened(measure)),)
    heads = (
        nodes.Cell((nodes.Text(shape.row_header),)),
        *(nodes.Cell((nodes.Text(year),), "right") for year in years),
    )
    # Where figures of years without a report come from.
    sources = (
        f"Source of the figures for {label}: {year.source.removesuffix('.')}."
        for label, year in years.items()
        if year.source
    )
    return nodes.Chart(
        name,
        chart_anchor(name),
        opened(measure) if title else "",
        alt_text(lines),
        tuple(nodes.Series(line.label, tuple(map(_point, line.cells, line.cells.values()))) for line in lines),
        nodes.Table("", caption, (), heads, tuple(map(_row, lines, names))),
        (*_key(lines), *sources),
        tuple(alt_text([line]) for line in lines),
    )


def figure_over_years(report: Report, name: CellName) -> tuple[nodes.Point, ...]:
    """One figure over the years, oldest first."""
    is_snapshot = report.edition.table(name.table).time == "snapshot"
    return tuple(
        _point(_label(year.period, is_snapshot), former_figure(year.figures, name, report.edition))
        for year in _years(report, _MOST_YEARS)
    )


def finding(counted: str, lines: list[ChartSeries]) -> str:
    """What a chart shows of all its series, as its title.

    Shape: “More people in Category 1 and Category 3 than in 2024; fewer people in Category 2” where `counted`, which is
    what the first series counts, ends with its label; else “Category 1 up on 2024; Category 2 down”. Empty where one of the
    series cannot be compared, or is compared with another year.
    """
    compared = [_last_two(line) for line in lines]
    before = {one[0] for one in compared if one}
    if None in compared or len(before) != 1:
        return ""
    ways: dict[int, list[str]] = {}
    for line, one in zip(lines, compared, strict=True):
        if one:
            ways.setdefault((one[2] > one[1]) - (one[2] < one[1]), []).append(line.label)
    (year,) = before
    first = lines[0].label
    if len(lines) == 1:
        return opened(_more(next(iter(ways)), counted, year))
    if counted.endswith(first):
        stem = counted.removesuffix(first)
        clauses = [
            _more(way, stem + listed(labels), "" if number else year)
            for number, (way, labels) in enumerate(ways.items())
        ]
    else:
        clauses = [
            f"{listed(labels)} {_WAYS[way]}" + ("" if number else f" on {year}")
            for number, (way, labels) in enumerate(ways.items())
        ]
    return opened("; ".join(clauses))


_WAYS = {1: "up", -1: "down", 0: "unchanged"}


def _more(way: int, what: str, year: str) -> str:
    """More or fewer of something than in a year, or as many."""
    words = {1: "more", -1: "fewer", 0: "as many"}[way]
    return f"{words} {what}" + (f" {'than' if way else 'as'} in {year}" if year else "")


def _last_two(line: ChartSeries) -> tuple[str, int, int] | None:
    """The last year before the report's own that has a figure, that figure, and the report's own; None without either."""
    known = _known(line)
    if len(known) < 2 or known[-1][0] != list(line.cells)[-1]:
        return None
    return (*known[-2], known[-1][1])


def alt_text(lines: list[ChartSeries]) -> str:
    """What a chart shows, for those who do not see it: where each series began, turned and ended."""
    told = "; ".join(map(_series_in_words, lines))
    gaps = _gaps(lines)
    return f"Bar chart. {told}." + (f" {_not_shown(gaps)}" if gaps else "")


def _gaps(lines: list[ChartSeries]) -> list[str]:
    """The years in which no series has a figure."""
    return [year for year in lines[0].cells if all(line.cells[year] is None for line in lines)]


def _years(report: Report, most: int) -> tuple[Former, ...]:
    """Every year from the first that has figures to the report's own, oldest first; those without figures too."""
    first_possible = report.key.year - most + 1
    former = {one.year: one for one in report.former if one.year >= first_possible}
    before = range(min(former, default=report.key.year), report.key.year)
    earlier = (former.get(year) or Former(year, report.edition.period(year), {}) for year in before)
    return (*earlier, Former(report.key.year, report.period, report.figures))


def _label(period: Period, is_snapshot: bool) -> str:
    """What a year is called: a snapshot by the year of its day, a figure over the year by the year's name."""
    return str(period.end.year) if is_snapshot else period.label


def _point(year: str, cell: FigureCell | None) -> nodes.Point:
    return nodes.Point(year, cell.value if cell else None, cell.printed if cell else messages.NOT_SHOWN)


def _row(line: ChartSeries, name: CellName) -> nodes.Row:
    """A series as a row, in which the report's own figure has its name."""
    words = [cell.printed if cell else "[x]" for cell in line.cells.values()]
    former = [nodes.Cell((nodes.Text(one),), "right", one.startswith("[")) for one in words[:-1]]
    own = nodes.Cell((nodes.FigureReference(str(name), words[-1]),), "right", words[-1].startswith("["))
    return nodes.Row(nodes.Cell((nodes.Text(line.label),)), (*former, own))


def _known(line: ChartSeries) -> list[tuple[str, int]]:
    return [(year, cell.value) for year, cell in line.cells.items() if cell is not None and cell.value is not None]


def _series_in_words(line: ChartSeries) -> str:
    """One series in words: “Category 1 rose from 6,700 in 2022 to 7,400 in 2025”."""
    known = _known(line)
    words = line.label
    if not known:
        is_held_back = any(cell is not None and cell.shorthand == "c" for cell in line.cells.values())
        words += " is held back" if is_held_back else " is not shown here"
    elif len(known) == 1:
        words += f" was {known[0][1]:,} in {known[0][0]}"
    else:
        words += " " + ", then ".join(_moves(known))
    held_back = [
        f"{year} is {SHORTHAND[_letter(cell)]}" for year, cell in line.cells.items() if cell and cell.value is None
    ]
    return f"{words} ({listed(held_back)})" if held_back else words


def _moves(known: list[tuple[str, int]]) -> Iterator[str]:
    """Each run of years that goes one way. Shape: the first says where it began, all say where they ended."""
    runs: list[tuple[int, tuple[str, int]]] = []
    for (_, before), (year, now) in pairwise(known):
        way = (now > before) - (now < before)
        if runs and runs[-1][0] == way:
            runs.pop()
        runs.append((way, (year, now)))
    first_year, first = known[0]
    for position, (way, (year, value)) in enumerate(runs):
        start = f" from {first:,} in {first_year}" if position == 0 else ""
        if way == 0:
            yield f"stayed at {value:,}" + (f" from {first_year} to {year}" if position == 0 else f" until {year}")
        else:
            yield f"{'rose' if way > 0 else 'fell'}{start} to {value:,} in {year}"


def _key(lines: list[ChartSeries]) -> Iterator[str]:
    """What is printed in brackets in the chart's table, each once."""
    gaps = _gaps(lines)
    if gaps:
        yield f"[x] means not available: {_not_shown(gaps).removesuffix('.')}."
    cells = [cell for line in lines for cell in line.cells.values() if cell and not cell.is_gap]
    yield from meanings(SHORTHAND, {_letter(cell) for cell in cells if cell.value is None} - {"x" if gaps else ""})
    yield from meanings(FLAGS, {cell.flag for cell in cells})


def _not_shown(gaps: list[str]) -> str:
    return messages.not_shown(listed(gaps), is_one=len(gaps) == 1)


def _letter(cell: FigureCell) -> str:
    return "x" if cell.shorthand == PENDING else cell.shorthand
