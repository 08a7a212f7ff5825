"""Who must sign a report before it is published, and whether that was done.

Comes in: a document and what it was made of. Goes out: the state of its sign-off.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reportgen.core.diagnostic import Emit
from reportgen.document.build import Document
from reportgen.output.bundle import digest_of_document
from reportgen.read.digest import Digest
from reportgen.read.shapes import SignOffShape
from reportgen.read.sign_off import changed_files, read_signoff


@dataclass(frozen=True, slots=True)
class Signing:
    """The state of a sign-off.

    Shape: `asked` is the role that the edition asks for, empty where it names none; `record` is there once somebody has
    signed; `is_current` if what was signed is what stands now, and else `changed` are the files that differ; `first` and
    `last` are the days on which it can be signed.
    """

    asked: str
    record: SignOffShape | None
    is_current: bool
    changed: tuple[str, ...]
    first: date
    last: date


def read_signing(root: Path, document: Document, digests: tuple[Digest, ...], emit: Emit) -> Signing:
    """The sign-off of a report as it is now. Errors: those of reading a YAML file."""
    report = document.report
    record = read_signoff(root, report.key, emit)
    return Signing(
        report.edition.shape.signed_by or "",
        record,
        record is not None and not report.is_draft and record.seen == digest_of_document(document),
        changed_files(record, digests) if record else (),
        report.edition.agreed_from(report.key.year),
        report.year.published,
    )
