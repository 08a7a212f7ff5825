"""Figures over the years: what changed since last year, in words.

Comes in: the figures of two years. Goes out: sentences such as “112 more than 2024”.
"""

from dataclasses import dataclass

from reportgen.check.figures import Figures
from reportgen.read.cells import CellName
from reportgen.read.shapes import TableShape
from reportgen.read.source import FiguresFile


@dataclass(frozen=True, slots=True)
class Former:
    """The checked figures of an earlier year."""

    source: FiguresFile
    figures: Figures


def last_year(former: tuple[Former, ...], year: int) -> Former | None:
    """The figures of the year just before, if the workspace has them."""
    return next((earlier for earlier in former if earlier.source.year == year - 1), None)


def change_in_words(name: CellName, figures: Figures, earlier: Former | None, shape: TableShape) -> str:
    """How a figure differs from last year's; empty where either is not known.

    Why: a snapshot is compared with a day, named by its year; a figure over the year with the year before.
    """
    now = figures.get(name)
    before = earlier.figures.get(name) if earlier else None
    if earlier is None or now is None or before is None or now.value is None or before.value is None:
        return ""
    when = str(earlier.source.period.end.year) if shape.time == "snapshot" else earlier.source.period.label
    difference = now.value - before.value
    if difference == 0:
        return f"the same as {when}"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than {when}"
