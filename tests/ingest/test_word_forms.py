"""A Word file that is a form, or whose changes are tracked, is read as it would be printed, in rows and in blocks alike."""

import io
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.ingest.word import read_word

PARAGRAPH = "<w:p><w:r><w:t>Two lay advisers joined.</w:t></w:r></w:p>"
FIELD = "<w:sdt><w:sdtPr>{about}</w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def element(xml: str) -> Any:
    """A part of a Word file, written without its namespaces."""
    end = min(xml.index(sign) for sign in (">", "/", " ") if sign in xml)
    return parse_xml(f"{xml[:end]} {nsdecls('w')}{xml[end:]}")


def words(document: Any) -> tuple[list[str], list[str]]:
    """What is read of a file: the words of its rows, and those of its blocks."""
    saved = io.BytesIO()
    document.save(saved)
    read = read_word(saved.getvalue())
    return [" ".join(piece.text for piece in row.pieces) for row in read.rows], [block.text for block in read.flow]


@pytest.mark.parametrize(
    ("inside", "printed"),
    [
        ("<w:ins><w:r><w:t>put in</w:t></w:r></w:ins>", "Words put in"),
        ("<w:moveTo><w:r><w:t>moved here</w:t></w:r></w:moveTo>", "Words moved here"),
        ("<w:del><w:r><w:delText>taken out</w:delText></w:r></w:del>", "Words"),
        ("<w:moveFrom><w:r><w:t>moved away</w:t></w:r></w:moveFrom>", "Words"),
        (FIELD.format(about="", inside="<w:r><w:t>filled in</w:t></w:r>"), "Words filled in"),
        (
            FIELD.format(about="", inside=FIELD.format(about="", inside="<w:r><w:t>twice within</w:t></w:r>")),
            "Words twice within",
        ),
        (FIELD.format(about="<w:showingPlcHdr/>", inside="<w:r><w:t>Click here to type</w:t></w:r>"), "Words"),
        ('<w:smartTag w:element="place"><w:r><w:t>of Kent</w:t></w:r></w:smartTag>', "Words of Kent"),
    ],
)
def test_words_within_a_paragraph_are_those_that_would_be_printed(inside: str, printed: str) -> None:
    """What was put in and what a form holds is read; what was taken out, and what only asks to be filled in, is not."""
    document = docx.Document()
    document.add_paragraph("Words ")._p.append(element(inside))
    rows, blocks = words(document)
    assert (rows, blocks) == ([printed], [printed])


def test_a_paragraph_in_a_field_is_read_and_the_contents_are_not() -> None:
    """The contents that Word makes stand in a field too, and their words stand in the text again."""
    contents = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    document = docx.Document()
    last = document.add_paragraph("The end.")._p
    last.addprevious(element(FIELD.format(about=contents, inside="<w:p><w:r><w:t>Introduction 3</w:t></w:r></w:p>")))
    last.addprevious(element(FIELD.format(about="", inside=PARAGRAPH)))
    rows, blocks = words(document)
    assert rows == blocks == ["Two lay advisers joined.", "The end."]


def test_a_table_in_a_field_is_read_but_for_a_row_that_was_taken_out() -> None:
    """Forms have fields around a table, around a row and around a cell."""
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>"
    gone = '<w:tr><w:trPr><w:del w:id="1" w:author="Chair"/></w:trPr>' + cell.format("gone") * 2 + "</w:tr>"
    second = FIELD.format(about="", inside="<w:tr>" + cell.format("Level 2") + cell.format("41") + "</w:tr>")
    first = "<w:tr>" + cell.format("Level 1") + FIELD.format(about="", inside=cell.format("7,368")) + "</w:tr>"
    grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    table = FIELD.format(about="", inside=f"<w:tbl><w:tblPr/>{grid}{first}{second}{gone}</w:tbl>")
    document = docx.Document()
    document.add_paragraph("The end.")._p.addprevious(element(table))
    rows, blocks = words(document)
    assert rows == ["Level 1 7,368", "Level 2 41", "The end."]
    assert blocks == ["Level 1 7,368 Level 2 41", "The end."]


def test_the_words_of_a_text_box_are_read_once_and_apart() -> None:
    """They stand in the file twice, the second time for an older Word, in the middle of the paragraph that the box hangs on."""
    box = "<w:txbxContent><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:txbxContent>"
    outer = box.format(
        f"Quoted from a chair.</w:t></w:r><w:r><w:pict>{box.format('Within it.')}</w:pict></w:r><w:r><w:t>"
    )
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    twice = f"<mc:Choice>{outer}</mc:Choice><mc:Fallback>{outer}</mc:Fallback>"
    document = docx.Document()
    paragraph = document.add_paragraph("Before the box ")
    paragraph._p.append(element(f"<w:r><mc:AlternateContent {mc}>{twice}</mc:AlternateContent></w:r>"))
    paragraph.add_run("and behind it.")
    document.add_paragraph("The end.")
    rows, blocks = words(document)
    assert rows == blocks == ["Before the box and behind it.", "Quoted from a chair.", "Within it.", "The end."]


def test_the_points_of_a_numbered_style_are_numbered() -> None:
    """Word writes the name of the style with capitals."""
    document = docx.Document()
    for style in ("List Bullet", "List Number", "List Number 2"):
        document.add_paragraph(f"Said in {style}.", style=style)
    saved = io.BytesIO()
    document.save(saved)
    points = [(block.kind, block.level, block.is_ordered) for block in read_word(saved.getvalue()).flow]
    assert points == [("item", 0, False), ("item", 0, True), ("item", 1, True)]
