"""A published bundle as one side of a comparison.

Comes in: the folder of a bundle. Goes out: what readers were given: the figures and words of its document.
"""

import json
from dataclasses import replace

from reportgen.check.report import Report
from reportgen.compare.passages import figures_of, sections_of
from reportgen.compare.version import Version
from reportgen.core.diagnostic import Collector, Diagnostic, collecting, whole_file
from reportgen.core.wording import long_date
from reportgen.formats.published_names import bundle_name, published_name
from reportgen.output.bundle import DOCUMENT, MANIFEST
from reportgen.output.bundles import Bundle, choose_bundle, fault_of, list_bundles
from reportgen.output.publish import read_published
from reportgen.read.workspace import Workspace, bundles_path, command
from reportgen.tree.json_form import document_from_json
from reportgen.tree.nodes import Table
from reportgen.tree.walk import find


@collecting
def read_bundle(collector: Collector, workspace: Workspace, report: Report, asked: str = "") -> Version:
    """What a bundle of a report says: the one that is asked for, or the last that was published, or the last draft.

    Shape: `asked` as in `choose_bundle`.
    Why: its document.json holds what readers saw, and each figure by its name.
    Errors: no-counterpart, bundle-unreadable.
    """
    stems = [bundle_name(replace(report, is_draft=is_draft)) for is_draft in (False, True)]
    there = [(stem, list_bundles(workspace.root, stem)) for stem in stems]
    chosen = next(((stem, one) for stem, bundles in there if (one := choose_bundle(bundles, asked))), None)
    if chosen is None:
        collector.stop(_no_bundle(workspace, report, asked, [one for _, bundles in there for one in bundles]))
    stem, bundle = chosen
    if bundle.outputs is None:
        collector.stop(_unreadable(bundle, MANIFEST, "is not a manifest of a bundle, or is gone"))
    if DOCUMENT not in bundle.outputs:
        why = f"names no {DOCUMENT}: the bundle was made by reportgen 0.1, and cannot be compared"
        how = command(workspace, report.key.kind, f"compare {report.key.area} {report.key.year} --published FILE")
        collector.stop(_unreadable(bundle, MANIFEST, why, f"hold the report against the PDF in it: {how}"))
    fault = fault_of(workspace.root, bundle, (DOCUMENT, published_name("figures.csv", stem)))
    if fault:
        collector.stop(_unreadable(bundle, *fault))
    try:
        content, digests = document_from_json(
            json.loads(read_published(workspace.root, f"{bundle.folder}/{DOCUMENT}") or b"")
        )
        sections = sections_of(content, digests.__getitem__, with_figures=True)
        tables = tuple(figures_of(table) for table in find(content.sections, Table) if table.name)
    except (LookupError, ValueError, TypeError, RecursionError):
        collector.stop(_unreadable(bundle, MANIFEST, "belongs to a bundle that another version of the program made"))
    facts = {
        "Edition": bundle.edition,
        "Published": long_date(bundle.published),
        "Status": "draft" if bundle.is_draft else "final",
    }
    return Version(_named(bundle, asked), facts, tables, sections, content.language)


def _named(bundle: Bundle, asked: str) -> str:
    """What a bundle is called; one that somebody asked for by its day, where it has one."""
    if not asked:
        return "the draft bundle" if bundle.is_draft else "the published bundle"
    return f"the bundle of {long_date(bundle.day)}" if bundle.day else f"the bundle {bundle.name}"


def _unreadable(
    bundle: Bundle, file: str, why: str, hint: str = "put back the bundle as it was published, or name another one"
) -> Diagnostic:
    """What is said of a file of a bundle that is not what the program made. Errors: bundle-unreadable."""
    return Diagnostic("bundle-unreadable", whole_file(f"{bundle.folder}/{file}"), f"{file} {why}", hint)


def _no_bundle(workspace: Workspace, report: Report, asked: str, there: list[Bundle]) -> Diagnostic:
    folder = bundles_path(bundle_name(replace(report, is_draft=False)))
    if there:
        message = f"there is no bundle “{asked}” in {folder}"
        hint = f"there are {', '.join(one.name for one in there)}; name one by its day or by its whole name"
    else:
        message = f"there is no bundle in {folder}, so there is nothing to compare with"
        key = report.key
        hint = f"a bundle is made by: {command(workspace, key.kind, f'publish {key.area} {key.year}')}"
    return Diagnostic("no-counterpart", whole_file(folder), message, hint)
