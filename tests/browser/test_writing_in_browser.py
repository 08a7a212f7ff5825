"""A report is written in a real browser alone, by keyboard too, and nothing that two windows and an editor write is lost."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from documents import change
from london import REPOSITORY, answer_letters, copy_workspace, run
from previewed import start_preview
from programs import HERE, find_package, find_program

pytestmark = pytest.mark.slow

LONDON = (REPOSITORY / "data/annual-report/2024/london.yaml").read_text(encoding="utf-8")
INTRODUCTION = (REPOSITORY / "content/annual-report/2024/london/introduction.md").read_text(encoding="utf-8")
# Blocks as a spreadsheet copies them: a tab between cells, commas in large numbers.
BLOCKS = {
    "eligible_on_31_march.level_1.category_1": "812\t540\t[z]\t1,352\n9\t14\t11\t34\n1\t2\t1\t4\n822\t556\t12\t1,390\n",
    "managed_in_year.level_2.category_1": "20\t41\t37\t98\n3\t5\t4\t12\n23\t46\t41\t110",
    "notification_breaches.cautioned.number": "12\n31",
    "lifetime_notification_revoked.revoked.number": "6",
    "restrictive_orders.shpo.number": "74\n0\n9",
    "sexual_risk_order_breaches.became_subject.number": "2",
    "returned_for_breach_of_licence.level_2.category_1": "4\t6\t7\t17\n1\t1\t1\t3\n5\t7\t8\t20",
    "returned_for_breach_of_order.level_2.total": "0\n0\n0",
    "population_rate.rate.number": "146",
}
WORDS = "This is how agencies in Durham worked together in 2024/25.\n"


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a browser saw of two previews while reports were written in them, and the root of the one that was begun there."""
    node, browser = find_program("node"), find_program("chromium", "chromium-browser", "google-chrome")
    for package in ("axe-core/axe.min.js", "playwright-core/package.json"):
        find_package(package)
    begun = start_preview(answer_letters(copy_workspace(tmp_path_factory.mktemp("begun"))), area="durham")
    london = start_preview(copy_workspace(tmp_path_factory.mktemp("london")))
    ticked = copy_workspace(tmp_path_factory.mktemp("ticked"))
    assert run(ticked, "build", "london", "2024", "--format", "csv").returncode == 0
    change(ticked / "data/annual-report/2024/london.yaml", "shpo: 559", "shpo:")
    published = start_preview(ticked, "--published", "build/annual-report/2024/london/figures.csv")
    asked = {
        "browser": browser,
        "begun": {"address": f"http://127.0.0.1:{begun.port}/", "root": str(begun.root), "page": WORDS}
        | {"figures": [(f"figure:{name}", block) for name, block in BLOCKS.items()]},
        "london": {"address": f"http://127.0.0.1:{london.port}/", "root": str(london.root)},
        "published": {"address": f"http://127.0.0.1:{published.port}/", "root": str(ticked)},
        "python": sys.executable,
        "pictures": os.environ.get("REPORTGEN_PICTURES", ""),
    }
    try:
        done = subprocess.run(
            [node, str(HERE / "writing.mjs")],
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            timeout=600,
            check=False,
        )
        assert done.returncode == 0, done.stderr
    finally:
        for one in (begun, london, published):
            one.process.kill()
    return json.loads(done.stdout) | {"root": str(begun.root)}


def test_a_whole_report_is_written_without_touching_a_file(facts: dict) -> None:
    """A report that was not begun is begun, its figures pasted, its page written and declared final, all in the browser."""
    whole = facts["whole"]
    assert whole["start"] == "1 to fill in."
    assert "to fill in" in whole["begun"]
    assert whole["end"] == "Nothing is missing, and nothing is wrong."
    assert 'source: "Annual return to the national team: June 2025"' in whole["figures"]
    assert "status: final\n" in whole["figures"]
    assert (
        "    level_1:\n      category_1: 812\n      category_2: 540\n      category_3: [z]       # not applicable\n      total: 1352\n"
        in whole["figures"]
    )
    assert facts["faults"] == []


def test_what_was_written_there_is_published_and_corrected(facts: dict) -> None:
    """The report is signed off and published; once it is corrected in the browser, it is published again, and both bundles are there."""
    whole, root = facts["whole"], Path(facts["root"])
    for done in (*whole["published"], *whole["again"]):
        assert done["status"] == 0, done["words"]
    assert "changed since: data/annual-report/2024/durham.yaml" in whole["refused"]["words"]
    bundles = sorted(
        path.name for path in root.glob("build/published/mappa-annual-report-durham-2024-to-2025/*") if path.is_dir()
    )
    assert [name[:10] for name in bundles] == ["2025-10-20", "2025-11-17"]
    checklist = (root / f"build/published/mappa-annual-report-durham-2024-to-2025/{bundles[1]}/checklist.md").read_text(
        encoding="utf-8"
    )
    assert "74 corrected to 76, because two orders had been left out." in checklist


