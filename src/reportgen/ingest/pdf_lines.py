"""The lines of a PDF as they are read, what is usual in them, and whether a line goes on with the one before it.

Comes in: rows of pages. Goes out: lines, and how a document is set.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import groupby, pairwise

from reportgen.ingest.reading_order import OrderedLine
from reportgen.ingest.rows import SourceRow

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
BULLET = re.compile(r"([•▪◦‣●○■□–\-*·\uf0b7\uf0a7\uf02d])(?:\s+|\Z)|o\s+(?=[A-Z])")
NUMBERED = re.compile(r"\(?(\d{1,2})[.)]\s+(?=\D)")
BROKEN = re.compile(r"(\w+)[-‐]\Z")
_SENTENCE_END = re.compile(r"[.!?:][)”’\"']*\Z")


@dataclass(frozen=True, slots=True)
class PageMeasures:
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


def without_repeated(rows: tuple[SourceRow, ...]) -> tuple[SourceRow, ...]:
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


def measures_of(lines: list[OrderedLine]) -> PageMeasures:
    """How most of a document is set."""
    sizes: Counter[tuple[float, bool]] = Counter()
    for line in lines:
        sizes[round(line.row.size * 2) / 2, line.row.is_bold] += len(line.text)
    (size, is_bold), _ = sizes.most_common(1)[0] if sizes else ((10.0, False), 0)
    steps: Counter[float] = Counter()
    for line, below in pairwise(lines):
        step = below.row.bottom - line.row.bottom
        is_text = all(abs(one.row.size - size) < _NEARLY and not BULLET.match(one.text) for one in (line, below))
        if _is_below(line, below) and is_text and step < _FAR * size:
            steps[round(step / size, 1)] += 1
    leading = steps.most_common(1)[0][0] if steps else 1.2
    wider = sum(count for step, count in steps.items() if step > _WIDER_GAP * leading)
    lefts: dict[int, float] = {}
    margins: dict[tuple[int, int], float] = {}
    for line in lines:
        column = line.column
        is_usual = abs(line.row.size - size) < _NEARLY and line.row.is_bold == is_bold
        if is_usual and len(line.pieces) <= 2:
            lefts[column] = min(lefts.get(column, line.left), line.left)
            spot = (line.row.page, column)
            margins[spot] = max(margins.get(spot, 0), line.right)
    return PageMeasures(size, is_bold, leading, wider > _SPACED * steps.total(), lefts, margins)


def _is_below(line: OrderedLine, below: OrderedLine) -> bool:
    same = line.row.page == below.row.page and line.column == below.column
    return same and below.row.bottom > line.row.bottom


def goes_on(group: list[OrderedLine], below: OrderedLine, usual: PageMeasures) -> bool:
    """Whether a line goes on with the paragraph of the lines before it."""
    line = group[-1]
    if BULLET.match(below.text) or abs(below.row.size - line.row.size) > _SAME_SIZE * line.row.size:
        return False
    if BULLET.match(group[0].text) and _indent(below, usual) < _indent(group[0], usual) - _OUTDENTED:
        return False
    is_heading = looks_like_heading(line, usual)
    if is_heading != looks_like_heading(below, usual):
        return False
    step = below.row.bottom - line.row.bottom
    if is_heading and line.row.page == below.row.page and 0 < step <= _HEADING_STEP * line.row.size:
        return True
    is_broken = bool(BROKEN.search(line.text))
    if line.row.page != below.row.page or step <= 0:
        fits = line.right + _first_word(below) < _margin(line, usual) - _SLACK
        is_whole = bool(_SENTENCE_END.search(line.text))
        is_same_page = line.row.page == below.row.page
        is_inside = not is_whole if is_same_page else not is_whole and not fits
        return not is_heading and (below.text[:1].islower() or is_broken or is_inside or (is_same_page and not fits))
    if step > _WIDER_GAP * usual.leading * max(line.row.size, below.row.size):
        return False
    if NUMBERED.match(below.text) and NUMBERED.match(group[0].text):
        return False
    room = _margin(line, usual) - _SLACK - line.right - _first_word(below)
    is_whole = bool(_SENTENCE_END.search(line.text))
    share = (_SHORT if usual.is_spaced else 0) if is_whole else _RAGGED
    return is_broken or room <= share * (_margin(line, usual) - line.left)


def _first_word(line: OrderedLine) -> float:
    """How wide the first word of a line is, with the space before it."""
    word = line.text.split(" ", 1)[0]
    return (line.right - line.left) * (len(word) + 1) / max(1, len(line.text))


def _indent(line: OrderedLine, usual: PageMeasures) -> float:
    return line.left - usual.lefts.get(line.column, line.left)


def _margin(line: OrderedLine, usual: PageMeasures) -> float:
    return usual.margins.get((line.row.page, line.column), line.right)


def looks_like_heading(line: OrderedLine, usual: PageMeasures) -> bool:
    """Whether the letters of a line are larger or bolder than usual."""
    is_bold = line.row.is_bold and not usual.is_bold
    return line.row.size >= _HEADING_SIZE * usual.size or (is_bold and line.row.size >= 0.95 * usual.size)
