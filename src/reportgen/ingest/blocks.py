"""Which rows of a file are the rows of which table of an edition.

Comes in: rows, and an edition. Goes out: for each table that was found a block of its rows, with how like they are.
Why: titles, rules and columns differ from file to file. What all have is the order of the tables, labels that are like those of
the edition, and as many values as there are columns.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import takewhile

from reportgen.ingest.labels import Labels, words_of
from reportgen.ingest.rows import SourcePiece, SourceRow
from reportgen.ingest.values import looks_like_value, trailing_values
from reportgen.read.edition_shapes import TableShape

# A label less like than this is another's; above the second bound, it needs no second look.
LIKE, VERY_LIKE = 0.55, 0.7
_MARGIN = 0.06
# How many lines above and below its figure a label may be broken over, and how far above a table its title may stand.
_BROKEN_OVER, _BROKEN_OVER_ON_PAGE, TITLE_REACH = 3, 8, 14
# How many other rows with values, and how many rows in all, may stand between two rows of a table.
_MOST_OTHERS, _MOST_BETWEEN = 2, 14
_TITLE_WEIGHT, _MARGIN_WEIGHT, _COMPLETE_WEIGHT = 0.5, 1.0, 0.5
_TITLE_LIKE, _TITLE_MARGIN = 0.2, 0.2
_WORTH = 0.35
# What each further line of a label costs, so that no line joins that adds nothing.
_JOINED = 0.005
# Words belong to the nearer of two lines with values where it is nearer by this share.
_NEARER = 0.75
# A line beside one with values, and its words.
_Beside = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Split:
    """One way to divide a line: the words of its label, and its values."""

    label: str
    values: tuple[SourcePiece, ...]


@dataclass(frozen=True, slots=True)
class Match:
    """A row of the edition found in a line. Shape: `rows` are the places of all lines that its label is on, from the top."""

    at: int
    split: Split
    label: str
    likeness: float
    rows: tuple[int, ...]
    is_by_order: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A line with values. Shape: `ways` to read it, each as a match with nothing yet."""

    at: int
    splits: tuple[Split, ...]
    ways: tuple[Match, ...]


@dataclass(frozen=True)
class Block:
    """A table of the edition found in a file.

    Shape: `matches` by row; `title` is the share of its caption that stands above it, and `margin` by how much that fits better
    than the caption of any other table.
    """

    table: str
    matches: dict[str, Match] = field(hash=False)
    title: float
    margin: float
    score: float

    @property
    def is_titled(self) -> bool:
        """Whether what stands above it says that it is this table and no other."""
        return self.title >= _TITLE_LIKE and self.margin >= _TITLE_MARGIN

    @cached_property
    def start(self) -> int:
        """The first line of the block."""
        return min(min(match.rows) for match in self.matches.values())

    @cached_property
    def end(self) -> int:
        """The last line of the block."""
        return max(max(match.rows) for match in self.matches.values())


