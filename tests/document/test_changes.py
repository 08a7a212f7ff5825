"""What changed since last year: which way, how far, in per cent where that says something, and compared with when."""

from dataclasses import replace

import pytest
from trial import former_of, london

from reportgen.check.figures import check_figures
from reportgen.check.trend import Change, change_of, last_year, percent_of
from reportgen.document.changes import change_in_words


@pytest.mark.parametrize(
    ("before", "now", "words"),
    [
        (11108, 11220, "up 112 (1.0%)"),
        (122, 194, "up 72 (59%)"),
        (102, 81, "down 21 (21%)"),
        (5, 13, "up 8"),
        (20, 55, "up 35 (175%)"),
        (19, 55, "up 36"),
        (0, 3, "up 3"),
        (40, 0, "down 40 (100%)"),
        (1_000_000, 1_000_001, "up 1 (0.0%)"),
    ],
)
def test_a_change_has_its_way_its_size_and_per_cent(before: int, now: int, words: str) -> None:
    """Small figures have no per cent; below 10 per cent there is one digit behind the point."""
    period = london().former[0].period
    assert change_in_words(Change(now, before, period, is_snapshot=True)) == f"{words} on 31 March 2024"
    assert change_in_words(Change(now, before, period, is_snapshot=False)) == f"{words} on 2023/24"


def test_no_change_is_said() -> None:
    """A figure that stayed is the same as on a day, or in a year."""
    period = london().former[0].period
    assert change_in_words(Change(7, 7, period, is_snapshot=True)) == "the same as on 31 March 2024"
    assert change_in_words(Change(7, 7, period, is_snapshot=False)) == "the same as in 2023/24"


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(1, 2000, "0.1%"), (1, 2001, "0.0%"), (994, 10_000, "9.9%"), (995, 10_000, "10%"), (145, 1000, "15%")],
)
def test_a_half_is_rounded_up(part: int, whole: int, said: str) -> None:
    """Per cent are rounded by whole numbers, the half up, and 9.95 is 10 and not 10.0."""
    assert percent_of(part, whole) == said


def test_nothing_is_compared_with_what_is_not_known() -> None:
    """A figure held back, missing, or without a year before has no change."""
    figures = check_figures(london().figures, lambda _: None)
    name = next(iter(figures))
    now, edition = figures[name], london().edition
    former = last_year(tuple(former_of(one, {name: now}) for one in london().former), 2024)
    assert former is not None
    hidden = replace(now, value=None, shorthand="c")
    assert change_of(name, {name: now}, former, edition) is not None
    assert change_of(name, {name: hidden}, former, edition) is None
    assert change_of(name, {}, former, edition) is None
    assert change_of(name, {name: now}, None, edition) is None
    for then in ({}, {name: hidden}):
        assert change_of(name, {name: now}, replace(former, figures=then), edition) is None
