"""Whether a theme can write every kind of node, and leads nowhere outside of the report. The home of tinycss2.

Comes in: an edition. Goes out: what is wrong with its theme, at the line where it stands.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import unescape
from typing import Any

from tinycss2 import parse_component_value_list

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, place_of_words, whole_file
from reportgen.document.markup_faults import LINK_HINT
from reportgen.document.templating.templates import Templates, WordingError
from reportgen.formats.html.writer import read_theme, write_page
from reportgen.read.edition import Edition
from reportgen.read.workspace import theme_path
from reportgen.tree.every_node import EVERY_NODE
from reportgen.tree.markdown_reader import is_address

_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(
    r"""\s(?:xlink:)?(href|src|srcset|data|poster|background|action|formaction)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))"""
)
# What in a style sheet takes in what stands elsewhere.
_TAKING_IN = ("url", "src", "image", "image-set", "-webkit-image-set", "@import")


def lint_theme(edition: Edition) -> tuple[Diagnostic, ...]:
    """What is wrong with the theme of an edition, tried on a document with every kind of node.

    Why: once for each theme, so that a fault in it is told by a check, and before any report is made with it.
    Errors: template-error, unsafe-link.
    """
    files = tuple(edition.partials.values())
    return _lint(read_theme(edition), theme_path(edition.shape.theme), files, tuple(edition.styles.items()))


@lru_cache(maxsize=32)
def _lint(
    theme: Templates, path: str, partials: tuple[SourceFile, ...], styles: tuple[tuple[str, str], ...]
) -> tuple[Diagnostic, ...]:
    """The same for a theme in a folder, by its partials and style sheets."""
    try:
        pages = [write_page(theme, EVERY_NODE, dict(styles), medium, {}) for medium in ("screen", "print")]
    except WordingError as problem:
        return (problem.diagnostic,)
    return (*_links(path, partials, "".join(pages)), *_styles(path, styles))


def _links(path: str, partials: tuple[SourceFile, ...], pages: str) -> Iterator[Diagnostic]:
    found = (match for tag in _TAG.findall(pages) for match in _ADDRESS.findall(tag))
    for address, name in {unescape("".join(typed)): name for name, *typed in found}.items():
        if not address.startswith(("#", "picture:")) and not (name == "href" and is_address(address)):
            place = place_of_words(partials, address) or whole_file(path)
            message = f"the theme leads to “{address}”, which is not for it"
            yield Diagnostic("unsafe-link", place, message, LINK_HINT)


def _styles(path: str, styles: tuple[tuple[str, str], ...]) -> Iterator[Diagnostic]:
    for name, style in styles:
        file = SourceFile(f"{path}/{name}", tuple(style.split("\n")))
        for address, row, column in _style_addresses(parse_component_value_list(style)):
            message = f"the style sheet leads to “{address}”, which is no part of the report"
            hint = "a report needs nothing from outside: leave it out, or write it as data:"
            yield Diagnostic("unsafe-link", Place(file, row, column, len(address)), message, hint)
        for number, line in enumerate(file.lines, 1):
            if "</style" in line.lower():
                place = Place(file, number, line.lower().index("</style") + 1, len("</style"))
                message = "the style sheet ends here for the web page, and what follows would be printed"
                yield Diagnostic("template-error", place, message, "take “</style” out of the style sheet")


def _style_addresses(values: Iterable[Any], around: str = "") -> Iterator[tuple[str, int, int]]:
    """Where a style sheet leads, however that is written, with line and column. Shape: `around` is what the values stand in."""
    for value in values:
        if value.type == "at-keyword":
            around = f"@{value.lower_value}"
        elif value == ";" or value.type == "{} block":
            around = ""
        if value.type == "url" or (value.type == "string" and around in _TAKING_IN):
            if not value.value.lower().startswith(("data:", "font:", "#")):
                yield value.value, value.source_line, value.source_column
        elif value.type == "function":
            inner = around if around in _TAKING_IN else value.lower_name
            yield from _style_addresses(value.arguments, inner)
        elif value.type.endswith("block"):
            yield from _style_addresses(value.content)
