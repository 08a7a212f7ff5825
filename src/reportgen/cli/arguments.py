"""What was asked for: the workspace, the kind, the areas and the years.

Comes in: words of the command line. Goes out: a workspace and keys, or a clear end of the command.
"""

import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from reportgen.cli import completion
from reportgen.cli.ending import STOPPED, our_fault
from reportgen.cli.output import echo_all, echo_data, print_annotations
from reportgen.cli.paths import standing_outside

if TYPE_CHECKING:
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace


# Digits of SOURCE_DATE_EPOCH: eleven of them reach the year 5138.
_LONGEST_EPOCH = 11


def typed_day(words: str) -> date:
    """A day, in the form that files take too; the end of the command where it is none."""
    from reportgen.core.day import NotADayError, parse_day

    try:
        return parse_day(words)
    except NotADayError as problem:
        raise click.BadParameter(f"“{shown(words)}”: {problem}.") from None


_workspace_option = click.option(
    "--workspace",
    "start",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    shell_complete=completion.folders,
    default=Path(),
    metavar="FOLDER",
    help="The folder of your reports, if you are not in it.",
)
kind_option = click.option(
    "--kind",
    metavar="KIND",
    shell_complete=completion.kinds,
    help="Another kind of document than the workspace's usual one.",
)
quiet_option = click.option("--quiet", is_flag=True, help="Emit only what is wrong.")
format_option = click.option(
    "--format", "output_format", type=click.Choice(["text", "json"]), default="text", help="json is for scripts."
)
all_option = click.option("--all", "everything", is_flag=True, help="Every report that has a figures file.")
dry_run_option = click.option(
    "--dry-run", "only_shown", is_flag=True, help="Show what would be made, and make nothing."
)
area_and_year = click.argument("names", nargs=-1, metavar="AREA... YEAR", shell_complete=completion.reports)


def in_workspace(work: Callable[..., None]) -> Callable[..., None]:
    """Gives a command the option --workspace, and hands it the workspace; a fault of ours is told as such."""

    @_workspace_option
    @wraps(work)
    def command(*, start: Path, **typed: Any) -> None:
        with our_fault():
            work(_open_workspace(start, typed.get("output_format", "text")), **typed)

    return command


def of_kind(work: Callable[..., None]) -> Callable[..., None]:
    """Gives a command --kind and --workspace, and hands it the workspace and the kind."""

    @kind_option
    @in_workspace
    @wraps(work)
    def command(workspace: "Workspace", *, kind: str | None, **typed: Any) -> None:
        work(workspace, known_kind(workspace, kind), **typed)

    return command


