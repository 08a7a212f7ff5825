"""Trees made by chance: documents with nodes of every kind, and blocks that a person could type as Markdown.

Goes out: strategies of hypothesis.
"""

import string
from typing import Any

from hypothesis import strategies as st

from reportgen.tree import nodes
from reportgen.tree.markdown_reader import anchored, joined_inlines
from reportgen.tree.nodes import Blocks, Inline, Inlines
from reportgen.tree.walk import find, transform

PREFIX = "page"
_NAMES = st.text(string.ascii_lowercase + string.digits + "_", min_size=1, max_size=8)
_ANY_WORDS = st.text(max_size=12)
_FIGURES = st.lists(_NAMES, min_size=2, max_size=3).map(".".join)


# Any document.


def _tuples(one: st.SearchStrategy[Any], most: int = 3) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(one, max_size=most).map(tuple)


def _any_inlines() -> st.SearchStrategy[Inlines]:
    leaves = st.one_of(
        *(st.builds(kind, _ANY_WORDS) for kind in (nodes.Text, nodes.Code)),
        st.just(nodes.LineBreak()),
        st.builds(nodes.FigureReference, _ANY_WORDS, _ANY_WORDS),
        *(
            st.builds(kind, _ANY_WORDS, _ANY_WORDS, _ANY_WORDS)
            for kind in (nodes.NoteReference, nodes.FootnoteReference)
        ),
    )

    def around(inner: st.SearchStrategy[Inline]) -> st.SearchStrategy[Inline]:
        content = _tuples(inner)
        return st.one_of(
            *(st.builds(kind, content) for kind in (nodes.Strong, nodes.Emphasis)),
            *(st.builds(kind, _ANY_WORDS, content) for kind in (nodes.LanguageSpan, nodes.Link)),
        )

    return _tuples(st.recursive(leaves, around, max_leaves=6))


_INLINES = _any_inlines()
_CELLS = st.builds(nodes.Cell, _INLINES, st.sampled_from(["left", "right", "centre"]), st.booleans(), st.booleans())
_ROWS = st.builds(nodes.Row, _CELLS, _tuples(_CELLS), st.booleans())
_REFERENCES = st.builds(nodes.NoteReference, _ANY_WORDS, _ANY_WORDS, _ANY_WORDS)
_TABLES = st.builds(
    nodes.Table,
    *(_ANY_WORDS, _INLINES, _tuples(_REFERENCES), _tuples(_CELLS), _tuples(_ROWS), _ANY_WORDS, _tuples(_ANY_WORDS)),
)
_POINTS = st.builds(nodes.Point, _ANY_WORDS, st.none() | st.integers(0, 10**9), _ANY_WORDS)
_SERIES = st.builds(nodes.Series, _ANY_WORDS, _tuples(_POINTS))
_KEY_FIGURES = st.builds(
    nodes.KeyFigure, st.builds(nodes.FigureReference, _ANY_WORDS, _ANY_WORDS), _ANY_WORDS, _ANY_WORDS
)


