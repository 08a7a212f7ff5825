"""A published bundle as one side of a comparison.

Comes in: the folder of a bundle. Goes out: what readers were given: the figures of its CSV file, the words of its document.
"""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

from reportgen.check.figures import FLAGS, SHORTHAND
from reportgen.check.report import Report
from reportgen.compare.passages import sections_of, words_of
from reportgen.compare.version import ComparedTable, Figure, Line, Version
from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.wording import long_date
from reportgen.document.tables import grouped_header
from reportgen.formats.published_names import bundle_name, published_name
from reportgen.output.bundle import DOCUMENT, MANIFEST
from reportgen.output.bundles import Bundle, choose_bundle, list_bundles
from reportgen.output.publish import read_published
from reportgen.read.workspace import bundles_path
from reportgen.tree import nodes
from reportgen.tree.json_form import document_from_json
from reportgen.tree.walk import find


class _Unreadable(Exception):  # noqa: N818 - told as a diagnostic
    """A file of the bundle is not what the program made; carries its name and a clause."""


def read_bundle(root: Path, report: Report, asked: str = "") -> Outcome[Version]:
    """What a bundle of a report says: the one that is asked for, or the last that was published, or the last draft.

    Shape: `asked` as in `choose_bundle`.
    Why: its document.json holds what readers saw, and the CSV file has each figure by its name.
    Errors: no-counterpart, bundle-unreadable.
    """
    stems = [bundle_name(replace(report, is_draft=is_draft)) for is_draft in (False, True)]
    there = [(stem, list_bundles(root, stem)) for stem in stems]
    chosen = next(((stem, one) for stem, bundles in there if (one := choose_bundle(bundles, asked))), None)
    if chosen is None:
        return Outcome(None, (_no_bundle(report, asked, [one for _, bundles in there for one in bundles]),))
    stem, bundle = chosen
    try:
        version = _read(root, stem, bundle)
    except _Unreadable as problem:
        file, why = problem.args
        place = whole_file(f"{bundle.folder}/{file}")
        hint = "put back the bundle as it was published, or name another one"
        return Outcome(None, (Diagnostic("bundle-unreadable", place, f"{file} {why}", hint),))
    return Outcome(replace(version, name=_named(bundle)) if asked else version)


def _named(bundle: Bundle) -> str:
    """What a bundle is called that somebody asked for: its day, where it has one."""
    day = bundle.day
    return f"the bundle of {long_date(day)}" if day else f"the bundle {bundle.name}"


def _no_bundle(report: Report, asked: str, there: list[Bundle]) -> Diagnostic:
    folder = bundles_path(bundle_name(replace(report, is_draft=False)))
    if there:
        message = f"there is no bundle “{asked}” in {folder}"
        hint = f"there are {', '.join(one.name for one in there)}; name one by its day or by its whole name"
    else:
        message = f"there is no bundle in {folder}, so there is nothing to compare with"
        hint = f"a bundle is made by: reportgen publish {report.key.area} {report.key.year}"
    return Diagnostic("no-counterpart", whole_file(folder), message, hint)


def _read(root: Path, stem: str, bundle: Bundle) -> Version:
    """What a bundle says, whose files are as the manifest knows them. Raises: _Unreadable."""
    try:
        found = json.loads(bundle.manifest)
        outputs = dict(found["outputs"])
        facts = {
            "Edition": str(found["edition"]["name"]),
            "Published": long_date(date.fromisoformat(found["published"])),
            "Status": "draft" if found["draft"] else "final",
        }
    except (ValueError, KeyError, TypeError) as problem:
        raise _Unreadable(MANIFEST, "is not a manifest of a bundle") from problem
    if DOCUMENT not in outputs:
        raise _Unreadable(
            MANIFEST, f"names no {DOCUMENT}: the bundle was made by reportgen 0.1, and cannot be compared"
        )
    texts = []
    for file in (DOCUMENT, published_name("figures.csv", stem)):
        data = read_published(root, f"{bundle.folder}/{file}") if file in outputs else b""
        if data is None:
            raise _Unreadable(file, "is not in the bundle, and the manifest names it")
        if file in outputs and sha256(data).hexdigest() != outputs[file]:
            raise _Unreadable(file, "changed since the bundle was made")
        texts.append(data.decode("utf-8", "replace"))
    document, figures = texts
    try:
        content, digests = document_from_json(json.loads(document))
        sections = sections_of(content, digests.__getitem__, with_figures=True)
        tables = _tables(content, figures)
    except (KeyError, ValueError, TypeError, RecursionError) as problem:
        raise _Unreadable(MANIFEST, "belongs to a bundle that another version of the program made") from problem
    name = "the draft bundle" if found["draft"] else "the published bundle"
    return Version(name, facts, tables, sections, content.language)


def _tables(content: nodes.DocumentTree, figures: str) -> tuple[ComparedTable, ...]:
    """The tables by the names in the CSV file, with labels from the page. Raises: KeyError, ValueError."""
    printed = {table.name: table for table in find(content.sections, nodes.Table)}
    found: dict[str, dict[tuple[str, str], Figure]] = {}
    for line in csv.DictReader(io.StringIO(figures)):
        found.setdefault(line["table"], {})[line["row"], line["column"]] = _figure(line["value"], line["status"])
    return tuple(_table(name, cells, printed[name]) for name, cells in found.items())


def _table(name: str, cells: dict[tuple[str, str], Figure], printed: nodes.Table) -> ComparedTable:
    rows = _lines(
        (row for row, _ in cells),
        [words_of(grouped_header(row).content) for row in printed.rows if not row.header.role],
    )
    columns = _lines(
        (column for _, column in cells), [words_of(head.content) for head in printed.heads[1:] if not head.role]
    )
    figures = tuple(tuple(cells[row.key, column.key] for column in columns) for row in rows)
    return ComparedTable(name, words_of(printed.caption), rows, columns, figures)


def _lines(keys: Iterable[str], labels: list[str]) -> tuple[Line, ...]:
    return tuple(Line(key, label) for key, label in zip(dict.fromkeys(keys), labels, strict=True))


def _figure(value: str, status: str) -> Figure:
    """A figure of open data as it is printed. Raises: KeyError, ValueError."""
    if value:
        return Figure(f"{int(value):,}" + (f" [{_letter(FLAGS, status)}]" if status else ""), int(value))
    return Figure(f"[{_letter(SHORTHAND, status)}]")


def _letter(meanings: dict[str, str], meaning: str) -> str:
    return {words: letter for letter, words in meanings.items()}[meaning]
