"""Begins a year, to be killed at the Nth thing that it asks of the system once all is planned; run as a program of its own."""

import os
import signal
import sys
from pathlib import Path

from reportgen.commands.build import begin
from reportgen.commands.new.years import new_year
from reportgen.output import (
    lock,  # noqa: F401 - loaded before anything is counted
    publish,  # noqa: F401 - loaded before anything is counted
)
from reportgen.read.workspace_files import find_workspace


def main() -> None:
    """What was asked for."""
    root, number = Path(sys.argv[1]), int(sys.argv[2])
    workspace = find_workspace(root).value
    assert workspace is not None
    plan = new_year(workspace, "annual-report", 2025, "2024.1")
    left = number

    def count(event: str, _: object) -> None:
        nonlocal left
        if event != "os.kill":
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    done = begin(workspace.root, lambda: plan, "reportgen new year 2025")
    assert done.value is not None, done.diagnostics
    print("done")


if __name__ == "__main__":
    main()
