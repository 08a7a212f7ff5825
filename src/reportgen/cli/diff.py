"""The command that tells what changed."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reportgen.cli import completion
from reportgen.cli.arguments import asked_for, known_edition, of_kind
from reportgen.cli.ending import STOPPED
from reportgen.cli.output import echo_all, echo_data, stop
from reportgen.cli.paths import from_here

if TYPE_CHECKING:
    from reportgen.compare.comparison import Comparison
    from reportgen.core.diagnostic import Diagnostic, Outcome
    from reportgen.read.workspace import Workspace


@click.command("diff")
@click.argument("names", nargs=-1, metavar="AREA YEAR...", shell_complete=completion.reports)
@click.option(
    "--bundle",
    is_flag=False,
    flag_value="",
    metavar="[BUNDLE]",
    help="Compare the report with a bundle of it: the last one, or that of a day, such as 2025-10-20.",
)
@click.option("--since", metavar="VERSION", help="Compare the report with an earlier version in git, such as HEAD~3.")
@click.option(
    "--edition",
    "editions",
    nargs=2,
    metavar="OLD NEW",
    shell_complete=completion.editions,
    help="Compare two editions of the national wording.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "html", "json"]),
    default="text",
    help="html makes a page in build/changes/; json is for scripts.",
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to this new file instead.")
@of_kind
def diff_command(
    workspace: "Workspace",
    kind: str,
    names: tuple[str, ...],
    bundle: str | None,
    since: str | None,
    editions: tuple[str, str] | None,
    output_format: str,
    output: Path | None,
) -> None:
    """Show what changed: every figure, each word of the text, and nothing that stayed the same.

    The older of two years or editions is named first.

    \b
    reportgen diff london 2023 2024
    reportgen diff london 2023 2024 --format html
    reportgen diff london 2024 --bundle
    reportgen diff london 2024 --bundle 2025-10-20
    reportgen diff london 2024 --since HEAD~3
    reportgen diff --edition 2023.1 2024.1
    """
    from reportgen.core.day import NOT_A_DAY, day_hint, day_meant

    if bundle and day_meant(bundle):
        raise click.UsageError(f"“{bundle}”: {NOT_A_DAY}; {day_hint(bundle)}.")
    if sum((bundle is not None, since is not None, editions is not None)) > 1:
        raise click.UsageError("Use one of --bundle, --since and --edition.")
    if bundle in workspace.areas:
        # The option without a value stands before the area.
        names, bundle = (bundle, *names), ""
    found, name = _compared(workspace, kind, names, bundle, since, editions)
    if found.value is None:
        _stop(found.diagnostics, output_format == "json")
    _answer(workspace, found.value, output_format, f"build/changes/{name}.html", output)


def _compared(
    workspace: "Workspace",
    kind: str,
    names: tuple[str, ...],
    bundle: str | None,
    since: str | None,
    editions: tuple[str, str] | None,
) -> "tuple[Outcome[Comparison], str]":
    """What was asked for, and the name of its page."""
    from reportgen.commands import diff

    if editions is not None:
        if names:
            raise click.UsageError("With --edition, name two editions and no area.")
        old, new = (known_edition(workspace, kind, name) for name in editions)
        return diff.compare_named_editions(workspace, kind, old, new), f"{kind}-{old}-to-{new}"
    keys = asked_for(workspace, kind, names, False)
    if len({key.area for key in keys}) > 1:
        raise click.UsageError("Name one area.")
    key = keys[-1]
    stem = f"{kind}-{key.area}"
    if bundle is not None or since is not None:
        if len(keys) > 1:
            raise click.UsageError(f"Name one year with {'--since' if bundle is None else '--bundle'}.")
        if bundle is not None:
            return diff.compare_since_bundle(workspace, key, bundle), f"{stem}-{key.year}-since-bundle"
        found = diff.compare_since_revision(workspace, key, since or "")
        version = found.value.old_name.split()[1] if found.value else ""
        return found, f"{stem}-{key.year}-since-{version}"
    if len(keys) != 2:
        raise click.UsageError("Name two years, such as “reportgen diff london 2023 2024”; or use --bundle or --since.")
    return diff.compare_years(workspace, keys[0], key), f"{stem}-{keys[0].year}-to-{key.year}"


def _answer(workspace: "Workspace", found: "Comparison", output_format: str, usual: str, output: Path | None) -> None:
    """Prints what changed, or writes it to a file and says where."""
    from reportgen.compare.page import redline_page
    from reportgen.compare.plain_text import as_text
    from reportgen.output.publish import publish_file, publish_new_file

    made = {"text": as_text, "html": redline_page, "json": _as_json}[output_format](found)
    if output is None and output_format != "html":
        click.echo(made)
        return
    data = f"{made.rstrip()}\n".encode()
    written = publish_new_file(output, data) if output else publish_file(workspace.root, usual, data)
    if written.value is None:
        _stop(written.diagnostics, output_format == "json")
    if output_format != "json":
        click.echo(f"{found.subject}: {found.old_name} compared with {found.new_name}")
        click.echo(f"  wrote {from_here(written.value[0])}")


def _as_json(found: "Comparison") -> str:
    from reportgen.compare.data import as_data
    from reportgen.core.diagnostic_text import as_json

    return as_json({"comparison": as_data(found), "diagnostics": []})


def _stop(diagnostics: "tuple[Diagnostic, ...]", is_data: bool) -> NoReturn:
    """Tells what stands in the way."""
    from reportgen.core.diagnostic_text import counted

    if is_data:
        echo_data(diagnostics, comparison=None)
        sys.exit(STOPPED)
    echo_all(diagnostics)
    stop(f"nothing was compared ({counted(diagnostics)})")
