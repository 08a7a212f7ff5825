"""Generic walks over a tree: every node in it, the same tree with some nodes replaced, and its plain words.

Comes in: nodes. Goes out: nodes, or words. None of these knows what a kind of node is for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import is_dataclass, replace
from functools import lru_cache
from typing import Any, get_args, get_type_hints

from reportgen.tree import nodes
from reportgen.tree.nodes import Inlines


def _kinds_named(annotation: Any) -> frozenset[type]:
    """The kinds of node that may stand in a field of this type."""
    if is_dataclass(annotation) and annotation.__module__ == nodes.__name__:
        return frozenset({annotation}) if isinstance(annotation, type) else frozenset()
    return frozenset().union(*map(_kinds_named, get_args(annotation)))


# Every kind of node, and the types of its fields.
NODES: tuple[Any, ...] = tuple(
    kind for kind in vars(nodes).values() if is_dataclass(kind) and kind.__module__ == nodes.__name__
)
HINTS: dict[Any, dict[str, Any]] = {kind: get_type_hints(kind) for kind in NODES}
# By kind of node, the fields in which others may stand, in reading order, each with the kinds that may stand there.
_FIELDS: dict[Any, tuple[tuple[str, frozenset[type]], ...]] = {
    kind: tuple((name, named) for name, hint in hints.items() if (named := _kinds_named(hint)))
    for kind, hints in HINTS.items()
}


@lru_cache(maxsize=64)
def _ways(kinds: frozenset[type]) -> dict[Any, tuple[str, ...]]:
    """By kind of node, the fields in which nodes of some kinds can stand, at whatever depth; only kinds that lead to one.

    Why: who looks for tables need not go through the words of each paragraph. Shape: without `kinds`, all fields.
    """
    leading = set(kinds) or set(_FIELDS)
    while grown := {kind for kind, found in _FIELDS.items() if any(leading & named for _, named in found)} - leading:
        leading |= grown
    return {kind: tuple(name for name, named in _FIELDS[kind] if leading & named) for kind in leading}


def walk(node: Any) -> Iterator[Any]:
    """A node, or each of several, and every node below it, in reading order."""
    return _walk(node, _ways(frozenset()))


def _walk(node: Any, ways: dict[Any, tuple[str, ...]]) -> Iterator[Any]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting.extend(reversed(one))
            continue
        names = ways.get(one.__class__)
        if names is not None:
            yield one
            waiting.extend(getattr(one, name) for name in reversed(names))


def find(node: Any, *kinds: type) -> Iterator[Any]:
    """Every node of some kinds, in reading order."""
    return (one for one in _walk(node, _ways(frozenset(kinds))) if isinstance(one, kinds))


def transform(node: Any, change: Callable[[Any], Any], *kinds: type) -> Any:
    """The same tree with nodes replaced, the innermost first.

    Shape: `change` gives the node itself where it stays, another in its place, or a tuple of several; it is asked of nodes of
    the `kinds` that are named, and of those that can hold them; of all nodes where none is named. What holds nothing that was
    replaced is the same object as before, so that work done on it can be kept.
    """
    return _transform(node, change, _ways(frozenset(kinds)))


def _transform(node: Any, change: Callable[[Any], Any], ways: dict[Any, tuple[str, ...]]) -> Any:
    if isinstance(node, tuple):
        changed: list[Any] | None = None
        for position, one in enumerate(node):
            new = _transform(one, change, ways)
            if new is not one and changed is None:
                changed = list(node[:position])
            if changed is not None:
                changed.extend(new if isinstance(new, tuple) and not isinstance(one, tuple) else (new,))
        return node if changed is None else tuple(changed)
    names = ways.get(node.__class__)
    if not names:
        return node if names is None else change(node)
    new_fields = {}
    for name in names:
        old = getattr(node, name)
        value = _transform(old, change, ways)
        if value is not old:
            new_fields[name] = value
    return change(replace(node, **new_fields) if new_fields else node)


def shown_title(table: nodes.Table) -> Inlines:
    """What is printed above a table: its number and caption, or where the heading above says the same, its number alone."""
    if table.shows_caption:
        return titled(table)
    return (nodes.Text(table.label),) if table.label else ()


def titled(table: nodes.Table) -> Inlines:
    """The caption of a table or of a chart's table, below its number where it has one."""
    return (nodes.Text(f"{table.label}: "), *table.caption) if table.label else table.caption


def plain_text(content: Inlines, *, with_addresses: bool = False) -> str:
    """The words of some inlines, without the marks that lead to notes.

    Shape: with `with_addresses`, each web address stands beside the words that lead there.
    """
    return " ".join("".join(_words(content, with_addresses)).replace("\xa0", " ").split())


def _words(content: Inlines, with_addresses: bool) -> Iterable[str]:
    for inline in content:
        match inline:
            case nodes.Text(words) | nodes.Code(words) | nodes.FigureReference(_, words):
                yield words
            case nodes.LineBreak():
                yield " "
            case nodes.Strong(inner) | nodes.Emphasis(inner) | nodes.LanguageSpan(_, inner):
                yield from _words(inner, with_addresses)
            case nodes.Link(target, inner):
                words = "".join(_words(inner, with_addresses))
                address = target.removeprefix("mailto:")
                is_told = with_addresses and not target.startswith("#") and address not in words
                yield f"{words} ({address})" if is_told else words
            case nodes.NoteReference() | nodes.FootnoteReference():
                pass
