"""Pages line by line: what a report cannot hold is told at its line and column, and what it can hold is let through."""

import shutil
from pathlib import Path

import pytest

from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.read.anchors import page_anchor
from reportgen.read.pages import Page, read_front_matter, read_page, read_passages
from reportgen.read.shapes import PageShape
from reportgen.tree.nodes import Heading, Text

FOLDER = "content/annual-report/2024/testshire"
PAGE = f"{FOLDER}/20-probe.md"


def read(good: Path, text: str, front: str = "title: Probe") -> tuple[Page | None, list[str]]:
    """A page with its text from the fourth line on, and what is said of it as “slug line:column+length”."""
    (good / PAGE).write_text(f"---\n{front}\n---\n{text}", encoding="utf-8")
    said: list[Diagnostic] = []
    found = read_page(good, PAGE, said.append)
    told = [f"{one.slug} {one.place.line}:{one.place.column}+{one.place.length}" for one in said]
    return found, told


def test_a_page_is_read_with_its_name_and_ids(good: Path) -> None:
    """It is called as its file; its ids begin with that name, without the number that sorts it."""
    page, told = read(good, "## Work\n\nWords of `<b>` and `{{ x }}`.\n")
    assert told == []
    assert page is not None
    assert (page.name, page.first_line, page.order[1:]) == ("20-probe", 4, (20, "20-probe"))
    assert page.content.blocks[0] == Heading(3, "probe--work", (Text("Work"),))


@pytest.mark.parametrize(
    ("name", "anchor"),
    [
        ("training-day", "training-day"),
        ("10-Training Day", "training-day"),
        ("2024-25-work", "25-work"),
        ("10-", "10"),
        ("x10-a", "x10-a"),
    ],
)
def test_a_page_is_named_without_the_number_that_sorts_it(name: str, anchor: str) -> None:
    """The id of a page is its file name; a number at its beginning is left out, unless nothing else is there."""
    assert page_anchor(name) == anchor


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("### A\n\nWords.\n", ["heading-level 4:1+5"]),
        ("# A\n\n### B\n", ["heading-level 4:1+3", "heading-level 6:1+5"]),
        ("# A\n\n## B\n", ["heading-level 4:1+3"]),
        ("## A\n\n### B\n\n## C\n\n### D\n\nWords.\n", []),
        ("## A\n\n### B\n\n#### C\n", ["heading-level 8:1+6"]),
        ("Words.\n\nA\n===\n", ["heading-level 6:1+1"]),
        ("A\n===\n", ["heading-level 4:1+1"]),
        ("Abcd#\n===\n", ["heading-level 4:1+5"]),
        ("# A\n===\n", ["heading-level 4:1+3"]),
        ("A\n---\n\n### B\n\nWords.\n", []),
        ("A\n---\n\n#### B\n", ["heading-level 7:1+6"]),
        ("## X\n\nWords.\n", []),
        ("## #\n\nWords.\n", ["markdown-slip 4:1+4"]),
        ("## A {{ orders.made }}\n\nWords.\n", ["template-syntax 4:6+17"]),
    ],
)
def test_headings_go_down_step_by_step(text: str, expected: list[str], good: Path) -> None:
    """From the second level to the third, written with marks or with a line below; no other level, and none left out."""
    assert read(good, text)[1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("|A|B|\n|-|-|\n|c|d|", []),
        ("A | B\n--|--\nc | d\n", []),
        ("| A | \\| |\n|---|---|\n| c | d \\| e |\n", []),
        ("| A | B |\n|---|---|\n| c |\n| d | e |\n| f | g | h |", ["table-shape 6:1+5", "table-shape 8:1+13"]),
        ("| A | B |\n|---|---|\n| c | d |\n\nWords.\n", []),
        ("| A | B |\n|---|\n| c | d |\n", ["table-shape 5:1+5"]),
        ("| A |\n|---|---|\n| c |\n", ["table-shape 5:1+9"]),
        ("| A |  |\n|---|---|\n| c | d |\n", ["table-shape 4:1+8"]),
        ("|  | B |\n|---|---|\n| c | d |\n", ["table-shape 4:1+8"]),
    ],
)
def test_every_row_of_a_table_has_as_many_cells_as_its_head(text: str, expected: list[str], good: Path) -> None:
    """Up to the next empty line or the end of the page; every column has a heading."""
    assert read(good, text)[1] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![Two bars](attendance.png)\n", []),
        ("See ![two bars](attendance.png) here.\n", ["picture-unusable 4:5+27"]),
        (
            "[![Two bars](attendance.png)](https://a.example)\n",
            ["linked-picture 4:1+48"],
        ),
        (
            "![{{ a.b.c }}](attendance.png) ![{{ a.b.c }}](attendance.png)\n",
            [
                *("picture-unusable 4:1+30", "picture-unusable 4:32+30", "template-syntax 4:3+11"),
                "template-syntax 4:34+11",
            ],
        ),
        ("[one]: other.html\n\nWords.\n", ["unsafe-link 4:8+10"]),
        (
            "[a](other.html) [b](https://a.example) []( https://a.example )\n",
            ["unsafe-link 4:1+15", "markdown-slip 4:44+17", "unsafe-link 4:40+23"],
        ),
        ("<b>a</b>\n", ["raw-html 4:1+3", "raw-html 4:5+4"]),
    ],
)
def test_pictures_links_and_tags_are_told_where_they_stand(text: str, expected: list[str], good: Path) -> None:
    """Each of them at its column, as long as it is."""
    assert sorted(read(good, text)[1]) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The file x.png is below.\n\n![Two\nbars](x.png)\n", "picture-unusable 7:1+12"),
        ("Words.\n\n![Two\nbars](a\\_b.png)\n", "picture-unusable 6:1+5"),
        ("[A link\nof two lines](probe.html)\n", "unsafe-link 5:1+25"),
        ("\nWords.\n\n[A link\nof two](a&amp;b.html)\n", "unsafe-link 8:1+21"),
        ("\nA [link][one].\n\n[one]:\n  a&amp;b.html\n", "unsafe-link 4:1+1"),
    ],
)
def test_what_stands_on_two_lines_is_told_below_the_front_matter(text: str, expected: str, good: Path) -> None:
    """At the line that holds the name or the mark of it; where there is none, where the text begins."""
    assert read(good, text, "title: About probe.html")[1] == [expected]


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ('lead: "![Two bars](attendance.png)"\ntitle: Probe', ["picture-unusable 2:1+35"]),
        ("title: Probe\nlead: |\n  One.\n\n  - two", ["wrong-value 3:1+7"]),
        ('title: Probe\n"lead": "1. One"', ["wrong-value 1:1+3"]),
        ('"title": "{{ orders.made }} orders"', ["template-syntax 2:11+17"]),
        ("title: Probe\nlead: One {{ orders.made }} and *two*.", []),
    ],
)
def test_the_front_matter_holds_words_and_one_paragraph(front: str, expected: list[str], good: Path) -> None:
    """A lead is one paragraph without pictures; no figure stands in any other value, however its name is typed."""
    assert read(good, "Words.\n", front)[1] == expected


