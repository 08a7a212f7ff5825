"""What this computer has of all that reportgen needs.

Goes out: one finding for each need, and how to get what is missing on Debian, macOS and Windows.
"""

import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum

from reportgen.formats.pdf.system_libraries import LIBRARIES, lacking

_SAMPLE = """<!DOCTYPE html>
<html lang="en-GB"><head><title>A sample</title></head><body><h1>A sample</h1>
<p>Words, and <a href="https://example.org/">a link</a>.</p>
<table><tr><th scope="col">Area</th><th scope="col">Count</th></tr><tr><th scope="row">Here</th><td>7</td></tr></table>
</body></html>"""
_SAMPLE_STYLE = "@page { @bottom-center { content: counter(page) } } body { font-family: 'Source Sans 3' }"
_SET_UP_AGAIN = "Set the program up again, as the README says."


class State(Enum):
    """Whether a need is met; where it is not, whether a PDF is made all the same."""

    OK = "ok"
    ADVISED = "advised"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class SystemFinding:
    """One need. Shape: `package` is the Debian package that brings it; `remedy` is what to do where no package does."""

    what: str
    state: State = State.OK
    package: str = ""
    remedy: str = ""


def examine() -> tuple[SystemFinding, ...]:
    """Looks at Python, at the packages, at each library of the system, and makes a small PDF as reports are made."""
    pdf, *others = _pdf()
    return (_python(), _fonts(), *_libraries(pdf.state is State.OK), pdf, *others)


def remedies(findings: Iterable[SystemFinding]) -> Iterator[str]:
    """What to do about all that is missing, line by line, each thing once."""
    wanting = [finding for finding in findings if finding.state is not State.OK]
    packages = [finding.package for finding in wanting if finding.package]
    if packages:
        yield "How to get what is missing:"
        yield f"  Debian or Ubuntu: sudo apt-get install {' '.join(packages)}"
        yield "  macOS:            brew install pango"
        yield "  Windows:          install MSYS2, then in its shell: pacman -S mingw-w64-x86_64-pango"
    yield from dict.fromkeys(finding.remedy for finding in wanting if finding.remedy)
    if any(finding.state is State.MISSING for finding in wanting):
        yield "Until then, “reportgen build london 2024” makes the web page alone."


def _python() -> SystemFinding:
    """The version that is here. Why: the program is set up with none that is older than it needs."""
    return SystemFinding(f"Python {'.'.join(map(str, sys.version_info[:3]))} (3.11 or later is needed)")


def _fonts() -> SystemFinding:
    from reportgen.formats.pdf.fonts import FACES, FAMILY, font_bytes

    what = f"the typeface {FAMILY}"
    try:
        for face in FACES:
            font_bytes(face)
    except (OSError, ImportError):
        return SystemFinding(what, State.MISSING, remedy=_SET_UP_AGAIN)
    return SystemFinding(what)


def _libraries(a_pdf_was_made: bool) -> Iterator[SystemFinding]:
    """Each library of the system. Why: where a PDF was made, those that it needs were found, wherever they are."""
    missing = lacking()
    for library in LIBRARIES:
        if library not in missing or (library.is_needed and a_pdf_was_made):
            yield SystemFinding(library.name)
        elif library.is_needed:
            yield SystemFinding(library.name, State.MISSING, library.package)
        else:
            what = f"{library.name}, without which the bytes of a PDF can differ from those made elsewhere"
            yield SystemFinding(what, State.ADVISED, library.package)


def _pdf() -> Iterator[SystemFinding]:
    """A PDF as the process makes it that prints reports, within the same limits; and what is said of the computer by that."""
    from reportgen.formats.fingerprint import installed_version
    from reportgen.formats.pdf.job import PdfJob
    from reportgen.formats.pdf.worker import make_pdf

    answer = make_pdf(PdfJob(_SAMPLE, _SAMPLE_STYLE, b"0" * 16, "2025-01-01"))
    if answer.data:
        yield SystemFinding(f"a PDF, made by WeasyPrint {installed_version('weasyprint')}")
        yield from (SystemFinding(f"what WeasyPrint says: {remark}", State.ADVISED) for remark in answer.remarks)
        return
    reason = answer.unavailable or answer.broken or answer.too_hard or "; ".join(answer.faults)
    remedy = "" if any(library.is_needed for library in lacking()) else _SET_UP_AGAIN
    yield SystemFinding(f"a PDF: {reason}", State.MISSING, remedy=remedy)
