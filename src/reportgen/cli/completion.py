"""What the Tab key completes in a shell, and the command that prints what the shell needs for it.

Comes in: the words typed so far. Goes out: those that can come next. A shell asks anew at each key, so the names are taken
from folders: the workspace is not read, and nothing is said where there is none.
"""

import re
from collections.abc import Iterable
from pathlib import Path

import click
from click.shell_completion import CompletionItem, get_completion_class

_MARKER = "reportgen.yaml"
# Where reportgen.yaml names no other.
_USUAL_KIND = "annual-report"
_SHELLS = ("bash", "zsh", "fish")
_KIND = re.compile(r"^default_kind: *[\"']?([a-z0-9-]+)", re.MULTILINE)
_YEAR = re.compile(r"\d{4}", re.ASCII)


@click.command("completion")
@click.argument("shell", type=click.Choice(_SHELLS))
def completion_command(shell: str) -> None:
    """Print what a shell needs so that the Tab key completes commands, areas, years and formats.

    The README says where to put it.

    \b
    reportgen completion bash
    """
    known = get_completion_class(shell)
    if known is not None:
        root = click.get_current_context().find_root()
        click.echo(known(root.command, {}, "reportgen", "_REPORTGEN_COMPLETE").source())


def reports(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """Areas that have a report, and behind them, or with --all, years; each only with what was typed before."""
    found = {(path.stem, path.parent.name) for path in _in_data(context, "[0-9]*/*.yaml")}
    typed = tuple(context.params.get("names") or ())
    years = {name for name in typed if _YEAR.match(name)}
    areas = set(typed) - years
    there = {(area, year) for area, year in found if area != "year"}
    next_areas = {area for area, year in there if not years or year in years} - areas
    next_years = {year for area, year in there if not areas or area in areas} - years
    if context.params.get("everything"):
        return _of(next_years, start)
    return [*_of(next_areas, start), *(_of(next_years, start) if areas else ())]


def areas_to_begin(context: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    """Every area of the list, and behind one, the years that are begun."""
    typed = set(context.params.get("names") or ())
    years = begun_years(context, parameter, start) if typed else []
    return [*(area for area in areas(context, parameter, start) if area not in typed), *years]


def areas(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The short names of all areas in data/areas.yaml."""
    from reportgen.read.located_yaml import Mapping, parse_yaml
    from reportgen.read.text import read_text

    root = _root(context)
    file = read_text(root, "data/areas.yaml", lambda _: None) if root else None
    tree = parse_yaml(file, lambda _: None) if file else None
    listed = tree.get("areas") if isinstance(tree, Mapping) else None
    return _of((name.text for name, _ in listed.entries), start) if isinstance(listed, Mapping) else []


def begun_years(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The years that are begun."""
    return _of({path.parent.name for path in _in_data(context, "[0-9]*/year.yaml")}, start)


def next_year(context: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    """The year after the newest one."""
    years = [int(year) for year in begun_years(context, parameter, "") if year.isdecimal()]
    return _of([str(max(years) + 1)] if years else [], start)


def kinds(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The kinds of document."""
    return _of({path.parent.name for path in _templates(context, "*/[0-9]*.[0-9]*")}, start)


def editions(context: click.Context, _: click.Parameter, start: str) -> list[str]:
    """The editions of the kind that was named, or of the usual one."""
    return _of({path.name for path in _templates(context, f"{_kind(context)}/[0-9]*.[0-9]*")}, start)


def formats(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """Formats, also behind others and a comma."""
    from reportgen.formats.registry import FORMATS

    typed, comma, begun = start.rpartition(",")
    return [f"{typed}{comma}{name}" for name in _of((*FORMATS, "json"), begun) if name not in typed.split(",")]


def examples(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """The areas whose reports come with reportgen."""
    from reportgen.commands.new.workspaces import example_areas

    return _of(example_areas(), start)


def folders(_: click.Context, __: click.Parameter, start: str) -> "list[CompletionItem[str]]":
    """Folders, which the shell itself looks up."""
    return [CompletionItem(start, type="dir")]


def slugs(_: click.Context, __: click.Parameter, start: str) -> list[str]:
    """The words in the brackets of messages."""
    from reportgen.core.catalogue import CATALOGUE

    return _of(CATALOGUE, start)


def _of(names: Iterable[str], start: str) -> list[str]:
    return sorted(name for name in names if name.startswith(start))


def _root(context: click.Context) -> Path | None:
    """The workspace that was named, or the one that holds this folder."""
    from reportgen.read.workspace import find_root

    return find_root(Path(context.params.get("start") or Path())).value


def _kind(context: click.Context) -> str:
    """The kind that was named, or the usual one."""
    named, root = context.params.get("kind"), _root(context)
    if named or root is None:
        return str(named or "")
    found = _KIND.search((root / _MARKER).read_text(encoding="utf-8", errors="replace"))
    return found[1] if found else _USUAL_KIND


def _in_data(context: click.Context, pattern: str) -> list[Path]:
    """The files of a kind among the workspace's figures that fit a pattern."""
    root, kind = _root(context), _kind(context)
    return list((root / "data" / kind).glob(pattern)) if root and re.fullmatch(r"[a-z0-9-]+", kind) else []


def _templates(context: click.Context, pattern: str) -> list[Path]:
    """Folders of editions, the workspace's own and those that come with reportgen."""
    from reportgen.read.packaged import packaged_root

    root = _root(context)
    places = (root, packaged_root()) if root else ()
    return [path for place in places for path in (place / "templates").glob(pattern)]
