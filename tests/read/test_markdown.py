"""Markdown: what a page may hold comes out clean and whole; what it may not comes out as words."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from reportgen.read.anchors import page_anchor
from reportgen.read.markdown_text import is_address, render_inline, render_markdown, slug_of


def page_of(text: str, *, prefix: str = "page") -> html.HtmlElement:
    """The HTML of some Markdown, as a tree."""
    return html.fragment_fromstring(render_markdown(text, prefix).html, create_parent="main")


def test_headings_begin_below_the_chapter() -> None:
    """## becomes a heading of the third level, with an id of its own under the page's name; the contents know it."""
    made = render_markdown("## First steps\n\nText.\n\n### Deeper\n\nText.\n\n## Second\n", "page")
    page = html.fragment_fromstring(made.html, create_parent="main")
    headings = [(heading.tag, heading.get("id"), heading.text) for heading in page.xpath(".//h3 | .//h4")]
    assert headings == [
        ("h3", "page--first-steps", "First steps"),
        ("h4", "page--deeper", "Deeper"),
        ("h3", "page--second", "Second"),
    ]
    assert [(heading.anchor, heading.text) for heading in made.headings] == [
        ("page--first-steps", "First steps"),
        ("page--second", "Second"),
    ]


def test_equal_headings_have_different_ids() -> None:
    """Three headings of the same words have three ids."""
    ids = page_of("## Work\n\na\n\n## Work\n\nb\n\n## Work!\n\nc\n").xpath(".//h3/@id")
    assert ids == ["page--work", "page--work-2", "page--work-3"]


def test_typing_becomes_typography() -> None:
    """Straight quotes become curly, two hyphens a dash, three dots an ellipsis; code stays as typed."""
    page = page_of("""It's "so" -- and so... `it's "so"`\n""")
    assert page.text_content().strip() == """It’s “so” – and so… it's "so\""""


def test_a_figure_is_only_a_place_to_be_filled() -> None:
    """The name of a figure in braces becomes an empty place with that name; nothing is evaluated."""
    page = page_of("In all {{ eligible.total.all }} people, {{7*7}} and `{{ eligible.total.all }}`.\n")
    assert page.xpath(".//span/@data-figure") == ["eligible.total.all"]
    assert "{{7*7}}" in page.text_content()
    assert "49" not in page.text_content()


def test_a_table_can_be_read_aloud() -> None:
    """A table stands in a named region reached by keyboard; heads and first cells have their scope; numbers go right."""
    page = page_of("| Season | Cost |\n|---|---:|\n| Summer | 12 |\n| Winter | 31 |\n")
    (region,) = page.xpath(".//div[@role='region']")
    assert region.get("tabindex") == "0"
    assert region.get("aria-label") == "Table: Season, Cost"
    assert [(cell.text, cell.get("scope")) for cell in region.xpath(".//th")] == [
        *(("Season", "col"), ("Cost", "col"), ("Summer", "row"), ("Winter", "row"))
    ]
    assert [cell.get("class") for cell in region.xpath(".//td")] == ["number", "number"]
    assert page.xpath(".//@style") == []


def test_a_picture_alone_is_a_figure_with_its_caption() -> None:
    """A picture on a line of its own becomes a figure: its words kept, its title the caption, its file named for later."""
    page = page_of('![A bridge in the snow](bridge.png "The bridge")\n')
    (figure,) = page.xpath(".//figure")
    assert (figure.find("img").get("src"), figure.find("img").get("alt")) == (
        "picture:bridge.png",
        "A bridge in the snow",
    )
    assert figure.findtext("figcaption") == "The bridge"


def test_end_notes_belong_to_their_page() -> None:
    """A note's place and its text lead to each other, under ids that begin with the page's name."""
    text = "Pillars.[^one]\n\n[^one]: There are four.\n"
    for prefix in ("first", "second"):
        page = page_of(text, prefix=prefix)
        (reference,) = page.xpath(".//a[@role='doc-noteref']")
        (back,) = page.xpath(".//a[@role='doc-backlink']")
        assert reference.get("aria-label") == "End note 1"
        assert back.get("aria-label") == "Back to the text of end note 1"
        assert reference.get("href").startswith(f"#{prefix}--")
        assert page.xpath(f".//li[@id='{reference.get('href')[1:]}']")
        assert page.xpath(f".//*[@id='{back.get('href')[1:]}']")


