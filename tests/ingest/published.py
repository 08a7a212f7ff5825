"""Reports as other programs print them, made up for the tests: tables of an edition with invented figures, in every kind of file."""

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from foreign_pdf import foreign_pdf

from reportgen.ingest.figures import Read, read_by_labels, weigh_figures
from reportgen.ingest.importing import captions_of
from reportgen.ingest.reading import read_any
from reportgen.ingest.rows import SourceText
from reportgen.read.cells import CellName
from reportgen.read.edition import Edition
from reportgen.read.source import read_year
from reportgen.read.workspace_files import find_workspace

REPOSITORY = Path(__file__).parents[2]
YEAR = 2024
STORY = (
    "Seven agencies met every month to look at the plans that they share, and 14 of the meetings were open to lay members.",
    "The board asked for one change: since 1 June, each plan names who rings whom when somebody moves away at short notice.",
    "Nobody was found who could say more about the work of the teams than those who do it, so this page leaves it at that.",
)


@dataclass(frozen=True)
class Table:
    """One table as it is printed. Shape: `heads` above the columns; each row its label and its cells."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    def changed(self, row: int, column: int, words: str) -> "Table":
        """The same with other words in one cell."""
        label, cells = self.rows[row]
        cells = (*cells[:column], words, *cells[column + 1 :])
        return replace(self, rows=(*self.rows[:row], (label, cells), *self.rows[row + 1 :]))


def edition_of(year: int = YEAR) -> Edition:
    """An edition of the repository."""
    workspace = find_workspace(REPOSITORY).value
    facts = read_year(workspace, "annual-report", year).value if workspace else None
    assert facts is not None
    return facts.edition


def made_up(edition: Edition) -> dict[CellName, str]:
    """Invented figures whose sums hold, as they are typed; the same at every run."""
    figures: dict[CellName, str] = {}
    seed = 17
    for name, table in edition.shape.tables.items():
        parts = [row for row in table.rows if row != table.totals.row]
        columns = [column for column in table.columns if column != table.totals.column]
        counts: dict[tuple[str, str], int] = {}
        for row in parts:
            for column in columns:
                seed = (seed * 1103515245 + 12345) % 2**31
                size = 4_000 if table.at_most is None and row == "level_1" else 90 if table.at_most else 900
                is_nothing = f"{row}.{column}" in table.not_applicable
                counts[row, column] = (
                    0 if is_nothing else 1_000 * bool(table.at_least) + seed // 7 % size % 97 * (size // 90)
                )
                above = table.rows[row].at_most
                if above:
                    counts[row, column] = counts[above, column] // 3
        for row in table.rows:
            for column in table.columns:
                rows = parts if row == table.totals.row else [row]
                over = columns if column == table.totals.column else [column]
                value = sum(counts[one, other] for one in rows for other in over)
                is_nothing = f"{row}.{column}" in table.not_applicable
                figures[CellName(name, row, column)] = "[z]" if is_nothing else str(value)
    return figures


def tables_of(edition: Edition, figures: dict[CellName, str], year: int = YEAR) -> dict[str, Table]:
    """The tables of an edition as a report prints them: with letters of notes, with commas, with dashes for what is nothing."""
    captions = captions_of(edition, year)
    letters = {name: f"({note.letter})" for name, note in edition.notes.items()}
    printed = {}
    for name, table in edition.shape.tables.items():
        heads = [column.label + "".join(letters[note] for note in column.notes) for column in table.columns.values()]
        rows = []
        for row, row_shape in table.rows.items():
            cells = [figures[CellName(name, row, column)] for column in table.columns]
            shown = tuple("-" if cell == "[z]" else f"{int(cell):,}" for cell in cells)
            rows.append((row_shape.label + "".join(letters[note] for note in row_shape.notes), shown))
        printed[name] = Table(captions[name], tuple(heads) if len(heads) > 1 else (), tuple(rows))
    return printed


def as_text(tables: list[Table]) -> bytes:
    """Plain text, cells divided by tabs."""
    lines = ["London", *STORY]
    for table in tables:
        lines += ["", table.caption]
        lines += ["\t" + "\t".join(table.heads)] if table.heads else []
        lines += ["\t".join((label, *cells)) for label, cells in table.rows]
    return "\n".join([*lines, *STORY]).encode()


def as_spaced_text(tables: list[Table]) -> bytes:
    """Plain text with one space between all words, as a copy from a page has it."""
    return as_text(tables).replace(b"\t", b" ")


def as_csv(tables: list[Table]) -> bytes:
    """Values with separators, tables below each other."""
    written = io.StringIO()
    writer = csv.writer(written)
    for table in tables:
        writer.writerows([[table.caption], ["", *table.heads], *([label, *cells] for label, cells in table.rows), []])
    return written.getvalue().encode()


def as_govspeak(tables: list[Table]) -> bytes:
    """Markdown as GOV.UK's publishing system has it."""
    lines = ["## London", *STORY]
    for table in tables:
        width = max(len(table.heads), 1)
        lines += ["", f"### {table.caption}", "", "| " + " | ".join(("", *(table.heads or ("Number",)))) + " |"]
        lines += ["|" + " --- |" + " ---: |" * width]
        lines += [f"|# {label} | " + " | ".join(cells) + " |" for label, cells in table.rows]
    return "\n".join(lines).encode()


