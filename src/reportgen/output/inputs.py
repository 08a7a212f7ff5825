"""How all that a report can depend on lies on the disk, told without opening a file.

Comes in: a workspace and reports. Goes out: a digest for each report, which changes whenever a file or folder that it can
depend on does, or this program.
"""

import os
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import sha256
from itertools import islice
from pathlib import Path
from time import time_ns

from reportgen.core.names import ReportKey
from reportgen.read.packaged import packaged_root
from reportgen.read.workspace import AREAS, MARKER, Workspace, figures_path, list_years, pages_path, year_path

# A file that was changed so shortly before may change again without its times telling. Units: nanoseconds.
_SETTLED = 50_000_000
# Links can lead round in a circle.
_MOST_PATHS = 50_000
# Whichever of these is there changes when a library of the system is replaced, such as the one that sets letters.
_OF_THE_SYSTEM = ("/etc/ld.so.cache", "/opt/homebrew/lib", "/usr/local/lib")


def workspace_state(root: Path) -> str:
    """The digest of how the settings and areas of a workspace lie, and this program."""
    return sha256(_as_bytes(program_state() + _Disk().states(f"{root}/{path}" for path in (MARKER, AREAS)))).hexdigest()


@lru_cache(maxsize=1)
def program_state() -> str:
    """How this program lies, with its libraries. Why: it does not change while it runs."""
    paths = (*_OF_THE_SYSTEM, *map(os.path.abspath, sys.path), *_tree(packaged_root() / "templates"))
    return sys.version + _Disk().states((*paths, *_tree(Path(__file__).parents[1])))


def input_states(workspace: Workspace, keys: Iterable[ReportKey]) -> dict[ReportKey, str]:
    """The digest of how the inputs of each report lie, by number, size and times.

    Why: it is taken before anything is read. So a file that changes afterwards has another digest the next time, whatever
    was read of it. A report looks at the figures of all years before it, and at the pages of the last.
    """
    disk, root = _Disk(), f"{workspace.root}/"
    asked: dict[tuple[str, str], set[int]] = {}
    for key in keys:
        asked.setdefault((key.kind, key.area), set()).add(key.year)
    shared = {kind: _shared_state(workspace, disk, kind) for kind in {kind for kind, _ in asked}}
    found: dict[ReportKey, str] = {}
    for (kind, area), years in asked.items():
        so_far = sha256(shared[kind])
        for key in (ReportKey(kind, year, area) for year in sorted({*list_years(workspace, kind), *years})):
            so_far.update(
                (disk.state(root + year_path(kind, key.year)) + disk.state(root + figures_path(key))).encode()
            )
            if key.year in years:
                state = so_far.copy()
                for shown in (ReportKey(kind, key.year - 1, area), key):
                    state.update(disk.state_of_folder(root + pages_path(shown)).encode())
                found[key] = state.hexdigest()
    return found


def _as_bytes(words: str) -> bytes:
    return words.encode("utf-8", "surrogateescape")


def file_state(path: Path | str) -> str:
    """How a file lies: its kind, number, size and times. Raises: OSError."""
    return _state_of(os.lstat(path))


def has_state(path: str, state: str) -> bool:
    """Whether a file lies as it was told."""
    try:
        return file_state(path) == state
    except OSError:
        return False


def _state_of(found: os.stat_result) -> str:
    times = f"{found.st_mtime_ns} {found.st_ctime_ns}"
    return f"{found.st_mode} {found.st_dev} {found.st_ino} {found.st_size} {times}"


class _Disk:
    """Looks at each file once. Why: what was changed just now has the moment in its state, which never comes again."""

    def __init__(self) -> None:
        self._now = time_ns()
        self._known: dict[str, str] = {}

    def state(self, path: str) -> str:
        """How a file or folder lies; “none” where nothing can be looked at."""
        state = self._known.get(path)
        if state is None:
            state = self._known[path] = self._look_at(path)
        return state

    def _look_at(self, path: str) -> str:
        try:
            found = os.stat(path)
        except (OSError, ValueError):
            return "none\n"
        is_settled = max(found.st_mtime_ns, found.st_ctime_ns) < self._now - _SETTLED
        return _state_of(found) + ("\n" if is_settled else f" at {self._now}\n")

    def state_of_folder(self, path: str) -> str:
        """How a folder lies, and all that lies directly in it."""
        whole = f"{path}/"
        if whole not in self._known:
            try:
                names = sorted(os.listdir(path))
            except OSError:
                names = []
            self._known[whole] = "".join(map(self.state, (path, *(whole + name for name in names))))
        return self._known[whole]

    def states(self, paths: Iterable[str]) -> str:
        """How files and folders lie, each with its name; where there are too many to look at, nothing that comes again."""
        found = list(islice(paths, _MOST_PATHS))
        return "".join(f"{path} {self.state(path)}" for path in found) + (f"{self._now}" * (len(found) == _MOST_PATHS))


def _shared_state(workspace: Workspace, disk: _Disk, kind: str) -> bytes:
    """How all lies that every report of a kind can depend on; folders too, which change with what is in them.

    Why: a folder of the workspace that is not there yet would win over what comes with the program.
    """
    root = workspace.root
    lone = (f"{root}/{path}" for path in (MARKER, AREAS, f"data/{kind}"))
    states = disk.states((*lone, *_tree(root / "templates")))
    return _as_bytes(f"{program_state()} {workspace.file_date} {workspace.named}\n{states}")


def _tree(top: Path) -> Iterator[str]:
    for folder, folders, names in os.walk(top, followlinks=True):
        folders[:] = (name for name in folders if name != "__pycache__")
        yield from (folder, *(f"{folder}/{name}" for name in names))
