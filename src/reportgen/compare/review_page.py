"""One page for the board: key figures, findings, waivers, what changed, and who must sign.

Comes in: a report that is right, and all that was said of it. Goes out: HTML that needs no other file.
"""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from reportgen.compare.comparison import Comparison
from reportgen.compare.page import redline_part, redline_style
from reportgen.compare.report_version import look_of
from reportgen.compare.sentences import tables_title
from reportgen.compare.signing import Signing
from reportgen.core.catalogue import CATALOGUE, Severity
from reportgen.core.diagnostic import Diagnostic
from reportgen.document.build import Document
from reportgen.tree.nodes import KeyFigures
from reportgen.tree.walk import find

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Review:
    """What a board sees of a report.

    Shape: `said` is all that was said of it, in reading order; without a `comparison`, `not_compared` says why there is none.
    """

    document: Document
    said: tuple[Diagnostic, ...]
    signing: Signing
    comparison: Comparison | None
    not_compared: str = ""


def review_page(review: Review) -> str:
    """The page, the same for the same review."""
    from reportgen.core.wording import long_date
    from reportgen.document.templates import fill_own

    report = review.document.report
    names = {
        "document": review.document,
        "report": report,
        "signing": review.signing,
        "key_figures": [one for shown in find(review.document.tree, KeyFigures) for one in shown.figures],
        "open": [one for one in review.said if one.severity is Severity.WARNING],
        "notes": [one for one in review.said if one.severity is Severity.NOTE and not one.waiver],
        "waived": [one for one in review.said if one.waiver],
        "catalogue": CATALOGUE,
        "comparison": review.comparison,
        "not_compared": review.not_compared,
        "tables_title": tables_title(review.comparison) if review.comparison else "",
        "redline": redline_part(review.comparison) if review.comparison else "",
        "style": f"{look_of(report)}\n{redline_style()}\n{_text('review.css')}",
        "long_date": long_date,
    }
    return fill_own(_text("review.html.j2"), names)


@lru_cache(maxsize=2)
def _text(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")
