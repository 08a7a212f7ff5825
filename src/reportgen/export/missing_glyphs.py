"""Characters that the typeface of printed reports does not have.

Comes in: a document and what was drawn of it. Goes out: a diagnostic for each such character, at the line where it was typed.
"""

import unicodedata

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.export.fonts import FAMILY, printable_characters
from reportgen.export.pdf_drawing import Drawing, Piece
from reportgen.render.document import Document

# Controls are not drawn, and spaces of any width are made of the typeface's own.
_NEVER_DRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs"}


def missing_glyphs(document: Document, drawing: Drawing, otherwise: Place) -> tuple[Diagnostic, ...]:
    """Every character that is drawn and that the typeface lacks.

    Why: the library draws it from any other font that the machine has, so that the same report looks different elsewhere,
    and a screen reader may be given a wrong letter.
    Shape: one for each file that has the character, at the first line; at `otherwise` if it is typed nowhere.
    Errors: missing-glyph.
    """
    drawn = {letter for piece in drawing.pieces for letter in _words(piece)}
    lacking = sorted(
        letter for letter in drawn - printable_characters() if unicodedata.category(letter) not in _NEVER_DRAWN
    )
    found: list[Diagnostic] = []
    for letter in lacking:
        name = unicodedata.name(letter, "a character without a name").lower()
        message = f"“{letter}” ({name}, U+{ord(letter):04X}) is not in the typeface of the report, {FAMILY}"
        hint = "write it in words, or use another character"
        places = [place for file in _files(document) if (place := _first(file, letter))]
        found.extend(Diagnostic("missing-glyph", place, message, hint) for place in places or [otherwise])
    return tuple(found)


def _words(piece: Piece) -> str:
    """The words that a piece shows; in a drawing, also those within it."""
    return piece.text if piece.box is None or piece.element is None else "".join(piece.element.itertext())


def _files(document: Document) -> list[SourceFile]:
    """All that people typed and that may be printed: the area's pages first, then the edition's words."""
    report = document.report
    pages = dict.fromkeys([*report.pages.values(), *report.local_pages])
    edition = report.edition
    return [
        *(page.file for page in pages),
        *(section.file for section in edition.sections.values()),
        edition.file,
        *edition.templates.values(),
    ]


def _first(file: SourceFile, letter: str) -> Place | None:
    for number, line in enumerate(file.lines, 1):
        if letter in line:
            return Place(file, number, line.index(letter) + 1)
    return None
