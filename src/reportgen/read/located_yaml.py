"""YAML in which every value remembers where it was typed.

Comes in: the text of a file. Goes out: a tree of scalars, lists and mappings with places; never a guess at a number.
The one home of PyYAML.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, ClassVar

import yaml

from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Place, SourceFile
from reportgen.read.odd_characters import find_odd_characters, is_odd

DEEPEST = 20
# Ten times what the largest edition holds.
MOST_VALUES = 5000
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# What people type where there is no value, and YAML takes for the beginning of a list, a reference or a name.
_LONE_SIGN = re.compile(r"((?::[ \t]|[,\[{])[ \t]*)(-|\*{1,3}|\?)(?=[ \t]*(?:[,\]}]|(?:[ \t]#.*)?$))", re.MULTILINE)
# A sign that YAML takes for a word.
_STAND_IN = "–"
_NOTHING = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed: the text is kept, so that 012 and 2,457 can be told from 12 and 2457.

    Units: `span` is its first character and the one behind its last, counted from the beginning of what was read.
    """

    text: str
    place: Place
    is_plain: bool = True
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    in_brackets: ClassVar[bool] = False

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed (YAML 1.2: empty, ~ or null, without quotes)."""
        return self.is_plain and self.text in _NOTHING


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in order. Shape: `items` may be empty; `span` as that of a scalar; `in_brackets` where [a, b] was typed."""

    items: tuple["Node", ...]
    place: Place
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    in_brackets: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Mapping:
    """Values by name, in the order typed.

    Shape: may be empty; no name twice, but for what stands after the comma of a number between braces; `span` as that of a
    scalar; `in_brackets` where {a: 1} was typed.
    """

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place
    span: tuple[int, int] = field(default=(0, 0), compare=False)
    in_brackets: bool = field(default=False, compare=False)
    _by_name: dict[str, tuple[Scalar, "Node"]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {entry[0].text: entry for entry in reversed(self.entries)})

    def get(self, name: str) -> "Node | None":
        """The value of that name, if it was typed."""
        return self._by_name[name][1] if name in self._by_name else None

    def key(self, name: str) -> Scalar | None:
        """The name itself, for its place."""
        return self._by_name[name][0] if name in self._by_name else None


Node = Scalar | Listing | Mapping


def parse_yaml(file: SourceFile, emit: Emit, *, first_line: int = 1, text: str | None = None) -> Node | None:
    """The tree of one YAML document, or None when it is not one.

    Why: the events of the parser are put together here rather than by the library, because the library keeps the
    last of two equal names, follows aliases without bound, and crashes on deep nesting.
    Shape: `text` is a part of the file that begins on `first_line`; without it, the whole file.
    Errors: yaml-syntax, yaml-unsupported, duplicate-key, odd-character where an escape stands for one.
    """
    body = file.text if text is None else text
    found: list[Diagnostic] = []
    reader = _YamlReader(file, found.append, first_line)
    tree: Node | None = None
    try:
        tree = _parsed(reader, body, found)
    except yaml.MarkedYAMLError as problem:
        found.append(_syntax(reader, body, problem))
    except (yaml.YAMLError, ValueError) as problem:
        position = getattr(problem, "position", 0)
        line = body.count("\n", 0, position) + first_line
        message = "this line holds a character that YAML does not allow"
        found.append(Diagnostic("yaml-syntax", Place(file, line, 1), message))
    except _YamlRefused:
        pass
    for diagnostic in found:
        emit(diagnostic)
    return tree


def _parsed(reader: "_YamlReader", body: str, found: list[Diagnostic]) -> Node | None:
    """The tree; a sign that stands for no value, and that YAML takes for a beginning of something else, is a word in it.

    Why: “category_3: -” is how people write that there is nothing. The same words are said of it as of any other dash.
    """
    try:
        return reader.document(yaml.parse(body, Loader=_LOADER))
    except yaml.MarkedYAMLError:
        with_words = _LONE_SIGN.sub(lambda match: match[1] + _STAND_IN * len(match[2]), body)
        if with_words == body:
            raise
        found.clear()
        reader.count = 0
        return reader.document(yaml.parse(with_words, Loader=_LOADER))


def find_steps(tree: Node, *steps: str | int) -> Iterator[tuple[Scalar | None, Node]]:
    """The name and the value at each step of a path, as far as it was typed; what stands in a list has no name."""
    node = tree
    for step in steps:
        key = None
        if isinstance(node, Mapping) and str(step) in node._by_name:
            key, node = node._by_name[str(step)]
        elif isinstance(node, Listing) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            return
        yield key, node


