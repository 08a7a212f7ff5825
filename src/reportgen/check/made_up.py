"""Made-up reports, on which an edition's wording is tried before any area has figures.

Comes in: a workspace and an edition. Goes out: reports of one area that is not there, in all circumstances that a text can ask
for: with and without earlier years and a population, draft and final, in England and in Wales, with figures, also of 1, and with none.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from reportgen.check.figures import PENDING, FigureCell, Figures
from reportgen.check.report import Report
from reportgen.check.trend import Former
from reportgen.core.diagnostic import SourceFile, whole_file
from reportgen.core.names import ReportKey
from reportgen.read.anchors import page_anchor
from reportgen.read.cells import all_cells, is_nothing
from reportgen.read.edition import Edition
from reportgen.read.pages import Page
from reportgen.read.settings import Area
from reportgen.read.shapes import NationalRate, PageShape, Population, YearShape
from reportgen.read.workspace import Workspace
from reportgen.tree.markdown_reader import read_markdown

_PLACE = whole_file("a made-up report")
_AREAS = (
    Area(name="Testshire", country="England", contacts=()),
    Area(name="North Downs", country="Wales", welsh_name="Gogledd y Downs", contacts=()),
)
# How long after its year a report is published where no year says so.
_LATER = timedelta(days=200)
_FIGURE, _FIGURE_BEFORE = 1234, 987


def made_up_reports(workspace: Workspace, edition: Edition, year: int, published: date | None) -> Iterator[Report]:
    """A report in every circumstance. The first has all that a report can have, and tells every finding that may be told."""
    if findings := edition.shape.findings:
        told = findings.model_copy(update={"most": len(findings.figures)})
        edition = replace(edition, shape=edition.shape.model_copy(update={"findings": told}))
    day = day_of_publication(edition, year, published)
    population = Population(estimate=f"mid-{year} estimate", publisher="Office for National Statistics", published=day)
    asked = {part.page: _page(part.page) for part in edition.shape.parts if part.page}
    years = max((chart.years for chart in edition.shape.charts.values()), default=2)
    for is_whole, has_former, has_population, area, is_draft in product(
        (True, False), (True, False), (True, False), _AREAS, (False, True)
    ):
        former = tuple(
            Former(before, edition.period(before), _figures(edition, _FIGURE_BEFORE, is_whole=is_whole))
            for before in range(year - 1, year - years, -1)
        )
        yield Report(
            ReportKey(edition.kind, year, "testshire"),
            edition.period(year),
            area,
            workspace.settings,
            YearShape(
                edition=edition.name,
                published=day,
                population=population if has_population else None,
                national_rate=NationalRate(rate=100, source="made-up tables") if has_population else None,
                next_release="October of the year after" if has_population else None,
            ),
            edition,
            is_draft,
            {name: detail.label for name, detail in edition.shape.details.items()},
            _figures(edition, 1 if is_draft else _FIGURE, is_whole=is_whole, is_pending=not has_population),
            {},
            {},
            asked,
            (_page("made-up-page"),),
            former if has_former else (),
            "Made-up figures",
            day,
        )


def day_of_publication(edition: Edition, year: int, published: date | None) -> date:
    """When a report of that year is published, as its year.yaml says, or as is usual."""
    return published or edition.period(year).end + _LATER


def _figures(edition: Edition, value: int, *, is_whole: bool, is_pending: bool = False) -> Figures:
    """A figure in every cell, or [x] in all; [z] where nothing can be counted, and where it may wait “pending”."""
    found: Figures = {}
    for name in all_cells(edition.shape):
        shape = edition.table(name.table)
        shorthand = "" if is_whole else "x"
        shorthand = "z" if is_nothing(shape, name) else shorthand
        shorthand = PENDING if is_pending and shape.may_be_pending else shorthand
        found[name] = FigureCell(_PLACE, None, shorthand) if shorthand else FigureCell(_PLACE, value)
    return found


def _page(name: str) -> Page:
    """A page with a few words."""
    file = SourceFile(f"{name}.md", ("Made-up words.",))
    front = PageShape.model_validate({"title": name.replace("-", " ").capitalize()})
    return Page(name, front, file, 1, read_markdown("Made-up words.", page_anchor(name), file))
