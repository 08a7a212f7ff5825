"""What the process that prints is given, and what it answers, as bytes between two processes.

Comes in and goes out: values, and the same values in a pipe. Nothing in an answer is run or trusted: it is words and bytes.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import BinaryIO

_HEAD = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class PdfJob:
    """One PDF to be made. Shape: `pictures` by name, each with its media type and its bytes; `day` such as 2025-10-23."""

    html: str
    style: str
    identifier: bytes
    day: str
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PdfAnswer:
    """What became of it: the bytes, or else one of the reasons.

    Shape: `lacking` are the letters that the typeface does not have; `unavailable` says why the library cannot be loaded;
    `too_hard` says which limit stood in the way; `broken` is an exception of our own or of a library, and `trace` where it
    was raised; `remarks` are what the libraries said of this computer or of themselves, which is no fault of the page.
    """

    data: bytes | None = None
    faults: tuple[str, ...] = ()
    lacking: str = ""
    unavailable: str = ""
    too_hard: str = ""
    broken: str = ""
    trace: str = ""
    remarks: tuple[str, ...] = ()


_LISTS, _WORDS = ("faults", "remarks"), ("lacking", "unavailable", "too_hard", "broken", "trace")


def send_job(stream: BinaryIO, job: PdfJob) -> None:
    """Writes a job into a pipe. Raises: OSError when nobody reads it any more."""
    kinds = {name: kind for name, (kind, _) in job.pictures.items()}
    blobs = (job.html.encode(), job.style.encode(), job.identifier, *(data for _, data in job.pictures.values()))
    _send(stream, {"day": {"": job.day}, "pictures": kinds}, blobs)


def receive_job(stream: BinaryIO) -> PdfJob | None:
    """The next job of a pipe; None at its end."""
    received = _receive(stream)
    if received is None:
        return None
    words, (html, style, identifier, *pictures) = received
    kinds = words["pictures"].items()
    named = {name: (kind, data) for (name, kind), data in zip(kinds, pictures, strict=True)}
    return PdfJob(html.decode(), style.decode(), identifier, words["day"][""], named)


def send_answer(stream: BinaryIO, answer: PdfAnswer) -> None:
    """Writes an answer into a pipe. Raises: OSError when nobody reads it any more."""
    words = {name: getattr(answer, name) for name in (*_LISTS, *_WORDS)}
    _send(stream, words, () if answer.data is None else (answer.data,))


def receive_answer(stream: BinaryIO) -> PdfAnswer | None:
    """The answer in a pipe; None when it ends before the answer is whole."""
    received = _receive(stream)
    if received is None:
        return None
    words, blobs = received
    faults, remarks = (tuple(map(str, words[name])) for name in _LISTS)
    told = {name: str(words[name]) for name in _WORDS}
    return PdfAnswer(blobs[0] if blobs else None, faults, remarks=remarks, **told)


def _send(stream: BinaryIO, words: dict[str, object], blobs: tuple[bytes, ...]) -> None:
    head = json.dumps({**words, "blobs": [len(blob) for blob in blobs]}).encode()
    stream.write(_HEAD.pack(len(head), sum(map(len, blobs))) + head)
    stream.writelines(blobs)
    stream.flush()


def _receive(stream: BinaryIO) -> tuple[dict[str, dict[str, str]], list[bytes]] | None:
    start = _exactly(stream, _HEAD.size)
    if start is None:
        return None
    length, following = _HEAD.unpack(start)
    head = _exactly(stream, length)
    if head is None:
        return None
    words = json.loads(head)
    sizes = words.pop("blobs")
    if sum(sizes) != following:
        raise ValueError("the pipe holds something else")
    blobs = []
    for size in sizes:
        blob = _exactly(stream, size)
        if blob is None:
            return None
        blobs.append(blob)
    return words, blobs


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    data = stream.read(size)
    return data if len(data) == size else None
