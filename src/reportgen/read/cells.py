"""Names of figures: which cell of which table.

Comes in: a name as people type it, table.row.column or table.row. Goes out: the cell that it means in an edition.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.read.edition_shapes import EditionShape, RateShape, TableShape


@dataclass(frozen=True, slots=True)
class CellName:
    """Which cell of which table; printed as table.row.column."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}.{self.row}.{self.column}"


def find_cell(shape: EditionShape, figure: str) -> CellName | None:
    """The cell that a figure's name means; the column may be left out where a table has one."""
    steps = figure.split(".")
    table = shape.tables.get(steps[0])
    if table is None or len(steps) not in (2, 3) or steps[1] not in table.rows:
        return None
    if len(steps) == 2:
        return CellName(steps[0], steps[1], next(iter(table.columns))) if len(table.columns) == 1 else None
    return CellName(*steps) if steps[2] in table.columns else None


def cells_of(name: str, table: TableShape) -> list[CellName]:
    """Every cell of a table, row by row."""
    return [CellName(name, row, column) for row in table.rows for column in table.columns]


def all_cells(shape: EditionShape) -> list[CellName]:
    """Every cell of an edition, table by table."""
    return [cell for name, table in shape.tables.items() for cell in cells_of(name, table)]


def is_nothing(table: TableShape, cell: CellName) -> bool:
    """Whether the edition says of a cell of a table that nothing can be counted there."""
    return f"{cell.row}.{cell.column}" in table.not_applicable


def rates_of(shape: EditionShape) -> Iterator[tuple[RateShape, CellName, CellName]]:
    """Each rate of an edition with its own cell, and the cell that it is the rate of."""
    for name, table in shape.tables.items():
        counted = find_cell(shape, table.rate.of) if table.rate else None
        if table.rate and counted:
            yield table.rate, CellName(name, table.rate.row, next(iter(table.columns))), counted


def find_row(shape: EditionShape, name: str) -> tuple[str, str] | None:
    """The table and the row that a name such as table.row means."""
    table, _, row = name.partition(".")
    return (table, row) if table in shape.tables and row in shape.tables[table].rows else None


def name_of(shape: EditionShape, cell: CellName) -> str:
    """The shortest name that means a cell."""
    return f"{cell.table}.{cell.row}" if len(shape.tables[cell.table].columns) == 1 else str(cell)


def all_names(shape: EditionShape) -> list[str]:
    """Every figure of an edition by the shortest name that means it."""
    return [name_of(shape, cell) for cell in all_cells(shape)]


def cell_label(shape: TableShape, name: CellName) -> str:
    """A cell in the edition's words: Level 1, Category 1: …"""
    row, column = shape.rows[name.row].full_label, shape.columns[name.column].label
    return row if len(shape.columns) == 1 else f"{row}, {short(column)}"


def short(label: str) -> str:
    """A label up to its colon: Category 1."""
    return label.split(":")[0]
