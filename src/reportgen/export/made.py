"""What was made of what, so that nothing is made twice.

Comes in: the digests of all that a report is made of. Goes out: whether what was made of it is still there, untouched.
"""

import json
import stat
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from reportgen.core.names import ReportKey
from reportgen.export.artifact import Artifact
from reportgen.export.ingredients import ingredients
from reportgen.export.publish import publish_file
from reportgen.export.system_libraries import Unknown
from reportgen.read.text import Digest, read_bytes
from reportgen.read.workspace import build_path

FOLDER = "build/.made"
_LARGEST = 1_000_000


def made_of(digests: tuple[Digest, ...], formats: tuple[str, ...], file_date: date) -> str | None:
    """One digest of the formats and of all that they are made of; None where that cannot be told."""
    try:
        rest = ingredients(for_print="pdf" in formats)
    except (Unknown, OSError):
        return None
    lines = (f"{digest.path} {digest.sha256}" for digest in sorted(digests, key=lambda one: one.path))
    asked = f"{' '.join(sorted(formats))} {file_date}"
    return sha256("\n".join((rest, asked, *lines)).encode()).hexdigest()


def find_made(root: Path, key: ReportKey, made_of: str | None) -> tuple[Path, ...] | None:
    """The files of a report, if they were made of just this and nobody touched them since.

    Why: a file is trusted only where it lies as it was written, with its number and times and its bytes. A copy of a
    workspace, or one that came from elsewhere, is made anew, so that no foreign file passes for a report.
    """
    record = _read(root, key)
    return record.files if record and made_of is not None and record.made_of == made_of else None


def lies_as_made(root: Path, key: ReportKey) -> bool:
    """Whether the files of a report, whatever they were made of, lie there as they were written."""
    return _read(root, key) is not None


@dataclass(frozen=True, slots=True)
class _Record:
    """What was noted of a report whose files are untouched."""

    made_of: str
    files: tuple[Path, ...]


def _read(root: Path, key: ReportKey) -> _Record | None:
    folder = root / build_path(key)
    data = read_bytes(root, _path(key), lambda _: None, largest=_LARGEST)
    try:
        record = json.loads(data or b"")
        known = {folder / name: state for name, state in record["files"].items()}
        if known and all(path.parent == folder and _state(path) == state for path, state in known.items()):
            return _Record(record["made_of"], tuple(known))
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        pass
    return None


def record_made(root: Path, key: ReportKey, made_of: str | None, artifacts: tuple[Artifact, ...]) -> None:
    """Notes what was made. Why: a note that cannot be written costs time later, and nothing else."""
    if made_of is None:
        return
    folder = root / build_path(key)
    try:
        files = {artifact.name: _state(folder / artifact.name, artifact.data) for artifact in artifacts}
    except OSError:
        return
    publish_file(root, _path(key), (json.dumps({"made_of": made_of, "files": files}) + "\n").encode())


def _path(key: ReportKey) -> str:
    return f"{FOLDER}/{key.kind}.{key.year}.{key.area}.json"


def _state(path: Path, data: bytes | None = None) -> list[str | int]:
    """How a file lies there: the digest of its bytes, its size, its times and its number. Raises: OSError."""
    found = path.lstat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(f"{path} is no file")
    digest = sha256(path.read_bytes() if data is None else data).hexdigest()
    return [digest, found.st_size, found.st_mtime_ns, found.st_ctime_ns, found.st_ino]
