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
from reportgen.document.tables import finding_words, used_in
from reportgen.ingest.printed_tables import PrintedTable
from reportgen.ingest.reading_order import in_reading_order, without_running_heads
from reportgen.ingest.rows import NOTE_END, NOTE_START, NOTES, SourcePiece, SourceText
from reportgen.tree import nodes
from reportgen.tree.walk import find, plain_text, shown_title, titled, transform, walk

_WORD = re.compile(r"\w+(?:[’'.,/]\w+)*")
# A letter that leads to a note, which formats set in their own ways: [a], (a).
_MARK = re.compile(r"[\[(](?:note )?[a-z][\])]")
_PLAIN = str.maketrans({"’": "'", "‘": "'"})
# A raised number is a word by itself, as the number of a footnote is in a report.
_RAISED = str.maketrans({raised: f" {plain} " for raised, plain in zip("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890", strict=True)})
_NUMBER_OF_NOTE = re.compile(rf"{NOTE_START}(\d+){NOTE_END}")
_UNMARKED = str.maketrans("", "", NOTE_START + NOTE_END)
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
        keys = [word.key for word in _words_below(note.blocks, "")]
        at, there = _place_of(keys, old), _place_of(keys, new)
        if len(keys) >= _SHORTEST_NOTE and at is not None and there is not None:
            count += len(keys)
            old = old[:at] + old[at + len(keys) :]
            new = new[:there] + new[there + len(keys) :]
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
    for row in in_reading_order(without_running_heads(source.rows)):
        table = in_table.get(row.place) if row.page else None
        if table is not None:
            yield from _words_in(begun, row.place)
            begun = ""
            if table.name not in told:
                told.add(table.name)
                yield from _of_table(table)
            continue
        text = " ".join(" ".join(_apart(piece).split()) for piece in row.pieces if piece.text)
        title, _, number = text.rpartition(" ")
        if row.page and number.isdigit() and title.rstrip(" .").casefold() in titles:
            text = title
        first, _, rest = text.partition(" ")
        if begun.endswith("/"):
            # A capital begins a sentence after the address.
            text, begun = f"{begun}{' ' * text[:1].isupper()}{text}", ""
        elif begun:
            joined = (begun + first).translate(_PLAIN).casefold()
            text = f"{begun}{first} {rest}" if joined in known else f"{begun} {text}"
            begun = ""
        if re.search(r"\w[-‐/]\Z", text):
            text, _, begun = text.rpartition(" ")
            begun = begun.rstrip("-‐")
        yield from _words_in(text, row.place)
    yield from _words_in(begun, source.rows[-1].place if source.rows else "")


def _apart(piece: SourcePiece) -> str:
    """The words of a piece, with the number of each note in them as a word by itself."""
    return _NUMBER_OF_NOTE.sub(r" \1 ", piece.noted).translate(_UNMARKED) if piece.noted else piece.text


def _of_table(table: PrintedTable) -> Iterator[Word]:
    """The words of a table as a report prints them: its title, its heads, then row by row."""
    yield from _words_in(" ".join((table.title, *table.heads)), table.places[0])
    for place, label, values in table.lines:
        yield from _words_in(f"{label} {values}", place)


def _titles(tree: nodes.DocumentTree) -> frozenset[str]:
    headings = (plain_text(one.content) for section in tree.sections for one in find(section.blocks, nodes.Heading))
    return frozenset(title.casefold() for title in (*(section.title for section in tree.sections), *headings))


def _passage(turn: Literal["lost", "added"], words: list[Word], others: list[Word], at: int) -> WordPassage:
    beside = others[min(at, len(others) - 1)].place if others else ""
    return WordPassage(turn, " ".join(one.words for one in words), len(words), words[0].place, beside)


