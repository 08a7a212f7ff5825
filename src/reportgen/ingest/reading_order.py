"""The rows of a page in the order in which a person reads them: a page in two columns has its left one first.

Comes in: rows as they stand on pages, each with its pieces from left to right. Goes out: pieces with the places of their rows.
"""

from collections.abc import Iterator
from itertools import groupby
from statistics import median

from reportgen.ingest.rows import SourcePiece, SourceRow

# Units: shares of the width of a page, in which a gutter is looked for, and that the right column fills at least.
_MIDDLE, _WIDE = (0.38, 0.62), 0.2
# Shares of the rows of a page: those with words on both sides of a gutter at least, those across it at most.
_BESIDE, _ACROSS = 0.3, 0.25


def in_reading_order(rows: tuple[SourceRow, ...]) -> Iterator[tuple[SourceRow, tuple[SourcePiece, ...]]]:
    """Each row, or each half of a row, as it is read. Why: a heading or a table across both columns ends what stands above it."""
    for page, group in groupby(rows, lambda row: row.page):
        found = list(group)
        gutter = _gutter(found) if page else None
        if gutter is None:
            yield from ((row, row.pieces) for row in found)
        else:
            yield from _in_columns(found, gutter)


def _in_columns(rows: list[SourceRow], gutter: float) -> Iterator[tuple[SourceRow, tuple[SourcePiece, ...]]]:
    """Down the left column, then down the right one, between any two rows that go across."""
    for is_across, group in groupby(rows, lambda row: _is_across(row, gutter)):
        band = list(group)
        if is_across:
            yield from ((row, row.pieces) for row in band)
            continue
        for is_right in (False, True):
            for row in band:
                pieces = tuple(piece for piece in row.pieces if (piece.left >= gutter) is is_right)
                if pieces:
                    yield row, pieces


def _gutter(rows: list[SourceRow]) -> float | None:
    """Where a page is divided into two columns of text; None where it is not, or a table alone divides it."""
    width = max((piece.right for row in rows for piece in row.pieces), default=0)
    best: tuple[float, float] | None = None
    for step in range(int(_MIDDLE[0] * 100), int(_MIDDLE[1] * 100) + 1):
        at = width * step / 100
        across = sum(_is_across(row, at) for row in rows)
        beside = [row for row in rows if row.pieces[0].right <= at <= row.pieces[-1].left]
        if across > _ACROSS * len(rows) or len(beside) < _BESIDE * len(rows):
            continue
        right = median(max(one.right - one.left for one in row.pieces if one.left >= at) for row in beside)
        if right >= _WIDE * width and (best is None or across < best[0]):
            best = (across, at)
    return best[1] if best else None


def _is_across(row: SourceRow, gutter: float) -> bool:
    return any(piece.left < gutter < piece.right for piece in row.pieces)
