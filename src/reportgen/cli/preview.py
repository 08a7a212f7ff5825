"""The command that shows a report in a browser while it is written."""

from contextlib import suppress
from pathlib import Path

import click

from reportgen.cli.arguments import area_and_year, asked_for, kind_option, known_kind, open_workspace, workspace_option
from reportgen.cli.output import echo_diagnostic, our_fault, understood


@click.command("preview", short_help="Show a report in the browser while you write it.")
@area_and_year
@click.option("--port", type=click.IntRange(1, 65535), help="The port of the address; without it, any that is free.")
@click.option("--no-browser", is_flag=True, help="Only print the address.")
@kind_option
@workspace_option
def preview_command(names: tuple[str, ...], port: int | None, no_browser: bool, kind: str | None, start: Path) -> None:
    """Show a report in the browser, beside what is still to do and what is wrong, and write it there if you like.

    The page follows every file that you save, and saves what you type there into the same files. Only this computer can
    see it. Ctrl-C ends it.

    \b
    reportgen preview london 2024
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

    with our_fault():
        workspace = open_workspace(start, False)
        keys = asked_for(workspace, known_kind(workspace, kind), names, False)
        if len(keys) != 1:
            raise click.UsageError("Name one area and one year.")
        click.echo(understood(workspace, keys[0]))
        if is_missing(workspace.root, figures_path(keys[0])):
            echo_diagnostic(not_begun(workspace, keys[0]))
        try:
            with suppress(KeyboardInterrupt):
                serve(workspace.root, keys[0], port or 0, secrets.token_urlsafe(32), opened)
        except PortTakenError:
            raise click.UsageError(f"Port {port} is taken, or kept for the system. Leave out --port.") from None
        click.echo("The preview has ended.")
