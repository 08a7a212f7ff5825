"""Documents made through the stations of the program, without the command line and without a PDF.

Comes in: a workspace, a year and an area. Goes out: the Document that formats are made of.
"""

from pathlib import Path

from reportgen.check.report import check_report
from reportgen.core.names import ReportKey
from reportgen.read.source import read_source
from reportgen.read.workspace import find_workspace
from reportgen.render.document import Document, render_document


def document_of(root: Path, year: int, area: str = "london", kind: str = "annual-report") -> Document:
    """The document of one report, which is expected to be right."""
    workspace = find_workspace(root).value
    assert workspace is not None
    source = read_source(workspace, ReportKey(kind, year, area))
    assert source.value is not None, source.diagnostics
    report = check_report(source.value)
    assert report.value is not None, report.diagnostics
    document = render_document(report.value)
    assert document.value is not None, document.diagnostics
    return document.value


def change(path: Path, old: str, new: str) -> None:
    """Replaces words that stand exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
