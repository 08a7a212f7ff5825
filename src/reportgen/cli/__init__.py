"""The command line: words in, text and an exit code out.

Comes in: what was typed. Goes out: plain lines for people, JSON for scripts. Exit codes: 0 done, 1 diagnostics stopped it,
2 wrong command, 3 a fault of ours, 130 stopped by Ctrl-C.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from reportgen import __version__

_WRONG_COMMAND = 2
# Characters of a line of help.
_WIDEST, _NARROWEST, _USUAL = 86, 50, 80
# By name: where a command is, and what the help says of it. Nothing of it is loaded until it is asked for.
COMMANDS = {
    "build": ("build", "Check a report and make it."),
    "check": ("build", "Look for mistakes, and change nothing."),
    "compare": ("importing", "Hold a report against the published one."),
    "completion": ("completion", "Print what a shell needs to complete commands."),
    "diff": ("diff", "Show what changed between two reports."),
    "doctor": ("inspect", "Tell what this computer has, what it lacks, and how to get it."),
    "explain": ("inspect", "Explain a message, such as total-mismatch."),
    "figures": ("importing", "Fill in a begun figures file from a return."),
    "import": ("importing", "Take the figures and pages of a published report."),
    "list": ("inspect", "Show which reports there are."),
    "new": ("new_reports", "Begin a year, an area, an edition, a kind or a workspace."),
    "preview": ("preview", "Show a report in the browser while you write it."),
    "publish": ("publish", "Make the bundle for the publisher."),
    "review": ("publish", "Make the page for the board."),
    "schema": ("new", "Write what editors need to complete and check files."),
    "seal": ("publish", "Fix an edition for good."),
    "sign-off": ("publish", "Record that a report was agreed."),
    "todo": ("inspect", "Show what is left to do for a report."),
    "update": ("update", "Fit begun files to an edition that changed."),
}


class _Commands(Mapping[str, click.Command]):
    """The commands by name, each loaded when it is asked for."""

    def __getitem__(self, name: str) -> click.Command:
        module, summary = COMMANDS[name]
        found: click.Command = getattr(import_module(f"reportgen.cli.{module}"), f"{name.replace('-', '_')}_command")
        found.short_help = summary
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Program(click.Group):
    """The program, whose help is printed without loading a command. Why: that takes half of the time of a help page."""

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        return super().make_context(info_name, args, parent, **{"terminal_width": _help_width(), **extra})

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])


@click.group(
    cls=_Program,
    commands=_Commands(),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.version_option(__version__, message="reportgen %(version)s")
@click.pass_context
def program(context: click.Context) -> None:
    """Make a public body's annual report from its figures and pages.

    \b
    reportgen build london 2024     make the report of London for 2024/25
    reportgen check london 2024     look for mistakes, and change nothing
    reportgen preview london 2024   show it in the browser while you write
    reportgen todo london 2024      show what is left to do
    reportgen new year 2025         begin the files of the next year
    reportgen list                  show which reports there are
    """
    if os.environ.get("NO_COLOR"):
        context.color = False


def _help_width() -> int:
    """How wide help is printed. Why: to learn that, click loads what packs archives, which takes as long as the help."""
    columns = os.environ.get("COLUMNS", "")
    if not columns.isdecimal() or not int(columns):
        try:
            columns = str(os.get_terminal_size(sys.__stdout__.fileno()).columns)  # type: ignore[union-attr]
        except (AttributeError, OSError, ValueError):
            columns = ""
    return max(min(int(columns or 0) or _USUAL, _WIDEST + 2) - 2, _NARROWEST)


def refuse_unprintable(words: list[str]) -> None:
    """Ends the program where a word of the command could tell the terminal to do something once it is repeated."""
    odd = next((word for word in words if not word.isprintable()), None)
    if odd is not None:
        from reportgen.core.diagnostic import in_one_line

        click.echo(
            f"Error: “{in_one_line(odd)}” holds a character that cannot be seen or printed. Type it again.", err=True
        )
        sys.exit(_WRONG_COMMAND)
