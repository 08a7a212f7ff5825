"""How values are typed in YAML: on lines of their own, or between braces.

Comes in: words, and the groups that they are to stand in. Goes out: lines, or one run of characters.
"""

import json
import re
from collections.abc import Sequence

Step = str | int
_PLAIN = re.compile(r"[A-Za-z][\w ,.’'()/&–-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
# A figure with its shorthand.
_FLAGGED = re.compile(r"([^\[]*[^\[\s])\s*\[([^\]]+)\]")
_MEANT_OTHERWISE = ("true", "false", "null", "yes", "no", "on", "off")


# A value as it is typed on a line of its own, or several of them by name.
Value = str | dict[str, str]


def typed_words(words: str) -> str:
    """Words as they are typed in YAML: as they are, or between quotation marks where those are needed."""
    words = " ".join(words.split())
    is_plain = _PLAIN.fullmatch(words) and words.lower() not in _MEANT_OTHERWISE
    return words if is_plain else json.dumps(words, ensure_ascii=False)


def in_braces(typed: str) -> str:
    """The same between braces, where a comma ends a value: [559, r] for 559 [r], and words with a comma in quotation marks."""
    if flagged := _FLAGGED.fullmatch(typed):
        return f"[{flagged[1]}, {flagged[2].strip()}]"
    return json.dumps(typed, ensure_ascii=False) if "," in typed and _PLAIN.fullmatch(typed) else typed


def lines_of(path: Sequence[Step], value: Value, indent: int) -> list[str]:
    """A value with the groups around it, on lines of their own."""
    step, blanks = path[0], " " * indent
    if isinstance(step, int):
        inner = lines_of(path[1:], value, 0) if path[1:] else _value_lines(value)
        return [f"{blanks}{'  ' if number else '- '}{line}" for number, line in enumerate(inner)]
    name = typed_words(step)
    if path[1:]:
        return [f"{blanks}{name}:", *lines_of(path[1:], value, indent + 2)]
    if isinstance(value, str):
        return [f"{blanks}{name}: {value}".rstrip()]
    return [f"{blanks}{name}:", *(f"{blanks}  {line}" for line in _value_lines(value))]


def _value_lines(value: Value) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [f"{typed_words(name)}: {one}".rstrip() for name, one in value.items()]


def braced(path: Sequence[Step], value: Value) -> str:
    """The same between braces and brackets."""
    if not path:
        if isinstance(value, str):
            return in_braces(value)
        return "{" + ", ".join(f"{in_braces(typed_words(name))}: {in_braces(one)}" for name, one in value.items()) + "}"
    inside = braced(path[1:], value)
    return f"[{inside}]" if isinstance(path[0], int) else "{" + f"{in_braces(typed_words(path[0]))}: {inside}" + "}"