def as_word(tables: list[Table]) -> bytes:
    """A Word file: captions as headings, tables as tables."""
    import docx

    document = docx.Document()
    for words in STORY:
        document.add_paragraph(words)
    for table in tables:
        document.add_heading(table.caption, 2)
        rows = [("", table.heads)] if table.heads else []
        grid = [*rows, *table.rows]
        made = document.add_table(rows=len(grid), cols=1 + max(len(cells) for _, cells in grid))
        for at, (label, cells) in enumerate(grid):
            for column, words in enumerate((label, *cells)):
                made.cell(at, column).text = words
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def as_workbook(tables: list[Table]) -> bytes:
    """An Excel workbook with every table on one sheet; numbers are numbers."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Stats"
    at = 2
    for table in tables:
        sheet.cell(at, 2, table.caption)
        for column, head in enumerate(table.heads, 3):
            sheet.cell(at + 1, column, head)
        for number, (label, cells) in enumerate(table.rows, at + 2):
            sheet.cell(number, 2, label)
            for column, words in enumerate(cells, 3):
                plain = words.replace(",", "")
                sheet.cell(number, column, int(plain) if plain.isdecimal() else words or None)
        at += len(table.rows) + 4
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def as_html(tables: list[Table], style: str = "") -> bytes:
    """A web page."""
    story = "".join(f"<p>{escape(words)}</p>" for words in STORY)
    parts = []
    for table in tables:
        heads = "".join(f"<th>{escape(head)}</th>" for head in table.heads)
        body = "".join(
            f"<tr><th>{escape(label)}</th>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
            for label, cells in table.rows
        )
        parts.append(
            f"<h2>{escape(table.caption)}</h2><table>"
            + (f"<tr><td></td>{heads}</tr>" if heads else "")
            + f"{body}</table>"
        )
    page = f"<div class=story>{story * 3}</div>" + "".join(parts) + f"<div class=story>{story}</div>"
    return f"<!doctype html><html><head><title>London</title><style>{style}</style></head><body>{page}</body></html>".encode()


STYLES = {
    "tables in columns": "@page { size: A4; margin: 1.5cm } body { columns: 2; font: 5pt sans-serif } table { width: 100%; break-inside: avoid }"
    " td { text-align: right }",
    "typewritten": "@page { size: A4 } body { font: 8pt monospace } table { width: 100% } td { text-align: right }",
    "ruled": "td, th { border: 1px solid; padding: 4pt } table { border-collapse: collapse; width: 100% }",
    "without rules": "table { width: 100% } td { text-align: right }",
    "two columns": ".story { columns: 2 } table { width: 100% } td { text-align: center }",
    "narrow labels": "table { width: 100% } th:first-child { width: 3em } td { text-align: left; vertical-align: middle }",
    "page numbers": "@page { size: A5; margin: 2cm; @bottom-center { content: counter(page) } @top-left { content: 'London report' } }"
    " table { width: 100%; break-inside: auto } td { text-align: right; padding: 9pt 0 }",
    "page numbers beside a year": "@page { size: A5; margin: 2cm; @bottom-right { content: 'Annual report 2024/25   ' counter(page) } }"
    " table { width: 100%; break-inside: auto } td { text-align: right; padding: 9pt 0 }",
}


def as_pdf(tables: list[Table], style: str = STYLES["ruled"]) -> bytes:
    """A PDF of the web page in one of several styles."""
    return foreign_pdf(as_html(tables, style).decode())


KINDS: dict[str, tuple[str, Callable[[list[Table]], bytes]]] = {
    "text with tabs": ("a.txt", as_text),
    "text with single spaces": ("a.txt", as_spaced_text),
    "CSV": ("a.csv", as_csv),
    "Govspeak": ("a.md", as_govspeak),
    "Word": ("a.docx", as_word),
    "workbook": ("a.xlsx", as_workbook),
    "web page": ("a.html", as_html),
}


def read_back(data: bytes, name: str, edition: Edition, year: int = YEAR) -> Read:
    """What is read from a file."""
    return read_rows(read_any(data, name), edition, year)


def read_rows(source: SourceText, edition: Edition, year: int = YEAR) -> Read:
    """What is read from rows."""
    by_label = read_by_labels(source, edition.shape, captions_of(edition, year), edition.period(year).label)
    return weigh_figures(by_label, {}, edition.shape)
