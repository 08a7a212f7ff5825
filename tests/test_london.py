"""The three annual reports of London that this repository holds, against the figures and words that were published."""

import json
import re
from copy import deepcopy
from pathlib import Path

import pytest
from london import YEARS, copy_workspace, made_in, published_figures, run
from lxml import html
from tagged_pdf import read_structure, read_tables, squeezed

OFFENDERS, INDIVIDUALS = "Registered sex offenders", "Subject to sex offender notification requirements"
LEVELS = {"level_1": "Level 1", "level_2": "Level 2", "level_3": "Level 3", "total": "Total"}
BY_CATEGORY = ("eligible_on_31_march", "managed_in_year", "returned_for_breach_of_licence")
REVOKED = "who have had their life time notification revoked on application"
SRO_BREACH = "notification requirements following a breach(es) of a Sexual Risk Order (SRO)"

# The labels that were printed, where they differ from year to year.
ROWS = {
    2021: {
        "cautioned_or_convicted": "RSOs cautioned or convicted for breach of notification requirements",
        "revoked": f"RSOs {REVOKED}",
        "shpo": "SHPO",
        "shpo_foreign_travel": "SHPO with foreign travel restriction",
        "notification_orders": "NOs",
        "became_subject": f"Number of people who became subject to {SRO_BREACH}",
        "rate": "Total number of Registered Sexual Offenders per 100,000 population",
    },
    2023: {
        "cautioned_or_convicted": "Category 1 cautioned or convicted for breach of notification requirements",
        "revoked": f"Category 1 {REVOKED}",
        "shpo": "Sexual Harm Prevention Order (SHPO)",
        "shpo_foreign_travel": "SHPO with foreign travel restriction",
        "notification_orders": "Notification Order",
        "became_subject": f"Number of individuals who became subject to sex offender {SRO_BREACH}",
        "rate": "Total number of individuals subject to sex offender notification requirements per 100,000 population",
    },
    2024: {
        "cautioned": "Category 1 cautioned for breach of notification requirements",
        "convicted": "Category 1 convicted for breach of notification requirements",
        "revoked": f"Category 1 {REVOKED}",
        "shpo": "Sexual Harm Prevention Order (SHPO)",
        "shpo_foreign_travel": "SHPO with foreign travel restriction",
        "notification_notices": "Notification Notices",
        "became_subject": f"Number of individuals who became subject to sex offender {SRO_BREACH}",
        "rate": "Total number of individuals subject to sex offender notification requirements per 100,000 population",
    },
}
NOTES = {
    2021: ["MAPPA-eligible", "notification", "iolent", "angerous", "licence", "SHPO", "Notification", "SRO", "revoked"],
    2023: [
        *("MAPPA-eligible", "notification", "iolent", "angerous", "errorism"),
        *("licence", "SHPO", "Notification Order", "SRO", "revoked"),
    ],
    2024: [
        *("MAPPA-eligible", "notification", "iolent", "angerous", "errorism"),
        *("licence", "SHPO", "Notification Notice", "SRO", "revoked"),
    ],
}
ORDER_OF_TABLES = [
    *("eligible_on_31_march", "managed_in_year", "notification_breaches", "lifetime_notification_revoked"),
    *("restrictive_orders", "sexual_risk_order_breaches", "returned_for_breach_of_licence"),
    *("returned_for_breach_of_order", "population_rate"),
]


def column_label(year: int, table: str, column: str) -> str:
    """A column as it was printed."""
    by_category = table in BY_CATEGORY or (table == "returned_for_breach_of_order" and year == 2021)
    if not by_category:
        return "Number"
    first = OFFENDERS if year == 2021 else INDIVIDUALS
    if table == "returned_for_breach_of_licence" and year > 2021:
        first = "Subject to notification requirements"
    return {
        "category_1": f"Category 1: {first}",
        "category_2": "Category 2: Violent offenders",
        "category_3": "Category 3: Other dangerous offenders",
        "total": "Total",
    }[column]


def expected_cells(year: int, table: str) -> dict[tuple[str, str], str]:
    """The published figures of a table, by the headings that were printed."""
    return {
        ((LEVELS | ROWS[year])[row], column_label(year, table, column)): value
        for (row, column), value in published_figures(year)[table].items()
    }


def words_of(element: html.HtmlElement) -> str:
    """The words in an element, without links to notes."""
    parts = element.xpath(".//text()[not(ancestor::a[@class='note-link'])]")
    return " ".join("".join(parts).split())


@pytest.fixture(scope="session")
def london(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, object]]:
    """Every report of the repository, built once, and what was said."""
    root = copy_workspace(tmp_path_factory.mktemp("london"))
    result = run(root, "build", "--all", "--format", "json")
    assert result.returncode == 0, result.stdout + result.stderr
    return root, json.loads(result.stdout)


@pytest.fixture(scope="session")
def pages(london: tuple[Path, dict[str, object]]) -> dict[int, html.HtmlElement]:
    """The three web pages."""
    return {year: html.fromstring((made_in(london[0], year) / "index.html").read_bytes()) for year in YEARS}


