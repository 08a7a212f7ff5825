"""The workspace as it was at an earlier version that git keeps.

Comes in: a folder and the name of a version, such as HEAD~3. Goes out: the files of then, in a folder that lives as long as it
is read. Git's plumbing alone is asked, which gives the bytes as they were kept: whoever looks at the repository of another
runs none of the programs that its configuration names, and is fooled by none of its attributes.
"""

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from reportgen.core.diagnostic import Diagnostic, Outcome, in_one_line, whole_file
from reportgen.read.workspace import MARKER

_LONGEST_WAIT = 60
# What is missing in a copy is fetched by nobody, and no object stands in the place of another.
_ALONE = (
    "--no-replace-objects",
    "--no-pager",
    *(
        word
        for name in ("ext", "file", "git", "http", "https", "ssh")
        for word in ("-c", f"protocol.{name}.allow=never")
    ),
)
_PLAIN_FILES = (b"100644", b"100755")


@dataclass(frozen=True, slots=True)
class Revision:
    """Some files of an earlier version. Shape: `name` is the beginning of its digest; `files` by path."""

    name: str
    day: date
    files: dict[str, bytes]


class _GitRefused(Exception):  # noqa: N818 - told as a diagnostic
    """Git is not there, or does not do what it is asked."""


def read_revision(root: Path, asked: str, paths: tuple[str, ...]) -> Outcome[Revision]:
    """The files at these paths of the workspace, as they were; those that were not there are left out.

    Why: links and other repositories inside this one are left out too, so that nothing leads out of it.
    Errors: no-git, unknown-revision.
    """
    try:
        prefix = os.fsdecode(_git(root, "rev-parse", "--show-prefix")).strip("\r\n")
    except _GitRefused as problem:
        message = f"the folder of your reports has no earlier version to look at: {problem}"
        hint = "compare with another year, or with the published bundle: --bundle"
        return Outcome(None, (Diagnostic("no-git", whole_file(MARKER), message, hint),))
    try:
        # A name that begins with a hyphen would be an option.
        named = _git(root, "rev-parse", "--verify", "--quiet", f"{asked.lstrip('-')}^{{commit}}")
        commit = named.decode().strip()
        # The day on which it was made, where it was made.
        day = date.fromisoformat(
            _git(root, "rev-list", "-1", "--date=short", "--format=%cd", commit).decode().split()[-1]
        )
        files = _files(root, commit, prefix, paths)
    except (_GitRefused, ValueError):
        message = f"git knows no version “{in_one_line(asked)[:60]}” of this folder"
        hint = (
            "name a commit, a tag or a branch, such as HEAD~3 or main; in a copy without its history, fetch that first"
        )
        return Outcome(None, (Diagnostic("unknown-revision", whole_file(MARKER), message, hint),))
    return Outcome(Revision(commit[:10], day, files))


def _files(root: Path, commit: str, prefix: str, paths: tuple[str, ...]) -> dict[str, bytes]:
    """The files at these paths, and in these folders, each as it was kept. Raises: _Refused."""
    listed = _git(root, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *(f"{prefix}{path}" for path in paths))
    objects: dict[str, bytes] = {}
    for entry in listed.split(b"\0"):
        about, _, name = entry.partition(b"\t")
        if about.split(b" ")[0] in _PLAIN_FILES:
            objects[os.fsdecode(name).removeprefix(prefix)] = about.split(b" ")[2]
    answer = _git(root, "cat-file", "--batch", given=b"".join(one + b"\n" for one in objects.values()))
    files: dict[str, bytes] = {}
    start = 0
    for path in objects:
        end = answer.index(b"\n", start)
        _, kind, *size = answer[start:end].split(b" ")
        if kind != b"blob":
            raise _GitRefused(f"{path} is not in this copy")
        start = end + 1 + int(size[0]) + 1
        files[path] = answer[end + 1 : start - 1]
    return files


@contextmanager
def unpacked(revision: Revision) -> Iterator[Path]:
    """A folder with the files of a version, as long as it is needed."""
    with TemporaryDirectory(prefix="reportgen-") as folder:
        root = Path(folder).resolve()
        for name, data in revision.files.items():
            if ".." not in PurePosixPath(name).parts:
                path = root / name.lstrip("/")
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(data)
        yield root


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes:
    """What git answers. Raises: _Refused."""
    try:
        done = subprocess.run(  # noqa: S603 - no shell; what a person typed is never an option
            ["git", *_ALONE, "-C", str(folder), *arguments],  # noqa: S607 - the git that the person uses
            input=given,
            capture_output=True,
            timeout=_LONGEST_WAIT,
            check=False,
        )
    except FileNotFoundError as problem:
        raise _GitRefused("git is not installed") from problem
    except (OSError, ValueError, subprocess.TimeoutExpired) as problem:
        raise _GitRefused("git does not answer") from problem
    if b"safe.directory" in done.stderr:
        raise _GitRefused(
            "it belongs to somebody else, so git does not read it; “git status” there tells how to allow that"
        )
    if done.returncode:
        raise _GitRefused("it is not kept in git")
    return done.stdout
