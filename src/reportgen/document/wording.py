"""How dates, names and numbers are written.

Comes in: values. Goes out: words as a report prints them.
"""

from datetime import date

_MONTHS = (
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
)


def long_date(day: date) -> str:
    """1 April 2024. Why: the names of months never depend on the machine's language."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def possessive(name: str) -> str:
    """London’s; West Midlands’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
