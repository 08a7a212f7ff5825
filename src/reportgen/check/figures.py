"""From what stands in a figures file to figures: every cell that the edition asks for, and no other.

Comes in: a YAML tree and an edition. Goes out: cells with values, shorthand and places.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice

from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Place
from reportgen.core.names import did_you_mean
from reportgen.read.cells import CellName, cell_label, find_row
from reportgen.read.edition_shapes import TableShape
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar
from reportgen.read.source import FiguresFile

SHORTHAND = {"z": "not applicable", "c": "confidential", "x": "not available"}
_LETTER_HINTS = {
    letter: f"write [{letter}], in brackets, where a figure is {meaning}" for letter, meaning in SHORTHAND.items()
}
FLAGS = {"r": "revised", "p": "provisional"}
PENDING = "pending"
GAP = "to be filled in"
LARGEST = 10**9
_NUMBER = re.compile(r"(?:0|[1-9][0-9]*)\Z", re.ASCII)
_GROUPED = re.compile(r"[0-9]{1,3}(?:[,\s_'’][0-9]{3})+\Z")
_UNSPACED = re.compile(r"([a-z][a-z0-9_]*)(?::\s*|\s+)([0-9]+)\Z")
_FLAGGED = re.compile(r"(\S+)\s*\[([a-z]+)\]\Z")
_CATEGORY_4 = re.compile(r"cat(?:egory)?[ ._-]*(?:4|four|iv)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FigureCell:
    """One published figure.

    Shape: either a `value`, or a `shorthand` (z, c, x or pending) in its place; `flag` is r, p or nothing;
    `is_computed` where the author left a total to be added up; `is_gap` where nothing is typed, in a report that is shown with
    its gaps; `is_left_out` where the area did not publish the row.
    """

    place: Place
    value: int | None = None
    shorthand: str = ""
    flag: str = ""
    is_computed: bool = False
    is_gap: bool = False
    is_left_out: bool = False

    @property
    def text(self) -> str:
        """The figure as printed, without its flag: 11,220 or [z]."""
        if self.value is not None:
            return f"{self.value:,}"
        if self.is_gap:
            return f"[{GAP}]"
        return "[x]" if self.shorthand == PENDING else f"[{self.shorthand}]"

    @property
    def printed(self) -> str:
        """The figure as printed, with its flag, which stays on its line."""
        return self.text + (f"\xa0[{self.flag}]" if self.flag else "")

    @property
    def counted(self) -> int | None:
        """What the cell adds to a total: nothing where it is not applicable, unknown where it is held back."""
        return 0 if self.shorthand == "z" else self.value


Figures = dict[CellName, FigureCell]


def check_figures(source: FiguresFile, emit: Emit) -> Figures:
    """Every cell that could be read, with totals added up where they were left out.

    Errors: unknown-table, unknown-row, unknown-column, category-4, missing-figure, bad-figure, bad-shorthand.
    """
    figures: Figures = {}
    tables = source.tree.get("tables")
    key = source.tree.key("tables")
    at = key.place if key else Place(source.file, 1, 1)
    shapes = source.edition.shape.tables
    if tables is None and not shapes:
        return figures
    if not isinstance(tables, Mapping):
        message = "the figures are missing" if tables is None else "the tables are expected here, each with its rows"
        emit(Diagnostic("missing-figure", at, message, "add “tables:” and below it: " + ", ".join(shapes)))
        return figures
    free = [table for table in shapes if tables.get(table) is None]
    for name in _others(tables, shapes):
        emit(_unknown("unknown-table", name, "table", list(shapes), free))
    inside = _tables_inside(tables, shapes)
    for table, shape in shapes.items():
        rows, key = tables.get(table), tables.key(table)
        if table in inside:
            name, outer = inside[table]
            message = f"the table “{table}” stands here as a row of “{outer}”"
            hint = f"begin this line in the column in which “{outer}” begins, and its rows as far further in"
            emit(Diagnostic("unknown-row", name.place, message, hint))
            continue
        if rows is None or key is None:
            emit(
                Diagnostic(
                    "missing-figure",
                    at,
                    f"the table “{table}” is missing",
                    f"add “{table}:” with " + ", ".join(shape.rows),
                )
            )
            continue
        left_out = {
            row
            for name in source.shape.left_out
            for of, row in [find_row(source.edition.shape, name) or ("", "")]
            if of == table
        }
        _Table(table, shape, figures, emit, frozenset(inside), frozenset(left_out)).read(rows, key.place)
    return figures


def _tables_inside(tables: Mapping, shapes: dict[str, TableShape]) -> dict[str, tuple[Scalar, str]]:
    """Tables that were set in too far, so that they stand among the rows of another: its name there, and that other one."""
    return {
        name.text: (name, outer.text)
        for outer, rows in tables.entries
        if isinstance(rows, Mapping) and outer.text in shapes
        for name, value in rows.entries
        if name.text in shapes
        and tables.get(name.text) is None
        and name.text not in shapes[outer.text].rows
        and isinstance(value, Mapping)
    }


def _others(node: Mapping, known: Collection[str], broken: Collection[Scalar] = ()) -> list[Scalar]:
    """The first names that are none of the known ones."""
    others = (name for name, _ in node.entries if name.text not in known and name not in broken)
    return list(islice(others, MOST_TOLD))


def _unknown(slug: str, name: Scalar, what: str, known: list[str], free: list[str]) -> Diagnostic:
    """Shape: `free` are the known names that are not yet used, which alone can have been meant."""
    if _CATEGORY_4.match(name.text):
        message = "a figure for Category 4 stands here; it is never published in an area's report"
        return Diagnostic("category-4", name.place, message, "remove it; Category 4 is published nationally")
    hint = did_you_mean(name.text, free) or "remove it; known here: " + (", ".join(known) or "none")
    return Diagnostic(slug, name.place, f"this edition has no {what} “{name.text}”", hint)


def _is_tail(name: Scalar, value: Node) -> bool:
    """Whether an entry between braces is what stands after the comma of a number."""
    return name.text.isdecimal() and isinstance(value, Scalar) and value.is_empty


def _is_blank(node: Node) -> bool:
    """Whether nothing is typed in a row of a file that was begun, but [z] where nothing can be counted."""
    if isinstance(node, Mapping):
        return all(_is_blank(value) for _, value in node.entries)
    if isinstance(node, Listing):
        return all(isinstance(item, Scalar) and item.text == "z" for item in node.items)
    return node.is_empty


def _pair(name: Scalar) -> tuple[str, str]:
    """The column and the figure in a name such as category_1:95, where a colon and a space were meant."""
    found = _UNSPACED.match(name.text) if name.is_plain else None
    return (found[1], found[2]) if found else ("", "")


def _unspaced(name: Scalar, columns: Collection[str]) -> Diagnostic | None:
    column, figure = _pair(name)
    if column not in columns:
        return None
    message = f"a colon and a space are expected between “{column}” and its figure"
    return Diagnostic("bad-figure", name.place, message, f"write {column}: {figure}")


@dataclass(frozen=True, slots=True)
class _Table:
    """Reads the cells of one table.

    Shape: `inside` are names of other tables that were told to stand in a wrong place; `left_out` are rows without figures.
    """

    name: str
    shape: TableShape
    figures: Figures
    emit: Emit
    inside: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()

    def read(self, node: Node, at: Place) -> None:
        if not isinstance(node, Mapping):
            hint = f"write below “{self.name}:” " + " and ".join(f"“{row}: …”" for row in self.shape.rows)
            place = at if isinstance(node, Scalar) and not node.text else node.place
            self.emit(Diagnostic("missing-figure", place, f"the rows of “{self.name}” are expected here", hint))
            return
        free = [row for row in self.shape.rows if node.get(row) is None]
        for name in _others(node, {*self.shape.rows, *self.inside}):
            self.emit(_unknown("unknown-row", name, f"row in “{self.name}” called", list(self.shape.rows), free))
        # Totals come last, so that what was left out of them can be added up.
        for row in sorted(self.shape.rows, key=lambda row: row == self.shape.totals.row):
            value, key = node.get(row), node.key(row)
            if row in self.left_out and (value is None or _is_blank(value)):
                self.leave_out(row, key.place if key else at)
            elif value is not None and key is not None:
                self.read_row(row, value, key.place)
            elif row != self.shape.totals.row or not self.add_up_row(row, at):
                self.emit(Diagnostic("missing-figure", at, f"“{self.name}” has no row “{row}”", f"add “{row}: …”"))

    def leave_out(self, row: str, at: Place) -> None:
        """Cells of which nothing is known, so that nothing is added up or compared with them."""
        for column in self.shape.columns:
            letter = "z" if f"{row}.{column}" in self.shape.not_applicable else "x"
            self.figures[CellName(self.name, row, column)] = FigureCell(at, shorthand=letter, is_left_out=True)

    def read_row(self, row: str, node: Node, at: Place) -> None:
        columns = self.shape.columns
        if not isinstance(node, Mapping):
            if len(columns) > 1:
                hint = f"write {row}: {{" + ", ".join(f"{column}: …" for column in columns) + "}"
                self.emit(Diagnostic("missing-figure", node.place, f"{len(columns)} figures are expected here", hint))
                return
            self.read_cell(row, next(iter(columns)), node, at)
            return
        broken = self.broken_numbers(node)
        free = [column for column in columns if node.get(column) is None]
        what = f"column in “{self.name}” called"
        for name in _others(node, columns, broken):
            self.emit(_unspaced(name, columns) or _unknown("unknown-column", name, what, list(columns), free))
        unread = {name.text for name in broken} | {_pair(name)[0] for name, _ in node.entries}
        for column in columns:
            value_or_none, key = node.get(column), node.key(column)
            if column in unread:
                continue
            if value_or_none is not None and key is not None:
                self.read_cell(row, column, value_or_none, key.place)
            elif not self.add_up(row, column, at):
                self.emit(
                    Diagnostic(
                        "missing-figure", at, f"row “{row}” of “{self.name}” has no “{column}”", f"add “{column}: …”"
                    )
                )

    def broken_numbers(self, node: Mapping) -> frozenset[Scalar]:
        """The names that take part in a number with commas, which is said here.

        Why: YAML reads 7,368 between braces as 7 and a name 368.
        """
        found: list[Scalar] = []
        start = 0
        while start < len(node.entries):
            name, value = node.entries[start]
            end = start + 1
            while end < len(node.entries) and _is_tail(*node.entries[end]):
                end += 1
            tails = [tail for tail, _ in node.entries[start + 1 : end]]
            if tails and name.text in self.shape.columns and isinstance(value, Scalar) and value.text.isdecimal():
                pieces = [value.text, *(tail.text for tail in tails)]
                last = tails[-1].place
                same_line = last.line == value.place.line
                length = last.column + last.length - value.place.column if same_line else value.place.length
                place = Place(value.place.file, value.place.line, value.place.column, length)
                message = f"commas divide the number {','.join(pieces)}"
                hint = f"write {''.join(pieces)}; the report adds the comma"
                self.emit(Diagnostic("bad-figure", place, message, hint))
                found += [name, *tails]
            start = end
        return frozenset(found)

    def read_cell(self, row: str, column: str, node: Node, key_place: Place) -> None:
        name = CellName(self.name, row, column)
        if isinstance(node, Scalar) and (node.is_empty or not node.text.strip()):
            message = f"{cell_label(self.shape, name)} in “{self.name}” has no figure"
            is_expected = f"{row}.{column}" not in self.shape.not_applicable
            hint = "type the figure, or [x] if it is not available" if is_expected else "write [z], not applicable"
            self.emit(Diagnostic("missing-figure", key_place, message, hint))
            return
        cell = read_value(node, self.emit, may_be_pending=self.shape.may_be_pending)
        if cell is not None:
            self.figures[name] = cell

    def add_up_row(self, total: str, at: Place) -> bool:
        """Adds up the total row that was left out; False when a part is held back. A part that is wrong was told."""
        added = [self.add_up(total, column, at) for column in self.shape.columns]
        return all(added)

    def add_up(self, row: str, column: str, at: Place) -> bool:
        """Adds up a total that was left out, along its row or down its column; False when it is none, or a part is held back."""
        name, totals = CellName(self.name, row, column), self.shape.totals
        along = [CellName(self.name, row, other) for other in self.shape.columns if other != column]
        down = [CellName(self.name, other, column) for other in self.shape.rows if other != row]
        ways = [*([down] if row == totals.row else []), *([along] if column == totals.column else [])]
        for parts in ways:
            self.figures.update(self.added_up(row, column, parts, at) if name not in self.figures else {})
        return name in self.figures or any(part not in self.figures for parts in ways for part in parts)

    def added_up(self, row: str, column: str, parts: list[CellName], at: Place) -> Figures:
        if f"{row}.{column}" in self.shape.not_applicable:
            return {CellName(self.name, row, column): FigureCell(at, shorthand="z", is_computed=True)}
        counts = [self.figures[part].counted for part in parts if part in self.figures]
        if len(counts) < len(parts) or None in counts:
            return {}
        value = sum(count for count in counts if count is not None)
        self.emit(
            Diagnostic("total-computed", at, f"{self.name}.{row}.{column} was left out; its parts add up to {value:,}")
        )
        return {CellName(self.name, row, column): FigureCell(at, value, is_computed=True)}


def read_value(node: Node, emit: Emit, *, may_be_pending: bool = False) -> FigureCell | None:
    """One cell as typed, or None with a diagnostic; never a guess."""
    if isinstance(node, Mapping):
        message = "one figure is expected here, not several with names"
        emit(Diagnostic("bad-figure", node.place, message, "write a whole number in digits, such as 2457"))
        return None
    if isinstance(node, Listing):
        return _read_bracketed(node, emit)
    place = node.place
    flagged = _FLAGGED.match(node.text) if node.is_plain else None
    if flagged:
        return _flagged(flagged[1], flagged[2], place, emit)
    if node.text.startswith("[") and node.text.endswith("]"):
        return _shorthand(node.text[1:-1], place, emit)
    if node.text == PENDING:
        if may_be_pending:
            return FigureCell(place, shorthand=PENDING)
        emit(
            Diagnostic(
                "bad-figure", place, "this figure cannot be pending", "only the rate waits for the population estimate"
            )
        )
        return None
    value = _number(node, emit)
    return None if value is None else FigureCell(place, value)


def _read_bracketed(node: Listing, emit: Emit) -> FigureCell | None:
    words = [item.text for item in node.items if isinstance(item, Scalar)]
    if len(words) == len(node.items) == 1:
        return _shorthand(words[0], node.place, emit)
    if len(words) == len(node.items) == 2:
        return _flagged(words[0], words[1], node.place, emit)
    hint = "write a figure, or one of [z], [c], [x], or a figure with a flag, such as [41, r]"
    emit(
        Diagnostic("bad-shorthand", node.place, "these brackets hold neither shorthand nor a figure with a flag", hint)
    )
    return None


def _shorthand(word: str, place: Place, emit: Emit) -> FigureCell | None:
    if word in SHORTHAND:
        return FigureCell(place, shorthand=word)
    known = ", ".join(f"[{letter}] {meaning}" for letter, meaning in SHORTHAND.items())
    if word in FLAGS:
        hint = f"[{word}] ({FLAGS[word]}) stands beside a figure: 41 [{word}], or [41, {word}] between braces"
        emit(Diagnostic("bad-shorthand", place, f"[{word}] stands here without a figure", hint))
    else:
        small = f"write it small, [{word.lower()}]; " if word.lower() in SHORTHAND else ""
        hint = f"{small}known here: {known}"
        emit(Diagnostic("bad-shorthand", place, f"[{word}] is not shorthand that is used here", hint))
    return None


def _flagged(number: str, flag: str, place: Place, emit: Emit) -> FigureCell | None:
    if flag not in FLAGS:
        known = ", ".join(f"[{letter}] {meaning}" for letter, meaning in FLAGS.items())
        emit(Diagnostic("bad-shorthand", place, f"[{flag}] is not a flag that is used here", f"known here: {known}"))
        return None
    value = _number(Scalar(number, place), emit)
    return None if value is None else FigureCell(place, value, flag=flag)


def _number(node: Scalar, emit: Emit) -> int | None:
    """A whole number without sign, comma, space or leading zero."""
    text = node.text
    if node.is_plain and _NUMBER.match(text) and len(text) <= 12 and int(text) <= LARGEST:
        return int(text)
    emit(Diagnostic("bad-figure", node.place, f"“{_shortened(text)}” is not a figure", _number_hint(node)))
    return None


def _number_hint(node: Scalar) -> str:
    """What the author most likely meant, said and not assumed."""
    text = node.text.strip()
    digits = re.sub(r"\D", "", text) if _GROUPED.match(text) else text
    if text.strip("-–—*?.") == "" or text.casefold() in ("n/a", "na", "nil", "none"):
        return "write [z] where a figure does not apply, [x] where it is not available, 0 where it is nought"
    if _NUMBER.match(text) and (not node.is_plain or text != node.text):
        beside = "without the space beside it, which is of another kind" if node.is_plain else "without quotation marks"
        return f"write {text} {beside}"
    if re.fullmatch(r"0[0-9]+", text):
        return f"write {text.lstrip('0') or '0'}, without the leading zero"
    if digits != text and _NUMBER.match(digits):
        return f"write {digits}; the report adds the comma"
    if re.fullmatch(r"[0-9]+\.0+", text):
        return f"write {text.split('.')[0]}, a whole number"
    if re.fullmatch(r"\+[0-9]+", text):
        return f"write {text[1:]}, without the sign"
    if text.startswith("<"):
        return "write the figure, or [c] where it is confidential"
    if re.fullmatch(r"-[0-9]+", text):
        return "a count cannot be less than 0"
    if _NUMBER.match(text):
        return f"a figure is at most {LARGEST:,}"
    usual = "write a whole number in digits, such as 2457, or one of [z], [c], [x]"
    return _LETTER_HINTS.get(text.strip("()").casefold(), usual)


def _shortened(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 40 else words[:37] + "…"
