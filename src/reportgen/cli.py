"""The command line: words in, text and an exit code out.

Comes in: what was typed. Goes out: plain lines for people, JSON for scripts. Exit codes: 0 done, 1 diagnostics stopped it,
2 wrong command, 3 a fault of ours.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen import __version__
from reportgen.core.names import ReportKey, did_you_mean, parse_year

if TYPE_CHECKING:
    from reportgen.core.diagnostic import Diagnostic
    from reportgen.pipeline import Built
    from reportgen.read.workspace import Workspace

KNOWN_FORMATS = ("html", "pdf")
STOPPED, WRONG_COMMAND, OUR_FAULT = 1, 2, 3

_workspace_option = click.option(
    "--workspace",
    "start",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="FOLDER",
    help="The folder of your reports, if you are not in it.",
)
_kind_option = click.option("--kind", metavar="KIND", help="Another kind of document than the workspace's usual one.")
_all_option = click.option("--all", "everything", is_flag=True, help="Every report that has a figures file.")
_strict_option = click.option("--strict", is_flag=True, help="Warnings stop the work too.")
_quiet_option = click.option("--quiet", is_flag=True, help="Say only what is wrong.")
_json_option = click.option(
    "--format", "told_as", type=click.Choice(["text", "json"]), default="text", help="json is for scripts."
)
_names = click.argument("names", nargs=-1, metavar="AREA... YEAR")


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88})
@click.version_option(__version__, message="reportgen %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """Make a public body's annual report from its figures and pages.

    \b
    reportgen build london 2024     make the report of London for 2024/25
    reportgen check london 2024     look for mistakes, and write nothing
    reportgen list                  show which reports there are
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


@program.command("build")
@_names
@_all_option
@click.option(
    "--format",
    "formats",
    default="html,pdf",
    metavar="FORMATS",
    help="What to make: html, pdf, or both (html,pdf). With json, the result is told as data, for scripts.",
)
@_strict_option
@_quiet_option
@_kind_option
@_workspace_option
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
        if name not in (*KNOWN_FORMATS, "json"):
            raise click.UsageError(f"There is no format “{name}”. Known formats: {', '.join(KNOWN_FORMATS)}.")
    making = tuple(name for name in asked if name != "json") or KNOWN_FORMATS
    _run(names, everything, making, strict, quiet, "json" in asked, kind, start)


@program.command("check")
@_names
@_all_option
@_strict_option
@_quiet_option
@_json_option
@_kind_option
@_workspace_option
def check_command(
    names: tuple[str, ...], everything: bool, strict: bool, quiet: bool, told_as: str, kind: str | None, start: Path
) -> None:
    """Look for mistakes, and write nothing.

    \b
    reportgen check london 2024
    reportgen check --all --strict
    """
    _run(names, everything, (), strict, quiet, told_as == "json", kind, start)


