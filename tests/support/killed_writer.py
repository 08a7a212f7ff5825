"""Writes builds of a report, to be killed while it does so; run as a program of its own.

`endless` writes one build after another until its parent is gone; `at N` writes one, and ends itself at the Nth thing that
it asks of the system; `hold` takes the lock and waits. With `plain`, as where folders cannot change places in one step.
"""

import os
import signal
import sys
from pathlib import Path

from reportgen.formats.artifact import Artifact
from reportgen.formats.registry import FILES
from reportgen.output import atomic_exchange
from reportgen.output.lock import holding
from reportgen.output.publish import publish

FOLDER = "build/annual-report/2024/london"
NAMES = ("index.html", "report.pdf", "figures.csv")


def artifacts(build: int) -> tuple[Artifact, ...]:
    """The files of one build, each of which says which build it is of, on every line."""
    return tuple(Artifact(name, "text/plain", f"{name} of build {build}\n".encode() * 1_000) for name in NAMES)


def write(root: Path, build: int) -> None:
    """One build, as the command makes it."""
    with holding(root, FOLDER, "reportgen build london 2024") as in_the_way:
        assert in_the_way == (), in_the_way
        outcome = publish(root, FOLDER, artifacts(build), FILES)
        assert outcome.diagnostics == (), outcome.diagnostics


def kill_at(number: int) -> None:
    """Ends this process at the Nth event that Python tells of: opening, making, renaming, removing and the like."""
    left = number

    def count(event: str, _: object) -> None:
        nonlocal left
        if event != "os.kill":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)


def main() -> None:
    """What was asked for."""
    root, what, *others = sys.argv[1:]
    if "plain" in others:
        atomic_exchange.FUNCTIONS.clear()
    if what == "at":
        kill_at(int(others[0]))
        write(Path(root), 2)
    elif what == "hold":
        with holding(Path(root), FOLDER, "reportgen build london 2024"):
            print("ready", flush=True)
            sys.stdin.read(1)
    else:
        parent = os.getppid()
        for build in range(2, 1_000_000):
            if os.getppid() != parent:
                break
            write(Path(root), build)
            if build == 2:
                print("ready", flush=True)


if __name__ == "__main__":
    main()
