"""What is said to be possible is possible, and what is said to be impossible is not: compared with trying every point."""

from collections.abc import Callable
from fractions import Fraction
from itertools import product
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.check.integer_solver import Region, Relation

MOST = 6
MANY = settings(deadline=None, max_examples=400)


@st.composite
def systems(draw: st.DrawFn, largest: int = 3) -> tuple[tuple[Relation, ...], int]:
    """One to four unknowns of at most MOST, and up to five relations between them, with factors up to the largest."""
    count = draw(st.integers(1, 4))
    factors = st.lists(st.integers(-largest, largest), min_size=count, max_size=count).map(tuple)
    drawn = draw(st.lists(st.builds(Relation, factors, st.integers(-12, 12), st.booleans()), max_size=5))
    caps = [Relation(tuple(-int(place == other) for other in range(count)), MOST, False) for place in range(count)]
    return (*drawn, *caps), count


def points_of(relations: tuple[Relation, ...], count: int) -> list[tuple[int, ...]]:
    """Every point there is, found by trying all."""
    return [
        point
        for point in product(range(MOST + 1), repeat=count)
        if all(holds(relation, point) for relation in relations)
    ]


def holds(relation: Relation, point: tuple[int, ...]) -> bool:
    """Reckoned here again, so that the search is not judged by itself."""
    made = relation.constant + sum(a * b for a, b in zip(relation.factors, point, strict=True))
    return made >= 0 and (made == 0 or not relation.is_equation)


@pytest.mark.slow
@MANY
@given(systems(largest=1), st.integers(1, 8))
def test_values_are_those_that_trying_every_point_gives(system: tuple[tuple[Relation, ...], int], enough: int) -> None:
    """Of sums and bounds, as tables have them, none is missed: fewer values than enough are all that there are."""
    relations, count = system
    points = points_of(relations, count)
    region = Region(relations, count)
    assert region.is_empty() == (not points)
    for index in range(count if points else 0):
        possible = {point[index] for point in points}
        values = region.values(index, enough)
        assert set(values.found) <= possible
        assert len(values.found) >= min(enough, len(possible))
        assert values.are_all or len(values.found) >= enough


@pytest.mark.slow
@MANY
@given(systems(), st.integers(1, 8))
def test_no_value_is_called_possible_that_is_not(system: tuple[tuple[Relation, ...], int], enough: int) -> None:
    """Whatever the relations are: a value that is found is possible, and what is called all is all.

    Why: where a search is too long it gives up, and then says so instead of calling anything all.
    """
    relations, count = system
    points = points_of(relations, count)
    region = Region(relations, count)
    for index in range(count if not region.is_empty() else 0):
        possible = {point[index] for point in points}
        values = region.values(index, enough)
        assert set(values.found) <= possible
        assert set(values.found) == possible if values.are_all else values.found


@pytest.mark.slow
@MANY
@given(systems())
def test_multipliers_prove_their_bound(system: tuple[tuple[Relation, ...], int]) -> None:
    """A bound follows from the relations by its multipliers alone, and no point lies beyond it."""
    relations, count = system
    points = points_of(relations, count)
    region = Region(relations, count)
    for index, sign in product(range(count if points else 0), (1, -1)):
        bound = region.bound(index, sign)
        assert bound is not None
        used = list(zip(bound.multipliers, region.relations, strict=True))
        assert bound.value == sum((-m * r.constant for m, r in used), Fraction(0))
        assert all(sign * m <= 0 for m, r in used if not r.is_equation)
        left = [sum((m * r.factors[place] for m, r in used), Fraction(0)) for place in range(count)]
        # What stays beside the unknown itself only makes the sum larger (or smaller), since no unknown is below nought.
        assert all(sign * (value - int(place == index)) >= 0 for place, value in enumerate(left))
        values = [point[index] for point in points]
        assert max(values) <= floor(bound.value) if sign > 0 else min(values) >= ceil(bound.value)


