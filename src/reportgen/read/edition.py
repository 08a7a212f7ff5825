"""An edition: the national wording of some years, what it asks of each area, and the theme that dresses it.

Comes in: a folder below templates/. Goes out: an Edition that is complete and does not contradict itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Outcome, Place, Say, SourceFile, whole_file
from reportgen.core.names import did_you_mean
from reportgen.read.located_yaml import Listing, Mapping, Node, parse_yaml
from reportgen.read.markdown_text import MarkdownHtml, render_markdown
from reportgen.read.pages import read_front_matter
from reportgen.read.shapes import EditionShape, NoteShape, PartShape, SectionShape, TableShape, read_shape
from reportgen.read.text import Digest, read_text
from reportgen.read.workspace import edition_path, theme_path

THEME_FILES = ("base.html.j2", "tables.html.j2", "common.css", "screen.css", "print.css")


@dataclass(frozen=True, slots=True)
class Section:
    """One section of national wording. Shape: `template` is Markdown with Jinja; it begins on `first_line`."""

    name: str
    title: str
    file: SourceFile
    first_line: int
    template: str


@dataclass(frozen=True, slots=True)
class Note:
    """One note on the tables. Shape: `letter` is a to z, by the order in the edition."""

    name: str
    letter: str
    term: str
    content: MarkdownHtml


@dataclass(frozen=True, slots=True, eq=False)
class Edition:
    """Everything that an edition and its theme hold, as text; equal only to itself.

    Shape: `sections` and `notes` by name; `templates` by the name that Jinja knows; `styles` by file name.
    """

    kind: str
    name: str
    shape: EditionShape
    file: SourceFile
    tree: Mapping
    sections: dict[str, Section]
    notes: dict[str, Note]
    templates: dict[str, SourceFile]
    styles: dict[str, str]
    digests: tuple[Digest, ...]

    def table(self, name: str) -> TableShape:
        """The table of that name, which the edition is known to have."""
        return self.shape.tables[name]


def read_edition(root: Path, kind: str, name: str, asked_at: Place) -> Outcome[Edition]:
    """One edition with its theme.

    Errors: edition-missing at the place that asks for it; edition-inconsistent; those of reading its files.
    """
    found: list[Diagnostic] = []
    say: Say = found.append
    folder = edition_path(kind, name)
    if not (root / folder / "edition.yaml").is_file():
        known = sorted(path.parent.name for path in (root / "templates" / kind).glob("*/edition.yaml"))
        say(Diagnostic("edition-missing", asked_at, f"there is no edition {name} of {kind}", did_you_mean(name, known)))
        return Outcome(None, tuple(found))
    path = f"{folder}/edition.yaml"
    read = read_text(root, path, say)
    node = parse_yaml(read[0], say) if read else None
    shape = read_shape(EditionShape, node, whole_file(path), say) if not found else None
    if shape is None or read is None or not isinstance(node, Mapping):
        return Outcome(None, tuple(found))
    for diagnostic in _contradictions(shape, node):
        say(diagnostic)
    digests = [read[1]]
    sections = _read_sections(root, folder, shape, node, digests, say)
    notes = _read_notes(root, folder, shape, digests, say)
    templates, styles = _read_theme(root, folder, shape, node, digests, say)
    if found:
        return Outcome(None, tuple(found))
    return Outcome(Edition(kind, name, shape, read[0], node, sections, notes, templates, styles, tuple(digests)))


def find_place(tree: Node, *steps: str | int) -> Place:
    """Where a value of a YAML tree was typed; the last step that exists."""
    place, current = tree.place, tree
    for step in steps:
        if isinstance(current, Mapping):
            key, value = current.key(str(step)), current.get(str(step))
            if key is None or value is None:
                break
            place, current = key.place, value
        elif isinstance(current, Listing) and isinstance(step, int) and step < len(current.items):
            current = current.items[step]
            place = current.place
        else:
            break
    return place


def _read_sections(
    root: Path, folder: str, shape: EditionShape, tree: Mapping, digests: list[Digest], say: Say
) -> dict[str, Section]:
    sections = {}
    for position, part in enumerate(shape.parts):
        if part.section is None:
            continue
        path = f"{folder}/sections/{part.section}.md.j2"
        if not (root / path).is_file():
            place = find_place(tree, "parts", position, "section")
            say(
                Diagnostic(
                    "edition-inconsistent", place, f"there is no file {path}", "write the section, or remove the part"
                )
            )
            continue
        read = read_text(root, path, say)
        if read is None:
            continue
        digests.append(read[1])
        front, first_line = read_front_matter(read[0], SectionShape, say)
        if front:
            template = "\n".join(read[0].lines[first_line - 1 :])
            sections[part.section] = Section(part.section, front.title, read[0], first_line, template)
    return sections


def _read_notes(root: Path, folder: str, shape: EditionShape, digests: list[Digest], say: Say) -> dict[str, Note]:
    notes = {}
    for position, name in enumerate(shape.notes):
        read = read_text(root, f"{folder}/notes/{name}.md", say)
        if read is None:
            continue
        digests.append(read[1])
        front, first_line = read_front_matter(read[0], NoteShape, say)
        if front:
            body = "\n".join(read[0].lines[first_line - 1 :])
            notes[name] = Note(name, chr(ord("a") + position), front.term, render_markdown(body, f"note-{name}"))
    return notes


def _read_theme(
    root: Path, folder: str, shape: EditionShape, tree: Mapping, digests: list[Digest], say: Say
) -> tuple[dict[str, SourceFile], dict[str, str]]:
    theme = theme_path(shape.theme)
    templates: dict[str, SourceFile] = {}
    styles: dict[str, str] = {}
    if not (root / theme).is_dir():
        say(Diagnostic("edition-inconsistent", find_place(tree, "theme"), f"there is no theme {theme}"))
        return templates, styles
    for name in THEME_FILES:
        read = read_text(root, f"{theme}/{name}", say)
        if read is None:
            continue
        digests.append(read[1])
        if name.endswith(".css"):
            styles[name] = read[0].text
        else:
            templates[name] = read[0]
    own = f"{folder}/report.html.j2"
    if (root / own).exists():
        read = read_text(root, own, say)
        if read:
            digests.append(read[1])
            templates["report.html.j2"] = read[0]
    return templates, styles


def _contradictions(shape: EditionShape, tree: Mapping) -> Iterator[Diagnostic]:
    """What an edition says of things that it does not have."""

    def wrong(message: str, *steps: str | int, known: list[str] | None = None, word: str = "") -> Diagnostic:
        hint = did_you_mean(word, known) if known else ""
        return Diagnostic("edition-inconsistent", find_place(tree, *steps), message, hint)

    if len(shape.notes) > 26:
        yield wrong("an edition has at most 26 notes, (a) to (z)", "notes")
    if len(set(shape.notes)) < len(shape.notes):
        yield wrong("a note stands twice in the list of notes", "notes")
    for position, part in enumerate(shape.parts):
        if sum(value is not None for value in (part.section, part.page, part.pages)) != 1:
            yield wrong("a part is one of section, page or pages", "parts", position)
    names = [part_name(part) for part in shape.parts]
    for position, name in enumerate(names):
        if name in names[:position]:
            yield wrong(f"the part “{name}” stands twice", "parts", position)
    for name, table in shape.tables.items():
        yield from _table_contradictions(shape, name, table, wrong)
    for position, headline in enumerate(shape.headlines):
        if not has_cell(shape, headline.figure):
            yield wrong(f"there is no figure {headline.figure}", "headlines", position, "figure")
    for name in shape.tables:
        if _goes_in_circles(shape, name):
            yield wrong(f"the bounds of table “{name}” lead back to itself", "tables", name)


def part_name(part: PartShape) -> str:
    """The name of a part, which is its id in the report."""
    return part.section or part.page or "local-pages"


def has_cell(shape: EditionShape, figure: str) -> bool:
    """Whether `table.row.column`, or `table.row` where there is one column, names a cell that can hold a figure."""
    return find_cell(shape, figure) is not None


def find_cell(shape: EditionShape, figure: str) -> tuple[str, str, str] | None:
    """The table, row and column that a figure's name means."""
    steps = figure.split(".")
    table = shape.tables.get(steps[0])
    if table is None or len(steps) not in (2, 3) or steps[1] not in table.rows:
        return None
    if len(steps) == 2:
        return (steps[0], steps[1], next(iter(table.columns))) if len(table.columns) == 1 else None
    return (steps[0], steps[1], steps[2]) if steps[2] in table.columns else None


