"""What this computer has of all that reportgen needs.

Goes out: one finding for each need, with how to get it on Debian, macOS and Windows.
"""

import sys
from dataclasses import dataclass

_PANGO = (
    "Debian or Ubuntu: sudo apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0",
    "macOS:            brew install pango",
    "Windows:          install MSYS2, then in its shell: pacman -S mingw-w64-x86_64-pango",
    "Until then, “reportgen build london 2024 --format html” makes the web page alone.",
)
_PACKAGES = ("Set the program up again with the first command of the README.",)


@dataclass(frozen=True, slots=True)
class Finding:
    """One need. Shape: `remedy` has lines only when it is not met."""

    what: str
    is_well: bool
    remedy: tuple[str, ...] = ()


def examine() -> tuple[Finding, ...]:
    """Looks at Python, at the packages, and at what the PDF needs by making a small one."""
    return (_python(), _fonts(), _pdf())


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        f"Python {version} (3.11 or later is needed)", sys.version_info >= (3, 11), ("Install Python 3.11 or later.",)
    )


def _fonts() -> Finding:
    from reportgen.export.fonts import FAMILY, font_bytes

    try:
        font_bytes("SourceSans3-Regular.ttf")
    except (OSError, ImportError):
        return Finding(f"the typeface {FAMILY}", False, _PACKAGES)
    return Finding(f"the typeface {FAMILY}", True)


def _pdf() -> Finding:
    from reportgen.export.pdf_printing import PdfUnavailable, try_pdf

    try:
        version = try_pdf()
    except PdfUnavailable as problem:
        return Finding(f"PDF: {problem}", False, _PANGO)
    return Finding(f"PDF: WeasyPrint {version} with Pango", True)
