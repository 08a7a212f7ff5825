"""The Word file: the same words, headings and figures as the web page, made of what Word and a screen reader know."""

import io
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import docx
import pytest
from documents import document_of, page_of
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from london import YEARS, published_figures
from lxml import etree
from PIL import Image
from saying import REPORTS, london, page_headings, page_words, words_of

from reportgen.core import messages
from reportgen.document.build import Document
from reportgen.formats.word.export import export_docx
from reportgen.tree.nodes import Heading
from reportgen.tree.walk import plain_text, titled

_CONTENTS = ("TocHeading", "TOCHeading", "Toc1", "Toc2")


def bytes_of(document: Document) -> bytes:
    """The Word file of a document."""
    made = export_docx(document)
    assert made.value, made.diagnostics
    (artifact,) = made.value
    assert artifact.name == "report.docx"
    return artifact.data


def opened(document: Document) -> Any:
    """The Word file as the library reads it."""
    return docx.Document(io.BytesIO(bytes_of(document)))


def paragraphs_of(word: Any) -> Iterator[tuple[str, str]]:
    """Each paragraph of the text, also in tables, as the id of its style and its words.

    Shape: notes stand at the end of their chapter, under a title and by number, as on the page.
    """
    waiting: list[list[Any]] = []

    def notes() -> Iterator[tuple[str, str]]:
        if waiting:
            yield "EndNotesTitle", messages.FOOTNOTES
        yield from (_said(paragraph) for note in waiting for paragraph in note)
        waiting.clear()

    for paragraph in word.element.body.iter(qn("w:p")):
        if paragraph.pPr is not None and paragraph.pPr.style == "Heading1":
            yield from notes()
        waiting += [notes_of(word)[one.get(qn("w:id"))] for one in paragraph.iter(qn("w:footnoteReference"))]
        yield _said(paragraph)
    yield from notes()


def _said(paragraph: Any) -> tuple[str, str]:
    """The style and words of a paragraph, and the numbers of the notes which it refers to, which are those in the file."""
    nodes = paragraph.iter(*(qn(f"w:{name}") for name in ("t", "tab", "br", "footnoteReference")))
    said = (node.get(qn("w:id")) or node.text or (" " if node.tag != qn("w:t") else "") for node in nodes)
    words = "".join(said)
    style = paragraph.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return style.get(qn("w:val")) if style is not None else "", words


def notes_of(word: Any) -> dict[str, list[Any]]:
    """The paragraphs of each note of Word's own, by its number."""
    parts = [one.target_part for one in word.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.FOOTNOTES]
    notes = parse_xml(parts[0].blob) if parts else []
    return {note.get(qn("w:id")): list(note.iter(qn("w:p"))) for note in notes}


def tables_of(word: Any) -> list[tuple[str, list[list[str]]]]:
    """Each table with the caption above it and its cells."""
    found = []
    for table in word.tables:
        above = table._tbl.getprevious()
        while above is not None and above.pPr.style not in ("Caption", "Normal"):
            above = above.getprevious()
        caption = docx.text.paragraph.Paragraph(above, word).text if above is not None else ""
        found.append((caption, [[cell.text for cell in row.cells] for row in table.rows]))
    return found


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_no_word_of_the_page_is_lost(kind: str, year: int) -> None:
    """Each report says in Word what its page says, word for word and in the same order."""
    document = london(kind, year)
    said = [words for style, words in paragraphs_of(opened(document)) if style not in _CONTENTS]
    expected = page_words(document)
    assert len(expected) > 1500
    assert words_of(" ".join(said)) == expected


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_headings_are_those_of_the_page(kind: str, year: int) -> None:
    """The headings are the page's, one level higher as the title is a style of its own, and the contents list those of the page."""
    document = london(kind, year)
    word = opened(document)
    levels = {"Heading1": 2, "Heading2": 3, "NoteHeading": 3, "Heading3": 4}
    found = [(levels[style], " ".join(words.split())) for style, words in paragraphs_of(word) if style in levels]
    expected = page_headings(document)
    assert len(expected) > 10
    assert found == expected
    assert word.styles["Note heading"].base_style.name == "Heading 2"
    listed = [" ".join(words.split()) for style, words in paragraphs_of(word) if style in ("Toc1", "Toc2")]
    contents = []
    for section in document.tree.sections:
        headings = [block for block in section.blocks if isinstance(block, Heading) and block.level == 3]
        contents += [section.title, *(plain_text(heading.content) for heading in headings)]
    assert [words.split() for words in listed] == [words.split() for words in contents]


