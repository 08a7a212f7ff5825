"""Charts: what is drawn, said and tabled is what the figures are, also for those who see no colour or no chart."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from documents import change, document_of, page_of
from london import REPOSITORY, copy_workspace, published_figures
from lxml import html

from reportgen.check.figures import FigureCell
from reportgen.check.report import check_report
from reportgen.core.diagnostic import whole_file
from reportgen.core.names import ReportKey
from reportgen.document.charts import ChartSeries, alt_text, chart_node, finding
from reportgen.formats.html.chart_drawing import draw_chart
from reportgen.formats.html.writer import style_sheet
from reportgen.read.source import read_source
from reportgen.read.workspace_files import find_workspace

ELIGIBLE, MANAGED = "chart-eligible-by-category", "chart-managed-by-level"
YEARS_OF = {2021: ("2022", "2021/22"), 2023: ("2024", "2023/24"), 2024: ("2025", "2024/25")}
SERIES = {
    ELIGIBLE: {f"Category {number}": ("eligible_on_31_march", ("total", f"category_{number}")) for number in (1, 2, 3)},
    MANAGED: {f"Level {number}": ("managed_in_year", (f"level_{number}", "total")) for number in (2, 3)},
}
THEME = REPOSITORY / "templates/themes/house-1"


def cell(value: int | None, shorthand: str = "", flag: str = "") -> FigureCell:
    """A figure without a file behind it."""
    return FigureCell(whole_file("figures"), value, shorthand, flag)


def chart_of(root: Path, anchor: str) -> html.HtmlElement:
    """One chart of the report of 2024/25, as it stands on the page."""
    page = html.document_fromstring(page_of(document_of(root, 2024), "screen"))
    (chart,) = page.xpath(f"//figure[@id='{anchor}']")
    return chart


def groups_of(chart: html.HtmlElement) -> dict[str, dict[str, tuple[str, float | None]]]:
    """What is drawn: for each panel and year the words above the bar, and the height of the bar if there is one."""
    found: dict[str, dict[str, tuple[str, float | None]]] = {}
    for panel in chart.iterfind(".//svg"):
        labels: dict[str, dict[float, list[str]]] = {"year": {}, "figure": {}, "gap": {}, "title": {}, "scale": {}}
        for text in panel.iterfind("text"):
            labels[text.get("class")].setdefault(float(text.get("x")), []).append(text.text)
        bars = {round(float(bar.get("x")) + float(bar.get("width")) / 2, 1): bar for bar in panel.iterfind("rect")}
        (title,) = labels["title"].values()
        years = found[" ".join(title)] = {}
        for x, year in labels["year"].items():
            words = " ".join({**labels["figure"], **labels["gap"]}[x])
            bar = bars.get(round(x, 1))
            years["".join(year)] = (words, None if bar is None else float(bar.get("height")))
        assert len(years) == len(labels["year"])
        assert {x for x, words in labels["figure"].items()} == {x for x in labels["year"] if round(x, 1) in bars}
    return found


def alts_of(chart: html.HtmlElement) -> str:
    """All that the drawings of a chart say of themselves."""
    return " ".join(chart.xpath(".//svg/title/text()"))


@pytest.mark.parametrize("anchor", [ELIGIBLE, MANAGED])
def test_labels_bars_and_table_are_the_published_figures(anchor: str) -> None:
    """Each bar has the published figure above it and in the table; the bars of a panel share a scale that begins at nought."""
    chart = chart_of(REPOSITORY, anchor)
    drawn = groups_of(chart)
    assert list(drawn) == list(SERIES[anchor])
    heads = [head.text_content() for head in chart.xpath(".//thead//th")][1:]
    tabled = {
        row.findtext("th"): dict(zip(heads, [figure.text_content() for figure in row.iterfind("td")], strict=True))
        for row in chart.xpath(".//tbody/tr")
    }
    for label, (table, place) in SERIES[anchor].items():
        scales = []
        for year, names in YEARS_OF.items():
            name = names[0 if anchor == ELIGIBLE else 1]
            printed = published_figures(year)[table][place]
            text, height = drawn[label][name]
            assert (text, tabled[label][name]) == (printed, printed)
            assert height is not None
            scales.append(height / int(printed.replace(",", "")))
        assert len(scales) == 3
        assert max(height or 0 for _, height in drawn[label].values()) > 37, (
            "the highest bar uses the room that there is"
        )
        assert max(scales) - min(scales) < 0.02 * max(scales)


def test_a_year_without_figures_is_a_gap_and_said_so() -> None:
    """2022/23 keeps its place without a bar; the drawing, the words for it, the table and the key all say so."""
    for anchor, year in ((ELIGIBLE, "2023"), (MANAGED, "2022/23")):
        chart = chart_of(REPOSITORY, anchor)
        drawn = groups_of(chart)
        for years in drawn.values():
            names = list(years)
            assert names.index(year) == 1
            assert years[year] == ("not shown", None)
            assert all(height is not None for name, (_, height) in years.items() if name != year)
        assert not chart.xpath(".//polyline | .//path"), "no line leads through a year without figures"
        assert alts_of(chart).count(f"{year} is not shown here.") == len(drawn)
        assert {line.get("stroke-dasharray") for line in chart.iterfind(".//line")} == {None, "3 3"}
        assert {row.findall("td")[1].text for row in chart.xpath(".//tbody/tr")} == {"[x]"}
        assert f"[x] means not available: {year} is not shown here." in chart.text_content()


def test_alt_text_tells_where_each_series_began_turned_and_ended() -> None:
    """The words for a chart are worked out from its figures."""
    report = document_of(REPOSITORY, 2024).report
    chart = chart_node(report, "eligible_by_category", "measure", "people")
    told = (
        "Category 1 rose from 6,700 in 2022 to 7,400 in 2025",
        "Category 2 rose from 3,660 in 2022 to 3,942 in 2024, then fell to 3,747 in 2025",
        "Category 3 rose from 55 in 2022 to 73 in 2025",
    )
    assert chart.alt == f"Bar chart. {'; '.join(told)}. 2023 is not shown here."
    alts = [f"Bar chart. {one}. 2023 is not shown here." for one in told]
    assert list(chart.alts) == alts == chart_of(REPOSITORY, ELIGIBLE).xpath(".//svg/title/text()")


def test_words_follow_the_figures(tmp_path: Path) -> None:
    """With other figures the title, the words and the bars are other ones."""
    root = copy_workspace(tmp_path)
    figures = root / "data/annual-report/2024/london.yaml"
    before = chart_of(root, MANAGED)
    change(
        figures,
        "level_2: {category_1: 153, category_2: 301, category_3: 298, total: 752}",
        "level_2: {category_1: 53, category_2: 301, category_3: 298, total: 652}",
    )
    change(
        figures,
        "total: {category_1: 174, category_2: 328, category_3: 329, total: 831}",
        "total: {category_1: 74, category_2: 328, category_3: 329, total: 731}",
    )
    after = chart_of(root, MANAGED)
    assert (
        before.xpath("string(.//*[@class='chart-title'])")
        == "Chart 2: More individuals managed at Level 2 than in 2023/24; fewer individuals managed at Level 3"
    )
    assert (
        after.xpath("string(.//*[@class='chart-title'])")
        == "Chart 2: Fewer individuals managed at Level 2 and Level 3 than in 2023/24"
    )
    assert "Level 2 fell from 795 in 2021/22 to 652 in 2024/25" in alts_of(after)
    assert groups_of(after)["Level 2"]["2024/25"][0] == "652"


def test_titles_say_more_fewer_or_as_many() -> None:
    """The finding compares the report's year with the last year that has a figure, and says nothing where none has."""
    years = ("2022", "2023", "2024")

    def said(*cells: FigureCell | None) -> str:
        return finding("people", [ChartSeries("A", dict(zip(years[-len(cells) :], cells, strict=True)))])

    assert said(cell(1), None, cell(2)) == "More people than in 2022"
    assert said(cell(9), cell(3), cell(2)) == "Fewer people than in 2023"
    assert said(cell(2), None, cell(2)) == "As many people as in 2022"
    assert said(cell(2), cell(3), cell(None, "c")) == ""
    assert said(cell(2)) == ""


