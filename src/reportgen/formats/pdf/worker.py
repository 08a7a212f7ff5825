"""The wall around printing: a process of its own with limits on time, memory and open files, and none that it may write.

Comes in: a PdfJob. Goes out: a PdfAnswer, also when the process broke down, never ended or filled the memory.
"""

import pickle
from contextlib import suppress

from reportgen.core.limits import Limits
from reportgen.core.pipe import Message
from reportgen.core.worker import Failure, can_be_copied, run_job
from reportgen.core.worker_process import Tell
from reportgen.formats.pdf.job import PdfAnswer, PdfJob, PdfUnavailable

# Why: a report of 30 pages takes one second and 120 million bytes.
_USUAL = Limits(computing=60, waiting=180, memory=1_000_000_000, files=64)


def make_pdf(job: PdfJob, limits: Limits = _USUAL) -> PdfAnswer:
    """The answer to a job, whatever becomes of the process.

    Why: each PDF has a process to itself, whose memory goes with it. Where that is a copy of this one, it takes a few
    milliseconds to make.
    """
    get_ready_to_print()
    answer = run_job(_print, Message(blobs=(pickle.dumps(job),)), limits)
    try:
        if isinstance(answer, Message):
            return PdfAnswer.from_message(answer)
    except (ValueError, LookupError, TypeError, AttributeError):
        answer = Failure()
    if answer.broken:
        return PdfAnswer(broken=answer.broken, trace=answer.trace)
    return PdfAnswer(too_hard=answer.in_words("it", limits, "the program that makes PDFs broke down over it"))


def get_ready_to_print() -> None:
    """Loads what printing needs, where processes that print are copies of this one. Why: what cannot be loaded, they tell."""
    if can_be_copied():
        with suppress(Exception):
            import reportgen.formats.pdf.printing  # noqa: F401 - what it needs is loaded with it


def _print(job: Message, _: Tell) -> Message:
    """What the process behind the wall does."""
    try:
        from reportgen.formats.pdf.printing import print_pdf
    except PdfUnavailable as problem:
        return PdfAnswer(unavailable=str(problem)).as_message()
    return print_pdf(pickle.loads(job.blobs[0])).as_message()  # noqa: S301 - made by this program
