"""The files of the pages that a published report had of its own.

Comes in: a file and an edition. Goes out: Markdown by path, and what a person is told of it.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from reportgen.commands.new.plan import as_value
from reportgen.commands.schemas import schema_line
from reportgen.core.names import ReportKey
from reportgen.core.wording import long_date, shortened
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.flow_nodes import curly
from reportgen.ingest.local_pages import LocalPage, left_out, local_pages
from reportgen.ingest.national import PARAGRAPH_LIKE, FlowPart, NationalWording, is_contents, parts_of
from reportgen.ingest.printed_tables import figure_places, with_figures
from reportgen.ingest.rows import SourceText
from reportgen.read.edition import Edition
from reportgen.read.settings import Area
from reportgen.read.workspace import Workspace, pages_path
from reportgen.tree.markdown_reader import slug_of
from reportgen.tree.markdown_writer import write_markdown
from reportgen.tree.nodes import Footnote
from reportgen.tree.walk import find

_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)
# Units: words of a paragraph that is told; fewer are a key to the tables, a line of the list of contents or of the cover.
_FEWEST_WORDS = 6
_STUB = re.compile(r"^\[To be completed\] Write this page", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ImportedPages:
    """The pages that are to be written, and what is to be known of them.

    Shape: `files` by path; `kept` are pages that are there already; `strangers` are pages of the report that are of elsewhere,
    for which nothing is written; `remarks` are sentences, each with its place in the file.
    """

    files: dict[str, bytes]
    kept: tuple[str, ...] = ()
    strangers: tuple[str, ...] = ()
    national: int = 0
    remarks: tuple[str, ...] = ()


def import_pages(
    workspace: Workspace,
    key: ReportKey,
    edition: Edition,
    captions: dict[str, str],
    source: SourceText,
) -> ImportedPages:
    """The pages of a file: all its text but for what the edition says, and the tables of figures."""
    wording = wording_of(edition, workspace.areas[key.area], key.year)
    parts = report_parts(edition, wording, captions, source)
    notes = tuple(block for block in source.flow if block.kind == "footnote")
    pages = local_pages(parts, notes)
    remarks = (*_remarks(parts, edition, wording), *_notes_left_out(pages, notes, parts, wording))
    there = _pages_there(workspace, key)
    own = {slug_of(page.title): page for page in pages}
    strangers = tuple(
        path for path, (stem, title, is_stub) in there.items() if not is_stub and not {stem, title} & own.keys() - {""}
    )
    kept = tuple(path for path, (stem, title, _) in there.items() if {stem, title} & own.keys())
    national = sum(len(part.blocks) for part in parts if part.is_national)
    if strangers:
        return ImportedPages({}, (), strangers, national)
    taken = {name for stem, title, _ in there.values() for name in (stem, title)}
    files: dict[str, bytes] = {}
    for page in pages:
        if slug_of(page.title) in taken or page.name.partition("-")[2] in taken or page.name in taken:
            continue
        path = f"{pages_path(key)}/{page.name}.md"
        files[path] = page_file(page, path).encode()
        files |= {f"{pages_path(key)}/{picture.label}": base64.b64decode(picture.data) for picture in page.pictures}
    return ImportedPages(files, kept, (), national, remarks)


def report_parts(
    edition: Edition, wording: NationalWording, captions: dict[str, str], source: SourceText
) -> list[FlowPart]:
    """The parts of a file, each national or local."""
    return parts_of(with_figures(source.flow, figure_places(source, edition.shape.tables, captions)), wording)


def wording_of(edition: Edition, area: Area, year: int) -> NationalWording:
    """What an edition says, and what stands on the cover of an area's report."""
    period = edition.period(year)
    subject = re.sub(r"\{\{[^}]*\}\}", f"{area.name}’s", edition.shape.subject)
    return NationalWording(edition, (f"Annual report {period.label}", subject, long_date(period.end)))


def page_file(page: LocalPage, path: str) -> str:
    """A page as it is typed: its front matter, and its text."""
    lines = ["---", schema_line("page", path), f"title: {as_value(curly(page.title))}"]
    lines += [f"byline: {as_value(curly(page.byline))}"] if page.byline else []
    signature = ", ".join(json.dumps(curly(line), ensure_ascii=False) for line in page.signature)
    lines += [f"signature: [{signature}]"] if page.signature else []
    return "\n".join([*lines, "---", ""]) + write_markdown(page.blocks)


def _remarks(parts: list[FlowPart], edition: Edition, wording: NationalWording) -> list[str]:
    """Paragraphs that were left out and that the edition has not, and headings without any text."""
    headings = {part.title for part in parts}
    found = [
        f"{block.place}: left out among the national wording, and not in edition {edition.name}: “{shortened(block.text)}”"
        for part in parts
        if part.is_national and not is_contents(part.title)
        for block in part.blocks
        if block.kind in ("paragraph", "item")
        and len(block.text.split()) >= _FEWEST_WORDS
        and block.text not in headings
        and wording.likeness(block.text) < PARAGRAPH_LIKE
    ]
    return [
        *found,
        *(
            f"{heading.place}: left out, since nothing stands below it: “{shortened(heading.text)}”"
            for heading in left_out(parts)
        ),
    ]


def _notes_left_out(
    pages: tuple[LocalPage, ...], notes: tuple[FlowBlock, ...], parts: list[FlowPart], wording: NationalWording
) -> Iterator[str]:
    """Footnotes that no text of a page leads to, but a table, a title, or national wording whose note the edition has not."""
    written = {note.anchor.rpartition("--fn-")[2] for page in pages for note in find(page.blocks, Footnote)}
    runs = (run for part in parts if part.is_national for block in part.blocks for run in block.runs)
    national = {run.target for run in runs if run.kind == "footnote"}
    for note in notes:
        is_known = note.label in national and wording.likeness(note.text) >= PARAGRAPH_LIKE
        if note.label not in written and not is_known:
            yield f"{note.place}: left out, since no text of a page leads to it: “{shortened(note.text)}”"


def _pages_there(workspace: Workspace, key: ReportKey) -> dict[str, tuple[str, str, bool]]:
    """The pages of a report by path: the name without its number and the title, as parts of an id, and whether nothing is written in it."""
    folder = workspace.root / pages_path(key)
    found: dict[str, tuple[str, str, bool]] = {}
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix == ".md")
    except OSError:
        return {}
    for path in paths:
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        title = _TITLE.search(text)
        stem = re.sub(r"^\d+-", "", path.stem)
        name = slug_of(title[1].strip("\"'")) if title else ""
        found[f"{pages_path(key)}/{path.name}"] = (stem, name, bool(_STUB.search(text)))
    return found
