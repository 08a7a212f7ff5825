"""The files of an edition whose wording is that of published reports.

Comes in: sections and notes of reports, labels of their tables, and the nearest edition. Goes out: files by path, and what differs.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from reportgen.commands.new.plan import as_value
from reportgen.commands.schemas import schema_line
from reportgen.core.names import Period
from reportgen.core.wording import long_date
from reportgen.ingest.edition_text import EditionText
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.flow_nodes import TO_BE_COMPLETED, blocks_of, curly
from reportgen.ingest.labels import dice, words_of
from reportgen.ingest.national import JINJA, PARAGRAPH_LIKE
from reportgen.read.edition import Edition
from reportgen.read.located_yaml import Mapping, Node, Scalar, find_node
from reportgen.read.workspace import edition_path
from reportgen.tree.markdown_writer import write_markdown

# What a printed report does not show, so that its edition does not ask for it.
_NOT_PRINTED = ("headlines", "findings", "charts", "cover", "last_year_in_tables", "parts", "notes")
_SAME = 0.95
_MOST_TOLD = 40
# Private signs around the number of a value.
_START, _END = "\ue010", "\ue011"
_TOKEN = re.compile(f"{_START}([0-9]+){_END}")


class YearAndArea:
    """What differs from area to area and from year to year, in whose place the edition has values.

    Why: the writer of Markdown takes braces for words and protects them, so private signs stand there until it is done.
    Shape: `names` are all that the area is called.
    """

    def __init__(self, names: Iterable[str], period: Period) -> None:
        self.values = [
            "area.name | possessive",
            "area.name",
            "period.end | long_date",
            "period.start | long_date",
            "period.label",
        ]
        area = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        first, last = period.label.split("/") if "/" in period.label else (period.label, "")
        label = rf"{first}\s?[/–-]\s?(?:{first[:2]})?{last}" if last else first
        self.patterns = [
            re.compile(rf"(?<![\w-])(?:{area})[’']s?(?!\w)"),
            re.compile(rf"(?<![\w-])(?:{area})(?![\w-])"),
            re.compile(_date(long_date(period.end))),
            re.compile(_date(long_date(period.start))),
            re.compile(rf"(?<!\d){label}(?!\d)"),
        ]

    def marked(self, words: str) -> str:
        """Words with a private sign for each value."""
        for number, pattern in enumerate(self.patterns):
            words = pattern.sub(f"{_START}{number}{_END}", words)
        return words

    def marked_block(self, block: FlowBlock) -> FlowBlock:
        """A block with a private sign for each value in its words."""
        cells = tuple(tuple(self.marked(cell) for cell in row) for row in block.cells)
        runs = tuple(replace(run, words=self.marked(run.words)) for run in block.runs)
        return replace(block, runs=runs, cells=cells)

    def filled(self, text: str) -> str:
        """A text of an edition with its values between braces. Why: braces that a report has itself stay words."""
        text = text.replace("{%", "{&#37;").replace("{#", "{&#35;")
        return _TOKEN.sub(lambda match: f"{{{{ {self.values[int(match[1])]} }}}}", text)


def _date(words: str) -> str:
    day, month, year = words.split(" ")
    return rf"(?<!\d){day}(?:st|nd|rd|th)? {month},? {year}(?!\d)"


@dataclass(frozen=True, slots=True)
class DraftEdition:
    """An edition to be written. Shape: `files` by path; `differences` from the nearest edition and `to_do` are sentences."""

    files: dict[str, bytes]
    differences: tuple[str, ...]
    to_do: tuple[str, ...]


def draft_edition(
    name: str,
    nearest: Edition,
    text: EditionText,
    labels: dict[tuple[str, ...], str],
    values: YearAndArea,
    told: list[str],
    sources: str,
) -> DraftEdition:
    """The edition of some reports. Shape: `labels` by where they stand in edition.yaml; `told` is what a person is to look at."""
    folder = edition_path(nearest.kind, name)
    files: dict[str, bytes] = {}
    not_found = _add_tables(nearest, text)
    for section, found in text.sections.items():
        title = values.filled(values.marked(curly(found.title)))
        body = _section_body(found.blocks, section, values)
        files[f"{folder}/sections/{section}.md.j2"] = f"---\ntitle: {as_value(title)}\n---\n\n{body}".encode()
    for note in text.notes:
        body = _markdown(note.blocks, note.key, values)
        term = values.filled(values.marked(curly(note.term)))
        files[f"{folder}/notes/{note.key}.md"] = f"---\nterm: {as_value(term)}\n---\n\n{body}".encode()
    files[f"{folder}/edition.yaml"] = _edition_file(name, nearest, text, labels).encode()
    differences = tuple(_differences(nearest, text, labels))
    missing = (
        f"the table “{table}” was not found in the file, and stands at the end of its section" for table in not_found
    )
    to_do = (*told, *_words_against_rules(nearest, text), *missing)
    lines = [f"# What changed in edition {name}", "", f"Made from {sources}. Compared with edition {nearest.name}:", ""]
    lines += [f"- {line}" for line in differences[:_MOST_TOLD]]
    lines += [f"- and {len(differences) - _MOST_TOLD} more"] if len(differences) > _MOST_TOLD else []
    lines += [f"- {TO_BE_COMPLETED} {line[0].upper()}{line[1:]}." for line in to_do]
    files[f"{folder}/CHANGES.md"] = ("\n".join(lines) + "\n").encode()
    return DraftEdition(files, differences, to_do)


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


def _section_body(blocks: list[FlowBlock], name: str, values: YearAndArea) -> str:
    """The blocks of a section as Markdown, with a line for each table and for the notes."""
    parts: list[str] = []
    shown = (block for block in blocks if block.kind != "picture")
    for is_figures, group in groupby(shown, lambda block: block.kind == "figures"):
        if is_figures:
            parts += ("{{ notes() }}" if one.label == "notes" else f'{{{{ table("{one.label}") }}}}' for one in group)
        else:
            parts.append(_markdown(group, name, values).rstrip("\n"))
    return "\n\n".join(parts) + "\n"


def _markdown(blocks: Iterable[FlowBlock], name: str, values: YearAndArea) -> str:
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
    for steps, notes_there in _lists_of_notes(nearest.tree):
        kept = [note for note in notes_there if note in taken]
        listing = find_node(nearest.tree, *steps)
        if listing is not None and kept != notes_there:
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


def _lists_of_notes(tree: Mapping) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Every list of notes below the tables, by where it stands."""
    tables = tree.get("tables")
    waiting: list[tuple[tuple[str, ...], Node]] = [(("tables",), tables)] if tables else []
    while waiting:
        steps, node = waiting.pop()
        if isinstance(node, Mapping):
            waiting += [((*steps, key.text), value) for key, value in node.entries]
        elif steps[-1] == "notes":
            yield steps, [item.text for item in getattr(node, "items", ()) if isinstance(item, Scalar)]


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
                yield f"the reports say “{old}” {count} times, which `prose.{kind}` has as “{new}”: change the wording, or the list"
