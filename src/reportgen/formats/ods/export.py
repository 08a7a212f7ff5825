"""The figures as a workbook that people can read with any program, and aloud.

Comes in: a Document. Goes out: figures.ods, by the government's rules for accessible spreadsheets.
"""

from collections.abc import Iterator

from reportgen.check.figures import FLAGS, SHORTHAND
from reportgen.core import messages
from reportgen.core.diagnostic import Outcome
from reportgen.core.wording import long_date, opened
from reportgen.document.build import Document
from reportgen.document.comparison import BREAK
from reportgen.document.tables import grouped_header
from reportgen.formats.artifact import Artifact, FileProperties
from reportgen.formats.ods.open_document import (
    MEDIA_TYPE,
    Number,
    Row,
    Sheet,
    Words,
    write_workbook,
)
from reportgen.read.cells import CellName
from reportgen.tree.nodes import Blocks, Cell, Code, FigureReference, LineBreak, List, NoteReference, Table, Text
from reportgen.tree.nodes import Row as TableRow
from reportgen.tree.walk import find, plain_text

_LICENCE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
# In millimetres; together at most as wide as a printed page, so that nothing is shrunk.
_WIDE, _LABEL, _NUMBER, _NAME, _TERM = 170, 85, 45, 30, 60
_LONGEST_LINE = 110
_SHORTHAND_MEANS = {
    "c": "The figure is held back, because it could identify someone.",
    "x": "There is no figure to give.",
    "z": "The figure cannot exist, because the row and the column do not go together.",
    "r": "Stands beside a figure that was published before with another value.",
    "p": "Stands beside a figure that may still change.",
}


_BREAK_MEANS = "What is counted changed since last year, so nothing is compared."


def export_ods(document: Document) -> Outcome[tuple[Artifact, ...]]:
    """One workbook: a cover, the contents, the notes, then one sheet for each table.

    Shape: no file for a document that has no tables.
    Source: Government Analysis Function, Releasing statistics in spreadsheets; GOV.UK, Creating and sharing spreadsheets.
    """
    if not document.tables:
        return Outcome(())
    report = document.report
    tables = tuple(
        _table_sheet(document, table, position) for position, table in enumerate(document.tables.values(), 1)
    )
    sheets = (_cover(document), _contents(tables), _notes(document), *tables)
    properties = FileProperties(
        document.figures_title,
        f"{document.tree.type}: {document.tree.subject}",
        report.settings.organisation,
        report.settings.language,
        report.file_date,
    )
    return Outcome((Artifact("figures.ods", MEDIA_TYPE, write_workbook(sheets, properties)),))


def _cover(document: Document) -> Sheet:
    report = document.report
    lines = [Words(document.figures_title, "Heading 1")]
    if report.is_draft:
        lines.append(Words("This is a draft. It is not for publication."))
    contact = report.settings.contact
    lines += [
        Words(f"The period is {long_date(report.period.start)} to {long_date(report.period.end)}."),
        Words(_held(document)),
        Words("The contents sheet lists the sheets."),
        Words("Letters such as [note a] lead to the notes sheet. It also explains shorthand such as [z]."),
        Words(f"Published by {report.settings.organisation} on {long_date(report.year.published)}."),
        Words(f"Source of the figures: {report.source}."),
    ]
    population = report.year.population
    if population and any(table.rate for table in report.edition.shape.tables.values()):
        published = long_date(population.published)
        lines.append(Words(f"Source of the population: {population.publisher}, {population.estimate}, {published}."))
    lines += [
        Words("Licence: Open Government Licence v3.0", link=_LICENCE),
        Words(f"For another format write to {contact.name}: {contact.email}", link=f"mailto:{contact.email}"),
    ]
    return Sheet("Cover", (_WIDE,), tuple(lines))


def _held(document: Document) -> str:
    """Which tables the workbook holds. Why: those of local pages and of charts stand in the report alone."""
    many = len(document.tables)
    held = "the table of statistics" if many == 1 else f"the {many} tables of statistics"
    others = any(not table.name for table in find(document.tree.sections, Table))
    words = f"This workbook has {held} in the report, one to a sheet."
    return f"{words} Tables of charts and of local pages are in the report alone." if others else words


