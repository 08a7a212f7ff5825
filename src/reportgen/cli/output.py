"""How the command line answers.

Comes in: results and diagnostics. Goes out: plain lines, colour on a terminal, and exit codes.
"""

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reportgen.cli.ending import OUR_FAULT, STOPPED
from reportgen.cli.paths import from_here, words_from_here

if TYPE_CHECKING:
    from click._termui_impl import ProgressBar

    from reportgen.commands.build import BuildResult
    from reportgen.core.diagnostic import Diagnostic
    from reportgen.core.names import ReportKey
    from reportgen.core.worker_process import Tell
    from reportgen.read.workspace import Workspace

# A line of what was typed, or the marks below it, as they stand in a diagnostic.
_SOURCE_LINE = re.compile(r" *\d* +\| ")
# So many figures without a number are no slip.
_HARDLY_BEGUN = 10
# So many pages take long enough for a bar.
_MANY_PAGES = 25
_Identity = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class OutputOptions:
    """How results are told. Shape: `done` is what was to be done: made, checked, bundled, signed off."""

    done: str
    output_format: str = "text"
    strict: bool = False
    quiet: bool = False


def print_results(
    workspace: "Workspace",
    results: "Iterable[BuildResult]",
    count: int,
    options: OutputOptions,
    *,
    also: "Callable[[BuildResult], None] | None" = None,
) -> None:
    """Tells each report as soon as it is done, and below them how it went; ends the command where not all is right.

    Shape: `count` is how many there will be; nothing is said again that was said for a report before; `also` tells more of each.
    """
    found: list[BuildResult] = []
    seen: set[_Identity] = set()
    is_text = options.output_format == "text"
    try:
        for result in _with_progress(results, count, options.quiet or not is_text):
            found.append(result)
            if is_text:
                _echo_lines(_report_lines(workspace, result, options.quiet, seen))
            if also:
                also(result)
        if options.output_format == "json":
            _print_as_json(workspace.root, found)
        elif not is_text:
            diagnostics = (diagnostic for result in found for diagnostic in result.diagnostics)
            print_annotations(options.output_format, diagnostics, workspace.root)
        if options.output_format in ("text", "github"):
            _print_summary(found, options)
    except KeyboardInterrupt:
        raise KeyboardInterrupt(_done_so_far(found, count, options.done)) from None
    if code := _exit_code(found):
        sys.exit(code)


def _with_progress(results: "Iterable[BuildResult]", count: int, silent: bool) -> "Iterator[BuildResult]":
    """The results, with a line on a terminal that says how many there are so far when there are several; nothing elsewhere.

    Why: the line is taken away before each result is told, so that nothing of it is left between the lines that stay.
    """
    if silent or count < 5 or not sys.stderr.isatty():
        yield from results
        return
    shown = ""
    try:
        for number, result in enumerate(results):
            click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)
            yield result
            sys.stdout.flush()
            shown = f"{number + 1} of {count} reports"
            click.echo(shown, nl=False, err=True)
    finally:
        click.echo(f"\r{' ' * len(shown)}\r", nl=False, err=True)


@contextmanager
def progress(is_shown: bool) -> "Iterator[Tell]":
    """A bar on a terminal while many pages are read; nothing elsewhere."""
    bars: list[ProgressBar[int]] = []

    def tell(done: int, of: int) -> None:
        if not is_shown or of < _MANY_PAGES or not sys.stderr.isatty():
            return
        if not bars:
            bars.append(click.progressbar(length=of, label="Pages", file=sys.stderr))
        bars[0].update(done - bars[0].pos)

    try:
        yield tell
    finally:
        for bar in bars:
            bar.render_finish()


def with_first_diagnostics(
    remarks: "tuple[Diagnostic, ...]", results: "Iterable[BuildResult]", *, stops: bool = False
) -> "Iterator[BuildResult]":
    """The results, the first of them with what is to be said once for all, such as what this computer lacks.

    Shape: with `stops`, that makes the first of them not right.
    """
    from dataclasses import replace

    for result in results:
        if remarks:
            told = (*remarks, *result.diagnostics)
            yield replace(result, diagnostics=told, is_right=result.is_right and not stops)
            remarks = ()
        else:
            yield result


