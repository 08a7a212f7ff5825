"""The commands that begin the reports of a year, and those of further areas."""

import re
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion
from reportgen.cli.arguments import areas_of, dry_run_option, known_edition, known_year, of_kind, shown
from reportgen.cli.new import begin_files, new_command, slug_of
from reportgen.cli.output import ask, print_next_command
from reportgen.core.names import closest, parse_year, quoted

if TYPE_CHECKING:
    from reportgen.read.settings import Area
    from reportgen.read.workspace import Workspace

# How like the name of a known area a new one may be before it is taken for a slip of the keyboard.
_MUCH_ALIKE = 0.8
_SMALL = ("and", "in", "of", "on", "the", "upon")
_edition_option = click.option(
    "--edition",
    metavar="EDITION",
    shell_complete=completion.editions,
    help="The edition of the national wording; without it, the newest for the year.",
)
_yes_option = click.option("--yes", "agreed", is_flag=True, help="Do not ask whether what may be a slip is meant.")


@new_command.command("year", short_help="A year like the one before it.")
@click.argument("year", shell_complete=completion.next_year)
@_edition_option
@_yes_option
@dry_run_option
@of_kind
def new_year_command(
    workspace: "Workspace", kind: str, year: str, edition: str | None, agreed: bool, only_shown: bool
) -> None:
    """Begin a year like the one before it, or the first one.

    Each area that had a report gets a figures file, with every figure left empty and last year's beside it, and pages with
    last year's titles.

    \b
    reportgen new year 2025
    reportgen new year 2021 --edition 2021.1
    """
    from reportgen.commands.new.years import area_to_begin, new_year
    from reportgen.read.workspace import list_reports

    number = known_year(year)
    words = f"new year {number}"
    name, why = _edition_of(workspace, kind, number, edition)
    _ask_of_gap(workspace, kind, number, agreed or only_shown, words)
    made = begin_files(workspace.root, lambda: new_year(workspace, kind, number, name), words, only_shown)
    click.echo(f"The year uses edition {name}, {why}.")
    area = next((key.area for key in list_reports(workspace, kind) if key.year == number), None)
    other = area_to_begin(workspace, kind, number)
    if area:
        print_next_command(workspace, kind, f"todo {area} {number}")
    if other and not (area and made):
        print_next_command(workspace, kind, f"new area {other} {number}", "For another area" if area else "Next")
    if not area and not other:
        print_next_command(workspace, kind, "new area --help")


@new_command.command("area", short_help="The report of one more area.")
@click.argument("names", nargs=-1, required=True, metavar="AREA... [YEAR]", shell_complete=completion.areas_to_begin)
@click.option(
    "--country", type=click.Choice(["England", "Wales"]), help="Where it is, if it is not yet in the list of areas."
)
@_edition_option
@_yes_option
@dry_run_option
@of_kind
def new_area_command(
    workspace: "Workspace",
    kind: str,
    names: tuple[str, ...],
    country: str | None,
    edition: str | None,
    agreed: bool,
    only_shown: bool,
) -> None:
    """Begin the report of one more area, or of several, for the newest year or the one that is named.

    A year that is not there yet is begun with it. An area that is not yet in data/areas.yaml is added to it, if you say in
    which country it is.

    \b
    reportgen new area durham
    reportgen new area durham kent 2025
    reportgen new area "Durham and Tees Valley" 2025 --country England
    """
    from reportgen.commands.new.years import new_areas
    from reportgen.read.workspace import is_missing, year_path

    typed, number = _areas_and_year(workspace, kind, names)
    areas = _areas_to_begin(workspace, kind, typed, number, country, agreed or only_shown)
    words = f"new area {' '.join(areas)} {number}"
    is_first = is_missing(workspace.root, year_path(kind, number))
    name, why = _edition_of(workspace, kind, number, edition)
    if is_first:
        _ask_of_gap(workspace, kind, number, agreed or only_shown, words)
    begin_files(workspace.root, lambda: new_areas(workspace, kind, number, areas, name), words, only_shown)
    if is_first:
        click.echo(f"The year {number} is begun too. It uses edition {name}, {why}.")
    print_next_command(workspace, kind, f"todo {next(iter(areas))} {number}")


