"""The formats that a report can be made in, by the name used on the command line.

Adding one: a file in this folder, a line here, a test.
"""

from collections.abc import Callable

from reportgen.core.diagnostic import Outcome
from reportgen.export.artifact import Artifact
from reportgen.export.html import export_html
from reportgen.export.pdf import export_pdf
from reportgen.render.document import Document

Exporter = Callable[[Document], Outcome[Artifact]]

FORMATS: dict[str, Exporter] = {"html": export_html, "pdf": export_pdf}
DEFAULT_FORMATS = ("html", "pdf")