class Finder:
    """Finds the tables of an edition in the rows of one file."""

    def __init__(self, rows: tuple[SourceRow, ...], tables: dict[str, TableShape], captions: dict[str, str]) -> None:
        self.rows = rows
        self.tables = tables
        self.captions = captions
        labels = [row.label for table in tables.values() for row in table.rows.values()]
        self.labels = Labels(labels)
        self.titles = Labels(captions.values(), digit=0.3)
        self.table_titled = cache(self._titled)
        self.candidates = tuple(self._candidates())
        self.table_rows = frozenset(self._table_rows())

    def blocks(self) -> dict[str, Block]:
        """The best block for each table: those in the order of the edition first, then others that nothing else is read from."""
        found = {table: list(self._blocks_of(table)) for table in self.tables}
        chosen = self._in_order(found)
        for table, blocks in found.items():
            taken = [(block.start, block.end) for block in chosen.values()]
            free = [
                block
                for block in blocks
                if block.is_titled and all(block.end < start or block.start > end for start, end in taken)
            ]
            if table not in chosen and free:
                chosen[table] = max(free, key=lambda block: block.score)
        return chosen

    def again(self, table: str, chosen: Block, taken: list[Block]) -> Iterator[Block]:
        """Other places where a table stands as completely, such as a summary."""
        for block in self._blocks_of(table):
            is_apart = all(block.end < other.start or block.start > other.end for other in taken)
            if is_apart and block.is_titled and len(block.matches) == len(chosen.matches):
                yield block

    def lines_above(self, matches: dict[str, Match], before: int) -> list[int]:
        """The lines in which the title of a table and the heads of its columns stand, nearest first."""
        first = min(match.at for match in matches.values())
        label_rows = {row for match in matches.values() for row in match.rows}
        last = max(before, first - 1 - TITLE_REACH - len(label_rows))
        return [at for at in range(first - 1, last, -1) if at not in label_rows]

    def _candidates(self) -> Iterator[Candidate]:
        for at, row in enumerate(self.rows):
            for label, values in _runs(row):
                splits = list(_splits(label, values, row.is_cells))
                if splits:
                    left = min(piece.left for piece in splits[0].values)
                    above, below = (tuple(self._beside(at, step, left)) for step in (-1, 1))
                    yield Candidate(at, tuple(splits), tuple(_ways(at, splits, above, below)))

    def _beside(self, at: int, step: int, left: float) -> Iterator[_Beside]:
        """The lines above or below that hold nothing but words to the left of a line's values."""
        row = self.rows[at]
        for number in range(1, (_BROKEN_OVER_ON_PAGE if row.page else _BROKEN_OVER) + 1):
            other = at + step * number
            if not 0 <= other < len(self.rows):
                return
            beside = self.rows[other]
            near = self.rows[other - step]
            height = max(row.bottom - row.top, 1)
            if beside.part != row.part if not row.page else abs(beside.page - row.page) > 1:
                return
            if beside.page == near.page and row.page and abs(beside.top - near.top) > 2 * height:
                return
            words = [piece for piece in beside.pieces if piece.left < left]
            if len(words) < len(beside.pieces) or not words:
                return
            if row.page and self._is_nearer_to_another(other, at, step):
                return
            yield other, " ".join(piece.text for piece in words)

    def _is_nearer_to_another(self, line: int, at: int, step: int) -> bool:
        """Whether words stand much nearer to the next line with values than to this one."""
        for other in range(line + step, line + _BROKEN_OVER * step, step):
            if not 0 <= other < len(self.rows) or len({self.rows[one].page for one in (other, line, at)}) > 1:
                return False
            if any(looks_like_value(piece.text) for piece in self.rows[other].pieces[1:] or self.rows[other].pieces):
                words = self.rows[line].bottom
                return abs(self.rows[other].bottom - words) < _NEARER * abs(self.rows[at].bottom - words)
        return False

    def match(self, label: str, number: int, columns: int) -> Match | None:
        """The best way to read a line as the row of that label; None where no way is like it."""
        best: tuple[float, Match] | None = None
        for way in self.candidates[number].ways:
            like = self.labels.likeness(label, way.label)
            rank = like * _fit(len(way.split.values), columns) - _JOINED * len(way.rows)
            if like >= LIKE and (best is None or rank > best[0]):
                best = rank, replace(way, likeness=like)
        return best[1] if best else None

    def _blocks_of(self, table: str) -> Iterator[Block]:
        shape = self.tables[table]
        names = {name: _labels_of(shape, name, self.captions[table]) for name in shape.rows}
        fits: list[dict[str, Match]] = []
        for number in range(len(self.candidates)):
            matches: dict[str, Match] = {}
            for name, labels in names.items():
                found = [match for label in labels if (match := self.match(label, number, len(shape.columns)))]
                if found:
                    matches[name] = max(found, key=lambda match: match.likeness)
            fits.append(matches)
        for start, matches in enumerate(fits):
            if matches:
                block = self._block_from(table, start, fits)
                if block:
                    yield block

    def _block_from(self, table: str, start: int, fits: list[dict[str, Match]]) -> Block | None:
        """The rows of a table from one line on, until a row comes a second time or too many others come."""
        shape = self.tables[table]
        reached: list[int] = []
        others = 0
        taken: dict[str, Match] = {}
        for number in range(start, len(self.candidates)):
            at = self.candidates[number].at
            last = self.candidates[reached[-1]].at if reached else at
            if self._is_apart(table, last, at):
                break
            used = {row for match in taken.values() for row in match.rows}
            free = {name: match for name, match in fits[number].items() if used.isdisjoint(match.rows)}
            match = _clearest(free, {*taken, *self._passed(shape, last, at)})
            if match is None:
                if _clearest(free, set()) is not None:
                    break
                others += 1
                if others > _MOST_OTHERS:
                    break
                continue
            others = 0
            reached.append(number)
            taken[match[0]] = match[1]
            if len(taken) == len(shape.rows):
                break
        if not taken:
            return None
        self._by_order(table, taken, reached)
        title, margin = self._title(table, taken)
        fit = sum(_fit(len(match.split.values), len(shape.columns)) for match in taken.values()) / len(taken)
        likeness = sum(match.likeness for match in taken.values()) / len(shape.rows)
        complete = _COMPLETE_WEIGHT if len(taken) == len(shape.rows) else 0.0
        score = fit * (likeness + complete + _TITLE_WEIGHT * title + _MARGIN_WEIGHT * margin)
        return Block(table, taken, title, margin, score)

    def _is_apart(self, table: str, before: int, at: int) -> bool:
        """Whether a line can be in no table that the line before is in: far below, in another, or below the title of another.

        Why: where the cells of a table cannot be read, the rows of the next one are like its rows, and their sums hold.
        """
        is_cells = self.rows[before].is_cells and self.rows[at].is_cells
        return (
            at - before > _MOST_BETWEEN
            or (is_cells and self.rows[before].part != self.rows[at].part)
            or any(self.table_titled(other) not in ("", table) for other in range(before + 1, at))
        )

    def _passed(self, shape: TableShape, before: int, at: int) -> set[str]:
        """The rows of a table that lie between two lines, and of which no value can be read."""
        lines = [self.rows[other].pieces for other in range(before + 1, at)]
        beside = [pieces[0].text for pieces in lines if len(pieces) > 1]
        return {
            name
            for name, row in shape.rows.items()
            if any(self.labels.likeness(row.label, text) >= VERY_LIKE for text in beside)
        }

    def _titled(self, at: int) -> str:
        """The table whose caption a line is very like; empty for none."""
        like = {name: self.titles.likeness(caption, self.rows[at].text) for name, caption in self.captions.items()}
        best = max(like, key=lambda name: like[name])
        return best if like[best] >= VERY_LIKE else ""

    def _by_order(self, table: str, taken: dict[str, Match], reached: list[int]) -> None:
        """The one row that is left and the one line that is left where it belongs are each other's, whatever its label."""
        shape = self.tables[table]
        left = [name for name in shape.rows if name not in taken]
        if len(left) != 1 or len(taken) < 2:
            return
        order = list(shape.rows)
        place = order.index(left[0])
        known = {name: match.at for name, match in taken.items()}
        before = max((known[name] for name in order[:place] if name in known), default=None)
        after = min((known[name] for name in order[place + 1 :] if name in known), default=None)
        between = [
            candidate
            for number, candidate in enumerate(self.candidates)
            if number not in reached
            and (before is None or before < candidate.at <= before + 3)
            and (after is None or after - 3 <= candidate.at < after)
        ]
        if len(between) == 1:
            splits = [split for split in between[0].splits if len(split.values) == len(shape.columns) and split.label]
            if splits:
                taken[left[0]] = Match(between[0].at, splits[0], splits[0].label, 0.0, (between[0].at,), True)

    def _title(self, table: str, taken: dict[str, Match]) -> tuple[float, float]:
        """How much of the caption of a table stands above rows, and how much better it fits than that of any other.

        Why: “returned to custody for breach” stands above two tables; the words that only one caption has tell them apart.
        """
        texts = [match.label for match in taken.values()] if len(self.tables[table].rows) == 1 else []
        above = takewhile(lambda at: at not in self.table_rows, self.lines_above(taken, -1))
        texts += (self.rows[at].text for at in above)
        text = " ".join(texts)
        own, share = frozenset(words_of(self.captions[table])), self.titles.share_found
        heads = {word for column in self.tables[table].columns.values() for word in words_of(column.label)}
        margins = []
        for rival in self._rivals(table, taken):
            other = frozenset(words_of(self.captions[rival]))
            margins.append(share(own - other, text) - share(other - own - heads, text))
        return share(own, text), min(margins, default=1.0)

    def _rivals(self, table: str, taken: dict[str, Match]) -> Iterator[str]:
        """The other tables that rows of these labels could be of."""
        for name, shape in self.tables.items():
            if name != table and all(
                any(self.labels.likeness(row.label, match.label) >= LIKE for row in shape.rows.values())
                for match in taken.values()
            ):
                yield name

    def _table_rows(self) -> Iterator[int]:
        """The lines that are very like some row of the edition, so that what is above them is another table's title."""
        labels = {row.label for table in self.tables.values() for row in table.rows.values()}
        for candidate in self.candidates:
            if any(self.labels.likeness(label, way.label) >= VERY_LIKE for label in labels for way in candidate.ways):
                yield candidate.at

    def _in_order(self, found: dict[str, list[Block]]) -> dict[str, Block]:
        """The blocks that come in the order of the edition, do not overlap, and fit best together.

        Source: weighted interval scheduling, with the tables in their order.
        """
        best: list[tuple[float, dict[str, Block]]] = [(0.0, {})] * (len(self.rows) + 1)
        for table, blocks in found.items():
            now = list(best)
            by_end: dict[int, list[Block]] = {}
            for block in blocks:
                if block.score > _WORTH:
                    by_end.setdefault(block.end, []).append(block)
            for end in range(1, len(self.rows) + 1):
                if now[end - 1][0] > now[end][0]:
                    now[end] = now[end - 1]
                for block in by_end.get(end - 1, ()):
                    score, before = best[block.start]
                    if score + block.score > now[end][0]:
                        now[end] = (score + block.score, {**before, table: block})
            best = now
        return best[-1][1]


