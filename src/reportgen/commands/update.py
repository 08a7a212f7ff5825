"""A begun report fitted to an edition that changed since.

Comes in: a report's key. Goes out: a plan of files that change, with what changes in words. Nothing that was typed is lost:
what the edition no longer asks for stays behind a #, and everything else stays as it is, to the byte.
"""

from dataclasses import dataclass

from reportgen.check.named_edition import named_edition
from reportgen.commands.fitted_figures import fit_figures, new_names
from reportgen.commands.new.plan import Plan
from reportgen.commands.new.reports import blank_report
from reportgen.core.diagnostic import Outcome
from reportgen.core.names import ReportKey
from reportgen.read.line_ends import saved_text, shown_text
from reportgen.read.pages import Page
from reportgen.read.source import ReportSource, read_source
from reportgen.read.workspace import Workspace, figures_path, pages_path


@dataclass(frozen=True, slots=True)
class Update:
    """What is to be changed. Shape: `told` has, for each file that changes, what does, in words; `left` what a person has to do."""

    plan: Plan
    told: dict[str, tuple[str, ...]]
    left: tuple[str, ...]


def update_report(workspace: Workspace, key: ReportKey) -> Outcome[Update]:
    """What fits a begun report to the edition of its year. Errors: those of reading the year, the figures and the pages."""
    read = read_source(workspace, key)
    source = read.value
    if source is None:
        return Outcome(None, tuple(diagnostic for diagnostic in read.diagnostics if diagnostic.is_error))
    path = figures_path(key)
    before = (workspace.root / path).read_bytes()
    text = _with_named_edition(shown_text(before), source)
    fitting = fit_figures(text, source.edition.shape, source.edition.name)
    grown: dict[str, bytes] = {}
    told: dict[str, tuple[str, ...]] = {}
    after = saved_text(before, fitting.text)
    if after != before:
        named = named_edition(source.figures.file)
        first = (f"its first line names edition {source.edition.name}",) if named and text != shown_text(before) else ()
        grown[path], told[path] = after, (*first, *fitting.told)
    for page in source.pages.values():
        changed = _with_new_names(page, new_names(source.edition.shape))
        if changed is not None:
            data = (workspace.root / page.file.path).read_bytes()
            grown[page.file.path] = saved_text(data, changed)
            told[page.file.path] = ("figures are printed by their new names",)
    files = _missing_pages(workspace, source)
    told |= dict.fromkeys(files, ("is asked for, and is to be written",))
    return Outcome(Update(Plan(files, grown), told, fitting.left))


def _with_named_edition(text: str, source: ReportSource) -> str:
    """The text whose first lines name the edition of the year for editors, where they name one at all."""
    named = named_edition(source.figures.file)
    if named is None:
        return text
    name, place = named
    lines = text.split("\n")
    line = lines[place.line - 1]
    lines[place.line - 1] = line[: place.column - 1] + source.edition.name + line[place.column - 1 + len(name) :]
    return "\n".join(lines)


def _with_new_names(page: Page, now: dict[str, str]) -> str | None:
    """A page that prints figures by the names that they have now; None where it does."""
    lines = list(page.file.lines)
    for use in sorted(page.figure_uses, key=lambda use: (use.place.line, use.place.column), reverse=True):
        new = now.get(use.name)
        if new is None:
            continue
        line, start = lines[use.place.line - 1], use.place.column - 1
        end = start + use.place.length
        lines[use.place.line - 1] = line[:start] + line[start:end].replace(use.name, new, 1) + line[end:]
    return "\n".join(lines) if tuple(lines) != page.file.lines else None


def _missing_pages(workspace: Workspace, source: ReportSource) -> dict[str, bytes]:
    """The pages that the edition asks for and that are not there, under any spelling of their names."""
    there = {name.lower() for name in source.page_names}
    area = workspace.areas[source.key.area].name
    asked = [part.page for part in source.edition.shape.parts if part.page and part.page not in there]
    blank = blank_report(source.key, area, source.edition, None)
    return {path: blank[path] for name in asked if (path := f"{pages_path(source.key)}/{name}.md") in blank}
