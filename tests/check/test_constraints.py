"""What readers know of figures besides the figures: each sum, bound and rate of an edition, and which figures hang together."""

from collections.abc import Callable

from tables import figures_file, table

from reportgen.check.constraints import PublicFacts, SumGroup, all_known, groups
from reportgen.check.figures import FigureCell, Figures
from reportgen.core.diagnostic import Place, SourceFile
from reportgen.read.cells import CellName, rates_of
from reportgen.read.edition_shapes import RowShape

FILE = SourceFile("file.yaml", ())
ORDERS = table("made some few", "number")
ORDERS = ORDERS.model_copy(
    update={
        "rows": {
            **ORDERS.rows,
            "few": RowShape(label="few", at_most="some"),
            "some": RowShape(label="some", at_most="made"),
        }
    }
)
TABLES = {
    "day": table("one two total", "a total"),
    "year": table("one two total", "a total", at_least="day"),
    "fewer": table("two three total", "a total", at_least="day", at_most="year"),
    "narrow": table("one two total", "a", at_most="year"),
    "orders": ORDERS,
    "rate": table("rate", "number", rate={"row": "rate", "of": "day.total.a", "per": 10}),
    "lost": table("rate", "number", rate={"row": "rate", "of": "day.none.a", "per": 10}),
}


def words_of(known: PublicFacts) -> str:
    """One relation as a line."""
    sums = " ".join(f"{factor:+} {name}" for name, factor in known.factors)
    return f"{sums} {known.constant:+} {'=' if known.is_equation else '≥'} 0{' (rate)' if known.is_rate else ''}"


def test_every_sum_bound_and_rate_is_known(worded: Callable[..., None]) -> None:
    """Rows and columns add up, tables and rows have bounds where both mean the same, and the rate leaves room of one half."""
    worded([], *map(words_of, all_known(figures_file(TABLES, population=40))))


def test_without_the_population_a_rate_tells_nothing() -> None:
    """Only with the population a count and its rate are bound to each other."""
    without, with_population = (list(all_known(figures_file(TABLES, population=size))) for size in (None, 40))
    assert [one for one in with_population if one not in without] == [one for one in with_population if one.is_rate]
    assert len(with_population) == len(without) + 2


def test_a_rate_and_its_count_are_found() -> None:
    """A table with a rate has two cells that belong together; any other has none."""
    found = [cells for _, *cells in rates_of(figures_file(TABLES).edition.shape)]
    assert found == [[CellName("rate", "rate", "number"), CellName("day", "total", "a")]]


def figures_without(*hidden: str) -> Figures:
    """Figures of the day, and some orders, with some held back, some not available, and one that was not typed."""
    values = {"one.a": 1, "one.total": 1, "two.a": 2, "two.total": 2, "total.a": 3, "total.total": 3}
    cells = {f"day.{name}": value for name, value in values.items()} | {"orders.made.number": 9, "orders.few.number": 4}
    return {
        CellName(*name.split(".")): FigureCell(
            Place(FILE, 1, number), None if name in hidden else value, {True: "c"}.get(name in hidden, "")
        )
        for number, (name, value) in enumerate(cells.items(), 1)
    }


def in_words(group: SumGroup) -> str:
    """A group with what is known of it, and the same as numbers."""
    relations = "\n".join(
        f"  {words_of(known)}: {relation.factors} {relation.constant:+} {'=' if relation.is_equation else '≥'} 0"
        for known, relation in zip(group.known, group.region.relations, strict=True)
    )
    return (
        f"{', '.join(map(str, group.unknown))} (held back: {', '.join(map(str, group.confidential()))})\n{relations}\n"
        f"  around: {', '.join(map(str, group.cells_in(tuple(range(len(group.known))))))}"
    )


def test_figures_held_back_hang_together_by_what_is_known(worded: Callable[..., None]) -> None:
    """A group holds all unknown figures that bear upon one another, and the printed ones as numbers."""
    tables = {name: TABLES[name] for name in ("day", "orders", "rate")}
    for hidden in (("day.one.a", "orders.few.number"), ("day.one.a", "day.two.a", "day.two.total"), ()):
        figures = figures_without(*hidden)
        worded([], *map(in_words, groups(figures_file(tables, population=40), figures)))


def test_a_cell_that_is_twice_in_a_relation_counts_twice() -> None:
    """Its factors are added."""
    name = CellName("day", "one", "a")
    group = SumGroup((name,), (PublicFacts(((name, 2), (name, 3)), True, -5),), {})
    # 5a - 5 = 0 is a - 1 = 0.
    assert (group.region.relations[0].factors, group.region.relations[0].constant) == ((1,), -1)
