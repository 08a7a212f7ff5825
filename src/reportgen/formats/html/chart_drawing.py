"""How a chart is drawn: a panel for each series, with its own scale and the years across.

Comes in: a chart. Goes out: panels of lines, bars and labels with their places, for a theme, for Word, or for whoever draws.
"""

import textwrap
from dataclasses import dataclass
from math import ceil

from reportgen.core import messages
from reportgen.tree.nodes import Chart, Point, Series

# In pixels of the screen, of which a printed one is three quarters of a point; so labels are 10 points high in print.
TEXT_SIZE, TITLE_SIZE = 13.33, 14.67
_LETTER, _BOLD_LETTER = 6.8, 7.2
_TITLE_LINE, _TEXT_LINE = 18, 15
_PLOT, _BAR = 74, 23
# The widths of panels of which 3, 2 or 1 stand beside each other in a text of 166 millimetres.
WIDTHS = {3: 197, 2: 302, 1: 627}
_STEPS = (1, 2, 2.5, 4, 5, 8, 10)


@dataclass(frozen=True, slots=True)
class ScaleLine:
    """A line at nought, which `is_axis` where there is a scale. Shape: `is_dashed` where a year is not shown."""

    x1: float
    x2: float
    y: float
    is_axis: bool
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One year. Units: `x` and `y` of its upper left corner."""

    x: float
    y: float
    width: float
    height: float
    is_latest: bool


@dataclass(frozen=True, slots=True)
class ChartLabel:
    """Words. Shape: `role` is title, scale, figure, gap or year. Units: `y` of the line that letters stand on."""

    role: str
    words: str
    x: float
    y: float
    anchor: str = "middle"
    is_bold: bool = False


@dataclass(frozen=True, slots=True)
class ChartPanel:
    """The drawing of one series. Shape: `alt` tells it in words."""

    name: str
    alt: str
    width: int
    height: int
    lines: tuple[ScaleLine, ...]
    bars: tuple[Bar, ...]
    labels: tuple[ChartLabel, ...]


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """The panels of a chart, of one size. Units: `beside` each other on a printed page, 3, 2 or 1."""

    panels: tuple[ChartPanel, ...]
    beside: int


def draw_chart(chart: Chart) -> ChartDrawing:
    """The drawing of a chart.

    Why: each series has a scale of its own that begins at nought, since a small one could not be seen on that of a large one.
    """
    beside = 2 if len(chart.series) < 3 else 3
    while beside > 1 and any(_needed(one) > WIDTHS[beside] for one in chart.series):
        beside -= 1
    width = WIDTHS[beside]
    titles = [textwrap.wrap(one.label, int(width / _BOLD_LETTER)) or [""] for one in chart.series]
    head = max(map(len, titles), default=1) * _TITLE_LINE
    alts = chart.alts or tuple(f"{one.label}." for one in chart.series)
    return ChartDrawing(
        tuple(_panel(one, title, alt, width, head) for one, title, alt in zip(chart.series, titles, alts, strict=True)),
        beside,
    )


def scale_end(largest: int) -> int:
    """The number at the upper end of a scale: round, and not below the largest figure; at least 1."""
    if largest <= 1:
        return 1
    power = 10 ** (len(str(largest)) - 1)
    return next(int(step * power) for step in _STEPS if step * power >= largest and step * power == int(step * power))


def sparkline(points: tuple[Point, ...]) -> ChartPanel:
    """A figure over the years without a scale, 30 by 8 millimetres. Shape: `alt` tells each year."""
    width, height = 113, 30
    largest = max((point.value or 0 for point in points), default=0) or 1
    slot = width / max(1, len(points))
    bars, lines = [], []
    for position, point in enumerate(points):
        left = position * slot
        if point.value is None:
            lines.append(ScaleLine(left, left + slot * 0.7, height - 0.5, is_axis=False, is_dashed=True))
            continue
        tall = max(1.0, round((height - 2) * point.value / largest, 2))
        bars.append(Bar(round(left, 2), height - tall, round(slot * 0.7, 2), tall, position == len(points) - 1))
    alt = "; ".join(f"{point.year}: {point.words}" for point in points)
    return ChartPanel("", alt, width, height, tuple(lines), tuple(bars), ())


def _gutter(series: Series) -> float:
    """The room for the numbers of the scale."""
    return len(f"{scale_end(_largest(series)):,}") * _LETTER + 6


def _needed(series: Series) -> float:
    """The least width in which no two labels meet."""
    longest = max((len(line) for point in series.points for line in _figure_lines(point)), default=1)
    years = max((len(line) for point in series.points for line in _year_lines(point.year)), default=1)
    return _gutter(series) + len(series.points) * (max(longest, years) * _BOLD_LETTER + 3)


def _panel(series: Series, title: list[str], alt: str, width: int, head: int) -> ChartPanel:
    """One series. Units: `head` is the room for the titles of all panels."""
    left = _gutter(series)
    slot = (width - left) / max(1, len(series.points))
    most_lines = max((len(_figure_lines(point)) for point in series.points if point.value is not None), default=1)
    top = head + most_lines * _TEXT_LINE + 4
    base = top + _PLOT
    end = scale_end(_largest(series))
    labels = [
        ChartLabel("title", words, 0, (number + 1) * _TITLE_LINE - 4, "start", is_bold=True)
        for number, words in enumerate(title)
    ]
    labels += [
        # Without a mark beside it, which would stand as a minus between it and the first figure.
        ChartLabel("scale", f"{end:,}", left - 8, top + 4.5, "end"),
        ChartLabel("scale", "0", left - 8, base + 4.5, "end"),
    ]
    lines, bars = [], []
    last = len(series.points) - 1
    for position, point in enumerate(series.points):
        middle = round(left + (position + 0.5) * slot, 2)
        edges = round(left + position * slot, 2), round(left + (position + 1) * slot, 2)
        lines.append(ScaleLine(*edges, base, is_axis=True, is_dashed=point.value is None))
        tall = round(_PLOT * (point.value or 0) / end, 2)
        if point.value is not None:
            bars.append(Bar(round(middle - _BAR / 2, 2), round(base - tall, 2), _BAR, tall, position == last))
        figure = _figure_lines(point)
        role = "gap" if point.value is None else "figure"
        labels += [
            ChartLabel(
                role,
                words,
                middle,
                round(base - tall - 5 - (len(figure) - 1 - number) * _TEXT_LINE, 2),
                is_bold=position == last,
            )
            for number, words in enumerate(figure)
        ]
        labels += [
            ChartLabel("year", words, middle, base + (number + 1) * _TEXT_LINE, is_bold=position == last)
            for number, words in enumerate(_year_lines(point.year))
        ]
    rows = max((len(_year_lines(point.year)) for point in series.points), default=1)
    height = ceil(base + rows * _TEXT_LINE + 6)
    return ChartPanel(series.label, alt, width, height, tuple(lines), tuple(bars), tuple(labels))


def _largest(series: Series) -> int:
    return max((point.value for point in series.points if point.value is not None), default=0)


def _figure_lines(point: Point) -> list[str]:
    """The figure, or why there is none, with its flag on a line of its own."""
    return point.words.removesuffix(" here").split() if point.words == messages.NOT_SHOWN else point.words.split()


def _year_lines(year: str) -> list[str]:
    """A year on one line: 2024, or 2024/25 on two, so that columns can stand close."""
    first, slash, rest = year.partition("/")
    return [f"{first}{slash}", rest] if slash else [first]
