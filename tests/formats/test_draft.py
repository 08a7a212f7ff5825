"""A draft with gaps: every format of a report that is far from done, and nothing of it among what is finished or published."""

import csv
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from malformed import FIGURES, PAGES, retype
from tagged_pdf import read_margins, read_structure

from reportgen.cli import program

DRAFT = "build/drafts/annual-report/2024/testshire"
GAP = "[to be filled in]"


def run(root: Path, *words: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    result = CliRunner().invoke(program, [*words, "--workspace", str(root)], prog_name="reportgen")
    return result.exit_code, result.output


@pytest.fixture
def begun(good: Path) -> Path:
    """A report in which a figure is missing, another is wrong, a page is missing and a detail too."""
    retype(good, FIGURES, "made: 41", "made:")
    retype(good, FIGURES, "with_travel_limit: 36", "with_travel_limit: 3b")
    retype(good, FIGURES, "board: Testshire", "bord: Testshire")
    (good / PAGES / "introduction.md").unlink()
    return good


@pytest.mark.pdf
def test_every_format_shows_each_gap(begun: Path) -> None:
    """The command ends well, tells all that is missing, and each format has DRAFT and a mark in the place of each figure."""
    code, told = run(begun, "build", "testshire", "2024", "--draft")
    assert code == 0, told
    for slug in ("missing-figure", "bad-figure", "missing-page", "missing-key"):
        assert f"error[{slug}]" in told
    folder = begun / DRAFT
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "DRAFT, not for publication" in page
    assert page.count(GAP) >= 2
    assert "This page is to be written, or to be put right." in page
    assert "[Name of the board]" in page
    assert "[x] means" not in page
    structure, margins = read_structure(folder / "report.pdf").text, read_margins(folder / "report.pdf")
    assert structure.count(GAP) >= 2
    assert [number for number, margin in margins.items() if number > 1 and "DRAFT" not in margin] == []
    with zipfile.ZipFile(folder / "report.docx") as word:
        words = re.sub("<[^>]+>", "", word.read("word/document.xml").decode())
    assert words.count(GAP) >= 2
    assert "DRAFT" in words
    govspeak = (folder / "report.govspeak.md").read_text(encoding="utf-8").replace("\\", "")
    assert govspeak.count(GAP) >= 2
    with zipfile.ZipFile(folder / "figures.ods") as book:
        assert re.sub("<[^>]+>", "", book.read("content.xml").decode()).count(GAP) == 2
    with (folder / "figures.csv").open(encoding="utf-8") as table:
        status = {line["row"]: line["status"] for line in csv.DictReader(table)}
    assert status["made"] == status["with_travel_limit"] == "to be filled in"


@pytest.mark.pdf
def test_a_report_that_was_only_begun_can_be_shown(tmp_path: Path) -> None:
    """Where no figure is typed yet, each table still fits on its page, and nothing is said in place of the headline figures."""
    root = tmp_path / "reports"
    assert CliRunner().invoke(program, ["new", "workspace", str(root), "--example", "london"]).exit_code == 0
    assert run(root, "new", "area", "kent", "2024")[0] == 0
    code, told = run(root, "build", "kent", "2024", "--draft", "--format", "html,pdf")
    assert (code, "pdf-fault" in told) == (0, False), told
    page = (root / "build/drafts/annual-report/2024/kent/index.html").read_text(encoding="utf-8")
    assert page.count(f"{GAP}</td>") == 50
    assert page.count(GAP) == 50


def test_a_chart_without_figures_explains_no_mark_that_is_not_there(tmp_path: Path) -> None:
    """What is to be filled in stands for itself, and not for a figure that is not available."""
    root = tmp_path / "practice"
    assert CliRunner().invoke(program, ["new", "workspace", str(root)]).exit_code == 0
    assert run(root, "new", "area", "kent", "2024", "--country", "England")[0] == 0
    assert run(root, "build", "kent", "2024", "--draft", "--format", "html")[0] == 0
    page = (root / "build/drafts/annual-report/2024/kent/index.html").read_text(encoding="utf-8")
    assert "<svg" in page
    assert ("[x]" in page, GAP in page) == (False, True)


def test_a_draft_touches_nothing_that_is_finished(good: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """A finished report stays as it was, and a draft of it says DRAFT although its figures file says final."""
    assert run(good, "build", "testshire", "2024", "--format", "html")[0] == 0
    before = tree(good)
    assert run(good, "build", "testshire", "2024", "--draft", "--format", "html")[0] == 0
    after = tree(good)
    assert {name: data for name, data in after.items() if name in before} == before
    assert {name for name in after.keys() - before.keys() if after[name]} == {f"{DRAFT}/index.html"}
    assert b"DRAFT, not for publication" in after[f"{DRAFT}/index.html"]


def test_what_cannot_be_read_makes_no_draft(begun: Path) -> None:
    """Without a figures file that can be read there is nothing to show, and the draft of before stays."""
    assert run(begun, "build", "testshire", "2024", "--draft", "--format", "html")[0] == 0
    before = (begun / DRAFT / "index.html").read_bytes()
    (begun / FIGURES).write_text("tables: [", encoding="utf-8")
    code, told = run(begun, "build", "testshire", "2024", "--draft", "--format", "html")
    assert code == 1
    assert "Stopped: 1 report not made as a draft" in told
    assert (begun / DRAFT / "index.html").read_bytes() == before
    shutil.rmtree(begun / "data")
    assert run(begun, "build", "testshire", "2024", "--draft", "--format", "html")[0] == 1


def test_a_draft_is_never_strict(good: Path) -> None:
    """--draft and --strict together are a wrong command."""
    code, told = run(good, "build", "testshire", "2024", "--draft", "--strict")
    assert (code, "Use one of --draft and --strict" in told) == (2, True)
