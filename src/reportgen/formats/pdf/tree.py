"""The structure that a screen reader follows, made from the page itself.

Comes in: what was drawn, each piece with the HTML element that it belongs to. Goes out: one tree of tags in reading order,
or every reason why the PDF would not read as the page does.
"""

from collections.abc import Iterator
from itertools import dropwhile
from xml.etree.ElementTree import Element

from reportgen.core.wording import shortened
from reportgen.formats.pdf.drawing import DrawnContent, LinkArea, Piece, StructureFaults
from reportgen.formats.pdf.tags import Structure, Tag, check_headings, check_rows
from reportgen.formats.pdf.words import find_spaces, is_silent, told_of_picture, words_of

_GROUPS = {
    "header": "Sect",
    "nav": "Sect",
    "section": "Sect",
    "main": "Part",
    "article": "Art",
    "aside": "Div",
    "footer": "Div",
    # What has a caption is no Div: readers see through that, and would give the caption to what stands around it.
    "figure": "Sect",
    "blockquote": "BlockQuote",
    "ul": "L",
    "ol": "L",
    "table": "Table",
    "thead": "THead",
    "tbody": "TBody",
    "tfoot": "TFoot",
    "tr": "TR",
}
# Lists within a <nav>: the contents.
_CONTENTS = {"ul": "TOC", "ol": "TOC", "li": "TOCI"}
_TEXTS = {
    "p": "P",
    "pre": "P",
    "h1": "H1",
    "h2": "H2",
    "h3": "H3",
    "h4": "H4",
    "h5": "H5",
    "h6": "H6",
    "caption": "Caption",
    "figcaption": "Caption",
    "th": "TH",
    "td": "TD",
}
_INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "br", "cite", "code", "dfn", "em", "i", "kbd", "mark", "q", "s", "samp", "small"),
    *("span", "strong", "sub", "sup", "time", "u", "var", "wbr"),
}
# Tags that hold paragraphs and the like, but no words by themselves; what a theme adds may stand in them as it likes.
_HOLDERS = {"Document", "Sect", "Part", "Art", "Div", "BlockQuote", "TOCI"}
_SCOPES = {"col": "Column", "colgroup": "Column", "row": "Row", "rowgroup": "Row"}
_PAGE = {"en": ", page ", "cy": ", tudalen "}
_ROOT = ("html", "body")


def build_structure(drawing: DrawnContent) -> Structure:
    """The tags of a drawing: one for each element of the page, however many pages it stands on. Raises: StructureFaults."""
    builder = _TreeBuilder(drawing.root)
    for piece in drawing.pieces:
        builder.add_piece(piece)
    for area in drawing.areas:
        builder.add_area(area)
    builder.finish()
    unjoined = _join_references(drawing.root, builder)
    # Not as it was drawn: where a row goes over the end of a page, the second cell begins before the first one ends.
    spaced, lost = find_spaces(drawing.root, tuple(builder.root.pieces()))
    faults = [*builder.faults, *unjoined, *lost, *check_headings(builder.root), *check_rows(builder.root)]
    if faults:
        raise StructureFaults(faults)
    return Structure(
        root=builder.root,
        running=frozenset(builder.running),
        spaced=spaced,
        dropped=tuple(builder.dropped),
        bookmarks=tuple(builder.tag_from(element) or builder.root for element in drawing.bookmarks),
    )


