"""The tags of a PDF, and what must hold of all of them together.

Goes out: values that grow while the page is read, and faults for what a screen reader could not follow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from reportgen.core.wording import shortened
from reportgen.formats.pdf.drawing import LinkArea, Piece
from reportgen.formats.pdf.words import words_of


@dataclass(slots=True, eq=False)
class Tag:
    """One structure element while it grows.

    Shape: `kids` in reading order; `contents` describes a link, `printed_page` is told beside it, `target` is where it leads
    in the report; `refers_to` names tags that this one speaks of, such as an end note.
    """

    role: str
    element: Element
    parent: "Tag | None" = None
    kids: "list[Tag | Piece | LinkArea]" = field(default_factory=list)
    language: str | None = None
    alt: str | None = None
    contents: str = ""
    printed_page: int | None = None
    target: "Tag | None" = None
    refers_to: "list[Tag]" = field(default_factory=list)
    scope: str | None = None
    numbering: str | None = None
    spans: tuple[int, int] = (1, 1)
    identifier: str | None = None

    def within(self) -> "Iterator[Tag]":
        """It and all tags in it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.within()

    def pieces(self) -> "Iterator[tuple[Piece, Tag]]":
        """What is drawn of it and of all in it, in reading order, each with the paragraph, cell or the like that it stands in."""
        for kid in self.kids:
            if isinstance(kid, Tag):
                yield from kid.pieces()
            elif isinstance(kid, Piece):
                yield kid, self.block

    @property
    def block(self) -> "Tag":
        """The paragraph, cell or the like that it stands in, or itself."""
        return self.parent.block if self.parent and self.role in ("Link", "Span", "Reference", "Figure") else self

    @property
    def table(self) -> "Tag | None":
        """The innermost table around it, or itself."""
        return self if self.role == "Table" or self.parent is None else self.parent.table


@dataclass(frozen=True, slots=True)
class Structure:
    """A page's tags, and what is to be done with each piece.

    Shape: `running` and `spaced` hold page and number of pieces that nobody needs to hear, and of those after which a space
    is to be heard; `dropped` are areas that only repeat another; `bookmarks` are the tags that the bookmarks lead to, in order.
    """

    root: Tag
    running: frozenset[tuple[int, int]]
    spaced: frozenset[tuple[int, int]]
    dropped: tuple[LinkArea, ...]
    bookmarks: tuple[Tag, ...]


def check_headings(root: Tag) -> list[str]:
    """The report's title is its one heading of level 1, and no level is left out."""
    faults, level = [], 0
    for tag in root.within():
        if not re.fullmatch("H[1-6]", tag.role):
            continue
        words, found = shortened(words_of(tag.element)), int(tag.role[1])
        if level == 0 and found != 1:
            faults.append(f"the first heading is not the title: “{words}”")
        elif level > 0 and found == 1:
            faults.append(f"a second heading is marked as the title: “{words}”")
        elif found > level + 1:
            faults.append(f"a heading of level {found} follows one of level {level}: “{words}”")
        level = found
    return faults if level else ["no heading stands in the page"]


def check_rows(root: Tag) -> list[str]:
    """All rows of a table have the same number of cells."""
    faults = []
    for table in (tag for tag in root.within() if tag.role == "Table"):
        rows = (tag for tag in table.within() if tag.role == "TR" and tag.table is table)
        cells = [[cell for cell in row.kids if isinstance(cell, Tag)] for row in rows]
        widths = {sum(cell.spans[1] for cell in row) for row in cells}
        if len(widths) != 1 and not any(cell.spans[0] > 1 for row in cells for cell in row):
            faults.append(f"the rows of a table differ in length: “{shortened(words_of(table.element))}”")
    return faults
