"""The commands for those who agree to a report, own its wording, or publish it."""

import sys
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion
from reportgen.cli.arguments import (
    all_option,
    area_and_year,
    in_workspace,
    known_edition,
    known_kind,
    of_report,
    of_reports,
    typed_day,
)
from reportgen.cli.ending import STOPPED
from reportgen.cli.output import OutputOptions, echo_all, print_results, with_first_diagnostics
from reportgen.cli.paths import from_here

if TYPE_CHECKING:
    from reportgen.commands.build import BuildResult
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace


@click.command("publish")
@area_and_year
@all_option
@of_reports
def publish_command(workspace: "Workspace", keys: "list[ReportKey]") -> None:
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

    made = (publish_report(workspace, key) for key in keys)
    remarks = formats_here(tuple(FORMATS)).diagnostics
    options = OutputOptions("bundled", strict=True)
    print_results(workspace, with_first_diagnostics(remarks, made), len(keys), options, also=_tell_waivers)


@click.command("sign-off")
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
@of_report
def sign_off_command(workspace: "Workspace", key: "ReportKey", role: str, day: date) -> None:
    """Record that a report was read and agreed just as it is now.

    The record is signoff.yaml beside the area's pages. After any change the report is signed off again.
    """
    from reportgen.commands.publish import sign_off

    if not role.strip():
        raise click.UsageError("Say with --role who agreed, such as “Chair of the board”.")
    result = sign_off(workspace, key, " ".join(role.split()), day)
    print_results(workspace, [result], 1, OutputOptions("signed off", strict=True), also=_tell_waivers)


def _tell_waivers(result: "BuildResult") -> None:
    """The lines to paste where nothing but warnings stopped a report."""
    from reportgen.core.diagnostic_text import waivers_to_paste
    from reportgen.read.workspace import figures_path, pages_path

    if not result.is_right and not any(diagnostic.is_error for diagnostic in result.diagnostics):
        for line in waivers_to_paste(figures_path(result.key), pages_path(result.key), result.diagnostics):
            click.echo(line)


@click.command("seal")
@click.argument("kind", shell_complete=completion.kinds)
@click.argument("edition", shell_complete=completion.editions)
@in_workspace
def seal_command(workspace: "Workspace", kind: str, edition: str) -> None:
    """Fix an edition and its theme, so that any later change to them is an error.

    \b
    reportgen seal annual-report 2024.1
    """
    from reportgen.commands.build import seal
    from reportgen.read.workspace import list_own_editions

    kind = known_kind(workspace, kind)
    edition = known_edition(workspace, kind, edition)
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


@click.command("review")
@area_and_year
@click.option("--bundle", is_flag=True, help="Show what changed since the report's published bundle.")
@click.option("--since", metavar="VERSION", help="Show what changed since a version in git, such as origin/main.")
@of_reports
def review_command(workspace: "Workspace", keys: "list[ReportKey]", bundle: bool, since: str | None) -> None:
    """Make one page from which the board can decide: review.html, beside the report.

    It holds the key figures, findings and waivers, what changed since last year's report, and who must sign.

    \b
    reportgen review london 2024
    reportgen review london 2024 --since origin/main
    """
    from reportgen.commands import diff
    from reportgen.commands.review import review

    if bundle and since is not None:
        raise click.UsageError("Name one of --bundle and --since.")

    def reviewed(key: "ReportKey") -> "BuildResult":
        if bundle:
            return review(workspace, key, partial(diff.compare_since_bundle, workspace, key))
        if since is not None:
            return review(workspace, key, partial(diff.compare_since_revision, workspace, key, since))
        return review(workspace, key)

    print_results(workspace, map(reviewed, keys), 0, OutputOptions("reviewed"))