class _TreeBuilder:
    """Grows the tree piece by piece; an element's tag is made when its first piece is met."""

    def __init__(self, root: Element) -> None:
        self.parents = {child: parent for parent in root.iter() for child in parent}
        self.heads = {part: head for name in ("thead", "tfoot") for head in root.iter(name) for part in head.iter()}
        self.root = Tag("Document", root, language=root.get("lang"))
        self.tags: dict[Element, Tag] = {}
        self.links: dict[Element, Tag] = {}
        self.lines: dict[Element, Tag] = {}
        self.first_pages: dict[Element, int] = {}
        self.running: set[tuple[int, int]] = set()
        self.dropped: list[LinkArea] = []
        self.faults: list[str] = []
        self.notes = 0
        if not self.root.language:
            self.faults.append("the page does not say its language")

    def add_piece(self, piece: Piece) -> None:
        """Puts a piece in its place, or among what runs along."""
        if piece.element is None or self.is_unheard(piece.element) or self.is_repeated(piece.element, piece.page):
            self.running.add((piece.page, piece.number))
            return
        tag = self.tag_of(piece.element)
        if piece.made_by == "marker":
            tag = self.label_of(piece.element)
        elif tag.role in {*_GROUPS.values(), *_CONTENTS.values(), "Document"} and not piece.text.strip():
            self.running.add((piece.page, piece.number))
            return
        tag = self.line_in(tag, piece.element)
        if tag.role in _GROUPS.values() or tag.role == "TOC":
            self.faults.append(f"words stand outside a paragraph: “{shortened(piece.text.strip())}”")
        tag.kids.append(piece)

    def add_area(self, area: LinkArea) -> None:
        """Joins a place that can be clicked to its link."""
        # The area of words that are set apart in a link, such as those in another language, is that of their own element.
        link = next((self.links[up] for up in self.above(area.element) if up in self.links), None)
        if self.is_unheard(area.element) or self.is_repeated(area.element, area.page):
            self.dropped.append(area)
        elif link is None:
            self.faults.append(f"a link has no words: {area.element.get('href')}")
        else:
            link.kids.append(area)

    def is_repeated(self, element: Element, page: int) -> bool:
        """Whether it stands in the head of a table that is only printed again on a further page."""
        head = self.heads.get(element)
        return head is not None and self.first_pages.setdefault(head, page) != page

    def is_unheard(self, element: Element) -> bool:
        """Whether the page says of it, or of what is around it, that it is there for the eye alone."""
        return any(is_silent(up) for up in self.above(element))

    def above(self, element: Element) -> Iterator[Element]:
        """It and the elements around it, from the inside."""
        found: Element | None = element
        while found is not None:
            yield found
            found = self.parents.get(found)

    def tag_of(self, element: Element) -> Tag:
        """The tag that holds what stands in an element."""
        if element in self.tags:
            return self.tags[element]
        if element.tag in _ROOT:
            return self.root
        parent = self.tag_of(self.parents[element])
        # The tag of a row makes those of its cells, so this one may be there by now.
        if element not in self.tags:
            self.tags[element] = self.made(element, parent)
        return self.tags[element]

    def line_in(self, tag: Tag, element: Element) -> Tag:
        """The tag that words of an element go into: where that holds paragraphs alone, a paragraph for each block of words."""
        if tag.role not in _HOLDERS:
            return tag
        block = next(up for up in self.above(element) if up.tag not in _INLINE)
        last = tag.kids[-1] if tag.kids else None
        if isinstance(last, Tag) and last.role == "P" and last.element is block:
            return last
        paragraph = self.joined(tag, Tag("P", block))
        self.lines.setdefault(block, paragraph)
        return paragraph

    def made(self, element: Element, parent: Tag) -> Tag:
        """A new tag for an element, or that of its parent where a tag of its own would tell nothing."""
        name = str(element.tag).rpartition("}")[2]
        language = element.get("lang")
        if language == self.language_around(element):
            language = None
        if name == "a" and element.get("href"):
            return self.link(element, parent, language)
        if name in ("img", "svg"):
            return self.joined(parent, Tag("Figure", element, language=language, alt=self.alt(element)))
        if name in _CONTENTS and any(up.tag == "nav" for up in self.above(element)):
            return self.joined(parent, Tag(_CONTENTS[name], element, language=language))
        if name == "li":
            return self.item(element, parent, language)
        role = _GROUPS.get(name) or _TEXTS.get(name)
        if role is None:
            if not language:
                return parent
            if name in _INLINE:
                return self.joined(self.line_in(parent, element), Tag("Span", element, language=language))
            return self.joined(parent, Tag("Div", element, language=language))
        tag = self.joined(parent, Tag(role, element, language=language))
        self.shape_table(tag)
        return tag

    def shape_table(self, tag: Tag) -> None:
        """What a row or a cell needs beyond its words."""
        element = tag.element
        if tag.role in ("TH", "TD"):
            tag.spans = (_span(element, "rowspan"), _span(element, "colspan"))
        if tag.role == "TH":
            tag.scope = _SCOPES.get(element.get("scope", ""))
            if tag.scope is None:
                self.faults.append(f"a table's heading has no scope: “{shortened(words_of(element))}”")
        if tag.role == "TR":
            # Cells without words are drawn as nothing, yet a row without them would be read under the wrong headings.
            self.tags[element] = tag
            for cell in element:
                self.tag_of(cell)

    def joined(self, parent: Tag, tag: Tag) -> Tag:
        """A new tag put into another."""
        tag.parent = parent
        parent.kids.append(tag)
        return tag

    def item(self, element: Element, parent: Tag, language: str | None) -> Tag:
        """An item of a list, and in it the body that its words belong to; an end note is told to be one."""
        item = self.joined(parent, Tag("LI", element, language=language))
        body = self.joined(item, Tag("LBody", element))
        if any(up.get("role") == "doc-endnotes" for up in self.above(element)):
            self.notes += 1
            return self.joined(body, Tag("FENote", element, identifier=f"note-{self.notes}"))
        return body

    def label_of(self, element: Element) -> Tag:
        """The label of an item: its bullet or number."""
        item = self.tag_of(element)
        while item.role != "LI" and item.parent:
            item = item.parent
        first = item.kids[0]
        if isinstance(first, Tag) and first.role == "Lbl":
            return first
        label = Tag("Lbl", element, parent=item)
        item.kids.insert(0, label)
        return label

    def link(self, element: Element, parent: Tag, language: str | None) -> Tag:
        """A link; the words of one to an end note are a reference."""
        link = self.joined(self.line_in(parent, element), Tag("Link", element, language=language))
        self.links[element] = link
        is_reference = element.get("role") == "doc-noteref"
        return self.joined(link, Tag("Reference", element)) if is_reference else link

    def alt(self, element: Element) -> str:
        """What a picture tells, which is something."""
        told = told_of_picture(element)
        if not told:
            self.faults.append(f"a picture has no words for those who cannot see it: {element.get('src', 'drawing')}")
        return told

    def language_around(self, element: Element) -> str | None:
        """The language of what an element stands in."""
        parents = (up.get("lang") for up in self.above(element) if up is not element)
        return next((language for language in parents if language), None)

    def tag_from(self, place: Element) -> Tag | None:
        """The tag that begins at an element, or the first in it or, where nothing of it is read, behind it; None at the end."""
        inside = next(filter(None, map(self.begun_at, place.iter())), None)
        behind = dropwhile(lambda element: element is not place, self.root.element.iter())
        return inside or next(filter(None, map(self.begun_at, behind)), None)

    def begun_at(self, element: Element) -> Tag | None:
        """The tag that begins just at an element."""
        tag = self.tags.get(element)
        return tag if tag and tag.element is element else self.lines.get(element)

    def finish(self) -> None:
        """Describes links, and says how each list is numbered, once all of it is known."""
        for element, link in self.links.items():
            self.describe(element, link)
        for tag in self.root.within():
            if tag.role == "Lbl" and tag.parent and tag.parent.parent:
                tag.parent.parent.numbering = "Decimal" if tag.parent.parent.element.tag == "ol" else "Disc"

    def describe(self, element: Element, link: Tag) -> None:
        """Says of a link where it goes, as the page says it, with the page number that is printed beside it."""
        areas = [kid for kid in link.kids if isinstance(kid, LinkArea)]
        for position, area in enumerate(areas):
            others = [*areas[:position], *(other for other in areas[position + 1 :] if not area.covers(other))]
            if any(other.covers(area) for other in others):
                self.dropped.append(area)
                link.kids.remove(area)
        if not areas:
            self.faults.append(f"a link cannot be followed: “{shortened(words_of(element))}”")
        pictures = " ".join(tag.alt for tag in link.within() if tag.alt)
        link.contents = (element.get("aria-label") or words_of(element) or pictures).strip()
        if not link.contents:
            self.faults.append(f"a link has no words: {element.get('href')}")
        pieces = (kid for tag in link.within() for kid in tag.kids if isinstance(kid, Piece))
        made = [piece.text.strip() for piece in pieces if piece.made_by == "after"]
        if made and made[-1].isdigit():
            language = (element.get("lang") or self.language_around(element) or "").split("-")[0]
            link.contents += _PAGE.get(language, ", ") + made[-1]
            link.printed_page = int(made[-1])


def _span(element: Element, name: str) -> int:
    """Over how many rows or columns a cell reaches. Why: whatever is no count is 1 to a browser, and to the drawing library."""
    typed = element.get(name, "").strip()
    return max(1, int(typed)) if typed.isdecimal() else 1


def _join_references(root: Element, builder: _TreeBuilder) -> list[str]:
    """Tells each link within the report its target, an end note and its references of each other, the contents their chapters.

    Goes out: a fault for each link that leads to nothing.
    """
    places = {element.get("id"): element for element in root.iter() if element.get("id")}
    faults = []
    for element, link in builder.links.items():
        address = element.get("href", "")
        if not address.startswith("#"):
            continue
        place = places.get(address[1:])
        link.target = builder.tag_from(place) if place is not None else None
        if link.target is None:
            faults.append(f"a link leads to nothing: “{shortened(words_of(element))}”")
            continue
        reference = builder.tags[element]
        if reference.role == "Reference" and link.target.role == "FENote":
            reference.refers_to.append(link.target)
            link.target.refers_to.append(reference)
        entry = link.parent.parent if link.parent else None
        if entry is not None and entry.role == "TOCI":
            entry.refers_to.append(link.target)
    return faults
