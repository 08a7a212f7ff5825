"""Figures over the years: what changed since last year, in words.

Comes in: the figures of two years. Goes out: sentences such as “112 more than 2024”.
"""

from dataclasses import dataclass

from reportgen.check.figures import Cell, Figures
from reportgen.read.cells import CellName
from reportgen.read.edition import Edition
from reportgen.read.source import FiguresFile


@dataclass(frozen=True, slots=True)
class Former:
    """The checked figures of an earlier year."""

    source: FiguresFile
    figures: Figures


def last_year(former: tuple[Former, ...], year: int) -> Former | None:
    """The figures of the year just before, if the workspace has them."""
    return next((earlier for earlier in former if earlier.source.year == year - 1), None)


def former_figure(earlier: Figures, name: CellName, edition: Edition) -> Cell | None:
    """A figure as an earlier year has it, also where its row or column then had another name; None where it has none.

    Shape: `name` and `edition` are those of today. A row that was split into several is not found again in any of them.
    """
    table = edition.table(name.table)
    formerly = table.rows[name.row].formerly
    is_split = sum(row.formerly == formerly for row in table.rows.values()) > 1
    row = name.row if formerly is None or is_split else formerly
    column = table.columns[name.column].formerly or name.column
    return earlier.get(name) or earlier.get(CellName(name.table, row, column))


def change_in_words(name: CellName, figures: Figures, earlier: Former | None, edition: Edition) -> str:
    """How a figure differs from last year's; empty where either is not known.

    Why: a snapshot is compared with a day, named by its year; a figure over the year with the year before.
    """
    now = figures.get(name)
    before = former_figure(earlier.figures, name, edition) if earlier else None
    if earlier is None or now is None or before is None or now.value is None or before.value is None:
        return ""
    when = (
        str(earlier.source.period.end.year)
        if edition.table(name.table).time == "snapshot"
        else earlier.source.period.label
    )
    difference = now.value - before.value
    if difference == 0:
        return f"the same as {when}"
    return f"{abs(difference):,} {'more' if difference > 0 else 'fewer'} than {when}"
