"""A document tree as JSON, for programs that read a published report, and read back.

Comes in: a tree. Goes out: an object for each node, with its kind and its fields; and the tree again. `docs/document-json.md`
describes the form. Places are left out, since a reader has no such files.
"""

from dataclasses import MISSING, fields, is_dataclass
from typing import Any, Literal, get_args, get_origin

from reportgen.tree.nodes import DocumentTree
from reportgen.tree.walk import HINTS, NODES

# Raised by one whenever a program that reads the form would have to change.
VERSION = 1
_KINDS = {kind.__name__: kind for kind in NODES}


def to_json(node: Any) -> Any:
    """A node as values that JSON has. Shape: fields that are as they usually are are left out."""
    if isinstance(node, tuple):
        return [to_json(one) for one in node]
    if not is_dataclass(node) or isinstance(node, type):
        return node
    said = {
        one.name: to_json(value)
        for one in fields(node)
        if one.name != "place" and ((value := getattr(node, one.name)) != one.default or one.default is MISSING)
    }
    return {"kind": type(node).__name__} | said


def from_json(value: Any) -> Any:
    """A node of its JSON. Raises: ValueError, KeyError, TypeError for what is no node."""
    if isinstance(value, list):
        return tuple(from_json(one) for one in value)
    if not isinstance(value, dict):
        return value
    kind = _KINDS[value["kind"]]
    read = {name: from_json(inner) for name, inner in value.items() if name != "kind"}
    for name, inner in read.items():
        if name == "place" or name not in HINTS[kind] or not _fits(inner, HINTS[kind][name]):
            raise TypeError(f"{kind.__name__} has no such {name}")
    return kind(**read)


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of a type."""
    inner = get_args(hint)
    if get_origin(hint) is tuple:
        return isinstance(value, tuple) and all(_fits(one, inner[0]) for one in value)
    if get_origin(hint) is Literal:
        return value in inner
    return any(_fits(value, one) for one in inner) if inner else isinstance(value, hint)


def document_to_json(tree: DocumentTree, pictures: dict[str, str]) -> dict[str, Any]:
    """The whole of document.json. Shape: `pictures` are the SHA-256 of each, by name."""
    return {"version": VERSION, "pictures": pictures, "document": to_json(tree)}


def document_from_json(value: Any) -> tuple[DocumentTree, dict[str, str]]:
    """The tree and the digests of its pictures. Raises: ValueError, KeyError, TypeError."""
    if value["version"] != VERSION:
        raise ValueError(f"the form of version {value['version']} is not known")
    tree = from_json(value["document"])
    if not isinstance(tree, DocumentTree):
        raise TypeError("there is no document in it")
    return tree, dict(value["pictures"])
