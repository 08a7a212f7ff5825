"""A figure held back with [c] stays so, or the check says how it is found out; compared with trying every possible figure."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import lru_cache
from itertools import count, product
from pathlib import Path

import pytest
from documents import change
from hypothesis import given, settings
from hypothesis import strategies as st
from london import REPOSITORY, copy_workspace
from trial import checked, london

from reportgen.check.disclosure import find_given_away, small_counts
from reportgen.check.figures import FigureCell, Figures
from reportgen.check.report import check_report
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, whole_file
from reportgen.core.names import ReportKey, reporting_year
from reportgen.read.cells import CellName
from reportgen.read.edition import Edition, read_edition
from reportgen.read.edition_shapes import DisclosureShape, TableShape
from reportgen.read.located_yaml import Mapping
from reportgen.read.shapes import AreaFileShape
from reportgen.read.source import FiguresFile, read_source
from reportgen.read.workspace_files import find_workspace

FILE = SourceFile("data/annual-report/2024/testshire.yaml", ())
LINES, SIDES = ("a", "b"), ("x", "y")
MOST = 5


# A small report: people on a day, people over the year, those returned, two kinds of orders, and a rate.


def table(rows: tuple[str, ...], columns: tuple[str, ...], **further: object) -> TableShape:
    """A table of the small report; rows and columns called total are totals."""
    return TableShape.model_validate(
        {
            "caption": "People",
            "time": "year",
            "row_header": "Level",
            "rows": {row: {"label": row} for row in rows},
            "columns": {column: {"label": column} for column in columns},
            "totals": {
                "row": "total" if "total" in rows else None,
                "column": "total" if "total" in columns[1:] else None,
            },
            **further,
        }
    )


FULL = (*LINES, "total"), (*SIDES, "total")
TABLES = {
    "day": table(*FULL),
    "year": table(*FULL, at_least="day"),
    "returned": table(FULL[0], ("total",), at_most="year"),
    "orders": table(("made", "limited"), ("number",)).model_copy(
        update={
            "rows": {
                name: shape.model_copy(update={"at_most": "made" if name == "limited" else None})
                for name, shape in table(("made", "limited"), ("number",)).rows.items()
            }
        }
    ),
    "rate": table(("rate",), ("number",), rate={"row": "rate", "of": "day.total.x", "per": 10}),
}
CELLS = [CellName(name, row, column) for name, one in TABLES.items() for row in one.rows for column in one.columns]
INNER = [name for name in CELLS if "total" not in (name.row, name.column) and name.table != "rate"]
INNER += [CellName("returned", line, "total") for line in LINES]


def completed(inner: dict[CellName, int], population: int) -> dict[CellName, int]:
    """All cells of the small report, from those that are no sums."""
    values = dict(inner)
    for name in ("day", "year"):
        for line in LINES:
            values[CellName(name, line, "total")] = sum(values[CellName(name, line, side)] for side in SIDES)
        for side in FULL[1]:
            values[CellName(name, "total", side)] = sum(values[CellName(name, line, side)] for line in LINES)
    values[CellName("returned", "total", "total")] = sum(values[CellName("returned", line, "total")] for line in LINES)
    exact = 10 * values[CellName("day", "total", "x")] / population
    values[CellName("rate", "rate", "number")] = int(exact + 0.5)
    return values


def is_possible(values: dict[CellName, int]) -> bool:
    """Whether nothing exceeds what it cannot exceed. Why: written from the meaning, without the code under test."""
    pairs = [("day", "year", row, column) for row in FULL[0] for column in FULL[1]]
    pairs += [("returned", "year", row, "total") for row in FULL[0]]
    return values[CellName("orders", "limited", "number")] <= values[CellName("orders", "made", "number")] and all(
        values[CellName(low, row, column)] <= values[CellName(high, row, column)] for low, high, row, column in pairs
    )


@lru_cache(maxsize=1)
def real_edition() -> Edition:
    """The edition of 2024/25, for all that is not a table."""
    edition = read_edition(REPOSITORY, "annual-report", "2024.1", whole_file("year.yaml")).value
    assert edition is not None
    return edition


def figures_file(population: int | None, policy: DisclosureShape) -> FiguresFile:
    """A figures file of the small report."""
    shape = real_edition().shape.model_copy(update={"tables": TABLES, "disclosure": policy, "headlines": ()})
    area = AreaFileShape(source="Test", population=population)
    tree = Mapping((), Place(FILE, 1, 1))
    return FiguresFile(2024, reporting_year(2024), FILE, tree, area, replace(real_edition(), shape=shape))


def printed(values: dict[CellName, int], hidden: dict[CellName, str]) -> Figures:
    """The figures as published, each in a place of its own."""
    return {
        name: FigureCell(Place(FILE, 1, position), None if name in hidden else values[name], hidden.get(name, ""))
        for position, name in enumerate(CELLS, 1)
    }


@st.composite
def reports(draw: st.DrawFn) -> tuple[dict[CellName, int], dict[CellName, str], int]:
    """Figures that are possible, with some of them held back or not available."""
    small = st.integers(0, 2)
    inner = {name: draw(small) for name in INNER if name.table in ("day", "orders", "returned")}
    made, limited = (CellName("orders", row, "number") for row in ("made", "limited"))
    inner[made] = max(inner[made], inner[limited])
    for name in INNER:
        if name.table == "year":
            inner[name] = inner[CellName("day", name.row, name.column)] + draw(st.integers(0, 1))
    for line in LINES:
        held = CellName("returned", line, "total")
        inner[held] = min(inner[held], sum(inner[CellName("year", line, side)] for side in SIDES))
    letters = st.sampled_from("cccx")
    unknown = draw(st.lists(st.sampled_from(INNER), max_size=4, unique=True))
    sums = draw(st.lists(st.sampled_from([name for name in CELLS if name not in INNER]), max_size=6, unique=True))
    population = draw(st.integers(2, 40))
    return completed(inner, population), {name: draw(letters) for name in (*unknown, *sums)}, population


@pytest.mark.slow
@settings(deadline=None, max_examples=150)
@given(reports(), st.integers(2, 3))
def test_what_is_called_safe_is_safe_and_nothing_else_is_refused(
    report: tuple[dict[CellName, int], dict[CellName, str], int], fewest: int
) -> None:
    """Exactly those [c] are refused which trying every figure in every place narrows to fewer than the policy allows."""
    values, hidden, population = report
    unknown = [name for name in INNER if name in hidden]
    possible: dict[CellName, set[int]] = {name: set() for name in hidden}
    for tried in product(range(MOST + 1), repeat=len(unknown)):
        inner = {name: values[name] for name in INNER} | dict(zip(unknown, tried, strict=True))
        whole = completed(inner, population)
        if is_possible(whole) and all(whole[name] == values[name] for name in CELLS if name not in hidden):
            for name in hidden:
                possible[name].add(whole[name])
    figures = printed(values, hidden)
    source = figures_file(population, DisclosureShape(fewest_values=fewest))

    told = {said.place: said for said in find_given_away(source, figures, is_right=True)}

    assert all(values[name] in possible[name] for name in hidden)
    expected = {figures[name].place: name for name, letter in hidden.items() if letter == "c"}
    expected = {place: name for place, name in expected.items() if len(possible[name]) < fewest}
    assert set(told) == set(expected)
    for place, name in expected.items():
        is_sole = len(possible[name]) == 1
        assert told[place].slug == ("confidential-derivable" if is_sole else "confidential-narrowed")
        numbers = told[place].message.replace(",", "").replace(":", "").split()
        assert {str(value) for value in possible[name]} <= set(numbers)
        assert_sums_are_right(told[place].message)


def assert_sums_are_right(message: str) -> None:
    """Every sum that a message shows is a sum that holds."""
    for part in message.replace(",", "").split(":")[-1].split(" and at most "):
        if " = " in part:
            words, result = part.rsplit(" = ", 1)
            words = words.replace("at least", "").replace("at most", "").replace("−", "-").replace("×", "*")
            assert eval(words, {}) == int(result)  # noqa: S307


def test_a_message_has_sums_to_judge() -> None:
    """The judge of sums finds one that is wrong, so that its silence means something."""
    assert_sums_are_right("x is held back, but anyone can work it out: 11,049 − 3,681 = 7,368")
    with pytest.raises(AssertionError):
        assert_sums_are_right("x is held back, but anyone can work it out: 11,049 − 3,681 = 7,369")


# London's report, with some figures held back.

ELIGIBLE = {
    1: "level_1: {category_1: 7368, category_2: 3681, category_3: [z], total: 11049}",
    2: "level_2: {category_1: 24, category_2: 63, category_3: 67, total: 154}",
    3: "level_3: {category_1: 8, category_2: 3, category_3: 6, total: 17}",
    0: "total: {category_1: 7400, category_2: 3747, category_3: 73, total: 11220}",
}
LICENCE = {
    2: "level_2: {category_1: 19, category_2: 22, category_3: 31, total: 72}",
    3: "level_3: {category_1: 3, category_2: 2, category_3: 4, total: 9}",
    0: "total: {category_1: 22, category_2: 24, category_3: 35, total: 81}",
}
POPULATION = ("status: final", "status: final\npopulation: 8034000")


def without(line: str, *columns: str) -> tuple[str, str]:
    """A line of figures, some of which are held back."""
    changed = line
    for column in columns:
        before, _, after = changed.partition(f"{column}: ")
        changed = f"{before}{column}: [c]{after[len(after.split(',')[0].split('}')[0]) :]}"
    assert changed.count("[c]") == len(columns)
    return line, changed


@pytest.fixture
def said(tmp_path: Path, worded: Callable[[Iterable[Diagnostic]], None]) -> Callable[..., list[Diagnostic]]:
    """What is said of London's figures of 2024/25 after some edits, once its words were found right."""

    copies = count()

    def look(*edits: tuple[str, str], policy: str = "") -> list[Diagnostic]:
        root = copy_workspace(tmp_path / f"workspace-{next(copies)}")
        path = root / "data/annual-report/2024/london.yaml"
        text = path.read_text(encoding="utf-8")
        for old, new in edits:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        edition = root / "templates/annual-report/2024.1/edition.yaml"
        if policy:
            change(edition, "disclosure: {fewest_values: 3}", f"disclosure: {policy}")
        workspace = find_workspace(root).value
        assert workspace is not None
        source = read_source(workspace, ReportKey("annual-report", 2024, "london"))
        assert source.value is not None, source.diagnostics
        found = [one for one in check_report(source.value).diagnostics if one.slug != "large-change"]
        worded(found)
        return found

    return look


