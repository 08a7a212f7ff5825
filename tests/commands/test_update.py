"""A begun report fitted to an edition that changed: what is new waits, what is gone stays behind a #, the rest is untouched."""

import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import change
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.cli import program
from reportgen.commands.fitted_figures import Fitting, fit_figures
from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.located_yaml import Mapping, parse_yaml

EDITION = "templates/annual-report/2024.1/edition.yaml"
FIGURES = "data/annual-report/2024/testshire.yaml"
PAGE = "content/annual-report/2024/testshire/10-training-day.md"
Tree = Callable[[Path], dict[str, bytes]]


def run(root: Path, *words: str) -> tuple[int, str]:
    """The exit code of `reportgen update`, and what it says."""
    result = CliRunner().invoke(program, ["update", "testshire", "2024", *words, "--workspace", str(root)])
    return result.exit_code, result.output


@pytest.fixture
def changed(good: Path) -> Path:
    """The good workspace with an edition in which a row has a new name, one is new, one is gone, and a page is asked for."""
    change(good / EDITION, "      made: {label: Orders made,", "      issued: {formerly: made, label: Orders issued,")
    change(good / EDITION, "at_most: made}", "at_most: issued}\n      lifted: {label: Orders lifted}")
    change(good / EDITION, "  returned:\n    caption", "  came_back:\n    caption")
    change(good / EDITION, "  - pages: others", "  - page: foreword\n  - pages: others")
    section = good / "templates/annual-report/2024.1/sections/statistics.md.j2"
    change(section, 'table("returned")', 'table("came_back")')
    change(good / PAGE, "{{ eligible.total.total }} people", "{{ eligible.total.total }} people and {{orders.made}}")
    schema = "# yaml-language-server: $schema=../figures-annual-report-2023.1.json\r\n"
    text = (good / FIGURES).read_text(encoding="utf-8").replace("made: 41\n", "made: 41   # counted twice\n")
    remarks = "\nremarks:\n  orders.made: As in other years.\n"
    (good / FIGURES).write_bytes(("\ufeff" + schema + (text + remarks).replace("\n", "\r\n")).encode())
    return good


def test_a_report_is_fitted_and_nothing_is_lost(changed: Path) -> None:
    """Names, new and gone rows, the line for editors, pages; each other byte stays, and a second time there is nothing to do."""
    before = (changed / FIGURES).read_bytes().decode()
    code, said = run(changed, "--yes")
    assert code == 0, said
    expected = before.replace("2023.1.json", "2024.1.json")
    expected = expected.replace("    made: 41   #", "    issued: 41   #").replace("  orders.made:", "  orders.issued:")
    gone = "  returned:\r\n    level_2: 13\r\n"
    assert gone in expected
    aside = "  # Not in edition 2024.1: returned:\r\n  #   level_2: 13\r\n"
    new = "  came_back:\r\n    level_2:  # new in edition 2024.1: Level 2\r\n"
    expected = expected.replace(gone, f"{new}{aside}")
    travel = "    with_travel_limit: 36\r\n"
    expected = expected.replace(travel, f"{travel}    lifted:  # new in edition 2024.1: Orders lifted\r\n")
    assert (changed / FIGURES).read_bytes().decode() == expected
    assert "people and {{orders.issued}}" in (changed / PAGE).read_text(encoding="utf-8")
    assert "[To be completed]" in (changed / "content/annual-report/2024/testshire/foreword.md").read_text("utf-8")
    assert run(changed, "--yes") == (0, run(changed, "--dry-run")[1])


def test_what_would_change_is_shown_first(changed: Path, tree: Tree) -> None:
    """With --dry-run nothing is written; without a terminal neither, and the command that does it is named."""
    before = tree(changed)
    code, shown = run(changed, "--dry-run")
    assert code == 0
    assert "orders.lifted is new, to be filled in" in shown
    code, said = run(changed)
    assert code == 2
    assert "reportgen update testshire 2024 --yes" in said
    assert tree(changed) == before


def test_a_file_that_cannot_be_read_is_left(changed: Path, tree: Tree) -> None:
    """What is wrong is told, and nothing is changed, in no file."""
    change(changed / FIGURES, "tables:", "tables: [")
    before = tree(changed)
    code, said = run(changed, "--yes")
    assert code == 1
    assert "Stopped: nothing was changed." in said
    assert tree(changed) == before


SHAPE = EditionShape.model_validate(
    {
        "title": "t",
        "subject": "s",
        "theme": "house-1",
        "parts": [{"section": "one"}],
        "details": {"board": {"label": "Board"}},
        "tables": {
            "day": {
                "caption": "Day",
                "time": "snapshot",
                "row_header": "Level",
                "rows": {"one": {"label": "One"}, "two": {"label": "Two"}, "total": {"label": "Total"}},
                "columns": {"a": {"label": "A"}, "b": {"label": "B", "formerly": "bee"}, "all": {"label": "All"}},
                "totals": {"row": "total", "column": "all"},
                "not_applicable": ["two.a"],
            }
        },
    }
)


