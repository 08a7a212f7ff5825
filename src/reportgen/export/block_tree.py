"""What a document says, as values, for formats that are not HTML: blocks such as paragraphs and tables, and what stands in a line.

Every value is frozen; `export/blocks.py` makes them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "right", "centre"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words. Shape: any run of spaces and line ends is one space; a no-break space stays."""

    words: str


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line inside a paragraph."""


@dataclass(frozen=True, slots=True)
class Code:
    """Words as they would be typed into a computer."""

    words: str


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A letter that leads to a note on the tables."""

    letter: str
    anchor: str
    term: str


@dataclass(frozen=True, slots=True)
class EndNoteReference:
    """A number that leads to an end note of the same chapter. Shape: `anchor` is the id of the note."""

    number: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of importance."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words spoken with stress."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Language:
    """Words in another language than the report. Shape: `code` such as cy."""

    code: str
    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. Shape: `target` is an address, or # and an anchor."""

    target: str
    content: "Inlines"


Inline = Text | LineBreak | Code | NoteReference | EndNoteReference | Strong | Emphasis | Language | Link
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. Units: `level` as in HTML: 1 the title, 2 a chapter. Shape: `anchor` may be empty."""

    level: int
    anchor: str
    content: Inlines


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Shape: `role` is empty, or the page's name for it such as byline, notice, lead, table-key or back."""

    content: Inlines
    role: str = ""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list. Shape: each item is one or more blocks; `start` counts only for an ordered list."""

    is_ordered: bool
    start: int
    items: tuple["Blocks", ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table."""

    content: Inlines
    align: Align


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the heading of the row, then a cell for each further column."""

    header: Cell
    cells: tuple[Cell, ...]
    is_total: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Shape: `caption`, `notes` and `anchor` are empty for a table of a local page; every row has a cell for each head."""

    anchor: str
    caption: Inlines
    notes: tuple[NoteReference, ...]
    heads: tuple[Cell, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as words and figures.

    Why: the drawing itself is HTML alone; a format draws anew from the table, or shows the table.
    Shape: `table` has the chart's title as its caption; `measure` and `key` may be empty; `alt` tells every series in words.
    """

    measure: Inlines
    alt: str
    table: Table
    key: "Blocks"


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture of the document by its name. Shape: `caption` may be empty, `alt` never is."""

    name: str
    alt: str
    caption: Inlines


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody else said."""

    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together. Shape: `role` is the page's name for them, such as address or signature."""

    role: str
    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines that keep their spaces."""

    text: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A line across the page."""


@dataclass(frozen=True, slots=True)
class HeadlineFigure:
    """One figure at the head of the statistics. Shape: `change` may be empty."""

    figure: str
    label: str
    change: str


@dataclass(frozen=True, slots=True)
class Headlines:
    """The strip of headline figures."""

    figures: tuple[HeadlineFigure, ...]


@dataclass(frozen=True, slots=True)
class TableNote:
    """One note on the tables."""

    anchor: str
    letter: str
    term: str
    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class EndNote:
    """One end note. Shape: the way back to the text is left out."""

    anchor: str
    number: int
    blocks: "Blocks"


@dataclass(frozen=True, slots=True)
class EndNotes:
    """The end notes of a chapter."""

    label: str
    notes: tuple[EndNote, ...]


Block = (
    Heading
    | Paragraph
    | ItemList
    | Table
    | Chart
    | PictureBlock
    | Quotation
    | Group
    | Listing
    | Rule
    | Headlines
    | TableNote
    | EndNotes
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """One chapter. Shape: its title is not among its blocks."""

    anchor: str
    title: Inlines
    blocks: Blocks


@dataclass(frozen=True, slots=True)
class Content:
    """All that a document says, from the cover to the last chapter.

    Shape: `author` is an organisation; `contents_title` is what the list of chapters is called.
    """

    language: str
    author: str
    contents_title: str
    cover: Blocks
    chapters: tuple[Chapter, ...]


def plain_text(content: Inlines) -> str:
    """The words of some inlines, without the marks that lead to notes."""
    return " ".join("".join(_words(content)).replace("\xa0", " ").split())


def references(content: Inlines) -> Iterator[EndNoteReference]:
    """The end note references among some inlines, in order."""
    for inline in content:
        if isinstance(inline, EndNoteReference):
            yield inline
        elif isinstance(inline, Strong | Emphasis | Language | Link):
            yield from references(inline.content)


def _words(content: Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case Text(words) | Code(words):
                yield words
            case LineBreak():
                yield " "
            case Strong(inner) | Emphasis(inner) | Language(_, inner) | Link(_, inner):
                yield from _words(inner)
            case NoteReference() | EndNoteReference():
                pass
