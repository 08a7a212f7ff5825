"""Tables in the lines of a PDF: lines that are divided into cells which stand below each other.

Comes in: lines. Goes out: which of them are tables, and the cells of each.
"""

import re
from itertools import pairwise

from reportgen.ingest.rows import NOTE_END, NOTE_START, SourcePiece, SourceRow

# How many lines with one piece alone may stand inside a table, and how many divided lines make one.
_MOST_BETWEEN, _LEAST = 2, 2
# Units: heights of a line by which two lines of one row are apart at most.
_SAME_ROW = 1.15
# Units: heights of letters between two columns at least.
_COLUMN_GAP = 1.2
_BULLETS = set("•▪◦‣●○■□–-*·\uf0b7\uf0a7\uf02do")
_MARK = re.compile(rf"{NOTE_START}(?:\d{{1,3}}|[*†‡§]+|(\w*)){NOTE_END}")
_Span = tuple[float, float]


def table_lines(lines: list[SourceRow]) -> dict[int, int]:
    """How many lines each table has, by the number of its first one."""
    found: dict[int, int] = {}
    at = 0
    while at < len(lines):
        # Justified lines below a table are divided too, so the longest that is a table counts.
        lengths = range(_length(lines, at), 1, -1)
        length = next((length for length in lengths if table_of(lines[at : at + length])), 0)
        if length:
            found[at] = length
        at += max(1, length)
    return found


def _length(lines: list[SourceRow], start: int) -> int:
    """How far a table reaches that begins with a line; 0 where none does."""
    if len(_cells(lines[start])) < 2:
        return 0
    last, divided = start, 1
    for at in range(start + 1, len(lines)):
        if at - last > _MOST_BETWEEN or lines[at].page != lines[start].page or lines[at].column != lines[start].column:
            break
        if len(_cells(lines[at])) >= 2:
            last, divided = at, divided + 1
    return last - start + 1 if divided >= _LEAST else 0


def table_of(lines: list[SourceRow]) -> tuple[tuple[str, ...], ...]:
    """The cells of some lines by row, each row with as many; nothing where they stand in no columns."""
    divided = [line for line in lines if len(_cells(line)) >= 2]
    spans = columns_of([piece for line in divided for piece in _cells(line)]) if len(divided) >= _LEAST else []
    if len(spans) < 2 or any(len({_column(piece, spans) for piece in _cells(line)}) < 2 for line in divided):
        return ()
    # The gaps of words in a line that fills its column are narrower.
    size = max(line.size for line in divided)
    if any(right[0] - left[1] < _COLUMN_GAP * size for left, right in pairwise(spans)):
        return ()
    rows: list[list[str]] = []
    before: SourceRow | None = None
    for line in lines:
        pieces: dict[int, str] = {}
        for piece in _cells(line):
            column = _column(piece, spans)
            pieces[column] = f"{pieces.get(column, '')} {_words(piece)}".strip()
        height = max(line.size, 1.0) * 1.3
        is_near = before is not None and line.bottom - before.bottom <= _SAME_ROW * height
        if rows and is_near and not (0 in pieces and len(pieces) > 1 and len(rows[-1]) > 0 and rows[-1][0]):
            for column, text in pieces.items():
                rows[-1][column] = f"{rows[-1][column]} {text}".strip()
        else:
            rows.append([pieces.get(column, "") for column in range(len(spans))])
        before = line
    return tuple(tuple(row) for row in rows) if len(rows) >= _LEAST else ()


def _cells(line: SourceRow) -> tuple[SourcePiece, ...]:
    """The pieces of a line without the sign of a list."""
    pieces = tuple(piece for piece in line.pieces if piece.text.strip())
    return () if pieces and pieces[0].text.strip() in _BULLETS else pieces


def _words(piece: SourcePiece) -> str:
    """The words of a cell. Why: a table holds no note, so the mark that leads to one goes; what else is raised, as in 1st, stays."""
    return _MARK.sub(r"\1", piece.noted) if piece.noted else piece.text


def columns_of(pieces: list[SourcePiece]) -> list[_Span]:
    """Pieces that overlap from left to right are one column."""
    spans: list[_Span] = []
    for piece in sorted(pieces, key=lambda one: (one.left, one.right)):
        if spans and piece.left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], piece.right))
        else:
            spans.append((piece.left, piece.right))
    return spans


def _column(piece: SourcePiece, spans: list[_Span]) -> int:
    middle = (piece.left + piece.right) / 2
    return min(range(len(spans)), key=lambda at: abs((spans[at][0] + spans[at][1]) / 2 - middle))
