"""The look of Word files is that of the reference.docx of their theme, whoever saved it; one that cannot be used is told by a check."""

import io
import re
import shutil
import subprocess
import tracemalloc
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import docx
import pytest
from documents import document_of
from docx.oxml.ns import qn
from london import REPOSITORY
from saying import london
from word_files import (
    DOCUMENT,
    NUMBERING,
    REFERENCE,
    STYLES,
    lying_about_its_size,
    saved_by_another_word,
    with_words,
    without_style,
    word_file,
)

from reportgen.document.build import Document
from reportgen.formats.word.export import export_docx
from reportgen.formats.word.reference import STYLES as NEEDED
from reportgen.formats.word.reference import read_reference
from reportgen.read.edition import ReferenceFile

WORKSPACES = REPOSITORY / "tests/workspaces"
EXTERNAL = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate" '
    'Target="file:///C:/secret.dotm" TargetMode="External"/></Relationships>'
)


def dressed(document: Document, data: bytes) -> bytes:
    """The Word file of a document in another reference.docx."""
    edition = replace(document.report.edition, reference=ReferenceFile("reference.docx", data))
    made = export_docx(replace(document, report=replace(document.report, edition=edition)))
    assert made.value, made.diagnostics
    return made.value[0].data


def told(data: bytes) -> tuple[str, str]:
    """The slug and the message that a file is told with."""
    read = read_reference(ReferenceFile("reference.docx", data))
    assert read.value is None
    (diagnostic,) = read.diagnostics
    assert diagnostic.hint
    assert diagnostic.place.file.path == "reference.docx"
    return diagnostic.slug, diagnostic.message


