"""The text of a PDF as paragraphs: lines joined where a paragraph goes on, and divided where the next one begins.

Comes in: rows, and the bytes that they were read from. Goes out: blocks in the order of reading. Run only behind the wall of process.py.
Why: a PDF knows lines alone. A paragraph ends at a wider gap, at other letters, or where the next word had still fitted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from reportgen.ingest.flow import FlowBlock, FlowRun, divided_run, joined_runs
from reportgen.ingest.pdf_pictures import PagePicture, pictures_of_pages
from reportgen.ingest.pdf_tables import table_lines, table_of
from reportgen.ingest.reading_order import in_reading_order, without_running_heads
from reportgen.ingest.rows import NOTE_END, NOTE_START, SourceRow

# Units: shares of the usual size of letters; of the usual distance of lines; distances of the lines of a heading.
_SAME_SIZE, _HEADING_SIZE, _WIDER_GAP, _HEADING_STEP = 0.08, 1.1, 1.25, 1.5
# Units: points by which a word may stand beyond the usual right margin, or to the left of a sign.
_SLACK, _OUTDENTED = 3.0, 4.0
# Units: shares of a column by which a line may be short inside a sentence, and at the end of one where paragraphs are set apart.
_RAGGED, _SHORT = 0.2, 0.4
# Units: points by which letters differ that look alike; share of all lines below which a gap stands where paragraphs are set apart.
_NEARLY, _SPACED = 0.6, 0.06
# Units: sizes of letters from which two lines are not below each other.
_FAR = 5
_BULLET = re.compile(r"([•▪◦‣●○■□–\-*·\uf0b7\uf0a7\uf02d])(?:\s+|\Z)|o\s+(?=[A-Z])")
_NUMBERED = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\D)")
_BROKEN = re.compile(r"(\w+)[-‐]\Z")
_SENTENCE_END = re.compile(r"[.!?:][)”’\"']*\Z")
# Units: share of the usual size of letters, below which a line is small; words of a heading.
_NOTE_SIZE, _LONGEST_HEADING, _LONGEST_SENTENCE = 0.93, 25, 6
_NOTE_LINE = re.compile(f"{NOTE_START}?(\\d{{1,3}}|[*†‡§]){NOTE_END}?\\s*(?=\\S)")
_REFERENCE = re.compile(f"{NOTE_START}([^{NOTE_END}]*){NOTE_END}")


@dataclass(frozen=True, slots=True)
class _PageMeasures:
    """What is usual in a document.

    Shape: `is_spaced` where paragraphs are set apart; `lefts` by column, and the right `margins` by page and column.
    Units: points; `leading` in sizes of letters.
    """

    size: float
    is_bold: bool
    leading: float
    is_spaced: bool
    lefts: dict[int, float]
    margins: dict[tuple[int, int], float]


def read_pdf_flow(rows: tuple[SourceRow, ...], data: bytes) -> tuple[FlowBlock, ...]:
    """The blocks of a PDF. Raises: Unreadable."""
    lines = [line for line in in_reading_order(_without_repeated(without_running_heads(rows))) if line.noted]
    usual = _measures_of(lines)
    notes = _notes_below(lines, usual)
    in_notes = {line.place for group in notes.values() for line in group}
    lines = [line for line in lines if line.place not in in_notes]
    words = frozenset(re.findall(r"[\w-]+", " ".join(line.noted for line in lines).casefold()))
    blocks = list(_blocks(lines, usual, pictures_of_pages(data)))
    inside = dict(_notes_inside(blocks))
    labels = _labels({**notes, **inside})
    blocks = [block for block in blocks if not any(block is note for note in inside.values())]
    made = [_block(block, usual, labels, words) for block in blocks]
    sizes = sorted({block.level for block in made if block.kind == "heading"}, reverse=True)
    levelled = [replace(one, level=sizes.index(one.level) + 1) if one.kind == "heading" else one for one in made]
    return (*levelled, *_footnotes({**notes, **inside}, labels, words))


def _notes_below(lines: list[SourceRow], usual: _PageMeasures) -> dict[tuple[int, str], list[SourceRow]]:
    """The lines of each footnote, by page and mark: small letters below all others of their page."""
    found: dict[tuple[int, str], list[SourceRow]] = {}
    for page in dict.fromkeys(line.page for line in lines):
        on_page = [line for line in lines if line.page == page]
        lowest = max((line.bottom for line in on_page if line.size > _NOTE_SIZE * usual.size), default=0)
        key: tuple[int, str] | None = None
        for line in on_page:
            if line.bottom <= lowest:
                continue
            begins = _NOTE_LINE.match(line.noted)
            if begins:
                key = (page, begins[1])
            if key:
                found.setdefault(key, []).append(line)
    return found


def _notes_inside(
    blocks: list[list[SourceRow] | PagePicture],
) -> Iterator[tuple[tuple[int, str], list[SourceRow]]]:
    """Paragraphs that begin with a small raised mark, to which another one of the same page refers."""
    groups = [block for block in blocks if isinstance(block, list)]
    for group in groups:
        begins = _NOTE_LINE.match(group[0].noted)
        if not begins or not group[0].noted.startswith(NOTE_START):
            continue
        page, sign = group[0].page, f"{NOTE_START}{begins[1]}{NOTE_END}"
        others = (line for other in groups if other is not group for line in other if line.page == page)
        if any(sign in line.noted for line in others):
            yield (page, begins[1]), group


def _labels(notes: dict[tuple[int, str], list[SourceRow]]) -> dict[tuple[int, str], str]:
    """What each footnote is called: its mark, with its page where the marks begin anew on each."""
    counts = Counter(mark for _, mark in notes)
    return {
        (page, mark): mark if mark.isdigit() and counts[mark] == 1 else f"p{page}-{mark if mark.isdigit() else number}"
        for number, (page, mark) in enumerate(notes, 1)
    }


def _blocks(
    lines: list[SourceRow], usual: _PageMeasures, pictures: list[PagePicture]
) -> Iterator[list[SourceRow] | PagePicture]:
    """The lines of each block, and pictures where they stand between them."""
    left = list(pictures)
    tables = table_lines(lines)
    group: list[SourceRow] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        standing = [one for one in left if (one.page, one.bottom) <= (line.page, line.bottom)]
        length = tables.get(at, 0)
        if group and (standing or length or not _goes_on(group, line, usual)):
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
    group: list[SourceRow] | PagePicture,
    usual: _PageMeasures,
    labels: dict[tuple[int, str], str],
    words: frozenset[str],
) -> FlowBlock:
    """Lines as a block. Shape: the level of a heading is ten times the size of its letters, and one more where they are bold."""
    if isinstance(group, PagePicture):
        return FlowBlock("picture", place=group.place, places=(group.place,), label=group.name, data=group.data)
    first = group[0]
    places = tuple(line.place for line in group)
    table = table_of(group)
    if table:
        doubt = f"Look whether this table is as it stands in the file, {first.place}"
        return FlowBlock("table", place=first.place, places=places, cells=table, doubt=doubt)
    text = _joined([line.noted for line in group], words)
    kind, is_ordered, level = "paragraph", False, 0
    bullet = _BULLET.match(text)
    unmarked = text[bullet.end() :] if bullet else text
    number = _NUMBERED.match(unmarked)
    if bullet or number:
        kind, is_ordered = "item", bool(number)
        text = unmarked[number.end() :] if number else unmarked
    elif all(_looks_like_heading(line, usual) for line in group) and _can_be_heading(text):
        kind, level = "heading", round(first.size * 10) + first.is_bold
    return FlowBlock(kind, _runs(text, first.page, labels), first.place, places, level, is_ordered)  # type: ignore[arg-type]


def _can_be_heading(text: str) -> bool:
    """Whether words in larger letters are few enough. Why: a sentence in larger letters opens a page, and is no heading."""
    return len(text.split()) <= (_LONGEST_SENTENCE if text.endswith(".") else _LONGEST_HEADING)


def _joined(lines: list[str], words: frozenset[str]) -> str:
    """Lines as one text; a hyphen at the end of a line goes where the word stands without it elsewhere, or is no compound."""
    text = lines[0]
    for line in lines[1:]:
        broken, next_word = _BROKEN.search(text), re.match(r"\w+", line)
        if not broken or not next_word:
            text += (" " if not text.endswith(("/", "-")) or not next_word else "") + line
            continue
        whole, compound = broken[1] + next_word[0], f"{broken[1]}-{next_word[0]}"
        is_whole = whole.casefold() in words and compound.casefold() not in words
        text = (text[:-1] if is_whole else text) + line
    return text


def _runs(text: str, page: int, labels: dict[tuple[int, str], str]) -> tuple[FlowRun, ...]:
    """The words of a text, with what leads to a footnote of the same page; other marks are letters like others."""

    def led_to(mark: re.Match[str]) -> FlowRun:
        label = labels.get((page, mark[1]))
        return FlowRun("", "footnote", label) if label else FlowRun(mark[1])

    return joined_runs(divided_run(FlowRun(text), _REFERENCE, led_to))


def _footnotes(
    notes: dict[tuple[int, str], list[SourceRow]], labels: dict[tuple[int, str], str], words: frozenset[str]
) -> Iterator[FlowBlock]:
    for key, group in notes.items():
        text = _NOTE_LINE.sub("", _joined([line.noted for line in group], words), count=1)
        places = tuple(line.place for line in group)
        yield FlowBlock("footnote", _runs(text, -1, {}), places[0], places, label=labels[key])


def _without_repeated(rows: tuple[SourceRow, ...]) -> tuple[SourceRow, ...]:
    """The rows without the first and the last one of a page where another page has the same words at the same height."""
    pages = [list(group) for _, group in groupby(rows, lambda row: row.page)]
    edges = Counter(
        (row.text, round(row.bottom)) for page in pages for row in {id(page[at]): page[at] for at in (0, -1)}.values()
    )
    repeated = {edge for edge, count in edges.items() if count > 1}
    return tuple(
        row
        for page in pages
        for row in page
        if not ((row is page[0] or row is page[-1]) and (row.text, round(row.bottom)) in repeated)
    )


def _measures_of(lines: list[SourceRow]) -> _PageMeasures:
    """How most of a document is set."""
    sizes: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2, line.is_bold] += len(line.noted)
    (size, is_bold), _ = sizes.most_common(1)[0] if sizes else ((10.0, False), 0)
    steps: Counter[float] = Counter()
    for line, below in pairwise(lines):
        step = below.bottom - line.bottom
        is_text = all(abs(one.size - size) < _NEARLY and not _BULLET.match(one.noted) for one in (line, below))
        if _is_below(line, below) and is_text and step < _FAR * size:
            steps[round(step / size, 1)] += 1
    leading = steps.most_common(1)[0][0] if steps else 1.2
    wider = sum(count for step, count in steps.items() if step > _WIDER_GAP * leading)
    lefts: dict[int, float] = {}
    margins: dict[tuple[int, int], float] = {}
    for line in lines:
        column = line.column
        is_usual = abs(line.size - size) < _NEARLY and line.is_bold == is_bold
        if is_usual and len(line.pieces) <= 2:
            lefts[column] = min(lefts.get(column, line.left), line.left)
            spot = (line.page, column)
            margins[spot] = max(margins.get(spot, 0), line.right)
    return _PageMeasures(size, is_bold, leading, wider > _SPACED * steps.total(), lefts, margins)


def _is_below(line: SourceRow, below: SourceRow) -> bool:
    same = line.page == below.page and line.column == below.column
    return same and below.bottom > line.bottom


def _goes_on(group: list[SourceRow], below: SourceRow, usual: _PageMeasures) -> bool:
    """Whether a line goes on with the paragraph of the lines before it."""
    line = group[-1]
    if _BULLET.match(below.noted) or abs(below.size - line.size) > _SAME_SIZE * line.size:
        return False
    if _BULLET.match(group[0].noted) and _indent(below, usual) < _indent(group[0], usual) - _OUTDENTED:
        return False
    is_heading = _looks_like_heading(line, usual)
    if is_heading != _looks_like_heading(below, usual):
        return False
    step = below.bottom - line.bottom
    if is_heading and line.page == below.page and 0 < step <= _HEADING_STEP * line.size:
        return True
    is_broken = bool(_BROKEN.search(line.noted))
    if line.page != below.page or step <= 0:
        fits = line.right + _first_word(below) < _margin(line, usual) - _SLACK
        is_whole = bool(_SENTENCE_END.search(line.noted))
        is_same_page = line.page == below.page
        is_inside = not is_whole if is_same_page else not is_whole and not fits
        return not is_heading and (below.noted[:1].islower() or is_broken or is_inside or (is_same_page and not fits))
    if step > _WIDER_GAP * usual.leading * max(line.size, below.size):
        return False
    if _NUMBERED.match(below.noted) and _NUMBERED.match(group[0].noted):
        return False
    room = _margin(line, usual) - _SLACK - line.right - _first_word(below)
    is_whole = bool(_SENTENCE_END.search(line.noted))
    share = (_SHORT if usual.is_spaced else 0) if is_whole else _RAGGED
    return is_broken or room <= share * (_margin(line, usual) - line.left)


def _first_word(line: SourceRow) -> float:
    """How wide the first word of a line is, with the space before it."""
    word = line.noted.split(" ", 1)[0]
    return (line.right - line.left) * (len(word) + 1) / max(1, len(line.noted))


def _indent(line: SourceRow, usual: _PageMeasures) -> float:
    return line.left - usual.lefts.get(line.column, line.left)


def _margin(line: SourceRow, usual: _PageMeasures) -> float:
    return usual.margins.get((line.page, line.column), line.right)


def _looks_like_heading(line: SourceRow, usual: _PageMeasures) -> bool:
    """Whether the letters of a line are larger or bolder than usual."""
    is_bold = line.is_bold and not usual.is_bold
    return line.size >= _HEADING_SIZE * usual.size or (is_bold and line.size >= 0.95 * usual.size)