def test_totals_are_worked_out_while_one_types(facts: dict) -> None:
    """A total tells what its parts add up to beside what is typed, and never takes its place; last year's figure stands below."""
    form = facts["figures"]
    assert "7,082" in form["start"]["row"]
    assert form["start"]["total"] == "✓ adds up to 11,049"
    assert form["typing"]["total"].startswith("≠ adds up to 11,067")
    assert "total: 11049}" in form["wrong"]["file"]


def test_a_finding_stands_beside_its_field(facts: dict) -> None:
    """What the check says of a figure stands below its row, in words and with a sign; Enter led to the row below."""
    form = facts["figures"]
    assert form["next"] == "figure:eligible_on_31_march.level_2.category_1"
    assert form["wrong"]["value"] == "7386"
    assert "! put right" in form["wrong"]["row"]
    assert form["wrong"]["below"].startswith("To put right: Level 1, Category 1 is 7,386")
    assert form["wrong"]["file"] == LONDON.replace("category_1: 7368", "category_1: 7386")
    assert (form["undone"], form["back"]) == (True, True)


def test_what_is_no_figure_stays_in_its_field(facts: dict) -> None:
    """What cannot be saved stays where it was typed, with the reason below; Escape puts back what the file has."""
    refused = facts["figures"]["refused"]
    assert "Not saved. “about 7” is not a figure." in refused["below"]
    assert (refused["invalid"], refused["same"], facts["figures"]["escaped"]) == ("true", True, "7368")


def test_a_figure_is_marked_as_revised_by_keyboard(facts: dict) -> None:
    """F2 leads to what can be said of a figure: its mark, and why it was revised."""
    form = facts["figures"]
    reason = '\n\nrevisions:\n  restrictive_orders.shpo: "Three orders had been counted twice: in March."\n'
    assert form["mark"] == "Mark"
    assert form["revised"] == LONDON.replace("shpo: 559", "shpo: 562 [r]").rstrip("\n") + reason


def test_two_windows_and_an_editor_lose_nothing(facts: dict) -> None:
    """Fields that differ are both saved; of the same one, both sides are shown and nothing is replaced before somebody chooses."""
    windows = facts["windows"]
    assert windows["both"] == LONDON.replace("category_1: 7368", "category_1: 7369").replace("shpo: 559", "shpo: 560")
    choice = windows["choice"]
    assert (choice["file"], choice["value"]) == (LONDON, "7361")
    assert "You typed “7361”, and meanwhile “7368” was saved elsewhere." in choice["words"]
    assert windows["taken"] == {"value": "7368", "words": ""}
    sides = windows["sides"]
    assert sides["file"] == INTRODUCTION.replace("## Thank you", "## Thanks")
    assert sides["mine"].endswith("Words of the other window.")
    assert "This page was saved elsewhere while you wrote." in sides["words"]
    assert sides["axe"] == []
    kept = INTRODUCTION.replace("## Thank you", "## Thank you all").rstrip("\n")
    assert windows["kept"].startswith(kept)
    assert windows["kept"].rstrip().endswith("Words of the other window.")


def test_buttons_put_marks_around_words(facts: dict) -> None:
    """A button puts its marks around what is chosen; the browser's own undo takes them away, and nothing else changed."""
    windows = facts["windows"]
    assert (windows["bold"], windows["unbold"], windows["same"]) == (True, False, True)


def test_a_picture_and_a_page_come_and_go(facts: dict) -> None:
    """A picture is chosen from this computer and shown with its words; a page is taken away, and undo brings it back."""
    windows = facts["windows"]
    assert windows["picture"] == [True, True]
    assert (windows["gone"], windows["back"]) == (True, True)


def test_forms_stay_in_sight_on_a_phone(facts: dict) -> None:
    """The report below follows what is chosen, and takes neither the page nor the field out of sight."""
    assert facts["phone"] == {"pages": True, "field": True, "isOneLine": True}


@pytest.mark.parametrize("name", ["figures", "pages", "reasons", "to-do"])
def test_forms_fit_a_phone_and_a_desk(facts: dict, name: str) -> None:
    """On a phone and on a desk, in light and in dark, axe finds nothing, nothing is wider than the window, and no part is too small."""
    views = [view for view in facts["sizes"] if view["name"] == name]
    assert len(views) == 4
    for view in views:
        assert (view["violated"], view["undecided"], view["small"]) == ([], [], [])
        assert view["page"] == view["window"]
        assert view["parts"] > 6


def test_figures_are_ticked_off_beside_the_published_file(facts: dict) -> None:
    """A tick types what is missing; once all are ticked, who looked is recorded, and the ticks are there after a reload."""
    ticks = facts["ticks"]
    titles = [title.partition(" (")[0].partition(":")[0] for title in ticks["groups"]]
    assert titles == ["To be looked at", "Sure", "Record who looked"]
    assert "The figures file has nothing yet. A tick types 559." in ticks["told"]
    assert "The figures file has 7368 too." in ticks["told"]
    assert ticks["axe"] == []
    counted = re.fullmatch(r"(\d+) of \1 figures that the file shows are ticked\.", ticks["kept"])
    assert counted
    assert int(counted[1]) > 40
    assert "shpo: 559" in ticks["file"]
    assert "\nticks:\n  - role: MAPPA coordinator\n" in ticks["file"]
