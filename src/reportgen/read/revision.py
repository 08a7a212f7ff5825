"""The workspace as it was at an earlier version that git keeps.

Comes in: a folder and the name of a version, such as HEAD~3. Goes out: the files of then, in a folder that lives as long as it
is read.
"""

import io
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from reportgen.core.diagnostic import Diagnostic, Outcome, in_one_line, whole_file
from reportgen.read.workspace import MARKER

_LONGEST_WAIT = 60


@dataclass(frozen=True, slots=True)
class Revision:
    """Some files of an earlier version. Shape: `name` is the beginning of its digest; `archive` is a tar file."""

    name: str
    day: date
    archive: bytes


class _Refused(Exception):  # noqa: N818 - told as a diagnostic
    """Git is not there, or does not do what it is asked."""


def read_revision(root: Path, asked: str, paths: tuple[str, ...]) -> Outcome[Revision]:
    """The files at these paths of the workspace, as they were; those that were not there are left out.

    Errors: no-git, unknown-revision.
    """
    try:
        top = Path(_git(root, "rev-parse", "--show-toplevel"))
        prefix = _git(root, "rev-parse", "--show-prefix")
    except _Refused as problem:
        message = f"the folder of your reports is not kept in git, so it has no earlier version ({problem})"
        hint = "compare with another year, or with the published bundle: --bundle"
        return Outcome(None, (Diagnostic("no-git", whole_file(MARKER), message, hint),))
    try:
        # A name that begins with a hyphen would be an option.
        commit = _git(top, "rev-parse", "--verify", "--quiet", f"{asked.lstrip('-')}^{{commit}}")
        named = (f"{prefix}{path}" for path in paths)
        there = _git(top, "ls-tree", "--name-only", "-z", commit, "--", *named).split("\0")
        day = _git(top, "show", "--no-patch", "--format=%cs", commit)
        kept = [path.removeprefix(prefix) for path in there if path]
        archive = _run(top, "archive", "--format=tar", f"{commit}:{prefix}", "--", *kept) if kept else b""
    except _Refused:
        message = f"git knows no version “{in_one_line(asked)[:60]}” of this folder"
        hint = (
            "name a commit, a tag or a branch, such as HEAD~3 or main; in a copy without its history, fetch that first"
        )
        return Outcome(None, (Diagnostic("unknown-revision", whole_file(MARKER), message, hint),))
    return Outcome(Revision(commit[:10], date.fromisoformat(day), archive))


@contextmanager
def unpacked(revision: Revision) -> Iterator[Path]:
    """A folder with the files of a version, as long as it is needed. Why: links are left out, so nothing leads out of it."""
    with TemporaryDirectory(prefix="reportgen-") as folder:
        root = Path(folder).resolve()
        if revision.archive:
            with tarfile.open(fileobj=io.BytesIO(revision.archive)) as archive:
                for member in archive:
                    data = archive.extractfile(member) if member.isfile() else None
                    if data is not None and ".." not in PurePosixPath(member.name).parts:
                        path = root / member.name.lstrip("/")
                        path.parent.mkdir(parents=True, exist_ok=True)
                        path.write_bytes(data.read())
        yield root


def _git(folder: Path, *arguments: str) -> str:
    """What git answers, in one line. Raises: _Refused."""
    return os.fsdecode(_run(folder, *arguments)).strip("\r\n")


def _run(folder: Path, *arguments: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - no shell; what a person typed is never an option
            ["git", "-C", str(folder), *arguments],  # noqa: S607 - the git that the person uses
            capture_output=True,
            timeout=_LONGEST_WAIT,
            check=False,
        )
    except FileNotFoundError as problem:
        raise _Refused("git is not installed") from problem
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise _Refused("git does not answer") from problem
    if done.returncode:
        raise _Refused("there is no repository")
    return done.stdout
