"""What readers know of figures besides the figures: sums, bounds between tables and rows, and the rate.

Comes in: a figures file with its figures. Goes out: relations between cells, in groups that share a figure held back.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from reportgen.check.figures import Figures
from reportgen.check.integer_solver import Region, Relation
from reportgen.check.rules import bounds_of
from reportgen.check.totals import column_sums, row_sums
from reportgen.read.cells import CellName, rates_of
from reportgen.read.edition import Edition
from reportgen.read.edition_shapes import TableShape
from reportgen.read.source import FiguresFile


@dataclass(frozen=True, slots=True)
class PublicFacts:
    """One thing that is known of several cells: factors times cells, plus a constant, is nought or not below it.

    Shape: `is_rate` where the population takes part too.
    """

    factors: tuple[tuple[CellName, int], ...]
    is_equation: bool
    constant: int = 0
    is_rate: bool = False


class SumGroup:
    """The figures held back that depend on one another, and all that is known of them."""

    def __init__(self, unknown: tuple[CellName, ...], known: tuple[PublicFacts, ...], figures: Figures) -> None:
        self.unknown = unknown
        self.known = known
        self.figures = figures
        self.region = Region(tuple(self._relation(one) for one in known), len(unknown))

    def _relation(self, one: PublicFacts) -> Relation:
        factors = dict.fromkeys(self.unknown, 0)
        constant = one.constant
        for name, factor in one.factors:
            if name in factors:
                factors[name] += factor
            else:
                constant += factor * (self.figures[name].counted or 0)
        return Relation(tuple(factors.values()), constant, one.is_equation)

    def confidential(self) -> list[CellName]:
        """The figures of the group that are held back on purpose; the others are not available."""
        return [name for name in self.unknown if name in self.figures and self.figures[name].shorthand == "c"]

    def cells_in(self, positions: tuple[int, ...]) -> list[CellName]:
        """The printed cells that take part in some of what is known, each once."""
        names = (name for place in positions for name, _ in self.known[place].factors)
        return [name for name in dict.fromkeys(names) if name not in self.unknown]


def groups(source: FiguresFile, figures: Figures) -> Iterator[SumGroup]:
    """The figures that are not printed, by group; a group of one has nothing to do with any other."""
    known = [one for one in all_known(source) if any(_is_unknown(figures, name) for name, _ in one.factors)]
    waiting = [name for name, cell in figures.items() if cell.counted is None]
    waiting += [name for one in known for name, _ in one.factors if name not in figures]
    left = dict.fromkeys(waiting)
    while left:
        reached = {next(iter(left)): None}
        for name in (growing := list(reached)):
            for one in known:
                names = [other for other, _ in one.factors if _is_unknown(figures, other)]
                if name in names:
                    new = [other for other in names if other not in reached]
                    reached |= dict.fromkeys(new)
                    growing += new
        for name in reached:
            del left[name]
        unknown = tuple(reached)
        yield SumGroup(unknown, tuple(one for one in known if any(name in reached for name, _ in one.factors)), figures)


def _is_unknown(figures: Figures, name: CellName) -> bool:
    cell = figures.get(name)
    return cell is None or cell.counted is None


def all_known(source: FiguresFile) -> Iterator[PublicFacts]:
    """Every sum, bound and rate of an edition."""
    yield from _sums_and_bounds(source.edition)
    yield from _rates(source)


@lru_cache(maxsize=32)
def _sums_and_bounds(edition: Edition) -> tuple[PublicFacts, ...]:
    """What is known of the cells of every figures file. Why: it is the same for all areas."""
    return tuple(_of_tables(edition.shape.tables))


def _of_tables(tables: dict[str, TableShape]) -> Iterator[PublicFacts]:
    for name, shape in tables.items():
        for one in (*row_sums(name, shape), *column_sums(name, shape)):
            yield PublicFacts(((one.total, 1), *((part, -1) for part in one.parts)), True)
        for lower, upper in bounds_of(name, tables):
            yield PublicFacts(((upper, 1), (lower, -1)), False)


def _rates(source: FiguresFile) -> Iterator[PublicFacts]:
    """A rate is rounded half up, so that it leaves the count between two numbers."""
    population = source.shape.population
    if population is None:
        return
    for shape, rate, counted in rates_of(source.edition.shape):
        per = 2 * shape.per
        yield PublicFacts(((counted, per), (rate, -2 * population)), False, population, True)
        yield PublicFacts(((rate, 2 * population), (counted, -per)), False, population - 1, True)
