"""No change of figures slips through: every one is told, or is proven to keep every rule that there is.

What is proven is reckoned here by itself, from the rules as people know them; it uses nothing of the code under test.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import combinations, product

import pytest
from london import REPOSITORY, YEARS

from reportgen.check.checked import CheckedFigures
from reportgen.check.figures import Figures, check_figures
from reportgen.check.report import check_figures_file
from reportgen.check.rules import ARITHMETIC
from reportgen.check.totals import check_totals
from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.core.names import ReportKey
from reportgen.read.cells import CellName
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.source import FiguresFile, read_source
from reportgen.read.workspace_files import find_workspace

CellKey = tuple[str, str, str]
Values = dict[CellKey, int | None]
# People aged 10 and over that make the published rates; that of 2021/22 is not known.
POPULATIONS = {2021: None, 2023: 7_813_000, 2024: 8_043_000}
CATEGORIES = ("category_1", "category_2", "category_3")


@dataclass(frozen=True)
class Year:
    """London's figures of one year, read once."""

    source: FiguresFile
    figures: Figures

    def told(self, changed: dict[CellName, int]) -> bool:
        """Whether the program finds an error after some cells were changed."""
        cells = {
            name: replace(self.figures[name], value=value, shorthand="", flag="") for name, value in changed.items()
        }
        figures = {**self.figures, **cells}
        tables = self.source.edition.shape.tables.items()
        totals = [found for name, shape in tables for found in check_totals(figures, name, shape)]
        doubtful = [repair.cell for _, repair in totals if repair]
        checked = CheckedFigures(self.source, figures, doubtful)
        return bool(totals) or any(found.is_error for rule in ARITHMETIC for found in rule(checked))

    def values(self, changed: dict[CellName, int]) -> Values:
        """All counts after some were changed; None where nothing can be counted or nothing is known."""
        now = {name: cell.value for name, cell in self.figures.items()} | changed
        return {(name.table, name.row, name.column): value for name, value in now.items()}


@pytest.fixture(scope="module", params=YEARS)
def year(request: pytest.FixtureRequest) -> Year:
    """One edition with London's figures, and the population where a rate was published."""
    number = int(request.param)
    workspace = find_workspace(REPOSITORY).value
    assert workspace is not None
    source = read_source(workspace, ReportKey("annual-report", number, "london")).value
    assert source is not None
    file = source.figures
    counted = replace(file, shape=file.shape.model_copy(update={"population": POPULATIONS[number]}))
    said: list[Diagnostic] = []
    return Year(counted, check_figures(counted, said.append))


def breaks_a_rule(values: Values, population: int | None) -> bool:
    """Whether anything that is known to hold of every report does not hold. Source: the published reports themselves."""
    return (
        breaks_a_total(values)
        or breaks_a_bound(values)
        or breaks_the_rate(values, population)
        or any(values[cell] is not None for cell in never_counted(values))
    )


def never_counted(values: Values) -> list[tuple[str, str, str]]:
    """Category 3 is never at Level 1; an order on sexual offenders is never on those of Category 2 or 3."""
    others = product(("returned_for_breach_of_order",), ("level_2", "level_3", "total"), ("category_2", "category_3"))
    return [cell for cell in (("eligible_on_31_march", "level_1", "category_3"), *others) if cell in values]


def breaks_a_total(values: Values) -> bool:
    """Whether a row or a column does not add up."""
    return not all(adds_up(values, line) for line in lines_of(frozenset(values)))


def adds_up(values: Values, line: tuple[CellKey, ...]) -> bool:
    """Whether the parts of a row or column make its total, which stands first."""
    total, *parts = (values[cell] or 0 for cell in line)
    return total == sum(parts)


@cache
def lines_of(cells: frozenset[CellKey]) -> list[tuple[CellKey, ...]]:
    """Every row and column that has a total: the total first, then its parts."""
    found = []
    for table, row, column in cells:
        across = [cell for cell in cells if cell[:2] == (table, row) and cell[2] != "total"]
        down = [cell for cell in cells if (cell[0], cell[2]) == (table, column) and cell[1] != "total"]
        if column == "total" and across:
            found.append(((table, row, column), *across))
        if row == "total" and down:
            found.append(((table, row, column), *down))
    return found


