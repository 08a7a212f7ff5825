"""How it is said that a figure held back is given away: the sum that anyone can do, in small tables without a workspace."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from tables import figures_file, table

from reportgen.check.disclosure import find_given_away
from reportgen.check.figures import check_figures
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.edition_shapes import DisclosureShape, RowShape, TableShape

LEVELS = table("one two total", "a b total")
SINGLE = table("one total", "a")
PAIR = table("one two total", "a")
ORDERS = table("made some", "number")
ORDERS = ORDERS.model_copy(update={"rows": {**ORDERS.rows, "some": RowShape(label="some", at_most="made")}})
RATE = table("rate", "number", rate={"row": "rate", "of": "levels.total.a", "per": 100})
OTHER_RATE = table("rate", "number", rate={"row": "rate", "of": "levels.total.b", "per": 100})
WIDE = table("one two total", "a b d total")
NARROW = table("one two total", "a b d total", at_most="wide")
LOWER = table("one two total", "a b total", at_most="levels")
HIGHER = table("one two total", "a b total", at_least="levels")


def given_away(
    tables: dict[str, TableShape], text: str, *, population: int | None = None, is_right: bool = True
) -> Iterator[Diagnostic]:
    """What is said of these rows of each table, in which nothing else is wrong."""
    typed = "\n".join(f"  {name}: {{{rows}}}" for name, rows in zip(tables, text.split(" | "), strict=True))
    source = figures_file(tables, f"tables:\n{typed}", population=population)
    said: list[Diagnostic] = []
    figures = check_figures(source, said.append)
    assert said == []
    return find_given_away(source, figures, is_right=is_right)


@pytest.mark.parametrize(
    ("tables", "text", "population"),
    [
        (
            {"levels": LEVELS},
            "one: {a: [c], b: 2, total: 7}, two: {a: 1, b: 1, total: 2}, total: {a: 6, b: 3, total: 9}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [c], b: 0, total: 7}, two: {a: 0, b: 0, total: 0}, total: {a: 7, b: 0, total: 7}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [c], b: 0, total: 0}, two: {a: 0, b: 0, total: 0}, total: {a: 0, b: 0, total: 0}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: 5, b: 2, total: [c]}, two: {a: 1, b: 1, total: 2}, total: {a: 6, b: 3, total: 9}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: 5, b: 2, total: [c]}, two: {a: 1, b: 1, total: [c]}, total: {a: 6, b: 3, total: [c]}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [c], b: [c], total: 7}, two: {a: [c], b: [c], total: 2}, total: {a: 6, b: 3, total: 9}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [c], b: [c], total: 1}, two: {a: [c], b: [c], total: 9}, total: {a: 5, b: 5, total: 10}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [c], b: [c], total: 0}, two: {a: [c], b: [c], total: 9}, total: {a: 5, b: 4, total: 9}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [c], b: [x], total: 1}, two: {a: [x], b: [x], total: 9}, total: {a: 5, b: 5, total: 10}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [c], b: 8, total: 7}, two: {a: 1, b: 1, total: 2}, total: {a: 6, b: 9, total: 9}",
            None,
        ),
        (
            {"levels": LEVELS},
            "one: {a: [x], b: 8, total: 7}, two: {a: 1, b: 1, total: 2}, total: {a: 6, b: 9, total: 9}",
            None,
        ),
        ({"single": SINGLE}, "one: [c], total: 7", None),
        ({"pair": PAIR}, "one: [c], two: [c], total: 1", None),
        ({"pair": PAIR}, "one: [c], two: [c], total: 2", None),
        ({"orders": ORDERS}, "made: 1, some: [c]", None),
        ({"orders": ORDERS}, "made: 0, some: [c]", None),
        ({"orders": ORDERS}, "made: [c], some: 5", None),
        (
            {"levels": LEVELS, "lower": LOWER},
            (
                "one: {a: [c], b: [c], total: 7}, two: {a: [c], b: [c], total: 2}, total: {a: 6, b: 3, total: 9}"
                " | one: {a: 5, b: 1, total: 6}, two: {a: 0, b: 0, total: 0}, total: {a: 5, b: 1, total: 6}"
            ),
            None,
        ),
        (
            {"levels": LEVELS, "higher": HIGHER},
            (
                "one: {a: [c], b: [c], total: 7}, two: {a: [c], b: [c], total: 8}, total: {a: 9, b: 6, total: 15}"
                " | one: {a: 5, b: 4, total: 9}, two: {a: 5, b: 5, total: 10}, total: {a: 10, b: 9, total: 19}"
            ),
            None,
        ),
        (
            {"levels": LEVELS, "lower": LOWER},
            (
                "one: {a: [c], b: 2, total: [x]}, two: {a: 1, b: 1, total: 2}, total: {a: [x], b: 3, total: [x]}"
                " | one: {a: 5, b: 1, total: 6}, two: {a: 0, b: 0, total: 0}, total: {a: 5, b: 1, total: 6}"
            ),
            None,
        ),
        (
            {"wide": WIDE},
            "one: {a: [c], b: 0, d: 2, total: 7}, two: {a: 1, b: 1, d: 1, total: 3}, total: {a: 6, b: 1, d: 3, total: 10}",
            None,
        ),
        (
            {"levels": LEVELS, "rate": RATE},
            "one: {a: [c], b: [c], total: 1}, two: {a: 0, b: 0, total: 0}, total: {a: [c], b: [c], total: 1} | rate: [c]",
            20,
        ),
        *(
            (
                {"levels": LEVELS, "rate": RATE, "other": OTHER_RATE},
                (
                    "one: {a: 5, b: 2, total: 7}, two: {a: 4, b: 4, total: 8}, total: {a: 9, b: 6, total: 15}"
                    f" | rate: [c] | rate: {rate}"
                ),
                None,
            )
            for rate in ("[c]", 30)
        ),
        *(
            (
                {"levels": LEVELS, "rate": RATE},
                (
                    "one: {a: [c], b: [c], total: 7}, two: {a: [c], b: [c], total: 8}, total: {a: [c], b: [c], total: 15}"
                    f" | rate: {rate}"
                ),
                population,
            )
            for rate, population in (
                (45, 20),
                (45, None),
                ("[c]", 20),
                ("[c]", None),
                ("[x]", None),
                (45, 2000),
                (0, 20),
            )
        ),
        *(
            (
                {"levels": LEVELS, "rate": RATE},
                "one: {a: 5, b: 2, total: 7}, two: {a: 4, b: 4, total: 8}, total: {a: 9, b: 6, total: 15} | rate: [c]",
                population,
            )
            for population in (20, None)
        ),
    ],
    ids=lambda value: (
        value[:120] if isinstance(value, str) else "+".join(value) if isinstance(value, dict) else f"{value}"
    ),
)
@pytest.mark.parametrize("is_right", [True, False], ids=["right", "wrong"])
def test_how_a_figure_is_found_out_is_said(
    tables: dict[str, TableShape], text: str, population: int | None, is_right: bool, worded: Callable[..., None]
) -> None:
    """The sum, or the two sums that leave few figures, with the printed figures in them; contradictions only by themselves."""
    worded(given_away(tables, text, population=population, is_right=is_right))


@pytest.mark.parametrize(
    ("tables", "text"),
    [
        (
            {"wide": WIDE, "narrow": NARROW},
            (
                "one: {a: [c], b: 1, d: [c], total: 2}, two: {a: [c], b: [c], d: [c], total: [c]},"
                " total: {a: [c], b: [c], d: 2, total: 9} | one: {a: [c], b: [c], d: [c], total: [c]},"
                " two: {a: [c], b: 1, d: 0, total: 5}, total: {a: [c], b: 1, d: 0, total: 6}"
            ),
        ),
        (
            {"levels": LEVELS, "lower": LOWER},
            (
                "one: {a: [c], b: [c], total: [c]}, two: {a: [c], b: [c], total: [c]}, total: {a: [c], b: [c], total: 4}"
                " | one: {a: [c], b: [c], total: 1}, two: {a: [c], b: [c], total: [c]}, total: {a: [c], b: 3, total: [c]}"
            ),
        ),
    ],
    ids=["confidential-derivable where a figure counts twice", "confidential-narrowed without a sum of halves"],
)
def test_sums_over_two_tables_take_whole_figures(
    tables: dict[str, TableShape], text: str, worded: Callable[..., None]
) -> None:
    """A printed figure may count twice in a sum; where it would have to be taken in parts, the value is told alone."""
    worded(given_away(tables, text))


def test_a_search_that_gave_up_never_calls_a_figure_safe(
    monkeypatch: pytest.MonkeyPatch, worded: Callable[..., None]
) -> None:
    """Where a search is too long, it is said that nothing could be shown."""
    text = "tables:\n  levels: {one: {a: [c], b: [c], total: 7}, two: {a: [c], b: [c], total: 2}, total: {a: 6, b: 3, total: 9}}"
    source = figures_file({"levels": LEVELS}, text)
    figures = check_figures(source, lambda _: None)
    monkeypatch.setattr("reportgen.check.integer_solver._MOST_SPLITS", 0)
    shape = source.edition.shape.model_copy(update={"disclosure": DisclosureShape(fewest_values=20)})
    source = replace(source, edition=replace(source.edition, shape=shape))
    worded(find_given_away(source, figures, is_right=True))
