"""What changed since last year, in words.

Comes in: a Change. Goes out: words such as “up 112 (1.0%) on 31 March 2024”; and what letters beside figures mean.
"""

from collections.abc import Container, Iterator, Mapping

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


def split_in_words(figure: str, shares: int, period: Period, *, is_snapshot: bool) -> str:
    """That one figure of last year is several today, so that nothing is compared. Shape: a sentence."""
    when = f"{'On' if is_snapshot else 'In'} {day_or_year(period, is_snapshot=is_snapshot)}"
    return f"{when} one figure, {figure}, stood for what are now {shares} figures, so they are not compared."


def amount_with_sign(change: Change) -> str:
    """How far, as in a table: “+112 (+1.0%)”, “−21 (−21%)”, or “0”."""
    if change.difference == 0:
        return "0"
    sign = "+" if change.difference > 0 else "−"
    return f"{sign}{abs(change.difference):,}" + (f" ({sign}{change.percent})" if change.percent else "")


def amount_in_words(change: Change) -> str:
    """Which way and how far: “up 112 (1.0%)”."""
    way = "up" if change.difference > 0 else "down"
    return f"{way} {abs(change.difference):,}" + (f" ({change.percent})" if change.percent else "")


def meanings(known: Mapping[str, str], letters: Container[str]) -> Iterator[str]:
    """What some letters mean that are printed in brackets, in sentences; each once, in the order in which they are known."""
    return (f"[{letter}] means {meaning}." for letter, meaning in known.items() if letter in letters)


def day_or_year(period: Period, *, is_snapshot: bool) -> str:
    """What a figure is called by: a snapshot by its day, a figure over the year by the year's name."""
    return long_date(period.end) if is_snapshot else period.label
