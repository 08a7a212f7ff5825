"""What a page's author most likely meant as something else, and nobody means to be printed as it stands.

Comes in: the lines of a page that hold signs. Goes out: a diagnostic for each, with its line.
"""

import html
import re
import unicodedata
from collections.abc import Iterator

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.page_lines import PageLine, Span

_PASTED_BULLET = re.compile(r"(?:^|\s)([•·▪◦\uf0b7])\s")
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d{1,3}[.)])\s+\S")
_BRACKETED_ITEM = re.compile(r" {0,3}((\d{1,3})\))\s+\S")
_BOX = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+(\[[ xX]\])\s+\S")
_UNSPACED_ITEM = re.compile(r"([-+])(?![-*+])[^\s\d*_-]")
_YEAR_ITEM = re.compile(r" {0,3}((\d{4,9})[.)])\s+\S")
_ROW = re.compile(r"\s*\|.*\|\s*$")
_RULE = re.compile(r"(?=.*\|)\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_NOTE_USE = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_NOTE = re.compile(r" {0,3}\[\^([^\]\s]+)\]:")
_SINGLE_BRACES = re.compile(r"(?<!\{)\{ *[a-z0-9_]+(?:\.[a-z0-9_]+){1,2} *\}(?!\})")
_PICTURE_WITH_SPACES = re.compile(
    r"!\[[^\]]*\]\(\s*<?((?:[^\s()<>\"]+\s+)+[^\s()<>\"]*\.(?:png|jpe?g))>?\s*(?:\"[^\"]*\"\s*)?\)", re.IGNORECASE
)
_OPEN_LINK = re.compile(r"\[[^\]]+\]\([^)\s]*$|\[[^\]]+\]\([^)]*$")
# As git writes them around two versions of the same lines.
_MERGE = re.compile(r"(<{7}|>{7}|\|{7})(?: .*)?$")
_EQUALS = re.compile(r" {0,3}={3,}\s*$")
# The signs of CriticMarkup, which pandoc and editors write for tracked changes and remarks; and how Word names a remark.
_TRACKED = re.compile(
    r"\{\+\+.{0,300}?\+\+\}|\{--.{0,300}?--\}|\{~~.{0,300}?~~\}|\{>>.{0,300}?<<\}|\{==.{0,300}?==\}|\{\+\+|\+\+\}|\{>>|<<\}"
    r"|\bComment(?:ed)? \[[A-Za-z]{1,5}\d{1,4}\]:?"
)
_UNREAD = re.compile(r"`[^`]*`|\]\([^)\s]*\)?|<[^>]*>|https?://\S+")
_STRUCK = re.compile(r"(?<![~{\\])~~(?=[^\s~])([^~]{0,300}[^\s~])?~~(?!~)")
_RAISED = re.compile(r"(?<=[A-Za-z0-9])([\^~])([A-Za-z0-9]{1,6})\1")
# Not after the signs of a link, nor in the words of one.
_BARE_LINK = re.compile(r"(?<![\w(<\[\"'/=.@-])(?:https?://|www\.(?=[\w-]{1,63}\.))[^\s<>()\[\]]+(?![^\[\]]*\]\()")
_TARGET = re.compile(r" {0,3}\[[^\]]+\]:")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_OPENING = (
    ("`", re.compile(r"(?<![\\`])`(?!`)")),
    ("**", re.compile(r"(?<![\\*])\*\*(?!\*)|(?<![\\*])\*\*\*(?!\*)")),
)
_HEADING = re.compile(r"( {0,3})(#{1,6})(?!#)(.?)")
_ENTITY = re.compile(r"&#(?:[0-9]{1,7}|[xX][0-9a-fA-F]{1,6});?|&[A-Za-z][A-Za-z0-9]{1,31};")
_IN_SENTENCE = "without an empty line before it, so it would be printed as part of the sentence"
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"}


def find_slips(lines: tuple[PageLine, ...]) -> Iterator[Diagnostic]:
    """Words that look like a list, a table or an end note, and are none to Markdown. Errors: markdown-slip."""
    notes = {match[1] for line in lines if (match := _NOTE.match(line.text))}
    for line in lines:
        yield from _lists(line)
        yield from _tables(line)
        yield from _words(line, notes)
    yield from _swallowed_items(lines)


def _swallowed_items(lines: tuple[PageLine, ...]) -> Iterator[Diagnostic]:
    """Items that stand right below what is set in behind an empty line: to the library they are more words of that."""
    last, is_open, set_in = 0, False, 0
    for line in lines:
        depth = len(line.text.expandtabs(4)) - len(line.text.expandtabs(4).lstrip())
        is_item, is_behind_gap = bool(_ITEM.match(line.text.lstrip())), not line.beside(-1).strip()
        if is_behind_gap or line.number != last + 1:
            # What is set in belongs to the item above it, if there is one.
            set_in = depth if is_open and is_behind_gap and depth > 1 else 0
            is_open = is_item or (is_open and depth > 0)
        elif is_item and depth < set_in:
            message = "an item begins here right below what is set in, so it would be printed as part of that"
            yield line.slip(line.whole, message, "leave an empty line before the item")
            set_in = 0
        is_open, last = is_open or is_item, line.number


