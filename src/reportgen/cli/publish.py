"""The commands for those who agree to a report, own its wording, or publish it."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion
from reportgen.cli.arguments import (
    all_option,
    area_and_year,
    asked_for,
    kind_option,
    known_edition,
    known_kind,
    one_asked_for,
    open_workspace,
    typed_day,
    workspace_option,
)
from reportgen.cli.output import (
    STOPPED,
    beginning_with,
    echo_all,
    exit_code,
    kept_so_far,
    our_fault,
    tell,
    tell_the_end,
    with_progress,
)
from reportgen.cli.paths import from_here

if TYPE_CHECKING:
    from reportgen.commands.build import BuildResult
    from reportgen.core.names import ReportKey


@click.command("publish", short_help="Make the bundle for the publisher.")
@area_and_year
@all_option
@kind_option
@workspace_option
def publish_command(names: tuple[str, ...], everything: bool, kind: str | None, start: Path) -> None:
    """Check a report strictly, make every format, and put all into one bundle for the publisher.

    The bundle is a new folder in build/published/, with a zip of it inside; those published before stay. Without a
    sign-off every page says DRAFT.

    \b
    reportgen publish london 2024
    reportgen publish --all 2024
    """
    from reportgen.commands.publish import publish_report
    from reportgen.formats.pdf.support import formats_here
    from reportgen.formats.registry import FORMATS

    keys: list[ReportKey] = []
    results: list[BuildResult] = []
    with our_fault(lambda: kept_so_far(results, len(keys), "bundled")):
        workspace = open_workspace(start, False)
        keys.extend(asked_for(workspace, known_kind(workspace, kind), names, everything))
        made = (publish_report(workspace, key) for key in keys)
        remarks = formats_here(tuple(FORMATS)).diagnostics
        for result in with_progress(beginning_with(remarks, made), len(keys), False):
            results.append(result)
            tell(workspace, result, False)
            _tell_waivers(result)
        tell_the_end(results, done="bundled", strict=True, quiet=False)
        sys.exit(exit_code(results))


@click.command("sign-off", short_help="Record that a report was agreed.")
@area_and_year
@click.option("--role", required=True, help="The role of the person who agreed, such as “Chair of the board”; no name.")
@click.option(
    "--date",
    "day",
    required=True,
    type=typed_day,
    metavar="YYYY-MM-DD",
    help="The day of the agreement, such as 2025-10-30.",
)
@kind_option
@workspace_option
def sign_off_command(names: tuple[str, ...], role: str, day: date, kind: str | None, start: Path) -> None:
    """Record that a report was read and agreed just as it is now.

    The record is signoff.yaml beside the area's pages. After any change the report is signed off again.
    """
    from reportgen.commands.publish import sign_off

    with our_fault():
        workspace = open_workspace(start, False)
        if not role.strip():
            raise click.UsageError("Say with --role who agreed, such as “Chair of the board”.")
        result = sign_off(workspace, one_asked_for(workspace, kind, names), " ".join(role.split()), day)
        tell(workspace, result, False)
        _tell_waivers(result)
        tell_the_end([result], done="signed off", strict=True, quiet=False)
        sys.exit(exit_code([result]))


def _tell_waivers(result: "BuildResult") -> None:
    """The lines to paste where nothing but warnings stopped a report."""
    from reportgen.core.diagnostic_text import waivers_to_paste
    from reportgen.read.workspace import figures_path, pages_path

    if not result.is_right and not any(said.is_error for said in result.diagnostics):
        for line in waivers_to_paste(figures_path(result.key), pages_path(result.key), result.diagnostics):
            click.echo(line)


@click.command("seal", short_help="Fix an edition for good.")
@click.argument("kind", shell_complete=completion.kinds)
@click.argument("edition", shell_complete=completion.editions)
@workspace_option
def seal_command(kind: str, edition: str, start: Path) -> None:
    """Fix an edition and its theme, so that any later change to them is an error.

    \b
    reportgen seal annual-report 2024.1
    """
    from reportgen.commands.build import seal
    from reportgen.read.workspace import list_own_editions

    with our_fault():
        workspace = open_workspace(start, False)
        kind, edition = known_kind(workspace, kind), known_edition(workspace, known_kind(workspace, kind), edition)
        if edition not in list_own_editions(workspace, kind):
            raise click.UsageError(
                f"Edition {edition} of {kind} comes with reportgen, and there is nothing of yours to seal. "
                f"Wording of your own begins with: reportgen new edition {kind} {edition[:4]}.50 --from {edition}."
            )
        sealed = seal(workspace, kind, edition)
        echo_all(sealed.diagnostics)
        if sealed.value is None:
            click.echo("Stopped: the edition was not sealed.")
            sys.exit(STOPPED)
        click.echo(f"Done: edition {edition} of {kind} is sealed in {from_here(sealed.value)}.")
