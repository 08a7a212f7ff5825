"""The commands that take figures from other files: published reports, and the returns that come every year."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from reportgen.cli.arguments import dry_run_option, format_option, known_area, known_year, of_kind, of_report
from reportgen.cli.ending import STOPPED
from reportgen.cli.execution import carry_out
from reportgen.cli.output import echo_all, echo_data, print_next_command, progress, report_heading, stop
from reportgen.cli.paths import from_here

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reportgen.commands.new.plan import Plan
    from reportgen.core.diagnostic import Outcome
    from reportgen.core.names import ReportKey
    from reportgen.core.worker_process import Tell
    from reportgen.ingest.edition_importing import ImportedEdition
    from reportgen.ingest.importing import Imported
    from reportgen.read.workspace import Workspace

# What was read from a file, with the plan of what is to be written of it.
Read = TypeVar("Read", "Imported", "ImportedEdition")
_MOST_REPORTS = 2


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option("--area", metavar="AREA", help="Whose report it is.")
@click.option("--year", metavar="YEAR", help="Of which year it is.")
@click.option(
    "--edition",
    metavar="NAME",
    help="Make a draft of this edition instead, of the national wording that the reports of two areas share.",
)
@dry_run_option
@format_option
@of_kind
def import_command(
    workspace: "Workspace",
    kind: str,
    files: tuple[Path, ...],
    area: str | None,
    year: str | None,
    edition: str | None,
    only_shown: bool,
    output_format: str,
) -> None:
    """Take the figures and the pages of a published report, and begin its files with them.

    FILE is a PDF, a Word file, a workbook, a CSV file, a web page or a text. Only figures that are sure are filled in; beside
    each other one, a remark says where to look. The area's own text becomes pages. A figures file that is there is compared;
    files that are there are never changed.

    With --edition, the wording of a year becomes a draft of an edition: the paragraphs that the reports of two areas share, or
    those of one report that are like the nearest edition’s.

    To tick the figures off beside the file, open the preview with --published FILE.

    \b
    reportgen import london-2023.pdf --area london --year 2023
    reportgen import --edition 2023.2 london-2023.pdf kent-2023.pdf
    """
    from reportgen.core.names import ReportKey
    from reportgen.ingest.importing import import_report

    if edition is not None:
        if area or year or len(files) > _MOST_REPORTS:
            raise click.UsageError("With --edition, name one or two reports, and no area or year.")
        _import_draft(workspace, kind, edition, files, only_shown, output_format)
        return
    if not area or not year or len(files) != 1:
        raise click.UsageError("Name one file, and its area and year with --area and --year.")
    key = ReportKey(kind, known_year(year), known_area(workspace, area))
    words = f"import {key.area} {key.year}"
    _take(
        workspace,
        key,
        lambda tell: import_report(workspace, key, files[0], tell, with_pages=True),
        words,
        only_shown,
        output_format,
    )


@click.command("figures")
@click.argument("names", nargs=-1, metavar="AREA YEAR")
@click.option("--from", "file", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The return.")
@dry_run_option
@format_option
@of_report
def figures_command(workspace: "Workspace", key: "ReportKey", file: Path, only_shown: bool, output_format: str) -> None:
    """Fill in a begun figures file from the area's return, as it comes every year.

    Only empty places are filled in, and only with figures that are sure. Which cell holds which figure is kept in return.yaml,
    and used for the next area and the next year.

    \b
    reportgen figures london 2025 --from return.xlsx
    """
    from reportgen.ingest.importing import fill_figures

    words = f"figures {key.area} {key.year}"
    _take(workspace, key, lambda tell: fill_figures(workspace, key, file, tell), words, only_shown, output_format)


@click.command("compare")
@click.argument("names", nargs=-1, metavar="AREA YEAR")
@click.option(
    "--published", "file", required=True, type=click.Path(path_type=Path), metavar="FILE", help="The published report."
)
@format_option
@of_report
def compare_command(workspace: "Workspace", key: "ReportKey", file: Path, output_format: str) -> None:
    """Tell how far a report that was made again is the one that was published, and change nothing.

    It counts the words that stand in both in the same order, tells each passage that was lost or added with its place, and
    each figure that differs.

    \b
    reportgen compare london 2023 --published london-2023.pdf
    """
    from reportgen.ingest import proof

    with progress(output_format == "text") as tell:
        found = proof.compare_published(workspace, key, file, tell)
    if output_format == "json":
        compared = proof.as_data(found.value) if found.value else None
        echo_data(found.diagnostics, report=str(key), compared=compared)
    else:
        click.echo(report_heading(workspace, key))
        for line in proof.as_text(found.value) if found.value else ():
            click.echo(line)
        echo_all(found.diagnostics)
        if found.value is None:
            stop("nothing was compared")
    if found.value is None:
        sys.exit(STOPPED)


def _take(
    workspace: "Workspace",
    key: "ReportKey",
    work: "Callable[[Tell], Outcome[Imported]]",
    command: str,
    only_shown: bool,
    output_format: str,
) -> None:
    """Takes what a file holds for a report, and tells what is left to do."""
    from reportgen.ingest.importing import as_data, as_text

    taken = _take_in(
        workspace.root,
        work,
        command,
        only_shown,
        output_format,
        lambda found: (report_heading(workspace, key), *(as_text(found) if found else ())),
        lambda found: {"report": str(key), "imported": as_data(found) if found else None},
    )
    if taken and output_format == "text":
        _tell_filled(workspace, *taken)


def _import_draft(
    workspace: "Workspace", kind: str, name: str, files: tuple[Path, ...], only_shown: bool, output_format: str
) -> None:
    """Makes the draft of an edition or shows what it would be, and tells what is left to do."""
    from reportgen.ingest.edition_importing import as_data, as_text, import_edition
    from reportgen.read.workspace import is_edition

    if not is_edition(name):
        raise click.UsageError(f"“{name}” is no name of an edition; type a year and a number, such as 2023.2.")
    taken = _take_in(
        workspace.root,
        lambda tell: import_edition(workspace, kind, name, files, tell),
        f"import --edition {name}",
        only_shown,
        output_format,
        lambda found: as_text(found) if found else (),
        lambda found: {"edition": as_data(found) if found else None},
    )
    if taken and output_format == "text":
        print_next_command(workspace, kind, f"check --edition {name}")


def _tell_filled(workspace: "Workspace", imported: "Imported", plan: "Plan") -> None:
    """What a figures file that is there has, lacks or has otherwise."""
    from reportgen.read.cells import name_of
    from reportgen.read.workspace import figures_path

    key, filled = imported.key, imported.filled
    if filled is not None:
        both = len(filled.same) + len(filled.differing)
        if filled.filled:
            count = len(filled.filled)
            kept = "1 figure was filled in" if count == 1 else f"{count} figures were filled in"
        else:
            kept = "only remarks were added" if plan.grown else "nothing in it was changed"
        same = f"{len(filled.same)} of {both} figures that both files have are the same"
        click.echo(f"{from_here(workspace.root / figures_path(key))}: {same}; {kept}.")
        if filled.without_line:
            names = ", ".join(name_of(imported.edition.shape, name) for name in filled.without_line)
            click.echo(f"{imported.name} also shows figures that have no line in the figures file: {names}")
    print_next_command(workspace, key.kind, f"todo {key.area} {key.year}")


def _take_in(
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
