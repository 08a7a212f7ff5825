"""What GOV.UK's publishing form asks for, ready to be copied.

Comes in: a Document. Goes out: publishing-form.md as text, or what is wrong with the title and the summary.
"""

from collections.abc import Iterator

from reportgen.core.diagnostic import Diagnostic, Outcome, Place
from reportgen.core.wording import long_date
from reportgen.document.build import Document, Publication
from reportgen.read.located_yaml import find_place
from reportgen.tree.nodes import Picture
from reportgen.tree.walk import find

# Source: GOV.UK, DocumentTree design: a title under 65 characters and a summary under 160 are shown whole by search engines.
TITLE_UNDER, SUMMARY_UNDER = 65, 160
_CHANGE_NOTE = "Leave this empty the first time. After that, say in a sentence what changed; checklist.md in the bundle proposes one."


def publishing_form(document: Document) -> Outcome[str]:
    """The form, answer by answer.

    Errors: publication-missing, title-too-long, summary-too-long, summary-without-stop.
    """
    publication = document.publication
    if publication is None:
        message = "the edition does not say which title and summary the publishing form gets"
        hint = "add “publication:” with “title: …” and “summary: …” to the edition"
        return Outcome(None, (Diagnostic("publication-missing", _place(document), message, hint),))
    found = tuple(_limits(document, publication))
    return Outcome(None if found else "\n".join(_lines(document, publication)), found)


def _limits(document: Document, publication: Publication) -> Iterator[Diagnostic]:
    title, summary = publication.title, publication.summary
    area = document.report.area.name
    for slug, name, words, bound in (
        ("title-too-long", "title", title, TITLE_UNDER),
        ("summary-too-long", "summary", summary, SUMMARY_UNDER),
    ):
        if len(words) >= bound:
            message = f"the {name} has {len(words)} characters for {area}; under {bound} are shown whole: “{words}”"
            yield Diagnostic(
                slug, _place(document, name), message, "shorten it, also for the area with the longest name"
            )
    if not summary.endswith("."):
        message = "the summary does not end with a full stop"
        yield Diagnostic("summary-without-stop", _place(document, "summary"), message, "write it as a sentence")


def _lines(document: Document, publication: Publication) -> Iterator[str]:
    report = document.report
    yield from ("# Publishing form", "")
    if report.is_draft:
        yield from ("This is a draft, not for publication.", "")
    yield from ("Copy each answer into the form of the publishing system.", "")
    yield from ("## Title", "", publication.title, "")
    yield from ("## Summary", "", publication.summary, "")
    yield from ("## Organisation", "", report.settings.organisation, "")
    yield from ("## Date of publication", "", long_date(report.year.published), "")
    yield from ("## Attachments", "")
    yield f"1. HTML attachment. Title: {publication.title}. Body: the whole text of the Govspeak file."
    yield f"2. The PDF. Title: {publication.title} (print version). It is accessible."
    if report.figures:
        yield f"3. The spreadsheet (ODS). Title: {publication.title} (figures). It is accessible."
        yield f"4. The CSV file. Title: {publication.title} (figures for programs)."
        yield f"5. The data package (JSON). Title: {publication.title} (what the columns of the CSV file mean)."
    yield ""
    pictures = {picture.name: picture for picture in find(document.tree.sections, Picture)}
    if pictures:
        yield from ("## Images of the HTML attachment", "")
    for picture in pictures.values():
        yield from (f"### {picture.name}", "", f"Alt text: {picture.alt}", "")
        if picture.caption:
            yield from (f"Caption: {picture.caption}", "")
    yield from ("## Change note", "", _CHANGE_NOTE, "")


def _place(document: Document, *steps: str) -> Place:
    edition = document.report.edition
    return find_place(edition.tree, "publication", *steps) if steps else find_place(edition.tree)
