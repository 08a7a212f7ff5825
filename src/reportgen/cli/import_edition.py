"""What `reportgen import --edition` does: a draft of an edition, of the wording of published reports."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.output import STOPPED, echo_diagnostic, tell_next
from reportgen.cli.progress import progress

if TYPE_CHECKING:
    from reportgen.commands.new.plan import Plan
    from reportgen.read.workspace import Workspace


def import_draft(
    workspace: "Workspace", kind: str, name: str, files: tuple[Path, ...], only_shown: bool, told_as: str
) -> None:
    """Makes the draft of an edition or shows what it would be, and tells what is left to do."""
    from reportgen.commands.build import begin, still_to_make
    from reportgen.core.diagnostic import Outcome
    from reportgen.core.diagnostic_text import as_data as diagnostic_data
    from reportgen.core.diagnostic_text import as_json
    from reportgen.ingest.edition_importing import ImportedEdition, import_edition
    from reportgen.ingest.telling import edition_as_data, edition_told
    from reportgen.read.workspace import is_edition

    if not is_edition(name):
        raise click.UsageError(f"“{name}” is no name of an edition; type a year and a number, such as 2023.2.")
    read: list[Outcome[ImportedEdition]] = []

    def plan() -> "Outcome[Plan]":
        with progress(told_as == "text") as tell:
            read.append(import_edition(workspace, kind, name, files, tell))
        return Outcome(read[0].value.plan if read[0].value else None, read[0].diagnostics)

    made = (
        still_to_make(workspace.root, plan())
        if only_shown
        else begin(workspace.root, plan, f"reportgen import --edition {name}")
    )
    imported = read[0].value if read else None
    written = tuple(made.value.files) if made.value else ()
    if told_as == "json":
        data = edition_as_data(imported) if imported else None
        said = [diagnostic_data(one) for one in made.diagnostics]
        click.echo(as_json({"edition": data, "files": [] if only_shown else list(written), "diagnostics": said}))
    else:
        for line in edition_told(imported) if imported else ():
            click.echo(line)
        for diagnostic in made.diagnostics:
            echo_diagnostic(diagnostic)
        for path in written:
            click.echo(f"  {'would write' if only_shown else 'wrote'} {path}")
        if made.value is None:
            click.echo(click.style("Stopped: nothing was written, and what was there stays.", fg="red"))
        elif only_shown:
            click.echo("Nothing was written: this only shows what would be.")
        else:
            tell_next(workspace, kind, f"check --edition {name}")
    if made.value is None:
        sys.exit(STOPPED)
