"""Which values of a block stand in which column of the edition.

Comes in: a block and the lines above it. Goes out: for each row its pieces by column, and whether the heads say so.
"""

from dataclasses import dataclass
from itertools import pairwise

from reportgen.ingest.blocks import Block, Match
from reportgen.ingest.labels import Labels, words_of
from reportgen.ingest.pdf_tables import columns_of
from reportgen.ingest.rows import SourcePiece, SourceRow
from reportgen.read.edition_shapes import TableShape

_LIKE, _MARGIN = 0.5, 0.1
# Units: points, characters or columns by which a head stands to the right of the labels of rows.
_ASIDE = 0.5
# How many lines above a table may hold its heads where they cannot be told apart by their places.
_HEAD_LINES = 4
_Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a block.

    Shape: `spans` from left to right, each with the edition's column or "" for another; `question` says why they are not
    certain.
    """

    spans: tuple[_Span, ...]
    names: tuple[str, ...]
    question: str = ""

    def cells(self, match: Match) -> dict[str, list[SourcePiece]]:
        """The values of a row by column; a value that stands in none is left out."""
        found: dict[str, list[SourcePiece]] = {}
        values = match.split.values
        if len(values) == len(self.spans):
            places = list(range(len(values)))
        else:
            places = [_nearest(piece, self.spans) for piece in values]
        for place, piece in zip(places, values, strict=True):
            if place >= 0 and self.names[place]:
                found.setdefault(self.names[place], []).append(piece)
        return found


def find_columns(
    block: Block, shape: TableShape, rows: tuple[SourceRow, ...], above: list[int], former: Columns | None, year: str
) -> Columns | None:
    """The columns of a block; None where its values do not stand in columns that could be those of the edition.

    Shape: `above` are the lines over it, nearest first; `former` the columns of the block before, which a table without heads
    shares; `year` is the label of the year, which heads may name instead.
    """
    names = tuple(shape.columns)
    spans = _spans(block, len(names))
    if len(names) == 1:
        return _single(names[0], spans, _heads(spans, rows, above, block), year)
    if len(spans) < len(names) - 1 or len(spans) < 2:
        return None
    heads = _heads(spans, rows, above, block)
    if not any(heads):
        if former and former.names and set(former.names) == set(names) and _are_same(spans, former.spans):
            return Columns(spans, former.names, former.question)
        if len(spans) != len(names):
            return None
        in_order = _stand_in_order(names, shape, [rows[at].text for at in above])
        question = "" if in_order else "nothing above its columns says which they are"
        return Columns(spans, names, question)
    return _named(spans, heads, shape, [rows[at].text for at in above])


def _named(spans: tuple[_Span, ...], heads: list[str], shape: TableShape, lines: list[str]) -> Columns | None:
    names = list(shape.columns)
    labels = Labels([form for name in names for form in _forms(shape.columns[name].label)])
    scores = {
        (place, name): max(labels.likeness(form, head) for form in _forms(shape.columns[name].label))
        for place, head in enumerate(heads)
        for name in names
        if head
    }
    found: dict[int, str] = {}
    for (place, name), score in sorted(scores.items(), key=lambda item: -item[1]):
        rivals = [scores.get((place, other), 0) for other in names if other != name and other not in found.values()]
        if (
            score >= _LIKE
            and place not in found
            and name not in found.values()
            and score >= max(rivals, default=0) + _MARGIN
        ):
            found[place] = name
    left = [name for name in names if name not in found.values()]
    places = [place for place in range(len(spans)) if place not in found]
    question = ""
    if len(left) == len(places) == 1:
        found[places[0]] = left[0]
        if [found[place] for place in sorted(found)] != names:
            question = f"no column is headed “{shape.columns[left[0]].label}”, and the others stand in another order"
    elif left and len(left) == len(places):
        if not _stand_in_order(tuple(names), shape, lines):
            question = "the heads of its columns are not like those of the edition, so their order is a guess"
        found |= dict(zip(places, left, strict=True))
    elif left and len(places) > len(left):
        return None
    elif left:
        question = f"no column is headed “{shape.columns[left[0]].label}”"
    return Columns(spans, tuple(found.get(place, "") for place in range(len(spans))), question)


def _forms(label: str) -> tuple[str, ...]:
    """A head, what stands before its colon, and what stands behind it."""
    start, _, rest = label.partition(":")
    return tuple(form for form in (label, start, rest.strip()) if form)


def _stand_in_order(names: tuple[str, ...], shape: TableShape, lines: list[str]) -> bool:
    """Whether the short heads of all columns stand one after the other, each once, in a line above or in two of them."""
    shorts = [" ".join(words_of(shape.columns[name].label.partition(":")[0])) for name in names]
    near = lines[:_HEAD_LINES]
    for line in (*near, *(f"{upper} {lower}" for lower, upper in pairwise(near))):
        words = " ".join(words_of(line))
        places = [words.find(short) for short in shorts]
        if all(words.count(short) == 1 for short in shorts) and places == sorted(places):
            return True
    return False


def _single(name: str, spans: tuple[_Span, ...], heads: list[str], year: str) -> Columns:
    """The one column of a table; where a file shows several years, the one that is headed by this year."""
    if len(spans) <= 1:
        return Columns(spans, (name,))
    this = [place for place, head in enumerate(heads) if year in head or year.replace("/", "-") in head]
    if len(this) == 1:
        return Columns(spans, tuple(name if place == this[0] else "" for place in range(len(spans))))
    return Columns(spans, tuple(name for _ in spans), "several values stand beside its label, and one is asked for")


def _spans(block: Block, columns: int) -> tuple[_Span, ...]:
    """Where the columns of a block are, from left to right.

    Why: the rows that have as many values as there are columns say so best; where none has, values above one another do.
    """
    rows = [match.split.values for match in block.matches.values()]
    whole = [values for values in rows if len(values) == columns] or [
        values for values in rows if len(values) == max(map(len, rows))
    ]
    spans = [
        (min(values[place].left for values in whole), max(values[place].right for values in whole))
        for place in range(len(whole[0]))
    ]
    are_apart = all(one[1] < other[1] for one, other in pairwise(spans))
    if are_apart and max(map(len, rows)) == len(spans):
        return tuple(spans)
    return tuple(columns_of([piece for values in rows for piece in values]))


def _nearest(piece: SourcePiece, spans: tuple[_Span, ...]) -> int:
    """The column that a value overlaps most, or else whose middle is nearest; -1 where two are as near."""
    overlaps = [min(piece.right, right) - max(piece.left, left) for left, right in spans]
    best = max(range(len(spans)), key=lambda place: overlaps[place])
    if overlaps[best] > 0:
        return best
    middle = (piece.left + piece.right) / 2
    ranked = sorted((abs((left + right) / 2 - middle), place) for place, (left, right) in enumerate(spans))
    if len(ranked) > 1 and ranked[1][0] < 2 * ranked[0][0]:
        return -1
    return ranked[0][1]


def _heads(spans: tuple[_Span, ...], rows: tuple[SourceRow, ...], above: list[int], block: Block) -> list[str]:
    """The words above each column, up to a line that spans several or two lines without any: the table's title."""
    middles = [(left + right) / 2 for left, right in spans]
    edges = [(one + other) / 2 for one, other in pairwise(middles)]
    width = (spans[-1][1] - spans[0][0]) / max(len(spans) - 1, 1)
    lefts = [spans[0][0] - width / 2, *edges]
    rights = [*edges, spans[-1][1] + width / 2]
    words: list[list[str]] = [[] for _ in spans]
    labels = min(rows[match.at].pieces[0].left for match in block.matches.values())
    silent = 0
    for at in above:
        pieces = [piece for piece in rows[at].pieces if piece.left > labels + _ASIDE]
        # Two heads may be no further apart than two words.
        if len(pieces) > 1 and rows[at].page:
            pieces = [part for piece in pieces for part in piece.by_words()]
        if any(sum(piece.left < right and piece.right > left for left, right in spans) > 1 for piece in pieces):
            break
        heads = [piece for piece in pieces if piece.right > lefts[0]]
        silent = 0 if heads else silent + 1
        if any(words) and silent > 1:
            break
        for piece in heads:
            shares = [
                min(piece.right, right) - max(piece.left, left) for left, right in zip(lefts, rights, strict=True)
            ]
            place = max(range(len(spans)), key=lambda one: shares[one])
            if shares[place] > 0:
                words[place].insert(0, piece.text)
    return [" ".join(one) for one in words]


def _are_same(spans: tuple[_Span, ...], former: tuple[_Span, ...]) -> bool:
    """Whether two tables have their columns in the same places."""
    return len(spans) == len(former) and all(
        one[0] < other[1] and one[1] > other[0] for one, other in zip(spans, former, strict=True)
    )
