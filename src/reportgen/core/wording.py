"""How dates, names and numbers are written.

Comes in: values. Goes out: words as a report prints them.
"""

from datetime import date

from reportgen.core.messages import MONTHS


def long_date(day: date) -> str:
    """1 April 2024. Why: the names of months never depend on the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def possessive(name: str) -> str:
    """London’s; West Midlands’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