def member(data: bytes, name: str) -> str:
    """A part of a Word file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name).decode()


def style_of(word: Any, name: str) -> Any:
    """The style of a paragraph, by its name as Word shows it."""
    (found,) = [style for style in word.styles if style.name == name]
    return found


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """The report of the small workspace, which has lists, notes, tables and a picture."""
    root = tmp_path_factory.mktemp("report") / "good"
    shutil.copytree(WORKSPACES / "good", root)
    shutil.copytree(REFERENCE.parents[1], root / "templates/themes")
    return document_of(root, 2024, "testshire")


def test_the_file_of_the_house_shows_each_style() -> None:
    """It opens as a Word file; the styles that the writer needs are in it and no others, each with words that show it."""
    word = docx.Document(str(REFERENCE))
    ids = {style.style_id: style.name.lower() for style in word.styles}
    roots = [word.element, *(edge._element for edge in (word.sections[0].header, word.sections[0].footer))]
    roots += [docx.oxml.parse_xml(part.blob) for part in word.part.package.iter_parts() if "footnotes" in part.partname]
    used = {
        ids[one.get(qn("w:val"))]
        for root in roots
        for one in root.iter(qn("w:pStyle"), qn("w:rStyle"), qn("w:tblStyle"))
    }
    needed = {name.lower() for names in NEEDED.values() for name in names}
    assert set(ids.values()) - needed == {"default paragraph font", "normal table", "no list"}
    assert needed - used == set()
    assert read_reference(ReferenceFile("reference.docx", REFERENCE.read_bytes())).diagnostics == ()


def test_no_style_is_asked_for_in_vain(report: Document) -> None:
    """Each style that is needed is named in the writer, so that nobody keeps one that nothing uses."""
    folder = REPOSITORY / "src/reportgen/formats/word"
    source = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py") if path.name != "reference.py")
    source += (folder / "reference.py").read_text(encoding="utf-8").partition("_W = ")[2]
    names = {
        name
        for names in NEEDED.values()
        for name in names
        if not name.startswith(("List ", "heading ", "toc ", "Chart "))
    }
    assert len(names) > 30
    assert {name for name in names if f'"{name}"' not in source} == set()


def test_a_changed_style_shows(report: Document) -> None:
    """A heading in another colour and typeface is such in the report, and charts have the colours of their own styles."""
    changed = with_words(
        STYLES,
        (
            '<w:b/><w:color w:val="0B4F60"/><w:sz w:val="44"/>',
            '<w:rFonts w:ascii="Georgia"/><w:color w:val="C00000"/><w:sz w:val="44"/>',
        ),
        ('<w:color w:val="0B4F60"/><w:shd', '<w:color w:val="C00000"/><w:shd'),
    )
    data = dressed(report, changed)
    heading = style_of(docx.Document(io.BytesIO(data)), "Heading 1")
    assert (str(heading.font.color.rgb), heading.font.name) == ("C00000", "Georgia")
    reference = read_reference(ReferenceFile("reference.docx", changed)).value
    assert reference is not None
    assert (reference.colours.bar, reference.colours.earlier) == ("#C00000", "#CFE3E8")
    plain = dressed(report, REFERENCE.read_bytes())
    assert member(data, DOCUMENT) == member(plain, DOCUMENT)


def test_ids_of_styles_are_those_of_the_file(report: Document) -> None:
    """A file that Word saved in another language gives the same report, with the ids and numbers that it has."""
    data = dressed(report, saved_by_another_word())
    word, plain = (docx.Document(io.BytesIO(one)) for one in (data, dressed(report, REFERENCE.read_bytes())))
    styles = set(word.styles.element.xpath("w:style/@w:styleId"))
    assert "berschriftHeading1" in styles
    used = set(word.element.body.xpath(".//w:pStyle/@w:val | .//w:rStyle/@w:val | .//w:tblStyle/@w:val"))
    assert len(used) > 15
    assert used <= styles
    assert [one.style.name for one in word.paragraphs] == [one.style.name for one in plain.paragraphs]
    numbering = word.part.numbering_part.element
    kinds = set(numbering.xpath("w:abstractNum/@w:abstractNumId"))
    assert set(numbering.xpath("w:num/w:abstractNumId/@w:val")) <= kinds == {"41", "42"}
    assert set(word.element.body.xpath(".//w:numId/@w:val")) <= set(numbering.xpath("w:num/@w:numId"))
    # The language is that of the report alone, and nothing of the program that saved the file is left.
    assert word.styles.element.xpath("//w:lang/@w:val") == ["en-GB"]
    assert "ligatures" not in member(data, STYLES)


def test_a_style_of_the_very_name_comes_first() -> None:
    """LibreOffice writes “Heading 1” for “heading 1”, and a “Caption” of its own before “caption”: both are understood."""
    own = '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Caption"/><w:rPr><w:i/></w:rPr></w:style>'
    data = with_words(
        STYLES, ("</w:docDefaults>", f"</w:docDefaults>{own}"), ('w:name w:val="heading 1"', 'w:name w:val="Heading 1"')
    )
    read = read_reference(ReferenceFile("reference.docx", data)).value
    assert read is not None
    assert (read.style("paragraph", "caption"), read.style("paragraph", "heading 1")) == ("Caption", "Heading1")


@pytest.mark.slow
def test_what_libreoffice_saves_is_understood(tmp_path: Path) -> None:
    """LibreOffice opens the file of the house and saves it again with ids and names of its own: every style is found."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("needs LibreOffice Writer: apt-get install libreoffice-writer")
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        office,
        profile,
        "--headless",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(tmp_path),
        str(REFERENCE),
    ]
    subprocess.run(command, capture_output=True, timeout=180, check=True)
    saved = (tmp_path / "reference.docx").read_bytes()
    assert saved != REFERENCE.read_bytes()
    found, plain = (
        read_reference(ReferenceFile("reference.docx", one)).value for one in (saved, REFERENCE.read_bytes())
    )
    assert found is not None
    assert plain is not None
    assert found.ids.items() != plain.ids.items()
    assert (found.page, found.colours) == (plain.page, plain.colours)
    assert found.text_width == plain.text_width


