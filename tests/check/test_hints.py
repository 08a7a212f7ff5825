"""A hint that names what to type is right: whoever obeys it, and does nothing else, makes no new error."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from malformed import FIGURES, PAGE, check

from reportgen.core.diagnostic import Diagnostic

# Where each figure of the file stands: the words before it, and what may come after it.
CELLS = {
    "level_1, category_1": (9, 1),
    "level_1, category_2": (9, 2),
    "level_1, total": (9, 3),
    "level_2, category_1": (10, 1),
    "level_2, category_2": (10, 2),
    "level_2, total": (10, 3),
    "total, category_1": (11, 1),
    "total, category_2": (11, 2),
    "total, total": (11, 3),
    "managed, category_1": (13, 1),
    "managed, category_2": (13, 2),
    "managed, total": (13, 3),
    "returned": (15, 1),
    "made": (17, 1),
    "with_travel_limit": (18, 1),
    "rate": (20, 1),
}
_FIGURE = re.compile(r"(?<=: )(\d[\d,.]*|\[z\]|\[x\]|-|\*)(?=[,}]|$)")
_OFFERED = (
    re.compile(r"^([\d,]+) here, instead of"),
    re.compile(r"^either the total is ([\d,]+),"),
    re.compile(r"^write (\[z\]|[\d,]+)(?=[,;]|$| where)"),
    re.compile(r"\b(0) if it is nought"),
    re.compile(r"(\[x\]) (?:if|where) it is not available"),
)


def put(lines: list[str], line: int, number: int, value: str) -> list[str]:
    """The lines with another value in the place of one figure. Units: lines and figures of a line count from 1."""
    match = list(_FIGURE.finditer(lines[line - 1]))[number - 1]
    changed = lines[line - 1][: match.start()] + value + lines[line - 1][match.end() :]
    return [*lines[: line - 1], changed, *lines[line:]]


def obeyed(lines: list[str], said: Diagnostic) -> Iterator[list[str]]:
    """The file as it is once a hint was obeyed, in each way that it offers."""
    for pattern in _OFFERED:
        for match in pattern.finditer(said.hint):
            line, start = said.place.line, said.place.column - 1
            figures = [one for one in _FIGURE.finditer(lines[line - 1]) if one.start() == start]
            assert figures, f"{said.slug} at {said.place} offers {match[1]} where no figure stands"
            value = match[1].replace(",", "")
            yield [
                *lines[: line - 1],
                lines[line - 1][:start] + value + lines[line - 1][figures[0].end() :],
                *lines[line:],
            ]


def errors(root: Path, lines: list[str]) -> set[tuple[str, int, int]]:
    """What stops the report, each by its slug and its line; nothing else of it says whether it is the same."""
    (root / FIGURES).write_text("\n".join(lines), encoding="utf-8")
    return {(one.slug, one.place.line, one.place.column) for one in check(root) if one.is_error}


@pytest.fixture(autouse=True)
def loaded(good: Path) -> None:
    """Makes the report once. Why: Hypothesis slows down what is loaded while it looks on, and templates have bounds on time."""
    assert errors(good, (good / FIGURES).read_text(encoding="utf-8").split("\n")) == set()


SHARED = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
_SLIPS = st.tuples(
    st.sampled_from(list(CELLS)),
    st.integers(0, 2500).map(str) | st.sampled_from(["[z]", "[x]", "0", "1", "61", "2121"]),
)


@pytest.mark.slow
@settings(max_examples=150, **SHARED)  # type: ignore[arg-type]
@given(slips=st.lists(_SLIPS, min_size=1, max_size=3, unique_by=lambda slip: slip[0]))
def test_a_figure_that_is_offered_breaks_nothing(slips: list[tuple[str, str]], good: Path) -> None:
    """Up to three figures are typed wrong: each figure that any message offers, typed alone, gives no new error."""
    lines = (good / FIGURES).read_text(encoding="utf-8").split("\n")
    original = list(lines)
    try:
        for cell, value in slips:
            lines = put(lines, *CELLS[cell], value)
        (good / FIGURES).write_text("\n".join(lines), encoding="utf-8")
        said = [one for one in check(good) if one.is_error]
        # A wrong row and a wrong column that one figure would mend are told as one, with both totals beside it.
        before = {(one.slug, place.line) for one in said for place in (one.place, *(at for _, at in one.related if at))}
        for one in said:
            for changed in obeyed(lines, one):
                after = errors(good, changed)
                new = {(slug, line) for slug, line, _ in after} - before
                assert not new, f"{one.slug} at {one.place.short} says: {one.hint}; then {sorted(new)}"
    finally:
        (good / FIGURES).write_text("\n".join(original), encoding="utf-8")


UNREADABLE: dict[str, Callable[[str], str]] = {
    "spaces for commas": lambda figure: f"{int(figure):,}".replace(",", " ") if len(figure) > 3 else f"{figure}.0",
    "a nought before it": lambda figure: f"0{figure}",
    "a plus": lambda figure: f"+{figure}",
    "a point and a nought": lambda figure: f"{figure}.0",
    "quotation marks": lambda figure: f"'{figure}'",
    "a dash": lambda _: "-",
    "a star": lambda _: "*",
}


@pytest.mark.parametrize("slip", UNREADABLE)
@pytest.mark.parametrize("cell", ["made", "returned", "level_1, category_1", "total, total"])
def test_a_figure_typed_in_another_way_is_right_once_the_hint_is_obeyed(slip: str, cell: str, good: Path) -> None:
    """Commas, signs, quotation marks: what the hint says to type is the figure; after a dash, [x] is no error."""
    lines = (good / FIGURES).read_text(encoding="utf-8").split("\n")
    line, number = CELLS[cell]
    match = list(_FIGURE.finditer(lines[line - 1]))[number - 1]
    wrong = UNREADABLE[slip](match[1])
    spoilt = [
        *lines[: line - 1],
        lines[line - 1][: match.start()] + wrong + lines[line - 1][match.end() :],
        *lines[line:],
    ]
    (good / FIGURES).write_text("\n".join(spoilt), encoding="utf-8")
    (said,) = [one for one in check(good) if one.is_error]
    assert said.slug == "bad-figure"
    offered = re.search(r"write (\d+)", said.hint) or re.search(r"(\[x\]) where it is not available", said.hint)
    assert offered, said.hint
    right = lines[line - 1][: match.start()] + offered[1] + lines[line - 1][match.end() :]
    assert errors(good, [*lines[: line - 1], right, *lines[line:]]) == set()


WRITE = re.compile(r"^write “([^”]+)”")


@pytest.mark.parametrize(
    "text",
    [
        "The offender met the Lay Advisor.",
        "Two Offenders and three lay advisors came.",
        "The lay Advisor spoke of an offender’s home.",
        "An offender manager saw the offender.",
    ],
)
def test_a_word_that_is_offered_is_told_no_more(text: str, good: Path) -> None:
    """Each word that a message says to write, written in its place, leaves one finding fewer and brings no other."""
    page = good / PAGE
    head = page.read_text(encoding="utf-8").split("\n---\n")[0] + "\n---\n"
    page.write_text(head + text + "\n", encoding="utf-8")
    said = [one for one in check(good) if WRITE.match(one.hint)]
    assert said
    for one in said:
        offered = WRITE.match(one.hint)
        assert offered
        start = one.place.column - 1
        changed = text[:start] + offered[1] + text[start + one.place.length :]
        page.write_text(head + changed + "\n", encoding="utf-8")
        after = [other for other in check(good) if other.place.file.path == PAGE]
        assert len(after) == len(said) - 1, changed
