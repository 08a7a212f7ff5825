"""The report for GOV.UK's publishing system: its text in Govspeak, its pictures, and what the publishing form asks for.

Comes in: a Document. Goes out: report.govspeak.md, publishing-form.md and the pictures under their own names.
Source: GOV.UK, How to publish on GOV.UK, Markdown; and alphagov/govspeak, which builds on kramdown.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from reportgen.core import messages
from reportgen.core.diagnostic import Collector, collecting
from reportgen.document.build import Document
from reportgen.document.tables import finding_words, grouped_header, used_in
from reportgen.formats.artifact import Artifact
from reportgen.formats.govspeak.abbreviations import find_abbreviations
from reportgen.formats.govspeak.publishing_form import publishing_form
from reportgen.tree import nodes
from reportgen.tree.nodes import Block, Blocks, Inlines
from reportgen.tree.walk import find, plain_text, shown_title

_DEEPEST_HEADING = 4
_RULES = {"left": "---", "right": "---:", "centre": ":---:"}
_NUMBER = re.compile(r"[0-9][0-9,]*")
_ADDRESS = re.compile(r"[A-Za-z][\w:-]*", re.ASCII)


@collecting
def export_govspeak(collector: Collector, document: Document) -> tuple[Artifact, ...]:
    """The text to paste, the form to fill in, and the pictures to upload.

    Errors: publication-missing, title-too-long, summary-too-long, summary-without-stop.
    """
    form = collector.take(publishing_form(document))
    publication = document.report.edition.shape.publication
    known = publication.abbreviations if publication else {}
    text = govspeak(document.tree, known)
    pictures = (document.pictures[name] for name in sorted(document.pictures))
    return (
        Artifact("report.govspeak.md", "text/markdown", text.encode()),
        Artifact("publishing-form.md", "text/markdown", form.encode()),
        *(Artifact(picture.name, picture.media_type, picture.data) for picture in pictures),
    )


def govspeak(content: nodes.DocumentTree, known_abbreviations: dict[str, str]) -> str:
    """A document as the body of a page of GOV.UK.

    Shape: the title is left out, as the page shows it; headings begin at `##`; notes and abbreviations stand at the end.
    """
    writer = _GovspeakWriter(content)
    pieces = [*writer.cover(content.cover)]
    for chapter in content.sections:
        pieces.extend(writer.chapter(chapter))
    pieces.extend(writer.end_notes())
    text = "\n\n".join(pieces) + "\n"
    abbreviations = find_abbreviations(text, known_abbreviations)
    listed = "".join(f"*[{short}]: {words}\n" for short, words in abbreviations)
    return f"{text}\n{listed}" if listed else text


class _GovspeakWriter:
    """Writes one document; knows which of its end notes the text leads to."""

    def __init__(self, content: nodes.DocumentTree) -> None:
        self.notes: dict[str, nodes.Footnote] = {note.anchor: note for note in find(content.sections, nodes.Footnote)}
        self.cited: set[str] = set()
        self.below_tables: set[str] = set()
        # What a link leads to, if it is written as a heading; only these say their address.
        targets = {
            link.target.removeprefix("#") for link in find(content.sections, nodes.Link) if link.target[:1] == "#"
        }
        targets |= {note.anchor for note in find(content.sections, nodes.NoteReference)}
        self.addresses = targets.intersection(_headings(content.sections))
        self.level = 2

    def cover(self, blocks: Blocks) -> Iterator[str]:
        """What the page does not show by itself: a draft first, so that nobody misses it."""
        for block in sorted(
            blocks, key=lambda one: not (isinstance(one, nodes.Paragraph) and one.role == "cover-draft")
        ):
            # The page's own title is the publication's; the title on the cover becomes a line of the text.
            yield from self.block(nodes.Paragraph(block.content) if isinstance(block, nodes.Heading) else block)

    def chapter(self, chapter: nodes.Section) -> Iterator[str]:
        yield from self.block(nodes.Heading(2, chapter.anchor, (nodes.Text(chapter.title),)))
        for block in chapter.blocks:
            written = self.block(block)
            if any(link.target.startswith("mailto:") for link in find(block, nodes.Link)) and chapter.role == "closing":
                yield _contact("\n\n".join(written))
            else:
                yield from written

    def block(self, block: Block) -> Iterable[str]:  # noqa: C901 - one case for each kind of block
        """One block as pieces of text, to be set apart by empty lines."""
        match block:
            case nodes.Heading(level, anchor, content):
                self.level = level
                return (self.heading(level, self.line(content), anchor),)
            case nodes.Paragraph(content, "cover-draft"):
                return (f"%{self.line(content)}%",)
            case nodes.Paragraph(content, "notice"):
                return (f"^{self.line(content)}^",)
            case nodes.Paragraph(content, _):
                return (_safe_start(self.line(content)),)
            case nodes.List():
                return self.item_list(block)
            case nodes.Table():
                return self.table(block)
            case nodes.Chart():
                return self.chart(block)
            case nodes.Picture(name):  # its words are asked for by the publishing form
                return (f"[Image: {name}]",)
            case nodes.Quotation(blocks):
                pieces = "\n\n".join(piece for inner in blocks for piece in self.block(inner))
                return ("\n".join(f"> {line}".rstrip() for line in pieces.split("\n")),)
            case nodes.Group(role, blocks):
                return self.group(role, blocks)
            case nodes.CodeBlock(text):
                return ("\n".join(f"    {line}" for line in text.split("\n")),)
            case nodes.Break():
                return ("* * *",)
            case nodes.KeyFigures(figures):
                return (
                    f"{{stat-headline}}\n*{_escaped(one.figure.words)}* {_escaped(one.label)}"
                    + (f": {_escaped(one.change)}" if one.change else "")
                    + "\n{/stat-headline}"
                    for one in figures
                )
            case nodes.KeyFindings(findings):
                return (f"- **{_escaped(one.figure.words)}**{_escaped(finding_words(one))}" for one in findings)
            case nodes.Notes(notes):
                return (piece for note in notes for piece in self.note(note))
            case nodes.Footnotes():  # all of them stand at the end of the page
                return ()

    def heading(self, level: int, words: str, anchor: str) -> str:
        """A heading, with its address if something leads to it."""
        return f"{'#' * level} {words}" + (f" {{#{anchor}}}" if anchor in self.addresses else "")

    def note(self, note: nodes.Note) -> Iterator[str]:
        """One note on the tables, and the tables that it is used in."""
        yield self.heading(3, f"({note.letter}) {_escaped(note.term)}", note.anchor)
        for block in note.blocks:
            yield from self.block(block)
        if note.used_in:
            yield self.line(used_in(note))

    def item_list(self, found: nodes.List) -> Iterator[str]:
        """Items on lines of their own, what belongs to an item set in below it."""
        if found.is_ordered and found.start != 1:
            # A list begins at 1 in kramdown, so that another number can only be written as words.
            for number, item in enumerate(found.items, found.start):
                first, *others = [piece for block in item for piece in self.block(block)]
                yield from (f"{number}\\. {first}", *others)
            return
        lines = []
        loose = any(sum(not isinstance(block, nodes.List) for block in item) > 1 for item in found.items)
        for number, item in enumerate(found.items, 1):
            mark = f"{number}. " if found.is_ordered else "- "
            pieces = [piece for block in item for piece in self.block(block)]
            body = ("\n\n" if loose else "\n").join(pieces)
            lines.append(
                mark + body.replace("\n", "\n" + " " * len(mark)).replace("\n" + " " * len(mark) + "\n", "\n\n")
            )
        yield ("\n\n" if loose else "\n").join(lines)

    def table(self, table: nodes.Table) -> Iterator[str]:
        """A caption as a heading of the next level, then the table.

        Why: Govspeak has no captions, and a heading can be reached by those who hear the page.
        """
        if table.caption and shown_title(table):
            yield self.caption(table, table.anchor)
        yield from self.cells(table)
        if table.key:
            yield _safe_start(_escaped(" ".join(table.key)))

    def chart(self, chart: nodes.Chart) -> Iterator[str]:
        """The title, what is measured, and the figures, from which GOV.UK draws bars where all of them are numbers.

        Why: a year of which no figure is shown would be drawn as nought, so it is told below the table alone.
        """
        yield self.caption(chart.table, chart.anchor)
        if chart.measure:
            yield _escaped(chart.measure)
        shown = _shown(chart)
        is_drawn = all(_NUMBER.fullmatch(plain_text(cell.content)) for row in shown.rows for cell in row.cells)
        table, *others = self.cells(shown if is_drawn else chart.table)
        yield f"{table}\n{{barchart}}" if is_drawn else table
        yield from others
        left_out = [head for head in chart.table.heads if head not in shown.heads] if is_drawn else []
        if left_out:
            years = ", ".join(plain_text(head.content) for head in left_out)
            yield _safe_start(_escaped(messages.not_shown(years, is_one=len(left_out) == 1)))
        key = [line for line in chart.key if not (left_out and line.startswith("[x]"))]
        if key:
            yield _safe_start(_escaped(" ".join(key)))

    def caption(self, table: nodes.Table, anchor: str) -> str:
        words = " ".join([self.line(shown_title(table)), *(self.note_mark(note) for note in table.notes)])
        level = self.level + 1
        return self.heading(level, words, anchor) if level <= _DEEPEST_HEADING else f"**{words}**"

    def note_mark(self, note: nodes.NoteReference) -> str:
        """Why: [c] by itself would mean confidential."""
        mark = f"[note {note.letter}]"
        return f"[{mark}](#{note.anchor})" if note.anchor in self.addresses else mark

    def cells(self, table: nodes.Table) -> Iterator[str]:
        """The table itself, then the end notes in it, which GOV.UK cannot number inside a table."""
        cells = [*table.heads, *(cell for row in table.rows for cell in (row.header, *row.cells))]
        asides = list(dict.fromkeys(find(tuple(cell.content for cell in cells), nodes.FootnoteReference)))
        lines = [self.row(table.heads, asides), "|".join(["", *(_RULES[head.align] for head in table.heads), ""])]
        lines += [self.row((grouped_header(row), *row.cells), asides, mark="# ") for row in table.rows]
        yield "\n".join(lines)
        self.below_tables.update(found.anchor for found in asides)
        for number, found in enumerate(asides, 1):
            yield f"[table note {number}] {self.note_body(self.notes[found.anchor])}"

    def row(self, cells: Sequence[nodes.Cell], asides: list[nodes.FootnoteReference], *, mark: str = "") -> str:
        """One line of a table. Shape: `asides` are the end notes in the table."""
        return f"|{mark or ' '}{' | '.join(self.cell(cell, asides) for cell in cells)} |"

    def cell(self, cell: nodes.Cell, asides: list[nodes.FootnoteReference]) -> str:
        """The words of a cell, with what they mean plainly in brackets."""
        return self.line(cell.content, asides) + (f" ({_escaped(cell.gloss)})" if cell.gloss else "")

    def group(self, role: str, blocks: Blocks) -> Iterator[str]:
        """Lines that belong together, each on its own; an address as a contact."""
        pieces = [piece for block in blocks for piece in self.block(block)]
        body = (
            "  \n".join(pieces) if all(isinstance(block, nodes.Paragraph) for block in blocks) else "\n\n".join(pieces)
        )
        yield _contact(body) if role == "address" else body

    def end_notes(self) -> Iterator[str]:
        """The notes that the text leads to, under their numbers; then, as words, any that no text leads to."""
        rest = []
        # A note that another note leads to has a later number.
        for note in self.notes.values():
            body = self.note_body(note)
            if note.anchor in self.cited:
                yield f"[^{note.number}]: " + body.replace("\n", "\n    ").replace("\n    \n", "\n\n")
            elif note.anchor not in self.below_tables:
                rest.append(_safe_start(body))
        yield from rest

    def note_body(self, note: nodes.Footnote) -> str:
        return "\n\n".join(piece for block in note.blocks for piece in self.block(block))

    def line(self, content: Inlines, asides: list[nodes.FootnoteReference] | None = None) -> str:
        """What stands in a line. Shape: `asides` is given inside a table alone."""
        return "".join(self.inline(content, asides)).replace("\xa0", " ").strip()

    def inline(self, content: Inlines, asides: list[nodes.FootnoteReference] | None) -> Iterator[str]:  # noqa: C901 - likewise
        for inline in content:
            match inline:
                case nodes.Text(words) | nodes.FigureReference(_, words):
                    yield _escaped(words)
                case nodes.Code(words):
                    yield f"`{words}`"
                case nodes.LineBreak():
                    yield "  \n" if asides is None else " "
                case nodes.Strong(inner):
                    yield f"**{self.line(inner, asides)}**"
                case nodes.Emphasis(inner):
                    yield f"*{self.line(inner, asides)}*"
                case nodes.LanguageSpan(_, inner):  # Govspeak cannot say that the words are in another language
                    yield self.line(inner, asides)
                case nodes.Link(target, inner) if target[:1] == "#" and target[1:] not in self.addresses:
                    yield self.line(inner, asides)  # it leads to no heading, which alone has an address on GOV.UK
                case nodes.Link(target, inner):
                    yield f"[{self.line(inner, asides)}]({target.replace('(', '%28').replace(')', '%29')})"
                case nodes.NoteReference():
                    yield self.note_mark(inline)
                case nodes.FootnoteReference(number, anchor) if asides is None:
                    self.cited.add(anchor)
                    yield f"[^{number}]"
                case nodes.FootnoteReference():
                    yield f" [table note {(asides or []).index(inline) + 1}]"


def _headings(sections: tuple[nodes.Section, ...]) -> Iterator[str]:
    """The anchors of all that is written as a heading, if kramdown takes them as an address."""
    for section in sections:
        found, level = [section.anchor], 2
        for one in find(section.blocks, nodes.Heading, nodes.Note, nodes.Table, nodes.Chart):
            if isinstance(one, nodes.Heading):
                level = one.level
            is_bold = isinstance(one, nodes.Table | nodes.Chart) and level >= _DEEPEST_HEADING
            if not (is_bold or (isinstance(one, nodes.Table) and not shown_title(one))):
                found.append(one.anchor)
        yield from (anchor for anchor in found if _ADDRESS.fullmatch(anchor))


def _shown(chart: nodes.Chart) -> nodes.Table:
    """The table of a chart without the years of which no figure is shown."""
    gaps = {
        position
        for position, points in enumerate(zip(*(series.points for series in chart.series), strict=True))
        if all(point.words == messages.NOT_SHOWN for point in points)
    }

    def kept(cells: tuple[nodes.Cell, ...]) -> tuple[nodes.Cell, ...]:
        return tuple(cell for position, cell in enumerate(cells) if position not in gaps)

    table = chart.table
    rows = tuple(replace(row, cells=kept(row.cells)) for row in table.rows)
    return replace(table, heads=(table.heads[0], *kept(table.heads[1:])), rows=rows)


def _contact(body: str) -> str:
    return f"$C\n{body}\n$C"


def _escaped(words: str) -> str:
    """Words that mean nothing else in Govspeak. Shorthand such as [z] stays as it is read."""
    words = re.sub(r"([\\`*_|{}\[\]])", r"\\\1", words)
    words = re.sub(r"\\\[([a-z]{1,5})\\\](?![(:\[])", r"[\1]", words)
    words = re.sub(r"&(?=#?\w+;)", "&amp;", words)
    return words.replace("<", "&lt;").replace("$$", "\\$\\$").replace("--", "-\\-")


def _safe_start(line: str) -> str:
    """A paragraph whose first letters would make something else of it, such as a list."""
    line = re.sub(r"^([#+:=-])", r"\\\1", line)
    line = re.sub(r"^(s?\d+)([.)])", r"\1\\\2", line)
    return re.sub(r"^([>^%@$!~])", lambda match: f"&#{ord(match[1])};", line)
