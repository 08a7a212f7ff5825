"""The wall around printing: a process of its own with limits on time, memory and open files, and none that it may write.

Comes in: a PdfJob. Goes out: a PdfAnswer, also when the process broke down, never ended or filled the memory.
"""

import pickle
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from reportgen.core.limits import Limits
from reportgen.core.own_fault import exception_in_words
from reportgen.core.pipe import Message
from reportgen.core.worker import Failure, Worker, can_be_copied
from reportgen.core.worker_process import Tell
from reportgen.formats.pdf.job import PdfAnswer, PdfJob, PdfUnavailable

# Why: a report of 30 pages takes one second and 120 million bytes.
_USUAL = Limits(computing=60, waiting=180, memory=1_000_000_000, files=64)


class PdfWorker:
    """Prints one report after another.

    Why: a copy of this process takes a few milliseconds to make, so each report has one to itself, whose memory goes with it;
    a process that had to be started lasts until the last report, and is started anew after it came to its end.
    """

    def __init__(self, limits: Limits = _USUAL) -> None:
        self.limits = limits
        self.process: Worker | None = None

    def make(self, job: PdfJob) -> PdfAnswer:
        """The answer to a job, whatever becomes of the process."""
        if self.process is None:
            if cannot := get_ready_to_print():
                return cannot
            self.process = Worker(_print, self.limits)
        process = self.process
        answer = process.ask(Message(blobs=(pickle.dumps(job),)))
        if process.is_copy or isinstance(answer, Failure):
            self.close()
        try:
            if isinstance(answer, Message):
                return PdfAnswer.from_message(answer)
        except (ValueError, LookupError, TypeError, AttributeError):
            answer = Failure()
        if answer.broken:
            return PdfAnswer(broken=answer.broken, trace=answer.trace)
        return PdfAnswer(too_hard=answer.in_words("it", self.limits, "the program that makes PDFs broke down over it"))

    def close(self) -> None:
        """Ends the process."""
        process, self.process = self.process, None
        if process:
            process.close()


_kept: ContextVar[PdfWorker | None] = ContextVar("_kept", default=None)


@contextmanager
def pdf_worker(limits: Limits = _USUAL) -> Iterator[PdfWorker]:
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


def keep_pdf_worker() -> None:
    """Has all reports of this process share one worker, which ends with it."""
    if _kept.get() is None:
        _kept.set(PdfWorker())


def get_ready_to_print() -> PdfAnswer | None:
    """Loads what printing needs, where processes that print are copies of this one; gives the answer where it cannot."""
    if not can_be_copied():
        return None
    try:
        import reportgen.formats.pdf.printing  # noqa: F401 - what it needs is loaded with it
    except PdfUnavailable as problem:
        return PdfAnswer(unavailable=str(problem))
    except Exception as problem:
        broken, trace = exception_in_words(problem)
        return PdfAnswer(broken=broken, trace=trace)
    return None


def _print(job: Message, _: Tell) -> Message:
    """What the process behind the wall does."""
    try:
        from reportgen.formats.pdf.printing import print_pdf
    except PdfUnavailable as problem:
        return PdfAnswer(unavailable=str(problem)).as_message()
    return print_pdf(pickle.loads(job.blobs[0])).as_message()  # noqa: S301 - made by this program