@pytest.mark.parametrize(
    ("name", "alt", "is_told"),
    [
        ("two_bars.png", "Two bars", True),
        ("two.bars.png", "Two bars", True),
        ("two.bars.png", "Two", False),
        ("two.bars.png", "Bars png", False),
        ("two.bars.png", "png", False),
        ("a.png", "Scan of B.JPG", True),
        ("a.png", "The photo_3", True),
        ("a.png", "Photo of two bars", False),
    ],
)
def test_words_for_a_picture_are_no_file_name(name: str, alt: str, is_told: bool, good: Path) -> None:
    """The name of its file or of another one, and a word that says only that it is a picture, tell nobody anything."""
    shutil.copy(good / FOLDER / "attendance.png", good / FOLDER / name)
    expected = f"picture-alt-is-file-name 4:1+{len(alt) + len(name) + 5}"
    assert read(good, f"![{alt}]({name})\n")[1] == ([expected] if is_told else [])


@pytest.mark.parametrize(
    ("text", "has_front", "first_line", "expected"),
    [
        ("---\ntitle: A\n---\nb\n", True, 4, []),
        ("---  \ntitle: A\n--- \nb\n", True, 4, []),
        (" ---\ntitle: A\n---\nb\n", False, 1, ["front-matter 1:1"]),
        ("---\ntitle: A\n ---\nb\n", False, 6, ["front-matter 1:1"]),
        ("---\ntitle: A\n", False, 4, ["front-matter 1:1"]),
        ("---\ntitle: 'A\n---\nb\n", False, 4, ["yaml-syntax 2:8"]),
        (" \n", False, 1, ["empty-page 1:1"]),
    ],
)
def test_the_text_begins_below_the_front_matter(
    text: str, has_front: bool, first_line: int, expected: list[str]
) -> None:
    """Between two lines of three hyphens; where they are missing, at the first line, or nowhere."""
    said: list[Diagnostic] = []
    front, found = read_front_matter(SourceFile("page.md", tuple(text.split("\n"))), PageShape, said.append)
    assert (front is not None, found) == (has_front, first_line)
    assert [f"{one.slug} {one.place.line}:{one.place.column}" for one in said] == expected


def test_a_table_at_the_top_of_a_page_without_front_matter_has_no_head(good: Path) -> None:
    """The last line of the page is not taken for it."""
    (good / PAGE).write_text("|---|\n| a |\n\n| |b|", encoding="utf-8")
    said: list[Diagnostic] = []
    assert read_page(good, PAGE, said.append) is None
    assert {one.slug for one in said} == {"front-matter", "markdown-slip"}


def test_front_matter_and_text_have_bounds_of_their_own(good: Path) -> None:
    """Six brackets that are open in each of them are not twelve; a page beyond a bound has no words to compare."""
    assert read(good, "A ((((((\n", "title: Probe\nlead: A ((((((")[1] == []
    assert len(read_passages(good, PAGE)) == 3
    assert read(good, f"{'(' * 11}\n")[1] == ["page-too-hard 4:1+11"]
    assert read_passages(good, PAGE) == ()


@pytest.mark.parametrize(
    ("front", "where"),
    [
        ('"title": "{{ orders.made }}"', "the front matter of a page"),
        ("title: A {{ orders.made }}", "the title of a page"),
        ("title: Probe\nby: Chair\n  of {{ orders.made }}", "the by of a page"),
    ],
    ids=["a quoted name", "a title", "a second line"],
)
def test_a_figure_in_front_matter_is_told_by_the_name_above_it(front: str, where: str, good: Path) -> None:
    """No figure can stand in plain words at the top of a page; the message says in which, as far as that is known."""
    (good / PAGE).write_text(f"---\n{front}\n---\nWords.\n", encoding="utf-8")
    said: list[Diagnostic] = []
    read_page(good, PAGE, said.append)
    assert [one.message for one in said if one.slug == "template-syntax"] == [f"no figure can stand in {where}"]
