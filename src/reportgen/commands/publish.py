"""The order of the stations of `reportgen sign-off` and `reportgen publish`.

Comes in: a workspace and a key. Goes out: what was written, and all that was said along the way.
"""

import re
from dataclasses import replace
from datetime import date

from reportgen.check.people import is_name
from reportgen.check.report import Report
from reportgen.commands.build import BuildResult, one_at_a_time, prepare, stops
from reportgen.core.diagnostic import Collector, Diagnostic, collecting, in_reading_order, whole_file
from reportgen.core.names import ReportKey
from reportgen.core.wording import some_of
from reportgen.document.build import Document, build_document
from reportgen.formats.published_names import bundle_name
from reportgen.formats.registry import FORMATS, export
from reportgen.output import bundle
from reportgen.output.bundle import Before, digest_of_document
from reportgen.output.bundles import Bundle, fault_of, list_bundles
from reportgen.output.publish import publish_file, publish_new_folder
from reportgen.output.records import signoff_record
from reportgen.read.shapes import SignOffShape
from reportgen.read.sign_off import changed_files, read_signoff, signoff_path
from reportgen.read.workspace import MARKER, Workspace, bundles_path, command
from reportgen.tree.nodes import Link
from reportgen.tree.walk import walk

_MOST_NAMED = 8
_EXAMPLE = re.compile(r"mailto:[^@?]+@(?:[\w-]+\.)*example\.", re.IGNORECASE)


@one_at_a_time("publish")
def publish_report(collector: Collector, workspace: Workspace, key: ReportKey) -> BuildResult:
    """The bundle of a report for its publisher: every format, a manifest, a checklist, and all of it as a zip.

    Why: warnings stop it, and without a sign-off of just this report every page says DRAFT. No bundle is ever replaced.
    Errors: every slug may be said; not-signed-off, changed-since-sign-off, example-contact, bundle-unreadable.
    """
    prepared = collector.take(prepare(workspace, key, strict=True, at_one_moment=True))
    document, signoff = collector.take(_signed_off(workspace, key, prepared))
    stem = bundle_name(document.report)
    there = list_bundles(workspace.root, stem)
    refused = _not_ours(key, there)
    if refused:
        collector.stop(refused)
    artifacts = collector.take(export(document, tuple(FORMATS)))
    if stops(collector.diagnostics, strict=True):
        collector.stop()
    files = bundle.report_files(document, artifacts)
    name = bundle.version_name(document, files, signoff)
    same = next((one for one in there if one.name == name), None)
    if same:
        return _published_already(collector, workspace, key, same)
    waived = tuple(one for one in in_reading_order(collector.diagnostics) if one.waiver)
    before = _before(workspace, document, there) if there else None
    everything = bundle.make_bundle(document, files, signoff, before, waived)
    written = collector.take(publish_new_folder(workspace.root, f"{bundles_path(stem)}/{name}", everything))
    return BuildResult(key, (written,), (), True)


def _not_ours(key: ReportKey, there: tuple[Bundle, ...]) -> Diagnostic | None:
    """Why no bundle can follow those that are there. Errors: cannot-write, bundle-unreadable."""
    for one in there:
        if one.outputs is None:
            message = "the manifest of this bundle cannot be read, so that nothing can be published after it"
            hint = "put the bundle back as it was published, or take its folder away"
            return Diagnostic("bundle-unreadable", whole_file(one.folder), message, hint)
        if one.report != str(key):
            message = f"{one.folder} is the bundle of another report, {one.report}"
            hint = "give one of the two kinds another “file_name” under “publication” in its edition.yaml"
            return Diagnostic("cannot-write", whole_file(one.folder), message, hint)
    return None


def _published_already(collector: Collector, workspace: Workspace, key: ReportKey, same: Bundle) -> BuildResult:
    """What is said where just this was published before. Errors: bundle-unreadable."""
    fault = fault_of(workspace.root, same, same.outputs or ())
    if fault:
        hint = "put the bundle back as it was published, or take its folder away and publish again"
        collector.stop(Diagnostic("bundle-unreadable", whole_file(same.folder), " ".join(fault), hint))
    return BuildResult(key, (), (), True, (same.folder,))


def _before(workspace: Workspace, document: Document, there: tuple[Bundle, ...]) -> Before:
    """The bundle before, with what changed since, where that can be told and somebody will publish it."""
    from reportgen.compare.change_note import change_note
    from reportgen.compare.comparison import compare_with_bundle

    last = there[-1]
    note = ""
    if not document.report.is_draft:
        compared = compare_with_bundle(workspace, document)
        note = change_note(compared.value, document.report) if compared.value else ""
    return Before(last.name, last.number, note)