def find_node(tree: Node, *steps: str | int) -> Node | None:
    """The value at the end of a path; None where it was not typed."""
    found = [tree, *(node for _, node in find_steps(tree, *steps))]
    return found[-1] if len(found) > len(steps) else None


def find_place(tree: Node, *steps: str | int) -> Place:
    """Where a value of a YAML tree was typed, or the name of a group of values; the last step that exists."""
    place, node = tree.place, tree
    for key, node in find_steps(tree, *steps):
        place = key.place if key else node.place
    return node.place if isinstance(node, Scalar) and node.text else place


def name_place(tree: Node, *steps: str | int) -> Place:
    """Where the name of a value was typed; of the last step that exists."""
    keys = [key for key, _ in find_steps(tree, *steps) if key]
    return keys[-1].place if keys else tree.place


def plain_values(node: Node) -> object:
    """A tree as values without places. Every scalar stays the text that was typed; where nothing was, there is None."""
    if isinstance(node, Scalar):
        return None if node.is_empty else node.text
    if isinstance(node, Listing):
        return [plain_values(item) for item in node.items]
    return {key.text: plain_values(value) for key, value in node.entries}


class _YamlRefused(Exception):  # noqa: N818 - a way out, not a fault
    """Reading stops here; what is wrong has been said."""


