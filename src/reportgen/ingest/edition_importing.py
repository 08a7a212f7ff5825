"""The order of the stations of `reportgen import --edition`: an edition from the published reports of one or two areas.

Comes in: a workspace, the name of the edition and the files. Goes out: what was found, and the files to be written.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path

from reportgen.commands.new.plan import Plan
from reportgen.commands.new.years import edition_for
from reportgen.commands.schemas import schema_line
from reportgen.core.diagnostic import Collector, Diagnostic, collecting, in_one_line, whole_file
from reportgen.core.names import Period
from reportgen.core.wording import long_date, shortened
from reportgen.core.worker_process import Tell
from reportgen.ingest.edition_text import EditionText, edition_text
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.flow_nodes import TO_BE_COMPLETED, blocks_of, curly
from reportgen.ingest.importing import captions_of, read_file, times_named
from reportgen.ingest.labels import dice, words_of
from reportgen.ingest.national import JINJA, PARAGRAPH_LIKE, FlowPart, SharedText, shared_parts
from reportgen.ingest.pages import report_parts, wording_of
from reportgen.ingest.printed_tables import edition_labels
from reportgen.ingest.rows import SourceText, Unreadable
from reportgen.read.edition import Edition, read_edition
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar, find_node
from reportgen.read.settings import Area
from reportgen.read.workspace import Workspace, edition_path
from reportgen.read.yaml_typed import typed_words
from reportgen.tree.markdown_writer import write_markdown

# What a printed report does not show, so that its edition does not ask for it.
_NOT_PRINTED = ("headlines", "findings", "charts", "cover", "last_year_in_tables", "parts", "notes")
_SAME = 0.95
_MOST_TOLD = 40
# Private signs around the number of a value.
_START, _END = "\ue010", "\ue011"
_TOKEN = re.compile(f"{_START}([0-9]+){_END}")


@dataclass(frozen=True, slots=True)
class ImportedEdition:
    """A draft of an edition.

    Shape: `reports` are the files with their areas; the counts are of paragraphs, points and tables; `differences` from the
    nearest edition and `to_do` are sentences.
    """

    name: str
    nearest: str
    reports: tuple[dict[str, str], ...]
    national: int
    local: int
    sections: int
    notes: int
    differences: tuple[str, ...]
    to_do: tuple[str, ...]
    plan: Plan


@dataclass(frozen=True, slots=True)
class _AreaReport:
    """One report as it was read."""

    name: str
    area: Area
    source: SourceText


class _YearAndArea:
    """What differs from area to area and from year to year, in whose place the edition has values.

    Why: the writer of Markdown takes braces for words and protects them, so private signs stand there until it is done.
    Shape: `names` are all that the area is called.
    """

    def __init__(self, names: Iterable[str], period: Period) -> None:
        area = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        first, last = period.label.split("/") if "/" in period.label else (period.label, "")
        label = rf"{first}\s?[/–-]\s?(?:{first[:2]})?{last}" if last else first
        self.patterns = {
            "area.name | possessive": rf"(?<![\w-])(?:{area})[’']s?(?!\w)",
            "area.name": rf"(?<![\w-])(?:{area})(?![\w-])",
            "period.end | long_date": _date(long_date(period.end)),
            "period.start | long_date": _date(long_date(period.start)),
            "period.label": rf"(?<!\d){label}(?!\d)",
        }

    def marked(self, words: str) -> str:
        """Words with a private sign for each value."""
        for number, pattern in enumerate(self.patterns.values()):
            words = re.sub(pattern, f"{_START}{number}{_END}", words)
        return words

    def marked_block(self, block: FlowBlock) -> FlowBlock:
        """A block with a private sign for each value in its words."""
        cells = tuple(tuple(self.marked(cell) for cell in row) for row in block.cells)
        runs = tuple(replace(run, words=self.marked(run.words)) for run in block.runs)
        return replace(block, runs=runs, cells=cells)

    def filled(self, text: str) -> str:
        """A text of an edition with its values between braces. Why: braces that a report has itself stay words."""
        text = text.replace("{%", "{&#37;").replace("{#", "{&#35;")
        values = list(self.patterns)
        return _TOKEN.sub(lambda match: f"{{{{ {values[int(match[1])]} }}}}", text)


def _date(words: str) -> str:
    day, month, year = words.split(" ")
    return rf"(?<!\d){day}(?:st|nd|rd|th)? {month},? {year}(?!\d)"


@collecting
def import_edition(
    collector: Collector, workspace: Workspace, kind: str, name: str, paths: tuple[Path, ...], tell: Tell
) -> ImportedEdition:
    """An edition with the wording that two areas’ reports share, or that one report has as far as the nearest edition has it too.

    Errors: cannot-import, import-other-report; those of reading the nearest edition.
    """
    year = int(name.partition(".")[0])
    near = edition_for(workspace, kind, year)
    if near is None:
        message = f"there is no edition of {kind} to compare the reports with"
        collector.stop(Diagnostic("edition-missing", whole_file(edition_path(kind, name)), message))
    nearest = collector.take(read_edition(workspace.root, kind, near[0], whole_file(edition_path(kind, near[0]))))
    read = [_read(workspace, path, tell) for path in paths]
    collector.diagnostics.extend(diagnostic for one in read for diagnostic in one.diagnostics)
    reports = [collector.need(one.value) for one in read]
    if len({id(report.area) for report in reports}) < len(reports):
        words = f"{reports[0].name} and {reports[1].name} are both of {reports[0].area.name}"
        hint = "give the reports of two areas, or one report alone"
        collector.stop(Diagnostic("import-other-report", whole_file(reports[1].name), words, hint))
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
    values = _YearAndArea(first.area.names, nearest.period(year))
    labels = {
        steps: values.filled(values.marked(words))
        for steps, words in edition_labels(first.source, nearest.shape.tables, captions).items()
    }
    told += _words_against_rules(nearest, text)
    told += (
        f"the table “{table}” was not found in the file, and stands at the end of its section"
        for table in _add_tables(nearest, text)
    )
    differences = tuple(_differences(nearest, text, labels))
    sources = " and ".join(f"{report.name} ({report.area.name})" for report in reports)
    files = dict(_texts(text, values))
    files["edition.yaml"] = _edition_file(name, nearest, text, labels)
    files["CHANGES.md"] = _changes_file(name, nearest, sources, differences, told)
    folder = edition_path(nearest.kind, name)
    return ImportedEdition(
        name,
        nearest.name,
        tuple({"file": report.name, "area": report.area.name} for report in reports),
        _count(parts, is_national=True),
        _count(parts, is_national=False),
        len(text.sections),
        len(text.notes),
        differences,
        tuple(told),
        Plan({f"{folder}/{path}": words.encode() for path, words in files.items()}),
    )


def _count(parts: list[FlowPart], *, is_national: bool) -> int:
    return sum(len(part.blocks) for part in parts if part.is_national is is_national)


@collecting
def _read(collector: Collector, workspace: Workspace, path: Path, tell: Tell) -> _AreaReport:
    """One report and whose it is. Errors: cannot-import, import-other-report; those of reading a file."""
    _, source = read_file(collector, path, tell, with_flow=True)
    if not source.flow:
        problem = Unreadable("this file holds tables alone, and no wording", "give the report as it was published")
        collector.stop(problem.diagnostic(path.name))
    text = "\n".join(row.text for row in source.rows)
    counts = {often: times_named(area, text) for often, area in workspace.areas.items()}
    often = max(counts, key=lambda one: counts[one], default="")
    if not often or not counts[often]:
        message = "this file names no area of data/areas.yaml"
        collector.stop(
            Diagnostic("import-other-report", whole_file(path.name), message, "look whether it is the right file")
        )
    return _AreaReport(path.name, workspace.areas[often], source)


def _texts(text: EditionText, values: _YearAndArea) -> Iterator[tuple[str, str]]:
    """The files of the sections and the notes by their paths in the edition."""
    for section, found in text.sections.items():
        title = values.filled(values.marked(curly(found.title)))
        body = _section_body(found.blocks, section, values)
        yield f"sections/{section}.md.j2", f"---\ntitle: {typed_words(title)}\n---\n\n{body}"
    for note in text.notes:
        term = values.filled(values.marked(curly(note.term)))
        body = _markdown(note.blocks, note.key, values)
        yield f"notes/{note.key}.md", f"---\nterm: {typed_words(term)}\n---\n\n{body}"


def _changes_file(name: str, nearest: Edition, sources: str, differences: tuple[str, ...], to_do: list[str]) -> str:
    """What differs from the nearest edition, and what a person is to look at."""
    lines = [f"# What changed in edition {name}", "", f"Made from {sources}. Compared with edition {nearest.name}:", ""]
    lines += [f"- {line}" for line in differences[:_MOST_TOLD]]
    lines += [f"- and {len(differences) - _MOST_TOLD} more"] if len(differences) > _MOST_TOLD else []
    lines += [f"- {TO_BE_COMPLETED} {line[0].upper()}{line[1:]}." for line in to_do]
    return "\n".join(lines) + "\n"


def _add_tables(nearest: Edition, text: EditionText) -> tuple[str, ...]:
    """Puts the tables that were not found behind those that were, and names them. Why: an edition shows each of its tables."""
    sections = [found.blocks for found in text.sections.values() if any(_is_table(block) for block in found.blocks)]
    printed = {block.label for blocks in sections for block in blocks if _is_table(block)}
    missing = tuple(table for table in nearest.shape.tables if table not in printed)
    if sections:
        sections[-1].extend(FlowBlock("figures", label=table) for table in missing)
    return missing


def _is_table(block: FlowBlock) -> bool:
    return block.kind == "figures" and block.label != "notes"


def _section_body(blocks: list[FlowBlock], name: str, values: _YearAndArea) -> str:
    """The blocks of a section as Markdown, with a line for each table and for the notes."""
    parts: list[str] = []
    shown = (block for block in blocks if block.kind != "picture")
    for is_figures, group in groupby(shown, lambda block: block.kind == "figures"):
        if is_figures:
            parts += ("{{ notes() }}" if one.label == "notes" else f'{{{{ table("{one.label}") }}}}' for one in group)
        else:
            parts.append(_markdown(group, name, values).rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def _markdown(blocks: Iterable[FlowBlock], name: str, values: _YearAndArea) -> str:
    return values.filled(write_markdown(blocks_of(tuple(map(values.marked_block, blocks)), (), name)))


def _edition_file(name: str, nearest: Edition, text: EditionText, labels: dict[tuple[str, ...], str]) -> str:
    """edition.yaml of the nearest edition, with the labels, the parts and the notes of the reports."""
    whole = "\n".join(nearest.file.lines) + "\n"
    changes: list[tuple[tuple[int, int], str]] = []
    for steps, words in labels.items():
        node = find_node(nearest.tree, *steps)
        if isinstance(node, Scalar):
            changes.append((node.span, json.dumps(words, ensure_ascii=False)))
    taken = {note.key for note in text.notes}
    for listing in _lists_of_notes(nearest.tree.get("tables")):
        notes_there = [item.text for item in listing.items if isinstance(item, Scalar)]
        kept = [note for note in notes_there if note in taken]
        if kept != notes_there:
            changes.append((listing.span, f"[{', '.join(kept)}]"))
    for (start, end), words in sorted(changes, reverse=True):
        whole = whole[:start] + words + whole[end:]
    lines = [
        line
        for line in _without(whole.rstrip("\n").split("\n"), _NOT_PRINTED)
        if not line.startswith("# yaml-language-server")
    ]
    at = next((number for number, line in enumerate(lines) if line.startswith("tables:")), len(lines))
    parts = ["parts:", *(f"  - {part}" for part in _parts(nearest, text)), ""]
    notes = (
        ["# Notes are lettered (a), (b), ... in this order.", "notes:", *(f"  - {note.key}" for note in text.notes), ""]
        if text.notes
        else []
    )
    path = f"{edition_path(nearest.kind, name)}/edition.yaml"
    return "\n".join([schema_line("edition", path), *lines[:at], *parts, *notes, *lines[at:]]) + "\n"


def _parts(nearest: Edition, text: EditionText) -> Iterator[str]:
    """The parts of the nearest edition but for sections that the reports have not."""
    for part in nearest.shape.parts:
        if part.section is None:
            yield f"page: {part.page}" if part.page else f"pages: {part.pages}"
        elif part.section in text.sections:
            yield f"section: {part.section}"


def _without(lines: list[str], keys: tuple[str, ...]) -> Iterator[str]:
    """The lines of a YAML file without some of its top-level values, and the remarks above these."""
    waiting: list[str] = []
    is_left_out = False
    for line in lines:
        if line.startswith("#"):
            waiting.append(line)
            continue
        key = re.match(r"([a-z_]+):", line)
        if key:
            is_left_out = key[1] in keys
        if not line.strip() and is_left_out:
            continue
        yield from waiting if not is_left_out else ()
        waiting = []
        if not is_left_out:
            yield line
    yield from waiting


def _lists_of_notes(node: Node | None) -> Iterator[Listing]:
    """Every list of notes below a value."""
    for key, value in node.entries if isinstance(node, Mapping) else ():
        if key.text == "notes" and isinstance(value, Listing):
            yield value
        else:
            yield from _lists_of_notes(value)


def _differences(nearest: Edition, text: EditionText, labels: dict[tuple[str, ...], str]) -> Iterator[str]:
    """What the reports say otherwise than the nearest edition."""
    for name, section in nearest.sections.items():
        if name not in text.sections:
            yield f"The section “{section.title}” is not there."
        elif section.title != text.sections[name].title:
            yield f"The section “{section.title}” is called “{text.sections[name].title}”."
    keys = [note.key for note in text.notes]
    yield from (f"The note “{note.term}” is gone." for key, note in nearest.notes.items() if key not in keys)
    yield from (f"The note “{note.term}” is new." for note in text.notes if note.key not in nearest.notes)
    yield from (f"{'.'.join(steps[1:-1])} reads “{words}”." for steps, words in labels.items())
    if nearest.shape.headlines or nearest.shape.findings or nearest.shape.charts:
        yield "No figures stand at the head, no key findings and no charts, since the reports have none."
    old = [line for section in nearest.sections.values() for line in JINJA.sub(" ", section.template).split("\n")]
    old += [line for note in nearest.notes.values() for line in note.text.split("\n")]
    known = [words for line in old if len(words := frozenset(words_of(line))) > 3]
    blocks = [block for section in text.sections.values() for block in section.blocks]
    blocks += [block for note in text.notes for block in note.blocks]
    for block in blocks:
        words = frozenset(words_of(block.text))
        if block.kind not in ("paragraph", "item") or not words:
            continue
        likeness = max((dice(words, one) for one in known), default=0.0)
        if likeness < _SAME:
            yield f"{'New' if likeness < PARAGRAPH_LIKE else 'Worded otherwise'}: {block.text[:90]}{'…' if len(block.text) > 90 else ''}"


def _words_against_rules(nearest: Edition, text: EditionText) -> Iterator[str]:
    """Words of the reports that the rules of the nearest edition for the words of pages speak against."""
    said = " ".join(
        [block.text for section in text.sections.values() for block in section.blocks]
        + [block.text for note in text.notes for block in note.blocks]
    )
    for kind, words in (("outdated", nearest.shape.prose.outdated), ("misspelt", nearest.shape.prose.misspelt)):
        for old, new in words.items():
            flags = re.IGNORECASE if kind == "outdated" else 0
            count = len(re.findall(rf"(?<!\w){re.escape(old)}s?(?!\w)", said, flags))
            if count:
                often = "once" if count == 1 else f"{count} times"
                yield f"the reports say “{old}” {often}, which `prose.{kind}` has as “{new}”: change the wording, or the list"


def as_text(imported: ImportedEdition) -> Iterator[str]:
    """What of the reports is national, and what is left to do in the draft."""
    reports = " and ".join(f"{report['file']} ({report['area']})" for report in imported.reports)
    yield in_one_line(f"Edition {imported.name}, of {reports}")
    yield (
        f"{imported.national} paragraphs, points and tables are national, {imported.local} are local; "
        f"{imported.sections} sections and {imported.notes} notes."
    )
    yield f"Compared with edition {imported.nearest}: {len(imported.differences)} differences, listed in CHANGES.md."
    if imported.to_do:
        yield "To be looked at:"
    yield from (f"  {in_one_line(line)}" for line in imported.to_do)


def as_data(imported: ImportedEdition) -> dict[str, object]:
    """The same for JSON, without the files."""
    return {name: value for name, value in asdict(imported).items() if name != "plan"}
