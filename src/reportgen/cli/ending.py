"""How a command ends: its exit codes, by Ctrl-C, by a wrong command and by a fault of the program itself.

Comes in: the work of a command. Goes out: an exit code, and lines that say why.
"""

import errno
import gc
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from reportgen.cli.paths import words_from_here
from reportgen.core.diagnostic import in_one_line

STOPPED, OUR_FAULT, STOPPED_BY_CTRL_C = 1, 3, 130
_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def gc_deferred() -> Iterator[None]:
    """Puts off the search for memory that is no longer used until the first report is made.

    Why: what is loaded until then lasts, and to go through it again and again takes time.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@contextmanager
def _interrupts() -> Iterator[None]:
    """Lets Ctrl-C be an exception, so that what was begun is put back; not where whoever began the program wants none."""

    def interrupt(*_: object) -> None:
        # Whoever presses again is heard once, so that what was begun can be put back.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        raise KeyboardInterrupt

    former = signal.getsignal(signal.SIGINT)
    if former is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, interrupt)
    yield
    if signal.getsignal(signal.SIGINT) is interrupt:
        signal.signal(signal.SIGINT, former)


@contextmanager
def our_fault() -> Iterator[None]:
    """A fault of ours ends with one line and exit code 3; REPORTGEN_DEBUG shows where it is. Ctrl-C ends with 130.

    Shape: the exception of Ctrl-C may carry what there is now.
    """
    if os.environ.get("REPORTGEN_DEBUG"):
        import logging

        logging.basicConfig()
        logging.getLogger("reportgen").setLevel(logging.DEBUG)
    from reportgen.core.own_fault import interrupts_unwrapped

    try:
        # From here on there may be something to put back, and until here Ctrl-C ends the program at once.
        with _interrupts(), interrupts_unwrapped():
            yield
    except KeyboardInterrupt as interrupt:
        click.echo(f"Stopped by Ctrl-C: {str(interrupt) or 'what was there stays'}.", err=True)
        sys.exit(STOPPED_BY_CTRL_C)
    except click.UsageError as problem:
        raise click.UsageError(words_from_here(problem.message), problem.ctx) from None
    except (click.ClickException, click.exceptions.Exit, BrokenPipeError):
        raise
    except Exception as problem:
        if isinstance(problem, OSError) and problem.errno in _FULL and problem.filename is None:
            # Files are written elsewhere, so this is what is told.
            raise
        if os.environ.get("REPORTGEN_DEBUG"):
            raise
        words = in_one_line(f"{type(problem).__name__}: {problem}")
        click.echo(f"reportgen failed by a fault of its own: {words}", err=True)
        click.echo("Please report it, with your command. Set REPORTGEN_DEBUG=1 to see where it happened.", err=True)
        sys.exit(OUR_FAULT)
