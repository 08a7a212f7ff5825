"""What every kind of file is read as: rows of pieces, each with the place where a person finds it.

Comes in and goes out: values.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.ingest.flow import FlowBlock

# Private signs around a small raised mark in a line, which leads to a note.
NOTE_START, NOTE_END = "\ue000", "\ue001"
# The part of a file in which footnotes stand that are such to the file itself, after all else.
NOTES = "notes"


@dataclass(frozen=True, slots=True)
class SourcePiece:
    """Words that stand together: a cell of a table, or the words of a line between two wide gaps.

    Units: `left` and `right` in points on a page, in characters in a text, in columns in a table.
    Shape: `place` is where the piece itself is, such as Stats!C12, where that is more than the place of its row; `remarks` are
    what is to be known of it, such as that a footnote's letter was glued to it; `noted` is the text with each small raised mark
    between NOTE_START and NOTE_END, empty where there is none.
    """

    text: str
    left: float
    right: float
    place: str = ""
    remarks: tuple[str, ...] = ()
    noted: str = ""

    def part(self, start: int, end: int, remarks: tuple[str, ...] | None = None) -> "SourcePiece":
        """Some letters of the piece, about where they stand in it."""
        width = (self.right - self.left) / max(len(self.text), 1)
        left, right = self.left + start * width, self.left + end * width
        return SourcePiece(self.text[start:end], left, right, self.place, self.remarks if remarks is None else remarks)

    def by_words(self) -> list["SourcePiece"]:
        """The words of the piece, each about where it stands."""
        return [self.part(*found.span()) for found in re.finditer(r"\S+", self.text)]


def cell_pieces(cells: Iterable[str], place: str = "") -> tuple[SourcePiece, ...]:
    """The cells of a row that hold words. Shape: with `place`, the number of each is told behind it."""
    return tuple(
        SourcePiece(words.strip(), column, column + 1, place and f"{place} {column + 1}")
        for column, words in enumerate(cells)
        if words.strip()
    )


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One line of a page or a text, or one row of a table.

    Shape: `place` such as “p. 4, line 17”; `part` is the page, the sheet or the table in which it stands; `is_cells` where the
    file itself says where each cell begins and ends; `is_bold` where all its letters are; `column` is 0 or 1 for the half of a
    line on a page in two columns, and -1 for a whole one.
    Units: `top` and `bottom` in points from the top of its page, `size` of its letters in points; 0 where there are no pages.
    """

    place: str
    pieces: tuple[SourcePiece, ...]
    part: str = ""
    is_cells: bool = False
    page: int = 0
    top: float = 0
    bottom: float = 0
    size: float = 0
    is_bold: bool = False
    column: int = -1

    @property
    def text(self) -> str:
        """The row as a person reads it."""
        return " ".join(" ".join(piece.text.split()) for piece in self.pieces if piece.text)

    @property
    def noted(self) -> str:
        """The same with each small raised mark between NOTE_START and NOTE_END."""
        return " ".join(" ".join((piece.noted or piece.text).strip() for piece in self.pieces).split())

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return max(piece.right for piece in self.pieces)


def table_block(rows: Sequence[SourceRow]) -> FlowBlock:
    """The rows of a table as one block, in which each has as many cells."""
    width = max(int(piece.right) for row in rows for piece in row.pieces)
    cells = [{int(piece.left): " ".join(piece.text.split()) for piece in row.pieces} for row in rows]
    return FlowBlock(
        "table",
        place=rows[0].place,
        places=tuple(row.place for row in rows),
        cells=tuple(tuple(row.get(column, "") for column in range(width)) for row in cells),
    )


@dataclass(frozen=True, slots=True)
class SourceText:
    """All rows of one file in the order of reading.

    Shape: `kind` in words, such as “PDF”; `extent` such as “15 pages”; `remarks` on the file as a whole, such as a page that
    is only a picture; `flow` is its text as blocks where that was asked for, and empty of a file that holds tables alone.
    """

    kind: str
    extent: str
    rows: tuple[SourceRow, ...]
    remarks: tuple[str, ...] = ()
    flow: tuple[FlowBlock, ...] = ()


class Unreadable(Exception):  # noqa: N818 - a state of the file
    """A file that cannot be read as what it is; carries what is wrong with it, and what to do."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def diagnostic(self, name: str) -> Diagnostic:
        """The same for somebody who asked for the file of that name. Errors: cannot-import."""
        return Diagnostic("cannot-import", whole_file(name), self.message, self.hint)
