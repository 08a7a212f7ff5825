"""The notes of a Word file, its footnotes and its endnotes, whichever program wrote it; and what in its text leads to them.

Comes in: the document of a Word file. Goes out: its notes in the order in which the text leads to them. Run only behind the wall of
process.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reportgen.ingest.rows import Unreadable

# What leads to a note, by the name of its element, and the part of the file in which such notes stand.
_REFERENCES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_AGAIN = re.compile(r"\s*NOTEREF\s+(\S+)")


@dataclass(frozen=True, slots=True)
class WordNote:
    """One note.

    Shape: `label` is its number among all notes of the file; `place` what Word calls it, such as “footnote 2”; `paragraphs` are
    those of the library; `mark` is what leads to it where that is no number.
    """

    label: str
    place: str
    paragraphs: tuple[Any, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class WordNotes:
    """The notes of a file in their order. Shape: `by_bookmark` are those that a further reference leads to by a bookmark."""

    by_reference: dict[tuple[str, str], WordNote]
    by_bookmark: dict[str, WordNote]

    def led_to(self, element: Any) -> Iterator[WordNote]:
        """The notes that an element of the text leads to."""
        return (note for one in references(element) if (note := self.by_reference.get(_key(one))))


def read_notes(document: Any) -> WordNotes:
    """The notes that the text of a Word file leads to. Raises: Unreadable."""
    written = dict(_written(document))
    found: dict[tuple[str, str], WordNote] = {}
    bookmarks: dict[str, WordNote] = {}
    opened: dict[str, str] = {}
    for node in document.element.body.iter(*_REFERENCES, qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if node.tag == qn("w:bookmarkStart"):
            opened[node.get(qn("w:id"))] = node.get(qn("w:name"), "")
        elif node.tag == qn("w:bookmarkEnd"):
            opened.pop(node.get(qn("w:id")), None)
        elif (key := _key(node)) in written:
            if key not in found:
                number = sum(kind == key[0] for kind, _ in found) + 1
                found[key] = WordNote(str(len(found) + 1), f"{key[0]} {number}", written[key], own_mark(node))
            for name in filter(None, opened.values()):
                bookmarks.setdefault(name, found[key])
    return WordNotes(found, bookmarks)


def references(element: Any) -> Iterator[Any]:
    """What leads to notes in an element."""
    yield from element.iter(*_REFERENCES)


def own_mark(reference: Any) -> str:
    """The sign that somebody typed to lead to a note, which stands in the text; none where Word counts."""
    is_own = reference.get(qn("w:customMarkFollows"), "0") in ("1", "true", "on")
    return "".join(one.text or "" for one in reference.getparent().iter(qn("w:t"))) if is_own else ""


class Fields:
    """The fields that what comes next stands in, as one goes through the nodes of a paragraph."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def pass_by(self, node: Any) -> None:
        """Goes past one node, whatever it is."""
        if node.tag == qn("w:instrText") and self.codes:
            self.codes[-1] += node.text or ""
        elif node.tag == qn("w:fldChar"):
            turn = node.get(qn("w:fldCharType"))
            if turn == "begin":
                self.codes.append("")
            elif turn == "end" and self.codes:
                self.codes.pop()

    @property
    def bookmark(self) -> str:
        """The bookmark of the note that is led to again here; empty elsewhere."""
        return next((found[1] for code in self.codes if (found := _AGAIN.match(code))), "")


def _key(reference: Any) -> tuple[str, str]:
    return _REFERENCES[reference.tag], reference.get(qn("w:id"), "")


def _written(document: Any) -> Iterator[tuple[tuple[str, str], tuple[Any, ...]]]:
    """Every note by its kind and its number in the file, without the lines that separate notes from the text."""

    for relation in document.part.rels.values():
        kind = next((kind for kind in _REFERENCES.values() if relation.reltype.endswith(f"/{kind}s")), None)
        if kind is None or relation.is_external:
            continue
        part: Any = relation.target_part
        try:
            root = parse_xml(part.blob)
        except SyntaxError as problem:
            raise Unreadable(
                f"the {kind}s of this Word file are broken", "open it in Word, save it again, and try with that"
            ) from problem
        for note in root.iter(qn(f"w:{kind}")):
            if note.get(qn("w:type"), "normal") == "normal":
                holder: Any = SimpleNamespace(part=part)
                yield (kind, note.get(qn("w:id"), "")), tuple(Paragraph(one, holder) for one in note.iter(qn("w:p")))
