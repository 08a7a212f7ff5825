"""Workbooks in the OpenDocument format, as small as they can be.

Comes in: sheets of words and numbers. Goes out: the bytes of an .ods file, the same each time.
Written by hand, since odfdo stamps the clock into the file and brings a dozen parts that nobody asked for.
"""

import textwrap
from dataclasses import dataclass
from html import escape
from typing import Literal

from reportgen import __version__
from reportgen.formats.archive import pack
from reportgen.formats.artifact import FileProperties

MEDIA_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
Style = Literal["title", "line", "text", "head", "number-head", "row-head", "shorthand", "total", "row-head-total"]


# Styles whose words run on to the right.
_ONE_LINE = ("title", "line")
# In millimetres: a letter of 12 points with room to spare, a line, and what surrounds the words of a cell.
_LETTER, _LINE_HEIGHT, _PADDED = 2.3, 6, 2


@dataclass(frozen=True, slots=True)
class Words:
    """A cell of words, never a formula. Shape: one paragraph for each line; `link` is an address, or #Sheet.A1."""

    words: str
    style: Style = "text"
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
    flags = sorted({cell.flag for sheet in sheets for row in sheet.table for cell in row if isinstance(cell, Number)})
    members = {
        # First and stored, so that the kind of file can be read from its first bytes.
        "mimetype": MEDIA_TYPE,
        "content.xml": _content(sheets, flags),
        "styles.xml": _styles(properties.language),
        "meta.xml": _meta(properties),
        "META-INF/manifest.xml": _MANIFEST,
    }
    return pack(((name, text.encode()) for name, text in members.items()), properties.day)


_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"'
    for name, rest in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("number", "datastyle"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
        ("svg", "svg-compatible"),
    )
)
_NAMES += ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xlink="http://www.w3.org/1999/xlink"'
_MANIFEST = (
    f'{_HEAD}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
    f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:media-type="{MEDIA_TYPE}"/>'
    + "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>'
        for name in ("content.xml", "styles.xml", "meta.xml")
    )
    + "</manifest:manifest>\n"
)
_LEFT, _RIGHT = 'fo:text-align="start"', 'fo:text-align="end"'
_RULE, _LINE = 'fo:border-bottom="0.75pt solid #000000"', 'fo:border-bottom="0.5pt solid #767676"'
_TOTAL = 'fo:border-top="0.75pt solid #000000" fo:border-bottom="0.75pt solid #000000"'
_BOLD = 'fo:font-weight="bold"'
# Each style with its name as the style lists of LibreOffice and Excel show it, so that a reader can jump by heading; how its
# words are aligned, what surrounds them, and how they are set.
_STYLES: dict[Style, tuple[str, str, str, str]] = {
    "title": ("Heading 1", _LEFT, "", f'fo:font-size="16pt" {_BOLD}'),
    "line": ("Line", _LEFT, "", ""),
    "text": ("Text cell", _LEFT, "", ""),
    "head": ("Column head", _LEFT, _RULE, _BOLD),
    "number-head": ("Number head", _RIGHT, _RULE, _BOLD),
    "row-head": ("Row head", _LEFT, _LINE, ""),
    "row-head-total": ("Row head total", _LEFT, _TOTAL, _BOLD),
    "shorthand": ("Shorthand", _RIGHT, _LINE, ""),
    "total": ("Shorthand total", _RIGHT, _TOTAL, _BOLD),
}


def _meta(properties: FileProperties) -> str:
    created = f"{properties.day.isoformat()}T00:00:00"
    parts = (
        ("meta:generator", f"reportgen {__version__}"),
        ("dc:title", properties.title),
        ("dc:subject", properties.subject),
        ("meta:initial-creator", properties.author),
        ("dc:creator", properties.author),
        ("dc:language", properties.language),
        ("meta:creation-date", created),
        ("dc:date", created),
    )
    inside = "".join(f"<{name}>{escape(words)}</{name}>" for name, words in parts)
    return (
        f'{_HEAD}<office:document-meta {_NAMES} office:version="1.3"><office:meta>{inside}</office:meta>'
        "</office:document-meta>\n"
    )


def _styles(language: str) -> str:
    """The styles that every sheet uses. Why: at least 12 point, no colour, nothing by colour alone."""
    language, _, country = language.partition("-")
    made = "".join(map(_cell_style, _STYLES))
    return (
        f'{_HEAD}<office:document-styles {_NAMES} office:version="1.3"><office:font-face-decls>'
        '<style:font-face style:name="Arial" svg:font-family="Arial" style:font-family-generic="swiss"/>'
        '</office:font-face-decls><office:styles><style:default-style style:family="table-cell">'
        '<style:text-properties style:font-name="Arial" fo:font-family="Arial" fo:font-size="12pt" '
        f'fo:language="{escape(language)}" fo:country="{escape(country)}"/></style:default-style>'
        '<style:style style:name="Default" style:family="table-cell"/>'
        f"{made}</office:styles><office:automatic-styles>"
        '<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="297mm" '
        'fo:page-height="210mm" style:print-orientation="landscape" style:scale-to-X="1" '
        'fo:margin="15mm"/></style:page-layout></office:automatic-styles><office:master-styles>'
        '<style:master-page style:name="Default" style:page-layout-name="page"/></office:master-styles>'
        "</office:document-styles>\n"
    )


def _named(style: Style) -> str:
    """The name of a style in the file."""
    return _STYLES[style][0].replace(" ", "_20_")


