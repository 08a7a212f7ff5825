"""An edition: the national wording of some years, what it asks of each area, and the theme that dresses it.

Comes in: a name. Goes out: an Edition that is complete and does not contradict itself.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from os.path import lexists
from pathlib import Path

from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Outcome, Place, SourceFile, whole_file
from reportgen.core.names import Period, calendar_year, did_you_mean, reporting_year
from reportgen.read.anchors import note_anchor
from reportgen.read.digest import Digest
from reportgen.read.edition_consistency import find_contradictions
from reportgen.read.edition_shapes import EditionShape, NoteShape, SectionShape, TableShape
from reportgen.read.located_yaml import Mapping, find_place
from reportgen.read.packaged import PREFIX, full_path, locate, packaged_root
from reportgen.read.pages import read_front_matter, too_hard
from reportgen.read.seal import Seal, read_seal
from reportgen.read.text import LARGEST_TEXT, read_bytes, read_text
from reportgen.read.unclosed import find_hidden
from reportgen.read.workspace import edition_path, theme_path
from reportgen.read.yaml_file import read_yaml
from reportgen.tree.markdown_reader import MarkdownText, read_markdown

# A theme is a page around everything, and a small template for each kind of node, each with its name.
PARTIALS = (
    *("page", "section", "heading", "paragraph", "list", "table", "chart", "picture", "quotation", "group"),
    *(
        "code-block",
        "break",
        "key-figures",
        "key-findings",
        "notes",
        "footnotes",
        "line-break",
        "code",
        "figure-reference",
    ),
    *("note-reference", "footnote-reference", "strong", "emphasis", "language-span", "link"),
)
STYLES = ("common.css", "screen.css", "print.css", "charts.css")
# How Word files look. A theme without one has that of the program.
REFERENCE = "reference.docx"
USUAL_REFERENCE = f"{PREFIX}{theme_path('house-1')}/{REFERENCE}"
_OLD_THEME = "base.html.j2"


@dataclass(frozen=True, slots=True)
class ReferenceFile:
    """The reference.docx of a theme, or of the program."""

    path: str
    data: bytes


@dataclass(frozen=True, slots=True)
class EditionSection:
    """One section of national wording. Shape: `template` is Markdown with Jinja; it begins on `first_line`."""

    name: str
    title: str
    file: SourceFile
    first_line: int
    template: str


@dataclass(frozen=True, slots=True)
class EditionNote:
    """One note on the tables. Shape: `letter` is a to z, by the order in the edition; `text` is Markdown."""

    name: str
    letter: str
    term: str
    text: str
    file: SourceFile
    first_line: int

    @property
    def content(self) -> MarkdownText:
        """The note as blocks. Why: read when asked for, since the notes of earlier editions are not."""
        return _note_text(self.text, self.anchor, self.file, self.first_line)

    @property
    def anchor(self) -> str:
        """The id of the note in the report."""
        return note_anchor(self.name)


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """Everything that an edition and its theme hold, as text; equal only to itself.

    Shape: `sections` and `notes` by name; `partials` of the theme by the name that Jinja knows; `styles` by file name;
    `reference` is the Word file whose styles reports have; `cover` is the edition's own, if it has one.
    """

    kind: str
    name: str
    shape: EditionShape
    file: SourceFile
    tree: Mapping
    sections: dict[str, EditionSection]
    notes: dict[str, EditionNote]
    partials: dict[str, SourceFile]
    styles: dict[str, str]
    reference: ReferenceFile
    cover: SourceFile | None
    seal: Seal | None
    digests: tuple[Digest, ...]

    def table(self, name: str) -> TableShape:
        """The table of that name, which the edition is known to have."""
        return self.shape.tables[name]

    def period(self, year: int) -> Period:
        """The time that a report of a year covers."""
        return calendar_year(year) if self.shape.period == "calendar year" else reporting_year(year)

    def agreed_from(self, year: int) -> date:
        """The first day on which anything in a report can have been agreed."""
        period = self.period(year)
        return period.start if self.shape.period == "calendar year" else period.end


def read_edition(root: Path, kind: str, name: str, asked_at: Place) -> Outcome[Edition]:
    """One edition with its theme.

    Why: the folder of the workspace comes first, whole; then what comes with the program.
    Errors: edition-missing at the place that asks for it; edition-inconsistent; those of reading its files.
    """
    found: list[Diagnostic] = []
    emit: Emit = found.append
    folder = locate(root, edition_path(kind, name))
    if not lexists(full_path(root, folder) / "edition.yaml"):
        roots = (root, packaged_root())
        known = sorted({path.parent.name for at in roots for path in (at / "templates" / kind).glob("*/edition.yaml")})
        message, hint = f"there is no edition {name} of {kind}", did_you_mean(name, known)
        if lexists(full_path(root, folder)):
            message, hint = f"{message}: {folder} holds no edition.yaml", "write it, or take that folder away"
        emit(Diagnostic("edition-missing", asked_at, message, hint))
        return Outcome(None, tuple(found))
    read = read_yaml(root, f"{folder}/edition.yaml", EditionShape, emit)
    if read is None:
        return Outcome(None, tuple(found))
    shape, node = read.shape, read.tree
    for diagnostic in find_contradictions(shape, node):
        emit(diagnostic)
    digests = [read.digest]
    sections = _read_sections(root, folder, shape, node, digests, emit)
    notes = _read_notes(root, folder, shape, digests, emit)
    partials, styles = _read_theme(root, shape, node, digests, emit)
    reference = _read_reference(root, shape, digests, emit)
    cover = _read_cover(root, folder, digests, emit)
    seal = None if found else read_seal(root, folder, digests, emit)
    if found:
        return Outcome(None, tuple(found))
    return Outcome(
        Edition(
            kind,
            name,
            shape,
            read.file,
            node,
            sections,
            notes,
            partials,
            styles,
            reference,
            cover,
            seal,
            tuple(digests),
        )
    )


def _read_sections(
    root: Path, folder: str, shape: EditionShape, tree: Mapping, digests: list[Digest], emit: Emit
) -> dict[str, EditionSection]:
    sections = {}
    for position, part in enumerate(shape.parts):
        if part.section is None:
            continue
        path = f"{folder}/sections/{part.section}.md.j2"
        if not lexists(full_path(root, path)):
            place = find_place(tree, "parts", position, "section")
            emit(
                Diagnostic(
                    "edition-inconsistent", place, f"there is no file {path}", "write the section, or remove the part"
                )
            )
            continue
        read = read_text(root, path, emit)
        if read is None:
            continue
        digests.append(read[1])
        _say_hidden(read[0], emit)
        front, first_line = read_front_matter(read[0], SectionShape, emit)
        if front:
            template = "\n".join(read[0].lines[first_line - 1 :])
            sections[part.section] = EditionSection(part.section, front.title, read[0], first_line, template)
    return sections


def _read_notes(
    root: Path, folder: str, shape: EditionShape, digests: list[Digest], emit: Emit
) -> dict[str, EditionNote]:
    notes = {}
    for position, name in enumerate(shape.notes):
        read = read_text(root, f"{folder}/notes/{name}.md", emit)
        if read is None:
            continue
        digests.append(read[1])
        _say_hidden(read[0], emit)
        front, first_line = read_front_matter(read[0], NoteShape, emit)
        if front and not too_hard(read[0], first_line, emit):
            text = "\n".join(read[0].lines[first_line - 1 :])
            notes[name] = EditionNote(name, chr(ord("a") + position), front.term, text, read[0], first_line)
    return notes


@lru_cache(maxsize=256)
def _note_text(text: str, anchor: str, file: SourceFile, first_line: int) -> MarkdownText:
    return read_markdown(text, anchor, file, first_line)


def _say_hidden(file: SourceFile, emit: Emit) -> None:
    for diagnostic in islice(find_hidden(file), MOST_TOLD):
        emit(diagnostic)


def _read_theme(
    root: Path, shape: EditionShape, tree: Mapping, digests: list[Digest], emit: Emit
) -> tuple[dict[str, SourceFile], dict[str, str]]:
    """The partials and style sheets of the edition's theme. Errors: edition-inconsistent, theme-outdated, empty-file."""
    theme = locate(root, theme_path(shape.theme))
    partials: dict[str, SourceFile] = {}
    styles: dict[str, str] = {}
    if not full_path(root, theme).is_dir():
        emit(Diagnostic("edition-inconsistent", find_place(tree, "theme"), f"there is no theme {theme}"))
        return partials, styles
    if full_path(root, f"{theme}/{_OLD_THEME}").exists():
        message = f"{theme} is a theme of reportgen 0.1: it has {_OLD_THEME}"
        hint = "take a copy of the theme house-1, which has a small template for each part of a page, and bring your changes into it"
        emit(Diagnostic("theme-outdated", whole_file(f"{theme}/{_OLD_THEME}"), message, hint))
        return partials, styles
    for name in (*(f"{partial}.html.j2" for partial in PARTIALS), *STYLES):
        read = read_text(root, f"{theme}/{name}", emit)
        if read is None:
            continue
        digests.append(read[1])
        if name.endswith(".css"):
            styles[name] = _without_comments(read[0].text)
        else:
            partials[name] = read[0]
            if not read[0].text.strip():
                # Whatever it stands for would be left out, and nobody told.
                path = f"{theme}/{name}"
                emit(Diagnostic("empty-file", whole_file(path), f"{path} is empty", "put the template back as it was"))
    return partials, styles


def _read_reference(root: Path, shape: EditionShape, digests: list[Digest], emit: Emit) -> ReferenceFile:
    """The Word file of the theme, or else of the program, whose digest then has the name that it has there."""
    own = locate(root, f"{theme_path(shape.theme)}/{REFERENCE}")
    path = own if lexists(full_path(root, own)) else USUAL_REFERENCE
    data = read_bytes(root, path, emit, largest=LARGEST_TEXT) or b""
    digests.append(Digest(own.removeprefix(PREFIX) if path == own else path, sha256(data).hexdigest()))
    return ReferenceFile(path, data)


def _read_cover(root: Path, folder: str, digests: list[Digest], emit: Emit) -> SourceFile | None:
    """The edition's own cover, if it has one."""
    if not full_path(root, f"{folder}/report.html.j2").exists():
        return None
    read = read_text(root, f"{folder}/report.html.j2", emit)
    if read is None:
        return None
    digests.append(read[1])
    return read[0]


def _without_comments(style: str) -> str:
    """A style sheet without what was written for its authors alone; its lines keep their numbers."""
    return re.sub(r"/\*.*?(?:\*/|\Z)", lambda match: "\n" * match[0].count("\n"), style, flags=re.DOTALL)
