"""The other side of a worker: what its process does, be it a copy of the first one or started from nothing.

Comes in: jobs through a pipe, and the limits that the process sets for itself. Goes out: an answer to each, through a pipe.
"""

import gc
import os
import pickle
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import BinaryIO, NoReturn

from reportgen.core.limits import Limits, limit_computing, limit_process
from reportgen.core.own_fault import exception_in_words
from reportgen.core.pipe import Message, read_message, write_message
from reportgen.core.worker_environment import forget_environment

# Hears how much of how much of a job is done.
Tell = Callable[[int, int], None]
# Does one job, and may tell how far it is. It goes into the other process as pickle has it: by its name.
Serve = Callable[[Message, Tell], Message]
# A printed report leaves ten times as many behind, one that is checked a tenth.
_MANY_OBJECTS = 10_000


def close_all_but(inbox: int, outbox: int) -> tuple[int, int]:
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


def run(inbox: BinaryIO, outbox: BinaryIO, serve: Serve, limits: Limits | None) -> NoReturn:
    """Does one job after another until nothing more can come.

    Why: to look for what is no longer used takes a fifth of the time of a long job, and as long as a short one does itself; so
    that is done between jobs, once many objects have come together.
    """
    gc.freeze()
    gc.disable()
    jobs = _guarded(inbox, limits) if limits else iter(lambda: read_message(inbox), None)

    def tell(done: int, of: int) -> None:
        write_message(outbox, Message({"done": done, "of": of}))

    for job in jobs:
        if gc.get_count()[0] > _MANY_OBJECTS:
            gc.collect()
        if limits:
            limit_computing(limits.computing)
        answer = _answer(serve, job, tell)
        with suppress(BrokenPipeError):
            write_message(outbox, answer)
    os._exit(0)


def _guarded(inbox: BinaryIO, limits: Limits) -> Iterator[Message]:
    """The jobs that come in, behind the wall; ends the process at once when the other one is gone."""
    jobs: queue.SimpleQueue[Message] = queue.SimpleQueue()

    def listen() -> None:
        try:
            while (job := read_message(inbox)) is not None:
                jobs.put(job)
        finally:  # also when a job is too large for the memory: nobody would hear of the next one
            os._exit(0)

    # First the thread: where there is no memory for it, its start would never end.
    threading.Thread(target=listen, daemon=True).start()
    forget_environment()
    limit_process(memory=limits.memory, files=limits.files)
    while True:
        yield jobs.get()


def _answer(serve: Serve, job: Message, tell: Tell) -> Message:
    """What is answered to a job, also where it cannot be done."""
    try:
        done = serve(job, tell)
        return Message({"answer": done.words}, done.blobs)
    except MemoryError:
        failure: dict[str, str] = {"limit": "memory"}
    except RecursionError:
        failure = {"limit": "depth"}
    except Exception as problem:
        broken, trace = exception_in_words(problem)
        failure = {"broken": broken, "trace": trace}
    return Message({"failure": failure})


def main() -> None:
    """The process by itself, where it cannot be a copy: jobs come from standard input, answers go to standard output."""
    answers = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    first = read_message(sys.stdin.buffer)
    if first is not None:
        serve, limits = pickle.loads(first.blobs[0])  # noqa: S301 - from the process that started this one
        run(sys.stdin.buffer, os.fdopen(answers, "wb"), serve, limits)


if __name__ == "__main__":
    main()
