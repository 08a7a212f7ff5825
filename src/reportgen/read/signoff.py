"""Who agreed that a report be published, and what they saw.

Comes in: signoff.yaml beside an area's pages. Goes out: a sign-off, or nothing where there is none.
"""

from pathlib import Path

from reportgen.core.diagnostic import Say, whole_file
from reportgen.core.names import ReportKey
from reportgen.read.located_yaml import parse_yaml
from reportgen.read.shapes import SignOffShape, read_shape
from reportgen.read.text import Digest, read_text
from reportgen.read.workspace import pages_path


def signoff_path(key: ReportKey) -> str:
    """Where the sign-off of a report is."""
    return f"{pages_path(key)}/signoff.yaml"


def read_signoff(root: Path, key: ReportKey, say: Say) -> SignOffShape | None:
    """The sign-off of a report, if there is one. Errors: those of reading a YAML file."""
    path = signoff_path(key)
    if not (root / path).exists():
        return None
    read = read_text(root, path, say)
    node = parse_yaml(read[0], say) if read else None
    return read_shape(SignOffShape, node, whole_file(path), say) if node is not None else None


def changed_files(signoff: SignOffShape, digests: tuple[Digest, ...]) -> tuple[str, ...]:
    """The files that are not as they were when the report was signed off, by name."""
    now = {digest.path: digest.sha256 for digest in digests}
    return tuple(sorted(path for path in {*now, *signoff.files} if now.get(path) != signoff.files.get(path)))