@pytest.mark.pdf_bytes
def test_all_three_are_made_without_an_error_or_a_warning(london: tuple[Path, dict[str, object]]) -> None:
    """Each report is made in both formats, and nothing above a note is said."""
    said = london[1]
    assert [report["report"] for report in said["reports"]] == [f"annual-report/{year}/london" for year in YEARS]
    assert all(report["done"] and len(report["files"]) == 2 for report in said["reports"])
    assert [diagnostic for diagnostic in said["diagnostics"] if diagnostic["severity"] != "note"] == []


def test_every_published_figure_is_expected_somewhere() -> None:
    """The list of published figures has a value for every cell of every table that the repository's editions show."""
    counts = {year: sum(len(cells) for cells in published_figures(year).values()) for year in YEARS}
    assert counts == {2021: 59, 2023: 50, 2024: 51}
    assert all(list(published_figures(year)) and "" not in published_figures(year) for year in YEARS)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("table", ORDER_OF_TABLES)
def test_html_figures_stand_in_their_cells(pages: dict[int, html.HtmlElement], year: int, table: str) -> None:
    """Under its row's and column's headings, each table of the web page holds the published figure, and no other."""
    (element,) = pages[year].xpath(f"//table[@id='table-{table.replace('_', '-')}']")
    element = deepcopy(element)
    for added in element.xpath(
        ".//tr[th[@class='former' or @class='change']] | .//*[contains(@class, 'gloss')] | "
        ".//*[self::td or self::th][contains(@class, 'former') or contains(@class, 'change')]"
    ):
        added.drop_tree()
    head, *body = element.xpath(".//tr")
    columns = [words_of(cell) for cell in head]
    found = {
        (words_of(row[0]), column): words_of(cell)
        for row in body
        for column, cell in zip(columns[1:], row[1:], strict=True)
    }
    assert found == expected_cells(year, table)


@pytest.mark.pdf
@pytest.mark.parametrize("year", YEARS)
def test_pdf_figures_stand_in_their_cells(
    london: tuple[Path, dict[str, object]], pages: dict[int, html.HtmlElement], year: int
) -> None:
    """Read by its structure, each table of the PDF holds the published figure under its row's and column's headings."""
    tables = read_tables(read_structure(made_in(london[0], year) / "report.pdf"))
    for name in ORDER_OF_TABLES:
        caption = squeezed(words_of(pages[year].xpath(f"//table[@id='table-{name.replace('_', '-')}']/caption")[0]))
        (table,) = [table for table in tables if table.caption == caption]
        expected = expected_cells(year, name)
        for (row, column), value in expected.items():
            # A meaning in plain words, or the year, stands below a label; of two that begin alike the shorter is meant.
            named = [at for at in table.cells if at[0].startswith(squeezed(row)) and at[1].startswith(squeezed(column))]
            assert table.cells[min(named, key=lambda at: len("".join(at)))] == value


@pytest.mark.parametrize("year", YEARS)
def test_tables_stand_in_the_published_order(pages: dict[int, html.HtmlElement], year: int) -> None:
    """The tables of figures stand in the order of the published reports, each once."""
    ids = pages[year].xpath("//table/@id[starts-with(., 'table-')]")
    assert ids == [f"table-{name.replace('_', '-')}" for name in ORDER_OF_TABLES]


@pytest.mark.parametrize("year", YEARS)
def test_notes_are_lettered_without_a_gap(pages: dict[int, html.HtmlElement], year: int) -> None:
    """The notes run from (a) to (i) in 2021/22, and to (j), with terrorism as (e), in the later years."""
    terms = [words_of(note) for note in pages[year].xpath("//*[@class='notes']//h3")]
    assert [term.split()[0] for term in terms] == [f"({letter})" for letter in "abcdefghij"[: len(NOTES[year])]]
    assert [part for part, term in zip(NOTES[year], terms, strict=True) if part not in term] == []


@pytest.mark.parametrize(("year", "person", "other"), [(2021, "offender", "individual"), (2023, "individual", None)])
def test_people_are_called_by_the_words_of_their_year(
    pages: dict[int, html.HtmlElement], year: int, person: str, other: str | None
) -> None:
    """The national wording speaks of offenders in 2021/22 and of individuals from 2023/24 on."""
    captions = " ".join(words_of(caption) for caption in pages[year].xpath("//table[@id]/caption"))
    assert f"MAPPA-eligible {person}s on 31 March" in captions
    sections = pages[year].xpath("//section[contains(@class, 'chapter') and not(contains(@class, 'local-page'))]")
    told = " ".join(words_of(section) for section in sections)
    assert told.count(f"MAPPA-eligible {person}") > 5
    if other:
        assert f"MAPPA-eligible {other}" not in told
    else:
        assert "MAPPA-eligible offender" not in told


