"""Where in a file the tables of an edition stand, with their titles and the heads of their columns.

Comes in: rows and an edition. Goes out: the places of all rows of each table.
"""

from collections import Counter
from collections.abc import Iterator

from reportgen.ingest.blocks import TITLE_REACH, Block, Finder
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.labels import words_of
from reportgen.ingest.rows import SourceRow, SourceText
from reportgen.read.edition_shapes import TableShape

# Share of the words of a line above a table that are those of its heads and its title.
_OF_HEADS = 0.6
# Units: words of a line of text at least.
_LINE_OF_TEXT = 6


def figure_places(source: SourceText, tables: dict[str, TableShape], captions: dict[str, str]) -> dict[str, str]:
    """Which table each row belongs to, by its place."""
    # A web page may have several headings in one of its lines, which is no place of a table alone then.
    all_rows = Counter(row.place for row in source.rows)
    found: dict[str, str] = {}
    for name, block, start in tables_in(source, tables, captions):
        inside = Counter(source.rows[at].place for at in range(start, block.end + 1))
        found |= {place: name for place, count in inside.items() if place not in found and count == all_rows[place]}
    return found


def tables_in(
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
