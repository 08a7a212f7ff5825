"""Generic walks over a tree: every node in it, the same tree with some nodes replaced, and its plain words.

Comes in: nodes. Goes out: nodes, or words. None of these knows what a kind of node is for.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from reportgen.tree import nodes
from reportgen.tree.nodes import Inlines

# By class, the fields in which others may stand; classes that are no nodes are not in it.
_INNER: dict[Any, tuple[str, ...]] = {
    kind: tuple(one.name for one in fields(kind) if one.name != "place" and one.type not in (str, int, bool))
    for kind in vars(nodes).values()
    if isinstance(kind, type) and is_dataclass(kind) and kind.__module__ == nodes.__name__
}


def walk(node: Any) -> Iterator[Any]:
    """A node, or each of several, and every node below it, in reading order."""
    if isinstance(node, tuple):
        for one in node:
            yield from walk(one)
        return
    inner = _INNER.get(node.__class__)
    if inner is not None:
        yield node
        for name in inner:
            yield from walk(getattr(node, name))


def find(node: Any, *kinds: type) -> Iterator[Any]:
    """Every node of some kinds, in reading order."""
    return (one for one in walk(node) if isinstance(one, kinds))


def transform(node: Any, change: Callable[[Any], Any]) -> Any:
    """The same tree with nodes replaced, the innermost first.

    Shape: `change` gives the node itself where it stays, another in its place, or a tuple of several. What holds nothing
    that was replaced is the same object as before, so that work done on it can be kept.
    """
    if isinstance(node, tuple):
        changed, is_same = [], True
        for one in node:
            new = transform(one, change)
            is_same = is_same and new is one
            changed.append((new,) if not isinstance(new, tuple) or isinstance(one, tuple) else new)
        return node if is_same else tuple(one for several in changed for one in several)
    inner = _INNER.get(node.__class__)
    if inner is None:
        return node
    new_fields = {}
    for name in inner:
        old = getattr(node, name)
        value = transform(old, change)
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
