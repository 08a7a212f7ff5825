"""Writing so that a file or a folder appears whole or not at all.

Comes in: bytes and where they belong. Goes out: nothing; an OSError leaves what was there.
The only place that writes to disk, but for the lock.
"""

import errno
import os
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from reportgen.formats.artifact import Artifact
from reportgen.output.atomic_exchange import swap


class InTheWay(OSError):  # noqa: N818 - a state of the folder
    """Something stands where a folder or a file of ours belongs; carries a clause that says what."""


def look_at_way(root: Path, path: str, *, is_folder: bool) -> None:
    """Goes from the workspace down to a path that is to be written.

    Why: through a link, a report could take the place of what people wrote; and a file in place of a folder is theirs. Each
    step is looked at once, since another command may take an empty folder away at any moment.
    Errors: InTheWay.
    """
    steps = path.split("/")
    for number in range(1, len(steps) + 1):
        name = "/".join(steps[:number])
        here = root / name
        wanted, other = ("folder", "file") if is_folder or number < len(steps) else ("file", "folder")
        try:
            mode = here.lstat().st_mode
        except (FileNotFoundError, NotADirectoryError):
            return
        if stat.S_ISLNK(mode):
            raise InTheWay(f"{name} is a link, not a {wanted}")
        if stat.S_ISDIR(mode) != (wanted == "folder"):
            raise InTheWay(f"{name} is a {other}, not a {wanted}")


def write_file(path: Path, data: bytes, *, flushed: bool = True) -> None:
    """Replaces one file. Why: written aside, flushed and renamed, so that a reader finds the old file or the new one.

    Shape: what can be made again need not be `flushed`, and may be lost or broken where the computer stops at once.
    """
    aside = _aside(path)
    with _or_as_before(path, lambda: aside.unlink(missing_ok=True)):
        aside.unlink(missing_ok=True)
        _write(aside, data, flushed=flushed)
        aside.replace(path)
        if flushed:
            _flush(path.parent)


class ChangedElsewhere(OSError):  # noqa: N818 - a state of the file
    """A file no longer holds what was read before it was to be replaced."""


def exchange_file(path: Path, before: bytes, data: bytes) -> None:
    """Replaces one file that still holds what was read, and leaves any other as it is.

    Why: where the system lets two names change places, what comes out of the exchange is looked at, so that not even a
    change made in the last moment is lost. Elsewhere the file is looked at right before it is replaced.
    Errors: ChangedElsewhere; other OSErrors, which leave what was there.
    """
    aside = _aside(path)
    try:
        aside.unlink(missing_ok=True)
        _write(aside, data)
        shutil.copymode(path, aside)
        if path.read_bytes() != before:
            raise ChangedElsewhere
        if not swap(aside, path):
            aside.replace(path)
        elif aside.read_bytes() != before:
            # Somebody saved in between: theirs goes back, and once more if they saved over ours by now.
            swap(aside, path)
            if aside.read_bytes() != data:
                swap(aside, path)
            raise ChangedElsewhere
        _flush(path.parent)
    except FileNotFoundError as problem:
        raise ChangedElsewhere from problem
    finally:
        aside.unlink(missing_ok=True)


def remove_file(path: Path, before: bytes) -> None:
    """Takes away one file that still holds what was read, and leaves any other where it is.

    Why: it is set aside before it is looked at, so that nothing that is saved in the last moment goes with it.
    Errors: ChangedElsewhere; other OSErrors, which leave what was there.
    """
    aside = _aside(path)
    aside.unlink(missing_ok=True)
    try:
        path.rename(aside)
    except FileNotFoundError as problem:
        raise ChangedElsewhere from problem
    if aside.read_bytes() == before:
        aside.unlink()
        _flush(path.parent)
        return
    # Where somebody has saved under its name by now, that one is the newer of the two, and stays.
    with suppress(FileExistsError):
        os.link(aside, path)
    aside.unlink()
    raise ChangedElsewhere


def write_new_file(path: Path, data: bytes) -> None:
    """Writes a file that is not there yet. Why: a path that a person names may be that of anything, so nothing is replaced.

    Errors: InTheWay; other OSErrors, which leave nothing behind.
    """
    is_there = InTheWay("it is there already, and nothing is replaced")
    if os.path.lexists(path):
        raise is_there
    aside = _aside(path)
    aside.unlink(missing_ok=True)
    try:
        _write(aside, data)
        try:
            os.link(aside, path)
        except FileExistsError:
            raise
        except OSError:
            # Not every disk knows links. Nobody else can make a file where this empty one is.
            path.open("xb").close()
            aside.replace(path)
    except FileExistsError as problem:
        raise is_there from problem
    finally:
        aside.unlink(missing_ok=True)


