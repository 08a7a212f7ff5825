"""How Word files look, by the reference.docx of a theme: its styles, lists, typefaces and page.

Comes in: a Word file that somebody changed in Word or LibreOffice. Goes out: what of it is taken into reports, or what is in
the way of that.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.wording import some_of
from reportgen.formats.word.package import WORD, Element, UnusableFile, open_package, parse_part, part_bytes
from reportgen.read.edition import ReferenceFile

_DEPTHS = ("", " 2", " 3")
LIST_LEVELS = len(_DEPTHS)
_NUMBERED = tuple(f"List {kind}{depth}" for kind in ("Bullet", "Number") for depth in _DEPTHS)
# What the writer asks for, by the names that Word shows. Why: ids differ between languages of Word, and names do not.
STYLES = {
    "paragraph": (
        *("Normal", "Title", "heading 1", "heading 2", "heading 3", "Note heading", "TOC Heading", "toc 1", "toc 2"),
        *("Cover kind", "Cover line", "Cover label", "Draft mark", "Byline", "Notice", "Lead", "Headline figure"),
        *("Finding", "caption", "Measure", "Table text", "Gloss", "Table head", "Table key", "Quote", "Rule", "Lines"),
        *("Listing", "Picture", "Picture caption", "footnote text", "End notes title", "header", "footer"),
        *_NUMBERED,
        *(f"List Continue{depth}" for depth in _DEPTHS),
    ),
    "character": (
        *("Hyperlink", "footnote reference", "Headline number", "Code", "Change"),
        *("Chart bar", "Chart scale", "Chart text"),
    ),
    "table": ("Report table",),
}
_W = f"{{{WORD}}}"
_HEXADECIMAL, _NUMBER = re.compile("[0-9A-Fa-f]{6}"), re.compile("[0-9]{1,9}")
# Twentieths of a point: room for a table of four figures, the widest page that Word knows, and a centimetre.
_LEAST_TEXT, _MOST_PAGE, _CENTIMETRE = 6800, 31680, 567
_HINT = "take a copy of the reference.docx of the theme house-1, and change its styles in Word; their names stay"
_PAGE_HINT = "set the size of the page and its margins in Word, under Layout"


@dataclass(frozen=True, slots=True)
class ChartColours:
    """The colours of a chart, such as #0b4f60."""

    bar: str
    earlier: str
    scale: str
    line: str
    text: str


@dataclass(frozen=True, slots=True, eq=False)
class WordReference:
    """What Word files are made with.

    Shape: `ids` of styles by kind and name in small letters; `lists` has, for each style of a list, the kind of its numbering
    and its level; `parts` by their name in a file; `page` and `margins` in twentieths of a point, by their names in Word.
    """

    ids: dict[tuple[str, str], str]
    lists: dict[str, tuple[int, int]]
    styles: bytes
    numbering: bytes
    parts: dict[str, bytes]
    page: dict[str, str]
    margins: dict[str, str]
    colours: ChartColours

    @property
    def text_size(self) -> tuple[int, int]:
        """How wide and how high the text is, in twentieths of a point."""
        return _text_size(self.page, self.margins)

    @property
    def text_width(self) -> int:
        """How wide the text is, in twentieths of a point."""
        return self.text_size[0]

    def style(self, kind: str, name: str) -> str:
        """The id of one of STYLES."""
        return self.ids[kind, name.lower()]

    def styles_in(self, language: str) -> bytes:
        """The styles for a document in a language, such as en-GB."""
        root = parse_part(self.styles)
        (defaults,) = _inside(root, "docDefaults", "rPrDefault", "rPr")
        values = {"val": language, "eastAsia": language, "bidi": "ar-SA"}
        defaults.append(root.makeelement(f"{_W}lang", {f"{_W}{name}": value for name, value in values.items()}))
        return part_bytes(root)


@lru_cache(maxsize=8)
def read_reference(file: ReferenceFile) -> Outcome[WordReference]:
    """What reports take from a reference.docx. Errors: reference-unusable, style-missing."""
    place = whole_file(file.path)
    try:
        parts = open_package(file.data)
        styles = _styles(parts["styles"])
        missing = [
            f"no {kind} style “{name}”"
            for kind, names in STYLES.items()
            for name in names
            if (kind, name.lower()) not in styles
        ]
        if missing:
            return Outcome(None, (Diagnostic("style-missing", place, f"the file has {some_of(missing, 3)}", _HINT),))
        return Outcome(_reference(parts, styles))
    except UnusableFile as problem:
        return Outcome(None, (Diagnostic("reference-unusable", place, f"the file {problem.message}", problem.hint),))


def _reference(parts: dict[str, Element], styles: dict[tuple[str, str], Element]) -> WordReference:
    """Raises: UnusableFile."""
    by_id = {_value(style, "styleId"): style for style in _inside(parts["styles"], "style")}
    bar, scale, text = (list(_chain(styles["character", f"chart {name}"], by_id)) for name in ("bar", "scale", "text"))
    page, margins = _page(parts["document"])
    members = {"fontTable": "word/fontTable.xml", "theme": "word/theme/theme1.xml"}
    return WordReference(
        {key: _value(style, "styleId") for key, style in styles.items()},
        {name: _numbering(name, styles["paragraph", name.lower()], by_id, parts["numbering"]) for name in _NUMBERED},
        part_bytes(parts["styles"]),
        part_bytes(parts["numbering"]),
        {path: part_bytes(parts[name]) for name, path in members.items() if name in parts},
        page,
        margins,
        ChartColours(
            _colour(bar, "color", "val", "000000"),
            _colour(bar, "shd", "fill", "FFFFFF"),
            _colour(scale, "color", "val", "000000"),
            _colour(scale, "bdr", "color", "000000"),
            _colour(text, "color", "val", "000000"),
        ),
    )


