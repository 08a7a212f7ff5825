"""Diagnostics as values of JSON, so that they can be told again.

Comes in: diagnostics of a report whose files have not changed since. Goes out: the same diagnostics, with their source lines.
"""

from datetime import date
from pathlib import Path
from typing import Any

from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic import Diagnostic, Place, Waiver, whole_file
from reportgen.read.text import read_text

Stored = list[object]


def stored(diagnostic: Diagnostic) -> Stored:
    """One diagnostic as values of JSON, with its places by path, line, column and length."""
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


def restored(root: Path, value: Any) -> Diagnostic:
    """The diagnostic of these values. Raises: TypeError, ValueError, LookupError, where they are those of none."""
    slug, place, message, hint, related, figure, waiver = value
    if slug not in CATALOGUE:
        raise LookupError(slug)
    others = tuple((words, other and _place(root, other)) for words, other in related)
    return Diagnostic(slug, _place(root, place), message, hint, others, figure, _waiver(root, waiver))


def _waiver(root: Path, value: Any) -> Waiver | None:
    if value is None:
        return None
    role, day, reason, place = value
    return Waiver(role, date.fromisoformat(day), reason, _place(root, place))


def _stored_place(place: Place) -> Stored:
    return [place.file.path, place.line, place.column, place.length]


def _place(root: Path, value: Any) -> Place:
    path, line, column, length = value
    if not line:
        return whole_file(path)
    read = read_text(root, path, lambda _: None)
    if read is None or not 0 < line <= len(read[0].lines):
        raise ValueError(path)
    return Place(read[0], line, column, length)
