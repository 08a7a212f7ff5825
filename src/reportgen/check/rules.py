"""The rules that figures, pages and dates must keep, one function each.

Comes in: what was read and the figures in it. Goes out: diagnostics. What a rule compares stands in the edition; how, stands here.
"""

from collections.abc import Iterator

from reportgen.check.checked import Checked, CheckedFigures, FigureRule
from reportgen.check.figures import PENDING
from reportgen.check.trend import former_figure
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.core.names import did_you_mean
from reportgen.read.cells import CellName, all_names, cell_label, cells_of, find_cell, is_nothing, name_of, rates_of
from reportgen.read.edition_shapes import TableShape
from reportgen.read.located_yaml import find_place, name_place
from reportgen.read.source import FiguresFile


def not_applicable_cells(checked: CheckedFigures) -> Iterator[Diagnostic]:
    """A cell that the edition calls not applicable holds [z], and no other cell does.

    Errors: not-applicable, unexpected-not-applicable.
    Source: a person is in Category 3 only by being managed at Level 2 or 3 (Criminal Justice Act 2003, section 325).
    """
    for name, shape in checked.source.edition.shape.tables.items():
        for cell_name in cells_of(name, shape):
            cell = checked.figures.get(cell_name)
            if cell is None:
                continue
            expected = is_nothing(shape, cell_name)
            label = cell_label(shape, cell_name)
            if expected and cell.shorthand != "z":
                message = f"{label} in “{name}” is {cell.text}, but nothing can be counted there"
                hint = "write [z], not applicable"
                if not checked.holds(cell_name, "z"):
                    hint = f"[z] belongs here; look whether {cell.text} belongs to another row or column, since it is counted in a total"
                yield Diagnostic("not-applicable", cell.place, message, hint)
            elif cell.shorthand == "z" and not expected:
                message = f"{label} in “{name}” is [z], but a figure applies there"
                nought = ", 0 if it is nought" if checked.holds(cell_name, 0) else ""
                missing = ", or [x] if it is not available" if checked.holds(cell_name, "x") else ""
                hint = f"write the figure{nought}{missing}"
                yield Diagnostic("unexpected-not-applicable", cell.place, message, hint)


def bounds(checked: CheckedFigures) -> Iterator[Diagnostic]:
    """No figure is more than one that it is a part of: in another row of its column, or in the same cell of another table.

    Why: a cell that a wrong total already points to is left out between tables, so that one mistake is told once.
    Errors: bound-broken.
    """
    figures, tables, doubtful = checked.figures, checked.source.edition.shape.tables, checked.doubtful
    for name, shape in tables.items():
        for lower, upper in bounds_of(name, tables):
            part, whole = figures.get(lower), figures.get(upper)
            if part is None or part.value is None or whole is None or whole.value is None or part.value <= whole.value:
                continue
            if lower.table == upper.table:
                bound_label = shape.rows[upper.row].label
                message = f"{shape.rows[lower.row].label} is {part.text}, more than the {whole.text} of {bound_label}"
                related = ((f"{bound_label} is {whole.text}", whole.place),)
                yield Diagnostic("bound-broken", part.place, message, "correct one of the two", related)
            elif lower not in doubtful and upper not in doubtful:
                is_at_most = lower.table == name
                other = upper.table if is_at_most else lower.table
                cell, twin, word = (part, whole, "more than") if is_at_most else (whole, part, "fewer than")
                message = f"{cell_label(shape, lower)} is {cell.text}, {word} the {twin.text} in “{other}”"
                hint = f"correct one of the two; “{name}” is a part of “{other}”"
                if shape.time != tables[other].time:
                    hint = f"“{name}” is counted over the year and “{other}” on one day"
                related = ((f"{twin.text} in “{other}”", twin.place),)
                yield Diagnostic("bound-broken", cell.place, message, hint, related)


def bounds_of(name: str, tables: dict[str, TableShape]) -> Iterator[tuple[CellName, CellName]]:
    """Pairs of cells of which the first is never more than the second, as one table has them with itself and with others.

    Why: a cell counts the same people in both tables where both have it; a total row only if both have the same rows.
    """
    shape = tables[name]
    for row, row_shape in shape.rows.items():
        if row_shape.at_most is not None:
            for column in shape.columns:
                yield CellName(name, row, column), CellName(name, row_shape.at_most, column)
    for other, is_lower in ((shape.at_least, False), (shape.at_most, True)):
        if other is None:
            continue
        there = tables[other]
        for cell in cells_of(name, shape):
            is_same = cell.row != shape.totals.row or set(shape.rows) == set(there.rows)
            if cell.row in there.rows and cell.column in there.columns and is_same:
                twin = CellName(other, cell.row, cell.column)
                yield (cell, twin) if is_lower else (twin, cell)


