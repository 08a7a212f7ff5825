"""Small tables of an edition, and a figures file that was typed for them, without a workspace.

Comes in: names of rows and columns, and a text. Goes out: shapes, and a file as the checks get it.
"""

from dataclasses import replace
from functools import lru_cache

from london import REPOSITORY

from reportgen.core.diagnostic import SourceFile, whole_file
from reportgen.core.names import reporting_year
from reportgen.read.edition import Edition, read_edition
from reportgen.read.edition_shapes import TableShape
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.shapes import AreaFileShape
from reportgen.read.source import FiguresFile


def table(rows: str, columns: str, **further: object) -> TableShape:
    """A table whose rows and columns are named; those called total are totals."""
    totals = {side: "total" if "total" in names else None for side, names in (("row", rows), ("column", columns))}
    return TableShape.model_validate(
        {
            "caption": "People",
            "time": "year",
            "row_header": "Level",
            "rows": {name: {"label": name} for name in rows.split()},
            "columns": {name: {"label": name} for name in columns.split()},
            "totals": totals,
            **further,
        }
    )


def labelled(shape: TableShape, **labels: str) -> TableShape:
    """A table whose rows and columns are called so."""
    rows = {name: row.model_copy(update={"label": labels.get(name, name)}) for name, row in shape.rows.items()}
    columns = {name: one.model_copy(update={"label": labels.get(name, name)}) for name, one in shape.columns.items()}
    return shape.model_copy(update={"rows": rows, "columns": columns})


@lru_cache(maxsize=1)
def real_edition() -> Edition:
    """The edition of 2024/25, for all that is not a table."""
    edition = read_edition(REPOSITORY, "annual-report", "2024.1", whole_file("year.yaml")).value
    assert edition is not None
    return edition


def figures_file(
    tables: dict[str, TableShape], text: str = "source: Test", *, population: int | None = None
) -> FiguresFile:
    """A figures file of Testshire, under an edition that asks for these tables alone."""
    file = SourceFile("data/annual-report/2024/testshire.yaml", tuple(text.split("\n")))
    said: list[object] = []
    tree = parse_yaml(file, said.append)
    assert isinstance(tree, Mapping), said
    shape = real_edition().shape.model_copy(update={"tables": tables, "headlines": ()})
    edition = replace(real_edition(), shape=shape)
    area = AreaFileShape(source="Test", population=population)
    return FiguresFile(2024, reporting_year(2024), file, tree, area, edition)
