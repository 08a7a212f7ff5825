"""The text of a plain text, of Markdown or Govspeak, as headings, paragraphs, points, tables and footnotes.

Comes in: bytes. Goes out: blocks in their order. Run only behind the wall of process.py.
"""

import re
from collections.abc import Iterator

from reportgen.ingest.flow import FlowBlock, FlowRun, joined_runs, plain_runs
from reportgen.ingest.text import LONGEST_LINE, RULE, decode, table_cells, without_addresses

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


def read_text_flow(data: bytes) -> tuple[FlowBlock, ...]:
    """The blocks of a text; marks of Markdown count where it has headings with them. Raises: Unreadable."""
    lines = [line[:LONGEST_LINE].rstrip() for line in without_addresses(decode(data)).splitlines()]
    is_marked = bool(_ANY_MARK.search("\n".join(lines)))
    return tuple(_blocks(lines, is_marked=is_marked))


def _blocks(lines: list[str], *, is_marked: bool) -> Iterator[FlowBlock]:
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
            yield from _table(lines[at:end], at)
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


def _table(lines: list[str], at: int) -> Iterator[FlowBlock]:
    rows = [table_cells(line.strip().removeprefix("|").removesuffix("|")) for line in lines if not RULE.match(line)]
    width = max((len(row) for row in rows), default=0)
    places = tuple(f"line {number}" for number in range(at + 1, at + 1 + len(lines)))
    if rows:
        cells = tuple((*row, *[""] * (width - len(row))) for row in rows)
        yield FlowBlock("table", place=places[0], places=places, cells=cells)


def _runs(text: str) -> tuple[FlowRun, ...]:
    found: list[FlowRun] = []
    end = 0
    for match in _INLINE.finditer(text):
        found.append(FlowRun(text[end : match.start()]))
        if match["strong"]:
            found.append(FlowRun(match["strong"], "strong"))
        elif match["note"]:
            found.append(FlowRun("", "footnote", match["note"]))
        else:
            found.append(FlowRun(match["words"], "link", match["target"]))
        end = match.end()
    return joined_runs((*found, FlowRun(text[end:])))
