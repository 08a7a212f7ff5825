"""Whole processes, timed from outside and in turn.

Comes in: commands. Goes out: for each run the time of the processor (its own and that of all it started), the time of the
clock and the memory of its largest process; and the ratios of two commands, pair by pair.
"""

import ctypes
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

_ADOPT_ORPHANS = 36


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took. Units: seconds; megabytes of the largest process."""

    cpu: float
    wall: float
    memory: float

    def __add__(self, other: "Run") -> "Run":
        return Run(self.cpu + other.cpu, self.wall + other.wall, max(self.memory, other.memory))


@dataclass(frozen=True, slots=True)
class Command:
    """What is run. Shape: `before` brings everything back to where each run begins, and is not timed."""

    name: str
    words: tuple[str, ...]
    folder: Path
    before: Callable[[], None] = field(default=lambda: None)


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of one thing."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return median(self.values)

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(min(self.values))} to {_short(max(self.values))})"


def _short(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def ratio(ones: list[Run], others: list[Run], what: str) -> Spread:
    """One command against another, pair by pair. Shape: `what` is cpu or wall."""
    pairs = zip(ones, others, strict=True)
    return Spread(tuple(getattr(one, what) / max(getattr(other, what), 1e-6) for one, other in pairs))


def spread(runs: list[Run], what: str) -> Spread:
    """One figure of several runs."""
    return Spread(tuple(getattr(run, what) for run in runs))


def in_turn(times: int, *commands: tuple[Command, ...]) -> list[list[Run]]:
    """Each command so many times, in turn: A B A B. Shape: a command may be several, one after another, that are added up.

    Why: a machine that is slower for a while is slower for both, and their ratio stays.
    """
    found: list[list[Run]] = [[] for _ in commands]
    for number in range(times):
        for runs, group in zip(found, commands, strict=True):
            total = Run(0, 0, 0)
            for command in group:
                total += run(command)
            runs.append(total)
        if sys.stderr.isatty():
            sys.stderr.write(f"\r{commands[0][0].name}: {number + 1} of {times}".ljust(78) + "\r")
    return found


def run(command: Command) -> Run:
    """One process from its start until it and all that it started have ended. Raises: RuntimeError when it fails."""
    _adopt_orphans()
    command.before()
    began = time.perf_counter()
    child = subprocess.Popen(
        command.words, cwd=command.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    output = child.stdout.read() if child.stdout else b""
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        said = output.decode(errors="replace")[-2000:]
        raise RuntimeError(f"{command.name} ended with {child.returncode}: {' '.join(command.words)}\n{said}")
    cpu, memory = used.ru_utime + used.ru_stime, used.ru_maxrss
    for orphan in _orphans():
        cpu, memory = cpu + orphan.ru_utime + orphan.ru_stime, max(memory, orphan.ru_maxrss)
    return Run(cpu, wall, memory / (1024 if sys.platform == "linux" else 1024**2))


def _adopt_orphans() -> None:
    """Has whatever a command leaves behind end as a child of this process, so that its time is counted too."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_ADOPT_ORPHANS, 1, 0, 0, 0)


def _orphans() -> Iterator[Any]:
    while True:
        try:
            yield os.wait4(-1, 0)[2]
        except ChildProcessError:
            return
