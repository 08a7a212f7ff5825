"""The order of the stations of `reportgen review`.

Comes in: a workspace and a key. Goes out: the page for the board, beside the report, and all that was said along the way.
"""

from collections.abc import Callable

from reportgen.commands import diff
from reportgen.commands.build import BuildResult, one_at_a_time, prepare
from reportgen.compare.comparison import Comparison
from reportgen.compare.review_page import Review, review_page
from reportgen.compare.signing import read_signing
from reportgen.core.diagnostic import Diagnostic, Outcome, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.output.publish import publish_file
from reportgen.read.workspace import REVIEW, Workspace, build_path

Compare = Callable[[], Outcome[Comparison]]


def review(workspace: Workspace, key: ReportKey, compare: Compare | None = None) -> BuildResult:
    """The page for the board, of a report that has no error.

    Shape: `compare` tells what the report is held against; without it, last year's report, where there is one.
    Errors: every slug may be said.
    """
    return one_at_a_time(workspace, key, "review", lambda: _review(workspace, key, compare))


def _review(workspace: Workspace, key: ReportKey, compare: Compare | None) -> BuildResult:
    prepared = prepare(workspace, key, strict=False)
    said: list[Diagnostic] = list(prepared.diagnostics)
    if prepared.value is None:
        return BuildResult(key, (), in_reading_order(said), False)
    compared = compare() if compare else _with_last_year(workspace, key)
    if compare:
        said.extend(compared.diagnostics)
    document = prepared.value.document
    signing = read_signing(workspace.root, document, prepared.value.digests, said.append)
    if any(one.is_error for one in said):
        return BuildResult(key, (), in_reading_order(said), False)
    why = compared.diagnostics[0].message if compared.diagnostics else ""
    page = review_page(Review(document, in_reading_order(said), signing, compared.value, why))
    written = publish_file(workspace.root, f"{build_path(key)}/{REVIEW}", f"{page.strip()}\n".encode())
    said.extend(written.diagnostics)
    return BuildResult(key, written.value or (), in_reading_order(said), written.value is not None)


def _with_last_year(workspace: Workspace, key: ReportKey) -> Outcome[Comparison]:
    return diff.compare_years(workspace, ReportKey(key.kind, key.year - 1, key.area), key)
