"""Text as an editor shows it, and put back as it was saved.

Comes in: the bytes of a file, and its text after it was changed. Goes out: the bytes in which all that was not changed is the
same, with its line ends, its mark at the beginning and its form of accents.
"""

import re
from itertools import takewhile

_MARK = "\ufeff"
_LINES = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?")


def shown_text(data: bytes) -> str:
    """The text of a file with a newline at the end of each line. Errors: UnicodeDecodeError."""
    return data.decode("utf-8").removeprefix(_MARK).replace("\r\n", "\n").replace("\r", "\n")


def saved_text(before: bytes, text: str) -> bytes:
    """A changed text as bytes: lines that were there keep their ends, and new ones get that of the first."""
    whole = before.decode("utf-8")
    old = [line for line in _LINES.findall(whole.removeprefix(_MARK)) if line]
    new = [line for line in _LINES.findall(text) if line]
    end = next((line[len(line.rstrip("\r\n")) :] for line in old if line.endswith(("\r", "\n"))), "\n")
    first = _same(old, new)
    last = _same(old[first:][::-1], new[first:][::-1])
    middle = [line.removesuffix("\n") + end if line.endswith("\n") else line for line in new[first : len(new) - last]]
    kept = (old[:first], old[len(old) - last :])
    mark = _MARK if whole.startswith(_MARK) else ""
    return (mark + "".join((*kept[0], *middle, *kept[1]))).encode()


def _same(old: list[str], new: list[str]) -> int:
    """How many lines are the same from the beginning, whatever their ends."""
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: re.sub("\r\n?", "\n", pair[0]) == pair[1], pairs))
