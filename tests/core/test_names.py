"""Names of years and reports, and the closest known word."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.names import (
    FIRST_YEAR,
    LAST_YEAR,
    calendar_year,
    did_you_mean,
    parse_year,
    plain_name,
    reporting_year,
)

KNOWN_YEARS = st.integers(FIRST_YEAR, LAST_YEAR - 1)


@given(KNOWN_YEARS, st.sampled_from("/-–"), st.booleans())
def test_a_year_is_the_one_in_which_the_period_begins(year: int, mark: str, is_long: bool) -> None:
    """Alone, with the two last digits of the next year or with all four, a year means the same."""
    second = str(year + 1) if is_long else f"{(year + 1) % 100:02d}"
    assert parse_year(str(year)) == year
    assert parse_year(f" {year}{mark}{second} ") == year


@given(KNOWN_YEARS, st.integers(0, 99))
def test_a_second_year_that_does_not_follow_is_refused(year: int, second: int) -> None:
    """2024/26 names no reporting year, so nothing is guessed."""
    follows = second == (year + 1) % 100
    assert (parse_year(f"{year}/{second:02d}") == year) is follows


@pytest.mark.parametrize(
    "words",
    [
        "",
        "24",
        "2024/",
        "2024/2",
        "2024/25/26",
        "2024 25",
        "20245",
        "1999",
        "2100",
        "２０２４",
        "2024\n25",
        "london",
        "2024/025",
    ],
)
def test_what_names_no_year_is_refused(words: str) -> None:
    """Other numbers, years far away and digits of another script are no year."""
    assert parse_year(words) is None


@given(KNOWN_YEARS)
def test_a_printed_label_is_understood_again(year: int) -> None:
    """The label that a report prints names the same year when it is typed."""
    assert parse_year(reporting_year(year).label) == year
    assert parse_year(calendar_year(year).label) == year


@given(KNOWN_YEARS)
def test_periods_join_without_a_gap(year: int) -> None:
    """A reporting year runs from 1 April to 31 March, a calendar year to 31 December; the next begins the day after."""
    for period_of in (reporting_year, calendar_year):
        assert period_of(year).end + timedelta(days=1) == period_of(year + 1).start
    assert reporting_year(year).start == date(year, 4, 1)
    assert calendar_year(year).start == date(year, 1, 1)


def test_the_turn_of_a_century_is_printed_with_two_digits() -> None:
    """2009/10 and 2099/00 are printed with two digits after the stroke."""
    assert [reporting_year(year).label for year in (2009, 2024, 2099)] == ["2009/10", "2024/25", "2099/00"]


@pytest.mark.parametrize(
    "typed",
    ["Tŷ Ddewi", "tŷ-ddewi", "TŶ DDEWI", "Ty\u0302 Ddewi", "TY\u0302  ddewi"],
    ids=lambda typed: ascii(typed)[1:-1],
)
def test_a_name_is_known_however_its_letters_are_typed(typed: str) -> None:
    """Large or small, with a hyphen or a space, and with an accent as a character of its own, as some systems have it."""
    assert plain_name(typed) == plain_name("Tŷ Ddewi")


@pytest.mark.parametrize(
    ("word", "known", "hint"),
    [
        ("lundon", ["kent", "london"], "did you mean “london”?"),
        ("LONDON", ["kent", "London"], "did you mean “London”?"),
        ("category_l", ["category_1", "total"], "did you mean “category_1”?"),
    ],
)
def test_the_closest_word_is_offered(word: str, known: list[str], hint: str) -> None:
    """A misspelt word is answered with the closest known one, as that is written."""
    assert did_you_mean(word, known) == hint


def test_without_a_close_word_a_few_are_listed_and_many_are_not() -> None:
    """Where nothing is close, all known words are named when they are few; with none or many there is no hint."""
    few = did_you_mean("zzzz", ["level_1", "level_2"])
    assert "level_1" in few
    assert "level_2" in few
    assert did_you_mean("zzzz", []) == ""
    assert did_you_mean("zzzz", [f"name_{number}" for number in range(50)]) == ""
