"""From a report to a document: the edition's words, the area's pages and the figures, set in one order.

Comes in: a checked Report. Goes out: a Document, whose tree every format is written from.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from reportgen.check.figures import PENDING
from reportgen.check.page_places import pages_at
from reportgen.check.report import Report
from reportgen.core import messages
from reportgen.core.diagnostic import Diagnostic, Outcome, Place, whole_line
from reportgen.core.wording import rounded
from reportgen.document.charts import chart_node
from reportgen.document.cover import cover_blocks
from reportgen.document.findings import key_findings
from reportgen.document.markup_faults import markup_faults
from reportgen.document.numbering import numbered, with_end_note_numbers
from reportgen.document.skeleton import Misplaced, filled, find_marked
from reportgen.document.tables import figure_of, headlines, table_node, tables_with_note
from reportgen.document.templating.templates import Templates, WordingError, wording_of
from reportgen.read.anchors import page_anchor, table_anchor
from reportgen.read.cells import find_cell
from reportgen.read.edition_shapes import PartShape
from reportgen.read.located_yaml import find_place
from reportgen.read.page_bounds import find_too_hard
from reportgen.read.pages import Page
from reportgen.read.pictures import PictureFile
from reportgen.tree import nodes
from reportgen.tree.markdown_reader import anchored, read_markdown
from reportgen.tree.nodes import Blocks
from reportgen.tree.walk import find, plain_text, transform


@dataclass(frozen=True, slots=True)
class Publication:
    """What the publishing form is told. Units: both are bounded in characters, which `formats/govspeak/publishing_form.py` looks at."""

    title: str
    summary: str


@dataclass(frozen=True, slots=True)
class Document:
    """A report in words, before any format. Shape: `pictures` by name; `publication` where the edition has one."""

    report: Report
    tree: nodes.DocumentTree
    pictures: dict[str, PictureFile]
    publication: Publication | None = None

    @property
    def title(self) -> str:
        """The whole title."""
        return self.tree.title

    @property
    def figures_title(self) -> str:
        """What its figures by themselves are called."""
        return f"Figures of {self.title}" + (" (draft)" if self.report.is_draft else "")

    @property
    def tables(self) -> dict[str, nodes.Table]:
        """The edition's tables by name, in the edition's order."""
        found = {table.name: table for table in find(self.tree.sections, nodes.Table) if table.name}
        return {name: found[name] for name in self.report.edition.shape.tables if name in found}

    @property
    def captions(self) -> dict[str, str]:
        """What each table is called, without its notes."""
        return {name: plain_text(table.caption) for name, table in self.tables.items()}


def build_document(report: Report, wording: Templates | None = None) -> Outcome[Document]:
    """The document of a report. Shape: `wording` is that of its edition, where it is read in another way than usual.

    Errors: template-error, table-not-shown, chart-not-shown, unknown-markup, unsafe-link.
    """
    builder = _DocumentBuilder(report, wording or wording_of(report.edition))
    try:
        document = builder.document()
    except WordingError as problem:
        return Outcome(None, (problem.diagnostic,))
    found = (*builder.found, *builder.out_of_place("table"), *builder.out_of_place("chart"))
    return Outcome(None if found else document, found)


class _DocumentBuilder:
    """Fills in one report; counts which tables and charts it has placed."""

    def __init__(self, report: Report, wording: Templates) -> None:
        self.report = report
        self.wording = wording
        self.edition = report.edition
        self.placed: list[tuple[str, str]] = []
        self.found: list[Diagnostic] = []
        self.filled_captions: dict[str, str] = {}
        self.names: dict[str, object] = {
            "area": report.area,
            "period": report.period,
            "year": report.year,
            "settings": report.settings,
            "words": report.edition.shape.words,
            "details": report.details,
            "is_pending": partial(_is_pending, report),
            "former_years": [former.year for former in report.former],
            "is_draft": report.is_draft,
            "source": report.source.removesuffix("."),
            "figure": partial(_figure, report),
            "one_in": partial(_one_in, report),
        }

    def document(self) -> Document:
        """The whole document. Raises: WordingError."""
        report, shape = self.report, self.edition.shape
        kind, subject = self.words(shape.title, "title"), self.words(shape.subject, "subject")
        found = _closed(tuple(section for part in shape.parts for section in self.sections(part)))
        sections = with_end_note_numbers(numbered(found) if shape.numbered else found)
        called = shape.words.get("document", messages.REPORT)
        cover = cover_blocks(report, self.wording, self.names, kind, subject)
        tree = nodes.DocumentTree(
            report.settings.language,
            f"{subject}: {kind[:1].lower()}{kind[1:]}",
            kind,
            subject,
            cover.author,
            cover.description,
            report.year.published.isoformat(),
            report.is_draft,
            called,
            messages.CONTENTS,
            cover.blocks,
            (*sections, self.other_formats(called)),
        )
        pictures = {picture.name: picture for page in report.pages.values() for picture in page.pictures}
        return Document(report, tree, pictures, self.publication())

    def sections(self, part: PartShape) -> list[nodes.Section]:
        """The sections that one part of the edition stands for: any number for a place of local pages."""
        if part.section is not None:
            return [self.wording_section(part.section)]
        if part.page is not None:
            return [self.page(self.report.pages[part.page])]
        return [self.page(page) for page in pages_at(part.pages or "", self.report.local_pages, self.edition.shape)]

    def wording_section(self, name: str) -> nodes.Section:
        """A section of national wording: filled in as marks, read as Markdown once for all areas, then given its values."""
        section = self.edition.sections[name]
        places = {
            "table": self.table,
            "headlines": self.key_figures,
            "findings": self.findings,
            "chart": self.chart,
            "notes": self.notes,
        }
        skeleton = self.wording.fill_skeleton(f"section/{name}", {**self.names, **places})
        try:
            text = skeleton.without_comments()
            if (name, text) not in self.wording.parsed:
                too_hard = find_too_hard(text.split("\n"), trusted=True)
                if too_hard:
                    raise Misplaced(f"the text cannot be read in good time: {too_hard[1]}")
                read = read_markdown(text, name, section.file, section.first_line, trusted=True)
                self.wording.parsed[name, text] = read, find_marked(read.blocks)
            read, marked = self.wording.parsed[name, text]
            blocks = filled(read.blocks, marked, skeleton.values)
        except Misplaced as problem:
            start = whole_line(section.file, section.first_line)
            raise WordingError(Diagnostic("template-error", problem.place or start, str(problem))) from problem
        self.found.extend(markup_faults(read))
        is_first = any(isinstance(block, nodes.KeyFindings) for block in blocks)
        return nodes.Section(name, section.title, anchored(blocks, name), "findings" if is_first else "wording")

    def page(self, page: Page) -> nodes.Section:
        """A local page with its figures put in, below what its front matter says."""
        front = page.front
        pictures = {picture.name: picture for picture in page.pictures}

        def change(node: Any) -> Any:
            if isinstance(node, nodes.FigureReference):
                name = find_cell(self.edition.shape, node.name)
                return nodes.FigureReference(str(name), self.report.figures[name].printed if name else "")
            if isinstance(node, nodes.Picture) and node.name in pictures:
                return replace(node, width=pictures[node.name].width, height=pictures[node.name].height)
            return node

        place = Place(page.file, 1)
        byline = ", ".join(filter(None, (front.byline, front.organisation)))
        head = [
            nodes.Paragraph((nodes.Text(words),), role, place=place)
            for role, words in (("byline", byline), ("notice", front.notice))
            if words
        ]
        lead = tuple(replace(block, role="lead") for block in page.lead if isinstance(block, nodes.Paragraph))
        signed = tuple(
            nodes.Paragraph((nodes.Text(line),), "" if number else "signature-role", place=place)
            for number, line in enumerate(front.signature or ())
        )
        foot = (nodes.Group("signature", signed, place=place),) if signed else ()
        body = page.content.blocks
        # End notes come last on every page.
        end = len(body) - (bool(body) and isinstance(body[-1], nodes.Footnotes))
        blocks: Blocks = (*head, *lead, *body[:end], *foot, *body[end:])
        if page.figure_uses or pictures:
            blocks = transform(blocks, change, nodes.FigureReference, nodes.Picture)
        return nodes.Section(page_anchor(page.name), front.title, blocks, "page")

    def other_formats(self, called: str) -> nodes.Section:
        """How to ask for another format, at the end of every document."""
        contact = self.report.settings.contact
        before, after = messages.other_formats(called, contact.name)
        link = nodes.Link(f"mailto:{contact.email}", (nodes.Text(contact.email),))
        paragraph = nodes.Paragraph((nodes.Text(before), link, nodes.Text(after)))
        return nodes.Section("other-formats", messages.OTHER_FORMATS, (paragraph,), "closing")

    def table(self, name: str) -> Blocks:
        """A table; called by the edition's sections."""
        if name not in self.edition.shape.tables:
            raise LookupError(f"there is no table “{name}”")
        self.placed.append(("table", name))
        return (table_node(self.report, name, self.caption(name)),)

    def chart(self, name: str) -> Blocks:
        """A chart; called by the edition's sections."""
        if name not in self.edition.shape.charts:
            raise LookupError(f"there is no chart “{name}”")
        self.placed.append(("chart", name))
        shape = self.edition.shape.charts[name]
        measure = self.words(shape.measure, "charts", name, "measure")
        counted = self.words(shape.counted, "charts", name, "counted")
        return (chart_node(self.report, name, measure, counted),)

    def key_figures(self) -> Blocks:
        """The figures at the head of the statistics; called by the edition's sections."""
        found = headlines(self.report, lambda label, at: self.words(label, "headlines", at, "label"))
        return (nodes.KeyFigures(found),) if found else ()

    def findings(self) -> Blocks:
        """The key findings; called by the edition's sections."""
        found = key_findings(self.report, lambda says, at, key: self.words(says, "findings", "figures", at, key))
        return (nodes.KeyFindings(found),) if found else ()

    def notes(self) -> Blocks:
        """All notes on the tables; called by the edition's sections."""
        found = []
        for note in self.edition.notes.values():
            self.found.extend(markup_faults(note.content))
            used_in = tuple(
                nodes.Link(f"#{table_anchor(name)}", (nodes.Text(self.caption(name)),))
                for name in tables_with_note(self.report, note.name)
            )
            found.append(nodes.Note(note.anchor, note.letter, note.term, note.content.blocks, used_in))
        return (nodes.Notes(tuple(found)),) if found else ()

    def caption(self, name: str) -> str:
        """A table's caption, filled in."""
        if name not in self.filled_captions:
            self.filled_captions[name] = self.words(self.edition.table(name).caption, "tables", name, "caption")
        return self.filled_captions[name]

    def publication(self) -> Publication | None:
        """The title and summary for the publishing form, filled in, where the edition has both."""
        shape = self.edition.shape.publication
        if shape is None or shape.title is None or shape.summary is None:
            return None
        return Publication(
            self.words(shape.title, "publication", "title"), self.words(shape.summary, "publication", "summary")
        )

    def words(self, words: str, *steps: str | int) -> str:
        """Words of edition.yaml, filled in. Raises: WordingError."""
        return self.wording.fill_words(words, find_place(self.edition.tree, *steps), self.names)

    def out_of_place(self, what: str) -> list[Diagnostic]:
        """Tables, or charts, that no section shows, or that are shown twice."""
        shape = self.edition.shape
        # Without an earlier year, no chart is shown.
        names = list(shape.tables) if what == "table" else list(shape.charts) if self.report.former else []
        slug = "table-not-shown" if what == "table" else "chart-not-shown"
        found = []
        for name in names:
            times = self.placed.count((what, name))
            if times != 1:
                message = (
                    f"the {what} “{name}” is shown {times} times" if times else f"no section shows the {what} “{name}”"
                )
                hint = f'write {{{{ {what}("{name}") }}}} once, in one of the sections'
                place = find_place(self.edition.tree, f"{what}s", name)
                found.append(Diagnostic(slug, place, message, hint))
        return found


def _is_pending(report: Report, figure: str) -> bool:
    """Whether a figure still waits for what it is worked out from; asked by the edition's sections."""
    return figure_of(report, figure)[1].shorthand == PENDING


def _figure(report: Report, figure: str) -> str:
    """A figure as it is printed; asked for by the edition's words."""
    return figure_of(report, figure)[1].printed


def _one_in(report: Report, figure: str) -> str:
    """A rate as “about 1 in 1,090”, to 3 figures; empty where it is not known; asked for by the edition's sections."""
    name, cell = figure_of(report, figure)
    shape = report.edition.table(name.table).rate
    if shape is None:
        raise LookupError(f"there is no rate “{figure}”")
    return f"about 1 in {rounded(shape.per, cell.value):,}" if cell.value else ""


def _closed(sections: tuple[nodes.Section, ...]) -> tuple[nodes.Section, ...]:
    """The sections, of which the last one only closes the document if it has paragraphs alone, and so opens no subject."""
    for last in sections[-1:]:
        if last.role == "wording" and all(isinstance(block, nodes.Paragraph) for block in last.blocks):
            return (*sections[:-1], replace(last, role="closing"))
    return sections
