"""What is handed to the publisher: every format under its published name, with a manifest, a checklist and a zip.

Comes in: a Document and its artifacts. Goes out: the files of a bundle, the same bytes each time.
"""

import json
import re
from dataclasses import dataclass
from hashlib import sha256

from reportgen import __version__
from reportgen.check.report import Report
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.wording import long_date
from reportgen.document.build import Document
from reportgen.formats.archive import pack
from reportgen.formats.artifact import Artifact
from reportgen.formats.html.writer import html_pages, style_sheet
from reportgen.formats.published_names import bundle_name, published_name
from reportgen.read.shapes import SignOffShape
from reportgen.tree.json_form import document_to_json

MANIFEST = "manifest.json"
CHECKLIST = "checklist.md"
DOCUMENT = "document.json"
# What `version_name` makes.
VERSION_NAME = re.compile(r"(?:\d{4}-\d\d-\d\d-)?[0-9a-f]{8}")


@dataclass(frozen=True, slots=True)
class Before:
    """The bundle of the same report before this one. Shape: `note` says what changed since, empty where nobody can tell."""

    name: str
    number: int
    note: str


def report_files(document: Document, artifacts: tuple[Artifact, ...]) -> tuple[Artifact, ...]:
    """The report itself in every format, under the names by which it is published, and its tree."""
    stem = bundle_name(document.report)
    return (*(_published(artifact, stem) for artifact in artifacts), document_file(document))


def version_name(document: Document, files: tuple[Artifact, ...], signoff: SignOffShape | None) -> str:
    """The name of one bundle among those of its report: the day of the sign-off and a digest, such as 2025-10-20-1a2b3c4d.

    Shape: `files` are those of the report. A draft has no day, and a digest alone.
    Why: a correction gets a folder of its own, and what has not changed gets none. A PDF counts by what it was printed from,
    since its bytes follow the libraries of a computer.
    """
    told = {file.name: sha256(file.data).hexdigest() for file in files if not file.name.endswith(".pdf")}
    agreed = [signoff.role, signoff.date.isoformat(), signoff.seen] if signoff else []
    digest = sha256(_as_json([told, agreed, digest_of_document(document)])).hexdigest()[:8]
    return f"{signoff.date}-{digest}" if signoff else digest


def make_bundle(
    document: Document,
    files: tuple[Artifact, ...],
    signoff: SignOffShape | None,
    before: Before | None,
    waived: tuple[Diagnostic, ...] = (),
) -> tuple[Artifact, ...]:
    """The files of a bundle: those of the report, then the checklist, the manifest, and all of them as a zip.

    Shape: `before` is the bundle that this one follows; `waived` are the warnings that stand.
    """
    checklist = Artifact(CHECKLIST, "text/markdown", _checklist(document, files, signoff, before).encode())
    manifest = _manifest(document.report, (*files, checklist), signoff, before, waived)
    everything = (*files, checklist, Artifact(MANIFEST, "application/json", manifest))
    stem = bundle_name(document.report)
    members = ((f"{stem}/{artifact.name}", artifact.data) for artifact in sorted(everything, key=lambda one: one.name))
    # The zip stands in the folder, so that both take their place in one step.
    return (*everything, Artifact(f"{stem}.zip", "application/zip", pack(members, document.report.file_date)))


def document_file(document: Document) -> Artifact:
    """The tree of the document, from which a published report is compared with another."""
    pictures = {name: sha256(document.pictures[name].data).hexdigest() for name in sorted(document.pictures)}
    return Artifact(DOCUMENT, "application/json", _as_json(document_to_json(document.tree, pictures)))


def digest_of_document(document: Document) -> str:
    """What a person saw who read the report: its words, its style and its pictures."""
    pages = html_pages(document, "print", "screen").value or ()
    seen = sha256("".join((*pages, style_sheet(document.tree, document.report.edition.styles, "print.css"))).encode())
    for name in sorted(document.pictures):
        seen.update(document.pictures[name].data)
    return seen.hexdigest()


def _published(artifact: Artifact, stem: str) -> Artifact:
    """An artifact under its published name; where one file names another, the name follows."""
    data = artifact.data
    if artifact.name == "datapackage.json":
        table = published_name("figures.csv", stem)
        data = re.sub(rb'("path": *)"figures\.csv"', rb'\1"' + table.encode() + b'"', data)
    return Artifact(published_name(artifact.name, stem), artifact.media_type, data)


def _manifest(
    report: Report,
    artifacts: tuple[Artifact, ...],
    signoff: SignOffShape | None,
    before: Before | None,
    waived: tuple[Diagnostic, ...],
) -> bytes:
    return _as_json(
        {
            "report": str(report.key),
            "tool": f"reportgen {__version__}",
            "edition": {"name": report.edition.name, "seal": report.edition.seal},
            "published": report.year.published.isoformat(),
            "draft": report.is_draft,
            "signed_off": {"role": signoff.role, "date": signoff.date.isoformat(), "seen": signoff.seen}
            if signoff
            else None,
            "waivers": [
                {
                    "warning": one.slug,
                    "place": str(one.place),
                    "message": one.message,
                    "reason": one.waiver.reason,
                    "role": one.waiver.role,
                    "date": one.waiver.day.isoformat(),
                }
                for one in waived
                if one.waiver
            ],
            "number": before.number + 1 if before else 1,
            "follows": before.name if before else None,
            "change_note": before.note if before else "",
            "inputs": dict(sorted(report.digests.items())),
            "outputs": {artifact.name: sha256(artifact.data).hexdigest() for artifact in artifacts},
        }
    )


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _checklist(
    document: Document, artifacts: tuple[Artifact, ...], signoff: SignOffShape | None, before: Before | None
) -> str:
    """One page for the person who publishes."""
    report = document.report
    names = {artifact.name.rsplit(".", 1)[-1]: artifact.name for artifact in artifacts}
    lines = [f"# Publishing {document.title}", ""]
    if report.is_draft:
        lines += ["This is a draft. It says DRAFT on every page, and is not for publication.", ""]
    elif signoff:
        lines += [f"Signed off by the {signoff.role} on {long_date(signoff.date)}.", ""]
    lines += ["Before you publish:", ""]
    steps = [f"The date of publication is {long_date(report.year.published)}."]
    if "html" in names:
        steps.append(f"Open {names['html']} on a phone and on a computer; use its contents list once.")
    if "pdf" in names:
        steps.append(f"Open {names['pdf']}; look at each page, and have one page read aloud.")
    if any(artifact.name.endswith(".govspeak.md") for artifact in artifacts):
        steps.append("Paste the Govspeak file as an HTML attachment, upload its pictures, and preview the page.")
        steps.append("Fill in the publishing form from publishing-form.md.")
    if "ods" in names:
        steps.append(f"Attach {names['ods']} and {names['csv']}, the figures in open formats.")
    steps.append(f"Check that {report.settings.contact.email} is answered: the report names it for other formats.")
    steps.append(_about_change_note(before))
    lines += [f"- [ ] {step}" for step in steps]
    lines += ["", f"The digests of all files stand in {MANIFEST}.", ""]
    return "\n".join(lines)


def _about_change_note(before: Before | None) -> str:
    if before is None:
        return "This is the first version: the form needs no change note."
    if not before.note:
        return f"Write a change note: what changed since {before.name} is not known to the program."
    return f"Change note, since {before.name} was published: {before.note}"
