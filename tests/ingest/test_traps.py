"""What goes wrong in real files is told, and never becomes a figure that is called sure."""

from dataclasses import replace

import pytest
from published import KINDS, Table, as_csv, as_html, as_text, edition_of, made_up, read_back, read_rows, tables_of

from reportgen.ingest.figures import Confidence, Read, ReadFigure
from reportgen.ingest.reading import read_any
from reportgen.ingest.rows import SourceText
from reportgen.read.cells import CellName, find_cell
from reportgen.read.edition import Edition

ELIGIBLE, ORDERS = "eligible_on_31_march", "restrictive_orders"


def cell(edition: Edition, name: str) -> CellName:
    """The cell of a name."""
    found = find_cell(edition.shape, name)
    assert found is not None
    return found


def read(edition: Edition, tables: dict[str, Table], name: str) -> ReadFigure:
    """One figure as it is read from a text of the tables."""
    return read_back(as_text(list(tables.values())), "a.txt", edition)[cell(edition, name)]


def wrong_and_sure(found: Read, figures: dict[CellName, str]) -> list[str]:
    """The figures that are called sure and are not what was printed."""
    return [
        str(name)
        for name, figure in found.items()
        if figure.state is Confidence.SURE and figure.reading.typed != figures[name]
    ]


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("-", "a dash stands here: is it 0, or is the figure not available?"),
        ("n/a", "the file says that nothing applies here, and the edition asks for a figure"),
        ("91.6", "it has decimals, and a whole number is asked for; rounded it would be 92"),
        ("12%", "a share stands here, and a count is asked for"),
        ("<5", "a bound stands here, and not a count"),
        ("07", "a number begins with 0"),
        ("4l", "letters stand among the digits"),
        ("41/36", "two values stand in one cell"),
        ("41 (12%)", "a share stands here, and a count is asked for"),
    ],
)
def test_what_is_no_count_is_asked(edition, tables, printed: str, reason: str) -> None:
    """What is printed in place of a count is quoted and asked, with no figure and no guess."""
    tables = {**tables, ELIGIBLE: tables[ELIGIBLE].changed(1, 0, printed)}
    figure = read(edition, tables, f"{ELIGIBLE}.level_2.category_1")
    assert figure.state is Confidence.LOOK
    assert figure.reading.typed == ""
    assert figure.reasons[0] == reason
    assert printed in figure.quote


@pytest.mark.parametrize("mark", ["(b)", "*", "²", " [note 3]"])
def test_a_mark_glued_to_a_number_is_told(edition, tables, mark: str) -> None:
    """A footnote's mark at a number is told, and is no digit of it."""
    table = tables[ELIGIBLE]
    printed = table.rows[1][1][0]
    figure = read(edition, {**tables, ELIGIBLE: table.changed(1, 0, printed + mark)}, f"{ELIGIBLE}.level_2.category_1")
    assert figure.reading.value == int(printed.replace(",", ""))
    assert figure.state is Confidence.LOOK
    assert f"“{mark.strip()}” is glued to the number" in figure.reasons


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text with single spaces"])
def test_an_empty_cell_is_missing_and_never_0(edition, tables, kind: str) -> None:
    """A cell in which the file shows nothing has no figure, and its neighbours keep their columns."""
    name, made = KINDS[kind]
    emptied = {**tables, ELIGIBLE: tables[ELIGIBLE].changed(1, 1, "")}
    found = read_back(made(list(emptied.values())), name, edition)
    figure = found[cell(edition, f"{ELIGIBLE}.level_2.category_2")]
    assert figure.state is Confidence.MISSING
    assert figure.reading.typed == ""
    beside = found[cell(edition, f"{ELIGIBLE}.level_2.category_3")]
    assert beside.reading.value == int(tables[ELIGIBLE].rows[1][1][2].replace(",", ""))


def test_a_dash_where_nothing_applies_is_not_applicable(edition, tables) -> None:
    """Where the edition says that nothing applies, a dash and an empty cell are [z]."""
    for printed in ("-", "–", "", "n/a"):
        changed = {**tables, ELIGIBLE: tables[ELIGIBLE].changed(0, 2, printed)}
        figure = read(edition, changed, f"{ELIGIBLE}.level_1.category_3")
        assert (figure.reading.typed, figure.state) == ("[z]", Confidence.SURE)


