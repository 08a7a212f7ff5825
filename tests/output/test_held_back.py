"""A figure held back stands in no format, no description and no property; nor does the name of a person or a machine.

Everything is looked for in one bundle with every format, made of figures that say [c], with the true figure in a remark beside it.
"""

import base64
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pymupdf
import pytest
from documents import change
from london import REPOSITORY, copy_workspace, run
from lxml import etree, html
from PIL import Image, PngImagePlugin

pytestmark = pytest.mark.pdf

FIGURES = "data/annual-report/2024/london.yaml"
PAGES = "content/annual-report/2024/london"
# Four figures in two rows and two columns, so that none of them follows from the others.
HELD_BACK = {
    "level_1: {category_1: 7368, category_2: 3681, category_3: [z], total: 11049}": (
        "level_1: {category_1: [c], category_2: [c], category_3: [z], total: 11049} # 7368 and 3681"
    ),
    "total: {category_1: 7400, category_2: 3747, category_3: 73, total: 11220}": (
        "total: {category_1: [c], category_2: [c], category_3: 73, total: 11220} # 7400 and 3747, says Zebedee"
    ),
}
SECRET = ("7368", "3681", "7400", "3747")
# A number that is no part of a longer one, of a digest or of a place in a drawing.
NUMBER = "(?<![0-9A-Za-z.#])(?:{})(?![0-9A-Za-z]|[.][0-9])"
NAME = re.compile("zebedee", re.IGNORECASE)
DUBLIN_CORE = "{http://purl.org/dc/elements/1.1/}"


@dataclass
class Bundle:
    """What was published. Shape: `files` by ending, those of the zip by the ending of their names too; `words` of each."""

    files: dict[str, bytes]
    words: dict[str, str] = field(default_factory=dict)


def picture(path: Path, kind: str) -> None:
    """A picture that tells who made it, on which machine and where, in every way that its kind has."""
    image = Image.open(REPOSITORY / PAGES / "four-pillars.png").convert("RGB")
    exif = Image.Exif()
    exif[0x013B], exif[0x013C], exif[0x8298] = "Zebedee", "zebedee-laptop", "Zebedee"
    if kind == "PNG":
        told = PngImagePlugin.PngInfo()
        told.add_text("Author", "Zebedee")
        told.add_itxt("XML:com.adobe.xmp", "<x:xmpmeta>Zebedee</x:xmpmeta>")
        image.save(path, "PNG", pnginfo=told, exif=exif)
    else:
        image.save(path, "JPEG", comment=b"Zebedee", exif=exif)
    assert NAME.search(path.read_bytes().decode("latin-1"))


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """London's bundle of 2024/25 with figures held back, made by Zebedee on his machine."""
    root = copy_workspace(tmp_path_factory.mktemp("zebedee") / "zebedee-folder")
    for old, new in HELD_BACK.items():
        change(root / FIGURES, old, new)
    change(root / FIGURES, "status: final", "status: final\npopulation: 8034000")
    picture(root / PAGES / "four-pillars.png", "PNG")
    picture(root / PAGES / "tree.jpg", "JPEG")
    introduction = root / PAGES / "introduction.md"
    named = (
        "On that day {{ eligible_on_31_march.total.category_1 }} were in Category 1.\n\n![Four pillars](tree.jpg)\n\n"
    )
    change(introduction, "## The year in figures\n\n", f"## The year in figures\n\n{named}")
    machine = dict.fromkeys(("USER", "LOGNAME", "USERNAME", "HOSTNAME", "COMPUTERNAME", "NAME"), "zebedee")
    result = run(root, "publish", "london", "2024", **machine)
    assert result.returncode == 0, result.stdout + result.stderr
    found: dict[str, bytes] = {}
    for path in (root / "build" / "published").rglob("*"):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                found |= {f"zip/{Path(name).name}": archive.read(name) for name in archive.namelist()}
        elif path.is_file():
            found[path.name] = path.read_bytes()
    return Bundle(found, {name: "\n".join(words_of(name, data)) for name, data in found.items()})


