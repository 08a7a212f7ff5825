"""The way in: what is made sure of before the command line is loaded."""

import io
import os
import sys

_STOPPED_BY_CTRL_C = 130


def main() -> None:
    """The console command, and `python -m reportgen`."""
    _end_at_ctrl_c()
    _write_utf_8()
    if not os.path.isdir(os.path.dirname(__file__)):  # noqa: PTH112, PTH120 - as in the module that answers
        sys.exit(
            "reportgen reads files of its own, and cannot run from within a zip file. Install it with pip or pipx."
        )
    # Plugins of other programs would be looked for, and could change what is read.
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    from reportgen.cli import program, refuse_unprintable

    refuse_unprintable(sys.argv[1:])
    try:
        program(prog_name="reportgen")
    except OSError as problem:
        _end_unheard(problem)


def _end_at_ctrl_c() -> None:
    """Lets Ctrl-C end the program at once while nothing is begun yet that had to be put back.

    Why: whatever is being loaded could take it for a fault of its own. The module is the one below “signal”, which takes
    longer to load.
    """
    import _signal  # type: ignore[import-not-found]

    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, lambda *_: os._exit(_STOPPED_BY_CTRL_C))


def _end_unheard(problem: OSError) -> None:
    """Ends the program where what it says cannot be written, such as into a file on a full disk."""
    # What waits to be written would be tried once more on the way out.
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    sys.exit(f"Error: what this command tells cannot be written: {problem.strerror}.")


def _write_utf_8() -> None:
    """Lets all that is printed into a file or to another program be UTF-8; on a terminal, what it cannot show is written as a code.

    Why: on Windows, files would get an encoding that has no minus and no arrow.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


if __name__ == "__main__":
    # The current folder is looked into first, and a click.py that lies there would be taken for the library.
    if not sys.flags.safe_path:
        del sys.path[0]
    main()
