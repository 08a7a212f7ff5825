"""Text as rows: lines with their gaps, values with separators, tables of Markdown and Govspeak, tables of HTML.

Comes in: bytes. Goes out: rows. Run only behind the wall of process.py.
"""

import csv
import io
import re
from html.parser import HTMLParser

from reportgen.ingest.rows import SourcePiece, SourceRow, SourceText, Unreadable, cell_pieces

_GAP = re.compile(r"\S+(?: \S+)*")
RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*\Z")
LONGEST_LINE = 20_000
# A link to a place in the same text, and the address of a heading, as Govspeak has them.
_INNER_LINK = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,20}\]){1,200})\]\(#[^\s()]{1,200}\)")
_HEADING_ADDRESS = re.compile(r"(?<=\S) \{#[\w:-]+\}[ \t]*$", re.MULTILINE)
# So many lines with tabs make a text one whose cells tabs divide.
_TABBED = 3
_BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "caption", "figcaption", "div", "section", "br", "dt", "dd"}
_UNSEEN = {"script", "style", "template", "head"}


def decode(data: bytes) -> str:
    """A text in UTF-8 or UTF-16, or else in the old encoding of Windows. Raises: Unreadable for what is no text."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\x00" in text:
        raise Unreadable(
            "this file is no text, and none of the kinds that can be read",
            "give a PDF, a Word file (.docx), a workbook (.xlsx, .xls, .ods), a CSV file or a text",
        )
    return text


def without_addresses(text: str) -> str:
    """A text without what Markdown leads to inside of it: such links keep their words, and headings lose their addresses."""
    return _HEADING_ADDRESS.sub("", _INNER_LINK.sub(r"\1", text))


def read_text_file(data: bytes) -> SourceText:
    """The lines of a text; those of a table in Markdown as its cells."""
    text = without_addresses(decode(data))
    lines = text.splitlines()
    is_tabbed = sum("\t" in line for line in lines) >= _TABBED
    rows = [row for number, line in enumerate(lines, 1) if (row := _line(line[:LONGEST_LINE], number, is_tabbed))]
    return SourceText("text", f"{len(lines):,} lines", tuple(rows))


def read_csv_file(data: bytes) -> SourceText:
    """The records of a file of values with separators, whichever separator it is. Raises: Unreadable."""
    text = decode(data)
    counts = {separator: text[:10_000].count(separator) for separator in ",;\t|^"}
    separator = max(counts, key=lambda one: counts[one])
    rows: list[SourceRow] = []
    try:
        reader = csv.reader(io.StringIO(text), delimiter=separator)
        for record in reader:
            pieces = cell_pieces(record, f"line {reader.line_num}, value")
            if pieces:
                rows.append(SourceRow(f"line {reader.line_num}", pieces, "values", True))
    except csv.Error as problem:
        raise Unreadable(
            f"this file is not written as values with separators ({problem})", "save it again as CSV, and try with that"
        ) from problem
    return SourceText("CSV file", f"{len(rows):,} lines", tuple(rows))


def read_html_file(data: bytes) -> SourceText:
    """The words and tables of a web page."""
    reader = _Page()
    reader.feed(decode(data))
    reader.close()
    reader.end_line()
    return SourceText("web page", f"{reader.tables} table{'' if reader.tables == 1 else 's'}", tuple(reader.rows))


def _line(line: str, number: int, is_tabbed: bool) -> SourceRow | None:
    place = f"line {number}"
    if not line.strip() or RULE.match(line):
        return None
    if line.lstrip().startswith("|"):
        pieces = cell_pieces(table_cells(line.strip().strip("|")))
        return SourceRow(place, pieces, "", True) if pieces else None
    if is_tabbed:
        pieces = cell_pieces(line.split("\t"))
        return SourceRow(place, pieces) if pieces else None
    words = line.expandtabs().replace("\xa0", " ")
    return SourceRow(place, tuple(SourcePiece(found[0], found.start(), found.end()) for found in _GAP.finditer(words)))


def table_cells(line: str) -> list[str]:
    """The cells of a row of Markdown, those of heads without the sign that Govspeak gives them."""
    return [cell.strip().lstrip("#").strip() for cell in re.split(r"(?<!\\)\|", line)]


class _Page(HTMLParser):
    """Collects the rows of a web page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[SourceRow] = []
        self.words = ""
        self.marks = ""
        self.tables = 0
        self.table_row = 0
        self.column = 0
        self.span = 1
        self.cells: list[SourcePiece] | None = None
        self.unseen = 0
        self.raised = 0
        # Cells of rows above that reach into this one: how many rows more, by column.
        self.reaching: dict[int, int] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _UNSEEN:
            self.unseen += 1
        elif tag == "sup":
            self.raised += 1
        elif tag == "table":
            self.end_line()
            self.tables += 1
            self.table_row = 0
            self.reaching = {}
        elif tag == "tr":
            self._end_row()
            self.table_row += 1
            self.cells, self.column, self.span = [], 0, 0
        elif tag in ("td", "th") and self.cells is not None:
            self._end_cell()
            self.words = self.marks = ""
            while self.reaching.get(self.column, 0) > 0:
                self.reaching[self.column] -= 1
                self.column += 1
            self.span = _whole(given.get("colspan"))
            for column in range(self.column, self.column + self.span):
                self.reaching[column] = _whole(given.get("rowspan")) - 1
        elif tag in _BLOCKS:
            self.end_line()

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "sup":
            self.raised = max(0, self.raised - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_row()
        elif tag in _BLOCKS:
            self.end_line()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.raised and re.search(r"\d\s*\Z", self.words):
            self.marks += data.strip()
        else:
            self.words += data

    def end_line(self) -> None:
        """Ends a line of text; inside a cell, the words go on."""
        if self.cells is not None:
            self.words += "\n" if self.words.strip() else ""
            return
        words, self.words, self.marks = " ".join(self.words.split()), "", ""
        if words:
            self.rows.append(SourceRow(f"line {self.getpos()[0]}", (SourcePiece(words, 0, 1),)))

    def _end_cell(self) -> None:
        if self.cells is None:
            return
        words = "\n".join(" ".join(line.split()) for line in self.words.strip().split("\n") if line.strip())
        if words:
            place = f"table {self.tables}, row {self.table_row}, column {self.column + 1}"
            remarks = (f"the mark “{self.marks}” stands beside the number",) if self.marks else ()
            self.cells.append(SourcePiece(words, self.column, self.column + self.span, place, remarks))
        self.column += self.span
        self.words = self.marks = ""
        self.span = 0

    def _end_row(self) -> None:
        if self.cells is None:
            return
        if self.span:
            self._end_cell()
        if self.cells:
            place = f"table {self.tables}, row {self.table_row}"
            self.rows.append(SourceRow(place, tuple(self.cells), f"table {self.tables}", True))
        self.cells, self.words = None, ""


def _whole(words: str | None) -> int:
    return min(int(words), 1000) if words and words.isdecimal() and int(words) else 1
