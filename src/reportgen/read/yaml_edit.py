"""Changing one value of a YAML text, with everything else left as it was typed.

Comes in: a text whose lines end in a newline, the steps to a value, and how that is to be typed. Goes out: the text with its
characters exchanged, put in or taken out; remarks, order and spelling stay.
Why: what comes out is read again and compared, so that a text which is written in an unforeseen way is refused, never spoilt.
"""

import re
from collections.abc import Sequence

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar, find_steps, parse_yaml, plain_values
from reportgen.read.yaml_typed import Step, Value, braced, in_braces, lines_of

_BEFORE_REMARK = re.compile(r"[ \t]*(?=#)")


class NotEditableError(ValueError):
    """A text that cannot be changed at a place without changing more; carries a clause that says why."""


def set_value(text: str, path: Sequence[Step], value: Value, order: Sequence[Sequence[str]] = ()) -> str:
    """The text with another value at the end of a path; what is missing on the way is put in.

    Shape: a step into a list may be its length, which adds to it. `order` has, for each step, names in their usual order;
    what is put in stands behind those that come before it, and otherwise last. Errors: NotEditableError.
    """
    tree = tree_of(text)
    found = [(None, tree), *find_steps(tree, *path)]
    key, node = found[-1]
    depth = len(found) - 1
    braces = depth > 0 and found[-2][1].in_brackets
    if depth < len(path):
        names = order[depth] if depth < len(order) else ()
        changed = _inserted(text, node, key, braces, path[depth:], value, names)
    else:
        changed = _replaced(text, node, key, braces, value)
    _compare(changed, *(_with(plain_values(tree), path, _meant(value, braces)) for braces in (False, True)))
    return changed


def remove_value(text: str, path: Sequence[Step]) -> str:
    """The text without a value and its name, and without the group that would be left empty. Errors: NotEditableError."""
    tree = tree_of(text)
    parents = [tree, *(node for _, node in find_steps(tree, *path))]
    length = len(path)
    if len(parents) <= length:
        raise NotEditableError("there is no such value")
    while length > 1 and len(_children(parents[length - 1])) == 1:
        length -= 1
    changed = _cut(text, parents[length - 1], path[length - 1])
    _compare(changed, _without(plain_values(tree), path[:length]))
    return changed


def tree_of(text: str) -> Node:
    """The tree of a text; a group without names where nothing is typed. Errors: NotEditableError."""
    found: list[Diagnostic] = []
    file = SourceFile("", tuple(text.split("\n")))
    tree = parse_yaml(file, found.append)
    if found:
        raise NotEditableError(found[0].message)
    is_nothing = tree is None or (isinstance(tree, Scalar) and tree.is_empty)
    return Mapping((), Place(file), (len(text), len(text))) if tree is None or is_nothing else tree


def _children(node: Node) -> list[Node]:
    if isinstance(node, Mapping):
        return [value for _, value in node.entries]
    return list(node.items) if isinstance(node, Listing) else []


def _replaced(text: str, node: Node, key: Scalar | None, braces: bool, value: Value) -> str:
    """The text with another value in the place of one that is there."""
    if not isinstance(value, str) or not (isinstance(node, Scalar) or node.in_brackets):
        raise NotEditableError("several values stand here, one below the other")
    typed = in_braces(value) if braces else value
    start, end = node.span[0], end_of(text, node)
    if typed == text[start:end]:
        return text
    if start == end:
        # Nothing was typed: what is typed follows the colon, in the place of blanks.
        between = text[key.span[1] : start] if key else ":"
        if ":" not in between:
            raise NotEditableError("a name stands here without a colon")
        start = (key.span[1] + between.index(":") + 1) if key else start
        end = start
        typed = f" {typed}"
    rest = text[end:]
    if remark := _BEFORE_REMARK.match(rest):
        # The remark behind it keeps its column as long as there is room.
        grown, blanks = len(typed) - (end - start), len(remark[0])
        left = max(min(blanks, 2), blanks - grown)
        return f"{text[:start]}{typed}{' ' * left}{rest[blanks:]}"
    return text[:start] + typed + (rest.lstrip(" \t") if node.span[0] == node.span[1] else rest)