def breaks_a_bound(values: Values) -> bool:
    """Whether fewer were managed than on the last day, more returned than were managed, or more orders than orders."""
    pairs = [
        (("eligible_on_31_march", level, category), ("managed_in_year", level, category))
        for level, category in product(("level_2", "level_3"), CATEGORIES)
    ]
    pairs += [
        ((table, row, column), ("managed_in_year", row, column))
        for table, row, column in values
        if table.startswith("returned_for")
    ]
    pairs.append((("restrictive_orders", "shpo_foreign_travel", "number"), ("restrictive_orders", "shpo", "number")))
    return any((values[low] or 0) > (values[high] or 0) for low, high in pairs)


def breaks_the_rate(values: Values, population: int | None) -> bool:
    """Whether the rate is another than Category 1 in 100,000 people, to a whole number."""
    rate, counted = values["population_rate", "rate", "number"], values["eligible_on_31_march", "total", "category_1"]
    if population is None or rate is None or counted is None:
        return False
    # Rounded half up: the exact rate is at least half below, and less than half above.
    return not (2 * rate - 1) * population <= 2 * counted * 100_000 < (2 * rate + 1) * population


def typed_wrong(value: int) -> set[int]:
    """What may be typed for a figure: near it, ten times it, a digit too few or doubled, two digits swapped, nought."""
    digits = str(value)
    found = {value + step for step in (1, -1, 2, -2, 9, -9, 10, -10, 90, -90, 100, -100, 1000, -1000)}
    found |= {value * 10, value // 10, 0, 2 * value}
    for place in range(len(digits)):
        found.add(int((digits[:place] + digits[place + 1 :]) or "0"))
        found.add(int(digits[:place] + digits[place] + digits[place:]))
    found |= digits_swapped(value)
    return {other for other in found if other >= 0 and other != value}


def digits_swapped(value: int) -> set[int]:
    """A figure with two digits beside each other in the wrong order."""
    digits = str(value)
    places = range(len(digits) - 1)
    return {int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]) for place in places}


def single_changes(year: Year) -> Iterator[dict[CellName, int]]:
    """Every cell changed in every way; also a figure where none can be counted."""
    for name, cell in year.figures.items():
        if cell.value is not None:
            yield from ({name: value} for value in sorted(typed_wrong(cell.value)))
        elif cell.shorthand == "z":
            yield from ({name: value} for value in (0, 1, 2))


def pairs_of_changes(year: Year) -> Iterator[dict[CellName, int]]:
    """Every two cells of one table changed by the same amount, up and down, and every two exchanged.

    Why: only by the same amount can two changes leave a total as it is. One of the amounts is a slip of two digits.
    """
    counted = {name: cell.value for name, cell in year.figures.items() if cell.value is not None}
    for (first, one), (second, other) in combinations(counted.items(), 2):
        if first.table != second.table:
            continue
        swapped = {abs(other_than - one) for other_than in digits_swapped(one)} - {0}
        for amount, (up, down) in product(sorted({1, 9, 90} | swapped), product((1, -1), repeat=2)):
            if one + up * amount >= 0 and other + down * amount >= 0:
                yield {first: one + up * amount, second: other + down * amount}
        if one != other:
            yield {first: other, second: one}


def keeps_a_total(year: Year, changed: dict[CellName, int]) -> bool:
    """Whether both changed cells take part in one total that still holds: together they hide in it."""
    now = year.values(changed)
    both = {(name.table, name.row, name.column) for name in changed}
    return any(both <= set(line) and adds_up(now, line) for line in lines_of(frozenset(now)))


@dataclass
class Tally:
    """How many changes were told, and how many were proven to keep every rule; those of neither kind themselves."""

    told: int = 0
    proven: int = 0
    unexplained: tuple[dict[CellName, int], ...] = ()


def judged(year: Year, what: str, changes: list[dict[CellName, int]]) -> dict[str, Tally]:
    """Each change by what the program says and by what the rules say, which must be the same; printed by table."""
    tallies: dict[str, Tally] = {"all": Tally()}
    for changed in changes:
        is_told = year.told(changed)
        is_explained = is_told == breaks_a_rule(year.values(changed), year.source.shape.population)
        for table in ("all", next(iter(changed)).table):
            tally = tallies.setdefault(table, Tally())
            tally.told += is_told and is_explained
            tally.proven += not is_told and is_explained
            tally.unexplained += () if is_explained else (changed,)
    for table, tally in tallies.items():
        kinds = f"{tally.told} told, {tally.proven} proven, {len(tally.unexplained)} unexplained"
        print(f"{year.source.edition.name}, {what}, {table}: {kinds}")
    return tallies


