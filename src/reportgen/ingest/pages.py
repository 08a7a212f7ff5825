"""The files of the pages that a published report had of its own.

Comes in: a file and an edition. Goes out: Markdown by path, and what a person is told of it.
"""

import base64
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.commands.schemas import schema_line
from reportgen.core.names import ReportKey
from reportgen.core.wording import long_date, shortened
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.flow_nodes import blocks_of, curly
from reportgen.ingest.national import PARAGRAPH_LIKE, FlowPart, NationalWording, is_contents, parts_of
from reportgen.ingest.printed_tables import figure_places, with_figures
from reportgen.ingest.rows import SourceText
from reportgen.read.edition import Edition
from reportgen.read.settings import Area
from reportgen.read.source import list_pages
from reportgen.read.workspace import Workspace, pages_path
from reportgen.read.yaml_typed import typed_words
from reportgen.tree import nodes
from reportgen.tree.markdown_reader import slug_of
from reportgen.tree.markdown_writer import write_markdown
from reportgen.tree.walk import find

_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)
# Units: words of a paragraph that is told; fewer are a key to the tables, a line of the list of contents or of the cover.
_FEWEST_WORDS = 6
# Units: words of a byline or of a signature, in all and in its heading.
_LONGEST_ROLE, _LONGEST_NAME = 30, 12
# Share of the longer words of a byline that begin with a capital.
_CAPITALS = 0.6
_ROLE = re.compile(
    r"\b(?:chair|co-chair|vice-chair|head of|manager|director|superintendent|inspector|sergeant|officer|coordinator|"
    r"co-ordinator|commissioner|adviser|advisor|sub-group|lead for|headquarters|(?:police|probation|prison) service)\b"
    r"|\b(?-i:D[CSI]|DCI|DSU|PC|PS)\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?:[A-Z][a-z’'-]+\.? ){1,3}[A-Z][a-z’'-]+\Z")
_SENTENCE = re.compile(r"[.!?:;]\Z")
_INTRODUCTION = re.compile(r"\b(?:introduction|foreword|welcome|preface|rhagair|cyflwyniad)\b", re.IGNORECASE)
_INTRODUCTION_NAME = "introduction"
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


@dataclass(frozen=True, slots=True)
class _LocalPage:
    """One page to be written. Shape: `byline` and `signature` as they were printed."""

    name: str
    title: str
    byline: str
    signature: tuple[str, ...]
    blocks: nodes.Blocks
    pictures: tuple[FlowBlock, ...]


@dataclass(frozen=True, slots=True)
class _Draft:
    """The parts of one page, the first with its title; and who signs it."""

    parts: tuple[FlowPart, ...]
    signature: tuple[str, ...] = ()


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
    pages = _local_pages(parts, notes)
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
        files[path] = _page_file(page, path).encode()
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


def _page_file(page: _LocalPage, path: str) -> str:
    """A page as it is typed: its front matter, and its text."""
    lines = ["---", schema_line("page", path), f"title: {typed_words(curly(page.title))}"]
    lines += [f"byline: {typed_words(curly(page.byline))}"] if page.byline else []
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
            for heading in _left_out(parts)
        ),
    ]


def _notes_left_out(
    pages: tuple[_LocalPage, ...], notes: tuple[FlowBlock, ...], parts: list[FlowPart], wording: NationalWording
) -> Iterator[str]:
    """Footnotes that no text of a page leads to, but a table, a title, or national wording whose note the edition has not."""
    written = {note.anchor.rpartition("--fn-")[2] for page in pages for note in find(page.blocks, nodes.Footnote)}
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
    for page in list_pages(workspace, key):
        try:
            text = (folder / f"{page}.md").read_text(encoding="utf-8", errors="replace")
        except OSError:
            text = ""
        title = _TITLE.search(text)
        stem = re.sub(r"^\d+-", "", page)
        name = slug_of(title[1].strip("\"'")) if title else ""
        found[f"{pages_path(key)}/{page}.md"] = (stem, name, bool(_STUB.search(text)))
    return found


def _local_pages(parts: list[FlowPart], notes: tuple[FlowBlock, ...]) -> tuple[_LocalPage, ...]:
    """The pages of all local parts, in their order. Shape: `notes` are the footnotes of the file."""
    drafts = [draft for run in _runs(parts) for draft in _drafts(run)]
    pages: list[_LocalPage] = []
    for draft in drafts:
        is_first = not pages and (bool(_INTRODUCTION.search(draft.parts[0].title)) or parts.index(draft.parts[0]) <= 3)
        number = len(pages) + (0 if pages and pages[0].name == _INTRODUCTION_NAME else 1)
        pages.append(_page(draft, _INTRODUCTION_NAME if is_first else "", number, notes))
    return tuple(pages)


