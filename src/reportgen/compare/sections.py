"""How text changed: which section became which, what moved, and which words went and came.

Comes in: the sections of two versions. Goes out: a change for each section of either side.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from operator import attrgetter
from typing import Literal

from reportgen.compare.tables import TableChange, compare_table
from reportgen.compare.version import ComparedPassage, ComparedSection
from reportgen.compare.words import Edit, edits, likeness, neighbours

# How alike two texts are that may be one text, before and after. Two texts on one subject share fewer neighbouring words.
SAME_SECTION = 0.4
SAME_PASSAGE = 0.3
_MOST_PAIRS = 40_000
# What is never taken for another kind of passage.
_APART = {"table", "chart", "picture"}
_NONE = ComparedSection("", ComparedPassage("", ""), ())

Turn = Literal["same", "changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class PassageChange:
    """One passage.

    Shape: `kind` is what it is now, `former_kind` what it was; `edits` hold all its words, and none where it
    stayed the same; `table` is what changed in it where it is a table.
    """

    former_kind: str
    kind: str
    turn: Turn
    edits: tuple[Edit, ...]
    words: str
    table: TableChange | None
    is_other_picture: bool


@dataclass(frozen=True, slots=True)
class SectionChange:
    """One section.

    Shape: titles and letters are empty on the side that does not have it, chapters where there is none; `after` is the
    title of the section that it now follows, where it stands elsewhere among those that are still there, empty where it is
    the first.
    """

    name: str
    turn: Literal["same", "new", "gone"]
    old_title: str
    new_title: str
    is_renamed: bool
    old_chapter: str
    new_chapter: str
    old_letter: str
    new_letter: str
    after: str | None
    is_elsewhere: bool
    passages: tuple[PassageChange, ...]

    @property
    def is_moved(self) -> bool:
        """Whether it stands in another chapter, or elsewhere in its own."""
        return self.is_elsewhere or self.after is not None

    @property
    def is_rewritten(self) -> bool:
        """Whether any of its words, tables or pictures changed."""
        return any(passage.turn != "same" for passage in self.passages)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to tell about it."""
        is_relettered = self.old_letter != self.new_letter
        return self.turn != "same" or self.is_renamed or is_relettered or self.is_moved or self.is_rewritten

    @property
    def title(self) -> str:
        """The title by which a reader knows it now."""
        return self.new_title or self.old_title

    @property
    def chapter(self) -> str:
        """The title of the chapter that it stands in now; empty for a chapter."""
        return self.new_chapter or self.old_chapter

    @property
    def letter(self) -> str:
        """The letter of a note; empty for anything else."""
        return self.new_letter or self.old_letter


def compare_sections(old: tuple[ComparedSection, ...], new: tuple[ComparedSection, ...]) -> tuple[SectionChange, ...]:
    """Every section of either side, in the order of the newer one; one that is gone stands behind the one it followed."""
    pairs = _matched(old, new)
    before, after = ({section.name: section for section in side} for side in (old, new))
    came_from = {other.name: one for one, other in pairs}
    became = {one.name: other.name for one, other in pairs}
    moved = _moved(pairs, became, new)

    def compared(one: ComparedSection, other: ComparedSection) -> SectionChange:
        chapter = other.chapter or became.get(one.chapter, "")
        return SectionChange(
            other.name or one.name,
            "gone" if other is _NONE else "new" if one is _NONE else "same",
            one.title.words,
            other.title.words,
            _NONE not in (one, other) and one.title.identity != other.title.identity,
            before[one.chapter].title.words if one.chapter else "",
            after[chapter].title.words if chapter else "",
            one.letter,
            other.letter,
            moved.get(other.name),
            _NONE not in (one, other) and became.get(one.chapter, "") != other.chapter,
            compare_passages(one.passages, other.passages),
        )

    found = {"": list[SectionChange]()}
    found |= {other.name: [compared(came_from.get(other.name, _NONE), other)] for other in new}
    place = ""
    for one in old:
        place = became.get(one.name, place)
        if one.name not in became:
            found[place].append(compared(one, _NONE))
    return tuple(change for changes in found.values() for change in changes)


def _matched(
    old: tuple[ComparedSection, ...], new: tuple[ComparedSection, ...]
) -> list[tuple[ComparedSection, ComparedSection]]:
    """Which section became which, in the order of the older side.

    Chapters are known by their name and then by their text; their parts by name, by title and then by their text.
    """
    pairs: list[tuple[ComparedSection, ComparedSection]] = []
    for is_chapter in (True, False):
        became = {"": "", **{one.name: other.name for one, other in pairs}}
        ones = [one for one in old if bool(one.chapter) != is_chapter]
        others = [other for other in new if bool(other.chapter) != is_chapter]
        for known_by in (attrgetter("name"), attrgetter("title.text")):
            places = {(other.chapter, known_by(other)): other for other in reversed(others)}
            for one in tuple(ones):
                other = places.pop((became.get(one.chapter, one.chapter), known_by(one)), None)
                if other is not None:
                    pairs.append((one, other))
                    ones.remove(one)
                    others.remove(other)
        pairs += _alike(ones, others, old, new)
    places_of = {section.name: place for place, section in enumerate(old)}
    return sorted(pairs, key=lambda pair: places_of[pair[0].name])


