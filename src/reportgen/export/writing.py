"""Writing so that a file or a folder appears whole or not at all.

Comes in: bytes and where they belong. Goes out: nothing; an OSError leaves what was there.
The only place that writes to disk.
"""

import os
import shutil
from pathlib import Path

from reportgen.export.artifact import Artifact


def write_file(path: Path, data: bytes) -> None:
    """Replaces one file. Why: written aside, flushed and renamed, so that a reader finds the old file or the new one."""
    aside = path.with_name(f".{path.name}.new")
    try:
        _write(aside, data)
        aside.replace(path)
    except OSError:
        aside.unlink(missing_ok=True)
        raise


def write_folder(folder: Path, artifacts: tuple[Artifact, ...]) -> None:
    """Replaces a folder by one that holds these files and no others.

    Why: all files of a report are written aside, flushed, and then take the place of the old folder by a rename, so that
    a reader never finds half a file or a PDF that does not belong to the web page beside it. What a killed command left
    behind is put back or swept away first.
    """
    new, old = folder.with_name(f".{folder.name}.new"), folder.with_name(f".{folder.name}.old")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        if old.exists() and not folder.exists():
            old.rename(folder)
        _remove(new)
        _remove(old)
        new.mkdir()
        for artifact in artifacts:
            _write(new / artifact.name, artifact.data)
        if folder.exists():
            folder.rename(old)
        new.rename(folder)
        _remove(old)
    except OSError:
        _put_back(folder, new, old)
        raise


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def _remove(folder: Path) -> None:
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def _put_back(folder: Path, new: Path, old: Path) -> None:
    """After a failure: the former folder in its place, and nothing else."""
    try:
        if old.exists() and not folder.exists():
            old.rename(folder)
        _remove(new)
    except OSError:
        pass