def words_of(name: str, data: bytes) -> Iterator[str]:
    """All words of a file: what is printed, what is read aloud, what it says of itself."""
    yield name
    if name.endswith(".html"):
        page = html.document_fromstring(data)
        for element in page.iter():
            values = [value for key, value in element.attrib.items() if not value.startswith("data:")]
            yield from (*values, element.text or "", element.tail or "")
            assert isinstance(element.tag, str), "a remark is left in the page"
    elif name.endswith(".pdf"):
        yield from pdf_words(data)
    elif name.endswith((".docx", ".ods", ".zip")):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield archive.comment.decode()
            for member in archive.infolist():
                yield f"{member.filename} {member.comment!r}"
                if member.filename.endswith((".xml", ".rels")):
                    for element in etree.fromstring(archive.read(member)).iter():
                        yield from (*element.attrib.values(), element.text or "", element.tail or "")
    elif not name.endswith((".png", ".jpg")):
        yield data.decode()


def pdf_words(data: bytes) -> Iterator[str]:
    """The pages, what the document says of itself, and every string in its structure."""
    with pymupdf.open("pdf", data) as document:
        yield from (page.get_text() for page in document)
        yield json.dumps(document.metadata)
        yield document.get_xml_metadata()
        yield json.dumps(document.get_toc())
    with pikepdf.open(io.BytesIO(data)) as file:
        for thing in file.objects:
            if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
                yield from (str(thing[key]) for key in thing.keys() if isinstance(thing[key], pikepdf.String))  # noqa: SIM118


def test_every_format_was_made(bundle: Bundle) -> None:
    """There is something to look at: every format, its copy in the zip, the manifest, the form and both pictures."""
    endings = {
        ".html",
        ".pdf",
        ".docx",
        ".ods",
        ".csv",
        ".govspeak.md",
        "datapackage.json",
        "manifest.json",
        ".jpg",
        ".png",
    }
    endings |= {"publishing-form.md", "checklist.md"}
    for ending in endings:
        assert sum(name.endswith(ending) for name in bundle.files) == 2, ending
    # What is printed is among the words, so that a search which finds nothing means that nothing is there.
    for ending in (".html", ".pdf", ".docx", ".csv", ".govspeak.md", ".ods"):
        (name,) = (name for name in bundle.files if name.endswith(ending) and not name.startswith("zip/"))
        assert re.search(NUMBER.format("11,?049"), bundle.words[name]), name


def test_a_figure_held_back_stands_nowhere(bundle: Bundle) -> None:
    """Neither as 7,368 nor as 7368, in any file: not in print, not in descriptions of charts, not in properties."""
    pattern = re.compile(NUMBER.format("|".join(f"{figure[0]}[,  ]?{figure[1:]}" for figure in SECRET)))
    assert pattern.search("there were 7,368.")
    assert pattern.search("level_1,category_1,7368,")
    assert not pattern.search("17,368 and 0.7368 and a7368f")
    assert {name: found[0] for name, words in bundle.words.items() if (found := pattern.search(words))} == {}


def test_a_figure_held_back_is_printed_as_such(bundle: Bundle) -> None:
    """Each format has [c] in the place of the four figures, also where a page names one, and says what it means."""
    for ending in (".html", ".pdf", ".docx", ".govspeak.md"):
        (words,) = (
            " ".join(words.split()) for name, words in bundle.words.items() if name.endswith(ending) and "/" not in name
        )
        assert "On that day [c] were in Category 1." in words.replace("\\[", "[").replace("\\]", "]"), ending
        assert words.count("[c]") + words.count("\\[c\\]") >= 5, ending
        assert "confidential" in words
    (table,) = (
        data.decode() for name, data in bundle.files.items() if name.endswith("figures.csv") and "/" not in name
    )
    held_back = [line for line in table.splitlines() if ",,confidential," in line]
    assert [line.split(",")[6:8] for line in held_back] == [
        ["level_1", "category_1"],
        ["level_1", "category_2"],
        ["total", "category_1"],
        ["total", "category_2"],
    ]


def test_a_chart_tells_that_a_figure_is_held_back(bundle: Bundle) -> None:
    """In place of a bar stands [c], not that there are no figures; the description says confidential; no title compares."""
    (data,) = (data for name, data in bundle.files.items() if name.endswith(".html") and "/" not in name)
    (chart,) = html.document_fromstring(data).xpath("//figure[@id='chart-eligible-by-category']")
    gaps = chart.xpath(".//*[@class='gap']/text()")
    assert gaps.count("[c]") == 2
    alt = " ".join(chart.xpath(".//svg/title/text()"))
    assert alt.count("(2025 is confidential)") == 2
    assert "[c] means confidential." in chart.text_content()
    assert "More" not in chart.find("figcaption").text_content()


