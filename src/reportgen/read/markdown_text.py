"""Markdown to clean HTML, the same for national wording and for local pages.

Comes in: Markdown without front matter. Goes out: HTML of a small, safe set of tags, one block to a line.
The one home of markdown and nh3.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import unescape
from threading import get_ident

import nh3
from markdown import Markdown
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.smarty import SmartyExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, AtomicString

FIGURE_USE = re.compile(r"\{\{ *([a-z0-9_]+(?:\.[a-z0-9_]+){1,2}) *\}\}")
_OWN_PICTURE = "picture:"
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
_CURLY = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
    "ndash": "–",
    "mdash": "—",
    "ellipsis": "…",
}
_TAGS = {
    *("p", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "code", "pre", "a", "sup", "hr", "br"),
    *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img", "section", "div", "span"),
}
_ATTRIBUTES = {
    "a": {"href", "id", "class", "role", "aria-label"},
    "h3": {"id"},
    "h4": {"id"},
    "li": {"id"},
    "sup": {"id"},
    "span": {"data-figure"},
    "section": {"class", "role", "aria-label"},
    "figure": {"class"},
    "img": {"src", "alt"},
    "div": {"class", "role", "tabindex", "aria-label"},
    "th": {"scope", "class"},
    "td": {"class"},
    "table": {"class"},
    "ol": {"start"},
}
# As the library names an end note and each place that leads to it: fn-a, fnref-a, fnref2-a.
_NOTE_ID = re.compile(r"(#?)(fn(?:ref\d*)?-.*)")
_BLOCKS = {"p", "li", "td", "th", "h3", "h4", "figcaption"}


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading of the contents list. Units: `level` 2 for a chapter, 3 below it."""

    level: int
    anchor: str
    text: str


@dataclass(frozen=True, slots=True)
class MarkdownHtml:
    """Markdown made into HTML.

    Shape: `headings` in order, those of level 3; `targets` of all links; `pictures` are the names of those that stand on a
    line of their own, `strays` of those that do not.
    """

    html: str
    headings: tuple[Heading, ...]
    targets: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()


@lru_cache(maxsize=256)
def render_markdown(text: str, prefix: str, *, trusted: bool = False) -> MarkdownHtml:
    """The HTML of a text whose headings begin at `##`.

    Why: a chapter's title comes from its front matter and is a heading of level 2, so that `##` becomes level 3. Words of an
    area are put into trusted text too, so no link that Markdown makes leads anywhere but to an address.
    Shape: `prefix` makes every id unique in the report; raw HTML is kept only in trusted text (the edition's own tables).
    """
    converter, structure = _converter(get_ident(), trusted=trusted)
    structure.begin(prefix)
    try:
        html = converter.reset().convert(_deepened(text))
    except BaseException:
        # What was left half done would be met by the next text.
        _converter.cache_clear()
        raise
    if not trusted:
        html = nh3.clean(
            html,
            tags=_TAGS,
            attributes=_ATTRIBUTES,
            url_schemes=LINK_SCHEMES | {"picture"},
            link_rel=None,
            strip_comments=True,
        )
    return MarkdownHtml(
        html, tuple(structure.headings), tuple(structure.targets), tuple(structure.pictures), tuple(structure.strays)
    )


@lru_cache(maxsize=16)
def _converter(thread: int, *, trusted: bool) -> "tuple[Markdown, _Structure]":  # noqa: ARG001 - each thread has its own
    """The library set up as reports need it. Why: to set it up takes as long as a short text."""
    structure = _Structure()
    converter = Markdown(
        extensions=[
            TableExtension(),
            FootnoteExtension(BACKLINK_TEXT="back", SEPARATOR="-"),
            SaneListExtension(),
            SmartyExtension(substitutions=_CURLY),
            _FigureUses(),
            _Mailboxes(),
            structure,
        ],
        output_format="html",
    )
    if not trusted:
        converter.preprocessors.deregister("html_block")
        converter.inlinePatterns.deregister("html")
    return converter, structure


