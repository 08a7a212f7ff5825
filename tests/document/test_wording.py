"""How dates and names are written."""

import os
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.wording import long_date, possessive

MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]


@given(st.dates())
def test_a_date_has_its_day_its_month_in_words_and_its_year(day: date) -> None:
    """1 April 2024: without a leading nought, with the English name of the month."""
    number, month, year = long_date(day).split(" ")
    assert (int(number), MONTHS.index(month) + 1, int(year)) == (day.day, day.month, day.year)
    assert not number.startswith("0")


def test_the_names_of_months_do_not_depend_on_the_machine() -> None:
    """Under another language the date is the same."""
    code = (
        "from datetime import date; from reportgen.core.wording import long_date; print(long_date(date(2025, 3, 31)))"
    )
    for language in ("C", "de_DE.UTF-8", "cy_GB.UTF-8"):
        environment = {**os.environ, "LC_ALL": language, "LANG": language}
        told = subprocess.run(
            [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True, timeout=60
        )
        assert told.stdout == "31 March 2025\n"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("London", "London’s"),
        ("West Midlands", "West Midlands’"),
        ("Gwent", "Gwent’s"),
        ("Dyfed-Powys", "Dyfed-Powys’"),
    ],
)
def test_a_possessive_has_a_curly_apostrophe(name: str, expected: str) -> None:
    """A name that ends in s takes the apostrophe alone."""
    assert possessive(name) == expected
