"""The page as blocks: nothing of it is lost, and what is not known is refused."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path

import pytest
from saying import REPORTS, document_at, html_words, london, page_words, words_of

from reportgen.export.block_tree import (
    Chapter,
    Chart,
    EndNotes,
    Heading,
    ItemList,
    Language,
    Link,
    Listing,
    NoteReference,
    Paragraph,
    PictureBlock,
    Quotation,
    Rule,
    Strong,
    Table,
    Text,
    plain_text,
)
from reportgen.export.blocks import read_blocks, read_page
from reportgen.export.page_elements import UnknownMarkup
from reportgen.read.markdown_text import render_markdown

# What a reader does not see as words of the text: addresses, roles, and the words for those who cannot see a picture.
_UNSEEN = {"anchor", "target", "role", "term", "align", "code", "name", "alt", "language", "author", "contents_title"}


def said(value: object) -> Iterator[str]:
    """All words in a tree of blocks, in order, found without knowing the kinds of blocks."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for inner in value:
            yield from said(inner)
    elif isinstance(value, Table):  # its notes stand behind its caption, which other tables do not show
        yield from said((value.caption, value.notes, value.heads, value.rows))
    elif isinstance(value, Chart):
        yield from said((value.table.caption, value.measure, value.table.heads, value.table.rows, value.key))
    elif is_dataclass(value):
        # The term of a note is seen where the note stands, and a mere name where a letter leads to it.
        unseen = _UNSEEN - (set() if isinstance(value, NoteReference) else {"term"})
        for field in fields(value):
            if field.name not in unseen:
                yield from said(getattr(value, field.name))


def page_with(body: str) -> str:
    """A page like those of a theme, with a chapter that holds something."""
    return (
        '<!DOCTYPE html><html lang="en-GB"><head><meta name="author" content="A board"></head><body>'
        '<header class="cover"><h1>Title</h1></header><nav><h2>Contents</h2><ol></ol></nav>'
        f'<main><section class="chapter" id="one"><h2>One</h2>{body}</section></main></body></html>'
    )


def chapter_with(body: str) -> Chapter:
    """The chapter that holds something."""
    (chapter,) = read_page(page_with(body)).chapters
    return chapter


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_every_word_of_the_page_is_in_a_block(kind: str, year: int) -> None:
    """The blocks of each report say what its page says, word for word and in the same order."""
    document = london(kind, year)
    words = page_words(document)
    assert len(words) > 1500
    assert words_of(" ".join(said(read_blocks(document)))) == words


def test_an_area_page_keeps_its_structure(good: Path) -> None:
    """A page's list, quotation, picture, headings of two levels, links and end note are such in the blocks."""
    content = read_blocks(document_at(good, "annual-report", 2024, "testshire"))
    (day,) = [chapter for chapter in content.chapters if plain_text(chapter.title) == "Training day"]
    assert [type(block) for block in day.blocks] == [
        *(Paragraph, Paragraph, Paragraph, Heading, ItemList, Quotation, Heading),
        *(Table, PictureBlock, Paragraph, EndNotes),
    ]
    assert [block.level for block in day.blocks if isinstance(block, Heading)] == [3, 4]
    roles = [block.role for block in day.blocks if isinstance(block, Paragraph)]
    assert roles == ["byline", "notice", "", ""]
    table = next(block for block in day.blocks if isinstance(block, Table))
    assert [cell.align for cell in table.heads] == ["left", "right", "right"]
    assert [plain_text(row.header.content) for row in table.rows] == ["Leaders of meetings", "Note takers"]
    picture = next(block for block in day.blocks if isinstance(block, PictureBlock))
    assert picture.alt.startswith("Two bars.")
    assert plain_text(picture.caption) == "People in each half of the day"
    targets = [inline.target for inline in day.blocks[9].content if isinstance(inline, Link)]
    assert targets == ["https://training.testshire.example/slides", "mailto:training@testshire.example"]
    (notes,) = [block for block in day.blocks if isinstance(block, EndNotes)]
    assert [note.number for note in notes.notes] == [1]
    (words,) = notes.notes[0].blocks
    assert isinstance(words, Paragraph)
    assert plain_text(words.content).endswith("the person who takes it.")


