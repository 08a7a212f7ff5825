"""A report as one side of a comparison.

Comes in: a Document. Goes out: its facts, its tables and its text.
"""

from dataclasses import replace
from hashlib import sha256

from reportgen.check.report import Report
from reportgen.compare.passages import figures_of, sections_of, with_shared_facts
from reportgen.compare.version import ComparedSection, ComparedTable, Version, line_of, look_of
from reportgen.core.wording import long_date, opened
from reportgen.document.build import Document, build_document
from reportgen.read.edition import Edition


def version_of(document: Document, *, facts: Report | None = None, with_figures: bool = True) -> Version:
    """What a report says.

    Why: between two years, the dates of the year are told once as facts and not again wherever they are printed. So the
    older wording is also filled in with the `facts` of the newer report, and compared as such.
    Shape: `with_figures` as in `sections_of`.
    """
    report = document.report
    sections = _sections(document, with_figures=with_figures)
    compared = document.captions
    shared = _with_facts_of(facts, report) if facts else None
    if shared is not None:
        sections = with_shared_facts(sections, _sections(shared, with_figures=with_figures))
        compared = shared.captions
    return Version(
        report.period.label,
        facts_of(report),
        tuple(_table(figures_of(table), report.edition, compared[name]) for name, table in document.tables.items()),
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


def _table(table: ComparedTable, edition: Edition, compared: str) -> ComparedTable:
    """A table with the names that its rows and columns had in earlier editions."""
    shape = edition.table(table.name)
    return replace(
        table,
        rows=tuple(line_of(row.key, shape.rows[row.key]) for row in table.rows),
        columns=tuple(line_of(column.key, shape.columns[column.key]) for column in table.columns),
        compared=compared,
    )
