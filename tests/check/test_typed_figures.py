"""Figures that were typed into the text of a page, beside small tables: which are told, and which may stand."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from tables import figures_file, labelled, table
from trial import checked, former_of, trial_page, with_pages

from reportgen.check.figures import check_figures
from reportgen.check.typed_figures import typed_figures
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.edition_shapes import HeadlineShape, TableShape

Told = Callable[..., None]


PEOPLE = labelled(
    table(
        "two three total", "one other total", caption="Registered {{ words.people }} of the whole {{ period.label }}"
    ),
    two="Level 2",
    three="Level 3: Boards: seniors",
    one="Category 1: On the register (RGX)",
    other="Category 2: Others",
)
ORDERS = labelled(table("made notices", "number", caption="Orders"), made="Order of a court (OOC)", notices="Notices")
ENDED = labelled(table("ended", "warned tried", caption="Ended"), ended="Ended orders", warned="Warned", tried="Tried")
TABLES = {"people": PEOPLE, "orders": ORDERS, "ended": ENDED}
NOW = (
    (
        "people: {two: {one: 1200, other: 800, total: 2000}, three: {one: 34, other: 66, total: 100},"
        " total: {one: 1234, other: 866, total: 2100}}"
    ),
    "orders: {made: 559, notices: 55}",
    "ended: {ended: {warned: 70, tried: 71}}",
)
BEFORE = (
    (
        "people: {two: {one: 1000, other: 850, total: 1850}, three: {one: 10, other: 9, total: 19},"
        " total: {one: 1010, other: 859, total: 1869}}"
    ),
    "orders: {made: 487, notices: 55}",
    "ended: {ended: {warned: 62, tried: 63}}",
)


def said_of(
    text: str,
    *front: str,
    tables: dict[str, TableShape] = TABLES,
    now: tuple[str, ...] = NOW,
    before: tuple[str, ...] = BEFORE,
) -> list[Diagnostic]:
    """What is said of a page, beside figures of this year and, unless there are none, of the last."""
    said: list[Diagnostic] = []
    file = figures_file(tables, "\n".join(["tables:", *(f"  {line}" for line in now)]))
    then = figures_file(tables, "\n".join(["tables:", *(f"  {line}" for line in before)]))
    headlines = (
        HeadlineShape(figure="people.total.total", label="eligible on the closing day"),
        HeadlineShape(figure="people.two.total", label="supervised"),
    )
    edition = file.edition
    edition = replace(edition, shape=edition.shape.model_copy(update={"headlines": headlines}))
    file = replace(file, edition=edition)
    former = former_of(then, check_figures(then, said.append)) if before else None
    source = replace(with_pages(trial_page("trial", text, *front)), figures=file)
    figures = check_figures(file, said.append)
    assert said == []
    return list(typed_figures(checked(source, figures, former)))


def marked(said: list[Diagnostic]) -> list[str]:
    """The words that are underlined."""
    return [(one.place.source_line or "")[one.place.column - 1 :][: one.place.length] for one in said]


def test_last_years_figure_is_told_beside_this_years(worded: Told) -> None:
    """A sentence that names the row and column of a figure, each in any of its ways, and has last year's number."""
    text = """- There were 850 of Category 2 at level 2s.
- Of those On the Register, 1,010 came; RGX 1010.
- The Boards: seniors had 10 of category 1 and 19 in all.
- There were 10 of category 1 at Level 3.
- Orders of a court. 487 for each order of a court. OOC 487.
- Ended orders: 62 were warned and 63 tried.
- Nobody was named, and yet 1,869 or 1869 or 1,850 came.
- Closing with 859 others."""
    worded(said_of(text))
    assert said_of(text, before=()) == []


def test_a_sentence_need_not_name_a_total(worded: Told) -> None:
    """A grand total is meant by any longer word of its caption or its headline, and by no other."""
    numbers = (
        "people: {two: {one: 1, other: 2, total: 3}, three: {one: 4, other: 5, total: 9}, total: {one: 5, other: 7, total: 12}}",
    )
    before = (
        "people: {two: {one: 1, other: 2, total: 3}, three: {one: 4, other: 6, total: 10}, total: {one: 5, other: 8, total: 13}}",
    )
    text = """- 13 were registered.
- 13 were eligible.
- 13 at the closing.
- 13 people in the period, by label, words and individuals.
- 13 of the whole day were supervised on it."""
    worded(said_of(text, tables={"people": PEOPLE}, now=numbers, before=before))