def test_a_note_used_twice_belongs_to_its_page_too() -> None:
    """Every id of a note begins with its page's name, however often the note is used, and every link leads to one."""
    page = page_of("Pillars.[^one] Posts.[^one] Poles.[^one]\n\n[^one]: There are four.\n")
    ids = page.xpath(".//@id")
    assert len(set(ids)) == len(ids) == 4
    assert all(name.startswith("page--") for name in ids)
    assert {address.removeprefix("#") for address in page.xpath(".//@href")} == set(ids)


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
    ],
)
def test_nothing_that_could_run_comes_out(text: str) -> None:
    """HTML in a page comes out as words, and links of other kinds than web, e-mail and telephone lose their target."""
    page = page_of(f"Before.\n\n{text}\n\nAfter.\n")
    assert page.xpath(".//script | .//b | .//iframe | .//@onclick | .//@onerror | .//@onmouseover | .//@style") == []
    addresses = page.xpath(".//@href | .//@src")
    assert [
        address for address in addresses if re.match(r"\s*(javascript|data|vbscript):", address, re.IGNORECASE)
    ] == []
    assert "Before." in page.text_content()
    assert "After." in page.text_content()


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet=st.sampled_from("abc <>/\"'&;:#[]()!*_`|-\n\t=.{}^~1é’javascript"), max_size=120))
def test_no_text_whatever_brings_a_tag_of_its_own(text: str) -> None:
    """Whatever is typed, only the report's own elements come out, and no attribute that runs something."""
    page = page_of(text)
    allowed = {
        *("p", "h3", "h4", "ul", "ol", "li", "blockquote", "em", "strong", "code", "pre", "a", "sup", "hr", "br"),
        *("table", "thead", "tbody", "tr", "th", "td", "figure", "figcaption", "img", "section", "div", "span", "main"),
    }
    assert {element.tag for element in page.iter()} <= allowed
    assert [
        name for element in page.iter() for name in element.attrib if name.startswith("on") or name == "style"
    ] == []


def test_one_block_is_one_line() -> None:
    """Lines that were broken while typing are joined, so that reports compare well line by line."""
    made = render_markdown("One line\nand its *second\nhalf*.\n\n- an item\n  and more\n- another\n", "page").html
    assert "<p>One line and its <em>second half</em>.</p>" in made.splitlines()
    assert "<li>an item and more</li>" in made.splitlines()


def test_one_sentence_has_no_paragraph_around_it() -> None:
    """A lead is made without a paragraph, with its emphasis kept."""
    assert render_inline("A **dry** year & a good one.") == "A <strong>dry</strong> year &amp; a good one."


@given(st.text(max_size=60))
def test_a_part_of_an_id_is_never_empty(text: str) -> None:
    """Whatever a heading says, its part of an id has small letters, digits and hyphens, and at least one."""
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug_of(text))


def test_the_same_text_gives_the_same_html() -> None:
    """Made again after others, a text gives the same HTML: nothing is carried over from one page to the next."""
    text = "## Work\n\nText.[^a]\n\n[^a]: Note.\n"
    first = render_markdown(text, "page").html
    render_markdown("## Work\n\nOther.[^b]\n\n[^b]: Other note.\n", "other")
    render_markdown.cache_clear()
    assert render_markdown(text, "page").html == first


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


def test_a_heading_of_many_kinds_of_words_is_named_by_what_is_read() -> None:
    """Code, links, the signs & and ©, and HTML of the edition stand in the contents as a reader sees them."""
    made = render_markdown("## It's `x<y`, R&D &copy; <https://a.example/?a=1&b=2>\n", "p")
    assert [(heading.anchor, heading.text) for heading in made.headings] == [
        ("p--its-x-y-r-d-https-a-example-a-1-b-2", "It’s x<y, R&D © https://a.example/?a=1&b=2")
    ]
    made = render_markdown("## A <b>bold</b> &amp; brave one\n", "p", trusted=True)
    assert [heading.text for heading in made.headings] == ["A bold & brave one"]


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
    """It stays readable in the file, so that a search finds it."""
    made = render_markdown("Ask <ask@a.example>.\n", "p")
    assert made.html == '<p>Ask <a href="mailto:ask@a.example">ask@a.example</a>.</p>'
    assert made.targets == ("mailto:ask@a.example",)


def test_blocks_inside_a_point_keep_their_lines() -> None:
    """A quotation or a table in a point is not put on one line with it."""
    assert render_markdown("- > one\n  > two\n- three\n", "p").html.splitlines() == [
        *("<ul>", "<li>", "<blockquote>", "<p>one two</p>", "</blockquote>", "</li>", "<li>three</li>", "</ul>")
    ]
    lines = render_markdown("- | A | B |\n    |:-:|--:|\n    | c | d |\n", "p").html.splitlines()
    assert lines[:3] == [
        "<ul>",
        "<li>",
        '<div aria-label="Table: A, B" class="scroll" role="region" tabindex="0"><table class="plain">',
    ]
    assert [line for line in lines if "<th " in line or "<td" in line] == [
        '<th class="centred" scope="col">A</th>',
        '<th class="number" scope="col">B</th>',
        '<th class="centred" scope="row">c</th>',
        '<td class="number">d</td>',
    ]


def test_pictures_and_links_are_named_for_those_who_check_them() -> None:
    """Pictures on a line of their own, those inside a sentence, and where each link leads; one to nowhere is words."""
    made = render_markdown("![a](x.png)\n\nIn ![b](y.png) words.\n\n[c](z.html) [d](https://a.example) [e]()\n", "p")
    assert (made.pictures, made.strays) == (("x.png",), ("y.png",))
    assert made.targets == ("z.html", "https://a.example", "")
    assert made.html.splitlines() == [
        '<figure class="picture"><img alt="a" src="picture:x.png"></figure>',
        '<p>In <img alt="b" src="picture:y.png"> words.</p>',
        '<p><span>c</span> <a href="https://a.example">d</a> <span>e</span></p>',
    ]


def test_ids_of_a_lead_are_not_those_of_its_page() -> None:
    """Whatever stands in one sentence, its ids begin with a word of their own."""
    assert render_inline("## Work") == '<h3 id="inline--work">Work</h3>'
