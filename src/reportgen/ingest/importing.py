"""The order of the stations when figures are taken from another file.

Comes in: a file and a report's key. Goes out: what was read, what would be written, and what a begun figures file has otherwise; the
same as lines for people and as data for programs.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from pathlib import Path

from reportgen.check.figures import Figures, check_figures
from reportgen.commands.new.plan import Plan, as_bytes
from reportgen.commands.schemas import figures_name, plain_words, schema_line
from reportgen.core.diagnostic import Collector, Diagnostic, collecting, in_one_line, whole_file
from reportgen.core.names import ReportKey
from reportgen.core.wording import counted, long_date, shortened, some_of
from reportgen.core.worker_process import Tell
from reportgen.ingest.figures import Confidence, ReadFigure, read_by_labels, weigh_figures
from reportgen.ingest.figures_file import Filled, fill_in, new_figures_file
from reportgen.ingest.labels import Labels
from reportgen.ingest.mapping import mapping_lines, mapping_path, read_long_table, read_mapped, read_mapping
from reportgen.ingest.pages import ImportedPages, import_pages
from reportgen.ingest.process import LARGEST_FILE, read_behind_wall
from reportgen.ingest.rows import SourceText, Unreadable
from reportgen.read.cells import CellName, name_of
from reportgen.read.edition import Edition
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.line_ends import saved_text
from reportgen.read.settings import Area
from reportgen.read.shapes import MappedCell
from reportgen.read.source import FiguresFile, read_figures_file, read_year
from reportgen.read.text import read_bytes
from reportgen.read.workspace import AREAS, Workspace, figures_path

# Another area has to be named so often, and this one never, for a file to be another's.
_OFTEN = 2
_SAME_TITLE = 0.7
# So many figures of a table that are not sure for one reason are told in one line.
_TOGETHER = 4
_LONGEST_QUOTE = 90


@dataclass(frozen=True, slots=True)
class Imported:
    """What was read from a file for one report.

    Shape: `plan` is what is to be written, empty where a figures file is there already and is only compared; `filled` says what a
    begun figures file has, lacks or has otherwise; `data` are the bytes that were read, for pictures of places in them; `pages`
    are those of the area, where they were asked for.
    """

    key: ReportKey
    edition: Edition
    name: str
    digest: str
    source: SourceText
    figures: dict[CellName, ReadFigure]
    plan: Plan
    filled: Filled | None
    data: bytes
    pages: ImportedPages | None = None


@collecting
def import_report(
    collector: Collector, workspace: Workspace, key: ReportKey, path: Path, tell: Tell, *, with_pages: bool = False
) -> Imported:
    """The figures of a published report, and a new figures file for them; one that is there is compared and never changed.

    Shape: the area's own pages too where they are asked for; those that are there stay as they are.
    Errors: cannot-import, import-other-report, figure-differs; those of reading the year and the figures file.
    """
    edition = collector.take(read_year(workspace, key.kind, key.year)).edition
    imported = _read(collector, workspace, key, edition, path, tell, {}, with_flow=with_pages)
    if with_pages:
        captions = captions_of(edition, key.year)
        imported = replace(imported, pages=import_pages(workspace, key, edition, captions, imported.source))
    pages = imported.pages.files if imported.pages else {}
    target = figures_path(key)
    if (workspace.root / target).exists():
        _, filled = _held_against(collector, workspace, imported)
        return replace(imported, plan=Plan(pages), filled=filled)
    area = workspace.areas[key.area].name
    lines = new_figures_file(edition.shape, area, edition.period(key.year), imported.name, imported.figures)
    files = {target: as_bytes([schema_line(figures_name(edition.kind, edition.name), target), *lines]), **pages}
    return replace(imported, plan=Plan(files))


@collecting
def fill_figures(collector: Collector, workspace: Workspace, key: ReportKey, path: Path, tell: Tell) -> Imported:
    """A begun figures file with what its area's return says, and the cells of the return to be kept for the next one.

    Errors: cannot-import, import-other-report, figure-differs, missing-file; those of reading the year and the figures file.
    """
    edition = collector.take(read_year(workspace, key.kind, key.year)).edition
    mapped = read_mapping(workspace, key.kind, edition.shape, collector.emit)
    if any(one.is_error for one in collector.diagnostics):
        collector.stop()
    imported = _read(collector, workspace, key, edition, path, tell, mapped)
    begun, filled = _held_against(collector, workspace, imported)
    grown: dict[str, bytes] = {}
    if filled.text != "\n".join(begun.file.lines):
        grown[figures_path(key)] = saved_text((workspace.root / figures_path(key)).read_bytes(), filled.text)
    files: dict[str, bytes] = {}
    keep = mapping_path(key.kind)
    if not (workspace.root / keep).exists():
        lines = mapping_lines(imported.source.rows, imported.edition.shape, imported.figures, imported.name)
        files = {keep: as_bytes(lines)} if lines else {}
    return replace(imported, plan=Plan(files, grown), filled=filled)


def _read(
    collector: Collector,
    workspace: Workspace,
    key: ReportKey,
    edition: Edition,
    path: Path,
    tell: Tell,
    mapped: dict[CellName, MappedCell],
    *,
    with_flow: bool = False,
) -> Imported:
    """The figures of a file, if it can be read and is of this report."""
    data, source = read_file(collector, path, tell, with_flow=with_flow)
    period = edition.period(key.year)
    named, other = read_long_table(source.rows, edition.shape, key)
    captions = captions_of(edition, key.year)
    elsewhere = (other, "look whether it is the right file, and name the area and the year that it is of")
    wrong = elsewhere if other else _other_report(source, workspace.areas, key, captions, long_date(period.end))
    if wrong:
        collector.stop(Diagnostic("import-other-report", whole_file(path.name), *wrong))
    if named is not None:
        figures = weigh_figures({}, named, edition.shape)
    else:
        by_label = read_by_labels(source, edition.shape, captions, period.label)
        figures = weigh_figures(by_label, read_mapped(source.rows, edition.shape, mapped, by_label), edition.shape)
    digest = hashlib.sha256(data).hexdigest()
    return Imported(key, edition, path.name, digest, source, figures, Plan({}), None, data)


def captions_of(edition: Edition, year: int) -> dict[str, str]:
    """The captions of an edition's tables as a report of a year prints them."""
    period = edition.period(year)
    known = {"period.end | long_date": long_date(period.end), "period.label": period.label}
    return {name: plain_words(table.caption, edition.shape, known) for name, table in edition.shape.tables.items()}


