"""The commands that begin something: a year, an area, an edition, a kind of document, a workspace; and help for editors."""

import re
import sys
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.answering import STOPPED, echo_diagnostic, our_fault, tell_next
from reportgen.cli.asking import (
    find_area,
    kind_option,
    known_area,
    known_edition,
    known_kind,
    known_year,
    open_workspace,
    sentence,
    shown,
    workspace_option,
)

if TYPE_CHECKING:
    from reportgen.core.diagnostic import Outcome
    from reportgen.scaffold.plan import Plan

_LONGEST = 60
_SMALL = ("and", "in", "of", "on", "the", "upon")
_dry_run_option = click.option(
    "--dry-run", "only_shown", is_flag=True, help="Show what would be made, and make nothing."
)


@click.group("new", short_help="Begin a year, an area, an edition, a kind or a workspace.")
def new_command() -> None:
    """Begin something new. A file that is there is never replaced.

    \b
    reportgen new year 2025
    reportgen new area durham
    reportgen new workspace practice
    """


@new_command.command("year", short_help="A year like the one before it.")
@click.argument("year")
@_dry_run_option
@kind_option
@workspace_option
def new_year_command(year: str, only_shown: bool, kind: str | None, start: Path) -> None:
    """Begin a year like the one before it.

    Each area that had a report gets a figures file, with every figure left empty and last year's beside it, and pages with
    last year's titles.

    \b
    reportgen new year 2025
    """
    from reportgen.read.workspace import list_reports
    from reportgen.scaffold.years import new_year, year_before

    with our_fault():
        workspace = open_workspace(start, False)
        kind, number = known_kind(workspace, kind), known_year(year)
        before = year_before(workspace, kind, number)
        if before is None:
            raise click.UsageError(f"There is no year before {number} in data/{kind}/ to begin from.")
        _begin(workspace.root, lambda: new_year(workspace, kind, number, before), f"year {number}", only_shown)
        area = next((key.area for key in list_reports(workspace, kind) if key.year == before), None)
        tell_next("Next", workspace, kind, f"reportgen todo {area} {number}" if area else "reportgen new area AREA")


@new_command.command("area", short_help="The report of one more area.")
@click.argument("name")
@click.argument("year", required=False)
@click.option(
    "--country", type=click.Choice(["England", "Wales"]), help="Where it is, if it is not yet in the list of areas."
)
@_dry_run_option
@kind_option
@workspace_option
def new_area_command(
    name: str, year: str | None, country: str | None, only_shown: bool, kind: str | None, start: Path
) -> None:
    """Begin the report of one more area, for the newest year or the one that is named.

    An area that is not yet in data/areas.yaml is added to it, if you say in which country it is.

    \b
    reportgen new area durham
    reportgen new area "Durham and Tees Valley" 2025 --country England
    """
    from reportgen.core.names import ReportKey, did_you_mean
    from reportgen.read.shapes import AreaShape
    from reportgen.read.workspace import list_years
    from reportgen.scaffold.years import new_area

    with our_fault():
        workspace = open_workspace(start, False)
        kind, years = known_kind(workspace, kind), list_years(workspace, known_kind(workspace, kind))
        short_name = find_area(workspace, name)
        if short_name is None and country is None:
            hint = sentence(did_you_mean(name, [*workspace.areas]))
            raise click.UsageError(
                f"“{shown(name)}” is not an area in data/areas.yaml.{hint} To add it, say where it is: --country England."
            )
        if short_name is None:
            short_name = _slug_of(name, "an area")
            area = AreaShape.model_validate({"name": _printed(name), "country": country})
        else:
            area = workspace.areas[short_name]
        number = known_year(year) if year else max(years, default=0)
        if number not in years:
            wanted = number or "YEAR"
            raise click.UsageError(f"There is no such year yet. Begin it first: reportgen new year {wanted}.")
        key = ReportKey(kind, number, short_name)
        _begin(workspace.root, lambda: new_area(workspace, key, area), f"area {short_name}", only_shown)
        tell_next("Next", workspace, kind, f"reportgen todo {short_name} {number}")


