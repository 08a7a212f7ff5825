"""A document as HTML, each kind of node by its partial of the theme.

Comes in: a Document and a medium. Goes out: a whole page that refers to pictures as picture:NAME. No other format reads it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import is_dataclass
from functools import lru_cache
from typing import Literal

from markupsafe import Markup

from reportgen.core.diagnostic import Outcome, SourceFile
from reportgen.document.build import Document
from reportgen.document.templating.templates import Templates, WordingError, read_templates, with_names
from reportgen.formats.html.chart_drawing import draw_chart, sparkline
from reportgen.read.edition import Edition, partial_of
from reportgen.tree.nodes import Chart, DocumentTree, Heading, Inline, Paragraph, Section, Text
from reportgen.tree.walk import find, plain_text

Medium = Literal["screen", "print"]
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
# It may stand at the head of a file alone, and every file of a theme is UTF-8.
_CHARSET = re.compile(r'\A@charset "[^"\n]*";')
_HINT = (
    "a partial knows node, medium and extra, and that of the page tree, medium, style and extra; "
    "the filters are html, kind, plain, draw, sparkline and subheadings"
)


def html_pages(
    document: Document,
    *media: Medium,
    partials: Mapping[str, str] | None = None,
    extra: Mapping[str, str] | None = None,
) -> Outcome[tuple[str, ...]]:
    """The pages for some media.

    Shape: `partials` take the place of the theme's, by the name of a kind of node; `extra` is handed to all partials.
    Errors: template-error.
    """
    theme = read_theme(document.report.edition, tuple((partials or {}).items()))
    try:
        styles = document.report.edition.styles
        return Outcome(tuple(write_page(theme, document.tree, styles, medium, extra or {}) for medium in media))
    except WordingError as problem:
        return Outcome(None, (problem.diagnostic,))


def write_page(
    theme: Templates, tree: DocumentTree, styles: Mapping[str, str], medium: Medium, extra: Mapping[str, str]
) -> str:
    """A whole page. Raises: WordingError."""
    style = Markup(style_sheet(tree, styles, "screen.css"))
    names = {"tree": tree, "medium": medium, "style": style, "extra": extra}
    return str(theme.fill("page.html.j2", names)) + "\n"


def style_sheet(tree: DocumentTree, styles: Mapping[str, str], medium: str) -> str:
    """The style sheet of a page, with that of charts where it has any. Shape: `medium` is screen.css or print.css."""
    return "\n".join(_CHARSET.sub("", styles[name]) for name in style_names(tree, medium))


def style_names(tree: DocumentTree, medium: str) -> tuple[str, ...]:
    """The files that the style sheet of a page is made of, in order, each with a line end behind it."""
    return ("common.css", medium, *(["charts.css"] if any(find(tree, Chart)) else []))


def read_theme(edition: Edition, others: tuple[tuple[str, str], ...] = ()) -> Templates:
    """The theme of an edition, ready to write pages; `others` take the place of its partials."""
    sources = {name: (file, file.text) for name, file in edition.partials.items()}
    return _theme(tuple((sources | {f"{name}.html.j2": (edition.file, text) for name, text in others}).items()))


@lru_cache(maxsize=32)
def _theme(partials: tuple[tuple[str, tuple[SourceFile, str]], ...]) -> Templates:
    """A theme by what its partials say. Why: editions share themes, and to compile one takes longer than to write a page."""
    sources = {name: (file, 1, _without_comments(text)) for name, (file, text) in partials}

    def write(node: object, names: Mapping[str, object]) -> str:
        if isinstance(node, Text):
            # In print, a line that cannot be broken behind a no-break space would be broken after its first word.
            joiner = "\u2060" if names["medium"] == "print" and node.words == "\xa0" else ""
            return str(Markup.escape(node.words)) + joiner
        if not is_dataclass(node):
            raise TypeError(f"only nodes can be written as HTML, and this is “{node}”")
        return templates.fill_partial(
            f"{partial_of(_kind(node))}.html.j2", {"node": node, "medium": names["medium"], "extra": names["extra"]}
        )

    @with_names
    def html(names: Mapping[str, object], value: object, *, is_tight: bool = False) -> Markup:
        """Nodes as HTML: blocks each on lines of their own, inlines in one. Shape: `is_tight` leaves out paragraphs' tags."""
        nodes = value if isinstance(value, tuple) else (value,)
        parts = [
            "".join(write(inline, names) for inline in node.content)
            if is_tight and isinstance(node, Paragraph)
            else write(node, names)
            for node in nodes
        ]
        return Markup(("" if nodes and isinstance(nodes[0], Inline) else "\n").join(parts))

    filters: dict[str, Callable[..., object]] = {
        "html": html,
        "kind": _kind,
        "draw": draw_chart,
        "sparkline": sparkline,
        "plain": plain_text,
        "subheadings": _subheadings,
    }
    templates = read_templates(sources, filters, _HINT)
    return templates


def _kind(node: object) -> str:
    return type(node).__name__


def _without_comments(partial: str) -> str:
    """A partial without what was written for its authors alone; its lines keep their numbers."""
    return _COMMENT.sub(lambda match: "\n" * match[0].count("\n"), partial)


def _subheadings(section: Section) -> list[Heading]:
    return [block for block in section.blocks if isinstance(block, Heading) and block.level == 3]