@pytest.mark.slow
@MANY
@given(systems())
def test_an_equation_leaves_its_unknown_alone(system: tuple[tuple[Relation, ...], int]) -> None:
    """Multipliers of equations, where there are any, take every other unknown out and give the one value."""
    relations, count = system
    points = points_of(relations, count)
    region = Region(relations, count)
    for index in range(count if points else 0):
        multipliers = region.equation(index)
        if multipliers is None:
            continue
        used = list(zip(multipliers, region.relations, strict=True))
        assert all(r.is_equation for m, r in used if m)
        left = [sum((m * r.factors[place] for m, r in used), Fraction(0)) for place in range(count)]
        assert left == [int(place == index) for place in range(count)]
        assert {point[index] for point in points} == {sum((-m * r.constant for m, r in used), Fraction(0))}


@pytest.mark.slow
@MANY
@given(systems())
def test_a_contradiction_names_relations_that_cannot_hold_together(
    system: tuple[tuple[Relation, ...], int],
) -> None:
    """The relations that are named leave no point even by themselves."""
    relations, count = system
    region = Region(relations, count)
    if region.contradiction():
        assert points_of(tuple(relations[place] for place in region.contradiction()), count) == []


def test_an_unknown_without_an_upper_bound_has_as_many_values_as_asked_for() -> None:
    """At least 36, and no more is known: 36, 37, 38 and so on."""
    region = Region((Relation((1,), -36, False),), 1)
    values = region.values(0, 10)
    assert len(values.found) >= 10
    assert min(values.found) == 36
    assert region.bound(0, 1) is None


def test_whole_numbers_can_be_fewer_than_a_bound_allows() -> None:
    """3a + 2b = 6 leaves a between 0 and 2, and yet 1 is not possible: counting what lies between would be wrong."""
    region = Region((Relation((3, 2), -6, True),), 2)
    values = region.values(0, 3)
    assert values.found == (0, 2)
    assert values.are_all


def equal(constant: int, *factors: int) -> Relation:
    """An equation."""
    return Relation(factors, constant, True)


def above(constant: int, *factors: int) -> Relation:
    """A bound."""
    return Relation(factors, constant, False)


SYSTEMS = {
    "nothing is known": ((), 1),
    "one value": ((equal(-7, 1),), 1),
    "one value of a half": ((equal(-7, 2),), 1),
    "one value twice as large": ((equal(-8, 2),), 1),
    "three times too many": ((equal(-7, 3), above(9, -1)), 1),
    "below nought": ((equal(7, 1),), 1),
    "nought": ((equal(0, 1),), 1),
    "at most": ((above(3, -1),), 1),
    "at most, by halves": ((above(7, -2),), 1),
    "at most, by thirds": ((above(7, -3), above(-2, 3)), 1),
    "at least and at most": ((above(-3, 1), above(5, -1)), 1),
    "at least more than at most": ((above(-6, 1), above(5, -1)), 1),
    "two in a sum": ((equal(-5, 1, 1),), 2),
    "two in a sum, one bounded": ((equal(-5, 1, 1), above(2, -1, 0)), 2),
    "two sums": ((equal(-5, 1, 1), equal(-3, 1, 0)), 2),
    "a difference": ((equal(-5, 1, 1), equal(1, 1, -1)), 2),
    "a difference of a half": ((equal(-5, 1, 1), equal(0, 1, -1)), 2),
    "a sum and its parts": ((equal(-5, 1, 1), equal(-9, 1, 1)), 2),
    "a square": ((equal(-7, 1, 1, 0, 0), equal(-2, 0, 0, 1, 1), equal(-6, 1, 0, 1, 0), equal(-3, 0, 1, 0, 1)), 4),
    "a small square": ((equal(-1, 1, 1, 0, 0), equal(-9, 0, 0, 1, 1), equal(-5, 1, 0, 1, 0), equal(-5, 0, 1, 0, 1)), 4),
    "three sums of pairs": ((equal(-5, 1, 1, 0), equal(-6, 1, 0, 1), equal(-7, 0, 1, 1)), 3),
    "three sums of pairs, by halves": ((equal(-5, 1, 1, 0), equal(-6, 1, 0, 1), equal(-8, 0, 1, 1)), 3),
    "a chain of bounds": ((above(0, 1, -1, 0), above(0, 0, 1, -1), above(4, -1, 0, 0), above(-2, 0, 0, 1)), 3),
    "bounds in a circle": ((above(0, 1, -1), above(-1, -1, 1)), 2),
    "a way without end": ((above(-2, 1, -1),), 2),
    "a way without end, by threes": ((equal(-1, 3, -2),), 2),
    "sums that say the same": ((equal(-4, 1, 1), equal(-8, 2, 2), equal(0, 0, 0)), 2),
    "gaps": ((equal(-12, 3, 4), above(9, -1, 0)), 2),
    "wide gaps": ((equal(-30, 6, 10),), 2),
    "a sum by threes": ((equal(-9, 1, 3),), 2),
    "even numbers": ((equal(0, 1, -2), above(8, -1, 0)), 2),
    "at least, by halves": ((above(-9, 2, 1), above(0, -1, 2)), 2),
    "a sum, and bounds that say nothing": ((above(3, 1, 0), above(2, -1, 2), equal(8, -2, -1)), 2),
    "a bound by thirds beside a sum": ((above(5, 2, -1, -1), equal(3, -1, -2, 0), above(-1, 3, 0, 1)), 3),
    "one of two is nought": ((above(0, 0, -1), above(3, -2, 1)), 2),
    "a few in two, three times as many in another": ((above(1, -1, -1, 0), above(0, 0, 3, -1)), 3),
    "nothing is known of one": ((above(2, 0, 0, 0), equal(2, -1, 0, -1)), 3),
    "nothing is known of any": ((above(3, 0),), 1),
    "a sum of nothing, and a bound": ((equal(0, 0), above(1, -2)), 1),
    "nought, taken away": ((equal(0, -1),), 1),
    "at most nought": ((above(0, -1),), 1),
    "a bound that is reached": ((above(3, -1), above(-1, 1), equal(3, -1)), 1),
}


