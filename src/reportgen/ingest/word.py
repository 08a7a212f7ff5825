"""A Word file as rows and blocks: its paragraphs, the rows of its tables with their cells, and then its notes.

Comes in: bytes. Goes out: rows, and blocks. Run only behind the wall of process.py.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import docx
from docx.oxml.ns import qn
from docx.table import Table

from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.rows import NOTES, SourcePiece, SourceRow, SourceText, Unreadable, cell_pieces
from reportgen.ingest.word_flow import WordFlow
from reportgen.ingest.word_notes import Fields, read_notes

# The elements of which a paragraph or a cell is read.
_READ = ("t", "tab", "br", "p", "footnoteReference", "endnoteReference", "fldChar", "instrText")


def read_word(data: bytes) -> SourceText:
    """The paragraphs and tables of a Word file in their order, then its notes. Raises: Unreadable."""
    document = _opened(data)
    notes = read_notes(document)
    flow = WordFlow(document, notes)
    rows: list[SourceRow] = []
    blocks: list[FlowBlock] = []
    tables = paragraphs = 0
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            tables += 1
            rows.extend(_table(part, tables))
            blocks.extend(flow.table(part, tables))
        else:
            paragraphs += 1
            rows.extend(_lines(part._p, f"paragraph {paragraphs}"))
            blocks.extend(flow.paragraph(part, f"paragraph {paragraphs}"))
    for note in notes.by_reference.values():
        rows.extend(row for paragraph in note.paragraphs for row in _lines(paragraph._p, note.place, NOTES))
        blocks.extend(flow.note(note))
    extent = f"{paragraphs} paragraphs, {tables} table{'' if tables == 1 else 's'}"
    return SourceText("Word file", extent, tuple(rows), flow=tuple(blocks))


def _opened(data: bytes) -> Any:
    """The document of a Word file, as its library has it. Raises: Unreadable."""
    try:
        document = docx.Document(io.BytesIO(data))
        list(document.iter_inner_content())
    except Exception as problem:
        # The library says in many ways that it does not understand a file.
        raise Unreadable(
            "this Word file is broken and cannot be opened", "open it in Word, save it again, and try with that"
        ) from problem
    return document


def _lines(paragraph: Any, place: str, part: str = "") -> Iterator[SourceRow]:
    """The lines of a paragraph; tabs divide each into cells."""
    text, _ = _words(paragraph)
    for number, line in enumerate(text.split("\n"), 1):
        pieces = cell_pieces(line.split("\t"))
        if pieces:
            yield SourceRow(f"{place}, line {number}" if "\n" in text else place, pieces, part)


def _table(table: Table, number: int) -> Iterator[SourceRow]:
    """The rows of a table; a cell that spans several columns is one piece."""
    for at, row in enumerate(table.rows, 1):
        pieces: list[SourcePiece] = []
        column = row.grid_cols_before
        for cell in row._tr.tc_lst:
            span = cell.grid_span
            text, remarks = _words(cell)
            place = f"table {number}, row {at}, column {column + 1}"
            if cell.vMerge != "continue" and text.strip():
                pieces.append(SourcePiece(text.strip(), column, column + span, place, remarks))
            column += span
        if pieces:
            yield SourceRow(f"table {number}, row {at}", tuple(pieces), f"table {number}", True)


def _words(element: Any) -> tuple[str, tuple[str, ...]]:
    """The words of a paragraph or a cell, without raised marks behind a number, which are told instead."""
    words, marks = "", ""
    fields = Fields()
    for node in element.iter(*(qn(f"w:{name}") for name in _READ)):
        fields.pass_by(node)
        match node.tag.rpartition("}")[2]:
            case "p":
                words += "\n" if words else ""
            case "tab":
                words += "\t" if words else ""
            case "br":
                words += "\n"
            case "footnoteReference" | "endnoteReference":
                marks += "*"
            case "t" if fields.bookmark:
                marks += "*"
            case "t" if re.search(r"\d\Z", words) and node.xpath("../w:rPr/w:vertAlign[@w:val = 'superscript']"):
                marks += node.text or ""
            case "t":
                words += node.text or ""
    return words, (f"the mark “{marks}” stands beside the number",) if marks else ()