def render_inline(text: str) -> str:
    """One sentence of Markdown as HTML without a paragraph around it."""
    html = render_markdown(text, "inline").html
    return html.removeprefix("<p>").removesuffix("</p>")


def slug_of(text: str) -> str:
    """A heading as a part of an id: small letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower().replace("’", "").replace("'", "")).strip("-") or "part"


def is_address(target: str) -> bool:
    """Whether a link leads to a web page, a mailbox or a telephone."""
    scheme, colon, rest = target.partition(":")
    return bool(colon and rest) and scheme.lower() in LINK_SCHEMES


def _deepened(text: str) -> str:
    """Lists inside lists set in by two or three spaces, as many write them, set in by four, as the library reads them."""
    found = re.findall(r"(?m)^( +)(?:[-*+]|\d{1,3}[.)])[ \t]", text)
    if not any(len(spaces) in (2, 3) for spaces in found):
        return text
    return re.sub(r"(?m)^( {2,})(?=(?:[-*+]|\d{1,3}[.)])[ \t])", lambda match: "    " * (len(match[1]) // 2), text)


class _FigureUses(Extension):
    """`{{ table.row.column }}` becomes a span to be filled; nothing is evaluated."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_FigureUse(FIGURE_USE.pattern), "figure-use", 185)


class _FigureUse(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # the library gives two kinds of processor one method
        element = etree.Element("span", {"data-figure": m[1]})
        return element, m.start(0), m.end(0)


class _Mailboxes(Extension):
    """`<name@example.org>` becomes a link. Why: the library would write each letter as a number, so that no search finds it."""

    def extendMarkdown(self, md: Markdown) -> None:
        md.inlinePatterns.register(_Mailbox(r"<([^<>\s@]{1,64}@[^<>\s@]{1,190})>"), "automail", 110)


class _Mailbox(InlineProcessor):
    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        element = etree.Element("a", {"href": f"mailto:{m[1]}"})
        element.text = AtomicString(m[1])
        return element, m.start(0), m.end(0)


class _Structure(Extension):
    """Headings, pictures, tables and end notes in the form that the report needs."""

    def begin(self, prefix: str) -> None:
        """Forgets the text before."""
        self.prefix = prefix
        self.taken: set[str] = set()
        self.headings: list[Heading] = []
        self.targets: list[str] = []
        self.pictures: list[str] = []
        self.strays: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_Restructure(md, self), "restructure", 5)