def words_of_tree(tree: nodes.DocumentTree, *, with_contents: bool = False, notes_last: bool = False) -> Iterator[Word]:
    """The words of a document from the cover to the last section, each with the heading below which it stands.

    Shape: the list of contents stands behind the key findings; where `notes_last`, the end notes of all sections come after
    them, without their title and their numbers.
    """
    sections = transform(tree.sections, _without_footnote) if notes_last else tree.sections
    yield from _words_below(tree.cover, "the cover")
    first = [section for section in sections if section.role == "findings"]
    for section in first:
        yield from _section(section)
    if with_contents:
        yield from _words_in(tree.contents_title, "the list of contents")
        for section in sections:
            titles = [plain_text(one.content) for one in find(section.blocks, nodes.Heading) if one.level == 3]
            for title in (section.title, *titles):
                yield from _words_in(title, "the list of contents")
    for section in sections:
        if section not in first:
            yield from _section(section)
    for note in find(tree.sections, nodes.Footnote) if notes_last else ():
        yield from _words_below(transform(note.blocks, _without_footnote), f"end note {note.number}")


def _without_footnote(node: object) -> object:
    return () if isinstance(node, nodes.FootnoteReference | nodes.Footnotes) else node


def _section(section: nodes.Section) -> Iterator[Word]:
    yield from _words_in(section.title, f"“{section.title}”")
    yield from _words_below(section.blocks, f"“{section.title}”")


def _words_below(blocks: nodes.Blocks, place: str) -> Iterator[Word]:
    """The words of blocks in the order in which every format prints them."""
    for block in blocks:
        if isinstance(block, nodes.Heading):
            place = f"“{plain_text(block.content)}”"
        for text in _words_of(block):
            yield from _words_in(text, place)


def _words_of(block: nodes.Block) -> Iterator[str]:  # noqa: C901 - one case for each kind of block
    """What every format prints of a block, as pieces of text."""
    match block:
        case nodes.Heading(_, _, content) | nodes.Paragraph(content):
            yield _line(content)
        case nodes.List(_, _, items):
            yield from (text for item in items for inner in item for text in _words_of(inner))
        case nodes.Quotation(blocks) | nodes.Group(_, blocks):
            yield from (text for inner in blocks for text in _words_of(inner))
        case nodes.CodeBlock(text):
            yield text
        case nodes.Picture():
            yield block.caption
        case nodes.Break():
            pass
        case nodes.KeyFigures(figures):
            yield from (f"{one.figure.words} {one.label} {one.change}" for one in figures)
        case nodes.KeyFindings(findings):
            yield from (one.figure.words + finding_words(one) for one in findings)
        case nodes.Table():
            yield _line(shown_title(block) if block.caption else ())
            yield from _table(block)
            yield from block.key
        case nodes.Chart(table=table):
            yield from (_line(titled(table)), block.measure)
            yield from _table(table)
            yield from block.key
        case nodes.Notes(notes):
            for note in notes:
                yield note.term
                yield from (text for inner in note.blocks for text in _words_of(inner))
                yield _line(used_in(note)) if note.used_in else ""
        case nodes.Footnotes(footnotes):
            yield messages.FOOTNOTES
            yield from (text for note in footnotes for inner in note.blocks for text in _words_of(inner))


def _table(table: nodes.Table) -> Iterator[str]:
    """The cells of a table, each with what it says plainly."""
    group = ""
    rows = [nodes.Row(table.heads[0], table.heads[1:])] if table.heads else []
    for row in (*rows, *table.rows):
        yield row.group if row.group != group else ""
        group = row.group
        for cell in (row.header, *row.cells):
            yield from (_line(cell.content), cell.gloss)


def _line(content: nodes.Inlines) -> str:
    """What stands in a line, with the number of each end note as a word by itself."""
    return "".join(_inline_words(content))


def _inline_words(content: nodes.Inlines) -> Iterator[str]:
    for node in walk(content):
        match node:
            case nodes.Text(words) | nodes.Code(words) | nodes.FigureReference(_, words):
                yield words
            case nodes.FootnoteReference(number):
                yield f" {number} "
            case nodes.LineBreak() | nodes.NoteReference():
                yield " "


def _words_in(text: str, place: str) -> Iterator[Word]:
    """The words of a text at a place."""
    for found in _WORD.findall(_MARK.sub(" ", text).translate(_RAISED)):
        yield Word(found.translate(_PLAIN).casefold(), found, place)
