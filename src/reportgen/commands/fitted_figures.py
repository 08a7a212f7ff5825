"""The text of a figures file fitted to an edition.

Comes in: a text, and what an edition asks for. Goes out: the text in which rows and columns have the names of today, those that
are new wait to be filled in, and those that are gone stand behind a #; and each change in words.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from reportgen.commands.new.plan import TO_DO
from reportgen.read.cells import find_cell, find_row
from reportgen.read.edition_shapes import ColumnShape, EditionShape, RowShape, TableShape
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar, find_node, plain_values
from reportgen.read.yaml_edit import NotEditableError, end_of, line_end, remove_value, set_value, tree_of
from reportgen.read.yaml_typed import Step, Value, typed_words

_NOTHING, _NOT_APPLICABLE = "", "[z]"
# What stands before the figures in a file that was begun.
_FIRST = ("source", "status", "population", "details", "tables")
# Groups in which names of figures, tables or rows stand before the colon.
_BY_NAME = ("revisions", "remarks", "left_out")


@dataclass(frozen=True, slots=True)
class Fitting:
    """A text that fits an edition. Shape: `told` is what changed, and `left` what a person has to do, each in words."""

    text: str
    told: tuple[str, ...]
    left: tuple[str, ...]


def fit_figures(text: str, shape: EditionShape, edition: str) -> Fitting:
    """The text of a file that can be read, fitted to an edition.

    Why: each change is made by itself and looked at, so that one that cannot be made leaves the text as it was.
    """
    fitter = _Fitter(text, shape, edition)
    fitter.rename()
    fitter.rename_elsewhere()
    fitter.set_aside()
    fitter.add()
    return Fitting(fitter.text, tuple(fitter.told), tuple(fitter.left))


def new_names(shape: EditionShape) -> dict[str, str]:
    """Figures and rows by the names that they had in earlier editions, with those of today.

    Why: a row that was split, or that counts something else since, is no other row by a new name.
    """
    found: dict[str, str] = {}
    for name, table in shape.tables.items():
        rows, columns = _renamed_rows(table), _renamed(table.columns)
        for old_row, row in (*rows.items(), *((row, row) for row in table.rows)):
            if old_row != row:
                found[f"{name}.{old_row}"] = f"{name}.{row}"
            for old_column, column in (*columns.items(), *((column, column) for column in table.columns)):
                if (old_row, old_column) != (row, column):
                    found[f"{name}.{old_row}.{old_column}"] = f"{name}.{row}.{column}"
    return found


def _renamed_rows(table: TableShape) -> dict[str, str]:
    renamed = _renamed(table.rows)
    return {old: new for old, new in renamed.items() if not table.rows[new].breaks}


def _renamed(lines: dict[str, RowShape] | dict[str, ColumnShape]) -> dict[str, str]:
    """The rows or columns that have another name now, by the one that they had."""
    former = Counter(line.formerly for line in lines.values())
    return {
        line.formerly: key
        for key, line in lines.items()
        if line.formerly and line.formerly not in lines and former[line.formerly] == 1
    }


class _Fitter:
    """Changes one text step by step, and remembers what it did."""

    def __init__(self, text: str, shape: EditionShape, edition: str) -> None:
        self.text = text
        self.shape = shape
        self.edition = edition
        self.told: list[str] = []
        self.left: list[str] = []

    def node(self, *path: Step) -> Node | None:
        """What stands at the end of a path now."""
        return find_node(tree_of(self.text), *path)

    def names(self, *path: Step) -> list[str]:
        """The names in a group, none where there is no such group."""
        node = self.node(*path)
        return [name.text for name, _ in node.entries] if isinstance(node, Mapping) else []

    def rename(self) -> None:
        """Gives rows and columns the names of today."""
        for table, shape in self.shape.tables.items():
            for old, new in _renamed_rows(shape).items():
                self.rename_key(("tables", table), old, new)
            for row in self.names("tables", table):
                for old, new in _renamed(shape.columns).items():
                    self.rename_key(("tables", table, row), old, new)

    def rename_elsewhere(self) -> None:
        """Gives figures that are named outside of the tables the names of today."""
        now = new_names(self.shape)
        for group in (*((name,) for name in _BY_NAME), *(("former", year, "figures") for year in self.names("former"))):
            for name in self.names(*group):
                if name in now:
                    self.rename_key(group, name, now[name])
                elif not self.is_known(name, is_remark=group == ("remarks",), is_row=group == ("left_out",)):
                    self.left.append(f"“{name}” under “{group[0]}” is not in edition {self.edition}")
        waivers = self.node("waivers")
        for position, waiver in enumerate(waivers.items if isinstance(waivers, Listing) else ()):
            cell = waiver.get("cell") if isinstance(waiver, Mapping) else None
            if isinstance(cell, Scalar) and cell.text in now:
                self.set(
                    ("waivers", position, "cell"), typed_words(now[cell.text]), f"a waiver is for {now[cell.text]}"
                )

    def is_known(self, name: str, *, is_remark: bool, is_row: bool) -> bool:
        if is_row:
            return find_row(self.shape, name) is not None
        return find_cell(self.shape, name) is not None or (is_remark and name in self.shape.tables)

    def rename_key(self, path: tuple[str, ...], old: str, new: str) -> None:
        """Exchanges one name, if it is there and the new one is not."""
        group = self.node(*path)
        key = group.key(old) if isinstance(group, Mapping) else None
        if key is None or (isinstance(group, Mapping) and group.get(new) is not None):
            return
        start, end = key.span
        self.text = self.text[:start] + new + self.text[end:]
        where = f"“{old}” under “{path[0]}”" if path[0] != "tables" else ".".join((*path[1:], old))
        self.told.append(f"{where} is called {new} now; what stands there is kept")

    def set_aside(self) -> None:
        """Puts behind a # what the edition does not ask for."""
        tables = {
            name: dict.fromkeys(table.rows, dict.fromkeys(table.columns)) for name, table in self.shape.tables.items()
        }
        self.set_aside_below(("details",), self.shape.details)
        self.set_aside_below(("tables",), tables)

    def set_aside_below(self, path: tuple[str, ...], known: dict[str, Any]) -> None:
        """The same in one group, and in the groups in it. Shape: `known` are the names that it may hold, each with those below it."""
        for name in self.names(*path):
            if not self.is_asked((*path, name), known):
                what = ".".join((*path[1:], name))
                self.aside(f"what stands below {what}" if name in known else what, *path, name)
            elif isinstance(below := known[name], dict):
                self.set_aside_below((*path, name), below)

    def is_asked(self, path: tuple[str, ...], known: dict[str, Any]) -> bool:
        """Whether the edition asks for a name, or for anything below it: a group of which nothing stays is set aside at once."""
        below, names = known.get(path[-1]), self.names(*path)
        if path[-1] not in known or not isinstance(below, dict) or not names:
            return path[-1] in known
        return any(self.is_asked((*path, name), below) for name in names)

    def aside(self, name: str, *path: str) -> None:
        """Takes out one value with its name, and the group that would be left empty, and keeps it as a remark above.

        Shape: `name` is what it is called where it is told.
        """
        while len(path) > 1 and len(self.names(*path[:-1])) == 1:
            path = path[:-1]
        group = self.node(*path[:-1])
        key, value = (group.key(path[-1]), group.get(path[-1])) if isinstance(group, Mapping) else (None, None)
        if key is None or value is None or not isinstance(group, Mapping):
            return
        start, end = key.span[0], end_of(self.text, value)
        begin = self.text.rfind("\n", 0, start) + 1
        if not group.in_brackets:
            # What stands behind a value on its line is about it too.
            end = line_end(self.text, end)
        first, *others = self.text[start:end].split("\n")
        line = self.text[begin:].split("\n", 1)[0]
        blanks = line[: len(line) - len(line.lstrip())]
        kept = [f"{blanks}# Not in edition {self.edition}: {first.rstrip()}"]
        kept += [f"{blanks}# {other.removeprefix(blanks).rstrip()}" for other in others]
        try:
            without = remove_value(self.text, path)
        except NotEditableError as problem:
            self.left.append(f"{name} is not in edition {self.edition}, and could not be set aside: {problem}")
            return
        lines = without.split("\n")
        number = self.text[:begin].count("\n")
        changed = "\n".join((*lines[:number], *kept, *lines[number:]))
        if plain_values(tree_of(changed)) != plain_values(tree_of(without)):
            self.left.append(f"{name} is not in edition {self.edition}, and could not be set aside")
            return
        self.text = changed
        self.told.append(f"{name} is not in edition {self.edition}: kept behind a #")

    def add(self) -> None:
        """Puts in what the edition asks for and the file lacks; totals are left, since they can be added up."""
        for name in self.shape.details:
            if name not in self.names("details"):
                said = f"{name} is asked for among the details"
                self.set(("details", name), typed_words(TO_DO), said, (_FIRST, tuple(self.shape.details)))
        left_out = self.names("left_out")
        for table, shape in self.shape.tables.items():
            is_new = self.node("tables", table) is None
            for row in shape.rows:
                if f"{table}.{row}" not in left_out and (is_new or row != shape.totals.row or self.has(table, row)):
                    self.add_row(table, shape, row)

    def has(self, table: str, row: str) -> bool:
        return self.node("tables", table, row) is not None

    def add_row(self, table: str, shape: TableShape, row: str) -> None:
        """A row that is missing, or the columns that it lacks."""
        order = (_FIRST, tuple(self.shape.tables), tuple(shape.rows), tuple(shape.columns))
        typed = {
            column: _NOT_APPLICABLE if f"{row}.{column}" in shape.not_applicable else _NOTHING
            for column in shape.columns
        }
        if not self.has(table, row):
            value: Value = typed if len(typed) > 1 else next(iter(typed.values()))
            if self.set(("tables", table, row), value, f"{table}.{row} is new, to be filled in", order):
                self.remark(table, row, f"new in edition {self.edition}: {shape.rows[row].full_label}")
            return
        node = self.node("tables", table, row)
        if not isinstance(node, Mapping) and not (isinstance(node, Scalar) and node.is_empty):
            if len(typed) > 1:
                self.left.append(f"{table}.{row} has one figure, and edition {self.edition} asks for {len(typed)}")
            return
        for column in typed if isinstance(node, Mapping) or len(typed) > 1 else ():
            if column != shape.totals.column and column not in self.names("tables", table, row):
                said = f"{table}.{row}.{column} is new, to be filled in"
                self.set(("tables", table, row, column), typed[column], said, order)

    def set(self, path: tuple[Step, ...], value: Value, said: str, order: tuple[tuple[str, ...], ...] = ()) -> bool:
        """Types a value; whether that could be done."""
        try:
            self.text = set_value(self.text, path, value, order)
        except NotEditableError as problem:
            self.left.append(f"{said}, and could not be put in: {problem}")
            return False
        self.told.append(said)
        return True

    def remark(self, table: str, row: str, words: str) -> None:
        """Puts words behind the name of a row that was put in, where it stands on a line of its own."""
        group = self.node("tables", table)
        key = group.key(row) if isinstance(group, Mapping) and not group.in_brackets else None
        if key is None:
            return
        end = line_end(self.text, key.span[1])
        self.text = f"{self.text[:end]}  # {words}{self.text[end:]}"
