"""The text of a PDF as paragraphs: lines joined where a paragraph goes on, and divided where the next one begins.

Comes in: rows, and the bytes that they were read from. Goes out: blocks in the order of reading. Run only behind the wall of process.py.
Why: a PDF knows lines alone. A paragraph ends at a wider gap, at other letters, or where the next word had still fitted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from reportgen.ingest.flow import FlowBlock, FlowRun, joined_runs
from reportgen.ingest.pdf_lines import (
    BROKEN,
    BULLET,
    NUMBERED,
    PageMeasures,
    goes_on,
    looks_like_heading,
    measures_of,
    without_repeated,
)
from reportgen.ingest.pdf_pictures import PagePicture, pictures_of_pages
from reportgen.ingest.pdf_tables import table_lines, table_of
from reportgen.ingest.reading_order import OrderedLine, in_reading_order, without_running_heads
from reportgen.ingest.rows import NOTE_END, NOTE_START, SourceRow

# Units: share of the usual size of letters, below which a line is small; words of a heading.
_NOTE_SIZE, _LONGEST_HEADING, _LONGEST_SENTENCE = 0.93, 25, 6
_NOTE_LINE = re.compile(f"{NOTE_START}?(\\d{{1,3}}|[*†‡§]){NOTE_END}?\\s*(?=\\S)")
_REFERENCE = re.compile(f"{NOTE_START}([^{NOTE_END}]*){NOTE_END}")


def read_pdf_flow(rows: tuple[SourceRow, ...], data: bytes) -> tuple[FlowBlock, ...]:
    """The blocks of a PDF. Raises: Unreadable."""
    lines = [line for line in in_reading_order(without_repeated(without_running_heads(rows))) if line.text]
    usual = measures_of(lines)
    notes = _notes_below(lines, usual)
    in_notes = {line.row.place for group in notes.values() for line in group}
    lines = [line for line in lines if line.row.place not in in_notes]
    words = frozenset(re.findall(r"[\w-]+", " ".join(line.text for line in lines).casefold()))
    blocks = list(_blocks(lines, usual, pictures_of_pages(data)))
    inside = dict(_notes_inside(blocks))
    labels = _labels({**notes, **inside})
    blocks = [block for block in blocks if not any(block is note for note in inside.values())]
    made = [_block(block, usual, labels, words) for block in blocks]
    sizes = sorted({block.level for block in made if block.kind == "heading"}, reverse=True)
    levelled = [replace(one, level=sizes.index(one.level) + 1) if one.kind == "heading" else one for one in made]
    return (*levelled, *_footnotes({**notes, **inside}, labels, words))


def _notes_below(lines: list[OrderedLine], usual: PageMeasures) -> dict[tuple[int, str], list[OrderedLine]]:
    """The lines of each footnote, by page and mark: small letters below all others of their page."""
    found: dict[tuple[int, str], list[OrderedLine]] = {}
    for page in dict.fromkeys(line.row.page for line in lines):
        on_page = [line for line in lines if line.row.page == page]
        lowest = max((line.row.bottom for line in on_page if line.row.size > _NOTE_SIZE * usual.size), default=0)
        key: tuple[int, str] | None = None
        for line in on_page:
            if line.row.bottom <= lowest:
                continue
            begins = _NOTE_LINE.match(line.text)
            if begins:
                key = (page, begins[1])
            if key:
                found.setdefault(key, []).append(line)
    return found


def _notes_inside(
    blocks: list[list[OrderedLine] | PagePicture],
) -> Iterator[tuple[tuple[int, str], list[OrderedLine]]]:
    """Paragraphs that begin with a small raised mark, to which another one of the same page refers."""
    groups = [block for block in blocks if isinstance(block, list)]
    for group in groups:
        begins = _NOTE_LINE.match(group[0].text)
        if not begins or not group[0].text.startswith(NOTE_START):
            continue
        page, sign = group[0].row.page, f"{NOTE_START}{begins[1]}{NOTE_END}"
        others = (line for other in groups if other is not group for line in other if line.row.page == page)
        if any(sign in line.text for line in others):
            yield (page, begins[1]), group


def _labels(notes: dict[tuple[int, str], list[OrderedLine]]) -> dict[tuple[int, str], str]:
    """What each footnote is called: its mark, with its page where the marks begin anew on each."""
    counts = Counter(mark for _, mark in notes)
    return {
        (page, mark): mark if mark.isdigit() and counts[mark] == 1 else f"p{page}-{mark if mark.isdigit() else number}"
        for number, (page, mark) in enumerate(notes, 1)
    }


def _blocks(
    lines: list[OrderedLine], usual: PageMeasures, pictures: list[PagePicture]
) -> Iterator[list[OrderedLine] | PagePicture]:
    """The lines of each block, and pictures where they stand between them."""
    left = list(pictures)
    tables = table_lines(lines)
    group: list[OrderedLine] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        standing = [one for one in left if (one.page, one.bottom) <= (line.row.page, line.row.bottom)]
        length = tables.get(at, 0)
        if group and (standing or length or not goes_on(group, line, usual)):
            yield group
            group = []
        for one in standing:
            left.remove(one)
            yield one
        if length:
            yield lines[at : at + length]
            at += length
            continue
        group.append(line)
        at += 1
    if group:
        yield group
    yield from left


def _block(
    group: list[OrderedLine] | PagePicture,
    usual: PageMeasures,
    labels: dict[tuple[int, str], str],
    words: frozenset[str],
) -> FlowBlock:
    """Lines as a block. Shape: the level of a heading is ten times the size of its letters, and one more where they are bold."""
    if isinstance(group, PagePicture):
        return FlowBlock("picture", place=group.place, places=(group.place,), label=group.name, data=group.data)
    first = group[0]
    places = tuple(line.row.place for line in group)
    table = table_of(group)
    if table:
        doubt = f"Look whether this table is as it stands in the file, {first.row.place}"
        return FlowBlock("table", place=first.row.place, places=places, cells=table, doubt=doubt)
    text = _joined([line.text for line in group], words)
    kind, is_ordered, level = "paragraph", False, 0
    bullet = BULLET.match(text)
    unmarked = text[bullet.end() :] if bullet else text
    number = NUMBERED.match(unmarked)
    if bullet or number:
        kind, is_ordered = "item", bool(number)
        text = unmarked[number.end() :] if number else unmarked
    elif all(looks_like_heading(line, usual) for line in group) and _can_be_heading(text):
        kind, level = "heading", round(first.row.size * 10) + first.row.is_bold
    return FlowBlock(kind, _runs(text, first.row.page, labels), first.row.place, places, level, is_ordered)  # type: ignore[arg-type]


def _can_be_heading(text: str) -> bool:
    """Whether words in larger letters are few enough. Why: a sentence in larger letters opens a page, and is no heading."""
    return len(text.split()) <= (_LONGEST_SENTENCE if text.endswith(".") else _LONGEST_HEADING)


def _joined(lines: list[str], words: frozenset[str]) -> str:
    """Lines as one text; a hyphen at the end of a line goes where the word stands without it elsewhere, or is no compound."""
    text = lines[0]
    for line in lines[1:]:
        broken, next_word = BROKEN.search(text), re.match(r"\w+", line)
        if not broken or not next_word:
            text += (" " if not text.endswith(("/", "-")) or not next_word else "") + line
            continue
        whole, compound = broken[1] + next_word[0], f"{broken[1]}-{next_word[0]}"
        is_whole = whole.casefold() in words and compound.casefold() not in words
        text = (text[:-1] if is_whole else text) + line
    return text


def _runs(text: str, page: int, labels: dict[tuple[int, str], str]) -> tuple[FlowRun, ...]:
    """The words of a text, with what leads to a footnote of the same page; other marks are letters like others."""
    found: list[FlowRun] = []
    end = 0
    for mark in _REFERENCE.finditer(text):
        label = labels.get((page, mark[1]))
        words = text[end : mark.start()]
        found += [FlowRun(words), FlowRun("", "footnote", label)] if label else [FlowRun(words + mark[1])]
        end = mark.end()
    return joined_runs((*found, FlowRun(text[end:])))


def _footnotes(
    notes: dict[tuple[int, str], list[OrderedLine]], labels: dict[tuple[int, str], str], words: frozenset[str]
) -> Iterator[FlowBlock]:
    for key, group in notes.items():
        text = _NOTE_LINE.sub("", _joined([line.text for line in group], words), count=1)
        places = tuple(line.row.place for line in group)
        yield FlowBlock("footnote", _runs(text, -1, {}), places[0], places, label=labels[key])
