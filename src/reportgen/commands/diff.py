"""The order of the stations of `reportgen diff`: both sides are read, then held against each other.

Comes in: a workspace and what to compare. Goes out: a Comparison, or what stands in its way.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from reportgen.commands.build import prepare
from reportgen.commands.listing import edition_and_period
from reportgen.compare.comparison import Comparison, compare_editions, compare_reports, compare_with_bundle
from reportgen.core.diagnostic import Diagnostic, Outcome, in_reading_order, whole_file
from reportgen.core.names import ReportKey
from reportgen.core.wording import long_date
from reportgen.read.workspace import (
    AREAS,
    MARKER,
    Workspace,
    command,
    edition_path,
    figures_path,
    list_reports,
    pages_path,
)
from reportgen.read.workspace_files import find_workspace

if TYPE_CHECKING:
    from reportgen.document.build import Document


def compare_years(workspace: Workspace, old: ReportKey, new: ReportKey) -> Outcome[Comparison]:
    """Two years of one area. Errors: no-counterpart and, for each side, those of `reportgen check`."""
    sides = [_document(workspace, key) for key in (old, new)]
    diagnostics = in_reading_order(diagnostic for side in sides for diagnostic in side.diagnostics)
    before, after = (side.value for side in sides)
    return Outcome(compare_reports(before, after) if before and after else None, diagnostics)


def compare_since_bundle(workspace: Workspace, key: ReportKey, asked: str = "") -> Outcome[Comparison]:
    """A report and a bundle of it, the last one if none is asked for. Errors: no-counterpart, bundle-unreadable and those of `reportgen check`."""
    now = _document(workspace, key)
    return compare_with_bundle(workspace, now.value, asked) if now.value else Outcome(None, now.diagnostics)


def compare_since_revision(workspace: Workspace, key: ReportKey, asked: str) -> Outcome[Comparison]:
    """A report and what it was at a version in git.

    Errors: no-git, unknown-revision, no-counterpart and, for each side, those of `reportgen check`.
    """
    from reportgen.read.git import read_revision, unpacked

    now = _document(workspace, key)
    trees = (f"data/{key.kind}", f"templates/{key.kind}", "templates/themes", pages_path(key))
    revision = read_revision(workspace.root, asked, (MARKER, AREAS, *trees))
    if now.value is None or revision.value is None:
        return Outcome(None, (*now.diagnostics, *revision.diagnostics))
    name = f"{revision.value.name} of {long_date(revision.value.day)}"
    with unpacked(revision.value) as root:
        if not (root / MARKER).is_file() or not (root / figures_path(key)).is_file():
            message = f"there was no report {key} at version {name}"
            hint = "name a later version"
            return Outcome(None, (Diagnostic("no-counterpart", whole_file(figures_path(key)), message, hint),))
        then = find_workspace(root)
        before: Outcome[Document] = Outcome(None, then.diagnostics)
        if then.value:
            before = _document(then.value, key)
    if before.value is None:
        return Outcome(None, tuple(_of_version(diagnostic, revision.value.name) for diagnostic in before.diagnostics))
    return Outcome(compare_reports(before.value, now.value, names=(f"version {name}", "now")))


def compare_named_editions(workspace: Workspace, kind: str, old: str, new: str) -> Outcome[Comparison]:
    """Two editions of a kind. Errors: those of reading an edition."""
    from reportgen.read.edition import read_edition

    sides = [read_edition(workspace.root, kind, name, whole_file(edition_path(kind, name))) for name in (old, new)]
    diagnostics = in_reading_order(diagnostic for side in sides for diagnostic in side.diagnostics)
    before, after = (side.value for side in sides)
    return Outcome(compare_editions(before, after) if before and after else None, diagnostics)


def _document(workspace: Workspace, key: ReportKey) -> "Outcome[Document]":
    """A report that is right, as a document; else its errors. Why: warnings are told by `reportgen check`."""
    if not (workspace.root / figures_path(key)).is_file():
        return Outcome(None, (_no_report(workspace, key),))
    prepared = prepare(workspace, key, strict=False)
    errors = tuple(diagnostic for diagnostic in prepared.diagnostics if diagnostic.is_error)
    return Outcome(prepared.value, () if prepared.value else errors)


def _no_report(workspace: Workspace, key: ReportKey) -> Diagnostic:
    known = [other for other in list_reports(workspace, key.kind) if other.area == key.area]
    labels = ", ".join(edition_and_period(workspace, other)[1].label for other in known)
    area = workspace.areas[key.area].name if key.area in workspace.areas else key.area
    message = f"there is no report of {area} for {edition_and_period(workspace, key)[1].label} to compare with"
    begin = command(workspace, key.kind, f"new area {key.area} {key.year}")
    hint = f"there are reports of {area} for {labels}" if known else f"to begin its report: {begin}"
    return Diagnostic("no-counterpart", whole_file(figures_path(key)), message, hint)


def _of_version(diagnostic: Diagnostic, name: str) -> Diagnostic:
    """What is wrong with a file of an earlier version, told as git names it, since the file of today may be right.

    Why: nobody can put it right there, whatever its usual hint says.
    """
    file = replace(diagnostic.place.file, path=f"{name}:{diagnostic.place.file.path}")
    return replace(
        diagnostic,
        place=replace(diagnostic.place, file=file),
        related=(),
        hint="name another version, in which this is right",
    )
