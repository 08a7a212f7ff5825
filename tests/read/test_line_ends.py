"""A text that was changed is saved with all else as it was, whatever editor wrote it."""

from random import Random  # noqa: TID251 - the type of what hypothesis gives

import pytest
from hypothesis import given, settings
from hypothesis.strategies import randoms

from reportgen.read.line_ends import saved_text, shown_text

LINES = ["---", "title: Café", "---", "First.", "", "Cafe\u0301 \u2028 x", "", "## Two", "Last."]
FILES = {
    "plain": "\n".join(LINES) + "\n",
    "without an end": "\n".join(LINES),
    "Windows": "\ufeff" + "\r\n".join(LINES) + "\r\n",
    "old Macintosh": "\r".join(LINES) + "\r",
    "mixed": "".join(line + ("\r\n" if number % 3 else "\n") for number, line in enumerate(LINES)),
    "empty": "",
}


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=3, deadline=None)
@given(chance=randoms(use_true_random=True))
def test_what_is_not_changed_is_the_same_to_the_byte(name: str, chance: Random) -> None:
    """After each of a hundred changes of lines, all other lines have the bytes that they had."""
    data = FILES[name].encode()
    assert saved_text(data, shown_text(data)) == data
    for number in range(100):
        lines = shown_text(data).split("\n")
        at = chance.randrange(len(lines))
        put_in = chance.choice([[], [f"new {number}"], [f"one {number}", "", f"two {number}"]])
        removed = chance.choice([0, 1])
        changed = [*lines[:at], *put_in, *lines[at + removed :]] or [""]
        saved = saved_text(data, "\n".join(changed))
        assert shown_text(saved).split("\n") == changed
        before, after = data.splitlines(keepends=True), saved.splitlines(keepends=True)
        assert after[: max(0, at - 1)] == before[: max(0, at - 1)]
        behind = before[at + removed + 1 :]
        assert not behind or after[-len(behind) :] == behind
        data = saved


def test_new_lines_end_as_those_that_were_there() -> None:
    """A line that is put into a file from Windows ends as its others do."""
    assert saved_text(b"a\r\nb\r\n", "a\nnew\nb\n") == b"a\r\nnew\r\nb\r\n"
    assert saved_text(b"a\nb\n", "a\nnew\nb\n") == b"a\nnew\nb\n"
    assert saved_text(b"", "new\n") == b"new\n"
