"""The text of a document as sections of passages.

Comes in: the blocks of a document. Goes out: its sections. Tables of figures are left out, since they are compared as such.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import count

from reportgen.compare.version import Figure, Line, Passage, Section, Table
from reportgen.tree import nodes as tree

_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)\Z", re.ASCII)


def sections_of(
    content: tree.DocumentTree, digest_of: Callable[[str], str], *, with_figures: bool
) -> tuple[Section, ...]:
    """The cover and every chapter, each divided at its subheadings and notes.

    Shape: `digest_of` a picture by its name; `with_figures` also tells the figures in charts and at the head of the
    statistics, which follow from the tables of this year and the years before.
    """
    read = _Reader(digest_of, with_figures=with_figures)
    found = [Section("cover", Passage("title", "Cover"), tuple(read.passages(content.cover)))]
    for chapter in content.sections:
        found.extend(read.chapter(chapter))
    return tuple(found)


def with_shared_facts(sections: tuple[Section, ...], shared: tuple[Section, ...]) -> tuple[Section, ...]:
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


def passages_of(blocks: tree.Blocks) -> tuple[Passage, ...]:
    """The text of some blocks that have no picture."""
    return tuple(_Reader(str, with_figures=False).passages(blocks))


class _Reader:
    """Reads blocks as passages."""

    def __init__(self, digest_of: Callable[[str], str], *, with_figures: bool) -> None:
        self.digest_of = digest_of
        self.with_figures = with_figures

    def chapter(self, chapter: tree.Section) -> Iterator[Section]:
        """The chapter up to its first subheading, then the text below each, with the notes as sections of their own."""
        title = Passage("heading", chapter.title)
        section, passages = Section(chapter.anchor, title, ()), list[Passage]()
        for block in chapter.blocks:
            match block:
                case tree.Heading(level, anchor, content) if level == 3:
                    yield replace(section, passages=tuple(passages))
                    section, passages = Section(anchor, Passage("heading", words_of(content)), (), chapter.anchor), []
                case tree.Notes(notes):
                    for note in notes:
                        yield replace(section, passages=tuple(passages))
                        title = Passage("heading", note.term)
                        section = Section(note.anchor, title, (), chapter.anchor, note.letter)
                        passages = list(self.passages(note.blocks))
                case _:
                    passages.extend(self.passages((block,)))
        yield replace(section, passages=tuple(passages))

    def passages(self, blocks: tree.Blocks) -> Iterator[Passage]:  # noqa: C901 - one case for each kind of block
        """What some blocks say, passage by passage."""
        for block in blocks:
            match block:
                case tree.Heading(_, _, content):
                    yield Passage("heading", words_of(content))
                case tree.Paragraph(content):
                    yield Passage("paragraph", words_of(content))
                case tree.List():
                    for item in block.items:
                        yield from self.items(item)
                case tree.Table():
                    if not block.name:
                        yield Passage("table", words_of(block.caption), table=_table(block))
                case tree.Chart():
                    shown = _table(block.table) if self.with_figures else None
                    yield Passage("chart", block.measure or words_of(block.table.caption), table=shown)
                    if self.with_figures and block.key:
                        yield Passage("paragraph", " ".join(block.key))
                case tree.Picture(name, alt, caption):
                    words = f"{alt} {caption}".strip()
                    yield Passage("picture", words, seen=self.digest_of(name))
                case tree.Quotation(inner) | tree.Group(_, inner):
                    yield from self.passages(inner)
                case tree.CodeBlock(text):
                    yield Passage("listing", text)
                case tree.KeyFigures(figures):
                    for one in figures if self.with_figures else ():
                        yield Passage("headline figure", f"{one.figure.words} {one.label} {one.change}".strip())
                case tree.Footnotes(notes):
                    for note in notes:
                        yield from self.items(note.blocks)
                case tree.Notes(letters):
                    for letter in letters:
                        yield Passage("heading", letter.term)
                        yield from self.passages(letter.blocks)
                case tree.Break():
                    pass

    def items(self, blocks: tree.Blocks) -> Iterator[Passage]:
        """One item of a list."""
        for passage in self.passages(blocks):
            yield replace(passage, kind="item") if passage.kind == "paragraph" else passage


def words_of(content: tree.Inlines) -> str:
    """The words of some inlines, each web address beside the words that lead there."""
    return " ".join("".join(_words(content)).replace("\xa0", " ").split())


def _words(content: tree.Inlines) -> Iterator[str]:
    for inline in content:
        match inline:
            case tree.Text(words) | tree.Code(words) | tree.FigureReference(_, words):
                yield words
            case tree.LineBreak():
                yield " "
            case tree.Strong(inner) | tree.Emphasis(inner) | tree.LanguageSpan(_, inner):
                yield from _words(inner)
            case tree.Link(target, inner):
                yield from _words(inner)
                address = target.removeprefix("mailto:")
                if not target.startswith("#") and address not in "".join(_words(inner)):
                    yield f" ({address})"
            case tree.NoteReference() | tree.FootnoteReference():
                pass


def _table(block: tree.Table) -> Table:
    """A table that somebody wrote, by the words at the head of its columns and rows."""
    header, *heads = (words_of(cell.content) for cell in block.heads)
    figures = tuple(tuple(_figure(words_of(cell.content)) for cell in row.cells) for row in block.rows)
    rows = _lines(words_of(row.header.content) for row in block.rows)
    return Table("", words_of(block.caption) or header, rows, _lines(heads), figures)


def _figure(words: str) -> Figure:
    return Figure(words, int(words.replace(",", "")) if _NUMBER.match(words) else None)


def _lines(labels: Iterable[str]) -> tuple[Line, ...]:
    """Rows or columns by their labels; of two that are called the same, the second has another name."""
    times: dict[str, Iterator[int]] = {}
    return tuple(Line(f"{label} {next(times.setdefault(label, count()))}", label) for label in labels)
