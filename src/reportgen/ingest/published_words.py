"""The words of a published file held against those of a report, in order: what was lost, what was added, and where.

Comes in: the rows of a file and the tree of a document. Goes out: how many words stand in both in one order, and every passage
that stands in one alone. Source: the longest common runs, as difflib finds them (Ratcliff and Obershelp, 1988).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from reportgen.core import messages
from reportgen.ingest.reading_order import in_reading_order, without_running_heads
from reportgen.ingest.rows import SourceText
from reportgen.ingest.table_words import PrintedTable
from reportgen.tree import nodes
from reportgen.tree.walk import find, walk

_WORD = re.compile(r"\w+(?:[’'.,/]\w+)*")
# A letter that leads to a note, which formats set in their own ways: [a], (a).
_MARK = re.compile(r"[\[(](?:note )?[a-z][\])]")
_PLAIN = str.maketrans({"’": "'", "‘": "'"})
# A raised number is a word by itself, as the number of a footnote is in a report.
_RAISED = str.maketrans({raised: f" {plain} " for raised, plain in zip("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890", strict=True)})
# Units: words of a footnote that is not found by chance.
_SHORTEST_NOTE = 3


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands. Shape: `key` is what is compared."""

    key: str
    words: str
    place: str


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

    Shape: `tables` are those of the file, which are read cell by cell.
    """
    return max((_compared(source, tree, tables, with_contents=has) for has in (False, True)), key=_likeness)


def _likeness(compared: WordComparison) -> float:
    return 2 * compared.both / max(1, compared.published + compared.report)


def _compared(
    source: SourceText, tree: nodes.DocumentTree, tables: tuple[PrintedTable, ...], *, with_contents: bool
) -> WordComparison:
    new = list(words_of_tree(tree, with_contents=with_contents))
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
        keys = [word.key for block in note.blocks for word in _inside(block, "")]
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
    Why: a hyphen at the end of a line may divide a word of the report, or stand in a compound.
    """
    begun = ""
    in_table = {place: table for table in tables for place in table.places}
    told: set[str] = set()
    for line in in_reading_order(without_running_heads(source.rows)):
        row = line.row
        table = in_table.get(row.place) if row.page else None
        if table is not None:
            yield from _words(begun, row.place)
            begun = ""
            if table.name not in told:
                told.add(table.name)
                yield from _of_table(table)
            continue
        text = " ".join(" ".join(piece.text.split()) for piece in line.pieces if piece.text)
        title, _, number = text.rpartition(" ")
        if row.page and number.isdigit() and title.rstrip(" .").casefold() in titles:
            text = title
        first, _, rest = text.partition(" ")
        if begun:
            joined = (begun + first).translate(_PLAIN).casefold()
            text = f"{begun}{first} {rest}" if joined in known else f"{begun} {text}"
            begun = ""
        if re.search(r"\w[-‐]\Z", text):
            text, _, begun = text.rpartition(" ")
            begun = begun[:-1]
        yield from _words(text, row.place)
    yield from _words(begun, source.rows[-1].place if source.rows else "")


def _of_table(table: PrintedTable) -> Iterator[Word]:
    """The words of a table as a report prints them: its title, its heads, then row by row."""
    yield from _words(" ".join((table.title, *table.heads)), table.places[0])
    for place, label, values in table.lines:
        yield from _words(f"{label} {values}", place)


def words_of_tree(tree: nodes.DocumentTree, *, with_contents: bool = False) -> Iterator[Word]:
    """The words of a document from the cover to the last section, each with the heading below which it stands."""
    yield from _below(tree.cover, "the cover")
    if with_contents:
        yield from _words(tree.contents_title, "the list of contents")
        for section in tree.sections:
            titles = [" ".join(_text(one.content)) for one in find(section.blocks, nodes.Heading) if one.level == 3]
            for title in (section.title, *titles):
                yield from _words(title, "the list of contents")
    for section in tree.sections:
        yield from _words(section.title, f"“{section.title}”")
        yield from _below(section.blocks, f"“{section.title}”")


def _below(blocks: nodes.Blocks, place: str) -> Iterator[Word]:
    """The words of blocks in the order in which every format prints them."""
    for block in blocks:
        match block:
            case nodes.Heading():
                place = f"“{' '.join(_text(block.content))}”"
                yield from _inside(block, place)
            case nodes.KeyFigures():
                for one in block.figures:
                    yield from _words(f"{one.figure.words} {one.label} {one.change}", place)
            case nodes.Notes():
                for note in block.notes:
                    yield from _of_note(note, place)
            case nodes.Footnotes():
                yield from _words(messages.FOOTNOTES, place)
                yield from _inside(block, place)
            case nodes.Table():
                yield from _inside(block, place)
                yield from _words(" ".join(block.key), place)
            case nodes.Chart():
                yield from _words(block.measure, place)
                yield from _inside(block, place)
            case _:
                yield from _inside(block, place)


def _of_note(note: nodes.Note, place: str) -> Iterator[Word]:
    yield from _words(note.term, place)
    yield from _below(note.blocks, place)
    if note.used_in:
        yield from _words(f"{messages.USED_IN} {' '.join(_text(note.used_in))}", place)


def _inside(block: nodes.Block, place: str) -> Iterator[Word]:
    for node in walk(block):
        match node:
            case nodes.Text(words) | nodes.Code(words) | nodes.FigureReference(_, words):
                yield from _words(words, place)
            case nodes.FootnoteReference(number):
                yield from _words(number, place)
            case nodes.Picture():
                yield from _words(node.caption, place)


def _titles(tree: nodes.DocumentTree) -> frozenset[str]:
    headings = (
        " ".join(_text(one.content)) for section in tree.sections for one in find(section.blocks, nodes.Heading)
    )
    return frozenset(title.casefold() for title in (*(section.title for section in tree.sections), *headings))


def _text(content: nodes.Inlines) -> Iterator[str]:
    for node in walk(content):
        if isinstance(node, nodes.Text | nodes.Code | nodes.FigureReference):
            yield node.words


def _words(text: str, place: str) -> Iterator[Word]:
    for found in _WORD.findall(_MARK.sub(" ", text).translate(_RAISED)):
        yield Word(found.translate(_PLAIN).casefold(), found, place)


def _passage(turn: Literal["lost", "added"], words: list[Word], others: list[Word], at: int) -> WordPassage:
    beside = others[min(at, len(others) - 1)].place if others else ""
    return WordPassage(turn, " ".join(one.words for one in words), len(words), words[0].place, beside)
