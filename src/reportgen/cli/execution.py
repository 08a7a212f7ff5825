"""What is planned, carried out or only shown: the same way for what is begun and for what is taken from a file.

Comes in: a plan, or what reads one from a file. Goes out: what was written, told as lines or as data.
"""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import click

from reportgen.cli.ending import STOPPED
from reportgen.cli.output import echo_all, echo_data, progress, stop

if TYPE_CHECKING:
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
    plan: "Callable[[], Outcome[Plan]]",
    command: str,
    only_shown: bool,
    done: str,
    told: Callable[[str], str] = str,
    data: "Callable[[], dict[str, object]] | None" = None,
) -> "Plan":
    """Writes what is planned or shows it, and tells how it went; ends the command where it cannot be done.

    Shape: `done` is what is done with files: made, written; `told` gives a path as it is told; with `data`, all is told as
    JSON, behind these values.
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
        click.echo(f"  {'would write' if only_shown else 'wrote'} {told(path)}")
    for path in made.kept:
        click.echo(f"  {'would keep' if only_shown else 'kept'} {told(path)}, which is there already")
    if only_shown:
        click.echo(f"Nothing was {done}: this only shows what would be.")
    return made


def take_in(
    root: Path,
    work: "Callable[[Tell], Outcome[Read]]",
    command: str,
    only_shown: bool,
    output_format: str,
    lines: "Callable[[Read | None], Iterable[str]]",
    data: "Callable[[Read | None], dict[str, object]]",
) -> "tuple[Read, Plan] | None":
    """Reads a file and carries out what is planned of it; ends the command where it cannot be done.

    Shape: what was read, and what was written; None where it is only shown.
    """
    found: Read | None = None
    is_text = output_format == "text"

    def plan() -> "Outcome[Plan]":
        nonlocal found
        with progress(is_text) as tell:
            outcome = work(tell)
        found = outcome.value
        for line in lines(found) if is_text else ():
            click.echo(line)
        return outcome.map(lambda read: read.plan)

    made = carry_out(root, plan, command, only_shown, "written", data=None if is_text else lambda: data(found))
    return (found, made) if found and not only_shown else None