def crossed(year: Year) -> set[str]:
    """The tables in which each figure takes part in two totals."""
    tables = year.source.edition.shape.tables.items()
    return {name for name, shape in tables if shape.totals.row and shape.totals.column}


def test_nothing_is_wrong_with_the_published_figures(year: Year) -> None:
    """Neither the program nor the rules find anything wrong, so that whatever is found comes from a change."""
    assert len(year.figures) >= 40
    assert not year.told({})
    assert not breaks_a_rule(year.values({}), year.source.shape.population)


def test_every_single_change_is_told_or_keeps_every_rule(year: Year) -> None:
    """Each cell of each table, typed wrong in some twenty ways: told, or proven to keep every rule.

    With two totals to each figure, nothing that is typed wrong stays unseen.
    """
    tallies = judged(year, "single changes", list(single_changes(year)))
    assert tallies["all"].unexplained == ()
    assert tallies["all"].told > 700
    assert {name: tallies[name].proven for name in crossed(year)} == dict.fromkeys(crossed(year), 0)
    assert len(crossed(year)) >= 3


@pytest.mark.slow
def test_every_pair_of_changes_is_told_or_keeps_every_rule(year: Year) -> None:
    """Each two cells of each table, up, down and exchanged: told, or proven to keep every rule.

    With two totals to each figure, not even those stay unseen that hide in a total which both take part in.
    """
    changes = list(pairs_of_changes(year))
    hidden = [changed for changed in changes if keeps_a_total(year, changed)]
    tallies = judged(year, "pairs that keep a total", hidden)
    others = judged(year, "other pairs", [changed for changed in changes if changed not in hidden])
    assert tallies["all"].unexplained == others["all"].unexplained == ()
    assert tallies["all"].told > 300
    assert others["all"].told > 1000
    assert {name: tallies[name].proven + others[name].proven for name in crossed(year)} == dict.fromkeys(
        crossed(year), 0
    )


def test_a_file_is_judged_like_its_figures(year: Year) -> None:
    """What is told of changed figures is told of a file in which they are typed so: every cell, one more."""
    file = year.source.file
    tried = 0
    for name, cell in year.figures.items():
        if cell.value is None or cell.is_computed:
            continue
        line = file.lines[cell.place.line - 1]
        before, after = line[: cell.place.column - 1], line[cell.place.column - 1 + cell.place.length :]
        lines = (*file.lines[: cell.place.line - 1], f"{before}{cell.value + 1}{after}", *file.lines[cell.place.line :])
        said: list[Diagnostic] = []
        tree = parse_yaml(SourceFile(file.path, lines), said.append)
        assert isinstance(tree, Mapping)
        said.extend(check_figures_file(replace(year.source, tree=tree))[1])
        assert any(found.is_error for found in said) == year.told({name: cell.value + 1}), name
        tried += 1
    assert tried >= 40


def test_the_judge_sees_each_rule_broken(year: Year) -> None:
    """The rules as reckoned here are broken by what is known to break them, so that “proven” means something."""
    cells = year.figures
    eligible, managed = "eligible_on_31_march", "managed_in_year"

    def judge(**changed: int) -> bool:
        names = {CellName(*name.split("__")): value for name, value in changed.items()}
        assert names.keys() <= cells.keys()
        return breaks_a_rule(year.values(names), year.source.shape.population)

    assert not judge(notification_breaches__convicted__number=1) if year.source.year == 2024 else True
    assert judge(**{f"{eligible}__level_1__category_3": 0})
    assert judge(**{f"{eligible}__total__total": 1})
    assert judge(restrictive_orders__shpo_foreign_travel__number=10**6)
    before = cells[CellName(managed, "level_3", "category_1")].value or 0
    others = cells[CellName(managed, "level_3", "category_2")].value or 0
    moved = {f"{managed}__level_3__category_1": 0, f"{managed}__level_3__category_2": before + others}
    assert judge(**moved)
    if year.source.shape.population:
        assert judge(population_rate__rate__number=1)
