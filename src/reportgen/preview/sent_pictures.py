"""Pictures that are put into a page in the browser.

Comes in: a picture as the browser sends it. Goes out: its bytes, and names that it can have beside the pages.
"""

import binascii
from base64 import b64decode
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.core.names import slug_for
from reportgen.preview.fields import RefusedError, message_of
from reportgen.read.pictures import decode_picture

_PNG = b"\x89PNG"


def parse_picture(asked: Mapping[str, object]) -> tuple[str, bytes]:
    """A name of letters, digits and hyphens, and the bytes of a picture that can be published. Raises: RefusedError.

    Shape: `name` as it was called on the computer, and `data` in base 64.
    """
    name, data = asked.get("name"), asked.get("data")
    if not isinstance(name, str) or not isinstance(data, str):
        raise RefusedError("A picture is expected here.")
    try:
        held = b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        raise RefusedError("A picture is expected here.") from None
    stem = slug_for(Path(name).stem[:60]) or "picture"
    taken = stem + (".png" if held.startswith(_PNG) else ".jpg")
    faults: list[Diagnostic] = []
    if decode_picture(taken, held, whole_file(taken), faults.append, called=f"“{name}”") is None:
        raise RefusedError(message_of(faults[0]))
    return taken, held


def free_names(folder: Path, name: str) -> Iterator[Path]:
    """Where a picture can lie in a folder: under its name, and else under its name with a number."""
    yield folder / name
    stem, _, ending = name.rpartition(".")
    yield from (folder / f"{stem}-{number}.{ending}" for number in count(2))
