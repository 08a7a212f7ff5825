"""A workbook of any kind as rows: every sheet that is shown, cell by cell. The home of python-calamine.

Comes in: bytes. Goes out: rows. Run only behind the wall of process.py.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from xml.etree import ElementTree as Xml

import python_calamine as calamine

from reportgen.ingest.rows import SourcePiece, SourceRow, SourceText, Unreadable

NEVER_CALCULATED = "a formula stands here that was never calculated, so the file shows nothing"
AS_TEXT = "the number was typed as text, so a sum made by the workbook leaves it out"
_MOST_ROWS = 20_000
_NUMBER = re.compile(r"[\d,.\s]*\d[\d,.\s]*\Z", re.ASCII)
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def read_workbook(data: bytes) -> SourceText:
    """The sheets that a workbook shows. Raises: Unreadable."""
    again = "open it, save it again as a workbook without a password, and try with that"
    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == calamine.SheetTypeEnum.WorkSheet]
        hidden = [sheet.name for sheet in sheets if sheet.visible != calamine.SheetVisibleEnum.Visible]
        rows: list[SourceRow] = []
        formulas = _never_calculated(data)
        for sheet in sheets:
            if sheet.name in hidden:
                continue
            table = book.get_sheet_by_name(sheet.name)
            if table.total_height > _MOST_ROWS:
                raise Unreadable(
                    f"the sheet “{sheet.name}” has {table.total_height:,} rows; at most {_MOST_ROWS:,} are read",
                    "take away the sheets that hold no figures of the report, and try again",
                )
            rows.extend(_rows(sheet.name, table.to_python(skip_empty_area=False), formulas.get(sheet.name, set())))
    except calamine.PasswordError as problem:
        raise Unreadable("this workbook is encrypted and asks for a password", again) from problem
    except (calamine.CalamineError, OSError, ValueError, RuntimeError, Xml.ParseError) as problem:
        raise Unreadable("this workbook is broken and cannot be opened", again) from problem
    remarks = tuple(f"the sheet “{name}” is hidden; nothing on it was read" for name in hidden)
    shown = len(sheets) - len(hidden)
    return SourceText("workbook", f"{shown} sheet{'' if shown == 1 else 's'}", tuple(rows), remarks)


def column_name(number: int) -> str:
    """The letters of a column that is counted from 0: A, B, … Z, AA."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _rows(sheet: str, table: Sequence[Sequence[object]], formulas: set[str]) -> Iterator[SourceRow]:
    for at, cells in enumerate(table, 1):
        pieces: list[SourcePiece] = []
        for column, value in enumerate(cells):
            address = f"{column_name(column)}{at}"
            text, remarks = _shown(value)
            if not text and address in formulas:
                remarks = (NEVER_CALCULATED,)
            if text or remarks:
                pieces.append(SourcePiece(text, column, column + 1, f"{sheet}!{address}", remarks))
        if pieces:
            yield SourceRow(f"{sheet}, row {at}", tuple(pieces), sheet, True)


def _shown(value: object) -> tuple[str, tuple[str, ...]]:
    """A cell as words. Why: every number of a workbook has decimals, so one that is whole is shown as such."""
    if isinstance(value, bool):
        return str(value).upper(), ()
    if isinstance(value, int | float):
        return (str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)), ()
    if isinstance(value, datetime | date):
        return f"{value.day} {value:%B %Y}", ()
    if isinstance(value, time | timedelta):
        return str(value), ()
    text = str(value).strip()
    return text, (AS_TEXT,) if _NUMBER.match(text) else ()


def _never_calculated(data: bytes) -> dict[str, set[str]]:
    """The cells of each sheet that hold a formula and no value.

    Why: the reader of workbooks gives values alone, and there such a cell is as empty as one in which nothing was typed.
    """
    found: dict[str, set[str]] = {}
    with suppress(zipfile.BadZipFile, KeyError), zipfile.ZipFile(io.BytesIO(data)) as archive:
        book = Xml.fromstring(archive.read("xl/workbook.xml"))  # noqa: S314 - behind the wall
        links = Xml.fromstring(archive.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
        targets = {link.get("Id"): (link.get("Target") or "").removeprefix("/xl/") for link in links}
        for sheet in book.iter(f"{_MAIN}sheet"):
            tree = Xml.fromstring(archive.read(f"xl/{targets[sheet.get(_LINK)]}"))  # noqa: S314
            found[sheet.get("name") or ""] = {
                cell.get("r") or ""
                for cell in tree.iter(f"{_MAIN}c")
                if cell.find(f"{_MAIN}f") is not None and not (cell.findtext(f"{_MAIN}v") or "").strip()
            }
    return found
