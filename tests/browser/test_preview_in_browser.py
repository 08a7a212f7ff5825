"""The preview in a real browser: what is saved shows at once, what is clicked is told, and nobody else gets anything."""

import json
import subprocess

import pytest
from london import copy_workspace
from previewed import start_preview
from programs import HERE, find_package, find_program

pytestmark = pytest.mark.slow

NAME = "eligible_on_31_march.level_1.category_1"
FIGURES = "data/annual-report/2024/london.yaml"
ALL_WELL = "Nothing is missing, and nothing is wrong."
ONE_WRONG = "1 to put right."
STATES = {"nothing wrong": 6, "a figure wrong, and told about": 12, "nothing can be shown anew": 6}


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> dict:
    """What a browser saw of the preview of London's report, while its files were changed on disk; in the end it is ended."""
    node, browser = find_program("node"), find_program("chromium", "chromium-browser", "google-chrome")
    for package in ("axe-core/axe.min.js", "playwright-core/package.json"):
        find_package(package)
    shown = start_preview(copy_workspace(tmp_path_factory.mktemp("previewed")))
    asked = {
        "browser": browser,
        "address": f"http://127.0.0.1:{shown.port}/",
        "root": str(shown.root),
        "pid": shown.process.pid,
    }
    try:
        done = subprocess.run(
            [node, str(HERE / "preview.mjs")],
            input=json.dumps(asked),
            capture_output=True,
            encoding="utf-8",
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        told, _ = shown.process.communicate(timeout=20)
    finally:
        shown.process.kill()
    return json.loads(done.stdout) | {"port": shown.port, "told": (shown.process.returncode, told)}


def test_the_report_stands_beside_what_is_to_do(facts: dict) -> None:
    """The page names the report, shows it, and says that nothing is to be done, and how to ask about a figure."""
    start = facts["start"]
    assert (start["title"], start["heading"]) == ("London, 2024/25: preview", "London, 2024/25")
    assert (start["summary"], start["figure"], start["notice"], start["about"]) == (ALL_WELL, "7,368", "", "")
    assert start["lists"].startswith("Choose a figure in the report")


def test_a_saved_figure_shows_within_a_second(facts: dict) -> None:
    """A figure changed on disk shows in the open page within a second, with its finding; so does its correction."""
    saved = facts["saved"]
    assert len(saved["took"]) == 6
    assert sorted(saved["took"])[3] < 1000, saved["took"]
    wrong = saved["wrong"]
    assert (wrong["figure"], wrong["summary"], wrong["notice"]) == ("7,386 (to put right)", ONE_WRONG, "")
    assert "Level 1, Category 1 is 7,386: Level 1 adds up to 11,067, but its total is 11,049" in wrong["lists"]
    assert f"{FIGURES}, line 6, column 27" in wrong["lists"]
    assert (saved["after"]["figure"], saved["after"]["summary"]) == ("7,368", ALL_WELL)


def test_the_scroll_is_kept(facts: dict) -> None:
    """What is looked at stays where it is in the window, though several paragraphs were written above it."""
    assert facts["scroll"]["moved"] > 200
    assert abs(facts["scroll"]["after"] - facts["scroll"]["before"]) <= 1


def test_a_finding_clicked_shows_its_place(facts: dict) -> None:
    """A finding that is clicked leads to its figure in the report, which stands out and has the focus, and to its place in the file."""
    found = facts["finding"]
    assert found["spot"] == {
        "number": 1,
        "words": "7,386 (to put right)",
        "figure": NAME,
        "isSeen": True,
        "isFocused": True,
    }
    assert f"Typed in\n\n{FIGURES}, line 6, column 27\n\nlevel_1: {{category_1: 7386," in found["about"]
    assert facts["back"] == {"focus": "show", "about": True}


def test_a_finding_in_a_sentence_shows_its_paragraph(facts: dict) -> None:
    """What is wrong in a page leads, by keyboard too, to the very paragraph, whatever signs stand in its line."""
    found = facts["sentence"]
    assert found["spot"]["words"].startswith("Specially trained TBC dogs find what a router cannot.")
    assert (found["spot"]["isSeen"], found["spot"]["isFocused"], found["about"]) == (True, True, "")
    assert "20-digital-management.md, line 32, column 23" in found["lists"]


def test_a_figure_clicked_tells_where_it_was_typed(facts: dict) -> None:
    """In a table, a headline, a sentence and a chart, a figure tells its file, line and column, and last year's figure."""
    found = facts["figure"]
    for where, label, line, column, before in (
        ("table", "Level 1, Category 1: 7,368", 6, 27, "7,082 (286 more)"),
        ("headline", "Total, Total: 11,220", 9, 72, "11,108 (112 more)"),
        ("sentence", "Sexual Harm Prevention Order (SHPO): 559", 24, 11, "487 (72 more)"),
        ("chart", "Total, Category 1: 7,400", 9, 25, "7,110 (290 more)"),
    ):
        assert label in found[where]
        assert f"{FIGURES}, line {line}, column {column}" in found[where]
        assert f"Last year, 2023/24: {before}" in found[where]
    assert found["closed"] == ""


def test_it_works_by_keyboard(facts: dict) -> None:
    """Tab meets every part in its order, with a ring; figures open by Enter, keep the focus when files change, and close by Escape."""
    stops = facts["stops"]
    assert [stop["tag"] for stop in stops] == ["A", *["BUTTON"] * 10, "SUMMARY", "IFRAME"]
    assert [stop["words"] for stop in stops[:9]] == [
        "Skip to the report",
        "Web page",
        "PDF",
        "Changes since last year",
        "Changes since publication",
        *("To do", "Figures", "Pages", "Waivers"),
    ]
    assert all(stop["isSeen"] for stop in stops)
    # Inside the frame, the ring is that of the report's own first link.
    assert [stop["words"] for stop in stops[:-1] if stop["ring"] < 2] == []
    keyboard = facts["keyboard"]
    assert "Level 2, Category 2: 301" in keyboard["about"]
    assert keyboard["before"] == keyboard["after"] == "managed_in_year.level_2.category_2"
    assert keyboard["closed"] == ""


def test_errors_never_blank_the_page(facts: dict) -> None:
    """When a file cannot be read at all, the report of before stays, is told to be that, and goes on when the file is mended."""
    broken = facts["broken"]
    assert (broken["figure"], broken["summary"]) == ("7,368", ONE_WRONG)
    assert broken["notice"].startswith("This is the report as it was before.")
    assert f"{FIGURES}, line 4, column 9" in broken["lists"]
    assert (broken["after"]["summary"], broken["after"]["notice"]) == (ALL_WELL, "")


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing(facts: dict, state: str) -> None:
    """On a phone and on a desk, in light and in dark, axe finds no violation, and nothing is wider than the window."""
    views = facts["views"][state]
    assert len(views) == STATES[state]
    for view in views:
        where = f"{view['name']} {view['width']} {view['scheme']}"
        passed = set(view["axe"]["passed"])
        assert len(passed) > 20
        assert {"color-contrast", "document-title", "html-has-lang", "button-name"} <= passed
        assert view["axe"]["violated"] == [], where
        assert view["page"] == view["window"], where
        if view["name"] == "page":
            # The frame is judged by itself.
            assert [one for one in view["axe"]["undecided"] if not one.startswith("frame-tested: ")] == []


def test_the_pdf_and_the_changes_are_a_click_away(facts: dict) -> None:
    """Switches show the PDF, the changes since last year and since publication, made when asked for; each says when it is no longer of now."""
    demanded = facts["demanded"]
    pdf, year, bundle = (demanded[view] for view in ("/report.pdf", "/since-last-year", "/since-bundle"))
    assert (pdf["status"], pdf["type"], pdf["notice"], pdf["pressed"]) == (
        200,
        "application/pdf",
        "This is being made.",
        ["PDF"],
    )
    assert (year["status"], year["pressed"]) == (200, ["Changes since last year"])
    assert "2023/24 to 2024/25" in year["words"]
    assert "Level 1, Category 1\t7,082\t7,368" in year["words"]
    assert bundle["status"] == 409
    assert "There is no bundle" in bundle["words"]
    assert demanded["changed"] == "The report has changed since this was made. Make it again"
    assert demanded["back"] == {"notice": True, "report": True, "made": False}


def test_nobody_else_gets_anything(facts: dict) -> None:
    """A foreign name for this computer is refused; so are the scripts, pictures and frames of a page of somebody else."""
    strangers, own = facts["strangers"], f"http://127.0.0.1:{facts['port']}/"
    assert strangers["rebound"].startswith("Refused.")
    assert strangers["read"] == "Failed to fetch"
    answers = strangers["answers"]
    assert set(answers) == {
        f"http://rebound.example:{facts['port']}/",
        *(f"{own}{asked}" for asked in ("report?image", "page.js?script", "?frame", "state?fetch")),
    }
    assert all(answer == 403 or str(answer).startswith("net::ERR_") for answer in answers.values()), answers


def test_the_page_asks_only_its_own_server(facts: dict) -> None:
    """Nothing is asked of any other address, and the page's script meets no fault; the one failed answer is the missing bundle."""
    assert facts["asks"] == []
    assert facts["faults"] == ["Failed to load resource: the server responded with a status of 409 (Conflict)"]


def test_the_open_page_says_that_the_preview_has_ended(facts: dict) -> None:
    """After Ctrl-C the command ends well with one line; the open page keeps the report, and says that it follows no longer."""
    assert facts["told"] == (0, "The preview has ended.\n")
    assert facts["ended"]["notice"].startswith("The preview has ended.")
    assert facts["ended"]["figure"] == "7,368"
