"""What changed since last year, in words.

Comes in: a Change. Goes out: words such as “up 112 (1.0%) on 31 March 2024”.
"""

from reportgen.check.trend import Change
from reportgen.core.names import Period
from reportgen.core.wording import long_date


def change_in_words(change: Change) -> str:
    """Which way, how far, and compared with when.

    Why: a snapshot is compared with a day, a figure over the year with the year before.
    """
    when = day_or_year(change.period, is_snapshot=change.is_snapshot)
    if change.difference == 0:
        return f"the same as {'on' if change.is_snapshot else 'in'} {when}"
    return f"{amount_in_words(change)} on {when}"


def amount_in_words(change: Change) -> str:
    """Which way and how far: “up 112 (1.0%)”."""
    way = "up" if change.difference > 0 else "down"
    return f"{way} {abs(change.difference):,}" + (f" ({change.percent})" if change.percent else "")


def day_or_year(period: Period, *, is_snapshot: bool) -> str:
    """What a figure is called by: a snapshot by its day, a figure over the year by the year's name."""
    return long_date(period.end) if is_snapshot else period.label