def test_nested_lists_keep_their_levels_and_counts() -> None:
    """A list in an item of a list is a block of that item, and an ordered list knows its first number."""
    (found,) = chapter_with('<ol start="3"><li>a<ul><li><p>b</p><p>c</p></li></ul></li><li>d</li></ol>').blocks
    inner = ItemList(False, 1, ((Paragraph((Text("b"),)), Paragraph((Text("c"),))),))
    assert found == ItemList(True, 3, ((Paragraph((Text("a"),)), inner), (Paragraph((Text("d"),)),)))


def test_language_code_lines_and_stress_are_kept() -> None:
    """Words in another language, lines that keep their spaces, and a rule are known."""
    blocks = chapter_with(
        '<p><strong><span lang="cy">Cymru</span></strong></p><pre><code>a  b\n</code></pre><hr>'
    ).blocks
    assert blocks == (Paragraph((Strong((Language("cy", (Text("Cymru"),)),)),)), Listing("a  b"), Rule())


@pytest.mark.parametrize(
    "typed",
    [
        "## A *b* **c** `d`\n\n### E\n\n#### F",
        "- a\n- b\n\n  more of b\n\n    - c\n\n1. one\n2. two\n\n---\n\n***both***",
        "> quoted\n>\n> > twice\n>\n> - item",
        "- a\n\n    > quoted in an item\n\n- b\n\n        code in an item",
        "| a | b | c |\n|:--|:-:|--:|\n| *x* [l](https://a.example) | `y` | z[^1] |\n\n[^1]: Note.\n\n    Second.",
        "    code <b> & more\n\nend  \nof line, <https://a.example> and <post@a.example>, [call](tel:999), \\* a &amp; b &lt;i&gt;",
        "Twice[^a] and again[^a].\n\n[^a]: Note with\n\n    - a list\n",
        '![A bar](bar.png)\n\n> ![A bar](bar.png "Caption")\n\n- a\n\n    ![A bar](bar.png)\n\n| a |\n|---|\n| b |',
        "{{ eligible.total.total }} people\n\nA “quote” -- and... 'so' on",
    ],
)
def test_all_that_a_page_may_be_typed_with_is_known(typed: str) -> None:
    """Whatever Markdown a local page holds, its words come through in order."""
    made = render_markdown(typed, "one").html
    assert made
    assert words_of(" ".join(said(read_page(page_with(made))))) == html_words(page_with(made))


@pytest.mark.parametrize(
    "body",
    [
        "<video></video>",
        "<p>See <video></video></p>",
        '<p>An <img src="x.png" alt="x"> in a line</p>',
        "<p>x<sup>2</sup></p>",
        "words by themselves",
        "<div>no name</div>",
        "<ul class='ticks'><li>x</li></ul>",
        "<p><a class='button' href='#one'>x</a></p>",
        "<figure class='picture'><img src='https://elsewhere.example/x.png' alt='x'></figure>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th>1</th></tr></tbody></table>",
        "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><th colspan='2'>1</th></tr></tbody></table>",
        "<table><thead><tr><th>a</th></tr></thead><tbody><tr><td>1</td></tr></tbody></table>",
        "<table><colgroup></colgroup></table>",
        "<p>never closed",
        "<p>closed twice</p></p>",
    ],
)
def test_what_is_not_known_is_refused(body: str) -> None:
    """A tag, a class or a place that no format knows is an error, and never left out."""
    assert chapter_with("<p>known</p>").blocks
    with pytest.raises(UnknownMarkup):
        chapter_with(body)


def test_words_outside_the_chapters_are_refused() -> None:
    """Something new beside the cover, the contents and the chapters does not vanish."""
    page = page_with("<p>x</p>")
    with pytest.raises(UnknownMarkup):
        read_page(page.replace("</main>", "</main><aside>news</aside>"))
    with pytest.raises(UnknownMarkup):
        read_page(page.replace("<main>", "<main><p>news</p>"))
