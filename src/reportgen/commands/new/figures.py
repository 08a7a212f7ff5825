"""A figures file in which nothing is typed yet.

Comes in: an edition, and last year's figures where there are any. Goes out: the text of the file, with every cell that is
asked for and, as a remark beside it, what stood there last year.
"""

from collections.abc import Iterator

from reportgen.check.checked import CheckedFigures
from reportgen.check.figures import PENDING, FigureCell
from reportgen.commands.new.plan import TO_DO
from reportgen.commands.schemas import plain_words
from reportgen.core.names import Period
from reportgen.core.wording import long_date
from reportgen.read.cells import CellName, is_nothing
from reportgen.read.edition_shapes import EditionShape, TableShape

# Units: characters, so that remarks stand below each other.
_REMARKS_AT = 28


def blank_figures(shape: EditionShape, area: str, period: Period, former: CheckedFigures | None) -> list[str]:
    """The lines of a figures file that is still to be filled in."""
    lines = [
        f"# The figures file of {area} for {period.label}. What stands behind a # is a remark, and is not printed.",
        "# Type each figure after its colon and a space, in digits alone: 2457. Or [x] not available, [c] held back.",
        _line(f"source: {TO_DO}", _before(former, former.source.shape.source if former else "")),
        "status: draft",
    ]
    if any(table.rate for table in shape.tables.values()):
        before = str(former.source.shape.population or "") if former else ""
        lines.append(_line("population:", _before(former, before), "people aged 10 and over; may stay empty"))
    if shape.details:
        lines += ["", "details:"]
        for name, detail in shape.details.items():
            before = former.source.shape.details.get(name, "") if former else ""
            lines.append(_line(f"  {name}: {TO_DO}", _before(former, before), detail.label))
    if shape.tables:
        known = {"period.end | long_date": long_date(period.end), "period.label": period.label}
        lines += ["", "tables:"]
        for name, table in shape.tables.items():
            lines += [_line(f"  {name}:", plain_words(table.caption, shape, known))]
            lines += [*_rows(name, table, former), ""]
        lines.pop()
    return lines


def _rows(name: str, table: TableShape, former: CheckedFigures | None) -> Iterator[str]:
    for row, row_shape in table.rows.items():
        cells = [CellName(name, row, column) for column in table.columns]
        if len(cells) == 1:
            yield _cell(f"    {row}:", row_shape.label, table, cells[0], former)
            continue
        yield f"    {row}:"
        for cell in cells:
            yield _cell(f"      {cell.column}:", "", table, cell, former)


def _cell(start: str, label: str, table: TableShape, cell: CellName, former: CheckedFigures | None) -> str:
    if is_nothing(table, cell):
        return _line(f"{start} [z]", "not applicable", label)
    wait = f"“{PENDING}” until the population estimate is published" if table.may_be_pending else ""
    return _line(start, _figure_before(table, cell, former), label, wait)


def _figure_before(table: TableShape, cell: CellName, former: CheckedFigures | None) -> str:
    """Last year's figure, also where its row had another name."""
    formerly = table.rows[cell.row].formerly
    if former and (found := former.figures.get(cell)):
        return _before(former, as_typed(found))
    if former and formerly and (found := former.figures.get(CellName(cell.table, formerly, cell.column))):
        return f"{former.source.period.label}, as {formerly}: {as_typed(found)}"
    return ""


def as_typed(cell: FigureCell) -> str:
    """A figure as a person types it, without its flag."""
    if cell.is_left_out:
        return "left out"
    if cell.value is not None:
        return str(cell.value)
    return cell.shorthand if cell.shorthand == PENDING else f"[{cell.shorthand}]"


def _before(former: CheckedFigures | None, words: str) -> str:
    return f"{former.source.period.label}: {words}" if former and words else ""


def _line(start: str, *remarks: str) -> str:
    """A name, with a space for its value, and remarks."""
    words = " ".join("; ".join(remark for remark in remarks if remark).split())
    return f"{start} ".ljust(_REMARKS_AT - 1) + f" # {words}" if words else f"{start} "
