"""The commands that check and make reports."""

import sys
from dataclasses import dataclass
from itertools import islice
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
    open_workspace,
    quiet_option,
    shown,
    workspace_option,
)
from reportgen.cli.output import (
    STOPPED,
    Said,
    beginning_with,
    collecting_late,
    echo_diagnostic,
    exit_code,
    kept_so_far,
    our_fault,
    tell,
    tell_as_annotations,
    tell_as_data,
    tell_the_end,
    with_progress,
)
from reportgen.core.catalogue import Severity
from reportgen.formats.registry import FORMATS, USUAL_FORMATS

if TYPE_CHECKING:
    from reportgen.commands.build import BuildResult
    from reportgen.core.diagnostic import Diagnostic
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace

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
    shell_complete=completion.formats,
    multiple=True,
    metavar="FORMATS",
    help=f"What to make: {', '.join(FORMATS)}; several with commas between, or each with --format. Without it, "
    f"{' and '.join(USUAL_FORMATS)}, as far as they can be made here. With json, the result is told as data, for scripts.",
)
@click.option(
    "--draft",
    "is_draft",
    is_flag=True,
    help="Make every format as far as the report is written, with its gaps marked, in build/drafts/; it is never published.",
)
@_strict_option
@_jobs_option
@quiet_option
@kind_option
@workspace_option
def build_command(
    names: tuple[str, ...],
    everything: bool,
    formats: tuple[str, ...],
    is_draft: bool,
    strict: bool,
    jobs: int | None,
    quiet: bool,
    kind: str | None,
    start: Path,
) -> None:
    """Check a report and make it.

    The year is the one that begins on 1 April: 2024, 2024/25 and 2024-25 mean the same.
    Nothing is written while there is an error; the last good report stays.
    Formats made earlier stay, and are made anew when the report has changed since.

    \b
    reportgen build london 2024
    reportgen build london kent 2024/25 --format html
    reportgen build --all
    reportgen build london 2024 --draft
    """
    asked = dict.fromkeys(part.strip().lower() for words in formats for part in words.split(","))
    for name in asked:
        if name not in (*FORMATS, "json"):
            known = ", ".join(FORMATS)
            raise click.UsageError(
                f"There is no format “{shown(name)}”. Known formats: {known}. Word opens docx, Excel opens ods."
            )
    from reportgen.formats.pdf.support import formats_here

    if is_draft and strict:
        raise click.UsageError("Use one of --draft and --strict: a draft is made whatever is wrong.")
    chosen = tuple(name for name in asked if name != "json")
    here = formats_here(tuple(FORMATS) if is_draft and not chosen else chosen)
    manner = _Options(here.value or (), "json" if "json" in asked else "text", strict, quiet, here.diagnostics)
    if is_draft:
        _make_drafts(names, everything, manner, kind, start)
        return
    _run(names, everything, manner, jobs, kind, start)


def _make_drafts(names: tuple[str, ...], everything: bool, manner: "_Options", kind: str | None, start: Path) -> None:
    """Makes drafts, one after the other, and tells how it went; what is missing or wrong stops none."""
    from reportgen.commands.draft import build_draft

    with our_fault():
        workspace = open_workspace(start, manner.told_as == "json")
        keys = asked_for(workspace, known_kind(workspace, kind), names, everything)
        made = beginning_with(manner.remarks, (build_draft(workspace, key, manner.formats) for key in keys))
        results: list[BuildResult] = []
        told: set[Said] = set()
        for result in made:
            results.append(result)
            _tell(workspace, manner, result, told)
        if manner.told_as == "json":
            tell_as_data(results)
        else:
            tell_the_end(results, done="made as a draft", strict=False, quiet=manner.quiet)
        sys.exit(exit_code(results))


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
@click.option("--edition", "is_edition", is_flag=True, help="Check national wording: name a kind and an edition.")
@kind_option
@workspace_option
def check_command(
    names: tuple[str, ...],
    everything: bool,
    strict: bool,
    jobs: int | None,
    quiet: bool,
    told_as: str,
    is_edition: bool,
    kind: str | None,
    start: Path,
) -> None:
    """Look for mistakes, and change nothing.

    With --edition, national wording is tried on made-up reports, before any area uses it.

    \b
    reportgen check london 2024
    reportgen check --all --strict
    reportgen check --edition annual-report 2024.1
    """
    if is_edition:
        if everything:
            raise click.UsageError("An edition is checked by itself: leave out --all.")
        _check_edition(names, _Options((), told_as, strict, quiet), kind, start)
        return
    _run(names, everything, _Options((), told_as, strict, quiet), jobs, kind, start)


