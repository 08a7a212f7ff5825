"""Which words of a text went and which came.

Comes in: two texts. Goes out: one text of words that stayed, words that were deleted and words that were inserted.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

_TOKEN = re.compile(r"(\s*)(\w+(?:[’'.,/–-]\w+)*|[^\w\s])")
# A page written to be slow could repeat one word for ever; beyond this the whole text counts as replaced.
_MOST_STEPS = 4_000_000

Kind = Literal["same", "deleted", "inserted"]


@dataclass(frozen=True, slots=True)
class Edit:
    """Some words in a row. Shape: `is_apart` where a space stands before them."""

    kind: Kind
    words: str
    is_apart: bool


def edits(old: str, new: str) -> tuple[Edit, ...]:
    """The way from one text to another, word by word; what was deleted stands before what was inserted in its place."""
    before, after = _tokens(old), _tokens(new)
    found: list[Edit] = []
    for kind, start, end, other_start, other_end in _steps(before, after):
        if kind == "equal":
            found.extend(_edit("same", after[other_start:other_end]))
        else:
            found.extend(_edit("deleted", before[start:end]))
            found.extend(_edit("inserted", after[other_start:other_end]))
    return tuple(found)


def likeness(one: Counter[tuple[str, str]], other: Counter[tuple[str, str]]) -> float:
    """How alike two texts are, from 0 to 1, by the neighbouring words that they share."""
    size = one.total() + other.total()
    return 2 * (one & other).total() / size if size else 0.0


def neighbours(words: str) -> Counter[tuple[str, str]]:
    """Each two words that stand side by side in a text, its beginning and end among them."""
    return Counter(pairwise(("", *(word for _, word in _TOKEN.findall(words.casefold())), "")))


def _tokens(words: str) -> list[tuple[bool, str]]:
    """Each word and mark of a text, and whether a space stands before it, as it could before the first one."""
    return [(bool(space) or not place, word) for place, (space, word) in enumerate(_TOKEN.findall(words))]


def _steps(before: list[tuple[bool, str]], after: list[tuple[bool, str]]) -> list[tuple[str, int, int, int, int]]:
    times = Counter(after)
    if sum(times[token] for token in before) > _MOST_STEPS:
        return [("replace", 0, len(before), 0, len(after))]
    return list(SequenceMatcher(None, before, after, autojunk=False).get_opcodes())


def _edit(kind: Kind, tokens: list[tuple[bool, str]]) -> Iterator[Edit]:
    if tokens:
        yield Edit(kind, "".join(" " * space + word for space, word in tokens).lstrip(), tokens[0][0])
