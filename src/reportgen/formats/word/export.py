"""The report as a Word file, for those who read or work in Word, with everything that a screen reader needs.

Comes in: a Document. Goes out: report.docx, the same bytes each time.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from reportgen.core import messages
from reportgen.core.diagnostic import Collector, collecting
from reportgen.document.build import Document
from reportgen.document.tables import finding_words, used_in
from reportgen.formats.artifact import Artifact, FileProperties
from reportgen.formats.word.chart_picture import draw_picture
from reportgen.formats.word.column_widths import column_widths
from reportgen.formats.word.file import Element, WordFile, child, field, make, run
from reportgen.formats.word.reference import LIST_LEVELS, WordReference, read_reference
from reportgen.tree import nodes
from reportgen.tree.nodes import Block, Blocks, Inline, Inlines
from reportgen.tree.walk import find, plain_text, shown_title, titled

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_STYLES = {
    "cover-kind": "Cover kind",
    "cover-subject": "Cover line",
    "cover-period": "Cover line",
    "cover-figure": "Cover line",
    "cover-publisher": "Cover line",
    "cover-label": "Cover label",
    "cover-draft": "Draft mark",
    "byline": "Byline",
    "notice": "Notice",
    "lead": "Lead",
    "table-key": "Table key",
}
_ALIGNMENTS = {"left": "", "right": "right", "centre": "center"}
# A table of more rows goes over the end of a page.
_LONG = 30


@collecting
def export_docx(collector: Collector, document: Document) -> tuple[Artifact, ...]:
    """One Word file with headings, lists, tables and pictures that are such to Word, and not only look so.

    Errors: those of the reference.docx of its theme.
    """
    tree = document.tree
    day = document.report.file_date
    reference = collector.take(read_reference(document.report.edition.reference))
    word = WordFile(FileProperties(tree.title, tree.type, tree.author, tree.language, day), reference)
    _WordWriter(word, document).write()
    return (Artifact("report.docx", MEDIA_TYPE, word.data()),)


@dataclass(frozen=True, slots=True)
class _RunStyle:
    """How words are set inside a line."""

    style: str = ""
    is_bold: bool = False
    is_emphasised: bool = False
    is_raised: bool = False
    language: str = ""

    def properties(self, reference: WordReference) -> tuple[tuple[str, str], ...]:
        """As a run says it, in the order of the schema."""
        said = (
            ("rStyle", reference.style("character", self.style) if self.style else "", self.style),
            ("b", "", self.is_bold),
            ("i", "", self.is_emphasised),
            ("vertAlign", "superscript", self.is_raised),
            ("lang", self.language, self.language),
        )
        return tuple((tag, value) for tag, value, is_meant in said if is_meant)


_PLAIN = _RunStyle()


class _WordWriter:
    """Writes one document; keeps the bookmarks and the entries of the contents."""

    def __init__(self, word: WordFile, document: Document) -> None:
        self.word = word
        self.document = document
        self.content = document.tree
        self.marks: dict[str, str] = {}
        # The chapters as they are printed; the key findings stand before the contents.
        self.findings = [one for one in self.content.sections if one.role == "findings"]
        self.others = [one for one in self.content.sections if one.role != "findings"]
        # The end notes as notes of Word's own, each written where the text first leads to it.
        self.notes = _own_notes((*self.findings, *self.others))
        self.written: set[str] = set()

    def write(self) -> None:
        """The cover, the contents, the chapters, and what stands at the edge of each page."""
        self.blocks(self.content.cover)
        self.chapters(self.findings)
        self.contents()
        self.chapters(self.others)
        self.edges()

    def chapters(self, chapters: Sequence[nodes.Section]) -> None:
        """Chapters in order, the first on a page of its own."""
        for number, chapter in enumerate(chapters):
            self.heading(2, chapter.anchor, (nodes.Text(chapter.title),), starts_page=number == 0)
            self.blocks(chapter.blocks)

    def contents(self) -> None:
        """The contents as a field: with links from the start, and with page numbers once Word has brought it up to date.

        Why: the second level is named by its style, since LibreOffice takes all headings of a level, those of the notes too.
        """
        title = self.word.paragraph("TOC Heading")
        run(title, self.content.contents_title)
        entries = []
        for chapter in self.content.sections:
            entries.append((1, chapter.anchor, chapter.title))
            entries += [
                (2, block.anchor, plain_text(block.content))
                for block in chapter.blocks
                if isinstance(block, nodes.Heading) and block.level == 3
            ]
        for number, (level, anchor, words) in enumerate(entries):
            paragraph = self.word.paragraph(f"toc {level}")
            if number == 0:
                field(paragraph, r'TOC \o "1-1" \h \z \t "Heading 2,2"', "begin")
            self.run(self.word.link(paragraph, self.mark(anchor), bookmark=True), words, _RunStyle("Hyperlink"))
            if number == len(entries) - 1:
                field(paragraph, "", "end")

    def edges(self) -> None:
        """What it is and the number of each page but the first; on all of them that the report is a draft."""
        first, header, footer = self.word.edges()
        drafts = [one for one in self.content.cover if isinstance(one, nodes.Paragraph) and one.role == "cover-draft"]
        for edge in (first, header):
            paragraph = self.word.paragraph("header", edge)
            for draft in drafts:
                self.line(paragraph, draft.content)
        paragraph = self.word.paragraph("footer", footer)
        edge_of_text = str(self.word.reference.text_width)
        child(child(paragraph.pPr, "tabs"), "tab", val="right", pos=edge_of_text)
        run(paragraph, f"{self.content.type}\t")
        field(paragraph, "PAGE")

    def blocks(self, blocks: Blocks, style: str = "") -> None:
        """Blocks in order; a paragraph stays on the page of the list, table or picture that it announces."""
        for number, block in enumerate(blocks, 1):
            after = blocks[number] if number < len(blocks) else None
            if isinstance(block, nodes.Paragraph):
                self.words(
                    block, style, keeps_next=isinstance(after, nodes.List | nodes.Table | nodes.Chart | nodes.Picture)
                )
            else:
                self.block(block)

    def words(self, found: nodes.Paragraph, style: str, *, keeps_next: bool = False) -> None:
        """A paragraph by its role, or by the `style` of the block that holds it."""
        name = style or _STYLES.get(found.role, "Normal")
        space = (("before", 240),) if name == "Normal" and self.word.follows_table else ()
        self.line(self.word.paragraph(name, keeps_next=keeps_next, space=space), found.content)

    def block(self, block: Block) -> None:  # noqa: C901 - one case for each kind of block
        """One block that is no paragraph."""
        match block:
            case nodes.Heading(level, anchor, content):
                self.heading(level, anchor, content)
            case nodes.List():
                self.item_list(block)
            case nodes.Table():
                self.table(block, block.key)
            case nodes.Chart():
                self.chart(block)
            case nodes.Picture():
                self.picture(block)
            case nodes.Quotation(blocks):
                self.blocks(blocks, "Quote")
            case nodes.Group(_, blocks):
                self.group(blocks)
            case nodes.CodeBlock(text):
                run(self.word.paragraph("Listing"), text)
            case nodes.Break():
                self.word.paragraph("Rule")
            case nodes.KeyFigures(figures):
                for one in figures:
                    paragraph = self.word.paragraph("Headline figure")
                    self.run(paragraph, one.figure.words, _RunStyle("Headline number"))
                    run(paragraph, f"\t{one.label}")
                    if one.change:
                        self.run(paragraph, f": {one.change}", _RunStyle("Change"))
            case nodes.KeyFindings(findings):
                for found in findings:
                    paragraph = self.word.paragraph("Finding")
                    self.run(paragraph, found.figure.words, _RunStyle("Headline number"))
                    run(paragraph, finding_words(found))
            case nodes.Notes(notes):
                for note in notes:
                    self.note(note)
            case nodes.Footnotes(notes):
                if not self.notes:
                    run(self.word.paragraph("End notes title"), messages.FOOTNOTES)
                    anchors = tuple(note.anchor for note in notes)
                    items = tuple(note.blocks for note in notes)
                    self.item_list(nodes.List(True, notes[0].number, items), anchors=anchors)

    def note(self, note: nodes.Note) -> None:
        """One note on the tables, and the tables that it is used in."""
        paragraph = self.word.paragraph("Note heading")
        run(paragraph, f"({note.letter}) {note.term}")
        self.word.bookmark(paragraph, self.mark(note.anchor))
        self.blocks(note.blocks)
        if note.used_in:
            self.words(nodes.Paragraph(used_in(note)), "")

    def heading(self, level: int, anchor: str, content: Inlines, *, starts_page: bool = False) -> None:
        """The title, or a heading by its style: chapters are of the first level in Word."""
        if level == 1:
            self.line(self.word.paragraph("Title"), content)
            return
        paragraph = self.word.paragraph(f"heading {level - 1}", starts_page=starts_page)
        self.line(paragraph, content)
        self.word.bookmark(paragraph, self.mark(anchor))

    def group(self, blocks: Blocks) -> None:
        """Lines that belong together, with room below the last of them."""
        for number, block in enumerate(blocks, 1):
            is_line = isinstance(block, nodes.Paragraph) and block.role not in _STYLES and number < len(blocks)
            self.blocks((block,), "Lines" if is_line else "")

    def item_list(self, found: nodes.List, level: int = 0, anchors: Sequence[str] = ()) -> None:
        """A list by its style, an ordered one with a count of its own. Shape: `anchors` are those of its items, if any."""
        level = min(level, LIST_LEVELS - 1)
        depth = f" {level + 1}" if level else ""
        style = f"List {'Number' if found.is_ordered else 'Bullet'}{depth}"
        numbering = self.word.numbering(style, found.start) if found.is_ordered else None
        for number, item in enumerate(found.items):
            for position, block in enumerate(item):
                if isinstance(block, nodes.List):
                    self.item_list(block, level + 1)
                elif isinstance(block, nodes.Paragraph) and position == 0:
                    is_last = level == 0 and number == len(found.items) - 1 and len(item) == 1
                    space = (("after", 160),) if is_last else ()
                    paragraph = self.word.paragraph(style, numbering=numbering, space=space)
                    self.line(paragraph, block.content)
                    if anchors:
                        self.word.bookmark(paragraph, self.mark(anchors[number]))
                else:
                    self.blocks((block,), f"List Continue{depth}")

    def table(self, found: nodes.Table, key: tuple[str, ...], name: str = "") -> None:
        """A caption, then a table whose head comes again on each page, then what its shorthand means.

        Shape: `key` explains the shorthand; `name` is what the table is called where it has no caption.
        """
        title = shown_title(found) if found.caption else ()
        if title:
            caption = self.word.paragraph("caption")
            self.line(caption, title)
            for note in found.notes:
                self.line(caption, (nodes.Text("\xa0"), note))
            if found.anchor:
                self.word.bookmark(caption, self.mark(found.anchor))
        table = self.word.add(make("tbl"))
        properties = child(table, "tblPr")
        child(properties, "tblStyle", val=self.word.reference.style("table", "Report table"))
        child(properties, "tblW", w=str(self.word.reference.text_width), type="dxa")
        child(properties, "tblLayout", type="fixed")
        # To a screen reader, the first row and the first column are what the cells are about.
        child(
            properties, "tblLook", val="04A0", firstRow="1", lastRow="0", firstColumn="1", lastColumn="0", noVBand="1"
        )
        called = name or plain_text(titled(found)) or ", ".join(plain_text(head.content) for head in found.heads)
        child(properties, "tblCaption", val=called)
        widths = column_widths(found, self.word.reference.text_width)
        grid = child(table, "tblGrid")
        for width in widths:
            child(grid, "gridCol", w=str(width))
        self.row(table, found.heads, widths, style="Table head", is_head=True)
        if found.anchor and not title:
            # Links from the notes lead to the head of the table instead.
            self.word.bookmark(next(one for one in table.iter() if one.tag.endswith("}p")), self.mark(found.anchor))
        stays = len(found.rows) <= _LONG
        group, bold = "", _RunStyle(is_bold=True)
        for number, row in enumerate(found.rows, 1):
            if row.group and row.group != group:
                # One cell across the table, which stays with the row below it.
                sub_heading = (nodes.Cell((nodes.Text(row.group),)),)
                self.row(table, sub_heading, (sum(widths),), manner=bold, keeps_next=True, across=len(widths))
            group = row.group
            manner, is_last = bold if row.is_total else _PLAIN, number == len(found.rows)
            keeps_next = bool(key) if is_last else stays
            self.row(table, (row.header, *row.cells), widths, manner=manner, keeps_next=keeps_next)
        if key:
            self.words(nodes.Paragraph((nodes.Text(" ".join(key)),), "table-key"), "")

    def chart(self, found: nodes.Chart) -> None:
        """A chart as a picture below its title, then its figures as a table, of which the title is the name."""
        caption = self.word.paragraph("caption")
        self.line(caption, titled(found.table))
        self.word.bookmark(caption, self.mark(found.anchor))
        if found.measure:
            run(self.word.paragraph("Measure"), found.measure)
        data, width = draw_picture(found, self.word.reference.colours)
        paragraph = self.word.paragraph("Picture", keeps_next=True)
        self.word.picture(paragraph, data, found.name, found.alt, width)
        self.table(replace(found.table, caption=(), label=""), found.key, name=plain_text(titled(found.table)))

    def row(
        self,
        table: Element,
        cells: Sequence[nodes.Cell],
        widths: Sequence[int],
        *,
        style: str = "Table text",
        manner: _RunStyle = _PLAIN,
        is_head: bool = False,
        keeps_next: bool = False,
        across: int = 1,
    ) -> None:
        """One row, which no page divides. Shape: each cell goes `across` so many columns."""
        row = child(table, "tr")
        properties = child(row, "trPr")
        child(properties, "cantSplit")
        if is_head:
            child(properties, "tblHeader")
        for cell, width in zip(cells, widths, strict=True):
            element = child(row, "tc")
            described = child(element, "tcPr")
            child(described, "tcW", w=str(width), type="dxa")
            if across > 1:
                child(described, "gridSpan", val=str(across))
            if is_head:
                child(described, "vAlign", val="bottom")
            align = _ALIGNMENTS[cell.align]
            self.line(self.word.paragraph(style, element, keeps_next=keeps_next, align=align), cell.content, manner)
            if cell.gloss:
                run(self.word.paragraph("Gloss", element, keeps_next=keeps_next, align=align), cell.gloss)

    def picture(self, found: nodes.Picture) -> None:
        """A picture with its words for those who cannot see it, then its caption."""
        picture = self.document.pictures[found.name]
        paragraph = self.word.paragraph("Picture", keeps_next=bool(found.caption))
        self.word.picture(paragraph, picture.data, found.name, found.alt, picture.width)
        if found.caption:
            run(self.word.paragraph("Picture caption"), found.caption)

    def line(self, parent: Element, content: Inlines, manner: _RunStyle = _PLAIN) -> None:  # noqa: C901 - likewise
        """What stands in a line, into a paragraph or a link."""
        linked = replace(manner, style="Hyperlink")
        for inline in _joined(content):
            match inline:
                case nodes.Text(words):
                    self.run(parent, words, manner)
                case nodes.Code(words):
                    self.run(parent, words, replace(manner, style="Code"))
                case nodes.LineBreak():
                    run(parent, "\n")
                case nodes.Strong(inner):
                    self.line(parent, inner, replace(manner, is_bold=True))
                case nodes.Emphasis(inner):
                    self.line(parent, inner, replace(manner, is_emphasised=True))
                case nodes.LanguageSpan(code, inner):
                    self.line(parent, inner, replace(manner, language=code))
                case nodes.Link(target, inner) if target.startswith("#"):
                    self.line(self.word.link(parent, self.mark(target[1:]), bookmark=True), inner, linked)
                case nodes.Link(target, inner):
                    self.line(self.word.link(parent, target), inner, linked)
                case nodes.NoteReference(letter, anchor, term):
                    tip = f"({letter}) {term}"
                    self.run(self.word.link(parent, self.mark(anchor), bookmark=True, tip=tip), f"[{letter}]", linked)
                case nodes.FootnoteReference(number, anchor) if anchor in self.written:
                    field(parent, rf"NOTEREF {self.mark(anchor)} \f \h", "begin")
                    self.run(parent, number, _RunStyle("footnote reference"))
                    field(parent, "", "end")
                case nodes.FootnoteReference(_, anchor) if anchor in self.notes:
                    self.written.add(anchor)
                    with self.word.note(parent, self.mark(anchor)):
                        self.blocks(self.notes[anchor].blocks, "footnote text")
                case nodes.FootnoteReference(number, anchor):
                    link = self.word.link(parent, self.mark(anchor), bookmark=True)
                    self.run(link, number, replace(linked, is_raised=True))

    def run(self, parent: Element, words: str, manner: _RunStyle) -> None:
        """Words in a paragraph or link."""
        run(parent, words, *manner.properties(self.word.reference))

    def mark(self, anchor: str) -> str:
        """The bookmark for an anchor. Why: Word takes at most 40 letters, digits and underscores, and hides those with _ in front."""
        return self.marks.setdefault(anchor, f"_Ref{len(self.marks) + 1:06d}")


def _own_notes(chapters: tuple[nodes.Section, ...]) -> dict[str, nodes.Footnote]:
    """The end notes by anchor, if Word can hold them as its own; none otherwise, so that they stay lists with links.

    Why all or none: Word counts its own notes alone, and their numbers are to be those of the other formats.
    """
    notes = {note.anchor: note for note in find(chapters, nodes.Footnote)}
    referred = dict.fromkeys(one.anchor for one in find(chapters, nodes.FootnoteReference))
    return notes if list(notes) == list(referred) and all(map(_is_plain, notes.values())) else {}


def _is_plain(note: nodes.Footnote) -> bool:
    """Whether a note is paragraphs and lists that begin with words, and no note leads on from it."""
    blocks = note.blocks
    return (
        bool(blocks)
        and isinstance(blocks[0], nodes.Paragraph)
        and all(isinstance(block, nodes.Paragraph | nodes.List) for block in blocks)
        and not any(find(blocks, nodes.FootnoteReference, nodes.Picture, nodes.Table))
    )


def _joined(content: Inlines) -> Iterator[Inline]:
    """What stands in a line, with its figures as words like any other. Why: a sentence is one run, as Word would write it."""
    for is_words, group in groupby(content, lambda inline: isinstance(inline, nodes.Text | nodes.FigureReference)):
        if is_words:
            yield nodes.Text("".join(one.words for one in group if isinstance(one, nodes.Text | nodes.FigureReference)))
        else:
            yield from group
