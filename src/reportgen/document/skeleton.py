"""A section whose values are marks, so that its Markdown is read once for all areas, and the values put in as nodes.

Comes in: text with marks, and values. Goes out: blocks in which each mark is the value it stands for.
Why: the wording of a section is the same for every area; only what stands between braces differs, and it is words: no value
can become a heading or a link by what is typed in it.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from markupsafe import Markup

from reportgen.core.diagnostic import Place
from reportgen.tree.markdown_reader import is_address
from reportgen.tree.nodes import Block, Blocks, Code, CodeBlock, LanguageSpan, Link, Paragraph, Text
from reportgen.tree.places import BLOCKS_MARK, MARK_END, WORDS_MARK
from reportgen.tree.walk import transform, walk

_MARK = re.compile(f"{WORDS_MARK}([0-9]+){MARK_END}")
_BLOCK_MARK = re.compile(f"{BLOCKS_MARK}([0-9]+){MARK_END}")
_APOSTROPHE = re.compile(r"(?<=\w)'")
_SPACES = re.compile(r"[ \t\r\n\f]+")
_COMMENT = re.compile("<!--.*?-->", re.DOTALL)

Values = list[Any]


class Misplaced(Exception):  # noqa: N818 - told as a diagnostic
    """A value that cannot stand where it does; carries a clause, and the place as far as it is known."""

    def __init__(self, words: str, place: Place | None = None) -> None:
        super().__init__(words)
        self.place = place


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A section before its Markdown is read. Shape: `values` by the number in each mark: words, or blocks."""

    text: str
    values: tuple[Any, ...]

    @staticmethod
    def mark_of(value: Any, values: Values) -> str:
        """A mark for a value, which is kept. Raises: TypeError for what is neither words, a number, a date nor blocks."""
        if isinstance(value, Markup):
            return value  # a part of the text that was filled in already
        kept = value if isinstance(value, tuple) else Skeleton.words_of(value)
        if not kept or (isinstance(kept, str) and not kept.strip()):
            return " " if kept else ""  # which leaves no paragraph behind
        values.append(kept)
        return f"{BLOCKS_MARK if isinstance(value, tuple) else WORDS_MARK}{len(values) - 1}{MARK_END}"

    @staticmethod
    def words_of(value: Any) -> Any:
        """A value as words. Raises: TypeError."""
        if isinstance(value, str):
            return value
        if isinstance(value, bool) or not isinstance(value, int | float | date):
            raise TypeError(f"only words, numbers and dates can be printed, and this is {_kind(value)}")
        return str(value)

    def without_comments(self) -> str:
        """The text without what was written for its authors alone. Raises: Misplaced for a comment without end."""
        found = _COMMENT.sub("", self.text)
        if "<!--" in found:
            raise Misplaced("a comment begins with <!-- and has no end")
        return found


def find_marked(blocks: Blocks) -> frozenset[int]:
    """The positions of the blocks that hold a mark. Raises: Misplaced for a mark that could not be filled in.

    Why: once for each text, since only its values differ.
    """
    place, marked = None, set[int]()
    alone = {id(node.content[0]) for node in walk(blocks) if isinstance(node, Paragraph) and _block_marks(node)}
    for position, node in ((position, node) for position, block in enumerate(blocks) for node in walk(block)):
        place = getattr(node, "place", None) or place
        words = "".join(value for one in fields(node) if isinstance(value := getattr(node, one.name), str))
        if MARK_END in words:
            marked.add(position)
        if BLOCKS_MARK in words and id(node) not in alone:
            raise Misplaced("a table, a chart or the like stands inside a sentence", place)
        if WORDS_MARK in words and not isinstance(node, Text | Code | CodeBlock | Link | LanguageSpan):
            raise Misplaced("a value stands where none can be filled in", place)
    return frozenset(marked)


def filled(blocks: Blocks, marked: Collection[int], values: tuple[Any, ...]) -> Blocks:
    """The blocks with each mark replaced by its value. Raises: Misplaced for a link that leads nowhere.

    Shape: `marked` as `find_marked` gives it.
    """

    def change(node: Any) -> Any:
        match node:
            case Text(words) if WORDS_MARK in words:
                return Text(_SPACES.sub(" ", _filled_in(words, values)))
            case Code(words) if WORDS_MARK in words:
                return Code(_words(words, values))
            case CodeBlock(text) if WORDS_MARK in text:
                return replace(node, text=_words(text, values))
            case Link(target, content) if WORDS_MARK in target:
                return Link(_address(_words(target, values)), content)
            case LanguageSpan(code, content) if WORDS_MARK in code:
                return LanguageSpan(_words(code, values), content)
            case Paragraph() if numbers := _block_marks(node):
                found = (block for number in numbers for block in values[int(number)])
                return tuple(block if block.place else replace(block, place=node.place) for block in found)
        return node

    found: list[Block] = []
    for position, block in enumerate(blocks):
        try:
            found.extend(transform((block,), change) if position in marked else (block,))
        except Misplaced as problem:
            raise Misplaced(str(problem), block.place) from problem
    return tuple(found)


def _block_marks(paragraph: Paragraph) -> list[str]:
    """The numbers of the marks of blocks in a paragraph that holds nothing else."""
    match paragraph.content:
        case (Text(words),) if BLOCKS_MARK in words and not _BLOCK_MARK.sub("", words).strip():
            return _BLOCK_MARK.findall(words)
    return []


def _filled_in(words: str, values: tuple[Any, ...]) -> str:
    """Text with its values as they are printed: with the apostrophe of print."""
    return _MARK.sub(lambda match: _APOSTROPHE.sub("’", _words(_value(match, values), values)), words)


def _words(words: str, values: tuple[Any, ...]) -> str:
    return _MARK.sub(lambda match: _value(match, values), words)


def _value(match: re.Match[str], values: tuple[Any, ...]) -> str:
    """The words of a mark; none for one that somebody typed. Why: a filter can make plain words of what was filled in."""
    number = int(match[1])
    return str(values[number]) if number < len(values) and isinstance(values[number], str) else ""


def _address(target: str) -> str:
    if not target.startswith("#") and not is_address(target):
        raise Misplaced(f"a link leads to “{target}”, which is no address")
    return target


def _kind(value: object) -> str:
    if value is None:
        return "nothing"
    return (
        "a group of values, such as area, of which one can be printed"
        if not callable(value)
        else "something to be called"
    )
