"""The order of the stations, and nothing else.

Comes in: a workspace and a key. Goes out: what was written, and all that was said along the way.
"""

from dataclasses import dataclass
from pathlib import Path

from reportgen.check.report import Report, check_report
from reportgen.core.diagnostic import Diagnostic, Outcome, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.read.source import read_source
from reportgen.read.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Built:
    """One report that was built, or was not. Shape: `files` is empty when an error stood in the way."""

    key: ReportKey
    files: tuple[Path, ...]
    diagnostics: tuple[Diagnostic, ...]


def check(workspace: Workspace, key: ReportKey) -> Outcome[Report]:
    """Everything short of writing: read, check, and fill in the wording. Errors: every slug but those of making files."""
    source = read_source(workspace, key)
    if source.value is None:
        return Outcome(None, in_reading_order(source.diagnostics))
    checked = check_report(source.value)
    said = (*source.diagnostics, *checked.diagnostics)
    if checked.value is None:
        return Outcome(None, in_reading_order(said))
    from reportgen.render.document import render_document

    document = render_document(checked.value)
    said = in_reading_order((*said, *document.diagnostics))
    return Outcome(None if document.value is None else checked.value, said)


def build(workspace: Workspace, key: ReportKey, formats: tuple[str, ...], *, strict: bool) -> Built:
    """One report in the formats asked for; nothing is written while an error stands, or a warning when strict."""
    from reportgen.export.artifact import Artifact
    from reportgen.export.formats import FORMATS
    from reportgen.export.publish import publish
    from reportgen.render.document import render_document

    source = read_source(workspace, key)
    said = list(source.diagnostics)
    checked = check_report(source.value) if source.value else Outcome[Report](None)
    said.extend(checked.diagnostics)
    if checked.value is None or stops(said, strict=strict):
        return Built(key, (), in_reading_order(said))
    document = render_document(checked.value)
    said.extend(document.diagnostics)
    artifacts: list[Artifact] = []
    for name in formats if document.value else ():
        made = FORMATS[name](document.value)  # type: ignore[arg-type]
        said.extend(made.diagnostics)
        if made.value:
            artifacts.append(made.value)
    if document.value is None or stops(said, strict=strict):
        return Built(key, (), in_reading_order(said))
    written = publish(workspace.root, key, tuple(artifacts))
    said.extend(written.diagnostics)
    return Built(key, written.value or (), in_reading_order(said))


def stops(diagnostics: list[Diagnostic] | tuple[Diagnostic, ...], *, strict: bool) -> bool:
    """Whether nothing may be written: an error, or a warning when strict."""
    from reportgen.core.catalogue import Severity

    return any(said.is_error or (strict and said.severity is Severity.WARNING) for said in diagnostics)
