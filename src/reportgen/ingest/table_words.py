"""The tables of an edition as a file prints them: title, heads of columns, labels and values, each whole.

Comes in: rows and an edition. Goes out: the words of each table in the order in which a report prints them, and those that the
edition has otherwise, by where they stand in edition.yaml.
Why: on a page, heads are set over several lines side by side, and a label goes on below its value; read line by line, their words
are mixed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.ingest.blocks import Block
from reportgen.ingest.figure_places import tables_in
from reportgen.ingest.labels import Labels, words_of
from reportgen.ingest.pdf_tables import columns_of
from reportgen.ingest.rows import SourceRow, SourceText
from reportgen.read.edition_shapes import TableShape

# Units: letters that can be the end of a word, although what stands before them is a word too.
_LONGEST_ENDING = 2
# Likeness from which words of a file stand for those of the edition.
_LIKE_LABEL, _LIKE_CAPTION = 0.7, 0.5
_NOTE_LETTER = re.compile(r"\s*(?:[(\[](?:note )?[a-z][)\]])+|[*†‡§]+\Z")


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """One table. Shape: `heads` from left to right; each of `lines` has its place, its label and its values; `places` of all rows."""

    name: str
    title: str
    heads: tuple[str, ...]
    lines: tuple[tuple[str, str, str], ...]
    places: tuple[str, ...]


def printed_tables(
    source: SourceText, tables: dict[str, TableShape], captions: dict[str, str], known: frozenset[str] = frozenset()
) -> tuple[PrintedTable, ...]:
    """The tables of a file in their order. Shape: `known` are words that may be broken over two lines, in small letters."""
    return tuple(_printed(source.rows, *found, known) for found in tables_in(source, tables, captions))


def _without_letters(words: str) -> str:
    """A label without the letters of notes."""
    return " ".join(_NOTE_LETTER.sub("", words).split())


def _printed(rows: tuple[SourceRow, ...], name: str, block: Block, start: int, known: frozenset[str]) -> PrintedTable:
    label_rows = {at for match in block.matches.values() for at in (*match.rows, match.candidate.at)}
    head_rows = [at for at in range(start, block.end + 1) if at not in label_rows]
    first_value = min(label_rows, default=start)
    above = [rows[at] for at in head_rows if at < first_value]
    between = [(rows[at].place, rows[at].text, "") for at in head_rows if at > first_value]
    divided = next((at for at, row in enumerate(above) if len(row.pieces) > 1), len(above))
    title = " ".join(row.text for row in above[:divided])
    heads = _heads(above[divided:], known)
    lines = []
    for match in sorted(block.matches.values(), key=lambda one: one.candidate.at):
        values = {id(piece) for piece in match.split.values}
        words = [
            _label(rows[at], match.candidate.at == at, match.split.label, values)
            for at in sorted({*match.rows, match.candidate.at})
        ]
        shown = " ".join(piece.text for piece in match.split.values)
        lines.append((rows[match.candidate.at].place, _joined([one for one in words if one], known), shown))
    places = tuple(dict.fromkeys(rows[at].place for at in range(start, block.end + 1)))
    return PrintedTable(name, title, heads, (*lines, *between), places)


def _label(row: SourceRow, has_values: bool, label: str, values: set[int]) -> str:
    if has_values:
        return label
    return " ".join(piece.text for piece in row.pieces if id(piece) not in values)


def _heads(rows: list[SourceRow], known: frozenset[str]) -> tuple[str, ...]:
    """The words above each column, line by line. Why: pieces that stand below one another are one head."""
    pieces = [piece for row in rows for piece in row.pieces]
    spans = list(columns_of(pieces))
    return tuple(
        _joined([piece.text for piece in pieces if left <= (piece.left + piece.right) / 2 <= right], known)
        for left, right in spans
    )


def _joined(lines: list[str], known: frozenset[str]) -> str:
    """Lines as one; a word that is broken over two of them is whole where it is known."""
    text = ""
    for line in lines:
        last, first = re.search(r"\w+\Z", text), re.match(r"\w+", line)
        is_one = False
        if last and first and (last[0] + first[0]).casefold() in known:
            is_one = last[0].casefold() not in known or len(first[0]) <= _LONGEST_ENDING
        text += line if is_one else f" {line}"
    return text.strip()


def edition_labels(
    source: SourceText, tables: dict[str, TableShape], captions: dict[str, str]
) -> dict[tuple[str, ...], str]:
    """Titles, heads of the first column and labels of rows that a file words otherwise, without the letters of notes.

    Shape: by where they stand in edition.yaml.
    """
    known = frozenset(
        word
        for table in tables.values()
        for column in table.columns.values()
        for word in column.label.casefold().split()
    )
    found: dict[tuple[str, ...], str] = {}
    likeness = Labels([*captions.values(), *(row.label for table in tables.values() for row in table.rows.values())])
    for printed in printed_tables(source, tables, captions, known):
        table, name = tables[printed.name], printed.name
        title = _without_letters(printed.title)
        if likeness.likeness(captions[name], title) >= _LIKE_CAPTION and _says_more(title, captions[name]):
            found["tables", name, "caption"] = title
        if len(printed.heads) == len(table.columns) + 1 and _says_more(printed.heads[0], table.row_header):
            found["tables", name, "row_header"] = _without_letters(printed.heads[0])
        for row, label in _rows(
            table, [_without_letters(label) for _, label, values in printed.lines if values], likeness
        ):
            found["tables", name, "rows", row, "label"] = label
    return found


def _rows(table: TableShape, labels: list[str], likeness: Labels) -> Iterator[tuple[str, str]]:
    for row, shape in table.rows.items():
        best = max(labels, key=lambda one: likeness.likeness(shape.label, one), default="")
        if likeness.likeness(shape.label, best) >= _LIKE_LABEL and _says_more(best, shape.label):
            yield row, best


def _says_more(words: str, known: str) -> bool:
    """Whether words say anything that those of the edition do not. Why: a title that leaves out a word tells tables apart less well."""
    squashed = "".join(words_of(known))
    return any(word not in words_of(known) and word not in squashed for word in words_of(_without_letters(words)))
