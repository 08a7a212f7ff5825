"""The order of the stations, and nothing else.

Comes in: a workspace and a key. Goes out: what was written, and all that was said along the way.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reportgen.core.catalogue import Severity
from reportgen.core.diagnostic import Diagnostic, Outcome, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.read.workspace import MARKER, Workspace, build_path

if TYPE_CHECKING:
    from reportgen.check.report import Report
    from reportgen.commands.new.plan import Plan
    from reportgen.document.build import Document
    from reportgen.read.digest import Digest


@dataclass(frozen=True, slots=True)
class BuildResult:
    """One report that was checked or made.

    Shape: `files` were written, and are none when only checked, or when an error stood in the way; `kept` were there already,
    up to date; `heading` is what was understood of it, where that was asked.
    """

    key: ReportKey
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_right: bool
    kept: tuple[Path, ...] = ()
    heading: str = ""

    @property
    def is_new(self) -> bool:
        """Whether anything was done, since not all was there already."""
        return bool(self.files) or not self.kept


@dataclass(frozen=True, slots=True)
class CheckedReport:
    """A report without an error, with the digests of all it was made from."""

    report: "Report"
    digests: "tuple[Digest, ...]"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A report that is right, as a document, with the digests of all it was made from."""

    document: "Document"
    digests: "tuple[Digest, ...]"


def examine(workspace: Workspace, key: ReportKey, *, strict: bool) -> Outcome[CheckedReport]:
    """Read and check. Errors: those of reading and of every rule."""
    from reportgen.check.report import check_report
    from reportgen.read.source import read_source

    source = read_source(workspace, key)
    said = list(source.diagnostics)
    if source.value is None:
        return Outcome(None, tuple(said))
    report = check_report(source.value, source.diagnostics)
    said = list(report.diagnostics)
    if report.value is None or stops(said, strict=strict):
        return Outcome(None, tuple(said))
    return Outcome(CheckedReport(report.value, source.value.digests), tuple(said))


def examine_at_one_moment(workspace: Workspace, key: ReportKey, *, strict: bool) -> Outcome[CheckedReport]:
    """Read and check, with all files as they were at one moment; before anything is made of them.

    Errors: those of `examine`; changed-meanwhile.
    """
    from reportgen.read.meanwhile import changed_meanwhile

    examined = examine(workspace, key, strict=strict)
    changed = tuple(changed_meanwhile(workspace.root, examined.value.digests)) if examined.value else ()
    return Outcome(None, (*examined.diagnostics, *changed)) if changed else examined


def prepare(workspace: Workspace, key: ReportKey, *, strict: bool, at_one_moment: bool = False) -> Outcome[Prepared]:
    """Read, check, render: everything short of making files. Errors: every slug but those of making files.

    Shape: `at_one_moment` where files are made of it. Why: a check is of any moment, and reading twice takes its time.
    """
    examined = (examine_at_one_moment if at_one_moment else examine)(workspace, key, strict=strict)
    said = list(examined.diagnostics)
    if examined.value is None:
        return Outcome(None, tuple(said))
    document = _document(examined.value.report)
    said.extend(document.diagnostics)
    if document.value is None or stops(said, strict=strict):
        return Outcome(None, tuple(said))
    return Outcome(Prepared(document.value, examined.value.digests), tuple(said))


def _document(report: "Report") -> "Outcome[Document]":
    """The document of a report, if its theme can write it. Errors: those of building a document and of its theme."""
    from reportgen.document.build import build_document
    from reportgen.formats.html.theme_lint import lint_theme
    from reportgen.formats.word.reference import lint_reference

    document, faults = build_document(report), (*lint_theme(report.edition), *lint_reference(report.edition))
    return Outcome(None if faults else document.value, (*document.diagnostics, *faults))


