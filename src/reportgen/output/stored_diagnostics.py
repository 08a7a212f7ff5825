"""Diagnostics as lines of JSON, so that they can be told again.

Comes in: diagnostics of a report whose files have not changed since. Goes out: the same diagnostics, with their source lines.
"""

import json
from datetime import date
from functools import lru_cache
from typing import Any

from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, Waiver

# More lines than a file of text may have.
_MOST_LINES = 1_000_000


def stored(diagnostic: Diagnostic) -> str:
    """One diagnostic as a line of JSON, with its places by path, line, column, length and the words of the line."""
    waiver = diagnostic.waiver
    values = [
        diagnostic.slug,
        _stored_place(diagnostic.place),
        diagnostic.message,
        diagnostic.hint,
        [[words, place and _stored_place(place)] for words, place in diagnostic.related],
        diagnostic.figure,
        waiver and [waiver.role, waiver.day.isoformat(), waiver.reason, _stored_place(waiver.place)],
    ]
    return json.dumps(values)


@lru_cache(maxsize=1024)
def restored(line: str) -> Diagnostic:
    """The diagnostic of this line. Raises: TypeError, ValueError, LookupError, where it is that of none.

    Why: what is said of an edition is said for each of its reports, and is taken up once for all of them.
    """
    slug, place, message, hint, related, figure, waiver = json.loads(line)
    if slug not in CATALOGUE:
        raise LookupError(slug)
    others = tuple((words, other and _place(other)) for words, other in related)
    return Diagnostic(slug, _place(place), message, hint, others, figure, _waiver(waiver))


def _waiver(value: Any) -> Waiver | None:
    if value is None:
        return None
    role, day, reason, place = value
    return Waiver(role, date.fromisoformat(day), reason, _place(place))


def _stored_place(place: Place) -> list[object]:
    return [place.file.path, place.line, place.column, place.length, place.source_line]


def _place(value: Any) -> Place:
    path, line, column, length, words = value
    if not 0 <= line <= _MOST_LINES:
        raise ValueError(line)
    # No more of the file is ever shown than this line.
    lines = () if words is None else (*("",) * (line - 1), str(words))
    return Place(SourceFile(path, lines), line, column, length)
