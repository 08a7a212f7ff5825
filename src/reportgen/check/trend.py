"""Figures over the years: which figure of an earlier year is compared with one of today, and how far apart the two are.

Comes in: the figures of two years. Goes out: a Change.
"""

from dataclasses import dataclass

from reportgen.check.figures import FigureCell, Figures
from reportgen.core.names import Period
from reportgen.read.cells import CellName
from reportgen.read.edition import Edition

# Of a smaller figure no per cent is told: one person more would look like a great change.
SMALLEST_BASE = 20
# From so many per cent on, whole ones are told.
_WHOLE_FROM = 10


@dataclass(frozen=True, slots=True)
class Former:
    """The checked figures of an earlier year.

    Shape: `source` says where figures come from that were typed for a year without a report; else it is empty.
    """

    year: int
    period: Period
    figures: Figures
    source: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """How a figure differs from last year's, both of which are known. Shape: `period` is that of last year."""

    latest: int
    before: int
    period: Period
    is_snapshot: bool

    @property
    def difference(self) -> int:
        """How many more there are; fewer are below nought."""
        return self.latest - self.before

    @property
    def percent(self) -> str:
        """The change in per cent without a sign, such as 1.0% or 15%; empty where the earlier figure is small."""
        return percent_of(abs(self.difference), self.before) if self.before >= SMALLEST_BASE else ""


def percent_of(part: int, whole: int) -> str:
    """A part of a whole in per cent: below 10 with one digit behind the point, else without; a half is rounded up.

    Why: worked out in whole numbers, since a published figure never comes from a float.
    """
    tenths = (2000 * part + whole) // (2 * whole)
    if tenths >= 10 * _WHOLE_FROM:
        return f"{(200 * part + whole) // (2 * whole)}%"
    return f"{tenths // 10}.{tenths % 10}%"


def last_year(former: tuple[Former, ...], year: int) -> Former | None:
    """The figures of the year just before, if they are known."""
    return next((earlier for earlier in former if earlier.year == year - 1), None)


def former_figure(earlier: Figures, name: CellName, edition: Edition) -> FigureCell | None:
    """A figure as an earlier year has it, also where its row or column then had another name; None where it has none.

    Shape: `name` and `edition` are those of today. A row that was split into several is not found again in any of them.
    """
    own = earlier.get(name)
    return own or (None if _shares(name, edition) > 1 else earlier.get(_before(name, edition)))


def split_figure(earlier: Figures, name: CellName, edition: Edition) -> tuple[FigureCell, int] | None:
    """The one figure that an earlier year has where today there are several, and how many; None where no row was split."""
    whole = earlier.get(_before(name, edition))
    shares = _shares(name, edition)
    return (whole, shares) if whole is not None and shares > 1 and name not in earlier else None


def break_of(earlier: Figures, name: CellName, edition: Edition) -> str:
    """Why a figure is not compared with that of the row that came before its own; empty where it is."""
    reason = edition.table(name.table).rows[name.row].breaks
    return reason if reason and name not in earlier and _before(name, edition) in earlier else ""


def _before(name: CellName, edition: Edition) -> CellName:
    """What a figure was called in earlier editions."""
    table = edition.table(name.table)
    return CellName(
        name.table,
        table.rows[name.row].formerly or name.row,
        table.columns[name.column].formerly or name.column,
    )


def _shares(name: CellName, edition: Edition) -> int:
    """How many rows of today were one row in earlier editions."""
    rows = edition.table(name.table).rows
    formerly = rows[name.row].formerly
    return 1 if formerly is None else sum(row.formerly == formerly for row in rows.values())


def change_of(name: CellName, figures: Figures, earlier: Former | None, edition: Edition) -> Change | None:
    """How a figure differs from last year's; None where either is not known, or where they do not count the same."""
    now = figures.get(name)
    before = former_figure(earlier.figures, name, edition) if earlier else None
    if earlier is None or now is None or before is None or now.value is None or before.value is None:
        return None
    if break_of(earlier.figures, name, edition):
        return None
    return Change(now.value, before.value, earlier.period, edition.table(name.table).time == "snapshot")