def read_file(collector: Collector, path: Path, tell: Tell, *, with_flow: bool) -> tuple[bytes, SourceText]:
    """A file of any folder, and what was read from it. Errors: cannot-import, missing-file, unreadable-file."""
    try:
        path = path.resolve()
        size = path.stat().st_size if path.is_file() else 0
    except (OSError, RuntimeError, ValueError):
        size = 0
    if size > LARGEST_FILE:
        message = f"this file has {size:,} bytes; at most {LARGEST_FILE:,} are read"
        hint = "take out its pictures, or the pages without figures, and try again"
        collector.stop(Unreadable(message, hint).diagnostic(path.name))
    data = collector.need(read_bytes(path.parent, path.name, collector.emit, largest=LARGEST_FILE))
    try:
        return data, read_behind_wall(data, path.name, tell, with_flow=with_flow)
    except Unreadable as problem:
        collector.stop(problem.diagnostic(path.name))


def _other_report(
    source: SourceText, areas: dict[str, Area], key: ReportKey, captions: dict[str, str], end: str
) -> tuple[str, str] | None:
    """Why a file is of another year or another area, as far as it says so itself, and what to do.

    Why: every sum of another area's report holds too, and so do those of last year's.
    """
    rows = [row.text for row in source.rows]
    lines = [*rows, *(f"{one} {other}" for one, other in pairwise(rows))]
    day, month, this = end.split(" ")
    titles = Labels(captions.values())
    for caption in (caption for caption in captions.values() if end in caption):
        words = caption.replace(end, "")
        years = set()
        for line in lines:
            dated = re.search(rf"\b{day}(?:st|nd|rd|th)? {month},? (\d{{4}})\b", line)
            if dated and titles.likeness(words, line.replace(dated[0], "")) >= _SAME_TITLE:
                years.add(dated[1])
        if years and this not in years:
            words = f"the tables of this file are of {day} {month} {min(years)}, and those of this report of {end}"
            return words, "look whether it is the right file, and name the year that it is of with --year"
    text = "\n".join(rows)
    if times_named(areas[key.area], text):
        return None
    counts = {slug: times_named(area, text) for slug, area in areas.items() if slug != key.area}
    often = max(counts, key=lambda slug: counts[slug], default="")
    if often and counts[often] >= _OFTEN:
        words = f"this file names {areas[often].name} {counts[often]} times, and {areas[key.area].name} never"
        return words, f"look whether it is the right file; if it is, add the name that it uses to {key.area} in {AREAS}"
    return None


def times_named(area: Area, text: str) -> int:
    """How often a text names an area by any of its names."""
    names = dict.fromkeys(area.names)
    return sum(len(re.findall(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text, re.IGNORECASE)) for name in names)


def _held_against(collector: Collector, workspace: Workspace, imported: Imported) -> tuple[FiguresFile, Filled]:
    """The begun figures file, and what it has, lacks or has otherwise. Errors: figure-differs; those of reading it."""
    begun = collector.take(read_figures_file(workspace, imported.key))
    figures = check_figures(begun, lambda _: None)
    filled = fill_in(begun, figures, imported.figures)
    collector.diagnostics.extend(_differences(figures, imported, filled))
    return begun, filled