@new_command.command("edition", short_help="An edition of the national wording, from another.")
@click.argument("kind")
@click.argument("edition")
@click.option("--from", "old", metavar="EDITION", help="The edition to begin from; without it, the newest of yours.")
@_dry_run_option
@workspace_option
def new_edition_command(kind: str, edition: str, old: str | None, only_shown: bool, start: Path) -> None:
    """Begin an edition of the national wording as a copy of another.

    \b
    reportgen new edition annual-report 2025.1 --from 2024.1
    """
    from reportgen.read.workspace import is_edition, list_editions, list_own_editions
    from reportgen.scaffold.editions import new_edition
    from reportgen.scaffold.years import newest

    with our_fault():
        workspace = open_workspace(start, False)
        kind = known_kind(workspace, kind)
        if not is_edition(edition):
            raise click.UsageError(f"“{shown(edition)}” is not the name of an edition, such as 2025.1.")
        known, own = list_editions(workspace, kind), list_own_editions(workspace, kind)
        if edition in known and edition not in own:
            raise click.UsageError(
                f"Edition {edition} of {kind} comes with reportgen. Give yours another name, such as {edition[:4]}.50."
            )
        others = [name for name in own if name != edition] or [name for name in known if name != edition]
        if old is None and not others:
            raise click.UsageError(f"There is no other edition of {kind} to begin from.")
        source = known_edition(workspace, kind, old) if old else newest(others)
        if source == edition:
            raise click.UsageError("An edition cannot begin from itself.")
        _begin(
            workspace.root,
            lambda: new_edition(workspace, kind, edition, source),
            f"edition {kind} {edition}",
            only_shown,
        )
        click.echo(f'A year uses it once its year.yaml says edition: "{edition}".')


@new_command.command("kind", short_help="Another kind of document.")
@click.argument("name")
@click.option("--area", metavar="AREA", help="Whose report to begin; without it, one that has a report.")
@click.option("--year", metavar="YEAR", help="Which year to begin; without it, the newest.")
@_dry_run_option
@workspace_option
def new_kind_command(name: str, area: str | None, year: str | None, only_shown: bool, start: Path) -> None:
    """Begin another kind of document: a small edition that works, a year, and the report of one area.

    \b
    reportgen new kind board-minutes
    """
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import list_editions, list_kinds, list_reports, list_themes, theme_path
    from reportgen.scaffold.editions import new_kind

    with our_fault():
        workspace = open_workspace(start, False)
        kind = _slug_of(name, "a kind of document")
        reports = list_reports(workspace, workspace.settings.default_kind)
        newest = max(reports, key=lambda key: key.year, default=None)
        first = next(iter(workspace.areas), "")
        short_name = known_area(workspace, area) if area else newest.area if newest else first
        number = known_year(year) if year else newest.year if newest else 0
        themes = list_themes(workspace)
        if not number or not short_name:
            raise click.UsageError("Say for which area and year to begin it: --area AREA --year YEAR.")
        if not themes:
            raise click.UsageError("There is no theme in templates/themes/ that says how it would look.")
        if kind in list_kinds(workspace) and f"{number}.1" not in list_editions(workspace, kind):
            raise click.UsageError(f"There is a kind of document “{kind}” already.")
        key = ReportKey(kind, number, short_name)
        own = [theme for theme in themes if (workspace.root / theme_path(theme)).exists()]
        _begin(workspace.root, lambda: new_kind(workspace, key, (own or themes)[-1]), f"kind {kind}", only_shown)
        tell_next("Next", workspace, kind, f"reportgen todo {short_name} {number}")


