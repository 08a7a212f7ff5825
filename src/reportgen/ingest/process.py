"""The wall around reading: a foreign file is opened in a process of its own, with limits on time, memory and open files.

Comes in: bytes of a file. Goes out: its rows, or pictures of places in it; or why it cannot be read.
Why: the libraries that open such files are large and written in C or Rust; a file made to break them ends that process alone.
"""

import base64
import json
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from reportgen.core.limits import limit_computing, limit_process
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.rows import SourceText, Unreadable

LARGEST_FILE = 50_000_000
_GIVE_ANOTHER = "look whether it is the right file; save it again with the program that made it, and try with that"
Strip = tuple[int, float, float]
Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class ReadingLimits:
    """What one file may take. Units: seconds of the processor and of the clock; bytes of data. Why: 15 pages take half a second."""

    computing: int = 60
    waiting: int = 120
    memory: int = 1_000_000_000
    files: int = 32


_USUAL = ReadingLimits()


def read_behind_wall(data: bytes, name: str, tell: Tell, limits: ReadingLimits = _USUAL) -> SourceText:
    """The rows of a file. Shape: `tell` hears how many pages of how many are read. Raises: Unreadable."""
    answer = _ask({"task": "read", "name": name}, data, tell, limits)
    try:
        return SourceText.from_data(answer)
    except (KeyError, TypeError, ValueError) as problem:
        raise Unreadable("this file broke the program that reads it", _GIVE_ANOTHER) from problem


def flow_behind_wall(data: bytes, name: str, limits: ReadingLimits = _USUAL) -> tuple[FlowBlock, ...]:
    """The text of a file as blocks; none of a file that holds tables alone. Raises: Unreadable."""
    answer = _ask({"task": "flow", "name": name}, data, _hear_nothing, limits)
    try:
        return tuple(FlowBlock.from_data(block) for block in answer["blocks"])
    except (KeyError, TypeError, ValueError) as problem:
        raise Unreadable("this file broke the program that reads it", _GIVE_ANOTHER) from problem


def cut_behind_wall(data: bytes, strips: list[Strip], tell: Tell, limits: ReadingLimits = _USUAL) -> list[bytes]:
    """Pictures of strips of the pages of a PDF, each as PNG. Raises: Unreadable."""
    answer = _ask({"task": "cut", "strips": strips}, data, tell, limits)
    return [base64.b64decode(picture) for picture in answer["pictures"]]


def _ask(task: dict[str, Any], data: bytes, tell: Tell, limits: ReadingLimits) -> dict[str, Any]:
    """What the process answers. Raises: Unreadable."""
    numbers = map(str, (limits.computing, limits.memory, limits.files))
    # Without -P, a file of the folder named like a library would be taken for it.
    command = [sys.executable, "-P", "-m", __name__, *numbers]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)  # noqa: S603
    if child.stdin is None or child.stdout is None:
        raise AssertionError("both pipes were asked for")
    is_late = threading.Event()

    def end() -> None:
        is_late.set()
        child.kill()

    watch = threading.Timer(limits.waiting, end)
    watch.daemon = True
    watch.start()
    answer: dict[str, Any] = {}
    try:
        with suppress(OSError):
            child.stdin.write(json.dumps(task).encode() + b"\n" + data)
            child.stdin.close()
        for line in child.stdout:
            with suppress(ValueError):
                said = json.loads(line)
                if "done" in said:
                    tell(int(said["done"]), int(said["of"]))
                else:
                    answer = said
    finally:
        watch.cancel()
        child.kill()
        child.stdout.close()
        ended = child.wait()
    if "unreadable" in answer:
        raise Unreadable(str(answer["unreadable"]), str(answer["hint"]))
    if "fault" in answer:
        raise RuntimeError(f"while a file was read: {answer['fault']}")
    if not answer:
        raise Unreadable(_why(ended, limits, is_late=is_late.is_set()), _GIVE_ANOTHER)
    return answer


def _why(ended: int, limits: ReadingLimits, *, is_late: bool) -> str:
    if is_late:
        return f"this file was not read after {limits.waiting} seconds"
    if -ended == getattr(signal, "SIGXCPU", None):
        return f"this file takes more than {limits.computing} seconds of computing"
    return "this file broke the program that reads it"


def main() -> None:
    """The process behind the wall: a task and a file come from standard input, lines of JSON go to standard output."""
    computing, memory, files = map(int, sys.argv[1:])
    limit_process(memory=memory, files=files)
    limit_computing(computing)
    try:
        answer = _answer(json.loads(sys.stdin.buffer.readline()), sys.stdin.buffer.read())
    except Unreadable as problem:
        answer = {"unreadable": problem.message, "hint": problem.hint}
    except MemoryError:
        answer = {
            "unreadable": f"this file needs more than {memory // 1_000_000:,} million bytes of memory",
            "hint": _GIVE_ANOTHER,
        }
    except RecursionError:
        answer = {"unreadable": "parts of this file stand inside one another too deeply", "hint": _GIVE_ANOTHER}
    except Exception as problem:
        # What a library says of a file is caught where it is opened; anything else is a fault of ours.
        answer = {"fault": f"{type(problem).__name__}: {problem}"}
    print(json.dumps(answer), flush=True)


def _answer(task: dict[str, Any], data: bytes) -> dict[str, Any]:
    if task["task"] == "cut":
        from reportgen.ingest.pdf_pictures import cut_out

        return {"pictures": [base64.b64encode(picture).decode() for picture in cut_out(data, task["strips"])]}
    if task["task"] == "flow":
        from reportgen.ingest.flow_reading import read_flow

        return {"blocks": [block.as_data() for block in read_flow(data, task["name"])]}
    from reportgen.ingest.reading import read_any

    return read_any(data, task["name"], _tell).as_data()


def _hear_nothing(done: int, of: int) -> None:
    """Takes the number of pages that were read, where nobody waits long enough to be told."""


def _tell(done: int, of: int) -> None:
    print(json.dumps({"done": done, "of": of}), flush=True)


if __name__ == "__main__":
    main()
