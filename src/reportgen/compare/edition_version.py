"""An edition as one side of a comparison.

Comes in: an Edition and the one it is compared with. Goes out: what it asks for, its tables, and its wording as it was typed.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256

from reportgen.compare.passages import passages_of
from reportgen.compare.tables import paired
from reportgen.compare.version import ComparedPassage, ComparedSection, ComparedTable, Line, Version, line_of, look_of
from reportgen.read.edition import REFERENCE, Edition

_HEADING = re.compile(r"(#{2,6})\s+(.+)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+")
_APART = re.compile(r"\s*(?:\{%.*%\}|\||>)")
_NOTES = "notes on the tables"


def version_of_edition(edition: Edition, other: Edition) -> Version:
    """What an edition says.

    Why: its wording is compared as it was typed, with its braces, so that each place that is filled in is compared too.
    Shape: `other` tells which rows have another name there, so that each fact about a row is known by one name.
    """
    return Version(
        f"edition {edition.name}",
        dict(_facts(edition, other)),
        tuple(_table(edition, name) for name in edition.shape.tables),
        tuple(_sections(edition)),
        look=look_of(edition),
    )


def _table(edition: Edition, name: str) -> ComparedTable:
    rows, columns = (_lines(edition, name, what) for what in ("rows", "columns"))
    return ComparedTable(name, edition.table(name).caption, rows, columns)


def _facts(edition: Edition, other: Edition) -> Iterator[tuple[str, str]]:
    """Every line of edition.yaml by its path, and the files that are not wording; tables that one side alone has are told as such."""
    shape = edition.shape.model_dump(mode="json", exclude_none=True)
    tables = shape.pop("tables")
    yield from _flat("", shape)
    for name in edition.shape.tables:
        if name in other.shape.tables:
            del tables[name]["caption"]
            for what in ("rows", "columns"):
                tables[name][what] = _in_both(
                    _lines(edition, name, what), _lines(other, name, what), tables[name][what]
                )
            yield from _flat(f"tables.{name}", tables[name])
    texts = {name: file.text for name, file in edition.partials.items()} | edition.styles
    contents = {name: text.encode() for name, text in texts.items()} | {REFERENCE: edition.reference.data}
    others = {*other.partials, *other.styles, REFERENCE}
    for name, data in contents.items():
        if name in others:
            yield f"contents of {name}", f"sha256 {sha256(data).hexdigest()[:12]}"


def _lines(edition: Edition, table: str, what: str) -> tuple[Line, ...]:
    shape = edition.table(table)
    return tuple(line_of(key, line) for key, line in (shape.rows if what == "rows" else shape.columns).items())


def _in_both(
    mine: tuple[Line, ...], others: tuple[Line, ...], typed: Mapping[str, Mapping[str, object]]
) -> dict[str, dict[str, object]]:
    """What is said of the rows or columns that both sides have, without what the table tells, by the earlier of two names."""
    told = ("label", "formerly", "joins")
    return {
        min(one[0].key, other[0].key): {key: value for key, value in typed[one[0].key].items() if key not in told}
        for one, other in paired(mine, others)
        if len(one) == len(other) == 1
    }


def _flat(path: str, value: object) -> Iterator[tuple[str, str]]:
    """Values by their path. Shape: a list of names is one value; others in a list go by the first value in them."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(f"{path}.{key}" if path else str(key), inner)
    elif isinstance(value, list) and any(isinstance(item, Mapping) and len(item) > 1 for item in value):
        for item in value:
            name, *others = item.items()
            yield from _flat(f"{path}.{name[1]}", dict(others))
    elif isinstance(value, list):
        words = (" ".join(map(str, item.values())) if isinstance(item, Mapping) else str(item) for item in value)
        if value:
            yield path, ", ".join(words)
    else:
        yield path, str(value)


def _sections(edition: Edition) -> Iterator[ComparedSection]:
    for section in edition.sections.values():
        name, chapter, title = section.name, "", section.title
        passages: list[ComparedPassage] = []
        for passage in _typed(section.template.split("\n")):
            found = _HEADING.fullmatch(passage.words) if passage.kind == "heading" else None
            if found and len(found[1]) == 2:
                yield ComparedSection(name, ComparedPassage("heading", title), tuple(passages), chapter)
                name, chapter, title = f"{section.name}: {found[2]}", section.name, found[2]
                passages = []
            else:
                passages.append(ComparedPassage(passage.kind, found[2]) if found else passage)
        yield ComparedSection(name, ComparedPassage("heading", title), tuple(passages), chapter)
    if edition.notes:
        yield ComparedSection(_NOTES, ComparedPassage("heading", "Notes on the tables"), ())
    for note in edition.notes.values():
        passages = list(passages_of(note.content.blocks))
        yield ComparedSection(
            f"{_NOTES}: {note.name}", ComparedPassage("heading", note.term), tuple(passages), _NOTES, note.letter
        )


def _typed(lines: list[str]) -> Iterator[ComparedPassage]:
    """Markdown as it was typed, passage by passage."""
    kind, words = "paragraph", list[str]()
    for line in [*lines, ""]:
        starts = _HEADING.match(line) or _ITEM.match(line) or _APART.match(line) or not line.strip()
        if starts and words:
            yield ComparedPassage(kind, " ".join(" ".join(words).split()))
            words = []
        if line.strip():
            if starts:
                kind = "heading" if _HEADING.match(line) else "item" if _ITEM.match(line) else "line"
            elif not words:
                kind = "paragraph"
            words.append(_ITEM.sub("", line, count=1) if kind == "item" and starts else line)
            if kind in ("heading", "line"):
                yield ComparedPassage(kind, " ".join(line.split()))
                words = []
