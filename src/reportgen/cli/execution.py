"""What is planned, carried out or only shown: the same way for what is begun and for what is taken from a file.

Comes in: a plan. Goes out: what was written, told as lines or as data.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.ending import STOPPED
from reportgen.cli.output import echo_all, echo_data, stop
from reportgen.cli.paths import from_here

if TYPE_CHECKING:
    from reportgen.commands.new.plan import Plan
    from reportgen.core.diagnostic import Outcome


def carry_out(
    root: Path,
    plan: "Callable[[], Outcome[Plan]]",
    command: str,
    only_shown: bool,
    done: str,
    data: "Callable[[], dict[str, object]] | None" = None,
) -> "Plan":
    """Writes what is planned or shows it, and tells how it went; ends the command where it cannot be done.

    Shape: `done` is what is done with files: made, written; with `data`, all is told as JSON, behind these values.
    """
    from reportgen.commands.build import begin, still_to_make

    outcome = still_to_make(root, plan()) if only_shown else begin(root, plan, f"reportgen {command}")
    made = outcome.value
    paths = (*made.files, *made.grown) if made else ()
    if data:
        echo_data(outcome.diagnostics, **data(), files=[] if only_shown else list(paths))
        if made is None:
            sys.exit(STOPPED)
        return made
    echo_all(outcome.diagnostics)
    if made is None:
        stop(f"nothing was {done}, and what was there stays")
    for path in paths:
        click.echo(f"  {'would write' if only_shown else 'wrote'} {from_here(root / path)}")
    for path in made.kept:
        click.echo(f"  {'would keep' if only_shown else 'kept'} {from_here(root / path)}, which is there already")
    if only_shown:
        click.echo(f"Nothing was {done}: this only shows what would be.")
    return made
