"""What goes through a pipe between two processes.

Comes in and goes out: a message of words and bytes, and the same in a stream.
"""

import json
import struct
from dataclasses import dataclass, field
from typing import Any, BinaryIO

_HEAD = struct.Struct(">II")


@dataclass(frozen=True, slots=True)
class Message:
    """What goes through the pipe: words that JSON can hold, and bytes. Nothing in an answer is run or trusted."""

    words: dict[str, Any] = field(default_factory=dict)
    blobs: tuple[bytes, ...] = ()


def write_message(stream: BinaryIO, message: Message) -> None:
    """Writes a message into a pipe. Raises: OSError when nobody reads it any more."""
    head = json.dumps({"words": message.words, "blobs": [len(blob) for blob in message.blobs]}).encode()
    stream.write(_HEAD.pack(len(head), sum(map(len, message.blobs))) + head)
    stream.writelines(message.blobs)
    stream.flush()


def read_message(stream: BinaryIO) -> Message | None:
    """The next message in a pipe; None when it ends before one is whole. Raises: ValueError or LookupError for anything else."""
    start = _exactly(stream, _HEAD.size)
    if start is None:
        return None
    length, following = _HEAD.unpack(start)
    head = _exactly(stream, length)
    if head is None:
        return None
    received = json.loads(head)
    if sum(received["blobs"]) != following:
        raise ValueError("the pipe holds something else")
    blobs = []
    for size in received["blobs"]:
        blob = _exactly(stream, size)
        if blob is None:
            return None
        blobs.append(blob)
    return Message(received["words"], tuple(blobs))


def _exactly(stream: BinaryIO, size: int) -> bytes | None:
    data = stream.read(size)
    return data if len(data) == size else None
