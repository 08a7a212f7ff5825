"""A page as it is written in the browser: the values at its top in fields, and its text below.

Comes in: the bytes of a page, and what was typed. Goes out: the bytes with that changed and all else as it was.
"""

import hashlib
from dataclasses import dataclass, replace

from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.preview.fields import RefusedError, message_of, parsed
from reportgen.read.line_ends import saved_text, shown_text
from reportgen.read.located_yaml import Listing, Node, Scalar
from reportgen.read.pages import read_front_matter
from reportgen.read.shapes import PageShape
from reportgen.read.yaml_edit import NotEditableError, remove_value, set_value
from reportgen.read.yaml_typed import in_braces, typed_words

FIELDS = tuple(PageShape.model_fields)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A text in three parts. Shape: `top` has the first line of three hyphens and `rule` the second, if there are both."""

    top: str
    front: str
    rule: str
    body: str


def shown_page(data: bytes) -> dict[str, object]:
    """What the browser gets of a page: its fields, its text, and the digest that a change has to name.

    Shape: `front` is None where the values at the top cannot be read; then the text is all of the file. `line` is that on which
    the text begins in the file.
    """
    text = shown_text(data)
    parts = _parts(text)
    front = parsed(parts.front) if parts else None
    digest = hashlib.sha256(data).hexdigest()
    if parts is None or front is None:
        return {"digest": digest, "front": None, "text": text, "line": 1}
    line = (parts.top + parts.front + parts.rule).count("\n") + 1
    shown = {name: _typed_in(front.get(name)) for name in FIELDS}
    return {"digest": digest, "front": shown, "text": parts.body, "line": line}


def page_fields() -> list[dict[str, str]]:
    """The fields at the top of a page, with what each is for."""
    return [
        {"name": name, "label": name.capitalize(), "hint": field.description or ""}
        for name, field in PageShape.model_fields.items()
    ]


def changed_page(data: bytes, front: dict[str, str], body: str) -> bytes:
    """The bytes of a page with other values at its top, and another text. Errors: RefusedError."""
    text, body = shown_text(data), body.replace("\r\n", "\n")
    parts = _parts(text)
    tree = parsed(parts.front) if parts else None
    if parts is None or tree is None:
        return saved_text(data, body)
    # One after the other, so that lines that stay keep their ends.
    for name, typed in front.items():
        if name in FIELDS and typed.strip() != _typed_in(tree.get(name)).strip():
            parts = replace(parts, front=_with(parts.front, name, typed.strip()))
            data = saved_text(data, parts.top + parts.front + parts.rule + parts.body)
    whole = parts.top + parts.front + parts.rule + body
    before, after = _faults(text), _faults(whole)
    if after and not before:
        raise RefusedError(message_of(after[0]))
    return saved_text(data, whole)


def _parts(text: str) -> _Parts | None:
    """The parts of a page, by the same lines as the report finds them."""
    lines = text.split("\n")
    end = next((number for number, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), 0)
    if lines[0].rstrip() != "---" or not end:
        return None
    front = "".join(f"{line}\n" for line in lines[1:end])
    rule = lines[end] + ("\n" if end + 1 < len(lines) else "")
    return _Parts(f"{lines[0]}\n", front, rule, "\n".join(lines[end + 1 :]))


def _faults(text: str) -> list[Diagnostic]:
    found: list[Diagnostic] = []
    read_front_matter(SourceFile("", tuple(text.split("\n"))), PageShape, found.append)
    return found


def _typed_in(node: Node | None) -> str:
    """What stands in a field. Shape: one line for each of several values."""
    if isinstance(node, Scalar):
        return "" if node.is_empty else node.text
    return "\n".join(_typed_in(item) for item in node.items) if isinstance(node, Listing) else ""


def _with(front: str, name: str, typed: str) -> str:
    """The lines at the top with another value. Errors: RefusedError."""
    tree = parsed(front)
    there = tree.get(name) if tree else None
    try:
        if there is not None and (not typed or (isinstance(there, Listing) and not there.in_brackets)):
            front = remove_value(front, (name,))
        if not typed:
            return front
        lines = [line.strip() for line in typed.split("\n") if line.strip()] if name == "signature" else [typed]
        value = typed if name == "order" else typed_words(lines[0])
        if len(lines) > 1:
            value = f"[{', '.join(in_braces(typed_words(line)) for line in lines)}]"
        return set_value(front, (name,), value, (FIELDS,))
    except NotEditableError as problem:
        raise RefusedError(f"“{name}” cannot be typed here, but only in the file itself: {problem}.") from problem
