"""What stands first and what tables are called: the cover of an edition that asks for one, and the numbers of tables and charts."""

import re
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from documents import change, document_of
from london import copy_workspace, run

from reportgen.document.build import Document
from reportgen.formats.govspeak.export import govspeak
from reportgen.formats.ods.export import export_ods
from reportgen.formats.word.export import export_docx
from reportgen.tree.nodes import Chart, Footnote, FootnoteReference, Heading, Note, Paragraph, Section, Table
from reportgen.tree.walk import find, plain_text, titled

EDITION = "templates/annual-report/2024.1/edition.yaml"
PAGE = "content/annual-report/2024/london/10-training-and-research.md"


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """London’s report for 2024/25."""
    return document_of(copy_workspace(tmp_path_factory.mktemp("london")), 2024)


def titles(document: Document) -> list[str]:
    charts = list(find(document.tree.sections, Chart))
    inner = [id(chart.table) for chart in charts]
    tables = [one for one in find(document.tree.sections, Table) if id(one) not in inner]
    return [plain_text(titled(one)) for one in (*tables, *(chart.table for chart in charts))]


def test_the_area_stands_first_and_one_figure_of_the_year_last(document: Document) -> None:
    """Name, title, the full name, the dates, and the figure with what it counts."""
    assert [plain_text(block.content) for block in document.tree.cover if isinstance(block, Heading | Paragraph)] == [
        "London MAPPA annual report 2024/25",
        "London’s Multi-Agency Public Protection Arrangements",
        "1 April 2024 to 31 March 2025",
        "11,220 MAPPA-eligible individuals on 31 March 2025",
        "HM Prison and Probation Service",
    ]


def test_a_figure_that_is_no_number_is_left_out_of_the_cover(tmp_path: Path) -> None:
    """“[x] people” would say nothing at such a place."""
    root = copy_workspace(tmp_path)
    change(root / "data/annual-report/2024/london.yaml", "became_subject: 13", "became_subject: [x]")
    asked = "  figure: {}\n  label"
    figure = "sexual_risk_order_breaches.became_subject"
    change(root / EDITION, asked.format("eligible_on_31_march.total.total"), asked.format(figure))
    words = [plain_text(block.content) for block in document_of(root, 2024).tree.cover if isinstance(block, Paragraph)]
    assert not any("MAPPA-eligible" in line or "[x]" in line for line in words)


def test_an_edition_without_a_cover_has_its_title_first(tmp_path: Path) -> None:
    """The editions of the years before print what they printed."""
    kind, title, *_ = document_of(copy_workspace(tmp_path), 2023).tree.cover
    assert isinstance(kind, Paragraph)
    assert isinstance(title, Heading)
    assert plain_text(kind.content) == "Annual report 2023/24"
    assert plain_text(title.content) == "London’s Multi-Agency Public Protection Arrangements"


def test_tables_and_charts_are_numbered_as_they_are_met(document: Document) -> None:
    """Those of the statistics first, then those of the area’s pages; charts have a count of their own."""
    told = titles(document)
    assert [title.split(":")[0] for title in told] == [*(f"Table {n}" for n in range(1, 11)), "Chart 1", "Chart 2"]
    assert told[9] == "Table 10: Courses and forums for chairs"


def test_every_format_calls_a_table_by_its_number(document: Document) -> None:
    """Govspeak, Word and the workbook say “Table 5”, and a note names the tables that it is used in by theirs."""
    assert "Table 5: Restrictive orders for Category 1 offenders" in govspeak(document.tree, {})
    for made, part in ((export_docx(document), "word/document.xml"), (export_ods(document), "content.xml")):
        assert made.value
        with ZipFile(BytesIO(made.value[0].data)) as file:
            words = re.sub("<[^>]*>", "", file.read(part).decode("utf-8"))
        assert "Table 5: Restrictive orders for Category 1 offenders" in words
    (note,) = (one for one in find(document.tree.sections, Note) if one.letter == "f")
    assert [plain_text(link.content) for link in note.used_in] == ["Table 7"]


