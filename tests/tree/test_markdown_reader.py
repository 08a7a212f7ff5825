"""Markdown: what a page may hold comes out as blocks, clean and whole; what it may not comes out as words, and is told."""

import re

import pytest
from blocks import outline, typed
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.tree.markdown_reader import is_address, slug_of
from reportgen.tree.nodes import (
    Cell,
    Code,
    Emphasis,
    FigureReference,
    Footnote,
    FootnoteReference,
    Footnotes,
    Heading,
    LineBreak,
    Link,
    List,
    Paragraph,
    Picture,
    Quotation,
    Row,
    Strong,
    Table,
    Text,
)
from reportgen.tree.walk import find, plain_text, walk


def words(text: str) -> tuple[Text]:
    """Words alone."""
    return (Text(text),)


def headings_of(text: str) -> list[tuple[int, str, str]]:
    """The headings of some Markdown: level, id and words."""
    return [(one.level, one.anchor, plain_text(one.content)) for one in find(typed(text).blocks, Heading)]


def test_headings_begin_below_the_section() -> None:
    """## becomes a heading of the third level, with an id of its own under the page's name."""
    assert headings_of("## First steps\n\nText.\n\n### Deeper\n\nText.\n\n## Second\n") == [
        (3, "page--first-steps", "First steps"),
        (4, "page--deeper", "Deeper"),
        (3, "page--second", "Second"),
    ]


def test_equal_headings_have_different_ids() -> None:
    """Three headings of the same words have three ids, also where one stands in a quotation and one in an end note."""
    found = headings_of("## Work\n\na\n\n> ## Work\n\nb[^1]\n\n## Work!\n\nc\n\n[^1]: # Work\n")
    assert [anchor for _, anchor, _ in found] == ["page--work", "page--work-2", "page--work-3", "page--work-4"]


@pytest.mark.parametrize(
    "number", ["0808 2000 247", "08 08 16 89 111", "0800 555 111", "020 7946 0000", "07700 900 123"]
)
def test_telephone_numbers_stay_whole(number: str) -> None:
    """The groups of a telephone number are held together; other numbers are left alone."""
    (said,) = typed(f"Ring {number}, or 0 12 34.").blocks
    assert said == Paragraph(words(f"Ring {number.replace(' ', chr(0xA0))}, or 0 12 34."))


@pytest.mark.parametrize(
    "other", ["0 12", "1,200 300 400 500", "10 000 000 000", "0800 555", "pages 01 02 03 04 05 06 07"]
)
def test_other_numbers_are_left_alone(other: str) -> None:
    """Numbers that are too short or too long for a telephone, or do not begin with 0, keep their spaces."""
    (said,) = typed(f"See {other}.").blocks
    assert said == Paragraph(words(f"See {other}."))


def test_typing_becomes_typography() -> None:
    """Straight quotes become curly, two hyphens a dash, three dots an ellipsis; code stays as typed."""
    (paragraph,) = typed("""It's "so" -- and so... `it's "so"`\n""").blocks
    assert paragraph == Paragraph((Text("It’s “so” – and so… "), Code('it\'s "so"')))


def test_a_figure_is_only_a_place_to_be_filled() -> None:
    """The name of a figure in braces becomes a figure without words; nothing is evaluated, and code stays code."""
    (paragraph,) = typed("In all {{ eligible.total.all }} people, {{7*7}} and `{{ eligible.total.all }}`.\n").blocks
    assert paragraph == Paragraph(
        (
            *(Text("In all "), FigureReference("eligible.total.all"), Text(" people, {{7*7}} and ")),
            *(Code("{{ eligible.total.all }}"), Text(".")),
        )
    )


def test_a_table_has_heads_rows_and_sides() -> None:
    """The first cell of each row heads it, and each column keeps its side."""
    (table,) = typed("| Season | Cost | Who |\n|---|---:|:-:|\n| Summer | 12 | *All* |\n").blocks
    assert table == Table(
        "",
        (),
        (),
        (Cell(words("Season")), Cell(words("Cost"), "right"), Cell(words("Who"), "centre")),
        (
            Row(
                Cell(words("Summer")),
                (Cell(words("12"), "right"), Cell((Emphasis(words("All")),), "centre")),
            ),
        ),
    )


def test_a_picture_alone_is_a_picture_with_its_caption() -> None:
    """A picture on a line of its own keeps its words, its title as the caption, and the name of its file."""
    assert typed('![A bridge in the snow](bridge.png "The bridge")\n').blocks == (
        Picture("bridge.png", "A bridge in the snow", "The bridge"),
    )


