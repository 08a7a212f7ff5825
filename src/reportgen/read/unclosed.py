"""What is opened in a page and never closed, or begun in a way that Markdown does not know, so that its signs would be printed.

Comes in: the lines of a page. Goes out: a diagnostic for each, with its line.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.signed_lines import signed_lines
from reportgen.read.slips import slip

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_STRONG = re.compile(r"(?<![\\*])\*\*(?!\*)|(?<![\\*])\*\*\*(?!\*)")
_CODE = re.compile(r"(?<![\\`])`(?!`)")
_HEADING = re.compile(r"( {0,3})(#{1,6})(?!#)(.?)")
_ENTITY = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});?|&[A-Za-z][A-Za-z0-9]{1,31};")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def find_unclosed(file: SourceFile, first_line: int) -> Iterator[Diagnostic]:
    """Signs that Markdown would print as they are. Errors: markdown-slip, front-matter."""
    yield from find_hidden(file)
    body = range(first_line, len(file.lines) + 1)
    first = next((number for number in body if file.lines[number - 1].strip()), None)
    if first and first_line > 1 and file.lines[first - 1].rstrip() == "---":
        message = "front matter begins here a second time"
        place = Place(file, first, 1, 3)
        yield Diagnostic("front-matter", place, message, "keep one, at the very beginning of the page")
    opened: dict[str, tuple[int, int]] = {}
    for number in signed_lines(file, first_line):
        line = file.lines[number - 1]
        if not line.strip():
            yield from _left_open(file, opened)
            opened = {}
        yield from _lines(file, number, line)
        for sign, pattern in (("`", _CODE), ("**", _STRONG)):
            for match in pattern.finditer(line):
                if sign in opened:
                    del opened[sign]
                else:
                    opened[sign] = (number, match.start())
    yield from _left_open(file, opened)


def _left_open(file: SourceFile, opened: dict[str, tuple[int, int]]) -> Iterator[Diagnostic]:
    """What a paragraph did not close."""
    for sign, (number, start) in opened.items():
        hint = f"add {sign} where it ends, or remove this one; write {''.join(chr(92) + c for c in sign)} where the sign itself is meant"
        yield slip(file, number, start, len(sign), f"{sign} opens here and is not closed", hint)


def _lines(file: SourceFile, number: int, line: str) -> Iterator[Diagnostic]:
    fence = _FENCE.match(line)
    if fence:
        message = "a block of code begins or ends here, which a report does not show"
        yield slip(file, number, fence.start(1), len(fence[1]), message, "remove this line")
    heading = _HEADING.match(line)
    if heading and (heading[1] or heading[3].strip()):
        message, hint = "this heading is not written as expected", f"write {heading[2]}, a space and its words"
        yield slip(file, number, 0, len(line), message, f"{hint}, at the very beginning of the line")
    elif heading and not line.strip().strip("#").strip():
        yield slip(file, number, 0, len(line), "a heading without words stands here", "write its words, or remove it")


def find_hidden(file: SourceFile) -> Iterator[Diagnostic]:
    """Characters that nobody would see, written as &…; and so not there when the file was read. Errors: markdown-slip."""
    for number, line in enumerate(file.lines, 1):
        for match in _ENTITY.finditer(line) if "&" in line else ():
            meant = html.unescape(match[0])
            if any(unicodedata.category(character) in _UNSEEN for character in meant) or meant == "\ufffd":
                message = f"{match[0]} stands for a character that cannot be seen"
                yield slip(file, number, match.start(), len(match[0]), message, "remove it")