def test_no_table_is_numbered_where_the_edition_does_not_ask(tmp_path: Path) -> None:
    """The editions of the years before call their tables as they were published."""
    assert not any(title.startswith("Table ") for title in titles(document_of(copy_workspace(tmp_path), 2023)))


def test_a_line_above_a_table_is_its_caption(document: Document) -> None:
    """It stands in the table, and no longer as a paragraph; in another place it is a paragraph like any other."""
    (section,) = (one for one in document.tree.sections if "Training" in one.title)
    (table,) = find(section, Table)
    assert plain_text(table.caption) == "Courses and forums for chairs"
    assert not any(plain_text(one.content).startswith("Table:") for one in find(section, Paragraph))


def test_a_caption_without_its_table_stays_a_paragraph(tmp_path: Path) -> None:
    """What somebody wrote is never lost."""
    root = copy_workspace(tmp_path)
    change(
        root / PAGE, "Table: Courses and forums for chairs\n\n", "Table: Courses and forums for chairs\n\nA line.\n\n"
    )
    (section,) = (one for one in document_of(root, 2024).tree.sections if "Training" in one.title)
    words = [plain_text(one.content) for one in find(section, Paragraph)]
    assert "Table: Courses and forums for chairs" in words
    assert [one.caption for one in find(section, Table)] == [()]


def test_the_last_section_closes_where_it_has_paragraphs_alone(document: Document, tmp_path: Path) -> None:
    """“Where to find every report” stands with “Other formats”; a last section with a heading of its own is a section."""

    def closing(sections: tuple[Section, ...]) -> list[str]:
        return [section.anchor for section in sections if section.role == "closing"]

    assert closing(document.tree.sections) == ["closing", "other-formats"]
    root = copy_workspace(tmp_path)
    path = root / "templates/annual-report/2024.1/sections/closing.md.j2"
    path.write_text(path.read_text(encoding="utf-8") + "\n## More\n\nWords.\n", encoding="utf-8")
    assert closing(document_of(root, 2024).tree.sections) == ["other-formats"]


def test_a_table_that_no_section_shows_is_told_and_not_numbered(tmp_path: Path) -> None:
    """A note that names a table which is not shown is a fault of the edition, and none of the program."""
    root = copy_workspace(tmp_path)
    section = root / "templates/annual-report/2024.1/sections/statistics.md.j2"
    change(section, '{{ table("restrictive_orders") }}', "")
    told = run(root, "check", "london", "2024")
    assert told.returncode == 1
    assert "table-not-shown" in told.stdout
    assert "own-fault" not in told.stdout


def test_a_report_without_any_section_has_its_end_alone(tmp_path: Path) -> None:
    """An edition that has nothing but local pages, and an area without one, leave what closes every report."""
    root = copy_workspace(tmp_path)
    parts = "parts:\n  - pages: others\n\n"
    path = root / "templates/consultation-response/2013.1/edition.yaml"
    text = re.sub(r"parts:\n(  - .*\n)+\n", parts, path.read_text(encoding="utf-8"))
    path.write_text(text, encoding="utf-8")
    shutil.rmtree(root / "content/consultation-response/2013/london")
    document = document_of(root, 2013, kind="consultation-response")
    assert [section.anchor for section in document.tree.sections] == ["other-formats"]


def test_end_notes_are_numbered_through_as_the_text_leads_to_them(good: Path) -> None:
    """The number of a note goes on from page to page, and follows the text, not the order in which notes were typed."""
    page = good / "content/annual-report/2024/testshire/introduction.md"
    with page.open("a", encoding="utf-8") as stream:
        stream.write("\nOne.[^b] Two.[^a] Again.[^b]\n\n[^none]: Nothing.\n\n[^a]: About a.\n\n[^b]: About b.\n")
    sections = document_of(good, 2024, "testshire").tree.sections
    assert [one.number for one in find(sections, FootnoteReference)] == ["1", "2", "1", "4"]
    notes = [(note.number, plain_text(note.blocks[0].content)) for note in find(sections, Footnote)]
    assert notes[:3] == [(1, "About b."), (2, "About a."), (3, "Nothing.")]
    assert [number for number, _ in notes[3:]] == [4]
