"""Waivers in the small workspace: what they let stand, what they cannot, and what is told of those that are wrong."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from malformed import FIGURES, KEY, PAGES
from trial import london, retyped, trial_page

from reportgen.check.waivers import apply_waivers
from reportgen.cli import program
from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic, Place, whole_file
from reportgen.core.diagnostic_text import explanation
from reportgen.read.shapes import WaiverShape
from reportgen.read.workspace_files import find_workspace

Run = Callable[..., tuple[int, str]]
JUMP = ("with_travel_limit: 36", "with_travel_limit: 0")
CELL, WORD, PAGE = "orders.with_travel_limit", "two clerks, once offenders, met offenders.", f"{PAGES}/introduction.md"


@pytest.fixture
def jump(good: Path) -> Path:
    """The small workspace with a large change, and with two outdated words on one page."""
    figures = good / FIGURES
    figures.write_text(figures.read_text(encoding="utf-8").replace(*JUMP), encoding="utf-8")
    page = good / PAGE
    page.write_text(page.read_text(encoding="utf-8") + f"\nOf old, {WORD}\n", encoding="utf-8")
    return good


@pytest.fixture
def run(jump: Path) -> Run:
    """Runs a command in that workspace."""

    def ran(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(program, [*words, "--workspace", str(jump)], prog_name="reportgen")
        return result.exit_code, result.output

    return ran


def waive(root: Path, *waivers: dict[str, str]) -> None:
    """Adds waivers to the figures file, each with a reason, role and date unless it says so itself."""
    usual = {"reason": "It was looked at.", "role": "Clerk to the board", "date": "2025-06-02"}
    items = ["  - " + "\n    ".join(f"{name}: {value}" for name, value in (usual | one).items()) for one in waivers]
    with (root / FIGURES).open("a", encoding="utf-8") as file:
        file.write("waivers:\n" + "\n".join(items) + "\n")


def said_of(root: Path) -> list[Diagnostic]:
    """All that is said of the report."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return list(build(workspace, KEY, (), strict=False).diagnostics)


def open_warnings(root: Path) -> list[str]:
    """What still stops --strict."""
    return [one.slug for one in said_of(root) if not one.waiver]


BOTH = ({"warning": "large-change", "cell": CELL}, {"warning": "outdated-word", "page": "introduction"})


def test_there_is_something_to_waive(jump: Path) -> None:
    """Without waivers the workspace has three warnings."""
    assert open_warnings(jump) == ["outdated-word", "outdated-word", "large-change"]


def test_a_waived_warning_stops_nothing(jump: Path, run: Run) -> None:
    """With both waived, a strict check is right, and tells who let them stand."""
    assert run("check", "testshire", "2024", "--strict")[0] == 1
    waive(jump, *BOTH)
    code, told = run("check", "testshire", "2024", "--strict")
    assert code == 0
    assert "note[large-change]: Orders with a limit on travel" in told
    assert told.count("  waived: It was looked at. (Clerk to the board, 2 June 2025)") == 3
    assert "(3 waived warnings)" in told
    assert "explain" not in told


def test_a_waiver_is_told_as_data(jump: Path, run: Run) -> None:
    """In JSON a waived warning is a note with its waiver, and where that was written."""
    waive(jump, *BOTH)
    told = json.loads(run("check", "testshire", "2024", "--format", "json")[1])["diagnostics"]
    assert {one["severity"] for one in told} == {"note"}
    (change,) = (one for one in told if one["slug"] == "large-change")
    assert change["figure"] == f"{CELL}.number"
    waiver = change["waiver"]
    assert (waiver["reason"], waiver["role"], waiver["date"]) == (
        "It was looked at.",
        "Clerk to the board",
        "2025-06-02",
    )
    assert waiver["file"] == FIGURES
    assert (jump / FIGURES).read_text(encoding="utf-8").split("\n")[waiver["line"] - 1] == "    warning: large-change"


