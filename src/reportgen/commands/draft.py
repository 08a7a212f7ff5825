"""The order of the stations of `reportgen build --draft`: a report with its gaps, for a board that is to see how far it is.

Comes in: a workspace and a key. Goes out: what was written, and all that is missing or wrong.
"""

from dataclasses import replace

from reportgen.commands.build import BuildResult, one_at_a_time
from reportgen.commands.partial_report import TO_BE_WRITTEN, sketch
from reportgen.core.diagnostic import Collector
from reportgen.core.names import ReportKey
from reportgen.document.build import build_document
from reportgen.formats.registry import FILES, FORMATS, export
from reportgen.output.publish import publish
from reportgen.read.source import read_source
from reportgen.read.workspace import Workspace, draft_path


@one_at_a_time("build --draft")
def build_draft(collector: Collector, workspace: Workspace, key: ReportKey, formats: tuple[str, ...]) -> BuildResult:
    """A report as far as it is written, in the formats asked for; every page says DRAFT, and every gap is marked.

    Why: it lies apart from finished reports, and nothing is taken from it, so that it is never published. Whatever could be made
    of the report is made: only what cannot be read at all stops it.
    Shape: a format that holds tables alone is left out where there are none. Errors: every slug may be said.
    """
    report, wrong = sketch(collector.take(read_source(workspace, key)), {}, TO_BE_WRITTEN)
    # What was said while reading is among what the rules said, with its waivers.
    collector.diagnostics.extend(wrong)
    document = collector.take(build_document(replace(report, is_draft=True)))
    made = tuple(name for name in formats if document.captions or not FORMATS[name].needs_tables)
    artifacts = collector.take(export(document, made))
    return BuildResult(key, collector.take(publish(workspace.root, draft_path(key), artifacts, FILES)), (), True)
