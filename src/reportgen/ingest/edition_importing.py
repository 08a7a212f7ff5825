"""The order of the stations of `reportgen import --edition`: an edition from the published reports of one or two areas.

Comes in: a workspace, the name of the edition and the files. Goes out: what was found, and the files to be written.
"""

from dataclasses import dataclass
from pathlib import Path

from reportgen.commands.new.plan import Plan
from reportgen.commands.new.years import edition_for
from reportgen.core.diagnostic import Collector, Diagnostic, collecting, whole_file
from reportgen.core.wording import shortened
from reportgen.core.worker_process import Tell
from reportgen.ingest.draft_edition import DraftEdition, YearAndArea, draft_edition
from reportgen.ingest.edition_text import edition_text
from reportgen.ingest.importing import bytes_of, captions_of, times_named
from reportgen.ingest.national import FlowPart, SharedText, shared_parts
from reportgen.ingest.pages import report_parts, wording_of
from reportgen.ingest.printed_tables import edition_labels
from reportgen.ingest.process import read_behind_wall
from reportgen.ingest.rows import SourceText, Unreadable
from reportgen.read.edition import Edition, read_edition
from reportgen.read.settings import Area
from reportgen.read.workspace import Workspace, edition_path


@dataclass(frozen=True, slots=True)
class ImportedEdition:
    """A draft of an edition. Shape: `files` are names with the area of each; the counts are of paragraphs, points and tables."""

    name: str
    nearest: str
    files: tuple[tuple[str, str], ...]
    national: int
    local: int
    sections: int
    notes: int
    draft: DraftEdition

    @property
    def plan(self) -> Plan:
        """What is to be written."""
        return Plan(self.draft.files)


@dataclass(frozen=True, slots=True)
class _AreaReport:
    """One report as it was read."""

    name: str
    area: Area
    source: SourceText


@collecting
def import_edition(
    said: Collector, workspace: Workspace, kind: str, name: str, paths: tuple[Path, ...], tell: Tell
) -> ImportedEdition:
    """An edition with the wording that two areas’ reports share, or that one report has as far as the nearest edition has it too.

    Errors: cannot-import, import-other-report; those of reading the nearest edition.
    """
    year = int(name.partition(".")[0])
    near = edition_for(workspace, kind, year)
    if near is None:
        message = f"there is no edition of {kind} to compare the reports with"
        said.stop(Diagnostic("edition-missing", whole_file(edition_path(kind, name)), message))
    nearest = said.take(read_edition(workspace.root, kind, near[0], whole_file(edition_path(kind, near[0]))))
    read = [_read(workspace, path, tell) for path in paths]
    said.diagnostics.extend(diagnostic for one in read for diagnostic in one.diagnostics)
    reports = [said.need(one.value) for one in read]
    if len({id(report.area) for report in reports}) < len(reports):
        words = f"{reports[0].name} and {reports[1].name} are both of {reports[0].area.name}"
        hint = "give the reports of two areas, or one report alone"
        said.stop(Diagnostic("import-other-report", whole_file(reports[1].name), words, hint))
    return _draft(name, year, nearest, reports)


def _draft(name: str, year: int, nearest: Edition, reports: list[_AreaReport]) -> ImportedEdition:
    first = reports[0]
    captions = captions_of(nearest, year)
    parts = report_parts(nearest, wording_of(nearest, first.area, year), captions, first.source)
    told: list[str] = []
    if len(reports) > 1:
        names = [name for report in reports for name in report.area.names]
        parts, differing = shared_parts(parts, SharedText(reports[1].source.flow, names))
        told += [f"the reports differ, {block.place}: “{shortened(block.text)}”" for block in differing]
    text = edition_text(parts, nearest)
    values = YearAndArea(first.area.names, nearest.period(year))
    labels = {
        steps: values.filled(values.marked(words))
        for steps, words in edition_labels(first.source, nearest.shape.tables, captions).items()
    }
    sources = " and ".join(f"{report.name} ({report.area.name})" for report in reports)
    draft = draft_edition(name, nearest, text, labels, values, told, sources)
    return ImportedEdition(
        name,
        nearest.name,
        tuple((report.name, report.area.name) for report in reports),
        _count(parts, is_national=True),
        _count(parts, is_national=False),
        len(text.sections),
        len(text.notes),
        draft,
    )


def _count(parts: list[FlowPart], *, is_national: bool) -> int:
    return sum(len(part.blocks) for part in parts if part.is_national is is_national)


@collecting
def _read(said: Collector, workspace: Workspace, path: Path, tell: Tell) -> _AreaReport:
    """One report and whose it is. Errors: cannot-import, import-other-report; those of reading a file."""
    data = bytes_of(said, path)
    try:
        source = read_behind_wall(data, path.name, tell, with_flow=True)
        if not source.flow:
            raise Unreadable("this file holds tables alone, and no wording", "give the report as it was published")
    except Unreadable as problem:
        said.stop(problem.told(path.name))
    text = "\n".join(row.text for row in source.rows)
    counts = {often: times_named(area, text) for often, area in workspace.areas.items()}
    often = max(counts, key=lambda one: counts[one], default="")
    if not often or not counts[often]:
        message = "this file names no area of data/areas.yaml"
        said.stop(
            Diagnostic("import-other-report", whole_file(path.name), message, "look whether it is the right file")
        )
    return _AreaReport(path.name, workspace.areas[often], source)