def test_what_stops_a_sign_off_is_told_with_the_lines_that_waive_it(jump: Path, run: Run) -> None:
    """Pasted as they are printed they waive nothing; with a reason, a role and a day they let the sign-off be."""
    sign = ("sign-off", "testshire", "2024", "--role", "Chair", "--date", "2025-10-01")
    code, told = run(*sign)
    assert code == 1
    lines = told[told.index("\nwaivers:\n") : told.index("Stopped: ")]
    assert lines.count("- warning: ") == 2
    figures = (jump / FIGURES).read_text(encoding="utf-8")
    (jump / FIGURES).write_text(figures + lines, encoding="utf-8")
    code, told = run(*sign)
    assert (code, told.count("error[wrong-value]")) == (1, 6), told
    assert "can be waived" not in told
    for name, words in (("reason", "It was looked at."), ("role", "Clerk to the board"), ("date", "2025-06-02")):
        lines = lines.replace(f"    {name}:", f"    {name}: {words}")
    (jump / FIGURES).write_text(figures + lines, encoding="utf-8")
    assert run(*sign)[0] == 0


def test_an_explanation_shows_how_a_warning_is_waived() -> None:
    """Of a warning the lines of a waiver are shown; of an error, of a note and of a warning on waivers themselves none."""
    assert "\nwaivers:\n  - warning: large-change\n" in explanation("large-change")
    assert [
        slug for slug in ("total-mismatch", "not-signed-off", "waiver-unused") if "\nwaivers:" in explanation(slug)
    ] == []


@pytest.mark.pdf
def test_a_bundle_names_its_waivers(jump: Path, run: Run) -> None:
    """A report with waived warnings is signed off and bundled; the manifest has each with reason, role and date."""
    waive(jump, *BOTH)
    assert run("sign-off", "testshire", "2024", "--role", "Chair", "--date", "2025-10-01")[0] == 0
    code, told = run("publish", "testshire", "2024")
    assert code == 0, told
    (manifest,) = (jump / "build/published").glob("*/*/manifest.json")
    waivers = json.loads(manifest.read_text(encoding="utf-8"))["waivers"]
    assert [(one["warning"], one["place"].split(":")[0]) for one in waivers] == [
        ("outdated-word", PAGE),
        ("outdated-word", PAGE),
        ("large-change", FIGURES),
    ]
    assert {(one["reason"], one["role"], one["date"]) for one in waivers} == {
        ("It was looked at.", "Clerk to the board", "2025-06-02")
    }
    assert "limit on travel" in waivers[-1]["message"]


def test_a_waiver_covers_what_it_names_and_no_more(jump: Path) -> None:
    """A waiver for a cell, a page or some words leaves the same warning elsewhere."""
    waive(
        jump,
        {"warning": "large-change", "cell": "orders.made"},
        {"warning": "outdated-word", "page": "10-training-day"},
        {"warning": "large-change"},
    )
    assert sorted(open_warnings(jump)) == sorted(["outdated-word"] * 2 + ["large-change"] + ["waiver-unused"] * 3)


def test_words_narrow_a_waiver_down(jump: Path) -> None:
    """Of several warnings on a page, only those whose marked words hold the waiver's are waived."""
    text = (jump / PAGE).read_text(encoding="utf-8")
    (jump / PAGE).write_text(text.replace("met offenders", "met Offenders"), encoding="utf-8")
    waive(jump, {"warning": "outdated-word", "page": "introduction", "words": "Offenders"})
    assert open_warnings(jump) == ["outdated-word", "large-change"]


def test_the_file_as_a_whole_may_be_waived(good: Path) -> None:
    """A warning that is about no cell and no page is waived by its name alone."""
    former = (good / FIGURES.replace("2024", "2023")).read_text(encoding="utf-8").replace("38 [r]", "38")
    (good / FIGURES).write_text(former.split("revisions:")[0].replace("2023/24", "2024/25"), encoding="utf-8")
    assert open_warnings(good) == ["same-as-last-year"]
    waive(good, {"warning": "same-as-last-year"})
    assert open_warnings(good) == []


def test_a_warning_of_reading_may_be_waived(good: Path) -> None:
    """A file beside the pages is left out; that too may stand."""
    (good / PAGES / "notes.txt").write_text("For ourselves.\n", encoding="utf-8")
    assert open_warnings(good) == ["file-left-out"]
    waive(good, {"warning": "file-left-out", "page": "notes.txt"})
    assert open_warnings(good) == []


def test_a_waiver_for_nothing_is_told_where_it_stands(good: Path) -> None:
    """A second waiver for the same warning, and one whose warning is gone, are told at their own lines."""
    waive(good, {"warning": "outdated-word", "page": "introduction"})
    (said,) = said_of(good)
    assert said.slug == "waiver-unused"
    assert said.message == "nothing is waived here: there is no warning outdated-word in the page “introduction”"
    assert said.place.source_line == "    warning: outdated-word"


