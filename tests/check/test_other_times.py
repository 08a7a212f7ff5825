"""Times of other years in pages: which may be left over and are told, at which words, and which are there on purpose."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from trial import checked, london, retyped, with_edition, with_page, with_pages

from reportgen.check.other_times import dates_of_last_year, other_years
from reportgen.read.source import ReportSource

Told = Callable[..., None]


def with_source(words: str) -> ReportSource:
    """The report without pages, whose figures come from there."""
    figures = retyped(london().figures, ("return of the London Strategic Management Board for 2024/25", words))
    return replace(with_pages(), figures=figures)


@pytest.mark.parametrize(
    "text",
    [
        *("2024/25 and 2024-25 and 2024–25 and 2024-2025", "2023/24 and 2023-24, 2023 / 24", "2023–2024", "2025/26"),
        *("1/2023/24", "2023/24/25", "1999/00", "31 March 2025", "31st March 2024 and 31 March 2026", "1 April 2024"),
        *("1st April 2025", "30 March 2024", "131 March 2024", "1 April 2023 to 31 March 2024", "2023"),
        *("[a](https://a.example/2023/24)", "https://a.example/2023/24", "{{ 2023/24 }}", "12023/24"),
        *("## The year 2022/23 (and 2023/24)", "Two were here in 2025/26.", "On 31 March 2026 there were four."),
        *("In 2023/24 there came nine, and six in 2022/23.", "| Place | 2023/24 |\n|---|---|\n| Hall | 3 |"),
        "Under the Act 2003, four came in 2023/24.",
    ],
)
def test_another_year_is_told(text: str, worded: Told) -> None:
    """A reporting year, its first or its last day that are not this year's are told where they stand."""
    worded(other_years(checked(with_page(text))))


@pytest.mark.parametrize(
    "text",
    [
        "Our plan for 2025/26 has four aims. We shall go on until 31 March 2026.",
        "We do not expect an end in 2025/26. It was hoped that it will come in 2025/26.",
        "## Aims for 2025/26",
        "Four came in 2023/24. In 2024/25 there were nine.",
        "The share went from 31 (2023/24) to 19.",
        "Nobody asked, although in 2022/23 two did.",
        "Nine came: four on 31 March 2024, which is a rise of three on 31 March 2023.",
        "An increase of 3 per cent on 2023/24.",
        "Looking back at 2023/24, we know why.",
        "It has been so since 2019/20, and more so after the end of 2023/24.",
        "We followed them from 1 April 2019 until 31 March 2022, and asked again on 31 March 2024.",
        "The chair said: “In 2023/24 we met.”",
        "> In 2023/24 we met.",
        "A plan was published in 2023/24.",
        "The duty was laid down from 1 April 2001.",
        "The number went from 3,100 in 2023/24 to 4,500 this year.",
        "In our report for 2022/23 we complained of that.",
        "| Place | 2022/23 | 2023/24 | 2024/25 |\n|---|---|---|---|\n| Hall | 3 | 4 | 5 |",
        "Table: Visits to 2024/25\n\n| When | Visits |\n|---|---|\n| 2023/24 | 5 |",
    ],
)
def test_another_year_may_be_meant(text: str) -> None:
    """It lies ahead, is held against this year or another one, stands in brackets or in a quotation, or began something."""
    assert list(other_years(checked(with_page(text)))) == []


def test_only_the_source_of_a_figures_file_tells_its_year(worded: Told) -> None:
    """Other lines may well tell of earlier years, and so may a remark."""
    worded(other_years(checked(with_source("return of 2023/24 # of 2022/23"))))
    assert list(other_years(checked(with_source("return of 2024/25 # of 2022/23")))) == []


def test_a_report_on_a_calendar_year_may_name_any_year() -> None:
    """Only reporting years are told from one another."""
    source = with_page("In 2023/24 and in May 2023.")
    assert len([*other_years(checked(source)), *dates_of_last_year(checked(source))]) == 2
    other = with_edition(source, period="calendar year")
    assert [*other_years(checked(other)), *dates_of_last_year(checked(other))] == []


