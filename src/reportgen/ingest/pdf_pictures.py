"""The pictures that stand on the pages of a PDF, and pictures of places on them.

Comes in: bytes. Goes out: PNG. Run only behind the wall of process.py.
"""

import base64
import io
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pypdfium2
from pypdfium2 import raw

from reportgen.ingest.pdf import open_pdf

# Units: points; share of a page; pages. A picture that is smaller, fills a page or stands on many of them is decoration.
_SMALLEST, _WHOLE_PAGE, _OFTEN = 40, 0.85, 3
_WIDEST, _MOST = 1600, 60


@dataclass(frozen=True, slots=True)
class PagePicture:
    """One picture. Shape: `data` is a PNG in base64. Units: `bottom` in points from the top of its page."""

    page: int
    bottom: float
    name: str
    data: str

    @property
    def place(self) -> str:
        """Where it stands, in words."""
        return f"p. {self.page}"


def pictures_of_pages(data: bytes) -> list[PagePicture]:
    """The pictures of all pages but for decoration, from the first page to the last. Why: one that cannot be drawn is left out."""
    document = open_pdf(data)
    found: list[PagePicture] = []
    for number in range(len(document)):
        page = document[number]
        width, height = page.get_size()
        for picture in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3):
            left, bottom, right, top = picture.get_bounds()
            is_small = min(right - left, top - bottom) < _SMALLEST
            is_whole = (right - left) * (top - bottom) > _WHOLE_PAGE * width * height
            if is_small or is_whole or len(found) >= _MOST:
                continue
            drawn = _as_png(picture)
            if drawn:
                found.append(PagePicture(number + 1, height - bottom, "", drawn))
        page.close()
    counts = Counter(one.data for one in found)
    kept = [one for one in found if counts[one.data] < _OFTEN]
    return [PagePicture(one.page, one.bottom, f"picture-{number}.png", one.data) for number, one in enumerate(kept, 1)]


def _as_png(picture: Any) -> str:
    try:
        drawn = picture.get_bitmap().to_pil()
    except (pypdfium2.PdfiumError, ValueError, OSError):
        return ""
    drawn.thumbnail((_WIDEST, _WIDEST))
    written = io.BytesIO()
    drawn.convert("RGB").save(written, "PNG", optimize=True)
    return base64.b64encode(written.getvalue()).decode()


def cut_out(data: bytes, boxes: list[tuple[int, float, float]]) -> list[bytes]:
    """Pictures of strips of pages as PNG. Shape: of each strip its page, top and bottom. Raises: Unreadable."""
    document = open_pdf(data)
    made: list[bytes] = []
    drawn: dict[int, Any] = {}
    scale = 2
    for number, top, bottom in boxes:
        if number not in drawn:
            drawn.clear()
            drawn[number] = document[number - 1].render(scale=scale).to_pil()
        page = drawn[number]
        strip = page.crop(
            (0, max(0, int(top * scale)), page.width, min(page.height, max(int(bottom * scale), int(top * scale) + 1)))
        )
        written = io.BytesIO()
        strip.convert("P", colors=32).save(written, "PNG", optimize=True)
        made.append(written.getvalue())
    return made