@pytest.mark.parametrize(
    "text",
    [
        "At Level 3 there were 9 of Category 2.",
        "At Level 3 there were 10 people.",
        "Of Category 1 there were 10.",
        "The Level 30 of Category 1 had 10.",
        "An order of a courtier: 487.",
        "Ended orders: 62 and 63.",
        "They warned 62, and tried 63.",
        "The OOC were 559, not 487.",
        "The OOC were 487 in 2023/24.",
        "The OOC were 487, less than the year before.",
        "The OOC are {{ orders.made }}; they were 487.",
        "The OOC are on page 487, and came from 487.",
        "The notices were 55.",
        "## The OOC were 487\n\nText.",
        "| The OOC | 487 |\n|---|---|",
        "The OOC cost £487, or 487% of 487.5 and 487/2.",
    ],
)
def test_a_number_that_may_mean_something_else_is_left_alone(text: str) -> None:
    """No row, no column, a year that is told, a figure beside it, a page, a heading, a row of a table: nothing is said."""
    assert said_of(text) == []


def test_each_number_of_a_sentence_is_judged_by_itself() -> None:
    """Numbers that mean something else stand before, between and behind two that are told; each is told once."""
    said = said_of("Of 7, on page 9 and in 2024, the OOC were 487, Level 2 had 850 of Category 2, and 1,000 and 3.")
    assert marked(said) == ["487", "850", "1,000"]


def test_a_number_is_held_against_each_figure_that_it_may_be(worded: Told) -> None:
    """Two figures were 487 last year: the one that the sentence names is meant, and this year's of the other is no excuse."""
    tables = {"orders": labelled(ORDERS, made="Orders", notices="Notices")}
    now, before = ("orders: {made: 559, notices: 55}",), ("orders: {made: 487, notices: 487}",)
    worded(said_of("The notices: 487. For 559 there are notices, 487 in all.", tables=tables, now=now, before=before))
    assert said_of("For 559 and 55 there are orders and notices, 487.", tables=tables, now=now, before=before) == []


LINES = labelled(
    table("alpha beta gamma delta edge", "number"), alpha="Alpha", beta="Beta", gamma="Gamma", delta="Delta"
)
LARGE = ("lines: {alpha: 4014, beta: 4241, gamma: 4270, delta: 866, edge: 1000}",)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Alpha {}.", "5014 4,114 4024 4,015 4104 4041 4,004 4016 9014"),
        ("Beta {}.", "2441 4421 4214 4242 4141 4201 4041 1241"),
        ("Gamma {}.", "2470 4720 4207 4,280 4,271 4,170"),
        ("Edge {}.", "1010 1,001 9000 1100 1,900"),
    ],
)
def test_a_slip_of_the_pen_is_told(text: str, numbers: str) -> None:
    """One digit wrong, or two neighbours changed, in a figure of a thousand or more; a number like a year only with its comma."""
    tables = {"lines": LINES}
    for number in numbers.split():
        assert marked(said_of(text.format(number), tables=tables, now=LARGE, before=())) == [number]


@pytest.mark.parametrize(
    "text",
    [
        *("Alpha 4,010.", "Alpha 4000.", "Alpha 14.", "Alpha 041.", "Alpha 5,024.", "Alpha 40140.", "Alpha 401."),
        *("Beta 4,240.", "Beta 4,200.", "Beta 4300.", "Beta 241.", "Beta 4142.", "Gamma 4,200.", "Gamma 4,300."),
        *(
            "Gamma 4,000.",
            "Delta 865.",
            "Delta 966.",
            "Delta 686.",
            "Beta 4,015.",
            "Alpha 4,241.",
            "Edge 100.",
            "Edge 1900.",
        ),
    ],
)
def test_a_figure_rounded_is_no_slip(text: str) -> None:
    """Figures rounded, with a digit more or less or two wrong, small ones, and those of other rows are left alone."""
    assert said_of(text, tables={"lines": LINES}, now=LARGE, before=()) == []


def test_a_number_that_may_be_a_year_is_told_with_a_comma_only() -> None:
    """1900 to 2100 are years, unless they have a comma; what lies below and above is none."""
    now = ("lines: {alpha: 1, beta: 2, gamma: 3, delta: 4, edge: 5}",)
    before = ("lines: {alpha: 1899, beta: 1900, gamma: 2100, delta: 2101, edge: 1000}",)
    text = "Alpha 1899. Beta 1900, or 1,900. Gamma 2100, or 2,100. Delta 2101. And 1000, or 1,000."
    told = ["1899", "1,900", "2,100", "2101", "1000", "1,000"]
    assert marked(said_of(text, tables={"lines": LINES}, now=now, before=before)) == told


def test_only_a_number_of_a_thousand_or_more_is_told_without_its_row() -> None:
    """Last year's 999 may be anything, where no row is named."""
    now = ("lines: {alpha: 1, beta: 2, gamma: 3, delta: 4, edge: 5}",)
    before = ("lines: {alpha: 999, beta: 1000, gamma: 3, delta: 4, edge: 5}",)
    said = said_of("There were 999 and 1,000.", tables={"lines": LINES}, now=now, before=before)
    assert marked(said) == ["1,000"]
