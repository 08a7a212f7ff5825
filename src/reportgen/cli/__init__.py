"""The command line: words in, text and an exit code out.

Comes in: what was typed. Goes out: plain lines for people, JSON for scripts. Exit codes: 0 done, 1 diagnostics stopped it,
2 wrong command, 3 a fault of ours.
"""

import os

import click

from reportgen import __version__
from reportgen.cli.building import build_command, check_command
from reportgen.cli.comparing import diff_command
from reportgen.cli.importing import figures_command, import_command
from reportgen.cli.looking import doctor_command, explain_command, list_command, todo_command
from reportgen.cli.new_reports import new_area_command, new_year_command
from reportgen.cli.previewing import preview_command
from reportgen.cli.publishing import publish_command, seal_command, sign_off_command
from reportgen.cli.reviewing import review_command
from reportgen.cli.starting import new_command, schema_command


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


for command in (
    build_command,
    check_command,
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
):
    program.add_command(command)
for command in (new_year_command, new_area_command):
    new_command.add_command(command)
