"""YAML in which every value remembers where it was typed.

Comes in: the text of a file. Goes out: a tree of scalars, lists and mappings with places; never a guess at a number.
The one home of PyYAML.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from reportgen.core.diagnostic import Diagnostic, Place, Say, SourceFile

DEEPEST = 20
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NOTHING = {"", "~", "null", "Null", "NULL"}


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as typed: the text is kept, so that 012 and 2,457 can be told from 12 and 2457."""

    text: str
    place: Place
    is_plain: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed (YAML 1.2: empty, ~ or null, without quotes)."""
        return self.is_plain and self.text in _NOTHING


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in order. Shape: `items` may be empty."""

    items: tuple["Node", ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Values by name, in the order typed; no name twice. Shape: may be empty."""

    entries: tuple[tuple[Scalar, "Node"], ...]
    place: Place

    def get(self, name: str) -> "Node | None":
        """The value of that name, if it was typed."""
        return next((value for key, value in self.entries if key.text == name), None)

    def key(self, name: str) -> Scalar | None:
        """The name itself, for its place."""
        return next((key for key, _ in self.entries if key.text == name), None)


Node = Scalar | Listing | Mapping


def parse_yaml(file: SourceFile, say: Say, *, first_line: int = 1, text: str | None = None) -> Node | None:
    """The tree of one YAML document, or None when it is not one.

    Why: the events of the parser are put together here rather than by the library, because the library keeps the
    last of two equal names, follows aliases without bound, and crashes on deep nesting.
    Shape: `text` is a part of the file that begins on `first_line`; without it, the whole file.
    Errors: yaml-syntax, yaml-unsupported, duplicate-key.
    """
    body = file.text if text is None else text
    reader = _Reader(file, say, first_line)
    try:
        return reader.document(yaml.parse(body, Loader=_LOADER))
    except yaml.MarkedYAMLError as problem:
        say(_syntax(reader, body, problem))
    except (yaml.YAMLError, ValueError) as problem:
        position = getattr(problem, "position", 0)
        line = body.count("\n", 0, position) + first_line
        say(Diagnostic("yaml-syntax", Place(file, line, 1), "this line holds a character that YAML does not allow"))
    except _Refused:
        pass
    return None


def find_place(tree: Node, *steps: str | int) -> Place:
    """Where a value of a YAML tree was typed; the last step that exists."""
    place, current = tree.place, tree
    for step in steps:
        if isinstance(current, Mapping):
            key, value = current.key(str(step)), current.get(str(step))
            if key is None or value is None:
                break
            place, current = key.place, value
        elif isinstance(current, Listing) and isinstance(step, int) and step < len(current.items):
            current = current.items[step]
            place = current.place
        else:
            break
    return place


class _Refused(Exception):  # noqa: N818 - a way out, not a fault
    """Reading stops here; what is wrong has been said."""


class _Reader:
    """Puts the events of one file together; one for each reading."""

    def __init__(self, file: SourceFile, say: Say, first_line: int) -> None:
        self.file = file
        self.say = say
        self.shift = first_line - 1

    def place(self, start: Any, end: Any = None) -> Place:
        same_line = end is not None and end.line == start.line
        length = end.column - start.column if end is not None and same_line else 1
        return Place(self.file, start.line + 1 + self.shift, start.column + 1, max(1, length))

    def refuse(self, event: yaml.Event, message: str, hint: str) -> _Refused:
        self.say(Diagnostic("yaml-unsupported", self.place(event.start_mark), message, hint))
        return _Refused()

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
        if isinstance(event, yaml.AliasEvent):
            raise self.refuse(event, f"*{event.anchor} refers to another value", "type the value itself")
        if getattr(event, "anchor", None):
            raise self.refuse(event, f"&{event.anchor} names a value for use elsewhere", "remove the name after &")
        if getattr(event, "tag", None):
            raise self.refuse(event, f"the tag {event.tag} is not used here", "remove the word that begins with !")
        if depth > DEEPEST:
            raise self.refuse(event, f"values are nested more than {DEEPEST} deep", "look for a bracket too many")
        if isinstance(event, yaml.ScalarEvent):
            plain = event.style is None or event.style == ""
            return Scalar(event.value, self.place(event.start_mark, event.end_mark), plain)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            for inner in events:
                if isinstance(inner, yaml.SequenceEndEvent):
                    return Listing(tuple(items), self.place(event.start_mark, inner.end_mark))
                items.append(self.node(inner, events, depth + 1))
        return self.mapping(event, events, depth)

    def mapping(self, event: yaml.Event, events: Iterator[yaml.Event], depth: int) -> Mapping:
        entries: list[tuple[Scalar, Node]] = []
        seen: dict[str, Scalar] = {}
        refused = False
        for inner in events:
            if isinstance(inner, yaml.MappingEndEvent):
                if refused:
                    raise _Refused
                return Mapping(tuple(entries), self.place(event.start_mark, inner.end_mark))
            key = self.node(inner, events, depth + 1)
            value = self.node(next(events), events, depth + 1)
            if not isinstance(key, Scalar):
                raise self.refuse(inner, "a name is expected before the colon", "use one word, such as level_1")
            if key.is_plain and key.text == "<<":
                raise self.refuse(inner, "<< merges other values", "type the values themselves")
            if key.text in seen:
                first = seen[key.text].place
                self.say(
                    Diagnostic(
                        "duplicate-key",
                        key.place,
                        f"“{key.text}” stands here a second time",
                        "keep one of the two",
                        ((f"first “{key.text}”", first),),
                    )
                )
                refused = True
            seen.setdefault(key.text, key)
            entries.append((key, value))
        raise _Refused  # pragma: no cover - the parser always closes what it opened


def _syntax(reader: _Reader, body: str, problem: yaml.MarkedYAMLError) -> Diagnostic:
    """The line that a person has to change, which is often before the line where the parser gave up."""
    tab = next((number for number, line in enumerate(body.split("\n")) if line.lstrip(" ").startswith("\t")), None)
    mark = problem.problem_mark or problem.context_mark
    if tab is not None and (mark is None or tab <= mark.line):
        place = Place(reader.file, tab + 1 + reader.shift, 1)
        return Diagnostic("yaml-syntax", place, "a tab stands at the beginning of this line", "use spaces instead")
    if mark is None:  # pragma: no cover - the library always gives one of the two
        return Diagnostic("yaml-syntax", Place(reader.file, 1 + reader.shift, 1), "this file is not YAML")
    lines = body.split("\n")
    context = problem.context_mark
    if context is not None and context.line < len(lines):
        opened = lines[context.line][context.column : context.column + 1]
        if opened in ("{", "[") and isinstance(problem, yaml.parser.ParserError):
            closing = "}" if opened == "{" else "]"
            message = f"the bracket {opened} that opens here is not closed as expected"
            return Diagnostic(
                "yaml-syntax", reader.place(context), message, f"look for a missing {closing}, comma or colon"
            )
        if opened in ("'", '"'):
            message = "the quotation mark that opens here is not closed"
            return Diagnostic("yaml-syntax", reader.place(context), message, "add the closing mark, or remove this one")
        if isinstance(problem, yaml.scanner.ScannerError) and context.line < mark.line:
            message = "a colon is expected on this line"
            return Diagnostic("yaml-syntax", reader.place(context), message, "write it as “name: value”")
    row = lines[mark.line] if mark.line < len(lines) else ""
    if not row.strip() and mark.line > 0:
        place = Place(reader.file, mark.line + reader.shift, 1)
        return Diagnostic("yaml-syntax", place, "the file ends, or a line is empty, where a value is still open")
    hint = "every line is “name: value”; lines of one group begin in the same column; text with “: ” stands in quotes"
    return Diagnostic("yaml-syntax", reader.place(mark), "this line is not where or what YAML expects", hint)