def _any_blocks() -> st.SearchStrategy[Blocks]:
    leaves = st.one_of(
        st.builds(nodes.Heading, st.integers(1, 4), _ANY_WORDS, _INLINES),
        st.builds(nodes.Paragraph, _INLINES, _ANY_WORDS),
        _TABLES,
        st.builds(nodes.Chart, *[_ANY_WORDS] * 4, _tuples(_SERIES), _TABLES, _tuples(_ANY_WORDS)),
        st.builds(nodes.Picture, _ANY_WORDS, _ANY_WORDS, _ANY_WORDS, st.integers(0), st.integers(0)),
        st.builds(nodes.CodeBlock, _ANY_WORDS),
        st.just(nodes.Break()),
        st.builds(nodes.KeyFigures, _tuples(_KEY_FIGURES)),
    )

    def around(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        blocks = _tuples(inner)
        links = st.builds(nodes.Link, _ANY_WORDS, _INLINES)
        notes = st.builds(nodes.Note, _ANY_WORDS, _ANY_WORDS, _ANY_WORDS, blocks, _tuples(links))
        footnotes = st.builds(nodes.Footnote, _ANY_WORDS, st.integers(1), blocks, _tuples(_ANY_WORDS))
        return st.one_of(
            st.builds(nodes.List, st.booleans(), st.integers(0), _tuples(blocks), st.booleans()),
            st.builds(nodes.Quotation, blocks),
            st.builds(nodes.Group, st.sampled_from(nodes.GROUP_ROLES), blocks),
            st.builds(nodes.Notes, _tuples(notes)),
            st.builds(nodes.Footnotes, _tuples(footnotes)),
        )

    return _tuples(st.recursive(leaves, around, max_leaves=6))


def any_documents() -> st.SearchStrategy[nodes.DocumentTree]:
    """Documents that hold anything that the types of the nodes allow."""
    blocks = _any_blocks()
    sections = st.builds(nodes.Section, _ANY_WORDS, _ANY_WORDS, blocks, st.sampled_from(["wording", "page", "closing"]))
    words = [_ANY_WORDS] * 7
    return st.builds(nodes.DocumentTree, *words, st.booleans(), _ANY_WORDS, _ANY_WORDS, blocks, _tuples(sections))


# What a person could type.

# Signs of Markdown and of typography, letters, digits, spaces.
_SIGNS = "\\`*_{}[]()<>#+-.!|&;:='\"~^/@ab1ß€“”’–…\xa0 "
_TYPED_WORDS = st.text(_SIGNS, min_size=1, max_size=8).filter(lambda words: "  " not in words and words.strip(" "))
_CODE = st.text(_SIGNS.replace("\xa0", ""), min_size=1, max_size=8).map(str.strip).filter(bool)
_TARGETS = st.sampled_from(
    [
        *("https://a.example/", "https://a.example/?a=1&b=2&copy;#c", "mailto:a_b@c.example", "tel:+441632960001"),
        *("HTTP://a.example/(b)/c_d*e", "https://a.example/it's", "#part"),
    ]
)
_LABELS = st.sampled_from(["1", "2", "a", "b-c"])


def _reference(label: str) -> nodes.FootnoteReference:
    return nodes.FootnoteReference("", f"{PREFIX}--fn-{label}", "")


def _with_room(content: list[Inline]) -> Inlines:
    """Inlines as the reader joins them: no two that stress, lead or are code beside each other, no spaces at the ends."""
    found: list[Inline] = []
    for inline in content:
        if found and not isinstance(inline, nodes.Text) and not isinstance(found[-1], nodes.Text):
            found.append(nodes.Text(" and "))
        found.append(inline)
    joined = list(joined_inlines(found))
    for at, strip in ((0, str.lstrip), (-1, str.rstrip)):
        if joined and isinstance(joined[at], nodes.Text):
            words = strip(joined[at].words, " ")
            joined[at : at + 1 or None] = [nodes.Text(words)] if words else []
    return tuple(joined)


def _lines(*, with_links: bool = True, with_notes: bool = False) -> st.SearchStrategy[Inlines]:
    """What stands in one line."""
    text = st.builds(nodes.Text, _TYPED_WORDS)
    plain = st.one_of(text, st.builds(nodes.Code, _CODE), st.builds(nodes.FigureReference, _FIGURES))
    inner = st.lists(plain, min_size=1, max_size=3).map(_with_room).filter(bool)
    strong, emphasis = st.builds(nodes.Strong, inner), st.builds(nodes.Emphasis, inner)
    both = st.builds(lambda inline: nodes.Strong((inline,)), emphasis)
    kinds = [text, text, plain, strong, emphasis, both]
    if with_links:
        # A link that begins a line and has this sign in code would be the address of a name, so nobody can type it.
        linked = (
            st.lists(st.one_of(text, strong, emphasis), min_size=1, max_size=3)
            .map(_with_room)
            .filter(lambda content: bool(content) and not any("]:" in code.words for code in find(content, nodes.Code)))
        )
        kinds.append(st.builds(nodes.Link, _TARGETS, linked))
        kinds.append(_TARGETS.map(lambda target: nodes.Link(target, (nodes.Text(target.removeprefix("mailto:")),))))
    if with_notes:
        kinds.append(_LABELS.map(_reference))
    return st.lists(st.one_of(kinds), min_size=1, max_size=5).map(_with_room).filter(bool)


def _broken(lines: list[Inlines]) -> nodes.Paragraph:
    content: list[Inline] = []
    for line in lines:
        content += [nodes.LineBreak(), *line] if content else line
    return nodes.Paragraph(tuple(content))


_PARAGRAPHS = st.lists(_lines(with_notes=True), min_size=1, max_size=2).map(_broken)
_HEADINGS = st.builds(nodes.Heading, st.sampled_from([3, 4]), st.just(""), _lines(with_links=False))
_LINES_OF_CODE = st.lists(_CODE | st.builds("  {}".format, _CODE), min_size=1, max_size=3).map("\n".join)
_WORDS_OF_PICTURES = (
    st.text(_SIGNS, min_size=1, max_size=8).map(lambda words: " ".join(filter(None, words.split(" ")))).filter(bool)
)
_PICTURES = st.builds(nodes.Picture, st.just("a_b.png"), _WORDS_OF_PICTURES, st.just("") | _WORDS_OF_PICTURES)


@st.composite
def _page_tables(draw: st.DrawFn) -> nodes.Table:
    aligns = draw(st.lists(st.sampled_from(["left", "right", "centre"]), min_size=1, max_size=3))
    heads, *rows = draw(st.lists(st.tuples(*(_lines() | st.just(()) for _ in aligns)), min_size=2, max_size=4))
    cells = [[nodes.Cell(content, align) for content, align in zip(row, aligns, strict=True)] for row in [heads, *rows]]
    return nodes.Table("", (), (), tuple(cells[0]), tuple(nodes.Row(row[0], tuple(row[1:])) for row in cells[1:]))


_LEAVES = st.one_of(
    *(_PARAGRAPHS, _PARAGRAPHS, _HEADINGS, _PICTURES, _page_tables(), st.just(nodes.Break())),
    st.builds(nodes.CodeBlock, _LINES_OF_CODE),
)


def _apart(blocks: list[nodes.Block]) -> Blocks:
    """Blocks without those that Markdown would take for a part of the one before."""
    found: list[nodes.Block] = []
    for block in blocks:
        before = found[-1] if found else None
        match block, before:
            case (nodes.List(), nodes.List()) | (nodes.Quotation(), nodes.Quotation()):
                continue
            case (nodes.CodeBlock(), nodes.List() | nodes.CodeBlock()):
                continue
        found.append(block)
    return tuple(found)


def _tight(inner: st.SearchStrategy[nodes.List] | None = None) -> st.SearchStrategy[nodes.List]:
    """Lists of one line to an item, below which another list may stand."""
    item = st.tuples(_PARAGRAPHS)
    items = item | st.tuples(_PARAGRAPHS, inner) if inner is not None else item
    return _lists(st.lists(items, min_size=1, max_size=3), is_loose=False)


def _lists(items: st.SearchStrategy[list[Any]], *, is_loose: bool) -> st.SearchStrategy[nodes.List]:
    return st.builds(
        lambda start, found: nodes.List(start > 0, max(1, start), tuple(found), is_loose), st.integers(-3, 12), items
    )


def _around(inner: st.SearchStrategy[nodes.Block]) -> st.SearchStrategy[nodes.Block]:
    blocks = st.lists(inner, max_size=2)
    item = st.builds(lambda first, further: _apart([first, *further]), _PARAGRAPHS, blocks)
    loose = st.lists(item, min_size=2, max_size=3) | st.lists(
        item.filter(lambda found: len(found) > 1 and isinstance(found[1], nodes.Paragraph)), min_size=1, max_size=1
    )
    return st.builds(nodes.Quotation, st.lists(inner, min_size=1, max_size=3).map(_apart)) | _lists(
        loose, is_loose=True
    )


@st.composite
def typed_blocks(draw: st.DrawFn) -> Blocks:
    """Blocks of all kinds that Markdown has, with the ids that its reader gives."""
    leaves = _LEAVES | _tight(_tight(_tight()))
    blocks = _apart(draw(st.lists(st.recursive(leaves, _around, max_leaves=5), max_size=5)))
    seen: dict[str, int] = {}

    def numbered(node: Any) -> Any:
        if not isinstance(node, nodes.FootnoteReference):
            return node
        if node.anchor in seen:
            return nodes.Code("again")
        seen[node.anchor] = len(seen) + 1
        return nodes.FootnoteReference(str(seen[node.anchor]), node.anchor, node.anchor.replace("--fn-", "--fnref-"))

    blocks = transform(blocks, numbered)
    lines = st.builds(nodes.Paragraph, _lines())
    bodies = st.lists(lines | _tight_plain(), max_size=1)
    notes = tuple(
        nodes.Footnote(anchor, number, (draw(lines), *draw(bodies)), (anchor.replace("--fn-", "--fnref-"),))
        for anchor, number in seen.items()
    )
    return anchored((*blocks, nodes.Footnotes(notes)) if notes else blocks, PREFIX)


def _tight_plain() -> st.SearchStrategy[nodes.List]:
    items = st.lists(st.tuples(st.builds(nodes.Paragraph, _lines())), min_size=1, max_size=2)
    return _lists(items, is_loose=False)
