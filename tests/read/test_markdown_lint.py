"""Words that look like a list, a table or an end note, and are none to Markdown."""

from collections.abc import Callable, Iterable

import pytest

from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.read.markdown_lint import find_slips
from reportgen.read.page_lines import signed_lines

PAGE = ("---", "title: A page", "---")
FIRST_LINE = 4


def slips(*lines: str) -> list[Diagnostic]:
    """What is said of a page."""
    return list(find_slips(signed_lines(SourceFile("page.md", (*PAGE, *lines)), FIRST_LINE)))


def places(found: list[Diagnostic]) -> list[tuple[int, int]]:
    """The line, counted from the body's first, and the column of each slip."""
    assert all(diagnostic.slug == "markdown-slip" and diagnostic.hint for diagnostic in found)
    return [(diagnostic.place.line - FIRST_LINE + 1, diagnostic.place.column) for diagnostic in found]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        (("• First point • Second point",), (1, 1)),
        (("Points: • first",), (1, 9)),
        (("-no space",), (1, 1)),
        (("Two things:", "- one", "- two"), (2, 1)),
        (("Two things:", "1. one", "2. two"), (2, 1)),
        (("| a | b |", "| 1 | 2 |"), (1, 1)),
        (("Words", "| a | b |", "|---|---|", "| 1 | 2 |"), (2, 1)),
        (("Risk has four parts.[^parts]",), (1, 21)),
        (("Courts made {orders.made} orders.",), (1, 13)),
        (("Read [the page](https://example.gov.uk",), (1, 6)),
        (("1. one", "", "    - a part", "2. two", "3. three"), (4, 1)),
        (("1. one", "   - a part", "", "     more of it", "2. two"), (5, 1)),
        (("- one", "", "  more of it", "- two"), (4, 1)),
    ],
)
def test_a_slip_is_told_at_its_place(
    lines: tuple[str, ...], place: tuple[int, int], worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """What Markdown would print as a run of words is told where it stands."""
    found = slips(*lines)
    worded(found)
    assert places(found) == [place]


def test_a_hint_shows_how_the_line_is_written() -> None:
    """With a space after the hyphen, and the beginning of the words."""
    (found,) = slips("-a point without a space after its hyphen")
    assert found.hint == "write “- a point without a s…”"


def test_an_end_note_may_stand_above_its_use() -> None:
    """Also on the first line of the text."""
    assert slips("[^one]: A note.", "", "Words.[^one]") == []


@pytest.mark.parametrize(
    "lines",
    [
        ("- one", "- two", "  with a second line", "", "1. first", "2. second"),
        ("", "- one", "  - inside", "- two"),
        ("> Words", "> - one"),
        ("| a | b |", "|---|---:|", "| 1 | 2 |", "| 3 | 4 |"),
        ("Words.[^note]", "", "[^note]: More words."),
        ("Courts made {{ orders.made }} orders.",),
        ("[A page](https://example.gov.uk) and [another](https://example.gov.uk/2)",),
        ("A dash - in a sentence, and a range of 3–5.", "*Words* and **more words**", "-5 degrees"),
        ("---",),
    ],
)
def test_markdown_as_it_is_meant_has_no_slip(lines: tuple[str, ...]) -> None:
    """Lists, tables, end notes, links and dashes that Markdown knows are left alone."""
    assert slips(*lines) == []
