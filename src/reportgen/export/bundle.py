"""What is handed to the publisher: every format under its published name, with a manifest, a checklist and a zip.

Comes in: a Document and its artifacts. Goes out: the files of a bundle, the same bytes each time.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from reportgen import __version__
from reportgen.check.report import Report
from reportgen.core.diagnostic import Diagnostic
from reportgen.document.build import Document
from reportgen.document.wording import long_date
from reportgen.export.archive import pack
from reportgen.export.artifact import Artifact
from reportgen.export.formats import FILES
from reportgen.export.html_writer import html_pages, style_sheet
from reportgen.read.shapes import SignOffShape
from reportgen.read.text import Digest
from reportgen.tree.json_form import document_to_json

MANIFEST = "manifest.json"
CHECKLIST = "checklist.md"
DOCUMENT = "document.json"
# What the files of a report are called once they leave the build folder; others keep their names.
_PUBLISHED = {
    "index.html": "{stem}.html",
    "report.pdf": "{stem}.pdf",
    "report.docx": "{stem}.docx",
    "report.govspeak.md": "{stem}.govspeak.md",
    "figures.ods": "{stem}-figures.ods",
    "figures.csv": "{stem}-figures.csv",
}


@dataclass(frozen=True, slots=True)
class FormerBundle:
    """What the manifest of an earlier bundle says."""

    inputs: dict[str, str]
    change_note: str


def bundle_name(report: Report) -> str:
    """The name of a report's files: mappa-annual-report-london-2024-to-2025.

    Why: a draft has a name of its own, so that it never takes the place of what was published.
    Source: GOV.UK, how to name files: lower case with hyphens; what it is, area, year.
    """
    years = report.period.label.split("/")
    label = years[0] if len(years) == 1 else f"{years[0]}-to-{report.period.end.year}"
    publication = report.edition.shape.publication
    what = publication.file_name if publication and publication.file_name else report.key.kind
    return f"{what}-{report.key.area}-{label}" + ("-draft" if report.is_draft else "")


def bundle_files(stem: str) -> frozenset[str]:
    """Every file that a bundle of this name may hold, but for pictures."""
    named = (published_name(name, stem) for name in FILES)
    return frozenset({*named, CHECKLIST, DOCUMENT, MANIFEST, f"{stem}.zip"})


def published_name(name: str, stem: str) -> str:
    """What a file of the build folder is called in the bundle of that name."""
    return _PUBLISHED.get(name, name).format(stem=stem)


def report_of(manifest: bytes | None) -> str:
    """The key of the report that a bundle is of; empty where there is none, or its manifest does not say so."""
    try:
        return str(json.loads(manifest or b"")["report"])
    except (ValueError, KeyError, TypeError):
        return ""


def read_former(manifest: bytes | None) -> FormerBundle | None:
    """What an earlier bundle was made of, or nothing where there is none, or only a draft that was never published."""
    if manifest is None:
        return None
    try:
        found = json.loads(manifest)
        if found["draft"]:
            return None
        return FormerBundle(dict(found["inputs"]), str(found["change_note"]))
    except (ValueError, KeyError, TypeError):
        return None


def make_bundle(
    document: Document,
    artifacts: tuple[Artifact, ...],
    digests: tuple[Digest, ...],
    signoff: SignOffShape | None,
    former: FormerBundle | None,
    waived: tuple[Diagnostic, ...] = (),
) -> tuple[Artifact, ...]:
    """The files of a bundle, with its manifest and checklist last.

    Shape: `artifacts` under their names in the build folder; `former` is the bundle that this one replaces; `waived` are the
    warnings that stand.
    """
    stem = bundle_name(document.report)
    named = (*(_published(artifact, stem) for artifact in artifacts), document_file(document))
    inputs = {digest.path: digest.sha256 for digest in sorted(digests, key=lambda one: one.path)}
    note = change_note(inputs, former)
    checklist = Artifact(CHECKLIST, "text/markdown", _checklist(document, named, signoff, note).encode())
    manifest = _manifest(document.report, (*named, checklist), inputs, signoff, note, waived)
    return (*named, checklist, Artifact(MANIFEST, "application/json", manifest))


def document_file(document: Document) -> Artifact:
    """The tree of the document, from which a published report is compared with another."""
    pictures = {name: sha256(document.pictures[name].data).hexdigest() for name in sorted(document.pictures)}
    return Artifact(DOCUMENT, "application/json", _as_json(document_to_json(document.tree, pictures)))


def change_note(inputs: dict[str, str], former: FormerBundle | None) -> str:
    """What changed since the bundle before, in a sentence; empty for a first publication.

    Why: made again from the same files, a bundle keeps its note, so that two runs give the same bytes.
    """
    if former is None:
        return ""
    changed = sorted(path for path in {*inputs, *former.inputs} if inputs.get(path) != former.inputs.get(path))
    words = dict.fromkeys(_in_words(path) for path in changed)
    return f"Changed since the version before: {', '.join(words)}." if changed else former.change_note


def _in_words(path: str) -> str:
    """What a file holds, for a reader who knows no files."""
    tree, *_, name = path.split("/")
    if tree == "content":
        return f"the page “{name.removesuffix('.md')}”" if name.endswith(".md") else f"the picture {name}"
    if name == "year.yaml":
        return "the dates and sources of the year"
    if tree == "data" and path.count("/") > 1:
        return "the figures"
    return "the national wording or its look" if tree == "templates" else "the publisher or the list of areas"


def zip_bundle(document: Document, artifacts: Iterable[Artifact]) -> Artifact:
    """The bundle as one file, in which everything has the same date."""
    stem = bundle_name(document.report)
    members = ((f"{stem}/{artifact.name}", artifact.data) for artifact in sorted(artifacts, key=lambda one: one.name))
    return Artifact(f"{stem}.zip", "application/zip", pack(members, document.report.file_date))


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
    inputs: dict[str, str],
    signoff: SignOffShape | None,
    note: str,
    waived: tuple[Diagnostic, ...],
) -> bytes:
    seal = report.edition.seal
    return _as_json(
        {
            "report": str(report.key),
            "tool": f"reportgen {__version__}",
            "edition": {"name": report.edition.name, "seal": seal.digest if seal else None},
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
            "change_note": note,
            "inputs": inputs,
            "outputs": {artifact.name: sha256(artifact.data).hexdigest() for artifact in artifacts},
        }
    )


def _as_json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=2) + "\n").encode()


def _checklist(document: Document, artifacts: tuple[Artifact, ...], signoff: SignOffShape | None, note: str) -> str:
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
    steps.append(f"Change note: {note}" if note else "This is the first version: the form needs no change note.")
    lines += [f"- [ ] {step}" for step in steps]
    lines += ["", f"The digests of all files stand in {MANIFEST}.", ""]
    return "\n".join(lines)
