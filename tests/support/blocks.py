"""Markdown as blocks, and blocks as an outline that a person can read.

Comes in: Markdown, or nodes. Goes out: what was read of it, or a line for each node, set in below what it stands in.
"""

from collections.abc import Iterator
from dataclasses import MISSING, fields, is_dataclass
from typing import Any

from reportgen.core.diagnostic import SourceFile
from reportgen.tree.markdown_reader import MarkdownText, read_markdown
from reportgen.tree.nodes import Text


def typed(text: str, prefix: str = "page", *, trusted: bool = False) -> MarkdownText:
    """What is read of a text that is a whole file."""
    return read_markdown(text, prefix, SourceFile("typed.md", tuple(text.split("\n"))), trusted=trusted)


def outline(nodes: Any, depth: int = 0) -> Iterator[str]:
    """The lines of one node, or of several, without places and whatever is as it usually is."""
    indent = "  " * depth
    for node in nodes if isinstance(nodes, tuple) else (nodes,):
        if isinstance(node, Text):
            yield f"{indent}“{node.words}”"
        elif isinstance(node, tuple):
            yield f"{indent}-"
            yield from outline(node, depth + 1)
        else:
            said = [
                (field.name, value)
                for field in fields(node)
                if field.name != "place"
                and ((value := getattr(node, field.name)) != field.default or field.default is MISSING)
            ]
            words = [f"{name}={value!r}" for name, value in said if not _is_inner(value)]
            yield " ".join([indent + type(node).__name__, *words])
            for _, value in said:
                if _is_inner(value):
                    yield from outline(value, depth + 1)


def _is_inner(value: Any) -> bool:
    """Whether a value is a node, or holds nodes."""
    return is_dataclass(value) or (isinstance(value, tuple) and not any(isinstance(one, str) for one in value))
