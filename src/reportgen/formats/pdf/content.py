"""The marked pieces in what is drawn on one page, which are numbered anew.

Comes in: the bytes of a page as the library draws them. Goes out: the same bytes with other marks.
"""

import re
from collections.abc import Mapping

_MARKED = re.compile(rb"/(\w+)\n<</MCID (\d+)>>\nBDC\n((?:.*?\n)??)EMC(?=\n|\Z)", re.DOTALL)
_LAST_CODE = re.compile(rb"([0-9a-f]{4})>[-.\d]*\Z")
_FONT = re.compile(rb"/(\w+) (\S+) Tf")


def numbers_in(data: bytes) -> set[int]:
    """The numbers of the marked pieces on a page in which something is drawn."""
    return {int(match[2]) for match in _MARKED.finditer(data) if match[3]}


def with_marks(
    data: bytes, marks: Mapping[int, int], spaced: frozenset[int], spaces: Mapping[bytes, bytes]
) -> tuple[bytes, list[str]]:
    """What is drawn on a page with new marks, and what could not be written.

    Shape: `marks` hold by its old number the new one of each piece that is heard, all others are set aside; `spaced` are
    pieces after which a space is to be heard; `spaces` hold by the name of a font the code of its space.
    """
    faults: list[str] = []

    def mark(match: re.Match[bytes]) -> bytes:
        number, inner = int(match[2]), match[3]
        if number not in marks:
            return b"/Artifact\n<</Type/Pagination>>\nBDC\n" + inner + b"EMC"
        if number in spaced:
            longer = _with_space(inner, spaces)
            if longer is None:
                faults.append("the space at the end of a line cannot be written")
            inner = longer or inner
        return b"/%s\n<</MCID %d>>\nBDC\n%sEMC" % (match[1], marks[number], inner)

    return _MARKED.sub(mark, data), faults


def _with_space(inner: bytes, spaces: Mapping[bytes, bytes]) -> bytes | None:
    """Words with a space behind them, which nobody sees; None where that cannot be written.

    Why: a font of the file holds no more letters than are drawn with it, so that a few words in italics have no space of
    their own; it is then that of another font.
    """
    fonts, end = _FONT.findall(inner), inner.rfind(b"] TJ")
    if not fonts or end < 0 or not spaces:
        return None
    font, size = fonts[-1]
    if font not in spaces:
        other, space = next(iter(spaces.items()))
        end += len(b"] TJ")
        shown = b" /%s %s Tf [<%s>] TJ /%s %s Tf" % (other, size, space, font, size)
        return inner[:end] + shown + inner[end:]
    space = spaces[font]
    last = _LAST_CODE.search(inner, 0, end)
    if last and last[1] == space:
        return inner
    return inner[:end] + b"<" + space + b">" + inner[end:]
