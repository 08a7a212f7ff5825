"""A cheap look that passes a text over never passes over what the rule behind it would find."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from reportgen.check import abbreviations, people, personal_data, writing
from reportgen.read.passages import _PLURAL, count_words, is_in_capitals

PIECES = (
    *"aAbBcCdDoOnNtTxXé.,:;'’“”()[]{}@/-_ \xa0?!0123456789",
    *(
        "Jo",
        "Smith",
        "Mr ",
        "Mrs. ",
        "PC ",
        "Detective Inspector ",
        "McKay",
        "O’Neil",
        "Anne-Marie",
        "J. ",
        " and ",
        "MAPPA",
        "MoJ",
    ),
    *(
        "KPIs",
        " at ",
        " dot ",
        " DOT ",
        "(at)",
        "[at]",
        "[dot]",
        "@",
        "example.org",
        "020 7946 0000",
        "AB1 2CD",
        "DOB: 1/2/90",
    ),
    *(
        "[insert",
        "]",
        "TBC",
        "tbd",
        "to be confirmed",
        " here",
        "area name",
        "your text",
        "insert your words",
        "lorem ipsum",
    ),
    *(
        "XX",
        "??",
        "[DN: ",
        "[date]",
        "to follow",
        "[figures to be added]",
        "TODO",
        "FIXME",
        "Error! Bookmark not defined",
    ),
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


def personal(text: str) -> bool:
    """Whether one of the patterns for personal data is in a text."""
    patterns = [pattern for pattern, *_ in (*personal_data._CONTACTS, *personal_data._NUMBERS)]
    return any(pattern.search(text) for pattern in patterns)


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
@example("[Insert words]")
@example("Mr Smith")
@example("MoJ")
@pytest.mark.parametrize(
    ("is_found", "is_let_through"),
    [
        (writing.PLACEHOLDER.search, writing._may_hold_placeholder),
        (abbreviations._ABBREVIATION.search, abbreviations._CAPITALS.search),
        (people._RANKED.search, people._TWO_CAPITALS.search),
        (people._IN_TEXT.search, people._TWO_CAPITALS.search),
        (personal, personal_data._may_be_personal),
    ],
    ids=["placeholder", "abbreviation", "ranked name", "name", "personal data"],
)
def test_what_is_found_is_let_through(
    is_found: Callable[[str], object], is_let_through: Callable[[str], object], text: str
) -> None:
    """Each rule sees every text in which its patterns stand."""
    assert is_let_through(text) or not is_found(text)


@given(TEXTS)
def test_a_text_is_in_capitals_by_its_letters_alone(text: str) -> None:
    """Two small letters beside each other tell at once that it is not, as the whole text does."""
    assert is_in_capitals(text) == _PLURAL.sub(r"\1", text).isupper()


@given(TEXTS)
def test_a_text_of_so_many_words_is_twice_as_long(text: str) -> None:
    """Each word takes a letter, and something between it and the next."""
    assert len(text) >= 2 * count_words(text) - 1
