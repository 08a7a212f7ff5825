"""What was drawn on the pages of a PDF, each piece with the element of the HTML page that it belongs to.

Goes out: values that the drawing library fills in, and that know nothing of it.
"""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

_SLACK = 0.5  # points, much less than a line


class StructureFaults(Exception):  # noqa: N818 - several faults of one page
    """The PDF would not read as the page does; carries every reason."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(dict.fromkeys(faults))


@dataclass(frozen=True, slots=True)
class Piece:
    """Words on one line, or a picture, as drawn on a page.

    Shape: `number` is its mark on that page; `element` is None for running heads; `made_by` names what the style put in, such
    as marker or after; `line` numbers the lines of the document, `block` is the element whose lines they are;
    `box` is the rectangle of a picture in points from the lower left.
    """

    page: int
    number: int
    element: Element | None
    made_by: str
    text: str
    line: int
    block: Element | None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class LinkArea:
    """One place on a page that can be clicked. Shape: `number` is that of its object in the PDF; `box` is in points."""

    page: int
    number: int
    element: Element
    box: tuple[float, float, float, float]

    def covers(self, other: "LinkArea") -> bool:
        """Whether another area of the same page lies wholly inside it."""
        (left, low, right, high), (a, b, c, d) = _upright(self.box), _upright(other.box)
        inside = left - _SLACK <= a and low - _SLACK <= b and c <= right + _SLACK and d <= high + _SLACK
        return self.page == other.page and inside


@dataclass(frozen=True, slots=True)
class DrawnContent:
    """All that was drawn, in reading order. Shape: `root` is the HTML page; `bookmarks` are the elements that have one."""

    root: Element
    pieces: tuple[Piece, ...]
    areas: tuple[LinkArea, ...]
    bookmarks: tuple[Element, ...]


def _upright(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])
