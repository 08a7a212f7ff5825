"""Lines that Markdown would print as one: lists with signs of their own, tables with tabs, entries, signatures, bold lines as headings.

Comes in: the lines of a page. Goes out: a diagnostic for each group of lines, at its first, with what to type.
"""

import re
from calendar import day_name
from collections.abc import Iterator
from itertools import groupby

from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.core.messages import MONTHS
from reportgen.read.page_lines import PageLine, Span
from reportgen.read.passages import is_in_capitals

# Bullets of word processors, at the beginning of a line; “o” is the second one of Word.
_BULLET = re.compile(r" {0,3}([‣⁃∙●○◦■□▪➢➤►✓✔❖]|o(?=\s))\s*(?=\S)")
# Signs of items that mean nothing to Markdown; that they are signs is plain from the line beside them.
_SIGN = re.compile(
    r" {0,3}(\([a-z]\)|\([ivx]{1,5}\)|\(\d{1,2}\)|[a-z]\)|[ivx]{1,5}\)|[ivx]{1,5}\.|[a-hj-z]\.|[–—])[ \t]+(?=\S)",
    re.IGNORECASE,
)
_ITEM = re.compile(r"(?:\s*(?:[-*+]|\d{1,3}[.)])\t+)+")
_BOLD = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,80}[^\s*_.!?,;])\1:?\s*\Z")
# What begins a block of its own, so that its lines do not run together with others.
_OF_ITS_OWN = re.compile(r"\s*(?:[-*+>|#!]|\d{1,3}[.)]\s|\[[^\]]+\]:|```|~~~)|\s*\Z")
_ENDS = re.compile(r"[.!?,;:…–—-][”’\"')*_]*\s*\Z|  \Z|\\\Z")
# How lines begin that are points of a list, or pairs of a name and what is said of it, where each of them does.
_PARALLEL = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?:[A-Z][a-z]{0,20} ?|[A-Z]{1,4})\d{1,2}(?:[.:)]| [–—-])\s",
        r"[A-Z][^.:!?–—]{0,40}(?<!\bhttps)(?<!\bhttp)(?::| [–—-])\s",
        rf"(?:(?:{'|'.join(day_name)}),? )?(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{'|'.join(MONTHS)})(?: \d{{4}})?(?::| [–—-]| [A-Z])",
    )
)
_DEFINITION = re.compile(r" {0,3}:\s+\S")
_CLOSING = re.compile(
    r"(?:yours (?:sincerely|faithfully|truly)|(?:kind |best |warm )?regards|with thanks),?", re.IGNORECASE
)
# A line of a signature or an address; one that a writer breaks by hand is longer.
_LONGEST_LINE = 42
# The line among those that stand together, where in it, a message and a hint.
_Found = tuple[int, Span, str, str]
_SMALL = {"a", "an", "and", "at", "by", "de", "for", "from", "in", "of", "on", "or", "the", "to", "with", "y", "yr"}


def find_run_together(file: SourceFile, first_line: int) -> Iterator[Diagnostic]:
    """What looks like lines of its own and would be printed as one run of words. Errors: markdown-slip."""
    numbered = enumerate(file.lines[first_line - 1 :], first_line)
    groups = groupby(numbered, lambda line: bool(line[1].strip()))
    blocks = [list(group) for is_block, group in groups if is_block]
    for block in blocks:
        found = _find_in(tuple(text for _, text in block), is_last=block is blocks[-1])
        if found:
            position, span, message, hint = found
            number, text = block[position]
            yield PageLine(file, number, number, text).slip(span, message, hint)


def begins_point(line: str) -> bool:
    """Whether a line begins with the sign of a point that means nothing to Markdown."""
    return bool(_BULLET.match(line) or _SIGN.match(line))


