"""The one kind of child process: it does one job after another, and what it may take can be limited.

Comes in: the function that does the jobs, and a job as words and bytes. Goes out: its answer, or why there is none, also
when the process broke down, never ended or filled the memory.
"""

import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import BinaryIO, Literal

from reportgen.core import worker_process
from reportgen.core.limits import Limits
from reportgen.core.pipe import Message, read_message, write_message
from reportgen.core.worker_environment import needed_environment
from reportgen.core.worker_process import Serve, Tell, close_all_but, run

# How long a process without limits that is no longer needed may take to finish its job. Units: seconds.
_PATIENCE = 5
# The ends of pipes that lead to other processes: a copy of this process has them too, and must not keep them open.
_OUR_ENDS: set[BinaryIO] = set()


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a job has no answer.

    Shape: `limit` is the one that stood in the way, or empty; `broken` is an exception of our own or of a library, and `trace`
    where it was raised. Without all of these, the process came to its end over the job.
    """

    limit: Literal["", "waiting", "computing", "memory", "depth"] = ""
    broken: str = ""
    trace: str = ""

    def in_words(self, what: str, limits: Limits, ended: str) -> str:
        """Which limit stood in the way of what; or else what is said of an end without one."""
        return {
            "waiting": f"{what} was not ready after {limits.waiting} seconds",
            "computing": f"{what} took more than {limits.computing} seconds of computing",
            "memory": f"{what} needs more than {limits.memory // 1_000_000:,} million bytes of memory",
            "depth": f"parts of {what} stand inside one another too deeply",
        }.get(self.limit, ended)


class Worker:
    """A running process, which is a copy of this one where it may be and that is safe, or else is started from nothing.

    Shape: `end` ends it at once, from any thread, without waiting for it.
    Why: a copy has all libraries loaded and takes a few milliseconds to make. With limits, a process knows none of the secrets
    of whoever began the command, has no file of this one open, and ends at once when this one is gone; without limits, it ends
    once its job is done.
    """

    def __init__(self, serve: Serve, limits: Limits | None = None, *, may_be_copy: bool = True) -> None:
        is_copy = may_be_copy and can_be_copied()
        (inbox, jobs), (answers, outbox) = os.pipe(), os.pipe()
        self._jobs, self._answers = os.fdopen(jobs, "wb"), os.fdopen(answers, "rb")
        _OUR_ENDS.update((self._jobs, self._answers))
        self.end, self._wait = (_fork if is_copy else _spawn)(inbox, outbox, serve, limits)
        os.close(inbox)
        os.close(outbox)
        if not is_copy:
            self.send(Message(blobs=(pickle.dumps((serve, limits)),)))

    def send(self, job: Message) -> None:
        """Gives the process a job; whether it came to its end is met when its answer is asked for."""
        with suppress(OSError):
            write_message(self._jobs, job)

    def receive(self, tell: Tell | None = None) -> Message | Failure:
        """The answer to the job that was sent last, as soon as there is one. The process is ended when there is none."""
        try:
            while (answer := read_message(self._answers)) is not None:
                if "done" in answer.words:
                    if tell:
                        tell(int(answer.words["done"]), int(answer.words["of"]))
                elif "failure" in answer.words:
                    return Failure(**answer.words["failure"])
                else:
                    return Message(answer.words["answer"], answer.blobs)
        except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
            pass
        return Failure("computing" if self.close() == getattr(signal, "SIGXCPU", None) else "")

    def fileno(self) -> int:
        """Where there is something to read once an answer is there."""
        return self._answers.fileno()

    def kill(self) -> None:
        """Ends the process at once, if it has not ended: its number may be another's by then."""
        if not self._answers.closed:
            self.end()
        self.close()

    def dismiss(self) -> None:
        """Lets the process end once its job is done, without waiting for it."""
        with suppress(OSError):
            self._jobs.close()

    def close(self) -> int:
        """Waits until the process has ended, and gives the number of the signal that ended it, or 0."""
        if self._answers.closed:
            return 0
        self.dismiss()
        with _after(_PATIENCE, self.end):
            ended = self._wait()
        with suppress(OSError):
            self._answers.close()
        _OUR_ENDS.difference_update((self._jobs, self._answers))
        return ended


def run_job(
    serve: Serve, job: Message, limits: Limits, tell: Tell | None = None, *, may_be_copy: bool = True
) -> Message | Failure:
    """The answer of a process that is there for one job, and is ended whatever becomes of it. Shape: `tell` as in `Tell`."""
    worker, is_late = Worker(serve, limits, may_be_copy=may_be_copy), threading.Event()

    def end() -> None:
        is_late.set()
        worker.end()

    try:
        with _after(limits.waiting, end):
            worker.send(job)
            answer = worker.receive(tell)
    finally:
        worker.kill()
    return Failure("waiting") if is_late.is_set() else answer


def first_ready(workers: Sequence[Worker]) -> list[Worker]:
    """Those of several that have answered or ended, as soon as one has.

    Why: on Windows, pipes cannot be waited for together; there it is the one that began first.
    """
    if sys.platform == "win32":
        return list(workers[:1])
    from multiprocessing.connection import wait

    ready = wait([worker.fileno() for worker in workers])
    return [worker for worker in workers if worker.fileno() in ready]


def can_be_copied() -> bool:
    """Whether a copy of this process is safe, which it is not beside other threads, nor on macOS, whose libraries forbid it."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def _after(seconds: float, act: Callable[[], None]) -> Iterator[None]:
    """Does something unless what follows is done in time."""
    watch = threading.Timer(seconds, act)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
        watch.join()


_Running = tuple[Callable[[], None], Callable[[], int]]


def _fork(inbox: int, outbox: int, serve: Serve, limits: Limits | None) -> _Running:
    """A copy of this process. Shape: how it is ended, and how it is waited for."""
    pid = os.fork()
    if pid == 0:
        # Nothing of the parent may be run from here on, neither on the way out nor, behind the wall, by a signal.
        try:
            if limits:
                for number in (signal.SIGINT, signal.SIGTERM):
                    signal.signal(number, signal.SIG_DFL)
                inbox, outbox = close_all_but(inbox, outbox)
            else:
                for end in _OUR_ENDS:
                    with suppress(OSError):
                        end.close()
                _OUR_ENDS.clear()
            with suppress(KeyboardInterrupt):
                run(os.fdopen(inbox, "rb"), os.fdopen(outbox, "wb"), serve, limits)
        finally:
            os._exit(1)

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def wait() -> int:
        _, status = os.waitpid(pid, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    return kill, wait


def _spawn(inbox: int, outbox: int, serve: Serve, limits: Limits | None) -> _Running:  # noqa: ARG001 - as in _fork
    """A process that is started from nothing, which hears what to do through the pipe. Shape: as in `_fork`."""
    # Without -P, a file of the workspace named like a library would be taken for it.
    command = [sys.executable, "-P", "-m", worker_process.__name__]
    environment, stderr = (needed_environment(), subprocess.DEVNULL) if limits else (None, None)
    child = subprocess.Popen(command, stdin=inbox, stdout=outbox, stderr=stderr, env=environment)  # noqa: S603
    return child.kill, lambda: max(0, -child.wait())
