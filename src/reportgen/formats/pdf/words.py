"""The words of the page, held against those that were drawn.

Comes in: an HTML page, and its pieces in reading order. Goes out: where a space is to be heard, or which words got lost.
"""

from collections.abc import Sequence
from itertools import accumulate
from xml.etree.ElementTree import Element

from reportgen.core.wording import shortened
from reportgen.formats.pdf.drawing import Piece

_FOR_PROGRAMS = ("script", "style", "template")


def find_spaces(root: Element, heard: Sequence[tuple[Piece, object]]) -> tuple[frozenset[tuple[int, int]], list[str]]:
    """After which pieces a space is to be heard, though none was drawn because the line ends there; and what is wrong.

    Why: words that end a line and those that begin the next would be read as one. On the way the words of the page are held
    against those drawn, letter by letter, so that nothing is lost in silence.
    Shape: each piece comes with the paragraph, cell or the like that it stands in; page and number come back.
    """
    body = root.find("body")
    text = _Words(own_text(root if body is None else body))
    spaced = set()
    before: tuple[Piece, object] | None = None
    for piece, paragraph in heard:
        space_before = text.take(piece.text) if not piece.made_by and piece.box is None else False
        if text.lost:
            return frozenset(), [text.lost]
        if before and before[1] is paragraph and before[0].line != piece.line:
            apart = before[0].block is not piece.block or bool(before[0].made_by or piece.made_by)
            if (apart or space_before) and before[0].box is None and not before[0].text[-1:].isspace():
                spaced.add((before[0].page, before[0].number))
        before = (piece, paragraph)
    left = text.rest()
    return frozenset(spaced), [f"words of the page are not drawn: “{shortened(left)}”"] if left else []


class _Words:
    """The words of the page, taken off as they are found drawn."""

    def __init__(self, text: str) -> None:
        words = _folded(text).split()
        self.letters = "".join(words)
        self.starts = {0, *accumulate(len(word) for word in words)}
        self.at = 0
        self.lost = ""

    def take(self, drawn: str) -> bool:
        """Takes the letters of a drawn piece; tells whether a space stands before them."""
        letters = "".join(_folded(drawn).split())
        has_space = self.at in self.starts
        if not self.letters.startswith(letters, self.at) and letters.endswith(("-", "‐")):
            # A word that was broken at the end of a line got a hyphen that the page does not have.
            letters = letters[:-1]
        if not self.letters.startswith(letters, self.at):
            self.lost = f"“{shortened(drawn.strip())}” is drawn where the page goes on with “{shortened(self.rest())}”"
        self.at += len(letters)
        return has_space

    def rest(self) -> str:
        """What was not drawn."""
        letters = enumerate(self.letters[self.at :], self.at)
        return "".join(f" {letter}" if at in self.starts else letter for at, letter in letters).strip()


def _folded(text: str) -> str:
    return text.casefold().replace("\u00ad", "")


def is_silent(element: Element) -> bool:
    """Whether the page says that an element is there for the eye alone, or for programs."""
    is_picture = str(element.tag).endswith(("img", "}svg"))
    return (
        element.tag in _FOR_PROGRAMS
        or element.get("aria-hidden") == "true"
        or (is_picture and (element.get("alt") == "" or element.get("role") in ("none", "presentation")))
    )


def told_of_picture(element: Element) -> str:
    """What a picture tells, without its caption; empty where it tells nothing."""
    title = next((child for child in element if str(child.tag).endswith("}title")), None)
    return (element.get("alt") or element.get("aria-label") or (words_of(title) if title is not None else "")).strip()


def own_text(element: Element) -> str:
    """All words in an element that are to be heard; those of a drawing are told by its title."""
    parts = [element.text or ""]
    for child in element:
        if not str(child.tag).endswith("}svg") and not is_silent(child):
            parts.append(own_text(child))
        parts.append(child.tail or "")
    return "".join(parts)


def words_of(element: Element) -> str:
    """The words in an element, with single spaces."""
    return " ".join(own_text(element).split())
