"""The text for GOV.UK: the same words, headings and figures as the web page, in marks that kramdown reads as meant."""

import dataclasses
import re
import shutil
import subprocess
from collections import Counter
from pathlib import Path

import pytest
from blocks import typed
from documents import document_of, page_of
from london import YEARS, published_figures
from lxml import html
from saying import REPORTS, london, page_headings, page_words, words_of

from reportgen.core.diagnostic import Outcome
from reportgen.core.messages import NOT_SHOWN
from reportgen.document.build import Document, Publication
from reportgen.document.numbering import with_end_note_numbers
from reportgen.formats.artifact import Artifact
from reportgen.formats.govspeak.abbreviations import find_abbreviations
from reportgen.formats.govspeak.export import export_govspeak, govspeak
from reportgen.tree.every_node import EVERY_NODE
from reportgen.tree.nodes import (
    Blocks,
    Cell,
    Chart,
    DocumentTree,
    Link,
    Paragraph,
    Point,
    Row,
    Section,
    Series,
    Table,
    Text,
)
from reportgen.tree.walk import find, plain_text, titled

_ROW = re.compile(r"^\|.*\|$", re.MULTILINE)


def files_of(document: Document) -> dict[str, bytes]:
    """The files of a document by name."""
    made = export_govspeak(document)
    assert made.value, made.diagnostics
    return {artifact.name: artifact.data for artifact in made.value}


def text_of(document: Document) -> str:
    """The Govspeak of a document."""
    return files_of(document)["report.govspeak.md"].decode()


def without_abbreviations(text: str) -> str:
    """The text without the list at its end."""
    return re.sub(r"^\*\[\w+\]: .*\n", "", text, flags=re.MULTILINE)


def said_in(text: str) -> Counter[str]:
    """How often Govspeak says each word, without its marks."""
    text = without_abbreviations(text)
    text = re.sub(
        r"\[Image: [^\]]*\]|\{/?(?:stat-headline|barchart)\}|^\$C$|\]\([^)]*\)", " ", text, flags=re.MULTILINE
    )
    text = re.sub(r"\[note ([a-z])\]", r"\1", text)
    text = re.sub(r" \{#[\w-]+\}$", "", text, flags=re.MULTILINE)
    # The number of an item is no word on a page; a reference and its note carry one that the page prints once.
    text = re.sub(r"^(?:\d+\. |\[\^\d+\]: )", "", text, flags=re.MULTILINE)
    return Counter(words_of(text))


