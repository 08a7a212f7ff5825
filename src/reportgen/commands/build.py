"""The order of the stations, and nothing else.

Comes in: a workspace and a key. Goes out: what was written, and all that was said along the way.
"""

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import dataclass, replace
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Concatenate, ParamSpec

from reportgen.core.catalogue import Severity
from reportgen.core.diagnostic import Collector, Diagnostic, Outcome, collecting, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.read.workspace import MARKER, Workspace, build_path

if TYPE_CHECKING:
    from reportgen.check.report import Report
    from reportgen.commands.new.plan import Plan
    from reportgen.document.build import Document

Given = ParamSpec("Given")


@dataclass(frozen=True, slots=True)
class BuildResult:
    """One report that was checked or made.

    Shape: `files` were written, and are none when only checked, or when an error stood in the way; `kept` were there already,
    up to date, by their paths in the workspace; `heading` is what was understood of it, where that was asked.
    """

    key: ReportKey
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_right: bool
    kept: tuple[str, ...] = ()
    heading: str = ""

    @property
    def is_new(self) -> bool:
        """Whether anything was done, since not all was there already."""
        return bool(self.files) or not self.kept


@collecting
def examine(
    collector: Collector, workspace: Workspace, key: ReportKey, *, strict: bool, at_one_moment: bool
) -> "Report":
    """Read and check; `at_one_moment` with all files as they were at one, before anything is made of them.

    Errors: those of reading and of every rule; changed-meanwhile.
    """
    from reportgen.check.report import check_report
    from reportgen.read.meanwhile import changed_meanwhile
    from reportgen.read.source import read_source

    source = read_source(workspace, key)
    if source.value is None:
        collector.stop(*source.diagnostics)
    # What was said while reading is among what the rules said, with its waivers.
    report = collector.take(check_report(source.value, source.diagnostics))
    collector.diagnostics.extend(changed_meanwhile(workspace.root, report.digests) if at_one_moment else ())
    if stops(collector.diagnostics, strict=strict):
        collector.stop()
    return report


@collecting
def prepare(
    collector: Collector, workspace: Workspace, key: ReportKey, *, strict: bool, at_one_moment: bool = False
) -> "Document":
    """Read, check, render: everything short of making files. Errors: every slug but those of making files.

    Shape: `at_one_moment` where files are made of it. Why: a check is of any moment, and reading twice takes its time.
    """
    report = collector.take(examine(workspace, key, strict=strict, at_one_moment=at_one_moment))
    document = collector.take(_document(report))
    if stops(collector.diagnostics, strict=strict):
        collector.stop()
    return document


def _document(report: "Report") -> "Outcome[Document]":
    """The document of a report, if its theme can write it. Errors: those of building a document and of its theme."""
    from reportgen.document.build import build_document
    from reportgen.formats.html.theme_lint import lint_theme
    from reportgen.formats.word.reference import read_reference

    document, edition = build_document(report), report.edition
    faults = (*lint_theme(edition), *read_reference(edition.reference).diagnostics)
    return Outcome(None if faults else document.value, (*document.diagnostics, *faults))


def recalled(
    workspace: Workspace, key: ReportKey, formats: tuple[str, ...], inputs: str, *, strict: bool
) -> BuildResult | None:
    """What became of a report whose inputs lie as they did when it was last right; None where it is to be looked at anew."""
    from reportgen.output.build_record import recall

    known = recall(workspace.root, key, formats, inputs)
    if known is None or stops(known.diagnostics, strict=strict):
        return None
    names = (name for made in known.formats.values() for name in made.files) if formats else ()
    kept = tuple(f"{build_path(key)}/{name}" for name in names)
    return BuildResult(key, (), in_reading_order(known.diagnostics), True, kept, known.heading)


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
        from reportgen.output.build_record import BuildRecord, record_check

        checked = prepare(workspace, key, strict=strict)
        diagnostics = in_reading_order(checked.diagnostics)
        if checked.value is not None:
            record_check(workspace.root, key, BuildRecord(inputs, heading(workspace, key), diagnostics))
        return BuildResult(key, (), diagnostics, checked.value is not None)
    return _build(workspace, key, formats, inputs, strict=strict)


_Work = Callable[Concatenate[Collector, Workspace, ReportKey, Given], BuildResult]


def one_at_a_time(
    command: str,
) -> Callable[[_Work[Given]], Callable[Concatenate[Workspace, ReportKey, Given], BuildResult]]:
    """A function that takes one report from station to station, while no other command does anything for that report.

    Shape: what comes of it has all that was said on the way, and is not right where the way came to an end.
    Errors: build-locked, cannot-write.
    """

    def decorated(work: _Work[Given]) -> Callable[Concatenate[Workspace, ReportKey, Given], BuildResult]:
        @wraps(work)
        def alone(workspace: Workspace, key: ReportKey, /, *given: Given.args, **named: Given.kwargs) -> BuildResult:
            from reportgen.output.lock import holding

            with holding(workspace.root, build_path(key), f"reportgen {command} {key.area} {key.year}") as in_the_way:
                if in_the_way:
                    return BuildResult(key, (), in_the_way, False)
                made = collecting(work)(workspace, key, *given, **named)
            diagnostics = in_reading_order(made.diagnostics)
            return (
                replace(made.value, diagnostics=diagnostics) if made.value else BuildResult(key, (), diagnostics, False)
            )

        return alone

    return decorated


