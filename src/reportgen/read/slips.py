"""Words that look like a list, a table or an end note, and are none to Markdown.

Comes in: the lines of a page. Goes out: a diagnostic for each, with its line.
"""

import re
import unicodedata
from collections.abc import Iterator

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.signed_lines import signed_lines

_PASTED_BULLET = re.compile(r"(?:^|\s)([•·▪◦\uf0b7])\s")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,3}[.)])\s+\S")
_BRACKETED_ITEM = re.compile(r" {0,3}(\d{1,3})\)\s+\S")
_UNSPACED_ITEM = re.compile(r"[-+](?![-*+])[^\s\d*_-]")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"(?=.*\|)\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_NOTE_USE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_SINGLE_BRACES = re.compile(r"(?<!\{)\{ *[a-z0-9_]+(?:\.[a-z0-9_]+){1,2} *\}(?!\})")
_PICTURE_WITH_SPACES = re.compile(
    r"!\[[^\]]*\]\(\s*<?((?:[^\s()<>\"]+\s+)+[^\s()<>\"]*\.(?:png|jpe?g))>?\s*(?:\"[^\"]*\"\s*)?\)", re.IGNORECASE
)
_OPEN_LINK = re.compile(r"\[[^\]]+\]\([^)\s]*$|\[[^\]]+\]\([^)]*$")


def find_slips(file: SourceFile, first_line: int) -> Iterator[Diagnostic]:
    """What a page's author most likely meant as something else. Errors: markdown-slip."""
    notes = {match[1] for line in file.lines[first_line - 1 :] if (match := NOTE.match(line))}
    for number in signed_lines(file, first_line):
        line = file.lines[number - 1]
        before = file.lines[number - 2] if number > first_line else ""
        after = file.lines[number] if number < len(file.lines) else ""
        yield from _lists(file, number, line, before)
        yield from _tables(file, number, line, before, after)
        yield from _words(file, number, line, notes)


def slip(file: SourceFile, number: int, start: int, length: int, message: str, hint: str) -> Diagnostic:
    """Something in a line that was most likely meant otherwise. Errors: markdown-slip."""
    return Diagnostic("markdown-slip", Place(file, number, start + 1, max(1, length)), message, hint)


def _lists(file: SourceFile, number: int, line: str, before: str) -> Iterator[Diagnostic]:
    bullet = _PASTED_BULLET.search(line)
    if bullet:
        hint = "begin each item on a line of its own with “- ”, and leave an empty line before the first"
        yield slip(file, number, bullet.start(1), 1, "a bullet stands here that Markdown does not know", hint)
        return
    if _UNSPACED_ITEM.match(line):
        yield slip(
            file,
            number,
            0,
            1,
            f"a space is expected after “{line[0]}” at the beginning of an item",
            f"write “{line[0]} {line[1:20].strip()}…”",
        )
        return
    bracketed = _BRACKETED_ITEM.match(line)
    if bracketed:
        message = f"“{bracketed[1]})” begins no item of a list that Markdown knows"
        yield slip(file, number, bracketed.start(1), len(bracketed[1]) + 1, message, f"write “{bracketed[1]}. ”")
        return
    # Where the line before begins with another bullet, that is told.
    is_item = _ITEM.match(before) or _PASTED_BULLET.match(before)
    is_inside = not before.strip() or is_item or before[:1].isspace() or before.startswith((">", "#"))
    if _ITEM.match(line) and not is_inside:
        message = "a list begins here without an empty line before it, so it would be printed as part of the sentence"
        yield slip(file, number, 0, len(line), message, "leave an empty line before the first item")


def _tables(file: SourceFile, number: int, line: str, before: str, after: str) -> Iterator[Diagnostic]:
    if _RULE.match(line) and "|" not in before:
        message = "a line of hyphens for a table stands here, and no row above it"
        yield slip(file, number, 0, len(line), message, "write the heads of the columns in the line above it")
    if not _ROW.match(line) or _RULE.match(line) or (before.strip() and "|" in before):
        return
    if not _RULE.match(after):
        hint = "write below the first row a line such as |---|---|, with as many parts as the row has cells"
        yield slip(file, number, 0, len(line), "this table has no line of hyphens below its first row", hint)
    elif before.strip():
        message = "a table begins here without an empty line before it, so it would be printed as part of the sentence"
        yield slip(file, number, 0, len(line), message, "leave an empty line before the table")


def _words(file: SourceFile, number: int, line: str, notes: set[str]) -> Iterator[Diagnostic]:
    for match in _NOTE_USE.finditer(line):
        if match[1] not in notes:
            hint = f"add a line “[^{match[1]}]: …” at the end of the page"
            yield slip(file, number, match.start(), len(match[0]), f"the end note “{match[1]}” is not written", hint)
    for match in _SINGLE_BRACES.finditer(line):
        message = "a figure is named here in single braces, so its name would be printed"
        yield slip(file, number, match.start(), len(match[0]), message, f"write {{{match[0]}}}")
    for match in _PICTURE_WITH_SPACES.finditer(line):
        message = f"a space stands in the name of the picture “{match[1]}”"
        hint = f"call the file {_plain_name(match[1])}, and write that name here"
        yield slip(file, number, match.start(1), len(match[1]), message, hint)
    unclosed = _OPEN_LINK.search(line)
    if unclosed:
        yield slip(
            file,
            number,
            unclosed.start(),
            len(unclosed[0]),
            "a link begins here and is not closed",
            "add the closing bracket )",
        )


def _plain_name(name: str) -> str:
    """The name of a file in letters, digits and hyphens: cafe-photo-1.png."""
    stem, _, ending = unicodedata.normalize("NFKD", name.lower()).rpartition(".")
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", stem))) + f".{ending}"
