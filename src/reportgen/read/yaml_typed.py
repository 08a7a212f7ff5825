"""How values are typed in YAML: on lines of their own, or between braces.

Comes in: words, and the groups that they are to stand in. Goes out: lines, or one run of characters.
"""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass

Step = str | int
_PLAIN = re.compile(r"[A-Za-z][\w ,.’'()/&–-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MEANT_OTHERWISE = ("true", "false", "null", "yes", "no", "on", "off")


@dataclass(frozen=True, slots=True)
class Typed:
    """How a value is typed: on a line of its own, and between braces."""

    alone: str
    in_braces: str


Value = Typed | dict[str, Typed]


def typed_words(words: str) -> Typed:
    """Words as they are typed in YAML: as they are, or between quotation marks where those are needed."""
    words = " ".join(words.split())
    quoted = json.dumps(words, ensure_ascii=False)
    if not _PLAIN.fullmatch(words) or words.lower() in _MEANT_OTHERWISE:
        return Typed(quoted, quoted)
    return Typed(words, quoted if "," in words else words)


def lines_of(path: Sequence[Step], value: Value, indent: int) -> list[str]:
    """A value with the groups around it, on lines of their own."""
    step, blanks = path[0], " " * indent
    if isinstance(step, int):
        inner = lines_of(path[1:], value, 0) if path[1:] else _value_lines(value)
        return [f"{blanks}{'  ' if number else '- '}{line}" for number, line in enumerate(inner)]
    name = typed_words(step).alone
    if path[1:]:
        return [f"{blanks}{name}:", *lines_of(path[1:], value, indent + 2)]
    if isinstance(value, Typed):
        return [f"{blanks}{name}: {value.alone}".rstrip()]
    return [f"{blanks}{name}:", *(f"{blanks}  {line}" for line in _value_lines(value))]


def _value_lines(value: Value) -> list[str]:
    if isinstance(value, Typed):
        return [value.alone]
    return [f"{typed_words(name).alone}: {one.alone}" for name, one in value.items()]


def braced(path: Sequence[Step], value: Value) -> str:
    """The same between braces and brackets."""
    if not path:
        if isinstance(value, Typed):
            return value.in_braces
        return "{" + ", ".join(f"{typed_words(name).in_braces}: {one.in_braces}" for name, one in value.items()) + "}"
    inside = braced(path[1:], value)
    return f"[{inside}]" if isinstance(path[0], int) else "{" + f"{typed_words(path[0]).in_braces}: {inside}" + "}"