@one_at_a_time("build")
def _build(
    collector: Collector, workspace: Workspace, key: ReportKey, formats: tuple[str, ...], inputs: str, *, strict: bool
) -> BuildResult:
    from reportgen.commands.listing import heading
    from reportgen.core.own_fault import is_own_fault
    from reportgen.formats.registry import export_format, lacking_tables
    from reportgen.output.build_record import BuildRecord
    from reportgen.output.cache import not_made_anew, plan_formats, publish_formats, record_build

    report = collector.take(examine(workspace, key, strict=strict, at_one_moment=True))
    told = tuple(collector.diagnostics)
    plan = plan_formats(workspace.root, report, formats)
    collector.diagnostics.extend(plan.diagnostics)
    if stops(collector.diagnostics, strict=strict):
        collector.stop()
    kept = tuple(f"{build_path(key)}/{name}" for name in plan.kept_files)
    if not plan.missing and not plan.outdated:
        right = BuildRecord("" if plan.diagnostics else inputs, heading(workspace, key), told)
        record_build(workspace.root, key, plan, {}, right, is_silent=True)
        return BuildResult(key, (), (), True, kept)
    built = _document(report)
    document = collector.take(built)
    if stops(collector.diagnostics, strict=strict):
        collector.stop()
    lacking = lacking_tables(document, plan.missing)
    if lacking:
        collector.stop(*lacking)
    made = {name: export_format(name, document) for name in (*plan.missing, *plan.outdated)}
    failed = [name for name in plan.outdated if not made[name].value and not is_own_fault(made[name].diagnostics)]
    collector.diagnostics.extend(not_made_anew(key, name, made.pop(name).diagnostics) for name in failed)
    collector.diagnostics.extend(one for outcome in made.values() for one in outcome.diagnostics)
    if any(outcome.value is None for outcome in made.values()) or stops(collector.diagnostics, strict=strict):
        collector.stop()
    written = collector.take(publish_formats(workspace.root, key, plan, made))
    told = (*told, *built.diagnostics)
    right = BuildRecord("" if plan.diagnostics or failed else inputs, heading(workspace, key), told)
    record_build(workspace.root, key, plan, made, right, is_silent=not built.diagnostics)
    return BuildResult(key, written, (), True, kept)


@collecting
def seal(collector: Collector, workspace: Workspace, kind: str, name: str) -> Path:
    """Records what an edition and its theme hold, from now on for good, if it is right. Errors: those of checking an edition."""
    from reportgen.commands.check_edition import check_edition
    from reportgen.output.lock import holding
    from reportgen.output.publish import publish_file
    from reportgen.output.records import seal_record
    from reportgen.read.seal import seal_path
    from reportgen.read.workspace import edition_path

    folder = edition_path(kind, name)
    edition = collector.take(check_edition(workspace, kind, name))
    if stops(collector.diagnostics, strict=False):
        collector.stop()
    if edition.seal is not None:
        return workspace.root / seal_path(folder)
    with holding(workspace.root, folder, f"reportgen seal {kind} {name}") as in_the_way:
        if in_the_way:
            collector.stop(*in_the_way)
        (written,) = collector.take(publish_file(workspace.root, seal_path(folder), seal_record(edition.digests)))
    return written


@collecting
def begin(collector: Collector, root: Path, plan: "Callable[[], Outcome[Plan]]", command: str) -> "Plan":
    """Makes the files of a plan, and gives what of it was made: all but the files that were there just so.

    Why: the plan is made while no other command begins anything in this workspace, since it may add to a list.
    Errors: those of the plan; already-there, cannot-write, build-locked.
    """
    from reportgen.output.lock import holding
    from reportgen.output.publish import publish_new

    is_workspace = (root / MARKER).exists()
    with holding(root, "data", command) if is_workspace else nullcontext(()) as in_the_way:
        if in_the_way:
            collector.stop(*in_the_way)
        left = collector.take(still_to_make(root, plan()))
        collector.take(publish_new(root, left.files, left.grown, left.there))
    return left


@collecting
def still_to_make(collector: Collector, root: Path, plan: "Outcome[Plan]") -> "Plan":
    """What of a plan is not there yet. Errors: those of the plan; already-there, cannot-write."""
    from reportgen.output.publish import not_there_yet

    wanted = collector.take(plan)
    if plan.has_errors:
        collector.stop()
    missing = collector.take(not_there_yet(root, wanted.files))
    return replace(wanted, files=missing, there=tuple(path for path in wanted.files if path not in missing))


def write_schemas(workspace: Workspace) -> Outcome[tuple[Path, ...]]:
    """Writes the JSON Schemas of a workspace for editors. Errors: cannot-write; those of reading an edition."""
    from reportgen.commands.schemas import make_schemas
    from reportgen.output.publish import publish
    from reportgen.read.workspace import SCHEMAS

    made = make_schemas(workspace)
    written = publish(workspace.root, SCHEMAS, made.value or ())
    return Outcome(written.value, (*made.diagnostics, *written.diagnostics))


def stops(diagnostics: Iterable[Diagnostic], *, strict: bool) -> bool:
    """Whether nothing may be written: an error, or a warning when strict."""
    return any(
        diagnostic.is_error or (strict and diagnostic.severity is Severity.WARNING) for diagnostic in diagnostics
    )
