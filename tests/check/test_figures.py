"""From what was typed to figures: each value is read as itself or refused, and what is left out is added up or missed."""

from collections.abc import Callable

import pytest
from tables import figures_file, table

from reportgen.check.figures import check_figures
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.edition_shapes import TableShape

ORDERS = {"orders": table("made limited", "number")}
RATE = {"population": table("rate", "number", rate={"row": "rate", "of": "population.rate", "per": 10})}
LEVELS = table("one two total", "a b total")
BOTH = {"levels": LEVELS, **ORDERS}
BARRED = {"levels": table("one two total", "a b total", not_applicable=["one.b", "two.b", "total.b", "two.total"])}


def read(text: str, tables: dict[str, TableShape]) -> tuple[list[Diagnostic], str]:
    """What is said of a figures file, and its cells as they were read."""
    said: list[Diagnostic] = []
    cells = check_figures(figures_file(tables, text), said.append)
    return said, "\n".join(
        f"{name.table}.{name.row}.{name.column} = {cell.text}"
        f"{cell.flag and f' [{cell.flag}]'}{' added up' if cell.is_computed else ''} ({cell.place})"
        for name, cell in cells.items()
    )


@pytest.mark.parametrize(
    "typed",
    [
        *("0", "7", "1000000000", "1000000001", "999999999999", "9999999999999", "'5'", '" 5"', '"5 "', "\u00a05"),
        *("'-'", "–", "—", "n/a", "N/A", "na", "NA", "007", "00", "0x1F", "1,100", "1.100", "1 100", "1’100", "1,10"),
        *("12.0", "12.00", "12.5", "+5", "-5", "<5", "<b>", "5k", "1e3", "1_000", "٣", "٠٣", "٣.٠", "٣.0", "+٣", "-٣"),
        *("a" * 40, "a" * 41, "a" * 3000, "[z]", "[c]", "[x]", "[ x ]", '"[z]"', '"[z"', '"z]"', "[r]", "[p]", "[q]"),
        *(
            "[]",
            "[41, r]",
            "[41, p]",
            "[41, q]",
            "[4 1, r]",
            "['41', r]",
            "[z, r]",
            "[1, 2, 3]",
            "[[z]]",
            "[{a: 1}, r]",
        ),
        *("41 [r]", "41 [p]", "41[r]", "41 [q]", "x [r]", '"41 [r]"', "pending", "[pending]", '""', "~", "' '"),
        *("{a: 1}", "# none", "c", "(X)"),
    ],
)
@pytest.mark.parametrize("tables", [ORDERS, RATE], ids=["count", "rate"])
def test_a_value_is_read_as_itself_or_refused(
    tables: dict[str, TableShape], typed: str, worded: Callable[..., None]
) -> None:
    """A figure in digits, a shorthand and a flag are read; anything else is told with what to write, and never guessed."""
    ((name, shape),) = tables.items()
    first, *others = shape.rows
    text = f"tables:\n  {name}:\n    {first}: {typed}\n" + "".join(f"    {other}: 1\n" for other in others)
    worded(*read(text, tables))


LEVELS_TEXT = """tables:
  levels:
    one: {a: 1, b: 2, total: 3}
    two: {a: 4, b: 5, total: 9}
    total: {a: 5, b: 7, total: 12}
  orders:
    made: 3
    limited: 1
"""


def in_short(value: object) -> str:
    """A name for a table or a text, by which its words are found again."""
    return "+".join(value) or "no tables" if isinstance(value, dict) else " ".join(f"{value}".split())[:60] or "nothing"


