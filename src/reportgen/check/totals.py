"""Whether rows, columns and corners add up.

Comes in: the figures of one table. Goes out: one diagnostic for each fault, at the cell that would mend it where one cell would.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.check.figures import Cell, Figures
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.read.cells import CellName, cell_label, short
from reportgen.read.shapes import TableShape


@dataclass(frozen=True, slots=True)
class Sum:
    """One total and its parts. Shape: `label` is the row or column in the edition's words."""

    label: str
    total: CellName
    parts: tuple[CellName, ...]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A total that its parts do not make. Shape: `held_back` is a part that is not printed, such as [c]; without it, none.

    Units: `gap` is the total less the parts that are printed.
    """

    sum: Sum
    stated: int
    added: int
    held_back: str = ""

    @property
    def gap(self) -> int:
        """By how much the total is too large."""
        return self.stated - self.added


@dataclass(frozen=True, slots=True)
class Repair:
    """The one cell that would make a row and a column right, and what it would be."""

    cell: CellName
    value: int


def row_sums(name: str, shape: TableShape) -> tuple[Sum, ...]:
    """Each row's total over its columns."""
    total = shape.totals.column
    if total is None:
        return ()
    return tuple(
        Sum(
            row.label,
            CellName(name, key, total),
            tuple(CellName(name, key, column) for column in shape.columns if column != total),
        )
        for key, row in shape.rows.items()
    )


def column_sums(name: str, shape: TableShape) -> tuple[Sum, ...]:
    """Each column's total over its rows."""
    total = shape.totals.row
    if total is None:
        return ()
    return tuple(
        Sum(
            column.label,
            CellName(name, total, key),
            tuple(CellName(name, row, key) for row in shape.rows if row != total),
        )
        for key, column in shape.columns.items()
    )


def check_totals(figures: Figures, name: str, shape: TableShape) -> Iterator[tuple[Diagnostic, Repair | None]]:
    """Every total that does not hold, each with the one cell that would mend it, if there is one.

    Why: one mistyped figure breaks its row and its column; saying both would send the author to two places.
    Errors: total-mismatch.
    """
    rows = list(_mismatches(figures, row_sums(name, shape)))
    columns = list(_mismatches(figures, column_sums(name, shape)))
    for row, column, repair in _paired(figures, rows, columns):
        rows.remove(row)
        columns.remove(column)
        yield _told_together(figures, shape, row, column, repair), repair
    for mismatch in (*rows, *columns):
        yield _told_alone(figures, shape, mismatch), None


def _mismatches(figures: Figures, sums: tuple[Sum, ...]) -> Iterator[Mismatch]:
    """The sums that do not hold; with a figure held back, only one whose known parts exceed the total."""
    for one in sums:
        total = figures.get(one.total)
        parts = [figures.get(part) for part in one.parts]
        if total is None or total.counted is None or any(part is None for part in parts):
            continue
        counts = [part.counted for part in parts if part is not None]
        added = sum(count for count in counts if count is not None)
        if added > total.counted or (added < total.counted and None not in counts):
            held_back = next((part.text for part in parts if part is not None and part.counted is None), "")
            yield Mismatch(one, total.counted, added, held_back)


def _paired(figures: Figures, rows: list[Mismatch], columns: list[Mismatch]) -> list[tuple[Mismatch, Mismatch, Repair]]:
    """The rows and columns that one and the same cell would mend; none where several cells could."""
    found = [
        (row, column, repair)
        for row in rows
        for column in columns
        # With a part held back, nobody can say what the others would have to be.
        if not row.held_back and not column.held_back and (repair := _repair(figures, row, column)) is not None
    ]
    return [
        pair
        for pair in found
        if sum(other[0] is pair[0] for other in found) == 1 and sum(other[1] is pair[1] for other in found) == 1
    ]


def _repair(figures: Figures, row: Mismatch, column: Mismatch) -> Repair | None:
    """What the cell where a row and a column meet would have to be for both to hold."""
    shared = {row.sum.total, *row.sum.parts} & {column.sum.total, *column.sum.parts}
    for name in shared:
        by_row = -row.gap if name == row.sum.total else row.gap
        by_column = -column.gap if name == column.sum.total else column.gap
        now = figures[name].value
        if by_row == by_column and now is not None and now + by_row >= 0:
            return Repair(name, now + by_row)
    return None


def _sentence(mismatch: Mismatch) -> str:
    known = f" or more, with {mismatch.held_back} not counted" if mismatch.held_back else ""
    return f"{short(mismatch.sum.label)} adds up to {mismatch.added:,}{known}, but its total is {mismatch.stated:,}"


def _told_together(figures: Figures, shape: TableShape, row: Mismatch, column: Mismatch, repair: Repair) -> Diagnostic:
    cell = figures[repair.cell]
    at_corner = repair.cell == row.sum.total == column.sum.total
    both = (
        f"both its row and its column add up to {row.added:,}"
        if at_corner
        else f"{_sentence(row)}; {_sentence(column)}"
    )
    message = f"{cell_label(shape, repair.cell)} is {cell.text}: {both}"
    hint = f"{repair.value:,} here, instead of {cell.text}, would make both totals right"
    related: tuple[tuple[str, Place | None], ...] = (
        (f"the total of {short(row.sum.label)} is {row.stated:,}", figures[row.sum.total].place),
        (f"the total of {short(column.sum.label)} is {column.stated:,}", figures[column.sum.total].place),
    )
    return Diagnostic("total-mismatch", cell.place, message, hint, () if at_corner else related)


def _told_alone(figures: Figures, shape: TableShape, mismatch: Mismatch) -> Diagnostic:
    total: Cell = figures[mismatch.sum.total]
    parts = tuple(
        (f"{_part_label(shape, mismatch, part)} is {figures[part].text}", figures[part].place)
        for part in mismatch.sum.parts
    )
    if mismatch.held_back:
        hint = f"either the total is at least {mismatch.added:,}, or a part is too large by {-mismatch.gap:,} or more"
    else:
        hint = f"either the total is {mismatch.added:,}, or a part is wrong by {abs(mismatch.gap):,}"
    return Diagnostic("total-mismatch", total.place, _sentence(mismatch), hint, parts)


def _part_label(shape: TableShape, mismatch: Mismatch, part: CellName) -> str:
    along_row = part.row == mismatch.sum.total.row
    return short(shape.columns[part.column].label) if along_row else shape.rows[part.row].label
