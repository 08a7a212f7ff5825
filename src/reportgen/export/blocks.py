"""Reads what a document says as a tree of blocks, for formats that are not HTML.

Comes in: the printed page of a Document, in the small set of tags that the project makes. Goes out: its cover and chapters.
Nothing of the page is left out in silence: a tag or a place that is not known here is an error of ours.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from reportgen.export.block_tree import (
    Align,
    Block,
    Blocks,
    Cell,
    Chapter,
    Chart,
    Code,
    Content,
    Emphasis,
    EndNote,
    EndNoteReference,
    EndNotes,
    Group,
    Heading,
    HeadlineFigure,
    Headlines,
    Inline,
    Inlines,
    ItemList,
    Language,
    LineBreak,
    Link,
    Listing,
    NoteReference,
    Paragraph,
    PictureBlock,
    Quotation,
    Row,
    Rule,
    Strong,
    Table,
    TableNote,
    Text,
)
from reportgen.export.page_elements import Element, UnknownMarkup, elements_in, parse_page
from reportgen.render.document import Document

_INLINE = {"a", "br", "code", "em", "span", "strong", "sup"}
_TRANSPARENT = {
    "chart-beside",
    "chart-body",
    "cover-parties",
    "figures",
    "notes",
    "scroll",
    "sheet",
}  # divisions that only place what they hold
_DROPPED = {"back-to-contents", "footnote-backref"}  # ways back, which each format makes in its own manner
_ALIGNMENTS: dict[str, Align] = {"number": "right", "centred": "centre"}


def read_blocks(document: Document) -> Content:
    """The document as blocks, chapter by chapter.

    Why: the printed page is read and not only its parts, since the theme itself says some things, such as how to ask for
    another format.
    Raises: UnknownMarkup, a fault of ours.
    """
    return read_page(document.print)


@lru_cache(maxsize=4)
def read_page(html: str) -> Content:
    """A whole page as blocks. Raises: UnknownMarkup."""
    cover: list[Block] = []
    chapters: list[Chapter] = []
    titles: list[str] = []
    page = parse_page(html)
    for body in page.find("body"):
        for element in _flattened(body):
            if element.tag == "header" and "cover" in element.classes:
                cover.extend(_blocks(element))
            elif element.tag == "main":
                chapters.extend(_chapter(inner) for inner in elements_in(element))
            elif "skip-link" in element.classes:  # of the page on the screen alone
                continue
            elif element.tag == "nav":  # the contents, which each format makes itself
                titles.extend(_plain(title) for title in element.find("h2"))
            else:
                raise UnknownMarkup(f"<{element.tag}> stands outside the cover, the contents and the main part")
    languages = [root.attributes.get("lang", "") for root in page.find("html")]
    authors = [meta.attributes["content"] for meta in page.find("meta") if meta.attributes.get("name") == "author"]
    if not all((cover, chapters, titles, languages, authors)):
        raise UnknownMarkup("the page has no cover, contents or chapters, or does not say its language and author")
    return Content(languages[0], authors[0], titles[0], tuple(cover), tuple(chapters))


def read_fragment(html: str) -> Blocks:
    """A part of a page as blocks, such as the text of a note. Raises: UnknownMarkup."""
    return tuple(_blocks(parse_page(html)))


def _flattened(element: Element) -> Iterator[Element]:
    """The elements in one, and those in divisions that only place them."""
    for child in elements_in(element):
        if child.tag == "div" and _TRANSPARENT.intersection(child.classes):
            yield from _flattened(child)
        else:
            yield child


def _chapter(element: Element) -> Chapter:
    if element.tag != "section" or "chapter" not in element.classes:
        raise UnknownMarkup(f"<{element.tag}> stands where a chapter is expected")
    first, *others = _blocks(element)
    if not isinstance(first, Heading) or first.level != 2:
        raise UnknownMarkup(f"the chapter “{element.anchor}” does not begin with its title")
    return Chapter(element.anchor, first.content, tuple(others))


def _blocks(element: Element) -> Iterator[Block]:
    for child in _flattened(element):
        yield from _block(child)


def _block(element: Element) -> Iterable[Block]:  # noqa: C901 - one case for each kind of block
    match element.tag, element.classes:
        case (("h1" | "h2" | "h3" | "h4"), _):
            return (Heading(int(element.tag[1]), element.anchor, _inlines(element)),)
        case "p", classes:
            content = _inlines(element)
            return (Paragraph(content, " ".join(classes)),) if content and not _DROPPED.intersection(classes) else ()
        case "ul", ["headlines"]:
            return (Headlines(tuple(_headline(item) for item in elements_in(element))),)
        case (("ul" | "ol"), []):
            items = tuple(_item(item) for item in elements_in(element))
            return (ItemList(element.tag == "ol", int(element.attributes.get("start", "1")), items),)
        case "table", _:
            return (_table(element),)
        case "figure", ["chart"]:
            return (_chart(element),)
        case "figure", ["picture"]:
            return (_picture(element),)
        case "blockquote", _:
            return (Quotation(tuple(_blocks(element))),)
        case "pre", _:
            return (Listing(element.text.rstrip("\n")),)
        case "hr", _:
            return (Rule(),)
        case "div", [role]:
            return (Group(role, tuple(_blocks(element))),)
        case "section", ["note"]:
            return (_table_note(element),)
        case "section", ["end-notes"]:
            return (_end_notes(element),)
    raise UnknownMarkup(f"<{element.tag}> of class “{' '.join(element.classes)}” is not known")


def _item(element: Element) -> Blocks:
    """One item of a list: words, words with a list below them, or blocks."""
    found: list[Block] = []
    line: list[Element | str] = []

    def finish_line() -> None:
        content = _inlines(Element("li", {}, list(line)))
        if content:
            found.append(Paragraph(content))
        line.clear()

    for child in element.children:
        if isinstance(child, Element) and child.tag not in _INLINE:
            finish_line()
            found.extend(_block(child))
        else:
            line.append(child)
    finish_line()
    return tuple(found)


def _headline(item: Element) -> HeadlineFigure:
    parts = {(part.classes or [part.tag])[0]: _plain(part) for part in elements_in(item)}
    if not {"strong", "label"} <= set(parts) or not set(parts) <= {"strong", "label", "change"}:
        raise UnknownMarkup(f"a headline figure has the parts {', '.join(parts)}")
    return HeadlineFigure(parts["strong"], parts["label"], parts.get("change", ""))


def _table(element: Element) -> Table:
    caption: Inlines = ()
    heads: tuple[Cell, ...] = ()
    rows: list[Row] = []
    for part in elements_in(element):
        if part.tag == "caption":
            caption = _inlines(part)
        elif part.tag == "thead":
            (line,) = elements_in(part)
            heads = tuple(_cell(cell, "th") for cell in elements_in(line))
        elif part.tag == "tbody":
            rows.extend(_row(line) for line in elements_in(part))
        else:
            raise UnknownMarkup(f"<{part.tag}> stands in a table")
    if any(1 + len(row.cells) != len(heads) for row in rows):
        raise UnknownMarkup(f"a row of the table “{element.anchor}” has not one cell for each head")
    notes = tuple(inline for inline in caption if isinstance(inline, NoteReference))
    words = tuple(inline for inline in caption if not isinstance(inline, NoteReference))
    return Table(element.anchor, _trimmed(words), notes, heads, tuple(rows))


def _row(line: Element) -> Row:
    header, *cells = elements_in(line)
    return Row(_cell(header, "th"), tuple(_cell(cell, "td") for cell in cells), "total" in line.classes)


def _cell(cell: Element, tag: str) -> Cell:
    if cell.tag != tag or {"colspan", "rowspan"}.intersection(cell.attributes):
        raise UnknownMarkup(f"<{cell.tag}> stands where a single <{tag}> is expected")
    aligned = (_ALIGNMENTS[name] for name in cell.classes if name in _ALIGNMENTS)
    return Cell(_inlines(cell), next(aligned, "left"))


def _picture(element: Element) -> PictureBlock:
    image, *captions = elements_in(element)
    source = image.attributes.get("src", "")
    if image.tag != "img" or not source.startswith("picture:") or [c.tag for c in captions] not in ([], ["figcaption"]):
        raise UnknownMarkup(f"a figure holds <{image.tag}> from “{source}”")
    caption = _inlines(captions[0]) if captions else ()
    return PictureBlock(source.removeprefix("picture:"), image.attributes.get("alt", ""), caption)


def _chart(element: Element) -> Chart:
    caption, drawing, table, *key = _flattened(element)
    titles = {" ".join(part.classes): _inlines(part) for part in elements_in(caption)}
    alts = [_plain(title) for title in drawing.find("title")]
    if caption.tag != "figcaption" or drawing.tag != "svg" or len(alts) != 1 or "chart-title" not in titles:
        raise UnknownMarkup(f"the chart “{element.anchor}” has no title, drawing or words for it")
    figures = replace(_table(table), anchor=element.anchor, caption=titles["chart-title"])
    blocks = tuple(block for part in key for block in _block(part))
    return Chart(titles.get("chart-measure", ()), alts[0], figures, blocks)


def _table_note(element: Element) -> TableNote:
    title, *others = elements_in(element)
    match title.children:
        case [Element("span", {"class": "letter"}) as letter, str(term)] if title.tag == "h3":
            blocks = tuple(block for other in others for block in _block(other))
            return TableNote(element.anchor, letter.text.strip("()"), _squeezed(term).strip(), blocks)
    raise UnknownMarkup(f"the note “{element.anchor}” does not begin with its letter and term")


def _end_notes(element: Element) -> EndNotes:
    (numbered,) = elements_in(element)
    if numbered.tag != "ol":
        raise UnknownMarkup(f"<{numbered.tag}> stands where end notes are expected")
    notes = (EndNote(item.anchor, number, _item(item)) for number, item in enumerate(elements_in(numbered), 1))
    return EndNotes(element.attributes.get("aria-label", ""), tuple(notes))


def _inlines(element: Element) -> Inlines:
    """What stands in a line, without spaces at its ends."""
    return _trimmed(tuple(_raw_inlines(element)))


def _raw_inlines(element: Element) -> Iterator[Inline]:  # noqa: C901 - one case for each tag
    for child in element.children:
        if isinstance(child, str):
            if child:
                yield Text(_squeezed(child))
            continue
        inner = tuple(_raw_inlines(child))
        match child.tag:
            case "strong":
                yield Strong(inner)
            case "em":
                yield Emphasis(inner)
            case "code":
                yield Code(child.text)
            case "br":
                yield LineBreak()
            case "span" if "lang" in child.attributes:
                yield Language(child.attributes["lang"], inner)
            case "span":
                yield from inner
            case "sup" if len(inner) == 1 and isinstance(inner[0], EndNoteReference):
                yield inner[0]
            case "a":
                yield from _link(child, inner)
            case _:
                raise UnknownMarkup(f"<{child.tag}> stands in a line: “{_plain(element)[:40]}”")


def _link(element: Element, inner: Inlines) -> Inlines:
    target = element.attributes.get("href", "")
    match element.classes:
        case ["note-link"]:
            _, _, term = element.attributes["aria-label"].partition(": ")
            return (NoteReference(element.text.strip("[]"), target.removeprefix("#"), term),)
        case ["footnote-ref"]:
            return (EndNoteReference(element.text, target.removeprefix("#")),)
        case ["footnote-backref"]:
            return ()
        case [] if target:
            return (Link(target, inner),)
    raise UnknownMarkup(f"a link of class “{' '.join(element.classes)}” is not known")


def _plain(element: Element) -> str:
    return _squeezed(element.text).strip()


def _squeezed(words: str) -> str:
    """Each run of spaces and line ends as one space. Why: a no-break space is meant, and stays."""
    return re.sub(r"[ \t\r\n]+", " ", words)


def _trimmed(content: Inlines) -> Inlines:
    """Without spaces at both ends, also no-break ones, which stood before a note or a way back that is gone."""
    found = list(content)
    while found and isinstance(found[0], Text):
        words = found[0].words.lstrip(" \xa0")
        if words:
            found[0] = Text(words)
            break
        found.pop(0)
    while found and isinstance(found[-1], Text):
        words = found[-1].words.rstrip(" \xa0")
        if words:
            found[-1] = Text(words)
            break
        found.pop()
    return tuple(found)
