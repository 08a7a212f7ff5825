"""The national parts of a report as the sections and notes of an edition.

Comes in: parts, and the nearest edition. Goes out: blocks by section, and notes by letter.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from reportgen.core import messages
from reportgen.ingest.flow import FlowBlock, joined_runs, plain_runs
from reportgen.ingest.labels import dice, words_of
from reportgen.ingest.national import NOTE_BEGINS, FlowPart
from reportgen.read.edition import Edition

# Likeness from which a part is taken for a section, and a term for a note, of the nearest edition.
_SECTION_LIKE, _TERM_LIKE = 0.3, 0.5
_LONGEST_TERM = 20
_TERM = re.compile(r"(?P<term>.{2,160}?)\s*(?:[–—]|\s-(?=\s|\Z)|:(?=\s))\s*")
_FIRST_SENTENCE = re.compile(r"(?P<term>[^.]{2,160})\.\s+")
# What reportgen itself prints below a note or a table.
_OF_PROGRAM = re.compile(rf"{messages.USED_IN.strip()}|\[[a-z]\] means ")
# Where the tables and the notes of an edition are printed.
_PRINTS_TABLE, _PRINTS_NOTES = re.compile(r"\{\{\s*table\("), re.compile(r"\{\{\s*notes\(")


@dataclass
class SectionText:
    """One section while it is gathered. Shape: a block of kind “figures” stands for a table; with the label “notes”, for the notes."""

    title: str = ""
    blocks: list[FlowBlock] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoteText:
    """One note on the tables. Shape: `key` is that of the nearest edition where it has a note like it."""

    key: str
    term: str
    blocks: tuple[FlowBlock, ...]


@dataclass(frozen=True, slots=True)
class EditionText:
    """All that a report says for every area. Shape: `sections` by the names of the nearest edition, in the order of the file."""

    sections: dict[str, SectionText]
    notes: tuple[NoteText, ...]


def edition_text(parts: list[FlowPart], edition: Edition) -> EditionText:
    """The sections and notes of the national parts but for the cover and the list of contents."""
    names = dict(_sections_of(parts, edition))
    sections: dict[str, SectionText] = {}
    drafts: list[tuple[str, list[FlowBlock]]] = []
    notes_at = next((name for name in edition.sections if _PRINTS_NOTES.search(edition.sections[name].template)), "")
    for number, part in enumerate(parts):
        if number not in names:
            continue
        name = names[number]
        section = sections.setdefault(name, SectionText())
        blocks = [block for block in part.blocks if not _OF_PROGRAM.match(block.text)]
        if part.heading and not section.title and not section.blocks and not NOTE_BEGINS.match(part.title):
            section.title = part.title
        elif part.heading:
            blocks.insert(0, replace(part.heading, level=3))
        for block in blocks:
            if name == notes_at and NOTE_BEGINS.match(block.text):
                if not drafts:
                    section.blocks.append(FlowBlock("figures", label="notes"))
                drafts.append((NOTE_BEGINS.match(block.text)[1], [block]))  # type: ignore[index]
            elif name == notes_at and drafts and block.kind != "heading":
                drafts[-1][1].append(block)
            else:
                section.blocks.append(block)
    for name, section in sections.items():
        section.title = section.title or edition.sections[name].title
    return EditionText(sections, tuple(_notes(drafts, edition)))


def _sections_of(parts: list[FlowPart], edition: Edition) -> Iterator[tuple[int, str]]:
    """Which section each national part belongs to, by its number."""
    lines = {
        name: [words for line in section.template.split("\n") if (words := frozenset(words_of(line)))]
        for name, section in edition.sections.items()
    }
    with_tables = next((name for name in lines if _PRINTS_TABLE.search(edition.sections[name].template)), "")
    with_notes = next((name for name in lines if _PRINTS_NOTES.search(edition.sections[name].template)), "")
    first = next((at for at, part in enumerate(parts) if part.blocks and _is_text(part)), 0)
    current: str | None = None
    waiting: list[int] = []
    for number, part in enumerate(parts):
        if not part.is_national or number < first or part.title == messages.OTHER_FORMATS:
            current = None if not part.is_national else current
            waiting = [] if not part.is_national else waiting
            continue
        if not part.blocks:
            # A heading that stands above others belongs to what follows.
            waiting.append(number)
            continue
        if any(block.kind == "figures" for block in part.blocks):
            current = with_tables
        elif any(NOTE_BEGINS.match(text) for text in (part.title, *(block.text for block in part.blocks))):
            current = with_notes
        else:
            current = _most_like(part, lines) or current
        if current:
            yield from ((one, current) for one in (*waiting, number))
        waiting = []


def _is_text(part: FlowPart) -> bool:
    return not part.is_national or any(
        block.kind in ("paragraph", "figures") and len(block.text.split()) > 12 for block in part.blocks
    )


def _most_like(part: FlowPart, lines: dict[str, list[frozenset[str]]]) -> str | None:
    """The section that says most of what a part says."""
    scores: Counter[str] = Counter()
    total = 0
    for block in part.blocks:
        words = frozenset(words_of(block.text))
        total += len(words)
        for name, texts in lines.items():
            likeness = max((dice(words, one) for one in texts), default=0.0)
            scores[name] += likeness * len(words)  # type: ignore[assignment]
    name, score = scores.most_common(1)[0] if scores else ("", 0)
    return name if total and score / total >= _SECTION_LIKE else None


def _notes(drafts: list[tuple[str, list[FlowBlock]]], edition: Edition) -> Iterator[NoteText]:
    left = {name: frozenset(words_of(note.term)) for name, note in edition.notes.items()}
    for letter, (first, *others) in drafts:
        text = NOTE_BEGINS.sub("", first.text, count=1)
        term, rest = _divided(text)
        blocks = [replace(first, kind="paragraph", runs=plain_runs(rest))] if rest else []
        if not blocks and others and first.kind == "heading":
            # A heading that broke off inside the term.
            more, after = _divided(others[0].text)
            if after and len(more.split()) <= 3:
                term = f"{term} {more}"
                others[0] = replace(others[0], runs=plain_runs(after))
        words = frozenset(words_of(term))
        likeness = {name: dice(words, one) for name, one in left.items()}
        key = max(likeness, key=lambda name: likeness[name], default="")
        if not key or likeness[key] < _TERM_LIKE:
            key = re.sub(r"[^a-z0-9]+", "_", term.casefold()).strip("_")[:40] or f"note_{letter}"
        left.pop(key, None)
        yield NoteText(key, term, tuple(replace(block, runs=joined_runs(block.runs)) for block in (*blocks, *others)))


def _divided(text: str) -> tuple[str, str]:
    """The term of a note, and what is said of it."""
    for found in (_TERM.match(text), _FIRST_SENTENCE.match(text)):
        if found and len(found["term"].split()) <= _LONGEST_TERM:
            return found["term"], text[found.end() :]
    return (text, "") if len(text.split()) <= _LONGEST_TERM else (" ".join(text.split()[:4]), text)
