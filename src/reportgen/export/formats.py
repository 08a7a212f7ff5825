"""The formats that a report can be made in, by the name used on the command line.

Adding one: a file in this folder, a line here, a test.
"""

from importlib import import_module
from typing import TYPE_CHECKING

# The command line names the formats in its help, so nothing is loaded for their sake.
if TYPE_CHECKING:
    from collections.abc import Callable

    from reportgen.core.diagnostic import Diagnostic, Outcome
    from reportgen.export.artifact import Artifact
    from reportgen.render.document import Document

    Exporter = Callable[[Document], Outcome[tuple[Artifact, ...]]]

# Each name leads to the module that has the exporter, loaded only when the format is asked for.
FORMATS: dict[str, tuple[str, str]] = {
    "html": ("reportgen.export.html", "export_html"),
    "pdf": ("reportgen.export.pdf", "export_pdf"),
    "govspeak": ("reportgen.export.govspeak", "export_govspeak"),
    "docx": ("reportgen.export.word", "export_docx"),
    "ods": ("reportgen.export.spreadsheet", "export_ods"),
    "csv": ("reportgen.export.open_data", "export_csv"),
}
USUAL_FORMATS = ("html", "pdf")
# Every file that a format makes, but for pictures, which keep the names that people gave them.
FILES = frozenset(
    {
        "index.html",
        "report.pdf",
        "report.govspeak.md",
        "publishing-form.md",
        "report.docx",
        "figures.ods",
        "figures.csv",
        "datapackage.json",
    }
)


def export(document: "Document", formats: tuple[str, ...]) -> "Outcome[tuple[Artifact, ...]]":
    """The files of the formats asked for, or none of them when one cannot be made."""
    from reportgen.core.diagnostic import Outcome

    said: list[Diagnostic] = []
    made: list[Artifact] = []
    complete = True
    for name in formats:
        outcome = _made(name, document)
        said.extend(outcome.diagnostics)
        made.extend(outcome.value or ())
        complete = complete and outcome.value is not None
    return Outcome(tuple(made) if complete else None, tuple(said))


def _made(name: str, document: "Document") -> "Outcome[tuple[Artifact, ...]]":
    """The files of one format. Errors: those of the format; cannot-write, when the system refuses room, files or processes."""
    from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
    from reportgen.export.publish import OF_THE_SYSTEM
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


def exporter(name: str) -> "Exporter":
    """The function that makes a format. Raises: KeyError for a name that is not known."""
    module, function = FORMATS[name]
    found: Exporter = getattr(import_module(module), function)
    return found
