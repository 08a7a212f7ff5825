"""Whether an edition agrees with itself.

Comes in: edition.yaml as a shape and as a tree with places. Goes out: a diagnostic for each thing that it names and does not have.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import did_you_mean
from reportgen.read.cells import find_cell
from reportgen.read.edition_shapes import EditionShape, PartShape, TableShape
from reportgen.read.located_yaml import Mapping, find_place

_MOST_NOTES = 26


def find_contradictions(shape: EditionShape, tree: Mapping) -> Iterator[Diagnostic]:
    """Everything in which an edition contradicts itself. Errors: edition-inconsistent."""
    edition = _Edition(shape, tree)
    yield from edition.notes()
    yield from edition.parts()
    yield from edition.figures()
    for name, table in shape.tables.items():
        for found in (
            edition.notes_of(name, table),
            edition.totals_of(name, table),
            edition.groups_of(name, table),
            edition.cells_of(name, table),
            edition.bounds_of(name, table),
            edition.rate_of(name, table),
        ):
            yield from found


def part_name(part: PartShape) -> str:
    """What a part is called."""
    return part.section or part.page or f"pages: {part.pages}"


@dataclass(frozen=True, slots=True)
class _Edition:
    """An edition under examination."""

    shape: EditionShape
    tree: Mapping

    def wrong(self, message: str, *steps: str | int, hint: str = "") -> Diagnostic:
        return Diagnostic("edition-inconsistent", find_place(self.tree, *steps), message, hint)

    def unknown(self, what: str, word: str, known: Iterable[str], *steps: str | int) -> Diagnostic:
        return self.wrong(f"there is no {what} “{word}”", *steps, hint=did_you_mean(word, list(known)))

    def notes(self) -> Iterator[Diagnostic]:
        if len(self.shape.notes) > _MOST_NOTES:
            yield self.wrong(f"an edition has at most {_MOST_NOTES} notes, (a) to (z)", "notes")
        for position, name in enumerate(self.shape.notes):
            if name in self.shape.notes[:position]:
                yield self.wrong(f"the note “{name}” stands twice", "notes", position)

    def parts(self) -> Iterator[Diagnostic]:
        seen: set[str] = set()
        for position, part in enumerate(self.shape.parts):
            if sum(value is not None for value in (part.section, part.page, part.pages)) != 1:
                yield self.wrong("a part is one of section, page or pages", "parts", position)
            elif part_name(part) in seen:
                yield self.wrong(f"the part “{part_name(part)}” stands twice", "parts", position)
            else:
                seen.add(part_name(part))

    def figures(self) -> Iterator[Diagnostic]:
        for figure, steps in self.named_figures():
            if find_cell(self.shape, figure) is None:
                yield self.wrong(f"there is no figure {figure}", *steps, "figure")

    def named_figures(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Every figure that is named outside of the tables, with where that is."""
        shape = self.shape
        yield from ((one.figure, ("headlines", position)) for position, one in enumerate(shape.headlines))
        if shape.cover:
            yield shape.cover.figure, ("cover",)
        for position, finding in enumerate(shape.findings.figures if shape.findings else ()):
            yield finding.figure, ("findings", "figures", position)
        for name, chart in shape.charts.items():
            yield from ((one.figure, ("charts", name, "series", at)) for at, one in enumerate(chart.series))

    def notes_of(self, name: str, table: TableShape) -> Iterator[Diagnostic]:
        noted: list[tuple[tuple[str, ...], tuple[str, ...]]] = [(table.notes, ("tables", name))]
        noted += [(row.notes, ("tables", name, "rows", key)) for key, row in table.rows.items()]
        noted += [(column.notes, ("tables", name, "columns", key)) for key, column in table.columns.items()]
        for notes, steps in noted:
            for note in notes:
                if note not in self.shape.notes:
                    yield self.unknown("note", note, self.shape.notes, *steps, "notes")

    def groups_of(self, name: str, table: TableShape) -> Iterator[Diagnostic]:
        """Why: a group in two places would have two sub-headings, and a note of a caption that is not shown no reader."""
        seen: list[str | None] = [None]
        for key, row in table.rows.items():
            if row.group in seen[:-1] and row.group is not None:
                message = f"the rows of the group “{row.group}” do not stand next to one another"
                yield self.wrong(message, "tables", name, "rows", key, "group")
            elif row.group != seen[-1]:
                seen.append(row.group)
        if table.notes and not table.shows_caption:
            yield self.wrong(
                "a caption that is not shown leads to no note",
                "tables",
                name,
                "notes",
                hint="put the notes into the rows or columns",
            )

    def totals_of(self, name: str, table: TableShape) -> Iterator[Diagnostic]:
        kinds = (("row", table.totals.row, list(table.rows)), ("column", table.totals.column, list(table.columns)))
        for kind, total, keys in kinds:
            if total is not None and total not in keys:
                yield self.unknown(kind, total, keys, "tables", name, "totals", kind)
            elif total is not None and len(keys) == 1:
                yield self.wrong(f"the total {kind} “{total}” has nothing to add up", "tables", name, "totals", kind)

    def cells_of(self, name: str, table: TableShape) -> Iterator[Diagnostic]:
        for position, cell in enumerate(table.not_applicable):
            if find_cell(self.shape, f"{name}.{cell}") is None:
                yield self.wrong(f"there is no cell {cell} in “{name}”", "tables", name, "not_applicable", position)

    def bounds_of(self, name: str, table: TableShape) -> Iterator[Diagnostic]:
        for bound, other in (("at_least", table.at_least), ("at_most", table.at_most)):
            if other is not None and other not in self.shape.tables:
                yield self.unknown("table", other, self.shape.tables, "tables", name, bound)
        if _leads_back(name, self.bounds_after):
            yield self.wrong(f"the bounds of table “{name}” lead back to itself", "tables", name)
        above = {key: (row.at_most,) for key, row in table.rows.items()}
        for key, row in table.rows.items():
            if row.at_most != key and _leads_back(key, lambda name: above.get(name, ())):
                yield self.wrong(
                    f"the bounds of row “{key}” lead back to itself", "tables", name, "rows", key, "at_most"
                )
            if row.at_most is not None and (row.at_most not in table.rows or row.at_most == key):
                others = [other for other in table.rows if other != key]
                yield self.unknown("other row", row.at_most, others, "tables", name, "rows", key, "at_most")

    def rate_of(self, name: str, table: TableShape) -> Iterator[Diagnostic]:
        if table.rate is None:
            return
        if table.rate.row not in table.rows or len(table.columns) != 1:
            yield self.wrong(f"there is no row “{table.rate.row}” of one column", "tables", name, "rate", "row")
        counted = find_cell(self.shape, table.rate.of)
        if counted is None:
            yield self.wrong(f"there is no figure {table.rate.of}", "tables", name, "rate", "of")
        elif counted.table == name and counted.row == table.rate.row:
            yield self.wrong("the rate is worked out from itself", "tables", name, "rate", "of")

    def bounds_after(self, name: str) -> tuple[str | None, ...]:
        """The tables that one is held against."""
        table = self.shape.tables.get(name)
        return (table.at_least, table.at_most) if table else ()


def _leads_back(name: str, bounds_after: Callable[[str], tuple[str | None, ...]]) -> bool:
    """Whether following the bounds from one table or row comes back to it."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        found = {other for other in bounds_after(waiting.pop()) if other} - seen
        seen |= found
        waiting.extend(found)
    return name in seen