def test_one_figure_held_back_follows_from_its_total(said: Callable[..., list[Diagnostic]]) -> None:
    """The message shows the sum that anyone can do, and where its figures stand."""
    (found,) = said(without(ELIGIBLE[1], "category_1"))
    assert found.slug == "confidential-derivable"
    assert found.message == (
        "Level 1, Category 1 in “eligible_on_31_march” is held back, but anyone can work it out: 11,049 − 3,681 = 7,368"
    )
    assert [place.short for _, place in found.related if place] == ["6:74", "6:44"]


def test_two_figures_of_one_row_follow_from_their_columns(said: Callable[..., list[Diagnostic]]) -> None:
    """A second figure in the row alone does not help."""
    first, second = said(without(ELIGIBLE[1], "category_1", "category_2"))
    assert first.message.endswith("7,400 − 24 − 8 = 7,368")
    assert second.message.endswith("3,747 − 63 − 3 = 3,681")


def test_a_sum_may_need_rows_and_columns_together(said: Callable[..., list[Diagnostic]]) -> None:
    """Three figures in a corner hide nothing: the sum goes over all printed figures at once."""
    found = said(
        without(LICENCE[2], "category_1", "total"),
        without(LICENCE[3], "category_1"),
        without(LICENCE[0], "category_3"),
    )
    assert [one.slug for one in found] == ["confidential-derivable"] * 4
    assert found[0].message.endswith("81 − 22 − 31 − 9 = 19")
    assert found[0].place.short == "32:27"