@pytest.mark.parametrize(
    ("counted", "b", "c", "title"),
    [
        ("people in A", (5, 4), (5, 6), "More people in A and C than in 2023; fewer people in B"),
        ("people in A", (5, 5), (5, 5), "More people in A than in 2023; as many people in B and C"),
        ("people counted", (5, 4), (5, 6), "A and C up on 2023; B down"),
        ("people in A", (5, None), (5, 6), ""),
        ("people in A", (None, 4), (5, 6), ""),
    ],
)
def test_titles_tell_all_series(
    counted: str, b: tuple[int | None, int | None], c: tuple[int | None, int | None], title: str
) -> None:
    """A title tells which way each series went, and says nothing where one of them cannot be compared with that year."""

    def cells(values: tuple[int | None, int | None]) -> dict[str, FigureCell | None]:
        return {
            year: None if value is None else cell(value) for year, value in zip(("2023", "2024"), values, strict=True)
        }

    series = [ChartSeries("A", cells((1, 2))), ChartSeries("B", cells(b)), ChartSeries("C", cells(c))]
    assert finding(counted, series) == title


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ((cell(5), cell(5), cell(5)), "A stayed at 5 from 2022 to 2024"),
        ((cell(5), cell(9), cell(9)), "A rose from 5 in 2022 to 9 in 2023, then stayed at 9 until 2024"),
        ((cell(5), cell(9), cell(1200)), "A rose from 5 in 2022 to 1,200 in 2024"),
        ((None, None, cell(7)), "A was 7 in 2024"),
        ((cell(5), cell(None, "c"), cell(7)), "A rose from 5 in 2022 to 7 in 2024 (2023 is confidential)"),
        (
            (cell(None, "x"), cell(None, "x"), None),
            "A is not shown here (2022 is not available and 2023 is not available)",
        ),
        ((None, cell(None, "c"), cell(None, "c")), "A is held back (2023 is confidential and 2024 is confidential)"),
        ((cell(0), None, cell(0)), "A stayed at 0 from 2022 to 2024"),
    ],
)
def test_every_course_has_its_words(cells: tuple[FigureCell | None, ...], told: str) -> None:
    """Rising, falling, staying, turning, missing and held back are told apart."""
    series = ChartSeries("A", dict(zip(("2022", "2023", "2024"), cells, strict=True)))
    assert f"Bar chart. {told}." in alt_text([series])


