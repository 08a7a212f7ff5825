"""Whether PDFs can be made on this computer, and whether their bytes are those made elsewhere.

Goes out: the formats that can be made here, with what is to be said of the computer. It is said once for a command, is the
fault of no report, and so stops none, also where warnings do.
"""

import sys

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.formats.fingerprint import installed_version
from reportgen.formats.pdf.job import PdfUnavailable
from reportgen.formats.pdf.system_libraries import HARFBUZZ_SUBSET, lacking, missing_in_words
from reportgen.formats.pdf.weasyprint_range import why_not_this_weasyprint
from reportgen.formats.registry import USUAL_FORMATS

THIS_COMPUTER = whole_file("this computer")
HOW = "“reportgen doctor” tells what is missing and how to get it"


def formats_here(asked: tuple[str, ...]) -> Outcome[tuple[str, ...]]:
    """The formats to make: those asked for; where none was, the usual ones that can be made here.

    Errors: pdf-waits, pdf-bytes-differ, which are warnings.
    """
    formats = asked or USUAL_FORMATS
    if "pdf" not in formats:
        return Outcome(formats)
    reason = why_no_pdf()
    if reason:
        if asked:  # told by the format itself, as an error
            return Outcome(formats)
        said = Diagnostic("pdf-waits", THIS_COMPUTER, f"the web page is made; the PDF waits, since {reason}", HOW)
        return Outcome(tuple(name for name in formats if name != "pdf"), (said,))
    if HARFBUZZ_SUBSET not in lacking():
        return Outcome(formats)
    message = f"{HARFBUZZ_SUBSET.name} is missing, so the bytes of a PDF can differ from those made elsewhere"
    return Outcome(formats, (Diagnostic("pdf-bytes-differ", THIS_COMPUTER, message, HOW),))


def why_no_pdf() -> str:
    """Why no PDF can be made here, as far as it is known before one is; nothing where one can.

    Why: nothing is loaded for that on Linux, where libraries are found by name; elsewhere only WeasyPrint knows where to look.
    """
    if sys.platform != "linux":
        try:
            import reportgen.formats.pdf.printing  # noqa: F401 - WeasyPrint is loaded with it
        except PdfUnavailable as problem:
            return str(problem)
        return ""
    missing = [library for library in lacking() if library.is_needed]
    return missing_in_words(missing) if missing else why_not_this_weasyprint(installed_version("weasyprint"))
