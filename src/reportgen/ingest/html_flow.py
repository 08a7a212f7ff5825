"""The text of a web page as headings, paragraphs, points and tables.

Comes in: bytes. Goes out: blocks in their order. Run only behind the wall of process.py.
"""

import re
from html.parser import HTMLParser

from reportgen.ingest.flow import FlowBlock, FlowRun, joined_runs, plain_runs
from reportgen.ingest.text import decode


def read_html_flow(data: bytes) -> tuple[FlowBlock, ...]:
    """The blocks of a web page, without its navigation, head and foot. Raises: Unreadable."""
    reader = _HtmlFlow()
    reader.feed(decode(data))
    reader.close()
    reader.end()
    return tuple(reader.blocks)


class _HtmlFlow(HTMLParser):
    """Collects the blocks of a web page; tables are counted as text.py does, so that places agree."""

    _UNSEEN = frozenset({"script", "style", "template", "head", "nav", "footer", "svg"})
    _BLOCKS = frozenset(
        {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "section", "figcaption", "dt", "dd", "blockquote"}
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[FlowBlock] = []
        self.runs: list[FlowRun] = []
        self.tag = ""
        self.unseen = self.tables = 0
        self.lists: list[str] = []
        self.link = ""
        self.is_strong = False
        self.rows: list[list[str]] | None = None
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self._UNSEEN:
            self.unseen += 1
        elif tag == "table":
            self.end()
            self.tables += 1
            self.rows = []
        elif self.rows is not None:
            self._in_table(tag)
        elif tag in ("ul", "ol"):
            self.end()
            self.lists.append(tag)
        elif tag == "a":
            self.link = dict(attrs).get("href") or ""
        elif tag in ("strong", "b"):
            self.is_strong = True
        elif tag == "br":
            self.runs.append(FlowRun(" "))
        elif tag in self._BLOCKS:
            self._begin(tag)

    def _in_table(self, tag: str) -> None:
        if tag == "tr" and self.rows is not None:
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.cell = []

    def _begin(self, tag: str) -> None:
        """Begins a block. Why: a paragraph inside a point is the point."""
        if tag != "p" or self.tag != "li" or any(run.words.strip() for run in self.runs):
            self.end()
            self.tag = tag

    def handle_endtag(self, tag: str) -> None:
        if tag in self._UNSEEN:
            self.unseen = max(0, self.unseen - 1)
        elif tag == "table":
            self._end_table()
        elif tag in ("td", "th") and self.cell is not None and self.rows:
            self.rows[-1].append(" ".join("".join(self.cell).split()))
            self.cell = None
        elif tag in ("ul", "ol"):
            self.end()
            self.lists = self.lists[:-1]
        elif tag == "a":
            self.link = ""
        elif tag in ("strong", "b"):
            self.is_strong = False
        elif tag in self._BLOCKS:
            self.end()

    def handle_data(self, data: str) -> None:
        if self.unseen:
            return
        if self.rows is not None:
            if self.cell is not None:
                self.cell.append(data)
            return
        is_outside = self.link.startswith(("http:", "https:", "mailto:"))
        kind = "link" if is_outside else "strong" if self.is_strong else ""
        self.runs.append(FlowRun(re.sub(r"\s+", " ", data), kind, self.link if is_outside else ""))  # type: ignore[arg-type]

    def end(self) -> None:
        """Ends the block that was begun."""
        runs, self.runs = joined_runs(self.runs), []
        tag, self.tag = self.tag, ""
        if not any(run.words.strip() for run in runs):
            self.tag = tag if tag == "li" else ""
            return
        place = f"line {self.getpos()[0]}"
        if re.fullmatch("h[1-6]", tag):
            self.blocks.append(
                FlowBlock("heading", plain_runs("".join(run.words for run in runs)), place, (place,), int(tag[1]))
            )
        elif tag == "li" or (self.lists and tag == "p"):
            depth = max(0, len(self.lists) - 1)
            self.blocks.append(FlowBlock("item", runs, place, (place,), depth, self.lists[-1:] == ["ol"]))
        else:
            self.blocks.append(FlowBlock("paragraph", runs, place, (place,)))

    def _end_table(self) -> None:
        rows, self.rows, self.cell = self.rows or [], None, None
        width = max(map(len, rows), default=0)
        cells = tuple((*row, *[""] * (width - len(row))) for row in rows if any(row))
        places = tuple(f"table {self.tables}, row {at}" for at in range(1, len(rows) + 1))
        if cells and width:
            self.blocks.append(FlowBlock("table", place=places[0], places=places, cells=cells))
