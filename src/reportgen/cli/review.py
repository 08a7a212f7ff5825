"""The command that makes the page for the board."""

import sys
from functools import partial
from pathlib import Path

import click

from reportgen.cli.arguments import area_and_year, asked_for, kind_option, known_kind, open_workspace, workspace_option
from reportgen.cli.output import STOPPED, our_fault, tell, tell_the_end


@click.command("review", short_help="Make the page for the board.")
@area_and_year
@click.option("--bundle", is_flag=True, help="Show what changed since the report's published bundle.")
@click.option("--since", metavar="VERSION", help="Show what changed since a version in git, such as origin/main.")
@kind_option
@workspace_option
def review_command(names: tuple[str, ...], bundle: bool, since: str | None, kind: str | None, start: Path) -> None:
    """Make one page from which the board can decide: review.html, beside the report.

    It holds the key figures, findings and waivers, what changed since last year's report, and who must sign.

    \b
    reportgen review london 2024
    reportgen review london 2024 --since origin/main
    """
    from reportgen.commands import diff
    from reportgen.commands.review import review

    with our_fault():
        workspace = open_workspace(start, False)
        if bundle and since is not None:
            raise click.UsageError("Name one of --bundle and --since.")
        results = []
        for key in asked_for(workspace, known_kind(workspace, kind), names, False):
            compare = None
            if bundle:
                compare = partial(diff.compare_since_bundle, workspace, key)
            elif since is not None:
                compare = partial(diff.compare_since_revision, workspace, key, since)
            results.append(review(workspace, key, compare))
            tell(workspace, results[-1], False)
        tell_the_end(results, done="reviewed", strict=False, quiet=False)
        if not all(result.is_right for result in results):
            sys.exit(STOPPED)
