"""Tables are compared as tables: by the names of their rows and columns, also where an edition gave them new ones."""

import pytest

from reportgen.compare.sentences import change_in_words, figures_in_words, line_sentence
from reportgen.compare.tables import TableChange, compare_table, compare_tables
from reportgen.compare.version import ComparedTable, Figure, Line


def figure(printed: int | str) -> Figure:
    """A figure by its number, or by what is printed in its place."""
    return Figure(f"{printed:,}", printed) if isinstance(printed, int) else Figure(printed)


def table(rows: dict[str, tuple[int | str, ...]], *, columns: str = "n", **formerly: str) -> ComparedTable:
    """A table of rows by name; `formerly` names what a row was called, several names with spaces between."""
    return ComparedTable(
        "orders",
        "Orders",
        tuple(Line(key, key.capitalize(), tuple(formerly.get(key, "").split())) for key in rows),
        tuple(Line(key, f"{key.upper()}: in words") for key in columns.split()),
        tuple(tuple(map(figure, row)) for row in rows.values()),
    )


def told(change: TableChange) -> list[str]:
    """Every figure that is named, as one line."""
    return [
        f"{one.row}/{one.column} {figures_in_words(one.old)} > {figures_in_words(one.new)}: {change_in_words(one)}"
        for one in change.figures
    ]


def test_a_table_beside_itself_has_no_change() -> None:
    """Nothing is told of a table that is the same on both sides."""
    same = table({"made": (41, "[z]"), "ended": (0, "[c]")}, columns="a b")
    change = compare_table(same, same)
    assert not change.is_changed
    assert (change.lines, change.figures, change.compared) == ((), (), 4)


def test_only_figures_that_changed_are_named() -> None:
    """Of four figures the two that changed are named, with row, column, both figures, difference and per cent."""
    old = table({"made": (40, 7), "ended": (1200, 3)}, columns="a b")
    new = table({"made": (41, 7), "ended": (900, 3)}, columns="a b")
    change = compare_table(old, new)
    assert told(change) == ["Made/A 40 > 41: +1 (+2.5%)", "Ended/A 1,200 > 900: −300 (−25.0%)"]
    assert [one.names for one in change.figures] == [("orders.made.a",), ("orders.ended.a",)]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (9, 12, "+3"),
        (10, 12, "+2 (+20.0%)"),
        (0, 5, "+5"),
        (5, 0, "−5"),
        ("[c]", 5, "not a number on both sides"),
        (5, "[x]", "not a number on both sides"),
        ("[x]", "[z]", "not a number on both sides"),
    ],
)
def test_a_change_is_told_as_far_as_it_can_be(old: int | str, new: int | str, words: str) -> None:
    """A per cent stands only where the older figure is 10 or more; what is no number is shown as printed."""
    (change,) = compare_table(table({"made": (old,)}), table({"made": (new,)})).figures
    assert change_in_words(change) == words
    assert figures_in_words(change.old) == (f"{old:,}" if isinstance(old, int) else old)


def test_a_figure_that_is_only_marked_has_the_same_number() -> None:
    """A figure that is now provisional is named, and said to be the same number."""
    old = table({"made": (41,)})
    new = ComparedTable(old.name, old.caption, old.rows, old.columns, ((Figure("41 [p]", 41),),))
    assert told(compare_table(old, new)) == ["Made/ 41 > 41 [p]: same number"]


def test_a_row_with_a_new_name_keeps_its_figure() -> None:
    """A row that the newer edition says was called otherwise is one row, and its figure is compared."""
    change = compare_table(table({"notices": (20,)}), table({"orders": (55,)}, orders="notices"))
    assert told(change) == ["Orders/ 20 > 55: +35 (+175.0%)"]
    assert [line_sentence(line) for line in change.lines] == ["Row “Notices” is now called “Orders”."]


