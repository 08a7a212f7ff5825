"""Rows that an area did not publish, each with its reason.

Comes in: a figures file. Goes out: which rows of which tables are left out, and what cannot be checked without them.
"""

from collections.abc import Iterator

from reportgen.check.checked import CheckedFigures
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import did_you_mean
from reportgen.read.cells import find_row, rates_of
from reportgen.read.located_yaml import name_place
from reportgen.read.source import FiguresFile


def left_out_rows(checked: CheckedFigures) -> Iterator[Diagnostic]:
    """Each row that is left out is one of the edition, is not typed as well, and leaves its table another row.

    Why: what cannot be checked without it is said, so that nobody takes the totals for checked.
    Errors: unknown-row, left-out-and-typed, row-left-out.
    """
    source = checked.source
    shape = source.edition.shape
    for name, reason in source.shape.left_out.items():
        place, found = name_place(source.tree, "left_out", name), find_row(shape, name)
        if found is None:
            known = [f"{table}.{row}" for table, there in shape.tables.items() for row in there.rows]
            hint = did_you_mean(name, known) or "a row is named table.row"
            yield Diagnostic("unknown-row", place, f"there is no row “{name}” in this edition", hint)
            continue
        table, row = found
        cells = [cell for cell_name, cell in checked.figures.items() if (cell_name.table, cell_name.row) == found]
        typed = next((cell for cell in cells if not cell.is_left_out), None)
        if typed is not None:
            message = f"“{row}” of “{table}” is left out, and its figures are typed"
            hint = "take the figures away, or this line"
            yield Diagnostic("left-out-and-typed", place, message, hint, (("the figures", typed.place),))
        elif all(cell.is_left_out for cell_name, cell in checked.figures.items() if cell_name.table == table):
            message = f"every row of “{table}” is left out"
            yield Diagnostic("left-out-and-typed", place, message, "keep one; a figure that is not known is [x]")
        else:
            label = shape.tables[table].rows[row].full_label
            message = f"{label} in “{table}” is left out: {reason}"
            yield Diagnostic("row-left-out", place, message, _unchecked(source, table, row))


def _unchecked(source: FiguresFile, table: str, row: str) -> str:
    """What cannot be checked without a row, in words; empty where nothing is."""
    shape = source.edition.shape.tables[table]
    found = []
    if shape.totals.row is not None:
        found.append("whether the rows add up to the total")
    for _, rate, counted in rates_of(source.edition.shape):
        if (counted.table, counted.row) == (table, row):
            found.append(f"the rate in “{rate.table}”")
    return f"not checked without it: {', '.join(found)}" if found else ""
