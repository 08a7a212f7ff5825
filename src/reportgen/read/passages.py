"""The words of a page, passage by passage, each knowing where it was typed.

Comes in: the lines of a page. Goes out: its paragraphs, points, headings, rows, pictures and the values at its top.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.core.diagnostic import Place, SourceFile

# What Markdown and the program read and nobody hears: code, tags, where links lead, names of figures, end note marks.
# Bounded, since each that is not closed would be looked for to the end of its passage.
_UNHEARD = re.compile(
    r"`[^`]{0,500}`|\]\([^\s)]{0,500}|\]\[[^\]]{0,100}\]|\[\^[^\]\s]{1,60}\]:?|\{\{.{0,200}?\}\}|"
    r"\\(?= |\Z)|<[A-Za-z/!?][^<>]{0,300}>|\b(?:https?://|mailto:|tel:)[^\s<>()]*"
)
_MARKER = re.compile(r"[ \t]*(?:>[ \t]?|[-*+][ \t]+|\d{1,3}[.)][ \t]+|\[\^[^\]\s]+\]:[ \t]*)")
_STARTS = re.compile(r"[ \t]*(?:>[ \t]?)?(?:[-*+•·▪◦●][ \t]+\S|\d{1,3}[.)][ \t]+\S|\[\^[^\]\s]+\]:)|[ \t]*>")
_HEADING = re.compile(r" {0,3}#{1,6}[ \t]+")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)\s*$")
_TARGET = re.compile(r" {0,3}\[(?!\^)[^\]]+\]:")
_FRONT_KEY = re.compile(r"([a-z]+):[ \t]*")
# What stands on a line of its own, by its first sign.
_ALONE = {"|": "row", "!": "picture"}
# What somebody else said; single marks may be apostrophes.
_QUOTED = re.compile(r"“[^“”]{1,600}”|\"[^\"]{1,600}\"")
_PLURAL = re.compile(r"\b([A-Z]{2,6})s\b")
_SMALL_LETTERS = re.compile(r"[a-z]{2}")
_WORD = re.compile(r"[^\W_][\w’'-]*")
_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]++[”’\"')\]*_]*+\s++(?=[“‘\"'(*_\[]*+[^\W_a-z])")


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, point, heading, row, picture or value at the top of a page.

    Shape: `kind` is text, heading, row or picture; for a value of the front matter it is its name, such as lead. `typed` is
    on one line; in `heard`, of the same length, what nobody hears is blank. `starts`: offset, line and column of each line.
    """

    kind: str
    typed: str
    heard: str
    file: SourceFile
    starts: tuple[tuple[int, int, int], ...]

    def place(self, start: int, end: int) -> Place:
        """Where words of the passage were typed; only as far as they stand on one line."""
        position = max(index for index, part in enumerate(self.starts) if part[0] <= start)
        offset, line, column = self.starts[position]
        last = self.starts[position + 1][0] - 1 if position + 1 < len(self.starts) else len(self.typed)
        return Place(self.file, line, column + start - offset, max(1, min(end, last) - start))

    def is_quoted(self, at: int) -> bool:
        """Whether words stand between quotation marks that are opened and closed, or in a quotation that is set large."""
        if self.file.lines[self.place(at, at).line - 1].lstrip().startswith(">"):
            return True
        return any(match.start() < at < match.end() for match in _QUOTED.finditer(self.heard))

    def sentences(self) -> Iterator[tuple[int, int]]:
        """Where each sentence begins and ends."""
        start = 0
        for match in _SENTENCE_END.finditer(self.heard):
            yield start, match.end()
            start = match.end()
        if self.heard[start:].strip():
            yield start, len(self.heard)

    def sentence(self, at: int) -> str:
        """The sentence in which something stands."""
        return next((self.heard[start:end] for start, end in self.sentences() if start <= at < end), "")


def is_in_capitals(text: str) -> bool:
    """Whether a text is of capitals alone; an abbreviation in the plural, such as KPIs, may have its small letter."""
    return not _SMALL_LETTERS.search(text) and _PLURAL.sub(r"\1", text).isupper()


def words_of(text: str) -> list[str]:
    """The words of a text, without the marks between them; a number is one."""
    return _WORD.findall(text)


def count_words(text: str) -> int:
    """How many words a text has."""
    return len(words_of(text))


@lru_cache(maxsize=32)
def find_passages(file: SourceFile, first_line: int) -> tuple[Passage, ...]:
    """Every passage of a page whose body begins on a line, in order. Why: it is kept, since next year's report looks at it too."""
    blocks = [*_front_blocks(file, first_line), *_body_blocks(file, first_line)]
    return tuple(_passage(file, kind, lines) for kind, lines in blocks)


# One line of a block: its number, and the offset at which its words begin.
_Line = tuple[int, int]


def _front_blocks(file: SourceFile, first_line: int) -> list[tuple[str, list[_Line]]]:
    """The values between the lines of three hyphens, by name."""
    blocks: list[tuple[str, list[_Line]]] = []
    for number in range(2, first_line - 1):
        line = file.lines[number - 1]
        if named := _FRONT_KEY.match(line):
            blocks.append((named[1], [(number, named.end())]))
        elif blocks:
            blocks[-1][1].append((number, _indent(line)))
    return blocks


def _body_blocks(file: SourceFile, first_line: int) -> Iterator[tuple[str, list[_Line]]]:
    """The body in blocks: an empty line, a new point, a heading or a row begins another one."""
    kind, block = "text", list[_Line]()
    for number in range(first_line, len(file.lines) + 1):
        line = file.lines[number - 1]
        heading = _HEADING.match(line)
        alone = "heading" if heading else _ALONE.get(line.lstrip()[:1], "")
        if _UNDERLINE.match(line) and block:
            kind = "heading"
        is_blank = not line.strip() or _UNDERLINE.match(line) or _TARGET.match(line)
        if block and (alone or is_blank or _STARTS.match(line)):
            yield kind, block
            kind, block = "text", []
        if alone:
            yield alone, [(number, heading.end() if heading else _indent(line))]
        elif not is_blank:
            block.append((number, _beginning(line)))
    if block:
        yield kind, block


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _beginning(line: str) -> int:
    """Where the words of a line begin, after the marks of lists and quotations."""
    start = 0
    while match := _MARKER.match(line, start):
        start = match.end()
    return start + _indent(line[start:])


def _passage(file: SourceFile, kind: str, lines: list[_Line]) -> Passage:
    starts, words, length = [], [], 0
    for number, offset in lines:
        starts.append((length, number, offset + 1))
        words.append(file.lines[number - 1][offset:].rstrip())
        length += len(words[-1]) + 1
    typed = " ".join(words)
    heard = _UNHEARD.sub(lambda match: " " * len(match[0]), typed)
    return Passage(kind, typed, heard, file, tuple(starts))
