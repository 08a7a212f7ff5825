"""Many reports: those that are as they were are recalled, and the others are made.

Comes in: a workspace, keys and formats. Goes out: what became of each report, in the order asked for.
"""

import os
import sys
from collections.abc import Iterator, Sequence

from reportgen.commands.build import BuildResult, recalled
from reportgen.core.names import ReportKey
from reportgen.output.inputs import input_states
from reportgen.read.workspace import Workspace


def processors() -> int:
    """How many processes can work at the same time here."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def build_many(
    workspace: Workspace, keys: Sequence[ReportKey], formats: tuple[str, ...], *, strict: bool, jobs: int
) -> Iterator[BuildResult]:
    """Each report as `build` makes it, in the order asked for, by as many processes as pay; those that are as they were, at once.

    Shape: with `jobs` 1, and for few reports, this process does it all. Errors: every slug may be said; report-lost.
    """
    inputs = input_states(workspace, keys)
    ready = {
        key: built
        for key in keys
        if (built := recalled(workspace, key, formats, inputs[key], strict=strict)) is not None
    }
    changed = [key for key in keys if key not in ready]
    made: Iterator[BuildResult] = iter(())
    if changed:
        from reportgen.commands.pool import Work, make_all

        made = make_all(Work(workspace, formats, strict, inputs), changed, jobs)
    for key in keys:
        while key not in ready:
            built = next(made)
            ready[built.key] = built
        yield ready.pop(key)