def write_new_files(root: Path, files: dict[str, bytes], replaced: dict[str, bytes], there: tuple[str, ...]) -> None:
    """Makes files where none may be, and replaces others last, all or none.

    Why: each is written aside and then linked, so that it appears whole and never takes the place of another.
    Shape: by their paths from the root; `there` are those that a killed command made, and may have left aside.
    """
    made: list[Path] = []
    try:
        for name in there:
            _aside(root / name).unlink(missing_ok=True)
        for name, data in files.items():
            path = root / name
            for folder in reversed([parent for parent in path.parents if not parent.exists()]):
                folder.mkdir(exist_ok=True)
                made.append(folder)
            write_new_file(path, data)
            made.append(path)
        for folder in dict.fromkeys(path.parent for path in made):
            _flush(folder)
        for name, data in replaced.items():
            write_file(root / name, data)
    except BaseException:
        for path in reversed(made):
            with suppress(OSError):
                path.rmdir() if path.is_dir() else path.unlink()
        raise


def write_folder(
    folder: Path, artifacts: tuple[Artifact, ...], is_ours: Callable[[str], bool], aside: str = ""
) -> None:
    """Replaces a folder by one that holds these files, and what people put there.

    Why: all files of a report are written aside and flushed; then the two folders change places in one step, so that a
    reader finds the old report or the new one, whole, at every moment. What a killed command left is swept away first.
    Shape: `is_ours` tells by its name whether an earlier build made a file, which then goes; anything else is somebody's;
    `aside` is the name under which all its neighbours are written too, where only one of them is at a time.
    """
    new, old = folder.with_name(aside or f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    with _or_as_before(folder, lambda: _recover(folder, new, old)):
        _recover(folder, new, old)
        if folder.exists() and not os.access(folder, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(folder))
        new.mkdir()
        for artifact in artifacts:
            _write(new / artifact.name, artifact.data)
        _keep_what_is_not_ours(folder, new, is_ours)
        _flush(new)
        if not folder.exists():
            new.rename(folder)
        elif not swap(new, folder):
            _put_in_place(new, folder, old)
        _flush(folder.parent)
    # The new report stands; a rest of the former one that cannot be removed is no failure, and is swept next time.
    shutil.rmtree(new, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _put_in_place(new: Path, folder: Path, old: Path) -> None:
    """Lets one folder take the place of another in two steps, and file by file where a folder cannot be renamed.

    Why: such is one that came with the image of a container.
    """
    try:
        folder.rename(old)
    except OSError as problem:
        if problem.errno != errno.EXDEV:
            raise
        names = {path.name for path in new.iterdir()}
        for name in names:
            # Folders and links are those that people put there, and stand in both.
            if stat.S_ISREG((new / name).lstat().st_mode):
                (new / name).replace(folder / name)
        for path in set(folder.iterdir()) - {folder / name for name in names}:
            path.unlink()
    else:
        new.rename(folder)


def _aside(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.new")


def is_aside(path: str) -> bool:
    """Whether a path is one where a file is written before it takes its place."""
    name = Path(path).name
    return name.startswith(".") and name.endswith(".new")


def _write(path: Path, data: bytes, *, flushed: bool = True) -> None:
    """A new file. Why: “x” never writes through a link, nor over a file."""
    with path.open("xb") as stream:
        stream.write(data)
        stream.flush()
        if flushed:
            os.fsync(stream.fileno())


def _flush(folder: Path) -> None:
    """Puts the names in a folder on the disk, where the system lets a folder be opened."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    except OSError as problem:
        if problem.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)


@contextmanager
def _or_as_before(path: Path, put_back: Callable[[], None]) -> Iterator[None]:
    """Makes the folders above a path; where what follows fails, puts back what was there, and nothing else is left."""
    missing = [parent for parent in path.parents if not parent.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    for parent in missing:
        _flush(parent.parent)
    try:
        yield
    except BaseException:
        # What could not be removed is removed by the next command.
        with suppress(OSError):
            put_back()
            for parent in () if path.exists() else missing:
                parent.rmdir()
        raise


def _recover(folder: Path, new: Path, old: Path) -> None:
    """What a killed command left: the former report is put back where it is missing, and the rest is swept away."""
    if not folder.exists() and old.is_dir() and not old.is_symlink():
        old.rename(folder)
    for stray in (new, old):
        _sweep(stray)


def _sweep(stray: Path) -> None:
    """Takes away what a killed command left, whatever it is; where a link leads, nothing is touched."""
    if stray.is_symlink() or stray.is_file():
        stray.unlink()
    elif stray.exists():
        shutil.rmtree(stray)


def _keep_what_is_not_ours(folder: Path, new: Path, is_ours: Callable[[str], bool]) -> None:
    """Lets what people put into the former folder stand in the new one too; no byte is copied where that can be helped."""
    for entry in sorted(folder.iterdir()) if folder.exists() else ():
        if entry.is_symlink():
            (new / entry.name).symlink_to(entry.readlink())
        elif entry.is_dir():
            shutil.copytree(entry, new / entry.name, symlinks=True, copy_function=_link)
        elif not is_ours(entry.name):
            _link(str(entry), str(new / entry.name))


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)
