"""The form in which a report is written: what its fields hold, and what is said of each.

Comes in: all that was written for a report, and what was found in it. Goes out: plain values for the page's script.
"""

from reportgen.check.figures import FLAGS, PENDING, SHORTHAND
from reportgen.core.catalogue import NEVER_WAIVED, Severity
from reportgen.preview.fields import Field, message_of, read_field
from reportgen.preview.places import Finding, KnownFigure, text_of
from reportgen.read.anchors import table_anchor
from reportgen.read.cells import CellName, all_names, find_cell
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.located_yaml import Mapping
from reportgen.read.shapes import WaiverShape
from reportgen.read.source import ReportSource
from reportgen.read.workspace import pages_path

Form = dict[str, object]


def form_of(source: ReportSource, known: tuple[KnownFigure, ...], findings: tuple[Finding, ...]) -> Form:
    """Everything that the form shows of the figures file."""
    tree, shape = source.figures.tree, source.edition.shape
    text = source.figures.file.text
    about = {str(one.name): one for one in known}

    def held(kind: str, name: str = "") -> str:
        return read_field(tree, text, shape, Field(kind, name))

    def cell(name: CellName) -> Form:
        one = about[str(name)]
        return {
            "field": f"figure:{name}",
            "label": one.label,
            "typed": held("figure", str(name)),
            "before": text_of(one.former) if one.former else "",
            "change": one.change,
            "found": [_shown(each) for each in findings if each.figure == name],
            "remark": held("remark", str(name)),
            "revision": held("revision", str(name)),
        }

    return {
        "facts": [
            {"field": "source", "label": "Where the figures come from", "typed": held("source")},
            {"field": "status", "label": "Status", "typed": held("status") or "draft", "choices": ["draft", "final"]},
            *(_population(shape, held("population"))),
            *(
                {"field": f"detail:{name}", "label": detail.label, "typed": held("detail", name)}
                for name, detail in shape.details.items()
            ),
        ],
        "yearBefore": next((one.year_before for one in known if one.year_before), ""),
        "instead": {f"[{letter}]": words for letter, words in SHORTHAND.items()},
        "flags": {f"[{letter}]": words for letter, words in FLAGS.items()},
        "pending": PENDING,
        "tables": [
            {
                "name": name,
                "anchor": table_anchor(name),
                "caption": next((one.table for one in known if one.name.table == name), name),
                "rowHeader": table.row_header,
                "columns": [{"name": key, "label": column.label} for key, column in table.columns.items()],
                "rows": [{"name": key, "label": row.label} for key, row in table.rows.items()],
                "totals": {"row": table.totals.row, "column": table.totals.column},
                "rate": {**table.rate.model_dump(), "of": str(find_cell(shape, table.rate.of))} if table.rate else None,
                "mayBePending": table.may_be_pending,
                "notApplicable": list(table.not_applicable),
                "remark": held("remark", name),
                "cells": [[cell(CellName(name, row, column)) for column in table.columns] for row in table.rows],
            }
            for name, table in shape.tables.items()
        ],
        "names": _names(shape, about),
        "waivers": _waivers(source, text, tree),
        "open": [
            _open(source, each)
            for each in findings
            if each.diagnostic.severity is Severity.WARNING and each.diagnostic.slug not in NEVER_WAIVED
        ],
        "pages": _pages(source, findings),
    }


def _population(shape: EditionShape, typed: str) -> list[Form]:
    asked = any(table.rate for table in shape.tables.values())
    label = "People aged 10 and over in the area; may stay empty"
    return [{"field": "population", "label": label, "typed": typed}] if asked or typed else []


def _names(shape: EditionShape, about: dict[str, KnownFigure]) -> list[Form]:
    """Every figure as a page prints it by its name."""
    found: list[Form] = []
    for name in all_names(shape):
        one = about[str(find_cell(shape, name))]
        found.append({"name": name, "words": f"{one.table}: {one.label}, {text_of(one.cell)}"})
    return found


def _waivers(source: ReportSource, text: str, tree: Mapping) -> list[Form]:
    """The waivers that are there; `typed` are the characters of each, by which it is known again."""
    shape = source.edition.shape
    return [
        {
            "field": f"waiver:{number}",
            "typed": read_field(tree, text, shape, Field("waiver", str(number))),
            "values": {name: str(words) for name, words in waiver.model_dump().items() if words},
        }
        for number, waiver in enumerate(source.figures.shape.waivers)
    ]


def _pages(source: ReportSource, findings: tuple[Finding, ...]) -> dict[str, list[Form]]:
    """What is said of each page, with where it stands in the file."""
    found: dict[str, list[Form]] = {}
    for each in findings:
        place = each.diagnostic.place
        folder, _, name = place.file.path.rpartition("/")
        if folder == pages_path(source.key):
            at = {"line": place.line, "column": place.column, "length": place.length}
            found.setdefault(name.removesuffix(".md"), []).append({**_shown(each), **at})
    return found


def _open(source: ReportSource, finding: Finding) -> Form:
    """A warning that may stand with a reason, and what a waiver of it names."""
    place = finding.diagnostic.place
    folder, _, name = place.file.path.rpartition("/")
    about = {"warning": finding.diagnostic.slug}
    if finding.diagnostic.figure:
        about["cell"] = finding.diagnostic.figure
    elif folder == pages_path(source.key):
        about["page"] = name.removesuffix(".md")
        about["words"] = place.words.strip()
    return {
        "words": _shown(finding)["words"],
        "values": {name: words for name, words in about.items() if words},
        "asks": [
            {"name": name, "label": WaiverShape.model_fields[name].description} for name in ("reason", "role", "date")
        ],
    }


def _shown(finding: Finding) -> dict[str, str]:
    return {"kind": finding.kind.value, "slug": finding.diagnostic.slug, "words": message_of(finding.diagnostic)}
