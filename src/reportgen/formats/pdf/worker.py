"""The wall around printing: a process of its own with bounds on time, memory and open files, and none that it may write.

Comes in: a PdfJob. Goes out: a PdfAnswer, also when the process broke down, never ended or filled the memory.
"""

import gc
import itertools
import os
import queue
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass
from typing import BinaryIO

from reportgen.core.limits import limit_computing, limit_process
from reportgen.core.own_fault import exception_in_words
from reportgen.formats.pdf.job import PdfAnswer, PdfJob, receive_answer, receive_job, send_answer, send_job
from reportgen.formats.pdf.worker_environment import forget_environment, needed_environment

_BROKE_DOWN = "the program that makes PDFs broke down over it"


@dataclass(frozen=True, slots=True)
class PdfLimits:
    """What one report may take.

    Units: `computing` and `waiting` in seconds, of the processor and of the clock; `memory` in bytes, of data and not of code.
    Why: a report of 30 pages takes one second and 120 million bytes.
    """

    computing: int = 60
    waiting: int = 180
    memory: int = 1_000_000_000
    files: int = 64


@dataclass(frozen=True, slots=True)
class _Process:
    """A running process that prints. Shape: `wait` gives the number of the signal that ended it, or 0.

    `is_copy` where it is a copy of this one, and not started from nothing.
    """

    is_copy: bool
    jobs: BinaryIO
    answers: BinaryIO
    kill: Callable[[], None]
    wait: Callable[[], int]


class PdfWorker:
    """Prints one report after another.

    Why: a copy of this process takes a few milliseconds to make, so each report has one to itself, whose memory goes with it;
    a process that had to be started lasts until the last report, and is started anew after it came to its end.
    """

    def __init__(self, limits: PdfLimits | None = None) -> None:
        self.limits = limits or PdfLimits()
        self.process: _Process | None = None

    def make(self, job: PdfJob) -> PdfAnswer:
        """The answer to a job, whatever becomes of the process."""
        if self.process is None:
            started = _start(self.limits)
            if isinstance(started, PdfAnswer):
                return started
            self.process = started
        process, is_late = self.process, threading.Event()

        def end() -> None:
            is_late.set()
            process.kill()

        watch = threading.Timer(self.limits.waiting, end)
        watch.daemon = True
        watch.start()
        try:
            with suppress(OSError):
                send_job(process.jobs, job)
            answer = receive_answer(process.answers)
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            answer = None
        finally:
            watch.cancel()
            watch.join()
        if answer is not None and not is_late.is_set():
            if process.is_copy:
                self.close()
            return answer
        return PdfAnswer(too_hard=_why(self.close(), self.limits, is_late=is_late.is_set()))

    def close(self) -> int:
        """Ends the process, and gives the number of the signal that ended it before."""
        process, self.process = self.process, None
        if process is None:
            return 0
        with suppress(OSError):
            process.jobs.close()
        ended = process.wait()
        with suppress(OSError):
            process.answers.close()
        return ended


_kept: ContextVar[PdfWorker | None] = ContextVar("_kept", default=None)


@contextmanager
def pdf_worker(limits: PdfLimits | None = None) -> Iterator[PdfWorker]:
    """The worker that prints; inside another `with pdf_worker()`, the same one, so that several reports share a process."""
    kept = _kept.get()
    if kept is not None:
        yield kept
        return
    worker = PdfWorker(limits)
    token = _kept.set(worker)
    try:
        yield worker
    except BaseException:
        if worker.process:
            worker.process.kill()
        raise
    finally:
        _kept.reset(token)
        worker.close()


def _why(ended: int, limits: PdfLimits, *, is_late: bool) -> str:
    """In words, what ended the process."""
    if is_late:
        return f"it was not ready after {limits.waiting} seconds"
    if ended and ended == getattr(signal, "SIGXCPU", None):
        return f"it took more than {limits.computing} seconds of computing"
    return _BROKE_DOWN


def get_ready_to_print() -> PdfAnswer | None:
    """Loads what printing needs, where processes that print are copies of this one; gives the answer where it cannot."""
    if not can_be_copied():
        return None
    from reportgen.formats.pdf.printing import PdfUnavailable, get_ready

    try:
        get_ready()
    except PdfUnavailable as problem:
        return PdfAnswer(unavailable=str(problem))
    except Exception as problem:
        return _broken(problem)
    return None


def can_be_copied() -> bool:
    """Whether a copy of this process is safe, which it is not beside other threads, nor on macOS, whose libraries forbid it."""
    return sys.platform == "linux" and threading.active_count() == 1


