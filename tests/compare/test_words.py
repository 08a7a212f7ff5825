"""Which words went and which came: nothing is lost, nothing is marked that stayed, and no text takes long."""

import re
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.compare.words import Edit, edits, likeness, neighbours

WORDS = st.lists(
    st.sampled_from(["the", "board", "met", "6", "times", ",", ".", "(in", "law)", "Board", "11,220"]), max_size=20
)


def words_of(found: tuple[Edit, ...], *kinds: str) -> list[str]:
    """The words and marks of some kinds of edits, without spaces."""
    return re.findall(r"\w+|[^\w\s]", " ".join(edit.words for edit in found if edit.kind in kinds))


def marked(old: str, new: str) -> str:
    """The edits as a line of text."""
    marks = {"same": "{}", "deleted": "[-{}-]", "inserted": "{{+{}+}}"}
    return " ".join(marks[edit.kind].format(edit.words) for edit in edits(old, new))


@given(WORDS, WORDS)
def test_no_word_is_lost(old: list[str], new: list[str]) -> None:
    """What stayed and what is gone are the old text; what stayed and what is new are the new one, word for word."""
    before, after = " ".join(old), " ".join(new)
    found = edits(before, after)
    assert words_of(found, "same", "deleted") == re.findall(r"\w+|[^\w\s]", before)
    assert words_of(found, "same", "inserted") == re.findall(r"\w+|[^\w\s]", after)
    assert all(edit.words == edit.words.strip() != "" for edit in found)


@given(WORDS)
def test_nothing_is_marked_in_equal_texts(words: list[str]) -> None:
    """A text beside itself has no word that went or came."""
    text = " ".join(words)
    assert {edit.kind for edit in edits(text, text)} <= {"same"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("youth offending teams", "youth justice services", "youth [-offending teams-] {+justice services+}"),
        (
            "were cautioned or convicted for",
            "were cautioned, and convicted for",
            "were cautioned [-or-] {+, and+} convicted for",
        ),
        ("there were 11,108 people", "there were 11,220 people", "there were [-11,108-] {+11,220+} people"),
        ("London’s board", "Londons board", "[-London’s-] {+Londons+} board"),
        ("one two", "two", "[-one-] two"),
        ("", "new", "{+new+}"),
        ("gone", "", "[-gone-]"),
    ],
)
def test_whole_words_are_marked(old: str, new: str, expected: str) -> None:
    """A word, a number with its comma and a word with its apostrophe change as a whole; what is gone stands first."""
    assert marked(old, new) == expected


def test_a_space_before_a_mark_is_a_change() -> None:
    """Spaces that a reader sees are compared too."""
    assert [edit.kind for edit in edits("the end .", "the end.")] == ["same", "deleted", "inserted"]


def test_a_text_without_end_is_told_quickly() -> None:
    """One word ten thousand times over does not hold the program up."""
    start = perf_counter()
    found = edits("a " * 10_000, "b " + "a " * 9_000)
    assert perf_counter() - start < 5
    assert len(words_of(found, "same", "deleted")) == 10_000


def test_likeness_tells_a_new_version_from_another_text() -> None:
    """A sentence in which a word changed is more alike than another one on the same subject, and itself is wholly so."""
    text = "The police assess and manage these individuals with the probation service."
    changed = "The police assess and manage these offenders with the probation service."
    other = "Probation staff supervise individuals; police visit those whom they manage."
    assert likeness(neighbours(text), neighbours(text)) == 1
    assert likeness(neighbours(text), neighbours(changed)) > 0.6
    assert likeness(neighbours(text), neighbours(other)) < 0.3