def _differences(figures: Figures, imported: Imported, filled: Filled) -> Iterator[Diagnostic]:
    """Each figure that the figures file has otherwise than the file that was read. Errors: figure-differs."""
    for name in filled.differing:
        figure, cell = imported.figures[name], figures.get(name)
        if cell is None or cell.is_computed:
            continue
        sure = "" if figure.state is Confidence.SURE else ", which is to be looked at there"
        quote = f": “{figure.quote}”" if figure.quote else ""
        message = f"{name_of(imported.edition.shape, name)} is {cell.text} here, and {figure.reading.text} in {imported.name}, {figure.place}{sure}"
        hint = f"look which is right{quote}"
        yield Diagnostic("figure-differs", cell.place, message, hint, figure=str(name))


def as_text(imported: Imported) -> Iterator[str]:
    """What was read, how much of it is sure, and each figure that is not."""
    source, shape = imported.source, imported.edition.shape
    yield in_one_line(f"{imported.name}: {source.kind}, {source.extent}")
    yield from (f"  {in_one_line(remark)}" for remark in source.remarks)
    states = [figure.state for figure in imported.figures.values()]
    sure, look, missing = map(states.count, Confidence)
    yield f"{counted(sure, 'figure is', 'figures are')} sure, {look} to be looked at, {missing} missing"
    for title, state in (("To be looked at", Confidence.LOOK), ("Missing", Confidence.MISSING)):
        figures = [figure for figure in imported.figures.values() if figure.state is state]
        if figures:
            yield f"{title}:"
        for (table, reasons), group in groupby(figures, lambda one: (one.name.table, one.reasons)):
            yield from _figure_lines(list(group), table, "; ".join(reasons), shape)
    notes = [(note, figure) for figure in imported.figures.values() for note in figure.notes]
    for note, each in groupby(sorted(notes, key=lambda one: one[0]), lambda one: one[0]):
        places = [figure.place for _, figure in each]
        yield in_one_line(f"Note: {note}: {some_of(places, 3)}")
    if imported.pages:
        yield from _page_lines(imported.pages)


def _page_lines(pages: ImportedPages) -> Iterator[str]:
    """How many pages there are, which were kept, and what was left out of them."""
    if pages.strangers:
        yield in_one_line(
            f"Pages: none were taken, since the report has pages of its own ({', '.join(pages.strangers[:3])}"
            f"{' and others' if len(pages.strangers) > 3 else ''})."
        )
        return
    count = sum(path.endswith(".md") for path in pages.files)
    left = (
        f"; {pages.national} paragraphs, points and tables are national wording and were left out"
        if pages.national
        else ""
    )
    if pages.kept and not count:
        yield "Pages: the report has each page of the file already."
    elif count or left:
        yield f"Pages: {counted(count, 'page is', 'pages are') if count else 'none is'} the area’s own{left}."
    yield from (in_one_line(f"  {path} is there already, and stays as it is") for path in pages.kept)
    if count or not pages.kept:
        yield from (f"  {in_one_line(remark)}" for remark in pages.remarks)


def _figure_lines(figures: list[ReadFigure], table: str, why: str, shape: EditionShape) -> Iterator[str]:
    if len(figures) >= _TOGETHER:
        yield in_one_line(f"  {table}, {len(figures)} figures: {why}")
        return
    for figure in figures:
        said = f" {figure.reading.text}" if figure.reading.text else ""
        at = f" ({figure.place})" if figure.place else ""
        yield in_one_line(f"  {name_of(shape, figure.name)}{said and ':' + said}{at}: {why}")
        if figure.quote:
            yield in_one_line(f"      “{shortened(figure.quote, _LONGEST_QUOTE)}”")


def as_data(imported: Imported) -> dict[str, object]:
    """What was read, for JSON."""
    return {
        "file": imported.name,
        "sha256": imported.digest,
        "kind": imported.source.kind,
        "extent": imported.source.extent,
        "remarks": list(imported.source.remarks),
        "pages": {
            "written": sorted(imported.pages.files),
            "kept": list(imported.pages.kept),
            "others": list(imported.pages.strangers),
            "remarks": list(imported.pages.remarks),
        }
        if imported.pages
        else None,
        "figures": [
            {
                "figure": name_of(imported.edition.shape, figure.name),
                "state": figure.state.value,
                "value": figure.reading.value,
                "shorthand": figure.reading.shorthand or None,
                "flag": figure.reading.flag or None,
                "reads": figure.reading.text,
                "place": figure.place,
                "line": figure.quote,
                "reasons": list(figure.reasons),
                "notes": list(figure.notes),
            }
            for figure in imported.figures.values()
        ],
    }
