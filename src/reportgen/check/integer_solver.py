"""Which whole numbers unknown counts can be, once sums of them and bounds on them are known.

Comes in: relations between unknowns that are whole and not below nought. Goes out: values that one of them can have.
Exact throughout: integers and fractions, nothing rounded. That a value is possible is shown by a point that keeps every
relation, so that what is called possible is possible, whatever the search did to find it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, combinations, pairwise
from math import ceil, floor, gcd

Point = tuple[int, ...]
# How often one search may split before it gives up; the tables of a report need two or three splits at most.
_MOST_SPLITS = 200


@dataclass(frozen=True, slots=True)
class Relation:
    """Factors times unknowns, plus a constant, is nought (an equation) or not below it. Shape: a factor for each unknown."""

    factors: tuple[int, ...]
    constant: int
    is_equation: bool

    def holds(self, point: Point) -> bool:
        """Whether a point keeps the relation."""
        made = sum(factor * value for factor, value in zip(self.factors, point, strict=True)) + self.constant
        return made == 0 if self.is_equation else made >= 0


@dataclass(frozen=True, slots=True)
class Bound:
    """How large, or how small, an unknown can be at most. Shape: `multipliers` of the relations prove it: their sum says it."""

    value: Fraction
    multipliers: tuple[Fraction, ...]


@dataclass(frozen=True, slots=True)
class Values:
    """What an unknown can be. Shape: `found` are values that are possible, in order; `are_all` when no other is."""

    found: tuple[int, ...]
    are_all: bool


class Region:
    """All points that keep some relations."""

    def __init__(self, relations: tuple[Relation, ...], count: int) -> None:
        self.relations = tuple(_tightened(relation) for relation in relations)
        self.count = count
        self.points: dict[Point, None] = {}
        self._tableau = _Tableau(self.relations, count, self.keep)

    def keep(self, point: Point) -> None:
        """Keeps a point that was found, if it is one of the region."""
        if min(point) >= 0 and all(relation.holds(point) for relation in self.relations):
            self.points[point] = None

    def is_empty(self) -> bool:
        """Whether no point at all keeps the relations."""
        if not self._tableau.is_feasible:
            return True
        if not self.points:
            self._search(self.relations)
        return not self.points

    def contradiction(self) -> tuple[int, ...]:
        """The relations that cannot hold together, by position; none where only whole numbers stand in the way."""
        return self._tableau.contradiction

    def bound(self, index: int, sign: int) -> Bound | None:
        """The largest value of an unknown (sign 1), or the smallest (sign -1); None where there is none."""
        return self._tableau.largest(index, sign)

    def values(self, index: int, enough: int) -> Values:
        """Values of an unknown: at least so many, or all there are. Why: points found on the way count for all unknowns."""
        if len(self._seen(index)) >= enough:
            return Values(self._seen(index), False)
        low, high = self.bound(index, -1), self.bound(index, 1)
        lowest = ceil(low.value) if low else 0
        highest = floor(high.value) if high else None
        closed: set[tuple[int, int | None]] = set()
        is_sure = True
        while len(seen := self._seen(index)) < enough:
            gap = next((gap for gap in _gaps(seen, lowest, highest) if gap not in closed), None)
            if gap is None:
                return Values(seen, is_sure)
            before = len(self.points)
            is_sure = self._search((*self.relations, *self._between(index, gap))) and is_sure
            if len(self.points) == before:
                closed.add(gap)
        return Values(seen, False)

    def equation(self, index: int) -> tuple[Fraction, ...] | None:
        """Multipliers of the equations whose sum leaves this unknown alone; the fewest equations where one or two do."""
        equations = [place for place, relation in enumerate(self.relations) if relation.is_equation]
        single = ({place: 1} for place in equations)
        pairs = ({one: 1, other: sign} for one, other in combinations(equations, 2) for sign in (1, -1))
        alone = (self._alone(index, signs) for signs in chain(single, pairs))
        return next(filter(None, alone), None) or self._eliminated(index, equations)

    def _seen(self, index: int) -> tuple[int, ...]:
        return tuple(sorted({point[index] for point in self.points}))

    def _between(self, index: int, gap: tuple[int, int | None]) -> Iterator[Relation]:
        factors = tuple(int(place == index) for place in range(self.count))
        yield Relation(factors, -gap[0], False)
        if gap[1] is not None:
            yield Relation(tuple(-factor for factor in factors), gap[1], False)

    def _search(self, relations: tuple[Relation, ...]) -> bool:
        """Looks for one point that keeps the relations; False when it gave up, so that nothing follows from finding none."""
        waiting = [relations]
        for _ in range(_MOST_SPLITS):
            if not waiting:
                return True
            asked = waiting.pop()
            tableau = _Tableau(asked, self.count, self.keep)
            if not tableau.is_feasible:
                continue
            corner = tableau.corner()
            split = next((place for place, value in enumerate(corner) if value.denominator > 1), None)
            if split is None:
                return tuple(map(int, corner)) in self.points
            low, high = self._between(split, (ceil(corner[split]), floor(corner[split])))
            waiting += [(*asked, low), (*asked, high)]
        return False

    def _alone(self, index: int, signs: dict[int, int]) -> tuple[Fraction, ...] | None:
        sums = [
            sum(sign * self.relations[place].factors[column] for place, sign in signs.items())
            for column in range(self.count)
        ]
        if not sums[index] or any(value for column, value in enumerate(sums) if column != index):
            return None
        return tuple(Fraction(signs.get(place, 0), sums[index]) for place in range(len(self.relations)))

    def _eliminated(self, index: int, equations: list[int]) -> tuple[Fraction, ...] | None:
        """Gauss: every other unknown is taken out; what is left says what this one is."""
        rows = [
            [Fraction(factor) for factor in self.relations[place].factors]
            + [Fraction(int(place == other)) for other in range(len(self.relations))]
            for place in equations
        ]
        for column in range(self.count):
            pivot = next((row for row in rows if row[column]), None) if column != index else None
            if pivot is None:
                continue
            rows.remove(pivot)
            rows = [
                [value - row[column] / pivot[column] * taken for value, taken in zip(row, pivot, strict=True)]
                for row in rows
            ]
        left = next((row for row in rows if row[index]), None)
        return None if left is None else tuple(value / left[index] for value in left[self.count :])


def _tightened(relation: Relation) -> Relation:
    """The same whole numbers, said as sharply as whole numbers allow: 2a + 3 ≥ 0 is a + 1 ≥ 0."""
    shared = gcd(*relation.factors)
    if shared < 2:
        return relation
    if relation.is_equation and relation.constant % shared:
        return Relation((0,) * len(relation.factors), 1, True)
    factors = tuple(factor // shared for factor in relation.factors)
    return Relation(factors, relation.constant // shared, relation.is_equation)


def _gaps(seen: tuple[int, ...], lowest: int, highest: int | None) -> Iterator[tuple[int, int | None]]:
    """Where further values could be: above those seen, below them, between them."""
    if not seen:
        if highest is None or lowest <= highest:
            yield lowest, highest
        return
    if highest is None or seen[-1] < highest:
        yield seen[-1] + 1, highest
    if lowest < seen[0]:
        yield lowest, seen[0] - 1
    yield from ((before + 1, after - 1) for before, after in pairwise(seen) if after - before > 1)


class _Tableau:
    """The simplex method in whole numbers: every entry is divided by one common denominator.

    Shape: columns are the unknowns, a surplus for each inequality, then one for each relation which shows its multiplier.
    Source: Edmonds and Maurras on integer pivoting; Bland (1977) for the choice of columns, which never goes in circles.
    """

    def __init__(self, relations: tuple[Relation, ...], count: int, keep: Callable[[Point], None]) -> None:
        self.count = count
        self.keep = keep
        self.free = count + sum(not relation.is_equation for relation in relations)
        self.signs = [1 if relation.constant <= 0 else -1 for relation in relations]
        self.rows: list[list[int]] = []
        surplus = count
        for place, relation in enumerate(relations):
            row = [*relation.factors, *(0 for _ in range(self.free - count + len(relations))), -relation.constant]
            if not relation.is_equation:
                row[surplus] = -1
                surplus += 1
            row = [self.signs[place] * value for value in row]
            row[self.free + place] = 1
            self.rows.append(row)
        self.basis = [self.free + place for place in range(len(relations))]
        self.denominator = 1
        self.objective = [-sum(column) for column in zip(*self.rows, strict=True)] if self.rows else [0] * (count + 1)
        for place in range(len(relations)):
            self.objective[self.free + place] = 0
        self.is_feasible = False
        self._optimise()
        self.is_feasible = self.objective[-1] == 0
        self.contradiction: tuple[int, ...] = ()
        if not self.is_feasible:
            ends = self.objective[self.free : -1]
            self.contradiction = tuple(place for place, value in enumerate(ends) if value != self.denominator)
            return
        self._remove_artificials()
        self._record()

    def corner(self) -> tuple[Fraction, ...]:
        """The point where the search stands."""
        values = [Fraction(0)] * self.count
        for column, row in self._basic_rows():
            values[column] = Fraction(row[-1], self.denominator)
        return tuple(values)

    def _basic_rows(self) -> Iterator[tuple[int, list[int]]]:
        """Each unknown in the basis with its row; every other unknown is nought."""
        return ((column, row) for row, column in zip(self.rows, self.basis, strict=True) if column < self.count)

    def largest(self, index: int, sign: int) -> Bound | None:
        """How large an unknown times a sign can be; None where there is no bound. Shape: the bound is on the unknown itself."""
        self.objective = [0] * len(self.objective)
        self.objective[index] = -sign * self.denominator
        if index in self.basis:
            row = self.rows[self.basis.index(index)]
            self.objective = [value + sign * added for value, added in zip(self.objective, row, strict=True)]
        if self._optimise() is not None:
            return None
        ends = zip(self.objective[self.free : -1], self.signs, strict=True)
        multipliers = tuple(Fraction(sign * turned * value, self.denominator) for value, turned in ends)
        return Bound(Fraction(sign * self.objective[-1], self.denominator), multipliers)

    def _optimise(self) -> int | None:
        """Walks from corner to corner as long as the objective improves; gives the column of a way without end."""
        while True:
            self._record()
            column = next((place for place in range(self.free) if self.objective[place] < 0), None)
            if column is None:
                return None
            best: tuple[Fraction, int, int] | None = None
            for line, row in enumerate(self.rows):
                if row[column] > 0:
                    reached = (Fraction(row[-1], row[column]), self.basis[line], line)
                    best = reached if best is None else min(best, reached)
            if best is None:
                self._record_ray(column)
                return column
            self._pivot(best[2], column)

    def _pivot(self, line: int, column: int) -> None:
        """Brings a column into the basis. Why: the division is always exact, which is the point of the method."""
        turned = self.rows[line]
        head, before = turned[column], self.denominator
        for row in (*self.rows, self.objective):
            factor = row[column]
            if row is turned or (factor == 0 and head == before):
                continue
            row[:] = [(value * head - factor * taken) // before for value, taken in zip(row, turned, strict=True)]
        self.denominator = head
        self.basis[line] = column

    def _remove_artificials(self) -> None:
        """Drives the artificial variables out of the basis, so that they stay nought for good."""
        for line, row in enumerate(self.rows):
            if self.basis[line] < self.free:
                continue
            column = next((place for place in range(self.free) if row[place]), None)
            if column is None:
                continue
            if row[column] < 0:
                row[:] = [-value for value in row]
            self._pivot(line, column)

    def _integral_corner(self) -> list[int] | None:
        values = [0] * self.count
        for column, row in self._basic_rows():
            if row[-1] % self.denominator:
                return None
            values[column] = row[-1] // self.denominator
        return values

    def _record(self) -> None:
        """Keeps the corner if it is integral."""
        values = self._integral_corner() if self.is_feasible else None
        if values is not None:
            self.keep(tuple(values))

    def _record_ray(self, entering: int) -> None:
        """Keeps a few points along a way without end."""
        start = self._integral_corner()
        for step in (1, 2, 3) if start is not None else ():
            values = list(start or ())
            if entering < self.count:
                values[entering] = step * self.denominator
            for column, row in self._basic_rows():
                values[column] -= step * row[entering]
            self.keep(tuple(values))
