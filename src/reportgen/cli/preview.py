"""The command that shows a report in a browser while it is written."""

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from reportgen.cli.arguments import area_and_year, of_report
from reportgen.cli.output import echo_all, progress, report_heading, stop

if TYPE_CHECKING:
    from reportgen.core.names import ReportKey
    from reportgen.preview.ticking import Published
    from reportgen.read.workspace import Workspace


@click.command("preview")
@area_and_year
@click.option("--port", type=click.IntRange(1, 65535), help="The port of the address; without it, any that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@click.option(
    "--published",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The published report that the figures were read from, to tick them off beside it.",
)
@of_report
def preview_command(
    workspace: "Workspace", key: "ReportKey", port: int | None, no_browser: bool, file: Path | None
) -> None:
    """Show a report in the browser, beside what is still to do and what is wrong, and write it there if you like.

    The page follows every file that you save, and saves what you type there into the same files. Only this computer can
    see it. Ctrl-C ends it.

    With --published, each figure stands beside the place where it was read in that file, with a box to tick.

    \b
    reportgen preview london 2024
    reportgen preview london 2023 --published london-2023.pdf
    """
    import secrets
    import threading
    import webbrowser

    from reportgen.preview.serving import PortTakenError, serve
    from reportgen.read.source import not_begun
    from reportgen.read.workspace import figures_path, is_missing

    def opened(address: str) -> None:
        click.echo(f"The preview is at {address} until you press Ctrl-C.")
        if not no_browser:
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    click.echo(report_heading(workspace, key))
    if is_missing(workspace.root, figures_path(key)):
        echo_all([not_begun(workspace, key)])
    published = _read(workspace, key, file) if file else None
    try:
        with suppress(KeyboardInterrupt):
            serve(workspace.root, key, port or 0, secrets.token_urlsafe(32), opened, published)
    except PortTakenError:
        raise click.UsageError(f"Port {port} is taken, or kept for the system. Leave out --port.") from None
    click.echo("The preview has ended.")


def _read(workspace: "Workspace", key: "ReportKey", file: Path) -> "Published":
    """The figures of a published file; the end of the command where they cannot be read."""
    from reportgen.ingest.importing import import_report
    from reportgen.preview.ticking import Published, pictures_of

    with progress(True) as tell:
        read = import_report(workspace, key, file, tell)
        published = Published(read.value, pictures_of(read.value, tell)) if read.value else None
    # What differs from the figures file is shown beside the figure.
    echo_all(diagnostic for diagnostic in read.diagnostics if diagnostic.slug != "figure-differs")
    if published is None:
        stop("the published file was not read")
    return published
