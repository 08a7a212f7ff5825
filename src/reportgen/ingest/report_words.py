"""The words of a report in the order in which every format prints them.

Comes in: the tree of a document, or a text. Goes out: words, each with where it stands.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.core import messages
from reportgen.document.tables import finding_words, used_in
from reportgen.tree import nodes
from reportgen.tree.walk import find, plain_text, shown_title, titled, transform, walk

_WORD = re.compile(r"\w+(?:[’'.,/]\w+)*")
# A letter that leads to a note, which formats set in their own ways: [a], (a).
_MARK = re.compile(r"[\[(](?:note )?[a-z][\])]")
PLAIN = str.maketrans({"’": "'", "‘": "'"})
# A raised number is a word by itself, as the number of a footnote is in a report.
_RAISED = str.maketrans({raised: f" {plain} " for raised, plain in zip("¹²³⁴⁵⁶⁷⁸⁹⁰", "1234567890", strict=True)})


@dataclass(frozen=True, slots=True)
class Word:
    """One word and where it stands. Shape: `key` is what is compared."""

    key: str
    words: str
    place: str


def words_of_tree(tree: nodes.DocumentTree, *, with_contents: bool = False, notes_last: bool = False) -> Iterator[Word]:
    """The words of a document from the cover to the last section, each with the heading below which it stands.

    Shape: the list of contents stands behind the key findings; where `notes_last`, the end notes of all sections come after
    them, without their title and their numbers.
    """
    sections = transform(tree.sections, _without_footnote) if notes_last else tree.sections
    yield from words_below(tree.cover, "the cover")
    first = [section for section in sections if section.role == "findings"]
    for section in first:
        yield from _section(section)
    if with_contents:
        yield from words_in(tree.contents_title, "the list of contents")
        for section in sections:
            titles = [plain_text(one.content) for one in find(section.blocks, nodes.Heading) if one.level == 3]
            for title in (section.title, *titles):
                yield from words_in(title, "the list of contents")
    for section in sections:
        if section not in first:
            yield from _section(section)
    for note in find(tree.sections, nodes.Footnote) if notes_last else ():
        yield from words_below(transform(note.blocks, _without_footnote), f"end note {note.number}")


def _without_footnote(node: object) -> object:
    return () if isinstance(node, nodes.FootnoteReference | nodes.Footnotes) else node


def _section(section: nodes.Section) -> Iterator[Word]:
    yield from words_in(section.title, f"“{section.title}”")
    yield from words_below(section.blocks, f"“{section.title}”")


def words_below(blocks: nodes.Blocks, place: str) -> Iterator[Word]:
    """The words of blocks in the order in which every format prints them."""
    for block in blocks:
        if isinstance(block, nodes.Heading):
            place = f"“{plain_text(block.content)}”"
        for text in _said(block):
            yield from words_in(text, place)


def _said(block: nodes.Block) -> Iterator[str]:  # noqa: C901 - one case for each kind of block
    """What every format prints of a block, as pieces of text."""
    match block:
        case nodes.Heading(_, _, content) | nodes.Paragraph(content):
            yield _line(content)
        case nodes.List(_, _, items):
            yield from (text for item in items for inner in item for text in _said(inner))
        case nodes.Quotation(blocks) | nodes.Group(_, blocks):
            yield from (text for inner in blocks for text in _said(inner))
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
                yield from (text for inner in note.blocks for text in _said(inner))
                yield _line(used_in(note)) if note.used_in else ""
        case nodes.Footnotes(footnotes):
            yield messages.FOOTNOTES
            yield from (text for note in footnotes for inner in note.blocks for text in _said(inner))


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


def words_in(text: str, place: str) -> Iterator[Word]:
    """The words of a text at a place."""
    for found in _WORD.findall(_MARK.sub(" ", text).translate(_RAISED)):
        yield Word(found.translate(PLAIN).casefold(), found, place)
