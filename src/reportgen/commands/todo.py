"""What is left to do for a report, one line for each thing.

Comes in: a report's key. Goes out: what `check` says of it, in the order of the report's pages.
"""

from reportgen.check.page_places import own_pages, pages_at
from reportgen.commands.build import prepare
from reportgen.core.catalogue import Severity
from reportgen.core.diagnostic import Diagnostic, Place, in_one_line, in_reading_order
from reportgen.core.diagnostic_text import as_data
from reportgen.core.names import ReportKey
from reportgen.read.source import read_source, read_year
from reportgen.read.workspace import Workspace, figures_path, pages_path

TO_FILL_IN = frozenset(
    {
        *("missing-figure", "missing-key", "missing-page", "missing-file", "not-begun", "empty-file", "empty-page"),
        *("placeholder", "figure-pending", "population-missing"),
    }
)
# Units: characters that are shown before and after what was left to be filled in.
_BEFORE, _AFTER = 40, 240


def tasks_of(workspace: Workspace, key: ReportKey) -> tuple[Diagnostic, ...]:
    """All that is left to do for a report: what to fill in first, then what to put right, each in page order.

    Why: a note asks for nothing, so it is left out.
    """
    diagnostics = prepare(workspace, key, strict=False).diagnostics
    order = _page_order(workspace, key)
    tasks = [one for one in in_reading_order(diagnostics) if one.severity is not Severity.NOTE]
    return tuple(sorted(tasks, key=lambda task: (not is_to_fill_in(task), order.get(task.place.file.path, 0))))


def is_to_fill_in(task: Diagnostic) -> bool:
    """Whether something is still to be written; otherwise, something that is written is to be looked at again."""
    return task.slug in TO_FILL_IN


def task_line(task: Diagnostic) -> str:
    """What is to be done and where, in one line; what was left to be filled in is told by the words around it."""
    if not is_to_fill_in(task):
        return f"{task.place}: {task.severity.value}[{task.slug}]: {task.message}"
    if task.slug == "not-begun":
        return f"{task.place}: {task.message}; {task.hint}"
    return f"{task.place}: {_around(task.place) if task.slug == 'placeholder' else task.message}"


def task_data(task: Diagnostic) -> dict[str, object]:
    """The task for JSON."""
    return {"to_do": "fill in" if is_to_fill_in(task) else "put right", **as_data(task)}


def _around(place: Place) -> str:
    """The words of a line from a little before a place."""
    line = place.source_line or ""
    start, end = max(0, place.column - 1 - _BEFORE), place.column - 1 + _AFTER
    shown = in_one_line(line[start:end].strip())
    return ("…" if line[:start].strip() else "") + shown + ("…" if line[end:].strip() else "")


def _page_order(workspace: Workspace, key: ReportKey) -> dict[str, int]:
    """Where the files of a report stand in it: its pages, and its figures with the first section of national wording.

    Shape: 0 is what is not named here, such as the year's file, which is the same for all areas.
    """
    year, source = read_year(workspace, key.kind, key.year).value, read_source(workspace, key).value
    names: list[str] = []
    for part in year.edition.shape.parts if year else ():
        if part.page:
            names.append(f"{pages_path(key)}/{part.page}.md")
        elif part.section and figures_path(key) not in names:
            names.append(figures_path(key))
        elif part.pages and source:
            there = pages_at(part.pages, own_pages(source), source.edition.shape)
            names.extend(page.file.path for page in there)
    return {name: number for number, name in reversed(list(enumerate(dict.fromkeys(names), 1)))}
