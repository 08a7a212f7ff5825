"""What GOV.UK's publishing form asks for, ready to be copied.

Comes in: a Document. Goes out: publishing-form.md as text, or what is wrong with the title and the summary.
"""

from collections.abc import Iterator
from functools import partial

from reportgen.check.report import Report
from reportgen.core.diagnostic import Diagnostic, Outcome, Place
from reportgen.core.wording import long_date
from reportgen.document.build import Document, Publication
from reportgen.formats.published_names import bundle_name, published_name
from reportgen.read.located_yaml import find_place
from reportgen.read.settings import Publishing
from reportgen.read.workspace import MARKER
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
    yield from ("## Body", "", *_body(document))
    yield from _about_all(report)
    yield from ("## Nations it applies to", "", report.area.country, "")
    yield from ("## Date of publication", "", long_date(report.year.published), "")
    contact = report.settings.contact
    yield from ("## Contact for other formats", "", f"{contact.name}, {contact.email}", "")
    yield from ("## Attachments", "", *_attachments(report, publication.title), "")
    pictures = {picture.name: picture for picture in find(document.tree.sections, Picture)}
    if pictures:
        yield from ("## Images of the HTML attachment", "")
    for picture in pictures.values():
        yield from (f"### {picture.name}", "", f"Alt text: {picture.alt}", "")
        if picture.caption:
            yield from (f"Caption: {picture.caption}", "")
    yield from ("## Change note", "", _CHANGE_NOTE, "")


def _body(document: Document) -> Iterator[str]:
    """What the page says below its summary. Why: the summary stands above it, and is not said again."""
    report = document.report
    covers = f" It covers {long_date(report.period.start)} to {long_date(report.period.end)}." if report.figures else ""
    yield from (f"{document.tree.title}.{covers}", "")
    if report.figures:
        yield from ("The figures are also attached as a spreadsheet and as open data.", "")


def _about_all(report: Report) -> Iterator[str]:
    """What is the same for all documents of a kind, or where to say it."""
    publishing = report.settings.publishing.get(report.key.kind, Publishing())
    answers = {
        "Document type": ("document_type", (publishing.document_type,) if publishing.document_type else ()),
        "Organisations": ("organisations", publishing.organisations or (report.settings.organisation,)),
        "Topics": ("topics", publishing.topics),
        "Collections": ("collections", publishing.collections),
    }
    for heading, (name, words) in answers.items():
        yield from (f"## {heading}", "")
        yield from words or (
            f"To be decided: type it once for all in {MARKER}, below “publishing” and “{report.key.kind}”, as “{name}”.",
        )
        yield ""


def _attachments(report: Report, title: str) -> Iterator[str]:
    """Every file that is attached, by its published name, with its title. Shape: the text itself comes first."""
    named = partial(published_name, stem=bundle_name(report))
    files = [
        (f"HTML attachment. Title: {title}. Body: the whole text of {named('report.govspeak.md')}.", False),
        (f"{named('report.pdf')}. Title: {title} (print version). It is accessible.", False),
        (f"{named('report.docx')}. Title: {title} (Word version).", False),
        (f"{named('figures.ods')}. Title: {title} (figures). It is accessible.", True),
        (f"{named('figures.csv')}. Title: {title} (figures for programs).", True),
        (f"datapackage.json. Title: {title} (what the columns of the CSV file mean).", True),
    ]
    asked = [words for words, is_of_figures in files if report.figures or not is_of_figures]
    yield from (f"{number}. {words}" for number, words in enumerate(asked, 1))


def _place(document: Document, *steps: str) -> Place:
    edition = document.report.edition
    return find_place(edition.tree, "publication", *steps) if steps else find_place(edition.tree)
