"""How diagnostics are told: as text for people, as data for programs.

Comes in: diagnostics. Goes out: text. Colour is added by the command line, never here.
"""

import json
from collections.abc import Iterable

from reportgen.core.catalogue import CATALOGUE, NEVER_WAIVED, Severity
from reportgen.core.diagnostic import Diagnostic, Place, Waiver, in_one_line
from reportgen.core.wording import long_date

_SHOWN_WIDTH = 110
_MAY_STAND = "A warning that is right all the same can be waived."


def as_text(diagnostic: Diagnostic) -> str:
    """One diagnostic as a person reads it: place, source line, what to compare it with, hint.

    Shape: several lines without a line end; no line of the source is shown longer than 110 characters.
    """
    lines = [f"{diagnostic.place}: {diagnostic.severity.value}[{diagnostic.slug}]: {diagnostic.message}"]
    lines.extend(_source_lines(diagnostic.place))
    if diagnostic.related:
        lines.append(
            "  compare: " + ", ".join(_related(words, place, diagnostic.place) for words, place in diagnostic.related)
        )
    if diagnostic.waiver:
        lines.append(f"  waived: {waived_by(diagnostic.waiver)}")
    elif diagnostic.hint:
        lines.append(f"  hint: {diagnostic.hint}")
    if diagnostic.severity is not Severity.NOTE:
        lines.append(f"  more: reportgen explain {diagnostic.slug}")
    return "\n".join(lines)


def as_data(diagnostic: Diagnostic) -> dict[str, object]:
    """One diagnostic as values for JSON."""
    return {
        "slug": diagnostic.slug,
        "severity": diagnostic.severity.value,
        **_place_data(diagnostic.place),
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "related": [{"message": words, **(_place_data(place) if place else {})} for words, place in diagnostic.related],
        "figure": diagnostic.figure or None,
        "waiver": diagnostic.waiver
        and {
            "reason": diagnostic.waiver.reason,
            "role": diagnostic.waiver.role,
            "date": diagnostic.waiver.day.isoformat(),
            **_place_data(diagnostic.waiver.place),
        },
    }


def waived_by(waiver: Waiver) -> str:
    """Why a warning stands, and who said so."""
    return in_one_line(f"{waiver.reason} ({waiver.role}, {long_date(waiver.day)})")


def as_json(value: object) -> str:
    """Values as JSON, readable and in a fixed order; what no terminal should be told stands there as its number."""
    written = json.dumps(value, ensure_ascii=False, indent=2)
    if written.replace("\n", "").isprintable():
        return written
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in written)


def explanation(slug: str) -> str:
    """What `reportgen explain` prints for a slug."""
    entry = CATALOGUE[slug]
    words = f"{slug} ({entry.severity.value}): {entry.title}\n\n{entry.why}\n\nWhat to do: {entry.mend}"
    if entry.severity is not Severity.WARNING or slug in NEVER_WAIVED:
        return words
    lines = _waiver(slug, "cell: TABLE.ROW.COLUMN   # for a page: “page: NAME”; for neither, take this line away")
    return "\n".join((f"{words}\n\n{_MAY_STAND} Put into the figures file:\n", "waivers:", *lines))


def waivers_to_paste(figures: str, pages: str, diagnostics: Iterable[Diagnostic]) -> tuple[str, ...]:
    """The lines by which the open warnings of a report may stand, for somebody to paste and to fill in; none where there are none.

    Shape: the paths of its figures file and of the folder of its pages.
    Why: left as they are, they are no waivers, so that nobody waives without a reason.
    """
    found: dict[tuple[str, ...], None] = {}
    for diagnostic in diagnostics:
        if diagnostic.severity is Severity.WARNING and diagnostic.slug not in NEVER_WAIVED:
            folder, _, name = diagnostic.place.file.path.rpartition("/")
            about = f"cell: {diagnostic.figure}" if diagnostic.figure else f"page: {name}" if folder == pages else ""
            found[tuple(_waiver(diagnostic.slug, about.removesuffix(".md")))] = None
    if not found:
        return ()
    head = f"{_MAY_STAND} Put into {figures}, below a line “waivers:” that is there already or with this one:"
    return (head, "waivers:", *(line for lines in found for line in lines))


def _waiver(slug: str, about: str) -> list[str]:
    return [
        f"  - warning: {slug}",
        *([f"    {about}"] if about else []),
        "    reason:   # why it may stand, in words for the board",
        "    role:   # of the person who looked at it; no name",
        "    date:   # of that day, such as 2025-09-12",
    ]


def counted(diagnostics: Iterable[Diagnostic]) -> str:
    """How many of each severity, in words; empty when there are none."""
    several = list(diagnostics)
    parts = []
    for name in ("error", "warning", "waived warning", "note"):
        number = sum(("waived warning" if one.waiver else one.severity.value) == name for one in several)
        if number:
            parts.append(f"{number} {name}{'s' if number > 1 else ''}")
    return ", ".join(parts)


def _source_lines(place: Place) -> list[str]:
    """The line of the source with a mark under the place, cut to a window around it when it is long."""
    source = place.source_line
    if source is None or not source.strip():
        return []
    start = max(0, place.column - 1 - _SHOWN_WIDTH // 2) if len(source) > _SHOWN_WIDTH else 0
    shown = "".join(c if c.isprintable() else " " for c in source[start : start + _SHOWN_WIDTH])
    before, after = ("…" if start else ""), ("…" if start + _SHOWN_WIDTH < len(source) else "")
    number = f"{place.line:>6}"
    offset = place.column - 1 - start + len(before)
    mark = "^" * max(1, min(place.length, len(shown) + len(before) - offset))
    return [f"{number} | {before}{shown}{after}", f"{' ' * 6} | {' ' * offset}{mark}"]


def _related(words: str, place: Place | None, main: Place) -> str:
    if place is None:
        return words
    where = place.short if place.file.path == main.file.path else str(place)
    return f"{words} ({where})"


def _place_data(place: Place) -> dict[str, object]:
    data: dict[str, object] = {"file": place.file.path}
    if place.line:
        data |= {"line": place.line, "column": place.column, "length": place.length}
    return data
