"""The workbook: every figure in its place, and the government's rules for spreadsheets that everyone can read."""

import csv
import io
import re
import shutil
import subprocess
import zipfile
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pytest
from documents import change, document_of
from london import REPOSITORY, YEARS, copy_workspace, published_figures
from lxml import etree
from test_open_data import with_marks

from reportgen.document.build import Document
from reportgen.formats.ods.export import export_ods
from reportgen.formats.ods.open_document import MEDIA_TYPE

SPACES = {
    name: f"urn:oasis:names:tc:opendocument:xmlns:{rest}:1.0"
    for name, rest in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("number", "datastyle"),
        ("meta", "meta"),
        ("fo", "xsl-fo-compatible"),
    )
} | {"dc": "http://purl.org/dc/elements/1.1/", "xlink": "http://www.w3.org/1999/xlink"}
FIRST_SHEETS = ["Cover", "Contents", "Notes"]


@dataclass(frozen=True)
class Cell:
    """One cell as it is kept. Shape: `value` is the number, or None for words."""

    text: str
    kind: str
    value: str | None
    style: str


@dataclass(frozen=True)
class Sheet:
    """One sheet as it is kept. Shape: `head` is the number of the row of column heads, from 0, or None."""

    name: str
    rows: list[list[Cell]]
    head: int | None


@lru_cache(maxsize=8)
def document(root: Path, year: int) -> Document:
    """A report, made once."""
    return document_of(root, year)


def data_of(root: Path, year: int) -> bytes:
    """The workbook of a report."""
    (artifact,) = export_ods(document(root, year)).value or ()
    assert (artifact.name, artifact.media_type) == ("figures.ods", MEDIA_TYPE)
    return artifact.data


