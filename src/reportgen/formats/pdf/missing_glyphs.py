"""Characters that the typeface of printed reports does not have.

Comes in: a document, and the letters that could not be drawn. Goes out: a diagnostic for each, at the line where it was typed.
"""

import unicodedata

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.document.build import Document
from reportgen.formats.pdf.fonts import FAMILY


def missing_glyphs(document: Document, lacking: str, otherwise: Place) -> tuple[Diagnostic, ...]:
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