@dataclass(frozen=True, slots=True)
class _Options:
    """How a command was asked to work and to tell.

    Shape: no formats where reports are only checked; `remarks` are on this computer, and are told once.
    """

    formats: tuple[str, ...]
    told_as: str
    strict: bool
    quiet: bool
    remarks: "tuple[Diagnostic, ...]" = ()

    @property
    def done(self) -> str:
        """What is done with a report."""
        return "made" if self.formats else "checked"


def _run(
    names: tuple[str, ...], everything: bool, manner: _Options, jobs: int | None, kind: str | None, start: Path
) -> None:
    """Checks or builds what was asked for, and tells how it went."""
    from reportgen.commands.parallel import build_many, processors

    told_as = manner.told_as
    keys: list[ReportKey] = []
    results: list[BuildResult] = []
    with our_fault(lambda: kept_so_far(results, len(keys), manner.done)), collecting_late():
        workspace = open_workspace(start, told_as == "json", told_as if told_as in ("github", "sarif") else "")
        keys.extend(asked_for(workspace, known_kind(workspace, kind), names, everything))
        strays = _strays(workspace, keys, names, everything=everything)
        # What stops the work when strict stops it before anything is made.
        formats = () if strays and manner.strict else manner.formats
        made = beginning_with(
            (*manner.remarks, *strays),
            build_many(workspace, keys, formats, strict=manner.strict, jobs=jobs or processors()),
            stops=bool(strays) and manner.strict,
        )
        waiting = with_progress(made, len(keys), manner.quiet or told_as != "text")
        told: set[Said] = set()
        for result in waiting:
            results.append(result)
            _tell(workspace, manner, result, told)
        _tell_the_end(workspace, manner, results)
        if code := exit_code(results):
            sys.exit(code)


def _check_edition(names: tuple[str, ...], manner: _Options, kind: str | None, start: Path) -> None:
    """Checks an edition, and tells how it went."""
    from reportgen.commands.check_edition import check_edition
    from reportgen.core.diagnostic_text import as_data, as_json, counted

    if len(names) not in (1, 2) or (kind and len(names) == 2):
        raise click.UsageError("Name a kind and an edition, such as “reportgen check --edition annual-report 2024.1”.")
    told_as = manner.told_as
    with our_fault(), collecting_late():
        workspace = open_workspace(start, told_as == "json", told_as if told_as in ("github", "sarif") else "")
        kind = known_kind(workspace, names[0] if len(names) == 2 else kind)
        name = known_edition(workspace, kind, names[-1])
        checked = check_edition(workspace, kind, name)
    said = checked.diagnostics
    is_right = not any(one.is_error or (manner.strict and one.severity is Severity.WARNING) for one in said)
    if told_as == "json":
        click.echo(
            as_json({"edition": f"{kind}/{name}", "right": is_right, "diagnostics": [as_data(one) for one in said]})
        )
    elif told_as != "text":
        tell_as_annotations(told_as, said, workspace.root)
    else:
        for one in said:
            echo_diagnostic(one)
        found = counted(said)
        end = f"edition {name} of {kind} is {'right' if is_right else 'not right'}" + (f" ({found})." if found else ".")
        if not is_right or not manner.quiet:
            click.echo(
                click.style(f"Done: {end}", fg="green") if is_right else click.style(f"Stopped: {end}", fg="red")
            )
    if not is_right:
        sys.exit(STOPPED)


def _strays(
    workspace: "Workspace", keys: "list[ReportKey]", names: tuple[str, ...], *, everything: bool
) -> "tuple[Diagnostic, ...]":
    """What lies among the files of these reports and is in none: of all areas, or what is named almost as one of those."""
    from reportgen.core.diagnostic import MOST_TOLD
    from reportgen.read.strays import find_strays

    years = {key.year for key in keys} if names else ()
    areas = () if everything else {key.area for key in keys}
    return tuple(islice(find_strays(workspace, keys[0].kind, years, areas), MOST_TOLD))


def _tell(workspace: "Workspace", manner: _Options, result: "BuildResult", told: "set[Said]") -> None:
    """Tells a report in words as soon as it is done."""
    if manner.told_as == "text":
        tell(workspace, result, manner.quiet, told)


def _tell_the_end(workspace: "Workspace", manner: _Options, results: "list[BuildResult]") -> None:
    """Tells what stands below all reports, or all of them as data."""
    if manner.told_as == "json":
        tell_as_data(results)
    elif manner.told_as != "text":
        said = (diagnostic for result in results for diagnostic in result.diagnostics)
        tell_as_annotations(manner.told_as, said, workspace.root)
    if manner.told_as in ("text", "github"):
        tell_the_end(results, done=manner.done, strict=manner.strict, quiet=manner.quiet)
