"""What was left over from last year’s pages: what is told of dates and paragraphs, at which words."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from trial import passages_of, trial_page, with_edition, with_page, with_pages

from reportgen.check.stale_content import dates_of_last_year, unchanged_paragraphs

Told = Callable[..., None]
TWELVE = "The board met six times and wrote down what it had agreed."
THIRTEEN = "Every member of the board was there each time, and so was the clerk."
OTHER = "Four people came to the day of training, and each of them spoke about it."


@pytest.mark.parametrize(
    "text",
    [
        *("In March 2023 and in April 2023.", "In March 2024 and in April 2024.", "In May 2024, or in May 2022."),
        *("On 01 April 2023, 2nd April 2023, 30 March 2024 and 30 January 2024.", "On 31 March 2023 or 2024."),
        *(
            "From December 2023\nto January 2024.",
            "Of May 2023, and during 2023; early 2023 was a June 2023 of its own.",
        ),
        *(
            "In 2023 and in 2024, and over 2022.",
            "We look in 2023-24, 2023/24 and in 1 April 2023.",
            "In 31 March 2024.",
        ),
        *("On 45 May 2023, and on 0 May 2023.", "# June 2023\n\n- July 2023\n\n| August 2023 | in 2023 |\n|---|---|"),
    ],
)
def test_a_date_of_the_year_before_is_told(text: str, worded: Told) -> None:
    """A day or month from April 2023 to March 2024, or the year 2023 as a time, is told where it stands; no other is."""
    worded(dates_of_last_year(with_page(text)))


@pytest.mark.parametrize(
    "text",
    [
        "In March 2025 it was answered in 34; in May 2023 it had been answered in 11.",
        "Visits fell from 84 in 2023 to 29.",
        "More people came than in June 2023.",
    ],
)
def test_a_sentence_that_compares_may_name_the_year_before(text: str) -> None:
    """It holds one year against the other; the next sentence is told as ever."""
    assert list(dates_of_last_year(with_page(text))) == []
    assert len(list(dates_of_last_year(with_page(f"{text} In May 2023 the board met.")))) == 1


def test_a_date_in_the_front_matter_is_told(worded: Told) -> None:
    """A lead is read like all other text."""
    worded(dates_of_last_year(with_page("Text.", "lead: We met in May 2023.")))


def test_a_report_on_a_calendar_year_may_tell_of_the_year_before() -> None:
    """Only reporting years are told from one another."""
    source = with_page("In May 2023.")
    assert len(list(dates_of_last_year(source))) == 1
    assert list(dates_of_last_year(with_edition(source, period="calendar year"))) == []


def test_a_paragraph_of_the_year_before_is_told(worded: Told) -> None:
    """Twelve words in the same order are told with their place then and now, whatever their marks, capitals and lines."""
    former = passages_of(f"{THIRTEEN}\n\n{TWELVE}")
    source = replace(with_page(f"{OTHER}\n\n{TWELVE.upper()}!"), former_words=former)
    worded(unchanged_paragraphs(source))
    source = replace(
        with_page(f"{OTHER}\n\n- {TWELVE.replace(' wrote', ', wrote').replace(' down', f'{chr(10)}down')}")
    )
    (said,) = unchanged_paragraphs(replace(source, former_words=former))
    assert (said.place.line, said.place.column, said.place.length) == (6, 3, len("The board met six times and, wrote"))
    ((_, place),) = said.related
    assert place is not None
    assert (place.line, place.column, place.length) == (6, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        TWELVE.removesuffix(" agreed."),
        f"## {THIRTEEN}",
        f"| {THIRTEEN} |\n|---|",
        f"{THIRTEEN} {{{{ managed_in_year.total.total }}}}",
    ],
)
def test_what_may_well_be_the_same_is_left_alone(text: str) -> None:
    """Eleven words, a heading, a row and a paragraph with figures in it may stay as they were."""
    assert list(unchanged_paragraphs(replace(with_page(text), former_words=passages_of(text)))) == []


def test_a_notice_may_stay() -> None:
    """What stands in the notice of a page is often the same; a lead is not."""
    former = passages_of(THIRTEEN)
    assert list(unchanged_paragraphs(replace(with_page(OTHER, f"notice: {THIRTEEN}"), former_words=former))) == []
    assert len(list(unchanged_paragraphs(replace(with_page(OTHER, f"lead: {THIRTEEN}"), former_words=former)))) == 1


def test_a_page_of_the_year_before_is_told_once(worded: Told) -> None:
    """A page of two paragraphs or more, all of last year, is told at its first; then come the other pages."""
    pages = (
        trial_page("both", f"## A heading\n\n{TWELVE}\n\n{THIRTEEN}"),
        trial_page("one", f"A short line.\n\n{TWELVE}"),
        trial_page("partly", f"{OTHER}\n\n{TWELVE}\n\n{THIRTEEN}"),
        trial_page("new", OTHER),
    )
    former = passages_of(f"{THIRTEEN}\n\n{TWELVE}")
    said = list(unchanged_paragraphs(replace(with_pages(*pages), former_words=former)))
    worded(said)
    ((_, place),) = said[0].related
    assert place is not None
    assert place.length == 1
