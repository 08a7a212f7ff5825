"""Bounds on a Markdown text, so that none can hold the computer up.

Comes in: lines. Goes out: the first line that is beyond a bound, and which bound that is.
"""

import re
from collections.abc import Mapping, Sequence

MOST_LETTERS = 100_000
LONGEST_LINE = 5_000
LONGEST_BLOCK = 20_000
MOST_LINES = 400
MOST_LINES_IN_ALL = 5_000
MOST_ITEMS = 1_000
MOST_CELLS = 10_000
MOST_BLOCKS = 2_000
MOST_HEADINGS = 200
MOST_TABLES = 100
MOST_MARKS = 400
MOST_OPEN = 10
MOST_MARKS_IN_ALL = 4_000
DEEPEST = 10
DEEP = 4
MOST_DEEP = 200
_MOST = {
    "characters": MOST_LETTERS,
    "lines": MOST_LINES_IN_ALL,
    "paragraphs": MOST_BLOCKS,
    "headings": MOST_HEADINGS,
    "tables": MOST_TABLES,
    "cells in tables": MOST_CELLS,
    "items of lists and lines of quotations": MOST_ITEMS,
}
_MARKS = {
    "[": "square brackets",
    "<": "signs <",
    "`": "marks `",
    "{": "braces",
    "(": "round brackets",
    "*": "stars",
    "_": "underscores",
}
_PREFIX = re.compile(r"(?:[ \t]{0,60}(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))*")
_ITEM = re.compile(r"[ \t]{0,60}(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$))")
_STEP = re.compile(r">|[-*+]|\d+[.)]|\t|    ")
# Less cannot be deep, since each step takes a character.
_BEGINS_DEEP = re.compile(rf"[ \t>*+\d.)-]{{{DEEPEST}}}")
_HEADING = re.compile(r" {0,3}(?:#|=+\s*$|-+\s*$)")
_RULE = re.compile(r"[ \t]{0,60}\|?[ \t:|-]*-[ \t:|-]*$")
_GAP = re.compile(r"(?<=\S)[ \t]{100}|[ \t]{200}")


def find_too_hard(lines: Sequence[str], *, trusted: bool = False) -> tuple[int, str] | None:
    """The first line, counted from 1, that goes beyond a bound, with the reason in words; None for every usual page.

    Why: the library that reads Markdown takes time that grows with the square or the cube of brackets in a paragraph, of
    headings and of lines in a block, and breaks down over lists in lists in lists.
    Shape: `trusted` text, the edition's own, may be four times as long.
    """
    if _is_within(lines):
        return None
    counted = dict.fromkeys(_MOST, 0)
    deep = 0
    is_inside = False
    for number, line in enumerate(lines, 1):
        if line.strip() and not is_inside:
            counted["paragraphs"] += 1
        is_inside = bool(line.strip())
        counted["characters"] += len(line) + 1
        counted["lines"] += is_inside
        counted["headings"] += bool(_HEADING.match(line))
        counted["tables"] += "|" in line and bool(_RULE.match(line))
        counted["cells in tables"] += line.count("|")
        counted["items of lists and lines of quotations"] += bool(_ITEM.match(line))
        too_much = _of_the_whole(counted, trusted=trusted)
        if not too_much:
            depth = _depth(line)
            deep += depth > DEEP
            too_much = _of_a_line(line, depth, deep)
        if too_much:
            return number, too_much
    return _of_blocks(lines)


def _is_within(lines: Sequence[str]) -> bool:
    """Whether a few counts of the whole already tell that no bound is met, as for nearly every page."""
    text = "\n".join(lines)
    return (
        len(lines) <= MOST_TABLES
        and len(text) <= MOST_CELLS
        and all(len(line) <= LONGEST_LINE for line in lines)
        and all(text.count(mark) <= MOST_MARKS for mark in _MARKS)
        and _most_open(text) <= MOST_OPEN
        and not any(map(_BEGINS_DEEP.match, lines))
        and " " * 100 not in text.replace("\t", " ")
    )


def _of_the_whole(counted: Mapping[str, int], *, trusted: bool) -> str:
    for name, most in _MOST.items():
        allowed = 4 * most if trusted and name in ("characters", "lines", "paragraphs") else most
        if counted[name] > allowed:
            return f"the page has more than {allowed:,} {name} up to here"
    return ""


def _of_a_line(line: str, depth: int, deep: int) -> str:
    if len(line) > LONGEST_LINE:
        return f"this line is longer than {LONGEST_LINE:,} characters"
    if _GAP.search(line):
        return "more than 100 spaces stand in a row here"
    if depth > DEEPEST:
        return "lists or quotations stand too deeply inside one another here"
    return "too many lists or quotations stand inside one another up to here" if deep > MOST_DEEP else ""


def _depth(line: str) -> int:
    """In how many lists and quotations a line stands, by what it begins with."""
    prefix = _PREFIX.match(line)
    start = line[: prefix.end() if prefix else 0]
    return len(_STEP.findall(start or line[: len(line) - len(line.lstrip())]))


def _of_blocks(lines: Sequence[str]) -> tuple[int, str] | None:
    """What is too much for the lines between two empty ones, which are read as one."""
    first = 1
    in_all = dict.fromkeys(_MARKS, 0)
    for number, line in enumerate([*lines, ""], 1):
        if line.strip():
            continue
        block, start, first = lines[first - 1 : number - 1], first, number + 1
        if not block:
            continue
        if len(block) > MOST_LINES:
            return start, f"more than {MOST_LINES} lines follow here without an empty one"
        if _of_a_block(block):
            length = next(length for length in range(1, len(block) + 1) if _of_a_block(block[:length]))
            return start + length - 1, _of_a_block(block[:length])
        for mark, name in _MARKS.items():
            in_all[mark] += sum(line.count(mark) for line in block)
            if in_all[mark] > MOST_MARKS_IN_ALL:
                return start, f"the page has more than {MOST_MARKS_IN_ALL:,} {name} up to here"
    return None


def _of_a_block(block: Sequence[str]) -> str:
    text = "\n".join(block)
    if len(text) > LONGEST_BLOCK:
        return f"this paragraph, list or table is longer than {LONGEST_BLOCK:,} characters"
    if _most_open(text) > MOST_OPEN:
        return f"more than {MOST_OPEN} brackets are open at once in this paragraph, list or table"
    many = (name for mark, name in _MARKS.items() if text.count(mark) > MOST_MARKS)
    return next((f"this paragraph, list or table has more than {MOST_MARKS} {name}" for name in many), "")


def _most_open(text: str) -> int:
    """How many brackets are open at most, where none is closed."""
    most = 0
    for opening, closing in ("[]", "()"):
        opened = 0
        for bracket in re.findall(f"[\\{opening}\\{closing}]", text):
            opened = opened + 1 if bracket == opening else max(0, opened - 1)
            most = max(most, opened)
    return most
