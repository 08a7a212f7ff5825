"""Whether the totals in tables of pages add up.

Comes in: all that was written for a report. Goes out: warnings. Precision comes first: a table whose cells are not all counts, or
in which parts of rows stand too, is left alone.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from reportgen.check.checked import Checked
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.passages import Passage

_TOTAL = re.compile(r"(?:grand |overall )?totals?|all|(?:whole )?year|in all|cyfanswm", re.IGNORECASE)
_COUNT = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_NOTHING = frozenset(["", "-", "–", "—", "0", "nil", "none"])
# Words of a row that is a part of another one, and of a column or row that holds no counts.
_NO_COUNTS = re.compile(
    r"\b(?:of (?:which|whom|these|those|them)|including|sub-?totals?|totals?|rates?|averages?|means?|medians?|per cent|percentages?|per|"
    r"shares?|changes?|differences?|days|weeks|months|years?)\b|%|\d{4}",
    re.IGNORECASE,
)
# Its heads, two rows and their total.
_FEWEST = 4
_NEAR = 10
_MARKS = re.compile(r"[*_`]|\[\^[^\]]*\]|\[[a-z]\]")
_CELLS = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"[\s|:-]+")


def totals_in_pages(checked: Checked) -> Iterator[Diagnostic]:
    """The last row of a table in a page, where it is called or set as their total, is what the rows above add up to. Errors: page-total."""
    for page in checked.source.pages.values():
        for kind, group in groupby(page.passages, key=lambda passage: passage.kind):
            if kind == "row":
                yield from _in_table([row for row in group if not _RULE.fullmatch(row.typed)])


def _in_table(rows: list[Passage]) -> Iterator[Diagnostic]:
    cells = [_cells(row.heard) for row in rows]
    if len(rows) < _FEWEST:
        return
    is_named, is_bold = _TOTAL.fullmatch(cells[-1][0]), rows[-1].typed.strip("| ").startswith("**")
    if not is_named and (not is_bold or _NO_COUNTS.search(cells[-1][0])):
        return
    heads, body, total = cells[0], cells[1:-1], cells[-1]
    if any(len(row) != len(heads) for row in cells) or any(_NO_COUNTS.search(row[0]) for row in body):
        return
    for column in range(1, len(heads)):
        above = [row[column] for row in body]
        if _NO_COUNTS.search(re.sub("(?i)totals?", "", heads[column])) or not _COUNT.fullmatch(total[column]):
            continue
        if not all(_COUNT.fullmatch(cell) or cell.lower() in _NOTHING for cell in above):
            continue
        adds_up_to, told = sum(map(_number, above)), _number(total[column])
        # A last row in bold letters may be something else, such as the whole country; then it is far from their sum.
        is_near = abs(adds_up_to - told) <= adds_up_to // _NEAR
        if adds_up_to != told and (is_named or is_near):
            row = rows[-1]
            at = row.typed.index(total[column], _start(row.heard, column))
            message = f"the total is {told:,} here, and the rows above add up to {adds_up_to:,}"
            hint = "look which is right; where some count in several rows, the total may stand"
            yield Diagnostic("page-total", row.place(at, at + len(total[column])), message, hint)


def _cells(row: str) -> list[str]:
    """The cells of a row, without signs of Markdown and of notes."""
    return [_MARKS.sub("", cell).strip() for cell in _CELLS.split(row.strip().strip("|"))]


def _start(row: str, column: int) -> int:
    """Where a cell of a row begins; a row may begin without a bar."""
    bars = [match.end() for match in _CELLS.finditer(row)]
    return bars[column - (not row.lstrip().startswith("|"))]


def _number(cell: str) -> int:
    return int(cell.replace(",", "")) if _COUNT.fullmatch(cell) else 0