@new_command.command("workspace", short_help="A small workspace to try, or one for your own reports.")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--example", metavar="AREA", help="Begin with the real reports of this area, ready for your own, such as london."
)
@_dry_run_option
def new_workspace_command(folder: Path, example: str | None, only_shown: bool) -> None:
    """Make a complete small workspace to try, in which everything is made up; or one for your own reports.

    \b
    reportgen new workspace practice
    reportgen new workspace reports --example london
    """
    from reportgen.core.diagnostic import Outcome
    from reportgen.core.names import did_you_mean
    from reportgen.scaffold.workspaces import example_areas, example_workspace, practice_workspace

    with our_fault():
        areas = example_areas()
        if example is not None and example not in areas:
            hint = sentence(did_you_mean(example, list(areas)))
            raise click.UsageError(f"No reports of “{shown(example)}” come with reportgen.{hint}")
        plan = example_workspace(example) if example else practice_workspace()
        others = _others_in(folder, {path.split("/")[0] for path in plan.files} | {"build", ".reportgen"})
        if others:
            raise click.UsageError(f"“{shown(str(folder))}” {others}. Name a folder that is not there yet.")
        _begin(folder.absolute(), lambda: Outcome(plan), "workspace", only_shown)
        area = example or "exampleshire"
        click.echo(f"Next: go to that folder, open README.md, and try: reportgen build {area} 2024")


@click.command("schema", short_help="Write what editors need to complete and check files.")
@workspace_option
def schema_command(start: Path) -> None:
    """Write JSON Schemas of the files that people type, so that an editor completes them and marks what is wrong.

    They stand in .reportgen/schemas/ and can be written again at any time: after an edition changed, for example.
    """
    from reportgen.pipeline import write_schemas

    with our_fault():
        workspace = open_workspace(start, False)
        written = write_schemas(workspace)
        for diagnostic in written.diagnostics:
            echo_diagnostic(diagnostic)
        for path in written.value or ():
            click.echo(f"  wrote {path.relative_to(workspace.root).as_posix()}")
        if written.has_errors:
            sys.exit(STOPPED)


def _begin(root: Path, plan: "Callable[[], Outcome[Plan]]", words: str, only_shown: bool) -> None:
    """Makes what is planned, or shows it, and tells how it went; ends the command where it cannot be made."""
    from reportgen.pipeline import begin, still_to_make, write_schemas
    from reportgen.read.workspace import SCHEMAS, find_workspace

    made = still_to_make(root, plan()) if only_shown else begin(root, plan, f"reportgen new {words}")
    for diagnostic in made.diagnostics:
        echo_diagnostic(diagnostic)
    if made.value is None:
        click.echo(click.style("Stopped: nothing was made, and what was there stays.", fg="red"))
        sys.exit(STOPPED)
    paths = [*made.value.files, *made.value.grown]
    for path in paths:
        click.echo(f"  {'would write' if only_shown else 'wrote'} {path}")
    if only_shown:
        click.echo("Nothing was made: this only shows what would be.")
        sys.exit(0)
    workspace = find_workspace(root).value
    schemas = write_schemas(workspace) if workspace else None
    if schemas and schemas.value:
        click.echo(f"  wrote {SCHEMAS}/, which editors read")
    files = f"{len(paths)} file{'s' if len(paths) > 1 else ''} made"
    click.echo(
        click.style(f"Done: {files if paths else 'all was there already, just as it would be made'}.", fg="green")
    )


def _slug_of(words: str, what: str) -> str:
    """The short name for words: durham-and-tees for “Durham and Tees”; the end of the command where there is none."""
    from reportgen.core.names import SLUG

    plain = unicodedata.normalize("NFKD", words.strip().casefold().replace("&", " and "))
    letters = re.sub(r"[’'\u0300-\u036f]", "", plain)
    short_name = re.sub(r"[ _-]+", "-", letters)
    if not SLUG.match(short_name) or len(short_name) > _LONGEST or short_name in ("year", "themes"):
        raise click.UsageError(f"“{shown(words)}” cannot be the name of {what}.")
    return short_name


def _printed(words: str) -> str:
    """A name as a report prints it: as it was typed, or with large letters where only small ones were."""
    if words != words.lower():
        return " ".join(words.split())
    parts = re.split(r"[ _-]+", words.strip())
    return " ".join(part if part in _SMALL else part.capitalize() for part in parts)


def _others_in(folder: Path, ours: set[str]) -> str:
    """Why a folder cannot become a workspace, in words; empty where it can."""
    try:
        if folder.is_dir():
            other = next((path.name for path in sorted(folder.iterdir()) if path.name not in ours), None)
            return f"holds other files, such as {shown(other)}" if other else ""
        return "is no folder" if folder.exists() else ""
    except (OSError, ValueError):
        return "cannot be looked into"