def of_reports(work: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that has areas and years, and perhaps --all: hands it the workspace and the reports."""

    @of_kind
    @wraps(work)
    def command(
        workspace: "Workspace", kind: str, *, names: tuple[str, ...], everything: bool = False, **typed: Any
    ) -> None:
        work(workspace, asked_for(workspace, kind, names, everything), **typed)

    return command


def of_report(work: Callable[..., None]) -> Callable[..., None]:
    """The same for a command that is for one report: hands it the workspace and that report."""

    @of_reports
    @wraps(work)
    def command(workspace: "Workspace", keys: "list[ReportKey]", **typed: Any) -> None:
        if len(keys) != 1:
            raise click.UsageError("Name one area and one year.")
        work(workspace, keys[0], **typed)

    return command


def _open_workspace(start: Path, output_format: str) -> "Workspace":
    """The workspace, or the end of the command with what is wrong with it."""
    from reportgen.commands.open_workspace import open_workspace

    found = open_workspace(start, _file_date())
    if found.value is None:
        if output_format in ("github", "sarif"):
            print_annotations(output_format, found.diagnostics, start)
        elif output_format == "json":
            echo_data(found.diagnostics, reports=[])
        else:
            echo_all(found.diagnostics)
        sys.exit(STOPPED)
    standing_outside(found.value.root)
    return found.value if start == Path() else replace(found.value, named=str(start))


def _file_date() -> date | None:
    """The date in the properties of what is made, where the environment sets one.

    Source: the specification of SOURCE_DATE_EPOCH, which has it in seconds since 1970.
    """
    seconds = os.environ.get("SOURCE_DATE_EPOCH")
    if not seconds:
        return None
    if seconds.isascii() and seconds.isdecimal() and len(seconds) <= _LONGEST_EPOCH:
        return date(1970, 1, 1) + timedelta(seconds=int(seconds))
    raise click.UsageError(f"SOURCE_DATE_EPOCH is “{shown(seconds)}”, not a number of seconds since 1970.")


def known_kind(workspace: "Workspace", kind: str | None) -> str:
    """The kind that was named, or the usual one; the end of the command where there is none of that name."""
    from reportgen.read.workspace import list_kinds

    kind = workspace.settings.default_kind if kind is None else kind
    return known_name(kind, list_kinds(workspace), f"There is no kind of document “{shown(kind)}” here.")


def known_edition(workspace: "Workspace", kind: str, name: str) -> str:
    """The edition that was named; the end of the command where the kind has none of that name.

    Why: 2024.1/ and other ways to the same folder would be sealed under paths that no report has.
    """
    from reportgen.read.workspace import list_editions

    return known_name(name, list_editions(workspace, kind), f"There is no edition “{shown(name)}” of {kind}.")


def known_name(name: str, known: Iterable[str], unknown: str) -> str:
    """A name that is among those known; the end of the command where it is not, with the one that may have been meant."""
    from reportgen.core.names import did_you_mean

    names = list(known)
    if name not in names:
        raise click.UsageError(f"{unknown}{_sentence(did_you_mean(name, names))}")
    return name


def asked_for(workspace: "Workspace", kind: str, names: tuple[str, ...], everything: bool) -> "list[ReportKey]":
    """The reports that were named, each once, in the order typed."""
    from reportgen.core.names import ReportKey, parse_year
    from reportgen.read.workspace import find_area, list_reports

    years = [year for name in names if (year := parse_year(name)) is not None]
    context = click.get_current_context()
    asked = context.command_path
    if everything:
        if len(years) < len(names):
            raise click.UsageError(f"With --all, name at most years, such as “{asked} --all 2024”.")
        keys = [key for key in list_reports(workspace, kind) if not years or key.year in years]
        if not keys:
            raise click.UsageError(
                f"There are no figures files in data/{kind}/" + (f" for {', '.join(names)}." if names else ".")
            )
        return keys
    areas = areas_of(names)
    if not years or not areas:
        missing = "an area and a year" if not names else "a year" if not years else "an area"
        instead = "; or use --all" if any(option.name == "everything" for option in context.command.params) else ""
        raise click.UsageError(f"Name {missing}, such as “{asked} london 2024”{instead}.")
    # A name of several words may have been typed without quotation marks: west midlands 2024.
    whole = find_area(workspace, " ".join(areas))
    known = [whole] if whole else dict.fromkeys(known_area(workspace, area, (kind, years[0])) for area in areas)
    return [ReportKey(kind, year, area) for year in dict.fromkeys(years) for area in known]


def areas_of(names: tuple[str, ...]) -> list[str]:
    """The words that are to name areas; the end of the command where one is a year that is written in no known way."""
    from reportgen.core.names import parse_year

    areas = [name for name in names if parse_year(name) is None]
    for name in areas:
        if name[:1].isdigit():
            known_year(name)  # which it is not, so that the command ends
    return areas


def known_year(words: str) -> int:
    """The year that was named; the end of the command where the words name none."""
    from reportgen.core.names import parse_year

    year = parse_year(words)
    if year is None:
        raise click.UsageError(f"“{shown(words)}” is not a year. Years are written 2024, 2024/25 or 2024-25.")
    return year


def known_area(workspace: "Workspace", words: str, asked: tuple[str, int] | None = None) -> str:
    """The short name of an area that was named; the end of the command where there is none of that name.

    Shape: with the kind and the year that were named, the command that begins a new area is told where no name is near.
    """
    from reportgen.core.names import closest, did_you_mean, quoted, slug_for
    from reportgen.read.workspace import command, find_area

    slug = find_area(workspace, words)
    if slug is not None:
        return slug
    hint = _sentence(did_you_mean(words, [*workspace.areas]))
    if asked and slug_for(words) and not closest(words, [*workspace.areas]):
        kind, year = asked
        begin = command(workspace, kind, f"new area {quoted(words)} {year} --country England")
        hint += "." if hint else ""
        hint += f" To begin the report of a new one, say where it is, in England or in Wales:\n  {begin}"
    raise click.UsageError(f"“{shown(words)}” is not an area in data/areas.yaml.{hint}")


def shown(words: str) -> str:
    """What was typed, as far as it can be repeated in a line."""
    from reportgen.core.diagnostic import in_one_line
    from reportgen.core.wording import shortened

    return in_one_line(shortened(words))


def _sentence(hint: str) -> str:
    """A hint as one more sentence of a message."""
    return f" {hint[0].upper()}{hint[1:]}" if hint else ""