WRONG = [
    ({"warning": "total-mismatch", "cell": CELL}, "waiver-refused", "total-mismatch", "errors are put right"),
    ({"warning": "total-computed", "cell": CELL}, "waiver-refused", "total-computed", "notes stop nothing"),
    ({"warning": "waiver-unused"}, "waiver-refused", "waiver-unused", "errors are put right"),
    ({"warning": "large-chnage", "cell": CELL}, "waiver-refused", "large-chnage", "did you mean “large-change”?"),
    ({"warning": "large-change", "cell": "orders.mad"}, "unknown-figure", "orders.mad", "did you mean “orders.made”?"),
    (
        {"warning": "link-text", "page": "introductoin"},
        "waiver-refused",
        "introductoin",
        "did you mean “introduction”?",
    ),
    ({"warning": "link-text", "page": "introduction", "cell": CELL}, "waiver-refused", "introduction", "two waivers"),
    ({"warning": "large-change", "words": "x"}, "waiver-refused", "x", "add a line “page: …”"),
    ({"warning": "large-change", "cell": CELL, "date": "2024-06-02"}, "waiver-refused", "2024-06-02", "last year’s"),
    ({"warning": "large-change", "cell": CELL, "date": "2025-11-02"}, "waiver-refused", "2025-11-02", "last year’s"),
    ({"warning": "large-change", "cell": CELL, "date": "2 June"}, "wrong-value", "2 June", "such as 2025-10-30"),
    ({"warning": "large-change", "cell": CELL, "reason": ""}, "wrong-value", " ", ""),
    ({"warning": "large-change", "cel": CELL}, "unknown-key", "cel", "did you mean “cell”?"),
]


@pytest.mark.parametrize(("waiver", "slug", "words", "hint"), WRONG, ids=[str(case[0]) for case in WRONG])
def test_a_wrong_waiver_is_an_error_at_its_place(
    waiver: dict[str, str], slug: str, words: str, hint: str, good: Path
) -> None:
    """What cannot be waived, is misspelt or has a wrong date is told at the very words, with what to write."""
    waive(good, waiver)
    (said,) = (one for one in said_of(good) if one.is_error)
    assert said.slug == slug
    assert (said.place.source_line or "")[said.place.column - 1 :][: said.place.length] == words
    assert hint in said.hint


def test_no_waiver_is_unused_while_an_error_stands(jump: Path) -> None:
    """An error may keep a warning from being found, so nothing is said of its waiver."""
    figures = jump / FIGURES
    figures.write_text(figures.read_text(encoding="utf-8").replace("level_2: 13", "level_2: x"), encoding="utf-8")
    waive(jump, {"warning": "small-count", "cell": CELL})
    assert "waiver-unused" not in open_warnings(jump)


# Waivers by themselves, beside warnings of London's report that are made up.

SHPO = "restrictive_orders.shpo"
PAGE_OF_LONDON = trial_page("content/annual-report/2024/london/trial", "Offenders, offenders.")
LARGE_CHANGE = Diagnostic(
    "large-change", whole_file("data/annual-report/2024/london.yaml"), "much", figure=f"{SHPO}.number"
)
OUTDATED = Diagnostic("outdated-word", Place(PAGE_OF_LONDON.file, 4, 1, 9), "said")
SMALL_LETTER = Diagnostic("outdated-word", Place(PAGE_OF_LONDON.file, 4, 12, 9), "said")
LEFT_OUT = Diagnostic("file-left-out", whole_file("content/annual-report/2024/london/notes.txt"), "beside")
OF_THE_FILE = Diagnostic("same-as-last-year", whole_file("data/annual-report/2024/london.yaml"), "the same")
ERROR = Diagnostic("missing-figure", whole_file("data/annual-report/2024/london.yaml"), "missing")
ALL = (LARGE_CHANGE, OUTDATED, SMALL_LETTER, LEFT_OUT, OF_THE_FILE)


def waived(said: tuple[Diagnostic, ...], *waivers: dict[str, str]) -> tuple[Diagnostic, ...]:
    """What is said with these waivers, each agreed on 2 June 2025 unless it says so itself."""
    usual = {"reason": "Looked at.", "role": "Clerk", "date": "2025-06-02"}
    shapes = [WaiverShape.model_validate(usual | one) for one in waivers]
    lines = [
        "waivers:",
        *(f"  - {{{', '.join(f'{name}: {value!r}' for name, value in (usual | one).items())}}}" for one in waivers),
    ]
    file = retyped(london().figures, ("status: final", "\n".join(["status: final", *lines])), waivers=tuple(shapes))
    return apply_waivers(replace(london(), figures=file, page_names=("introduction", "trial")), said)