def _alike(
    ones: list[ComparedSection],
    others: list[ComparedSection],
    old: tuple[ComparedSection, ...],
    new: tuple[ComparedSection, ...],
) -> list[tuple[ComparedSection, ComparedSection]]:
    """Pairs whose text is alike, the most alike first."""
    if len(ones) * len(others) > _MOST_PAIRS:
        return []
    before = {one.name: _text(one, old) for one in ones}
    after = {other.name: _text(other, new) for other in others}
    found = sorted(
        (
            (likeness(before[one.name], after[other.name]), -row, -column)
            for row, one in enumerate(ones)
            for column, other in enumerate(others)
        ),
        reverse=True,
    )
    pairs: list[tuple[ComparedSection, ComparedSection]] = []
    for degree, row, column in found:
        one, other = ones[-row], others[-column]
        if degree < SAME_SECTION or any(one is taken or other is given for taken, given in pairs):
            continue
        pairs.append((one, other))
    return pairs


def _text(section: ComparedSection, all_sections: tuple[ComparedSection, ...]) -> Counter[tuple[str, str]]:
    """The neighbouring words of a section and, for a chapter, of all that stands in it."""
    inner = (other for other in all_sections if other.chapter == section.name)
    parts = (section, *(() if section.chapter else inner))
    return sum((_neighbours(passage) for part in parts for passage in part.passages), Counter())


def _moved(
    pairs: list[tuple[ComparedSection, ComparedSection]], became: dict[str, str], new: tuple[ComparedSection, ...]
) -> dict[str, str]:
    """The sections that changed places with others of their chapter, each with the title of the one it now follows.

    Why: as few as can be are said to have moved, so that one page put first does not move all others.
    """
    places = {section.name: place for place, section in enumerate(new)}
    families: dict[str, list[tuple[ComparedSection, ComparedSection]]] = {}
    for one, other in pairs:
        if became.get(one.chapter, "") == other.chapter:
            families.setdefault(other.chapter, []).append((one, other))
    found: dict[str, str] = {}
    for family in families.values():
        order = [places[other.name] for _, other in family]
        stayed = _rising(order)
        now = sorted((other.name for _, other in family), key=places.__getitem__)
        for place in order:
            if place not in stayed:
                before = now.index(new[place].name) - 1
                found[new[place].name] = new[places[now[before]]].title.words if before >= 0 else ""
    return found


def _rising(numbers: Sequence[int]) -> frozenset[int]:
    """The most of the numbers that stand in rising order."""
    ends: list[int] = []
    chains: list[tuple[int, ...]] = []
    for number in numbers:
        place = bisect_left(ends, number)
        chain = (*(chains[place - 1] if place else ()), number)
        ends[place : place + 1] = [number]
        chains[place : place + 1] = [chain]
    return frozenset(chains[-1] if chains else ())


def compare_passages(old: tuple[ComparedPassage, ...], new: tuple[ComparedPassage, ...]) -> tuple[PassageChange, ...]:
    """Every passage of either side, in order, each with the one that it came from."""
    found: list[PassageChange] = []
    before, after = [one.identity for one in old], [other.identity for other in new]
    for kind, start, end, other_start, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            found.extend(_passage(other, other) for other in new[other_start:other_end])
        else:
            pairs = _side_by_side(old[start:end], new[other_start:other_end])
            found.extend(_passage(one, other) for one, other in pairs)
    return tuple(found)


def _side_by_side(
    old: tuple[ComparedPassage, ...], new: tuple[ComparedPassage, ...]
) -> Iterable[tuple[ComparedPassage | None, ComparedPassage | None]]:
    """Two runs of passages in order, those that are alike side by side, so that they are alike as much as can be."""
    if len(old) * len(new) > _MOST_PAIRS:
        return [*((one, None) for one in old), *((None, other) for other in new)]
    degrees = [[_degree(one, other) for other in new] for one in old]
    best = [[0.0] * (len(new) + 1) for _ in range(len(old) + 1)]
    for row in reversed(range(len(old))):
        for column in reversed(range(len(new))):
            together = degrees[row][column] and best[row + 1][column + 1] + degrees[row][column]
            best[row][column] = max(best[row + 1][column], best[row][column + 1], together)
    pairs: list[tuple[ComparedPassage | None, ComparedPassage | None]] = []
    row = column = 0
    while row < len(old) or column < len(new):
        if row < len(old) and best[row][column] == best[row + 1][column]:
            pairs.append((old[row], None))
            row += 1
        elif column < len(new) and best[row][column] == best[row][column + 1]:
            pairs.append((None, new[column]))
            column += 1
        else:
            pairs.append((old[row], new[column]))
            row, column = row + 1, column + 1
    return pairs


def _degree(one: ComparedPassage, other: ComparedPassage) -> float:
    """How alike two passages are; 0 where they are not one passage before and after."""
    if (one.kind in _APART or other.kind in _APART) and one.kind != other.kind:
        return 0.0
    degree = likeness(_neighbours(one), _neighbours(other))
    return degree if degree >= SAME_PASSAGE else 0.0


@lru_cache(maxsize=4096)
def _neighbours(passage: ComparedPassage) -> Counter[tuple[str, str]]:
    table = passage.table
    labels = (line.label for line in (*table.columns, *table.rows)) if table else ()
    return neighbours(" ".join((passage.text, *labels)))


def _passage(old: ComparedPassage | None, new: ComparedPassage | None) -> PassageChange:
    one, other = old or ComparedPassage("", ""), new or ComparedPassage("", "")
    turn: Turn = "gone" if new is None else "new" if old is None else "same"
    if turn == "same" and one.identity != other.identity:
        turn = "changed"
    return PassageChange(
        one.kind or other.kind,
        other.kind or one.kind,
        turn,
        edits(one.words, other.words) if turn != "same" else (),
        other.words or one.words,
        compare_table(one.table, other.table) if one.table or other.table else None,
        turn == "changed" and one.seen != other.seen,
    )
