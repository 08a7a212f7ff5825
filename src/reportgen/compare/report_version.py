"""A report as one side of a comparison.

Comes in: a Document. Goes out: its facts, its tables and its text.
"""

from dataclasses import replace
from hashlib import sha256

from reportgen.check.figures import FigureCell
from reportgen.check.report import Report
from reportgen.compare.passages import sections_of, with_shared_facts
from reportgen.compare.version import ComparedSection, ComparedTable, Figure, Version, line_of, look_of
from reportgen.core.wording import long_date, opened
from reportgen.document.build import Document, build_document
from reportgen.read.cells import CellName


def version_of(document: Document, *, facts: Report | None = None, with_figures: bool = True) -> Version:
    """What a report says.

    Why: between two years, the dates of the year are told once as facts and not again wherever they are printed. So the
    older wording is also filled in with the `facts` of the newer report, and compared as such.
    Shape: `with_figures` as in `sections_of`.
    """
    report = document.report
    sections, captions = _sections(document, with_figures=with_figures), document.captions
    compared = captions
    shared = _with_facts_of(facts, report) if facts else None
    if shared is not None:
        sections = with_shared_facts(sections, _sections(shared, with_figures=with_figures))
        compared = shared.captions
    return Version(
        report.period.label,
        facts_of(report),
        tuple(_table(report, name, captions[name], compared[name]) for name in report.edition.shape.tables),
        sections,
        report.settings.language,
        look_of(report.edition),
    )


def facts_of(report: Report) -> dict[str, str]:
    """What is true of the whole report, by what it is called."""
    population = report.year.population
    estimate = "not yet published"
    if population:
        estimate = f"{population.estimate} ({population.publisher}, {long_date(population.published)})"
    facts = {
        "Period": f"{long_date(report.period.start)} to {long_date(report.period.end)}",
        "Edition": report.edition.name,
        "Published": long_date(report.year.published),
        "Status": "draft" if report.is_draft else "final",
        "Source of the figures": report.source,
    }
    if any(table.rate for table in report.edition.shape.tables.values()):
        facts["Population estimate"] = estimate
    labels = report.edition.shape.details
    return facts | {opened(labels[key].label): words for key, words in report.details.items() if key in labels}


def _with_facts_of(other: Report, report: Report) -> Document | None:
    """The report as it would read with the period, dates, area and settings of another, if its wording allows for that."""
    shared = replace(report, period=other.period, year=other.year, area=other.area, settings=other.settings)
    return build_document(shared).value


def _sections(document: Document, *, with_figures: bool) -> tuple[ComparedSection, ...]:
    def digest_of(name: str) -> str:
        return sha256(document.pictures[name].data).hexdigest()

    return sections_of(document.tree, digest_of, with_figures=with_figures)


def _table(report: Report, name: str, caption: str, compared: str) -> ComparedTable:
    shape, rows = report.edition.table(name), report.rows(name)
    return ComparedTable(
        name,
        caption,
        tuple(line_of(key, row) for key, row in rows.items()),
        tuple(line_of(key, column) for key, column in shape.columns.items()),
        tuple(tuple(_figure(report.figures[CellName(name, row, column)]) for column in shape.columns) for row in rows),
        compared,
    )


def _figure(cell: FigureCell) -> Figure:
    return Figure(cell.text + (f" [{cell.flag}]" if cell.flag else ""), cell.value)
