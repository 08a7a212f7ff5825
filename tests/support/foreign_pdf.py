"""PDFs as other programs make them, from web pages.

Goes out: the bytes of a PDF. It is made in a process of its own: in one that has printed a report, only our typefaces are known,
and the lines of a page would break elsewhere.
"""

import subprocess
import sys

_MAKING = (
    "import sys, weasyprint; weasyprint.HTML(string=sys.stdin.buffer.read().decode()).write_pdf(sys.stdout.buffer)"
)


def foreign_pdf(page: str) -> bytes:
    """A web page as a PDF without tags."""
    return subprocess.run(
        [sys.executable, "-c", _MAKING], input=page.encode(), stdout=subprocess.PIPE, check=True
    ).stdout