@pytest.mark.parametrize(
    "text",
    [
        *(
            "In March 2023 and in April 2023.",
            "We shall meet in April 2024 and in March 2024.",
            "In May 2024, or in May 2022.",
        ),
        *("On 01 April 2023, 2nd April 2023, 30 March 2024 and 30 January 2024.", "On 31 March 2023 or 2024."),
        *(
            "From December 2023\nto January 2024.",
            "Of May 2023, and during 2023; early 2023 was a June 2023 of its own.",
        ),
        *(
            "We shall meet in 2024 and in 2023, and over 2022.",
            "We look in 2023-24, 2023/24 and in 1 April 2023.",
            "In 31 March 2024.",
        ),
        *("On 45 May 2023, and on 0 May 2023.", "# June 2023\n\n- July 2023\n\n| August 2023 | in 2023 |\n|---|---|"),
        "It will be done by March 2024.",
    ],
)
def test_a_date_of_the_year_before_is_told(text: str, worded: Told) -> None:
    """A day or month from April 2023 to March 2024, or the year 2023 as a time, is told where it stands; no other is."""
    worded(dates_of_last_year(checked(with_page(text))))


@pytest.mark.parametrize(
    "text",
    [
        "In March 2025 it was answered in 34; in May 2023 it had been answered in 11.",
        "Visits fell from 84 in 2023 to 29.",
        "More people came than in June 2023.",
        "Since April 2023 there has been one council.",
        "The hall was opened in June 2023.",
        "My appointment was confirmed in June 2023.",
        "The post is new, following a move in June 2023.",
        "The chair said: “We met in May 2023.”",
        "It was 3 in 2021, 5 in 2022 and 7 in 2023.",
    ],
)
def test_a_date_of_the_year_before_may_be_meant(text: str) -> None:
    """Its sentence compares, quotes, or tells what began then; the next sentence is told as ever."""
    assert list(dates_of_last_year(checked(with_page(text)))) == []
    assert len(list(dates_of_last_year(checked(with_page(f"{text} It will be done by May 2023."))))) == 1


def test_a_tale_may_begin_in_the_year_before() -> None:
    """Time runs forward in it, into this year."""
    assert list(dates_of_last_year(checked(with_page("He came to us in May 2023. In July 2024 he left.")))) == []
    assert list(dates_of_last_year(checked(with_page("He came to us in May 2023, and left by 31 March 2025.")))) == []


MIXED = "Six came in May 2024.\n\n"


@pytest.mark.parametrize(
    "text",
    [
        "In June 2023 three people died in a town.",
        "In 2022/23 the town had nine such people.",
        "In 2023 an inspectorate said so.",
        "We met in June 2023.",
        "The one that was open on 31 March 2024 was closed later.",
    ],
)
def test_where_a_page_is_on_this_year_an_earlier_one_may_be_named(text: str) -> None:
    """It is told again where the page names this year not at all, or only as one that is to come."""
    for page, count in ((MIXED + text, 0), (text, 1), (f"Six will come in May 2024.\n\n{text}", 1)):
        source = with_page(page)
        assert len([*other_years(checked(source)), *dates_of_last_year(checked(source))]) == count, page


@pytest.mark.parametrize(
    "text",
    [
        "## Visits in 2023/24",
        "It will end in June 2023.",
        "This report is on 2023/24.",
        "I am pleased to introduce the annual report for 2023/24.",
        "Welcome to the 2023/24 report.",
        "Four are here on 31 March 2024.",
    ],
)
def test_what_is_and_what_will_be_is_of_this_year(text: str) -> None:
    """So an earlier year is told there, and in a heading, also on a page that names this year."""
    source = with_page(MIXED + text)
    assert len([*other_years(checked(source)), *dates_of_last_year(checked(source))]) == 1


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("We look forward to 2024/25 with confidence.", 1),
        ("## Plans for 2024/25", 1),
        ("In 2024/25 the board will meet in the north.", 1),
        ("In 2024/25 we said that we will meet.", 0),
        ("Our plans for 2024/25 were kept.", 0),
        ("We shall meet until 31 March 2025.", 0),
        ("The report looks back over the year from 1 April 2023 to 31 March 2024.", 2),
        ("Thirty were drawn from those managed between 1 April 2023 and 31 March 2024.", 0),
        ("In the audit of 2023/24 we found much.", 0),
    ],
)
def test_what_the_report_is_on_and_what_was_planned_for_it(text: str, count: int) -> None:
    """A plan for the year that is over is told, and a report on the year before; on a page that names this year too."""
    assert len(list(other_years(checked(with_page(MIXED + text))))) == count


def test_a_date_in_the_front_matter_is_told(worded: Told) -> None:
    """A lead is read like all other text."""
    worded(dates_of_last_year(checked(with_page("Text.", "lead: We met in May 2023."))))
