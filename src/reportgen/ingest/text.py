"""Text, Markdown and Govspeak as rows and blocks, and values with separators as rows.

Comes in: bytes. Goes out: lines with their gaps and the cells of tables; headings, paragraphs, points, tables and footnotes. Run
only behind the wall of process.py.
"""

import csv
import io
import re
from collections.abc import Iterator

from reportgen.ingest.flow import FlowBlock, FlowRun, divided_run, joined_runs, plain_runs
from reportgen.ingest.rows import SourcePiece, SourceRow, SourceText, Unreadable, cell_pieces, table_block

KINDS = "give a PDF, a Word file (.docx), a workbook (.xlsx, .xls, .ods), a CSV file or a text"
_GAP = re.compile(r"\S+(?: \S+)*")
_RULE = re.compile(r"[\s|:+=-]*-[\s|:+=-]*\Z")
_LONGEST_LINE = 20_000
# A link to a place in the same text, and the address of a heading, as Govspeak has them.
_INNER_LINK = re.compile(r"\[((?:[^\[\]\n]|\[[^\[\]\n]{0,20}\]){1,200})\]\(#[^\s()]{1,200}\)")
_HEADING_ADDRESS = re.compile(r"(?<=\S) \{#[\w:-]+\}[ \t]*$", re.MULTILINE)
# So many lines with tabs make a text one whose cells tabs divide.
_TABBED = 3
_HEADING = re.compile(r" {0,3}(#{1,6})\s+(.+?)\s*#*\Z")
_ITEM = re.compile(r"(\s*)(?:[-*+•▪◦‣●·–]|(\d{1,3})[.)])\s+(?=\S)")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]{1,40})\]:\s*")
_INLINE = re.compile(
    r"\*\*(?P<strong>[^*\n]+)\*\*|\[\^(?P<note>[^\]\s]+)\]|\[(?P<words>[^\[\]]+)\]\((?P<target>(?:https?:|mailto:)[^\s()]+)\)"
)
_ANY_MARK = re.compile(r"^ {0,3}#{1,6}\s", re.MULTILINE)
_ENDS = re.compile(r"[.!;,][)”’\"']*\Z")
# Units: words of a line that stands by itself and can be a heading.
_LONGEST_HEADING = 10
# Units: letters of a word that is small in a title too.
_SHORT_WORD = 3


def decode(data: bytes) -> str:
    """A text in UTF-8 or UTF-16, or else in the old encoding of Windows. Raises: Unreadable for what is no text."""
    encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode("cp1252", "replace")
    if "\x00" in text:
        raise Unreadable("this file is no text, and none of the kinds that can be read", KINDS)
    return text


def read_text_file(data: bytes) -> SourceText:
    """The lines of a text, those of a table in Markdown as its cells; and its blocks.

    Why: marks of Markdown count where it has headings with them.
    """
    text = _INNER_LINK.sub(r"\1", decode(data))
    lines = [line[:_LONGEST_LINE] for line in _HEADING_ADDRESS.sub("", text).splitlines()]
    is_tabbed = sum("\t" in line for line in lines) >= _TABBED
    rows = [_line(line, number, is_tabbed) for number, line in enumerate(lines, 1)]
    flow = tuple(_blocks(lines, rows, is_marked=bool(_ANY_MARK.search("\n".join(lines)))))
    return SourceText("text", f"{len(lines):,} lines", tuple(row for row in rows if row), flow=flow)


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


def _line(line: str, number: int, is_tabbed: bool) -> SourceRow | None:
    place = f"line {number}"
    if not line.strip() or _RULE.match(line):
        return None
    if line.lstrip().startswith("|"):
        cells = re.split(r"(?<!\\)\|", line.strip().removeprefix("|").removesuffix("|"))
        # Govspeak gives the cells of heads a sign.
        pieces = cell_pieces(cell.strip().lstrip("#") for cell in cells)
        return SourceRow(place, pieces, "", True) if pieces else None
    if is_tabbed:
        pieces = cell_pieces(line.split("\t"))
        return SourceRow(place, pieces) if pieces else None
    words = line.expandtabs().replace("\xa0", " ")
    return SourceRow(place, tuple(SourcePiece(found[0], found.start(), found.end()) for found in _GAP.finditer(words)))


def _blocks(lines: list[str], rows: list[SourceRow | None], *, is_marked: bool) -> Iterator[FlowBlock]:
    """Blocks between empty lines, each line of a list by itself. Why: Govspeak has its figures in the same tables."""
    at = 0
    while at < len(lines):
        end = at
        while end < len(lines) and lines[end].strip() and not (end > at and _begins(lines[end])):
            end += 1
        end = max(end, at + 1)
        group = lines[at:end]
        if group[0].lstrip().startswith("|"):
            while end < len(lines) and lines[end].lstrip().startswith("|"):
                end += 1
            if table := [row for row in rows[at:end] if row]:
                yield table_block(table)
        elif group[0].strip():
            yield from _block(group, at, is_marked=is_marked)
        at = end


def _begins(line: str) -> bool:
    """Whether a line begins a block without an empty line before it."""
    return bool(_HEADING.match(line) or _ITEM.match(line) or _FOOTNOTE.match(line)) or line.lstrip().startswith("|")


def _block(group: list[str], at: int, *, is_marked: bool) -> Iterator[FlowBlock]:
    place = f"line {at + 1}"
    places = tuple(f"line {number}" for number in range(at + 1, at + 1 + len(group)))
    heading, item, note = _HEADING.match(group[0]), _ITEM.match(group[0]), _FOOTNOTE.match(group[0])
    text = " ".join(line.strip() for line in group)
    if heading:
        yield FlowBlock("heading", plain_runs(heading[2]), place, places[:1], len(heading[1]))
        if len(group) > 1:
            yield from _block(group[1:], at + 1, is_marked=is_marked)
    elif note:
        yield FlowBlock("footnote", _runs(text[note.end() :]), place, places, label=note[1])
    elif item:
        words = _ITEM.sub("", text.lstrip(), count=1)
        depth = len(item[1].expandtabs()) // 2
        yield FlowBlock("item", _runs(words), place, places, min(depth, 3), bool(item[2]))
    elif not is_marked and _looks_like_heading(text):
        yield FlowBlock("heading", plain_runs(text), place, places, 1)
    else:
        yield FlowBlock("paragraph", _runs(text.removeprefix("> ")), place, places)


def _looks_like_heading(text: str) -> bool:
    """Whether a line that stands by itself is a heading: few words and no end of a sentence.

    Why: a question may be one, and so may words with a colon, if they are capitals as in a title; others begin a list.
    """
    words = text.split()
    most = {"?": 6, ":": 4}.get(text[-1:], _LONGEST_HEADING)
    is_title = not text.endswith(":") or all(word[0].isupper() for word in words if len(word) > _SHORT_WORD)
    return len(words) <= most and not _ENDS.search(text) and text[:1].isupper() and is_title


def _runs(text: str) -> tuple[FlowRun, ...]:
    return joined_runs(divided_run(FlowRun(text), _INLINE, _marked))


def _marked(match: re.Match[str]) -> FlowRun:
    if match["strong"]:
        return FlowRun(match["strong"], "strong")
    return FlowRun("", "footnote", match["note"]) if match["note"] else FlowRun(match["words"], "link", match["target"])