def test_the_page_is_that_of_the_file(report: Document) -> None:
    """Size and margins are taken; tables, pictures and the number of the page reach the new edge of the text."""
    changed = with_words(
        DOCUMENT, ('w:left="1417"', 'w:left="2000"'), ('w:w="11906" w:h="16838"', 'w:w="12240" w:h="15840"')
    )
    word = docx.Document(io.BytesIO(dressed(report, changed)))
    section = word.sections[0]
    assert (section.page_width.twips, section.page_height.twips, section.left_margin.twips) == (12240, 15840, 2000)
    width = 12240 - 2000 - 1417
    assert {table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")) for table in word.tables} == {str(width)}
    for table in word.tables:
        widths = [int(one.get(qn("w:w"))) for one in table._tbl.tblGrid]
        assert min(widths) > 0
        assert width - len(widths) < sum(widths) <= width
    assert max(shape.width for shape in word.inline_shapes) <= width * 635
    assert section.footer.paragraphs[0]._p.xpath(".//w:tab/@w:pos") == [str(width)]


def test_tables_fit_the_narrowest_page() -> None:
    """Where the columns of a table need more than there is, each has its share, and none has nothing."""
    narrow = with_words(DOCUMENT, ('w:w="11906"', f'w:w="{6800 + 2 * 1417}"'))
    word = docx.Document(io.BytesIO(dressed(london("annual-report", 2021), narrow)))
    widths = [[int(one.get(qn("w:w"))) for one in table._tbl.tblGrid] for table in word.tables]
    assert max(map(len, widths)) == 5
    assert min(map(min, widths)) > 500
    assert {6800 - sum(one) < len(one) for one in widths} == {True}
    assert max(map(sum, widths)) == 6800


def test_nothing_else_of_the_file_is_taken(report: Document) -> None:
    """Its words, who wrote it, and pictures as bullets stay behind; parts that lead to other parts lead nowhere."""
    drawing = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

    def change(name: str, data: bytes) -> bytes:
        text = data.decode()
        if name == "word/fontTable.xml":
            return re.sub(r"<w:charset[^>]*/>", f'<w:embedRegular {drawing} r:id="rId1"/>', text).encode()
        if name == "word/theme/theme1.xml":
            return text.replace(
                "<a:gradFill", f'<a:blipFill><a:blip {drawing} r:embed="rId1"/></a:blipFill><a:gradFill', 1
            ).encode()
        return text.replace("<dc:creator>reportgen", "<dc:creator>Jo Bloggs").encode()

    data = dressed(report, word_file(change))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        everything = {name: archive.read(name) for name in archive.namelist()}
    assert not any(b"Jo Bloggs" in part or b"Draft mark: " in part for part in everything.values())
    assert b"embed" not in everything["word/fontTable.xml"] + everything["word/theme/theme1.xml"]


@pytest.mark.parametrize("name", ["Cover line", "heading 2", "Chart bar", "Report table", "List Number 3"])
def test_a_missing_style_is_told(name: str) -> None:
    """A style that is not there is named, with its kind."""
    slug, message = told(without_style(name))
    assert slug == "style-missing"
    assert re.fullmatch(rf"the file has no (paragraph|character|table) style “{name}”", message)


def test_many_missing_styles_are_counted() -> None:
    """Of a Word file that was never made for reports, three are named and the others counted."""
    plain = io.BytesIO()
    docx.Document().save(plain)
    slug, message = told(plain.getvalue())
    assert slug == "style-missing"
    assert re.search(r"“Note heading”, .* and \d\d more$", message)


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda: b"", "is no Word file"),
        (lambda: b"\xd0\xcf\x11\xe0 with a password", "is no Word file"),
        (lambda: REFERENCE.read_bytes()[:-3000], "is no Word file"),
        (lambda: REFERENCE.read_bytes()[:3000] + b"\0" * 50 + REFERENCE.read_bytes()[3050:], "damaged"),
        (lambda: word_file(lambda name, data: data[:-9] if name == STYLES else data), "is damaged"),
        (lambda: word_file(**{"word/vbaProject.bin": b"Sub Main"}), "holds macros"),
        (
            lambda: with_words("[Content_Types].xml", ("document.main+xml", "document.macroEnabled.main+xml")),
            "holds macros",
        ),
        (lambda: word_file(**{"word/_rels/settings.xml.rels": f"<Relationships>{EXTERNAL}".encode()}), "leads out of itself, to “file:///C:/secret.dotm”"),
        (lambda: word_file(**{"word/media/a.png": b"\0" * 6_000_000}), "unpacks to 6,"),
        (lambda: word_file(**{f"word/{number}.xml": b"" for number in range(1001)}), "at most 5,000,000 in 1,000"),
        (lambda: with_words(STYLES, ("<w:styles ", '<!DOCTYPE a [<!ENTITY b "c">]><w:styles ')), "XML with entities"),
        (lambda: with_words(STYLES, ("<w:docDefaults>", "<w:docDefaults>" + "<w:x>" * 5000)), "is damaged"),
        (lambda: with_words("_rels/.rels", ("word/document.xml", "word/other.xml")), "is no Word file with styles"),
        (lambda: with_words(DOCUMENT, ("schemas.openxmlformats.org/wordprocessingml/2006/main", "purl.oclc.org/ooxml/wordprocessingml/main")), "is no Word file with styles"),
        (lambda: with_words(DOCUMENT, ("<w:pgSz", "<w:gone")), "has no size of its page"),
        (lambda: with_words(DOCUMENT, ('w:w="11906"', 'w:w="wide"')), "has no size of its page"),
        (lambda: with_words(DOCUMENT, ('w:w="11906"', 'w:w="6000"')), "leaves 5.6 by 24.7 cm"),
        (lambda: with_words(DOCUMENT, ('w:w="11906"', 'w:w="999999"')), "of a page of at most 55 cm"),
        (lambda: with_words(NUMBERING, ('<w:num w:numId="1">', '<w:num w:numId="5">')), "the style “List Bullet” without bullets"),
        (lambda: with_words(NUMBERING, ('<w:num w:numId="1">', '<w:num w:numId="one">')), "lists without numbers of their own"),
        (lambda: with_words(STYLES, ('<w:numId w:val="2"/>', "")), "the style “List Number” without bullets"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_told(made: Callable[[], bytes], words: str) -> None:
    """Damaged, hostile, too large or no Word file at all: each is told, and nothing is raised."""
    slug, message = told(made())
    assert slug == "reference-unusable"
    assert words in message


def test_a_part_that_lies_about_its_size_takes_no_room() -> None:
    """A part that unpacks to ten thousand times what the list of parts says is refused without being unpacked."""
    data = lying_about_its_size()
    tracemalloc.start()
    slug, _ = told(data)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert slug == "reference-unusable"
    assert most < 5_000_000


def test_styles_that_rest_on_each_other_end() -> None:
    """A circle of styles, which no program writes, is read to its end."""
    circle = with_words(
        STYLES,
        (
            '<w:name w:val="Chart text"/><w:basedOn w:val="DefaultParagraphFont"/>',
            '<w:name w:val="Chart text"/><w:basedOn w:val="ChartText"/>',
        ),
        ('<w:color w:val="16242C"/>', ""),
    )
    read = read_reference(ReferenceFile("reference.docx", circle)).value
    assert read is not None
    assert read.colours.text == "#000000"


def test_a_theme_without_the_file_has_the_look_of_the_program(good: Path) -> None:
    """It makes Word files as before, and the file that is used is known by its name in the program."""
    plain = export_docx(document_of(good, 2024, "testshire")).value
    (good / "templates/themes/house-1/reference.docx").unlink()
    document = document_of(good, 2024, "testshire")
    assert document.report.edition.reference.path == "reportgen:templates/themes/house-1/reference.docx"
    assert "reportgen:templates/themes/house-1/reference.docx" in document.report.edition.digests
    assert export_docx(document).value == plain