def _contents(tables: tuple[Sheet, ...]) -> Sheet:
    entries = [("Notes", "Notes and shorthand"), *((sheet.name, sheet.lines[0].words) for sheet in tables)]
    lines = (
        Words("Contents", "Heading 1"),
        Words("This sheet has one table. It lists the sheets that follow.", "Line"),
    )
    head: Row = (Words("Sheet", "Column head"), Words("What it holds", "Column head"))
    rows: list[Row] = [(Words(name, "Row head", f"#{name}.A1"), Words(words, "Row head")) for name, words in entries]
    return Sheet("Contents", (_NAME, _WIDE), lines, (head, *rows))


def _notes(document: Document) -> Sheet:
    """All notes and all shorthand in one table, each under the mark that stands in the tables."""
    lines = (
        Words("Notes and shorthand", "Heading 1"),
        Words("This sheet has one table. It explains the marks in square brackets on the other sheets.", "Line"),
    )
    head: Row = (Words("Mark", "Column head"), Words("Meaning", "Column head"), Words("Explanation", "Column head"))
    rows: list[Row] = [
        (
            Words(_mark(note.letter), "Row head"),
            Words(note.term, "Row head"),
            Words("\n".join(_lines(note.content.blocks)), "Row head"),
        )
        for note in document.report.edition.notes.values()
    ]
    for letter, meaning in {**SHORTHAND, **FLAGS}.items():
        marks = Words(f"[{letter}]", "Row head"), Words(opened(meaning), "Row head")
        rows.append((*marks, Words(_SHORTHAND_MEANS[letter], "Row head")))
    if document.report.edition.shape.last_year_in_tables:
        rows.append((Words(BREAK, "Row head"), Words("Break", "Row head"), Words(_BREAK_MEANS, "Row head")))
    return Sheet("Notes", (_NAME, _TERM, _WIDE), lines, (head, *rows))


def _table_sheet(document: Document, table: Table, position: int) -> Sheet:
    marks = "".join(f" {_mark(note.letter)}" for note in table.notes)
    lines = [
        Words(f"{table.label or messages.table_number(position)}: {plain_text(table.caption)}{marks}", "Heading 1"),
        Words("This sheet has one table. Marks such as [note a] are explained on the notes sheet.", "Line"),
        *(_line(line) for line in table.key),
        _line(f"Source of the figures: {document.report.source}."),
    ]
    header, *columns = table.heads
    rows: list[Row] = [
        (Words(_label(header), "Column head"), *(Words(_label(column), "Number head") for column in columns))
    ]
    rows += [_row(document, row) for row in table.rows]
    return Sheet(f"Table_{position}", (_LABEL, *(_NUMBER for _ in columns)), tuple(lines), tuple(rows))


def _line(words: str) -> Words:
    """A line above a table: on one line where it fits beside the table, else wrapped in the first column."""
    return Words(words, "Line" if len(words) <= _LONGEST_LINE else "Text cell")


def _row(document: Document, row: TableRow) -> Row:
    label = Words(_label(grouped_header(row)), "Row head total" if row.is_total else "Row head")
    return (label, *(_figure(document, cell, is_total=row.is_total) for cell in row.cells))


def _figure(document: Document, cell: Cell, *, is_total: bool) -> Words | Number:
    if cell.role:
        words = plain_text(cell.content)
        if words.replace(",", "").isdecimal():
            return Number(int(words.replace(",", "")), is_total=is_total)
        return Words(words, "Shorthand total" if is_total else "Shorthand")
    (reference,) = find(cell.content, FigureReference)
    figure = document.report.figures[CellName(*reference.name.split("."))]
    if figure.value is None:
        return Words(figure.text, "Shorthand total" if is_total else "Shorthand")
    return Number(figure.value, figure.flag, is_total)


def _label(cell: Cell) -> str:
    """The words of a head, with the marks of its notes."""
    return (
        plain_text(cell.content)
        + "".join(f" {_mark(note.letter)}" for note in find(cell.content, NoteReference))
        + (f" ({cell.gloss})" if cell.gloss else "")
    )


def _mark(letter: str) -> str:
    return f"[note {letter}]"


def _lines(blocks: Blocks) -> Iterator[str]:
    """A note as paragraphs of plain words; each item of a list is one."""
    for block in blocks:
        if isinstance(block, List):
            for item in block.items:
                yield from _lines(item)
        else:
            yield plain_text(tuple(find(block, Text, Code, LineBreak)))