@program.command("list", short_help="Show which reports there are.")
@_kind_option
@_json_option
@_workspace_option
def list_command(kind: str | None, told_as: str, start: Path) -> None:
    """Show which reports there are: area, year, edition, and whether each is made."""
    from reportgen.listing import list_states
    from reportgen.telling import as_json

    with _our_fault():
        workspace = _open(start, told_as == "json")
        kind = _known_kind(workspace, kind)
        rows = list_states(workspace, kind)
        if told_as == "json":
            click.echo(as_json([row.as_data() for row in rows]))
            return
        if not rows:
            click.echo(f"There are no reports yet: no figures files in data/{kind}/.")
            return
        table = [("Area", "Year", "Edition", "State"), *((row.area, row.label, row.edition, row.state) for row in rows)]
        widths = [max(len(row[column]) for row in table) for column in range(4)]
        for row in table:
            click.echo("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip())


@program.command("explain", short_help="Explain a message, such as total-mismatch.")
@click.argument("slug", required=False)
def explain_command(slug: str | None) -> None:
    """Explain a message by the word in its brackets, such as total-mismatch."""
    from reportgen.core.catalogue import CATALOGUE
    from reportgen.telling import explanation

    if slug is None:
        for name, entry in CATALOGUE.items():
            click.echo(f"{name:<26} {entry.title}")
        return
    if slug not in CATALOGUE:
        hint = did_you_mean(slug, list(CATALOGUE))
        raise click.UsageError(f"There is no message called “{slug}”." + (f" Perhaps: {hint}" if hint else ""))
    click.echo(explanation(slug))


@program.command("doctor")
def doctor_command() -> None:
    """Tell what this computer has, what it lacks, and how to get it."""
    from reportgen.doctor import examine

    with _our_fault():
        findings = examine()
        for finding in findings:
            click.echo(f"{'ok     ' if finding.is_well else 'missing'}  {finding.what}")
            for line in () if finding.is_well else finding.remedy:
                click.echo(f"         {line}")
        if not all(finding.is_well for finding in findings):
            sys.exit(STOPPED)


def main() -> None:
    """The console command."""
    program(prog_name="reportgen")


def _run(
    names: tuple[str, ...],
    everything: bool,
    formats: tuple[str, ...],
    strict: bool,
    quiet: bool,
    as_data: bool,
    kind: str | None,
    start: Path,
) -> None:
    """Checks or builds what was asked for, and tells how it went."""
    from reportgen.pipeline import build

    with _our_fault():
        workspace = _open(start, as_data)
        keys = _asked_for(workspace, _known_kind(workspace, kind), names, everything)
        results = []
        with _progress(keys, quiet or as_data) as waiting:
            for key in waiting:
                result = build(workspace, key, formats, strict=strict)
                results.append(result)
                if not as_data:
                    _tell(workspace, result, quiet)
        if as_data:
            _tell_as_data(results)
        else:
            _tell_the_end(results, making=bool(formats), strict=strict, quiet=quiet)
        if not all(result.is_right for result in results):
            sys.exit(STOPPED)


def _open(start: Path, as_data: bool) -> "Workspace":
    """The workspace, or the end of the command with what is wrong with it."""
    from reportgen.read.workspace import find_workspace

    found = find_workspace(start)
    if found.value is None:
        if as_data:
            from reportgen.telling import as_data as data_of
            from reportgen.telling import as_json

            click.echo(as_json({"reports": [], "diagnostics": [data_of(said) for said in found.diagnostics]}))
        for diagnostic in () if as_data else found.diagnostics:
            _echo_diagnostic(diagnostic)
        sys.exit(STOPPED)
    return found.value


def _known_kind(workspace: "Workspace", kind: str | None) -> str:
    from reportgen.read.workspace import list_kinds

    kind = kind or workspace.settings.default_kind
    kinds = list_kinds(workspace)
    if kind not in kinds:
        raise click.UsageError(f"There is no kind of document “{kind}” here. " + did_you_mean(kind, list(kinds)))
    return kind


def _asked_for(workspace: "Workspace", kind: str, names: tuple[str, ...], everything: bool) -> list[ReportKey]:
    """The reports that were named, each once, in the order typed."""
    from reportgen.read.workspace import list_reports

    if everything:
        years = [year for name in names if (year := parse_year(name)) is not None]
        if len(years) < len(names):
            raise click.UsageError("With --all, name at most years, such as “reportgen build --all 2024”.")
        keys = [key for key in list_reports(workspace, kind) if not years or key.year in years]
        if not keys:
            raise click.UsageError(
                f"There are no figures files in data/{kind}/" + (f" for {', '.join(names)}." if names else ".")
            )
        return keys
    years = [year for name in names if (year := parse_year(name)) is not None]
    areas = [name for name in names if parse_year(name) is None]
    if not years or not areas:
        wrong = [name for name in areas if name[:1].isdigit()]
        if wrong:
            raise click.UsageError(f"“{wrong[0]}” is not a year. Years are written 2024, 2024/25 or 2024-25.")
        missing = "an area and a year" if not names else "a year" if not years else "an area"
        raise click.UsageError(f"Name {missing}, such as “reportgen build london 2024”; or use --all.")
    return [
        ReportKey(kind, year, _known_area(workspace, area))
        for year in dict.fromkeys(years)
        for area in dict.fromkeys(areas)
    ]


def _known_area(workspace: "Workspace", words: str) -> str:
    """The short name of an area that was named in any of its ways: london, London, "West Midlands", Gogledd Cymru."""
    wanted = words.strip().casefold()
    for slug, area in workspace.areas.items():
        names = (slug, area.name, area.welsh_name or "", *area.other_names)
        if wanted in (name.casefold() for name in names if name):
            return slug
    hint = did_you_mean(words, [*workspace.areas])
    raise click.UsageError(
        f"“{words[:60]}” is not an area in data/areas.yaml." + (f" {hint[0].upper()}{hint[1:]}" if hint else "")
    )


@contextmanager
def _progress(keys: list[ReportKey], silent: bool) -> "Iterator[Iterator[ReportKey]]":
    """A bar on a terminal when there are several reports to make; nothing elsewhere."""
    if silent or len(keys) < 5 or not sys.stderr.isatty():
        yield iter(keys)
        return
    with click.progressbar(
        keys, label="Reports", file=sys.stderr, item_show_func=lambda key: key.area if key else ""
    ) as bar:
        yield iter(bar)


def _tell(workspace: "Workspace", result: "Built", quiet: bool) -> None:
    """One report: what was understood, what is wrong, what was written."""
    from reportgen.core.catalogue import Severity

    if not quiet:
        click.echo(_understood(workspace, result.key))
    for diagnostic in result.diagnostics:
        if not (quiet and diagnostic.severity is Severity.NOTE):
            _echo_diagnostic(diagnostic)
    for path in () if quiet else result.files:
        click.echo(f"  wrote {path}")


def _understood(workspace: "Workspace", key: ReportKey) -> str:
    """London, 1 April 2024 to 31 March 2025, edition 2024.1."""
    from reportgen.listing import edition_and_period
    from reportgen.render.wording import long_date

    area = workspace.areas[key.area].name if key.area in workspace.areas else key.area
    edition, period = edition_and_period(workspace, key)
    words = f"{area}, {long_date(period.start)} to {long_date(period.end)}"
    return click.style(words + (f", edition {edition}" if edition else ""), bold=True)


def _echo_diagnostic(diagnostic: "Diagnostic") -> None:
    from reportgen.core.catalogue import Severity
    from reportgen.telling import as_text

    colour = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}[diagnostic.severity]
    first, *others = as_text(diagnostic).split("\n")
    word = f"{diagnostic.severity.value}[{diagnostic.slug}]"
    click.echo(first.replace(word, click.style(word, fg=colour, bold=True), 1))
    for line in others:
        click.echo(line)


