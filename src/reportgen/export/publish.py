"""Writing files so that they appear whole or not at all.

Comes in: the artifacts of one report. Goes out: a folder below build/ that holds them, or is as it was before.
The only place that writes to build/.
"""

import os
import shutil
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.names import ReportKey
from reportgen.export.artifact import Artifact
from reportgen.read.workspace import build_path

_NEW, _OLD = ".new", ".old"


def publish(root: Path, key: ReportKey, artifacts: tuple[Artifact, ...]) -> Outcome[tuple[Path, ...]]:
    """Replaces the folder of a report by one that holds these files, and names them.

    Why: all formats of a report are written aside, flushed, and then take the place of the old folder by a rename, so that
    a reader never finds half a file or a PDF that does not belong to the HTML beside it.
    Errors: cannot-write.
    """
    folder = root / build_path(key)
    new, old = folder.with_name(f".{key.area}{_NEW}"), folder.with_name(f".{key.area}{_OLD}")
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
    except OSError as problem:
        _put_back(folder, new, old)
        path = build_path(key)
        message = f"{path} cannot be written: {problem.strerror or 'the system refused'}"
        return Outcome(
            None, (Diagnostic("cannot-write", whole_file(path), message, "what was there before is unchanged"),)
        )
    return Outcome(tuple(folder / artifact.name for artifact in artifacts))


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
