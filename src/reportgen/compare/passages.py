"""The text of a document as sections of passages.

Comes in: the blocks of a document. Goes out: its sections. Tables of figures are left out, since they are compared as such.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count

from reportgen.compare.version import ComparedPassage, ComparedSection, ComparedTable, Figure, Line
from reportgen.document.tables import finding_words, grouped_header
from reportgen.tree import nodes as tree
from reportgen.tree.walk import find, plain_text

_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\Z", re.ASCII)


def sections_of(
    content: tree.DocumentTree, digest_of: Callable[[str], str], *, with_figures: bool
) -> tuple[ComparedSection, ...]:
    """The cover and every chapter, each divided at its subheadings and notes.

    Shape: `digest_of` a picture by its name; `with_figures` also tells the figures in charts and at the head of the
    statistics, which follow from the tables of this year and the years before.
    """
    read = _PassageReader(digest_of, with_figures=with_figures)
    found = [ComparedSection("cover", ComparedPassage("title", "Cover"), tuple(read.passages(content.cover)))]
    for chapter in content.sections:
        found.extend(read.chapter(chapter))
    return tuple(found)


def with_shared_facts(
    sections: tuple[ComparedSection, ...], shared: tuple[ComparedSection, ...]
) -> tuple[ComparedSection, ...]:
    """The sections with, beside each passage, its words as they are with the facts of the other year.

    Why: a date that moved on with the year is no new wording. Where the two do not run side by side, words are what they are.
    """
    if [len(section.passages) for section in sections] != [len(section.passages) for section in shared]:
        return sections
    return tuple(
        replace(
            section,
            name=other.name,
            chapter=other.chapter,
            title=replace(section.title, compared=other.title.words),
            passages=tuple(
                replace(one, compared=twin.words) for one, twin in zip(section.passages, other.passages, strict=True)
            ),
        )
        for section, other in zip(sections, shared, strict=True)
    )


def passages_of(blocks: tree.Blocks) -> tuple[ComparedPassage, ...]:
    """The text of some blocks that have no picture."""
    return tuple(_PassageReader(str, with_figures=False).passages(blocks))


class _PassageReader:
    """Reads blocks as passages."""

    def __init__(self, digest_of: Callable[[str], str], *, with_figures: bool) -> None:
        self.digest_of = digest_of
        self.with_figures = with_figures

    def chapter(self, chapter: tree.Section) -> Iterator[ComparedSection]:
        """The chapter up to its first subheading, then the text below each, with the notes as sections of their own."""
        title = ComparedPassage("heading", chapter.title)
        section, passages = ComparedSection(chapter.anchor, title, ()), list[ComparedPassage]()
        for block in chapter.blocks:
            match block:
                case tree.Heading(level, anchor, content) if level == 3:
                    yield replace(section, passages=tuple(passages))
                    section, passages = (
                        ComparedSection(anchor, ComparedPassage("heading", words_of(content)), (), chapter.anchor),
                        [],
                    )
                case tree.Notes(notes):
                    for note in notes:
                        yield replace(section, passages=tuple(passages))
                        title = ComparedPassage("heading", note.term)
                        section = ComparedSection(note.anchor, title, (), chapter.anchor, note.letter)
                        passages = list(self.passages(note.blocks))
                case _:
                    passages.extend(self.passages((block,)))
        yield replace(section, passages=tuple(passages))

    def passages(self, blocks: tree.Blocks) -> Iterator[ComparedPassage]:  # noqa: C901 - one case for each kind of block
        """What some blocks say, passage by passage."""
        for block in blocks:
            match block:
                case tree.Heading(_, _, content):
                    yield ComparedPassage("heading", words_of(content))
                case tree.Paragraph(content):
                    yield ComparedPassage("paragraph", words_of(content))
                case tree.List():
                    for item in block.items:
                        yield from self.items(item)
                case tree.Table():
                    if not block.name:
                        yield ComparedPassage("table", words_of(block.caption), table=_table(block))
                case tree.Chart():
                    shown = _table(block.table) if self.with_figures else None
                    yield ComparedPassage("chart", block.measure or words_of(block.table.caption), table=shown)
                    if self.with_figures and block.key:
                        yield ComparedPassage("paragraph", " ".join(block.key))
                case tree.Picture(name, alt, caption):
                    words = f"{alt} {caption}".strip()
                    yield ComparedPassage("picture", words, seen=self.digest_of(name))
                case tree.Quotation(inner) | tree.Group(_, inner):
                    yield from self.passages(inner)
                case tree.CodeBlock(text):
                    yield ComparedPassage("listing", text)
                case tree.KeyFigures(figures):
                    for one in figures if self.with_figures else ():
                        yield ComparedPassage("headline figure", f"{one.figure.words} {one.label} {one.change}".strip())
                case tree.KeyFindings(findings):
                    for found in findings if self.with_figures else ():
                        yield ComparedPassage("key finding", f"{found.figure.words}{finding_words(found)}")
                case tree.Footnotes(notes):
                    for note in notes:
                        yield from self.items(note.blocks)
                case tree.Notes(letters):
                    for letter in letters:
                        yield ComparedPassage("heading", letter.term)
                        yield from self.passages(letter.blocks)
                case tree.Break():
                    pass

    def items(self, blocks: tree.Blocks) -> Iterator[ComparedPassage]:
        """One item of a list."""
        for passage in self.passages(blocks):
            yield replace(passage, kind="item") if passage.kind == "paragraph" else passage


def figures_of(block: tree.Table) -> ComparedTable:
    """A table of the edition, by the names of its figures; what is told in it of last year is left out.

    Raises: ValueError, LookupError, where its figures are not those of one table.
    """
    heads = [head for head in block.heads[1:] if not head.role]
    rows = [row for row in block.rows if not row.header.role]
    cells = [[cell.content for cell in row.cells if not cell.role] for row in rows]
    found = [list[tree.FigureReference](find(tuple(row), tree.FigureReference)) for row in cells]
    row_names = [row[0].name.split(".")[1] for row in found]
    column_names = [one.name.split(".")[2] for one in found[0]]
    expected = [[f"{block.name}.{row}.{column}" for column in column_names] for row in row_names]
    if [[one.name for one in row] for row in found] != expected:
        raise ValueError(block.name)
    return ComparedTable(
        block.name,
        words_of(block.caption),
        tuple(Line(name, words_of(grouped_header(row).content)) for name, row in zip(row_names, rows, strict=True)),
        tuple(Line(name, words_of(head.content)) for name, head in zip(column_names, heads, strict=True)),
        tuple(tuple(_flagged(one.words) for one in row) for row in found),
    )


def words_of(content: tree.Inlines) -> str:
    """The words of some inlines, each web address beside the words that lead there."""
    return plain_text(content, with_addresses=True)


def _table(block: tree.Table) -> ComparedTable:
    """A table that somebody wrote, by the words at the head of its columns and rows."""
    header, *heads = (words_of(cell.content) for cell in block.heads)
    figures = tuple(tuple(_figure(words_of(cell.content)) for cell in row.cells) for row in block.rows)
    rows = _lines(words_of(row.header.content) for row in block.rows)
    return ComparedTable("", words_of(block.caption) or header, rows, _lines(heads), figures)


def _figure(words: str) -> Figure:
    return Figure(words, int(words.replace(",", "")) if _NUMBER.match(words) else None)


def _flagged(printed: str) -> Figure:
    """A figure with its flag, such as 41 [r]."""
    words, _, flag = printed.partition("\xa0")
    return replace(_figure(words), text=f"{words} {flag}".rstrip())


def _lines(labels: Iterable[str]) -> tuple[Line, ...]:
    """Rows or columns by their labels; of two that are called the same, the second has another name."""
    times: dict[str, Iterator[int]] = {}
    return tuple(Line(f"{label} {next(times.setdefault(label, count()))}", label) for label in labels)
