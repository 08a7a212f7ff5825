"""The rules that compare figures, on small tables without a workspace: what is told of which cell, and what may stand."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tables import figures_file, table
from trial import checked, former_of, london

from reportgen.check.checked import CheckedFigures
from reportgen.check.figures import check_figures
from reportgen.check.rules import bounds, changes
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import ChangeShape, RowShape, TableShape

SQUARE = "one two total", "a b total"
BOUNDS = {
    "most": table(*SQUARE, time="snapshot"),
    "part": table(*SQUARE, at_most="most", time="snapshot"),
    "first": table("one two total", "a", at_most="most", time="snapshot"),
    "over": table("one total", "a b total", at_least="part", at_most="most"),
}
PEOPLE = ("most: {one: {a: 5, b: 6, total: 11}, two: {a: 7, b: 8, total: 15}, total: {a: 12, b: 14, total: 26}}",)


def typed(tables: dict[str, TableShape], *lines: str) -> CheckedFigures:
    """Small tables as they were typed, in which nothing else is wrong."""
    said: list[Diagnostic] = []
    file = figures_file(tables, "\n".join(["tables:", *(f"  {line}" for line in lines)]))
    figures = check_figures(file, said.append)
    assert said == []
    return CheckedFigures(file, figures)


@pytest.mark.parametrize(
    "line",
    [
        "part: {one: {a: 6, b: 7, total: 13}, two: {a: 7, b: 8, total: 15}, total: {a: 13, b: 15, total: 28}}",
        "part: {one: {a: 5, b: 6, total: 11}, two: {a: 7, b: 8, total: 15}, total: {a: 12, b: 14, total: 26}}",
        "part: {one: {a: [c], b: 7, total: [x]}, two: {a: 7, b: [c], total: 16}, total: {a: 12, b: 15, total: 27}}",
    ],
)
def test_no_part_is_larger_than_the_whole(line: str, worded: Callable[..., None]) -> None:
    """Every cell is held against its twin, and so are those behind one that is held back; at the bound nothing is said."""
    tables = {name: BOUNDS[name] for name in ("most", "part")}
    file = typed(tables, *PEOPLE, line)
    worded(bounds(file))
    for name in tables:
        worded(bounds(replace(file, doubtful=[CellName(name, "one", "b")])))


def test_totals_are_compared_only_over_the_same_rows(worded: Callable[..., None]) -> None:
    """A table with fewer rows or columns is compared where both have them, upwards and downwards, a total with its like."""
    line = "over: {one: {a: 6, b: 1, total: 7}, total: {a: 1, b: 99, total: 100}}"
    part = "part: {one: {a: 1, b: 2, total: 3}, two: {a: 3, b: 4, total: 7}, total: {a: 4, b: 6, total: 10}}"
    worded(bounds(typed(BOUNDS, *PEOPLE, part, "first: {one: 6, two: 7, total: 13}", line)))


def test_rows_are_held_against_the_row_that_they_are_a_part_of(worded: Callable[..., None]) -> None:
    """In each column, whatever rows stand between; as many as the whole may stand, and so may what is held back."""
    shape = table("free made limited lower", "a b d")
    rows = {**shape.rows, **{name: RowShape(label=name, at_most="made") for name in ("limited", "lower")}}
    tables = {"orders": shape.model_copy(update={"rows": rows})}
    text = "orders: {free: {a: 9, b: 9, d: 9}, made: {a: 3, b: 4, d: [c]}, limited: {a: 4, b: 4, d: 5}, lower: {a: [c], b: 5, d: 6}}"
    worded(bounds(typed(tables, text)))


def test_a_change_is_large_beyond_both_bounds(worded: Callable[..., None]) -> None:
    """By 20 people at least, and by more than 25 in 100; from nought, down to nought, and under another name too."""
    shape = table("one two three four five six seven eight old", "number")
    renamed = {"eight": RowShape(label="eight", formerly="former")}
    split = {name: RowShape(label=name, formerly="whole") for name in ("five", "six")}
    tables = {"people": shape.model_copy(update={"rows": {**shape.rows, **renamed, **split}})}
    before = {"people": table("one two three four seven former whole old five", "number")}
    now = "people: {one: 100, two: 101, three: 20, four: 19, five: 9, six: 999, seven: 0, eight: 77, old: [c]}"
    then = "people: {one: 80, two: 80, three: 0, four: 0, seven: 21, former: 7, whole: 9, old: 500, five: 99}"
    file, former = figures_file(tables, f"tables:\n  {now}"), figures_file(before, f"tables:\n  {then}")
    shape_of_all = file.edition.shape.model_copy(update={"warn_on_change": ChangeShape(percent=25, at_least=20)})
    file = replace(file, edition=replace(file.edition, shape=shape_of_all))
    earlier = former_of(former, typed(before, then).figures)
    report = checked(replace(london(), figures=file), typed(tables, now).figures, earlier)
    worded(changes(report))
    worded(changes(replace(report, doubtful=[name for name in report.figures if name.row != "two"])))
    assert list(changes(replace(report, before=None))) == []