@one_at_a_time("sign-off")
def sign_off(collector: Collector, workspace: Workspace, key: ReportKey, role: str, day: date) -> BuildResult:
    """Records who agreed to publish a report just as it is now. Errors: every slug may be said."""
    document = collector.take(prepare(workspace, key, strict=True, at_one_moment=True))
    report = document.report
    former = read_signoff(workspace.root, key, collector.emit)
    refused = _why_not_signed_off(key, report, role, day, is_again=former is not None)
    refused = refused or _example_contact(workspace, document)
    if refused:
        collector.stop(refused)
    if stops(collector.diagnostics, strict=True):
        collector.stop()
    record = signoff_record(
        report.edition.shape.signed_by or role, day, digest_of_document(document), report.digests, former
    )
    return BuildResult(key, collector.take(publish_file(workspace.root, signoff_path(key), record)), (), True)


def _why_not_signed_off(key: ReportKey, report: Report, role: str, day: date, *, is_again: bool) -> Diagnostic | None:
    """What stands in the way of a sign-off that everybody could see to be wrong.

    Why: a report that was signed off before can be corrected after it was published.
    Errors: sign-off-refused.
    """
    place = whole_file(signoff_path(key))
    if is_name(role):
        hint = f'name the role alone: --role "{report.edition.shape.signed_by or "Chair of the board"}"'
        return Diagnostic("sign-off-refused", place, "the role names a person, and it would be published", hint)
    if report.is_draft:
        hint = "write “status: final” in the figures file when the report is finished"
        return Diagnostic("sign-off-refused", place, "the report is a draft, and a draft is not signed off", hint)
    asked = report.edition.shape.signed_by
    if asked and not is_same_role(asked, role):
        message = f"edition {report.edition.name} asks for the {asked}, and not for the {role}"
        return Diagnostic("sign-off-refused", place, message, f'when that person has agreed: --role "{asked}"')
    first = report.edition.agreed_from(key.year)
    last = date.max if is_again else report.year.published
    if not first <= day <= last:
        message = f"the date of the sign-off, {day}, is not between {first} and the day of publication, {report.year.published}"
        return Diagnostic(
            "sign-off-refused", place, message, "correct the date, or the date of publication in year.yaml"
        )
    return None


def is_same_role(one: str, other: str) -> bool:
    """Whether two people wrote the same role."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _example_contact(workspace: Workspace, document: Document) -> Diagnostic | None:
    """The first address in a report that stands for an example, so that nobody would get what is written to it.

    Errors: example-contact. Source: RFC 2606, the names that are kept for examples.
    """
    place = whole_file(MARKER)
    for node in walk(document.tree):
        place = getattr(node, "place", None) or place
        if isinstance(node, Link) and _EXAMPLE.match(node.target):
            address = node.target.removeprefix("mailto:")
            is_of_all = address == workspace.settings.contact.email
            message = f"readers are told to write to {address}, which is an example, and nobody gets what is sent there"
            hint = "type one that is answered" + (", as “email” under “contact”" if is_of_all else "")
            return Diagnostic("example-contact", whole_file(MARKER) if is_of_all else place, message, hint)
    return None


@collecting
def _signed_off(
    collector: Collector, workspace: Workspace, key: ReportKey, document: Document
) -> tuple[Document, SignOffShape | None]:
    """The document as it may be published: as it is where it was signed off, and marked as a draft where it was not."""
    signoff = read_signoff(workspace.root, key, collector.emit)
    if collector.diagnostics:
        collector.stop()
    report = document.report
    place = whole_file(signoff_path(key))
    how = command(workspace, key.kind, f"sign-off {key.area} {key.year} --role ROLE --date DATE")
    if signoff is None or report.is_draft:
        why = "its status is draft" if report.is_draft else "nobody has signed off the report"
        message = f"{why}, so every page of the bundle says DRAFT"
        collector.emit(Diagnostic("not-signed-off", place, message, f"when it is agreed: {how}"))
        return collector.take(build_document(replace(report, is_draft=True))), None
    if signoff.seen != digest_of_document(document):
        changed = changed_files(signoff, report.digests)
        what = (
            f"changed since: {some_of(changed, _MOST_NAMED)}"
            if changed
            else "the program changed since, and with it how the report looks"
        )
        message = f"the report was signed off on {signoff.date}; {what}"
        collector.stop(Diagnostic("changed-since-sign-off", place, message, f"have it read again, then: {how}"))
    asked = report.edition.shape.signed_by
    if asked and not is_same_role(asked, signoff.role):
        message = (
            f"the report was signed off by the {signoff.role}, and edition {report.edition.name} asks for the {asked}"
        )
        collector.stop(Diagnostic("sign-off-refused", place, message, f"have it read, then: {how}"))
    example = _example_contact(workspace, document)
    if example:
        collector.stop(example)
    return document, signoff
