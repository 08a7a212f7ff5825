"""Figures of years that have no report, as an area typed them.

Comes in: a figures file. Goes out: the years under `former`, each with its figures and where they come from.
"""

from collections.abc import Iterator

from reportgen.check.figures import Figures, read_value
from reportgen.check.rules import unknown_figure
from reportgen.check.trend import Former
from reportgen.core.diagnostic import Diagnostic, Emit
from reportgen.read.cells import find_cell
from reportgen.read.located_yaml import Scalar, find_node, name_place
from reportgen.read.source import FiguresFile


def typed_years(source: FiguresFile, emit: Emit) -> Iterator[Former]:
    """The years under `former` that could be read, in the file's order.

    Errors: wrong-value, unknown-figure, and those of a figure.
    """
    for typed, shape in source.shape.former.items():
        year = int(typed)
        if source.year - 100 < year < source.year:
            yield Former(year, source.edition.period(year), _figures(source, typed, emit), shape.source)
        else:
            message = f"a year before {source.year} is expected here, such as {source.year - 1}"
            place = name_place(source.tree, "former", typed)
            emit(Diagnostic("wrong-value", place, message, "write the year in which it begins"))


def _figures(source: FiguresFile, year: str, emit: Emit) -> Figures:
    figures: Figures = {}
    for typed in source.shape.former[year].figures:
        steps = ("former", year, "figures", typed)
        name, place = find_cell(source.edition.shape, typed), name_place(source.tree, *steps)
        value = find_node(source.tree, *steps)
        if name is None:
            emit(unknown_figure(source, typed, place))
        elif value is None or (isinstance(value, Scalar) and value.is_empty):
            emit(Diagnostic("missing-figure", place, f"{typed} has no figure", "type it, or take the line away"))
        elif cell := read_value(value, emit):
            figures[name] = cell
    return figures
