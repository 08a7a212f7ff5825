"""How dates, names and numbers are written.

Comes in: values. Goes out: words as a report prints them.
"""

from collections.abc import Sequence
from datetime import date

from reportgen.core.messages import MONTHS


def long_date(day: date) -> str:
    """1 April 2024. Why: the names of months never depend on the machine's language."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def rounded(part: int, whole: int, digits: int = 3) -> int:
    """A number over another, to so many figures, a half rounded up: 100,000 over 92 is 1,090.

    Why: worked out in whole numbers, since nothing that is published comes from a float.
    """
    step = int("1" + "0" * max(0, len(str(part // whole)) - digits))
    return (2 * part + whole * step) // (2 * whole * step) * step


def counted(number: int, one: str, many: str = "") -> str:
    """1 figure; 1,200 figures. Shape: without `many`, an s is added."""
    return f"{number:,} {one if number == 1 else many or f'{one}s'}"


def shortened(words: str, most: int = 60) -> str:
    """The beginning of a text, as far as it is shown. Units: `most` in characters."""
    return words if len(words) <= most else words[: most - 1] + "…"


def opened(words: str) -> str:
    """Words with a capital at their beginning."""
    return words[:1].upper() + words[1:]


def listed(words: Sequence[str]) -> str:
    """One; one and two; one, two and three."""
    *others, last = words or ("",)
    return f"{', '.join(others)} and {last}" if others else last


def some_of(words: Sequence[str], most: int) -> str:
    """The first of several, and how many others there are: a, b and 6 more."""
    return ", ".join(words[:most]) + (f" and {len(words) - most} more" if len(words) > most else "")


def possessive(name: str) -> str:
    """London’s; West Midlands’."""
    return f"{name}’" if name.endswith("s") else f"{name}’s"