def test_a_figure_held_back_or_flagged_is_drawn_as_such(tmp_path: Path) -> None:
    """[c] has no bar, also in the report's own year; a flag stands beside the label; both are explained."""
    root = copy_workspace(tmp_path)
    figures = root / "data/annual-report/2024/london.yaml"
    change(
        figures,
        "level_3: {category_1: 21, category_2: 27, category_3: 31, total: 79}",
        "level_3: {category_1: [c], category_2: 27, category_3: 31, total: [c]}",
    )
    change(
        figures,
        "total: {category_1: 174, category_2: 328, category_3: 329, total: 831}",
        "total: {category_1: [c], category_2: 328, category_3: 329, total: [c]}",
    )
    change(
        figures,
        "level_2: {category_1: 153, category_2: 301, category_3: 298, total: 752}",
        "level_2: {category_1: 153, category_2: 301, category_3: 298, total: [752, p]}",
    )
    chart = chart_of(root, MANAGED)
    drawn = groups_of(chart)
    assert drawn["Level 3"]["2024/25"] == ("[c]", None)
    assert drawn["Level 2"]["2024/25"][0] == "752 [p]"
    key = chart.xpath("string(.//*[@class='table-key'])")
    assert "[c] means confidential." in key
    assert "[p] means provisional." in key


