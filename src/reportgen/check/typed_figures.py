"""Whether figures that were typed into the text agree with the tables.

Comes in: the pages, and the figures of this year and the last. Goes out: diagnostics.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.check.checked import Checked
from reportgen.check.prose import TEXT
from reportgen.check.trend import Former, former_figure
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.cells import CellName, cell_label, find_cell, name_of
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.passages import Passage
from reportgen.read.source import ReportSource

# Smaller numbers are written for a hundred reasons; larger ones hardly ever meet a figure by chance.
SMALLEST, LARGE = 10, 1000
_NUMBER = re.compile(r"(?<![\w£$€.,/–-])(?:\d{1,3}(?:,\d{3})+|\d{2,9})(?![\w%/–-]|[.,]\d|\s?(?:%|per cent\b))")
_BEFORE = re.compile(r"\b(?:page|section|act|from|than)\s*$", re.IGNORECASE)
# A word with a capital right before a number makes a name of both: Schedule 15, Operation 20.
_NAMED = re.compile(r"[^.!?:;]\s[“‘\"'(*_]*[A-Z][a-z]+\s\Z")
_COMPARES = re.compile(
    r"\b(?:last|previous|preceding|earlier|former)\s+year|\byear\s+(?:before|earlier)\b", re.IGNORECASE
)
_NAME = re.compile(r"\{\{ *([a-z0-9_.]+) *\}\}")


@dataclass(frozen=True, slots=True)
class _Known:
    """A figure, and what it was last year where that differs."""

    name: CellName
    value: int
    former: int | None

    def is_near(self, number: int) -> bool:
        """Whether a number is the figure of last year, or this one with a slip of the pen."""
        return number == self.former or _is_slip(number, self.value)


def typed_figures(checked: Checked) -> Iterator[Diagnostic]:
    """No number in the text is last year's figure, or a slip of the pen away from this year's.

    Why: a number is held against the figures whose row and column its sentence names; large ones of last year against all.
    A sentence that compares, or that has the right figure too, is left alone.
    Errors: figure-disagrees.
    """
    source = checked.source
    known = [
        _known(source, name, cell.value, checked.before)
        for name, cell in checked.figures.items()
        if cell.value is not None
    ]
    for passage in source.passages:
        is_looked_at = passage.kind in TEXT and _NUMBER.search(passage.heard)
        for start, end in passage.sentences() if is_looked_at else ():
            if not _COMPARES.search(passage.heard[start:end]):
                yield from _in_sentence(source, passage, start, end, known)


def _known(source: ReportSource, name: CellName, value: int, before: Former | None) -> _Known:
    twin = former_figure(before.figures, name, source.edition) if before else None
    return _Known(name, value, twin.value if twin and twin.value != value else None)


def _words_on(source: ReportSource, name: CellName) -> tuple[frozenset[str], ...]:
    """Groups of words, of each of which a sentence on a figure has one."""
    shape = source.edition.table(name.table)
    groups = []
    if name.row != shape.totals.row:
        groups.append(_words_for(shape.rows[name.row].label))
    if name.column != shape.totals.column and len(shape.columns) > 1:
        groups.append(_words_for(shape.columns[name.column].label))
    if not groups:
        groups.append(_topic(source.edition.shape, name))
    return tuple(groups)


@lru_cache(maxsize=512)
def _words_for(label: str) -> frozenset[str]:
    """The ways in which a sentence may name a row or column: before its colon, behind it, and by its abbreviation."""
    short, _, long = label.casefold().partition(":")
    bracketed = re.findall(r"\(([^()]+)\)", label.casefold())
    return frozenset(words for part in (short, long, *bracketed) if (words := re.sub(r"\([^()]*\)", "", part).strip()))


def _topic(shape: EditionShape, name: CellName) -> frozenset[str]:
    """The longer words of the caption and the headline of a figure, one of which a sentence on it has."""
    labels = [one.label for one in shape.headlines if find_cell(shape, one.figure) == name]
    text = re.sub(r"\{\{.*?\}\}", " ", " ".join([shape.tables[name.table].caption, *labels]))
    return frozenset(re.findall(r"[^\W\d_]{6,}", text.casefold())) - {*shape.words.values()}


def _in_sentence(
    source: ReportSource, passage: Passage, start: int, end: int, known: list[_Known]
) -> Iterator[Diagnostic]:
    heard, shape = passage.heard[start:end], source.edition.shape
    last = source.edition.period(source.key.year - 1)
    numbers = [(match, int(match[0].replace(",", ""))) for match in _NUMBER.finditer(heard)]
    there = {number for _, number in numbers}
    printed = set(_NAME.findall(passage.typed[start:end]))
    for match, number in numbers if last.label not in heard else ():
        if (
            number < SMALLEST
            or any(figure.value == number for figure in known)
            or _is_year(match[0])
            or _BEFORE.search(heard[: match.start()])
            or _NAMED.search(heard[: match.start()])
        ):
            continue
        for figure in (one for one in known if one.is_near(number)):
            name = name_of(shape, figure.name)
            if figure.value in there or name in printed or not _is_meant(source, figure, number, heard):
                continue
            label = f"{cell_label(shape.tables[figure.name.table], figure.name)} in “{figure.name.table}”"
            message = f"{match[0]} is close to {figure.value:,}, which is {label}"
            if number == figure.former:
                message = f"{match[0]} was {label} in {last.label}; now it is {figure.value:,}"
            hint = f"write {{{{ {name} }}}}, which prints the figure; a number that means something else may stand"
            place = passage.place(start + match.start(), start + match.end())
            yield Diagnostic("figure-disagrees", place, message, hint)
            break


def _is_year(typed: str) -> bool:
    return len(typed) == 4 and typed.isdecimal() and 1900 <= int(typed) <= 2100


def _is_meant(source: ReportSource, figure: _Known, number: int, sentence: str) -> bool:
    """Whether a sentence with such a number can mean a figure."""
    if number == figure.former and number >= LARGE:
        return True
    return all(any(_names(sentence, words) for words in group) for group in _words_on(source, figure.name))


def _names(sentence: str, words: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(words)}s?(?!\w)", sentence, re.IGNORECASE) is not None


def _is_slip(number: int, value: int) -> bool:
    """Whether a number is a large figure with one digit wrong, or with two neighbours changed; but not the figure rounded."""
    if value < LARGE or any(number % unit == 0 and abs(number - value) < unit for unit in (10, 100, 1000)):
        return False
    typed, digits = str(number), str(value)
    wrong = [at for at in range(len(digits)) if typed[at : at + 1] != digits[at]]
    if len(typed) != len(digits) or len(wrong) > 2:
        return False
    return len(wrong) == 1 or (len(wrong) == 2 and _swapped(digits, wrong[0]) == typed)


def _swapped(digits: str, at: int) -> str:
    return digits[:at] + digits[at + 1] + digits[at] + digits[at + 2 :]
