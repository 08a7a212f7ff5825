"""The page that tells what changed, in a real browser: WCAG 2.2 AA on a phone and on a desk, in light and dark."""

from pathlib import Path

import pytest
from lxml import html
from test_html_validity import messages
from test_page_in_browser import changed, faint, views_of

pytestmark = pytest.mark.slow

every_redline = pytest.mark.parametrize("name", ["changes of years", "changes of editions"])


@every_redline
def test_axe_finds_no_violation(name: str, facts: dict[str, dict]) -> None:
    """At each width, in light and in dark, axe finds no violation of WCAG 2.0 to 2.2 A and AA, nor of good practice."""
    for view in views_of(facts[name]):
        assert {"bypass", "color-contrast", "heading-order", "scope-attr-valid", "target-size"} <= set(
            view["axe"]["passed"]
        )
        assert view["axe"]["violated"] == []
        assert [found for found in view["axe"]["undecided"] if not found.startswith("color-contrast: ")] == []


@every_redline
def test_words_stand_out(name: str, facts: dict[str, dict]) -> None:
    """Words that went, came or stayed have a contrast of 4.5:1 with what is behind them, in light and in dark."""
    for view in views_of(facts[name]):
        assert len(view["words"]) >= 5
        assert faint(view["words"], 4.5) == []


@every_redline
def test_nothing_is_wider_than_the_screen(name: str, facts: dict[str, dict]) -> None:
    """No width makes the page scroll sideways; only what is meant for listeners alone is out of sight."""
    for view in views_of(facts[name]):
        assert view["page"] == view["window"] == view["width"]
        assert view["beyond"] == []
        assert [found for found in view["cut"] if "spoken" not in found] == []
    for style, found in facts[name]["restyled"].items():
        assert found["page"] == found["window"], style
        assert found["beyond"] == []


@every_redline
@pytest.mark.parametrize("width", ["320", "1280"])
def test_the_keyboard_reaches_everything(
    name: str, width: str, redlines: dict[str, Path], facts: dict[str, dict]
) -> None:
    """Tab meets every link, table and text that can be opened once and in order, each with a ring; the focus is seen."""
    page = html.document_fromstring(redlines[name].read_bytes())
    stops = page.xpath("//a[@href] | //*[@tabindex='0'] | //summary")
    open_ones = [
        number for number, stop in enumerate(stops) if stop.tag == "summary" or not stop.xpath("ancestor::details")
    ]
    assert len(open_ones) >= 15
    met = facts[name]["stops"][width]["met"]
    assert [stop["place"] for stop in met] == open_ones
    assert [stop["words"] for stop in met if not stop["isSeen"] or stop["ring"] < 2] == []
    assert [picture["kind"] for picture in facts[name]["focus"] if changed(picture) <= 200] == []


@every_redline
def test_the_page_asks_for_nothing(name: str, facts: dict[str, dict]) -> None:
    """The browser fetches nothing but the page itself."""
    assert facts[name]["asks"] == []


@every_redline
def test_forced_colours_keep_the_marks(name: str, redlines: dict[str, Path], facts: dict[str, dict]) -> None:
    """Where colours are forced, words keep a contrast; what went and came is told by elements and words, not by colour."""
    assert faint(facts[name]["forced"]["words"], 4.5) == []
    page = html.document_fromstring(redlines[name].read_bytes())
    marked = page.xpath("//ins | //del")
    assert len(marked) > 20
    for element in marked:
        first, last = element.xpath("./span[@class='spoken']/text()")
        what = "insertion" if element.tag == "ins" else "deletion"
        assert (first, last) == (f"{what} starts ", f" {what} ends")


def test_pages_are_valid(redlines: dict[str, Path]) -> None:
    """The Nu HTML Checker finds no error and no warning."""
    assert messages(*redlines.values()) == []