def test_a_dash_read_as_1_is_asked(edition, tables) -> None:
    """A machine that took the dash of Level 1 and Category 3 for 1 is not believed; the other figures stay sure."""
    changed = {**tables, ELIGIBLE: tables[ELIGIBLE].changed(0, 2, "1")}
    figure = read(edition, changed, f"{ELIGIBLE}.level_1.category_3")
    assert (figure.reading.typed, figure.state) == ("", Confidence.LOOK)
    assert read(edition, changed, f"{ELIGIBLE}.level_1.total").state is Confidence.SURE


def test_a_number_glued_to_a_word_is_told(edition, tables) -> None:
    """Where a figure stands in the middle of its label and at its end, glued to words, it is read once and asked."""
    text = as_text(list(tables.values())).decode()
    label, printed = tables["population_rate"].rows[0][0], tables["population_rate"].rows[0][1][0]
    first, last = label.rsplit(" per ", 1)
    spoilt = text.replace(f"{label}\t{printed}", f"{first}{printed}per {last}{printed}")
    assert spoilt != text
    figure = read_back(spoilt.encode(), "a.txt", edition)[cell(edition, "population_rate.rate")]
    assert figure.reading.typed == printed.replace(",", "")
    assert figure.state is Confidence.LOOK
    assert "the number is glued to a word" in figure.reasons


def test_the_digit_of_a_level_is_no_figure(edition, figures, tables) -> None:
    """The 1 of “Level 1 7368” belongs to the label, with one space between all words, also where a figure is missing."""
    from published import as_spaced_text

    found = read_back(as_spaced_text(list(tables.values())), "a.txt", edition)
    assert (
        found[cell(edition, f"{ELIGIBLE}.level_1.category_1")].reading.typed
        == figures[cell(edition, f"{ELIGIBLE}.level_1.category_1")]
    )
    emptied = {**tables, ELIGIBLE: tables[ELIGIBLE].changed(0, 0, "")}
    found = read_back(as_spaced_text(list(emptied.values())), "a.txt", edition)
    assert wrong_and_sure(found, figures) == []
    assert "1" not in {figure.reading.typed for name, figure in found.items() if name.table == ELIGIBLE}


def test_a_label_broken_around_its_number_is_read(edition, figures, tables) -> None:
    """A label on two lines with its figure between them is put together."""
    text = as_text(list(tables.values())).decode()
    label, printed = tables["sexual_risk_order_breaches"].rows[0][0], tables["sexual_risk_order_breaches"].rows[0][1][0]
    first, last = label[: label.index("following")].rstrip(), label[label.index("following") :]
    for broken in (f"{first}\n\t{printed}\n{last}", f"{first}\t{printed}\n{last}", f"{first}\n{last}\t{printed}"):
        found = read_back(text.replace(f"{label}\t{printed}", broken).encode(), "a.txt", edition)
        name = cell(edition, "sexual_risk_order_breaches.became_subject")
        assert found[name].reading.typed == figures[name]


@pytest.mark.parametrize(("printed_in", "read_as"), [(2023, 2024), (2024, 2023), (2021, 2024), (2024, 2021)])
def test_another_edition_leaves_gaps_and_no_wrong_figure(printed_in: int, read_as: int) -> None:
    """A report read with the edition of another year has gaps; no figure of it is called sure and is another's."""
    printed, asked = edition_of(printed_in), edition_of(read_as)
    figures = made_up(printed)
    found = read_back(as_text(list(tables_of(printed, figures, read_as).values())), "a.txt", asked, read_as)
    wrong = [
        str(name)
        for name, figure in found.items()
        if figure.state is Confidence.SURE and figure.reading.typed not in (figures.get(name), "[z]")
    ]
    assert wrong == []
    if {printed_in, read_as} == {2023, 2024}:
        merged = [figure for name, figure in found.items() if name.table == "notification_breaches"]
        assert {figure.state for figure in merged} <= {Confidence.MISSING, Confidence.LOOK}
        assert printed_in == 2024 or all(figure.reading.typed == "" for figure in merged)


