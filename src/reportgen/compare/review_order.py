"""The order in which a board reads what changed: what is large before what is small, the area's own text before the national.

Comes in: a Comparison and the report that it is of. Goes out: the same changes in another order.
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import groupby

from reportgen.compare.comparison import Comparison
from reportgen.compare.sections import SectionChange
from reportgen.compare.tables import FigureChange, TableChange
from reportgen.document.build import Document

# More than any count in a report.
_MOST = 10**12


def large_change_of(document: Document) -> Callable[[FigureChange], bool]:
    """Whether a figure changed by more than the edition's bounds for a second look."""
    bounds = document.report.edition.shape.warn_on_change

    def is_large(figure: FigureChange) -> bool:
        if bounds is None or figure.difference is None or figure.old_sum is None:
            return False
        change = abs(figure.difference)
        return change >= bounds.at_least and change * 100 > bounds.percent * figure.old_sum

    return is_large


def in_board_order(comparison: Comparison, document: Document) -> Comparison:
    """The figures by the size of their change, large ones first; the chapters of the area before those of all areas."""
    is_large = large_change_of(document)

    def size(figure: FigureChange) -> tuple[bool, int]:
        # What is no number on both sides, such as a figure that is held back now, has no size, and is not to be overlooked.
        return is_large(figure), _MOST if figure.difference is None else abs(figure.difference)

    def of_table(table: TableChange) -> tuple[bool, int]:
        return max(map(size, table.figures), default=(False, 0))

    tables = [
        replace(table, figures=tuple(sorted(table.figures, key=size, reverse=True))) for table in comparison.tables
    ]
    return replace(
        comparison,
        tables=tuple(sorted(tables, key=of_table, reverse=True)),
        sections=_with_the_area_first(comparison.sections, document),
    )


def _with_the_area_first(sections: tuple[SectionChange, ...], document: Document) -> tuple[SectionChange, ...]:
    """Whole chapters in another order: the area's own first, and of each kind those that changed in most words."""
    national = {one.title for one in document.tree.sections if one.role != "page"} | {"Cover"}
    chapters = [
        (title, tuple(found)) for title, found in groupby(sections, lambda section: section.chapter or section.title)
    ]
    ordered = sorted(chapters, key=lambda one: (one[0] in national, -sum(map(_words_changed, one[1]))))
    return tuple(section for _, found in ordered for section in found)


def _words_changed(section: SectionChange) -> int:
    if section.turn != "same":
        return sum(len(passage.words.split()) for passage in section.passages)
    return sum(len(edit.words.split()) for passage in section.passages for edit in passage.edits if edit.kind != "same")
