"""Which edition a figures file names for editors in its first lines.

Comes in: a figures file. Goes out: the name with its place, and whether it is the edition that the year uses.
"""

import re
from collections.abc import Iterator

from reportgen.check.checked import Checked
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.workspace import lasting_command

_SCHEMA = re.compile(r"# yaml-language-server: .*\bfigures-[a-z0-9-]+-([0-9]{4}\.[0-9]+)\.json\s*\Z")
_FIRST_LINES = 3


def named_edition(file: SourceFile) -> tuple[str, Place] | None:
    """The edition for which editors complete and check a figures file, if one is named."""
    for number, line in enumerate(file.lines[:_FIRST_LINES], 1):
        found = _SCHEMA.match(line)
        if found:
            return found[1], Place(file, number, found.start(1) + 1, len(found[1]))
    return None


def fits_its_edition(checked: Checked) -> Iterator[Diagnostic]:
    """A file that was begun for another edition may lack rows, or have some that are gone. Errors: other-edition."""
    source = checked.source
    named = named_edition(source.figures.file)
    if named and named[0] != source.edition.name:
        name, place = named
        message = f"this file was begun for edition {name}, and the year uses {source.edition.name}"
        words = f"update {source.key.area} {source.key.year}"
        hint = f"to fit it: {lasting_command(source.workspace.settings, source.key.kind, words)}"
        yield Diagnostic("other-edition", place, message, hint)
