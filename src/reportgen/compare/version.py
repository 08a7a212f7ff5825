"""What one side of a comparison says: facts, tables of figures, and text by section.

Every value is frozen. Reports, editions and published bundles all become a Version, so that one comparison serves them all.
"""

from dataclasses import dataclass, field

from reportgen.read.edition import Edition
from reportgen.read.edition_shapes import ColumnShape, RowShape


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as printed, with its number where it has one."""

    text: str
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row or column. Shape: `formerly` are the names that its figures had in earlier editions."""

    key: str
    label: str
    formerly: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """The label as it stands before its explanation: “Category 1” of “Category 1: Violent offenders”."""
        return self.label.partition(": ")[0]


@dataclass(frozen=True, slots=True)
class ComparedTable:
    """One table. Shape: `figures` row by row, a figure for each column; empty for the table of an edition.

    `compared` is the caption with the facts of the year that both sides share.
    """

    name: str
    caption: str
    rows: tuple[Line, ...]
    columns: tuple[Line, ...]
    figures: tuple[tuple[Figure, ...], ...] = ()
    compared: str = ""


@dataclass(frozen=True, slots=True)
class ComparedPassage:
    """One paragraph, list item, heading, picture or table of a text.

    Shape: `kind` is its name in words; `compared` are the words with the facts of the year that both sides share;
    `seen` is the digest of a picture.
    """

    kind: str
    words: str
    compared: str = ""
    seen: str = ""
    table: ComparedTable | None = None

    @property
    def text(self) -> str:
        """The words by which it is compared."""
        return self.compared or self.words

    @property
    def identity(self) -> tuple[str, str, str, ComparedTable | None]:
        """What is equal in two passages that say the same."""
        return self.kind, self.text, self.seen, self.table


@dataclass(frozen=True, slots=True)
class ComparedSection:
    """A chapter up to its first subheading, the text below a subheading, or a note on the tables.

    Shape: `chapter` is the name of the chapter that it stands in, empty for a chapter itself; `letter` is that of a note.
    """

    name: str
    title: ComparedPassage
    passages: tuple[ComparedPassage, ...]
    chapter: str = ""
    letter: str = ""


@dataclass(frozen=True, slots=True)
class Version:
    """One side of a comparison.

    Shape: `facts` by what they are called; `sections` in order, each chapter before what stands in it; `look` are the style
    sheets of its theme.
    """

    name: str
    facts: dict[str, str]
    tables: tuple[ComparedTable, ...]
    sections: tuple[ComparedSection, ...]
    language: str = "en-GB"
    look: str = field(default="", repr=False)


def look_of(edition: Edition) -> str:
    """The style sheets of an edition's theme for the screen."""
    return "\n".join(edition.styles[name] for name in ("common.css", "screen.css"))


def line_of(key: str, shape: RowShape | ColumnShape) -> Line:
    """A row or column of an edition, with the names that its figures had before."""
    joined = shape.joins if isinstance(shape, RowShape) else ()
    label = shape.full_label if isinstance(shape, RowShape) else shape.label
    return Line(key, label, (*((shape.formerly,) if shape.formerly else ()), *joined))
