"""Which kind of file it is, by what it holds; and its rows.

Comes in: bytes and a name. Goes out: rows. Run only behind the wall of process.py.
"""

import io
import zipfile
from collections.abc import Callable

from reportgen.ingest.rows import SourceText, Unreadable

_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_any(data: bytes, name: str, tell: Callable[[int, int], None] = lambda _done, _all: None) -> SourceText:
    """The rows of a file. Raises: Unreadable."""
    kinds = "give a PDF, a Word file (.docx), a workbook (.xlsx, .xls, .ods), a CSV file or a text"
    ending = name.rsplit(".", 1)[-1].lower()
    if not data.strip():
        raise Unreadable("this file is empty", "look whether it was copied whole, and copy it again")
    if b"%PDF-" in data[:1024] or ending == "pdf":
        from reportgen.ingest.pdf import read_pdf

        return read_pdf(data, tell)
    if data.startswith(b"PK"):
        return _read_zip(data)
    if data.startswith(_OLD_OFFICE):
        return _read_old_office(data, ending)
    from reportgen.ingest.text import decode, read_csv_file, read_html_file, read_text_file

    if ending in ("png", "jpg", "jpeg", "tif", "tiff", "gif"):
        raise Unreadable(
            f"this file is a picture (.{ending}), which holds no text",
            "ask for the document that it was taken from, or type the figures",
        )
    if ending in ("zip", "doc", "docx", "xlsx", "ods"):
        raise Unreadable(f"this file is not a .{ending}, or none that can be read", kinds)
    start = decode(data[:2_000]).lstrip().lower()
    if start.startswith(("<!doctype html", "<html")) or ending in ("html", "htm"):
        return read_html_file(data)
    return read_csv_file(data) if ending in ("csv", "tsv") else read_text_file(data)


def _read_zip(data: bytes) -> SourceText:
    """A file of a program for texts or tables, which is a zip of its parts."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except zipfile.BadZipFile as problem:
        raise Unreadable(
            "this file is broken and cannot be opened", "look whether it was copied whole, and copy it again"
        ) from problem
    if "word/document.xml" in names:
        from reportgen.ingest.word import read_word

        return read_word(data)
    from reportgen.ingest.workbook import read_workbook

    if "content.xml" in names or any(name.startswith("xl/") for name in names):
        return read_workbook(data)
    raise Unreadable("this file is a zip that holds no document", "take the document out of it, and give that instead")


def _read_old_office(data: bytes, ending: str) -> SourceText:
    """A workbook of an old kind, or a document that is encrypted or of an old kind."""
    encrypted = "EncryptedPackage".encode("utf-16-le") in data
    if encrypted:
        raise Unreadable(
            "this file is encrypted and asks for a password",
            "open it with its password, save it without one, and try again",
        )
    if ending in ("doc", "dot") or "WordDocument".encode("utf-16-le") in data:
        raise Unreadable("this is a Word file of an old kind (.doc)", "open it in Word, and save it as .docx")
    from reportgen.ingest.workbook import read_workbook

    return read_workbook(data)
