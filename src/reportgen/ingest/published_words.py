"""The words of a published file held against those of a report, in order: what was lost, what was added, and where.

Comes in: the rows of a file and the tree of a document. Goes out: how many words stand in both in one order, and every passage
that stands in one alone. Source: the longest common runs, as difflib finds them (Ratcliff and Obershelp, 1988).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from reportgen.ingest.reading_order import in_reading_order, without_running_heads
from reportgen.ingest.report_words import PLAIN, Word, words_below, words_in, words_of_tree
from reportgen.ingest.rows import NOTE_END, NOTE_START, NOTES, SourcePiece, SourceText
from reportgen.ingest.table_words import PrintedTable
from reportgen.tree import nodes
from reportgen.tree.walk import find, plain_text

_NUMBER_OF_NOTE = re.compile(rf"{NOTE_START}(\d+){NOTE_END}")
_UNMARKED = str.maketrans("", "", NOTE_START + NOTE_END)
# Units: words of a footnote that is not found by chance.
_SHORTEST_NOTE = 3


@dataclass(frozen=True, slots=True)
class WordPassage:
    """Words in a row that one side alone has. Shape: the place on the side that lacks them is where they would stand."""

    turn: Literal["lost", "added"]
    words: str
    count: int
    place: str
    other_place: str


@dataclass(frozen=True, slots=True)
class WordComparison:
    """How far the words of a published file are those of a report."""

    published: int
    report: int
    both: int
    passages: tuple[WordPassage, ...]

    @property
    def percent(self) -> float:
        """Of a hundred published words, how many stand in the report in the same order."""
        return self.both * 100 / self.published if self.published else 0.0


def compare_words(
    source: SourceText, tree: nodes.DocumentTree, tables: tuple[PrintedTable, ...] = ()
) -> WordComparison:
    """All words of both sides. Why: not every published report has a list of contents, so the report is read as the file is.
    Nor are notes that a file has as such, as Word does, at any place in its words: there both sides have them last, unnumbered.

    Shape: `tables` are those of the file, which are read cell by cell.
    """
    return max((_compared(source, tree, tables, with_contents=has) for has in (False, True)), key=_likeness)


def _likeness(compared: WordComparison) -> float:
    return 2 * compared.both / max(1, compared.published + compared.report)


def _compared(
    source: SourceText, tree: nodes.DocumentTree, tables: tuple[PrintedTable, ...], *, with_contents: bool
) -> WordComparison:
    notes_last = any(row.part == NOTES for row in source.rows)
    new = list(words_of_tree(tree, with_contents=with_contents, notes_last=notes_last))
    old = list(words_of_source(source, frozenset(one.key for one in new), _titles(tree), tables))
    notes, old, new = _without_notes(old, new, tree)
    steps = SequenceMatcher(None, [one.key for one in old], [one.key for one in new]).get_opcodes()
    found: list[WordPassage] = []
    both = notes
    for turn, start, end, other_start, other_end in steps:
        if turn == "equal":
            both += end - start
            continue
        if end > start:
            found.append(_passage("lost", old[start:end], new, other_start))
        if other_end > other_start:
            found.append(_passage("added", new[other_start:other_end], old, start))
    return WordComparison(len(old) + notes, len(new) + notes, both, tuple(found))


def _without_notes(old: list[Word], new: list[Word], tree: nodes.DocumentTree) -> tuple[int, list[Word], list[Word]]:
    """Both sides without footnotes that stand whole in both, and how many words these have.

    Why: one program prints a footnote at the foot of its page and another at the end of the text; neither is an order of words.
    """
    count = 0
    for note in find(tree.sections, nodes.Footnote):
        keys = [word.key for word in words_below(note.blocks, "")]
        places = [_place_of(keys, words) for words in (old, new)]
        if len(keys) >= _SHORTEST_NOTE and None not in places:
            count += len(keys)
            old, new = (
                words[:at] + words[at + len(keys) :]
                for words, at in zip((old, new), places, strict=True)
                if at is not None
            )
    return count, old, new


def _place_of(keys: list[str], words: list[Word]) -> int | None:
    """Where words stand one after the other among others."""
    starts = (at for at, word in enumerate(words) if keys and word.key == keys[0])
    return next((at for at in starts if [word.key for word in words[at : at + len(keys)]] == keys), None)


def words_of_source(
    source: SourceText,
    known: frozenset[str] = frozenset(),
    titles: frozenset[str] = frozenset(),
    tables: tuple[PrintedTable, ...] = (),
) -> Iterator[Word]:
    """The words of a file in the order of reading, without running heads and the page numbers of a list of contents.

    Shape: `known` are words of the report, and `titles` its headings, in small letters.
    Why: a hyphen at the end of a line may divide a word of the report, or stand in a compound; an address goes on after a “/”.
    """
    begun = ""
    in_table = {place: table for table in tables for place in table.places}
    told: set[str] = set()
    for line in in_reading_order(without_running_heads(source.rows)):
        row = line.row
        table = in_table.get(row.place) if row.page else None
        if table is not None:
            yield from words_in(begun, row.place)
            begun = ""
            if table.name not in told:
                told.add(table.name)
                yield from _of_table(table)
            continue
        text = " ".join(" ".join(_apart(piece).split()) for piece in line.pieces if piece.text)
        title, _, number = text.rpartition(" ")
        if row.page and number.isdigit() and title.rstrip(" .").casefold() in titles:
            text = title
        first, _, rest = text.partition(" ")
        if begun.endswith("/"):
            # A capital begins a sentence after the address.
            text, begun = f"{begun}{' ' * text[:1].isupper()}{text}", ""
        elif begun:
            joined = (begun + first).translate(PLAIN).casefold()
            text = f"{begun}{first} {rest}" if joined in known else f"{begun} {text}"
            begun = ""
        if re.search(r"\w[-‐/]\Z", text):
            text, _, begun = text.rpartition(" ")
            begun = begun.rstrip("-‐")
        yield from words_in(text, row.place)
    yield from words_in(begun, source.rows[-1].place if source.rows else "")


def _apart(piece: SourcePiece) -> str:
    """The words of a piece, with the number of each note in them as a word by itself."""
    return _NUMBER_OF_NOTE.sub(r" \1 ", piece.noted).translate(_UNMARKED) if piece.noted else piece.text


def _of_table(table: PrintedTable) -> Iterator[Word]:
    """The words of a table as a report prints them: its title, its heads, then row by row."""
    yield from words_in(" ".join((table.title, *table.heads)), table.places[0])
    for place, label, values in table.lines:
        yield from words_in(f"{label} {values}", place)


def _titles(tree: nodes.DocumentTree) -> frozenset[str]:
    headings = (plain_text(one.content) for section in tree.sections for one in find(section.blocks, nodes.Heading))
    return frozenset(title.casefold() for title in (*(section.title for section in tree.sections), *headings))


def _passage(turn: Literal["lost", "added"], words: list[Word], others: list[Word], at: int) -> WordPassage:
    beside = others[min(at, len(others) - 1)].place if others else ""
    return WordPassage(turn, " ".join(one.words for one in words), len(words), words[0].place, beside)