def test_four_figures_in_two_rows_and_two_columns_are_safe(said: Callable[..., list[Diagnostic]]) -> None:
    """Each row and each column has two figures held back, and enough people are in them."""
    assert said(without(LICENCE[2], "category_1", "category_2"), without(LICENCE[3], "category_1", "category_2")) == []


def test_few_people_in_four_figures_are_nearly_told(said: Callable[..., list[Diagnostic]]) -> None:
    """Where a row has one person in two figures held back, each of the four can only be one of two figures."""
    few = (LICENCE[3], "level_3: {category_1: [c], category_2: [c], category_3: 8, total: 9}")
    many = (LICENCE[2], "level_2: {category_1: [c], category_2: [c], category_3: 31, total: 72}")
    whole = (LICENCE[0], "total: {category_1: 20, category_2: 22, category_3: 39, total: 81}")
    found = said(few, many, whole)
    assert [one.slug for one in found] == ["confidential-narrowed"] * 4
    assert "can only be 0 or 1: at least 0, and at most 9 − 8 = 1" in found[2].message
    assert "At least 3 figures must be possible" in found[2].hint
    assert said(few, many, whole, policy="{fewest_values: 2}") == []


def test_another_table_tells_a_figure(said: Callable[..., list[Diagnostic]]) -> None:
    """As many were managed over the year as on its last day at least: where both leave one figure, it is told."""
    found = said(
        (ELIGIBLE[3], "level_3: {category_1: 8, category_2: 3, category_3: 6, total: 17}"),
        (
            "level_3: {category_1: 21, category_2: 27, category_3: 31, total: 79}",
            "level_3: {category_1: [c], category_2: [c], category_3: 31, total: 42}",
        ),
        (
            "level_2: {category_1: 153, category_2: 301, category_3: 298, total: 752}",
            "level_2: {category_1: [c], category_2: [c], category_3: 298, total: 752}",
        ),
        (
            "total: {category_1: 174, category_2: 328, category_3: 329, total: 831}",
            "total: {category_1: 161, category_2: 304, category_3: 329, total: 794}",
        ),
    )
    assert [one.slug for one in found] == ["confidential-derivable"] * 4
    assert found[2].place.short == "13:27"
    assert "can only be 8: at least 8, and at most 42 − 31 − 3 = 8" in found[2].message


