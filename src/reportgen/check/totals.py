"""Whether rows, columns and corners add up.

Comes in: the figures of one table. Goes out: one diagnostic for each fault, at the cell that would mend it where one cell would.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.check.checked import Holds, always
from reportgen.check.figures import FigureCell, Figures
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.read.cells import CellName, cell_label, is_nothing, short
from reportgen.read.edition_shapes import TableShape


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
            row.full_label,
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


def check_totals(
    figures: Figures, name: str, shape: TableShape, holds: Holds = always
) -> Iterator[tuple[Diagnostic, Repair | None]]:
    """Every total that does not hold, each with the one cell that would mend it, if there is one.

    Why: one mistyped figure breaks its row and its column; saying both would send the author to two places. A figure is
    only offered where it breaks nothing else.
    Errors: total-mismatch.
    """
    rows, columns = find_mismatches(figures, name, shape)
    for row, column, repair in _paired(figures, rows, columns):
        if not is_nothing(shape, repair.cell) and holds(repair.cell, repair.value):
            rows.remove(row)
            columns.remove(column)
            yield _in_row_and_column(figures, shape, row, column, repair), repair
    for mismatch in (*rows, *columns):
        yield _in_one_sum(figures, shape, mismatch, holds), None


def find_mismatches(figures: Figures, name: str, shape: TableShape) -> tuple[list[Mismatch], list[Mismatch]]:
    """The rows and the columns that do not add up."""
    return (
        list(_mismatches(figures, shape, row_sums(name, shape))),
        list(_mismatches(figures, shape, column_sums(name, shape))),
    )


def _mismatches(figures: Figures, shape: TableShape, sums: tuple[Sum, ...]) -> Iterator[Mismatch]:
    """The sums that do not hold; with a figure held back, only one whose known parts exceed the total.

    Why: what stands where nothing can be counted is told as that; it is no wrong total as well, if the sum holds with it or
    without it.
    """
    impossible = {name for one in sums for name in (one.total, *one.parts) if is_nothing(shape, name)}
    without = {name: replace(figures[name], value=0) for name in impossible & figures.keys()}
    for one in sums:
        typed = _mismatch(figures, one)
        if typed is not None and (not without or (typed := _mismatch({**figures, **without}, one)) is not None):
            yield typed


def _mismatch(figures: Figures, one: Sum) -> Mismatch | None:
    total = figures.get(one.total)
    if total is None or total.counted is None or not figures.keys() >= set(one.parts):
        return None
    counts = [figures[part].counted for part in one.parts]
    added = sum(count for count in counts if count is not None)
    if added == total.counted or (added < total.counted and None in counts):
        return None
    held_back = next((_unprinted(figures[part]) for part in one.parts if figures[part].counted is None), "")
    return Mismatch(one, total.counted, added, held_back)


def _unprinted(cell: FigureCell) -> str:
    return "the row left out" if cell.is_left_out else cell.text


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


def _is_of_totals(shape: TableShape, mismatch: Mismatch) -> bool:
    """Whether what is added up are totals themselves, in the last row or column."""
    total = mismatch.sum.total
    return (total.row, total.column) == (shape.totals.row, shape.totals.column)


def _sentence(shape: TableShape, mismatch: Mismatch) -> str:
    known = f" or more, with {mismatch.held_back} not counted" if mismatch.held_back else ""
    if _is_of_totals(shape, mismatch):
        along = "columns" if mismatch.sum.parts[0].row == mismatch.sum.total.row else "rows"
        return f"the totals of the {along} add up to {mismatch.added:,}{known}, but the total of all is {mismatch.stated:,}"
    return f"{short(mismatch.sum.label)} adds up to {mismatch.added:,}{known}, but its total is {mismatch.stated:,}"


def _stated(shape: TableShape, mismatch: Mismatch) -> str:
    of = "all" if _is_of_totals(shape, mismatch) else short(mismatch.sum.label)
    return f"the total of {of} is {mismatch.stated:,}"


def _in_row_and_column(
    figures: Figures, shape: TableShape, row: Mismatch, column: Mismatch, repair: Repair
) -> Diagnostic:
    cell = figures[repair.cell]
    at_corner = repair.cell == row.sum.total == column.sum.total
    both = (
        f"both its row and its column add up to {row.added:,}"
        if at_corner
        else f"{_sentence(shape, row)}; {_sentence(shape, column)}"
    )
    message = f"{cell_label(shape, repair.cell)} is {cell.text}: {both}"
    hint = f"{repair.value:,} here, instead of {cell.text}, would make both totals right"
    related: tuple[tuple[str, Place | None], ...] = (
        (_stated(shape, row), figures[row.sum.total].place),
        (_stated(shape, column), figures[column.sum.total].place),
    )
    return Diagnostic("total-mismatch", cell.place, message, hint, () if at_corner else related)


def _in_one_sum(figures: Figures, shape: TableShape, mismatch: Mismatch, holds: Holds) -> Diagnostic:
    total: FigureCell = figures[mismatch.sum.total]
    parts = tuple(
        (f"{_part_label(shape, mismatch, part)} is {figures[part].text}", figures[part].place)
        for part in mismatch.sum.parts
    )
    if mismatch.held_back:
        hint = f"{mismatch.held_back} counts too: the total is too small, or a part that is printed is too large"
    elif holds(mismatch.sum.total, mismatch.added):
        hint = f"either the total is {mismatch.added:,}, or a part is wrong by {abs(mismatch.gap):,}"
    else:
        hint = f"one figure is wrong by {abs(mismatch.gap):,}, or several are in all; compare each with your return"
    return Diagnostic("total-mismatch", total.place, _sentence(shape, mismatch), hint, parts)


def _part_label(shape: TableShape, mismatch: Mismatch, part: CellName) -> str:
    along_row = part.row == mismatch.sum.total.row
    return short(shape.columns[part.column].label) if along_row else shape.rows[part.row].full_label
