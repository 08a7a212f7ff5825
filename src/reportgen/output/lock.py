"""One command at a time for each report.

Comes in: what is to be written. Goes out: the right to write it, or who has that right now.
The lock is the operating system's: it ends with the process that holds it, however that ends.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.output.atomic_write import look_at_way
from reportgen.output.publish import refusal

FOLDER = "build/.locks"
# How often a command looks again before it gives up, and how long it waits in between. Units: times; seconds.
PATIENCE = 100
_PAUSE = 0.1
# Behind all that is ever written into the file, since on Windows what is locked cannot be read.
_LOCKED_BYTE = 1 << 30
# A lock of POSIX binds other processes only, and is lost when its own process closes the file a second time. So these
# are the files that this process has locked, each with what it does.
_mine: dict[Path, str] = {}


@contextmanager
def holding(root: Path, path: str, work: str) -> Iterator[tuple[Diagnostic, ...]]:
    """Holds the lock of what is written at a path, or tells why not.

    Why: it is held from the reading to the writing; otherwise a slow command that read earlier could put an older report
    in place of a newer one. The file of the lock lives only as long as it is held, or until the next command.
    Shape: `work` is the command as another person may see it, without paths.
    Errors: build-locked, cannot-write.
    """
    file = root / FOLDER / path.removeprefix("build/").replace("/", ".")
    handle = None
    refusals: tuple[Diagnostic, ...] = ()
    try:
        look_at_way(root, FOLDER, is_folder=True)
        handle = _take(file, work)
    except OSError as problem:
        refusals = (refusal(path, problem),)
    if handle is None:
        yield refusals or (_held(path, _who(file)),)
        return
    try:
        yield ()
    finally:
        _release(file, handle)


def _take(file: Path, work: str) -> int | None:
    """The locked file, or None when somebody else still has it after a while."""
    for again in range(PATIENCE + 1):
        if again:
            Event().wait(_PAUSE)
        if file in _mine:
            continue
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(file, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
        except (FileNotFoundError, FileExistsError):
            # Another command ended at this moment, and took the empty folder away.
            continue
        if not _lock(handle) or not _is_still_there(handle, file):
            os.close(handle)
        else:
            _mine[file] = work
            try:
                _sign(handle, work)
            except OSError:
                _release(file, handle)
                raise
            return handle
    return None


def _lock(handle: int) -> bool:
    """Whether the lock was free. Why: not flock, which a child made by fork would hold on to after its parent's end."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, _LOCKED_BYTE)
    except (BlockingIOError, PermissionError):
        return False
    except OSError:
        os.close(handle)
        raise
    return True


def _is_still_there(handle: int, file: Path) -> bool:
    """Whether the file that was locked is the one that others find: whoever had it before takes it away when done."""
    try:
        return os.path.samestat(os.fstat(handle), file.stat())
    except FileNotFoundError:
        return False


def _sign(handle: int, work: str) -> None:
    """Writes into the file who holds it: the number of the process and what it does; no name of a person or machine."""
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, f"{os.getpid()} {work}\n".encode())


def _release(file: Path, handle: int) -> None:
    """Takes the file away and gives the lock back, in the order that the system allows."""
    _mine.pop(file, None)
    if sys.platform != "win32":
        with suppress(OSError):
            file.unlink()
    os.close(handle)
    if sys.platform == "win32":
        with suppress(OSError):
            file.unlink()
    # Both go only when nothing is in them.
    with suppress(OSError):
        file.parent.rmdir()
        file.parent.parent.rmdir()


def _who(file: Path) -> str:
    """The holder in words."""
    if file in _mine:
        return f"process {os.getpid()} ({_mine[file]})"
    try:
        number, _, work = file.read_text(encoding="utf-8").strip().partition(" ")
    except (OSError, ValueError):
        number = work = ""
    return f"process {number} ({work[:100]})" if number.isdecimal() and work.isprintable() else "another process"


def _held(path: str, who: str) -> Diagnostic:
    message = f"{path} is being made already, by {who}"
    hint = "wait until that command is done, then run this one again; what was there before is unchanged"
    return Diagnostic("build-locked", whole_file(path), message, hint)
