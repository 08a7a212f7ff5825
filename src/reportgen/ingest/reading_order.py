"""The rows of a page in the order in which a person reads them: a page in two columns has its left one first.

Comes in: rows as they stand on pages, each with its pieces from left to right. Goes out: rows, and halves of rows.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby, pairwise
from statistics import median

from reportgen.ingest.rows import SourcePiece, SourceRow

# Units: shares of the width of a page, in which a gutter is looked for, and that the right column fills at least.
_MIDDLE, _WIDE = (0.38, 0.62), 0.2
# Shares of the rows of a page: those with words on both sides of a gutter at least, those across it at most.
_BESIDE, _ACROSS = 0.3, 0.25
# Units: points by which a line may reach over the gutter, as points of a list do that are set in.
_BEYOND = 10
# Units: share of the width left of the gutter below which words are few; rows that make a table.
_SHORT, _FEWEST_ROWS = 0.4, 2
# Units: pieces of a row of cells, the share of its width that they fill at most; rows between two of a table.
_CELLS, _FILLED, _BETWEEN = 3, 0.8, 2
_SIGNS = "•▪◦‣●○■□\uf0b7\uf0a7"
# Units: usual distances of lines. Rows that are further apart have a gap between them.
_APART = 1.4
_SENTENCE_END = re.compile(r"[.!?:;][)”’\"']*\Z")
# Units: words of a line that can be a running head, with the number of its page.
_LONGEST_HEAD = 12


def in_columns(rows: tuple[SourceRow, ...]) -> tuple[SourceRow, ...] | None:
    """The rows with each half of one as a row, as if pages were in two columns that tables stand in too; None where none can be.

    Why: a page of tables does not say whether it has columns, so whoever reads tables tries both ways.
    """
    divided: list[SourceRow] = []
    has_columns = False
    for page, group in groupby(rows, lambda row: row.page):
        found = list(group)
        gutter = _least_crossed(found) if page else None
        has_columns |= gutter is not None
        divided += _columns(found, gutter) if gutter is not None else found
    return tuple(divided) if has_columns else None


def _least_crossed(rows: list[SourceRow]) -> float | None:
    """The middle of where the fewest rows cross a page, near its middle; None where more do than headings."""
    width = max((piece.right for row in rows for piece in row.pieces), default=0)
    left = min((piece.left for row in rows for piece in row.pieces), default=0)
    steps = [left + (width - left) * step / 100 for step in range(40, 61)]
    crossed = [sum(piece.left < at < piece.right for row in rows for piece in row.pieces) for at in steps]
    least = min(crossed, default=0)
    places = [at for at, count in zip(steps, crossed, strict=True) if count == least]
    return median(places) if places and least <= _ACROSS * len(rows) else None


def _columns(rows: list[SourceRow], gutter: float) -> Iterator[SourceRow]:
    for is_across, group in groupby(rows, lambda row: _is_across(row, gutter)):
        band = list(group)
        yield from band if is_across else _side_by_side(band, gutter)


def _side_by_side(rows: list[SourceRow], gutter: float) -> Iterator[SourceRow]:
    """Down the left column, then down the right one."""
    for column in (0, 1):
        for row in rows:
            pieces = _half(row, gutter, column)
            if pieces:
                yield replace(row, pieces=pieces, column=column)


def in_reading_order(rows: tuple[SourceRow, ...]) -> Iterator[SourceRow]:
    """Each row, or each half of a row, as it is read. Why: a heading or a table across both columns ends what stands above it."""
    for page, group in groupby(rows, lambda row: row.page):
        found = list(group)
        gutter = _gutter(found) if page else None
        yield from found if gutter is None else _in_columns(found, gutter)


def without_running_heads(rows: tuple[SourceRow, ...]) -> tuple[SourceRow, ...]:
    """The rows without the first or last one of a page where it is a few words and the number of the page.

    Why: a number that begins a line may be that of a footnote, so there the other words must stand on another page too.
    """
    pages = [(page, list(group)) for page, group in groupby(rows, lambda row: row.page)]
    edges = [(page, " ".join(_without_number(found[at], page))) for page, found in pages if page for at in (0, -1)]
    kept: list[SourceRow] = []
    for page, found in pages:
        for at in (-1, 0):
            words = found[at].text.split() if page and found else []
            if not words or len(words) > _LONGEST_HEAD or str(page) not in (words[0], words[-1]):
                continue
            others = _without_number(found[at], page)
            is_elsewhere = any(other != page and text == " ".join(others) for other, text in edges)
            if words[-1] == str(page) or not others or is_elsewhere:
                del found[at]
        kept.extend(found)
    return tuple(kept)


def _without_number(row: SourceRow, page: int) -> list[str]:
    """The words of a row but for the number of its page at its beginning."""
    words = row.text.split()
    return words[1:] if words[:1] == [str(page)] else words


def _in_columns(rows: list[SourceRow], gutter: float) -> Iterator[SourceRow]:
    """Down the left column, then down the right one, between any two rows that go across."""
    tabular = _tabular(rows, gutter)
    for is_across, group in groupby(rows, lambda row: row.place in tabular or _is_across(row, gutter)):
        band = list(group)
        if is_across:
            yield from band
            continue
        for part in _balanced(band, gutter):
            yield from _side_by_side(part, gutter)


def _tabular(rows: list[SourceRow], gutter: float) -> set[str]:
    """The places of rows of a table that goes across both columns: some that follow one another, with few words on both sides.

    Why: heads of columns and labels go on over several lines, so that some rows of a table have words on one side alone.
    """
    found: set[str] = set()
    for is_short, group in groupby(rows, lambda row: _is_short_on_both_sides(row, gutter)):
        places = [row.place for row in group]
        if is_short and len(places) >= _FEWEST_ROWS:
            found.update(places)
    at = [number for number, row in enumerate(rows) if row.place in found or _is_of_cells(row, gutter)]
    for start, end in pairwise(at):
        between = rows[start + 1 : end]
        has_cells = any(_is_of_cells(rows[one], gutter) for one in (start, end))
        if has_cells and len(between) <= _BETWEEN and all(_is_narrow(row, gutter) for row in between):
            found.update(row.place for row in rows[start : end + 1])
    return found


def _is_of_cells(row: SourceRow, gutter: float) -> bool:
    """Whether a row has words at three places or more, far apart, on both sides."""
    filled = sum(piece.right - piece.left for piece in row.pieces)
    is_open = filled < _FILLED * (row.pieces[-1].right - row.pieces[0].left)
    return len(row.pieces) >= _CELLS and is_open and bool(_half(row, gutter, 0)) and bool(_half(row, gutter, 1))


def _is_narrow(row: SourceRow, gutter: float) -> bool:
    return all(piece.right - piece.left < _SHORT * gutter for piece in row.pieces)


def _is_short_on_both_sides(row: SourceRow, gutter: float) -> bool:
    has_both = bool(_half(row, gutter, 0)) and bool(_half(row, gutter, 1))
    is_list = any(piece.text[:1] in _SIGNS for piece in row.pieces)
    return has_both and not is_list and _is_narrow(row, gutter)


def _balanced(band: list[SourceRow], gutter: float) -> list[list[SourceRow]]:
    """A band divided where each paragraph is set in two columns by itself.

    Why: there the left column breaks off inside a sentence above a gap that goes through both, and the right one goes on with it.
    """
    distances = sorted(below.bottom - row.bottom for row, below in pairwise(band))
    if not distances:
        return [band]
    usual = distances[len(distances) // 4]
    parts: list[list[SourceRow]] = [[band[0]]]
    for row, below in pairwise(band):
        if below.bottom - row.bottom > _APART * usual:
            parts.append([])
        parts[-1].append(below)
    breaks_off = [_ends_inside(part, gutter) for part in parts[:-1]]
    return parts if sum(breaks_off) * 3 >= len(breaks_off) > 0 else [band]


def _ends_inside(part: list[SourceRow], gutter: float) -> bool:
    """Whether the left column of some rows ends inside a sentence, and the right one does not."""
    ends = []
    for column in (0, 1):
        halves = [half for row in part if (half := _half(row, gutter, column))]
        text = " ".join(piece.text for piece in halves[-1]) if halves else ""
        ends.append(bool(_SENTENCE_END.search(text)) if text else None)
    return ends == [False, True]


def _half(row: SourceRow, gutter: float, column: int) -> tuple[SourcePiece, ...]:
    return tuple(piece for piece in row.pieces if (_middle(piece) >= gutter) is bool(column))


def _gutter(rows: list[SourceRow]) -> float | None:
    """Where a page is divided into two columns of text; None where it is not, or a table alone divides it."""
    width = max((piece.right for row in rows for piece in row.pieces), default=0)
    best: tuple[float, float] | None = None
    for step in range(int(_MIDDLE[0] * 100), int(_MIDDLE[1] * 100) + 1):
        at = width * step / 100
        across = sum(_is_across(row, at) for row in rows)
        beside = [row for row in rows if row.pieces[0].right <= at + _BEYOND and row.pieces[-1].left >= at - _BEYOND]
        if across > _ACROSS * len(rows) or len(beside) < _BESIDE * len(rows):
            continue
        right = median(
            max((one.right - one.left for one in row.pieces if _middle(one) >= at), default=0) for row in beside
        )
        if right >= _WIDE * width and (best is None or across < best[0]):
            best = (across, at)
    return best[1] if best else None


def _is_across(row: SourceRow, gutter: float) -> bool:
    return any(piece.left < gutter - _BEYOND and piece.right > gutter + _BEYOND for piece in row.pieces)


def _middle(piece: SourcePiece) -> float:
    return (piece.left + piece.right) / 2