def recalled(
    workspace: Workspace, key: ReportKey, formats: tuple[str, ...], inputs: str, *, strict: bool
) -> BuildResult | None:
    """What became of a report whose inputs lie as they did when it was last right; None where it is to be looked at anew."""
    from reportgen.output.build_record import recall

    known = recall(workspace.root, key, formats, inputs)
    if known is None or stops(known[0].diagnostics, strict=strict):
        return None
    report, names = known
    kept = tuple(workspace.root / build_path(key) / name for name in names)
    return BuildResult(key, (), in_reading_order(report.diagnostics), True, kept, report.heading)


def build(
    workspace: Workspace, key: ReportKey, formats: tuple[str, ...], *, strict: bool, inputs: str = ""
) -> BuildResult:
    """One report in the formats asked for, all or none; with no formats it is only checked.

    Shape: `inputs` is how they lay before anything was read; without it, the record of the report answers no later command.

    Why: nothing is written while an error stands, or a warning when strict, so the last good build stays. A format made earlier
    stays while it is of the same sources, and is made anew where it is not, so that a folder holds one version.
    Errors: every slug may be said.
    """
    if not formats:
        from reportgen.commands.listing import heading
        from reportgen.output.build_record import RightReport, record_check

        checked = prepare(workspace, key, strict=strict)
        said = in_reading_order(checked.diagnostics)
        if checked.value is not None:
            record_check(workspace.root, key, RightReport(inputs, heading(workspace, key), said))
        return BuildResult(key, (), said, checked.value is not None)
    return one_at_a_time(workspace, key, "build", lambda: _build(workspace, key, formats, inputs, strict=strict))


def _build(workspace: Workspace, key: ReportKey, formats: tuple[str, ...], inputs: str, *, strict: bool) -> BuildResult:
    from reportgen.commands.listing import heading
    from reportgen.core.own_fault import is_own_fault
    from reportgen.formats.registry import export_format, lacking_tables
    from reportgen.output.build_record import RightReport
    from reportgen.output.cache import not_made_anew, plan_formats, publish_formats, record_build

    examined = examine_at_one_moment(workspace, key, strict=strict)
    said = list(examined.diagnostics)
    if examined.value is None:
        return BuildResult(key, (), in_reading_order(said), False)
    plan = plan_formats(workspace.root, key, formats, examined.value.digests, examined.value.report.file_date)
    said.extend(plan.diagnostics)
    if stops(said, strict=strict):
        return BuildResult(key, (), in_reading_order(said), False)
    kept = tuple(workspace.root / build_path(key) / name for name in plan.kept_files)
    if not plan.missing and not plan.outdated:
        report = RightReport("" if plan.diagnostics else inputs, heading(workspace, key), examined.diagnostics)
        record_build(workspace.root, key, plan, {}, report, is_silent=True)
        return BuildResult(key, (), in_reading_order(said), True, kept)
    document = _document(examined.value.report)
    said.extend(document.diagnostics)
    is_silent = not document.diagnostics
    if document.value is None or stops(said, strict=strict):
        return BuildResult(key, (), in_reading_order(said), False)
    lacking = lacking_tables(document.value, plan.missing)
    if lacking:
        return BuildResult(key, (), in_reading_order((*said, *lacking)), False)
    made = {name: export_format(name, document.value) for name in (*plan.missing, *plan.outdated)}
    failed = [name for name in plan.outdated if not made[name].value and not is_own_fault(made[name].diagnostics)]
    said.extend(not_made_anew(key, name, made.pop(name).diagnostics) for name in failed)
    said.extend(one for outcome in made.values() for one in outcome.diagnostics)
    if any(outcome.value is None for outcome in made.values()) or stops(said, strict=strict):
        return BuildResult(key, (), in_reading_order(said), False)
    written = publish_formats(workspace.root, key, plan, made)
    said.extend(written.diagnostics)
    is_right = written.value is not None
    if is_right:
        told = (*examined.diagnostics, *document.diagnostics)
        report = RightReport("" if plan.diagnostics or failed else inputs, heading(workspace, key), told)
        record_build(workspace.root, key, plan, made, report, is_silent=is_silent)
    return BuildResult(key, written.value or (), in_reading_order(said), is_right, kept if is_right else ())


