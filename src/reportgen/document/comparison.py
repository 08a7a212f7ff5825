"""Last year's figures and the change since, beside or below those of a table.

Comes in: a table and the year before. Goes out: the table with 2 more columns where it has one, else with 2 more rows.
"""

from dataclasses import replace

from reportgen.check.figures import FLAGS, SHORTHAND
from reportgen.check.report import Report
from reportgen.check.trend import Former, change_of, former_figure
from reportgen.document.changes import amount_with_sign, breaks_in_words, day_or_year, meanings
from reportgen.read.cells import CellName
from reportgen.tree.nodes import Cell, Row, Table, Text

CHANGE = "Change"
BREAK, _NONE = "[b]", "[x]"
_BREAK_MEANS = "[b] means a break: what is counted changed."


def with_last_year(table: Table, report: Report, earlier: Former) -> Table:
    """A table of the edition with last year's figures and the change, where what is counted stayed the same.

    Why: a table of several columns compares its row of totals alone, so that it can still be read across a page.
    """
    shape = report.edition.table(table.name)
    rows = list(report.rows(table.name))
    compared = rows if len(shape.columns) == 1 else [row for row in rows if row == shape.totals.row or len(rows) == 1]
    names = [CellName(table.name, row, column) for row in compared for column in shape.columns]
    breaks = {name: next(breaks_in_words(name, report, earlier), "") for name in names}
    pairs = [(BREAK, BREAK) if breaks[name] else _pair(name, report, earlier) for name in names]
    reasons = [reason for reason in dict.fromkeys(breaks.values()) if reason]
    if all(former in (BREAK, _NONE) for former, _ in pairs):
        return replace(table, key=(*table.key, *reasons))
    is_snapshot = shape.time == "snapshot"
    year, before = (day_or_year(period, is_snapshot=is_snapshot) for period in (report.period, earlier.period))
    if len(shape.columns) == 1:
        head, number = table.heads
        heads: tuple[Cell, ...] = (
            head,
            replace(number, gloss=year),
            _cell(before, "former"),
            _cell(CHANGE, "change"),
        )
        body = tuple(
            replace(row, cells=(*row.cells, _cell(former, "former"), _cell(change, "change")))
            for row, (former, change) in zip(table.rows, pairs, strict=True)
        )
    else:
        heads = table.heads
        label = shape.rows[compared[0]].full_label
        former_cells = tuple(_cell(former, "former") for former, _ in pairs)
        change_cells = tuple(_cell(change, "change") for _, change in pairs)
        body = (
            *table.rows,
            Row(Cell((Text(f"{label}, {before}"),), role="former"), former_cells),
            Row(Cell((Text(CHANGE),), role="change"), change_cells),
        )
    return replace(table, heads=heads, rows=body, key=tuple(dict.fromkeys((*table.key, *_key(pairs), *reasons))))


def _pair(name: CellName, report: Report, earlier: Former) -> tuple[str, str]:
    """Last year's figure and the change since, as printed."""
    before = former_figure(earlier.figures, name, report.edition)
    if before is None:
        return _NONE, _NONE
    change = change_of(name, report.figures, earlier, report.edition)
    return before.printed, amount_with_sign(change) if change else _NONE


def _cell(words: str, role: str) -> Cell:
    return Cell((Text(words),), "right", words.startswith("["), role="former" if role == "former" else "change")


def _key(pairs: list[tuple[str, str]]) -> list[str]:
    """What is printed in brackets in the cells that were added."""
    words = [word for pair in pairs for word in pair]
    lines = [*meanings(SHORTHAND, {word.strip("[]") for word in words})]
    lines += [_BREAK_MEANS] if BREAK in words else []
    return [*lines, *meanings(FLAGS, {word[-2] for word in words if word.endswith("]")})]
