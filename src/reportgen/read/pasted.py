"""What another program left in a page: marks of a merge, tracked changes, signs of other kinds of Markdown.

Comes in: the lines of a page. Goes out: a diagnostic for each, with its line.
"""

import re
from collections.abc import Iterator

from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.read.signed_lines import signed_lines
from reportgen.read.slips import NOTE, slip

# As git writes them around two versions of the same lines.
_MERGE = re.compile(r"(<{7}|>{7}|\|{7})(?: .*)?$")
_EQUALS = re.compile(r" {0,3}={3,}\s*$")
# The signs of CriticMarkup, which pandoc and editors write for tracked changes and remarks.
_TRACKED = re.compile(
    r"\{\+\+.{0,300}?\+\+\}|\{--.{0,300}?--\}|\{~~.{0,300}?~~\}|\{>>.{0,300}?<<\}|\{==.{0,300}?==\}|\{\+\+|\+\+\}|\{>>|<<\}"
)
_STRUCK = re.compile(r"(?<![~{\\])~~(?=[^\s~])([^~]{0,300}[^\s~])?~~(?!~)")
_RAISED = re.compile(r"(?<=[A-Za-z0-9])([\^~])([A-Za-z0-9]{1,6})\1")
# Not after the signs of a link, nor in the words of one.
_BARE_LINK = re.compile(r"(?<![\w(<\[\"'/=.@-])(?:https?://|www\.(?=[\w-]{1,63}\.))[^\s<>()\[\]]+(?![^\[\]]*\]\()")
_TARGET = re.compile(r" {0,3}\[[^\]]+\]:")
_YEAR_ITEM = re.compile(r" {0,3}(\d{4,9})[.)]\s+\S")


def find_pasted(file: SourceFile, first_line: int) -> Iterator[Diagnostic]:
    """What nobody means to be printed as it stands. Errors: markdown-slip."""
    notes: dict[str, int] = {}
    for number in range(2, first_line - 1):
        yield from _tracked(file, number, file.lines[number - 1])
    for number in signed_lines(file, first_line):
        line = file.lines[number - 1]
        before = file.lines[number - 2] if number > first_line else ""
        yield from _merge(file, number, line, before)
        yield from _tracked(file, number, line)
        yield from _signs(file, number, line)
        if (match := _YEAR_ITEM.match(line)) and not before.strip():
            message = f"a line that begins with “{match[1]}.” is an item of a list"
            hint = f"write “{match[1]}\\.”, or begin the sentence with another word"
            yield slip(file, number, match.start(1), len(match[1]) + 1, message, hint)
        if match := NOTE.match(line):
            first = notes.setdefault(match[1], number)
            if first != number:
                message = (
                    f"the end note “{match[1]}” was written before, on line {first}, and only one would be printed"
                )
                hint = f"give this one another name, here and in the text: [^{match[1]}-2]"
                yield slip(file, number, match.start(), len(match[0]), message, hint)


def _merge(file: SourceFile, number: int, line: str, before: str) -> Iterator[Diagnostic]:
    if match := _MERGE.match(line):
        message = "a mark of git stands here, around two versions of the same lines"
        yield slip(file, number, 0, len(match[1]), message, "keep the version that holds, and remove the marks")
    elif _EQUALS.match(line) and (not before.strip() or _MERGE.match(before)):
        yield slip(file, number, 0, len(line), "a line of equals signs would be printed as it stands", "remove it")


def _tracked(file: SourceFile, number: int, line: str) -> Iterator[Diagnostic]:
    for match in _TRACKED.finditer(line):
        message = "a tracked change or a remark stands here, which would be printed with its signs"
        hint = "keep the words that hold, without the signs around them"
        yield slip(file, number, match.start(), len(match[0]), message, hint)


def _signs(file: SourceFile, number: int, line: str) -> Iterator[Diagnostic]:
    for match in () if _TARGET.match(line) else _BARE_LINK.finditer(line):
        address = match[0].rstrip(".,;:!?’”'\"*_")
        message, hint = (
            "an address stands here that would be no link",
            f"write [what the reader finds there]({'https://' if address.startswith('www.') else ''}{address})",
        )
        yield slip(file, number, match.start(), len(address), message, hint)
    words = re.sub(r"`[^`]*`|\]\([^)\s]*\)?|<[^>]*>|https?://\S+", lambda match: " " * len(match[0]), line)
    for match in _STRUCK.finditer(words):
        yield slip(
            file,
            number,
            match.start(),
            len(match[0]),
            "words between ~~ are not struck out; the signs would be printed",
            "leave these words out of the page",
        )
    for match in _RAISED.finditer(words):
        message = f"“{match[0]}” would be printed with its signs; a report sets nothing higher or lower"
        yield slip(file, number, match.start(), len(match[0]), message, f"write {match[2]} without them")