@pytest.mark.parametrize("year", YEARS)
def test_every_published_figure_is_in_its_cell(year: int) -> None:
    """Each figure of London stands in the row and column of its own table, under its caption."""
    document = london("annual-report", year)
    found = tables_of(opened(document))
    published = published_figures(year)
    tables = document.report.edition.shape.tables
    assert set(published) == set(tables)
    for name, shape in tables.items():
        (rows,) = [
            rows for caption, rows in found if caption.split("\xa0[")[0] == plain_text(titled(document.tables[name]))
        ]
        cells = {
            (row, column): words
            for row, line in zip(shape.rows, rows[1:], strict=False)  # last year and the change come after these
            for column, words in zip(shape.columns, line[1:], strict=False)
        }
        assert cells == published[name]


def test_tables_tell_their_heads_to_a_screen_reader() -> None:
    """Every table has one head that comes again on each page, a first column of headings, a name, and rows that no page divides."""
    word = opened(london("annual-report", 2024))
    assert len(word.tables) > 9
    for table in word.tables:
        look = table._tbl.tblPr.find(qn("w:tblLook"))
        assert (look.get(qn("w:firstRow")), look.get(qn("w:firstColumn"))) == ("1", "1")
        assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val"))
        heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
        assert heads == [True] + [False] * (len(heads) - 1)
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
        assert table._tbl.xpath(".//w:gridSpan | .//w:vMerge") == []


def test_every_link_inside_has_its_bookmark() -> None:
    """Each letter, number and entry of the contents leads to a place of the file, and no two places have one name."""
    body = opened(london("annual-report", 2024)).element.body
    names = body.xpath(".//w:bookmarkStart/@w:name")
    targets = body.xpath(".//w:hyperlink/@w:anchor")
    assert len(targets) > 50
    assert len(names) == len(set(names))
    assert set(targets) <= set(names)
    starts, ends = body.xpath(".//w:bookmarkStart/@w:id"), body.xpath(".//w:bookmarkEnd/@w:id")
    assert sorted(starts) == sorted(ends)


def test_contents_are_a_field_that_word_brings_up_to_date() -> None:
    """The contents are a field of two levels, whole, and the settings ask for it to be worked out when the file is opened."""
    word = opened(london("annual-report", 2024))
    codes = word.element.body.xpath(".//w:instrText/text()")
    assert codes == [r'TOC \o "1-1" \h \z \t "Heading 2,2"']
    kinds = word.element.body.xpath(".//w:fldChar/@w:fldCharType")
    assert kinds == ["begin", "separate", "end"]
    assert word.settings.element.find(qn("w:updateFields")) is None, "Word would ask on opening"


def test_pictures_have_their_words(good: Path) -> None:
    """A picture has its alt text and stands at the edge of the text, no wider than it, with its caption below."""
    word = opened(document_of(good, 2024, "testshire"))
    (shape,) = word.inline_shapes
    assert shape._inline.docPr.get("descr").startswith("Two bars.")
    assert shape.width <= word.sections[0].page_width - 2 * word.sections[0].left_margin
    assert {name: shape._inline.get(name) for name in ("distT", "distB", "distL", "distR")} == dict.fromkeys(
        ("distT", "distB", "distL", "distR"), "0"
    ), "LibreOffice would move it over the margin"
    styles = [style for style, _ in paragraphs_of(word)]
    assert styles[styles.index("Picture") + 1] == "PictureCaption"


def test_a_tall_picture_fits_its_page(good: Path) -> None:
    """A picture like the screen of a telephone is made as high as the text allows, in its shape, and nothing of it is cut off."""
    folder = good / "content/annual-report/2024/testshire"
    Image.new("RGB", (1080, 2340), "white").save(folder / "telephone.png")
    page = "---\ntitle: On a telephone\n---\n![A white screen of a telephone.](telephone.png)\n"
    (folder / "20-telephone.md").write_text(page, encoding="utf-8")
    word = opened(document_of(good, 2024, "testshire"))
    section, shape = word.sections[0], word.inline_shapes[-1]
    assert shape.height <= (section.page_height - section.top_margin - section.bottom_margin) * 0.75
    assert shape.height / shape.width == pytest.approx(2340 / 1080, rel=0.01)


