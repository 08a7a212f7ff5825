"""The command in processes that have loaded its libraries already, which takes half the time of starting it anew.

Comes in: a folder, words and an environment. Goes out: what the command printed, and its exit code. Each run is a process of
its own, forked from one that has imported the program and read its theme, and has done nothing else.
"""

import atexit
import json
import os
import pkgutil
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import suppress
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any

REPOSITORY = Path(__file__).parents[2]
# What Python or the system reads as a process starts, so that a forked one would not follow it.
_READ_AT_START = ("PYTHON", "LD_", "LC_", "LANG")
_ONE_AT_A_TIME = Lock()


def can_fork(environment: dict[str, str]) -> bool:
    """Whether a run with these settings is the same when it is forked."""
    return hasattr(os, "fork") and not any(name.startswith(_READ_AT_START) for name in environment)


def run_forked(
    root: Path, words: tuple[str, ...], environment: dict[str, str], *, is_merged: bool = False
) -> subprocess.CompletedProcess[str]:
    """What `reportgen` says and does in a folder, without a terminal. Shape: with `is_merged`, errors stand in the output."""
    with tempfile.TemporaryDirectory() as folder, _ONE_AT_A_TIME:
        printed = [f"{folder}/{name}" for name in ("stdout", "stdout" if is_merged else "stderr")]
        asked = {"root": str(root), "words": words, "environment": environment, "printed": printed}
        server = _server()
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(asked) + "\n")
        server.stdin.flush()
        answer = server.stdout.readline()
        assert answer, "the process that others are forked from has ended"
        stdout, stderr = (Path(path).read_bytes().decode("utf-8") for path in printed)
        return subprocess.CompletedProcess(words, int(answer), stdout, stderr)


@lru_cache(maxsize=1)
def _server() -> subprocess.Popen[str]:
    started = subprocess.Popen(
        [sys.executable, "-P", __file__],
        cwd=REPOSITORY,
        env={**os.environ, "PYTHONUTF8": "1", "PYDANTIC_DISABLE_PLUGINS": "__all__"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    atexit.register(started.kill)
    return started


def _warm() -> None:
    """Imports every module that this computer has the libraries for, and compiles the theme and wording of the newest edition."""
    import reportgen
    from reportgen.check.report import check_report
    from reportgen.core.names import ReportKey
    from reportgen.document.build import build_document
    from reportgen.formats.html.theme_lint import lint_theme
    from reportgen.formats.pdf.job import PdfUnavailable
    from reportgen.read.source import read_source
    from reportgen.read.workspace_files import find_workspace

    for module in pkgutil.walk_packages(reportgen.__path__, "reportgen."):
        if not module.name.endswith("__main__"):
            with suppress(PdfUnavailable):
                import_module(module.name)
    workspace = find_workspace(REPOSITORY).value
    assert workspace
    source = read_source(workspace, ReportKey("annual-report", 2024, "london")).value
    assert source
    report = check_report(source).value
    assert report
    assert build_document(report).value
    assert not lint_theme(report.edition)


def _run(asked: dict[str, Any]) -> int:
    """The command in this process, as if it had just been started. Shape: gives the exit code."""
    from reportgen.__main__ import main

    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for number, path in enumerate(asked["printed"], 1):
        # Both can be one file, to which each adds at its end.
        os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115 - open for as long as the process is
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    os.chdir(asked["root"])
    os.environ.clear()
    os.environ.update(asked["environment"])
    time.tzset()
    sys.argv = ["reportgen", *asked["words"]]
    try:
        main()
    except SystemExit as ended:
        if isinstance(ended.code, str):
            sys.stderr.write(f"{ended.code}\n")
        return ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def _serve() -> None:
    """Forks a process for each line of stdin, and answers with its exit code."""
    _warm()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = _run(json.loads(line))
            atexit._run_exitfuncs()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
        _, status = os.waitpid(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    _serve()