def test_end_notes_belong_to_their_page() -> None:
    """A note's place and its text lead to each other, under ids that begin with the page's name."""
    for prefix in ("first", "second"):
        assert typed("Pillars.[^one]\n\n[^one]: There are *four*.\n", prefix).blocks == (
            Paragraph((Text("Pillars."), FootnoteReference("1", f"{prefix}--fn-one", f"{prefix}--fnref-one"))),
            Footnotes(
                (
                    Footnote(
                        f"{prefix}--fn-one",
                        1,
                        (Paragraph((Text("There are "), Emphasis(words("four")), Text("."))),),
                        (f"{prefix}--fnref-one",),
                    ),
                )
            ),
        )


def test_a_note_used_twice_leads_back_to_both_places() -> None:
    """Every id of a note begins with its page's name, however often the note is used, and every one stands once."""
    blocks = typed("Pillars.[^one] Posts.[^one] Poles.[^one]\n\n[^one]: There are four.\n").blocks
    references = [one.own for one in find(blocks, FootnoteReference)]
    (note,) = find(blocks, Footnote)
    assert list(note.references) == references == ["page--fnref-one", "page--fnref2-one", "page--fnref3-one"]
    assert {one.anchor for one in find(blocks, FootnoteReference)} == {note.anchor}


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        'A <b onclick="alert(1)">word</b>.',
        "[a word](javascript:alert(1))",
        "[a word](JaVaScRiPt:alert(1))",
        "[a word](data:text/html,alert)",
        "![a word](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "[a word][target]\n\n[target]: javascript:alert(1)",
        "<javascript:alert(1)>",
        '[a word](https://example.org "x\\" onmouseover=\\"alert(1)")',
        "<dl><dt>a</dt></dl>",
        "a<br>b<span lang=cy>c</span>",
    ],
)
def test_nothing_that_could_run_comes_out(text: str) -> None:
    """HTML in a page comes out as words, and links of other kinds than web, e-mail and telephone lose their target."""
    blocks = typed(f"Before.\n\n{text}\n\nAfter.\n").blocks
    targets = [link.target for link in find(blocks, Link)]
    assert [target for target in targets if not is_address(target)] == []
    assert {type(one).__name__ for one in walk(blocks)} <= {"Paragraph", "Text", "Link", "Picture"}
    (first, *_, last) = blocks
    assert first == Paragraph(words("Before."))
    assert last == Paragraph(words("After."))


ANY_MARKDOWN = st.text(alphabet=st.sampled_from("abc <>/\"'&;:#[]()!*_`|-\n\t=.{}^~1é’javascript"), max_size=120)


@settings(deadline=None, max_examples=150)
@given(ANY_MARKDOWN)
def test_no_text_whatever_breaks_down_or_leads_astray(text: str) -> None:
    """Whatever is typed, it is read, every link leads to an address or into the report, and no mark of the library is left."""
    read = typed(text)
    assert [
        one.target for one in find(read.blocks, Link) if not (is_address(one.target) or one.target[:1] == "#")
    ] == []
    assert not {"\x02", "\x03"} & set("\n".join(outline(read.blocks)))
    assert {problem.kind for problem in read.problems} <= {"picture", "link"}


def test_lines_of_a_block_are_one_line() -> None:
    """Lines that were broken while typing are joined, so that reports compare well line by line."""
    assert typed("One line\nand its *second\nhalf*.\n\n- an item\n  and more\n- another\n").blocks == (
        Paragraph((Text("One line and its "), Emphasis(words("second half")), Text("."))),
        List(False, 1, ((Paragraph(words("an item and more")),), (Paragraph(words("another")),))),
    )


def test_two_spaces_at_the_end_of_a_line_break_it() -> None:
    """No space is left on either side of the break."""
    assert typed("One  \ntwo\nthree\n").blocks == (Paragraph((Text("One"), LineBreak(), Text("two three"))),)


