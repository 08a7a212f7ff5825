"""Text files as their authors typed them.

Comes in: a path inside the workspace. Goes out: lines in UTF-8, and the digest of what was read.
"""

import errno
import hashlib
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Place, Say, SourceFile, whole_file
from reportgen.read.packaged import PREFIX, full_path, is_packaged

LARGEST_TEXT = 1_000_000
_BOM = b"\xef\xbb\xbf"
# Characters that cannot be seen and change what is read: controls, marks of direction and of width, fillers, tags. Joiners
# are a part of some scripts and of emoji; beside a letter of this one they are what a copy left.
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
# Those that stand for nothing that another computer knows: private ones (but for the bullet of Word, which is told as such),
# the sign for a lost letter, and no characters.
_UNKNOWN = "\ue000-\uf0b6\uf0b8-\uf8ff\ufdd0-\ufdef\ufffc-\uffff\U000f0000-\U0010ffff" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15)
)
# What a curly quotation mark or an accent becomes when UTF-8 is taken for the old encoding of Windows and saved again.
_SPOILT = "â€[\u0080-\u00bf\u0152-\u2122]|[ÂÃ][\u0080-\u00bf]"
_ODD = re.compile(
    f"([{_UNSEEN}]|(?<![^\\x00-\\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\\x00-\\x7f]))|([{_UNKNOWN}])|({_SPOILT})"
)
# As many as Unicode's own “stream-safe” form allows; no language has so many.
_MOST_MARKS = 30


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file held when it was read.

    Why: of a text, its lines are counted and not its line ends, which differ between systems.
    Shape: `path` is that in a workspace, also for a file that comes with the program; `sha256` in hexadecimal.
    """

    path: str
    sha256: str


def read_bytes(root: Path, path: str, say: Say, *, largest: int) -> bytes | None:
    """The bytes of one file inside the workspace, or of one that comes with the program; None when it cannot be had.

    Units: `largest` in bytes.
    Errors: missing-file, unreadable-file, outside-workspace, too-large.
    """
    place = whole_file(path)
    full = full_path(root, path)
    try:
        resolved = full.resolve()
        if not is_packaged(path) and not resolved.is_relative_to(root.resolve()):
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
        is_link = full.is_symlink()
        message = f"{path} is a link to a file that is not there" if is_link else f"{path} does not exist"
        hint = "write it, or look whether its name or the name of its folder is misspelt"
        hint = "install reportgen again" if is_packaged(path) else hint
        say(Diagnostic("missing-file", place, message, "put the file itself here" if is_link else hint))
    except (OSError, RuntimeError, ValueError) as problem:
        say(
            Diagnostic(
                "unreadable-file", place, f"{path} cannot be read: {_reason(problem)}", _REMEDIES[_kind(problem)]
            )
        )
    return None


_REMEDIES = {
    "loop": "put the file itself in the place of the link",
    "folder": "put a folder there, with the file in it",
    "name": "give the file a shorter name, of letters, digits and hyphens",
    "other": "look at its permissions, and close it in other programs",
}
_REASONS = {
    "loop": "it is a link that leads back to itself",
    "folder": "a file stands in the place of one of its folders",
}


def _kind(problem: Exception) -> str:
    """What kept a file from being read. Why: a loop of links has another name in each version of the language."""
    number = problem.errno if isinstance(problem, OSError) else None
    if isinstance(problem, RuntimeError) or number == errno.ELOOP:
        return "loop"
    if isinstance(problem, NotADirectoryError):
        return "folder"
    return "name" if isinstance(problem, ValueError) or number == errno.ENAMETOOLONG else "other"


def _reason(problem: Exception) -> str:
    return _REASONS.get(_kind(problem)) or getattr(problem, "strerror", None) or "the system refused"


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
    return file, Digest(path.removeprefix(PREFIX), hashlib.sha256(file.text.encode()).hexdigest())


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
        line = text.count("\n", 0, text.index("\0")) + 1
        place = Place(file, line, file.lines[line - 1].index("\0") + 1)
        say(Diagnostic("not-text", place, f"byte 0x00 on line {line} is not UTF-8 text", _encoding_hint(data)))
        return None
    found = list(islice(_odd_characters(file), MOST_TOLD)) if _is_odd(text) else []
    for diagnostic in found:
        say(diagnostic)
    # One letter has one form: é of one character, though some programs write it as an e and an accent.
    if found or unicodedata.is_normalized("NFC", text):
        return file
    return SourceFile(path, tuple(unicodedata.normalize("NFC", text).split("\n")))


def _encoding_hint(data: bytes) -> str:
    """Says how to save the file again, by what the bytes look like."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        return "the file is in UTF-16, or no text at all; save it again as UTF-8"
    return "save the file again with the encoding UTF-8 (in Word: “Plain text”, other encoding, Unicode (UTF-8))"


def _is_odd(text: str) -> bool:
    """Whether a text holds any odd character, or marks of which too many could stand on one letter."""
    return _ODD.search(text) is not None or any(map(unicodedata.combining, set(text)))


def _odd_characters(file: SourceFile) -> Iterator[Diagnostic]:
    """Characters that nobody sees and that change what is read, or that nobody can read."""
    for number, line in enumerate(file.lines, 1):
        for match in _ODD.finditer(line):
            character = match[0][0]
            name = unicodedata.name(character, "a control character" if match[1] else "without a name").lower()
            what = "an invisible character stands here" if match[1] else "no other computer knows the character here"
            message = f"{what}: {name} (U+{ord(character):04X})"
            hint = "delete it, and type the words around it again"
            if match[3]:
                message = (
                    f"“{match[0]}” is a letter or mark that was spoilt when the file was saved in another encoding"
                )
                hint = "type the right letter or mark in its place"
            yield Diagnostic("odd-character", Place(file, number, match.start() + 1, len(match[0])), message, hint)
        marks = 0
        for column, character in enumerate("" if line.isascii() else line, 1):
            marks = marks + 1 if unicodedata.combining(character) else 0
            if marks > _MOST_MARKS:
                message = f"more than {_MOST_MARKS} marks stand on one letter"
                yield Diagnostic("odd-character", Place(file, number, column), message, "type the word again")
                break
