"""The web page: self-standing, the same bytes each time, and whole for those who hear it."""

import re
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from london import copy_workspace, made_in, run
from lxml import html

WORDY = ("p", "h1", "h2", "h3", "h4", "caption", "th", "td", "figcaption")


def test_it_names_nothing_outside_itself(page: html.HtmlElement, page_text: str) -> None:
    """Nothing is fetched from elsewhere and nothing runs: style and pictures are inside, and there is no script."""
    pictures = page.xpath("//img/@src")
    assert pictures
    assert [source[:22] for source in pictures if not source.startswith("data:image/png;base64,")] == []
    assert page.xpath("//script | //link | //iframe | //object | //embed | //base | //form") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    styles = page.xpath("//style/text()")
    assert styles
    assert [style for style in styles if re.search(r"url\(|@import", style)] == []
    addresses = page.xpath("//@href")
    assert addresses
    assert {address.split(":")[0] for address in addresses if not address.startswith("#")} <= {"https", "mailto"}
    assert "picture:" not in page_text


def test_ids_are_unique(page: html.HtmlElement) -> None:
    """No two elements have the same id."""
    counted = Counter(page.xpath("//@id"))
    assert len(counted) > 50
    assert [name for name, times in counted.items() if times > 1] == []


def test_every_link_inside_the_page_has_its_target(page: html.HtmlElement) -> None:
    """Each link, and each label by reference, leads to an element of the page."""
    ids = set(page.xpath("//@id"))
    links = [address[1:] for address in page.xpath("//a/@href") if address.startswith("#")]
    assert len(links) > 50
    assert [link for link in links if link not in ids] == []
    labels = [name for names in page.xpath("//@aria-labelledby | //@aria-describedby") for name in names.split()]
    assert labels
    assert [label for label in labels if label not in ids] == []


def test_contents_lead_to_every_chapter(page: html.HtmlElement) -> None:
    """The contents list every chapter and every heading below it, by the same words and in the same order."""
    listed = [(link.get("href"), link.text_content()) for link in page.xpath("//nav//a")]
    chapters = [("#" + part.get("id"), part.find("h2").text_content()) for part in page.xpath("//section[@id and h2]")]
    assert len(chapters) > 5
    assert [entry for entry in listed if entry in chapters] == chapters
    headings = [
        ("#" + heading.get("id"), heading.text_content())
        for heading in page.xpath("//main//h3[not(ancestor::*[@class='notes'])]")
    ]
    assert [entry for entry in listed if entry not in chapters] == headings


def test_tables_of_figures_can_be_read_aloud(page: html.HtmlElement) -> None:
    """Every table of figures has a caption; every heading of a table has its scope and its words."""
    tables = page.xpath("//table[@id]")
    assert len(tables) == 9
    assert [table.get("id") for table in tables if not table.findtext("caption")] == []
    headings = page.xpath("//th")
    assert {heading.get("scope") for heading in headings} == {"col", "row"}
    assert [heading for heading in headings if not heading.text_content().strip()] == []
    assert [cell for cell in page.xpath("//td") if not cell.text_content().strip()] == []


def test_every_table_has_a_name(page: html.HtmlElement) -> None:
    """Every table, also one of a local page, has a caption or stands in a region that is named."""
    tables = page.xpath("//table")
    assert len(tables) > len(page.xpath("//table[@id]"))
    nameless = [
        table
        for table in tables
        if table.find("caption") is None and not table.xpath("ancestor::*[@role='region']/@aria-label")
    ]
    assert nameless == []


def test_headings_leave_no_level_out(page: html.HtmlElement) -> None:
    """There is one heading of the first level, and each following one is at most one level deeper than the last."""
    headings = page.xpath("//h1 | //h2 | //h3 | //h4 | //h5 | //h6")
    levels = [int(heading.tag[1]) for heading in headings]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert max(levels) >= 3
    assert [pair for pair in pairwise(levels) if pair[1] > pair[0] + 1] == []
    assert [heading for heading in headings if not heading.text_content().strip()] == []


