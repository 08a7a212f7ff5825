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
from typing import get_args

from reportgen.core.diagnostic import MOST_TOLD, Collector, Diagnostic, Emit, Place, SourceFile, collecting, whole_file
from reportgen.core.names import Period, calendar_year, did_you_mean, reporting_year
from reportgen.read.anchors import note_anchor
from reportgen.read.digest import Digests, digests_of
from reportgen.read.edition_consistency import find_contradictions
from reportgen.read.edition_shapes import EditionShape, NoteShape, SectionShape, TableShape
from reportgen.read.located_yaml import Mapping, find_place
from reportgen.read.markdown_lint import find_hidden
from reportgen.read.packaged import PREFIX, full_path, locate, packaged_root
from reportgen.read.pages import Front, read_front_matter, too_hard
from reportgen.read.seal import read_seal
from reportgen.read.shape_reader import YamlFile, read_yaml
from reportgen.read.text import LARGEST_TEXT, read_bytes, read_text
from reportgen.read.workspace import edition_path, theme_path
from reportgen.tree.markdown_reader import MarkdownText, read_markdown
from reportgen.tree.nodes import Block, Inline, Section, Text


@lru_cache(maxsize=64)
def partial_of(kind: str) -> str:
    """The partial of a kind of node: KeyFigures is written by key-figures."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", kind).lower()


# A theme is a page around everything, and a small template for each kind of node but words alone, each with its name.
_KINDS = tuple(kind for kind in (Section, *get_args(Block), *get_args(Inline)) if kind is not Text)
PARTIALS = ("page", *(partial_of(kind.__name__) for kind in _KINDS))
STYLES = ("common.css", "screen.css", "print.css", "charts.css")
# How Word files look. A theme without one has that of the program.
REFERENCE = "reference.docx"
USUAL_REFERENCE = f"{PREFIX}{theme_path('house-1')}/{REFERENCE}"
_OLD_THEME = "base.html.j2"
# A value, which is filled in below the title of a section, and nowhere in a note.
_VALUE = re.compile(r"\{\{.*?\}\}")


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
    template: str
    file: SourceFile
    first_line: int


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
    `reference` is the Word file whose styles reports have; `cover` is the edition's own, if it has one;
    `seal` is one digest of what it held when it was sealed, if it was.
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
    seal: str | None
    digests: Digests

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


@collecting
def read_edition(collector: Collector, root: Path, kind: str, name: str, asked_at: Place) -> Edition:
    """One edition with its theme.

    Why: the folder of the workspace comes first, whole; then what comes with the program.
    Errors: edition-missing at the place that asks for it; edition-inconsistent; those of reading its files.
    """
    folder = locate(root, edition_path(kind, name))
    if not lexists(full_path(root, folder) / "edition.yaml"):
        roots = (root, packaged_root())
        known = sorted({path.parent.name for at in roots for path in (at / "templates" / kind).glob("*/edition.yaml")})
        message, hint = f"there is no edition {name} of {kind}", did_you_mean(name, known)
        if lexists(full_path(root, folder)):
            message, hint = f"{message}: {folder} holds no edition.yaml", "write it, or take that folder away"
        collector.stop(Diagnostic("edition-missing", asked_at, message, hint))
    read = collector.need(read_yaml(root, f"{folder}/edition.yaml", EditionShape, collector.emit))
    collector.diagnostics.extend(find_contradictions(read.shape, read.tree))
    reader = _EditionReader(root, folder, read, collector.emit)
    sections, notes = reader.sections(), reader.notes()
    partials, styles = reader.theme()
    reference, cover = reader.reference(), reader.cover()
    seal = None if collector.diagnostics else read_seal(root, folder, reader.digests, collector.emit)
    if collector.diagnostics:
        collector.stop()
    return Edition(
        kind,
        name,
        read.shape,
        read.file,
        read.tree,
        sections,
        notes,
        partials,
        styles,
        reference,
        cover,
        seal,
        reader.digests,
    )


class _EditionReader:
    """Reads the files of one edition and of its theme, and keeps the digest of each."""

    def __init__(self, root: Path, folder: str, read: YamlFile[EditionShape], emit: Emit) -> None:
        self.root = root
        self.folder = folder
        self.shape = read.shape
        self.tree = read.tree
        self.emit = emit
        self.digests = digests_of(read.file)

    def text(self, path: str) -> SourceFile | None:
        file = read_text(self.root, path, self.emit)
        if file is not None:
            self.digests |= digests_of(file)
        return file

    def words(self, path: str, shape: type[Front]) -> tuple[Front, tuple[str, SourceFile, int]] | None:
        """The front matter of a file, and what stands below it, with the line on which that begins."""
        file = self.text(path)
        if file is None:
            return None
        for diagnostic in islice(find_hidden(file), MOST_TOLD):
            self.emit(diagnostic)
        front, first_line = read_front_matter(file, shape, self.emit)
        for number, line in enumerate(file.lines if shape is NoteShape else file.lines[: first_line - 1], 1):
            for match in _VALUE.finditer(line):
                place = Place(file, number, match.start() + 1, len(match[0]))
                message = f"no value can stand here, so “{match[0]}” would be lost or printed as it is"
                hint = "write the words themselves: values stand in sections, and in what edition.yaml has filled in"
                self.emit(Diagnostic("template-error", place, message, hint))
        return (front, ("\n".join(file.lines[first_line - 1 :]), file, first_line)) if front else None

    def sections(self) -> dict[str, EditionSection]:
        sections = {}
        for position, part in enumerate(self.shape.parts):
            if part.section is None:
                continue
            path = f"{self.folder}/sections/{part.section}.md.j2"
            if not lexists(full_path(self.root, path)):
                place = find_place(self.tree, "parts", position, "section")
                hint = "write the section, or remove the part"
                self.emit(Diagnostic("edition-inconsistent", place, f"there is no file {path}", hint))
            elif read := self.words(path, SectionShape):
                front, words = read
                sections[part.section] = EditionSection(part.section, front.title, *words)
        return sections

    def notes(self) -> dict[str, EditionNote]:
        notes = {}
        for position, name in enumerate(self.shape.notes):
            if read := self.words(f"{self.folder}/notes/{name}.md", NoteShape):
                front, (text, file, first_line) = read
                hard = too_hard(file, first_line)
                if hard:
                    self.emit(hard)
                else:
                    letter = chr(ord("a") + position)
                    notes[name] = EditionNote(name, letter, front.term, text, file, first_line)
        return notes

    def theme(self) -> tuple[dict[str, SourceFile], dict[str, str]]:
        """The partials and style sheets of the edition's theme. Errors: edition-inconsistent, theme-outdated, empty-file."""
        theme = locate(self.root, theme_path(self.shape.theme))
        partials: dict[str, SourceFile] = {}
        styles: dict[str, str] = {}
        old = f"{theme}/{_OLD_THEME}"
        if not full_path(self.root, theme).is_dir():
            place = find_place(self.tree, "theme")
            self.emit(Diagnostic("edition-inconsistent", place, f"there is no theme {theme}"))
            return partials, styles
        if full_path(self.root, old).exists():
            message = f"{theme} is a theme of reportgen 0.1: it has {_OLD_THEME}"
            hint = f"move that folder out of templates/, then: reportgen new theme {self.shape.theme}, and bring your changes into it"
            if lexists(packaged_root() / theme):
                hint = "move that folder out of templates/: the theme of that name that comes with reportgen then takes its place"
            self.emit(Diagnostic("theme-outdated", whole_file(old), message, hint))
            return partials, styles
        for name in (*(f"{partial}.html.j2" for partial in PARTIALS), *STYLES):
            path = f"{theme}/{name}"
            file = self.text(path)
            if file is not None and name.endswith(".css"):
                styles[name] = _without_comments(file.text)
            elif file is not None:
                partials[name] = file
                if not file.text.strip():
                    # Whatever it stands for would be left out, and nobody told.
                    hint = "put the template back as it was"
                    self.emit(Diagnostic("empty-file", whole_file(path), f"{path} is empty", hint))
        return partials, styles

    def reference(self) -> ReferenceFile:
        """The Word file of the theme, or else of the program, whose digest then has the name that it has there."""
        own = locate(self.root, f"{theme_path(self.shape.theme)}/{REFERENCE}")
        path = own if lexists(full_path(self.root, own)) else USUAL_REFERENCE
        data = read_bytes(self.root, path, self.emit, largest=LARGEST_TEXT) or b""
        self.digests[own.removeprefix(PREFIX) if path == own else path] = sha256(data).hexdigest()
        return ReferenceFile(path, data)

    def cover(self) -> SourceFile | None:
        """The edition's own cover, if it has one."""
        path = f"{self.folder}/report.html.j2"
        return self.text(path) if full_path(self.root, path).exists() else None


@lru_cache(maxsize=256)
def _note_text(text: str, anchor: str, file: SourceFile, first_line: int) -> MarkdownText:
    return read_markdown(text, anchor, file, first_line)


def _without_comments(style: str) -> str:
    """A style sheet without what was written for its authors alone; its lines keep their numbers."""
    return re.sub(r"/\*.*?(?:\*/|\Z)", lambda match: "\n" * match[0].count("\n"), style, flags=re.DOTALL)
