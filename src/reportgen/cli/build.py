"""The commands that check and make reports."""

import sys
from itertools import islice
from typing import TYPE_CHECKING

import click

from reportgen.cli import completion
from reportgen.cli.arguments import (
    all_option,
    area_and_year,
    asked_for,
    in_workspace,
    kind_option,
    known_edition,
    known_kind,
    of_kind,
    quiet_option,
    shown,
)
from reportgen.cli.ending import STOPPED, gc_deferred
from reportgen.cli.output import (
    OutputOptions,
    echo_all,
    echo_data,
    echo_done,
    print_annotations,
    print_results,
    stop,
    with_first_diagnostics,
)
from reportgen.formats.registry import FORMATS, USUAL_FORMATS

if TYPE_CHECKING:
    from reportgen.core.diagnostic import Diagnostic
    from reportgen.core.names import ReportKey
    from reportgen.read.workspace import Workspace

_jobs_option = click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    metavar="N",
    help="How many processes work at the same time; without it, as many as the computer can run at once.",
)
_strict_option = click.option("--strict", is_flag=True, help="Warnings stop the work too.")


def _named_formats(context: click.Context, _: click.Parameter, typed: tuple[str, ...]) -> tuple[str, ...]:
    """The formats that were typed, each once; json among them says how the result is told."""
    asked = dict.fromkeys(part.strip().lower() for words in typed for part in words.split(","))
    for name in asked:
        if name not in (*FORMATS, "json"):
            known = ", ".join(FORMATS)
            raise click.UsageError(
                f"There is no format “{shown(name)}”. Known formats: {known}. Word opens docx, Excel opens ods."
            )
    context.params["output_format"] = "json" if "json" in asked else "text"
    return tuple(name for name in asked if name != "json")


@click.command("build")
@area_and_year
@all_option
@click.option(
    "--format",
    "formats",
    callback=_named_formats,
    shell_complete=completion.formats,
    multiple=True,
    metavar="FORMATS",
    help=f"What to make: {', '.join(FORMATS)}; several with commas between, or each with --format. Without it, "
    f"{' and '.join(USUAL_FORMATS)}, as far as they can be made here. With json, the result is told as data, for scripts.",
)
@click.option(
    "--draft",
    "is_draft",
    is_flag=True,
    help="Make every format as far as the report is written, with its gaps marked, in build/drafts/; it is never published.",
)
@_strict_option
@_jobs_option
@quiet_option
@gc_deferred()
@of_kind
def build_command(
    workspace: "Workspace",
    kind: str,
    names: tuple[str, ...],
    everything: bool,
    formats: tuple[str, ...],
    is_draft: bool,
    strict: bool,
    jobs: int | None,
    quiet: bool,
    output_format: str,
) -> None:
    """Check a report and make it.

    The year is the one that begins on 1 April: 2024, 2024/25 and 2024-25 mean the same.
    Nothing is written while there is an error; the last good report stays.
    Formats made earlier stay, and are made anew when the report has changed since.

    \b
    reportgen build london 2024
    reportgen build london kent 2024/25 --format html
    reportgen build --all
    reportgen build london 2024 --draft
    """
    from reportgen.formats.pdf.support import formats_here

    if is_draft and strict:
        raise click.UsageError("Use one of --draft and --strict: a draft is made whatever is wrong.")
    here = formats_here(tuple(FORMATS) if is_draft and not formats else formats)
    chosen, remarks = here.value or (), here.diagnostics
    keys = asked_for(workspace, kind, names, everything)
    if is_draft:
        from reportgen.commands.draft import build_draft

        made = with_first_diagnostics(remarks, (build_draft(workspace, key, chosen) for key in keys))
        print_results(workspace, made, 0, OutputOptions("made as a draft", output_format, quiet=quiet))
        return
    options = OutputOptions("made", output_format, strict, quiet)
    _run(workspace, keys, chosen, jobs, options, _strays(workspace, keys, names, everything), remarks)