def test_the_rate_tells_a_count_to_those_who_know_the_population(said: Callable[..., list[Diagnostic]]) -> None:
    """A rate of 92 in 100,000 leaves a count of two in a small place, and is safe in a large one."""
    rectangle = (without(ELIGIBLE[1], "category_1", "category_2"), without(ELIGIBLE[0], "category_1", "category_2"))
    assert said(*rectangle, POPULATION) == []
    found = said(*rectangle, ("status: final", "status: final\npopulation: 200000"), ("rate: 92", "rate: 3700"))
    assert [one.slug for one in found] == ["confidential-narrowed"] * 4
    assert "can only be 7,399 or 7,400" in found[2].message
    assert any("is 3,700, in a population of 200,000" in words for words, _ in found[2].related)


def test_a_rate_held_back_follows_from_its_count(said: Callable[..., list[Diagnostic]]) -> None:
    """Whether or not the file gives the population, since readers find it elsewhere."""
    (known,) = said(("rate: 92", "rate: [c]"), POPULATION)
    (elsewhere,) = said(("rate: 92", "rate: [c]"))
    assert [known.slug, elsewhere.slug] == ["confidential-derivable"] * 2
    assert "can only be 92" in known.message
    assert "7,400 by the published population estimate" in elsewhere.message


def test_without_the_population_a_printed_rate_is_not_called_safe(said: Callable[..., list[Diagnostic]]) -> None:
    """What cannot be looked at is refused, with what to add; a rate held back as well still needs the population."""
    rectangle = (without(ELIGIBLE[1], "category_1", "category_2"), without(ELIGIBLE[0], "category_1", "category_2"))
    for rate in ((), (("rate: 92", "rate: [c]"),)):
        (found,) = said(*rectangle, *rate)
        assert found.slug == "confidential-narrowed"
        assert "add “population: …”" in found.hint
        assert said(*rectangle, *rate, POPULATION) == []
    assert said(*rectangle, ("rate: 92", "rate: [x]")) == []


def test_what_is_not_available_is_unknown_but_no_secret(said: Callable[..., list[Diagnostic]]) -> None:
    """[x] may be worked out; and it hides a [c] beside it as well as another [c] does."""
    assert said((ELIGIBLE[1], ELIGIBLE[1].replace("7368", "[x]"))) == []
    beside = "level_3: {category_1: [x], category_2: [x], category_3: 4, total: 9}"
    assert said(without(LICENCE[2], "category_1", "category_2"), (LICENCE[3], beside)) == []
    (found, _) = said(
        without(LICENCE[2], "category_1", "category_2"), (LICENCE[3], LICENCE[3].replace("3,", "[x],", 1))
    )
    assert found.slug == "confidential-derivable"


