"""JSON Schemas of what people type, so that an editor completes it and marks what is wrong.

Comes in: a workspace. Goes out: one schema for each kind of file, and one for the figures files of each edition.
"""

import re
from posixpath import relpath
from typing import TYPE_CHECKING, Any

from reportgen.check.figures import FLAGS, LARGEST, PENDING, SHORTHAND
from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.diagnostic_text import as_json
from reportgen.formats.artifact import Artifact
from reportgen.read.cells import CellName, all_cells, all_names, cell_label, is_nothing
from reportgen.read.edition import read_edition
from reportgen.read.edition_shapes import EditionShape, TableShape
from reportgen.read.shapes import AreaFileShape, AreasShape, PageShape, Shape, WorkspaceShape, YearShape
from reportgen.read.source import FIGURE_NAMES
from reportgen.read.workspace import SCHEMAS, Workspace, edition_path, list_editions, list_kinds

if TYPE_CHECKING:
    from reportgen.read.edition import Edition

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SHAPES: dict[str, type[Shape]] = {
    "workspace": WorkspaceShape,
    "areas": AreasShape,
    "year": YearShape,
    "edition": EditionShape,
    "page": PageShape,
}
Schema = dict[str, Any]
_BOUNDS = {"ge": "minimum", "le": "maximum"}
_PLACE_TO_FILL_IN = re.compile(r"\{\{\s*(.*?)\s*\}\}")


def make_schemas(workspace: Workspace) -> Outcome[tuple[Artifact, ...]]:
    """A schema for each file that people type in a workspace; an edition with faults has none for its figures.

    Errors: those of reading an edition.
    """
    found: list[Diagnostic] = []
    schemas = {name: shape_schema(shape) for name, shape in SHAPES.items()}
    for kind in list_kinds(workspace):
        for name in list_editions(workspace, kind):
            edition = read_edition(workspace.root, kind, name, whole_file(edition_path(kind, name)))
            found.extend(edition.diagnostics)
            if edition.value is not None:
                schemas[figures_name(kind, name)] = figures_schema(edition.value)
    artifacts = (
        Artifact(f"{name}.json", "application/schema+json", (as_json({"$schema": DRAFT, **schema}) + "\n").encode())
        for name, schema in schemas.items()
    )
    return Outcome(tuple(artifacts), tuple(found))


def figures_name(kind: str, edition: str) -> str:
    """What the schema of an edition's figures files is called."""
    return f"figures-{kind}-{edition}"


def schema_line(name: str, path: str) -> str:
    """The first line of a file that names its schema to an editor. Shape: `path` is that of the file, in the workspace."""
    return f"# yaml-language-server: $schema={relpath(f'{SCHEMAS}/{name}.json', path.rsplit('/', 1)[0])}"


def shape_schema(shape: type[Shape]) -> Schema:
    """The schema of a shape: names that are not known are refused, and bounds are told in the words of JSON Schema."""
    schema: Schema = _without_titles(shape.model_json_schema())
    return schema


def figures_schema(edition: "Edition") -> Schema:
    """The schema of an area's figures file: the very tables, rows and columns of its edition, with their labels."""
    shape = edition.shape
    schema = shape_schema(AreaFileShape)
    properties = schema["properties"]
    schema["description"] = f"An area's figures file: {edition.kind}, edition {edition.name}."
    # What other modules read from the file is not judged here.
    properties |= {name: {} for name in FIGURE_NAMES}
    properties["tables"] = _names({name: _table(shape, name) for name in shape.tables}, "The figures, table by table")
    names = [*all_names(shape), *map(str, all_cells(shape))]
    for named in (properties["revisions"], schema["$defs"]["FormerShape"]["properties"]["figures"]):
        named["propertyNames"] = {"enum": list(dict.fromkeys(names))}
    words = properties["details"]["patternProperties"].popitem()[1]
    details = {name: {**words, "description": detail.label} for name, detail in shape.details.items()}
    properties["details"] = _names(details, properties["details"]["description"])
    rows = [f"{name}.{row}" for name, table in shape.tables.items() for row in table.rows]
    properties["left_out"] |= {
        "propertyNames": {"enum": rows},
        "additionalProperties": {"type": "string", "minLength": 1},
    }
    properties["left_out"].pop("patternProperties", None)
    # Which rows may be missing where some are left out is looked at by `reportgen check`.
    required = {name: {"required": table.pop("required")} for name, table in properties["tables"]["properties"].items()}
    schema["if"] = {"not": {"required": ["left_out"]}}
    schema["then"] = {"properties": {"tables": {"properties": required}}}
    schema["required"] = ["source", *(["tables"] if shape.tables else []), *(["details"] if details else [])]
    schema["$defs"] |= _FIGURES
    return schema


