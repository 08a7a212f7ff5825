"""Documents made through the stations of the program, without the command line and without a PDF.

Comes in: a workspace, a year and an area. Goes out: the Document that formats are made of, its pages, and the same in another
theme.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from reportgen.check.report import check_report
from reportgen.core.diagnostic import SourceFile
from reportgen.core.names import ReportKey
from reportgen.document.build import Document, build_document
from reportgen.formats.html.writer import Medium, html_pages
from reportgen.read.source import read_source
from reportgen.read.workspace import Workspace
from reportgen.read.workspace_files import find_workspace


def open_workspace(root: Path) -> Workspace:
    """The workspace at a root, which is expected to be right."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return workspace


def document_of(root: Path, year: int, area: str = "london", kind: str = "annual-report") -> Document:
    """The document of one report, which is expected to be right."""
    source = read_source(open_workspace(root), ReportKey(kind, year, area))
    assert source.value is not None, source.diagnostics
    report = check_report(source.value)
    assert report.value is not None, report.diagnostics
    document = build_document(report.value)
    assert document.value is not None, document.diagnostics
    return document.value


def page_of(document: Document, medium: Medium = "print") -> str:
    """The web page of a document, or the page that it is printed from."""
    pages = html_pages(document, medium)
    assert pages.value, pages.diagnostics
    return pages.value[0]


def in_theme(document: Document, dress: Callable[[str, str], str]) -> Document:
    """The same document in another theme. Shape: `dress` gives each partial and style sheet another text, by its name."""
    edition = document.report.edition
    partials = {
        name: SourceFile(file.path, tuple(dress(name, file.text).split("\n")))
        for name, file in edition.partials.items()
    }
    styles = {name: dress(name, text) for name, text in edition.styles.items()}
    report = replace(document.report, edition=replace(edition, partials=partials, styles=styles))
    return replace(document, report=report)


def with_page_changed(document: Document, before: str, after: str) -> Document:
    """The same document in a theme whose pages have something else in one place."""
    assert before in page_of(document)
    words = [f"{one!r} | safe" for one in (before, after)]

    def dress(name: str, text: str) -> str:
        return (
            f"{{% filter replace({', '.join(words)}, 1) %}}{text}{{% endfilter %}}" if name == "page.html.j2" else text
        )

    return in_theme(document, dress)


def change(path: Path, old: str, new: str) -> None:
    """Replaces words that stand exactly once in a file."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path.name}"
    path.write_text(text.replace(old, new), encoding="utf-8")
