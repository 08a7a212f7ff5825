"""The rules for pages, details, dates and where figures come from, each on London's report with some lines changed."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from trial import checked, former_of, london, with_edition

from reportgen.check import origin, writing
from reportgen.check.figures import Figures, check_figures
from reportgen.check.trend import last_year
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.core.names import calendar_year
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import DetailShape
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.pages import FigureUse
from reportgen.read.shapes import AreaFileShape, Population
from reportgen.read.source import ReportSource

Told = Callable[..., None]


def with_page(*lines: str) -> ReportSource:
    """The report with one page of these lines."""
    page = london().pages["introduction"]
    return replace(london(), pages={page.name: replace(page, file=SourceFile("introduction.md", lines))})


def with_figures(text: str, **shape: object) -> ReportSource:
    """The report with another text of its figures file."""
    file = SourceFile("london.yaml", tuple(text.split("\n")))
    said: list[Diagnostic] = []
    tree = parse_yaml(file, said.append)
    assert isinstance(tree, Mapping), said
    values = london().figures.shape.model_copy(update=shape)
    assert isinstance(values, AreaFileShape)
    return replace(london(), figures=replace(london().figures, file=file, tree=tree, shape=values), pages={})


@pytest.mark.parametrize(
    "line",
    [
        *("[insert name here]", "[Insert]", "[name]", "[area]", "[role]", "[date]", "[to follow]", "[to be confirmed]"),
        *("[to be added] and [to be completed]", "[name](https://a.example)", "[name]: a", "to be confirmed", "TBC."),
        *(
            "tba",
            "TBD TODO FIXME lorem ipsum",
            "TBCs",
            "area name here",
            "[Name of area here]",
            "insert the words here",
        ),
        *(
            "your text here",
            "XX and XXX",
            "X",
            "what??",
            "why?",
            "[a](TBC) https://TBC.example {{ TBC }} TBC",
            "[insert",
        ),
        *("Area", "Names", "insert a here", "[insert " + "a" * 40 + "]", "[insert " + "a" * 41 + "]"),
        *("Room # TBC", "# TBC"),
        "See Error! Reference source not found. and Error! Bookmark not defined. An error! Nothing was found.",
    ],
)
def test_what_was_left_to_be_filled_in_is_told(line: str, worded: Told) -> None:
    """Placeholders of every kind are told where they stand in a page, and words that only look alike are none."""
    worded(writing.placeholders(checked(with_page("---", "title: A page", "---", "", line))))


def test_placeholders_of_a_figures_file_are_told_but_for_remarks(worded: Told) -> None:
    """A remark is not printed, so what stands in it is nobody's fault."""
    worded(
        writing.placeholders(checked(with_figures("source: TBC # TBC\n# TBC\n  # TBC\nstatus: draft\nnotes: a#TBC")))
    )


def test_placeholders_are_told_in_what_all_areas_share(worded: Told) -> None:
    """Also in remarks, since those say what is not decided yet: in the year's file, the edition and its sections."""
    source = with_page("Text.")
    year = SourceFile("year.yaml", ("edition: a", "# TBC", "published: TBA # TBD"))
    edition = SourceFile("edition.yaml", ("title: [area]", "words: [name](https://TBC.example)"))
    section = next(iter(source.edition.sections.values()))
    sections = {section.name: replace(section, file=SourceFile("section.md.j2", ("---", "{{ TBC }} XX")))}
    figures = replace(source.figures, edition=replace(source.edition, file=edition, sections=sections))
    tree = replace(source.year_tree, place=replace(source.year_tree.place, file=year))
    worded(writing.placeholders(checked(replace(source, figures=figures, year_tree=tree))))


PUBLISHED = date(2025, 10, 30)


@pytest.mark.parametrize(
    ("published", "estimated", "estimate"),
    [
        (PUBLISHED, date(2025, 7, 30), "mid-2024"),
        (PUBLISHED, PUBLISHED, "2024"),
        (PUBLISHED, date(2025, 10, 31), "2024"),
        (PUBLISHED, date(2025, 3, 31), "2024"),
        (PUBLISHED, date(2025, 4, 1), "mid-2023, on the census of 2021"),
        (date(2025, 3, 31), date(2025, 4, 1), "2024"),
        (date(2025, 4, 1), date(2025, 4, 1), "1924, 12024 and 2024"),
        (date(2025, 4, 1), date(2025, 4, 2), "2024"),
        (PUBLISHED, None, ""),
        (date(2024, 1, 1), None, ""),
    ],
    ids=str,
)
def test_dates_come_after_one_another(published: date, estimated: date | None, estimate: str, worded: Told) -> None:
    """The year ends, then the estimate of its population is published, then the report; on one day at the earliest."""
    population = Population.model_construct(estimate=estimate, publisher="Office", published=estimated)
    year = london().year.model_copy(update={"published": published, "population": population if estimated else None})
    worded(writing.dates_of_the_year(checked(replace(london(), year=year))))


def test_a_report_on_a_calendar_year_may_come_before_the_next_april() -> None:
    """Its year ends in December."""
    year = london().year.model_copy(update={"published": date(2025, 1, 31), "population": None})
    source = replace(london(), year=year)
    assert [one.slug for one in writing.dates_of_the_year(checked(source))] == ["date-out-of-order"]
    assert list(writing.dates_of_the_year(checked(with_edition(source, period="calendar year")))) == []


