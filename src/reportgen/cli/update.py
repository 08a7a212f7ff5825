"""The command that fits begun reports to an edition that changed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.arguments import (
    all_option,
    area_and_year,
    asked_for,
    kind_option,
    known_kind,
    open_workspace,
    workspace_option,
)
from reportgen.cli.new import dry_run_option
from reportgen.cli.output import STOPPED, echo_diagnostic, our_fault, tell_next, understood
from reportgen.cli.paths import from_here

if TYPE_CHECKING:
    from reportgen.commands.update import Update
    from reportgen.core.diagnostic import Outcome
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace


@click.command("update", short_help="Fit begun files to an edition that changed.")
@area_and_year
@all_option
@click.option("--yes", "agreed", is_flag=True, help="Do not ask before files are changed.")
@dry_run_option
@kind_option
@workspace_option
def update_command(
    names: tuple[str, ...], everything: bool, agreed: bool, only_shown: bool, kind: str | None, start: Path
) -> None:
    """Fit begun figures and pages to the edition of their year.

    Rows that are new are put in, to be filled in. Rows with a new name get it. Those that are gone stay behind a #. All else
    stays as it was typed. It shows what it would change, and asks.

    \b
    reportgen update london 2025
    reportgen update --all 2025 --dry-run
    """
    from reportgen.commands.update import update_report

    with our_fault():
        workspace = open_workspace(start, False)
        kind = known_kind(workspace, kind)
        keys = asked_for(workspace, kind, names, everything)
        found = {key: update_report(workspace, key) for key in keys}
        for key, outcome in found.items():
            _show(workspace, key, outcome)
        if any(outcome.value is None for outcome in found.values()):
            click.echo(click.style("Stopped: nothing was changed.", fg="red"))
            sys.exit(STOPPED)
        changing = [key for key, outcome in found.items() if outcome.value and outcome.value.told]
        if not changing:
            click.echo(click.style("Done: nothing is to be changed.", fg="green"))
            return
        if only_shown:
            click.echo("Nothing was changed: this only shows what would be.")
            return
        many = sum(len(outcome.value.told) for outcome in found.values() if outcome.value)
        _ask(many, " ".join((*names, *(["--all"] if everything else []))), agreed)
        for key in changing:
            _carry_out(workspace, key)
        click.echo(click.style(f"Done: {many} file{'s' if many > 1 else ''} changed.", fg="green"))
        tell_next(workspace, kind, f"todo {changing[0].area} {changing[0].year}")


def _show(workspace: "Workspace", key: "ReportKey", outcome: "Outcome[Update]") -> None:
    """What is to be changed for one report, file by file, and what a person has to do."""
    click.echo(understood(workspace, key))
    for diagnostic in outcome.diagnostics:
        echo_diagnostic(diagnostic)
    update = outcome.value
    if update is None:
        return
    for path, told in update.told.items():
        click.echo(f"{from_here(workspace.root / path)}:")
        for words in told:
            click.echo(f"  {words}")
    if not update.told:
        click.echo("  It fits its edition.")
    for words in update.left:
        click.echo(f"  By hand: {words}.")


def _ask(many: int, words: str, agreed: bool) -> None:
    """Asks on a terminal before files are changed; elsewhere, and on no, the command ends."""
    if agreed:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(f"To change these files, type: reportgen update {words} --yes")
    try:
        is_meant = click.confirm(f"Change {'this file' if many == 1 else f'these {many} files'}?")
    except click.Abort:
        click.echo()
        is_meant = False
    if not is_meant:
        click.echo("Stopped: nothing was changed.")
        sys.exit(STOPPED)


def _carry_out(workspace: "Workspace", key: "ReportKey") -> None:
    """Writes what is planned for one report; all of its files or none. Why: worked out anew, since a file may have been saved meanwhile."""
    from reportgen.commands.build import begin
    from reportgen.commands.new.plan import Plan
    from reportgen.commands.update import update_report
    from reportgen.core.diagnostic import Outcome

    def plan() -> "Outcome[Plan]":
        found = update_report(workspace, key)
        return Outcome(found.value.plan if found.value else None, found.diagnostics)

    made = begin(workspace.root, plan, f"reportgen update {key.area} {key.year}")
    for diagnostic in made.diagnostics:
        echo_diagnostic(diagnostic)
    if made.value is None:
        click.echo(click.style("Stopped: the files that are not named above stay as they were.", fg="red"))
        sys.exit(STOPPED)
    for path in (*made.value.grown, *made.value.files):
        click.echo(f"  wrote {from_here(workspace.root / path)}")
