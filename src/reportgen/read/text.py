"""Text files as their authors typed them.

Comes in: a path inside the workspace. Goes out: lines in UTF-8, and the digest of what was read.
"""

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Place, Say, SourceFile, whole_file

LARGEST_TEXT = 1_000_000
_BOM = b"\xef\xbb\xbf"
_ALLOWED_CONTROLS = {"\t", "\n"}
_INVISIBLE = {"\u00ad", "\u200b", "\u2028", "\u2029", "\u2060", "\ufeff", "\x85"}
_DIRECTION = {*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f"}


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file held when it was read.

    Why: of a text, its lines are counted and not its line ends, which differ between systems.
    Shape: `sha256` in hexadecimal.
    """

    path: str
    sha256: str


def read_bytes(root: Path, path: str, say: Say, *, largest: int) -> bytes | None:
    """The bytes of one file inside the workspace, or None when it cannot be had.

    Units: `largest` in bytes.
    Errors: missing-file, unreadable-file, outside-workspace, too-large.
    """
    place = whole_file(path)
    full = root / path
    try:
        resolved = full.resolve()
        if not resolved.is_relative_to(root.resolve()):
            say(
                Diagnostic(
                    "outside-workspace",
                    place,
                    f"{path} is a link to a place outside the workspace",
                    "put the file itself into the workspace",
                )
            )
            return None
        if resolved.is_dir():
            hint = "put the file here, and the folder elsewhere"
            say(Diagnostic("unreadable-file", place, f"{path} is a folder, and a file is expected here", hint))
            return None
        # Opened without waiting, so that a named pipe cannot hold the command up.
        descriptor = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with open(descriptor, "rb") as stream:
            state = os.fstat(stream.fileno())
            if not stat.S_ISREG(state.st_mode):
                say(Diagnostic("unreadable-file", place, f"{path} is not a file", "a file is expected here"))
                return None
            if state.st_size > largest:
                say(
                    Diagnostic(
                        "too-large",
                        place,
                        f"{path} has {state.st_size:,} bytes; at most {largest:,} are read",
                        "look whether the right file is in this place",
                    )
                )
                return None
            return stream.read()
    except FileNotFoundError:
        hint = "write it, or look whether its name or the name of its folder is misspelt"
        say(Diagnostic("missing-file", place, f"{path} does not exist", hint))
    except (OSError, RuntimeError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or "the system refused"
        say(Diagnostic("unreadable-file", place, f"{path} cannot be read: {reason}", "look at its permissions"))
    return None


def read_text(root: Path, path: str, say: Say) -> tuple[SourceFile, Digest] | None:
    """One text file, as UTF-8 with any line ends, or None when it is not that.

    Why: a byte-order mark and Windows line ends are what Word and Notepad leave; a guess at another encoding
    would turn an apostrophe into a wrong letter in print.
    Errors: those of `read_bytes`, not-text, odd-character.
    """
    data = read_bytes(root, path, say, largest=LARGEST_TEXT)
    if data is None:
        return None
    found: list[Diagnostic] = []
    file = decode_text(path, data, found.append)
    for diagnostic in found:
        say(diagnostic)
    if file is None or found:
        return None
    return file, Digest(path, hashlib.sha256(file.text.encode()).hexdigest())


def decode_text(path: str, data: bytes, say: Say) -> SourceFile | None:
    """The lines of the bytes; None when they are not UTF-8.

    Errors: not-text (which byte on which line), odd-character.
    """
    body = data.removeprefix(_BOM).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as problem:
        before = body[: problem.start]
        line = before.count(b"\n") + 1
        column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
        shown = body.decode("utf-8", "replace")
        file = SourceFile(
            path, tuple("".join(c if c.isprintable() else "\ufffd" for c in row) for row in shown.split("\n"))
        )
        say(
            Diagnostic(
                "not-text",
                Place(file, line, column),
                f"byte 0x{body[problem.start]:02x} on line {line} is not UTF-8 text",
                _encoding_hint(data),
            )
        )
        return None
    file = SourceFile(path, tuple(text.split("\n")))
    if "\0" in text:
        place = Place(file, text.count("\n", 0, text.index("\0")) + 1, 1)
        say(Diagnostic("not-text", place, f"byte 0x00 on line {place.line} is not UTF-8 text", _encoding_hint(data)))
        return None
    if not text.isprintable():
        _find_odd_characters(file, say)
    return file


def _encoding_hint(data: bytes) -> str:
    """Says how to save the file again, by what the bytes look like."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        return "the file is in UTF-16, or no text at all; save it again as UTF-8"
    return "save the file again with the encoding UTF-8 (in Word: “Plain text”, other encoding, Unicode (UTF-8))"


def _find_odd_characters(file: SourceFile, say: Say) -> None:
    """Tells of characters that nobody sees and that change what is read."""
    for number, line in enumerate(file.lines, 1):
        if line.isprintable():
            continue
        for column, character in enumerate(line, 1):
            control = unicodedata.category(character) == "Cc" and character not in _ALLOWED_CONTROLS
            # The last two of every 65,536 code points, and 32 more, are no characters at all.
            none = ord(character) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(character) <= 0xFDEF
            if control or none or character in _INVISIBLE or character in _DIRECTION:
                name = unicodedata.name(character, "a control character").lower()
                say(
                    Diagnostic(
                        "odd-character",
                        Place(file, number, column),
                        f"an invisible character stands here: {name} (U+{ord(character):04X})",
                        "delete it, and type the words around it again",
                    )
                )
