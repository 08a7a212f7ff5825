"""Where the bars of a chart stand.

Comes in: a chart. Goes out: its bars with their places, for a theme to draw.
"""

from dataclasses import dataclass

from reportgen.core import messages
from reportgen.tree.nodes import Chart

# In pixels of the screen; a printed pixel is three quarters of a point. The text of a chart is 16 pixels high.
# A letter is as wide as a bold digit of the widest usual typeface, with some of the room that a reader may set between
# letters (WCAG 2.2, 1.4.12); the space after the words holds the rest.
_LETTER, _SPACE, _BAR, _ROW, _HEAD, _GAP = 12, 8, 14, 20, 23, 10
# The room for a chart on the smallest phone, in which its longest bar and number must fit.
_NARROWEST = 280


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of one series.

    Shape: `text` is the figure as printed, or why there is none; `is_gap` where no bar is drawn.
    Units: `y` in pixels from the upper edge; `percent` of the width of the chart.
    """

    year: str
    text: str
    is_gap: bool
    is_latest: bool
    y: int
    percent: float


@dataclass(frozen=True, slots=True)
class BarGroup:
    """The bars of one series. Units: `y` of its label, in pixels."""

    label: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class ChartDrawing:
    """The bars of a chart. Units: `left` is where bars begin, `height` how high all is, and `bar_height`, in pixels."""

    groups: tuple[BarGroup, ...]
    left: int
    height: int
    bar_height: int = _BAR


def draw_chart(chart: Chart) -> ChartDrawing:
    """The drawing of a chart. Why: bars begin at nought and share one scale."""
    points = [point for series in chart.series for point in series.points]
    largest = max((point.value for point in points if point.value is not None), default=0) or 1
    longest = max((len(point.words) for point in points if point.words != messages.NOT_SHOWN), default=0)
    left = _LETTER * max(len(point.year) for point in points) + _SPACE
    room = 100 * (_NARROWEST - left - _SPACE - _LETTER * longest) / _NARROWEST
    groups, y = [], 0
    for series in chart.series:
        last = len(series.points) - 1
        bars = tuple(
            Bar(
                point.year,
                point.words,
                point.value is None,
                position == last,
                y + _HEAD + position * _ROW,
                round(room * (point.value or 0) / largest, 2),
            )
            for position, point in enumerate(series.points)
        )
        groups.append(BarGroup(series.label, y, bars))
        y += _HEAD + len(series.points) * _ROW + _GAP
    return ChartDrawing(tuple(groups), left, y - _GAP)