def _cell_style(style: Style) -> str:
    """One style. Why: what stands above a table is one line that runs on to the right; all else is wrapped."""
    shown, align, border, text = _STYLES[style]
    wrap = "no-wrap" if style in _ONE_LINE else "wrap"
    return (
        f'<style:style style:name="{_named(style)}" style:display-name="{shown}" style:family="table-cell" '
        'style:parent-style-name="Default">'
        f'<style:table-cell-properties fo:wrap-option="{wrap}" fo:padding="1mm" style:vertical-align="top" {border}/>'
        f"<style:paragraph-properties {align}/><style:text-properties {text}/></style:style>"
    )


def _content(sheets: tuple[Sheet, ...], flags: list[str]) -> str:
    widths = sorted({width for sheet in sheets for width in sheet.widths})
    automatic = "".join(
        f'<style:style style:name="w{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for width in widths
    )
    automatic += (
        '<style:style style:name="sheet" style:family="table" style:master-page-name="Default">'
        '<style:table-properties table:display="true"/></style:style>'
    )
    rows: list[tuple[Row, tuple[int, ...]]] = [((line,), sheet.widths) for sheet in sheets for line in sheet.lines]
    rows += [(row, sheet.widths) for sheet in sheets for row in sheet.table]
    automatic += "".join(
        f'<style:style style:name="row{lines}" style:family="table-row"><style:table-row-properties '
        f'style:row-height="{lines * _LINE_HEIGHT + _PADDED}mm" style:use-optimal-row-height="{str(lines == 1).lower()}"/></style:style>'
        for lines in sorted({_height(row, widths) for row, widths in rows})
    )
    automatic += "".join(_number_styles(flag) for flag in flags)
    marked = "".join(_database_range(sheet) for sheet in sheets if sheet.table)
    return (
        f'{_HEAD}<office:document-content {_NAMES} office:version="1.3">'
        f"<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{''.join(_sheet(sheet) for sheet in sheets)}<table:database-ranges>{marked}</table:database-ranges>"
        "</office:spreadsheet></office:body></office:document-content>\n"
    )


def _number_styles(flag: str) -> str:
    """How a number is printed. Why: its flag belongs to how it looks, so that 41 [r] stays a number."""
    printed = f"<number:text> [{escape(flag)}]</number:text>" if flag else ""
    name = f"number{flag}"
    cells = "".join(
        f'<style:style style:name="{name}{kind}" style:family="table-cell" style:data-style-name="{name}" '
        f'style:parent-style-name="{parent}"/>'
        for kind, parent in (("", _named("shorthand")), ("-total", _named("total")))
    )
    return (
        f'<number:number-style style:name="{name}"><number:number number:decimal-places="0" '
        f'number:min-integer-digits="1" number:grouping="true"/>{printed}</number:number-style>{cells}'
    )


def _database_range(sheet: Sheet) -> str:
    """Marks a table as one, with its heads. Why: it is what ODF has in place of the tables of Excel."""
    first, last = len(sheet.lines) + 1, len(sheet.lines) + len(sheet.table)
    column = chr(ord("A") + len(sheet.table[0]) - 1)
    area = f"{sheet.name}.A{first}:{sheet.name}.{column}{last}"
    return (
        f'<table:database-range table:name="{sheet.name}" table:target-range-address="{area}" '
        'table:contains-header="true" table:display-filter-buttons="false"/>'
    )


def _sheet(sheet: Sheet) -> str:
    """One sheet. Why: the column of row heads and the row of column heads are marked, and come again on each printed page."""
    first, *others = (f'<table:table-column table:style-name="w{width}"/>' for width in sheet.widths)
    heads = f"<table:table-header-columns>{first}</table:table-header-columns>" if len(others) else first
    above = "".join(_row((line,), sheet.widths) for line in sheet.lines)
    table = ""
    if sheet.table:
        head, *body = (_row(row, sheet.widths) for row in sheet.table)
        table = f"<table:table-header-rows>{head}</table:table-header-rows>{''.join(body)}"
    return (
        f'<table:table table:name="{sheet.name}" table:style-name="sheet">{heads}{"".join(others)}{above}{table}'
        "</table:table>"
    )


def _row(cells: Row, widths: tuple[int, ...]) -> str:
    inside = "".join(_number(cell) if isinstance(cell, Number) else _words(cell) for cell in cells)
    return f'<table:table-row table:style-name="row{_height(cells, widths)}">{inside}</table:table-row>'


def _height(cells: Row, widths: tuple[int, ...]) -> int:
    """How many lines a row needs. Why: printed or exported without being opened, rows have the height that the file says."""
    return max(_lines(cell, width) for cell, width in zip(cells, widths, strict=False))


def _lines(cell: Words | Number, width: int) -> int:
    if isinstance(cell, Number) or cell.style in _ONE_LINE:
        return 1
    across = max(1, int((width - _PADDED) / _LETTER))
    return sum(len(textwrap.wrap(line, across)) or 1 for line in cell.words.split("\n"))


def _number(cell: Number) -> str:
    style = f"number{cell.flag}{'-total' if cell.is_total else ''}"
    shown = f"{cell.value:,}" + (f" [{cell.flag}]" if cell.flag else "")
    return (
        f'<table:table-cell table:style-name="{style}" office:value-type="float" office:value="{cell.value}">'
        f"<text:p>{shown}</text:p></table:table-cell>"
    )


def _words(cell: Words) -> str:
    """Words, whatever they begin with. Why: only a cell with table:formula is ever worked out, and none is written."""
    link = f'<text:a xlink:type="simple" xlink:href="{escape(cell.link)}">' if cell.link else ""
    end = "</text:a>" if link else ""
    paragraphs = "".join(f"<text:p>{link}{escape(line, quote=False)}{end}</text:p>" for line in cell.words.split("\n"))
    return (
        f'<table:table-cell table:style-name="{_named(cell.style)}" office:value-type="string">'
        f"{paragraphs}</table:table-cell>"
    )
