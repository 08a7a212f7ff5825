"""The reports in a real browser: WCAG 2.2 AA on a phone and on a desk, in light and dark, by keyboard and with large text."""

import io
import re
from base64 import b64decode

import pytest
from PIL import Image

pytestmark = pytest.mark.slow

WITH_TABLES = ("london 2021", "london 2023", "london 2024", "draft")
PAGES = (*WITH_TABLES, "response")
VIEWS = [(width, scheme) for width in (320, 390, 1280) for scheme in ("light", "dark")]
COLOURS = re.compile(r"rgb\((\d+), (\d+), (\d+)\) on rgb\((\d+), (\d+), (\d+)\)")
every_page = pytest.mark.parametrize("name", PAGES)


def luminance(red: float, green: float, blue: float) -> float:
    """How light a colour is. Source: WCAG 2.2, relative luminance."""
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The contrast of two colours, from 1 to 21. Source: WCAG 2.2, contrast ratio."""
    light, dark = sorted((luminance(*(part / 255 for part in colour)) for colour in (one, other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def faint(colours: dict[str, str], least: float) -> list[str]:
    """What has less contrast than it should, or colours that are not plain."""
    found = []
    for pair, where in colours.items():
        parts = tuple(map(int, match.groups())) if (match := COLOURS.fullmatch(pair)) else None
        if parts is None or ratio(parts[:3], parts[3:]) < least:
            found.append(f"{pair}: {where}")
    return found


def changed(picture: dict[str, str]) -> int:
    """How many points of a picture change by 3:1 or more when the element gets the focus."""
    one, other = (points(picture[name]) for name in ("focused", "blurred"))
    return sum(ratio(a, b) >= 3 for a, b in zip(one, other, strict=True) if a != b)


def points(picture: str) -> list[tuple[int, ...]]:
    """The colours of a picture, point by point."""
    with Image.open(io.BytesIO(b64decode(picture))) as opened:
        data = opened.convert("RGB").tobytes()
    return list(zip(data[::3], data[1::3], data[2::3], strict=True))


def views_of(page: dict) -> list[dict]:
    """What was found at each width in each scheme, of which none is missing."""
    assert [(view["width"], view["scheme"]) for view in page["views"]] == VIEWS
    assert all(view["elements"] > 100 for view in page["views"])
    return page["views"]


def test_faults_would_be_found(facts: dict[str, dict]) -> None:
    """In a page that is full of faults, a fault of each kind that these tests look for is found."""
    broken = facts["broken"]
    phone = broken["views"][0]
    violated = {found.split(":")[0] for found in phone["axe"]["violated"]}
    assert {"document-title", "html-has-lang", "image-alt", "heading-order", "color-contrast"} <= violated
    assert phone["page"] > phone["window"] == 320
    assert phone["beyond"]
    assert phone["cut"]
    assert phone["over"]
    assert faint(phone["words"], 4.5)
    assert faint(phone["marks"], 3)
    stops = broken["stops"]["320"]["met"]
    assert [stop for stop in stops if stop["ring"] == 0]
    assert [stop for stop in stops if stop["isCovered"]]
    assert len(phone["unseen"]) == 1
    assert [region for region in broken["regions"] if region["hidden"] > 0 == region["moved"]]
    assert [picture for picture in broken["focus"] if picture["kind"] == "link in the text" and changed(picture) == 0]
    assert broken["asks"] == ["https://example.org/picture.png"]
    assert broken["columns"]["1280"]["contents"]["right"] > broken["columns"]["1280"]["text"]["left"]


@every_page
def test_axe_finds_no_violation(name: str, facts: dict[str, dict]) -> None:
    """At each width, in light and in dark, axe finds no violation of WCAG 2.0 to 2.2 A and AA, nor of good practice."""
    for view in views_of(facts[name]):
        passed = set(view["axe"]["passed"])
        assert len(passed) > 20
        assert {"bypass", "color-contrast", "heading-order", "html-has-lang", "link-name", "target-size"} <= passed
        if name in WITH_TABLES:
            assert {"link-in-text-block", "scope-attr-valid", "scrollable-region-focusable", "svg-img-alt"} & passed
        assert view["axe"]["violated"] == []
        # What axe cannot decide is the contrast of words in charts and at the edge of a table; the next test does.
        assert [found for found in view["axe"]["undecided"] if not found.startswith("color-contrast: ")] == []


@every_page
def test_words_stand_out(name: str, facts: dict[str, dict]) -> None:
    """Every word has a contrast of 4.5:1 with what is behind it, every bar of a chart 3:1, in light and in dark."""
    for view in views_of(facts[name]):
        assert len(view["words"]) >= 4
        assert faint(view["words"], 4.5) == []
        assert bool(view["marks"]) == (name in ("london 2024", "draft"))
        assert faint(view["marks"], 3) == []
    light, dark = (set(view["words"]) for view in facts[name]["views"][:2])
    assert light != dark


@every_page
def test_forced_colours_reach_everything(name: str, facts: dict[str, dict]) -> None:
    """Where a reader forces a few colours, all words and bars take on one of them."""
    forced = facts[name]["forced"]
    colours = {colour for pair in forced["words"] for colour in pair.split(" on ")}
    assert 2 <= len(colours) <= 4
    assert "rgb(0, 0, 0)" in colours
    assert set(forced["marks"]) <= {"rgb(255, 255, 255) on rgb(0, 0, 0)"}
    assert faint(forced["words"], 4.5) == []


@every_page
def test_nothing_is_wider_than_the_screen(name: str, facts: dict[str, dict]) -> None:
    """At no width does the page scroll sideways, and nothing but the inside of a region that scrolls stands outside it."""
    for view in views_of(facts[name]):
        assert view["window"] == view["width"]
        assert view["page"] == view["window"]
        assert view["beyond"] == []
        assert view["cut"] == []
        assert view["over"] == []
        assert (view["drawn"] > 20) == (name in ("london 2024", "draft"))


@every_page
@pytest.mark.parametrize("style", ["text twice as large", "letters and lines set wide"])
def test_a_reader_may_set_the_text(name: str, style: str, facts: dict[str, dict]) -> None:
    """With text twice as large, and with letters, words and lines set wide, nothing is cut off or drawn over."""
    found = facts[name]["restyled"][style]
    assert found["elements"] > 100
    assert found["page"] == found["window"]
    assert (found["beyond"], found["cut"], found["over"]) == ([], [], [])


@pytest.mark.parametrize("name", WITH_TABLES)
def test_wide_tables_scroll_by_keyboard(name: str, facts: dict[str, dict]) -> None:
    """On a phone a table that is too wide is moved to its last column by the arrow key alone."""
    regions = facts[name]["regions"]
    wide = [region for region in regions if region["hidden"] > 0]
    assert len(regions) >= 9
    assert len(wide) >= 3
    assert [region for region in wide if region["moved"] < region["hidden"] - 1] == []


@every_page
@pytest.mark.parametrize("width", ["320", "1280"])
def test_the_keyboard_reaches_everything(name: str, width: str, facts: dict[str, dict]) -> None:
    """Tab meets every link and table once, in the order of the page; each is shown, has a ring, and is not covered."""
    stops = facts[name]["stops"][width]
    assert stops["expected"] > 20
    assert [stop["place"] for stop in stops["met"]] == list(range(stops["expected"]))
    assert [stop["words"] for stop in stops["met"] if not stop["isSeen"] or stop["isCovered"]] == []
    assert [stop["words"] for stop in stops["met"] if stop["ring"] < 2] == []


@every_page
def test_focus_is_seen(name: str, facts: dict[str, dict]) -> None:
    """What has the focus looks different: more than 200 points of its picture change by 3:1, in light and in dark."""
    pictures = facts[name]["focus"]
    kinds = 5 if name in WITH_TABLES else 3
    assert [picture["scheme"] for picture in pictures] == ["light"] * kinds + ["dark"] * kinds
    assert [(picture["scheme"], picture["kind"]) for picture in pictures if changed(picture) <= 200] == []


@every_page
def test_skip_link_leads_to_the_text(name: str, facts: dict[str, dict]) -> None:
    """The first stop is the skip link, which then shows; it brings the text to the top and the next stop into it."""
    skip = facts[name]["skip"]
    assert re.fullmatch("Skip to the (report|response)", skip["first"]["words"])
    assert (skip["first"]["left"], skip["first"]["top"]) == (0, 0)
    assert skip["first"]["right"] > 100
    assert abs(skip["top"]) < 1
    assert skip["isFirst"]


@every_page
def test_contents_stand_beside_the_text_or_above_it(name: str, facts: dict[str, dict]) -> None:
    """From 64rem the contents stand beside the text, and on a narrower screen above it."""
    for width, place in facts[name]["columns"].items():
        contents, text = place["contents"], place["text"]
        if int(width) >= 1024:
            assert 0 <= contents["left"] < contents["right"] < text["left"] < text["right"] <= int(width)
            assert contents["top"] == text["top"]
        else:
            assert contents["top"] < contents["bottom"] <= text["top"]
            assert contents["left"] == text["left"]
    assert set(facts[name]["columns"]) == {"320", "1023", "1024", "1280"}


@every_page
def test_words_of_the_cover_stand_above_those_below_it(name: str, facts: dict[str, dict]) -> None:
    """Beside a scroll bar, too."""
    lefts = facts[name]["cover"]["lefts"]
    assert lefts["cover"] == pytest.approx(lefts["below"], abs=0.5)


def test_a_long_name_is_not_divided_on_a_phone(facts: dict[str, dict]) -> None:
    """The longest name of an area that is one word stands in one line, in the widest typeface that a browser may have."""
    assert facts["london 2024"]["cover"]["lines"] == {"320": 1, "390": 1}


@pytest.mark.parametrize("name", WITH_TABLES)
def test_no_head_of_a_table_is_divided(name: str, facts: dict[str, dict]) -> None:
    """On a small tablet, and in the preview beside a form, “2023/24” stands in one line."""
    assert facts[name]["divided"] == []


def test_first_screen_tells_what_a_reader_asks_first(facts: dict[str, dict]) -> None:
    """How many, whether that is more or fewer and since when, and where the figures are: all without scrolling."""
    for width in ("390", "1280"):
        found = facts["london 2024"]["firstScreen"][width]
        assert len(found) == 4
        assert [one["part"] for one in found if not one["isSeen"]] == []


@every_page
def test_every_picture_is_shown(name: str, facts: dict[str, dict]) -> None:
    """The browser shows each picture, as the page's own policy of what may be loaded allows it."""
    with_pictures = name not in ("london 2021", "response")
    assert {bool(view["pictures"]) for view in views_of(facts[name])} == {with_pictures}
    assert [view["unseen"] for view in facts[name]["views"] if view["unseen"]] == []


@every_page
def test_the_page_asks_for_nothing(name: str, facts: dict[str, dict]) -> None:
    """The browser fetches nothing but the page itself."""
    assert facts[name]["asks"] == []