def _start(limits: PdfLimits) -> _Process | PdfAnswer:
    """A new process that prints; or the answer that there can be none.

    Why: where it is safe, the process is a copy of this one with the library loaded, which takes a few milliseconds instead
    of half a second.
    """
    if not can_be_copied():
        return _spawn(limits)
    return get_ready_to_print() or _fork(limits)


def _fork(limits: PdfLimits) -> _Process:
    to_worker, from_worker = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        # Nothing of the parent may be run from here on, neither on the way out nor by a signal.
        try:
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, signal.SIG_DFL)
            inbox, outbox = _close_all_but(to_worker[0], from_worker[1])
            forget_environment()
            _serve(os.fdopen(inbox, "rb"), os.fdopen(outbox, "wb"), limits)
        finally:
            os._exit(1)

    def kill() -> None:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)

    def wait() -> int:
        _, status = os.waitpid(pid, 0)
        return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0

    return _on_our_side(True, to_worker, from_worker, kill, wait)


def _close_all_but(inbox: int, outbox: int) -> tuple[int, int]:
    """Closes every file of the parent, so that nothing of it can be reached, and gives the new numbers of two pipes."""
    above = 3 + max(inbox, outbox)
    os.dup2(inbox, above)
    os.dup2(outbox, above + 1)
    os.dup2(above, 3)
    os.dup2(above + 1, 4)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    os.closerange(5, 65_536)
    return 3, 4


def _spawn(limits: PdfLimits) -> _Process:
    to_worker, from_worker = os.pipe(), os.pipe()
    numbers = map(str, (limits.computing, limits.waiting, limits.memory, limits.files))
    # Without -P, a file of the workspace named like a library would be taken for it.
    command = [sys.executable, "-P", "-m", __name__, *numbers]
    child = subprocess.Popen(  # noqa: S603
        command,
        stdin=to_worker[0],
        stdout=from_worker[1],
        stderr=subprocess.DEVNULL,
        env=needed_environment(),
    )
    return _on_our_side(False, to_worker, from_worker, child.kill, lambda: max(0, -child.wait()))


def _on_our_side(
    is_copy: bool,
    to_worker: tuple[int, int],
    from_worker: tuple[int, int],
    kill: Callable[[], None],
    wait: Callable[[], int],
) -> _Process:
    """The ends of two pipes that stay here."""
    os.close(to_worker[0])
    os.close(from_worker[1])
    return _Process(is_copy, os.fdopen(to_worker[1], "wb"), os.fdopen(from_worker[0], "rb"), kill, wait)


def _serve(inbox: BinaryIO, outbox: BinaryIO, limits: PdfLimits) -> None:
    """Prints what comes in until nothing more can come; ends at once when the other process is gone.

    Why: to look for what is no longer used takes a fifth of the time of printing, so that is done between reports.
    """
    gc.disable()
    jobs: queue.SimpleQueue[PdfJob] = queue.SimpleQueue()

    def listen() -> None:
        try:
            while (job := receive_job(inbox)) is not None:
                jobs.put(job)
        finally:  # also when a job is too large for the memory: nobody would hear of the next one
            os._exit(0)

    # First the thread: where there is no memory for it, its start would never end.
    threading.Thread(target=listen, daemon=True).start()
    limit_process(memory=limits.memory, files=limits.files)
    from reportgen.formats.pdf.printing import print_pdf

    for number in itertools.count():
        job = jobs.get()
        if number:
            gc.collect()
        limit_computing(limits.computing)
        try:
            answer = print_pdf(job)
        except MemoryError:
            answer = PdfAnswer(too_hard=f"it needs more than {limits.memory // 1_000_000:,} million bytes of memory")
        except RecursionError:
            answer = PdfAnswer(too_hard="parts of it stand inside one another too deeply")
        except Exception as problem:
            answer = _broken(problem)
        send_answer(outbox, answer)


def _broken(problem: Exception) -> PdfAnswer:
    broken, trace = exception_in_words(problem)
    return PdfAnswer(broken=broken, trace=trace)


def main() -> None:
    """The process by itself, where it cannot be a copy: jobs come from standard input, answers go to standard output."""
    computing, waiting, memory, files = map(int, sys.argv[1:])
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    if hasattr(signal, "SIGINT"):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    _serve(sys.stdin.buffer, os.fdopen(answers, "wb"), PdfLimits(computing, waiting, memory, files))


if __name__ == "__main__":
    main()
