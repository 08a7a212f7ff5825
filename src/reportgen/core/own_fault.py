"""A fault of the program itself, told at the report over which it happened.

Comes in: an exception. Goes out: a diagnostic that nobody takes for a fault of what they wrote.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from reportgen.core.diagnostic import Diagnostic, Place

SLUG = "own-fault"


def own_fault(place: Place, what: str, problem: str, trace: str) -> Diagnostic:
    """That something could not be made, and by which exception; its trace goes to the log of the package at level debug.

    Errors: own-fault.
    """
    import logging

    logging.getLogger("reportgen").debug("%s: %s", place, trace)
    message = f"{what} could not be made, by a fault of the program: {problem}"
    hint = "report it, with your command; with REPORTGEN_DEBUG=1 set, the command also shows where it happened"
    return Diagnostic("own-fault", place, message, hint)


def is_own_fault(diagnostics: Iterable[Diagnostic]) -> bool:
    """Whether the program itself was at fault in anything that was said."""
    return any(one.slug == SLUG for one in diagnostics)


@contextmanager
def interrupts_unwrapped() -> Iterator[None]:
    """Lets Ctrl-C be Ctrl-C where Python made another exception of it, as it does while a class is being made."""
    try:
        yield
    except Exception as problem:
        if isinstance(problem.__cause__, KeyboardInterrupt):
            raise problem.__cause__ from None
        raise


def exception_in_words(problem: BaseException) -> tuple[str, str]:
    """An exception in one line, with the file and line that raised it; and its whole trace."""
    from traceback import extract_tb, format_exception

    frames = extract_tb(problem.__traceback__)
    words = " ".join(f"{type(problem).__name__}: {problem}".split())[:300]
    where = "/".join(frames[-1].filename.replace("\\", "/").split("/")[-2:]) if frames else ""
    return f"{words} ({where}:{frames[-1].lineno})" if where else words, "".join(format_exception(problem))