def _left_out(parts: list[FlowPart]) -> Iterator[FlowBlock]:
    """Headings of local parts that hold nothing and stand above nothing, such as the words of a logo."""
    last = max((at for at, part in enumerate(parts) if part.blocks), default=-1)
    ending = (part for part in parts[last + 1 :] if part.heading and not part.is_national)
    yield from (part.heading for part in ending if part.heading and not _is_role(part.title))


def _runs(parts: list[FlowPart]) -> Iterator[list[FlowPart]]:
    """Local parts that follow one another."""
    empty = {id(heading) for heading in _left_out(parts)}
    run: list[FlowPart] = []
    for part in parts:
        if part.is_national and run:
            yield run
            run = []
        if not part.is_national and (part.heading or part.blocks) and id(part.heading) not in empty:
            run.append(part)
    if run:
        yield run


def _drafts(run: list[FlowPart]) -> Iterator[_Draft]:
    """The pages of local parts that follow one another.

    Why: a signature ends a page. Where headings differ in size, the largest begin pages; where none does, all parts up to a
    signature are one page, since subheadings are often as large as titles.
    """
    group: list[FlowPart] = []
    for part in run:
        title = group[0].title if group else ""
        signature, rest = _signature(part, title)
        if signature and group:
            yield from _by_level(group, signature)
            group = []
        elif signature:
            rest = part
        if rest:
            cut, signed = _signed_at_end(rest)
            group.append(cut)
            if signed:
                yield from _by_level(group, signed)
                group = []
    if group:
        yield from _by_level(group, ())


def _by_level(group: list[FlowPart], signature: tuple[str, ...]) -> Iterator[_Draft]:
    """A run of parts as pages: one if it is signed and all headings are alike, else one for each of the largest headings."""
    levels = [part.heading.level for part in group if part.heading]
    top = min(levels, default=1)
    if signature and len(set(levels)) == 1:
        yield _Draft(tuple(group), signature)
        return
    pages: list[list[FlowPart]] = []
    for part in group:
        is_again = bool(pages) and part.title == pages[-1][0].title
        if not pages or (part.heading and part.heading.level == top and not is_again):
            pages.append([])
        pages[-1].append(part)
    for page in pages:
        yield _Draft(tuple(page), signature if page is pages[-1] else ())


def _signature(part: FlowPart, title: str) -> tuple[tuple[str, ...], FlowPart | None]:
    """Who signs, where a heading and the short lines below it are names and roles; and what stands below these."""
    heading = part.title
    if not part.heading or len(heading.split()) > _LONGEST_NAME or _SENTENCE.search(heading):
        return (), part
    lines: list[str] = []
    for block in part.blocks:
        if block.kind != "paragraph" or not _is_role(block.text):
            break
        lines.append(block.text)
    rest = part.blocks[len(lines) :]
    below = FlowPart(None, rest) if rest else None
    if heading == title and not rest:
        return (heading, *lines), below
    if _is_role(heading) and not rest:
        return (heading, *lines), below
    return ((heading, *lines), below) if lines and _NAME.match(heading) else ((), part)


def _is_role(text: str) -> bool:
    words = [word for word in re.findall(r"[\w’'-]+", text) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    is_short = len(text.split()) <= _LONGEST_ROLE and not _SENTENCE.search(text)
    return is_short and bool(_ROLE.search(text)) and capitals >= _CAPITALS * len(words)


def _signed_at_end(part: FlowPart) -> tuple[FlowPart, tuple[str, ...]]:
    """A part without its last lines where they are names and roles."""
    kept = len(part.blocks)
    while kept > 1 and part.blocks[kept - 1].kind == "paragraph":
        text = part.blocks[kept - 1].text
        is_name = kept < len(part.blocks) and bool(_NAME.match(text)) and len(text.split()) <= 4
        if not (_is_role(text) or is_name):
            break
        kept -= 1
    signature = tuple(block.text for block in part.blocks[kept:])
    return (replace(part, blocks=part.blocks[:kept]), signature) if signature else (part, ())


def _page(draft: _Draft, name: str, number: int, notes: tuple[FlowBlock, ...]) -> _LocalPage:
    first, *others = draft.parts
    title = first.title or ("Introduction" if name else "To be confirmed")
    blocks = list(first.blocks)
    byline = ""
    if len(blocks) > 1 and blocks[0].kind == "paragraph" and _is_role(blocks[0].text):
        byline = blocks.pop(0).text
    levels = sorted({part.heading.level for part in others if part.heading})
    for part in others:
        if part.heading:
            depth = min(levels.index(part.heading.level), 1)
            has_above = any(block.kind == "heading" for block in blocks)
            blocks.append(replace(part.heading, level=3 + (depth if has_above else 0)))
        blocks += part.blocks
    pictures = tuple(block for block in blocks if block.kind == "picture")
    path = name or f"{10 * number}-{slug_of(title)[:60].strip('-')}"
    return _LocalPage(path, title, byline, draft.signature, blocks_of(tuple(blocks), notes, path), pictures)
