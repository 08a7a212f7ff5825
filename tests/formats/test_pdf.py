"""The PDF: tagged, with its outline, its own fonts and right page numbers, and the same bytes each time."""

import re
from pathlib import Path

import pikepdf
import pytest
from london import REPOSITORY, copy_workspace, made_in, run
from lxml import etree, html
from tagged_pdf import Element, OutlineEntry, read_margins, read_outline, read_structure, read_tables, squeezed

pytestmark = pytest.mark.pdf

TITLE = "London’s Multi-Agency Public Protection Arrangements: annual report 2024/25"
SUBJECT = "Annual report 2024/25: London’s Multi-Agency Public Protection Arrangements, 1 April 2024 to 31 March 2025."
PUBLISHER = "HM Prison and Probation Service"
XMP = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
DESCRIBED = ("{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/")
UA = "{http://www.aiim.org/pdfua/ns/id/}"
A4 = [0, 0, 595.28, 841.89]


@pytest.fixture(scope="module")
def path(made: Path) -> Path:
    """Where the PDF is."""
    return made / "report.pdf"


@pytest.fixture(scope="module")
def structure(path: Path) -> Element:
    """Its structure tree."""
    return read_structure(path)


@pytest.fixture(scope="module")
def outline(path: Path) -> list[OutlineEntry]:
    """Its bookmarks."""
    return read_outline(path)


def test_it_says_what_it_is(path: Path) -> None:
    """The PDF tells its title, shows it in place of the file name, and tells its language."""
    with pikepdf.open(path) as pdf:
        assert str(pdf.docinfo.Title) == TITLE
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert str(pdf.Root.Lang) == "en-GB"


def test_it_is_tagged_for_pdf_ua(path: Path, structure: Element) -> None:
    """The PDF is marked as tagged, has a structure tree with the report in it, and declares PDF/UA-1."""
    with pikepdf.open(path) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        metadata = etree.fromstring(pdf.Root.Metadata.read_bytes())
    parts = [description.get(f"{UA}part") for description in metadata.iter(f"{XMP}Description")]
    assert [part for part in parts if part] == ["1"]
    assert [child.role for child in structure.children] == ["Document"]
    assert len(list(structure.find("H1"))) == 1
    assert {"P", "H2", "H3", "L", "LI", "Table", "TR", "TH", "TD", "Caption", "Figure", "Link"} <= {
        element.role for element in _all(structure)
    }


def test_metadata_names_no_person_machine_or_path(path: Path) -> None:
    """The metadata hold the title, the publisher and the day of publication, and nothing of where they were made."""
    with pikepdf.open(path) as pdf:
        information = {key: str(value) for key, value in pdf.docinfo.items()}
        metadata = etree.fromstring(pdf.Root.Metadata.read_bytes())
        streams = [item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream) and _is_text(item)]
    producer = information.pop("/Producer")
    assert re.fullmatch(r"WeasyPrint [\d.]+", producer)
    assert information == {
        "/Title": TITLE,
        "/Subject": SUBJECT,
        "/Author": PUBLISHER,
        "/CreationDate": "D:20251030",
        "/ModDate": "D:20251030",
    }
    told = {
        text.strip()
        for element in metadata.iter()
        if element.tag.startswith(DESCRIBED)
        for text in element.itertext()
        if text.strip()
    }
    assert told == {TITLE, SUBJECT, PUBLISHER, "2025-10-30"}
    assert len(streams) > 10
    for place in (str(path.parents[4]), str(REPOSITORY), str(Path.home()) + "/"):
        assert not [stream for stream in [path.read_bytes(), *streams] if place.encode() in stream]


def test_only_the_pinned_typeface_is_used(path: Path) -> None:
    """Every font of every page is a part of Source Sans 3 that is inside the file."""
    fonts = {}
    with pikepdf.open(path) as pdf:
        for page in pdf.pages:
            for font in page.Resources.get("/Font", {}).values():
                (inner,) = font.DescendantFonts
                assert re.fullmatch(r"/[A-Z]{6}\+Source-Sans-3\S*", str(font.BaseFont)), "only a part is embedded"
                fonts[str(font.BaseFont)] = (str(inner.FontDescriptor.FontFamily), "/FontFile2" in inner.FontDescriptor)
    assert len(fonts) >= 2
    assert set(fonts.values()) == {("Source Sans 3", True)}


def test_every_page_is_a4(path: Path) -> None:
    """Every page is an upright A4 page."""
    with pikepdf.open(path) as pdf:
        boxes = [[round(float(edge), 2) for edge in page.mediabox] for page in pdf.pages]
        turned = [page for page in pdf.pages if "/Rotate" in page]
    assert len(boxes) > 10
    assert [box for box in boxes if box != A4] == []
    assert turned == []


