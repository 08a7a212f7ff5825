"""The commands that begin something: an edition, a theme, a kind of document, a workspace; and help for editors."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion
from reportgen.cli.arguments import (
    dry_run_option,
    in_workspace,
    known_area,
    known_edition,
    known_kind,
    known_name,
    known_year,
    shown,
)
from reportgen.cli.ending import STOPPED, our_fault
from reportgen.cli.execution import carry_out
from reportgen.cli.output import echo_all, echo_done, print_next_command
from reportgen.cli.paths import from_here, standing_outside
from reportgen.core.names import LONGEST_SLUG, slug_for

if TYPE_CHECKING:
    from reportgen.commands.new.plan import Plan
    from reportgen.core.diagnostic import Outcome
    from reportgen.read.workspace import Workspace


@click.group("new")
def new_command() -> None:
    """Begin something new. A file that is there is never replaced.

    \b
    reportgen new year 2025
    reportgen new area durham
    reportgen new workspace practice
    """


@new_command.command("edition", short_help="An edition of the national wording, from another.")
@click.argument("kind", shell_complete=completion.kinds)
@click.argument("edition", shell_complete=completion.editions)
@click.option(
    "--from",
    "old",
    metavar="EDITION",
    shell_complete=completion.editions,
    help="The edition to begin from; without it, the newest of yours.",
)
@dry_run_option
@in_workspace
def new_edition_command(workspace: "Workspace", kind: str, edition: str, old: str | None, only_shown: bool) -> None:
    """Begin an edition of the national wording as a copy of another.

    \b
    reportgen new edition annual-report 2025.1 --from 2024.1
    """
    from reportgen.commands.new.editions import new_edition
    from reportgen.read.workspace import is_edition, list_editions, list_own_editions

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
    source = known_edition(workspace, kind, old) if old else others[-1]
    if source == edition:
        raise click.UsageError("An edition cannot begin from itself.")
    begin_files(
        workspace.root,
        lambda: new_edition(workspace, kind, edition, source),
        f"new edition {kind} {edition}",
        only_shown,
    )
    click.echo(f'A year uses it once its year.yaml says edition: "{edition}".')


@new_command.command("theme", short_help="A look of your own, from another.")
@click.argument("theme")
@click.option("--from", "old", default="house-1", show_default=True, metavar="THEME", help="The theme to begin from.")
@dry_run_option
@in_workspace
def new_theme_command(workspace: "Workspace", theme: str, old: str, only_shown: bool) -> None:
    """Begin a look of your own as a copy of another.

    \b
    reportgen new theme house-2
    """
    from reportgen.commands.new.editions import new_theme
    from reportgen.read.workspace import list_themes

    known, name = list_themes(workspace), slug_of(theme, "a theme")
    known_name(old, known, f"There is no theme “{shown(old)}”.")
    if name in known:
        raise click.UsageError(f"There is a theme “{name}” already. Give yours another name.")
    begin_files(workspace.root, lambda: new_theme(workspace, name, old), f"new theme {name}", only_shown)
    click.echo(f"An edition uses it once its edition.yaml says theme: {name}.")


@new_command.command("kind", short_help="Another kind of document.")
@click.argument("name")
@click.option(
    "--area",
    metavar="AREA",
    shell_complete=completion.areas,
    help="Whose report to begin; without it, one that has a report.",
)
@click.option(
    "--year", metavar="YEAR", shell_complete=completion.begun_years, help="Which year to begin; without it, the newest."
)
@dry_run_option
@in_workspace
def new_kind_command(workspace: "Workspace", name: str, area: str | None, year: str | None, only_shown: bool) -> None:
    """Begin another kind of document: a small edition that works, a year, and the report of one area.

    \b
    reportgen new kind board-minutes
    """
    from reportgen.commands.new.editions import new_kind
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import list_kinds, list_own_editions, list_reports, list_themes, theme_path

    kind = slug_of(name, "a kind of document")
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
    if kind in list_kinds(workspace) and f"{number}.1" not in list_own_editions(workspace, kind):
        raise click.UsageError(f"There is a kind of document “{kind}” already.")
    key = ReportKey(kind, number, short_name)
    own = [theme for theme in themes if (workspace.root / theme_path(theme)).exists()]
    begin_files(workspace.root, lambda: new_kind(workspace, key, (own or themes)[-1]), f"new kind {kind}", only_shown)
    print_next_command(workspace, kind, f"todo {short_name} {number}")


@new_command.command("workspace", short_help="A small workspace to try, or one for your own reports.")
@click.argument("folder", type=click.Path(path_type=Path), shell_complete=completion.folders)
@click.option(
    "--example",
    metavar="AREA",
    shell_complete=completion.examples,
    help="Begin with the real reports of this area, ready for your own, such as london.",
)
@dry_run_option
@our_fault()
def new_workspace_command(folder: Path, example: str | None, only_shown: bool) -> None:
    """Make a complete small workspace to try, in which everything is made up; or one for your own reports.

    \b
    reportgen new workspace practice
    reportgen new workspace reports --example london
    """
    from reportgen.commands.new.workspaces import example_areas, example_workspace, practice_workspace
    from reportgen.core.diagnostic import Outcome

    if example is not None:
        known_name(example, example_areas(), f"No reports of “{shown(example)}” come with reportgen.")
    plan = example_workspace(example) if example else practice_workspace()
    others = _others_in(folder, {path.split("/")[0] for path in plan.files} | {"build", ".reportgen"})
    if others:
        raise click.UsageError(f"“{shown(str(folder))}” {others}. Name a folder that is not there yet.")
    begin_files(folder.absolute(), lambda: Outcome(plan), "new workspace", only_shown)
    area = example or "exampleshire"
    click.echo(f"Next: go to that folder, open README.md, and try: reportgen build {area} 2024")


@click.command("schema")
@in_workspace
def schema_command(workspace: "Workspace") -> None:
    """Write JSON Schemas of the files that people type, so that an editor completes them and marks what is wrong.

    They stand in .reportgen/schemas/ and can be written again at any time: after an edition changed, for example.
    """
    from reportgen.commands.build import write_schemas

    written = write_schemas(workspace)
    echo_all(written.diagnostics)
    for path in written.value or ():
        click.echo(f"  wrote {from_here(path)}")
    if written.has_errors:
        sys.exit(STOPPED)


def begin_files(root: Path, plan: "Callable[[], Outcome[Plan]]", words: str, only_shown: bool) -> bool:
    """Makes what is planned, or shows it, and tells how it went; ends the command where it cannot be made.

    Shape: whether there was anything left to make.
    """
    from reportgen.commands.build import write_schemas
    from reportgen.read.workspace import SCHEMAS
    from reportgen.read.workspace_files import find_workspace

    standing_outside(root)
    made = carry_out(root, plan, words, only_shown, "made")
    if only_shown:
        sys.exit(0)
    workspace = find_workspace(root).value
    schemas = write_schemas(workspace) if workspace else None
    if schemas and schemas.value:
        click.echo(f"  wrote {from_here(root / SCHEMAS)}/, which editors read")
    count = len(made.files) + len(made.grown)
    just = "" if made.kept else ", just as it would be made"
    files = f"{count} file{'s' if count > 1 else ''} made"
    echo_done(files if count else f"all was there already{just}")
    return count > 0


def slug_of(words: str, what: str) -> str:
    """The short name for words: durham-and-tees for “Durham and Tees”; the end of the command where there is none."""
    short_name = slug_for(words)
    if short_name is None:
        raise click.UsageError(
            f"“{shown(words)}” cannot be the name of {what}: its files are called by it. Take at most {LONGEST_SLUG} letters "
            "from a to z, digits, spaces and hyphens."
            + (" How it is printed can be changed in data/areas.yaml afterwards." if what == "an area" else "")
        )
    return short_name


def _others_in(folder: Path, ours: set[str]) -> str:
    """Why a folder cannot become a workspace, in words; empty where it can."""
    try:
        if folder.is_dir():
            other = next((path.name for path in sorted(folder.iterdir()) if path.name not in ours), None)
            return f"holds other files, such as {shown(other)}" if other else ""
        return "is no folder" if folder.exists() else ""
    except (OSError, ValueError):
        return "cannot be looked into"
