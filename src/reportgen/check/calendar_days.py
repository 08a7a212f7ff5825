"""Days in pages that cannot be.

Comes in: all that was written for a report. Goes out: warnings.
"""

import re
from calendar import day_name, monthrange
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from reportgen.check.checked import Checked
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.messages import MONTHS

# Without a year, 29 February may be meant of a leap year.
_LEAP = 2000
_DAY = re.compile(
    rf"(?<![\d,.:£/–-])(?:({'|'.join(day_name)}),? )?(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTHS)})(?: (20\d\d))?\b"
)
_DIGIT = re.compile(r"\d")
_TO = re.compile(r" ?(?:to|until|till|–|—|-) ?")


def days_that_exist(checked: Checked) -> Iterator[Diagnostic]:
    """A day in a page is one of the calendar, falls on the day of the week that it gives, and ends no time that begins later.

    Errors: no-such-day.
    """
    for passage in checked.source.passages:
        # Most passages name no day, and one digit is found faster.
        days = list(_DAY.finditer(passage.heard)) if _DIGIT.search(passage.heard) else []
        faults = [(match, _fault(*match.groups())) for match in days]
        for match, fault in (*faults, *((two, _order(one, two, passage.heard)) for one, two in pairwise(days))):
            if fault and not passage.is_quoted(match.start()):
                yield Diagnostic("no-such-day", passage.place(*match.span()), *fault)


def _fault(named: str | None, number: str, month_name: str, year: str | None) -> tuple[str, str] | None:
    """What is wrong with a day, and what to look for."""
    month, day = MONTHS.index(month_name) + 1, int(number)
    last = monthrange(int(year or _LEAP), month)[1]
    if not 1 <= day <= last:
        of = f" {year}" if year else ""
        return f"there is no {day} {month_name}{of}; that month has {last} days", "look which day is meant"
    falls_on = day_name[date(int(year), month, day).weekday()] if year else named
    if named and named != falls_on:
        return f"{day} {month_name} {year} was a {falls_on}", "look whether the day or its date is meant"
    return None


def _order(one: re.Match[str], two: re.Match[str], text: str) -> tuple[str, str] | None:
    """What is wrong with a time that is told by its first and its last day."""
    if not (one[4] and two[4] and _TO.fullmatch(text, one.end(), two.start())):
        return None
    first, last = ((int(day[4]), MONTHS.index(day[3]), int(day[2])) for day in (one, two))
    return (f"{two[0]} comes before {one[0]}", "look which days are meant") if last < first else None
