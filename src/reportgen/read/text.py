"""Text files as their authors typed them.

Comes in: a path inside the workspace. Goes out: its lines, in UTF-8.
"""

import errno
import os
import stat
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Emit, Place, SourceFile, whole_file
from reportgen.read.odd_characters import find_odd_characters, is_odd
from reportgen.read.packaged import full_path, is_packaged

LARGEST_TEXT = 1_000_000
_BOM = b"\xef\xbb\xbf"


def read_bytes(root: Path, path: str, emit: Emit, *, largest: int) -> bytes | None:
    """The bytes of one file inside the workspace, or of one that comes with the program; None when it cannot be had.

    Units: `largest` in bytes.
    Errors: missing-file, unreadable-file, outside-workspace, too-large.
    """
    full = full_path(root, path)
    try:
        found = _read(root, path, full, largest)
    except FileNotFoundError:
        is_link = full.is_symlink()
        message = f"{path} is a link to a file that is not there" if is_link else f"{path} does not exist"
        hint = "write it, or look whether its name or the name of its folder is misspelt"
        hint = "install reportgen again" if is_packaged(path) else hint
        found = Diagnostic("missing-file", whole_file(path), message, "put the file itself here" if is_link else hint)
    except (OSError, RuntimeError, ValueError) as problem:
        reason, remedy = _why(problem)
        found = Diagnostic("unreadable-file", whole_file(path), f"{path} cannot be read: {reason}", remedy)
    if isinstance(found, Diagnostic):
        emit(found)
        return None
    return found


def _read(root: Path, path: str, full: Path, largest: int) -> bytes | Diagnostic:
    """The bytes of a file, or what is told in their place. Raises: OSError and the like."""
    place = whole_file(path)
    resolved = full.resolve()
    is_inside = resolved.is_relative_to(root) or resolved.is_relative_to(root.resolve()) or is_packaged(path)
    if not is_inside:
        message = f"{path} is a link to a place outside the workspace"
        return Diagnostic("outside-workspace", place, message, "put the file itself into the workspace")
    if resolved.is_dir():
        message = f"{path} is a folder, and a file is expected here"
        return Diagnostic("unreadable-file", place, message, "put the file here, and the folder elsewhere")
    # Opened without waiting, so that a named pipe cannot hold the command up.
    descriptor = os.open(full, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    with open(descriptor, "rb") as stream:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode):
            return Diagnostic("unreadable-file", place, f"{path} is not a file", "a file is expected here")
        if state.st_size > largest:
            message = f"{path} has {state.st_size:,} bytes; at most {largest:,} are read"
            return Diagnostic("too-large", place, message, "look whether the right file is in this place")
        return stream.read()


def _why(problem: Exception) -> tuple[str, str]:
    """What kept a file from being read, and what to do. Why: a loop of links has another name in each version of the language."""
    number = problem.errno if isinstance(problem, OSError) else None
    if isinstance(problem, RuntimeError) or number == errno.ELOOP:
        return "it is a link that leads back to itself", "put the file itself in the place of the link"
    if isinstance(problem, NotADirectoryError):
        return "a file stands in the place of one of its folders", "put a folder there, with the file in it"
    reason = getattr(problem, "strerror", None) or "the system refused"
    if isinstance(problem, ValueError) or number == errno.ENAMETOOLONG:
        return reason, "give the file a shorter name, of letters, digits and hyphens"
    return reason, "look at its permissions, and close it in other programs"


def file_stamp(root: Path, path: str) -> tuple[int, ...] | None:
    """How a file lies, which changes when it is another one; None where that cannot be looked at."""
    try:
        found = full_path(root, path).stat()
    except (OSError, ValueError):
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def read_text(root: Path, path: str, emit: Emit) -> SourceFile | None:
    """One text file, as UTF-8 with any line ends, or None when it is not that.

    Why: a byte-order mark and Windows line ends are what Word and Notepad leave; a guess at another encoding
    would turn an apostrophe into a wrong letter in print.
    Errors: those of `read_bytes`, not-text, odd-character.
    """
    data = read_bytes(root, path, emit, largest=LARGEST_TEXT)
    return None if data is None else decode_text(path, data, emit)


def decode_text(path: str, data: bytes, emit: Emit) -> SourceFile | None:
    """The lines of the bytes; None when they are not UTF-8, or hold what nobody can read.

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
        emit(
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
        emit(Diagnostic("not-text", place, f"byte 0x00 on line {line} is not UTF-8 text", _encoding_hint(data)))
        return None
    found = list(islice(_odd_characters(file), MOST_TOLD)) if is_odd(text) else []
    for diagnostic in found:
        emit(diagnostic)
    if found:
        return None
    # One letter has one form: é of one character, though some programs write it as an e and an accent.
    if unicodedata.is_normalized("NFC", text):
        return file
    return SourceFile(path, tuple(unicodedata.normalize("NFC", text).split("\n")))


def _encoding_hint(data: bytes) -> str:
    """Says how to save the file again, by what the bytes look like."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data:
        return "the file is in UTF-16, or no text at all; save it again as UTF-8"
    return "save the file again with the encoding UTF-8 (in Word: “Plain text”, other encoding, Unicode (UTF-8))"


def _odd_characters(file: SourceFile) -> Iterator[Diagnostic]:
    """Characters that nobody sees and that change what is read, or that nobody can read."""
    for number, line in enumerate(file.lines, 1):
        for odd in find_odd_characters(line):
            yield Diagnostic("odd-character", Place(file, number, odd.start + 1, odd.length), odd.message, odd.hint)