def test_columns_are_as_wide_as_their_words(good: Path) -> None:
    """Beside seven months a name is not divided letter by letter, and what is told at length has more room than a name."""
    months = ["January", "February", "March", "April", "May", "June", "July"]
    page = (
        "---\ntitle: Tables\n---\n"
        f"| District | {' | '.join(months)} |\n|---|{'---:|' * 7}\n| Folkestone | {' | '.join(['1,234'] * 7)} |\n\n"
        f"| Agency | What it does | Contact |\n|---|---|---|\n| Police | {'It does much. ' * 40}| The desk |\n"
    )
    (good / "content/annual-report/2024/testshire/20-tables.md").write_text(page, encoding="utf-8")
    word = opened(document_of(good, 2024, "testshire"))
    of_months, of_words = ([column.width.pt for column in table.columns] for table in word.tables[-2:])
    assert of_months[0] > len("Folkestone") * 6
    assert all(width > len("1,234") * 6 for width in of_months)
    assert of_words[1] > 2 * max(of_words[0], of_words[2])
    assert sum(of_months) == pytest.approx(sum(of_words), abs=2)


def test_a_long_table_begins_below_its_caption(good: Path) -> None:
    """Rows of a short table stay together on a page; of a long one, the caption stays with the first, and a page may end below any."""
    row = "| Borough | 7 |\n"
    tables = (
        f"Table: {name}\n\n| Where | Number |\n|---|---:|\n{row * count}"
        for name, count in (("Short", 9), ("Long", 80))
    )
    page = "---\ntitle: Tables\n---\n" + "\n".join(tables)
    (good / "content/annual-report/2024/testshire/20-tables.md").write_text(page, encoding="utf-8")
    word = opened(document_of(good, 2024, "testshire"))
    short, long = (
        [row.cells[0].paragraphs[0].paragraph_format.keep_with_next for row in table.rows[1:]]
        for table in word.tables[-2:]
    )
    assert short == [True] * 8 + [None]
    assert long == [None] * 80
    captions = [one for one in word.paragraphs if one.style.name.lower() == "caption"]
    assert all(one.style.paragraph_format.keep_with_next for one in captions)
    assert word.styles["Table head"].paragraph_format.keep_with_next


def test_lists_are_lists_and_end_notes_are_notes(good: Path) -> None:
    """Items have a list style; an end note is a note of Word’s own, numbered as on the page, and a second reference leads to the same one."""
    page = good / "content/annual-report/2024/testshire/introduction.md"
    with page.open("a", encoding="utf-8") as stream:
        stream.write(
            "\n4. Four.[^x]\n5. Five.[^x]\n    1. Inner\n\n[^x]: Note of the [first](https://example.com/) page.\n"
        )
    document = document_of(good, 2024, "testshire")
    word = opened(document)
    found = list(paragraphs_of(word))
    assert ("ListBullet", "What belongs in the record?2") in found
    assert words_of(" ".join(words for style, words in found if style not in _CONTENTS)) == page_words(document)
    assert [words for style, words in found if style == "ListNumber2"] == ["Inner"]
    numbered = word.element.body.xpath(".//w:p[w:pPr/w:pStyle[@w:val='ListNumber']]")
    assert len(numbered) == 2
    (first,) = {paragraph.pPr.numPr.numId.val for paragraph in numbered}
    numbering = word.part.numbering_part.element
    assert numbering.xpath(f"./w:num[@w:numId='{first}']/w:lvlOverride/w:startOverride/@w:val") == ["4"]
    notes = {number: " ".join(_said(one)[1] for one in found) for number, found in notes_of(word).items()}
    assert notes["1"].strip() == "Note of the first page."
    assert len(notes) == 2 + 2, "the two separators, and a note of each page"
    references = word.element.body.xpath(".//w:footnoteReference/@w:id")
    assert references == ["1", "2"]
    assert [code.text for code in word.element.body.xpath(".//w:instrText[starts-with(., 'NOTEREF')]")] != []
    assert ("FootnoteText", " Note of the first page.") in map(_said, notes_of(word)["1"])