@pytest.mark.parametrize(
    ("waiver", "covered"),
    [
        ({"warning": "large-change", "cell": SHPO}, (LARGE_CHANGE,)),
        ({"warning": "large-change", "cell": f"{SHPO}.number"}, (LARGE_CHANGE,)),
        ({"warning": "large-change", "cell": f"{SHPO}_foreign_travel"}, ()),
        ({"warning": "large-change", "page": "trial"}, ()),
        ({"warning": "large-change"}, ()),
        ({"warning": "outdated-word", "page": "trial"}, (OUTDATED, SMALL_LETTER)),
        ({"warning": "outdated-word", "page": "trial.md"}, (OUTDATED, SMALL_LETTER)),
        ({"warning": "outdated-word", "page": "trial", "words": "Offend"}, (OUTDATED,)),
        ({"warning": "outdated-word", "page": "trial", "words": "offenders"}, (SMALL_LETTER,)),
        ({"warning": "outdated-word", "page": "trial", "words": "Offenders,"}, ()),
        ({"warning": "outdated-word", "page": "introduction"}, ()),
        ({"warning": "outdated-word"}, ()),
        ({"warning": "misspelt-term", "page": "trial"}, ()),
        ({"warning": "file-left-out", "page": "notes.txt"}, (LEFT_OUT,)),
        ({"warning": "file-left-out", "page": "notes.txt", "words": "X"}, ()),
        ({"warning": "file-left-out", "page": "notes.md"}, ()),
        ({"warning": "same-as-last-year"}, (OF_THE_FILE,)),
        ({"warning": "same-as-last-year", "cell": SHPO}, ()),
        ({"warning": "same-as-last-year", "page": "london.yaml"}, ()),
    ],
    ids=lambda value: " ".join(value.values()) if isinstance(value, dict) else f"{len(value)}",
)
def test_what_a_waiver_covers(
    waiver: dict[str, str], covered: tuple[Diagnostic, ...], worded: Callable[..., None]
) -> None:
    """Warnings of its name on its cell, its page, the words that are marked there, or the file; if there are none, it is told."""
    said = waived(ALL, waiver)
    assert [one for one in said if one.waiver] == [replace(one, waiver=said[ALL.index(one)].waiver) for one in covered]
    assert {(one.waiver.role, one.waiver.reason, one.waiver.place.short) for one in said if one.waiver} <= {
        ("Clerk", "Looked at.", "4:72")
    }
    worded(said[len(ALL) :])
    assert waived((*ALL, ERROR), waiver)[len(ALL) + 1 :] == ()


@pytest.mark.parametrize(
    "waiver",
    [
        *({"warning": "large-change", "cell": SHPO, "date": day} for day in ("2025-03-30", "2025-03-31", "2025-10-30")),
        {"warning": "large-change", "cell": SHPO, "date": "2025-10-31"},
        {"warning": "large-change", "cell": "restrictive_orders.shpoo"},
        {"warning": "large-change", "cell": SHPO, "page": "trial", "words": "a"},
        {"warning": "large-change", "cell": SHPO, "words": "a"},
        {"warning": "outdated-word", "page": "trail"},
        {"warning": "outdated-word", "page": "qqq", "date": "2024-01-01"},
        {"warning": "missing-figure", "cell": SHPO},
        {"warning": "waiver-unused"},
        {"warning": "outdated-wrod", "page": "trial"},
        {"warning": "qqq", "page": "trial"},
    ],
    ids=lambda value: " ".join(value.values()),
)
def test_what_is_wrong_with_a_waiver(waiver: dict[str, str], worded: Callable[..., None]) -> None:
    """It is told at its words, and then nothing is waived; the last day of the year and that of publication are right."""
    said = waived(ALL, waiver)
    worded(said[len(ALL) :])
    assert any(one.waiver for one in said) == (len(said) == len(ALL))


def test_what_is_waived_needs_no_second_waiver(worded: Callable[..., None]) -> None:
    """Of two waivers for one warning the second is told, and of two that are wrong each."""
    usual = {"warning": "large-change", "cell": SHPO}
    worded(waived((LARGE_CHANGE,), usual, usual)[1:])
    worded(waived((LARGE_CHANGE,), usual | {"date": "2024-01-01"}, {"warning": "qqq"}, usual)[1:])