def _tell_as_data(results: "list[Built]") -> None:
    from reportgen.telling import as_data, as_json

    reports = [
        {"report": str(result.key), "done": result.is_right, "files": [str(path) for path in result.files]}
        for result in results
    ]
    said = dict.fromkeys(diagnostic for result in results for diagnostic in result.diagnostics)
    click.echo(as_json({"reports": reports, "diagnostics": [as_data(diagnostic) for diagnostic in said]}))


def _tell_the_end(results: "list[Built]", *, making: bool, strict: bool, quiet: bool) -> None:
    """The last line: how it went."""
    from reportgen.telling import counted

    right = sum(result.is_right for result in results)
    said = counted(diagnostic for result in results for diagnostic in result.diagnostics)
    found = f" ({said})" if said else ""
    noun = "report" if len(results) == 1 else "reports"
    if right == len(results):
        if not quiet:
            done = f"{right} {noun} made" if making else f"{right} {noun} checked: ready to build"
            click.echo(click.style(f"Done: {done}{found}.", fg="green"))
        return
    wrong = len(results) - right
    kept = (
        "; nothing was written for " + ("it" if wrong == 1 else "them") + ", the last good build stays"
        if making
        else ""
    )
    why = " (warnings stop with --strict)" if strict and "error" not in said else ""
    click.echo(
        click.style(
            f"Stopped: {wrong} of {len(results)} {noun} not {'made' if making else 'right'}{found}{kept}{why}.",
            fg="red",
        )
    )


@contextmanager
def _our_fault() -> Iterator[None]:
    """A fault of ours ends with one line and exit code 3; REPORTGEN_DEBUG shows where it is."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception as problem:
        if os.environ.get("REPORTGEN_DEBUG"):
            raise
        click.echo(f"reportgen failed by a fault of its own: {type(problem).__name__}: {problem}", err=True)
        click.echo("Please report it, with your command. Set REPORTGEN_DEBUG=1 to see where it happened.", err=True)
        sys.exit(OUR_FAULT)
