"""The fields of the form, and where each stands in the figures file.

Comes in: the name of a field and what was typed there, and the text of the file. Goes out: the text with that one value changed.
"""

from dataclasses import dataclass
from typing import get_args

from reportgen.check.figures import read_value
from reportgen.core.diagnostic import Diagnostic, SourceFile, whole_file
from reportgen.core.wording import opened
from reportgen.read.cells import CellName, find_cell, name_of
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar, find_node, parse_yaml
from reportgen.read.shape_reader import read_shape
from reportgen.read.shapes import AreaFileShape, WaiverShape
from reportgen.read.source import FIGURE_NAMES
from reportgen.read.yaml_edit import NotEditableError, remove_value, set_value
from reportgen.read.yaml_typed import Step, Value, typed_words

# How the groups of a figures file usually follow one another.
_GROUPS = ("source", "status", "population", "details", "tables", "revisions", "remarks", "former", "waivers")
_ALONE = ("source", "status", "population")


class RefusedError(ValueError):
    """What was typed cannot stand there; carries a sentence that says why, and what is expected."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form.

    Shape: `kind` is source, status, population, detail, figure, remark, revision or waiver; `name` says which of these.
    """

    kind: str
    name: str = ""


def parse_field(words: str, shape: EditionShape) -> Field:
    """The field of a name such as figure:table.row.column. Errors: RefusedError, where the report has no such field."""
    kind, _, name = words.partition(":")
    cell = find_cell(shape, name)
    is_known = {
        "detail": name in shape.details,
        "figure": cell is not None,
        "revision": cell is not None,
        "remark": cell is not None or name in shape.tables,
        "waiver": name == "+" or name.isdecimal(),
    }.get(kind, kind in _ALONE and not name)
    if not is_known:
        raise RefusedError(f"This report has no field {words[:100]}.")
    return Field(kind, str(cell) if cell else name)


def typed_in(node: Node | None, text: str) -> str:
    """What stands in a field: 7368, [z], 559 [r], or words."""
    if isinstance(node, Scalar):
        return "" if node.is_empty else node.text
    if isinstance(node, Listing) and all(isinstance(item, Scalar) for item in node.items) and len(node.items) in (1, 2):
        words = [item.text for item in node.items if isinstance(item, Scalar)]
        return f"[{words[0]}]" if len(words) == 1 else f"{words[0]} [{words[1]}]"
    return "" if node is None else text[slice(*node.span)].strip()


def read_field(tree: Mapping, text: str, shape: EditionShape, field: Field) -> str:
    """What a figures file holds in a field; of a waiver, its characters."""
    node = find_node(tree, *_path_of(tree, shape, field))
    if field.kind == "waiver":
        return "" if node is None else text[slice(*node.span)].strip()
    return typed_in(node, text)


def write_field(text: str, shape: EditionShape, field: Field, value: str | dict[str, str]) -> str:
    """The text of a figures file with another value in one field; where that is empty, without it.

    Errors: RefusedError.
    """
    tree = figures_tree(text)
    path = _path_of(tree, shape, field)
    try:
        if field.kind == "figure":
            changed = set_value(text, path, _figure(value, shape, field.name), _order(shape, field))
        elif value == "" and field.kind in ("remark", "revision", "waiver"):
            changed = remove_value(text, path) if find_node(tree, *path) is not None else text
        else:
            changed = set_value(text, path, _words(value, field), _order(shape, field))
    except NotEditableError as problem:
        raise RefusedError(f"This cannot be typed here, but only in the file itself: {problem}.") from problem
    found: list[Diagnostic] = []
    read_shape(AreaFileShape, figures_tree(changed), whole_file(""), found.append, leaving=FIGURE_NAMES)
    if found:
        raise RefusedError(message_of(found[0]))
    return changed


