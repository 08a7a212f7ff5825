"""How tables changed: figure by figure, with rows and columns that have another name, were split or were joined.

Comes in: the tables of two versions. Goes out: for each table what changed in it, and nothing that did not.
"""

from dataclasses import dataclass
from typing import Literal

from reportgen.compare.version import ComparedTable, Figure, Line

# Below this, a per cent says more than the figures do.
SMALLEST_BASE = 10

Turn = Literal["same", "split", "joined", "rearranged", "new", "gone"]


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure that changed.

    Shape: several figures on one side where rows or columns were split or joined, none where there is no counterpart;
    `names` are those of the newer side, or of the older one where it alone has the figure.
    """

    names: tuple[str, ...]
    row: str
    column: str
    old: tuple[Figure, ...]
    new: tuple[Figure, ...]

    @property
    def old_sum(self) -> int | None:
        """The older figure as a number."""
        return _sum(self.old)

    @property
    def new_sum(self) -> int | None:
        """The newer figure as a number."""
        return _sum(self.new)

    @property
    def difference(self) -> int | None:
        """The newer figure less the older one, where both are numbers."""
        return None if self.old_sum is None or self.new_sum is None else self.new_sum - self.old_sum

    @property
    def percent(self) -> float | None:
        """The difference for each hundred of the older figure, where that is not too small to say something."""
        if self.difference is None or self.old_sum is None or self.old_sum < SMALLEST_BASE:
            return None
        return self.difference * 100 / self.old_sum


@dataclass(frozen=True, slots=True)
class LineChange:
    """A row or column that is not what it was."""

    what: Literal["row", "column"]
    turn: Turn
    old: tuple[Line, ...]
    new: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class TableChange:
    """One table. Shape: `turn` tells whether one side alone has it; `compared` counts the figures that both sides have."""

    name: str
    turn: Literal["same", "new", "gone"]
    old_caption: str
    new_caption: str
    is_recaptioned: bool
    lines: tuple[LineChange, ...]
    figures: tuple[FigureChange, ...]
    compared: int

    @property
    def is_changed(self) -> bool:
        """Whether anything in the table changed."""
        return self.turn != "same" or self.is_recaptioned or bool(self.lines or self.figures)

    @property
    def caption(self) -> str:
        """The caption by which a reader knows the table now."""
        return self.new_caption or self.old_caption


def compare_tables(old: tuple[ComparedTable, ...], new: tuple[ComparedTable, ...]) -> tuple[TableChange, ...]:
    """Every table of either side, in the order of the newer one; those that are gone come last."""
    before = {table.name: table for table in old}
    found = [compare_table(before.get(table.name), table) for table in new]
    now = {table.name for table in new}
    return (*found, *(compare_table(table, None) for table in old if table.name not in now))


def compare_table(old: ComparedTable | None, new: ComparedTable | None) -> TableChange:
    """What changed in one table. Shape: None on the side that does not have it."""
    empty = ComparedTable("", "", (), ())
    before, after = old or empty, new or empty
    rows, columns = paired(before.rows, after.rows), paired(before.columns, after.columns)
    has_columns = max(len(before.columns), len(after.columns)) > 1
    found, compared = [], 0
    for old_rows, new_rows in rows:
        for old_columns, new_columns in columns:
            old_figures = _figures(before, old_rows, old_columns)
            new_figures = _figures(after, new_rows, new_columns)
            compared += bool(old_figures and new_figures)
            if [figure.text for _, figure in old_figures] != [figure.text for _, figure in new_figures]:
                found.append(
                    FigureChange(
                        tuple(name for name, _ in new_figures or old_figures),
                        "; ".join(row.label for row in new_rows or old_rows),
                        "; ".join(column.short for column in new_columns or old_columns) if has_columns else "",
                        tuple(figure for _, figure in old_figures),
                        tuple(figure for _, figure in new_figures),
                    )
                )
    both = old is not None and new is not None
    return TableChange(
        after.name or before.name,
        "same" if both else "gone" if new is None else "new",
        before.caption,
        after.caption,
        both and (before.compared or before.caption) != (after.compared or after.caption),
        (*_changed_lines("row", rows), *_changed_lines("column", columns)) if both else (),
        tuple(found),
        compared,
    )


Pair = tuple[tuple[Line, ...], tuple[Line, ...]]


def paired(old: tuple[Line, ...], new: tuple[Line, ...]) -> tuple[Pair, ...]:
    """The rows or columns that hold the same figures, in the order of the newer side; those that are gone come last.

    Why: either side may be the later edition, and only the later one knows what its rows were called before.
    """
    links = {(one.key, other.key) for one in old for other in new if _is_linked(one, other, old, new)}
    found: list[Pair] = []
    placed: set[str] = set()
    for line in new:
        if line.key in placed:
            continue
        before, after = set[str](), {line.key}
        while grown := {key for key, other in links if other in after} - before:
            before |= grown
            after |= {other for key, other in links if key in before}
        placed |= after
        found.append(
            (tuple(one for one in old if one.key in before), tuple(other for other in new if other.key in after))
        )
    kept = {one.key for ones, _ in found for one in ones}
    return (*found, *(((one,), ()) for one in old if one.key not in kept))


def _is_linked(one: Line, other: Line, old: tuple[Line, ...], new: tuple[Line, ...]) -> bool:
    if one.key == other.key:
        return True
    is_renamed = one.key in other.formerly and other.key not in {line.key for line in old}
    was_renamed = other.key in one.formerly and one.key not in {line.key for line in new}
    return is_renamed or was_renamed


def _changed_lines(what: Literal["row", "column"], pairs: tuple[Pair, ...]) -> tuple[LineChange, ...]:
    found = []
    for old, new in pairs:
        turn = _turn(old, new)
        names = [[(line.key, line.label) for line in side] for side in (old, new)]
        if turn != "same" or names[0] != names[1]:
            found.append(LineChange(what, turn, old, new))
    return tuple(found)


def _turn(old: tuple[Line, ...], new: tuple[Line, ...]) -> Turn:
    match len(old), len(new):
        case 0, _:
            return "new"
        case _, 0:
            return "gone"
        case 1, 1:
            return "same"
        case 1, _:
            return "split"
        case _, 1:
            return "joined"
    return "rearranged"


def _figures(table: ComparedTable, rows: tuple[Line, ...], columns: tuple[Line, ...]) -> list[tuple[str, Figure]]:
    if not table.figures:
        return []
    return [
        (f"{table.name}.{row.key}.{column.key}", table.figures[table.rows.index(row)][table.columns.index(column)])
        for row in rows
        for column in columns
    ]


def _sum(figures: tuple[Figure, ...]) -> int | None:
    """The figures added up; None where there are none, or one is no number."""
    values = [figure.value for figure in figures if figure.value is not None]
    return sum(values) if values and len(values) == len(figures) else None
