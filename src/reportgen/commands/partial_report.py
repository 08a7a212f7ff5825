"""The report as far as it is written, with its gaps marked, so that there is something to look at long before it is right.

Comes in: all that was written for one report, and the pages as they were last shown. Goes out: a Report for the preview and for drafts.
"""

from collections.abc import Mapping
from dataclasses import replace

from reportgen.check.figures import FigureCell, Figures
from reportgen.check.page_places import own_pages
from reportgen.check.report import Report, sketch_report
from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.read.cells import all_cells
from reportgen.read.located_yaml import find_place
from reportgen.read.pages import Page
from reportgen.read.shapes import PageShape
from reportgen.read.source import ReportSource
from reportgen.read.workspace import pages_path
from reportgen.tree.markdown_reader import MarkdownText

_AS_BEFORE = "This page is shown as it was before. It has a mistake now, which is told in the list."
_NOT_SHOWN = "This page cannot be shown yet. What is missing or wrong is told in the list."
TO_BE_WRITTEN = "This page is to be written, or to be put right."


def sketch(
    source: ReportSource, shown: Mapping[str, Page], missing: str = _NOT_SHOWN
) -> tuple[Report, tuple[Diagnostic, ...]]:
    """The report with a figure or a gap in every cell, and words in every place, and all that is wrong with it.

    Why: a page with a mistake is shown as it was before, since an error must never take from sight what was there.
    Shape: `shown` are the pages of the last sketch, by name; `missing` is the notice in the place of a page that there is none of.
    Errors: those of `check_report`.
    """
    report, diagnostics = sketch_report(source)
    asked = tuple(part.page for part in source.edition.shape.parts if part.page)
    pages = {
        name: _page(source, name, shown.get(name), missing) for name in dict.fromkeys((*asked, *source.page_names))
    }
    local = own_pages(replace(source, pages=pages))
    details = {name: f"[{detail.label}]" for name, detail in source.edition.shape.details.items()} | report.details
    figures = _gaps(source) | report.figures
    return replace(report, figures=figures, details=details, pages=pages, local_pages=local), diagnostics


def _gaps(source: ReportSource) -> Figures:
    """Every cell that the edition asks for, as a gap."""
    tree = source.figures.tree
    return {
        cell: FigureCell(find_place(tree, "tables", cell.table, cell.row, cell.column), shorthand="x", is_gap=True)
        for cell in all_cells(source.edition.shape)
    }


def _page(source: ReportSource, name: str, before: Page | None, missing: str) -> Page:
    """A page as it is, or as it was before its mistakes, or a stand-in that says why there is none."""
    page = source.pages.get(name)
    if page is not None and (page.content.blocks or not any(map(str.strip, page.file.lines[page.first_line - 1 :]))):
        return page
    if before is not None and before.content.blocks:
        return replace(before, front=before.front.model_copy(update={"notice": _AS_BEFORE}))
    if page is None:
        file = SourceFile(f"{pages_path(source.key)}/{name}.md", ())
        page = Page(name, PageShape.model_validate({"title": name.capitalize()}), file, 1, MarkdownText())
    return replace(page, front=page.front.model_copy(update={"notice": missing}))
