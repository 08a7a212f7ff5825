"""The lines of a page, for the rules that look through them one by one.

Comes in: the lines of a file. Goes out: values that know their number, what stands around them and how a fault in them is told.
"""

import re
from dataclasses import dataclass

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile

# Begins with a letter or an opening quotation mark, and goes on in letters, digits and the marks of sentences.
_WORDS_ALONE = re.compile(r"(?:[^\W\d_]|[“‘])[\w “”‘’'\",.;:!?()%£€–—…-]*\Z")
# Where something begins in a line, and where it ends.
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PageLine:
    """One line. Shape: `first` is the number of the first line of its text."""

    file: SourceFile
    number: int
    first: int
    text: str

    @property
    def whole(self) -> Span:
        """All of the line."""
        return 0, len(self.text)

    def beside(self, step: int) -> str:
        """The line so many below, or above; nothing beyond the text."""
        number = self.number + step
        return self.file.lines[number - 1] if self.first <= number <= len(self.file.lines) else ""

    def place(self, span: Span) -> Place:
        """Where a part of the line was typed."""
        start, end = span
        return Place(self.file, self.number, start + 1, max(1, end - start))

    def slip(self, span: Span, message: str, hint: str) -> Diagnostic:
        """Something that was most likely meant otherwise. Errors: markdown-slip."""
        return Diagnostic("markdown-slip", self.place(span), message, hint)


def signed_lines(file: SourceFile, first: int) -> tuple[PageLine, ...]:
    """The lines of a text that are not of words alone; those without words are among them.

    Why: each rule for signs looks at every line for several patterns, and most lines of a page are sentences.
    """
    numbered = enumerate(file.lines[first - 1 :], first)
    return tuple(
        PageLine(file, number, first, text)
        for number, text in numbered
        if not _WORDS_ALONE.match(text) or "www." in text
    )
