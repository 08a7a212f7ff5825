"""A web page as rows and blocks: its words line by line, its tables cell by cell.

Comes in: bytes. Goes out: rows of all that is shown, and blocks without navigation, head and foot. Run only behind the wall of
process.py.
"""

import re
from collections import Counter
from html.parser import HTMLParser

from reportgen.ingest.flow import CAPTION, FlowBlock, FlowRun, RunKind, joined_runs, plain_runs
from reportgen.ingest.rows import SourcePiece, SourceRow, SourceText, table_block
from reportgen.ingest.text import decode

# Elements inside which words are read otherwise: those that are not shown, those that are no part of the text, raised ones.
_INSIDE = {
    **dict.fromkeys(("script", "style", "template", "head"), "unseen"),
    **dict.fromkeys(("nav", "footer", "svg"), "aside"),
    "sup": "raised",
}
_LINES = {
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "div", "section", "br", "hr", "pre"),
    *("address", "article", "aside", "blockquote", "caption", "details", "fieldset", "figcaption", "figure", "footer"),
    *("form", "header", "legend", "main", "nav", "summary"),
}
_BLOCKS = _LINES - {"caption", "br", "ul", "ol"}


def read_html_file(data: bytes) -> SourceText:
    """The words and tables of a web page, and its blocks. Raises: Unreadable."""
    reader = _Page()
    reader.feed(decode(data))
    reader.close()
    reader.end_line()
    reader.end_block()
    extent = f"{reader.tables} table{'' if reader.tables == 1 else 's'}"
    return SourceText("web page", extent, tuple(reader.rows), flow=tuple(reader.blocks))


class _Page(HTMLParser):
    """Collects the rows and the blocks of a web page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.inside: Counter[str] = Counter()
        self.rows: list[SourceRow] = []
        self.words = ""
        self.marks = ""
        self.tables = 0
        self.table_row = 0
        self.column = 0
        self.span = 1
        self.cells: list[SourcePiece] | None = None
        # Cells of rows above that reach into this one: how many rows more, by column.
        self.reaching: dict[int, int] = {}
        self.blocks: list[FlowBlock] = []
        self.runs: list[FlowRun] = []
        self.tag = ""
        self.lists: list[str] = []
        self.link = ""
        self.is_strong = False
        # How many tables are open, and the number of rows above the one that is read.
        self.depth = 0
        self.above: int | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in _LINES:
            self.end_line()
        if tag in _INSIDE:
            self.inside[_INSIDE[tag]] += 1
        elif tag == "table":
            self._end_row()
            self._end_table()
            self.end_line()
            self.end_block()
            self.tables += 1
            self.depth += 1
            self.table_row = 0
            self.reaching = {}
            self.above = len(self.rows)
        elif tag == "tr":
            self._end_row()
            self.table_row += 1
            self.cells, self.column, self.span = [], 0, 0
        elif tag in ("td", "th") and self.cells is not None:
            self._begin_cell(_whole(given.get("colspan")), _whole(given.get("rowspan")))
        elif self.above is None:
            self._begin(tag, given)

    def _begin(self, tag: str, given: dict[str, str | None]) -> None:
        """Begins what stands in no table. Why: a paragraph inside a point is the point."""
        if tag in ("ul", "ol"):
            self.end_block()
            self.lists.append(tag)
        elif tag == "a":
            self.link = given.get("href") or ""
        elif tag in ("strong", "b"):
            self.is_strong = True
        elif tag == "br":
            self.runs.append(FlowRun(" "))
        elif tag in _BLOCKS and (tag != "p" or self.tag != "li" or any(run.words.strip() for run in self.runs)):
            self.end_block()
            self.tag = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in _LINES:
            self.end_line(is_caption=tag == "caption")
        if tag in _INSIDE:
            self.inside[_INSIDE[tag]] = max(0, self.inside[_INSIDE[tag]] - 1)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag == "tr":
            self._end_row()
        elif tag == "table":
            self._end_row()
            self._end_table()
            self.depth = max(0, self.depth - 1)
            self.above = len(self.rows) if self.depth else None
        elif tag in ("ul", "ol"):
            self.end_block()
            self.lists = self.lists[:-1]
        elif tag == "a":
            self.link = ""
        elif tag in ("strong", "b"):
            self.is_strong = False
        elif tag in _BLOCKS:
            self.end_block()

    def handle_data(self, data: str) -> None:
        if self.inside["unseen"]:
            return
        if self.inside["raised"] and re.search(r"\d\s*\Z", self.words):
            self.marks += data.strip()
        else:
            self.words += data
        if self.above is None and not self.inside["aside"]:
            is_outside = self.link.startswith(("http:", "https:", "mailto:"))
            kind: RunKind = "link" if is_outside else "strong" if self.is_strong else ""
            self.runs.append(FlowRun(re.sub(r"\s+", " ", data), kind, self.link if is_outside else ""))

    def end_line(self, *, is_caption: bool = False) -> None:
        """Ends a line of text; inside a cell, the words go on. A caption is a block too."""
        if self.cells is not None:
            self.words += "\n" if self.words.strip() else ""
            return
        words, self.words, self.marks = " ".join(self.words.split()), "", ""
        place = f"line {self.getpos()[0]}"
        if words:
            self.rows.append(SourceRow(place, (SourcePiece(words, 0, 1),)))
        if words and is_caption and self.above is not None and not self.inside["aside"]:
            self.blocks.append(FlowBlock("paragraph", plain_runs(words), place, (place,), label=CAPTION))

    def end_block(self) -> None:
        """Ends the block that was begun."""
        runs, self.runs = joined_runs(self.runs), []
        tag, self.tag = self.tag, ""
        if not any(run.words.strip() for run in runs):
            self.tag = tag if tag == "li" else ""
            return
        place = f"line {self.getpos()[0]}"
        if re.fullmatch("h[1-6]", tag):
            words = plain_runs("".join(run.words for run in runs))
            self.blocks.append(FlowBlock("heading", words, place, (place,), int(tag[1])))
        elif tag == "li" or (self.lists and tag == "p"):
            depth = max(0, len(self.lists) - 1)
            self.blocks.append(FlowBlock("item", runs, place, (place,), depth, self.lists[-1:] == ["ol"]))
        else:
            self.blocks.append(FlowBlock("paragraph", runs, place, (place,)))

    def _begin_cell(self, columns: int, rows: int) -> None:
        self._end_cell()
        self.words = self.marks = ""
        while self.reaching.get(self.column, 0) > 0:
            self.reaching[self.column] -= 1
            self.column += 1
        self.span = columns
        for column in range(self.column, self.column + self.span):
            self.reaching[column] = rows - 1

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

    def _end_table(self) -> None:
        rows = [row for row in self.rows[self.above :] if row.is_cells] if self.above is not None else []
        if rows and not self.inside["aside"]:
            self.blocks.append(table_block(rows))
        self.above = None


def _whole(words: str | None) -> int:
    return min(int(words), 1000) if words and words.isdecimal() and int(words) else 1
