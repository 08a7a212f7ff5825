"""Figures that are found by names: in a table with one figure to a line, or where the workspace keeps in which cell each stands.

Comes in: a file of rows, and what was kept. Goes out: figures; the lines to be kept.
Why: a return has one form for all areas and years. Its labels may be unlike those of any edition, and a person says once which cell
is which. A cell is taken only while the words beside and above it are those that stood there when it was named.
"""

from collections.abc import Iterator
from dataclasses import replace

from reportgen.check.figures import FLAGS, SHORTHAND
from reportgen.core.diagnostic import Diagnostic, Emit
from reportgen.core.names import ReportKey, did_you_mean, parse_year
from reportgen.ingest.figures import Confidence, Read, ReadFigure
from reportgen.ingest.labels import words_of
from reportgen.ingest.rows import SourcePiece, SourceRow
from reportgen.ingest.values import Reading, looks_like_value, read_value
from reportgen.read.cells import CellName, all_names, find_cell, is_nothing, name_of
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.located_yaml import find_place
from reportgen.read.shape_reader import read_yaml
from reportgen.read.shapes import MappedCell, MappingShape
from reportgen.read.workspace import Workspace
from reportgen.read.yaml_typed import braced, typed_words

# What is told of a figure whose words stand in another place than they did.
_MOVED = "it stood elsewhere when its cell was named"
_NAMES = ("table", "row", "column", "value")
# What programs are told of a figure instead of its letter.
_SHORTHAND, _FLAGS = ({meaning: letter for letter, meaning in signs.items()} for signs in (SHORTHAND, FLAGS))


def mapping_path(kind: str) -> str:
    """Where it is kept which cell of a return holds which figure."""
    return f"data/{kind}/return.yaml"


def read_mapping(workspace: Workspace, kind: str, shape: EditionShape, emit: Emit) -> dict[CellName, MappedCell]:
    """What was kept, for the figures that an edition asks for; nothing where nothing was.

    Errors: unknown-figure, and those of reading a file.
    """
    path = mapping_path(kind)
    if not (workspace.root / path).exists():
        return {}
    read = read_yaml(workspace.root, path, MappingShape, emit)
    found: dict[CellName, MappedCell] = {}
    for name, mapped in (read.shape.figures if read else {}).items():
        cell = find_cell(shape, name)
        if cell is not None:
            found[cell] = mapped
        elif read and name.count(".") not in (1, 2):
            message = f"“{name}” is not the name of a figure"
            hint = did_you_mean(name, all_names(shape)) or "write table.row.column"
            emit(Diagnostic("unknown-figure", find_place(read.tree, "figures", name), message, hint))
    return found


def read_mapped(
    rows: tuple[SourceRow, ...], shape: EditionShape, mapped: dict[CellName, MappedCell], by_label: Read
) -> Read:
    """The figures at the cells that were kept; one whose words have moved is looked for by them, and told.

    Why: many tables have the same words beside their figures, so of several places only that is taken to which the labels of the
    edition lead without a doubt as well (`by_label`).
    """
    places = {piece.place: (at, piece) for at, row in enumerate(rows) for piece in row.pieces if piece.place}
    found: Read = {}
    for name, kept in mapped.items():
        wanted = (words_of(kept.row), words_of(kept.column))
        here = places.get(kept.cell)
        moved = ""
        if here is None or _words_at(rows, *here) != wanted:
            others = [
                (at, piece)
                for at, piece in places.values()
                if (looks_like_value(piece.text) or piece.remarks) and _words_at(rows, at, piece) == wanted
            ]
            if len(others) > 1 and not by_label[name].reasons:
                others = [other for other in others if other[1].place == by_label[name].place]
            if len(others) != 1:
                head = f" with “{kept.column}”" if kept.column else ""
                why = f"“{kept.row}”{head} no longer stands at {kept.cell}"
                found[name] = ReadFigure(name, Confidence.MISSING, Reading(""), kept.cell, reasons=(why,))
                continue
            here = others[0]
            moved = _MOVED
        at, piece = here
        may_be_empty = is_nothing(shape.tables[name.table], name)
        reading = read_value(piece.text, piece.remarks, is_not_applicable=may_be_empty)
        reasons = tuple(reason for reason in (reading.question,) if reason)
        state = Confidence.MISSING if reading.is_empty and not reading.shorthand else Confidence.SURE
        notes = (*piece.remarks, *((moved,) if moved else ()))
        found[name] = ReadFigure(name, state, reading, piece.place, rows[at].text, reasons, notes)
    return found


