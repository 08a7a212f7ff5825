"""The wall around reading: a foreign file is opened in a process of its own, with limits on time, memory and open files.

Comes in: bytes of a file. Goes out: its rows, or pictures of places in it; or why it cannot be read.
Why: the libraries that open such files are large and written in C or Rust; a file made to break them ends that process alone.
"""

from dataclasses import asdict
from typing import Any

from reportgen.core.limits import Limits
from reportgen.core.pipe import Message
from reportgen.core.worker import Failure, run_job
from reportgen.core.worker_process import Tell
from reportgen.ingest.rows import SourceText, Unreadable
from reportgen.read.shapes import value_of

LARGEST_FILE = 50_000_000
_GIVE_ANOTHER = "look whether it is the right file; save it again with the program that made it, and try with that"
Strip = tuple[int, float, float]
# Why: 15 pages take half a second.
_USUAL = Limits(computing=60, waiting=120, memory=1_000_000_000, files=32)
_BROKEN = "this file broke the program that reads it"


def read_behind_wall(
    data: bytes, name: str, tell: Tell, limits: Limits = _USUAL, *, with_flow: bool = False
) -> SourceText:
    """The rows of a file, and its blocks where those are asked for.

    Shape: `tell` hears how many pages of how many are read. Raises: Unreadable.
    """
    answer = _ask({"name": name, "with_flow": with_flow}, data, tell, limits)
    try:
        return value_of(SourceText, answer.words)
    except ValueError as problem:
        raise Unreadable(_BROKEN, _GIVE_ANOTHER) from problem


def cut_behind_wall(data: bytes, strips: list[Strip], tell: Tell) -> list[bytes]:
    """Pictures of strips of the pages of a PDF, each as PNG. Raises: Unreadable."""
    return list(_ask({"strips": strips}, data, tell, _USUAL).blobs)


def _ask(task: dict[str, Any], data: bytes, tell: Tell, limits: Limits) -> Message:
    """What the process answers. Raises: Unreadable.

    Why: never a copy of this process, which would have less memory left by what this one holds.
    """
    answer = run_job(_answer, Message(task, (data,)), limits, tell, may_be_copy=False)
    if isinstance(answer, Failure):
        if answer.broken:
            # What a library says of a file is caught where it is opened; anything else is a fault of ours.
            raise RuntimeError(f"while a file was read: {answer.broken}")
        raise Unreadable(answer.in_words("this file", limits, _BROKEN), _GIVE_ANOTHER)
    if "unreadable" in answer.words:
        raise Unreadable(str(answer.words["unreadable"]), str(answer.words["hint"]))
    return answer


def _answer(task: Message, tell: Tell) -> Message:
    """What the process behind the wall does."""
    words, (data,) = task.words, task.blobs
    try:
        if "strips" in words:
            from reportgen.ingest.pdf_pictures import cut_out

            return Message({}, tuple(cut_out(data, words["strips"])))
        from reportgen.ingest.reading import read_any

        return Message(asdict(read_any(data, words["name"], tell, with_flow=words["with_flow"])))
    except Unreadable as problem:
        return Message({"unreadable": problem.message, "hint": problem.hint})
