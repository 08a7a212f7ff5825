"""The tree of a document and its page say the same, word for word."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from blocks import typed
from documents import document_of, page_of
from saying import REPORTS, html_words, london, page_words, words_of

from reportgen.core import messages
from reportgen.document.build import Document
from reportgen.tree.nodes import (
    Blocks,
    Chart,
    DocumentTree,
    Footnotes,
    Heading,
    KeyFinding,
    Link,
    Note,
    Paragraph,
    Picture,
    Section,
    Table,
)
from reportgen.tree.walk import find, plain_text, titled

# What a reader does not see as words of the text: addresses, roles, and the words for those who cannot see a picture.
_UNSEEN = {"anchor", "target", "role", "term", "align", "code", "name", "alt", "own", "references", "place", "way"}
# Kinds of which the page shows other fields, shows them in another order, or adds words of the program's own.
_SHOWN: dict[type, Callable[[Any], tuple[Any, ...]]] = {
    DocumentTree: lambda tree: (tree.cover, tree.sections),
    Section: lambda section: (section.title, section.blocks),
    Table: lambda table: (titled(table), table.notes, table.heads, table.rows, table.key),
    Chart: lambda chart: (titled(chart.table), chart.measure, chart.table.heads, chart.table.rows, chart.key),
    KeyFinding: lambda finding: (finding.figure, finding.label, finding.change, finding.notes),
    Note: lambda note: (note.letter, note.term, note.blocks, note.used_in and (messages.USED_IN, note.used_in)),
    Footnotes: lambda footnotes: (messages.FOOTNOTES, footnotes.notes),
}


def said(value: Any) -> Iterator[str]:
    """All words in a tree, in order, found without knowing most kinds of nodes."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from said(inner)
    elif type(value) in _SHOWN:
        yield from said(_SHOWN[type(value)](value))
    elif is_dataclass(value):
        yield from said(tuple(getattr(value, field.name) for field in fields(value) if field.name not in _UNSEEN))


def document_with(blocks: Blocks, around: Document) -> Document:
    """A document that holds some blocks and nothing else."""
    return replace(around, tree=replace(around.tree, cover=(), sections=(Section("one", "One", blocks),)))


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_every_word_of_the_page_is_in_the_tree(kind: str, year: int) -> None:
    """The tree of each report says what its page says, word for word and in the same order."""
    document = london(kind, year)
    words = page_words(document)
    assert len(words) > 1500
    assert words_of(" ".join(said(document.tree))) == words


def test_an_area_page_keeps_its_structure(good: Path) -> None:
    """A page's list, quotation, picture, headings of two levels, links and end note are such in the tree."""
    content = document_of(good, 2024, "testshire").tree
    (day,) = [section for section in content.sections if section.title == "Training day"]
    assert [type(block).__name__ for block in day.blocks] == [
        *("Paragraph", "Paragraph", "Paragraph", "Heading", "List", "Quotation", "Heading"),
        *("Table", "Picture", "Paragraph", "Footnotes"),
    ]
    assert [block.level for block in day.blocks if isinstance(block, Heading)] == [3, 4]
    roles = [block.role for block in day.blocks if isinstance(block, Paragraph)]
    assert roles == ["byline", "notice", "", ""]
    table = next(block for block in day.blocks if isinstance(block, Table))
    assert [cell.align for cell in table.heads] == ["left", "right", "right"]
    assert [plain_text(row.header.content) for row in table.rows] == ["Leaders of meetings", "Note takers"]
    picture = next(block for block in day.blocks if isinstance(block, Picture))
    assert picture.alt.startswith("Two bars.")
    assert picture.caption == "People in each half of the day"
    targets = [link.target for link in find(day.blocks[9], Link)]
    assert targets == ["https://training.testshire.example/slides", "mailto:training@testshire.example"]
    (notes,) = [block for block in day.blocks if isinstance(block, Footnotes)]
    assert [note.number for note in notes.notes] == [1]
    (words,) = notes.notes[0].blocks
    assert isinstance(words, Paragraph)
    assert plain_text(words.content).endswith("the person who takes it.")


@pytest.mark.parametrize(
    "text",
    [
        "## A *b* **c** `d`\n\n### E\n\n#### F",
        "- a\n- b\n\n  more of b\n\n    - c\n\n1. one\n2. two\n\n---\n\n***both***",
        "> quoted\n>\n> > twice\n>\n> - item",
        "- a\n\n    > quoted in an item\n\n- b\n\n        code in an item",
        "| a | b | c |\n|:--|:-:|--:|\n| *x* [l](https://a.example) | `y` | z[^1] |\n\n[^1]: Note.\n\n    Second.",
        "    code <b> & more\n\nend  \nof line, <https://a.example> and <post@a.example>, [call](tel:999), \\* a &amp; b &lt;i&gt;",
        "Twice[^a] and again[^a].\n\n[^a]: Note with\n\n    - a list\n",
        '![A bar](bar.png)\n\n> ![A bar](bar.png "Caption")\n\n- a\n\n    ![A bar](bar.png)\n\n| a |\n|---|\n| b |',
        "A “quote” -- and... 'so' on",
    ],
)
def test_all_that_a_page_may_be_typed_with_is_shown(text: str) -> None:
    """Whatever Markdown a local page holds, its words come through to the page in order."""
    read = typed(text)
    assert read.problems == ()
    document = document_with(read.blocks, london("annual-report", 2024))
    assert len(words_of(" ".join(said(read.blocks)))) >= 3
    assert html_words(page_of(document)) == words_of(" ".join(said(document.tree)))


@pytest.mark.parametrize(
    "text",
    [
        "<video></video>",
        "<p>See <video></video></p>",
        "<p>x<sup>2</sup></p>",
        "<div class='ticks'><p>no name</p></div>",
        "<dl><dt>Term</dt><dd>Meaning</dd></dl>",
        "<aside>news</aside>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th>1</th></tr></tbody></table>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th colspan='2'>1</th></tr></tbody></table>",
        "<table><colgroup></colgroup></table>",
        "<p>never closed",
        "<p>closed twice</p></p>",
        "A <video> in a line",
        "A <strong>word that goes on",
        "<ul class='ticks'><li>x</li></ul>",
        "<blockquote lang='cy'><p>x</p></blockquote>",
        "<p>An <img src='x.png' alt='x'> in a line</p>",
        "<p><a href='javascript:x()'>x</a></p>",
    ],
)
def test_what_no_format_knows_is_told(text: str) -> None:
    """A tag, a class or a place that no format knows in an edition's wording is told, and never left out."""
    assert typed("<p>known</p>", trusted=True).problems == ()
    assert typed(text, trusted=True).problems
