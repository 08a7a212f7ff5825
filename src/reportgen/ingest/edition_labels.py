"""The titles and labels of tables that a file words otherwise than the nearest edition.

Comes in: the tables of a file, and the edition. Goes out: words by where they stand in edition.yaml.
"""

from collections.abc import Iterator

from reportgen.ingest.labels import Labels, words_of
from reportgen.ingest.rows import SourceText
from reportgen.ingest.table_words import printed_tables, without_letters
from reportgen.read.edition_shapes import TableShape

# Likeness from which words of a file stand for those of the edition.
_LIKE_LABEL, _LIKE_CAPTION = 0.7, 0.5


def edition_labels(
    source: SourceText, tables: dict[str, TableShape], captions: dict[str, str]
) -> dict[tuple[str, ...], str]:
    """Titles, heads of the first column and labels of rows. Shape: without the letters of notes."""
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
        title = without_letters(printed.title)
        if likeness.likeness(captions[name], title) >= _LIKE_CAPTION and _says_more(title, captions[name]):
            found["tables", name, "caption"] = title
        if len(printed.heads) == len(table.columns) + 1 and _says_more(printed.heads[0], table.row_header):
            found["tables", name, "row_header"] = without_letters(printed.heads[0])
        for row, label in _rows(
            table, [without_letters(label) for _, label, values in printed.lines if values], likeness
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
    return any(word not in words_of(known) and word not in squashed for word in words_of(without_letters(words)))