def _find_in(lines: tuple[str, ...], *, is_last: bool) -> _Found | None:
    """The first thing of that kind in lines that stand together. Shape: `is_last` of the last block of a page."""
    for position, line in enumerate(lines):
        beside = [*lines[max(0, position - 1) : position], *lines[position + 1 : position + 2]]
        bullet, sign = _BULLET.match(line), _SIGN.match(line)
        if sign and not any(map(_SIGN.match, beside)) and not (position and lines[position - 1].rstrip().endswith(":")):
            sign = None
        item = bullet or sign
        if item:
            message = f"“{item[1]}” begins no item of a list that Markdown knows, so the lines would be printed as one"
            is_ordered = item[1][0] == "(" or item[1][-1] in ".)"
            hint = f"begin each item with “{'1. ' if is_ordered else '- '}”, and leave an empty line before the first"
            return position, item.span(1), message, hint
        cells = _cells(line)
        if len(cells) > 2 or (len(cells) == 2 and any(len(_cells(other)) == 2 for other in beside)):
            message = "a table was pasted here, with tabs between its cells"
            hint = f"write each row like “| {' | '.join(cells)} |”, and below the first a line such as |---|---|"
            return position, (0, len(line)), message, hint
    first = lines[0]
    whole = 0, len(first)
    if len(lines) == 1:
        bold = _BOLD.match(first)
        if bold and not is_last:
            hint = f"write “## {bold[2]}”, or go on in the same line if it is no heading"
            return 0, whole, "a line in bold stands here in the place of a heading", hint
        if not is_last and _is_heading_in_capitals(first):
            hint = f"write “## {first.strip(' *_').capitalize()}”, with capitals only where names have them"
            return 0, whole, "a line in capitals stands here in the place of a heading", hint
    elif _DEFINITION.match(lines[1]):
        message = "a line that begins with a colon is no explanation to Markdown; it would go on with the line before"
        hint = f"write “- **{first.strip()}**: {lines[1].strip(' :')[:20]}…”, or set a table"
        return 1, (0, len(lines[1])), message, hint
    elif _looks_like_lines(lines) or _are_parallel(lines):
        hint = "end each but the last with a backslash (\\), or set them as a list; who signs the page stands at its top, as “signature: …”"
        return 0, whole, f"these {len(lines)} lines would be printed as one", hint
    return None


def _is_heading_in_capitals(line: str) -> bool:
    """Whether a line is of capitals alone, and not only of an abbreviation, a date or a place."""
    is_text = not _OF_ITS_OWN.match(line) and not _ENDS.search(line)
    return is_text and is_in_capitals(line) and any(len(word) > 3 and word.isalpha() for word in line.split())


def _cells(line: str) -> list[str]:
    """What tabs divide in a line; one behind the sign of an item is a space to Markdown."""
    return [cell.strip() for cell in _ITEM.sub("", line).split("\t") if cell.strip()]


def _looks_like_lines(lines: tuple[str, ...]) -> bool:
    """Whether several lines are those of a signature or an address: short, each begun anew, and no sentence among them."""
    return (
        not any(map(_OF_ITS_OWN.match, lines))
        and all(len(line.strip()) <= _LONGEST_LINE for line in lines)
        and not any(map(_ENDS.search, lines[:-1]))
        and not re.search(r"[.!?]\s*\Z", lines[-1])
        and all(_is_name(line) for line in lines)
    )


def _are_parallel(lines: tuple[str, ...]) -> bool:
    """Whether several lines begin alike, as points or entries do and lines of one sentence do not, or close a letter."""
    if any(map(_OF_ITS_OWN.match, lines)) or any(re.search(r"(?:  |\\)\Z", line) for line in lines[:-1]):
        return False
    is_closing = _CLOSING.fullmatch(lines[-2].strip()) is not None
    return is_closing or any(all(map(pattern.match, lines)) for pattern in _PARALLEL)


def _is_name(line: str) -> bool:
    """Whether all longer words begin with a capital letter or a number, as in names, ranks, bodies and addresses."""
    words = [word.strip("*_()[],“”‘’\"'") for word in line.split()]
    return all(word[:1].isupper() or word[:1].isdigit() or word in _SMALL or not word for word in words) and bool(
        words and words[0][:1].isalnum() and (words[0][:1].isupper() or words[0][:1].isdigit())
    )
