"""Documents of the repository's own reports, and the words that a web page says, to compare formats with.

Goes out: Documents, made once; lists of words without punctuation.
"""

import re
from functools import cache

from documents import document_of, page_of
from london import REPOSITORY
from lxml import html

from reportgen.document.build import Document

REPORTS = (
    ("annual-report", 2021),
    ("annual-report", 2023),
    ("annual-report", 2024),
    ("consultation-response", 2013),
)
# A chart is drawn in HTML alone; other formats have its table, which its title names.
_UNSAID = "//nav | //svg | //*[@role='doc-backlink'] | //table[contains(@class, 'chart-figures')]/caption"


@cache
def london(kind: str, year: int) -> Document:
    """One of London's reports as it is in the repository."""
    return document_of(REPOSITORY, year, kind=kind)


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, without what stands between them."""
    return re.findall(r"[^\W_]+", text)


def page_words(document: Document) -> list[str]:
    """What the printed page of a document says, word for word."""
    return html_words(page_of(document))


def html_words(page: str) -> list[str]:
    """What the body of a page says, word for word; end notes are called so in its labels alone."""
    tree = html.document_fromstring(page)
    for unsaid in tree.xpath(_UNSAID):
        unsaid.drop_tree()
    for notes in tree.xpath("//section[@role='doc-endnotes']"):
        notes.text = f"{notes.get('aria-label')} {notes.text or ''}"
    return words_of(" ".join(tree.body.itertext()))


def page_headings(document: Document) -> list[tuple[int, str]]:
    """The headings of the printed page below its title, with their levels."""
    page = html.document_fromstring(page_of(document))
    found = page.xpath("//*[self::h2 or self::h3 or self::h4][not(ancestor::nav)]")
    return [(int(heading.tag[1]), " ".join(heading.text_content().split())) for heading in found]
