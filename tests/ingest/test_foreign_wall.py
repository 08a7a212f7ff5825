"""Files that are encrypted, scanned, broken, huge or hostile: one clear message each, and the command goes on."""

import io
import zipfile
from pathlib import Path

import pikepdf
import pytest
from computers import needs_pdf
from PIL import Image
from published import as_pdf, as_word, as_workbook

from reportgen.core.limits import Limits
from reportgen.ingest.process import cut_behind_wall, read_behind_wall
from reportgen.ingest.rows import Unreadable


def refused(data: bytes, name: str, limits: Limits | None = None) -> str:
    """Why a file is not read."""
    with pytest.raises(Unreadable) as problem:
        read_behind_wall(data, name, lambda _done, _all: None, limits or Limits())
    assert problem.value.hint
    return problem.value.message


@pytest.fixture(scope="module")
def pdf(tables) -> bytes:
    """A PDF that can be read."""
    needs_pdf()
    return as_pdf(list(tables.values()))


def archive(**parts: bytes) -> bytes:
    """A zip of parts."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", data)
    return written.getvalue()


def encrypted(pdf: bytes, user: str) -> bytes:
    """A PDF behind a password."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(written, encryption=pikepdf.Encryption(user=user, owner="owner"))
    return written.getvalue()


def scanned() -> bytes:
    """A PDF of a picture."""
    written = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(written, "PDF")
    return written.getvalue()


def test_what_cannot_be_read_is_told_apart(pdf: bytes, tables) -> None:
    """Each kind of file that gives no figures has its own message."""
    word, book = as_word(list(tables.values())), as_workbook(list(tables.values()))
    assert refused(encrypted(pdf, "secret"), "a.pdf") == "this PDF is encrypted and asks for a password"
    assert refused(scanned(), "a.pdf") == "this PDF holds pictures of its pages and no text; it was scanned"
    assert refused(pdf[: len(pdf) // 3], "a.pdf") == "this PDF is broken and cannot be opened"
    assert refused(b"", "a.pdf") == "this file is empty"
    assert refused(word[:2000], "a.docx") == "this file is broken and cannot be opened"
    assert refused(book[:2000], "a.xlsx") == "this file is broken and cannot be opened"
    assert refused(archive(word__document=b"<nothing"), "a.docx") == "this Word file is broken and cannot be opened"
    assert refused(archive(xl__workbook=b"<nothing"), "a.xlsx") == "this workbook is broken and cannot be opened"
    assert refused(archive(other=b"<nothing/>"), "a.zip") == "this file is a zip that holds no document"
    assert refused(bytes(range(256)) * 20, "a.bin") == "this file is no text, and none of the kinds that can be read"
    assert refused(b"{\\rtf1 Words}", "a.rtf") == "this is a text with marks between its words (.rtf)"
    for parts, said in (
        ({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": ""}, "(.odt, .odp)"),
        ({"ppt/presentation.xml": ""}, "(.pptx)"),
    ):
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as file:
            for name, words in parts.items():
                file.writestr(name, words)
        assert refused(packed.getvalue(), "a.zip").endswith(said)
    assert refused(b"\x89PNG\r\n", "a.png") == "this file is a picture (.png), which holds no text"
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") * 40
    assert refused(old, "a.docx") == "this file is encrypted and asks for a password"


def test_a_pdf_that_only_may_not_be_printed_is_read(pdf: bytes) -> None:
    """A PDF that asks for no password is read, whatever else it forbids."""
    assert read_behind_wall(encrypted(pdf, ""), "a.pdf", lambda _done, _all: None).kind == "PDF"


def test_a_file_that_unpacks_without_end_is_refused() -> None:
    """A small zip that holds hundreds of millions of bytes is not unpacked."""
    bomb = b"0" * 250_000_000
    assert refused(archive(word__document=bomb), "a.docx") == "this Word file is too large when it is unpacked"
    assert refused(archive(xl__workbook=bomb), "a.xlsx") == "this workbook is too large when it is unpacked"


def test_the_wall_has_limits_on_memory_and_time(pdf: bytes) -> None:
    """What takes more memory or time than it may is ended, and told as such."""
    assert "memory" in refused(b"x\n" * 10_000_000, "a.txt", Limits(memory=60_000_000))
    assert refused(pdf, "a.pdf", Limits(waiting=0)) == "this file was not ready after 0 seconds"


def test_a_page_that_is_a_picture_is_told(pdf: bytes) -> None:
    """Of a PDF with text, a page without any is named, since its table would be missed."""
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened, pikepdf.open(io.BytesIO(scanned())) as picture:
        count = len(opened.pages)
        opened.pages.append(picture.pages[0])
        opened.save(written)
    source = read_behind_wall(written.getvalue(), "a.pdf", lambda _done, _all: None)
    assert source.remarks == (f"p. {count + 1} is a picture and holds no text; nothing on it was read",)


def test_progress_is_told_page_by_page(pdf: bytes) -> None:
    """Whoever waits hears of each page."""
    heard: list[tuple[int, int]] = []
    read_behind_wall(pdf, "a.pdf", lambda done, of: heard.append((done, of)))
    assert heard
    assert [done for done, _ in heard] == list(range(1, heard[0][1] + 1))


def test_pictures_of_places_are_cut_out(pdf: bytes) -> None:
    """A strip of a page is a picture of the width of the page and of the strip's height."""
    (strip,) = cut_behind_wall(pdf, [(1, 100.0, 130.0)], lambda _done, _all: None)
    picture = Image.open(io.BytesIO(strip))
    assert picture.format == "PNG"
    assert picture.height == 60
    assert picture.width > 1_000


def test_hidden_sheets_are_told(tmp_path: Path) -> None:
    """A hidden sheet, which may hold last year's figures, is not read, and is named."""
    import openpyxl

    book = openpyxl.Workbook()
    hidden = book.create_sheet("Last year")
    hidden.sheet_state = "hidden"
    hidden["A1"] = "Level 1"
    book.active["A1"] = "Level 2"
    written = io.BytesIO()
    book.save(written)
    source = read_behind_wall(written.getvalue(), "a.xlsx", lambda _done, _all: None)
    assert source.remarks == ("the sheet “Last year” is hidden; nothing on it was read",)
    assert [row.text for row in source.rows] == ["Level 2"]


def test_a_formula_that_was_never_calculated_is_told() -> None:
    """A formula whose value no program has stored is told at its cell; one that was calculated is its value."""
    import openpyxl

    from reportgen.ingest.workbook import AS_TEXT, NEVER_CALCULATED

    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["C1"] = "Level 2", "=1+1", "3,681"
    written = io.BytesIO()
    book.save(written)
    (row,) = read_behind_wall(written.getvalue(), "a.xlsx", lambda _done, _all: None).rows
    assert [(piece.place, piece.text, piece.remarks) for piece in row.pieces] == [
        ("Sheet!A1", "Level 2", ()),
        ("Sheet!B1", "", (NEVER_CALCULATED,)),
        ("Sheet!C1", "3,681", (AS_TEXT,)),
    ]
