"""What changed since last year, in words.

Comes in: a Change. Goes out: words such as “up 112 (1.0%) on 31 March 2024”; and what letters beside figures mean.
"""

from collections.abc import Container, Iterator, Mapping

from reportgen.check.report import Report
from reportgen.check.trend import Change, Former, break_of, split_figure
from reportgen.core.names import Period
from reportgen.core.wording import long_date
from reportgen.read.cells import CellName


def change_in_words(change: Change) -> str:
    """Which way, how far, and compared with when.

    Why: a snapshot is compared with a day, a figure over the year with the year before.
    """
    when = day_or_year(change.period, is_snapshot=change.is_snapshot)
    if change.difference == 0:
        return f"the same as {'on' if change.is_snapshot else 'in'} {when}"
    return f"{amount_in_words(change)} on {when}"


def breaks_in_words(name: CellName, report: Report, earlier: Former) -> Iterator[str]:
    """Why a figure is not compared with last year's, in sentences: it was one figure with others, or what is counted changed."""
    whole = split_figure(earlier.figures, name, report.edition)
    if whole:
        is_snapshot = report.edition.table(name.table).time == "snapshot"
        when = f"{'On' if is_snapshot else 'In'} {day_or_year(earlier.period, is_snapshot=is_snapshot)}"
        yield f"{when} one figure, {whole[0].text}, stood for what are now {whole[1]} figures, so they are not compared."
    reason = break_of(earlier.figures, name, report.edition)
    if reason:
        yield reason


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