@pytest.mark.parametrize("published", [date(2024, 1, 1), date(2023, 12, 31)], ids=str)
def test_a_report_on_a_calendar_year_may_come_on_its_first_day(published: date, worded: Told) -> None:
    """Some are written beforehand; a day earlier, and the year is not the one that is meant."""
    year = london().year.model_copy(update={"published": published, "population": None})
    figures = replace(london().figures, period=calendar_year(2024))
    source = with_edition(replace(london(), year=year, figures=figures), period="calendar year")
    worded(writing.dates_of_the_year(checked(source)))


@pytest.mark.parametrize(
    ("text", "details"),
    [
        ("source: a", {}),
        ("source: a\ndetails:\n  address: b", {"address": "b"}),
        ("source: a\ndetails:\n  adress: b\n  far: c", {"adress": "b", "far": "c"}),
        ("source: a\ndetails:\n  role: b\n  address: c", {"role": "b", "address": "c"}),
    ],
    ids=["none", "one", "misspelt", "both"],
)
def test_details_are_those_that_the_edition_asks_for(text: str, details: dict[str, str], worded: Told) -> None:
    """Each detail that is missing is told at its group, each that is not known at its name."""
    asked = {"role": DetailShape(label="Who signs"), "address": DetailShape(label="Where to write")}
    worded(writing.details_asked_for(checked(with_edition(with_figures(text, details=details), details=asked))))


def figures() -> Figures:
    """London's figures."""
    return check_figures(london().figures, lambda _: None)


def test_a_printed_rate_needs_its_population(worded: Told) -> None:
    """The report names the estimate beside the rate; a rate that may still wait asks for nothing."""
    name = CellName("population_rate", "rate", "rate")
    (rate,) = [name for name in figures() if name.table == "population_rate"]
    source = replace(london(), year=london().year.model_copy(update={"population": None}))
    worded(writing.population_named(checked(source, figures())))
    assert name.table == rate.table
    assert list(writing.population_named(checked(london(), figures()))) == []
    assert list(writing.population_named(checked(source, {}))) == []
    pending = {**figures(), rate: replace(figures()[rate], value=None, shorthand="pending")}
    draft = source.figures.shape.model_copy(update={"status": "draft"})
    assert (
        list(writing.population_named(checked(replace(source, figures=replace(source.figures, shape=draft)), pending)))
        == []
    )
    (said,) = writing.population_named(checked(source, pending))
    assert said.message.startswith("the rate is pending, but year.yaml")


@pytest.mark.parametrize(
    "words",
    [
        *("Return of London", "return of london and Essex", "Return of Essex", "ESSEX", "Essex-wide", "Sussex return"),
        *("Londonderry and Kent", "Heddlu De Cymru", "North Wales", "Gogledd Cymru", "Return # of Essex", "Return"),
    ],
)
def test_figures_come_from_their_own_area(words: str, worded: Told) -> None:
    """Another area in the line on where figures come from is told at its name, unless this area is named too."""
    worded(origin.other_area(checked(with_figures(f"source: {words}", source=words))))


def test_the_name_of_another_area_may_stand_on_a_later_line(worded: Told) -> None:
    """A text of several lines is told at its beginning."""
    worded(origin.other_area(checked(with_figures("source: >\n  Return of\n  Essex", source="Return of\nEssex"))))


def test_a_copy_of_last_year_is_told(worded: Told) -> None:
    """Six figures or more that are all those of last year are a copy; one other figure, or fewer figures, are none."""
    names = list(figures())
    known = [name for name in names if figures()[name].value is not None]
    former = london().former[0]

    def said(count: int, **changed: int) -> Iterator[Diagnostic]:
        now = {name: figures()[name] for name in known[:count]}
        then = {name: replace(cell, value=changed.get("value", cell.value)) for name, cell in list(now.items())[:1]}
        return origin.unchanged_figures(checked(london(), now, former_of(former, {**now, **then})))

    worded(said(6))
    assert list(said(5)) == list(said(6, value=-1)) == []
    assert list(origin.unchanged_figures(checked(london(), figures(), None))) == []
    few = {name: figures()[name] for name in known[:5]}
    more = {name: replace(cell, value=None, shorthand="c") for name, cell in list(figures().items())[5:]}
    assert list(origin.unchanged_figures(checked(london(), {**more, **few}, former_of(former, figures())))) == []
    assert list(origin.unchanged_figures(checked(london(), figures(), former_of(former, few)))) == []
    held = {name: replace(cell, value=None, shorthand="c") for name, cell in list(figures().items())[6:]}
    six = {name: figures()[name] for name in known[:6]}
    assert len(list(origin.unchanged_figures(checked(london(), {**held, **six}, former_of(former, figures()))))) == 1


def test_last_year_is_the_year_before() -> None:
    """Not the newest of the earlier years, if one is left out between."""
    former = tuple(former_of(one, {}) for one in london().former)
    assert [one.year for one in former] == [2023, 2021]
    found = last_year(former, 2024)
    assert found is former[0]
    assert last_year(former, 2023) is None
    assert last_year(former, 2022) is former[1]


def test_no_page_prints_a_figure_of_a_row_that_is_left_out() -> None:
    """Its name is one of the edition's, and there is nothing to print; other rows of the table may be printed."""
    table = next(iter(london().edition.shape.tables))
    left, kept, *_ = london().edition.shape.tables[table].rows
    column = next(iter(london().edition.shape.tables[table].columns))
    page = london().pages["introduction"]
    uses = tuple(FigureUse(f"{table}.{row}.{column}", Place(page.file, 1)) for row in (left, kept))
    source = with_figures("source: a", left_out={f"{table}.{left}": "a reason"})
    (said,) = writing.figures_named_in_pages(
        checked(replace(source, pages={"introduction": replace(page, figure_uses=uses)}))
    )
    assert said.message == f"“{table}.{left}.{column}” is left out of this report"