def test_a_first_year_has_no_chart(tmp_path: Path) -> None:
    """Where no earlier year has figures, there is nothing to compare, and the report has no charts and no words on them."""
    root = copy_workspace(tmp_path)
    assert "Over the years" in page_of(document_of(root, 2024), "screen")
    for year in (2021, 2023):
        (root / f"data/annual-report/{year}/london.yaml").unlink()
    page = page_of(document_of(root, 2024), "screen")
    assert "<svg" not in page
    assert "Over the years" not in page


def test_a_year_that_is_wrong_is_a_gap_and_said_so(tmp_path: Path) -> None:
    """An earlier year with a wrong sum is compared with nothing: its bars are missing, and a warning names it."""
    root = copy_workspace(tmp_path)
    change(root / "data/annual-report/2023/london.yaml", "category_3: 56, total: 11108", "category_3: 56, total: 11109")
    assert groups_of(chart_of(root, ELIGIBLE))["Category 1"]["2024"] == ("not shown", None)
    workspace = find_workspace(root).value
    assert workspace is not None
    source = read_source(workspace, ReportKey("annual-report", 2024, "london")).value
    assert source is not None
    (said,) = check_report(source).diagnostics
    assert (said.slug, str(said.place)) == ("former-year-unreadable", "data/annual-report/2023/london.yaml:9:72")


def test_a_figure_keeps_its_line_when_its_row_has_a_new_name(tmp_path: Path) -> None:
    """Notices, which were called orders before 2024/25, are one series, as the edition says."""
    root = copy_workspace(tmp_path)
    edition = root / "templates/annual-report/2024.1/edition.yaml"
    change(
        edition, "{figure: managed_in_year.level_3.total,", "{figure: restrictive_orders.notification_notices.number,"
    )
    drawn = groups_of(chart_of(root, MANAGED))["Level 3"]
    assert {year: words for year, (words, _) in drawn.items()} == {
        "2021/22": "14",
        "2022/23": "not shown",
        "2023/24": "20",
        "2024/25": "55",
    }


def test_a_chart_goes_back_no_further_than_asked(tmp_path: Path) -> None:
    """With `years: 2` a chart shows the report's year and the year before, and nothing of the gap before them."""
    root = copy_workspace(tmp_path)
    change(
        root / "templates/annual-report/2024.1/edition.yaml",
        "    row_header: Category\n",
        "    row_header: Category\n    years: 2\n",
    )
    assert list(groups_of(chart_of(root, ELIGIBLE))["Category 1"]) == ["2024", "2025"]


def test_charts_are_named_and_their_ids_are_their_own() -> None:
    """Each drawing is an image with words for it, each reference leads to one element, and no id stands twice."""
    page = html.document_fromstring(page_of(document_of(REPOSITORY, 2024), "screen"))
    drawings = page.xpath("//figure[@class='chart']//svg")
    assert [drawing.get("role") for drawing in drawings] == ["img"] * 5
    for drawing in drawings:
        names = [page.get_element_by_id(name) for name in drawing.get("aria-labelledby").split()]
        assert [name.tag for name in names] == ["title"]
        assert all(name.text.strip() for name in names)
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("year", [2021, 2023])
def test_an_edition_without_charts_has_none(year: int) -> None:
    """Older editions ask for no charts: nothing of a chart stands in their pages or their styles."""
    document = document_of(REPOSITORY, year)
    edition = document.report.edition
    assert edition.shape.charts == {}
    styles = style_sheet(document.tree, edition.styles, "print.css")
    for text in (page_of(document, "screen"), page_of(document, "print"), styles):
        assert "chart" not in text
        assert "<svg" not in text


