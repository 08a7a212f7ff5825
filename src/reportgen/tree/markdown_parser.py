"""Markdown as the element tree that Python-Markdown makes of it, set up the same for national wording and for local pages.

Comes in: Markdown without front matter. Goes out: elements; no HTML is ever written. The one home of markdown.
"""

import re
import xml.etree.ElementTree as etree
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from threading import get_ident

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
FIGURE_TAG = "figure-use"
STRAY_TAG = "stray-tag"
_CURLY = {
    "left-single-quote": "‘",
    "right-single-quote": "’",
    "left-double-quote": "“",
    "right-double-quote": "”",
    "ndash": "–",
    "mdash": "—",
    "ellipsis": "…",
}
# An item of a list; one that is set in.
_ITEM = re.compile(r"( *)(?:[-*+]|\d{1,3}[.)])[ \t]")
_SET_IN = re.compile(rf"(?m)^(?= ){_ITEM.pattern}")
# An apostrophe before two digits, unless a quotation that begins with them ends in the same line.
_YEAR_SHORT = re.compile(r"(?<![\w'`\\])'(?=\d\d(?:s|\b)(?!'))(?![^'\n]{0,200}[^\s']'(?!\w))")
# Groups of digits that begin with 0 and are 10 or 11 together: a telephone number.
_TELEPHONE = re.compile(r"(?<![\w.,])(?<!\d )0(?=(?: ?\d){9,10}(?![ ]?\d))\d{1,4}(?: \d{2,5}){1,4}(?!\w)")
_ENTITY = re.compile(r"&(?:#[0-9]+|#[xX][0-9a-fA-F]+|[0-9a-zA-Z]+);")
# What begins a mark of Markdown inside of a line, or of ours; two spaces at the end of a line are a break.
_MARKS = re.compile(r"[\\`*_\[\]<>&!{}\x02\x03]|  \n")
_STRAIGHT = re.compile(r"['\"]|--|\.\.\.")
_VOID = {"br", "hr", "img"}
_DEEPEST = 50


class BadMarkup(Exception):  # noqa: N818 - told as a diagnostic
    """Raw HTML that is not closed in its place, or too deep; carries a clause."""


class ParsedMarkdown:
    """The elements of one text. Shape: `root` holds the blocks; `words` gives the text of an element as it is read."""

    def __init__(self, root: etree.Element, stash: list[object]) -> None:
        self.root = root
        self._stash = stash

    def words(self, text: str | None) -> str:
        """Text with the library's own marks replaced by the characters that they stand for."""
        if not text:
            return ""
        if "\x02" in text:
            text = HTML_PLACEHOLDER_RE.sub(lambda match: str(self._stash[int(match[1])]), text)
            text = text.replace("\x02amp\x03", "&")
            text = re.sub(r"\x02(\d+)\x03", lambda match: chr(int(match[1])), text)
            text = re.sub(r"\x02[^\x03]*\x03", "", text)  # the room before a way back from a footnote
        text = str(text)
        # A name without its semicolon is words: html.unescape would take the &copy of &copyright for ©.
        return _ENTITY.sub(lambda match: unescape(match[0]), text) if "&" in text else text

    def raw_block(self, element: etree.Element) -> etree.Element | None:
        """The elements of a block of raw HTML that stands alone in a paragraph. Raises: BadMarkup."""
        found = HTML_PLACEHOLDER_RE.fullmatch((element.text or "").strip())
        if found is None or len(element):
            return None
        raw = str(self._stash[int(found[1])])
        return parse_html(raw) if raw.lstrip().startswith("<") else None


def parse_markdown(text: str, *, trusted: bool) -> ParsedMarkdown:
    """The elements of a text whose headings begin at `##`. Shape: raw HTML counts only in `trusted` text."""
    converter = _converter(get_ident(), trusted=trusted)
    converter.reset()
    try:
        lines = _telephones_whole(_years_short(_deepened(text))).split("\n")
        for preprocessor in converter.preprocessors:
            lines = preprocessor.run(lines)
        root = converter.parser.parseDocument(lines).getroot() or etree.Element("div")
        for processor in converter.treeprocessors:
            root = processor.run(root) or root
    except BaseException:
        # What was left half done would be met by the next text.
        _converter.cache_clear()
        raise
    return ParsedMarkdown(root, list(converter.htmlStash.rawHtmlBlocks))


@lru_cache(maxsize=16)
def _converter(thread: int, *, trusted: bool) -> Markdown:  # noqa: ARG001 - each thread has its own
    """The library set up as reports need it. Why: to set it up takes as long as a short text."""
    converter = Markdown(
        extensions=[
            TableExtension(),
            FootnoteExtension(SEPARATOR="-"),
            SaneListExtension(),
            SmartyExtension(substitutions=_CURLY),
            _OwnInlines(trusted=trusted),
        ]
    )
    converter.inlinePatterns.deregister("html")
    if not trusted:
        converter.preprocessors.deregister("html_block")
    converter.treeprocessors.deregister("prettify")  # of use to HTML alone
    converter.treeprocessors.deregister("footnote-duplicate")  # ways back are each format's own
    return converter


