"""A figures file that holds what was read from another file: written anew, or filled in where it was begun.

Comes in: figures with their places. Goes out: the lines of a figures file. What is not sure is left empty, with a remark that says
where to look; a figure that somebody typed is never changed.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reportgen.commands.new.plan import TO_DO, as_value
from reportgen.core.diagnostic import in_one_line
from reportgen.core.names import Period
from reportgen.core.wording import shortened
from reportgen.ingest.figures import Confidence, Read, ReadFigure
from reportgen.read.cells import CellName
from reportgen.read.edition_shapes import EditionShape, TableShape
from reportgen.read.located_yaml import Mapping, Scalar
from reportgen.read.source import FiguresFile

LOOK = "To be looked at"
_LONGEST_QUOTE = 160


@dataclass(frozen=True, slots=True)
class Filled:
    """A figures file with more figures in it.

    Shape: `filled` are those that were put in; `same` those that both files have; `differing` those that it had, and that the
    other file has otherwise; `without_line` those that the other file shows and that it has no line for, but for totals, which are
    added up.
    """

    lines: tuple[str, ...]
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
        f"source: {as_value(f'Read from {source}')}",
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
        cells = ", ".join(f"{figure.name.column}: {_typed(figure, is_between_braces=True)}" for figure in figures)
        return [f"    {row}: {{{cells}}}"]
    return [f"    {row}:", *(_cell(f"      {figure.name.column}:", figure) for figure in figures)]


def _cell(start: str, figure: ReadFigure) -> str:
    if figure.state is Confidence.SURE:
        return f"{start} {_typed(figure)}"
    return f"{start}   # {remark_on(figure)}"


def _typed(figure: ReadFigure, *, is_between_braces: bool = False) -> str:
    reading = figure.reading
    if reading.flag and reading.value is not None:
        return f"[{reading.value}, {reading.flag}]" if is_between_braces else f"{reading.value} [{reading.flag}]"
    return reading.typed


def remark_on(figure: ReadFigure) -> str:
    """What a person has to look at, and where."""
    why = "; ".join(figure.reasons)
    if not figure.place:
        return in_one_line(f"{LOOK}: {why}")
    said = f"{figure.place} says {figure.reading.text}" if figure.reading.text else figure.place
    return in_one_line(f"{LOOK}: {said} ({why}): “{shortened(figure.quote, _LONGEST_QUOTE)}”")


def fill_in(file: FiguresFile, read: Read) -> Filled:
    """A begun figures file with the sure figures where it has none, and remarks beside those that are to be looked at.

    Why: only text is added, so that all that somebody typed stays as it is.
    """
    lines = list(file.file.lines)
    places: list[tuple[int, int, CellName]] = []
    same: list[CellName] = []
    differing: list[CellName] = []
    without: set[CellName] = set()
    for name, figure in read.items():
        found = _node_of(file, name)
        if found is None:
            without.add(name)
            continue
        key, value = found
        if isinstance(value, Scalar) and (value.is_empty or not value.text.strip()):
            places.append((key.place.line, key.place.column + key.place.length, name))
        elif figure.reading.typed:
            (same if _is_same(value, figure) else differing).append(name)
    filled: list[CellName] = []
    # From the end, so that places further to the front stay where they are.
    for line, column, name in sorted(places, reverse=True):
        text = lines[line - 1]
        at = text.find(":", column - 1) + 1
        if not at or text[column - 1 : at - 1].strip(" \"'"):
            without.add(name)
        elif read[name].state is Confidence.SURE:
            typed = _typed(read[name], is_between_braces="{" in text[:at])
            rest = text[at:]
            # A remark keeps its column where there is room before it.
            spare = len(rest) - len(rest.lstrip(" "))
            keep = (
                rest[min(max(spare - 1, 0), len(typed) + 1) :] if "#" in rest[: spare + 1] else rest.removeprefix(" ")
            )
            gap = "" if not keep or keep[0] in " ,}" else " "
            lines[line - 1] = f"{text[:at]} {typed}{gap}{keep}"
            filled.append(name)
    for line, _, name in sorted(places, reverse=True):
        if read[name].state is not Confidence.SURE and name not in without:
            lines[line - 1] = _with_remark(lines[line - 1], name, remark_on(read[name]))
    tables = file.edition.shape.tables
    left = (name for name, one in read.items() if name in without and one.reading.typed and not _is_total(name, tables))
    return Filled(tuple(lines), tuple(filled), tuple(same), tuple(differing), tuple(left))


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


def _node_of(file: FiguresFile, name: CellName) -> tuple[Scalar, object] | None:
    """The name of a cell in the file and what stands behind it."""
    node: object = file.tree.get("tables")
    for step in (name.table, name.row):
        if not isinstance(node, Mapping):
            return None
        key, node = node.key(step), node.get(step)
    if isinstance(node, Mapping):
        key, value = node.key(name.column), node.get(name.column)
        return (key, value) if key is not None else None
    is_only = len(file.edition.shape.tables[name.table].columns) == 1
    return (key, node) if is_only and key is not None and node is not None else None


def _is_same(value: object, figure: ReadFigure) -> bool:
    """Whether what was typed is what was read."""
    words = value.text if isinstance(value, Scalar) else _bracketed(value)
    typed = words.replace(" ", "").split("[")[0] or words
    return typed == figure.reading.typed


def _bracketed(value: object) -> str:
    items: Iterable[object] = getattr(value, "items", ())
    words = [item.text for item in items if isinstance(item, Scalar)]
    return f"[{words[0]}]" if len(words) == 1 else words[0] if words else ""