def _lists(line: PageLine) -> Iterator[Diagnostic]:
    text = line.text
    if bullet := _PASTED_BULLET.search(text):
        hint = "begin each item on a line of its own with “- ”, and leave an empty line before the first"
        yield line.slip(bullet.span(1), "a bullet stands here that Markdown does not know", hint)
    elif unspaced := _UNSPACED_ITEM.match(text):
        message = f"a space is expected after “{text[0]}” at the beginning of an item"
        yield line.slip(unspaced.span(1), message, f"write “{text[0]} {text[1:20].strip()}…”")
    elif bracketed := _BRACKETED_ITEM.match(text):
        message = f"“{bracketed[1]}” begins no item of a list that Markdown knows"
        yield line.slip(bracketed.span(1), message, f"write “{bracketed[2]}. ”")
    elif box := _BOX.match(text):
        hint = f"remove {box[1]}, and say in words what is done and what is to come"
        yield line.slip(box.span(1), "a box to be ticked stands here, which would be printed as its signs", hint)
    elif _ITEM.match(text) and (before := line.beside(-1)).strip():
        # Where the line before begins with another bullet, that is told.
        is_item = _ITEM.match(before) or _PASTED_BULLET.match(before)
        if not is_item and not before[:1].isspace() and not before.startswith((">", "#")):
            yield line.slip(
                line.whole, f"a list begins here {_IN_SENTENCE}", "leave an empty line before the first item"
            )


def _tables(line: PageLine) -> Iterator[Diagnostic]:
    if _RULE.match(line.text):
        if "|" not in line.beside(-1):
            message = "a line of hyphens for a table stands here, and no row above it"
            yield line.slip(line.whole, message, "write the heads of the columns in the line above it")
    elif _ROW.match(line.text) and "|" not in (before := line.beside(-1)):
        if not _RULE.match(line.beside(1)):
            hint = "write below the first row a line such as |---|---|, with as many parts as the row has cells"
            yield line.slip(line.whole, "this table has no line of hyphens below its first row", hint)
        elif before.strip():
            yield line.slip(line.whole, f"a table begins here {_IN_SENTENCE}", "leave an empty line before the table")


def _words(line: PageLine, notes: set[str]) -> Iterator[Diagnostic]:
    for match in _NOTE_USE.finditer(line.text):
        if match[1] not in notes:
            hint = f"add a line “[^{match[1]}]: …” at the end of the page"
            yield line.slip(match.span(), f"the end note “{match[1]}” is not written", hint)
    for match in _SINGLE_BRACES.finditer(line.text):
        message = "a figure is named here in single braces, so its name would be printed"
        yield line.slip(match.span(), message, f"write {{{match[0]}}}")
    for match in _PICTURE_WITH_SPACES.finditer(line.text):
        message = f"a space stands in the name of the picture “{match[1]}”"
        hint = f"call the file {_plain_name(match[1])}, and write that name here"
        yield line.slip(match.span(1), message, hint)
    if unclosed := _OPEN_LINK.search(line.text):
        yield line.slip(unclosed.span(), "a link begins here and is not closed", "add the closing bracket )")


def _plain_name(name: str) -> str:
    """The name of a file in letters, digits and hyphens: cafe-photo-1.png."""
    stem, _, ending = unicodedata.normalize("NFKD", name.lower()).rpartition(".")
    return "-".join(re.findall(r"[a-z0-9]+", re.sub(r"[\u0300-\u036f]", "", stem))) + f".{ending}"


def find_pasted(lines: tuple[PageLine, ...]) -> Iterator[Diagnostic]:
    """What another program left: marks of a merge, tracked changes, signs of other kinds of Markdown. Errors: markdown-slip."""
    notes: dict[str, int] = {}
    for line in lines:
        yield from _merge(line)
        yield from find_tracked(line)
        yield from _signs(line)
        if (match := _YEAR_ITEM.match(line.text)) and not line.beside(-1).strip():
            message = f"a line that begins with “{match[2]}.” is an item of a list"
            hint = f"write “{match[2]}\\.”, or begin the sentence with another word"
            yield line.slip(match.span(1), message, hint)
        if match := _NOTE.match(line.text):
            first = notes.setdefault(match[1], line.number)
            if first != line.number:
                message = (
                    f"the end note “{match[1]}” was written before, on line {first}, and only one would be printed"
                )
                hint = f"give this one another name, here and in the text: [^{match[1]}-2]"
                yield line.slip(match.span(), message, hint)