@click.command("check")
@area_and_year
@all_option
@_strict_option
@_jobs_option
@quiet_option
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "github", "sarif"]),
    default="text",
    help="json is for scripts; github and sarif show mistakes beside a change on GitHub and elsewhere.",
)
@click.option("--edition", "is_edition", is_flag=True, help="Check national wording: name a kind and an edition.")
@kind_option
@gc_deferred()
@in_workspace
def check_command(
    workspace: "Workspace",
    names: tuple[str, ...],
    everything: bool,
    strict: bool,
    jobs: int | None,
    quiet: bool,
    output_format: str,
    is_edition: bool,
    kind: str | None,
) -> None:
    """Look for mistakes, and change nothing.

    With --edition, national wording is tried on made-up reports, before any area uses it.

    \b
    reportgen check london 2024
    reportgen check --all --strict
    reportgen check --edition annual-report 2024.1
    """
    options = OutputOptions("checked", output_format, strict, quiet)
    if is_edition:
        if everything:
            raise click.UsageError("An edition is checked by itself: leave out --all.")
        _check_edition(workspace, names, options, kind)
        return
    keys = asked_for(workspace, known_kind(workspace, kind), names, everything)
    _run(workspace, keys, (), jobs, options, _strays(workspace, keys, names, everything))


def _run(
    workspace: "Workspace",
    keys: "list[ReportKey]",
    formats: tuple[str, ...],
    jobs: int | None,
    options: OutputOptions,
    strays: "tuple[Diagnostic, ...]",
    remarks: "tuple[Diagnostic, ...]" = (),
) -> None:
    """Checks or builds what was asked for, and tells how it went; no formats where it is only checked."""
    from reportgen.commands.parallel import build_many, processors

    # What stops the work when strict stops it before anything is made.
    is_stopped = bool(strays) and options.strict
    made = build_many(workspace, keys, () if is_stopped else formats, strict=options.strict, jobs=jobs or processors())
    made = with_first_diagnostics((*remarks, *strays), made, stops=is_stopped)
    print_results(workspace, made, len(keys), options)


def _check_edition(workspace: "Workspace", names: tuple[str, ...], options: OutputOptions, kind: str | None) -> None:
    """Checks an edition, and tells how it went."""
    from reportgen.commands.build import stops
    from reportgen.commands.check_edition import check_edition
    from reportgen.core.diagnostic_text import counted

    if len(names) not in (1, 2) or (kind and len(names) == 2):
        raise click.UsageError("Name a kind and an edition, such as “reportgen check --edition annual-report 2024.1”.")
    kind = known_kind(workspace, names[0] if len(names) == 2 else kind)
    name = known_edition(workspace, kind, names[-1])
    diagnostics = check_edition(workspace, kind, name).diagnostics
    is_right = not stops(diagnostics, strict=options.strict)
    if options.output_format == "text":
        echo_all(diagnostics)
        found = counted(diagnostics)
        end = f"edition {name} of {kind} is {'right' if is_right else 'not right'}" + (f" ({found})" if found else "")
        if not is_right:
            stop(end)
        if not options.quiet:
            echo_done(end)
        return
    if options.output_format == "json":
        echo_data(diagnostics, edition=f"{kind}/{name}", right=is_right)
    else:
        print_annotations(options.output_format, diagnostics, workspace.root)
    if not is_right:
        sys.exit(STOPPED)


def _strays(
    workspace: "Workspace", keys: "list[ReportKey]", names: tuple[str, ...], everything: bool
) -> "tuple[Diagnostic, ...]":
    """What lies among the files of these reports and is in none: of all areas, or what is named almost as one of those."""
    from reportgen.core.diagnostic import MOST_TOLD
    from reportgen.read.strays import find_strays

    years = {key.year for key in keys} if names else ()
    areas = () if everything else {key.area for key in keys}
    return tuple(islice(find_strays(workspace, keys[0].kind, years, areas), MOST_TOLD))
