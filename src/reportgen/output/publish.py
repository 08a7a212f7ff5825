"""Putting what was made where people look for it.

Comes in: the artifacts of one report. Goes out: the paths of what was written, or one clear error with nothing lost.
"""

from collections.abc import Container
from os.path import lexists
from pathlib import Path

from reportgen.core.diagnostic import MOST_TOLD, Diagnostic, Outcome, whole_file
from reportgen.formats.artifact import Artifact
from reportgen.output.atomic_write import (
    InTheWay,
    look_at_way,
    write_file,
    write_folder,
    write_new_file,
    write_new_files,
)

_PICTURES = (".png", ".jpg", ".jpeg")


def publish(
    root: Path,
    folder: str,
    artifacts: tuple[Artifact, ...],
    ours: Container[str] = (),
    *,
    pictures: bool = True,
    aside: str = "",
) -> Outcome[tuple[Path, ...]]:
    """Replaces a folder of the workspace by one that holds these files, and what people put there.

    Why: a picture of an earlier build goes as well, whatever its name; it may have been withdrawn.
    Shape: `ours` are the names of the other files that an earlier build may have made; `pictures` where it may have put
    pictures there, so that all but the new ones go; `aside` as in `write_folder`. Errors: cannot-write.
    """
    try:
        look_at_way(root, folder, is_folder=True)
        made = {artifact.name for artifact in artifacts}
        write_folder(
            root / folder,
            artifacts,
            lambda name: name in made or name in ours or (pictures and name.lower().endswith(_PICTURES)),
            aside,
        )
    except OSError as problem:
        return Outcome(None, (refusal(folder, problem),))
    return Outcome(tuple(root / folder / artifact.name for artifact in artifacts))


def publish_new_folder(root: Path, folder: str, artifacts: tuple[Artifact, ...]) -> Outcome[Path]:
    """Makes a folder of the workspace that is not there yet, whole or not at all.

    Why: written aside under one name for all its neighbours, so that what a killed command left is swept away by the next.
    Errors: cannot-write.
    """
    if lexists(root / folder):
        return Outcome(None, (refusal(folder, InTheWay("it is there already, and nothing is replaced")),))
    return publish(root, folder, artifacts, aside=".new").map(lambda _: root / folder)


def publish_file(root: Path, path: str, data: bytes, *, flushed: bool = True) -> Outcome[tuple[Path, ...]]:
    """Replaces one file of the workspace. Shape: `flushed` as in `write_file`. Errors: cannot-write."""
    try:
        look_at_way(root, path, is_folder=False)
        write_file(root / path, data, flushed=flushed)
    except OSError as problem:
        return Outcome(None, (refusal(path, problem),))
    return Outcome((root / path,))


def publish_new_file(path: Path, data: bytes) -> Outcome[tuple[Path, ...]]:
    """Writes one file that is not there yet, in the workspace or elsewhere. Errors: cannot-write."""
    try:
        write_new_file(path, data)
    except OSError as problem:
        return Outcome(None, (refusal(str(path), problem),))
    return Outcome((path,))


def not_there_yet(root: Path, files: dict[str, bytes]) -> Outcome[dict[str, bytes]]:
    """Those of some new files that are still to be made; a file that is there already and holds something else is refused.

    Why: one that is there just as it would be made is left, so that a command which was stopped can be run again.
    Shape: `files` by their paths in the workspace. Errors: already-there, cannot-write.
    """
    missing = dict(files)
    found: list[Diagnostic] = []
    for path, data in files.items():
        try:
            look_at_way(root, path, is_folder=False)
            if not lexists(root / path):
                continue
            if (root / path).read_bytes() == data:
                del missing[path]
                continue
            hint = "nothing that is there is ever replaced; to begin again, take it away first"
            found.append(Diagnostic("already-there", whole_file(path), f"{path} is there already", hint))
        except OSError as problem:
            found.append(refusal(path, problem))
    return Outcome(None, tuple(found[:MOST_TOLD])) if found else Outcome(missing)


def publish_new(
    root: Path, files: dict[str, bytes], grown: dict[str, bytes], there: tuple[str, ...]
) -> Outcome[tuple[Path, ...]]:
    """Makes files that are not there yet, and lets others grow: all or none.

    Shape: `grown` are files with all that they are to hold; `there` are files that a stopped command made.
    Errors: cannot-write.
    """
    paths = (*files, *grown)
    try:
        for path in paths:
            look_at_way(root, path, is_folder=False)
        write_new_files(root, files, grown, there)
    except OSError as problem:
        return Outcome(None, (refusal(_inside(root, problem, paths[0]), problem),))
    return Outcome(tuple(root / path for path in paths))


def _inside(root: Path, problem: OSError, usual: str) -> str:
    """The path that the system refused, as the workspace calls it; the usual one if it is not told."""
    named = Path(str(problem.filename or root / usual))
    return named.relative_to(root).as_posix() if named != root and named.is_relative_to(root) else str(named)


def read_published(root: Path, path: str) -> bytes | None:
    """A file of an earlier bundle, or None where there is none."""
    try:
        return (root / path).read_bytes()
    except OSError:
        return None


def refusal(path: str, problem: OSError) -> Diagnostic:
    """The error for a path of the workspace that cannot be written."""
    if isinstance(problem, InTheWay):
        reason, hint = str(problem), "give that another name, or take it away"
    else:
        reason = problem.strerror or "the system refused"
        hint = "look at the permissions of the folder and the free space, and close the report in other programs"
    message = f"{path} cannot be written: {reason}"
    return Diagnostic("cannot-write", whole_file(path), message, f"{hint}; what was there before is unchanged")