def plain_words(words: str, shape: EditionShape, known: dict[str, str]) -> str:
    """A caption or label of an edition as far as it can be known outside a report: what is not known becomes “…”."""
    known = {f"words.{name}": word for name, word in shape.words.items()} | known
    return _PLACE_TO_FILL_IN.sub(lambda match: known.get(match[1], "…"), words)


def _without_titles(node: Any) -> Any:
    """A schema of the library without its titles, which repeat the names, and with what it leaves to itself."""
    if isinstance(node, list):
        return [_without_titles(item) for item in node]
    if not isinstance(node, dict):
        return node
    told = {
        _BOUNDS.get(key, key): _without_titles(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }
    if "patternProperties" in told:
        told["additionalProperties"] = False
    return told


def _names(properties: dict[str, Schema], description: str, total: str | None = None) -> Schema:
    """A group of names that must all be there and no others; but a total may be left out, since it is then added up."""
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": [name for name in properties if name != total],
        "additionalProperties": False,
    }


def _table(shape: EditionShape, name: str) -> Schema:
    table = shape.tables[name]
    known = {"period.end | long_date": "the last day of the year", "period.label": "the year"}
    rows = {row: _row(name, table, row) for row in table.rows}
    return _names(rows, plain_words(table.caption, shape, known), table.totals.row)


def _row(name: str, table: TableShape, row: str) -> Schema:
    cells = {column: _cell(table, CellName(name, row, column)) for column in table.columns}
    if len(cells) > 1:
        return _names(cells, table.rows[row].label, table.totals.column)
    # The only column need not be named. An editor shows every description that it meets, so there is one.
    ((column, cell),) = cells.items()
    words = cell.pop("description")
    by_name = {"type": "object", "properties": {column: cell}, "required": [column], "additionalProperties": False}
    return {"description": words, "anyOf": [cell, by_name]}


def _cell(table: TableShape, cell: CellName) -> Schema:
    words = cell_label(table, cell)
    if is_nothing(table, cell):
        return {"$ref": "#/$defs/not_applicable", "description": f"{words}: nothing can be counted here; write [z]"}
    return {"$ref": "#/$defs/figure_or_pending" if table.may_be_pending else "#/$defs/figure", "description": words}


def _bracketed(letters: list[str]) -> list[Schema]:
    """Shorthand as a list of one, which is how YAML reads it, and between quotation marks."""
    return [
        {"type": "array", "items": {"enum": letters}, "minItems": 1, "maxItems": 1},
        {"type": "string", "pattern": rf"^\[({'|'.join(letters)})\]$"},
    ]


_COUNT: Schema = {"type": "integer", "minimum": 0, "maximum": LARGEST}
_FIGURE: list[Schema] = [
    _COUNT,
    *_bracketed([letter for letter in SHORTHAND if letter != "z"]),
    {"type": "array", "prefixItems": [_COUNT, {"enum": [*FLAGS]}], "minItems": 2, "maxItems": 2},
    {"type": "string", "pattern": rf"^(0|[1-9][0-9]*)\s*\[({'|'.join(FLAGS)})\]$"},
]
_FIGURES: Schema = {
    "figure": {"anyOf": _FIGURE},
    "figure_or_pending": {"anyOf": [*_FIGURE, {"const": PENDING}]},
    "not_applicable": {"anyOf": _bracketed(["z"])},
}
