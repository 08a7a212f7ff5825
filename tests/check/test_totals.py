"""Totals: tables that add up pass, and one wrong figure is told once, in its cell, with what it must have been."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from london import REPOSITORY

from reportgen.check.figures import FigureCell, Figures, check_figures
from reportgen.check.totals import check_totals, column_sums, row_sums
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, whole_file
from reportgen.core.names import reporting_year
from reportgen.read.cells import CellName
from reportgen.read.edition import Edition, read_edition
from reportgen.read.edition_shapes import EditionShape, TableShape
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.shapes import AreaFileShape
from reportgen.read.source import FiguresFile

TABLE = "counted"
FILE = SourceFile("data/annual-report/2024/testshire.yaml", ())
QUICK = settings(deadline=None, max_examples=150)


@dataclass(frozen=True)
class Sample:
    """A table that adds up, with both totals."""

    shape: TableShape
    figures: Figures


@st.composite
def samples(draw: st.DrawFn, smallest: int = 1) -> Sample:
    """Tables of one to five rows and columns, some of whose cells may not apply."""
    rows = [f"level_{number}" for number in range(1, draw(st.integers(smallest, 5)) + 1)]
    columns = [f"category_{number}" for number in range(1, draw(st.integers(smallest, 5)) + 1)]
    counts = {
        (row, column): draw(st.none() | st.integers(0, 100_000) | st.integers(0, 20))
        for row in rows
        for column in columns
    }
    return Sample(table_shape(rows, columns), added_up(rows, columns, counts))


def table_shape(rows: list[str], columns: list[str]) -> TableShape:
    """A table with a total row and a total column."""
    return TableShape.model_validate(
        {
            "caption": "People counted",
            "time": "year",
            "row_header": "Level",
            "rows": {name: {"label": name.replace("_", " ").capitalize()} for name in [*rows, "total"]},
            "columns": {name: {"label": name.replace("_", " ").capitalize()} for name in [*columns, "total"]},
            "totals": {"row": "total", "column": "total"},
        }
    )


def added_up(rows: list[str], columns: list[str], counts: dict[tuple[str, str], int | None]) -> Figures:
    """The cells with their totals, each in a place of its own; nothing counted means not applicable."""
    values = dict(counts)
    for row in rows:
        values[row, "total"] = sum(counts[row, column] or 0 for column in columns)
    for column in [*columns, "total"]:
        values["total", column] = sum(values[row, column] or 0 for row in rows)
    return {
        CellName(TABLE, row, column): FigureCell(
            Place(FILE, [*rows, "total"].index(row) + 1, [*columns, "total"].index(column) + 1),
            value,
            "z" if value is None else "",
        )
        for (row, column), value in values.items()
    }


def sample_of(counts: dict[tuple[str, str], int | None]) -> tuple[TableShape, Figures]:
    """A table of these counts and its totals."""
    rows, columns = (list(dict.fromkeys(names)) for names in zip(*counts, strict=True))
    return table_shape(rows, columns), added_up(rows, columns, counts)


def said_about(figures: Figures, shape: TableShape) -> list[Diagnostic]:
    """What the check says."""
    return [diagnostic for diagnostic, _ in check_totals(figures, TABLE, shape)]


@QUICK
@given(samples())
def test_a_table_that_adds_up_passes(sample: Sample) -> None:
    """Nothing is said of a table whose rows, columns and corner add up."""
    assert len(sample.figures) >= 4
    assert said_about(sample.figures, sample.shape) == []


@QUICK
@given(samples(), st.data())
def test_one_wrong_figure_is_told_once_in_its_cell(sample: Sample, data: st.DataObject) -> None:
    """Whichever figure is changed, by whatever amount: one diagnostic, in that cell, with the figure that it was."""
    names = sorted((name for name, cell in sample.figures.items() if cell.value is not None), key=str)
    name = data.draw(st.sampled_from(names))
    cell = sample.figures[name]
    wrong = data.draw(st.integers(0, 200_000).filter(lambda value: value != cell.value))
    (diagnostic,) = said_about({**sample.figures, name: replace(cell, value=wrong)}, sample.shape)
    assert diagnostic.slug == "total-mismatch"
    assert diagnostic.place == cell.place
    assert diagnostic.hint.startswith(f"{cell.value:,} here, instead of {wrong:,},")


@QUICK
@given(samples(), st.data())
def test_a_table_that_does_not_add_up_never_passes(sample: Sample, data: st.DataObject) -> None:
    """However many figures are changed, something is said exactly when a row or a column does not add up."""
    names = sorted((name for name, cell in sample.figures.items() if cell.value is not None), key=str)
    changed = data.draw(st.dictionaries(st.sampled_from(names), st.integers(0, 300), max_size=6))
    figures = {
        name: replace(cell, value=changed[name]) if name in changed else cell for name, cell in sample.figures.items()
    }
    assert (said_about(figures, sample.shape) == []) is (wrong_sums(figures, sample.shape) == 0)


@QUICK
@given(samples(smallest=2), st.data())
def test_what_is_offered_makes_a_row_and_a_column_right(sample: Sample, data: st.DataObject) -> None:
    """However many figures are wrong, each figure that is offered makes its row and its column add up."""
    names = sorted((name for name, cell in sample.figures.items() if cell.value is not None), key=str)
    changed = data.draw(st.dictionaries(st.sampled_from(names), st.integers(0, 40), min_size=2, max_size=4))
    figures = {
        name: replace(cell, value=changed[name]) if name in changed else cell for name, cell in sample.figures.items()
    }
    for _, repair in check_totals(figures, TABLE, sample.shape):
        if repair is not None:
            mended = {**figures, repair.cell: replace(figures[repair.cell], value=repair.value)}
            assert wrong_sums(mended, sample.shape) == wrong_sums(figures, sample.shape) - 2


def wrong_sums(figures: Figures, shape: TableShape) -> int:
    """How many rows and columns do not add up."""
    sums = [*row_sums(TABLE, shape), *column_sums(TABLE, shape)]
    return sum(figures[one.total].value != sum(figures[part].value or 0 for part in one.parts) for one in sums)


@QUICK
@given(samples(), st.data())
def test_a_figure_held_back_is_never_called_wrong(sample: Sample, data: st.DataObject) -> None:
    """A table that adds up passes whichever of its figures are confidential or not available."""
    names = sorted(sample.figures, key=str)
    held_back = data.draw(st.sets(st.sampled_from(names), min_size=1))
    shorthand = data.draw(st.sampled_from("cx"))
    figures = {
        name: FigureCell(cell.place, None, shorthand) if name in held_back else cell
        for name, cell in sample.figures.items()
    }
    assert said_about(figures, sample.shape) == []


def test_a_table_with_one_total_names_the_total_and_its_parts() -> None:
    """Where no second total shows which cell is wrong, the total is named, and the parts with their places."""
    shape = table_shape(["level_2", "level_3"], ["category_1"])
    shape = shape.model_copy(update={"totals": shape.totals.model_copy(update={"column": None})})
    figures = added_up(
        ["level_2", "level_3"], ["category_1"], {("level_2", "category_1"): 4, ("level_3", "category_1"): 5}
    )
    total = CellName(TABLE, "total", "category_1")
    (diagnostic,) = said_about({**figures, total: replace(figures[total], value=8)}, shape)
    assert diagnostic.place == figures[total].place
    assert diagnostic.message == "Category 1 adds up to 9, but its total is 8"
    told = [(words.split()[:2], words.split()[-1], place) for words, place in diagnostic.related]
    parts = [figures[CellName(TABLE, row, "category_1")] for row in ("level_2", "level_3")]
    assert told == [(["Level", "2"], "4", parts[0].place), (["Level", "3"], "5", parts[1].place)]
    assert "by 1" in diagnostic.hint


COUNTS: dict[tuple[str, str], int | None] = {
    ("level_1", "category_1"): 0,
    ("level_1", "category_2"): 2,
    ("level_2", "category_1"): 3,
    ("level_2", "category_2"): 4,
}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"level_1.category_1": 5}, 1),
        ({"total.total": 1009}, 1),
        ({"level_1.total": 0, "total.category_1": 1}, 4),
        ({"level_2.total": 8, "total.category_1": 4, "total.category_2": 7, "total.total": 10}, 4),
    ],
    ids=["a part that is nought", "the corner", "a part below nought", "a row that two cells would mend"],
)
def test_what_is_wrong_is_said_in_words(
    changed: dict[str, int], told: int, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """The one cell that would mend a row and a column is named with both; otherwise each total is named with its parts."""
    shape, figures = sample_of(COUNTS)
    for name, value in changed.items():
        cell = CellName(TABLE, *name.split("."))
        figures[cell] = replace(figures[cell], value=value)
    said = said_about(figures, shape)
    worded(said)
    assert len(said) == told


def test_a_total_held_back_hides_no_other() -> None:
    """A row whose total is not known says nothing, and the wrong row below it is told all the same."""
    shape, figures = sample_of(COUNTS)
    unknown, wrong = CellName(TABLE, "level_1", "total"), CellName(TABLE, "level_2", "category_1")
    figures |= {unknown: replace(figures[unknown], value=None, shorthand="c"), wrong: replace(figures[wrong], value=4)}
    assert [one.place for one in said_about(figures, shape)] == [figures[wrong].place]


@QUICK
@given(samples(smallest=2), st.data())
def test_totals_left_out_are_added_up(sample: Sample, data: st.DataObject) -> None:
    """Whichever totals are left out of the file, the figures are the same as with them, and each is told as a note."""
    shape = sample.shape
    left_out = data.draw(
        st.sets(st.sampled_from(list(shape.rows)), min_size=1).map(
            lambda rows: {CellName(TABLE, row, "total") for row in rows}
        )
    )
    if data.draw(st.booleans()):
        left_out |= {CellName(TABLE, "total", column) for column in shape.columns}
    found: list[Diagnostic] = []
    figures = check_figures(figures_file(sample, left_out), found.append)
    assert {name: (cell.value, cell.shorthand) for name, cell in figures.items()} == {
        name: (cell.value, cell.shorthand) for name, cell in sample.figures.items()
    }
    assert {diagnostic.slug for diagnostic in found} == {"total-computed"}
    assert {name for name, cell in figures.items() if cell.is_computed} == left_out
    assert len(found) == len(left_out)


@given(st.integers(0, 10**9))
def test_a_figure_is_printed_with_its_thousands_separated(value: int) -> None:
    """A printed figure has a comma before every three digits, and without commas it is the figure again."""
    text = FigureCell(Place(FILE), value).text
    assert re.fullmatch(r"(0|[1-9]\d{0,2})(,\d{3})*", text)
    assert int(text.replace(",", "")) == value


@QUICK
@given(st.integers(0, 10**9))
def test_a_figure_is_read_as_it_was_typed(value: int) -> None:
    """A whole number in digits is read as itself; with a comma it is refused, and the hint gives it without."""
    shape = table_shape(["level_2"], ["category_1"])
    assume(value > 999)
    for typed, is_right in ((str(value), True), (f'"{value:,}"', False), (f"0{value}", False)):
        text = f"tables:\n  {TABLE}:\n    level_2: {{category_1: {typed}}}\n"
        found: list[Diagnostic] = []
        figures = check_figures(read_text_of(text, shape), found.append)
        cell = figures.get(CellName(TABLE, "level_2", "category_1"))
        if is_right:
            assert cell is not None
            assert cell.value == value
        else:
            assert cell is None
            (refused,) = [diagnostic for diagnostic in found if diagnostic.slug == "bad-figure"]
            assert f"write {value}" in refused.hint


def figures_file(sample: Sample, left_out: set[CellName]) -> FiguresFile:
    """The table as a file, without some of its cells; a row without cells is left out."""
    lines = ["tables:", f"  {TABLE}:"]
    for row in sample.shape.rows:
        cells = [
            f"{name.column}: {'[z]' if cell.value is None else cell.value}"
            for name, cell in sample.figures.items()
            if name.row == row and name not in left_out
        ]
        if cells:
            lines.append(f"    {row}: {{{', '.join(cells)}}}")
    return read_text_of("\n".join(lines) + "\n", sample.shape)


def read_text_of(text: str, shape: TableShape) -> FiguresFile:
    """A figures file with one table, under an edition that asks for that table alone."""
    file = SourceFile(FILE.path, tuple(text.split("\n")))
    said: list[Diagnostic] = []
    tree = parse_yaml(file, said.append)
    assert isinstance(tree, Mapping), said
    edition = replace(real_edition(), shape=edition_shape(shape))
    return FiguresFile(2024, reporting_year(2024), file, tree, AreaFileShape(source="Test"), edition)


def edition_shape(shape: TableShape) -> EditionShape:
    """What an edition of one table asks for."""
    whole = real_edition().shape
    return whole.model_copy(update={"tables": {TABLE: shape}, "headlines": ()})


@lru_cache(maxsize=1)
def real_edition() -> Edition:
    """The edition of 2024/25, for all that is not a table."""
    edition = read_edition(REPOSITORY, "annual-report", "2024.1", whole_file("year.yaml")).value
    assert edition is not None
    return edition