def _report_lines(
    workspace: "Workspace", result: "BuildResult", quiet: bool, seen: "set[_Identity]"
) -> "Iterator[str]":
    """One report: what was understood, what is wrong, what was written.

    Shape: `seen` is what was said for reports before this one, such as the faults of their edition; it is not said again.
    """
    from reportgen.core.catalogue import Severity

    if not quiet:
        yield click.style(result.heading, bold=True) if result.heading else report_heading(workspace, result.key)
    diagnostics = [_identity(diagnostic) for diagnostic in result.diagnostics]
    waiting = _to_fill_in(result)
    for diagnostic, words in zip(result.diagnostics, diagnostics, strict=True):
        is_hidden = diagnostic in waiting or (quiet and diagnostic.severity is Severity.NOTE)
        if words not in seen and not is_hidden:
            yield from _diagnostic_lines(diagnostic)
    if waiting:
        yield _waiting_line(workspace, result.key, waiting)
    again = sum(words in seen for words in diagnostics)
    seen.update(diagnostics)
    if quiet:
        return
    if again:
        yield f"  and {again} told above"
    yield from (f"  wrote {from_here(path)}" for path in result.files)
    if result.kept:
        yield f"  is up to date: {', '.join(path.rpartition('/')[2] for path in result.kept)}"


def _identity(diagnostic: "Diagnostic") -> _Identity:
    """What makes a diagnostic the same to whoever reads it, wherever its file was read."""
    return diagnostic.slug, str(diagnostic.place), diagnostic.message


def _to_fill_in(result: "BuildResult") -> "frozenset[Diagnostic]":
    """What is still to be written, where that is so much that the report was hardly begun: it is a list, and no fault."""
    if sum(one.slug == "missing-figure" for one in result.diagnostics) < _HARDLY_BEGUN:
        return frozenset()
    from reportgen.commands.todo import TO_FILL_IN

    return frozenset(one for one in result.diagnostics if one.slug in TO_FILL_IN)


def _waiting_line(workspace: "Workspace", key: "ReportKey", waiting: "frozenset[Diagnostic]") -> str:
    """How much is still to be written, and the command that lists it."""
    from reportgen.read.workspace import command

    figures = sum(one.slug == "missing-figure" for one in waiting)
    others = len(waiting) - figures
    also = f" and {others} other thing{'s' if others > 1 else ''}" if others else ""
    words = command(workspace, key.kind, f"todo {key.area} {key.year}")
    return f"  {figures} figures{also} are still to be filled in: {words}"


def report_heading(workspace: "Workspace", key: "ReportKey") -> str:
    """What was understood of a report that was named, as it is printed."""
    from reportgen.commands.listing import heading

    return click.style(heading(workspace, key), bold=True)


def _diagnostic_lines(diagnostic: "Diagnostic") -> "Iterator[str]":
    """One diagnostic, its severity in colour."""
    from reportgen.core.catalogue import Severity
    from reportgen.core.diagnostic_text import as_text

    colour = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.NOTE: "cyan"}[diagnostic.severity]
    first, *others = as_text(diagnostic).split("\n")
    word = f"{diagnostic.severity.value}[{diagnostic.slug}]"
    yield words_from_here(first).replace(word, click.style(word, fg=colour, bold=True), 1)
    yield from (line if _SOURCE_LINE.match(line) else words_from_here(line) for line in others)


def echo_all(diagnostics: "Iterable[Diagnostic]") -> None:
    """Prints diagnostics one after the other."""
    for diagnostic in diagnostics:
        _echo_lines(_diagnostic_lines(diagnostic))


def _echo_lines(lines: "Iterable[str]") -> None:
    """Prints lines at once. Why: each time costs as much as to look at ten files, and there are hundreds of reports."""
    text = "\n".join(lines)
    if text:
        click.echo(text)


def echo_data(diagnostics: "Iterable[Diagnostic]", **values: object) -> None:
    """Prints values as JSON, and behind them what was said."""
    from reportgen.core.diagnostic_text import as_data, as_json

    click.echo(as_json({**values, "diagnostics": [as_data(diagnostic) for diagnostic in diagnostics]}))


def echo_done(words: str) -> None:
    """Prints that all went well."""
    click.echo(click.style(f"Done: {words}.", fg="green"))