@pytest.mark.parametrize("lost", ["managed_in_year", "eligible_on_31_march", "returned_for_breach_of_licence"])
def test_a_table_that_is_a_picture_is_missing(edition, figures, tables, lost: str) -> None:
    """Where one table cannot be read, no other is taken for it, though its labels are the same and its sums hold."""
    left = [table for name, table in tables.items() if name != lost]
    for made, name in ((as_text, "a.txt"), (as_csv, "a.csv"), (as_html, "a.html")):
        found = read_back(made(left), name, edition)
        assert wrong_and_sure(found, figures) == []
        assert {figure.state for cell_name, figure in found.items() if cell_name.table == lost} <= {
            Confidence.MISSING,
            Confidence.LOOK,
        }


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "text with single spaces"])
@pytest.mark.parametrize("other_caption", ["", "Further figures"])
def test_rows_of_the_next_table_are_not_taken_for_those_that_cannot_be_read(
    edition, figures, tables, kind: str, other_caption: str
) -> None:
    """Where words stand in the cells of a table, no figure of the next one is taken for it, though its sums hold."""
    table = tables[ELIGIBLE]
    for row, (_, cells) in enumerate(table.rows):
        for column, cell in enumerate(cells):
            table = table.changed(row, column, cell if cell == "-" else "see below")
    others = (replace(one, caption=other_caption or one.caption) for name, one in tables.items() if name != ELIGIBLE)
    name, made = KINDS[kind]
    found = read_back(made([table, *others]), name, edition)
    assert wrong_and_sure(found, figures) == []


def test_columns_in_another_order_are_told_by_their_heads(edition, figures, tables) -> None:
    """Columns are those that their heads say, in whatever order they stand."""

    def turned(table: Table) -> Table:
        if not table.heads:
            return table
        rows = tuple((label, (cells[3], cells[1], cells[0], cells[2])) for label, cells in table.rows)
        return Table(table.caption, tuple(table.heads[at] for at in (3, 1, 0, 2)), rows)

    for made, name in ((as_text, "a.txt"), (as_html, "a.html")):
        found = read_back(made([turned(table) for table in tables.values()]), name, edition)
        assert {str(one): figure.reading.typed for one, figure in found.items()} == {
            str(one): typed for one, typed in figures.items()
        }


def test_columns_without_heads_are_not_sure(edition, figures, tables) -> None:
    """Without heads, no figure of several columns is sure, though all sums hold."""
    bare = [replace(table, heads=()) for table in tables.values()]
    found = read_back(as_text(bare), "a.txt", edition)
    several = [figure for name, figure in found.items() if len(edition.shape.tables[name.table].columns) > 1]
    assert len(several) > 30
    assert {figure.state for figure in several} == {Confidence.LOOK}


def test_totals_that_are_not_printed_are_missing(edition, figures, tables) -> None:
    """A total that a file does not show is missing, and what stands in no other sum is not sure."""
    table = tables[ELIGIBLE]
    bare = replace(table, heads=table.heads[:3], rows=tuple((label, cells[:3]) for label, cells in table.rows[:3]))
    found = read_back(as_text([*{**tables, ELIGIBLE: bare}.values()]), "a.txt", edition)
    of_it = {name: figure for name, figure in found.items() if name.table == ELIGIBLE}
    assert {figure.state for name, figure in of_it.items() if "total" in (name.row, name.column)} == {
        Confidence.MISSING
    }
    assert wrong_and_sure(of_it, figures) == []
    counts = [
        figure for name, figure in of_it.items() if "total" not in (name.row, name.column) and name.row != "level_1"
    ]
    assert {figure.state for figure in counts} == {Confidence.LOOK}
    assert all(figure.reading.typed for figure in counts)


def test_other_words_for_the_same_are_found(edition, figures, tables) -> None:
    """Labels worded in an area's own way are found by order, likeness and number of values; none of them is wrong."""
    words = (
        ("Category 1: Subject to sex offender notification requirements(b)", "Registered sex offenders"),
        ("Category 1: Subject to notification requirements(b)", "Cat 1 Registered sex offenders"),
        ("individuals", "offenders"),
        ("Level 2\t", "MAPPA Level 2\t"),
        ("Category 1 cautioned", "RSOs cautioned"),
        ("Category 1 convicted", "RSOs convicted"),
        ("Sexual Harm Prevention Order (SHPO)", "SHPOs imposed by the courts"),
        ("Total\t", "TOTAL\t"),
    )
    text = as_text(list(tables.values())).decode()
    for old, new in words:
        assert old in text
        text = text.replace(old, new)
    found = read_back(text.encode(), "a.txt", edition)
    right = [name for name, figure in found.items() if figure.reading.typed == figures[name]]
    assert [str(name) for name, figure in found.items() if figure.reading.typed not in ("", figures[name])] == []
    assert len(right) >= len(figures) - 1


