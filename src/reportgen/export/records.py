"""What the tool writes down for later: the seal of an edition, and who signed off a report.

Comes in: digests. Goes out: the bytes of a YAML file.
"""

from datetime import date

from reportgen.read.text import Digest


def seal_record(digests: tuple[Digest, ...]) -> bytes:
    """seal.yaml: the files of an edition and its theme as they are."""
    head = "# Written by “reportgen seal”. A sealed edition does not change; new wording is a new edition.\n"
    return (head + _files(digests)).encode()


def signoff_record(role: str, day: date, seen: str, digests: tuple[Digest, ...]) -> bytes:
    """signoff.yaml: who agreed to what, and the files that it was made of."""
    head = "# Written by “reportgen sign-off”. After any change the report is signed off again.\n"
    quoted = role.replace("\\", "\\\\").replace('"', '\\"')
    return f'{head}role: "{quoted}"\ndate: {day.isoformat()}\nseen: {seen}\n{_files(digests)}'.encode()


def _files(digests: tuple[Digest, ...]) -> str:
    lines = (f"  {digest.path}: {digest.sha256}" for digest in sorted(digests, key=lambda one: one.path))
    return "files:\n" + "\n".join(lines) + "\n"
