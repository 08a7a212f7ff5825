"""One page for the board: key figures, findings, waivers, what changed, and who must sign.

Comes in: a report that is right, and all that was said of it. Goes out: HTML that needs no other file.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import groupby

from reportgen.check.report import Report
from reportgen.compare.comparison import Comparison
from reportgen.compare.page import fill_page, names_of_changes
from reportgen.compare.sections import SectionChange
from reportgen.compare.tables import FigureChange, TableChange
from reportgen.compare.version import look_of
from reportgen.core.catalogue import CATALOGUE, Severity
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.wording import long_date
from reportgen.document.build import Document
from reportgen.output.bundle import digest_of_document
from reportgen.read.shapes import SignOffShape
from reportgen.read.sign_off import changed_files
from reportgen.read.workspace import figures_path, lasting_command, pages_path
from reportgen.tree.nodes import KeyFigures
from reportgen.tree.walk import find

# More than any count in a report.
_MOST = 10**12


@dataclass(frozen=True, slots=True)
class Review:
    """What a board sees of a report.

    Shape: `diagnostics` is all that was said of it, in reading order; `signoff` is there once somebody has signed; without a
    `comparison`, `not_compared` says why there is none.
    `published` is the day of the sign-off of the bundle that was published last, and `corrected` what changed since, where it
    was published; `made` are the files of the report beside the page that are up to date, with their titles.
    """

    document: Document
    diagnostics: tuple[Diagnostic, ...]
    signoff: SignOffShape | None
    comparison: Comparison | None
    not_compared: str = ""
    published: date | None = None
    corrected: str = ""
    made: tuple[tuple[str, str], ...] = ()


def review_page(review: Review) -> str:
    """The page, the same for the same review."""
    report, signoff = review.document.report, review.signoff
    is_signed = signoff is not None and not report.is_draft and signoff.seen == digest_of_document(review.document)
    changed = changed_files(signoff, report.digests) if signoff else ()
    words = f"sign-off {report.key.area} {report.key.year}"
    comparison = _in_board_order(review.comparison, review.document) if review.comparison else None
    names = {
        "review": review,
        "where": partial(_where, report),
        "changed_places": tuple(dict.fromkeys(_where(report, path) for path in changed)),
        "report": report,
        "is_signed": is_signed,
        "signing": lasting_command(report.settings, report.key.kind, f"{words} --role ROLE --date DATE"),
        "key_figures": [one for shown in find(review.document.tree, KeyFigures) for one in shown.figures],
        "open": [one for one in review.diagnostics if one.severity is Severity.WARNING],
        "notes": [one for one in review.diagnostics if one.severity is Severity.NOTE and not one.waiver],
        "waived": [one for one in review.diagnostics if one.waiver],
        "catalogue": CATALOGUE,
        "look": look_of(report.edition),
        "long_date": long_date,
    }
    changes = names_of_changes(comparison, _large_change_of(review.document)) if comparison else {"comparison": None}
    return fill_page("review.html.j2", names | changes)


def _where(report: Report, path: str) -> str:
    """What a file is to somebody who reads the report: a page by its title, all others by what they hold."""
    folder, _, name = path.rpartition("/")
    if folder == pages_path(report.key):
        page = report.pages.get(name.removesuffix(".md"))
        return f"“{page.front.title}”" if page and page.front.title else f"the page {name}"
    if path == figures_path(report.key):
        return "the figures"
    if path.startswith("templates/"):
        return "the wording or the look that is the same for all areas"
    if name == "year.yaml":
        return "the dates and sources of the year"
    return "the settings" if path.count("/") < 2 else path


def _large_change_of(document: Document) -> Callable[[FigureChange], bool]:
    """Whether a figure changed by more than the edition's bounds for a second look."""
    bounds = document.report.edition.shape.warn_on_change

    def is_large(figure: FigureChange) -> bool:
        if bounds is None or figure.difference is None or figure.old_sum is None:
            return False
        change = abs(figure.difference)
        return change >= bounds.at_least and change * 100 > bounds.percent * figure.old_sum

    return is_large


def _in_board_order(comparison: Comparison, document: Document) -> Comparison:
    """The figures by the size of their change, large ones first; the chapters of the area before those of all areas."""
    is_large = _large_change_of(document)

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