def test_a_table_that_stands_twice_with_other_figures_is_asked(edition, tables) -> None:
    """A figure that a summary has otherwise than the statistics is not sure, and both are told."""
    summary = tables[ELIGIBLE].changed(1, 0, "77")
    found = read_back(as_text([*tables.values(), summary]), "a.txt", edition)
    figure = found[cell(edition, f"{ELIGIBLE}.level_2.category_1")]
    assert figure.state is Confidence.LOOK
    assert any(reason.startswith("the file shows it a second time, as ") for reason in figure.reasons)
    assert found[cell(edition, f"{ELIGIBLE}.level_3.category_1")].state is Confidence.SURE


def test_last_years_column_is_not_taken_for_this_years(edition, figures, tables) -> None:
    """Where a file shows last year beside this one, the column of this year is read."""
    orders = tables[ORDERS]
    rows = tuple((label, ("999", cells[0])) for label, cells in orders.rows)
    both = Table(orders.caption, ("2023/24", "2024/25"), rows)
    found = read_back(as_text([*{**tables, ORDERS: both}.values()]), "a.txt", edition)
    for name in (name for name in figures if name.table == ORDERS):
        assert found[name].reading.typed == figures[name]
    unnamed = replace(both, heads=())
    found = read_back(as_text([*{**tables, ORDERS: unnamed}.values()]), "a.txt", edition)
    assert {figure.reading.typed for name, figure in found.items() if name.table == ORDERS} == {""}


def test_what_no_number_can_be_is_told(edition, tables) -> None:
    """A return that gives more people back to custody than were managed is asked at both figures."""
    changed = tables["returned_for_breach_of_licence"].changed(0, 0, "5,000")
    found = read_back(as_text([*{**tables, "returned_for_breach_of_licence": changed}.values()]), "a.txt", edition)
    lower = found[cell(edition, "returned_for_breach_of_licence.level_2.category_1")]
    upper = found[cell(edition, "managed_in_year.level_2.category_1")]
    assert lower.state is upper.state is Confidence.LOOK


def misread(source: SourceText, place: str, printed: str, digit: int, by: int) -> SourceText:
    """The rows as a machine would have read them that took one digit of one figure for another."""
    spoilt = printed[:digit] + str((int(printed[digit]) + by) % 10) + printed[digit + 1 :]
    rows = [
        replace(
            row,
            pieces=tuple(
                replace(piece, text=spoilt) if piece.place == place and piece.text == printed else piece
                for piece in row.pieces
            ),
        )
        for row in source.rows
    ]
    assert rows != list(source.rows)
    return replace(source, rows=tuple(rows))


def digits(edition: Edition, tables: dict[str, Table]) -> list[tuple[CellName, str, str, int]]:
    """Every digit of every figure of a file: the figure, its place, how it is printed, and which digit."""
    name, made = KINDS["CSV"]
    found = read_back(made(list(tables.values())), name, edition)
    return [
        (cell_name, figure.place, figure.reading.text, at)
        for cell_name, figure in found.items()
        for at, letter in enumerate(figure.reading.text)
        if letter.isdigit()
    ]


def called_sure(edition: Edition, tables: dict[str, Table], every: int) -> tuple[int, list[str]]:
    """How many digits were misread, one at a time, and which of them left their figure sure."""
    name, made = KINDS["CSV"]
    source = read_any(made(list(tables.values())), name)
    tried = digits(edition, tables)[::every]
    sure = []
    for number, (cell_name, place, printed, at) in enumerate(tried):
        found = read_rows(misread(source, place, printed, at, 1 + number % 9), edition)
        if found[cell_name].state is Confidence.SURE:
            sure.append(f"{cell_name}: digit {at + 1} of {printed}")
    return len(tried), sure


def test_a_digit_misread_is_never_sure(edition, tables) -> None:
    """Of single digits that a machine misreads, none leaves its figure sure."""
    tried, sure = called_sure(edition, tables, 9)
    assert tried >= 12
    assert sure == []


@pytest.mark.slow
@pytest.mark.parametrize("year", [2021, 2023, 2024])
def test_no_digit_misread_is_ever_sure(year: int) -> None:
    """The same for every digit of every figure of three editions."""
    edition = edition_of(year)
    tables = tables_of(edition, made_up(edition), year)
    name, made = KINDS["CSV"]
    source = read_any(made(list(tables.values())), name)
    tried = sure = 0
    found = read_rows(source, edition, year)
    for cell_name, figure in found.items():
        for at, letter in enumerate(figure.reading.text):
            if not letter.isdigit():
                continue
            spoilt = misread(source, figure.place, figure.reading.text, at, 1 + tried % 9)
            tried += 1
            sure += read_rows(spoilt, edition, year)[cell_name].state is Confidence.SURE
    assert tried > 100
    assert sure == 0
