"""One file of the small workspace made wrong in one way, and all that is then said.

Comes in: the root of a fresh workspace and a change. Goes out: what is told, as “slug line:column” in reading order.
"""

from collections.abc import Iterable
from pathlib import Path

from promises import broken_promises

from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import ReportKey
from reportgen.read.workspace_files import find_workspace

KEY = ReportKey("annual-report", 2024, "testshire")
FIGURES = "data/annual-report/2024/testshire.yaml"
YEAR = "data/annual-report/2024/year.yaml"
FORMER = "data/annual-report/2023/testshire.yaml"
AREAS = "data/areas.yaml"
MARKER = "reportgen.yaml"
PAGES = "content/annual-report/2024/testshire"
PAGE = f"{PAGES}/introduction.md"
EDITION = "templates/annual-report/2024.1/edition.yaml"
# What is typed in place of the word “tables:”, so that the edition has a chart.
CHARTS = """charts:
  orders:
    measure: Orders made, by year
    counted: orders were made
    row_header: Order
    series:
      - {figure: orders.made, label: Orders made}

tables:
"""
SECTION = "templates/annual-report/2024.1/sections/statistics.md.j2"
NOTE = "templates/annual-report/2024.1/notes/order.md"
THEME = "templates/themes/house-1"


def retype(root: Path, path: str, old: str, new: str) -> None:
    """Types something else in the place of words that stand in a file; at their first place, where there are several."""
    file = root / path
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{old!r} does not stand in {path}"
    file.write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogatepass"))


def check(root: Path) -> tuple[Diagnostic, ...]:
    """All that is said of the report of 2024, which keeps every promise that is made of diagnostics."""
    found = find_workspace(root)
    said = found.diagnostics
    if found.value is not None:
        said = (*said, *build(found.value, KEY, (), strict=False).diagnostics)
    assert broken_promises(said, root) == []
    return said


def told(diagnostics: Iterable[Diagnostic], path: str) -> list[str]:
    """Each diagnostic as “slug line:column”, with the file where it is another than the one that was changed."""
    words = []
    for said in diagnostics:
        file = "" if said.place.file.path == path else f"{said.place.file.path}:"
        place = said.place.short if said.place.line else ""
        words.append(f"{said.slug} {file}{place}".rstrip(": ").strip())
    return words