def part(data: bytes, name: str) -> etree._Element:
    """One part of the file as a tree."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read(name))


def attribute(element: etree._Element, name: str) -> str | None:
    """An attribute by its usual name, such as table:name."""
    space, _, local = name.partition(":")
    return element.get(f"{{{SPACES[space]}}}{local}")


def sheets_of(data: bytes) -> list[Sheet]:
    """All sheets in order."""
    found = []
    for table in part(data, "content.xml").iterfind(".//table:table", SPACES):
        rows = list(table.iterfind(".//table:table-row", SPACES))
        heads = [
            number for number, row in enumerate(rows) if etree.QName(row.getparent()).localname == "table-header-rows"
        ]
        cells = [
            [
                Cell(
                    "\n".join("".join(words.itertext()) for words in cell.iterfind("text:p", SPACES)),
                    str(attribute(cell, "office:value-type")),
                    attribute(cell, "office:value"),
                    str(attribute(cell, "table:style-name")),
                )
                for cell in row.iterfind("table:table-cell", SPACES)
            ]
            for row in rows
        ]
        assert len(heads) <= 1
        found.append(Sheet(str(attribute(table, "table:name")), cells, heads[0] if heads else None))
    return found


def tables_of(data: bytes) -> list[Sheet]:
    """The sheets with tables of figures."""
    found = [sheet for sheet in sheets_of(data) if sheet.name.startswith("Table_")]
    assert len(found) >= 8
    return found


@pytest.mark.parametrize("year", YEARS)
def test_every_published_figure_is_in_its_place(year: int) -> None:
    """Each published figure of London stands below its column's head and beside its row's, as a number where it is one."""
    shapes = document(REPOSITORY, year).report.edition.shape.tables
    published = published_figures(year)
    tables = tables_of(data_of(REPOSITORY, year))
    assert len(tables) == len(shapes) == len(published)
    for sheet, (name, shape) in zip(tables, shapes.items(), strict=True):
        head, *body = sheet.rows[sheet.head :]
        # A meaning in plain words stands in brackets behind a label; last year and the change come after the others.
        labels = [re.sub(r" (\[note [a-z]\]|\(\d.*)", "", cell.text) for cell in head[1:]]
        assert labels[: len(shape.columns)] == [column.label for column in shape.columns.values()]
        assert labels[len(shape.columns) :] in ([], ["2023/24", "Change"], ["31 March 2024", "Change"])
        rows = [re.sub(r" (\[note [a-z]\]|\((?!SHPO|SRO|es).*)", "", row[0].text) for row in body]
        assert rows[: len(shape.rows)] == [row.label for row in shape.rows.values()]
        assert len(rows) - len(shape.rows) in (0, 2)
        found = {
            (row, column): cell
            for row, cells in zip(shape.rows, body, strict=False)
            for column, cell in zip(shape.columns, cells[1:], strict=False)
        }
        assert {place: cell.text for place, cell in found.items()} == published[name]
        for place, value in published[name].items():
            is_number = value[0] != "["
            assert found[place].kind == ("float" if is_number else "string")
            assert found[place].value == (value.replace(",", "") if is_number else None)


def test_sheets_come_in_order_with_short_names() -> None:
    """Cover, contents and notes come first; names are short, unique and without spaces; the contents lead to each."""
    data = data_of(REPOSITORY, 2024)
    names = [sheet.name for sheet in sheets_of(data)]
    assert names[:3] == FIRST_SHEETS
    assert names[3:] == [f"Table_{number}" for number in range(1, len(names) - 2)]
    assert max(Counter(names).values()) == 1
    contents = next(
        table
        for table in part(data, "content.xml").iterfind(".//table:table", SPACES)
        if attribute(table, "table:name") == "Contents"
    )
    links = [attribute(link, "xlink:href") for link in contents.iterfind(".//text:a", SPACES)]
    assert links == [f"#{name}.A1" for name in names[2:]]


def test_every_sheet_opens_with_its_title() -> None:
    """A1 holds the title as a heading, in sentence case; what is on the sheet follows; then the table, nothing after."""
    for sheet in sheets_of(data_of(REPOSITORY, 2024)):
        title = sheet.rows[0][0]
        assert title.style == "Heading_20_1"
        assert title.text[0].isupper()
        assert not title.text.isupper()
        if sheet.name == "Cover":
            assert sheet.head is None
            continue
        assert sheet.head is not None
        assert sheet.rows[1][0].text.startswith("This sheet has one table.")
        width = len(sheet.rows[sheet.head])
        assert {len(row) for row in sheet.rows[: sheet.head]} == {1}
        assert width > 1
        assert {len(row) for row in sheet.rows[sheet.head :]} == {width}


def test_nothing_is_merged_hidden_blank_or_worked_out() -> None:
    """No cell is merged or empty, no row, column or sheet is hidden or repeated, and no cell is a formula."""
    data = data_of(REPOSITORY, 2024)
    content = part(data, "content.xml")
    names = {
        etree.QName(name).localname for element in content.iter() for name in element.attrib if "table" in str(name)
    }
    assert "style-name" in names
    assert names.isdisjoint(
        {"number-columns-spanned", "number-rows-spanned", "number-rows-repeated", "number-columns-repeated"}
    )
    assert names.isdisjoint({"formula", "visibility", "protected"})
    assert content.find(".//table:covered-table-cell", SPACES) is None
    cells = [cell for sheet in sheets_of(data) for row in sheet.rows for cell in row]
    assert len(cells) > 100
    assert [cell for cell in cells if not cell.text.strip()] == []


def test_tables_are_marked_as_tables() -> None:
    """Each table is a named range with its head, its heads are repeated in print, and each column has a width."""
    data = data_of(REPOSITORY, 2024)
    content = part(data, "content.xml")
    marked = {
        attribute(found, "table:name"): attribute(found, "table:target-range-address")
        for found in content.iterfind(".//table:database-range", SPACES)
        if attribute(found, "table:contains-header") == "true"
    }
    for sheet, table in zip(sheets_of(data), content.iterfind(".//table:table", SPACES), strict=True):
        columns = list(table.iterfind(".//table:table-column", SPACES))
        widths = {attribute(style, "style:name") for style in content.iterfind(".//style:style", SPACES)}
        assert all(attribute(column, "table:style-name") in widths for column in columns)
        assert len(columns) == max(len(row) for row in sheet.rows)
        if sheet.head is None:
            continue
        last = chr(ord("A") + len(columns) - 1)
        assert marked.pop(sheet.name) == f"{sheet.name}.A{sheet.head + 1}:{sheet.name}.{last}{len(sheet.rows)}"
        assert table.find("table:table-header-columns", SPACES) is not None
        assert {cell.style for cell in sheet.rows[sheet.head]} <= {"Column_20_head", "Number_20_head"}
    assert marked == {}


def test_styles_can_be_read_by_all() -> None:
    """Text is 12 point or larger in a sans-serif face, wrapped in tables, without colour, and numbers have thousands."""
    data = data_of(REPOSITORY, 2024)
    styles, content = part(data, "styles.xml"), part(data, "content.xml")
    sizes = [attribute(found, "fo:font-size") for found in styles.iterfind(".//style:text-properties", SPACES)]
    assert [size for size in sizes if size and float(size.removesuffix("pt")) < 12] == []
    assert "12pt" in sizes
    default = styles.find(".//style:default-style/style:text-properties", SPACES)
    assert attribute(default, "fo:font-family") == "Arial"
    assert (attribute(default, "fo:language"), attribute(default, "fo:country")) == ("en", "GB")
    colours = [str(name) for found in styles.iter() for name in found.attrib if "color" in str(name)]
    assert colours == []
    wraps = {
        attribute(style, "style:name"): attribute(style.find("style:table-cell-properties", SPACES), "fo:wrap-option")
        for style in styles.iterfind(".//office:styles/style:style", SPACES)
        if style.find("style:table-cell-properties", SPACES) is not None
    }
    assert {name for name, wrap in wraps.items() if wrap == "no-wrap"} == {"Heading_20_1", "Line"}
    groupings = [attribute(found, "number:grouping") for found in content.iterfind(".//number:number", SPACES)]
    assert groupings
    assert set(groupings) == {"true"}


def test_every_mark_is_explained() -> None:
    """Each [note a] and each shorthand of any sheet stands on the notes sheet, which explains all five kinds of it."""
    sheets = {sheet.name: sheet for sheet in sheets_of(data_of(REPOSITORY, 2024))}
    notes = sheets["Notes"]
    explained = {row[0].text for row in notes.rows[notes.head :][1:]}
    marks = {
        mark
        for name, sheet in sheets.items()
        for row in sheet.rows
        for cell in row
        for mark in re.findall(r"\[[^\]]*\]", cell.text)
        if name.startswith("Table_")
    }
    assert {"[note a]", "[note b]", "[z]"} <= marks
    assert marks <= explained
    assert {"[z]", "[c]", "[x]", "[r]", "[p]"} <= explained
    assert [row for row in notes.rows[notes.head :] if len(row[2].text) < 10 and row[0].text != "Mark"] == []


def test_notes_stand_on_the_headings_that_have_them() -> None:
    """The mark of a note stands in the head of its column and in the title of its table."""
    table = tables_of(data_of(REPOSITORY, 2024))[0]
    assert table.rows[0][0].text == "Table 1: MAPPA-eligible individuals on 31 March 2025 [note a]"
    assert [cell.text[-8:] for cell in table.rows[table.head][1:4]] == ["[note b]", "[note c]", "[note d]"]


def test_a_flagged_figure_stays_a_number(tmp_path: Path) -> None:
    """41 [r] is the number 41 that prints its flag; shorthand is words; each sheet explains its own, and says why."""
    root = with_marks(tmp_path)
    data = data_of(root, 2024)
    cells = {cell.text: cell for sheet in tables_of(data) for row in sheet.rows for cell in row}
    assert (cells["41 [r]"].kind, cells["41 [r]"].value) == ("float", "41")
    assert (cells["559 [p]"].kind, cells["559 [p]"].value) == ("float", "559")
    assert {cells["[c]"].kind, cells["[x]"].kind} == {"string"}
    printed = {
        attribute(style, "style:name"): "".join(style.itertext())
        for style in part(data, "content.xml").iterfind(".//number:number-style", SPACES)
    }
    assert printed == {"number": "", "numberr": " [r]", "numberp": " [p]"}
    lines = {row[0].text for sheet in tables_of(data) for row in sheet.rows[: sheet.head]}
    assert {"[r] means revised.", "One case was counted twice.", "[c] means confidential."} <= lines


def test_words_are_never_formulas(tmp_path: Path) -> None:
    """Words that begin like a formula are kept as words, in every cell that has them."""
    root = copy_workspace(tmp_path)
    edition = root / "templates/annual-report/2024.1/edition.yaml"
    change(edition, "label: Category 1 cautioned for breach of", 'label: "=1+1 & <b> breach of')
    change(
        edition,
        "requirements, formerly: cautioned_or_convicted, gloss: People whom the police",
        'requirements", formerly: cautioned_or_convicted, gloss: People whom the police',
    )
    data = data_of(root, 2024)
    cells = [cell for sheet in tables_of(data) for row in sheet.rows for cell in row if cell.text.startswith("=")]
    assert [(cell.text, cell.kind) for cell in cells] == [
        (
            (
                "=1+1 & <b> breach of notification requirements (People whom the police cautioned because they did not keep to the "
                "requirements)"
            ),
            "string",
        )
    ]


def test_the_file_says_what_it_is() -> None:
    """Title, language, organisation and the day of publication stand in the properties of the document."""
    meta = part(data_of(REPOSITORY, 2024), "meta.xml")
    found = {etree.QName(element).localname: element.text for element in meta[0]}
    assert found["title"] == "Figures of London’s Multi-Agency Public Protection Arrangements: annual report 2024/25"
    assert found["language"] == "en-GB"
    assert found["creator"] == found["initial-creator"] == "HM Prison and Probation Service"
    assert found["creation-date"] == found["date"] == "2025-10-30T00:00:00"


def test_the_package_is_as_the_standard_asks() -> None:
    """The kind of file stands first and as it is; every member has the day of publication; the manifest lists all."""
    data = data_of(REPOSITORY, 2024)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
    assert (members[0].filename, members[0].compress_type) == ("mimetype", zipfile.ZIP_STORED)
    assert data[38 : 38 + len(MEDIA_TYPE)] == MEDIA_TYPE.encode()
    assert {member.date_time for member in members} == {(2025, 10, 30, 0, 0, 0)}
    listed = set(part(data, "META-INF/manifest.xml").xpath("//@*[local-name() = 'full-path']"))
    assert listed == {"/", *(member.filename for member in members)} - {"mimetype", "META-INF/manifest.xml"}


def test_a_draft_says_so(tmp_path: Path) -> None:
    """The cover and the title of a draft say that it is one."""
    root = copy_workspace(tmp_path)
    change(root / "data/annual-report/2024/london.yaml", "status: final", "status: draft")
    cover = sheets_of(data_of(root, 2024))[0]
    assert cover.rows[0][0].text.endswith("(draft)")
    assert cover.rows[1][0].text == "This is a draft. It is not for publication."


@pytest.mark.slow
def test_libreoffice_opens_it(tmp_path: Path) -> None:
    """LibreOffice reads the workbook and writes each table of it as CSV with the same figures."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice (soffice) is not installed")
    data = data_of(with_marks(tmp_path / "workspace"), 2024)
    (tmp_path / "figures.ods").write_bytes(data)
    every_sheet = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,true,false,false,-1"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    result = subprocess.run(
        [office, profile, "--headless", "--convert-to", every_sheet, "--outdir", "csv", "figures.ods"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    if "could not be loaded" in result.stdout + result.stderr:
        pytest.skip("LibreOffice is here without Calc")
    sheets = sheets_of(data)
    assert len(list((tmp_path / "csv").iterdir())) == len(sheets), result.stdout + result.stderr
    for sheet in sheets:
        with (tmp_path / "csv" / f"figures-{sheet.name}.csv").open(encoding="utf-8", newline="") as stream:
            read = [[cell for cell in row if cell] for row in csv.reader(stream)]
        assert read == [[cell.text for cell in row] for row in sheet.rows]