def stop(words: str) -> NoReturn:
    """Ends the command, which came to nothing, with what there is now."""
    click.echo(click.style(f"Stopped: {words}.", fg="red"))
    sys.exit(STOPPED)


def ask(question: str, refusal: str, stopped: str) -> None:
    """Asks on a terminal whether what was typed is meant; elsewhere, and on no, the command ends."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        raise click.UsageError(refusal)
    try:
        is_meant = click.confirm(question)
    except click.Abort:
        click.echo()
        is_meant = False
    if not is_meant:
        click.echo(f"Stopped: {stopped}.")
        sys.exit(STOPPED)


def print_next_command(workspace: "Workspace", kind: str, words: str, when: str = "Next") -> None:
    """A command that may be what comes next."""
    from reportgen.read.workspace import command

    click.echo(f"{when}: {command(workspace, kind, words)}")


def _print_as_json(root: Path, results: "list[BuildResult]") -> None:
    """Prints how all reports went as JSON, each diagnostic once."""
    reports = [
        {
            "report": str(result.key),
            "done": result.is_right,
            "files": [str(path) for path in (*result.files, *map(root.joinpath, result.kept))],
        }
        | ({"up_to_date": not result.is_new} if result.files or result.kept else {})
        for result in results
    ]
    diagnostics = dict.fromkeys(diagnostic for result in results for diagnostic in result.diagnostics)
    echo_data(diagnostics, reports=reports)


def print_annotations(output_format: str, diagnostics: "Iterable[Diagnostic]", root: Path) -> None:
    """Prints diagnostics, each once, as github or sarif, with paths as the repository has them."""
    from reportgen.commands.annotations import as_sarif, as_workflow_command

    unique = tuple(dict.fromkeys(diagnostics))
    repository = Path(os.environ.get("GITHUB_WORKSPACE") or Path.cwd()).resolve()
    inside = root.resolve().relative_to(repository).as_posix() if root.resolve().is_relative_to(repository) else "."
    folder = "" if inside == "." else f"{inside}/"
    if output_format == "sarif":
        click.echo(as_sarif(unique, folder))
        return
    for diagnostic in unique:
        click.echo(as_workflow_command(diagnostic, folder))


def _print_summary(results: "list[BuildResult]", options: OutputOptions) -> None:
    """The last line: how it went."""
    from reportgen.core.diagnostic_text import counted

    done = options.done
    wrong = sum(not result.is_right for result in results)
    counts = counted(dict.fromkeys(diagnostic for result in results for diagnostic in result.diagnostics))
    found = f" ({counts})" if counts else ""
    noun = "report" if len(results) == 1 else "reports"
    if not wrong:
        same = sum(not result.is_new for result in results)
        what = f"{len(results)} {noun} {done}"
        if same == len(results):
            what = f"{same} {noun} {'is' if same == 1 else 'are'} up to date"
        elif same:
            what = f"{len(results) - same} of {len(results)} {noun} {done}, {same} up to date"
        if not options.quiet:
            echo_done(what + found)
        return
    why = " Warnings stop it too." if options.strict and "error" not in counts else ""
    kept = (
        ""
        if done == "checked"
        else " Nothing was written for " + ("it" if wrong == 1 else "them") + ", and what was there stays."
    )
    which = noun if wrong == len(results) else f"of {len(results)} {noun}"
    verb = "right" if done == "checked" else done
    click.echo(click.style(f"Stopped: {wrong} {which} not {verb}{found}.{why}{kept}", fg="red"))


def _done_so_far(results: "list[BuildResult]", count: int, done: str) -> str:
    """What there is of several reports when Ctrl-C comes. Shape: `done` is what was to be done, as in `OutputOptions`."""
    if done == "checked":
        return "nothing was changed"
    if count < 2:
        return "what was there stays"
    right = sum(result.is_right for result in results)
    return f"{right} of {count} reports {done}, which stay; none of the others is half made"


def _exit_code(results: "list[BuildResult]") -> int:
    """How a command ends: 0 when all is right, 3 when a report met a fault of ours, 1 when another was not made."""
    from reportgen.core.own_fault import is_own_fault

    if any(is_own_fault(result.diagnostics) for result in results):
        return OUR_FAULT
    return 0 if all(result.is_right for result in results) else STOPPED
