"""Markdown read as blocks of a tree, by an allow-list of elements.

Comes in: Markdown without front matter, with the file and line where it begins. Goes out: blocks, each with its place, and
whatever stands in the text that no block can hold.
"""

import re
import xml.etree.ElementTree as etree
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

from reportgen.core.diagnostic import Place, SourceFile
from reportgen.tree import nodes
from reportgen.tree.markdown_parser import FIGURE_TAG, STRAY_TAG, BadMarkup, ParsedMarkdown, parse_markdown
from reportgen.tree.nodes import GROUP_ROLES, Align, Block, Blocks, Inline, Inlines
from reportgen.tree.places import WORDS_MARK, Locator, has_words
from reportgen.tree.walk import find, plain_text, transform

# What begins the paragraph above a table that is its caption, as in pandoc.
CAPTION_MARK = "Table: "
LINK_SCHEMES = {"http", "https", "mailto", "tel"}
# Divisions that only place what they hold.
_TRANSPARENT = {"raw", "div"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_INLINES = {"a", "br", "code", "em", "img", "span", "strong", "sup", FIGURE_TAG, STRAY_TAG}
# Elements whose class says what they are for.
_WITH_ROLE = {"p", "div", "section", "address"}
_NO_LETTERS = re.compile(r"[^a-z0-9]+")
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in a text and cannot be held by any block. Shape: `words` are a clause, or the name of a picture."""

    kind: Literal["markup", "picture", "link"]
    words: str
    place: Place


@dataclass(frozen=True, slots=True)
class MarkdownText:
    """A text as blocks. Shape: `targets` of all links as they were typed, also of those that were no address."""

    blocks: Blocks = ()
    problems: tuple[Problem, ...] = ()
    targets: tuple[str, ...] = ()


def read_markdown(
    text: str, prefix: str, file: SourceFile, first_line: int = 1, *, trusted: bool = False
) -> MarkdownText:
    """The blocks of a text whose headings begin at `##`.

    Why: a section's title comes from its front matter and is a heading of level 2, so that `##` becomes level 3.
    Shape: `prefix` makes every id unique in the document; raw HTML is read only in `trusted` text (the edition's own).
    """
    reader = _TreeReader(parse_markdown(text, trusted=trusted), prefix, Locator(file, first_line))
    try:
        blocks = reader.document()
    except BadMarkup as problem:
        return MarkdownText((), (Problem("markup", str(problem), reader.locator.place("")),))
    return MarkdownText(blocks, tuple(reader.problems), tuple(reader.targets))


def anchored(blocks: Blocks, prefix: str) -> Blocks:
    """The blocks with an id for each heading, made of its words and unique below the prefix."""
    taken: set[str] = set()

    def change(node: Any) -> Any:
        if not isinstance(node, nodes.Heading):
            return node
        anchor = base = f"{prefix}--{slug_of(plain_text(node.content))}"
        number = 2
        while anchor in taken:
            anchor, number = f"{base}-{number}", number + 1
        taken.add(anchor)
        return node if node.anchor == anchor else replace(node, anchor=anchor)

    # The notes on the tables have ids of their own.
    holding = nodes.Heading | nodes.Quotation | nodes.List | nodes.Group | nodes.Footnotes
    return tuple(transform(block, change, nodes.Heading) if isinstance(block, holding) else block for block in blocks)


def slug_of(text: str) -> str:
    """A heading as a part of an id: small letters, digits and hyphens."""
    return _NO_LETTERS.sub("-", text.lower().replace("’", "").replace("'", "")).strip("-") or "part"


def is_address(target: str) -> bool:
    """Whether a link leads to a web page, a mailbox or a telephone."""
    scheme, colon, rest = target.partition(":")
    return bool(colon and rest) and scheme.lower() in LINK_SCHEMES


class _TreeReader:
    """Reads one text; knows how far it has come in the file."""

    def __init__(self, parsed: ParsedMarkdown, prefix: str, locator: Locator) -> None:
        self.parsed = parsed
        self.prefix = prefix
        self.locator = locator
        self.problems: list[Problem] = []
        self.targets: list[str] = []

    def document(self) -> Blocks:
        """All blocks, each footnote with the places that lead to it."""
        blocks = anchored(self.blocks(self.parsed.root), self.prefix)
        leading: dict[str, list[str]] = {}
        for reference in find(blocks, nodes.FootnoteReference):
            leading.setdefault(reference.anchor, []).append(reference.own)

        def with_references(node: object) -> object:
            if isinstance(node, nodes.Footnote):
                return nodes.Footnote(node.anchor, node.number, node.blocks, tuple(leading.get(node.anchor, ())))
            return node

        found: Blocks = transform(blocks, with_references, nodes.Footnote) if leading else blocks
        return found

    def blocks(self, element: etree.Element) -> Blocks:
        """The blocks in an element; a paragraph that begins with “Table: ” is the caption of the table right below it."""
        found: list[Block] = []
        for block in self.single_blocks(element):
            if isinstance(block, nodes.Table) and found and (caption := _caption(found[-1])):
                found[-1] = replace(block, caption=caption)
            else:
                found.append(block)
        return tuple(found)

    def single_blocks(self, element: etree.Element) -> Iterator[Block]:
        """The blocks in an element one by one; words that stand between them are paragraphs of their own."""
        if element.get("lang"):
            self.unknown(element)
        line: list[Inline] = [*self.text(element.text)]
        for child in element:
            if child.tag in _INLINES:
                line.extend(self.inline(child))
            else:
                yield from self.paragraph(line)
                line = []
                yield from self.block(child)
            line.extend(self.text(child.tail))
        yield from self.paragraph(line)

    def paragraph(self, content: list[Inline], role: str = "") -> Iterator[Block]:
        """A paragraph, unless it has no words."""
        trimmed = trimmed_inlines(tuple(content))
        if trimmed:
            yield nodes.Paragraph(trimmed, role, place=self.place(trimmed))

    def block(self, element: etree.Element) -> Iterator[Block]:  # noqa: C901 - one case for each kind of block
        """One element as blocks."""
        tag, role = element.tag, element.get("class", "")
        if role and tag not in _WITH_ROLE:
            self.unknown(element)
        elif tag in _HEADINGS:
            yield self.heading(element)
        elif tag == "p":
            yield from self.paragraph_or_picture(element, role)
        elif tag in ("ul", "ol"):
            yield self.list(element)
        elif tag == "table":
            yield self.table(element)
        elif tag == "blockquote":
            inner = self.blocks(element)
            yield nodes.Quotation(inner, place=self.first_place(inner))
        elif tag == "pre":
            text = self.parsed.words("".join(element.itertext())).rstrip("\n")
            yield nodes.CodeBlock(text, place=self.locator.place(text.split("\n", 1)[0]))
        elif tag == "hr":
            yield nodes.Break(place=self.locator.place(""))
        elif tag == "div" and role == "footnote":
            yield self.footnotes(element)
        elif tag in ("div", "section", "address") and (role or tag) in GROUP_ROLES:
            inner = self.blocks(element)
            yield nodes.Group(role or tag, inner, place=self.first_place(inner))
        elif tag in _TRANSPARENT and not role:
            yield from self.blocks(element)
        else:
            self.unknown(element)

    def unknown(self, element: etree.Element) -> None:
        """Tells of an element that is not on the list; what it holds is not looked at."""
        said = ((name, element.get(name)) for name in ("class", "lang"))
        name = element.tag + "".join(f' {name}="{value}"' for name, value in said if value)
        place = self.locator.typed(f"<{element.tag}")
        self.problems.append(Problem("markup", f"<{name}> is not known to every format", place))

    def heading(self, element: etree.Element) -> nodes.Heading:
        content = trimmed_inlines(self.inlines(element))
        return nodes.Heading(min(4, max(3, int(element.tag[1]) + 1)), "", content, place=self.place(content))

    def paragraph_or_picture(self, element: etree.Element, role: str) -> Iterator[Block]:
        raw = self.parsed.raw_block(element)
        if raw is not None:
            yield from self.blocks(raw)
            return
        is_alone = len(element) == 1 and not (element.text or "").strip() and not (element[0].tail or "").strip()
        if is_alone and element[0].tag == "img":
            yield self.picture(element[0])
            return
        yield from self.paragraph([*self.inlines(element)], role)

    def picture(self, image: etree.Element) -> nodes.Picture:
        alt, caption = (_one_space(self.parsed.words(image.get(name))) for name in ("alt", "title"))
        return nodes.Picture(
            self.parsed.words(image.get("src")), alt, caption, place=self.locator.place(alt or caption)
        )

    def list(self, element: etree.Element) -> nodes.List:
        is_loose = any(child.tag == "p" for item in element for child in item)
        items = tuple(self.blocks(item) for item in element)
        start = int(element.get("start", "1"))
        return nodes.List(element.tag == "ol", start, items, is_loose, place=self.first_place(*items))

    def table(self, element: etree.Element) -> nodes.Table:
        heads: tuple[nodes.Cell, ...] = ()
        rows: list[nodes.Row] = []
        caption: Inlines = ()
        for part in element:
            if part.tag == "caption":
                caption = self.inlines(part)
                continue
            if part.tag not in ("thead", "tbody", "tr"):
                self.unknown(part)
                continue
            for line in [part] if part.tag == "tr" else part:
                cells = tuple(self.cell(cell) for cell in line)
                if part.tag == "thead" or not heads:
                    heads = cells
                elif cells:
                    rows.append(nodes.Row(cells[0], cells[1:], line.get("class") == "total"))
        place = self.place(next((cell.content for cell in heads if cell.content), ()))
        if any(1 + len(row.cells) != len(heads) for row in rows):
            self.problems.append(Problem("markup", "a row of the table has not one cell for each head", place))
        return nodes.Table("", caption, (), heads, tuple(rows), place=place)

    def cell(self, element: etree.Element) -> nodes.Cell:
        aligned = re.search("right|center", element.get("style", "") + element.get("class", ""))
        align: Align = "left" if not aligned else "right" if aligned[0] == "right" else "centre"
        return nodes.Cell(trimmed_inlines(self.inlines(element)), align)

    def footnotes(self, element: etree.Element) -> nodes.Footnotes:
        self.locator.restart()
        items = [item for part in element if part.tag == "ol" for item in part]
        notes = tuple(
            nodes.Footnote(self.note_id(item.get("id", "")), number, self.blocks(item))
            for number, item in enumerate(items, 1)
        )
        return nodes.Footnotes(notes, place=self.first_place(*(note.blocks for note in notes)))

    def note_id(self, name: str) -> str:
        """An id of the library's footnotes, made unique in the document."""
        return f"{self.prefix}--{name.removeprefix('#')}"

    def inlines(self, element: etree.Element) -> Inlines:
        """What stands in an element that holds a line, in the language that it says."""
        found: list[Inline] = [*self.text(element.text)]
        for child in element:
            found.extend(self.inline(child))
            found.extend(self.text(child.tail))
        language = element.get("lang")
        return (nodes.LanguageSpan(language, joined_inlines(found)),) if language else joined_inlines(found)

    def text(self, words: str | None) -> Iterator[nodes.Text]:
        if words:
            read = _one_space(self.parsed.words(words))
            if read:
                yield nodes.Text(read)

    def inline(self, element: etree.Element) -> Iterator[Inline]:  # noqa: C901 - one case for each kind of inline
        tag = element.tag
        if tag == "strong":
            yield nodes.Strong(self.inlines(element))
        elif tag == "em":
            yield nodes.Emphasis(self.inlines(element))
        elif tag == "code":
            yield nodes.Code(self.parsed.words("".join(element.itertext())))
        elif tag == "br":
            yield nodes.LineBreak()
        elif tag == FIGURE_TAG:
            yield nodes.FigureReference(element.attrib["name"])
        elif tag == "a" and element.get("class") == "footnote-backref":
            return
        elif tag == "a":
            yield from self.link(element)
        elif tag == "sup" and (element.get("id") or "").startswith("fnref"):
            (anchor,) = element
            yield nodes.FootnoteReference(
                anchor.text or "", self.note_id(anchor.get("href", "")), self.note_id(element.get("id", ""))
            )
        elif tag == "span":
            yield from self.inlines(element)
        elif tag == "img":
            self.problems.append(Problem("picture", self.parsed.words(element.get("src")), self.locator.place("")))
        elif tag == STRAY_TAG:
            typed = element.attrib["typed"]
            self.problems.append(Problem("markup", f"{typed} has no other half", self.locator.typed(typed)))
        else:
            self.unknown(element)

    def link(self, element: etree.Element) -> Iterator[Inline]:
        """A link; one that leads to no address loses it, and keeps its words. Shape: a mark is looked at once it is filled in."""
        target = self.parsed.words(element.get("href"))
        self.targets.append(target)
        content = self.inlines(element)
        if target.startswith(("#", WORDS_MARK)) or is_address(target):
            yield nodes.Link(target, content)
        else:
            self.problems.append(Problem("link", target, self.locator.place(plain_text(content))))
            yield from content

    def place(self, content: Inlines) -> Place:
        return self.locator.place(_first_run(content))

    def first_place(self, *groups: Blocks) -> Place:
        """The place of the first block of some; the line reached before where there is none."""
        places = (block.place for blocks in groups for block in blocks if block.place)
        return next(places, None) or self.locator.place("")


def trimmed_inlines(content: Inlines) -> Inlines:
    """Inlines without spaces at both ends of the line, and of each line within it."""
    found = list(joined_inlines(content))
    trimmed: list[Inline] = []
    for position, inline in enumerate(found):
        if isinstance(inline, nodes.Text):
            words = inline.words
            if not trimmed or isinstance(trimmed[-1], nodes.LineBreak):
                words = words.lstrip(" ")
            if position + 1 == len(found) or isinstance(found[position + 1], nodes.LineBreak):
                words = words.rstrip(" ")
            if not words:
                continue
            inline = nodes.Text(words)
        trimmed.append(inline)
    return tuple(trimmed)


def joined_inlines(content: "tuple[Inline, ...] | list[Inline]") -> Inlines:
    """Inlines with texts that follow each other as one."""
    found: list[Inline] = []
    for inline in content:
        if isinstance(inline, nodes.Text) and found and isinstance(found[-1], nodes.Text):
            found[-1] = nodes.Text(_SPACES.sub(" ", found[-1].words + inline.words))
        else:
            found.append(inline)
    return tuple(found)


def _caption(block: Block) -> Inlines:
    """The words of a block that is a caption; none of any other."""
    match block:
        case nodes.Paragraph((nodes.Text(words), *others), "") if words.startswith(CAPTION_MARK):
            return trimmed_inlines((nodes.Text(words.removeprefix(CAPTION_MARK)), *others))
    return ()


def _one_space(words: str) -> str:
    return _SPACES.sub(" ", words)


def _first_run(content: Inlines) -> str:
    """The first words that stand in a line without anything between them."""
    for inline in content:
        match inline:
            case nodes.Text(words) | nodes.Code(words):
                if has_words(words):
                    return words
            case nodes.Strong(inner) | nodes.Emphasis(inner) | nodes.LanguageSpan(_, inner) | nodes.Link(_, inner):
                words = _first_run(inner)
                if words:
                    return words
    return ""
