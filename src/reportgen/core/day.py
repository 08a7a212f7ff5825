"""A day as people type it: in one form, in files and in commands.

Comes in: words. Goes out: a date, or why there is none and what to type.
"""

import re
from datetime import date

NOT_A_DAY, NO_SUCH_DAY = "a date is expected here", "there is no such day"
_TYPED = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_IN_NUMBERS = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})", re.ASCII)
_IN_WORDS = re.compile(r"(\d{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*\.?,? (\d{4})", re.ASCII | re.IGNORECASE)


class NotADayError(ValueError):
    """Words that are no day; its words are a clause that says so, and what to type instead."""

    def __init__(self, clause: str, hint: str = "") -> None:
        super().__init__(f"{clause}; {hint}" if hint else clause)
        self.clause = clause


def parse_day(words: str) -> date:
    """The day, in the one form that is taken. Errors: NotADayError."""
    if not _TYPED.fullmatch(words):
        raise NotADayError(NOT_A_DAY, day_hint(words))
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise NotADayError(NO_SUCH_DAY) from None


def day_hint(words: str) -> str:
    """What to type instead: the day that was most likely meant, or the form of one."""
    meant = day_meant(words)
    return f"write {meant}" if meant else "write the year, the month and the day, such as 2025-10-30"


def day_meant(words: str) -> date | None:
    """The day that somebody wrote in another form, as is usual in Britain: 30/10/2025, or 30 October 2025."""
    numbers, named = _IN_NUMBERS.fullmatch(words.strip()), _IN_WORDS.fullmatch(words.strip())
    month = named[2].lower() if named else ""
    if numbers:
        day = int(numbers[3]), int(numbers[2]), int(numbers[1])
    elif named and month in _MONTHS:
        day = int(named[3]), _MONTHS.index(month) + 1, int(named[1])
    else:
        return None
    try:
        return date(*day)
    except ValueError:
        return None
