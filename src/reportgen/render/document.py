"""From a report to a document: the edition's words, the area's pages and the figures, set in one order.

Comes in: a checked Report. Goes out: a Document, the same words for every format.
"""

import re
from dataclasses import dataclass, replace
from functools import partial
from html import unescape

from markupsafe import Markup

from reportgen.check.figures import PENDING
from reportgen.check.report import Report
from reportgen.core.diagnostic import Diagnostic, Outcome, Place
from reportgen.read.anchors import page_anchor, table_anchor
from reportgen.read.cells import find_cell
from reportgen.read.located_yaml import find_place
from reportgen.read.markdown_text import Heading, is_address, render_inline, render_markdown
from reportgen.read.pages import Page
from reportgen.read.pictures import Picture
from reportgen.render.charts import chart_view
from reportgen.render.environment import Wording, WordingError, wording_of
from reportgen.render.tables import Headline, figure_text, headlines, table_view, tables_with_note

_FIGURE_SPAN = re.compile(r'<span data-figure="([a-z0-9_.]+)"></span>')
_BLOCK = re.compile(r'<div data-block="\d+"></div>')
_PICTURE = re.compile(r'src="picture:([^"]+)"')
_TAG = re.compile(r"<[a-zA-Z][^<>]*>")
_ADDRESS = re.compile(
    r"""\s(?:xlink:)?(href|src|srcset|data|poster|background|action|formaction)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))"""
)
_IMAGE = re.compile(r'<img (?=[^>]*src="picture:([^"]+)")')