def test_a_total_that_is_added_up_gives_nothing_away(said: Callable[..., list[Diagnostic]]) -> None:
    """A total that was left out is printed like any other, so it counts in the sum that tells a figure."""
    found = said(
        without(LICENCE[2], "category_1"),
        (LICENCE[3], "level_3: {category_1: 3, category_2: 2, category_3: 4}"),
    )
    assert [one.slug for one in found] == ["confidential-derivable", "total-computed"]
    missing = said((ELIGIBLE[1], "level_1: {category_1: [c], category_2: 3681, category_3: [z]}"))
    assert "missing-figure" in {one.slug for one in missing}


def test_figures_that_leave_no_room_for_a_hidden_one_are_told(said: Callable[..., list[Diagnostic]]) -> None:
    """What stands beside [c] is checked too: where no figure would fit, one of those that are printed is wrong."""
    found, other = said(
        (LICENCE[2], "level_2: {category_1: 19, category_2: 22, category_3: [c], total: 73}"),
        (LICENCE[3], "level_3: {category_1: 3, category_2: [c], category_3: 4, total: 8}"),
    )
    assert found.slug == other.slug == "total-mismatch"
    assert "no figure in its place would fit" in found.message
    assert "Level 2, Total in “returned_for_breach_of_licence” is 73" in [words for words, _ in found.related]


def test_figures_that_leave_a_hidden_one_too_small_are_told(said: Callable[..., list[Diagnostic]]) -> None:
    """Fewer managed over the year than on its last day is told although the figures themselves are held back."""
    (found,) = said(
        (
            "level_3: {category_1: 21, category_2: 27, category_3: 31, total: 79}",
            "level_3: {category_1: [c], category_2: [c], category_3: 31, total: 36}",
        ),
        (
            "level_2: {category_1: 153, category_2: 301, category_3: 298, total: 752}",
            "level_2: {category_1: [c], category_2: [c], category_3: 298, total: 752}",
        ),
        (
            "total: {category_1: 174, category_2: 328, category_3: 329, total: 831}",
            "total: {category_1: 161, category_2: 298, category_3: 329, total: 788}",
        ),
    )
    assert found.slug == "bound-broken"
    assert "no figure in its place would fit" in found.message


def test_a_wrong_total_beside_a_hidden_figure_says_what_is_known(said: Callable[..., list[Diagnostic]]) -> None:
    """Parts that exceed their total without the figure held back: the message does not pretend to know their sum."""
    (found,) = said(
        (ELIGIBLE[1], "level_1: {category_1: [c], category_2: 3681, category_3: [z], total: 1049}"),
        (ELIGIBLE[0], ELIGIBLE[0].replace("11220", "[x]")),
    )
    assert found.slug == "total-mismatch"
    assert found.message == "Level 1 adds up to 3,681 or more, with [c] not counted, but its total is 1,049"
    assert found.hint == "[c] counts too: the total is too small, or a part that is printed is too large"


SMALL = "{warn_on_small: 5}"


def test_small_counts_are_told_where_the_edition_asks(said: Callable[..., list[Diagnostic]]) -> None:
    """Small counts are published, so nothing is said of them by itself; nought and rates are never small counts."""
    assert said() == []
    found = said(policy=SMALL)
    assert {one.slug for one in found} == {"small-count"}
    assert sorted(one.message.split(" is ")[1] for one in found) == sorted(
        f"{value}, fewer than 5" for value in (3, 3, 2, 4)
    )


def test_counts_up_to_the_bound_are_small() -> None:
    """1 to 4 people are fewer than 5; 0 and 5 are not told, nor is a rate of 1."""
    source = figures_file(None, DisclosureShape(warn_on_small=5))
    for value, is_small in ((0, False), (1, True), (4, True), (5, False)):
        figures = {
            CellName("orders", "made", "number"): FigureCell(Place(FILE, 1, 1), value),
            CellName("rate", "rate", "number"): FigureCell(Place(FILE, 2, 1), value),
        }
        told = [
            (one.place.line, one.figure) for one in small_counts(checked(replace(london(), figures=source), figures))
        ]
        assert told == ([(1, "orders.made.number")] if is_small else [])