def _ways(at: int, splits: list[Split], above: tuple[_Beside, ...], below: tuple[_Beside, ...]) -> Iterator[Match]:
    """The ways to read a line: where its label ends, and how many lines above and below belong to it."""
    seen: set[tuple[str, int]] = set()
    for up in range(len(above) + 1):
        for down in range(len(below) + 1):
            over, under = above[:up][::-1], below[:down]
            rows = (*(row for row, _ in over), at, *(row for row, _ in under))
            for split in splits:
                words = (*(words for _, words in over), split.label, *(words for _, words in under))
                text = " ".join(filter(None, words))
                if text and (text, len(split.values)) not in seen:
                    seen.add((text, len(split.values)))
                    yield Match(at, split, text, 0.0, rows)


def _labels_of(shape: TableShape, row: str, caption: str) -> tuple[str, ...]:
    """What may stand beside a row; in a table of one row and one column, its caption too."""
    label = shape.rows[row].label
    return (label, caption) if len(shape.rows) == len(shape.columns) == 1 else (label,)


def _clearest(matches: dict[str, Match], taken: set[str]) -> tuple[str, Match] | None:
    """The row that a line is clearly most like, among those that are not taken yet; None where two are as like.

    Why: “cautioned or convicted” is as like to “cautioned” as to “convicted”, and is neither.
    """
    ranked = sorted(((match.likeness, name) for name, match in matches.items() if name not in taken), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _MARGIN):
        return None
    over = max((match.likeness for name, match in matches.items() if name in taken), default=0.0)
    return (ranked[0][1], matches[ranked[0][1]]) if ranked[0][0] > over else None


