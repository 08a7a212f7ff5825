"""The tables of an edition as a file prints them: where they stand, with title, heads of columns, labels and values, each whole.

Comes in: rows and an edition. Goes out: the places of all rows of each table; its words in the order in which a report prints
them, and those that the edition has otherwise.
Why: on a page, heads are set over several lines side by side, and a label goes on below its value; read line by line, their words
are mixed.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.ingest.blocks import TITLE_REACH, Block, Finder
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.labels import Labels, words_of
from reportgen.ingest.pdf_tables import columns_of
from reportgen.ingest.rows import SourceRow, SourceText
from reportgen.read.edition_shapes import TableShape

# Share of the words of a line above a table that are those of its heads and its title.
_OF_HEADS = 0.6
# Units: words of a line of text at least.
_LINE_OF_TEXT = 6
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


def figure_places(source: SourceText, tables: dict[str, TableShape], captions: dict[str, str]) -> dict[str, str]:
    """Which table each row belongs to, by its place."""
    # A web page may have several headings in one of its lines, which is no place of a table alone then.
    all_rows = Counter(row.place for row in source.rows)
    found: dict[str, str] = {}
    for name, block, start in _tables_in(source, tables, captions):
        inside = Counter(source.rows[at].place for at in range(start, block.end + 1))
        found |= {place: name for place, count in inside.items() if place not in found and count == all_rows[place]}
    return found


def _tables_in(
    source: SourceText, tables: dict[str, TableShape], captions: dict[str, str]
) -> Iterator[tuple[str, Block, int]]:
    """Each table of an edition that a file has, in the file's order, with the first of its lines."""
    blocks = Finder(source.rows, tables, captions).blocks()
    for name, block in sorted(blocks.items(), key=lambda item: item[1].start):
        before = max((other.end for other in blocks.values() if other.end < block.start), default=-1)
        yield name, block, _first_head(source, block, before, tables[name], captions[name])


def _first_head(source: SourceText, block: Block, before: int, table: TableShape, caption: str) -> int:
    """The first of the lines above a table that are its title or the heads of its columns."""
    labels = " ".join(
        [
            caption,
            table.row_header,
            *(column.label for column in table.columns.values()),
            *(row.label for row in table.rows.values()),
        ]
    )
    wanted = frozenset(words_of(labels))
    squashed = "".join(words_of(labels))
    first = block.start
    for at in range(block.start - 1, max(before, block.start - 1 - TITLE_REACH), -1):
        words = words_of(source.rows[at].text)
        known = [word for word in words if word in wanted or (len(word) > 3 and word in squashed) or len(word) == 1]
        if words and (len(known) < _OF_HEADS * len(words) or _is_prose(source.rows[at])):
            break
        first = at
    return first


def _is_prose(row: SourceRow) -> bool:
    """Whether a row is lines of text side by side, as no heads of columns are."""
    return len(row.pieces) > 1 and all(len(piece.text.split()) >= _LINE_OF_TEXT for piece in row.pieces)


def with_figures(flow: tuple[FlowBlock, ...], places: dict[str, str]) -> tuple[FlowBlock, ...]:
    """The blocks with one for each table of figures in the place of all that stands in it."""
    found: list[FlowBlock] = []
    told: set[str] = set()
    for block in flow:
        names = list(dict.fromkeys(places[place] for place in block.places if place in places))
        if not names or block.kind in ("picture", "footnote"):
            found.append(block)
            continue
        found.extend(
            FlowBlock("figures", place=block.place, places=block.places, label=name)
            for name in names
            if name not in told
        )
        told.update(names)
        outside = sum(place not in places for place in block.places)
        if block.kind == "paragraph" and outside > len(block.places) / 2:
            # A paragraph that the words of a table were taken for a part of.
            found.append(block)
    return tuple(found)


def printed_tables(
    source: SourceText, tables: dict[str, TableShape], captions: dict[str, str], known: frozenset[str] = frozenset()
) -> tuple[PrintedTable, ...]:
    """The tables of a file in their order. Shape: `known` are words that may be broken over two lines, in small letters."""
    return tuple(_printed(source.rows, *found, known) for found in _tables_in(source, tables, captions))


def _without_letters(words: str) -> str:
    """A label without the letters of notes."""
    return " ".join(_NOTE_LETTER.sub("", words).split())


def _printed(rows: tuple[SourceRow, ...], name: str, block: Block, start: int, known: frozenset[str]) -> PrintedTable:
    label_rows = {at for match in block.matches.values() for at in match.rows}
    head_rows = [at for at in range(start, block.end + 1) if at not in label_rows]
    first_value = min(label_rows, default=start)
    above = [rows[at] for at in head_rows if at < first_value]
    between = [(rows[at].place, rows[at].text, "") for at in head_rows if at > first_value]
    divided = next((at for at, row in enumerate(above) if len(row.pieces) > 1), len(above))
    title = " ".join(row.text for row in above[:divided])
    heads = _heads(above[divided:], known)
    lines = []
    for match in sorted(block.matches.values(), key=lambda one: one.at):
        words = [match.split.label if at == match.at else rows[at].text for at in match.rows]
        shown = " ".join(piece.text for piece in match.split.values)
        lines.append((rows[match.at].place, _joined([one for one in words if one], known), shown))
    places = tuple(dict.fromkeys(rows[at].place for at in range(start, block.end + 1)))
    return PrintedTable(name, title, heads, (*lines, *between), places)


def _heads(rows: list[SourceRow], known: frozenset[str]) -> tuple[str, ...]:
    """The words above each column, line by line. Why: pieces that stand below one another are one head."""
    pieces = [piece for row in rows for piece in row.pieces]
    return tuple(
        _joined([piece.text for piece in pieces if left <= (piece.left + piece.right) / 2 <= right], known)
        for left, right in columns_of(pieces)
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
