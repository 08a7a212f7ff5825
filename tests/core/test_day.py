"""A day is typed in one form; what was meant otherwise is told in that form."""

from datetime import date

import pytest

from reportgen.core.day import NotADayError, day_meant, parse_day


def test_one_form_is_taken() -> None:
    """Year, month and day, with hyphens."""
    assert parse_day("2025-10-30") == date(2025, 10, 30)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("30/10/2025", "a date is expected here; write 2025-10-30."),
        ("30.10.2025", "a date is expected here; write 2025-10-30."),
        ("1st May 2025", "a date is expected here; write 2025-05-01."),
        ("30 October 2025", "a date is expected here; write 2025-10-30."),
        ("20251030", "a date is expected here; write the year, the month and the day, such as 2025-10-30."),
        ("31/02/2025", "a date is expected here; write the year, the month and the day, such as 2025-10-30."),
        ("٢٠٢٥-١٠-٣٠", "a date is expected here; write the year, the month and the day, such as 2025-10-30."),
        ("", "a date is expected here; write the year, the month and the day, such as 2025-10-30."),
        ("2025-02-30", "there is no such day."),
        ("0000-01-01", "there is no such day."),
    ],
)
def test_another_form_is_told_with_what_to_type(words: str, told: str) -> None:
    """What is no day is refused with the day that was meant, where that is plain."""
    with pytest.raises(NotADayError) as refused:
        parse_day(words)
    assert f"{refused.value}." == told


def test_other_words_mean_no_day() -> None:
    """Words that are no day in any form mean none."""
    for words in ("2025-10-20-1a2b3c4d", "1a2b3c4d", "build/published/x", "30 Foo 2025", "99/99/2025"):
        assert day_meant(words) is None
