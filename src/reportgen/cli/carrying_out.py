"""What a file holds, taken into the workspace: the same way for figures, pages and editions.

Comes in: what reads the file. Goes out: what was read and written, told as lines or as data.
"""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import click

from reportgen.cli.output import STOPPED, echo_all, echo_data, echo_stopped
from reportgen.cli.progress import progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.commands.new.plan import Plan
    from reportgen.core.diagnostic import Outcome
    from reportgen.core.worker_process import Tell


class Planned(Protocol):
    """What was read from a file, with what is to be written of it."""

    @property
    def plan(self) -> "Plan":
        """The files that are to be made."""


Read = TypeVar("Read", bound=Planned)


def carry_out(
    root: Path,
    work: "Callable[[Tell], Outcome[Read]]",
    command: str,
    only_shown: bool,
    told_as: str,
    lines: "Callable[[Read | None], Iterable[str]]",
    data: "Callable[[Read | None], dict[str, object]]",
) -> "tuple[Read, Plan] | None":
    """Reads, writes what is planned or shows it, and tells how it went; ends the command where it cannot be done.

    Shape: what was read, and what was written; None where it is only shown.
    """
    from reportgen.commands.build import begin, still_to_make

    read: list[Outcome[Read]] = []

    def plan() -> "Outcome[Plan]":
        with progress(told_as == "text") as tell:
            read.append(work(tell))
        return read[0].map(lambda found: found.plan)

    made = still_to_make(root, plan()) if only_shown else begin(root, plan, f"reportgen {command}")
    found = read[0].value if read else None
    paths = (*made.value.files, *made.value.grown) if made.value else ()
    if told_as == "json":
        echo_data(made.diagnostics, **data(found), files=[] if only_shown else list(paths))
    else:
        for line in lines(found):
            click.echo(line)
        echo_all(made.diagnostics)
        for path in paths:
            click.echo(f"  {'would write' if only_shown else 'wrote'} {path}")
        if made.value is None:
            echo_stopped("nothing was written, and what was there stays")
        elif only_shown:
            click.echo("Nothing was written: this only shows what would be.")
    if found is None or made.value is None:
        sys.exit(STOPPED)
    return None if only_shown else (found, made.value)
