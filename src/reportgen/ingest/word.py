"""A Word file as rows: its paragraphs, and the rows of its tables with their cells.

Comes in: bytes. Goes out: rows. Run only behind the wall of process.py.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from reportgen.ingest.rows import SourcePiece, SourceRow, SourceText, Unreadable

if TYPE_CHECKING:
    from docx.table import Table

_LARGEST_PART = 200_000_000


def open_word(data: bytes) -> Any:
    """The document of a Word file, as its library has it. Raises: Unreadable."""
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _LARGEST_PART:
                raise Unreadable(
                    "this Word file is too large when it is unpacked", "take out its pictures, and try again"
                )
        document = docx.Document(io.BytesIO(data))
        list(document.iter_inner_content())
    except Unreadable:
        raise
    except Exception as problem:
        # The library says in many ways that it does not understand a file.
        raise Unreadable(
            "this Word file is broken and cannot be opened", "open it in Word, save it again, and try with that"
        ) from problem
    return document


def read_word(data: bytes) -> SourceText:
    """The paragraphs and tables of a Word file in their order. Raises: Unreadable."""
    from docx.table import Table

    document = open_word(data)
    rows: list[SourceRow] = []
    tables = paragraphs = 0
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            tables += 1
            rows.extend(_table(part, tables))
            continue
        paragraphs += 1
        text, _ = _words(part._p)
        for number, line in enumerate(text.split("\n")):
            if line.strip():
                place = f"paragraph {paragraphs}" + (f", line {number + 1}" if "\n" in text else "")
                rows.append(_line(line, place))
    extent = f"{paragraphs} paragraphs, {tables} table{'' if tables == 1 else 's'}"
    return SourceText("Word file", extent, tuple(rows))


def _line(line: str, place: str) -> SourceRow:
    """A paragraph; tabs divide it into cells."""
    pieces = [
        SourcePiece(words.strip(), column, column + 1) for column, words in enumerate(line.split("\t")) if words.strip()
    ]
    return SourceRow(place, tuple(pieces))


def _table(table: "Table", number: int) -> Iterator[SourceRow]:
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
    from docx.oxml.ns import qn

    words, marks = "", ""
    for node in element.iter(qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:p"), qn("w:footnoteReference")):
        if node.tag == qn("w:p"):
            words += "\n" if words else ""
        elif node.tag == qn("w:tab"):
            words += "\t" if words else ""
        elif node.tag == qn("w:br"):
            words += "\n"
        elif node.tag == qn("w:footnoteReference"):
            marks += "*"
        elif _is_raised(node) and re.search(r"\d\Z", words):
            marks += node.text or ""
        else:
            words += node.text or ""
    return words, (f"the mark “{marks}” stands beside the number",) if marks else ()


def _is_raised(node: Any) -> bool:
    from docx.oxml.ns import qn

    found = node.getparent().find(f"{qn('w:rPr')}/{qn('w:vertAlign')}")
    return found is not None and found.get(qn("w:val")) == "superscript"
