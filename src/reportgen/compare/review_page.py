"""One page for the board: key figures, findings, waivers, what changed, and who must sign.

Comes in: a report that is right, and all that was said of it. Goes out: HTML that needs no other file.
"""

from dataclasses import dataclass
from datetime import date
from functools import partial

from reportgen.check.report import Report
from reportgen.compare.comparison import Comparison
from reportgen.compare.page import own_file, redline_part, redline_style
from reportgen.compare.review_order import in_board_order, large_change_of
from reportgen.compare.sentences import tables_title
from reportgen.compare.signing import Signing
from reportgen.compare.version import look_of
from reportgen.core.catalogue import CATALOGUE, Severity
from reportgen.core.diagnostic import Diagnostic
from reportgen.document.build import Document
from reportgen.read.workspace import figures_path, pages_path
from reportgen.tree.nodes import KeyFigures
from reportgen.tree.walk import find


@dataclass(frozen=True, slots=True)
class Review:
    """What a board sees of a report.

    Shape: `said` is all that was said of it, in reading order; without a `comparison`, `not_compared` says why there is none.
    `published` is the day of the sign-off of the bundle that was published last, and `corrected` what changed since, where it
    was published; `made` are the files of the report beside the page that are up to date, with their titles.
    """

    document: Document
    said: tuple[Diagnostic, ...]
    signing: Signing
    comparison: Comparison | None
    not_compared: str = ""
    published: date | None = None
    corrected: str = ""
    made: tuple[tuple[str, str], ...] = ()


def review_page(review: Review) -> str:
    """The page, the same for the same review."""
    from reportgen.core.wording import long_date
    from reportgen.document.templating.templates import fill_own

    report = review.document.report
    comparison = in_board_order(review.comparison, review.document) if review.comparison else None
    names = {
        "review": review,
        "where": partial(_where, report),
        "changed_places": tuple(dict.fromkeys(_where(report, path) for path in review.signing.changed)),
        "document": review.document,
        "report": report,
        "signing": review.signing,
        "key_figures": [one for shown in find(review.document.tree, KeyFigures) for one in shown.figures],
        "open": [one for one in review.said if one.severity is Severity.WARNING],
        "notes": [one for one in review.said if one.severity is Severity.NOTE and not one.waiver],
        "waived": [one for one in review.said if one.waiver],
        "catalogue": CATALOGUE,
        "comparison": comparison,
        "not_compared": review.not_compared,
        "tables_title": tables_title(comparison) if comparison else "",
        "redline": redline_part(comparison, large_change_of(review.document)) if comparison else "",
        "style": f"{look_of(report.edition)}\n{redline_style()}\n{own_file('review.css')}",
        "long_date": long_date,
    }
    return fill_own(own_file("review.html.j2"), names)


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
