"""How like the words of a file are to a label of an edition.

Comes in: all labels of an edition. Goes out: the likeness of any words to one of them, between 0 and 1.
Why: areas word their labels in their own way; a word that few labels have tells more than one that many have, and a label may be
broken inside a word. Source: the F-measure of information retrieval, over words weighted by inverse document frequency.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_SMALL = frozenset(
    """
    a an and are as at been by following for from had have has in is number of
    on or per s the their to under was were who with
    """.split()  # noqa: SIM905 - words are read and kept in order more easily than a list of them
)
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}
_NOTE = re.compile(r"[(\[](?:note )?[a-z0-9][)\]]|[⁰¹²³⁴-⁹*†‡§]")
_WORD = re.compile(r"[a-z]+|[0-9]+(?:,[0-9]{3})*")
# Shares of a word's letters that must be alike for it to be the same word misspelt.
_ALIKE = 0.84
# The same words in another order are not quite the same label.
_NOT_THE_SAME = 0.97
_LEAST, _OTHER = 0.15, 0.6


@lru_cache(maxsize=20_000)
def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in their plainest form: small letters, singular, numbers in digits, without letters of notes."""
    plain = _NOTE.sub(" ", text.casefold()).replace("(es)", "").replace("(s)", "").replace("’", "'").replace("'s", "")
    return tuple(_NUMBERS.get(word, _singular(word)) for word in _WORD.findall(plain))


def dice(one: frozenset[str], other: frozenset[str]) -> float:
    """How like two sets of words are, by those that they share. Source: the Dice coefficient."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _singular(word: str) -> str:
    if not word[0].isalpha():
        return word.replace(",", "")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


class Labels:
    """The labels of an edition, which say how much each word tells. Shape: `digit` is how much a digit by itself tells."""

    def __init__(self, labels: Iterable[str], digit: float = 1.2) -> None:
        self.digit = digit
        each = [frozenset(words_of(label)) for label in dict.fromkeys(labels)]
        counts = Counter(word for words in each for word in words)
        self.most = math.log(1 + len(each)) or 1.0
        self.weights = {word: math.log((1 + len(each)) / count) / self.most + 0.1 for word, count in counts.items()}
        self._likeness = lru_cache(maxsize=100_000)(self._compare)

    def likeness(self, label: str, text: str) -> float:
        """How like a text is to a label in any of its forms."""
        return max((self._likeness(form, text) for form in forms_of(label)), default=0.0)

    def weight(self, word: str) -> float:
        """How much a word tells; one that no label has tells less than one that a single label has."""
        if word in _SMALL or (len(word) == 1 and word.isalpha()):
            return _LEAST
        # A digit alone is what tells Level 2 from Level 3.
        return self.digit if len(word) == 1 else self.weights.get(word, _OTHER)

    def share_found(self, wanted: frozenset[str], text: str) -> float:
        """The share of some words that stand in a text, by weight; 0 of none."""
        found = words_of(text)
        squashed = "".join(found)
        total = sum(self.weight(word) for word in wanted)
        return sum(self.weight(word) for word in wanted if _is_in(word, found, squashed)) / total if total else 0.0

    def _compare(self, label: str, text: str) -> float:
        wanted, found = words_of(label), words_of(text)
        digits = _single_digits(wanted)
        if not wanted or not found or (digits and _single_digits(found) not in (set(), digits)):
            return 0.0
        all_wanted, all_found = "".join(wanted), "".join(found)
        if not any(
            self.weight(word) > _LEAST and (word in found or (len(word) > 3 and word in all_found)) for word in wanted
        ):
            return 0.0
        if all_wanted == all_found:
            return 1.0
        recall = sum(self.weight(word) for word in wanted if _is_in(word, found, all_found))
        precision = sum(self.weight(word) for word in found if _is_in(word, wanted, all_wanted))
        recall /= sum(self.weight(word) for word in wanted)
        precision /= sum(self.weight(word) for word in found)
        return _NOT_THE_SAME * 2 * recall * precision / (recall + precision) if recall + precision else 0.0


@lru_cache(maxsize=1_000)
def forms_of(label: str) -> tuple[str, ...]:
    """A label, and what may stand for it: without what is in brackets, and an abbreviation in brackets alone."""
    inner = re.findall(r"\(([A-Z]{2,8}s?)\)", label)
    without = " ".join(re.sub(r"\([A-Z]{2,8}s?\)", " ", label).split())
    return tuple(dict.fromkeys((label, without, *inner)))


def _single_digits(words: tuple[str, ...]) -> set[str]:
    return {word for word in words if len(word) == 1 and word.isdigit()}


@lru_cache(maxsize=100_000)
def _is_in(word: str, words: tuple[str, ...], squashed: str) -> bool:
    """Whether a word stands among others, also broken in two, or misspelt."""
    if word in words:
        return True
    if not word.isalpha() or len(word) < 4:
        return False
    if word in squashed:
        return True
    start = word[:2]
    return any(
        SequenceMatcher(None, word, other).ratio() >= _ALIKE
        for other in words
        if other.startswith(start) and abs(len(word) - len(other)) <= 2 and len(other) > 3
    )