def seal(workspace: Workspace, kind: str, name: str) -> Outcome[Path]:
    """Records what an edition and its theme hold, from now on for good, if it is right. Errors: those of checking an edition."""
    from reportgen.commands.check_edition import check_edition
    from reportgen.output.lock import holding
    from reportgen.output.publish import publish_file
    from reportgen.output.records import seal_record
    from reportgen.read.seal import seal_path
    from reportgen.read.workspace import edition_path

    folder = edition_path(kind, name)
    edition = check_edition(workspace, kind, name)
    if edition.has_errors:
        return Outcome(None, edition.diagnostics)
    if edition.value is None or edition.value.seal is not None:
        path = workspace.root / seal_path(folder) if edition.value else None
        return Outcome(path, edition.diagnostics)
    with holding(workspace.root, folder, f"reportgen seal {kind} {name}") as in_the_way:
        if in_the_way:
            return Outcome(None, (*edition.diagnostics, *in_the_way))
        written = publish_file(workspace.root, seal_path(folder), seal_record(edition.value.digests))
    return Outcome(written.value[0] if written.value else None, (*edition.diagnostics, *written.diagnostics))


def begin(root: Path, plan: "Callable[[], Outcome[Plan]]", command: str) -> "Outcome[Plan]":
    """Makes the files of a plan, and gives what of it was made: all but the files that were there just so.

    Why: the plan is made while no other command begins anything in this workspace, since it may add to a list.
    Errors: those of the plan; already-there, cannot-write, build-locked.
    """
    from reportgen.output.lock import holding
    from reportgen.output.publish import publish_new

    is_workspace = (root / MARKER).exists()
    with holding(root, "data", command) if is_workspace else nullcontext(()) as in_the_way:
        left = still_to_make(root, plan()) if not in_the_way else Outcome(None, in_the_way)
        if left.value is None:
            return left
        made = publish_new(root, left.value.files, left.value.grown, left.value.there)
    return Outcome(left.value if made.value is not None else None, (*left.diagnostics, *made.diagnostics))


def still_to_make(root: Path, plan: "Outcome[Plan]") -> "Outcome[Plan]":
    """What of a plan is not there yet. Errors: those of the plan; already-there, cannot-write."""
    from reportgen.output.publish import not_there_yet

    if plan.value is None or plan.has_errors:
        return Outcome(None, plan.diagnostics)
    missing = not_there_yet(root, plan.value.files)
    if missing.value is None:
        return Outcome(None, (*plan.diagnostics, *missing.diagnostics))
    there = tuple(path for path in plan.value.files if path not in missing.value)
    return Outcome(replace(plan.value, files=missing.value, there=there), plan.diagnostics)


def write_schemas(workspace: Workspace) -> Outcome[tuple[Path, ...]]:
    """Writes the JSON Schemas of a workspace for editors. Errors: cannot-write; those of reading an edition."""
    from reportgen.commands.schemas import make_schemas
    from reportgen.output.publish import publish
    from reportgen.read.workspace import SCHEMAS

    made = make_schemas(workspace)
    written = publish(workspace.root, SCHEMAS, made.value or ())
    return Outcome(written.value, (*made.diagnostics, *written.diagnostics))


def one_at_a_time(workspace: Workspace, key: ReportKey, command: str, work: Callable[[], BuildResult]) -> BuildResult:
    """Does something for a report while no other command does. Errors: build-locked, cannot-write."""
    from reportgen.output.lock import holding

    with holding(workspace.root, build_path(key), f"reportgen {command} {key.area} {key.year}") as in_the_way:
        return BuildResult(key, (), in_the_way, False) if in_the_way else work()


def result_of(key: ReportKey, made: Outcome[BuildResult]) -> BuildResult:
    """What became of a report, with all that was said on the way; not right where nothing came of it."""
    said = in_reading_order(made.diagnostics)
    return replace(made.value, diagnostics=said) if made.value else BuildResult(key, (), said, False)


def stops(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether nothing may be written: an error, or a warning when strict."""
    return any(said.is_error or (strict and said.severity is Severity.WARNING) for said in diagnostics)
