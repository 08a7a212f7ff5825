"""The report as a PDF for paper and for screen readers.

Comes in: a Document. Goes out: report.pdf, the same bytes each time, as the process made it that prints.
"""

import re
import unicodedata
from hashlib import sha256

from reportgen.core.diagnostic import Collector, Diagnostic, Place, SourceFile, collecting, place_of_words, whole_file
from reportgen.core.own_fault import own_fault
from reportgen.core.wording import shortened, some_of
from reportgen.document.build import Document
from reportgen.formats.artifact import Artifact
from reportgen.formats.html.writer import html_pages, style_names, style_sheet
from reportgen.formats.pdf.fonts import FAMILY
from reportgen.formats.pdf.job import PdfJob
from reportgen.formats.pdf.support import HOW, THIS_COMPUTER
from reportgen.formats.pdf.worker import make_pdf
from reportgen.read.workspace import build_path, theme_path
from reportgen.tree.nodes import Table
from reportgen.tree.walk import find, plain_text

# How the library names a place in a style sheet, and what stands in that line.
_POSITION = re.compile(r" at (\d+):(\d+)")
_NAMED = re.compile(r"(?:`|<AtRule |Parse error at)([@\w-]*)")
_WORD = re.compile(r"[@\w-]+")
_GLYPH_HINT = "write it in words, or use another character"
_MOST_NAMED = 8
_FAULT_HINT = "what is named stands in a page, or else in the edition or its theme, whose owners can mend it"
_WIDE_HINT = (
    "in a table, leave out columns, shorten its words, or make two tables of it; elsewhere, divide the long word"
)
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
    if answer.too_wide:
        collector.stop(*(_too_wide(document, words, place) for words in answer.too_wide))
    if answer.faults or answer.data is None:
        faults = answer.faults or ("nothing was made",)
        told = (("while the PDF was made: " + fault, _in_style_sheet(document, fault)) for fault in faults)
        collector.stop(*(Diagnostic("pdf-fault", where or place, fault, _FAULT_HINT) for fault, where in told))
    return (Artifact("report.pdf", "application/pdf", answer.data),)


def _in_style_sheet(document: Document, fault: str) -> Place | None:
    """The line of the theme that the library speaks of; None where it speaks of none, or of a style that stands in the page."""
    found = _POSITION.search(fault)
    if found is None:
        return None
    edition, line, column = document.report.edition, int(found[1]), int(found[2])
    for name in style_names(document.tree, "print.css"):
        lines = tuple(edition.styles[name].split("\n"))
        if line <= len(lines):
            named = _NAMED.search(fault)
            if named is None or named[1] not in lines[line - 1]:
                return None
            word = _WORD.match(lines[line - 1], column - 1)
            file = SourceFile(f"{theme_path(edition.shape.theme)}/{name}", lines)
            return Place(file, line, column, len(word[0]) if word else 1)
        line -= len(lines)
    return None


def _too_wide(document: Document, words: str, otherwise: Place) -> Diagnostic:
    """What does not fit into the width of the paper, where it was typed; at `otherwise` if that cannot be found."""
    squeezed = "".join(words.split())
    for table in find(document.tree.sections, Table):
        said = (table.caption, *(head.content for head in table.heads))
        if table.place and all("".join(plain_text(one).split()) in squeezed for one in said):
            name = plain_text(table.caption) or words
            message = f"the table “{shortened(name)}” does not fit into the width of the page"
            return Diagnostic("pdf-fault", table.place, message, _WIDE_HINT)
    typed = place_of_words(_files(document), words) if words else None
    message = f"“{shortened(words)}” does not fit into the width of the page"
    return Diagnostic("pdf-fault", typed or otherwise, message, _WIDE_HINT)


def _missing_glyphs(document: Document, lacking: str, otherwise: Place) -> tuple[Diagnostic, ...]:
    """Where characters were typed that are drawn and that the typeface lacks.

    Shape: one for each line that is the first of its file to have such a character, with all that it is the first to have; at
    `otherwise` for those that are typed nowhere. Errors: missing-glyph.
    """
    files = _files(document)
    typed = [
        (place, letter)
        for letter in lacking
        for place in list(filter(None, (place_of_words((file,), letter) for file in files))) or [otherwise]
    ]
    lines: dict[tuple[str, int], list[tuple[Place, str]]] = {}
    for place, letter in sorted(typed, key=lambda one: one[0].column):
        lines.setdefault((place.file.path, place.line), []).append((place, letter))
    return tuple(
        Diagnostic("missing-glyph", line[0][0], _lacking_in_words([letter for _, letter in line]), _GLYPH_HINT)
        for line in lines.values()
    )


def _lacking_in_words(letters: list[str]) -> str:
    """One character by its name, and several by themselves."""
    if len(letters) > 1:
        named = some_of([f"“{one}”" for one in letters], _MOST_NAMED)
        return f"{len(letters)} characters are not in the typeface of the report, {FAMILY}: {named}"
    (letter,) = letters
    name = unicodedata.name(letter, "a character without a name").lower()
    return f"“{letter}” ({name}, U+{ord(letter):04X}) is not in the typeface of the report, {FAMILY}"


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