def _inserted(
    text: str, node: Node, key: Scalar | None, braces: bool, path: Sequence[Step], value: Value, names: Sequence[str]
) -> str:
    """The text with a value, and the groups around it, put into a group that has none of that name."""
    if isinstance(node, Scalar) and node.is_empty and key is not None:
        if braces:
            return _replaced(text, node, key, braces, braced(path, value))
        end = line_end(text, node.span[1])
        indent = _column(text, key.span[0]) + 2
        return _with_lines(text, end, lines_of(path, value, indent))
    if isinstance(node, Scalar):
        raise NotEditableError("a single value stands here")
    step, children = path[0], _children(node)
    if isinstance(step, int) and (not isinstance(node, Listing) or step != len(children)):
        raise NotEditableError("there is no list of so many values")
    if node.in_brackets:
        inside = braced(path, value)[1:-1]
        before = _before(node, step, names)
        if before is not None:
            at = end_of(text, children[before])
            return f"{text[:at]}, {inside}{text[at:]}"
        at = node.span[0] + 1
        return f"{text[:at]}{inside}{', ' if children else ''}{text[at:]}"
    indent = _column(text, node.entries[0][0].span[0] if isinstance(node, Mapping) and node.entries else node.span[0])
    lines = lines_of(path, value, indent if children else 0)
    before = _before(node, step, names)
    if before is None and children and isinstance(node, Mapping):
        start = node.entries[0][0].span[0]
        if text[:start].rsplit("\n", 1)[-1].strip():
            raise NotEditableError("a group stands here behind a hyphen")
        return text[: start - indent] + "".join(f"{line}\n" for line in lines) + text[start - indent :]
    end = line_end(text, end_of(text, children[before])) if before is not None else len(text)
    if indent == 0 and len(path) > 1 and end == line_end(text, len(text.rstrip())):
        lines = ["", *lines]
    return _with_lines(text, end, lines)


def _before(node: Node, step: Step, names: Sequence[str]) -> int | None:
    """The position of the value that another one is put behind; None where it comes first."""
    last = len(_children(node)) - 1
    if not isinstance(node, Mapping) or step not in names:
        return last if last >= 0 else None
    earlier = set(names[: list(names).index(str(step))])
    return max((number for number, (name, _) in enumerate(node.entries) if name.text in earlier), default=None)


def _cut(text: str, parent: Node, step: Step) -> str:
    """The text without one value of a group."""
    children = _children(parent)
    if isinstance(parent, Mapping):
        starts = [name.span[0] for name, _ in parent.entries]
        position = [name.text for name, _ in parent.entries].index(str(step))
    else:
        starts = [child.span[0] for child in children]
        position = int(step)
    start, following = starts[position], [*starts, None][position + 1]
    end = end_of(text, children[position])
    if parent.in_brackets:
        if position:
            return text[: end_of(text, children[position - 1])] + text[end:]
        return text[:start] + text[following if following is not None else end :]
    begin = start - _column(text, start)
    if not re.fullmatch(r"[ \t]*(?:- *)?" if isinstance(parent, Listing) else r"[ \t]*", text[begin:start]):
        raise NotEditableError("it stands on one line with other things")
    end = line_end(text, end)
    return text[:begin] + text[end + 1 :]


def end_of(text: str, node: Node) -> int:
    """Where the last character of a value stands, and with it the value."""
    if not node.in_brackets and _children(node):
        return end_of(text, _children(node)[-1])
    start, end = node.span
    return start + len(text[start:end].rstrip())


def _with_lines(text: str, end: int, lines: list[str]) -> str:
    """The text with lines below the one that ends at a place; the last line of a file may have no end."""
    rest = text[end:]
    if end == 0 or (not rest and text.endswith("\n")):
        return text[:end] + "".join(f"{line}\n" for line in lines) + rest
    return text[:end] + "".join(f"\n{line}" for line in lines) + (rest or "\n")


def line_end(text: str, at: int) -> int:
    """Where the line ends on which a character stands."""
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _meant(value: Value, braces: bool) -> object:
    """What is read where a value was typed."""
    if isinstance(value, dict):
        return {name: _meant(one, braces) for name, one in value.items()}
    typed = in_braces(value) if braces else value
    return plain_values(tree_of(typed)) if typed.strip() else None


def _with(plain: object, path: Sequence[Step], value: object) -> object:
    """Plain values with another one at the end of a path, and the groups on the way where they are missing."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = plain if isinstance(plain, list) else []
        there = items[step] if step < len(items) else None
        return [*items[:step], _with(there, rest, value), *items[step + 1 :]]
    group = plain if isinstance(plain, dict) else {}
    return {**group, step: _with(group.get(step), rest, value)}


def _without(plain: object, path: Sequence[Step]) -> object:
    """Plain values without the one at the end of a path."""
    step, rest = path[0], path[1:]
    if isinstance(plain, list):
        return [
            _without(item, rest) if number == step else item
            for number, item in enumerate(plain)
            if rest or number != step
        ]
    group = plain if isinstance(plain, dict) else {}
    return {name: _without(one, rest) if name == step else one for name, one in group.items() if rest or name != step}


def _compare(changed: str, *expected: object) -> None:
    """Errors: NotEditableError, where more than was meant would be changed."""
    if (plain_values(tree_of(changed)) if changed.strip() else {}) not in expected:
        raise NotEditableError("this file is written in a way that cannot be changed here without changing more")
