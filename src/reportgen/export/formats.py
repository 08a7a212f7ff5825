"""The formats that a report can be made in, by the name used on the command line.

Adding one: a file in this folder, a line here, a test.
"""

from collections.abc import Callable

from reportgen.core.diagnostic import Diagnostic, Outcome
from reportgen.export.artifact import Artifact
from reportgen.export.html import export_html
from reportgen.export.pdf import export_pdf
from reportgen.render.document import Document

FORMATS: dict[str, Callable[[Document], Outcome[Artifact]]] = {"html": export_html, "pdf": export_pdf}
DEFAULT_FORMATS = ("html", "pdf")


def export(document: Document, formats: tuple[str, ...]) -> Outcome[tuple[Artifact, ...]]:
    """The files of the formats asked for, or none of them when one cannot be made."""
    outcomes = [FORMATS[name](document) for name in formats]
    said: tuple[Diagnostic, ...] = tuple(diagnostic for outcome in outcomes for diagnostic in outcome.diagnostics)
    made = tuple(outcome.value for outcome in outcomes if outcome.value is not None)
    return Outcome(made if len(made) == len(formats) else None, said)