def test_the_cover_stands_alone(path: Path, structure: Element) -> None:
    """The first page holds the cover, without a page number, and nothing else; the key findings are the second."""
    (document,) = structure.children
    cover, *others = document.children
    assert cover.all_pages() == {1}
    assert squeezed(cover.text) == squeezed(
        f"London MAPPA annual report 2024/25 {TITLE.split(':')[0]}{SUBJECT[-31:-1]}"
        f"11,220 MAPPA-eligible individuals on 31 March 2025 {PUBLISHER}"
    )
    assert not any(1 in other.all_pages() for other in others)
    assert read_margins(path)[1] == ""
    assert next(structure.find("H2")).text == "Key findings"
    assert next(structure.find("H2")).all_pages() == {2}


def test_bookmarks_are_the_headings(page: html.HtmlElement, outline: list[OutlineEntry]) -> None:
    """The bookmarks are the contents, every chapter and every heading below it, in the words and order of the web page."""
    headings = [
        (int(heading.tag[1]) - 1, " ".join(heading.text_content().split()))
        for heading in page.xpath("//h2 | //h3 | //h4")
    ]
    assert len(headings) > 20
    assert [(entry.level, entry.title) for entry in outline] == headings


def test_bookmarks_lead_to_their_headings(structure: Element, outline: list[OutlineEntry]) -> None:
    """Each bookmark leads to the page on which its heading stands."""
    headings = [
        (squeezed(heading.text), min(heading.all_pages())) for heading in structure.find("H2", "H3", "H4") if heading
    ]
    assert [(squeezed(entry.title), entry.page) for entry in outline] == headings


def test_contents_show_the_page_numbers(structure: Element, outline: list[OutlineEntry]) -> None:
    """The contents list every bookmark but the notes, each with the number of the page that it leads to."""
    (document,) = structure.children
    (contents,) = (part for part in document.children[1:3] if next(part.find("H2")).text == "Contents")
    lines = [squeezed(next(item.find("Link")).text) for item in contents.find("TOCI")]
    listed = [entry for entry in outline if entry.title != "Contents" and not re.match(r"\([a-z]\) ", entry.title)]
    assert len(listed) > 20
    assert lines == [squeezed(f"{entry.title}{entry.page}") for entry in listed]


def test_pages_are_numbered(path: Path) -> None:
    """The number at the foot of each page but the cover is the one that the contents count by."""
    margins = read_margins(path)
    assert len(margins) > 10
    assert [number for number, words in margins.items() if number > 1 and not re.search(rf"\D{number}$", words)] == []


def test_no_table_is_split(page: html.HtmlElement, structure: Element) -> None:
    """Each table of the web page is one table of the PDF, and stands on one page with its caption."""
    tables = read_tables(structure)
    assert len(tables) == len(page.xpath("//table"))
    assert [table.caption for table in tables if len(table.pages) != 1] == []
    captions = [squeezed(" ".join(caption.text_content().split())) for caption in page.xpath("//table/caption")]
    assert len(captions) >= 9
    assert [table.caption for table in tables if table.caption] == captions


def test_tables_have_headings(structure: Element) -> None:
    """The first row of each table and the first cell of each row are marked as headings, and hold words."""
    tables = list(structure.find("Table"))
    assert len(tables) >= 9
    for table in tables:
        head, *body = list(table.find("TR"))
        assert {cell.role for cell in head.children} == {"TH"}
        assert body
        assert {row.children[0].role for row in body} == {"TH"}
        assert [cell for cell in table.find("TH") if not cell.text] == []


def test_pictures_are_told_in_words(path: Path) -> None:
    """Every figure of the structure has an alternative text."""
    with pikepdf.open(path) as pdf:
        figures = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/Figure"]
        words = [str(figure.get("/Alt", "")) for figure in figures]
    assert words
    assert [text for text in words if len(text) < 20] == []


def test_the_same_input_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    """In another folder, with another hash seed, time zone and language, not one byte differs."""
    root = copy_workspace(tmp_path / "elsewhere, with a space")
    environment = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    result = run(root, "build", "london", "2024", "--format", "pdf", **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    assert (made_in(root, 2024) / "report.pdf").read_bytes() == path.read_bytes()


def _all(element: Element) -> list[Element]:
    """The element and all that is in it."""
    return [element, *(inner for child in element.children for inner in _all(child))]


def _is_text(stream: pikepdf.Stream) -> bool:
    """Whether a stream is neither a picture nor a font."""
    return stream.get("/Subtype") != "/Image" and "/Length1" not in stream


def test_text_is_twelve_point_or_larger() -> None:
    """The style of print sets all text in 12 point or more, but what stands in margins, numbers of end notes, and the notes on the tables."""
    style = (REPOSITORY / "templates/themes/house-1/print.css").read_text(encoding="utf-8")
    margins = re.search(r"^@page \{.*?^\}$", style, re.MULTILINE | re.DOTALL)
    assert margins
    rest = style.replace(margins[0], "")
    sizes = {
        (rule[0].strip().splitlines()[-1], float(size))
        for rule in re.findall(r"([^{}]+)\{([^{}]*)\}", rest)
        for size in re.findall(r"font(?:-size)?:[^;]*?([\d.]+)pt", rule[1])
    }
    assert len(sizes) > 8
    assert ("html", 12) in sizes
    assert {name for name, size in sizes if size < 12} == {"sup", ".notes", ".note h3"}
    assert min(size for name, size in sizes if name != "sup") >= 10