def _deepened(text: str) -> str:
    """Lists inside lists set in by two or three spaces, as many write them, set in by four, as the library reads them.

    A list that is set in as a whole begins at the edge, as it would with one space.
    """
    if not any(len(spaces) in (2, 3) for spaces in _SET_IN.findall(text)):
        return text
    lines, is_behind_gap = text.split("\n"), True
    around: list[int] = []  # how far the items are set in that the line may stand in
    for number, line in enumerate(lines):
        item = _ITEM.match(line)
        if item and (around or len(item[1]) < 4):
            while around and len(item[1]) < around[-1] + 2:
                around.pop()
            lines[number] = "    " * len(around) + line[len(item[1]) :]
            around.append(len(item[1]))
        elif is_behind_gap and line.strip() and not line[0].isspace():
            around.clear()
        is_behind_gap = not line.strip()
    return "\n".join(lines)


def _years_short(text: str) -> str:
    """’25 with the mark of something left out. Why: the library takes it for the beginning of a quotation."""
    return _YEAR_SHORT.sub("’", text) if "'" in text else text


def _telephones_whole(text: str) -> str:
    """Telephone numbers with no-break spaces, so that none is torn apart at the end of a line."""
    return _TELEPHONE.sub(lambda match: match[0].replace(" ", "\xa0"), text)


class _OwnInlines(Extension):
    """What a report has in its lines besides what Markdown knows."""

    def __init__(self, *, trusted: bool) -> None:
        super().__init__()
        self.trusted = trusted

    def extendMarkdown(self, md: Markdown) -> None:
        md.treeprocessors.register(_PlainTexts(md), "plain-texts", 21)
        md.treeprocessors.register(_QuotedTexts(md), "quoted-texts", 10)
        md.inlinePatterns.register(_FigureUse(FIGURE_USE.pattern), "figure-use", 185)
        md.inlinePatterns.register(_Break(r"\\\n"), "backslash-break", 184)
        md.inlinePatterns.register(_Mailbox(r"<([^<>\s@]{1,64}@[^<>\s@]{1,190})>"), "automail", 110)
        if self.trusted:
            md.inlinePatterns.register(_Break(r"<br ?/?>"), "raw-break", 91)
            md.inlinePatterns.register(_RawElement(r"<([a-z][a-z0-9]*)((?:\s[^<>]*)?)>(.*?)</\1>"), "raw-element", 90)
            md.inlinePatterns.register(_StrayTag(r"</?[a-z][^<>]*>"), STRAY_TAG, 89)


class _PlainText(AtomicString):
    """A text without marks, in which the library looks for none."""


class _PlainTexts(Treeprocessor):
    """Keeps the library from trying each of its patterns on texts that can hold none, which is where most of its time goes."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if element.text and not _MARKS.search(element.text) and not isinstance(element.text, AtomicString):
                element.text = _PlainText(element.text)


class _QuotedTexts(Treeprocessor):
    """Gives such texts back to the library where they have straight quotation marks, dashes or dots for it to set."""

    def run(self, root: etree.Element) -> None:
        for element in root.iter():
            if isinstance(element.text, _PlainText) and _STRAIGHT.search(element.text):
                element.text = str(element.text)


class _FigureUse(InlineProcessor):
    """`{{ table.row.column }}` becomes a place to be filled; nothing is evaluated."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]  # the library gives two kinds of processor one method
        return etree.Element(FIGURE_TAG, {"name": m[1]}), m.start(0), m.end(0)


class _Mailbox(InlineProcessor):
    """`<name@example.org>` becomes a link. Why: the library would write each letter as a number, so that no search finds it."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        element = etree.Element("a", {"href": f"mailto:{m[1]}"})
        element.text = AtomicString(m[1])
        return element, m.start(0), m.end(0)


class _Break(InlineProcessor):
    """A backslash at the end of a line, or `<br>` in the edition's wording, begins another line."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        return etree.Element("br"), m.start(0), m.end(0)


class _RawElement(InlineProcessor):
    """An element typed in the edition's own wording, such as a span that says its language; its words are Markdown."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        attributes = {name: unescape(value) for name, value in re.findall(r'([a-z-]+)\s*=\s*"([^"]*)"', m[2])}
        element = etree.Element(m[1], attributes)
        element.text = m[3]
        return element, m.start(0), m.end(0)


class _StrayTag(InlineProcessor):
    """A tag in a line that is not closed there, or closes nothing; nobody means it to be printed."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[etree.Element, int, int]:  # type: ignore[override]
        return etree.Element(STRAY_TAG, {"typed": m[0]}), m.start(0), m.end(0)


class _ElementBuilder(HTMLParser):
    """Builds elements of raw HTML; every tag must be closed in its place."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [etree.Element("raw")]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = etree.SubElement(self.open[-1], tag, {name: value or "" for name, value in attrs})
        if tag not in _VOID:
            self.open.append(element)
        if len(self.open) > _DEEPEST:
            raise BadMarkup(f"more than {_DEEPEST} tags stand inside one another")

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise BadMarkup(f"</{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        parent = self.open[-1]
        if len(parent):
            parent[-1].tail = (parent[-1].tail or "") + data
        else:
            parent.text = (parent.text or "") + data


def parse_html(html: str) -> etree.Element:
    """An element around those of a block of raw HTML. Raises: BadMarkup."""
    builder = _ElementBuilder()
    builder.feed(html)
    builder.close()
    if len(builder.open) != 1:
        raise BadMarkup(f"<{builder.open[-1].tag}> is never closed")
    return builder.open[0]
