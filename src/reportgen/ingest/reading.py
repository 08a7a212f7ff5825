"""Which kind of file it is, by what it holds; its rows, and its text as blocks.

Comes in: bytes and a name. Goes out: rows, and blocks. Run only behind the wall of process.py.
"""

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from reportgen.ingest.flow import with_notes
from reportgen.ingest.rows import SourceText, Unreadable
from reportgen.ingest.text import KINDS, decode, read_csv_file, read_text_file
from reportgen.ingest.web_page import read_html_file

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LARGEST_UNPACKED = 200_000_000
_SAVE_AS = "open it in the program that it is of, and save it as a Word file (.docx) or a PDF"
FileKind = Literal["pdf", "word", "workbook", "web page", "values", "text"]


def read_any(
    data: bytes,
    name: str,
    tell: Callable[[int, int], None] = lambda _done, _all: None,
    *,
    with_flow: bool = False,
) -> SourceText:
    """The rows of a file, and its text as blocks where that is asked for, since pictures of a PDF take long. Raises: Unreadable."""
    source = _read(_kind_of(data, name), data, tell, with_flow=with_flow)
    return replace(source, flow=with_notes(source.flow) if with_flow else ())


def _read(kind: FileKind, data: bytes, tell: Callable[[int, int], None], *, with_flow: bool) -> SourceText:
    """What the reader for a kind makes of a file. Why: the library of one kind is not loaded for another."""
    match kind:
        case "pdf":
            from reportgen.ingest.pdf import read_pdf
            from reportgen.ingest.pdf_flow import read_pdf_flow

            source = read_pdf(data, tell)
            return replace(source, flow=read_pdf_flow(source.rows, data)) if with_flow else source
        case "word":
            from reportgen.ingest.word import read_word

            return read_word(data)
        case "workbook":
            from reportgen.ingest.workbook import read_workbook

            return read_workbook(data)
        case "web page":
            return read_html_file(data)
        case "values":
            return read_csv_file(data)
        case "text":
            return read_text_file(data)


def _kind_of(data: bytes, name: str) -> FileKind:
    """What kind of file it is. Raises: Unreadable, for one that none of the readers is for."""
    ending = name.rsplit(".", 1)[-1].lower()
    if not data.strip():
        raise Unreadable("this file is empty", "look whether it was copied whole, and copy it again")
    if b"%PDF-" in data[:1024] or ending == "pdf":
        return "pdf"
    if data.startswith(b"PK"):
        return _kind_of_zip(data)
    if data.startswith(_OLD_OFFICE):
        return _kind_of_old_office(data, ending)
    if ending in ("png", "jpg", "jpeg", "tif", "tiff", "gif"):
        raise Unreadable(
            f"this file is a picture (.{ending}), which holds no text",
            "ask for the document that it was taken from, or type the figures",
        )
    if ending in ("zip", "doc", "docx", "xlsx", "ods"):
        raise Unreadable(f"this file is not a .{ending}, or none that can be read", KINDS)
    start = decode(data[:2_000]).lstrip().lower()
    if start.startswith("{\\rtf"):
        raise Unreadable("this is a text with marks between its words (.rtf)", _SAVE_AS)
    if start.startswith(("<!doctype html", "<html")) or ending in ("html", "htm"):
        return "web page"
    return "values" if ending in ("csv", "tsv") else "text"


def _kind_of_zip(data: bytes) -> FileKind:
    """A file of a program for texts or tables, which is a zip of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            is_large = sum(entry.file_size for entry in archive.infolist()) > _LARGEST_UNPACKED
    except zipfile.BadZipFile as problem:
        raise Unreadable(
            "this file is broken and cannot be opened", "look whether it was copied whole, and copy it again"
        ) from problem
    if "word/document.xml" in names:
        if is_large:
            raise Unreadable("this Word file is too large when it is unpacked", "take out its pictures, and try again")
        return "word"
    # The first part of an OpenDocument file says what it is, unpacked. Source: OpenDocument 1.3, part 2, 3.3.
    told = data[38:100] if data[30:38] == b"mimetype" else b""
    if b"opendocument" in told and b"spreadsheet" not in told:
        raise Unreadable("this is a text or a slide show of LibreOffice (.odt, .odp)", _SAVE_AS)
    if any(name.startswith("ppt/") for name in names):
        raise Unreadable("this is a slide show of PowerPoint (.pptx)", _SAVE_AS)
    if "content.xml" in names or any(name.startswith("xl/") for name in names):
        if is_large:
            hint = "take away the sheets that hold no figures of the report, and try again"
            raise Unreadable("this workbook is too large when it is unpacked", hint)
        return "workbook"
    raise Unreadable("this file is a zip that holds no document", "take the document out of it, and give that instead")


def _kind_of_old_office(data: bytes, ending: str) -> FileKind:
    """A workbook of an old kind, or a document that is encrypted or of an old kind."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise Unreadable(
            "this file is encrypted and asks for a password",
            "open it with its password, save it without one, and try again",
        )
    if ending in ("doc", "dot") or "WordDocument".encode("utf-16-le") in data:
        raise Unreadable("this is a Word file of an old kind (.doc)", "open it in Word, and save it as .docx")
    return "workbook"