@dataclass(frozen=True, slots=True)
class Part:
    """One chapter of the document. Shape: `html` holds its body without the heading; `headings` those of level 3 in it."""

    anchor: str
    title: str
    html: Markup
    headings: tuple[Heading, ...]
    byline: str = ""
    organisation: str = ""
    notice: str = ""
    lead: Markup | None = None
    is_page: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """What the publishing form is told. Units: both are bounded in characters, which `export/publishing_form.py` looks at."""

    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report in words, before any format.

    Shape: `title` is made of `subject`, the full title on the cover, and `kind`, such as “Annual report 2024/25”;
    `screen` and `print` are whole HTML pages that refer to pictures as picture:NAME; the style sheet of `print`
    stands apart in `print_style`; `pictures` by name; `captions` of the tables, without notes, by the table's name;
    `headlines` are the figures at the head of the statistics.
    """

    report: Report
    title: str
    kind: str
    subject: str
    parts: tuple[Part, ...]
    screen: str
    print: str
    print_style: str
    pictures: dict[str, Picture]
    captions: dict[str, str]
    publication: Publication | None = None
    headlines: tuple[Headline, ...] = ()


def render_document(report: Report) -> Outcome[Document]:
    """The document of a report.

    Errors: template-error, table-not-shown, chart-not-shown, unsafe-link.
    """
    wording = wording_of(report.edition)
    writer = _Writer(report, wording)
    try:
        parts = tuple(part for shape in report.edition.shape.parts for part in writer.parts(shape.section, shape.page))
        document = writer.document(parts)
    except WordingError as problem:
        return Outcome(None, (problem.diagnostic,))
    found = (
        *writer.tables_out_of_place(),
        *writer.charts_out_of_place(),
        *writer.pictures_out_of_place(document),
        *writer.links_out_of_place(document),
    )
    return Outcome(None if found else document, found)


class _Writer:
    """Fills in one report; counts which tables it has placed."""

    def __init__(self, report: Report, wording: Wording) -> None:
        self.report = report
        self.wording = wording
        self.edition = report.edition
        self.placed: list[str] = []
        self.charted: list[str] = []
        self.blocks: list[str] = []
        self.names: dict[str, object] = {
            "area": report.area,
            "period": report.period,
            "year": report.year,
            "settings": report.settings,
            "words": report.edition.shape.words,
            "details": report.details,
            "is_pending": partial(_is_pending, report),
            "former_years": [former.source.year for former in report.former],
        }

    def parts(self, section: str | None, page: str | None) -> list[Part]:
        """The chapters that one part of the edition stands for: several for the local pages."""
        if section is not None:
            return [self.section(section)]
        if page is not None:
            return [self.page(self.report.pages[page])]
        return [self.page(other) for other in self.report.local_pages]

    def section(self, name: str) -> Part:
        """A section of national wording: filled in, then read as Markdown.

        Why: tables and charts are put in after that, so that what is the same for all areas is read once.
        """
        self.blocks.clear()
        places = {"table": self.table, "headlines": self.headlines, "chart": self.chart, "notes": self.notes}
        text = str(self.wording.fill(f"section/{name}", {**self.names, **places}))
        marks = {f'<div data-block="{number}"></div>': block for number, block in enumerate(self.blocks)}
        for mark, block in marks.items():
            text = text.replace(f"\n\n{block}\n\n", f"\n\n{mark}\n\n", 1)
        content = render_markdown(text, name, trusted=True)
        html = _BLOCK.sub(lambda match: marks.get(match[0], match[0]), content.html)
        return Part(name, self.edition.sections[name].title, Markup(html), content.headings)

    def page(self, page: Page) -> Part:
        """A local page with its figures put in."""
        front = page.front
        lead = Markup(self.with_figures(render_inline(front.lead))) if front.lead else None
        html = Markup(self.with_sizes(self.with_figures(page.content.html), page))
        return Part(
            page_anchor(page.name),
            front.title,
            html,
            page.content.headings,
            front.byline or "",
            front.organisation or "",
            front.notice or "",
            lead,
            True,
        )

    def with_figures(self, html: str) -> str:
        """Puts each figure in the place where it is named; the check has made sure that all exist."""
        return _FIGURE_SPAN.sub(lambda match: figure_text(self.report, match[1]) or "", html)

    def with_sizes(self, html: str, page: Page) -> str:
        """Gives pictures their size, so that a page does not jump while it loads, and names that are unique."""
        pictures = {picture.name: picture for picture in page.pictures}

        def sized(match: re.Match[str]) -> str:
            picture = pictures[match[1]]
            return f'<img width="{picture.width}" height="{picture.height}" '

        return _IMAGE.sub(sized, html)

    def table(self, name: str) -> Markup:
        """Sets a table; called by the edition's sections."""
        if name not in self.edition.shape.tables:
            raise LookupError(f"there is no table “{name}”")
        self.placed.append(name)
        view = table_view(self.report, name, self.caption(name))
        return self._set("tables.html.j2", "table", view)

    def chart(self, name: str) -> Markup:
        """Sets a chart; called by the edition's sections."""
        if name not in self.edition.shape.charts:
            raise LookupError(f"there is no chart “{name}”")
        self.charted.append(name)
        shape = self.edition.shape.charts[name]
        words = (
            str(self.wording.fill_words(text, self._place("charts", name, key), self.names).unescape())
            for key, text in (("measure", shape.measure), ("counted", shape.counted))
        )
        return self._set("charts.html.j2", "chart", chart_view(self.report, name, *words))

    def caption(self, name: str) -> Markup:
        """A table's caption, filled in."""
        shape = self.edition.table(name)
        return self.wording.fill_words(shape.caption, self._place("tables", name, "caption"), self.names)

    def headlines(self) -> Markup:
        """Sets the strip of headline figures; called by the edition's sections."""
        return self._set("tables.html.j2", "headlines", self.headline_figures())

    def headline_figures(self) -> tuple[Headline, ...]:
        """The headline figures, each with its label filled in."""
        found = []
        for position, headline in enumerate(headlines(self.report)):
            label = self.wording.fill_words(headline.label, self._place("headlines", position, "label"), self.names)
            found.append(replace(headline, label=label))
        return tuple(found)

    def notes(self) -> Markup:
        """Sets all notes on the tables; called by the edition's sections."""
        found = []
        for note in self.edition.notes.values():
            tables = [(table_anchor(name), self.caption(name)) for name in tables_with_note(self.report, note.name)]
            found.append({"note": note, "html": Markup(note.content.html), "tables": tables})
        return self._set("tables.html.j2", "notes", found)

    def document(self, parts: tuple[Part, ...]) -> Document:
        """Both pages, for the screen and for print, from the same chapters."""
        report, shape = self.report, self.edition.shape
        kind = self.wording.fill_words(shape.title, self._place("title"), self.names)
        subject = self.wording.fill_words(shape.subject, self._place("subject"), self.names)
        title = f"{subject.unescape()}: {_lowered(kind.unescape())}"
        styles = self.edition.styles
        names = {
            **self.names,
            "kind": kind,
            "subject": subject,
            "title": title,
            "language": report.settings.language,
            "parts": parts,
            "is_draft": report.is_draft,
        }
        template = "report.html.j2" if "report.html.j2" in self.edition.templates else "base.html.j2"
        charts = "\n" + styles["charts.css"] if shape.charts else ""
        screen_style = Markup(styles["common.css"] + "\n" + styles["screen.css"] + charts)
        pages = {
            medium: str(self.wording.fill(template, {**names, "medium": medium, "style": style}))
            for medium, style in (("screen", screen_style), ("print", Markup("")))
        }
        pictures = {picture.name: picture for page in report.pages.values() for picture in page.pictures}
        captions = {name: str(self.caption(name).unescape()) for name in shape.tables}
        return Document(
            report,
            title,
            str(kind.unescape()),
            str(subject.unescape()),
            parts,
            pages["screen"] + "\n",
            pages["print"] + "\n",
            styles["common.css"] + "\n" + styles["print.css"] + charts,
            pictures,
            captions,
            self.publication(),
            self.headline_figures(),
        )

    def publication(self) -> Publication | None:
        """The title and summary for the publishing form, filled in, where the edition has both."""
        shape = self.edition.shape.publication
        if shape is None or shape.title is None or shape.summary is None:
            return None
        title, summary = (
            str(self.wording.fill_words(words, self._place("publication", name), self.names).unescape())
            for name, words in (("title", shape.title), ("summary", shape.summary))
        )
        return Publication(title, summary)

    def tables_out_of_place(self) -> list[Diagnostic]:
        """Tables that no section shows, or that are shown twice."""
        found = []
        for name in self.edition.shape.tables:
            times = self.placed.count(name)
            if times != 1:
                message = (
                    f"the table “{name}” is shown {times} times" if times else f"no section shows the table “{name}”"
                )
                hint = f'write {{{{ table("{name}") }}}} once, in one of the sections'
                found.append(Diagnostic("table-not-shown", self._place("tables", name), message, hint))
        return found

    def charts_out_of_place(self) -> list[Diagnostic]:
        """Charts that no section shows, or that are shown twice."""
        found = []
        for name in self.edition.shape.charts if self.report.former else ():
            times = self.charted.count(name)
            if times != 1:
                message = (
                    f"the chart “{name}” is shown {times} times" if times else f"no section shows the chart “{name}”"
                )
                hint = f'write {{{{ chart("{name}") }}}} once, in one of the sections'
                found.append(Diagnostic("chart-not-shown", self._place("charts", name), message, hint))
        return found

    def pictures_out_of_place(self, document: Document) -> list[Diagnostic]:
        """Pictures that no page has: an edition is words alone."""
        names = dict.fromkeys(_PICTURE.findall(document.screen + document.print))
        hint = "pictures belong to pages of the area; take it out of the section, the note or the template"
        return [
            Diagnostic(
                "template-error", self._place(), f"the edition shows the picture {name}, which it cannot have", hint
            )
            for name in names
            if name not in document.pictures
        ]

    def links_out_of_place(self, document: Document) -> list[Diagnostic]:
        """Links of the edition's own HTML that lead to no address: to another file, or into the computer."""
        tags = (tag for page in (document.screen, document.print) for tag in _TAG.findall(page))
        found = (match for tag in tags for match in _ADDRESS.findall(tag))
        addresses = {unescape("".join(typed)): name for name, *typed in found}
        hint = (
            "links go to a web address (https://…), an e-mail address, a telephone number, or to #a-part-of-the-report"
        )
        return [
            Diagnostic(
                "unsafe-link", self._place_of(address), f"the edition leads to “{address}”, which is not for it", hint
            )
            for address, name in addresses.items()
            if not address.startswith(("#", "picture:")) and not (name == "href" and is_address(address))
        ]

    def _place_of(self, words: str) -> Place:
        """Where words of the edition were typed."""
        files = [*(section.file for section in self.edition.sections.values()), *self.edition.templates.values()]
        for file in files:
            for number, line in enumerate(file.lines, 1):
                if words in line:
                    return Place(file, number, line.index(words) + 1, len(words))
        return self._place()

    def _set(self, template: str, macro: str, *arguments: object) -> Markup:
        """Calls a macro of the theme; the result is one block without empty lines, as Markdown needs it."""
        module = self.wording.environment.get_template(template).module
        html = str(getattr(module, macro)(*arguments))
        block = "\n".join(line for line in html.split("\n") if line.strip())
        self.blocks.append(block)
        return Markup(block)

    def _place(self, *steps: str | int) -> Place:
        return find_place(self.edition.tree, *steps)


def _is_pending(report: Report, figure: str) -> bool:
    """Whether a figure still waits for what it is worked out from; asked by the edition's sections."""
    cell_name = find_cell(report.edition.shape, figure)
    if cell_name is None:
        raise LookupError(f"there is no figure “{figure}”")
    return report.figures[cell_name].shorthand == PENDING


def _lowered(words: str) -> str:
    """Words as the second part of a title: annual report 2024/25."""
    return words[:1].lower() + words[1:]
