"""Lines of words alone are passed over by the rules for signs, and no fault is missed by it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.read import page_bounds, pages
from reportgen.read.markdown_lint import find_pasted, find_slips, find_unclosed
from reportgen.read.page_lines import PageLine, signed_lines

PIECES = (
    *(
        "Words",
        "words",
        "a",
        "é",
        "ŵ",
        "12",
        "2024",
        "www.",
        "https://gov.uk",
        "A@b.uk",
        "&#8203;",
        "{{ a.b }}",
        "[^1]",
    ),
    *" “”‘’'\",.;:!?()%£€–—…-_*`[]<>{}~^|&#\\=+/@•·▪◦\t",
    *("- ", "1. ", "2024. ", "## ", "---", "===", "|---|", "**", "![", "](", "  ", "o ", "\xa0"),
)
LINES = st.lists(st.lists(st.sampled_from(PIECES), max_size=8).map("".join), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("line", "is_signed"),
    [
        ("A sentence of words, with 12.5% of them (“quoted”) – and no sign at all.", False),
        ("“Quoted,” she said.", False),
        ("Ŵyn a’r afon: £5…", False),
        ("", True),
        ("- a point", True),
        ("2024. A year", True),
        ("one *two*", True),
        ("one `two`", True),
        ("see www.gov.uk", True),
        ("a | b", True),
        ("one • two", True),
        ("{x.y}", True),
    ],
)
def test_line_of_words_alone_holds_no_sign(line: str, is_signed: bool) -> None:
    """Letters, digits and the marks of sentences are words; all else is looked at."""
    assert [one.number for one in signed_lines(SourceFile("page.md", ("---", line)), 2)] == [2] * is_signed


@given(LINES)
def test_no_fault_is_missed_in_a_line_of_words(lines: list[str]) -> None:
    """Looked through line by line, a page has the same faults as where lines of words are passed over."""
    file = SourceFile("page.md", tuple("\n".join(lines).split("\n")))

    def told(lines: tuple[PageLine, ...]) -> list[Diagnostic]:
        found = [*find_slips(lines), *find_pasted(lines), *find_unclosed(lines)]
        pages._Lint(Path("/nowhere"), "content", found).body(lines)
        return found

    all_lines = tuple(PageLine(file, number, 1, text) for number, text in enumerate(file.lines, 1))
    assert told(signed_lines(file, 1)) == told(all_lines)


@given(st.lists(st.sampled_from([*PIECES, ">" * 5, " " * 40, "(" * 6, "[" * 6, "a" * 600]), max_size=30))
def test_page_that_counts_as_small_meets_no_bound(pieces: list[str]) -> None:
    """What a few counts let through, the bounds let through one by one."""
    lines = "".join(pieces).replace("2024", "\n").split("\n")
    if page_bounds._is_within(lines):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(page_bounds, "_is_within", lambda _: False)
            assert page_bounds.find_too_hard(lines) is None
