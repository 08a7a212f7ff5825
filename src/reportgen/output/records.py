"""What the tool writes down for later: the seal of an edition, and who signed off a report.

Comes in: digests. Goes out: the bytes of a YAML file.
"""

import json
from datetime import date

from reportgen.read.digest import Digests
from reportgen.read.shapes import EarlierSignOffShape, SignOffShape


def seal_record(digests: Digests) -> bytes:
    """seal.yaml: the files of an edition and its theme as they are."""
    head = "# Written by “reportgen seal”. A sealed edition does not change; new wording is a new edition.\n"
    return (head + _files(digests)).encode()


def signoff_record(role: str, day: date, seen: str, digests: Digests, former: SignOffShape | None = None) -> bytes:
    """signoff.yaml: who agreed to what, and the files that it was made of; below it, who agreed to what before.

    Shape: `former` is the record that this one follows; where it says the same, it stays as it is.
    """
    head = "# Written by “reportgen sign-off”. After any change the report is signed off again.\n"
    earlier = () if former is None else former.earlier
    if former is not None and (former.role, former.date, former.seen) != (role, day, seen):
        earlier = (EarlierSignOffShape(role=former.role, date=former.date, seen=former.seen), *earlier)
    lines = [f"role: {json.dumps(role, ensure_ascii=False)}", f"date: {day.isoformat()}", f"seen: {seen}"]
    if earlier:
        lines.append("earlier:")
        lines += [
            f"  - {{role: {json.dumps(one.role, ensure_ascii=False)}, date: {one.date.isoformat()}, seen: {one.seen}}}"
            for one in earlier
        ]
    return ("\n".join([head.rstrip(), *lines]) + "\n" + _files(digests)).encode()


def _files(digests: Digests) -> str:
    lines = (f"  {path}: {sha256}" for path, sha256 in sorted(digests.items()))
    return "files:\n" + "\n".join(lines) + "\n"
