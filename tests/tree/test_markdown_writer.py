"""Blocks written as Markdown and read again are the same blocks."""

import pytest
from arbitrary_trees import PREFIX, typed_blocks
from blocks import typed
from hypothesis import HealthCheck, example, given, settings
from london import REPOSITORY

from reportgen.tree import nodes
from reportgen.tree.markdown_writer import write_markdown

PAGES = sorted(REPOSITORY.glob("content/*/*/*/*.md"))
NOTES = sorted(REPOSITORY.glob("templates/*/*/notes/*.md"))
# Each was once read otherwise than it was written.
TRIED = {
    "a reference that begins a point, before a colon": "- 1\n\n- [^1]&#58;\n\n[^1]: 1\n",
    "the name of a sign without its semicolon": "a &#1 b &copy c &copy; d\n",
    "signs that would be markup": "\\*a\\* \\# 1\\. \\> \\{\\{ a.b }} \\[b](c) &lt;u> R&D &amp;amp;\n",
    "lists in lists": "1. a\n\n    - b\n    - c\n\n2. d\n\n    e\n",
    "a table with signs in its cells": "| a | b |\n|---|---:|\n| \\| | **c** |\n| [d](https://a.example/) | {{ a.b }} |\n",
    "spaces that are kept": "a\\\nb&nbsp;\n\n    code  \n      more\n",
}


def again(text: str) -> tuple[nodes.Blocks, nodes.Blocks]:
    """What is read of a text, and of what is written of that."""
    first = typed(text, PREFIX)
    assert first.problems == ()
    return first.blocks, typed(write_markdown(first.blocks), PREFIX).blocks


@pytest.mark.slow
@settings(deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(typed_blocks())
@example((nodes.Picture("a_b.png", "1", ":'11"),))
def test_whatever_can_be_typed_is_read_as_it_was_written(blocks: nodes.Blocks) -> None:
    """Signs in words, stress, links, figures, lists in lists, tables, code and end notes come back as they were."""
    written = write_markdown(blocks)
    read = typed(written, PREFIX)
    assert read.blocks == blocks, written
    assert read.problems == ()


@pytest.mark.parametrize("text", TRIED.values(), ids=TRIED)
def test_what_was_read_otherwise_once_comes_back(text: str) -> None:
    """The blocks of a text, written and read again, are the same."""
    first, second = again(text)
    assert second == first


def test_every_page_of_the_repository_comes_back() -> None:
    """The pages of London and the notes of all editions."""
    assert len(PAGES) > 8
    assert len(NOTES) > 20
    for path in (*PAGES, *NOTES):
        first, second = again(path.read_text(encoding="utf-8").split("---\n", 2)[2])
        assert second == first, path


def test_what_markdown_has_not_is_refused() -> None:
    """A chart, a table of the edition and another language cannot be typed in a page."""
    point = nodes.Series("a", (nodes.Point("2024", 1, "1"),))
    table = nodes.Table("table-a", (nodes.Text("a"),), (), (nodes.Cell(()),), (), "a")
    for block in (
        nodes.Chart("a", "a", "", "", (point,), table, ()),
        table,
        nodes.Paragraph((nodes.LanguageSpan("cy", ()),)),
    ):
        with pytest.raises(ValueError, match="Markdown has no"):
            write_markdown((block,))