@pytest.mark.parametrize(
    ("tables", "old", "new"),
    [
        ({}, LEVELS_TEXT, "source: Test"),
        ({}, "", ""),
        (BOTH, LEVELS_TEXT, "source: Test"),
        (BOTH, LEVELS_TEXT, "source: Test\ntables:"),
        (BOTH, LEVELS_TEXT, "source: Test\ntables: none"),
        (BOTH, LEVELS_TEXT, "source: Test\ntables: [levels]"),
        (BOTH, LEVELS_TEXT, "tables:\n  orders: {made: 1, limited: 2}"),
        (BOTH, "  levels:", "  level:"),
        (BOTH, "  orders:", "  far:\n    away: 1\n  category 4:\n    away: 1\n  orders:"),
        (BOTH, "    made: 3\n    limited: 1\n", ""),
        (BOTH, "    made: 3\n    limited: 1\n", '    ""\n'),
        (BOTH, "    made: 3\n    limited: 1\n", "    none\n"),
        (BOTH, "    made: 3\n    limited: 1\n", "    - 3\n    - 1\n"),
        (BOTH, "made: 3", "mad: 3\n    unmade: 3\n    Cat 4: 1"),
        (BOTH, "made: 3", "made: {number: 3}"),
        (BOTH, "made: 3", "made: {numbers: 3}"),
        (BOTH, "one: {a: 1, b: 2, total: 3}", "one: 3"),
        (BOTH, "one: {a: 1, b: 2, total: 3}", "one: [1, 2, 3]"),
        (BOTH, "a: 1, b: 2, total: 3", "a:1, b: 2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1, b:2, total:3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1, 'b:2', total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1, c:2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1, B: 2, category_iv: 2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1,100, b: 2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1,100,200, b: 2,300, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1,\n      100, b: 2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: x, 100, b: 2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1, b: 2, total: 3, 100: 5"),
        (BOTH, "a: 1, b: 2, total: 3", "c: 1,100, a: 1, b: 2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: [1, r], 100, b: 2, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1, b: 2"),
        (BOTH, "a: 1, b: 2, total: 3", "a: 1, total: 3"),
        (BOTH, "a: 1, b: 2, total: 3", "a: [c], b: 2"),
        (BOTH, "a: 1, b: 2, total: 3", "a: one, b: 2"),
        (BOTH, "a: 1, b: 2, total: 3", "b: 2"),
        (BOTH, "    total: {a: 5, b: 7, total: 12}\n", ""),
        (BOTH, "b: 2, total: 3}\n", "b: [x], total: 3}\n    nought: {a: 5, b: 7, total: 12}\n"),
        (BOTH, "    one: {a: 1, b: 2, total: 3}\n", ""),
        (BARRED, "    total: {a: 5, b: 7, total: 12}\n", ""),
        (BARRED, "b: 2, total: 3}\n    two: {a: 4, b: 5, total: 9}", "b: [z]}\n    two: {a: 4, b: [z]}"),
    ],
    ids=in_short,
)
def test_every_cell_is_there_or_told(
    tables: dict[str, TableShape], old: str, new: str, worded: Callable[..., None]
) -> None:
    """What is left out is added up where it is a total, and missed otherwise; what no edition asks for is told by name."""
    assert old in LEVELS_TEXT
    worded(*read(LEVELS_TEXT.replace(old, new, 1), tables))


@pytest.mark.parametrize("held", ["[c]", "one"])
def test_a_total_row_with_a_part_held_back_is_missed(held: str, worded: Callable[..., None]) -> None:
    """A total row that was left out is asked for if one of its parts is held back; not if a part was told to be wrong."""
    text = LEVELS_TEXT.replace("    total: {a: 5, b: 7, total: 12}\n", "").replace("{a: 1, b: 2", f"{{a: {held}, b: 2")
    worded(*read(text, BOTH))


def test_no_more_unknown_names_are_told_than_anyone_mends() -> None:
    """A hundred names of each table, however many there are."""
    text = LEVELS_TEXT + "".join(f"    odd_{number}: 1\n" for number in range(300))
    assert [one.slug for one in read(text, BOTH)[0]] == ["unknown-row"] * 100


@pytest.mark.parametrize(("columns", "typed"), [("a b", "5"), ("a b", "[c]"), ("a", "5"), ("a", "{a: 5}"), ("a b", "")])
def test_a_row_of_several_columns_has_a_figure_in_each(columns: str, typed: str, worded: Callable[..., None]) -> None:
    """One figure by itself is enough for one column alone."""
    worded(*read(f"tables:\n  sides:\n    one: {typed}\n", {"sides": table("one", columns)}))
