"""How one report stands at one moment.

Comes in: a workspace, a key, and how the report stood before. Goes out: a Look, which is all that the preview shows.
"""

from dataclasses import dataclass, field, replace

from reportgen.commands.partial_report import sketch
from reportgen.core.diagnostic import Outcome, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.document.build import Document, build_document
from reportgen.formats.html.export import with_pictures
from reportgen.formats.html.writer import html_pages
from reportgen.preview.form import Form, form_of
from reportgen.preview.places import Finding, Kind, KnownFigure, figure_of, known_of, spot_of
from reportgen.read.pages import Page
from reportgen.read.source import read_source
from reportgen.read.workspace import Workspace
from reportgen.tree.nodes import FigureReference, Link, Text
from reportgen.tree.walk import transform


@dataclass(frozen=True, slots=True)
class PreviewState:
    """One report at one moment.

    Shape: `page` is the web page with its figures as buttons, empty as long as none could be made; `is_former` where it is
    of before, since what is written now cannot be shown; `fault` is one of ours that kept us from
    looking; `pages` are those in it, for the next look; `form` is empty where the figures file cannot be read, or is not there
    yet, so that it `can_begin`.
    """

    title: str
    findings: tuple[Finding, ...] = ()
    page: str = ""
    is_former: bool = False
    fault: str = ""
    figures: tuple[KnownFigure, ...] = ()
    pages: dict[str, Page] = field(default_factory=dict)
    form: Form = field(default_factory=dict)
    can_begin: bool = False


def look(found: Outcome[Workspace], key: ReportKey, before: PreviewState | None = None) -> PreviewState:
    """The report as it stands in a workspace that was looked for.

    Why: what can be shown is shown, with its gaps; where nothing can, what was there stays, and is told to be of before.
    Errors: none stop it; every slug may be among the findings.
    """
    before = replace(before, fault="") if before else PreviewState(str(key))
    read = read_source(found.value, key) if found.value else Outcome(None)
    diagnostics = [*found.diagnostics, *read.diagnostics]
    if read.value is None:
        findings = tuple(Finding(diagnostic) for diagnostic in in_reading_order(diagnostics))
        can_begin = any(diagnostic.slug == "not-begun" for diagnostic in diagnostics)
        return replace(before, findings=findings, is_former=bool(before.page), form={}, can_begin=can_begin)
    source = read.value
    report, wrong = sketch(source, before.pages)
    document = build_document(report)
    diagnostics += [*wrong, *document.diagnostics]
    findings = tuple(
        Finding(diagnostic, figure_of(diagnostic, report), spot_of(diagnostic, source, report))
        for diagnostic in in_reading_order(diagnostics)
    )
    title = f"{report.area.name}, {report.period.label}"
    captions = document.value.captions if document.value else {name: name for name in report.edition.shape.tables}
    known = known_of(source, report, captions)
    form = form_of(source, known, findings)
    page = _page(document.value, findings) if document.value else Outcome(None)
    if page.value is None:
        findings = (*findings, *(Finding(diagnostic) for diagnostic in page.diagnostics))
        return replace(before, title=title, findings=findings, is_former=bool(before.page), form=form, can_begin=False)
    return PreviewState(title, findings, page.value, figures=known, pages=report.pages, form=form)


# Each figure is a button that knows its name and what is the matter with it; within a link there can be none.
_BUTTON = """
{%- set found = extra.get(node.name) -%}
<button type="button" class="preview-figure" data-figure="{{ node.name }}"{% if found %} data-found="{{ found }}"{% endif %}>
{{- node.words }}{% if found %}<span class="preview-unseen"> ({{ found }})</span>{% endif %}</button>"""


def _page(document: Document, findings: tuple[Finding, ...]) -> Outcome[str]:
    """The web page of a report, with its figures as buttons that tell what is the matter with them."""
    words = {name: Kind.FILL_IN for name, cell in document.report.figures.items() if cell.is_gap}
    for kind in (Kind.LOOK_AGAIN, Kind.PUT_RIGHT, Kind.FILL_IN):
        words |= {finding.figure: kind for finding in findings if finding.figure and finding.kind is kind}
    found = {str(name): kind.value.lower() for name, kind in words.items()}
    marked = replace(document, tree=transform(document.tree, _without_buttons))
    pages = html_pages(marked, "screen", partials={"figure-reference": _BUTTON}, extra=found)
    return Outcome(with_pictures(pages.value[0], document) if pages.value else None, pages.diagnostics)


def _without_buttons(node: object) -> object:
    return transform(node, _as_text) if isinstance(node, Link) else node


def _as_text(node: object) -> object:
    return Text(node.words) if isinstance(node, FigureReference) else node
