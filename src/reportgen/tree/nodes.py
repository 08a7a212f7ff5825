"""The nodes of a document: sections of blocks such as paragraphs and tables, and the inlines that stand in a line.

Frozen values and nothing else; every format, every comparison and the preview read these. A node's `place` is where it was
typed; it takes no part in equality, so that the same words are equal wherever they stand.
"""

from dataclasses import dataclass, field
from typing import Literal

from reportgen.core.diagnostic import Place

Align = Literal["left", "right", "centre"]
SectionRole = Literal["wording", "page", "closing", "findings"]


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
class FigureReference:
    """A figure of the report in a sentence or a table.

    Shape: `name` is table.row.column as it was named; `words` are the figure as printed, empty until the report is known.
    """

    name: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class NoteReference:
    """A letter that leads to a note on the tables."""

    letter: str
    anchor: str
    term: str


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """A number that leads to a footnote of the same section. Shape: `anchor` is the id of the footnote, `own` that of the reference."""

    number: str
    anchor: str
    own: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of importance."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words spoken with stress."""

    content: "Inlines"


@dataclass(frozen=True, slots=True)
class LanguageSpan:
    """Words in another language than the report. Shape: `code` such as cy."""

    code: str
    content: "Inlines"


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere. Shape: `target` is an address, or # and an anchor."""

    target: str
    content: "Inlines"


Inline = (
    Text
    | LineBreak
    | Code
    | FigureReference
    | NoteReference
    | FootnoteReference
    | Strong
    | Emphasis
    | LanguageSpan
    | Link
)
Inlines = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading below the title of its section. Units: `level` as in HTML, 3 or 4; 1 is the title on the cover."""

    level: int
    anchor: str
    content: Inlines
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. Shape: `role` is empty, or what it is for, such as byline, notice, lead or table-key."""

    content: Inlines
    role: str = ""
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class List:
    """A list. Shape: each item is one or more blocks; `start` counts only for an ordered list; `is_loose` sets items apart."""

    is_ordered: bool
    start: int
    items: tuple["Blocks", ...]
    is_loose: bool = False
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table.

    Shape: `is_shorthand` for one such as [c] in the place of a number; `role` where it is about last year's figure or the
    change since; `gloss` says the words of a heading plainly, and may be empty.
    """

    content: Inlines
    align: Align = "left"
    is_shorthand: bool = False
    is_total: bool = False
    role: Literal["", "former", "change"] = ""
    gloss: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the heading of the row, then a cell for each further column.

    Shape: `group` is the sub-heading that it stands below with the rows next to it that have the same; it may be empty.
    """

    header: Cell
    cells: tuple[Cell, ...]
    is_total: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Shape: every row has a cell for each head.

    `name` is that of the edition's table, and it, `notes` and `anchor` are empty for a table of a page, as `caption` may be;
    `key` explains the shorthand; `label` is its number, such as “Table 1”, where the document counts its tables; where not
    `shows_caption`, the heading above says the same, and the caption is a name alone.
    """

    anchor: str
    caption: Inlines
    notes: tuple[NoteReference, ...]
    heads: tuple[Cell, ...]
    rows: tuple[Row, ...]
    name: str = ""
    key: tuple[str, ...] = ()
    # What another table before it changes is no change of this one.
    label: str = field(default="", compare=False)
    shows_caption: bool = True
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Point:
    """One year of one series. Shape: `value` is None where no bar can be drawn; `words` are the figure, or why there is none."""

    year: str
    value: int | None
    words: str


@dataclass(frozen=True, slots=True)
class Series:
    """The years of one figure, oldest first."""

    label: str
    points: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """Figures over the years, to be drawn.

    Shape: `name` is that of the edition's chart; `table` holds the same figures, with the chart's title as its caption and its number as label;
    `measure` and `key` may be empty; `alt` tells every series in words, and `alts` each by itself, if they are there.
    """

    name: str
    anchor: str
    measure: str
    alt: str
    series: tuple[Series, ...]
    table: Table
    key: tuple[str, ...]
    alts: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the document by its name. Shape: `caption` may be empty, `alt` never is. Units: pixels; 0 until it is known."""

    name: str
    alt: str
    caption: str = ""
    width: int = 0
    height: int = 0
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words that somebody else said."""

    blocks: "Blocks"
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that belong together. Shape: `role` is one of GROUP_ROLES."""

    role: str
    blocks: "Blocks"
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


GROUP_ROLES = ("signature", "address", "cover-parties", "cover-party")


@dataclass(frozen=True, slots=True)
class CodeBlock:
    """Lines that keep their spaces."""

    text: str
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Break:
    """A line across the page."""

    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """One figure at the head of the statistics. Shape: `change` may be empty."""

    figure: FigureReference
    label: str
    change: str


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures at the head of the statistics."""

    figures: tuple[KeyFigure, ...]
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class KeyFinding:
    """One key finding, which reads as a sentence: its figure, its label, and after a comma its change.

    Shape: `change` may be empty, and `way` is then too; `points` are the figure over the years, oldest first; `notes` are
    sentences: why nothing is compared, and what the area remarks.
    """

    figure: FigureReference
    label: str
    change: str
    way: Literal["", "up", "down", "same"]
    points: tuple[Point, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeyFindings:
    """What a report tells first: the figures that matter most, and those that changed most."""

    findings: tuple[KeyFinding, ...]
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Note:
    """One note on the tables. Shape: `used_in` are the tables that refer to it, as links."""

    anchor: str
    letter: str
    term: str
    blocks: "Blocks"
    used_in: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes on the tables, by letter."""

    notes: tuple[Note, ...]
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Footnote:
    """One footnote. Shape: `references` are the ids of the places that lead to it; the ways back are each format's own."""

    anchor: str
    number: int
    blocks: "Blocks"
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Footnotes:
    """The footnotes of a section."""

    notes: tuple[Footnote, ...]
    place: Place | None = field(default=None, compare=False, repr=False, kw_only=True)


Block = (
    Heading
    | Paragraph
    | List
    | Table
    | Chart
    | Picture
    | Quotation
    | Group
    | CodeBlock
    | Break
    | KeyFigures
    | KeyFindings
    | Notes
    | Footnotes
)
Blocks = tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """One section of a document. Shape: its title is not among its blocks; `role` is wording, page or closing, or findings before all others."""

    anchor: str
    title: str
    blocks: Blocks
    role: SectionRole = "wording"


@dataclass(frozen=True, slots=True)
class DocumentTree:
    """All that a document says, from the cover to the last section.

    Shape: `title` is made of `subject`, the full title on the cover, and `type`, such as “Annual report 2024/25”;
    `author` is an organisation; dates such as 2025-10-23; `contents_title` is what the list of sections is called;
    `called` is what the document calls itself, such as report.
    """

    language: str
    title: str
    type: str
    subject: str
    author: str
    description: str
    published: str
    is_draft: bool
    called: str
    contents_title: str
    cover: Blocks
    sections: tuple[Section, ...]
