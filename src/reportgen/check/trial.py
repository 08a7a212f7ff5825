"""What would be wrong if another figure stood in a cell.

Comes in: the figures of a file. Goes out: whether a figure can be offered as the right one, since it breaks nothing else.
"""

from collections.abc import Collection
from dataclasses import dataclass, field, replace

from reportgen.check import disclosure
from reportgen.check.checked import CheckedFigures
from reportgen.check.figures import Figures
from reportgen.check.rules import ARITHMETIC
from reportgen.check.totals import check_totals, find_mismatches
from reportgen.read.cells import CellName
from reportgen.read.source import FiguresFile

# Each trial looks at every figure; nobody mends more at a time.
_MOST_TRIALS = 30


@dataclass(slots=True)
class Trial:
    """Tries figures in one file. Shape: `before` are the rules that are broken now, and told."""

    source: FiguresFile
    figures: Figures
    tried: int = 0
    before: frozenset[object] | None = field(default=None)

    def holds(self, name: CellName, value: int | str) -> bool:
        """Whether this value, or shorthand such as “z”, breaks no rule in the place of the cell's own but what is told now."""
        if self.tried == _MOST_TRIALS:
            return False
        self.tried += 1
        if self.before is None:
            self.before = _broken(self.source, self.figures, _doubtful(self.source, self.figures))
        number, shorthand = (None, value) if isinstance(value, str) else (value, "")
        changed = {**self.figures, name: replace(self.figures[name], value=number, shorthand=shorthand)}
        return _broken(self.source, changed, ()) <= self.before


def _doubtful(source: FiguresFile, figures: Figures) -> frozenset[CellName]:
    """The cells that a wrong total points to, about which nothing else is told."""
    tables = source.edition.shape.tables.items()
    found = (repair for name, shape in tables for _, repair in check_totals(figures, name, shape))
    return frozenset(repair.cell for repair in found if repair is not None)


def _broken(source: FiguresFile, figures: Figures, doubtful: Collection[CellName]) -> frozenset[object]:
    """The sums that do not add up, and for every other rule the cell that breaks it."""
    found: set[object] = set()
    for name, shape in source.edition.shape.tables.items():
        rows, columns = find_mismatches(figures, name, shape)
        found |= {one.sum for one in (*rows, *columns)}
    checked = CheckedFigures(source, figures, doubtful)
    for one in (one for rule in ARITHMETIC for one in rule(checked)):
        found.add((one.slug, one.place, tuple(place for _, place in one.related)))
    # What cannot be, beside figures that are held back, is only told once all else is right.
    if any(cell.counted is None for cell in figures.values()):
        told = disclosure.find_given_away(source, figures, is_right=not found)
        found |= {(one.slug, one.place) for one in told}
    return frozenset(found)
