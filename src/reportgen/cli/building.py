"""The commands that check and make reports."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.answering import STOPPED, our_fault, progress, tell, tell_as_annotations, tell_as_data, tell_the_end
from reportgen.cli.asking import (
    all_option,
    area_and_year,
    asked_for,
    kind_option,
    known_kind,
    open_workspace,
    quiet_option,
    workspace_option,
)
from reportgen.export.formats import FORMATS, USUAL_FORMATS

if TYPE_CHECKING:
    from reportgen.core.diagnostic import Diagnostic

_strict_option = click.option("--strict", is_flag=True, help="Warnings stop the work too.")


@click.command("build")
@area_and_year
@all_option
@click.option(
    "--format",
    "formats",
    default=",".join(USUAL_FORMATS),
    metavar="FORMATS",
    help=f"What to make, with commas between: {', '.join(FORMATS)}. With json, the result is told as data, for scripts.",
)
@_strict_option
@quiet_option
@kind_option
@workspace_option
def build_command(
    names: tuple[str, ...],
    everything: bool,
    formats: str,
    strict: bool,
    quiet: bool,
    kind: str | None,
    start: Path,
) -> None:
    """Check a report and make it.

    The year is the one that begins on 1 April: 2024, 2024/25 and 2024-25 mean the same.
    Nothing is written while there is an error; the last good report stays.

    \b
    reportgen build london 2024
    reportgen build london kent 2024/25 --format html
    reportgen build --all
    """
    asked = dict.fromkeys(part.strip() for part in formats.split(","))
    for name in asked:
        if name not in (*FORMATS, "json"):
            known = ", ".join(FORMATS)
            raise click.UsageError(
                f"There is no format “{name}”. Known formats: {known}. Word opens docx, Excel opens ods."
            )
    making = tuple(name for name in asked if name != "json") or USUAL_FORMATS
    _run(names, everything, making, strict, quiet, "json" if "json" in asked else "text", kind, start)


@click.command("check")
@area_and_year
@all_option
@_strict_option
@quiet_option
@click.option(
    "--format",
    "told_as",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="json is for scripts; github and sarif show mistakes beside a change on GitHub and elsewhere.",
)
@kind_option
@workspace_option
def check_command(
    names: tuple[str, ...], everything: bool, strict: bool, quiet: bool, told_as: str, kind: str | None, start: Path
) -> None:
    """Look for mistakes, and write nothing.

    \b
    reportgen check london 2024
    reportgen check --all --strict
    """
    _run(names, everything, (), strict, quiet, told_as, kind, start)


def _run(
    names: tuple[str, ...],
    everything: bool,
    formats: tuple[str, ...],
    strict: bool,
    quiet: bool,
    told_as: str,
    kind: str | None,
    start: Path,
) -> None:
    """Checks or builds what was asked for, and tells how it went."""
    from reportgen.pipeline import build

    with our_fault():
        workspace = open_workspace(start, told_as == "json", told_as if told_as in ("github", "sarif") else "")
        keys = asked_for(workspace, known_kind(workspace, kind), names, everything)
        results = []
        told: set[Diagnostic] = set()
        with progress(keys, quiet or told_as != "text") as waiting:
            for key in waiting:
                result = build(workspace, key, formats, strict=strict)
                results.append(result)
                if told_as == "text":
                    tell(workspace, result, quiet, told)
        if told_as == "json":
            tell_as_data(results)
        elif told_as != "text":
            tell_as_annotations(told_as, (said for result in results for said in result.diagnostics), workspace.root)
        if told_as in ("text", "github"):
            tell_the_end(results, done="made" if formats else "checked", strict=strict, quiet=quiet)
        if not all(result.is_right for result in results):
            sys.exit(STOPPED)
