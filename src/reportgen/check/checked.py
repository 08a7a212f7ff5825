"""What a rule looks at: the figures of one file, or all that was written for a report, with what is known of them by then.

Comes in: what was read, and its checked figures. Goes out: one frozen value for all rules, so that all have one shape.
"""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from reportgen.check.figures import Figures
from reportgen.check.trend import Former
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.cells import CellName
from reportgen.read.source import FiguresFile, ReportSource

# Whether a value, or shorthand such as “z”, in the place of a cell's own would break no rule that holds now.
Holds = Callable[[CellName, int | str], bool]


def always(_: CellName, __: int | str) -> bool:
    """Whatever is offered holds: where nothing is offered to anybody."""
    return True


@dataclass(frozen=True, slots=True)
class CheckedFigures:
    """One figures file by itself. Shape: `doubtful` are the cells that a wrong total points to."""

    source: FiguresFile
    figures: Figures
    doubtful: Collection[CellName] = ()
    holds: Holds = always


@dataclass(frozen=True, slots=True)
class Checked:
    """All that was written for a report, once its figures were checked by themselves.

    Shape: `before` are the figures of last year, if they are known and right; `doubtful` as in `CheckedFigures`; `is_right`
    when nothing is wrong with the figures by themselves.
    """

    source: ReportSource
    figures: Figures
    before: Former | None
    doubtful: Collection[CellName]
    is_right: bool


FigureRule = Callable[[CheckedFigures], Iterator[Diagnostic]]
Rule = Callable[[Checked], Iterator[Diagnostic]]
