"""The command that fits begun reports to an edition that changed."""

from functools import partial
from typing import TYPE_CHECKING

import click

from reportgen.cli.arguments import all_option, area_and_year, asked_for, dry_run_option, of_kind
from reportgen.cli.execution import carry_out
from reportgen.cli.output import ask, echo_all, echo_done, print_next_command, report_heading, stop
from reportgen.cli.paths import from_here

if TYPE_CHECKING:
    from reportgen.commands.new.plan import Plan
    from reportgen.commands.update import Update
    from reportgen.core.diagnostic import Outcome
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace


@click.command("update")
@area_and_year
@all_option
@click.option("--yes", "agreed", is_flag=True, help="Do not ask before files are changed.")
@dry_run_option
@of_kind
def update_command(
    workspace: "Workspace", kind: str, names: tuple[str, ...], everything: bool, agreed: bool, only_shown: bool
) -> None:
    """Fit begun figures and pages to the edition of their year.

    Rows that are new are put in, to be filled in. Rows with a new name get it. Those that are gone stay behind a #. All else
    stays as it was typed. It shows what it would change, and asks.

    \b
    reportgen update london 2025
    reportgen update --all 2025 --dry-run
    """
    from reportgen.commands.update import update_report
    from reportgen.read.workspace import command

    keys = asked_for(workspace, kind, names, everything)
    found = {key: update_report(workspace, key) for key in keys}
    for key, outcome in found.items():
        _show(workspace, key, outcome)
    if any(outcome.value is None for outcome in found.values()):
        stop("nothing was changed")
    changing = [key for key, outcome in found.items() if outcome.value and outcome.value.told]
    if not changing:
        echo_done("nothing is to be changed")
        return
    if only_shown:
        click.echo("Nothing was changed: this only shows what would be.")
        return
    many = sum(len(outcome.value.told) for outcome in found.values() if outcome.value)
    if not agreed:
        words = " ".join((*names, *(["--all"] if everything else [])))
        question = f"Change {'this file' if many == 1 else f'these {many} files'}?"
        typed = command(workspace, kind, f"update {words} --yes")
        ask(question, f"To change these files, type: {typed}", "nothing was changed")
    for key in changing:
        # Worked out anew, since a file may have been saved meanwhile.
        plan = partial(_plan, workspace, key)
        words, done = f"update {key.area} {key.year}", f"changed for {key.area}"
        carry_out(workspace.root, plan, words, False, done)
    echo_done(f"{many} file{'s' if many > 1 else ''} changed")
    print_next_command(workspace, kind, f"todo {changing[0].area} {changing[0].year}")


def _show(workspace: "Workspace", key: "ReportKey", outcome: "Outcome[Update]") -> None:
    """What is to be changed for one report, file by file, and what a person has to do."""
    click.echo(report_heading(workspace, key))
    echo_all(outcome.diagnostics)
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


def _plan(workspace: "Workspace", key: "ReportKey") -> "Outcome[Plan]":
    """The files of one report that are to be changed."""
    from reportgen.commands.update import update_report

    return update_report(workspace, key).map(lambda update: update.plan)
