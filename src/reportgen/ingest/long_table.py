"""A table with one figure to a line, as reportgen and other programs write it for programs.

Comes in: rows whose first names table, row, column and value. Goes out: figures by these names.
"""

from dataclasses import replace

from reportgen.check.figures import FLAGS, SHORTHAND
from reportgen.core.names import ReportKey, parse_year
from reportgen.ingest.figures import Confidence, Read, ReadFigure
from reportgen.ingest.rows import SourceRow
from reportgen.ingest.values import Reading, read_value
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import EditionShape

_NAMES = ("table", "row", "column", "value")


def read_long_table(rows: tuple[SourceRow, ...], shape: EditionShape, key: ReportKey) -> tuple[Read | None, str]:
    """The figures of one report in such a table; None where the rows are no such table. With it, why it has none of them."""
    heads = [piece.text.strip().casefold() for piece in rows[0].pieces] if rows else []
    if not set(_NAMES) <= set(heads):
        return None, ""
    at = {name: rows[0].pieces[heads.index(name)].left for name in heads}
    found: Read = {}
    others: set[str] = set()
    for row in rows[1:]:
        cells = {name: next((piece for piece in row.pieces if piece.left == left), None) for name, left in at.items()}
        words = {name: piece.text.strip() if piece else "" for name, piece in cells.items()}
        name = CellName(words["table"], words["row"], words["column"])
        table = shape.tables.get(name.table)
        if table and not name.column and len(table.columns) == 1:
            name = CellName(name.table, name.row, next(iter(table.columns)))
        if table is None or name.row not in table.rows or name.column not in table.columns:
            continue
        report = ", ".join(filter(None, (words.get("area"), words.get("year"))))
        if not _is_of(words, key):
            others.add(report)
            continue
        value = cells["value"]
        is_nothing = f"{name.row}.{name.column}" in table.not_applicable
        reading = read_value(value.text if value else "", (), is_not_applicable=is_nothing)
        shorthand = {meaning: letter for letter, meaning in SHORTHAND.items()}.get(
            words.get("status", "").replace("_", " ")
        )
        flag = {meaning: letter for letter, meaning in FLAGS.items()}.get(words.get("status", ""), "")
        if flag and reading.value is not None:
            reading = replace(reading, flag=flag)
        if not reading.text and shorthand:
            reading = Reading(f"[{shorthand}]", shorthand=shorthand)
        place = value.place if value else row.place
        told = (reading.question,) if reading.question else ()
        state = Confidence.MISSING if not reading.text and not reading.shorthand else Confidence.SURE
        reasons = told or (("the file shows nothing here",) if state is Confidence.MISSING else ())
        if name in found and found[name].reading != reading:
            reasons = (*reasons, f"the file shows it a second time, as {found[name].reading.text}")
        found[name] = ReadFigure(name, state, reading, place, row.text, reasons)
    if not found and others:
        return {}, f"this file holds figures of {'; '.join(sorted(others)[:5])}, and none of {key.area}, {key.year}"
    return found, ""


def _is_of(words: dict[str, str], key: ReportKey) -> bool:
    """Whether a line is of one report, as far as it says of which it is."""
    area, year = words.get("area", ""), words.get("year", "")
    is_area = not area or area.casefold().replace(" ", "-") == key.area
    return is_area and (not year or parse_year(year) == key.year)
