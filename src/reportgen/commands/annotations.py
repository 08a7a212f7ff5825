"""Diagnostics for the programs that show them beside a change: GitHub's workflow commands, and SARIF.

Comes in: diagnostics. Goes out: lines, or a SARIF log. Paths are those of the repository, in which the workspace may be a folder.
"""

from collections.abc import Iterable
from urllib.parse import quote

from reportgen import __version__
from reportgen.core.catalogue import CATALOGUE, Severity
from reportgen.core.diagnostic import Diagnostic, Place, whole_file
from reportgen.core.diagnostic_text import as_json, waived_by
from reportgen.read.packaged import is_packaged
from reportgen.read.workspace import MARKER

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_IN_WORDS, _IN_VALUES = "%\r\n", "%\r\n:,"
_SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_workflow_command(diagnostic: Diagnostic, folder: str = "") -> str:
    """One diagnostic as a line that GitHub turns into an annotation.

    Shape: `folder` is where the workspace is in the repository, with a slash at its end.
    Source: GitHub, workflow commands; what stands for a line break, a comma or a colon is written as %0A, %2C, %3A.
    """
    place = _in_workspace(diagnostic.place)
    properties = {"file": f"{folder}{place.file.path}"}
    if place.line:
        properties |= {"line": str(place.line), "endLine": str(place.line)}
        properties |= {"col": str(place.column), "endColumn": str(place.column + place.length)}
    properties["title"] = f"{CATALOGUE[diagnostic.slug].title} ({diagnostic.slug})"
    said = ",".join(f"{name}={_escaped(value, _IN_VALUES)}" for name, value in properties.items())
    return f"::{_COMMANDS[diagnostic.severity]} {said}::{_escaped(_words(diagnostic), _IN_WORDS)}"


def as_sarif(diagnostics: Iterable[Diagnostic], folder: str = "") -> str:
    """All diagnostics as one SARIF log, with every kind of the catalogue as a rule.

    Shape: `folder` as above.
    Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0.
    """
    places = {slug: index for index, slug in enumerate(CATALOGUE)}
    driver = {"name": "reportgen", "semanticVersion": __version__, "rules": [_rule(slug) for slug in CATALOGUE]}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, places[diagnostic.slug], folder) for diagnostic in diagnostics],
    }
    return as_json({"$schema": _SARIF_SCHEMA, "version": "2.1.0", "runs": [run]})


def _escaped(words: str, characters: str) -> str:
    """Words in which some characters are written as their numbers; the first of these is the sign for that."""
    for character in characters:
        words = words.replace(character, f"%{ord(character):02X}")
    return words


def _words(diagnostic: Diagnostic) -> str:
    """What is, and what to do about it."""
    where = f"{diagnostic.place}: " if is_packaged(diagnostic.place.file.path) else ""
    message = where + diagnostic.message
    if diagnostic.waiver:
        return f"{message}\nWaived: {waived_by(diagnostic.waiver)}"
    return message + (f"\nHint: {diagnostic.hint}" if diagnostic.hint else "")


def _in_workspace(place: Place) -> Place:
    """A place that the repository has: the head of the workspace for one in a file that comes with the program."""
    return whole_file(MARKER) if is_packaged(place.file.path) else place


def _rule(slug: str) -> dict[str, object]:
    entry = CATALOGUE[slug]
    return {
        "id": slug,
        "shortDescription": {"text": f"{entry.title}."},
        "fullDescription": {"text": entry.why},
        "help": {"text": entry.mend},
        "defaultConfiguration": {"level": entry.severity.value},
    }


def _result(diagnostic: Diagnostic, rule: int, folder: str) -> dict[str, object]:
    waiver = diagnostic.waiver
    related = [(words, place) for words, place in diagnostic.related if place]
    return {
        "ruleId": diagnostic.slug,
        "ruleIndex": rule,
        "level": CATALOGUE[diagnostic.slug].severity.value,
        "message": {"text": _words(diagnostic)},
        "locations": [_location(diagnostic.place, folder)],
        "relatedLocations": [_location(place, folder) | {"message": {"text": words}} for words, place in related],
        # Present for each result or for none, as the format asks.
        "suppressions": [{"kind": "external", "status": "accepted", "justification": waived_by(waiver)}]
        if waiver
        else [],
    }


def _location(place: Place, folder: str) -> dict[str, object]:
    place = _in_workspace(place)
    where: dict[str, object] = {"artifactLocation": {"uri": quote(f"{folder}{place.file.path}")}}
    if place.line:
        end = place.column + place.length
        where["region"] = {"startLine": place.line, "startColumn": place.column, "endColumn": end}
    return {"physicalLocation": where}