def figures_tree(text: str) -> Mapping:
    """The tree of a figures file. Errors: RefusedError."""
    tree = parsed(text)
    if tree is None:
        raise RefusedError("The figures file has a mistake that has to be put right in the file itself; see the list.")
    return tree


def parsed(text: str) -> Mapping | None:
    """The tree of a text of names and values; None where it is none, or has a mistake."""
    found: list[Diagnostic] = []
    tree = parse_yaml(SourceFile("", tuple(text.split("\n"))), found.append)
    return tree if isinstance(tree, Mapping) and not found else None


def _path_of(tree: Mapping, shape: EditionShape, field: Field) -> tuple[Step, ...]:
    """The steps to a field, by the names that the file has for it."""
    if field.kind == "figure":
        cell = CellName(*field.name.split("."))
        row = find_node(tree, "tables", cell.table, cell.row)
        is_alone = len(shape.tables[cell.table].columns) == 1 and not isinstance(row, Mapping)
        return ("tables", cell.table, cell.row, *(() if is_alone else (cell.column,)))
    if field.kind in ("remark", "revision"):
        group = f"{field.kind}s"
        return group, _name_in(find_node(tree, group), shape, field.name)
    if field.kind == "waiver":
        there = find_node(tree, "waivers")
        number = len(there.items) if isinstance(there, Listing) else 0
        return "waivers", number if field.name == "+" else int(field.name)
    return ("details", field.name) if field.kind == "detail" else (field.kind,)


def _name_in(group: Node | None, shape: EditionShape, name: str) -> str:
    """The name of a figure or table as a group has it, or else the shortest one."""
    cell = find_cell(shape, name)
    for key, _ in group.entries if isinstance(group, Mapping) else ():
        if key.text == name or (cell is not None and find_cell(shape, key.text) == cell):
            return key.text
    return name_of(shape, cell) if cell else name


def _order(shape: EditionShape, field: Field) -> tuple[tuple[str, ...], ...]:
    if field.kind == "detail":
        return (_GROUPS, tuple(shape.details))
    if field.kind != "figure":
        return (_GROUPS,)
    table = shape.tables[field.name.split(".")[0]]
    return (_GROUPS, tuple(shape.tables), tuple(table.rows), tuple(table.columns))


def _figure(value: str | dict[str, str], shape: EditionShape, name: str) -> str:
    """A figure as it is typed. Errors: RefusedError, with what the check says of it."""
    if not isinstance(value, str):
        raise RefusedError("A figure is expected here.")
    typed = value.strip()
    if not typed:
        return ""
    found: list[Diagnostic] = []
    may_be_pending = shape.tables[name.split(".")[0]].may_be_pending
    read = read_value(Scalar(typed, whole_file("")), found.append, may_be_pending=may_be_pending)
    if read is None:
        raise RefusedError(message_of(found[0]))
    return typed


def _words(value: str | dict[str, str], field: Field) -> Value:
    """Words, a number, or a waiver, as they are typed. Errors: RefusedError."""
    if isinstance(value, dict) != (field.kind == "waiver"):
        raise RefusedError("Something else is expected here.")
    if isinstance(value, dict):
        known = {name: value[name] for name in WaiverShape.model_fields if value.get(name, "").strip()}
        return {name: typed_words(words) for name, words in known.items()}
    if field.kind == "population":
        return value.strip()
    if field.kind == "status" and value not in get_args(AreaFileShape.model_fields["status"].annotation):
        raise RefusedError("The status is draft or final.")
    return typed_words(value)


def as_sentence(words: str) -> str:
    """Words with a capital, and a full stop if they have none; not behind a command, which would be typed too."""
    is_ended = not words or words.endswith((".", "?", "!", ":")) or ": reportgen " in words
    return opened(words) + ("" if is_ended else ".")


def message_of(diagnostic: Diagnostic) -> str:
    """What is wrong and what is expected, in sentences."""
    return f"{as_sentence(diagnostic.message)} {as_sentence(diagnostic.hint)}".strip()