def _areas_and_year(workspace: "Workspace", kind: str, names: tuple[str, ...]) -> tuple[tuple[str, ...], int]:
    """The words that name areas, and the year: the one among them, or the newest that is begun."""
    from reportgen.read.workspace import begun_years, command, list_editions

    areas, years = tuple(areas_of(names)), [year for name in names if (year := parse_year(name)) is not None]
    if len(years) > 1:
        raise click.UsageError("Name one year.")
    if not areas:
        raise click.UsageError(f"Name an area too, such as “reportgen new area kent {years[0]}”.")
    number = years[0] if years else max(begun_years(workspace, kind), default=None)
    if number is None:
        editions = list_editions(workspace, kind)
        example = editions[-1][:4] if editions else "2024"
        words = " ".join(map(quoted, (*areas, example)))
        raise click.UsageError(
            f"No year is begun yet, so name one, such as: {command(workspace, kind, f'new area {words}')}"
        )
    return areas, number


def _areas_to_begin(
    workspace: "Workspace", kind: str, typed: tuple[str, ...], year: int, country: str | None, agreed: bool
) -> "dict[str, Area]":
    """The areas that were named, by their short names: known ones, or one that is to be added to the list."""
    from reportgen.read.settings import Area
    from reportgen.read.workspace import command, find_area

    # A name of several words may have been typed without quotation marks: west midlands 2024.
    name = " ".join(typed)
    whole = find_area(workspace, name)
    slugs = [whole] if whole else [slug for words in typed if (slug := find_area(workspace, words))]
    if whole or len(slugs) == len(typed):
        return {slug: workspace.areas[slug] for slug in slugs}
    short_name = slug_of(name, "an area")
    near = closest(name, [*workspace.areas], _MUCH_ALIKE) if country else closest(name, [*workspace.areas])
    where = country or "England"
    add = f"new area {quoted(name)} {year} --country {where}"
    if near is None and country is None:
        words = "To add it, say where it is, in England or in Wales"
        raise click.UsageError(f"{_unknown(name)} {words}:\n  {command(workspace, kind, add)}")
    if near is not None and not (country and agreed):
        meant = workspace.areas[near].name
        lines = (
            _unknown(name),
            f"Did you mean {meant}? Then type:\n  {command(workspace, kind, f'new area {near} {year}')}",
            f"To add another area, say where it is, in England or in Wales:\n  {command(workspace, kind, f'{add} --yes')}",
        )
        if country is None:
            raise click.UsageError("\n".join(lines))
        question = f"{_unknown(name)} {meant} is. Add “{shown(name)}” as another area?"
        ask(question, "\n".join(lines), "nothing was made")
    return {short_name: Area(_printed(name), where)}


def _unknown(name: str) -> str:
    return f"“{shown(name)}” is not an area in data/areas.yaml."


def _edition_of(workspace: "Workspace", kind: str, year: int, asked: str | None) -> tuple[str, str]:
    """The edition that a year uses, and why; the end of the command where there is none, or it is another already."""
    from reportgen.commands.new.years import edition_for
    from reportgen.read.source import read_year
    from reportgen.read.workspace import is_missing, year_path

    begun = None if is_missing(workspace.root, year_path(kind, year)) else read_year(workspace, kind, year).value
    if asked:
        name = known_edition(workspace, kind, asked)
        if begun and begun.edition.name != name:
            raise click.UsageError(
                f"{year} is begun with edition {begun.edition.name}, which is the same for all its areas. Leave out --edition."
            )
        return name, "as you asked"
    if begun:
        return begun.edition.name, "as year.yaml says"
    chosen = edition_for(workspace, kind, year)
    if chosen is None:
        raise click.UsageError(f"A year needs an edition of the national wording, and templates/{kind}/ holds none.")
    return chosen


def _ask_of_gap(workspace: "Workspace", kind: str, year: int, agreed: bool, words: str) -> None:
    """Asks before a year is begun though there is none right before it, since such a year may be a slip."""
    from reportgen.read.workspace import command, year_before

    before = year_before(workspace, kind, year)
    if agreed or before is None or year - before == 1:
        return
    left_out = f"{before + 1} is" if year - before == 2 else f"{before + 1} to {year - 1} are"
    fact = f"The last year here before {year} is {before}, so {left_out} left out."
    ask(
        f"{fact} Begin {year} all the same?",
        f"{fact} To begin it all the same:\n  {command(workspace, kind, f'{words} --yes')}",
        "nothing was made",
    )


def _printed(words: str) -> str:
    """A name as a report prints it: as it was typed, or with large letters where only small ones were."""
    if words != words.lower():
        return " ".join(words.split())
    parts = re.split(r"[ _-]+", words.strip())
    return " ".join(part if part in _SMALL else part.capitalize() for part in parts)