@given(st.text(max_size=60))
def test_a_part_of_an_id_is_never_empty(text: str) -> None:
    """Whatever a heading says, its part of an id has small letters, digits and hyphens, and at least one."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(text))


def test_a_heading_of_many_kinds_of_words_is_named_by_what_is_read() -> None:
    """Code, links, the signs & and ©, quotes, dashes and escapes stand in its plain words as a reader sees them."""
    assert headings_of("## It's `x<y`, R&D &copy; <https://a.example/?a=1&b=2>\n") == [
        (3, "page--its-x-y-r-d-https-a-example-a-1-b-2", "It’s x<y, R&D © https://a.example/?a=1&b=2")
    ]
    text = '## The board\'s "work" -- R&D, R&amp;D \\* `so`[^1]\n\nText.\n\n[^1]: A note.\n'
    assert headings_of(text) == [(3, "page--the-boards-work-r-d-r-d-so", "The board’s “work” – R&D, R&D * so")]


@pytest.mark.parametrize(
    ("text", "slug"),
    [("It's Testshire’s", "its-testshires"), ("(A)", "a"), ("!?", "part"), ("", "part"), ("part X", "part-x")],
)
def test_a_part_of_an_id_is_made_of_the_words(text: str, slug: str) -> None:
    """Apostrophes are left out, other signs become one hyphen between words; what has no words is called a part."""
    assert slug_of(text) == slug


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("https://a.example:8080/x:y", True),
        ("HTTP://a.example", True),
        ("mailto:a@b.example", True),
        ("tel:+441632960001", True),
        ("tel:", False),
        ("javascript:alert(1)", False),
        ("page.html", False),
        ("", False),
    ],
)
def test_an_address_is_that_of_a_page_a_mailbox_or_a_telephone(target: str, expected: bool) -> None:
    """It says first which of them it is, and then where, whatever colons follow."""
    assert is_address(target) is expected


def test_a_mailbox_between_angle_brackets_is_a_link() -> None:
    """It stays readable, so that a search finds it."""
    read = typed("Ask <ask@a.example>.\n")
    assert read.blocks == (Paragraph((Text("Ask "), Link("mailto:ask@a.example", words("ask@a.example")), Text("."))),)
    assert read.targets == ("mailto:ask@a.example",)


def test_blocks_inside_a_point_stay_blocks() -> None:
    """A quotation or a table in a point is one, beside the words of the point."""
    quotation = Quotation((Paragraph(words("one two")),))
    assert typed("- > one\n  > two\n- three\n").blocks == (
        List(False, 1, ((quotation,), (Paragraph(words("three")),))),
    )
    (points,) = typed("- | A | B |\n    |:-:|--:|\n    | c | d |\n").blocks
    assert isinstance(points, List)
    ((table,),) = points.items
    assert isinstance(table, Table)
    assert [cell.align for cell in (*table.heads, table.rows[0].header, *table.rows[0].cells)] == [
        *("centre", "right", "centre", "right")
    ]


@pytest.mark.parametrize("edge", ["", " ", "  ", "   "])
def test_a_list_may_be_set_in_as_a_whole(edge: str) -> None:
    """Up to three spaces before every line of a list change nothing, and what is set in further is a list inside it."""
    lines = ("1. one", "    - a", "    - b", "2. two")
    expected = typed("Words\n\n" + "\n".join(lines) + "\n\nMore words.").blocks
    (listed,) = (block for block in expected if isinstance(block, List))
    assert [[type(inner).__name__ for inner in item] for item in listed.items] == [["Paragraph", "List"], ["Paragraph"]]
    set_in = "\n".join(edge + line for line in lines)
    assert typed(f"Words\n\n{set_in}\n\nMore words.").blocks == expected


def test_pictures_and_links_are_told_to_those_who_check_them() -> None:
    """Pictures on a line of their own, those inside a sentence or a point, and where each link leads; one to nowhere is words."""
    read = typed("![a](x.png)\n\nIn ![b](y.png) words.\n\n- ![c](v.png)\n\n[c](z.html) [d](https://a.example) [e]()\n")
    assert [picture.name for picture in find(read.blocks, Picture)] == ["x.png"]
    assert [(problem.kind, problem.words) for problem in read.problems] == [
        *(("picture", "y.png"), ("picture", "v.png"), ("link", "z.html"), ("link", "")),
    ]
    assert read.targets == ("z.html", "https://a.example", "")
    assert read.blocks[-1] == Paragraph((Text("c "), Link("https://a.example", words("d")), Text(" e")))


def test_trusted_text_leads_nowhere_either() -> None:
    """A link in an edition's text keeps its words alone, unless it leads to an address or into the report."""
    read = typed("The [board](javascript:alert(1)), [site](https://a.example/) and [part](#part).\n", trusted=True)
    assert read.blocks == (
        Paragraph(
            (
                *(Text("The board, "), Link("https://a.example/", words("site")), Text(" and ")),
                *(Link("#part", words("part")), Text(".")),
            )
        ),
    )
    assert [(problem.kind, problem.words) for problem in read.problems] == [("link", "javascript:alert(1)")]


def test_stress_may_stand_in_stress() -> None:
    """Three stars are both kinds at once."""
    assert typed("***both***\n").blocks == (Paragraph((Strong((Emphasis(words("both")),)),)),)