def test_notes_are_linked_both_ways(page: html.HtmlElement) -> None:
    """Each note is reached from every table that uses it, and leads back to exactly those tables."""
    notes = page.xpath("//section[@class='note']")
    assert len(notes) == 10
    used = 0
    for note in notes:
        letter = note.xpath(".//*[@class='letter']/text()")[0].strip("()")
        links = page.xpath(f"//a[@class='note-link'][@href='#{note.get('id')}']")
        assert {link.text_content() for link in links} <= {f"[{letter}]"}
        tables = sorted({link.xpath("ancestor::table/@id")[0] for link in links})
        back = sorted(address[1:] for address in note.xpath(".//p[@class='back']/a/@href"))
        assert back == tables
        used += bool(tables)
    assert used == 9, "all but terrorism, which has no figures"


def test_end_notes_are_linked_both_ways(page: html.HtmlElement) -> None:
    """Each end note of a local page is reached from its place in the text, and leads back to it."""
    references = page.xpath("//a[@role='doc-noteref']")
    assert references
    for reference in references:
        (note,) = page.xpath(f"//li[@id='{reference.get('href')[1:]}']")
        (back,) = note.xpath(".//a[@role='doc-backlink']/@href")
        assert page.xpath(f"//*[@id='{back[1:]}']//a") == [reference] or reference.get("id") == back[1:]


def test_one_block_stands_on_one_line(page_text: str) -> None:
    """A line holds the words of at most one block, and no block of words is broken over two lines."""
    body = page_text[page_text.index("<body") :].splitlines()
    assert len(body) > 300
    opens = re.compile(rf"<({'|'.join(WORDY)}|li)\b")
    crowded = [line[:80] for line in body if len(found := opens.findall(line)) > 1 and found != ["li", "p"]]
    assert crowded == []
    broken = [
        line[:80]
        for line in body
        for tag in WORDY
        if len(re.findall(rf"<{tag}\b", line)) != len(re.findall(rf"</{tag}>", line))
    ]
    assert broken == []


def test_figures_have_their_thousands_separated(page: html.HtmlElement) -> None:
    """Every figure in a table of figures is written with its thousands separated by commas, or as shorthand."""
    cells = [cell.text_content() for cell in page.xpath("//table[@id]//td[not(contains(@class, 'change'))]")]
    assert len(cells) == 51 + 3 * 4 + 9, "with last year's"
    assert [cell for cell in cells if not re.fullmatch(r"\d{1,3}(,\d{3})*|\[[zcxb]\]", cell)] == []
    assert [cell for cell in cells if "," in cell]


def test_language_and_title_are_told(page: html.HtmlElement) -> None:
    """The page names its language and its title, its author is the publisher, and its encoding is UTF-8."""
    assert page.get("lang") == "en-GB"
    assert page.findtext(".//title") == "London’s Multi-Agency Public Protection Arrangements: annual report 2024/25"
    assert page.xpath("//meta[@name='author']/@content") == ["HM Prison and Probation Service"]
    assert page.xpath("//meta/@charset") == ["utf-8"]


def test_pictures_have_words_and_a_size(page: html.HtmlElement) -> None:
    """Every picture has words for those who cannot see it, and its size, so that the page does not jump."""
    pictures = page.xpath("//img")
    assert pictures
    for picture in pictures:
        assert len(picture.get("alt", "")) > 20
        assert int(picture.get("width")) > 0
        assert int(picture.get("height")) > 0


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "0", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "4242", "TZ": "America/Los_Angeles", "LC_ALL": "C.UTF-8", "LANG": "cy_GB.UTF-8"},
    ],
)
def test_the_same_input_gives_the_same_bytes(made: Path, tmp_path: Path, environment: dict[str, str]) -> None:
    """In another folder, on another day's side of the date line and with another language, not one byte differs."""
    root = copy_workspace(tmp_path / "elsewhere, with a space")
    result = run(root, "build", "london", "2024", "--format", "html", **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (made_in(root, 2024) / "index.html").read_bytes() == (made / "index.html").read_bytes()