@pytest.mark.parametrize(("relations", "count"), SYSTEMS.values(), ids=SYSTEMS)
def test_what_is_known_of_a_few_systems(
    relations: tuple[Relation, ...], count: int, worded: Callable[..., None]
) -> None:
    """Values, bounds with their proof, equations and contradictions, each found in a region of its own."""
    lines = [
        f"{relation.factors} {relation.constant:+} {'=' if relation.is_equation else '≥'} 0"
        for relation in Region(relations, count).relations
    ]
    lines.append(
        f"empty: {Region(relations, count).is_empty()}, contradiction: {Region(relations, count).contradiction()}"
    )
    for index in range(count):
        if Region(relations, count).is_empty():
            continue
        for enough in (1, 2, 4):
            values = Region(relations, count).values(index, enough)
            lines.append(f"{index}: {enough} of {values.found}{' and no other' if values.are_all else ''}")
        for sign in (-1, 1):
            bound = Region(relations, count).bound(index, sign)
            lines.append(f"{index}: {'no bound' if bound is None else f'{bound.value} by {_shown(bound.multipliers)}'}")
        equation = Region(relations, count).equation(index)
        lines.append(f"{index}: {'no equation' if equation is None else f'equation {_shown(equation)}'}")
    worded([], *lines)


def _shown(multipliers: tuple[Fraction, ...]) -> str:
    return " ".join(f"{multiplier}" for multiplier in multipliers)


def test_a_search_that_takes_too_long_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that gave up never calls what it found all there is."""
    relations, count = SYSTEMS["gaps"]
    assert Region(relations, count).values(0, 4).are_all
    monkeypatch.setattr("reportgen.check.integer_solver._MOST_SPLITS", 1)
    assert not Region(relations, count).values(0, 4).are_all


def test_a_point_is_kept_only_if_it_keeps_every_relation() -> None:
    """An equation holds at nought alone, a bound at nought and above; what is found elsewhere is left out."""
    assert [place for place in range(5) if equal(-3, 1).holds((place,))] == [3]
    assert [place for place in range(5) if above(-3, 1).holds((place,))] == [3, 4]
    region = Region((above(3, -1),), 1)
    for point in ((-1,), (2,), (4,)):
        region.keep(point)
    assert region.values(0, 9).found == (0, 1, 2, 3)


def test_a_point_of_too_few_numbers_is_a_fault_of_ours() -> None:
    """Relations and points are of one length, or nothing is reckoned."""
    with pytest.raises(ValueError, match="shorter"):
        equal(-3, 1, 1).holds((3,))