class _Restructure(Treeprocessor):
    def __init__(self, md: Markdown, structure: _Structure) -> None:
        super().__init__(md)
        self.structure = structure

    def run(self, root: etree.Element) -> None:
        for parent in list(root.iter()):
            for index, child in enumerate(list(parent)):
                self.mend(parent, index, child)
        for element in root.iter():
            self.number_notes(element)
            if element.tag == "a":
                self.link(element)
            elif element.tag == "img" and not element.attrib["src"].startswith(_OWN_PICTURE):
                self.structure.strays.append(_as_own_picture(element))
            if element.tag in _BLOCKS:
                _join_lines(element)

    def mend(self, parent: etree.Element, index: int, child: etree.Element) -> None:
        if re.fullmatch("h[1-6]", child.tag):
            self.heading(child)
        elif (
            child.tag == "p"
            and len(child) == 1
            and child[0].tag == "img"
            and not (child.text or "").strip()
            and not (child[0].tail or "").strip()
        ):
            self.structure.pictures.append(_as_own_picture(child[0]))
            parent[index] = _figure(child[0])
        elif child.tag == "table":
            parent[index] = self.scrolling(child)
        elif child.get("class") == "footnote":
            parent[index] = self.end_notes(child)

    def heading(self, element: etree.Element) -> None:
        level = min(4, max(3, int(element.tag[1]) + 1))
        element.tag = f"h{level}"
        text = self.words(element)
        anchor = base = f"{self.structure.prefix}--{slug_of(text)}"
        number = 2
        while anchor in self.structure.taken:
            anchor, number = f"{base}-{number}", number + 1
        self.structure.taken.add(anchor)
        element.set("id", anchor)
        if level == 3:
            self.structure.headings.append(Heading(3, anchor, text))

    def words(self, element: etree.Element) -> str:
        """The words of an element as they will be read, without the numbers of end notes."""
        return " ".join(self.restored("".join(_own_words(element))).split())

    def restored(self, text: str) -> str:
        """Text with the library's own marks replaced by the characters that they stand for."""
        stash = self.md.htmlStash.rawHtmlBlocks
        text = HTML_PLACEHOLDER_RE.sub(lambda match: re.sub("<[^>]*>", "", str(stash[int(match[1])])), text)
        text = re.sub(r"\x02(\d+)\x03", lambda match: chr(int(match[1])), text)
        return unescape(text)

    def link(self, element: etree.Element) -> None:
        """Notes where a link leads; one that leads to no address loses it, and keeps its words."""
        target = self.restored(element.attrib["href"])
        self.structure.targets.append(target)
        if not target.startswith("#") and not is_address(target):
            element.tag = "span"
            element.attrib.clear()

    def end_notes(self, division: etree.Element) -> etree.Element:
        section = etree.Element("section", {"class": "end-notes", "role": "doc-endnotes", "aria-label": "End notes"})
        section.extend(child for child in division if child.tag != "hr")
        section.tail = division.tail
        return section

    def scrolling(self, table: etree.Element) -> etree.Element:
        """A table in a region that scrolls by itself on a narrow screen and can be reached by keyboard."""
        label = "Table: " + ", ".join(self.words(head) for head in table.iter("th"))
        _set_cells(table)
        region = etree.Element("div", {"class": "scroll", "role": "region", "tabindex": "0", "aria-label": label})
        region.append(table)
        region.tail = table.tail
        table.tail = None
        return region

    def number_notes(self, element: etree.Element) -> None:
        """Gives end notes ids that are unique in the report, and names for those who hear the page."""
        for name in ("id", "href"):
            found = _NOTE_ID.match(element.get(name, ""))
            if found:
                element.set(name, f"{found[1]}{self.structure.prefix}--{found[2]}")
        if element.get("class") == "footnote-ref":
            element.set("aria-label", f"End note {element.text}")
            element.set("role", "doc-noteref")
        elif element.get("class") == "footnote-backref":
            number = re.sub(r"\D+", "", element.attrib.pop("title"))
            element.set("aria-label", f"Back to the text of end note {number}")
            element.set("role", "doc-backlink")


def _as_own_picture(image: etree.Element) -> str:
    """Makes a picture one of the document's own, which alone can be shown, and gives its name."""
    name = image.attrib["src"]
    image.set("src", _OWN_PICTURE + name)
    return name


def _figure(image: etree.Element) -> etree.Element:
    """A picture on a line of its own, with its title as the caption."""
    figure = etree.Element("figure", {"class": "picture"})
    caption = image.attrib.pop("title", None)
    image.tail = None
    figure.append(image)
    if caption:
        etree.SubElement(figure, "figcaption").text = caption
    figure.tail = "\n"
    return figure


def _set_cells(table: etree.Element) -> None:
    """Says of each cell what it heads, and how it is aligned."""
    table.set("class", "plain")
    for row in table.iter("tr"):
        for position, cell in enumerate(row):
            align = re.search("right|center", cell.attrib.pop("style", ""))
            if align:
                cell.set("class", "number" if align[0] == "right" else "centred")
            if cell.tag == "th":
                cell.set("scope", "col")
            elif position == 0:
                cell.tag = "th"
                cell.set("scope", "row")


def _join_lines(element: etree.Element) -> None:
    """Puts a block on one line, so that a report compares well line by line."""
    blocks = {"ul", "ol", "p", "blockquote", "div"}
    if any(child.tag in blocks for child in element):
        return
    for part in element.iter():
        if part.text:
            part.text = re.sub(r"\s*\n\s*", " ", part.text)
        if part is not element and part.tail:
            part.tail = re.sub(r"\s*\n\s*", " ", part.tail)


def _own_words(element: etree.Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag != "sup":
            yield from _own_words(child)
        yield child.tail or ""