@pytest.mark.parametrize(
    "note", ["Leads on.[^y]\n\n[^y]: Further.", "Words:\n\n        code"], ids=["a note in a note", "lines of code"]
)
def test_end_notes_that_word_cannot_hold_stay_lists(good: Path, note: str) -> None:
    """Where one note holds more than words, all are lists below their chapters, with the numbers that they have on the page."""
    page = good / "content/annual-report/2024/testshire/introduction.md"
    with page.open("a", encoding="utf-8") as stream:
        stream.write(f"\nFour.[^x]\n\n[^x]: {note}\n")
    document = document_of(good, 2024, "testshire")
    word = opened(document)
    assert notes_of(word) == {}
    found = list(paragraphs_of(word))
    assert words_of(" ".join(words for style, words in found if style not in _CONTENTS)) == page_words(document)
    last = word.element.body.xpath(".//w:p[w:pPr/w:pStyle[@w:val='ListNumber']]")[-1]
    number = last.pPr.numPr.numId.val
    numbering = word.part.numbering_part.element
    start = numbering.xpath(f"./w:num[@w:numId='{number}']/w:lvlOverride/w:startOverride/@w:val")
    assert start == [page_of(document).rpartition('<ol start="')[2].partition('"')[0]]


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_properties_name_an_organisation_and_the_day_of_publication(kind: str, year: int) -> None:
    """The file says its title, language, organisation and day, and nothing of a person, a program's template or the day it was made."""
    document = london(kind, year)
    word = opened(document)
    properties = word.core_properties
    assert properties.title == document.title
    assert properties.language == "en-GB"
    assert properties.author == properties.last_modified_by
    assert f'name="author" content="{properties.author}"' in page_of(document)
    assert properties.created.date() == properties.modified.date() == document.report.year.published
    assert properties.comments == ""
    assert word.styles.element.xpath("w:docDefaults//w:lang/@w:val") == ["en-GB"]
    with zipfile.ZipFile(io.BytesIO(bytes_of(document))) as members:
        assert not [name for name in members.namelist() if "thumbnail" in name or "customXml" in name]
        assert b"Macintosh" not in members.read("docProps/app.xml")


def test_same_report_same_bytes(good: Path) -> None:
    """Made twice from files read twice, the file is the same, and its members carry no time."""
    first, second = (bytes_of(document_of(good, 2024, "testshire")) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as members:
        assert members.namelist()[0] == "[Content_Types].xml"
        assert {member.date_time for member in members.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_draft_says_so_on_every_page(good: Path) -> None:
    """A draft has its mark in the header of the first page and of all others; a final report has none."""
    figures = good / "data/annual-report/2024/testshire.yaml"
    final = opened(document_of(good, 2024, "testshire")).sections[0]
    assert [edge.paragraphs[0].text for edge in (final.first_page_header, final.header)] == ["", ""]
    figures.write_text(figures.read_text(encoding="utf-8").replace("status: final", "status: draft"), encoding="utf-8")
    draft = opened(document_of(good, 2024, "testshire")).sections[0]
    marks = [edge.paragraphs[0].text for edge in (draft.first_page_header, draft.header)]
    assert marks == ["DRAFT, not for publication"] * 2


def test_every_style_and_part_that_is_named_is_there() -> None:
    """Each style, numbering and relation that the text refers to exists, and every part is whole XML."""
    data = bytes_of(london("annual-report", 2024))
    word = docx.Document(io.BytesIO(data))
    body = word.element.body
    styles = set(word.styles.element.xpath("w:style/@w:styleId"))
    used = set(body.xpath(".//w:pStyle/@w:val | .//w:rStyle/@w:val | .//w:tblStyle/@w:val"))
    assert len(used) > 15
    assert used <= styles
    based = word.styles.element.xpath("w:style/w:basedOn/@w:val | w:style/w:next/@w:val")
    assert set(based) <= styles
    relations = set(body.xpath(".//w:hyperlink/@r:id"))
    assert relations
    assert relations <= set(word.part.rels)
    with zipfile.ZipFile(io.BytesIO(data)) as members:
        for name in members.namelist():
            if name.endswith((".xml", ".rels")):
                assert etree.fromstring(members.read(name)) is not None


def test_published_day_is_no_accident(good: Path) -> None:
    """Another day of publication is another day in the file."""
    year = good / "data/annual-report/2024/year.yaml"
    year.write_text(year.read_text(encoding="utf-8").replace("2025-10-30", "2025-11-03"), encoding="utf-8")
    properties = opened(document_of(good, 2024, "testshire")).core_properties
    assert properties.created.date() == properties.modified.date() == date(2025, 11, 3)


@pytest.mark.slow
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """Another program than Word reads the file and sets it on pages with all of its words."""
    office, reader = shutil.which("soffice"), shutil.which("pdftotext")
    if office is None or reader is None:
        pytest.skip("needs LibreOffice Writer and pdftotext: apt-get install libreoffice-writer poppler-utils")
    document = london("annual-report", 2024)
    (tmp_path / "report.docx").write_bytes(bytes_of(document))
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "report.docx"),
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    text = subprocess.run(
        [reader, str(tmp_path / "report.pdf"), "-"], capture_output=True, encoding="utf-8", timeout=60, check=True
    ).stdout
    assert text.count("\f") > 8
    # Without the breaks of lines, at which words such as high-risk are divided.
    said = "".join(words_of(text))
    said += messages.FOOTNOTES  # which Word's own notes have no title of
    assert [word for word in page_words(document) if word not in said] == []