def tables_in(text: str) -> list[list[list[str]]]:
    """The tables of Govspeak as rows of cells; the mark of a row's heading stays in it."""
    tables = re.findall(r"(?:^\|.*\|\n)+", text, re.MULTILINE)
    return [[[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()] for table in tables]


def document_with(*sections: Blocks) -> DocumentTree:
    """A document that has these sections alone."""
    chapters = (Section(f"section-{number}", f"Section {number}", blocks) for number, blocks in enumerate(sections))
    return dataclasses.replace(EVERY_NODE, cover=(), sections=with_end_note_numbers(tuple(chapters)))


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_no_word_of_the_page_is_lost(kind: str, year: int) -> None:
    """Each report says every word of its page as often as the page does: captions of pictures in the form, all others in Govspeak."""
    document = london(kind, year)
    files = files_of(document)
    expected = Counter(page_words(document))
    page = html.document_fromstring(page_of(document))
    for notes in page.xpath("//section[@role='doc-endnotes']/@aria-label"):
        expected.subtract(words_of(notes))
    for caption in page.xpath("//figure[@class='picture']/figcaption"):
        expected.subtract(words_of(caption.text_content()))
        assert f"Caption: {caption.text_content()}\n" in files["publishing-form.md"].decode()
    for chart in find(document.tree.sections, Chart):
        # A year that is not shown has no column here; below the table it is told as in the page.
        gaps = [one for one, point in enumerate(chart.series[0].points, 1) if point.words == NOT_SHOWN]
        expected.subtract(word for one in gaps for word in words_of(plain_text(chart.table.heads[one].content)))
        expected.subtract(word for _ in gaps for _ in chart.series for word in words_of("[x]"))
        expected.subtract(words_of("[x] means not available") if gaps else ())
    assert sum(expected.values()) > 1500
    assert said_in(files["report.govspeak.md"].decode()) == +expected


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_headings_are_those_of_the_page(kind: str, year: int) -> None:
    """The headings begin at ##, go no deeper than ####, and are those of the page, with the captions of tables among them."""
    document = london(kind, year)
    found = re.findall(r"^(#{1,6}) (.*?)(?: \{#[\w-]+\})?$", text_of(document), re.MULTILINE)
    headings = [(len(marks), words) for marks, words in found]
    expected = page_headings(document)
    assert len(expected) > 10
    assert {level for level, _ in headings} <= {2, 3, 4}
    rest = iter(headings)
    assert [heading for heading in expected if heading not in rest] == []
    captions = Counter(re.sub(r"( \[\[note [a-z]\]\]\(#[\w-]+\))+$", "", words) for _, words in headings)
    assert captions >= Counter(plain_text(titled(table)) for table in document.tables.values())


@pytest.mark.parametrize("year", YEARS)
def test_letters_and_notes_lead_to_each_other(year: int) -> None:
    """Each letter of a note is a link to the heading of that note, and each table that a note names is one to its caption."""
    document = london("annual-report", year)
    text = text_of(document)
    addresses = dict(re.findall(r"^(#{2,4} .*) \{#([\w-]+)\}$", text, re.MULTILINE))
    headings = {address: words for words, address in addresses.items()}
    letters = re.findall(r"\[\[note ([a-z])\]\]\(#([\w-]+)\)", text)
    assert len(letters) == text.count("[note ") > 15
    assert [letter for letter, address in letters if not headings[address].startswith(f"### ({letter}) ")] == []
    named = [name for line in re.findall(r"^Used in: (.*)$", text, re.MULTILINE) for name in line.split("; ")]
    assert len(named) > 15
    for name in named:
        words, address = re.fullmatch(r"\[(.*)\]\(#([\w-]+)\)", name).groups()  # type: ignore[union-attr]
        assert headings[address].startswith(f"#### {words}")


def test_a_link_to_what_has_no_address_is_words() -> None:
    """A table without a caption of its own has no heading, and so no address; a link that leads to it keeps its words."""
    link = Link("#there", (Text("that table"),))
    table = Table("there", (), (), (Cell((Text("A"),)),), ())
    assert "Look at that table.\n" in govspeak(
        document_with((Paragraph((Text("Look at "), link, Text("."))), table)), {}
    )
    captioned = dataclasses.replace(table, caption=(Text("Courses"),))
    text = govspeak(document_with((Paragraph((Text("Look at "), link, Text("."))), captioned)), {})
    assert "Look at [that table](#there).\n" in text
    assert "### Courses {#there}\n" in text


@pytest.mark.parametrize("year", YEARS)
def test_every_published_figure_is_in_its_cell(year: int) -> None:
    """Each figure of London stands in the row and column of its own table, right-aligned, and rows have headings."""
    document = london("annual-report", year)
    text = text_of(document)
    tables = document.report.edition.shape.tables
    published = published_figures(year)
    assert set(published) == set(tables)
    for name, shape in tables.items():
        caption = re.escape(plain_text(titled(document.tables[name])))
        found = re.search(rf"^#### {caption}(?: \[\[.*)?(?: \{{#.*)?\n\n((?:\|.*\|\n)+)", text, re.MULTILINE)
        assert found, name
        ((heads, rules, *rows),) = tables_in(found[1])
        assert len(heads) in (1 + len(shape.columns), 3 + len(shape.columns)), (
            "with or without last year and the change"
        )
        assert rules == ["---", *(["---:"] * (len(heads) - 1))]
        assert all(row[0].startswith("# ") for row in rows)
        cells = {
            (row, column): words
            for row, line in zip(shape.rows, rows, strict=False)
            for column, words in zip(shape.columns, line[1:], strict=False)
        }
        assert cells == published[name]


def test_page_tables_have_their_caption_and_keep_their_alignment(good: Path) -> None:
    """A table of a local page has its columns as typed, with headings for rows, and its caption above it."""
    text = text_of(document_of(good, 2024, "testshire"))
    table = tables_in(text)[-1]
    assert table[0] == ["Group", "Morning", "Afternoon"]
    assert table[1] == ["---", "---:", "---:"]
    assert table[2] == ["# Leaders of meetings", "12", "14"]
    assert "#### Who came\n\n**Who came**\n\n| Group |" in text


def test_pictures_are_files_and_their_words_are_in_the_form(good: Path) -> None:
    """Each picture is named where it stands, is beside the text under that name, and has its words in the form."""
    document = document_of(good, 2024, "testshire")
    files = files_of(document)
    assert files["attendance.png"] == document.pictures["attendance.png"].data
    assert "\n[Image: attendance.png]\n" in files["report.govspeak.md"].decode()
    form = files["publishing-form.md"].decode()
    assert "### attendance.png\n\nAlt text: Two bars." in form
    assert "Caption: People in each half of the day" in form


def test_charts_are_drawn_only_where_every_cell_is_a_number() -> None:
    """A table behind a chart asks for bars, unless a figure is none; a year that is not shown is told below it alone."""

    def chart(*figures: str) -> Chart:
        years = ("2024", "2023")[: len(figures)]
        heads = (Cell((Text("Level"),)), *(Cell((Text(year),), "right") for year in years))
        cells = tuple(Cell((Text("[x]" if figure == NOT_SHOWN else figure),), "right") for figure in figures)
        series = (Series("Level 1", tuple(Point(year, None, one) for year, one in zip(years, figures, strict=True))),)
        table = Table("", (Text("More"),), (), heads, (Row(Cell((Text("Level 1"),)), cells),))
        return Chart(
            "c", "chart-c", "", "Bar chart.", series, table, ("[x] means not available: 2023 is not shown here.",)
        )

    whole, broken, gap = (
        govspeak(document_with((chart(*figures),)), {}) for figures in (("1,250",), ("[x]",), ("1,250", NOT_SHOWN))
    )
    assert "| Level | 2024 |\n|---|---:|\n|# Level 1 | 1,250 |\n{barchart}\n\n2023 is not shown here.\n" in gap
    assert "[x]" not in gap
    assert "### More\n\n| Level | 2024 |\n|---|---:|\n|# Level 1 | 1,250 |\n{barchart}\n" in whole
    assert "|# Level 1 | [x] |\n" in broken
    assert "{barchart}" not in broken


def test_end_notes_are_numbered_through_the_page_and_left_out_of_tables() -> None:
    """Notes count on from chapter to chapter, and one in a table is told below it, as GOV.UK has no notes in tables."""
    texts = (
        "One[^p]\n\n[^p]: Note p.",
        "Two[^q]\n\n[^q]: Note q.",
        "| A |\n|---|\n| b[^t] |\n\n[^t]: Note t.",
        "[^u]: Note u.",
    )
    text = govspeak(document_with(*(typed(words, f"page-{number}").blocks for number, words in enumerate(texts))), {})
    assert "One[^1]" in text
    assert "Two[^2]" in text
    assert "[^1]: Note p.\n\n[^2]: Note q." in text
    assert "|# b [table note 1] |\n\n[table note 1] Note t." in text
    assert text.rstrip().endswith("Note u.")
    assert text.count("Note t.") == text.count("Note u.") == 1


def test_abbreviations_are_those_that_the_text_explains() -> None:
    """London's report lists at its end each abbreviation that it explains, plurals before singulars, and no other."""
    listed = re.findall(r"^\*\[(\w+)\]: (.+)$", text_of(london("annual-report", 2024)), re.MULTILINE)
    assert ("MAPPA", "Multi-Agency Public Protection Arrangements") in listed
    assert ("ONS", "Office for National Statistics") in listed
    assert ("RoSHO", "Risk of Sexual Harm Order") in listed
    names = [short for short, _ in listed]
    assert names.index("SHPOs") + 1 == names.index("SHPO")
    assert "UK" not in names
    assert text_of(london("annual-report", 2024)).rstrip().endswith(f"*[{listed[-1][0]}]: {listed[-1][1]}")


def test_known_abbreviations_are_listed_where_they_occur() -> None:
    """An edition may explain what its text does not; what the text says itself counts more; what is absent is left out."""
    text = "The Fire and Rescue Service (FRS) met the NHS. A bracket (ABC) explains nothing."
    known = {"NHS": "National Health Service", "FRS": "something else", "MP": "Member of Parliament"}
    assert find_abbreviations(text, known) == (("FRS", "Fire and Rescue Service"), ("NHS", "National Health Service"))


def test_contact_and_draft_stand_in_their_marks(good: Path) -> None:
    """How to ask for another format is a contact, and a draft says so before all else, in the text and in the form."""
    figures = good / "data/annual-report/2024/testshire.yaml"
    document = document_of(good, 2024, "testshire")
    assert re.search(r"^\$C\n.*reports@testshire\.example\]\(mailto:.*\n\$C$", text_of(document), re.MULTILINE)
    assert "DRAFT" not in text_of(document)
    figures.write_text(figures.read_text(encoding="utf-8").replace("status: final", "status: draft"), encoding="utf-8")
    draft = document_of(good, 2024, "testshire")
    assert text_of(draft).startswith("%DRAFT, not for publication%\n")
    assert "This is a draft" in files_of(draft)["publishing-form.md"].decode()


def test_the_form_has_every_answer() -> None:
    """The form of London's report has its title, summary, organisation, date, attachments and an empty change note."""
    form = files_of(london("annual-report", 2024))["publishing-form.md"].decode()
    assert "## Title\n\nMAPPA annual report 2024 to 2025: London\n" in form
    summary = re.search(r"## Summary\n\n(.+)\n", form)
    assert summary
    assert "London" in summary[1]
    for heading in (
        "Body\n\nLondon’s Multi-Agency",
        "Document type\n\nCorporate report\n",
        "Organisations\n\nHM Prison",
        "Topics\n\nCrime, justice and law\n",
        "Collections\n\nMulti-Agency",
        "Nations it applies to\n\nEngland\n",
        "Date of publication\n\n30 October 2025",
        "Contact for other formats\n\nMAPPA national team, accessible.formats@",
        "Attachments\n\n1. HTML",
    ):
        assert f"## {heading}" in form
    assert "## Change note\n\nLeave this empty the first time." in form


def test_the_form_names_every_file_that_is_attached() -> None:
    """Each file of a report stands in the form by the name under which it is published, and no other does."""
    form = files_of(london("annual-report", 2024))["publishing-form.md"].decode()
    stem = "mappa-annual-report-london-2024-to-2025"
    endings = (".govspeak.md", ".pdf", ".docx", "-figures.ods", "-figures.csv")
    attachments = form.split("## Attachments")[1].split("## Images")[0]
    assert re.findall(rf"{stem}\S*\w|datapackage\.json", attachments) == [
        *(stem + ending for ending in endings),
        "datapackage.json",
    ]


def test_what_is_not_decided_is_told(good: Path) -> None:
    """Where a workspace does not say how its reports are published, the form says where to type it."""
    form = files_of(document_of(good, 2024, "testshire"))["publishing-form.md"].decode()
    to_type = "To be decided: type it once for all in reportgen.yaml, below “publishing” and “annual-report”, as “document_type”."
    assert f"## Document type\n\n{to_type}\n" in form
    assert "## Organisations\n\nTestshire Reporting Board\n" in form


def test_every_area_keeps_within_the_bounds_of_the_form() -> None:
    """No edition's title or summary grows too long with the longest name of an area."""
    areas = document_areas()
    assert len(areas) > 40
    longest = max(map(len, areas)) - len("London")
    for kind, year in REPORTS:
        publication = london(kind, year).publication
        assert publication
        assert len(publication.title) + longest < 65
        assert len(publication.summary) + longest < 160


def document_areas() -> list[str]:
    """The names of all areas."""
    from london import REPOSITORY

    return re.findall(r"^    name: (.+)$", (REPOSITORY / "data/areas.yaml").read_text(encoding="utf-8"), re.MULTILINE)


@pytest.mark.parametrize(
    ("publication", "slugs"),
    [
        (None, ["publication-missing"]),
        (Publication("x" * 64, "y" * 158 + "."), []),
        (Publication("x" * 65, "y" * 158 + "."), ["title-too-long"]),
        (Publication("x", "y" * 159 + "."), ["summary-too-long"]),
        (Publication("x", "y" * 150), ["summary-without-stop"]),
        (Publication("x" * 70, "y" * 170), ["title-too-long", "summary-too-long", "summary-without-stop"]),
    ],
)
def test_bounds_of_the_form_are_told(publication: Publication | None, slugs: list[str]) -> None:
    """A title of 64 characters and a summary of 159 pass; one more, or no full stop, is an error and nothing is made."""
    document = dataclasses.replace(london("annual-report", 2024), publication=publication)
    made: Outcome[tuple[Artifact, ...]] = export_govspeak(document)
    assert [said.slug for said in made.diagnostics] == slugs
    assert (made.value is None) == bool(slugs)
    assert all(said.place.file.path.endswith("2024.1/edition.yaml") for said in made.diagnostics)


def test_same_report_same_bytes(good: Path) -> None:
    """Made twice from files read twice, every file is the same."""
    first, second = (export_govspeak(document_of(good, 2024, "testshire")) for _ in range(2))
    assert first.value
    assert first.value == second.value
    assert [artifact.name for artifact in first.value] == ["report.govspeak.md", "publishing-form.md", "attendance.png"]


def as_kramdown(text: str) -> html.HtmlElement:
    """What kramdown, on which Govspeak is built, makes of the text without GOV.UK's own marks."""
    ruby = shutil.which("ruby")
    if ruby is None or subprocess.run([ruby, "-rkramdown", "-e", ""], capture_output=True, check=False).returncode:
        pytest.skip("needs kramdown: apt-get install ruby-kramdown")
    plain = re.sub(r"^\$C$|^\{/?stat-headline\}$|^\{barchart\}$|^\[Image: .*\]$", "", text, flags=re.MULTILINE)
    plain = re.sub(r"^[\^%](.*)[\^%]$", r"\1", plain, flags=re.MULTILINE)
    # It remarks on [z] and [note a], which are no links and stay as they are.
    script = "d = Kramdown::Document.new(STDIN.read); puts d.to_html; warn d.warnings.grep_v(/^No link definition/)"
    made = subprocess.run(
        [ruby, "-Eutf-8:utf-8", "-rkramdown", "-e", script],
        input=plain,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    assert (made.returncode, made.stderr.strip()) == (0, "")
    return html.document_fromstring(f"<html><body>{made.stdout}</body></html>")


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_kramdown_reads_what_was_meant(kind: str, year: int) -> None:
    """kramdown finds the tables with their cells, the headings, the notes and every word, and warns of nothing."""
    document = london(kind, year)
    text = text_of(document)
    page = as_kramdown(text)
    read = [
        [[" ".join(cell.text_content().split()) for cell in row.xpath("th | td")] for row in table.xpath(".//tr")]
        for table in page.xpath("//table")
    ]
    unlinked = re.sub(r"\[(\[note [a-z]\])\]\(#[\w-]+\)", r"\1", text)
    written = [[row for row in table if not set("".join(row)) <= {"-", ":"}] for table in tables_in(unlinked)]
    assert (len(written) >= 9) == (kind == "annual-report")
    assert read == written
    assert len(page.xpath("//h2")) == len(document.tree.sections)
    assert len(page.xpath("//div[@class='footnotes']/ol/li")) == page_of(document).count('class="footnote-ref"')
    assert page.xpath("//abbr[text()='MAPPA']/@title")[0] == "Multi-Agency Public Protection Arrangements"
    links = page.xpath("//a/@href[starts-with(., '#')][not(starts-with(., '#fn'))]")
    assert set(links) <= {f"#{name}" for name in page.xpath("//*[self::h2 or self::h3 or self::h4]/@id")}
    assert (len(links) > 30) == (kind == "annual-report")
    for mark in page.xpath("//a[@class='reversefootnote']"):
        mark.drop_tree()
    assert Counter(words_of(page.text_content().replace("[note ", "["))) == said_in(text)


HOSTILE = [
    *(
        "# no heading",
        "1. no list",
        "s1. no step",
        "- no list",
        "+ none",
        "* none",
        "> no quotation",
        ": no definition",
    ),
    *("^no callout^", "%no warning%", "@none@", "$C", "$$x$$ no formula", "| no | table |", "~~~", "=== ", "!!1"),
    *("a *b* _c_ `d` [e](f) [g] ![h](i) \\ {: .j} {::k} <l> &amp; <!-- m -->", "*[no]: abbreviation", "[^1] no note"),
    *("[z] and [low] stay", "[z](no link)", "x | y", "---", "R&D &lt; 3"),
]


@pytest.mark.slow
@pytest.mark.parametrize("words", HOSTILE)
def test_words_are_never_marks(words: str) -> None:
    """Whatever a paragraph says, kramdown sets it as one paragraph that says the same."""
    page = as_kramdown(govspeak(document_with((Paragraph((Text(words),)),)), {}))
    found = page.xpath("//body/*[not(self::h2)]")
    assert [element.tag for element in found] == ["p"]
    assert " ".join(found[0].text_content().split()) == " ".join(words.split())


def test_a_note_of_several_paragraphs_stays_one_note() -> None:
    """The further paragraphs of an end note are set in below the first."""
    text = govspeak(document_with(typed("Words[^n]\n\n[^n]: First.\n\n    Second.").blocks), {})
    assert text.endswith("[^1]: First.\n\n    Second.\n")
