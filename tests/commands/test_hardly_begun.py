"""A report that is hardly begun is told in one line; one with a few gaps, figure by figure."""

import re
from pathlib import Path

from click.testing import CliRunner
from malformed import FIGURES

from reportgen.cli import program


def said_of(root: Path, area: str) -> list[str]:
    """The lines of a check."""
    words = ["check", area, "2024", "--workspace", str(root)]
    return CliRunner().invoke(program, words, prog_name="reportgen").output.splitlines()


def test_an_empty_report_is_told_in_one_line(good: Path) -> None:
    """What is to be filled in is counted, with the command that lists it; nothing else is said of it."""
    words = ["new", "area", "otherland", "2024", "--workspace", str(good)]
    assert CliRunner().invoke(program, words, prog_name="reportgen").exit_code == 0
    first, waiting, last = said_of(good, "otherland")
    assert first.startswith("Otherland, ")
    assert re.fullmatch(
        rf"  \d+ figures and \d+ other things are still to be filled in: reportgen todo otherland 2024 --workspace {good}",
        waiting,
    )
    assert last.startswith("Stopped: 1 report not right (")


def test_a_few_gaps_are_told_one_by_one(good: Path) -> None:
    """Nine figures that are missing are each told at their place."""
    text = (good / FIGURES).read_text(encoding="utf-8")
    (good / FIGURES).write_text(text.replace("level_2: 13", "level_2:").replace("made: 41", "made:"), encoding="utf-8")
    found = said_of(good, "testshire")
    assert sum("error[missing-figure]" in line for line in found) == 2
    assert not any("filled in" in line for line in found)
