"""The record of who looked at each figure beside the file that it was read from.

Comes in: a figures file, the file, a role and a day. Goes out: the figures file with one line more.
"""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

from reportgen.check.people import is_name
from reportgen.commands.new.plan import Plan
from reportgen.core.diagnostic import Diagnostic, Emit, Outcome, whole_file
from reportgen.core.names import ReportKey
from reportgen.ingest.figures import Confidence
from reportgen.ingest.importing import Imported, as_it_was, import_report
from reportgen.ingest.process import Tell
from reportgen.read.cells import name_of
from reportgen.read.located_yaml import Listing, Mapping, parse_yaml
from reportgen.read.text import read_text
from reportgen.read.workspace import Workspace, figures_path

_MOST_NAMED = 3


def record_ticks(
    workspace: Workspace, key: ReportKey, path: Path, role: str, day: date, tell: Tell
) -> Outcome[Imported]:
    """A figures file with the record that its figures are those of a file.

    Why: it is written only where each figure that could be read stands in the figures file, with the same value.
    Errors: tick-refused; those of importing the file.
    """
    target = figures_path(key)
    read = import_report(workspace, key, path, tell)
    if read.value is None:
        return read
    imported, said = read.value, list(read.diagnostics)
    refused = _why_not(imported, target, role)
    if refused:
        return Outcome(None, (*said, Diagnostic("tick-refused", whole_file(target), *refused)))
    count = len(imported.filled.same) if imported.filled else 0
    line = (
        f"  - {{role: {json.dumps(role, ensure_ascii=False)}, date: {day.isoformat()}, "
        f"file: {json.dumps(imported.name, ensure_ascii=False)}, sha256: {imported.digest}, figures: {count}}}"
    )
    lines = _with_line(workspace, target, line, said.append)
    if lines is None:
        return Outcome(None, tuple(said))
    grown = {target: as_it_was(workspace.root / target, lines)}
    return Outcome(replace(imported, plan=Plan({}, grown)), tuple(said))


def _why_not(imported: Imported, target: str, role: str) -> tuple[str, str] | None:
    """Why nothing is recorded, and what to do."""
    if is_name(role):
        return (
            "the role names a person, and a record names none",
            'name the role alone: --ticked-by "MAPPA coordinator"',
        )
    filled = imported.filled
    if filled is None:
        return (
            f"there is no {target} yet",
            "import the file first, look at each figure, and type those that are missing",
        )
    if filled.differing:
        names = _names(imported, filled.differing)
        return (
            f"{_counted(len(filled.differing), 'differs', 'differ')} from {imported.name}: {names}",
            "look which is right, and type it",
        )
    known = {*filled.same, *filled.differing}
    left = tuple(
        name
        for name, figure in imported.figures.items()
        if name not in known and figure.state is not Confidence.MISSING
    )
    if left:
        return (
            f"{_counted(len(left), 'is', 'are')} not typed yet that {imported.name} shows: {_names(imported, left)}",
            "type them, and look at each",
        )
    return None


def _counted(number: int, one: str, many: str) -> str:
    return f"1 figure {one}" if number == 1 else f"{number} figures {many}"


def _names(imported: Imported, cells: tuple[object, ...]) -> str:
    shown = [name_of(imported.edition.shape, name) for name in cells[:_MOST_NAMED]]  # type: ignore[arg-type]
    return ", ".join(shown) + (" and others" if len(cells) > _MOST_NAMED else "")


def _with_line(workspace: Workspace, target: str, line: str, emit: Emit) -> tuple[str, ...] | None:
    """The lines of a figures file with one more record: behind those that are there, or at its end."""
    read = read_text(workspace.root, target, emit)
    if read is None:
        return None
    lines = read[0].lines
    tree = parse_yaml(read[0], emit)
    ticks = tree.get("ticks") if isinstance(tree, Mapping) else None
    if isinstance(ticks, Listing) and ticks.items and not ticks.in_brackets:
        at = ticks.items[-1].place.line
        return (*lines[:at], line, *lines[at:])
    ending = lines if lines and not lines[-1].strip() else (*lines, "")
    while len(ending) > 1 and not ending[-2].strip():
        ending = ending[:-1]
    return (*ending, "# Who looked at each figure beside the file that it was read from.", "ticks:", line)
