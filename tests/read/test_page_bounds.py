"""Hostile Markdown holds nobody up: it is refused at its line, or read in good time."""

import os
from bisect import bisect_left
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from blocks import typed

from reportgen.core.diagnostic import Diagnostic
from reportgen.read.page_bounds import find_too_hard
from reportgen.read.pages import read_page

FRONT = "---\ntitle: Title\n---\n"
ALMOST_A_MILLION = 990_000
SECONDS = 2.0
# Each was found by experiment to take time that grows faster than the text, or to break the library down.
SHAPES: dict[str, Callable[[int], str]] = {
    **{
        f"{unit!r} again and again": lambda size, unit=unit: unit * (size // len(unit))
        for unit in (
            *(
                "![",
                "[",
                "[[",
                "[^",
                "[a](",
                "![a](",
                "[a](<",
                "[a][",
                "<a ",
                "<a@",
                "<http:",
                "`",
                "``",
                "` `` ",
                "a`",
            ),
            *(
                "*_",
                "**a",
                "***a",
                "_*a*_",
                "1. ",
                "- ",
                "* ",
                "> ",
                ">",
                "\t",
                " ",
                "{{",
                "{% ",
                "(",
                "&",
                "\\",
                "'",
                '"',
            ),
        )
    },
    **{
        f"{line!r} on line after line": lambda size, line=line: f"{line}\n" * (size // (len(line) + 1))
        for line in (
            *("# a", "## a", "### a\n", "=", "-", "a\n===", "a\n---", "---", "- - -", "- a", "1. a", "- > a", "> # a"),
            *(
                "-|-",
                "a|b\n-|-",
                "a\\|b|c\n-|-",
                "|",
                "||",
                "|a|b|\n|-|-|\n|a|b|\n",
                "[a]:",
                "[a]: https://b.c\n",
                "a",
                "a\n",
            ),
            *("[^a]: b", "`", "![a](b.png)\n", "{{ a.b.c }}", "    a", "<b>", "<!--"),
        )
    },
    "brackets inside brackets": lambda size: "[" * (size // 2) + "]" * (size // 2),
    "a quotation inside a quotation": lambda size: ">" * size + " a",
    "a list inside a list": lambda size: "\n".join("    " * deep + "- a" for deep in range(int((size / 2) ** 0.5))),
    "a table of many columns": lambda size: "\n".join(part * (size // 6) for part in ("|a", "|-", "|a")),
    "end notes": lambda size: "\n\n".join(f"[^{number}]\n\n[^{number}]: b" for number in range(size // 30)),
    "a paragraph of words": lambda size: "word " * (size // 5),
    "a word": lambda size: "a" * size,
}


def read(root: Path, text: str) -> tuple[list[Diagnostic], float]:
    """What is said of a page, and the seconds of the processor that it took."""
    (root / "page.md").write_text(FRONT + text, encoding="utf-8")
    said: list[Diagnostic] = []
    start = sum(os.times()[:2])
    read_page(root, "page.md", said.append)
    return said, sum(os.times()[:2]) - start


@pytest.mark.parametrize("name", SHAPES)
def test_page_of_a_million_characters_is_refused_at_its_line(name: str, tmp_path: Path) -> None:
    """Almost a million characters of any shape are refused within two seconds, with a line that exists."""
    text = SHAPES[name](ALMOST_A_MILLION)
    said, seconds = read(tmp_path, text)
    (error,) = said
    assert error.slug == "page-too-hard"
    assert 4 <= error.place.line <= FRONT.count("\n") + text.count("\n") + 1
    assert error.hint
    assert seconds < SECONDS


@pytest.mark.slow
@pytest.mark.parametrize("name", SHAPES)
def test_longest_page_that_is_let_through_is_read_in_time(name: str, tmp_path: Path) -> None:
    """The longest page of any shape that no bound stops is read within two seconds."""
    sizes = (19_000, 12_000, 8_000, 5_000, 3_000, 2_000, 1_200, 800, 400, 200, 100, 60, 40, 20, 10)
    size = next(size for size in sizes if not find_too_hard(SHAPES[name](size).split("\n")))
    block = SHAPES[name](size).strip("\n")
    lines = [*block.split("\n"), ""]
    times = bisect_left(range(1, 100_000 // size + 1), 1, key=lambda times: bool(find_too_hard(lines * times)))
    text = "\n\n".join([block] * times)
    said, seconds = read(tmp_path, text)
    assert "page-too-hard" not in {diagnostic.slug for diagnostic in said}
    assert seconds < SECONDS, f"{times} times {size} characters"
    start = sum(os.times()[:2])
    typed(text)
    assert sum(os.times()[:2]) - start < SECONDS, f"{times} times {size} characters"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("Words.\n\n" + "[" * 11, 6, "more than 10 brackets are open at once"),
        ("Words.\n\n" + "(" * 11, 6, "more than 10 brackets are open at once"),
        ("Words.\n\n" + ">" * 11 + " a", 6, "too deeply inside one another"),
        ("Words.\n\n" + "- " * 11 + "a", 6, "too deeply inside one another"),
        ("Words.\n\n" + "a" * 5001, 6, "longer than 5,000 characters"),
        ("Words.\n\n" + "a\n" * 401, 6, "more than 400 lines"),
        ("Words.\n\na" + " " * 101 + "b", 6, "more than 100 spaces"),
        ("Words.\n\n" + "`a` " * 201, 6, "more than 400 marks `"),
        ("## A\n\n" * 201, 404, "more than 200 headings"),
        ("|a|b|\n|-|-|\n|c|d|\n\n" * 101, 405, "more than 100 tables"),
        ("A sentence of words.\n\n" * 2001, 4004, "more than 2,000 paragraphs"),
    ],
)
def test_bound_is_told_at_its_line(
    text: str, line: int, said: str, tmp_path: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """Each bound names its number and the line on which it is met."""
    (error,) = read(tmp_path, text)[0]
    worded([error])
    assert (error.slug, error.place.line) == ("page-too-hard", line)
    assert said in error.message


def test_long_page_of_an_author_is_let_through(tmp_path: Path) -> None:
    """Twenty thousand words with headings, lists in lists, a table of 200 rows, links and quotations are no hard page."""
    part = "A *sentence* of a dozen words with a [link](https://example.org/a) in it, and “quotes”.\n" * 5 + "\n"
    rows = "".join(f"| {number} | [row](https://example.org/{number}) | {number * 7} |\n" for number in range(200))
    text = (
        "".join(
            f"## Part {number}\n\n{part * 4}> {part}\n- one\n    - two\n        - three\n\n" for number in range(40)
        )
        + f"| A | B | C |\n|---|---|--:|\n{rows}"
    )
    said, seconds = read(tmp_path, text)
    assert said == []
    assert len(text.split()) > 14_000
    assert seconds < SECONDS


def test_lead_and_note_have_the_same_bounds(tmp_path: Path) -> None:
    """Brackets without end in the lead of a page are told at their line too."""
    (tmp_path / "page.md").write_text(f"---\ntitle: Title\nlead: a{'[' * 1900}\n---\nWords.\n", encoding="utf-8")
    said: list[Diagnostic] = []
    read_page(tmp_path, "page.md", said.append)
    assert [(diagnostic.slug, diagnostic.place.line) for diagnostic in said] == [("page-too-hard", 3)]


IN_BLOCKS = [*["a"] * 100, ""]
BESIDE_A_BOUND: dict[str, tuple[list[str], list[str], int, str]] = {
    "characters": (["a" * 98, ""] * 1000, [""], 2001, "the page has more than 100,000 characters up to here"),
    "lines": (IN_BLOCKS * 50, ["a"], 5051, "the page has more than 5,000 lines up to here"),
    "paragraphs": (["a", ""] * 2000, ["a"], 4001, "the page has more than 2,000 paragraphs up to here"),
    "headings": (["# a", ""] * 200, ["# a"], 401, "the page has more than 200 headings up to here"),
    "headings with a line below": (
        ["a", "===", ""] * 200,
        ["a", "==="],
        602,
        "the page has more than 200 headings up to here",
    ),
    "tables": (["|a|", "|-|", ""] * 100, ["|a|", "|-|"], 302, "the page has more than 100 tables up to here"),
    "cells": (["a|" * 100, ""] * 100, ["|"], 201, "the page has more than 10,000 cells in tables up to here"),
    "points": (
        [*["- a"] * 100, ""] * 10,
        ["a", "> a"],
        1012,
        "the page has more than 1,000 items of lists and lines of quotations up to here",
    ),
    "characters of a line": (["a" * 5000, ""], ["a" * 5001], 3, "this line is longer than 5,000 characters"),
    "spaces": (["a" + " " * 99 + "b", ""], ["a" + " " * 100 + "b"], 3, "more than 100 spaces stand in a row here"),
    "quotations in one another": (
        [">" * 10 + " a", ""],
        [">" * 11 + " a"],
        3,
        "lists or quotations stand too deeply inside one another here",
    ),
    "steps inwards": (
        ["\t" * 10 + "a", ""],
        ["    " * 11 + "a"],
        3,
        "lists or quotations stand too deeply inside one another here",
    ),
    "lines that stand deep": (
        ["- - - - a", *["- - - - - a"] * 200, ""],
        ["- - - - a", "- - - - - a"],
        204,
        "too many lists or quotations stand inside one another up to here",
    ),
    "lines of a block": (
        [*["a"] * 400, "", ""],
        ["a"] * 401,
        403,
        "more than 400 lines follow here without an empty one",
    ),
    "characters of a block": (
        ["a" * 4999, "a" * 4999, "a" * 4999, "a" * 5000, ""],
        ["a" * 4999, "a" * 4999, "a" * 5000, "a" * 5000],
        9,
        "this paragraph, list or table is longer than 20,000 characters",
    ),
    "open brackets": (
        ["(" * 10 + ")" + "(", "[" * 10 + "]]" + "[[", "", "", "]]" + "[" * 10, ""],
        ["a", "]", "[" * 6, "[" * 5],
        10,
        "more than 10 brackets are open at once in this paragraph, list or table",
    ),
    "stars of a block": (
        ["a*" * 400, ""],
        ["a*" * 400, "a*"],
        4,
        "this paragraph, list or table has more than 400 stars",
    ),
    "braces of the page": (
        ["{" * 400, ""] * 10,
        ["a", "{"],
        21,
        "the page has more than 4,000 braces up to here",
    ),
    "underscores of the page": (
        ["_a" * 200, "_a" * 200, "", ""] * 10,
        ["_"],
        41,
        "the page has more than 4,000 underscores up to here",
    ),
}


@pytest.mark.parametrize("name", BESIDE_A_BOUND)
def test_a_page_may_have_as_much_as_its_bound_and_no_more(name: str) -> None:
    """A page at a bound is let through; one more of what it counts is told at the first line that has too much."""
    enough, more, line, said = BESIDE_A_BOUND[name]
    assert find_too_hard(enough) is None
    assert find_too_hard([*enough, *more]) == (line, said)


@pytest.mark.parametrize("name", [*BESIDE_A_BOUND][:3])
def test_a_section_of_the_edition_may_be_four_times_as_long(name: str) -> None:
    """National wording may have four times the characters, lines and paragraphs of a page, and not one more."""
    enough, more, _, said = BESIDE_A_BOUND[name]
    fourfold = {"100,000": "400,000", "5,000": "20,000", "2,000": "8,000"}[said.split()[5]]
    assert find_too_hard(enough * 4, trusted=True) is None
    assert find_too_hard([*enough * 4, *more], trusted=True) == (
        len(enough) * 4 + 1,
        said.replace(said.split()[5], fourfold),
    )


@pytest.mark.parametrize("name", [*BESIDE_A_BOUND][3:])
def test_a_section_of_the_edition_has_the_other_bounds_of_a_page(name: str) -> None:
    """Headings, tables, points, long lines, blocks and marks of national wording are counted as those of a page."""
    enough, more, line, said = BESIDE_A_BOUND[name]
    assert find_too_hard(enough, trusted=True) is None
    assert find_too_hard([*enough, *more], trusted=True) == (line, said)