@pytest.mark.parametrize(("year", "categories"), [(2021, 3), (2023, 4), (2024, 4)])
def test_categories_are_those_of_the_year(pages: dict[int, html.HtmlElement], year: int, categories: int) -> None:
    """Three categories are told in 2021/22, with the fourth as a later one; four from 2023/24 on."""
    items = [words_of(item) for item in pages[year].xpath("//section[starts-with(@id, 'what-')]//li")]
    told = [item[:10] for item in items if item.startswith("Category ")]
    assert told == [f"Category {number}" for number in range(1, categories + 1)]
    (section,) = pages[year].xpath("//section[starts-with(@id, 'what-')]")
    assert re.search(r"Category 4|fourth category", words_of(section))


@pytest.mark.parametrize(
    ("year", "title", "subheading", "absent"),
    [
        (2021, "What is MAPPA?", "terrorism", "’25"),
        (2023, "What is MAPPA?", "How MAPPA works", "’25"),
        (2024, "What are MAPPA?", "’25", "terrorism"),
    ],
)
def test_headings_are_those_of_the_year(
    pages: dict[int, html.HtmlElement], year: int, title: str, subheading: str, absent: str
) -> None:
    """The background has its title of that year, and a section of its own on terrorism in 2021/22, on 25 years in 2024/25."""
    (section,) = pages[year].xpath("//section[starts-with(@id, 'what-')]")
    headings = [words_of(heading) for heading in section.xpath(".//h3")]
    assert words_of(section.find("h2")) == title
    assert any(subheading in heading for heading in headings), headings
    assert not any(absent in heading for heading in headings), headings


@pytest.mark.parametrize(
    ("year", "estimate", "published"),
    [
        (2021, "21 March 2021", "28 June 2022"),
        (2023, "mid-2023", "15 July 2024"),
        (2024, "mid-2024", "30 July 2025"),
    ],
)
def test_the_population_is_that_of_the_year(
    pages: dict[int, html.HtmlElement], year: int, estimate: str, published: str
) -> None:
    """The statistics name the population estimate of the year and the day when it was published, and no other year's."""
    (section,) = pages[year].xpath("//section[@id='statistics']")
    told = words_of(section)
    assert estimate in told
    assert published in told
    others = {"28 June 2022", "15 July 2024", "30 July 2025"} - {published}
    assert not [day for day in others if day in told]


@pytest.mark.parametrize(
    ("year", "label", "period"),
    [
        (2021, "2021/22", "1 April 2021 to 31 March 2022"),
        (2023, "2023/24", "1 April 2023 to 31 March 2024"),
        (2024, "2024/25", "1 April 2024 to 31 March 2025"),
    ],
)
def test_the_cover_names_the_report(
    pages: dict[int, html.HtmlElement], london: tuple[Path, dict[str, object]], year: int, label: str, period: str
) -> None:
    """The cover says which report it is, whose, and of which time; the title of the document says the same in both formats."""
    (cover,) = pages[year].xpath("//header")
    told = words_of(cover)
    assert f"{'MAPPA annual' if year == 2024 else 'Annual'} report {label}" in told
    assert "London’s Multi-Agency Public Protection Arrangements" in told
    assert period in told
    assert "DRAFT" not in told
    title = f"London’s Multi-Agency Public Protection Arrangements: annual report {label}"
    assert pages[year].findtext(".//title") == title


@pytest.mark.parametrize("year", YEARS)
def test_prose_prints_the_figures_of_the_tables(pages: dict[int, html.HtmlElement], year: int) -> None:
    """The introduction names the number of people eligible on 31 March as the table does, and no place stays unfilled."""
    total = published_figures(year)["eligible_on_31_march"]["total", "total"]
    (introduction,) = pages[year].xpath("//section[@id='introduction']")
    assert total in words_of(introduction)
    assert pages[year].xpath("//*[@data-figure]") == []


@pytest.mark.parametrize(
    ("year", "changes"),
    [
        (2021, ["", "", ""]),
        (2023, ["", "", "", ""]),
        (
            2024,
            [
                "up 112 (1.0%) on 31 March 2024",
                "up 45 (5.7%) on 2023/24",
                "down 21 (21%) on 2023/24",
                "up 1 (1.1%) on 31 March 2024",
            ],
        ),
    ],
)
def test_headline_figures_tell_the_change_on_last_year(
    pages: dict[int, html.HtmlElement], year: int, changes: list[str]
) -> None:
    """The headline figures are those of the tables, but for one that is not available; a change is told only against the year just before."""
    figures = published_figures(year)
    items = pages[year].xpath("//ul[@class='headlines']/li")
    assert [words_of(item.find("strong")) for item in items] == [
        figures["eligible_on_31_march"]["total", "total"],
        figures["managed_in_year"]["total", "total"],
        figures["returned_for_breach_of_licence"]["total", "total"],
        *(rate for rate in (figures["population_rate"]["rate", "number"],) if rate != "[x]"),
    ]
    assert [" ".join(item.xpath(".//*[@class='change']/text()")) for item in items] == changes
