"""The formats that a report can be made in, by the name used on the command line.

Adding one: a file in this folder, a line here, a test.
"""

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from reportgen.core.system_errors import OF_THE_SYSTEM

# The command line names the formats in its help, so nothing is loaded for their sake.
if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.core.diagnostic import Diagnostic, Outcome
    from reportgen.document.build import Document
    from reportgen.formats.artifact import Artifact

    Exporter = Callable[[Document], Outcome[tuple[Artifact, ...]]]


@dataclass(frozen=True, slots=True)
class Format:
    """One format: where its exporter is, and what it makes.

    Shape: the module is one of this folder, loaded only when the format is asked for, and its function is export_NAME;
    `files` are all but pictures, which keep their own names.
    """

    module: str
    files: tuple[str, ...]
    needs_tables: bool = False
    has_pictures: bool = False


FORMATS = {
    "html": Format("html.export", ("index.html",)),
    "pdf": Format("pdf.export", ("report.pdf",)),
    "govspeak": Format("govspeak.export", ("report.govspeak.md", "publishing-form.md"), has_pictures=True),
    "docx": Format("word.export", ("report.docx",)),
    "ods": Format("ods.export", ("figures.ods",), needs_tables=True),
    "csv": Format("open_data", ("figures.csv", "datapackage.json"), needs_tables=True),
}
USUAL_FORMATS = ("html", "pdf")
FILES = frozenset(name for made in FORMATS.values() for name in made.files)


def export(document: "Document", formats: tuple[str, ...]) -> "Outcome[tuple[Artifact, ...]]":
    """The files of the formats asked for, or none of them when one cannot be made."""
    from reportgen.core.diagnostic import Outcome

    made = [export_format(name, document) for name in formats]
    diagnostics = tuple(one for outcome in made for one in outcome.diagnostics)
    if any(outcome.value is None for outcome in made):
        return Outcome(None, diagnostics)
    return Outcome(tuple(artifact for outcome in made for artifact in outcome.value or ()), diagnostics)


def export_format(name: str, document: "Document") -> "Outcome[tuple[Artifact, ...]]":
    """The files of one format. Errors: those of the format; cannot-write, when the system refuses room, files or processes."""
    from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
    from reportgen.read.workspace import build_path

    try:
        return exporter(name)(document)
    except OSError as problem:
        if problem.errno not in OF_THE_SYSTEM:
            raise
        message = f"the {name} cannot be made: {problem.strerror}"
        hint = "look at the free space, and end programs that you do not need; what was there before is unchanged"
        place = whole_file(build_path(document.report.key))
        return Outcome(None, (Diagnostic("cannot-write", place, message, hint),))


def lacking_tables(document: "Document", formats: tuple[str, ...]) -> "tuple[Diagnostic, ...]":
    """What is said where formats are asked for that hold tables alone, and the report has none. Errors: no-tables."""
    from reportgen.core.diagnostic import Diagnostic, whole_file
    from reportgen.read.workspace import edition_path

    lacking = tuple(name for name in formats if FORMATS[name].needs_tables)
    if document.captions or not lacking:
        return ()
    report = document.report
    place = whole_file(f"{edition_path(report.key.kind, report.edition.name)}/edition.yaml")
    others = [name for name in FORMATS if not FORMATS[name].needs_tables]
    message = f"this edition of {report.key.kind} has no tables that {' and '.join(lacking)} could hold"
    hint = f"ask for others: {', '.join(others)}; what was made before is unchanged"
    return (Diagnostic("no-tables", place, message, hint),)


def exporter(name: str) -> "Exporter":
    """The function that makes a format. Raises: KeyError for a name that is not known."""
    found: Exporter = getattr(import_module(f"reportgen.formats.{FORMATS[name].module}"), f"export_{name}")
    return found
