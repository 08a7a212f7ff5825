"""The commands that tell something and change nothing."""

import sys
from collections.abc import Iterator
from itertools import filterfalse
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion
from reportgen.cli.arguments import (
    all_option,
    area_and_year,
    format_option,
    in_workspace,
    kind_option,
    known_kind,
    known_name,
    of_reports,
)
from reportgen.cli.ending import STOPPED, our_fault
from reportgen.cli.output import report_heading
from reportgen.cli.paths import words_from_here

if TYPE_CHECKING:
    from reportgen.core.diagnostic import Diagnostic
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace


@click.command("list")
@kind_option
@format_option
@in_workspace
def list_command(workspace: "Workspace", kind: str | None, output_format: str) -> None:
    """Show which reports there are: area, year, edition, and whether each is made."""
    from reportgen.commands.listing import list_states
    from reportgen.core.diagnostic_text import as_json

    kind = known_kind(workspace, kind)
    rows = list_states(workspace, kind)
    if output_format == "json":
        click.echo(as_json(rows))
    else:
        for line in _table(kind, rows):
            click.echo(line)


def _table(kind: str, rows: tuple[dict[str, str], ...]) -> Iterator[str]:
    """One line for each report, below what its columns are."""
    if not rows:
        yield f"There are no reports yet: no figures files in data/{kind}/."
        return
    columns = ("area", "year", "edition", "state")
    table = [{name: name.capitalize() for name in columns}, *rows]
    widths = {name: max(len(row[name]) for row in table) for name in columns}
    for row in table:
        yield "  ".join(row[name].ljust(width) for name, width in widths.items()).rstrip()


@click.command("todo")
@area_and_year
@all_option
@format_option
@of_reports
def todo_command(workspace: "Workspace", keys: "list[ReportKey]", output_format: str) -> None:
    """Show what is left to do for a report, one line for each thing, in the order of its pages.

    Ends with 0 when nothing is left.

    \b
    reportgen todo london 2024
    """
    from reportgen.commands.todo import task_data, tasks_of
    from reportgen.core.diagnostic_text import as_json

    tasks = {key: tasks_of(workspace, key) for key in keys}
    if output_format == "json":
        told = [{"report": str(key), "tasks": [*map(task_data, tasks[key])]} for key in keys]
        click.echo(as_json({"reports": told, "left": sum(map(len, tasks.values()))}))
    for key in keys if output_format == "text" else ():
        click.echo(report_heading(workspace, key))
        _tell_tasks(tasks[key])
    sys.exit(STOPPED if any(tasks.values()) else 0)


def _tell_tasks(tasks: "tuple[Diagnostic, ...]") -> None:
    """What is left to do for one report: what to fill in, what to put right, and how much that is."""
    from reportgen.commands.todo import is_to_fill_in, task_line

    if not tasks:
        click.echo(click.style("Nothing is left to do.", fg="green"))
        return
    groups = {
        "To fill in": [*filter(is_to_fill_in, tasks)],
        "To put right": [*filterfalse(is_to_fill_in, tasks)],
    }
    for title, group in groups.items():
        if group:
            click.echo(click.style(f"{title}:", bold=True))
        for task in group:
            click.echo(f"  {words_from_here(task_line(task))}")
    counted = ", ".join(f"{len(group)} {title[0].lower()}{title[1:]}" for title, group in groups.items() if group)
    click.echo(f"{len(tasks)} thing{'s' if len(tasks) > 1 else ''} left to do: {counted}.")


@click.command("explain")
@click.argument("slug", required=False, shell_complete=completion.slugs)
def explain_command(slug: str | None) -> None:
    """Explain a message by the word in its brackets, such as total-mismatch."""
    from reportgen.core.catalogue import CATALOGUE
    from reportgen.core.diagnostic_text import explanation

    if slug is None:
        for name, entry in CATALOGUE.items():
            click.echo(f"{name:<26} {entry.title}")
        return
    known = known_name(slug, CATALOGUE, f"There is no message called “{slug}”.")
    click.echo(explanation(known))


@click.command("doctor")
@our_fault()
def doctor_command() -> None:
    """Tell what this computer has, what it lacks, and how to get it.

    It makes a small PDF, as reports are made. It ends with 0 where a PDF can be made, and with 1 where not.
    """
    from reportgen.commands.doctor import State, examine, remedies

    findings = examine()
    for finding in findings:
        click.echo(f"{finding.state.value:<7}  {finding.what}")
    for line in remedies(findings):
        click.echo(line)
    if any(finding.state is State.MISSING for finding in findings):
        sys.exit(STOPPED)
