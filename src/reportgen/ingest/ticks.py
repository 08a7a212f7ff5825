"""The record of who looked at each figure beside the file that it was read from.

Comes in: a figures file, the file, a role and a day. Goes out: the figures file with one record more.
"""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

from reportgen.check.people import is_name
from reportgen.commands.new.plan import Plan
from reportgen.core.diagnostic import Collector, Diagnostic, collecting, whole_file
from reportgen.core.names import ReportKey
from reportgen.core.wording import counted
from reportgen.core.worker_process import Tell
from reportgen.ingest.figures import Confidence
from reportgen.ingest.figures_file import remark_on
from reportgen.ingest.importing import Imported, import_report
from reportgen.read.cells import name_of
from reportgen.read.line_ends import saved_text, shown_text
from reportgen.read.located_yaml import Listing, Mapping
from reportgen.read.text import LARGEST_TEXT, read_bytes
from reportgen.read.workspace import Workspace, figures_path
from reportgen.read.yaml_edit import NotEditableError, set_value, tree_of
from reportgen.read.yaml_typed import typed_words

NAMED = "the role names a person, and a record names none"
_MOST_NAMED = 3


@collecting
def record_ticks(
    collector: Collector, workspace: Workspace, key: ReportKey, path: Path, role: str, day: date, tell: Tell
) -> Imported:
    """A figures file with the record that its figures are those of a file.

    Why: it is written only where each figure that could be read stands in the figures file, with the same value.
    Errors: tick-refused; those of importing the file.
    """
    target = figures_path(key)
    imported = collector.take(import_report(workspace, key, path, tell))
    refused = _why_not(imported, target, role)
    if refused:
        collector.stop(Diagnostic("tick-refused", whole_file(target), *refused))
    before = collector.need(read_bytes(workspace.root, target, collector.emit, largest=LARGEST_TEXT))
    try:
        text = with_record(shown_text(before), imported, role, day, len(imported.filled.same) if imported.filled else 0)
    except NotEditableError as problem:
        collector.stop(Diagnostic("tick-refused", whole_file(target), str(problem), "put that right in the file"))
    return replace(imported, plan=Plan({}, {target: saved_text(before, text)}))


def with_record(text: str, imported: Imported, role: str, day: date, count: int) -> str:
    """The text of a figures file with one more record, of so many figures, and without what asked to look at them.

    Errors: NotEditableError.
    """
    for figure in imported.figures.values():
        if figure.state is Confidence.MISSING:
            continue
        asked = rf"[ \t]*[#;] (?:{figure.name.column}: )?{re.escape(remark_on(figure))}$"
        text = re.sub(asked, "", text, flags=re.MULTILINE)
    tree = tree_of(text)
    ticks = tree.get("ticks") if isinstance(tree, Mapping) else None
    number = len(ticks.items) if isinstance(ticks, Listing) else 0
    record = {
        "role": typed_words(role),
        "date": typed_words(day.isoformat()),
        "file": typed_words(imported.name),
        # Some digests would be numbers without quotation marks.
        "sha256": f'"{imported.digest}"',
        "figures": str(count),
    }
    return set_value(text, ("ticks", number), record)


def _why_not(imported: Imported, target: str, role: str) -> tuple[str, str] | None:
    """Why nothing is recorded, and what to do."""
    if is_name(role):
        return NAMED, 'name the role alone: --ticked-by "MAPPA coordinator"'
    filled = imported.filled
    if filled is None:
        return (
            f"there is no {target} yet",
            "import the file first, look at each figure, and type those that are missing",
        )
    if filled.differing:
        names = _names(imported, filled.differing)
        return (
            f"{counted(len(filled.differing), 'figure differs', 'figures differ')} from {imported.name}: {names}",
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
            f"{counted(len(left), 'figure is', 'figures are')} not typed yet that {imported.name} shows: {_names(imported, left)}",
            "type them, and look at each",
        )
    return None


def _names(imported: Imported, cells: tuple[object, ...]) -> str:
    shown = [name_of(imported.edition.shape, name) for name in cells[:_MOST_NAMED]]  # type: ignore[arg-type]
    return ", ".join(shown) + (" and others" if len(cells) > _MOST_NAMED else "")