def fitted(text: str) -> Fitting:
    """A text fitted to a small edition."""
    return fit_figures(text, SHAPE, "2026.1")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            "details: {board: B}\ntables:\n  day:\n    one: {a: 1, old: 2, bee: 3}\n    two: {a: [z], b: 1}\n",
            (
                "details: {board: B}\ntables:\n  day:\n    # Not in edition 2026.1: old: 2\n"
                "    one: {a: 1, b: 3}\n    two: {a: [z], b: 1}\n"
            ),
        ),
        (
            "tables: {day: {one: {a: 1, b: 3}}}\n",
            "details:\n  board: To be confirmed\ntables: {day: {one: {a: 1, b: 3}, two: {a: [z], b: , all: }}}\n",
        ),
        (
            "details:\n  board: B\n  chair: C  # gone\ntables:\n  day:\n    one:\n      b: 1\n    two:\n    total:\n",
            (
                "details:\n  board: B\n  # Not in edition 2026.1: chair: C  # gone\ntables:\n  day:\n    one:\n      a:\n"
                "      b: 1\n    two:\n      a: [z]\n      b:\n    total:\n      a:\n      b:\n"
            ),
        ),
        (
            "details: {board: B}\nleft_out:\n  day.two: Why.\ntables:\n  day:\n    one: {a: 1, b: 3}\n",
            "details: {board: B}\nleft_out:\n  day.two: Why.\ntables:\n  day:\n    one: {a: 1, b: 3}\n",
        ),
        (
            "details: {board: B}\ntables:\n  day:  # of old\n    three: 1\n    one:\n      old: 2\n      older: 3\n",
            (
                "details: {board: B}\ntables:\n  day:\n    one:  # new in edition 2026.1: One\n      a:\n      b:\n      all:\n"
                "    two:  # new in edition 2026.1: Two\n      a: [z]\n      b:\n      all:\n"
                "    total:  # new in edition 2026.1: Total\n      a:\n      b:\n      all:\n"
                "# Not in edition 2026.1: tables:\n#   day:  # of old\n#     three: 1\n#     one:\n#       old: 2\n#       older: 3\n"
            ),
        ),
    ],
    ids=["a column in braces", "all in braces", "columns below one another", "a row left out", "a table of other rows"],
)
def test_each_way_of_typing_is_fitted(typed: str, expected: str) -> None:
    """Values keep their way of being typed, totals that were left out stay so, and what fits is not changed again."""
    found = fitted(typed)
    assert found.text == expected
    assert not found.left
    assert fitted(expected).text == expected


def test_a_table_that_is_asked_for_with_other_rows_is_not_called_gone() -> None:
    """What stood in it is told as kept, and its rows of today as new."""
    found = fitted("details: {board: B}\ntables:\n  day: {three: 1}\n  night: {one: 1}\n")
    assert found.told[:2] == (
        "what stands below day is not in edition 2026.1: kept behind a #",
        "night is not in edition 2026.1: kept behind a #",
    )


def test_what_nobody_can_decide_is_left_to_a_person() -> None:
    """A single figure where several are asked for, and a name that nothing has, stay as they are and are told."""
    text = "details: {board: B}\ntables:\n  day: {one: 4, two: {a: [z], b: 1}}\nrevisions: {day.three.a: Why.}\n"
    found = fitted(text)
    assert found.text == text
    assert found.left == (
        "“day.three.a” under “revisions” is not in edition 2026.1",
        "day.one has one figure, and edition 2026.1 asks for 3",
    )


CELLS = st.dictionaries(
    st.sampled_from(["a", "b", "bee", "old", "all"]), st.sampled_from(["1", "22", "[z]", "[3, r]", ""])
)
ROWS = st.dictionaries(st.sampled_from(["one", "two", "gone", "total"]), st.tuples(CELLS, st.booleans()), min_size=1)
ENDS = st.sampled_from(["", "  # a remark", "   "])


def typed(tables: dict[str, dict[str, tuple[dict[str, str], bool]]], end: str) -> str:
    """Tables as a person may type them: each row between braces, or over several lines."""
    lines = ["source: Made up", "details: {board: B}", "tables:"]
    for table, rows in tables.items():
        lines.append(f"  {table}:{end}")
        for row, (cells, in_braces) in rows.items():
            if in_braces or not cells:
                lines.append(f"    {row}: {{{', '.join(f'{name}: {value}' for name, value in cells.items())}}}{end}")
            else:
                lines += [f"    {row}:", *(f"      {name}: {value}{end}" for name, value in cells.items())]
    return "\n".join(lines) + "\n"


@given(st.dictionaries(st.sampled_from(["day", "lost"]), ROWS, min_size=1), ENDS)
@settings(max_examples=15, deadline=None)
def test_whatever_was_typed_is_there_afterwards(
    tables: dict[str, dict[str, tuple[dict[str, str], bool]]], end: str
) -> None:
    """Each line keeps its words, in the file or behind a #; the edition's rows are there; fitting again changes nothing."""
    text = typed(tables, end)
    found = fitted(text)
    assert not found.left
    words = Counter(re.findall(r"[\w.]+", text.replace("bee", "b")))
    assert words - Counter(re.findall(r"[\w.]+", found.text.replace("bee", "b"))) == Counter()
    said: list[Diagnostic] = []
    tree = parse_yaml(SourceFile("", tuple(found.text.split("\n"))), said.append)
    assert said == []
    assert isinstance(tree, Mapping)
    rows = tree.get("tables")
    assert isinstance(rows, Mapping)
    assert [name.text for name, _ in rows.entries] == ["day"]
    day = rows.get("day")
    assert isinstance(day, Mapping)
    assert {"one", "two"} <= {name.text for name, _ in day.entries} <= {"one", "two", "total"}
    for _, cells in day.entries:
        assert isinstance(cells, Mapping)
        assert {"a", "b"} <= {name.text for name, _ in cells.entries} <= {"a", "b", "all"}
    assert fitted(found.text).text == found.text