def _table_contradictions(shape: EditionShape, name: str, table: TableShape, wrong) -> Iterator[Diagnostic]:  # type: ignore[no-untyped-def]
    at = ("tables", name)
    noted = [(table.notes, at), *((row.notes, (*at, "rows", key)) for key, row in table.rows.items())]
    noted += [(column.notes, (*at, "columns", key)) for key, column in table.columns.items()]
    for notes, steps in noted:
        for note in notes:
            if note not in shape.notes:
                yield wrong(f"there is no note “{note}”", *steps, "notes", known=list(shape.notes), word=note)
    for kind, total, keys in (("row", table.totals.row, table.rows), ("column", table.totals.column, table.columns)):
        if total is not None and total not in keys:
            yield wrong(
                f"the total {kind} “{total}” is not a {kind} of “{name}”",
                *at,
                "totals",
                kind,
                known=list(keys),
                word=total,
            )
        elif total is not None and len(keys) == 1:
            yield wrong(f"the total {kind} “{total}” has nothing to add up", *at, "totals", kind)
    for position, cell in enumerate(table.not_applicable):
        if not has_cell(shape, f"{name}.{cell}"):
            yield wrong(f"there is no cell {cell} in “{name}”", *at, "not_applicable", position)
    for bound in ("at_least", "at_most"):
        other = getattr(table, bound)
        if other is not None and other not in shape.tables:
            yield wrong(f"there is no table “{other}”", *at, bound, known=list(shape.tables), word=other)
    for key, row in table.rows.items():
        if row.at_most is not None and (row.at_most not in table.rows or row.at_most == key):
            yield wrong(
                f"there is no other row “{row.at_most}”",
                *at,
                "rows",
                key,
                "at_most",
                known=list(table.rows),
                word=row.at_most,
            )
    if table.rate is not None:
        if table.rate.row not in table.rows or len(table.columns) != 1:
            yield wrong(f"there is no row “{table.rate.row}” of one column", *at, "rate", "row")
        if not has_cell(shape, table.rate.of):
            yield wrong(f"there is no figure {table.rate.of}", *at, "rate", "of")


def _goes_in_circles(shape: EditionShape, name: str) -> bool:
    """Whether following the bounds between tables from one of them comes back to it."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        table = shape.tables.get(waiting.pop())
        for other in (table.at_least, table.at_most) if table else ():
            if other == name:
                return True
            if other and other not in seen:
                seen.add(other)
                waiting.append(other)
    return False