def test_no_file_names_who_made_it(bundle: Bundle) -> None:
    """Neither the person nor the machine nor the folder is in any file, packed or not; nor what a picture told of them."""
    for name, data in bundle.files.items():
        assert not NAME.search(bundle.words[name]), name
        assert not NAME.search(data.decode("latin-1")), name
        if name.endswith((".docx", ".ods")):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                assert not [
                    member for member in archive.namelist() if NAME.search(archive.read(member).decode("latin-1"))
                ]
        if name.endswith(".pdf"):
            with pikepdf.open(io.BytesIO(data)) as file:
                streams = [thing for thing in file.objects if isinstance(thing, pikepdf.Stream)]
                assert len(streams) > 10
                assert not [one for one in streams if NAME.search(one.read_raw_bytes().decode("latin-1"))]


def test_properties_name_the_organisation_alone(bundle: Bundle) -> None:
    """Word, PDF and spreadsheet name the board as their author, and nobody as the last who changed them."""
    (organisation,) = re.findall(
        r"^organisation: (.+)$", (REPOSITORY / "reportgen.yaml").read_text("utf-8"), re.MULTILINE
    )
    by_ending = {name.rsplit(".", 1)[-1]: data for name, data in bundle.files.items() if "/" not in name}
    with zipfile.ZipFile(io.BytesIO(by_ending["docx"])) as archive:
        core = etree.fromstring(archive.read("docProps/core.xml"))
        people = {element.tag.split("}")[1]: element.text or "" for element in core}
        assert people["creator"] == organisation
        assert people.get("lastModifiedBy", "") in ("", organisation)
        app = [name for name in archive.namelist() if name.endswith("app.xml")]
        told = {e.tag.split("}")[1]: e.text or "" for name in app for e in etree.fromstring(archive.read(name))}
        assert not {"Manager", "HyperlinkBase"} & {key for key, text in told.items() if text}
        assert told.get("Company", "") in ("", organisation)
    with zipfile.ZipFile(io.BytesIO(by_ending["ods"])) as archive:
        (meta,) = etree.fromstring(archive.read("meta.xml"))
        makers = {e.tag.split("}")[1]: e.text for e in meta if e.tag.endswith(("creator", "printed-by"))}
        assert makers == {"creator": organisation, "initial-creator": organisation}
    with pymupdf.open("pdf", by_ending["pdf"]) as document:
        assert document.metadata["author"] == organisation
        told = etree.fromstring(document.get_xml_metadata().encode())
        assert [" ".join("".join(e.itertext()).split()) for e in told.iter(f"{DUBLIN_CORE}creator")] == [organisation]


def test_pictures_hold_nothing_but_the_picture(bundle: Bundle) -> None:
    """A PNG has the parts that draw it and no others; a JPEG has no remark, no camera data and no XMP."""
    pictures = [data for name, data in bundle.files.items() if name.endswith((".png", ".jpg"))]
    (data,) = (data for name, data in bundle.files.items() if name.endswith(".html") and "/" not in name)
    inside = re.findall(rb"data:(image/(?:png|jpeg));base64,([A-Za-z0-9+/=]+)", data)
    assert len(inside) >= 2
    with zipfile.ZipFile(io.BytesIO(next(d for n, d in bundle.files.items() if n.endswith(".docx")))) as archive:
        media = [archive.read(name) for name in archive.namelist() if name.startswith("word/media/")]
    assert len(media) >= 2
    for one in (*pictures, *media, *(base64.b64decode(coded) for _, coded in inside)):
        if one.startswith(b"\x89PNG"):
            assert set(png_parts(one)) <= {"IHDR", "PLTE", "tRNS", "IDAT", "IEND"}
        else:
            assert one.startswith(b"\xff\xd8")
            assert not {0xFE, *range(0xE1, 0xF0)} & set(jpeg_parts(one))


def png_parts(data: bytes) -> Iterator[str]:
    """The kinds of the parts of a PNG."""
    place = 8
    while place < len(data):
        length = int.from_bytes(data[place : place + 4], "big")
        yield data[place + 4 : place + 8].decode()
        place += length + 12


def jpeg_parts(data: bytes) -> Iterator[int]:
    """The marks of the parts of a JPEG before its picture."""
    place = 2
    while data[place + 1] != 0xDA:
        yield data[place + 1]
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
