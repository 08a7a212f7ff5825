"""The command that makes the page for the board."""

from functools import partial
from typing import TYPE_CHECKING

import click

from reportgen.cli.arguments import area_and_year, of_reports
from reportgen.cli.output import Manner, tell_results

if TYPE_CHECKING:
    from reportgen.commands.build import BuildResult
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace


@click.command("review", short_help="Make the page for the board.")
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

    tell_results(workspace, map(reviewed, keys), 0, Manner("reviewed"))
