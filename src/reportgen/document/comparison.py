"""Last year's figures and the change since, beside or below those of a table.

Comes in: a table and the year before. Goes out: the table with 2 more columns where it has one, else with 2 more rows.
"""

from dataclasses import replace

from reportgen.check.figures import FLAGS, SHORTHAND
from reportgen.check.report import Report
from reportgen.check.trend import Former, break_of, change_of, former_figure, split_figure
from reportgen.document.changes import amount_with_sign, day_or_year, meanings, split_in_words
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
    pairs = {
        row: [_pair(CellName(table.name, row, column), report, earlier) for column in shape.columns] for row in compared
    }
    reasons = dict.fromkeys(
        sentence
        for row in compared
        for column in shape.columns
        if (sentence := _why_not(table.name, row, column, report, earlier))
    )
    is_any = any(former not in (BREAK, _NONE) for found in pairs.values() for former, _ in found)
    if not is_any:
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
            for row, ((former, change),) in zip(table.rows, pairs.values(), strict=True)
        )
    else:
        heads = table.heads
        ((row, found),) = pairs.items()
        label = shape.rows[row].full_label
        former_cells = tuple(_cell(former, "former") for former, _ in found)
        change_cells = tuple(_cell(change, "change") for _, change in found)
        body = (
            *table.rows,
            Row(Cell((Text(f"{label}, {before}"),), role="former"), former_cells),
            Row(Cell((Text(CHANGE),), role="change"), change_cells),
        )
    return replace(table, heads=heads, rows=body, key=tuple(dict.fromkeys((*table.key, *_key(pairs), *reasons))))


def _pair(name: CellName, report: Report, earlier: Former) -> tuple[str, str]:
    """Last year's figure and the change since, as printed."""
    if split_figure(earlier.figures, name, report.edition) or break_of(earlier.figures, name, report.edition):
        return BREAK, BREAK
    before = former_figure(earlier.figures, name, report.edition)
    if before is None:
        return _NONE, _NONE
    change = change_of(name, report.figures, earlier, report.edition)
    return before.printed, amount_with_sign(change) if change else _NONE


def _cell(words: str, role: str) -> Cell:
    return Cell((Text(words),), "right", words.startswith("["), role="former" if role == "former" else "change")


def _why_not(table: str, row: str, column: str, report: Report, earlier: Former) -> str:
    name = CellName(table, row, column)
    whole = split_figure(earlier.figures, name, report.edition)
    if whole is None:
        return break_of(earlier.figures, name, report.edition)
    is_snapshot = report.edition.table(table).time == "snapshot"
    return split_in_words(whole[0].text, whole[1], earlier.period, is_snapshot=is_snapshot)


def _key(pairs: dict[str, list[tuple[str, str]]]) -> list[str]:
    """What is printed in brackets in the cells that were added."""
    words = [word for found in pairs.values() for pair in found for word in pair]
    lines = [*meanings(SHORTHAND, {word.strip("[]") for word in words})]
    lines += [_BREAK_MEANS] if BREAK in words else []
    return [*lines, *meanings(FLAGS, {word[-2] for word in words if word.endswith("]")})]
