"""The commands that check and make reports."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.answering import (
    STOPPED,
    our_fault,
    printed,
    progress,
    tell,
    tell_as_annotations,
    tell_as_data,
    tell_the_end,
)
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
    from reportgen.pipeline import Built

_jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes work at the same time; without it, as many as the computer can run at once.",
)
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
@_jobs_option
@quiet_option
@kind_option
@workspace_option
def build_command(
    names: tuple[str, ...],
    everything: bool,
    formats: str,
    strict: bool,
    jobs: int | None,
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
    _run(names, everything, making, strict, jobs, quiet, "json" if "json" in asked else "text", kind, start)


@click.command("check")
@area_and_year
@all_option
@_strict_option
@_jobs_option
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
    names: tuple[str, ...],
    everything: bool,
    strict: bool,
    jobs: int | None,
    quiet: bool,
    told_as: str,
    kind: str | None,
    start: Path,
) -> None:
    """Look for mistakes, and change nothing.

    \b
    reportgen check london 2024
    reportgen check --all --strict
    """
    _run(names, everything, (), strict, jobs, quiet, told_as, kind, start)


def _run(
    names: tuple[str, ...],
    everything: bool,
    formats: tuple[str, ...],
    strict: bool,
    jobs: int | None,
    quiet: bool,
    told_as: str,
    kind: str | None,
    start: Path,
) -> None:
    """Checks or builds what was asked for, and tells how it went."""
    from reportgen import remembering
    from reportgen.many import build_many, processors

    asked = click.get_current_context().obj
    with our_fault():
        begun = remembering.begin(asked)
        workspace = open_workspace(start, told_as == "json", told_as if told_as in ("github", "sarif") else "")
        keys = asked_for(workspace, known_kind(workspace, kind), names, everything)
        results: list[Built] = []
        told: set[Diagnostic] = set()
        made = build_many(workspace, keys, formats, strict=strict, jobs=jobs or processors())
        with progress(made, len(keys), quiet or told_as != "text") as waiting:
            for result in waiting:
                results.append(result)
                if told_as == "text":
                    tell(workspace, result, quiet, told)

        def end(results: "list[Built]") -> None:
            if told_as == "json":
                tell_as_data(results)
            elif told_as != "text":
                said = (diagnostic for result in results for diagnostic in result.diagnostics)
                tell_as_annotations(told_as, said, workspace.root)
            if told_as in ("text", "github"):
                tell_the_end(results, done="made" if formats else "checked", strict=strict, quiet=quiet)

        def tell_again() -> None:
            told: set[Diagnostic] = set()
            again = [replace(result, is_new=not formats) for result in results]
            for result in again if told_as == "text" else ():
                tell(workspace, result, quiet, told)
            end(again)

        end(results)
        if not all(result.is_right for result in results):
            sys.exit(STOPPED)
        if begun is not None:
            remembering.keep(asked, begun, workspace, tuple(keys), printed(tell_again), made=bool(formats))
