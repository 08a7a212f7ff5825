"""The local text of a published report as pages: each below its title, with its byline, its signature and its footnotes.

Comes in: parts of a text. Goes out: pages as front matter and blocks, each doubt marked as new pages mark what is left to do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.flow_nodes import blocks_of
from reportgen.ingest.national import FlowPart
from reportgen.tree import nodes
from reportgen.tree.markdown_reader import slug_of

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
INTRODUCTION = "introduction"


@dataclass(frozen=True, slots=True)
class LocalPage:
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


def local_pages(parts: list[FlowPart], notes: tuple[FlowBlock, ...]) -> tuple[LocalPage, ...]:
    """The pages of all local parts, in their order. Shape: `notes` are the footnotes of the file."""
    drafts = [draft for run in _runs(parts) for draft in _drafts(run)]
    pages: list[LocalPage] = []
    for draft in drafts:
        is_first = not pages and (bool(_INTRODUCTION.search(draft.parts[0].title)) or parts.index(draft.parts[0]) <= 3)
        number = len(pages) + (0 if pages and pages[0].name == INTRODUCTION else 1)
        pages.append(_page(draft, INTRODUCTION if is_first else "", number, notes))
    return tuple(pages)


def left_out(parts: list[FlowPart]) -> Iterator[FlowBlock]:
    """Headings of local parts that hold nothing and stand above nothing, such as the words of a logo."""
    last = max((at for at, part in enumerate(parts) if part.blocks), default=-1)
    ending = (part for part in parts[last + 1 :] if part.heading and not part.is_national)
    yield from (part.heading for part in ending if part.heading and not _is_role(part.title))


def _runs(parts: list[FlowPart]) -> Iterator[list[FlowPart]]:
    """Local parts that follow one another."""
    empty = {id(heading) for heading in left_out(parts)}
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


def _page(draft: _Draft, name: str, number: int, notes: tuple[FlowBlock, ...]) -> LocalPage:
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
    return LocalPage(path, title, byline, draft.signature, blocks_of(tuple(blocks), notes, path), pictures)