def _merge(line: PageLine) -> Iterator[Diagnostic]:
    if match := _MERGE.match(line.text):
        message = "a mark of git stands here, around two versions of the same lines"
        yield line.slip(match.span(1), message, "keep the version that holds, and remove the marks")
    elif _EQUALS.match(line.text) and (not (before := line.beside(-1)).strip() or _MERGE.match(before)):
        yield line.slip(line.whole, "a line of equals signs would be printed as it stands", "remove it")


def find_tracked(line: PageLine) -> Iterator[Diagnostic]:
    """Tracked changes and remarks, which can stand in front matter too. Errors: markdown-slip."""
    for match in _TRACKED.finditer(line.text):
        message = "a tracked change or a remark stands here, which would be printed with its signs"
        yield line.slip(match.span(), message, "keep the words that hold, without the signs around them")


def _signs(line: PageLine) -> Iterator[Diagnostic]:
    for match in () if _TARGET.match(line.text) else _BARE_LINK.finditer(line.text):
        address = match[0].rstrip(".,;:!?’”'\"*_")
        full = f"https://{address}" if address.startswith("www.") else address
        span = match.start(), match.start() + len(address)
        hint = f"write [what the reader finds there]({full})"
        yield line.slip(span, "an address stands here that would be no link", hint)
    words = _UNREAD.sub(lambda match: " " * len(match[0]), line.text)
    for match in _STRUCK.finditer(words):
        message = "words between ~~ are not struck out; the signs would be printed"
        yield line.slip(match.span(), message, "leave these words out of the page")
    for match in _RAISED.finditer(words):
        message = f"“{match[0]}” would be printed with its signs; a report sets nothing higher or lower"
        yield line.slip(match.span(), message, f"write {match[2]} without them")


def find_unclosed(lines: tuple[PageLine, ...]) -> Iterator[Diagnostic]:
    """What is opened and never closed, or begun in a way that Markdown does not know. Errors: markdown-slip."""
    opened: dict[str, tuple[PageLine, Span]] = {}
    for line in lines:
        signs = "".join(line.text.split())
        is_rule = len(signs) > 2 and not signs.strip("*")
        if is_rule or not signs:
            yield from _left_open(opened)
            opened = {}
        if is_rule:
            continue
        yield from _beginnings(line)
        for sign, pattern in _OPENING:
            for match in pattern.finditer(line.text):
                if sign in opened:
                    del opened[sign]
                else:
                    opened[sign] = (line, (match.start(), match.start() + len(sign)))
    yield from _left_open(opened)


def _left_open(opened: dict[str, tuple[PageLine, Span]]) -> Iterator[Diagnostic]:
    """What a paragraph did not close."""
    for sign, (line, span) in opened.items():
        hint = f"add {sign} where it ends, or remove this one; write {''.join(chr(92) + c for c in sign)} where the sign itself is meant"
        yield line.slip(span, f"{sign} opens here and is not closed", hint)


def _beginnings(line: PageLine) -> Iterator[Diagnostic]:
    if fence := _FENCE.match(line.text):
        message = "a block of code begins or ends here, which a report does not show"
        yield line.slip(fence.span(1), message, "remove this line")
    heading = _HEADING.match(line.text)
    if heading and (heading[1] or heading[3].strip()):
        hint = f"write {heading[2]}, a space and its words, at the very beginning of the line"
        yield line.slip(line.whole, "this heading is not written as expected", hint)
    elif heading and not line.text.strip().strip("#").strip():
        yield line.slip(line.whole, "a heading without words stands here", "write its words, or remove it")


def find_second_front_matter(file: SourceFile, first_line: int) -> Iterator[Diagnostic]:
    """A page that begins twice. Errors: front-matter."""
    body = range(first_line, len(file.lines) + 1)
    first = next((number for number in body if file.lines[number - 1].strip()), None)
    if first and first_line > 1 and file.lines[first - 1].rstrip() == "---":
        message = "front matter begins here a second time"
        hint = "keep one, at the very beginning of the page"
        yield Diagnostic("front-matter", Place(file, first, 1, 3), message, hint)


def find_hidden(file: SourceFile) -> Iterator[Diagnostic]:
    """Characters that nobody would see, written as &…; and so not there when the file was read. Errors: markdown-slip."""
    for number, text in enumerate(file.lines, 1):
        for match in _ENTITY.finditer(text) if "&" in text else ():
            meant = html.unescape(match[0])
            if any(unicodedata.category(character) in _UNSEEN for character in meant) or meant == "\ufffd":
                message = f"{match[0]} stands for a character that cannot be seen"
                yield PageLine(file, number, 1, text).slip(match.span(), message, "remove it")
