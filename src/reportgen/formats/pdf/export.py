"""The report as a PDF for paper and for screen readers.

Comes in: a Document. Goes out: report.pdf, the same bytes each time, as the process made it that prints.
"""

import unicodedata
from hashlib import sha256

from reportgen.core.diagnostic import Collector, Diagnostic, Place, SourceFile, collecting, whole_file
from reportgen.core.own_fault import own_fault
from reportgen.document.build import Document
from reportgen.formats.artifact import Artifact
from reportgen.formats.html.writer import html_pages, style_sheet
from reportgen.formats.pdf.fonts import FAMILY
from reportgen.formats.pdf.job import PdfJob
from reportgen.formats.pdf.support import HOW, THIS_COMPUTER
from reportgen.formats.pdf.worker import make_pdf
from reportgen.read.workspace import build_path

_FAULT_HINT = "what is named stands in a page, or else in the edition or its theme, whose owners can mend it"
_HARD_HINT = "leave out one page after another to find the one that is too hard; a very long table, list or word is the likely cause"


@collecting
def export_pdf(collector: Collector, document: Document) -> tuple[Artifact, ...]:
    """The PDF for screen readers and archives, PDF/UA-1 and PDF/A-2a, with bookmarks, links and its fonts inside.

    Why: it is made in a process of its own, so that what breaks down, never ends or fills the memory is told, and ends there.
    Errors: pdf-unavailable, template-error, missing-glyph, pdf-fault, pdf-too-hard, own-fault.
    """
    place = whole_file(f"{build_path(document.report.key)}/report.pdf")
    (page,) = collector.take(html_pages(document, "print"))
    pictures = {name: (picture.media_type, picture.data) for name, picture in document.pictures.items()}
    identifier = sha256(page.encode()).digest()[:16]
    day = document.report.file_date.isoformat()
    job = PdfJob(
        page, style_sheet(document.tree, document.report.edition.styles, "print.css"), identifier, day, pictures
    )
    answer = make_pdf(job)
    if answer.unavailable:
        collector.stop(Diagnostic("pdf-unavailable", THIS_COMPUTER, f"no PDF can be made: {answer.unavailable}", HOW))
    if answer.broken:
        collector.stop(own_fault(place, "the PDF", answer.broken, answer.trace))
    if answer.too_hard:
        message = f"the PDF of “{document.title}” could not be made: {answer.too_hard}"
        collector.stop(Diagnostic("pdf-too-hard", place, message, _HARD_HINT))
    if answer.lacking:
        collector.stop(*_missing_glyphs(document, answer.lacking, place))
    if answer.faults or answer.data is None:
        faults = answer.faults or ("nothing was made",)
        told = (Diagnostic("pdf-fault", place, f"while the PDF was made: {fault}", _FAULT_HINT) for fault in faults)
        collector.stop(*told)
    return (Artifact("report.pdf", "application/pdf", answer.data),)


def _missing_glyphs(document: Document, lacking: str, otherwise: Place) -> tuple[Diagnostic, ...]:
    """Where each character was typed that is drawn and that the typeface lacks.

    Shape: one for each file that has the character, at the first line; at `otherwise` if it is typed nowhere.
    Errors: missing-glyph.
    """
    found: list[Diagnostic] = []
    for letter in lacking:
        name = unicodedata.name(letter, "a character without a name").lower()
        message = f"“{letter}” ({name}, U+{ord(letter):04X}) is not in the typeface of the report, {FAMILY}"
        hint = "write it in words, or use another character"
        places = [place for file in _files(document) if (place := _first(file, letter))]
        found.extend(Diagnostic("missing-glyph", place, message, hint) for place in places or [otherwise])
    return tuple(found)


def _files(document: Document) -> list[SourceFile]:
    """All that people typed and that may be printed: the area's pages first, then the edition's words."""
    report = document.report
    pages = dict.fromkeys([*report.pages.values(), *report.local_pages])
    edition = report.edition
    return [
        *(page.file for page in pages),
        *(section.file for section in edition.sections.values()),
        edition.file,
        *edition.partials.values(),
        *((edition.cover,) if edition.cover else ()),
    ]


def _first(file: SourceFile, letter: str) -> Place | None:
    for number, line in enumerate(file.lines, 1):
        if letter in line:
            return Place(file, number, line.index(letter) + 1)
    return None
