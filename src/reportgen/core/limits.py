"""Limits that a process sets for itself before it touches what somebody else has made.

Goes out: less memory and time, few open files, and none that may be written. Windows has no such limits.
"""

import sys
from contextlib import suppress
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one job may take.

    Units: `computing` and `waiting` in seconds, of the processor and of the clock; `memory` in bytes, of data and not of code.
    """

    computing: int = 60
    waiting: int = 180
    memory: int = 1_000_000_000
    files: int = 64


def limit_process(*, memory: int, files: int) -> None:
    """Gives up, for good, what no reader or printer needs. Units: `memory` in bytes, of data and not of code."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, files),
        (resource.RLIMIT_DATA, memory),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(kind, (most, most))


def limit_computing(seconds: int) -> None:
    """From now on, so much time of the processor; after that, the system ends the process."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    most = int(used.ru_utime + used.ru_stime) + seconds + 1
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CPU, (most, resource.getrlimit(resource.RLIMIT_CPU)[1]))
