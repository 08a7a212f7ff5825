"""Key findings: the figures that matter most and those that changed most, as sentences.

Comes in: a report. Goes out: the findings in the order in which they are told.
"""

from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Literal

from reportgen.check.report import Report
from reportgen.check.trend import Change, Former, change_of, last_year
from reportgen.document.changes import amount_in_words, breaks_in_words, day_or_year
from reportgen.document.charts import figure_over_years
from reportgen.document.tables import figure_of
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import FindingShape
from reportgen.tree.nodes import FigureReference, KeyFinding

Way = Literal["", "up", "down", "same"]
# So many are told where nothing can be compared, such as in a first year.
_FEWEST = 3


def key_findings(report: Report, fill_in: Callable[[str, int, str], str]) -> tuple[KeyFinding, ...]:
    """The findings of a report: those that are told each year, then the others by the size of their change.

    Shape: `fill_in` is given what each says, its position in the edition, and the name of what is said.
    Why: an area with a small change in a large figure and a large one in a small figure tells both for what they are, so
    the size is the difference over the square root of the sum, as for two counts of chance.
    """
    asked = report.edition.shape.findings
    if asked is None:
        return ()
    earlier = last_year(report.former, report.key.year)
    ranked = []
    for position, one in enumerate(asked.figures):
        name, cell = figure_of(report, one.figure)
        if cell.value is None:
            continue
        change = change_of(name, report.figures, earlier, report.edition)
        ranked.append((_rank(one, change), position, name, change))
    ranked.sort(key=lambda found: found[:2])
    told = [found for number, found in enumerate(ranked) if number < _FEWEST or found[0] < _NOTHING_CHANGED]
    return tuple(
        KeyFinding(
            FigureReference(str(name), report.figures[name].printed),
            fill_in(*_said(asked.figures[position], position, report.figures[name].value)),
            _change(change) if change else "",
            _way(change),
            figure_over_years(report, name),
            tuple(_notes(report, name, earlier)),
        )
        for _, position, name, change in told[: asked.most]
    )


_NOTHING_CHANGED = (2, Fraction(0))


def _said(asked: FindingShape, position: int, value: int | None) -> tuple[str, int, str]:
    if value == 1 and asked.says_one:
        return asked.says_one, position, "says_one"
    return asked.says, position, "says"


def _rank(asked: FindingShape, change: Change | None) -> tuple[int, Fraction]:
    """What is told first is least: what is told always, then the largest changes, then what did not change."""
    if asked.always:
        return 0, Fraction(0)
    if change is None or change.difference == 0:
        return _NOTHING_CHANGED
    return 1, -Fraction(change.difference**2, change.latest + change.before)


def _change(change: Change) -> str:
    """“up 72 (15%) from 487 in 2023/24”."""
    when = ("on " if change.is_snapshot else "in ") + day_or_year(change.period, is_snapshot=change.is_snapshot)
    if change.difference == 0:
        return f"the same as {when}"
    return f"{amount_in_words(change)} from {change.before:,} {when}"


def _way(change: Change | None) -> Way:
    if change is None:
        return ""
    return "same" if change.difference == 0 else "up" if change.difference > 0 else "down"


def _notes(report: Report, name: CellName, earlier: Former | None) -> Iterator[str]:
    if earlier:
        yield from breaks_in_words(name, report, earlier)
    remark = report.remarks.get(str(name))
    if remark:
        yield remark
