"""The order of the stations of `reportgen review`.

Comes in: a workspace and a key. Goes out: the page for the board, beside the report, and all that was said along the way.
"""

from collections.abc import Callable
from dataclasses import replace

from reportgen.commands import diff
from reportgen.commands.build import BuildResult, one_at_a_time, prepare, stops
from reportgen.compare.change_note import change_note
from reportgen.compare.comparison import Comparison, compare_with_bundle
from reportgen.compare.review_page import Review, review_page
from reportgen.core.diagnostic import Collector, Outcome, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.document.build import Document
from reportgen.formats.published_names import bundle_name
from reportgen.formats.registry import FORMATS
from reportgen.output.bundles import Bundle, choose_bundle, list_bundles
from reportgen.output.cache import plan_formats
from reportgen.output.publish import publish_file
from reportgen.read.sign_off import read_signoff
from reportgen.read.workspace import REVIEW, Workspace, build_path

Compare = Callable[[], Outcome[Comparison]]


@one_at_a_time("review")
def review(collector: Collector, workspace: Workspace, key: ReportKey, compare: Compare | None = None) -> BuildResult:
    """The page for the board, of a report that has no error.

    Shape: `compare` tells what the report is held against; without it, what was published, where it is corrected, and else last
    year's report, where there is one.
    Errors: every slug may be said.
    """
    document = collector.take(prepare(workspace, key, strict=False))
    last = _last_published(workspace, document)
    since = compare_with_bundle(workspace, document) if last else Outcome(None)
    if compare:
        compared = compare()
        collector.diagnostics.extend(compared.diagnostics)
    elif since.value and not since.value.is_same:
        compared = since
    else:
        compared = diff.compare_years(workspace, replace(key, year=key.year - 1), key)
    signoff = read_signoff(workspace.root, key, collector.emit)
    if stops(collector.diagnostics, strict=False):
        collector.stop()
    page = review_page(
        Review(
            document,
            in_reading_order(collector.diagnostics),
            signoff,
            compared.value,
            compared.diagnostics[0].message if compared.diagnostics else "",
            last.day if last else None,
            change_note(since.value, document.report) if since.value and not since.value.is_same else "",
            _made(workspace, document),
        )
    )
    written = publish_file(workspace.root, f"{build_path(key)}/{REVIEW}", f"{page.strip()}\n".encode())
    return BuildResult(key, collector.take(written), (), True)


def _last_published(workspace: Workspace, document: Document) -> Bundle | None:
    """The bundle that was agreed last, which readers have."""
    stem = bundle_name(replace(document.report, is_draft=False))
    return choose_bundle(list_bundles(workspace.root, stem), "")


def _made(workspace: Workspace, document: Document) -> tuple[tuple[str, str], ...]:
    """The web page and the PDF beside the page for the board, as far as they are of what it tells."""
    report = document.report
    kept = plan_formats(workspace.root, report, ()).kept
    titles = {"html": "web page", "pdf": "PDF"}
    return tuple((FORMATS[name].files[0], title) for name, title in titles.items() if name in kept)
