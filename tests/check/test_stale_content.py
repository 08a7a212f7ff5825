"""What was left over from last year’s pages: which paragraphs are told, and where."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from trial import checked, passages_of, trial_page, with_page, with_pages

from reportgen.check.stale_content import unchanged_paragraphs

Told = Callable[..., None]
TWELVE = "The board met six times and wrote down what it had agreed."
THIRTEEN = "Every member of the board was there each time, and so was the clerk."
OTHER = "Four people came to the day of training, and each of them spoke about it."


def test_a_paragraph_of_the_year_before_is_told(worded: Told) -> None:
    """Twelve words in the same order are told with their place then and now, whatever their marks, capitals and lines."""
    former = passages_of(f"{THIRTEEN}\n\n{TWELVE}")
    source = replace(with_page(f"{OTHER}\n\n{TWELVE.upper()}!"), former_words=former)
    worded(unchanged_paragraphs(checked(source)))
    source = replace(
        with_page(f"{OTHER}\n\n- {TWELVE.replace(' wrote', ', wrote').replace(' down', f'{chr(10)}down')}")
    )
    (said,) = unchanged_paragraphs(checked(replace(source, former_words=former)))
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
    assert list(unchanged_paragraphs(checked(replace(with_page(text), former_words=passages_of(text))))) == []


def test_a_notice_may_stay() -> None:
    """What stands in the notice of a page is often the same; a lead is not."""
    former = passages_of(THIRTEEN)
    assert (
        list(unchanged_paragraphs(checked(replace(with_page(OTHER, f"notice: {THIRTEEN}"), former_words=former)))) == []
    )
    assert (
        len(list(unchanged_paragraphs(checked(replace(with_page(OTHER, f"lead: {THIRTEEN}"), former_words=former)))))
        == 1
    )


def test_a_page_of_the_year_before_is_told_once(worded: Told) -> None:
    """A page of two paragraphs or more, all of last year, is told at its first; then come the other pages."""
    pages = (
        trial_page("both", f"## A heading\n\n{TWELVE}\n\n{THIRTEEN}"),
        trial_page("one", f"A short line.\n\n{TWELVE}"),
        trial_page("partly", f"{OTHER}\n\n{TWELVE}\n\n{THIRTEEN}"),
        trial_page("new", OTHER),
    )
    former = passages_of(f"{THIRTEEN}\n\n{TWELVE}")
    said = list(unchanged_paragraphs(checked(replace(with_pages(*pages), former_words=former))))
    worded(said)
    ((_, place),) = said[0].related
    assert place is not None
    assert place.length == 1
