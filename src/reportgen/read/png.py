"""PNG pictures as they lie in their files.

Comes in: the bytes of a PNG that was decoded without a fault. Goes out: its dots alone, without writing them anew.
Why: to write a picture anew takes a sixth of the time of a web page, and makes it larger than a good editor does.
Source: Portable Network Graphics, ISO/IEC 15948.
"""

import struct
import zlib
from collections.abc import Iterator

_BEFORE = 8
_HEAD = struct.Struct(">I4s")
_AROUND = 12  # bytes of a chunk besides what it holds: its length, kind and checksum
_DOTS = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


def bare_png(data: bytes, width: int, height: int) -> bytes | None:
    """The chunks that hold dots and colours; None where the picture is shown otherwise, or may hide anything among its dots.

    Units: width and height in pixels, as the picture is to be shown. Shape: 16 bits a colour, interlaced pictures and those
    with a direction of the camera are not taken as they are.
    """
    try:
        chunks = [(kind, chunk) for kind, chunk in _chunks(data) if kind in _DOTS]
        columns, rows, bits, colours, interlaced = struct.unpack_from(">IIBB2xB", chunks[0][1], 8)
        dots = b"".join(chunk[8:-4] for kind, chunk in chunks if kind == b"IDAT")
        size = rows * (1 + (columns * bits * _CHANNELS[colours] + 7) // 8)
        unpacked = zlib.decompressobj()
        is_bare = len(unpacked.decompress(dots, size + 1)) == size and unpacked.eof and not unpacked.unused_data
    except (struct.error, zlib.error, LookupError, _OtherwiseShown):
        return None
    is_shown_so = (columns, rows) == (width, height) and bits < 16 and not interlaced
    return data[:_BEFORE] + b"".join(chunk for _, chunk in chunks) if is_bare and is_shown_so else None


class _OtherwiseShown(Exception):  # noqa: N818 - no fault of the picture
    """A program that shows the picture may turn it, or refuse it."""


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each part of a picture, with its kind. Raises: struct.error at an end too early, _OtherwiseShown."""
    position, kind = _BEFORE, b""
    while kind != b"IEND":
        length, kind = _HEAD.unpack_from(data, position)
        chunk = data[position : position + _AROUND + length]
        if kind == b"eXIf" or chunk[-4:] != zlib.crc32(chunk[4:-4]).to_bytes(4):
            raise _OtherwiseShown
        yield kind, chunk
        position += len(chunk)
