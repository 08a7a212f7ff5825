"""The order of the stations, and nothing else.

Comes in: a workspace and a key. Goes out: what was written, and all that was said along the way.
"""

from dataclasses import dataclass
from pathlib import Path

from reportgen.core.catalogue import Severity
from reportgen.core.diagnostic import Diagnostic, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.read.workspace import Workspace, build_path


@dataclass(frozen=True, slots=True)
class Built:
    """One report that was checked or built. Shape: `files` is empty when only checked, or when an error stood in the way."""

    key: ReportKey
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]
    is_right: bool


def build(workspace: Workspace, key: ReportKey, formats: tuple[str, ...], *, strict: bool) -> Built:
    """One report in the formats asked for, all or none; with no formats it is only checked.

    Why: nothing is written while an error stands, or a warning when strict, so the last good build stays.
    Errors: every slug may be said.
    """
    from reportgen.check.report import check_report
    from reportgen.export.formats import export
    from reportgen.export.publish import publish
    from reportgen.read.source import read_source
    from reportgen.render.document import render_document

    said: list[Diagnostic] = []

    def stopped(files: tuple[Path, ...] = (), *, is_right: bool = False) -> Built:
        return Built(key, files, in_reading_order(said), is_right)

    source = read_source(workspace, key)
    said.extend(source.diagnostics)
    if source.value is None:
        return stopped()
    report = check_report(source.value)
    said.extend(report.diagnostics)
    if report.value is None or stops(said, strict=strict):
        return stopped()
    document = render_document(report.value)
    said.extend(document.diagnostics)
    if document.value is None or stops(said, strict=strict):
        return stopped()
    if not formats:
        return stopped(is_right=True)
    artifacts = export(document.value, formats)
    said.extend(artifacts.diagnostics)
    if artifacts.value is None or stops(said, strict=strict):
        return stopped()
    written = publish(workspace.root, build_path(key), artifacts.value)
    said.extend(written.diagnostics)
    return stopped(written.value or (), is_right=written.value is not None)


def stops(diagnostics: list[Diagnostic], *, strict: bool) -> bool:
    """Whether nothing may be written: an error, or a warning when strict."""
    return any(said.is_error or (strict and said.severity is Severity.WARNING) for said in diagnostics)
