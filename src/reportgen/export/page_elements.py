"""A page as a tree of elements, as strict as our own templates are.

Comes in: HTML in which every tag is closed in its place. Goes out: elements, or the exception that says what is not so.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

_VOID = {"br", "hr", "img", "link", "meta"}


class UnknownMarkup(Exception):  # noqa: N818 - told to the developer: a theme or template makes what no format reads yet
    """The page holds a tag, or a tag in a place, that is not known here."""


@dataclass(slots=True)
class Element:
    """One element while the page is read."""

    tag: str
    attributes: dict[str, str]
    children: "list[Element | str]" = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        """The names in its class, in order."""
        return self.attributes.get("class", "").split()

    @property
    def anchor(self) -> str:
        """Its id; empty where it has none."""
        return self.attributes.get("id", "")

    @property
    def text(self) -> str:
        """All words in it, with their spaces as they stand."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    def find(self, tag: str) -> "Iterator[Element]":
        """All elements of a tag below this one, in order."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag == tag:
                    yield child
                yield from child.find(tag)


class _TreeBuilder(HTMLParser):
    """Builds elements; every tag must be closed in its place, as our templates do."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag != tag:
            raise UnknownMarkup(f"</{tag}> closes <{self.open[-1].tag}>")
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def parse_page(html: str) -> Element:
    """The element around all of a page, or around a part of one. Raises: UnknownMarkup."""
    builder = _TreeBuilder()
    builder.feed(html)
    builder.close()
    if len(builder.open) != 1:
        raise UnknownMarkup(f"<{builder.open[-1].tag}> is never closed")
    return builder.open[0]


def elements_in(element: Element) -> Iterator[Element]:
    """The elements in one where no words of its own may stand. Raises: UnknownMarkup."""
    for child in element.children:
        if isinstance(child, Element):
            yield child
        elif child.strip():
            raise UnknownMarkup(f"words stand directly in <{element.tag}>: “{child.strip()[:40]}”")
