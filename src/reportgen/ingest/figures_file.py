"""A figures file that holds what was read from another file: written anew, or filled in where it was begun.

Comes in: figures with their places. Goes out: the lines of a figures file. What is not sure is left empty, with a remark that says
where to look; a figure that somebody typed is never changed.
"""

from dataclasses import dataclass

from reportgen.check.figures import Figures
from reportgen.commands.new.figures import as_typed
from reportgen.commands.new.plan import TO_DO
from reportgen.core.diagnostic import in_one_line
from reportgen.core.names import Period
from reportgen.core.wording import shortened
from reportgen.ingest.figures import Confidence, Read, ReadFigure
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import EditionShape, TableShape
from reportgen.read.located_yaml import Mapping, Scalar, find_node
from reportgen.read.source import FiguresFile
from reportgen.read.yaml_edit import NotEditableError, set_value
from reportgen.read.yaml_typed import in_braces, typed_words

LOOK = "To be looked at"
_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Filled:
    """A figures file with more figures in it.

    Shape: `filled` are those that were put in; `same` those that both files have; `differing` those that it had, and that the
    other file has otherwise; `without_line` those that the other file shows and that it has no line for, but for totals, which are
    added up.
    """

    text: str
    filled: tuple[CellName, ...]
    same: tuple[CellName, ...]
    differing: tuple[CellName, ...]
    without_line: tuple[CellName, ...]


def new_figures_file(shape: EditionShape, area: str, period: Period, source: str, read: Read) -> list[str]:
    """The lines of a figures file of which nothing is there yet."""
    left = sum(figure.state is not Confidence.SURE for figure in read.values())
    lines = [
        f"# The figures of {area} for {period.label}, read from {in_one_line(source)}.",
        f"# Where nothing stands after a colon, look at the place that is named, and type the figure. There are {left} of these."
        if left
        else "# Each was read with its label, and its sums hold.",
        f"source: {typed_words(f'Read from {source}')}",
        "status: draft",
    ]
    if any(table.rate for table in shape.tables.values()):
        lines.append("population:   # people aged 10 and over; may stay empty")
    if shape.details:
        lines += ["", "details:", *(f"  {name}: {TO_DO}   # {detail.label}" for name, detail in shape.details.items())]
    lines += ["", "tables:"]
    for name, table in shape.tables.items():
        lines.append(f"  {name}:")
        for row in table.rows:
            lines += _row([read[CellName(name, row, column)] for column in table.columns], row, table)
        lines.append("")
    return lines[:-1]


def _row(figures: list[ReadFigure], row: str, table: TableShape) -> list[str]:
    """One row as a person types it: on one line where all of it is sure."""
    if len(table.columns) == 1:
        return [_cell(f"    {row}:", figures[0])]
    if all(figure.state is Confidence.SURE for figure in figures):
        cells = ", ".join(f"{figure.name.column}: {in_braces(_typed(figure))}" for figure in figures)
        return [f"    {row}: {{{cells}}}"]
    return [f"    {row}:", *(_cell(f"      {figure.name.column}:", figure) for figure in figures)]


def _cell(start: str, figure: ReadFigure) -> str:
    if figure.state is Confidence.SURE:
        return f"{start} {_typed(figure)}"
    return f"{start}   # {remark_on(figure)}"


def _typed(figure: ReadFigure) -> str:
    reading = figure.reading
    if reading.flag and reading.value is not None:
        return f"{reading.value} [{reading.flag}]"
    return reading.typed


def remark_on(figure: ReadFigure) -> str:
    """What a person has to look at, and where."""
    why = "; ".join(figure.reasons)
    if not figure.place:
        return in_one_line(f"{LOOK}: {why}")
    said = f"{figure.place} says {figure.reading.text}" if figure.reading.text else figure.place
    return in_one_line(f"{LOOK}: {said} ({why}): “{shortened(figure.quote, _LONGEST_QUOTE)}”")


def fill_in(file: FiguresFile, figures: Figures, read: Read) -> Filled:
    """A begun figures file with the sure figures where it has none, and remarks beside those that are to be looked at.

    Why: only text is added, so that all that somebody typed stays as it is. Shape: `figures` are those of the file.
    """
    text = "\n".join(file.file.lines)
    filled: list[CellName] = []
    same: list[CellName] = []
    differing: list[CellName] = []
    without: list[CellName] = []
    looked_at: list[tuple[int, CellName]] = []
    for name, figure in read.items():
        path = _path_of(file, name)
        node = find_node(file.tree, *path)
        if node is None:
            without.append(name)
        elif not isinstance(node, Scalar) or (node.text.strip() and not node.is_empty):
            if figure.reading.typed:
                is_same = name in figures and as_typed(figures[name]) == figure.reading.typed
                (same if is_same else differing).append(name)
        elif figure.state is not Confidence.SURE:
            looked_at.append((node.place.line, name))
        else:
            try:
                text = set_value(text, path, _typed(figure))
                filled.append(name)
            except NotEditableError:
                without.append(name)
    lines = text.split("\n")
    # From the end, so that of several on one line the last column is told first.
    for line, name in reversed(looked_at):
        lines[line - 1] = _with_remark(lines[line - 1], name, remark_on(read[name]))
    tables = file.edition.shape.tables
    left = (name for name in without if read[name].reading.typed and not _is_total(name, tables))
    return Filled("\n".join(lines), tuple(filled), tuple(same), tuple(differing), tuple(left))


def _path_of(file: FiguresFile, name: CellName) -> tuple[str, ...]:
    """The steps to a cell in the file. Shape: the only column of a table is not named."""
    row = ("tables", name.table, name.row)
    is_only = len(file.edition.shape.tables[name.table].columns) == 1
    return row if is_only and not isinstance(find_node(file.tree, *row), Mapping) else (*row, name.column)


def _is_total(name: CellName, tables: dict[str, TableShape]) -> bool:
    totals = tables[name.table].totals
    return name.row == totals.row or name.column == totals.column


def _with_remark(line: str, name: CellName, remark: str) -> str:
    """A line with one more remark at its end, once."""
    column = f"{name.column}: " if "{" in line else ""
    words = f"{column}{remark}"
    if words in line:
        return line
    return f"{line.rstrip()}; {words}" if " # " in line else f"{line.rstrip()}   # {words}"
