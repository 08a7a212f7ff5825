"""The figures for programs: one long table, with a description that programs can read.

Comes in: a Document. Goes out: figures.csv and datapackage.json.
"""

import csv
import io
import json
from collections.abc import Mapping
from hashlib import sha256

from reportgen.check.figures import FLAGS, GAP, PENDING, SHORTHAND, FigureCell
from reportgen.check.report import Report
from reportgen.core.diagnostic import Outcome
from reportgen.core.wording import long_date
from reportgen.document.build import Document
from reportgen.formats.artifact import Artifact
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import TableShape

PRIMARY_KEY = ("area", "year", "table", "row", "column")
_LICENCE = {
    "name": "OGL-UK-3.0",
    "title": "Open Government Licence v3.0",
    "path": "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/",
}
# What spreadsheet programs take for the beginning of a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export_csv(document: Document) -> Outcome[tuple[Artifact, ...]]:
    """Every figure of the report on a line of its own, and what the columns mean.

    Why: no pandas here; a count with gaps would become 41.0 in it, and csv writes what there is.
    Shape: no file for a document that has no tables.
    Source: RFC 4180, but for line ends of one character; Data Package and Table Schema, version 1.
    """
    if not document.tables:
        return Outcome(())
    data = _table(document)
    package = json.dumps(_package(document, data), ensure_ascii=False, indent=2) + "\n"
    return Outcome(
        (
            Artifact("figures.csv", "text/csv", data),
            Artifact("datapackage.json", "application/json", package.encode()),
        )
    )


def _table(document: Document) -> bytes:
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\n")
    writer.writerow(field["name"] for field in _fields(document))
    report = document.report
    period = report.period
    of_the_report = (report.key.area, report.area.name, report.key.year, period.start, period.end)
    for name, table in report.edition.shape.tables.items():
        for row, row_shape in report.rows(name).items():
            for column in table.columns:
                cell = report.figures[CellName(name, row, column)]
                value = "" if cell.value is None else cell.value
                labels = (document.captions[name], row_shape.full_label, table.columns[column].label)
                fields = (*of_the_report, name, row, column, value, status_of(cell), *labels)
                writer.writerow([harmless(str(field)) for field in fields])
    return written.getvalue().encode()


def status_of(cell: FigureCell) -> str:
    """Why a value is missing, or what to know of it; empty for a figure like any other."""
    if cell.value is not None:
        return FLAGS[cell.flag] if cell.flag else ""
    if cell.is_gap:
        return GAP
    return SHORTHAND["x" if cell.shorthand == PENDING else cell.shorthand]


def harmless(field: str) -> str:
    """A field that no spreadsheet program takes for a formula: the mark of text before it where it could be one."""
    return f"'{field}" if field.startswith(_FORMULA) else field


def _package(document: Document, data: bytes) -> dict[str, object]:
    report = document.report
    period = f"{long_date(report.period.start)} to {long_date(report.period.end)}"
    organisation = report.settings.organisation
    many = len(document.tables)
    held = "the table of statistics in the report" if many == 1 else f"the {many} tables of statistics in the report"
    return {
        "profile": "tabular-data-package",
        "name": f"{report.key.kind}-{report.key.area}-{report.key.year}",
        "title": document.figures_title,
        "description": f"{document.tree.type}: {document.tree.subject}. The figures of {held}, {period}.{_left_out(report)}",
        "created": f"{report.file_date.isoformat()}T00:00:00Z",
        "licenses": [_LICENCE],
        "contributors": [{"title": organisation, "role": "publisher", "organization": organisation}],
        "sources": _sources(report),
        "resources": [
            {
                "profile": "tabular-data-resource",
                "name": "figures",
                "path": "figures.csv",
                "title": document.figures_title,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"', "doubleQuote": True},
                "bytes": len(data),
                "hash": f"sha256:{sha256(data).hexdigest()}",
                "schema": {
                    "fields": _fields(document),
                    "primaryKey": list(PRIMARY_KEY),
                    "missingValues": [""],
                },
            }
        ],
    }


def _left_out(report: Report) -> str:
    """Which rows have no line, since the area did not publish them."""
    said = (f" Not published: {name}. {reason.removesuffix('.')}." for name, reason in report.left_out.items())
    return "".join(said)


def _sources(report: Report) -> list[dict[str, str]]:
    sources = [{"title": report.source}]
    population = report.year.population
    if population and any(table.rate for table in report.edition.shape.tables.values()):
        published = long_date(population.published)
        sources.append({"title": f"{population.publisher}: {population.estimate}, published {published}"})
    return sources


def _fields(document: Document) -> list[dict[str, object]]:
    """What each column holds, with the edition's own labels for the words in it."""
    report = document.report
    tables = report.edition.shape.tables
    rows = [(key, row.full_label) for table in tables.values() for key, row in table.rows.items()]
    columns = [(key, column.label) for table in tables.values() for key, column in table.columns.items()]
    statuses = [*SHORTHAND.values(), *FLAGS.values()]
    required = {"required": True}
    year = f"The year in which the period begins: {report.key.year} for {report.period.label}."
    return [
        _field("area", "string", "Area", "The short name of the area.", required | {"pattern": "[a-z0-9-]+"}),
        _field("area_name", "string", "Name of the area", "The name of the area as printed.", required),
        _field("year", "year", "Year", year, required),
        _field("period_start", "date", "First day", "The first day of the period, included.", required),
        _field("period_end", "date", "Last day", _last_day(tables), required),
        _field("table", "string", "Table", _meanings(list(document.captions.items())), _one_of(list(tables))),
        _field("row", "string", "Row", _meanings(rows), _one_of([key for key, _ in rows])),
        _field("column", "string", "Column", _meanings(columns), _one_of([key for key, _ in columns])),
        _field("value", "integer", "Value", "The figure; empty where status says why.", {"minimum": 0}),
        _field("status", "string", "Status", _status(), {"enum": statuses}),
        _field("table_label", "string", "Table in words", "The caption of the table.", required),
        _field("row_label", "string", "Row in words", "The label of the row.", required),
        _field("column_label", "string", "Column in words", "The label of the column.", required),
    ]


def _field(name: str, kind: str, title: str, description: str, constraints: Mapping[str, object]) -> dict[str, object]:
    return {"name": name, "type": kind, "title": title, "description": description, "constraints": constraints}


def _one_of(keys: list[str]) -> dict[str, object]:
    return {"required": True, "enum": list(dict.fromkeys(keys))}


def _last_day(tables: dict[str, TableShape]) -> str:
    """Which tables are counted on the last day, and which over the period."""
    on_the_day = ", ".join(name for name, table in tables.items() if table.time == "snapshot")
    words = "The last day of the period, included."
    return f"{words} These tables count on that day, the others over the period: {on_the_day}." if on_the_day else words


def _meanings(labels: list[tuple[str, str]]) -> str:
    """What each word in a column stands for. Shape: a word that means different things in two tables has both."""
    found: dict[str, list[str]] = {}
    for key, label in labels:
        if label not in found.setdefault(key, []):
            found[key].append(label)
    return "; ".join(f"{key}: {' / '.join(said)}" for key, said in found.items()) + "."


def _status() -> str:
    without = ", ".join(SHORTHAND.values())
    beside = " or ".join(FLAGS.values())
    return f"Empty for an ordinary figure. Without a value: {without}. Beside a value: {beside}."
