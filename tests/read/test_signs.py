"""Signs in a page that Markdown would print or misread: each is told at its place, and what is meant so is left alone."""

from collections.abc import Callable

import pytest

from reportgen.core.diagnostic import SourceFile
from reportgen.read.markdown_lint import find_hidden, find_second_front_matter, find_slips, find_unclosed
from reportgen.read.page_bounds import find_too_hard
from reportgen.read.page_lines import signed_lines

FRONT = ("---", "title: A page", "---")


@pytest.mark.parametrize(
    "text",
    [
        "• one",
        "One • two • three",
        "·one",
        "▪ one\n◦ two",
        "-one",
        "+one",
        "-" + "long " * 10,
        "--one",
        "-1 degree",
        "-*one*",
        "*one*",
        "***\n\nAnd **one** here.\n\n* * *\n***\n\n***One*** and **two",
        "One:\n- two",
        "One:\n* two\n* three",
        "One:\n12) two",
        "One:\n1234. two",
        "One:\n   - two",
        "One:\n    - two",
        "One:\n-",
        "> One:\n- two",
        "  > One:\n- two",
        "# One\n- two",
        " One\n- two",
        "- One\ntwo\n- three",
        "| a | b |",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "| a | b |\n\n|---|---|",
        "One\n| a | b |\n|---|---|\n| 1 | 2 |",
        "One | two\n| a | b |\n|---|---|",
        "One\n| a | b |",
        "|---|---|",
        "One.[^a] Two.[^b]\n\n[^b]: Note.",
        "One.[^a]\n\n    [^a]: Note.",
        "One.[^a]\n\n   [^a]: Note.",
        "[^a]: Note.",
        "{a.b} and { a.b.c } and {{ a.b }} and {a} and {a.b.c.d} and {{a.b}",
        "[One](https://a.example and more",
        "[One](https://a.example) [two](https",
        "[One](a b) [two](c",
        "One **two",
        "One **two** **three",
        "One **two\nthree** four",
        "One **two\n\nthree** four",
        "One ***two",
        "One ****two",
        r"One \**two",
        "One `two",
        "One ``two",
        r"One \`two",
        "One ` two ** three\n\nFour ` five",
        "```\ncode\n```",
        "   ~~~~ python",
        "    ```",
        "``` one ```",
        "#One",
        "##One",
        " ## One",
        "    ## One",
        "## One",
        "##",
        "## ##",
        "#######",
        "##\tOne",
        "a # b",
        "&#0; &#8203; &#x200B; &#65; &#xFFFD; &amp; &#x41",
        "&#xE000; &#x378; &#8232; &#8233; &#12345678;",
        "---\none",
        "\n\n--- \none",
        "one\n---",
        "one\n\n---",
        "",
    ],
)
def test_signs_are_told_or_left_alone(text: str, worded: Callable[..., None]) -> None:
    """Bullets, tables, notes, braces, stars, code, headings and entities: what would be printed as typed is told."""
    file = SourceFile("page.md", (*FRONT, *text.split("\n")))
    lines = signed_lines(file, 4)
    worded([*find_slips(lines), *find_hidden(file), *find_second_front_matter(file, 4), *find_unclosed(lines)])


def test_a_page_without_front_matter_may_begin_with_hyphens() -> None:
    """In the text of an edition, which has none, the first line of hyphens is a rule."""
    assert list(find_second_front_matter(SourceFile("page.md", ("---", "One.")), 1)) == []


# Text at a bound, and what one more of it is; both with how often each may stand in an edition's own text.
EDGES = {
    "characters": (["a" * 999] * 2 + [""], 49, ["a" * 1000]),
    "a line": (["a" * 5000], 1, ["a" * 5001]),
    "spaces after a word": (["a" + " " * 99], 1, ["a" + " " * 100]),
    "lines of a paragraph": (["a"] * 400, 1, ["a"] * 401),
    "characters of a paragraph": (["a" * 4999] * 4, 1, [*["a" * 4999] * 4, "a"]),
    "lines": ([*["a"] * 250, ""], 20, ["a"]),
    "paragraphs": (["a", ""], 2000, ["a"]),
    "headings": (["# a", ""], 200, ["# a"]),
    "headings by a line": (["a", "==="], 200, ["==="]),
    "tables": (["|a|", "|-|", ""], 100, ["|a|", "|-|"]),
    "cells": ([*["|" * 100] * 100, ""], 1, ["|"]),
    "items": (["- a", ""], 1000, ["- a"]),
    "quotations": (["> a", ""], 1000, ["> a"]),
    "numbers": (["1. a", ""], 1000, ["1. a"]),
    "depth": (["> " * 10 + "a"], 1, ["> " * 11 + "a"]),
    "depth of lists": (["- " * 10 + "a"], 1, ["- " * 11 + "a"]),
    "depth by spaces": ([" " * 40 + "a"], 1, [" " * 44 + "a"]),
    "depth by tabs": (["\t" * 10 + "a"], 1, ["\t" * 11 + "a"]),
    "deep lines": ([">>>>> a", ""], 200, [">>>>> a"]),
    "lines not quite so deep": ([">>>> a", ""], 201, [">" * 11]),
    "marks of a paragraph": (["*" * 400], 1, ["*" * 401]),
    "marks": (["_" * 400, ""], 10, ["_"]),
    "open brackets": (["[" * 10], 1, ["[" * 11]),
    "open round brackets": (["(" * 10 + ")(" * 10], 1, ["(" * 10 + ")(("]),
    "closed brackets": (["])" * 20 + "[" * 10], 1, ["])" * 20 + "[" * 11]),
    "open brackets on two lines": (["[" * 10, "a"], 1, ["[" * 10, "a", "["]),
    "braces": (["{" * 400], 1, ["{" * 401]),
    "signs": (["<" * 400], 1, ["<" * 401]),
    "code": (["`" * 400], 1, ["`" * 401]),
}


@pytest.mark.parametrize(("part", "times", "more"), EDGES.values(), ids=EDGES)
@pytest.mark.parametrize("trusted", [False, True], ids=["page", "edition"])
def test_a_text_at_a_bound_is_read_and_one_beyond_is_told(
    part: list[str], times: int, more: list[str], trusted: bool, worded: Callable[..., None]
) -> None:
    """Each bound lets through what is at it, and names itself and the line for the first that goes beyond it."""
    assert find_too_hard(part * times, trusted=trusted) is None
    worded([], find_too_hard([*part * times, *more], trusted=trusted), find_too_hard([*more, "", "a"], trusted=trusted))


def test_four_times_as_much_is_read_of_an_edition() -> None:
    """An edition's text may have four times the paragraphs of a page, and not one more."""
    assert find_too_hard(["a", ""] * 8000, trusted=True) is None
    assert find_too_hard(["a", ""] * 8001, trusted=True) == (
        16_001,
        "the page has more than 8,000 paragraphs up to here",
    )
