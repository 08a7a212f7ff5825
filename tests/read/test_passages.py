"""The words of pages in passages: what is one, where each word was typed, what nobody hears."""

import re

import pytest
from london import REPOSITORY

from reportgen.core.diagnostic import SourceFile
from reportgen.read.passages import Passage, count_words, find_passages

PAGES = sorted((REPOSITORY / "content").rglob("*.md"))
TEXT = """---
title: A title
lead: >
  A lead on
  two lines.
---
One sentence. And “another one”
that goes on! See [the guide](https://a.example/b "Its caption"), <i>or</i> `code`.
- a point
  that goes on
1. a second[^one]
> a quotation

Underlined
---
## A heading
| a | row |
|---|---|
![What is seen](seen.png)

{{ a.b }} people of 1,234.

[^one]: An end note.
[2]: https://b.example/
"""


def passages_of(text: str) -> tuple[Passage, ...]:
    """The passages of a page."""
    lines = tuple(text.split("\n"))
    first_line = lines.index("---", 1) + 2 if lines[0] == "---" else 1
    return find_passages(SourceFile("page.md", lines), first_line)


def test_a_page_falls_into_its_passages() -> None:
    """Paragraphs, points, quotations, headings, rows, pictures, end notes and values at the top are passages of their own."""
    assert [(one.kind, " ".join(one.heard.split())) for one in passages_of(TEXT)] == [
        ("title", "A title"),
        ("lead", "> A lead on two lines."),
        ("text", 'One sentence. And “another one” that goes on! See [the guide "Its caption"), or .'),
        ("text", "a point that goes on"),
        ("text", "a second"),
        ("text", "a quotation"),
        ("heading", "Underlined"),
        ("heading", "A heading"),
        ("row", "| a | row |"),
        ("row", "|---|---|"),
        ("picture", "![What is seen )"),
        ("text", "people of 1,234."),
        ("text", "An end note."),
    ]


def test_sentences_end_where_one_stops() -> None:
    """A sentence ends with its mark and the space behind it, and a number or a small letter goes on."""
    passage = passages_of("It is 1.5 m, e.g. here. (So?) “Yes!” We end: … and so on.")[0]
    found = [passage.heard[start:end] for start, end in passage.sentences()]
    assert found == ["It is 1.5 m, e.g. here. ", "(So?) ", "“Yes!” ", "We end: … and so on."]


def test_words_are_counted_as_people_count_them() -> None:
    """A number, a word with an apostrophe and one with a hyphen are one word each."""
    assert count_words("London’s 11,220 well-known people – all of them.") == 8


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_word_knows_where_it_was_typed(path: object) -> None:
    """Each word of each page of the repository is at the line and column that its passage names."""
    tried = 0
    for passage in passages_of(path.read_text(encoding="utf-8")):  # type: ignore[attr-defined]
        assert len(passage.heard) == len(passage.typed)
        for match in re.finditer(r"\w+", passage.typed):
            place = passage.place(*match.span())
            assert (place.source_line or "")[place.column - 1 :][: place.length] == match[0]
            tried += 1
    assert tried > 100


def test_a_place_ends_with_its_line() -> None:
    """Words that go on in the next line are marked as far as their first line goes."""
    passage = passages_of("a youth\noffending team")[0]
    start = passage.heard.index("youth")
    place = passage.place(start, len(passage.heard))
    assert (place.line, place.column, place.length) == (1, 3, 5)


def test_a_passage_knows_each_of_its_lines() -> None:
    """What is typed over several lines is one line of words, without the spaces at both ends; each word keeps its place."""
    text = "---\ntitle: A title\nlead: >\n    Words of\n  a lead  \n---\n  One line,  \n   another\nand a third.\n"
    passages = passages_of(f"{text}\n   | a | row |\n## A heading  \nkey: the last line")
    assert [(one.kind, one.typed, one.starts) for one in passages] == [
        ("title", "A title", ((0, 2, 8),)),
        ("lead", "> Words of a lead", ((0, 3, 7), (2, 4, 5), (11, 5, 3))),
        ("text", "One line, another and a third.", ((0, 7, 3), (10, 8, 4), (18, 9, 1))),
        ("row", "| a | row |", ((0, 11, 4),)),
        ("heading", "A heading", ((0, 12, 4),)),
        ("text", "key: the last line", ((0, 13, 1),)),
    ]
    words = passages[2]
    for start, end, place in (
        (4, 8, (7, 7, 4)),
        (4, 30, (7, 7, 5)),
        (10, 30, (8, 4, 7)),
        (12, 25, (8, 6, 5)),
        (22, 30, (9, 5, 8)),
    ):
        found = words.place(start, end)
        assert (found.line, found.column, found.length) == place
    assert words.place(30, 30).length == 1


def test_an_empty_page_has_no_passages() -> None:
    """Nor has a page of empty lines, rules and targets of links."""
    assert passages_of("\n\n---\n\n[1]: https://a.example/\n") == ()
