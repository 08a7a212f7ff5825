"""Putting what was made where people look for it.

Comes in: the artifacts of one report. Goes out: the paths of what was written, or one clear error with nothing lost.
"""

from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.export.artifact import Artifact
from reportgen.export.writing import write_file, write_folder


def publish(root: Path, folder: str, artifacts: tuple[Artifact, ...]) -> Outcome[tuple[Path, ...]]:
    """Replaces a folder of the workspace by one that holds these files. Errors: cannot-write."""
    try:
        write_folder(root / folder, artifacts)
    except OSError as problem:
        return _refused(root, folder, problem)
    return Outcome(tuple(root / folder / artifact.name for artifact in artifacts))


def publish_file(root: Path, path: str, data: bytes) -> Outcome[tuple[Path, ...]]:
    """Replaces one file of the workspace. Errors: cannot-write."""
    try:
        write_file(root / path, data)
    except OSError as problem:
        return _refused(root, path, problem)
    return Outcome((root / path,))


def read_published(root: Path, path: str) -> bytes | None:
    """A file of an earlier bundle, or None where there is none."""
    try:
        return (root / path).read_bytes()
    except OSError:
        return None


def _refused(root: Path, path: str, problem: OSError) -> Outcome[tuple[Path, ...]]:
    folders = [root / path, *(root / path).parents]
    in_the_way = next((folder for folder in folders if folder != root and folder.is_file()), None)
    if in_the_way and isinstance(problem, FileExistsError | NotADirectoryError):
        reason, hint = (
            f"{in_the_way.relative_to(root).as_posix()} is a file, not a folder",
            "give that file another name",
        )
    else:
        reason = problem.strerror or "the system refused"
        hint = "look at the permissions of the folder and the free space"
    message = f"{path} cannot be written: {reason}"
    hint += "; what was there before is unchanged"
    return Outcome(None, (Diagnostic("cannot-write", whole_file(path), message, hint),))