def _fit(values: int, columns: int) -> float:
    """How well a number of values fits a number of columns."""
    if values == columns:
        return 1.0
    return 0.75 if abs(values - columns) == 1 and columns > 2 else 0.5


def _runs(row: SourceRow) -> Iterator[tuple[list[SourcePiece], list[SourcePiece]]]:
    """The words of a row with the values that follow them, as often as values follow words."""
    label: list[SourcePiece] = []
    values: list[SourcePiece] = []
    for piece in row.pieces:
        if _holds_values(piece):
            values.append(piece)
            continue
        if values:
            yield label, values
            label, values = [], []
        label.append(piece)
    if label or values:
        yield label, values


def _holds_values(piece: SourcePiece) -> bool:
    """Whether a piece is a value, several with too small a gap between them, or a cell of which the file shows nothing."""
    return looks_like_value(piece.text) or all(map(looks_like_value, piece.text.split()))


def _splits(label: list[SourcePiece], values: list[SourcePiece], is_cells: bool) -> Iterator[Split]:
    """The ways to divide words from values: as the gaps do, with only the last words as a label, with numbers of the label."""
    words = " ".join(piece.text for piece in label)
    if values:
        yield Split(words, tuple(values))
        if len(label) > 1:
            yield Split(label[-1].text, tuple(values))
        apart = [part for piece in values for part in ([piece] if is_cells else _apart(piece))]
        if len(apart) > len(values):
            yield Split(words, tuple(apart))
    if is_cells or not label:
        return
    *others, last = label
    tail: tuple[SourcePiece, ...] = ()
    for start, end in reversed(trailing_values(last.text)):
        is_glued = not last.text[start - 1].isspace()
        tail = (last.part(start, end, ("the number is glued to a word",) if is_glued else ()), *tail)
        yield Split(" ".join([*(piece.text for piece in others), *last.text[:start].split()]), (*tail, *values))


def _apart(piece: SourcePiece) -> list[SourcePiece]:
    """The values of one piece where each of its words is one. Why: narrow columns may leave less than a space between two."""
    words = piece.text.split()
    if len(words) < 2 or not all(looks_like_value(word) and word[0] not in "([" for word in words):
        return [piece]
    return piece.by_words()
