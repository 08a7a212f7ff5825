"""The edition's tables, notes and key figures as nodes.

Comes in: a report and the name of a table. Goes out: nodes in which every figure has its name.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from reportgen.check.figures import FLAGS, PENDING, SHORTHAND, FigureCell
from reportgen.check.report import Report
from reportgen.check.trend import change_of, last_year
from reportgen.core import messages
from reportgen.document.changes import change_in_words, meanings
from reportgen.document.comparison import with_last_year
from reportgen.read.anchors import table_anchor
from reportgen.read.cells import CellName, find_cell
from reportgen.read.edition import EditionNote
from reportgen.read.edition_shapes import ColumnShape, RowShape
from reportgen.tree import nodes
from reportgen.tree.nodes import Inline, Inlines


def table_node(report: Report, name: str, caption: str) -> nodes.Table:
    """A table of the edition with the report's figures. Shape: `caption` is already filled in."""
    shape = report.edition.table(name)
    has_total = shape.totals.column is not None and len(shape.columns) > 1
    heads = (
        nodes.Cell((nodes.Text(shape.row_header),)),
        *(
            nodes.Cell(_labelled(report, column), "right", is_total=has_total and key == shape.totals.column)
            for key, column in shape.columns.items()
        ),
    )
    rows = tuple(
        nodes.Row(
            nodes.Cell(_labelled(report, row), gloss=row.gloss or ""),
            tuple(
                _figure(report, CellName(name, key, column), is_total=has_total and column == shape.totals.column)
                for column in shape.columns
            ),
            key == shape.totals.row,
            row.group or "",
        )
        for key, row in report.rows(name).items()
    )
    notes = tuple(note_reference(report.edition.notes[note]) for note in shape.notes)
    anchor, key = table_anchor(name), _key(report, name)
    table = nodes.Table(
        anchor, (nodes.Text(caption),), notes, heads, rows, name, key, shows_caption=shape.shows_caption
    )
    earlier = last_year(report.former, report.key.year) if report.edition.shape.last_year_in_tables else None
    return with_last_year(table, report, earlier) if earlier else table


def note_reference(note: EditionNote) -> nodes.NoteReference:
    """The letter that leads to a note."""
    return nodes.NoteReference(note.letter, note.anchor, note.term)


def figure_of(report: Report, name: str) -> tuple[CellName, FigureCell]:
    """A figure by a name that somebody gave it. Raises: LookupError for one that the edition does not have."""
    cell_name = find_cell(report.edition.shape, name)
    if cell_name is None:
        raise LookupError(f"there is no figure “{name}”")
    return cell_name, report.figures[cell_name]


def headlines(report: Report, fill_in: Callable[[str, int], str]) -> tuple[nodes.KeyFigure, ...]:
    """The figures at the head of the statistics. Shape: `fill_in` is given each label and its position in the edition.

    Why: one that is not available, or not typed yet, would say nothing at such a place.
    """
    earlier = last_year(report.former, report.key.year)
    found = []
    for position, asked in enumerate(report.edition.shape.headlines):
        name, cell = figure_of(report, asked.figure)
        if cell.is_gap or cell.text == "[x]":
            continue
        change = change_of(name, report.figures, earlier, report.edition)
        figure = nodes.FigureReference(str(name), cell.text)
        found.append(nodes.KeyFigure(figure, fill_in(asked.label, position), change_in_words(change) if change else ""))
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


def finding_words(found: nodes.KeyFinding) -> str:
    """What follows the figure of a finding: its label and its change as the rest of a sentence, then its notes."""
    sentence = f" {found.label}" + (f", {found.change}" if found.change else "")
    return " ".join((sentence + ".", *found.notes))


def used_in(note: nodes.Note) -> Inlines:
    """The tables that a note is used in, as a line of links."""
    line: list[Inline] = [nodes.Text(messages.USED_IN)]
    for position, link in enumerate(note.used_in):
        line += [nodes.Text("; "), link] if position else [link]
    return tuple(line)


def grouped_header(row: nodes.Row) -> nodes.Cell:
    """The heading of a row after the sub-heading that it stands below, for formats that have no place for one."""
    return replace(row.header, content=(nodes.Text(f"{row.group}, "), *row.header.content)) if row.group else row.header


def _left_out(report: Report, table: str) -> Iterator[str]:
    """Which rows the area did not publish, and why, in sentences."""
    shape = report.edition.table(table)
    rows = [row for row in shape.rows if row not in report.rows(table)]
    for row in rows:
        reason = report.left_out[f"{table}.{row}"].removesuffix(".")
        yield f"Not published here: {shape.rows[row].full_label}. {reason}."
    if rows and shape.totals.row and shape.totals.row not in rows:
        yield "The rows shown need not add up to the total."


def _labelled(report: Report, label: RowShape | ColumnShape) -> Inlines:
    """A row's or column's label, and the letters of its notes after no-break spaces."""
    found: list[Inline] = [nodes.Text(label.label)]
    for note in label.notes:
        found += [nodes.Text("\xa0"), note_reference(report.edition.notes[note])]
    return tuple(found)


def _figure(report: Report, name: CellName, *, is_total: bool) -> nodes.Cell:
    """The cell of a figure. Why: figures stand on one line, and the words in the place of one that is missing are too long for that."""
    cell = report.figures[name]
    align: nodes.Align = "left" if cell.is_gap else "right"
    return nodes.Cell((nodes.FigureReference(str(name), cell.printed),), align, cell.value is None, is_total)


def _key(report: Report, table: str) -> tuple[str, ...]:
    """What the shorthand of a table means, and why its figures were revised; each once."""
    cells = [cell for name, cell in report.figures.items() if name.table == table and not cell.is_left_out]
    lines = [*meanings(SHORTHAND, {cell.shorthand for cell in cells if not cell.is_gap})]
    if any(cell.shorthand == PENDING for cell in cells):
        lines.append("[x] means not available: the population estimate is not yet published.")
    lines.extend(meanings(FLAGS, {cell.flag for cell in cells}))
    lines.extend(_left_out(report, table))
    lines.extend(why for name, why in report.revisions.items() if name.table == table)
    lines.extend(words for name, words in report.remarks.items() if name.split(".")[0] == table)
    return tuple(lines)