class _YamlReader:
    """Puts the events of one file together; one for each reading."""

    def __init__(self, file: SourceFile, emit: Emit, first_line: int) -> None:
        self.file = file
        self.emit = emit
        self.shift = first_line - 1
        self.count = 0

    def place(self, start: Any, end: Any = None) -> Place:
        same_line = end is not None and end.line == start.line
        length = end.column - start.column if end is not None and same_line else 1
        # What is missing at the very end stands, for the library, on a line that the file does not have.
        line = min(start.line + 1 + self.shift, len(self.file.lines))
        column = min(start.column + 1, len(self.file.lines[line - 1]) + 1)
        return Place(self.file, line, column, max(1, length))

    def refuse(self, event: yaml.Event, message: str, hint: str) -> _YamlRefused:
        self.emit(Diagnostic("yaml-unsupported", self.place(event.start_mark), message, hint))
        return _YamlRefused()

    def document(self, events: Iterator[yaml.Event]) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self.refuse(event, "a second YAML document begins here (---)", "keep one document in a file")
            elif isinstance(event, yaml.NodeEvent):
                root = self.node(event, events, 0)
        return root

    def node(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Node:
        self.count += 1
        if self.count > MOST_VALUES:
            message = f"this file holds more than {MOST_VALUES:,} values; reading stopped here"
            raise self.refuse(event, message, "look whether the right file is in this place")
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse(event, f"*{event.anchor} refers to another value", "type the value itself")
        if event.anchor:
            raise self.refuse(event, f"&{event.anchor} names a value for use elsewhere", "remove the name after &")
        if event.tag:
            typed = self.file.lines[event.start_mark.line + self.shift][event.start_mark.column :].split()[0]
            raise self.refuse(event, f"the tag {typed} is not used here", "remove the word that begins with !")
        if depth > DEEPEST:
            raise self.refuse(event, f"values are nested more than {DEEPEST} deep", "look for a bracket too many")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    place = self.place(event.start_mark, inner.end_mark)
                    return Listing(tuple(items), place, _span(event, inner), bool(event.flow_style))
                items.append(self.node(inner, events, depth + 1))
        return self.mapping(event, events, depth)

    def scalar(self, event: Any) -> Scalar:
        """One value, looked through once more where escapes could have brought in what the file itself does not hold."""
        place, text = self.place(event.start_mark, event.end_mark), event.value
        if event.style == '"' and is_odd(text):
            text = unicodedata.normalize("NFC", text)
            for odd in islice(find_odd_characters(text.replace("\n", " ")), 1):
                message = f"a backslash in these quotation marks stands for what nobody can see or read: {odd.name}"
                hint = "delete it; in single quotation marks a backslash is printed as it is"
                self.emit(Diagnostic("odd-character", place, message, hint))
        if text[:1] == _STAND_IN and set(text) == {_STAND_IN}:
            text = self.file.lines[place.line - 1][place.column - 1 :][: len(text)]
        return Scalar(text, place, event.style is None or event.style == "", _span(event, event))

    def mapping(self, event: Any, events: Iterator[yaml.Event], depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        repeated = 0
        # A name with nothing below it, since it was set in as far as the lines that were meant to stand there.
        group: Scalar | None = None
        for inner in events:
            if isinstance(inner, yaml.MappingEndEvent):
                if repeated:
                    raise _YamlRefused
                place = self.place(event.start_mark, inner.end_mark)
                return Mapping(tuple(entries), place, _span(event, inner), bool(event.flow_style))
            key = self.node(inner, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                hint = "a name is one word, such as level_1; put words that begin with a brace or bracket in quotation marks"
                raise self.refuse(inner, "a name is expected here", hint)
            if key.is_plain and key.text == "<<":
                raise self.refuse(inner, "<< merges other values", "type the values themselves")
            # Between braces, 1,100 is 1 and a name 100: whoever reads the figures says so of each.
            is_tail = event.flow_style and key.text.isdecimal() and _is_empty(value)
            if key.text in seen and not is_tail:
                repeated += 1
                if group is None and entries and _is_empty(entries[-1][1]) and not event.flow_style:
                    group = entries[-1][0]
                    self.emit(_not_below(group, key))
                elif repeated <= MOST_TOLD and group is None:
                    message, hint = f"“{key.text}” stands here a second time", "keep one of the two"
                    first = ((f"first “{key.text}”", seen[key.text].place),)
                    self.emit(Diagnostic("duplicate-key", key.place, message, hint, first))
            seen.setdefault(key.text, key)
            entries.append((key, value))
        raise _YamlRefused  # pragma: no cover - the parser always closes what it opened


def _span(first: Any, last: Any) -> tuple[int, int]:
    return first.start_mark.index, last.end_mark.index


def _is_empty(value: Node) -> bool:
    return isinstance(value, Scalar) and value.is_empty


def _not_below(group: Scalar, again: Scalar) -> Diagnostic:
    """The error that the lines of a group begin in the same column as its name."""
    message = f"nothing stands below “{group.text}”: the lines under it begin in the same column"
    hint = f"begin “{group.text}” further left, in the column of the groups beside it, or the lines under it further in"
    return Diagnostic("yaml-syntax", group.place, message, hint, ((f"a second “{again.text}” here", again.place),))


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the parser gave up. Units: lines and columns count from 0, as the library counts them."""

    lines: list[str]
    line: int
    column: int
    opened_line: int
    opened_column: int
    is_scanner: bool

    @property
    def row(self) -> str:
        return self.lines[self.line] if self.line < len(self.lines) else ""

    @property
    def opened(self) -> str:
        """The character at which the unfinished value begins, if the library names one."""
        if not 0 <= self.opened_line < len(self.lines):
            return ""
        return self.lines[self.opened_line][self.opened_column : self.opened_column + 1]

    @property
    def above(self) -> int:
        """The line before that holds more than a remark; -1 if there is none."""
        rows = (number for number in range(min(self.line, len(self.lines)) - 1, -1, -1))
        return next((n for n in rows if self.lines[n].strip() and not self.lines[n].lstrip().startswith("#")), -1)


_OTHER_SPACE = re.compile("(?:^ *|:)[\u00a0\u2000-\u200a\u202f\u205f\u3000]")
_Found = tuple[int, int, str, str]
_OPEN_QUOTE = re.compile(r"""(?:^|[:,\[{-])\s*(["'])(?:(?!\1).)*$""")
# How many lines below a quotation mark its twin is looked for.
_NEAR = 50


def _syntax(reader: _YamlReader, body: str, problem: yaml.MarkedYAMLError) -> Diagnostic:
    """The line that a person has to change, which is often before the line where the parser gave up."""
    mark, context = problem.problem_mark or problem.context_mark, problem.context_mark
    stop = _Stop(
        body.split("\n"),
        mark.line if mark else 0,
        mark.column if mark else 0,
        context.line if context else -1,
        context.column if context else 0,
        isinstance(problem, yaml.scanner.ScannerError),
    )
    looks = (_tab, _no_break_space, _quotation, _bracket, _hyphen, _colon, _end, _beginning, _anything)
    line, column, message, hint = next(found for look in looks for found in look(stop))
    return Diagnostic("yaml-syntax", Place(reader.file, line + 1 + reader.shift, column + 1), message, hint)


def _tab(stop: _Stop) -> Iterator[_Found]:
    for number, line in enumerate(stop.lines[: stop.line + 1]):
        if line.lstrip(" ").startswith("\t"):
            yield number, line.index("\t"), "a tab stands at the beginning of this line", "use spaces instead"


def _no_break_space(stop: _Stop) -> Iterator[_Found]:
    for number in (stop.above, stop.line):
        found = _OTHER_SPACE.search(stop.lines[number]) if 0 <= number < len(stop.lines) else None
        if found:
            column, name = found.end() - 1, unicodedata.name(found[0][-1]).lower()
            yield number, column, f"a space of another kind stands here: {name}", "type the space again"


def _quotation(stop: _Stop) -> Iterator[_Found]:
    closing = "add the closing mark, or remove this one"
    message = "the quotation mark that opens here is not closed"
    for number, line in enumerate(stop.lines[: stop.line + 1]):
        opened = _OPEN_QUOTE.search(line)
        below = stop.lines[number + 1 : number + 1 + _NEAR] if opened else []
        later = next((row for row in below if opened and opened[1] in row), None)
        if opened and later and re.match(r"[^\"']*[:,\[{-]\s*[\"']", later):
            yield number, opened.start(1), message, closing
    if stop.opened in ("'", '"') and stop.is_scanner:
        if not any(row.strip() for row in stop.lines[stop.line + 1 :]) and not stop.row[stop.column :].strip():
            yield stop.opened_line, stop.opened_column, message, closing
        if "\\" in stop.row:
            hint = "use single quotation marks, or write the backslash twice"
            yield stop.line, stop.row.index("\\"), "a backslash has a meaning of its own inside double quotes", hint
    before = stop.row[: stop.column].rstrip()
    if before.endswith(("'", '"')):
        hint = "remove the quotation marks, or write ’ for an apostrophe"
        yield stop.line, stop.column, "the text goes on after its closing quotation mark", hint


def _bracket(stop: _Stop) -> Iterator[_Found]:
    if stop.opened in ("{", "[") and not stop.is_scanner:
        flag = re.match(r"\[([a-z])\]", stop.row[stop.column :])
        number = re.search(r"([0-9]+) *$", stop.row[max(0, stop.column - 20) : stop.column])
        if flag and number:
            message = "between braces, a figure and its flag stand in brackets together"
            column = max(0, stop.column - 20) + number.start(1)
            yield stop.line, column, message, f"write [{number[1]}, {flag[1]}]"
        closing = "}" if stop.opened == "{" else "]"
        message = f"the bracket {stop.opened} that opens here is not closed as expected"
        yield stop.opened_line, stop.opened_column, message, f"look for a missing {closing}, comma or colon"
    here = stop.row[stop.column : stop.column + 1]
    if here in ("}", "]"):
        yield stop.line, stop.column, f"the bracket {here} closes nothing that was opened", "remove it"


def _hyphen(stop: _Stop) -> Iterator[_Found]:
    above = stop.lines[stop.above] if stop.above >= 0 else ""
    if (
        above.lstrip().startswith("- ")
        and _indent(above) == _indent(stop.row)
        and "-" not in stop.row[: stop.column + 1]
    ):
        message = "this line begins with a hyphen, and the next does not"
        yield stop.above, _indent(above), message, "remove the hyphen, or begin each line of the list with one"


def _colon(stop: _Stop) -> Iterator[_Found]:
    message, hint = "a colon and a space are expected on this line", "write it as “name: value”"
    if stop.is_scanner and 0 <= stop.opened_line < stop.line and stop.opened not in ("'", '"'):
        yield stop.opened_line, stop.opened_column, message, hint
    if not stop.is_scanner or stop.row[stop.column : stop.column + 1] != ":":
        return
    if stop.row[stop.column + 1 : stop.column + 2] in (",", "}"):
        yield (
            stop.line,
            stop.column,
            "nothing stands behind this colon",
            "write a space behind it, and what belongs there",
        )
    if re.search(r":\s", stop.row[: stop.column]):
        hint = "put the words after the first colon in quotation marks"
        yield stop.line, stop.column, "a second colon stands on this line", hint
    above = stop.lines[stop.above] if stop.above >= 0 else ""
    if above and not re.search(r":(\s|$)", above):
        yield stop.above, _indent(above), message, hint
    if above and _indent(stop.row) > _indent(above):
        hint = "begin the lines of one group in the same column"
        yield stop.line, _indent(stop.row), "this line begins further in than the line above it", hint


def _end(stop: _Stop) -> Iterator[_Found]:
    if stop.row.strip() or stop.line == 0:
        return
    message = "the file ends, or a line is empty, where a value is still open"
    yield stop.line - 1, 0, message, "look for a bracket or quotation mark that is not closed"


def _beginning(stop: _Stop) -> Iterator[_Found]:
    here = stop.row[stop.column : stop.column + 1]
    if here and here in "@`%":
        yield stop.line, stop.column, f"no value begins with {here}", "put it in quotation marks"
    if not stop.is_scanner and stop.column == _indent(stop.row) and re.search(r":(\s|$)", stop.row):
        hint = "begin the lines of one group in the same column"
        yield stop.line, stop.column, "this line begins in a column where no group begins", hint


def _anything(stop: _Stop) -> Iterator[_Found]:
    message = "this line is not where or what YAML expects"
    hint = "every line is “name: value”; lines of one group begin in the same column; text with “: ” stands in quotes"
    yield stop.line, stop.column, message, hint


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