def _styles(root: Element) -> dict[tuple[str, str], Element]:
    """The styles by kind and name; the defaults of the document are made where they are not there.

    Why: LibreOffice says “Heading 1” for “heading 1”, and lays a “Caption” of its own beside “caption”.
    """
    parent = root
    for tag in ("docDefaults", "rPrDefault", "rPr"):
        if not _inside(parent, tag):
            parent.insert(0, root.makeelement(f"{_W}{tag}"))
        (parent, *_) = _inside(parent, tag)
    found: dict[tuple[str, str], Element] = {}
    for style in _inside(root, "style"):
        kind, name = _value(style, "type"), _first(_inside(style, "name"), "val")
        key = (kind, name.lower())
        if _value(style, "styleId") and (key not in found or name in STYLES.get(kind, ())):
            found[key] = style
    return found


def _chain(style: Element, by_id: dict[str, Element]) -> Iterator[Element]:
    """A style and those that it rests on, which a damaged file can lead round in a circle."""
    seen: set[Element] = set()
    while style is not None and style not in seen:
        yield style
        seen.add(style)
        style = by_id.get(_first(_inside(style, "basedOn"), "val"))


def _numbering(name: str, style: Element, by_id: dict[str, Element], numbering: Element) -> tuple[int, int]:
    """The kind of numbering and the level that the style of a list has. Raises: UnusableFile."""
    inherited = list(_chain(style, by_id))
    number, level = (
        _first([one for rests in inherited for one in _inside(rests, "pPr", "numPr", tag)], "val")
        for tag in ("numId", "ilvl")
    )
    kinds = {_value(one, "numId"): _first(_inside(one, "abstractNumId"), "val") for one in _inside(numbering, "num")}
    known = {_value(one, "abstractNumId") for one in _inside(numbering, "abstractNum")}
    kind = kinds.get(number, "")
    if not all(map(_NUMBER.fullmatch, (*kinds, *known))):
        raise UnusableFile("has lists without numbers of their own", _HINT)
    if kind not in known or level not in ("", *"012345678"):
        hint = "give it one in Word: Modify Style, Format, Numbering"
        raise UnusableFile(f"has the style “{name}” without bullets or numbers", hint)
    return int(kind), int(level or 0)


def _page(document: Element) -> tuple[dict[str, str], dict[str, str]]:
    """The size of the page and its margins. Raises: UnusableFile."""
    sizes, sides = (
        {
            name.removeprefix(_W): value
            for one in _inside(document, "body", "sectPr", tag)
            for name, value in one.items()
        }
        for tag in ("pgSz", "pgMar")
    )
    sides = {"header": "720", "footer": "720", "gutter": "0"} | sides
    try:
        page = {side: str(int(sizes[side])) for side in ("w", "h")}
        names = ("top", "right", "bottom", "left", "header", "footer", "gutter")
        margins = {side: str(int(sides[side])) for side in names}
    except (KeyError, ValueError) as problem:
        raise UnusableFile("has no size of its page, or no margins", _PAGE_HINT) from problem
    if sizes.get("orient") == "landscape":
        page["orient"] = "landscape"
    width, height = _text_size(page, margins)
    if min(width, height) < _LEAST_TEXT or max(int(page["w"]), int(page["h"])) > _MOST_PAGE:
        room = f"{width / _CENTIMETRE:.1f} by {height / _CENTIMETRE:.1f} cm"
        message = f"leaves {room} of its page for text; at least 12 by 12 cm are needed, of a page of at most 55 cm"
        raise UnusableFile(message, _PAGE_HINT)
    return page, margins


def _text_size(page: dict[str, str], margins: dict[str, str]) -> tuple[int, int]:
    """How wide and how high the text is. Why: a margin below nought is one that a header does not push away."""
    width, height = (
        int(page[size]) - sum(abs(int(margins[side])) for side in sides)
        for size, sides in (("w", ("left", "right", "gutter")), ("h", ("top", "bottom")))
    )
    return width, height


def _colour(styles: list[Element], tag: str, attribute: str, otherwise: str) -> str:
    """The colour that a style has or inherits."""
    found = _first([one for style in styles for one in _inside(style, "rPr", tag)], attribute)
    return f"#{found if _HEXADECIMAL.fullmatch(found) else otherwise}"


def _inside(element: Element, *tags: str) -> list[Element]:
    """The elements of Word’s at the end of a path."""
    return list(element.iterfind("/".join(f"{_W}{tag}" for tag in tags)))


def _first(elements: list[Element], name: str) -> str:
    return _value(elements[0], name) if elements else ""


def _value(element: Element, name: str) -> str:
    """An attribute of Word’s; nothing where there is none."""
    return str(element.get(f"{_W}{name}", ""))
