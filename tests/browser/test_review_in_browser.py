"""The page for the board in a real browser: WCAG 2.2 AA on a phone and on a desk, in light and dark."""

import json
import subprocess
from pathlib import Path

import pytest
from documents import change
from london import copy_workspace, made_in, run
from programs import HERE, find_package, find_program
from test_html_validity import messages
from test_page_in_browser import changed, faint, views_of

pytestmark = pytest.mark.slow

WAIVER = """
waivers:
  - warning: large-change
    cell: restrictive_orders.shpo_foreign_travel
    reason: A new police team applies for these orders.
    role: MAPPA Coordinator
    date: 2025-09-12
"""


@pytest.fixture(scope="module")
def reviews(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The page of a report with an open and a waived warning, and that of the first year, which has nothing before it."""
    root = copy_workspace(tmp_path_factory.mktemp("review"))
    figures = root / "data/annual-report/2024/london.yaml"
    change(figures, "shpo_foreign_travel: 0", "shpo_foreign_travel: 60")
    figures.write_text(figures.read_text(encoding="utf-8") + WAIVER, encoding="utf-8")
    change(root / "content/annual-report/2024/london/introduction.md", "Prisons held", "MAPAA works. Prisons held")
    for year in ("2021", "2024"):
        result = run(root, "review", "london", year)
        assert result.returncode == 0, result.stdout + result.stderr
    return {f"review {year}": made_in(root, year) / "review.html" for year in (2021, 2024)}


@pytest.fixture(scope="module")
def seen(request: pytest.FixtureRequest) -> dict[str, dict]:
    """What the browser finds in them."""
    node, browser = find_program("node"), find_program("chromium", "chromium-browser", "google-chrome")
    for package in ("axe-core/axe.min.js", "playwright-core/package.json"):
        find_package(package)
    pages = request.getfixturevalue("reviews")  # made only where there is something to look at them with
    done = subprocess.run(
        [node, str(HERE / "observe.mjs")],
        input=json.dumps({"browser": browser, "pages": {name: str(path) for name, path in pages.items()}}),
        capture_output=True,
        encoding="utf-8",
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


every_review = pytest.mark.parametrize("name", ["review 2021", "review 2024"])


@every_review
def test_axe_finds_no_violation(name: str, seen: dict[str, dict]) -> None:
    """At each width, in light and in dark, axe finds no violation of WCAG 2.0 to 2.2 A and AA, nor of good practice."""
    for view in seen[name]["views"] if name == "review 2021" else views_of(seen[name]):
        assert {"bypass", "color-contrast", "heading-order", "target-size"} <= set(view["axe"]["passed"])
        assert view["axe"]["violated"] == []
        assert [found for found in view["axe"]["undecided"] if not found.startswith("color-contrast: ")] == []
        assert faint(view["words"], 4.5) == []


@every_review
def test_nothing_is_wider_than_the_screen(name: str, seen: dict[str, dict]) -> None:
    """No width and no style of the reader makes the page scroll sideways, and nothing that is read is cut off."""
    for view in seen[name]["views"]:
        assert view["page"] == view["window"] == view["width"]
        assert view["beyond"] == []
        assert [found for found in view["cut"] if "spoken" not in found] == []
    for style, found in seen[name]["restyled"].items():
        assert found["page"] == found["window"], style
        assert found["beyond"] == []


@every_review
def test_the_keyboard_reaches_what_is_open(name: str, seen: dict[str, dict]) -> None:
    """Each stop of Tab is shown, has a ring, and looks different with the focus."""
    for stops in seen[name]["stops"].values():
        assert len(stops["met"]) >= 5
        assert [stop["words"] for stop in stops["met"] if not stop["isSeen"] or stop["ring"] < 2] == []
    assert [picture["kind"] for picture in seen[name]["focus"] if changed(picture) <= 200] == []


@every_review
def test_the_page_asks_for_nothing(name: str, seen: dict[str, dict]) -> None:
    """The browser fetches nothing but the page itself."""
    assert seen[name]["asks"] == []


def test_pages_are_valid(reviews: dict[str, Path]) -> None:
    """The Nu HTML Checker finds no error and no warning."""
    assert messages(*reviews.values()) == []