def test_the_scale_survives_figures_of_nought() -> None:
    """Where every figure is 0 all bars have no length and each still has its label."""
    report = document_of(REPOSITORY, 2024).report
    nought = replace(
        report,
        figures=dict.fromkeys(report.figures, cell(0)),
        former=tuple(replace(former, figures=dict.fromkeys(former.figures, cell(0))) for former in report.former),
    )
    drawing = draw_chart(chart_node(nought, "managed_by_level", "measure", "people"))
    bars = [bar for panel in drawing.panels for bar in panel.bars]
    assert len(bars) == 6
    assert {bar.height for bar in bars} == {0.0}
    figures = [label.words for panel in drawing.panels for label in panel.labels if label.role == "figure"]
    assert figures == ["0"] * 6


def test_a_chart_of_a_figure_that_is_not_there_is_told(tmp_path: Path) -> None:
    """An edition whose chart names an unknown figure contradicts itself, at the place where the name stands."""
    root = copy_workspace(tmp_path)
    edition = root / "templates/annual-report/2024.1/edition.yaml"
    change(
        edition,
        "{figure: managed_in_year.level_3.total, label: Level 3}",
        "{figure: managed_in_year.level_4.total, label: Level 3}",
    )
    workspace = find_workspace(root).value
    assert workspace is not None
    said = read_source(workspace, ReportKey("annual-report", 2024, "london")).diagnostics
    assert [(one.slug, one.message) for one in said if one.is_error] == [
        ("edition-inconsistent", "there is no figure managed_in_year.level_4.total")
    ]
    assert "managed_in_year.level_4.total" in str(said[0].place.source_line)


def luminance(colour: str) -> float:
    """How light a colour is, 0 to 1. Source: WCAG 2.2, relative luminance."""
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """How far apart two colours are in grey, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colours_of(style: str) -> dict[str, str]:
    """The colours that a style sheet names."""
    return dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", style))


def test_years_are_told_apart_in_grey() -> None:
    """In print and on light and dark screens: the last year 3:1 from the others, each outline 3:1 from the paper."""
    drawing = chart_of(REPOSITORY, ELIGIBLE).find(".//svg")
    latest = {bar.get("fill") for bar in drawing.iterfind("rect") if "latest" in bar.get("class")}
    others = {bar.get("fill") for bar in drawing.iterfind("rect") if "latest" not in bar.get("class")}
    outlines = {bar.get("stroke") for bar in drawing.iterfind("rect")}
    assert len(latest) == len(others) == len(outlines) == 1
    print_colours = (latest.pop(), others.pop(), outlines.pop(), "#ffffff")
    light = colours_of((THEME / "common.css").read_text(encoding="utf-8"))
    screen = (THEME / "screen.css").read_text(encoding="utf-8")
    dark = light | colours_of(screen.partition("(prefers-color-scheme: dark)")[2].partition("\n}")[0])
    assert light["paper"] != dark["paper"]
    screens = [(names["accent"], names["tint"], names["accent"], names["paper"]) for names in (light, dark)]
    for now, before, outline, paper in (print_colours, *screens):
        assert contrast(now, before) >= 3
        assert contrast(outline, paper) >= 3
    rules = (THEME / "charts.css").read_text(encoding="utf-8")
    assert ".bar { fill: var(--tint); stroke: var(--accent); }" in rules
    assert ".bar.latest { fill: var(--accent); }" in rules


def test_the_printed_drawing_needs_no_style_sheet() -> None:
    """A PDF is drawn from what stands in the drawing itself: colours and typeface, no variables."""
    page = html.document_fromstring(page_of(document_of(REPOSITORY, 2024)))
    drawings = page.xpath("//figure[@class='chart']//svg")
    assert len(drawings) == 5
    for drawing in drawings:
        assert drawing.get("font-family") == "Source Sans 3"
        values = [value for element in drawing.iter() for value in element.attrib.values()]
        assert [value for value in values if "var(" in value or "currentColor" in value] == []