def rates(checked: CheckedFigures) -> Iterator[Diagnostic]:
    """A rate agrees with the population, where that is given, and is pending only in a draft.

    Units: rounded half up to a whole number.
    Errors: rate-mismatch, figure-pending.
    """
    source, figures = checked.source, checked.figures
    for rate, name, counted_name in rates_of(source.edition.shape):
        cell, counted = figures.get(name), figures.get(counted_name)
        if cell is None or counted is None:
            continue
        population = source.shape.population
        expected = None
        if population and counted.value is not None and counted_name not in checked.doubtful:
            expected = (2 * counted.value * rate.per + population) // (2 * population)
        if cell.shorthand == PENDING and source.shape.status == "final":
            hint = (
                f"write {expected}, which is the rate for a population of {population:,}"
                if expected is not None and population
                else "fill it in, or write “status: draft”"
            )
            yield Diagnostic("figure-pending", cell.place, "the report is final, but its rate is still pending", hint)
        elif expected is not None and cell.value is not None and cell.value != expected:
            at = find_place(source.tree, "population")
            message = f"the rate is {cell.text}, but {counted.text} in a population of {population:,} is {expected:,} per {rate.per:,}"
            related = ((f"the count is {counted.text}", counted.place), (f"the population is {population:,}", at))
            yield Diagnostic(
                "rate-mismatch", cell.place, message, f"write {expected}, or correct the population", related
            )


def revisions(checked: CheckedFigures) -> Iterator[Diagnostic]:
    """Every figure marked [r] has a line that says why, and every such line a figure marked [r].

    Errors: revision-unexplained, unknown-figure.
    """
    source, figures = checked.source, checked.figures
    shape = source.edition.shape
    explained = {}
    for key in source.shape.revisions:
        place, name = name_place(source.tree, "revisions", key), find_cell(shape, key)
        if name is None:
            yield unknown_figure(source, key, place)
        else:
            explained[name] = place
    for name, cell in figures.items():
        if cell.flag == "r" and name not in explained:
            message = f"{name_of(shape, name)} is marked as revised, but nothing says why"
            hint = f"add under “revisions:” a line “{name_of(shape, name)}: …”"
            yield Diagnostic("revision-unexplained", cell.place, message, hint)
    for name, place in explained.items():
        if name in figures and figures[name].flag != "r":
            message = f"a revision is explained, but {name_of(shape, name)} is not marked [r]"
            yield Diagnostic("revision-unexplained", place, message, "mark the figure, or remove this line")


def unknown_figure(source: FiguresFile, name: str, place: Place) -> Diagnostic:
    """Says that no cell has this name, and which it might be."""
    known = all_names(source.edition.shape)
    return Diagnostic(
        "unknown-figure",
        place,
        f"there is no figure called “{name}”",
        did_you_mean(name, known) or "figures are named table.row.column",
    )


def remarks(checked: Checked) -> Iterator[Diagnostic]:
    """Each remark is about a figure or a table that there is. Errors: unknown-figure."""
    source = checked.source.figures
    for key in source.shape.remarks:
        if key not in source.edition.shape.tables and find_cell(source.edition.shape, key) is None:
            yield unknown_figure(source, key, name_place(source.tree, "remarks", key))


def remarks_by_name(source: FiguresFile) -> dict[str, str]:
    """What the area remarks, by table.row.column or the name of a table."""
    shape = source.edition.shape
    return {str(find_cell(shape, name) or name): words for name, words in source.shape.remarks.items()}


def changes(checked: Checked) -> Iterator[Diagnostic]:
    """A figure that is far from last year's is worth a second look.

    Why: a jump may be real, so it warns and never stops. A cell that a wrong total points to is left out, and so is one
    whose reason the area remarks for the readers.
    Errors: large-change.
    """
    source, former = checked.source.figures, checked.before
    bound = source.edition.shape.warn_on_change
    if bound is None or former is None:
        return
    explained = remarks_by_name(source)
    for name, cell in checked.figures.items():
        if explained.keys() & {name.table, str(name)}:
            continue
        before = former_figure(former.figures, name, source.edition)
        if before is None or before.value is None or cell.value is None or name in checked.doubtful:
            continue
        change = cell.value - before.value
        if abs(change) >= bound.at_least and abs(change) * 100 > bound.percent * before.value:
            percent = f"{change * 100 / before.value:+.0f}%" if before.value else "from nought"
            label = cell_label(source.edition.table(name.table), name)
            message = f"{label} in “{name.table}” is {cell.text}, and was {before.text} in {former.period.label} ({percent.replace('-', '−')})"
            yield Diagnostic(
                "large-change",
                cell.place,
                message,
                f"look whether the figure is right; if it is, tell readers why: under “remarks:” a line “{name_of(source.edition.shape, name)}: …”; or waive it, with a reason",
                ((f"{before.text} in {former.period.label}", before.place),),
                str(name),
            )


# What figures alone can have wrong beside totals; tried too before a figure is offered as the right one.
ARITHMETIC: tuple[FigureRule, ...] = (not_applicable_cells, bounds, rates)
