"""What leads where in the structure: links to what they speak of, and end notes to the words that they belong to.

Comes in: the tags of a page by their elements. Goes out: the same tags, which know of each other now.
"""

from collections.abc import Mapping
from xml.etree.ElementTree import Element

from reportgen.formats.pdf.tags import Tag
from reportgen.formats.pdf.words import shortened, words_of


def join_references(root: Element, tags: Mapping[Element, Tag], links: Mapping[Element, Tag]) -> list[str]:
    """Tells each link within the report its target, an end note and its references of each other, the contents their chapters.

    Goes out: a fault for each link that leads to nothing.
    """
    places = {element.get("id"): element for element in root.iter() if element.get("id")}
    faults = []
    for element, link in links.items():
        address = element.get("href", "")
        if not address.startswith("#"):
            continue
        place = places.get(address[1:])
        link.target = tag_at(place, tags) if place is not None else None
        if link.target is None:
            faults.append(f"a link leads to nothing: “{shortened(words_of(element))}”")
            continue
        reference = tags[element]
        if reference.role == "Reference" and link.target.role == "FENote":
            reference.refers_to.append(link.target)
            link.target.refers_to.append(reference)
        entry = link.parent.parent if link.parent else None
        if entry is not None and entry.role == "TOCI":
            entry.refers_to.append(link.target)
    return faults


def tag_at(place: Element, tags: Mapping[Element, Tag]) -> Tag | None:
    """The tag that begins at an element, or the first in it; None where nothing of it is read."""
    found = (tags[inner] for inner in place.iter() if inner in tags and tags[inner].element is inner)
    return next(found, None)