def test_a_row_that_was_split_is_compared_with_its_sum() -> None:
    """Two rows that were one are told as such, with both figures, their sum and the change."""
    new = table({"cautioned": (41,), "convicted": (153,), "other": (1,)}, cautioned="both", convicted="both")
    change = compare_table(table({"both": (122,), "other": (1,)}), new)
    assert told(change) == ["Cautioned; Convicted/ 122 > 41 + 153 = 194: +72 (+59.0%)"]
    assert [line_sentence(line) for line in change.lines] == ["Row “Both” was split into “Cautioned” and “Convicted”."]
    assert change.figures[0].names == ("orders.cautioned.n", "orders.convicted.n")


def test_a_split_row_with_a_figure_held_back_has_no_sum() -> None:
    """Where a part is held back, neither a sum nor a change is worked out."""
    new = table({"cautioned": (41,), "convicted": ("[c]",)}, cautioned="both", convicted="both")
    change = compare_table(table({"both": (122,)}), new)
    assert told(change) == ["Cautioned; Convicted/ 122 > 41 + [c]: not a number on both sides"]


def test_a_part_taken_out_of_a_row_that_stayed_is_a_split() -> None:
    """A new row that was a part of one that is still there makes the two of them the parts of the old one."""
    change = compare_table(table({"all": (50,)}), table({"all": (30,), "some": (20,)}, some="all"))
    assert [line.turn for line in change.lines] == ["split"]
    assert told(change) == ["All; Some/ 50 > 30 + 20 = 50: same number"]


@pytest.mark.parametrize("is_backwards", [False, True], ids=["by joins", "backwards from a split"])
def test_rows_that_were_joined_are_told(is_backwards: bool) -> None:
    """Rows that became one are known by the newer side, and by the older side where that is the later edition."""
    parts, names = {"cautioned": (41,), "convicted": (153,)}, {"cautioned": "both", "convicted": "both"}
    old = table(parts, **names) if is_backwards else table(parts)
    new = table({"both": (200,)}) if is_backwards else table({"both": (200,)}, both="cautioned convicted")
    change = compare_table(old, new)
    assert told(change) == ["Both/ 41 + 153 = 194 > 200: +6 (+3.1%)"]
    assert [line_sentence(line) for line in change.lines] == [
        "Rows “Cautioned” and “Convicted” were joined into “Both”."
    ]


def test_rows_and_columns_without_a_counterpart_are_new_or_gone() -> None:
    """A row or column that one side alone has is told, and so is each of its figures."""
    change = compare_table(
        table({"made": (1, 2), "old": (3, 4)}, columns="a b"), table({"made": (1, 5), "new": (6, 7)}, columns="a c")
    )
    assert sorted(line_sentence(line) for line in change.lines) == [
        "Column “B: in words” is gone.",
        "Column “C: in words” is new.",
        "Row “New” is new.",
        "Row “Old” is gone.",
    ]
    assert told(change) == [
        "Made/C not given > 5: new",
        "Made/B 2 > not given: gone",
        "New/A not given > 6: new",
        "New/C not given > 7: new",
        "Old/A 3 > not given: gone",
        "Old/B 4 > not given: gone",
    ]


def test_a_label_that_changed_is_told() -> None:
    """A row that keeps its name but not its label is told with both labels."""
    old = ComparedTable(
        "orders", "Orders", (Line("made", "Orders made"),), (Line("n", "Number"),), ((Figure("1", 1),),)
    )
    new = ComparedTable(
        "orders", "Orders", (Line("made", "Notices made"),), (Line("n", "Number"),), ((Figure("1", 1),),)
    )
    (line,) = compare_table(old, new).lines
    assert line_sentence(line) == "Row “Orders made” is now called “Notices made”."


def test_tables_of_one_side_are_new_or_gone() -> None:
    """A table without a counterpart is told; one that is gone stands last."""
    first, second = table({"made": (1,)}), ComparedTable("other", "Other", (), ())
    changes = compare_tables((second,), (first,))
    assert [(change.name, change.turn, change.caption) for change in changes] == [
        ("orders", "new", "Orders"),
        ("other", "gone", "Other"),
    ]
    assert all(change.is_changed for change in changes)
