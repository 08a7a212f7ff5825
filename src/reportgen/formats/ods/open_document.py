"""Workbooks in the OpenDocument format, as small as they can be.

Comes in: sheets of words and numbers. Goes out: the bytes of an .ods file, the same each time.
Its parts are templates of our own, since odfdo stamps the clock into the file and brings a dozen parts that nobody asked for.
"""

import re
import textwrap
from dataclasses import dataclass
from typing import Literal, get_args

from reportgen import __version__
from reportgen.document.templating.templates import fill_own
from reportgen.formats.archive import pack
from reportgen.formats.artifact import FileProperties

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
# As the style lists of LibreOffice and Excel show them. The words of the first two run on to the right.
OneLine = Literal["Heading 1", "Line"]
Style = (
    OneLine
    | Literal["Text cell", "Column head", "Number head", "Row head", "Row head total", "Shorthand", "Shorthand total"]
)
# In millimetres: a letter of 12 points with room to spare, a line, and what surrounds the words of a cell.
_LETTER, _LINE_HEIGHT, _PADDED = 2.3, 6, 2


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of words, never a formula. Shape: one paragraph for each line; `link` is an address, or #Sheet.A1."""

    words: str
    style: Style = "Text cell"
    link: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """A cell that is a number, printed with thousands apart; `flag` is printed beside it, such as r for [r]."""

    value: int
    flag: str = ""
    is_total: bool = False


Row = tuple[Words | Number, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. Shape: `lines` stand above the table, one cell each; `table` begins with its column heads, or is empty.

    Units: `widths` of the columns in millimetres.
    """

    name: str
    widths: tuple[int, ...]
    lines: tuple[Words, ...]
    table: tuple[Row, ...] = ()


def write_workbook(sheets: tuple[Sheet, ...], properties: FileProperties) -> bytes:
    """The file. Source: OpenDocument 1.3, part 2 for the package and part 3 for its content."""
    rows = [(row, sheet.widths) for sheet in sheets for row in (*((line,) for line in sheet.lines), *sheet.table)]
    names = {
        "sheets": sheets,
        "properties": properties,
        "version": __version__,
        "media_type": MEDIA_TYPE,
        "widths": sorted({width for sheet in sheets for width in sheet.widths}),
        "height": _height,
        "heights": {lines: lines * _LINE_HEIGHT + _PADDED for lines in sorted({_height(*row) for row in rows})},
        "flags": sorted({cell.flag for row, _ in rows for cell in row if isinstance(cell, Number)}),
    }
    parts = ("content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml")
    made = ((part, _part(part.rpartition("/")[2], names)) for part in parts)
    # First and stored, so that the kind of file can be read from its first bytes.
    return pack((("mimetype", MEDIA_TYPE.encode()), *made), properties.day)


def _part(name: str, names: dict[str, object]) -> bytes:
    """A part of the file. Why: between two cells, strict readers allow not even the end of a line."""
    return re.sub(r">\n+", ">", fill_own(f"formats/ods/{name}.j2", names)).encode()


def _height(cells: Row, widths: tuple[int, ...]) -> int:
    """How many lines a row needs. Why: printed or exported without being opened, rows have the height that the file says."""
    return max(_lines(cell, width) for cell, width in zip(cells, widths, strict=False))


def _lines(cell: Words | Number, width: int) -> int:
    if isinstance(cell, Number) or cell.style in get_args(OneLine):
        return 1
    across = max(1, int((width - _PADDED) / _LETTER))
    return sum(len(textwrap.wrap(line, across)) or 1 for line in cell.words.split("\n"))
