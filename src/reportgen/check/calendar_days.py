"""Days in pages that the calendar does not have.

Comes in: all that was written for a report. Goes out: warnings.
"""

import re
from calendar import day_name, monthrange
from collections.abc import Iterator
from datetime import date

from reportgen.check.checked import Checked
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.messages import MONTHS

# Without a year, 29 February may be meant of a leap year.
_LEAP = 2000
_DAY = re.compile(
    rf"(?<![\d,.:£/–-])(?:({'|'.join(day_name)}),? )?(\d{{1,2}})(?:st|nd|rd|th)? ({'|'.join(MONTHS)})(?: (20\d\d))?\b"
)


def days_that_exist(checked: Checked) -> Iterator[Diagnostic]:
    """A day that a page names is one of the calendar, and falls on the day of the week that it gives. Errors: no-such-day."""
    for page in checked.source.pages.values():
        for passage in page.passages:
            for match in _DAY.finditer(passage.heard):
                fault = _fault(*match.groups())
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
