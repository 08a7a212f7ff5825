"""Tables of figures, ready for a template to set.

Comes in: a report and the name of a table. Goes out: rows and columns as words.
"""

from dataclasses import dataclass

from reportgen.check.figures import FLAGS, PENDING, SHORTHAND
from reportgen.check.report import Report
from reportgen.check.trend import change_in_words, last_year
from reportgen.read.anchors import table_anchor
from reportgen.read.cells import CellName, find_cell
from reportgen.read.edition import Note


@dataclass(frozen=True, slots=True)
class Head:
    """A row's or column's heading with the notes on it."""

    key: str
    label: str
    notes: tuple[Note, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class Figure:
    """One cell as printed. Shape: `flag` is empty or such as [r]."""

    text: str
    flag: str
    is_shorthand: bool


@dataclass(frozen=True, slots=True)
class TableView:
    """One table as printed. Shape: `rows` pair a heading with a figure for each column; `key` explains what is printed in brackets."""

    anchor: str
    caption: str
    notes: tuple[Note, ...]
    row_header: str
    columns: tuple[Head, ...]
    rows: tuple[tuple[Head, tuple[Figure, ...]], ...]
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Headline:
    """One figure at the head of the statistics. Shape: `change` may be empty."""

    text: str
    label: str
    change: str


def table_view(report: Report, name: str, caption: str) -> TableView:
    """A table of the edition with the report's figures. Shape: `caption` is already filled in."""
    shape = report.edition.table(name)
    notes = report.edition.notes
    columns = tuple(
        Head(key, column.label, tuple(notes[note] for note in column.notes), key == shape.totals.column)
        for key, column in shape.columns.items()
    )
    rows = tuple(
        (
            Head(key, row.label, tuple(notes[note] for note in row.notes), key == shape.totals.row),
            tuple(_figure(report, CellName(name, key, column)) for column in shape.columns),
        )
        for key, row in shape.rows.items()
    )
    return TableView(
        table_anchor(name),
        caption,
        tuple(notes[note] for note in shape.notes),
        shape.row_header,
        columns,
        rows,
        _key(report, name),
    )


def figure_text(report: Report, name: str) -> str | None:
    """A figure by its name, as it is printed inside a sentence; None if there is none."""
    cell_name = find_cell(report.edition.shape, name)
    cell = report.figures.get(cell_name) if cell_name else None
    if cell is None:
        return None
    return cell.text + (f" [{cell.flag}]" if cell.flag else "")


def headlines(report: Report) -> tuple[Headline, ...]:
    """The figures at the head of the statistics, each with its label still to be filled in."""
    earlier = last_year(report.former, report.key.year)
    found = []
    for asked in report.edition.shape.headlines:
        named = find_cell(report.edition.shape, asked.figure)
        if named is None:  # pragma: no cover - the edition was checked
            continue
        name = named
        change = change_in_words(name, report.figures, earlier, report.edition)
        found.append(Headline(report.figures[name].text, asked.label, change))
    return tuple(found)


def tables_with_note(report: Report, note: str) -> tuple[str, ...]:
    """The tables that refer to a note, in the edition's order."""
    return tuple(
        name
        for name, shape in report.edition.shape.tables.items()
        if note in shape.notes
        or any(note in row.notes for row in shape.rows.values())
        or any(note in column.notes for column in shape.columns.values())
    )


def _figure(report: Report, name: CellName) -> Figure:
    cell = report.figures[name]
    return Figure(cell.text, f"[{cell.flag}]" if cell.flag else "", cell.value is None)


def _key(report: Report, table: str) -> tuple[str, ...]:
    """What the shorthand of a table means, and why its figures were revised; each once."""
    cells = [cell for name, cell in report.figures.items() if name.table == table]
    lines = []
    for letter, meaning in SHORTHAND.items():
        if any(cell.shorthand == letter for cell in cells):
            lines.append(f"[{letter}] means {meaning}.")
    if any(cell.shorthand == PENDING for cell in cells):
        lines.append("[x] means not available: the population estimate is not yet published.")
    for letter, meaning in FLAGS.items():
        if any(cell.flag == letter for cell in cells):
            lines.append(f"[{letter}] means {meaning}.")
    lines.extend(why for name, why in report.revisions.items() if name.table == table)
    return tuple(lines)