def mapping_lines(rows: tuple[SourceRow, ...], shape: EditionShape, read: Read, source: str) -> list[str]:
    """The lines of the file that keeps where figures were found; none where the file has no cells with names."""
    places = {piece.place: (at, piece) for at, row in enumerate(rows) for piece in row.pieces if piece.place}
    lines = []
    for name, figure in read.items():
        if figure.state is Confidence.MISSING or figure.place not in places:
            continue
        row, column = map(" ".join, _raw_words_at(rows, *places[figure.place]))
        kept = {"cell": figure.place, "row": row} | ({"column": column} if column else {})
        lines.append(
            f"  {name_of(shape, name)}: {braced((), {what: typed_words(words) for what, words in kept.items()})}"
        )
    if not lines:
        return []
    return [
        f"# Which cell of the return holds which figure, as it was found in {source}. It is used for every area and year.",
        "# A cell is read only while the same words stand beside it (row) and above it (column). You may correct or add lines.",
        "figures:",
        *lines,
    ]


def _words_at(rows: tuple[SourceRow, ...], at: int, piece: SourcePiece) -> tuple[tuple[str, ...], tuple[str, ...]]:
    row, column = _raw_words_at(rows, at, piece)
    return words_of(" ".join(row)), words_of(" ".join(column))


def _raw_words_at(rows: tuple[SourceRow, ...], at: int, piece: SourcePiece) -> tuple[list[str], list[str]]:
    """The words to the left of a cell in its row, and the nearest words above it in its column."""
    beside = [other.text for other in rows[at].pieces if other.left < piece.left and not looks_like_value(other.text)]
    return beside, list(_above(rows, at, piece))


def _above(rows: tuple[SourceRow, ...], at: int, piece: SourcePiece) -> Iterator[str]:
    """The nearest words above a cell that head its column alone."""
    for other in range(at - 1, -1, -1):
        if rows[other].part != rows[at].part:
            return
        for head in rows[other].pieces:
            is_above = head.left < piece.right and head.right > piece.left
            if is_above and head.text and not looks_like_value(head.text) and len(rows[other].pieces) > 1:
                yield head.text
                return


def read_long_table(rows: tuple[SourceRow, ...], shape: EditionShape, key: ReportKey) -> tuple[Read | None, str]:
    """The figures of one report in a table with one figure to a line, as reportgen and other programs write it for programs.

    Shape: None where the rows are no such table; with it, why it has none of the report.
    """
    heads = [piece.text.strip().casefold() for piece in rows[0].pieces] if rows else []
    if not set(_NAMES) <= set(heads):
        return None, ""
    at = {name: rows[0].pieces[heads.index(name)].left for name in heads}
    found: Read = {}
    others: set[str] = set()
    for row in rows[1:]:
        cells = {piece.left: piece for piece in row.pieces}
        words = {name: cells[left].text.strip() if left in cells else "" for name, left in at.items()}
        name = CellName(words["table"], words["row"], words["column"])
        table = shape.tables.get(name.table)
        if table and not name.column and len(table.columns) == 1:
            name = CellName(name.table, name.row, next(iter(table.columns)))
        if table is None or name.row not in table.rows or name.column not in table.columns:
            continue
        report = ", ".join(filter(None, (words.get("area"), words.get("year"))))
        if not _is_of(words, key):
            others.add(report)
            continue
        value = cells.get(at["value"], SourcePiece("", 0, 0, row.place))
        reading = read_value(value.text, (), is_not_applicable=is_nothing(table, name))
        status = words.get("status", "")
        shorthand, flag = _SHORTHAND.get(status.replace("_", " ")), _FLAGS.get(status, "")
        if flag and reading.value is not None:
            reading = replace(reading, flag=flag)
        if not reading.text and shorthand:
            reading = Reading(f"[{shorthand}]", shorthand=shorthand)
        told = (reading.question,) if reading.question else ()
        state = Confidence.MISSING if not reading.text and not reading.shorthand else Confidence.SURE
        reasons = told or (("the file shows nothing here",) if state is Confidence.MISSING else ())
        if name in found and found[name].reading != reading:
            reasons = (*reasons, f"the file shows it a second time, as {found[name].reading.text}")
        found[name] = ReadFigure(name, state, reading, value.place, row.text, reasons)
    if not found and others:
        return {}, f"this file holds figures of {'; '.join(sorted(others)[:5])}, and none of {key.area}, {key.year}"
    return found, ""


def _is_of(words: dict[str, str], key: ReportKey) -> bool:
    """Whether a line is of one report, as far as it says of which it is."""
    area, year = words.get("area", ""), words.get("year", "")
    is_area = not area or area.casefold().replace(" ", "-") == key.area
    return is_area and (not year or parse_year(year) == key.year)
