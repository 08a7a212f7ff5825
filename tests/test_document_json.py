"""The page on document.json is true: it has every kind of node with every field, and its example is a document."""

import json
import re
from dataclasses import MISSING, fields
from pathlib import Path
from types import NoneType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from documents import document_of
from london import REPOSITORY

from reportgen.output.bundle import document_file
from reportgen.tree import nodes
from reportgen.tree.json_form import VERSION, document_from_json, document_to_json
from reportgen.tree.nodes import DocumentTree
from reportgen.tree.walk import walk

PAGE = Path(__file__).parents[1] / "docs" / "document-json.md"
PLAIN = {str: "text", int: "number", bool: "true or false", NoneType: "null"}
NAMED = {nodes.Inlines: "inlines", nodes.Blocks: "blocks", nodes.Inline: "inline", nodes.Block: "block"}
Row = tuple[str, str, str]


def in_words(hint: Any) -> str:
    """A type as the page calls it."""
    inner = get_args(hint)
    if hint in NAMED or hint in PLAIN:
        return NAMED.get(hint) or PLAIN[hint]
    if get_origin(hint) is tuple:
        return f"list of {in_words(inner[0])}"
    if get_origin(hint) is Literal:
        return ", ".join(f"`{one}`" for one in inner)
    return " or ".join(map(in_words, inner)) if inner else hint.__name__


def kinds() -> dict[str, list[Row]]:
    """The fields of every kind of node: its name, what it holds, and what it is where it is left out."""
    found = {}
    for kind in (one for one in vars(nodes).values() if getattr(one, "__module__", "") == nodes.__name__):
        hints = get_type_hints(kind)
        rows = [
            (one.name, in_words(hints[one.name]), "" if one.default is MISSING else as_json(one.default))
            for one in fields(kind)
            if one.name != "place"
        ]
        found[kind.__name__] = rows
    return found


def as_json(value: object) -> str:
    return f"`{json.dumps(value)}`"


def described() -> dict[str, list[Row]]:
    """The same as the page tells it; every field has its meaning there."""
    found = {}
    for section in re.split(r"^### ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, text = section.split("\n", 1)
        rows = [
            [cell.strip() for cell in line.strip("|").split(" | ")]
            for line in re.findall(r"^\| `.*$", text, re.MULTILINE)
        ]
        assert all(meaning.strip(" |").endswith(".") for *_, meaning in rows), name
        found[name] = [(field.strip("`"), holds, default) for field, holds, default, _ in rows]
    return found


def test_every_kind_is_described_with_its_fields() -> None:
    """The page has each kind in the order of the program, and each of its fields with what it holds."""
    told, known = described(), kinds()
    assert len(known) > 25
    assert list(told) == list(known)
    assert {name: rows for name, rows in told.items() if rows != known[name]} == {}


def test_kinds_of_lists_are_told() -> None:
    """The page lists the kinds that stand among blocks, and those that stand in a line."""
    text = PAGE.read_text(encoding="utf-8")
    for name, kinds_of in (("A block", nodes.Block), ("An inline", nodes.Inline)):
        (line,) = re.findall(rf"^{name} is one of (.+)\.$", text, re.MULTILINE)
        assert re.findall(r"\[(\w+)\]", line) == [one.__name__ for one in get_args(kinds_of)]


def test_the_example_is_a_document() -> None:
    """What the page shows is read as a document, is of the version that is written, and is written just so."""
    (typed,) = re.findall(r"^```json\n(.*?)^```", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    shown = json.loads(typed)
    tree, pictures = document_from_json(shown)
    assert shown["version"] == VERSION
    assert document_to_json(tree, pictures) == shown
    assert f"is version {VERSION}." in PAGE.read_text(encoding="utf-8")


def test_a_document_comes_back_as_it_was() -> None:
    """What is written of London’s report is read again as the same tree, and has most kinds of nodes."""
    document = document_of(REPOSITORY, 2024)
    tree, pictures = document_from_json(json.loads(document_file(document).data))
    assert tree == document.tree
    assert isinstance(tree, DocumentTree)
    assert set(pictures) == set(document.pictures)
    assert len({type(node) for node in walk(tree)}) > 18
