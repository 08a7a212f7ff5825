"""Diagnostics as values of JSON, so that they can be told again.

Comes in: diagnostics of a report whose files have not changed since. Goes out: the same diagnostics, with their source lines.
"""

from datetime import date
from typing import Any

from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, Waiver
from reportgen.read.text import LARGEST_TEXT

Stored = list[object]


def stored(diagnostic: Diagnostic) -> Stored:
    """One diagnostic as values of JSON, with its places by path, line, column, length and the words of the line."""
    waiver = diagnostic.waiver
    return [
        diagnostic.slug,
        _stored_place(diagnostic.place),
        diagnostic.message,
        diagnostic.hint,
        [[words, place and _stored_place(place)] for words, place in diagnostic.related],
        diagnostic.figure,
        waiver and [waiver.role, waiver.day.isoformat(), waiver.reason, _stored_place(waiver.place)],
    ]


def restored(value: Any) -> Diagnostic:
    """The diagnostic of these values. Raises: TypeError, ValueError, LookupError, where they are those of none."""
    slug, place, message, hint, related, figure, waiver = value
    if slug not in CATALOGUE:
        raise LookupError(slug)
    others = tuple((words, other and _place(other)) for words, other in related)
    return Diagnostic(slug, _place(place), message, hint, others, figure, _waiver(waiver))


def _waiver(value: Any) -> Waiver | None:
    if value is None:
        return None
    role, day, reason, place = value
    return Waiver(role, date.fromisoformat(day), reason, _place(place))


def _stored_place(place: Place) -> Stored:
    return [place.file.path, place.line, place.column, place.length, place.source_line]


def _place(value: Any) -> Place:
    path, line, column, length, words = value
    if not 0 <= line <= LARGEST_TEXT:
        raise ValueError(line)
    # No more of the file is ever shown than this line.
    lines = () if words is None else (*("",) * (line - 1), str(words))
    return Place(SourceFile(path, lines), line, column, length)
