"""Figures read from a file: each with its place, and whether it is sure, to be looked at, or missing.

Comes in: the rows of a file, an edition and a year. Goes out: every figure that the edition asks for.
Why: one digit misread must never pass. A figure is sure when the label, the heads and the number of values fit the edition, and a
sum that the file itself states holds with it; one that stands in no sum is looked at by a person.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum

from reportgen.check.rules import bounds_of
from reportgen.check.totals import Sum, column_sums, row_sums
from reportgen.ingest.blocks import VERY_LIKE, Block, Finder, Match
from reportgen.ingest.columns import Columns, find_columns
from reportgen.ingest.reading_order import in_columns
from reportgen.ingest.rows import SourcePiece, SourceRow, SourceText
from reportgen.ingest.values import Reading, read_value
from reportgen.read.cells import CellName, all_cells, cells_of, is_nothing, short
from reportgen.read.edition_shapes import EditionShape, TableShape


class Confidence(Enum):
    """How certain a figure is."""

    SURE = "sure"
    LOOK = "to be looked at"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """One figure that the edition asks for, as a file has it.

    Shape: `place` such as “p. 4, line 17”, empty where nothing was found; `quote` is the line as it stands there; `reasons` say
    why it is not sure; `strip` is the page with top and bottom of what was read, where there are pages.
    """

    name: CellName
    state: Confidence
    reading: Reading
    place: str = ""
    quote: str = ""
    reasons: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    strip: tuple[int, float, float] | None = None


Read = dict[CellName, "ReadFigure"]


def read_by_labels(source: SourceText, shape: EditionShape, captions: dict[str, str], year: str) -> Read:
    """Every figure of an edition as its labels lead to it, not weighed yet.

    Shape: `captions` filled in for the year, whose label is `year`.
    """
    found = _found_by_labels(source, shape, captions, year)
    columns = in_columns(source.rows)
    if columns:
        # Tables stand inside the columns of a page, or across them; the reading in which more sums hold is right.
        other = _found_by_labels(replace(source, rows=columns), shape, captions, year)
        found = max((found, other), key=lambda one: _rank(_weighed(dict(one), shape)))
    return found


def weigh_figures(by_label: Read, placed: Read, shape: EditionShape) -> Read:
    """Every figure of an edition, in its order, and whether it is sure.

    Shape: `placed` are figures whose cells were named, which are taken before those that labels lead to.
    """
    found: Read = {}
    for name in all_cells(shape):
        named, labelled = placed.get(name), by_label.get(name) or _missing(name, "the file has no such figure")
        found[name] = named or labelled
        if named and named.state is Confidence.MISSING and labelled.state is not Confidence.MISSING:
            found[name] = replace(labelled, reasons=(*named.reasons, *labelled.reasons))
    return _weighed(found, shape)


def _rank(found: Read) -> tuple[int, int]:
    """How many figures of a reading are sure, and how many there are at all."""
    states = [figure.state for figure in found.values()]
    return states.count(Confidence.SURE), len(states) - states.count(Confidence.MISSING)


def _found_by_labels(source: SourceText, shape: EditionShape, captions: dict[str, str], year: str) -> Read:
    """Every figure of an edition as its table, its row and its column lead to it."""
    finder = Finder(source.rows, shape.tables, captions)
    blocks = finder.blocks()
    found: dict[CellName, ReadFigure] = {}
    former: Columns | None = None
    for name, table in shape.tables.items():
        block = blocks.get(name)
        if block is None:
            found |= {cell: _missing(cell, "no table of the file is like this one") for cell in cells_of(name, table)}
            continue
        before = max((other.end for other in blocks.values() if other.end < block.start), default=-1)
        above = finder.lines_above(block.matches, before)
        columns = find_columns(block, table, source.rows, above, former, year)
        former = columns or former
        if columns is None:
            reason = f"its values do not stand in columns like those of the edition ({source.rows[block.start].place})"
            found |= {cell: _missing(cell, reason) for cell in cells_of(name, table)}
            continue
        taken = list(blocks.values())
        again = [
            (other, their)
            for other in finder.again(name, block, taken)
            if (their := find_columns(other, table, source.rows, finder.lines_above(other.matches, -1), columns, year))
        ]
        found |= dict(_of_table(source.rows, name, table, block, columns, again))
    return found


def _missing(cell: CellName, reason: str) -> ReadFigure:
    return ReadFigure(cell, Confidence.MISSING, Reading(""), reasons=(reason,))


def _of_table(
    rows: tuple[SourceRow, ...],
    name: str,
    table: TableShape,
    block: Block,
    columns: Columns,
    again: list[tuple[Block, Columns]],
) -> Iterator[tuple[CellName, ReadFigure]]:
    doubts = tuple(_doubts_of_table(table, block, columns))
    for row in table.rows:
        match = block.matches.get(row)
        if match is None:
            reason = f"no line like “{table.rows[row].label}” was found where its table stands"
            yield from (
                (CellName(name, row, column), _missing(CellName(name, row, column), reason)) for column in table.columns
            )
            continue
        cells = columns.cells(match)
        for column in table.columns:
            cell = CellName(name, row, column)
            figure = _figure(
                rows, cell, table, match, cells.get(column, []), (*doubts, *_doubts_of_row(table, row, match))
            )
            others = (
                read_value(their.text, their.remarks, is_not_applicable=False)
                for other, their_columns in again
                if row in other.matches
                for their in their_columns.cells(other.matches[row]).get(column, ())
            )
            other = next((one for one in others if one.value is not None and one.value != figure.reading.value), None)
            if other is not None and figure.reading.value is not None:
                told = f"the file shows it a second time, as {other.text}"
                figure = replace(figure, state=Confidence.LOOK, reasons=(*figure.reasons, told))
            yield cell, figure


def _doubts_of_table(table: TableShape, block: Block, columns: Columns) -> Iterator[str]:
    """Why the figures of a whole table are not sure."""
    is_named = len(table.rows) == len(table.columns) == 1 or (
        len(table.columns) == 1
        and all(match.likeness >= VERY_LIKE and len(match.label.split()) > 2 for match in block.matches.values())
    )
    if not is_named and not block.is_titled:
        yield "nothing above the table says for certain which it is"
    if columns.question:
        yield columns.question


def _doubts_of_row(table: TableShape, row: str, match: Match) -> Iterator[str]:
    """Why the figures of a row are not sure."""
    if match.is_by_order:
        yield f"its line reads “{match.label}”, and was taken for “{table.rows[row].label}” because of its place"
    elif match.likeness < VERY_LIKE:
        yield f"its line reads “{match.label}”, which is not much like “{table.rows[row].label}”"


def _figure(
    rows: tuple[SourceRow, ...],
    cell: CellName,
    table: TableShape,
    match: Match,
    pieces: list[SourcePiece],
    doubts: tuple[str, ...],
) -> ReadFigure:
    row = rows[match.at]
    may_be_empty = is_nothing(table, cell)
    quote = " / ".join(rows[at].text for at in match.rows)
    strip = None
    if row.page:
        near = [rows[at] for at in match.rows]
        strip = (row.page, min(one.top for one in near) - 4, max(one.bottom for one in near) + 4)
    if len(pieces) > 1:
        shown = " ".join(piece.text for piece in pieces)
        reading = Reading(shown, question="two values stand where one is asked for")
        return ReadFigure(cell, Confidence.LOOK, reading, row.place, quote, (reading.question, *doubts), (), strip)
    piece = pieces[0] if pieces else SourcePiece("", 0, 0)
    reading = read_value(piece.text, piece.remarks, is_not_applicable=may_be_empty)
    place = piece.place or row.place
    notes = tuple(remark for remark in piece.remarks if remark != reading.question)
    if reading.is_empty and not reading.shorthand:
        reason = reading.question or "the file shows nothing here"
        return ReadFigure(cell, Confidence.MISSING, reading, place, quote, (reason, *doubts), (), strip)
    glued = tuple(note for note in notes if "glued" in note)
    reasons = tuple(reason for reason in (reading.question, *glued, *doubts) if reason)
    return ReadFigure(cell, Confidence.SURE, reading, place, quote, reasons, notes, strip)


def _weighed(found: dict[CellName, ReadFigure], shape: EditionShape) -> dict[CellName, ReadFigure]:
    """The figures, each sure only if nothing speaks against it and a sum that can be added up speaks for it."""
    for name, table in shape.tables.items():
        sums = (*row_sums(name, table), *column_sums(name, table))
        nothing = {cell for cell in cells_of(name, table) if is_nothing(table, cell)}
        told = {one: _adds_up(one, found, nothing) for one in sums}
        for cell in cells_of(name, table):
            figure = found[cell]
            if figure.state is Confidence.MISSING:
                continue
            reasons = list(figure.reasons)
            if cell not in nothing:
                mine = [told[one] for one in sums if cell == one.total or cell in one.parts]
                wrong = [words for words in mine if words]
                reasons += wrong
                if not wrong and "" not in mine:
                    reasons.append("it stands in no sum" if not mine else "no sum that it stands in could be added up")
            state = Confidence.LOOK if reasons else Confidence.SURE
            found[cell] = replace(figure, state=state, reasons=tuple(dict.fromkeys(reasons)))
    for lower, upper in (pair for name in shape.tables for pair in bounds_of(name, shape.tables)):
        low, high = found[lower], found[upper]
        if low.reading.value is None or high.reading.value is None or low.reading.value <= high.reading.value:
            continue
        for figure, words in (
            (low, f"more than the {high.reading.value:,} of {upper}"),
            (high, f"fewer than the {low.reading.value:,} of {lower}"),
        ):
            now = found[figure.name]
            found[figure.name] = replace(now, state=Confidence.LOOK, reasons=(*now.reasons, f"it is {words}"))
    return found


def _adds_up(one: Sum, found: dict[CellName, ReadFigure], nothing: set[CellName]) -> str | None:
    """What is wrong with a sum; empty where it holds, and None where it cannot be added up."""
    total = found[one.total].reading.value
    if one.total in nothing:
        total = 0
    parts = [0 if part in nothing else found[part].reading.value for part in one.parts]
    if total is None or any(part is None for part in parts):
        return None
    added = sum(part for part in parts if part is not None)
    if added == total:
        return ""
    return f"{short(one.label)} adds up to {added:,}, and the file says {total:,}"
