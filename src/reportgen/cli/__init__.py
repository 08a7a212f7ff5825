"""The command line: words in, text and an exit code out.

Comes in: what was typed. Goes out: plain lines for people, JSON for scripts. Exit codes: 0 done, 1 diagnostics stopped it,
2 wrong command, 3 a fault of ours, 130 stopped by Ctrl-C.
"""

import os
import sys

import click

from reportgen import __version__
from reportgen.cli.build import build_command, check_command
from reportgen.cli.completion import completion_command
from reportgen.cli.diff import diff_command
from reportgen.cli.importing import compare_command, figures_command, import_command
from reportgen.cli.inspect import doctor_command, explain_command, list_command, todo_command
from reportgen.cli.new import new_command, schema_command
from reportgen.cli.new_reports import new_area_command, new_year_command
from reportgen.cli.output import WRONG_COMMAND
from reportgen.cli.preview import preview_command
from reportgen.cli.publish import publish_command, seal_command, sign_off_command
from reportgen.cli.review import review_command
from reportgen.cli.update import update_command


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88})
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


def refuse_unprintable(words: list[str]) -> None:
    """Ends the program where a word of the command could tell the terminal to do something once it is repeated."""
    from reportgen.core.diagnostic import in_one_line

    odd = next((word for word in words if not word.isprintable()), None)
    if odd is not None:
        click.echo(
            f"Error: “{in_one_line(odd)}” holds a character that cannot be seen or printed. Type it again.", err=True
        )
        sys.exit(WRONG_COMMAND)


for command in (
    build_command,
    check_command,
    compare_command,
    completion_command,
    diff_command,
    doctor_command,
    explain_command,
    figures_command,
    import_command,
    list_command,
    new_command,
    preview_command,
    publish_command,
    schema_command,
    review_command,
    seal_command,
    sign_off_command,
    todo_command,
    update_command,
):
    program.add_command(command)
for command in (new_year_command, new_area_command):
    new_command.add_command(command)
