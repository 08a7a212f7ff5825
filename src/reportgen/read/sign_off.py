"""Who agreed that a report be published, and what they saw.

Comes in: signoff.yaml beside an area's pages. Goes out: a sign-off, or nothing where there is none.
"""

from pathlib import Path

from reportgen.core.diagnostic import Emit
from reportgen.core.names import ReportKey
from reportgen.read.digest import Digests
from reportgen.read.shape_reader import read_yaml
from reportgen.read.shapes import SignOffShape
from reportgen.read.workspace import SIGN_OFF, pages_path


def signoff_path(key: ReportKey) -> str:
    """Where the sign-off of a report is."""
    return f"{pages_path(key)}/{SIGN_OFF}"


def read_signoff(root: Path, key: ReportKey, emit: Emit) -> SignOffShape | None:
    """The sign-off of a report, if there is one. Errors: those of reading a YAML file."""
    path = signoff_path(key)
    if not (root / path).exists():
        return None
    read = read_yaml(root, path, SignOffShape, emit)
    return read.shape if read else None


def changed_files(signoff: SignOffShape, digests: Digests) -> tuple[str, ...]:
    """The files that are not as they were when the report was signed off, by name."""
    names = {*digests, *signoff.files}
    return tuple(sorted(path for path in names if digests.get(path) != signoff.files.get(path)))
