"""Figures of years that have no report, as an area typed them.

Comes in: a figures file. Goes out: the years under `former`, each with its figures and where they come from.
"""

from collections.abc import Iterator

from reportgen.check.figures import Figures, read_value
from reportgen.check.rules import unknown_figure
from reportgen.check.trend import Former
from reportgen.core.diagnostic import Diagnostic, Emit
from reportgen.read.cells import find_cell
from reportgen.read.located_yaml import Mapping, Scalar
from reportgen.read.shape_reader import read_shape
from reportgen.read.shapes import FormerShape
from reportgen.read.source import FiguresFile


def typed_years(source: FiguresFile, emit: Emit) -> Iterator[Former]:
    """The years under `former` that could be read, in the file's order.

    Errors: wrong-value, unknown-figure, and those of a figure.
    """
    node = source.tree.get("former")
    if node is None:
        return
    if not isinstance(node, Mapping):
        emit(Diagnostic("wrong-value", node.place, "the years are expected here, each with “source:” and “figures:”"))
        return
    for key, value in node.entries:
        if not (key.text.isascii() and key.text.isdecimal() and source.year - 100 < int(key.text) < source.year):
            message = f"a year before {source.year} is expected here, such as {source.year - 1}"
            emit(Diagnostic("wrong-value", key.place, message, "write the year in which it begins"))
            continue
        shape = read_shape(FormerShape, value, key.place, emit, leaving=("figures",))
        figures = value.get("figures") if isinstance(value, Mapping) else None
        if shape is None:
            continue
        if not isinstance(figures, Mapping):
            message = f"the figures of {key.text} are expected here, each with its name"
            place = figures.place if figures else key.place
            emit(Diagnostic("wrong-value", place, message, "write below “figures:” such as “table.row.column: 41”"))
            continue
        year = int(key.text)
        yield Former(year, source.edition.period(year), _figures(source, figures, emit), shape.source)


def _figures(source: FiguresFile, node: Mapping, emit: Emit) -> Figures:
    figures: Figures = {}
    for key, value in node.entries:
        name = find_cell(source.edition.shape, key.text)
        if name is None:
            emit(unknown_figure(source, key.text, key.place))
            continue
        if isinstance(value, Scalar) and value.is_empty:
            emit(Diagnostic("missing-figure", key.place, f"{key.text} has no figure", "type it, or take the line away"))
            continue
        cell = read_value(value, emit)
        if cell is not None:
            figures[name] = cell
    return figures
