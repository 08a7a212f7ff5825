"""Reports as PDFs, each with the page that it was printed from.

Goes out: the report of an area, or one that is made too long for any page.
"""

import dataclasses
import shutil
from pathlib import Path

from computers import needs_pdf
from documents import document_of, page_of
from london import REPOSITORY
from lxml import html
from tagged_pdf import Element, read_structure

from reportgen.document.build import Document
from reportgen.formats.pdf.export import export_pdf

LONG_PAGE = """---
title: A long page
---
## A list

{items}

## A paragraph

{paragraph}

## A table

| Number | In words[^one] | Beside it |
|---|---|---:|
{rows}

## A list in a list

1. The first step, with a part of its own:

    - the part of the first step

2. The second step

[^one]: An end note on the words.
"""


@dataclasses.dataclass(frozen=True)
class Made:
    """One report: the page that it is printed from, and the PDF."""

    document: Document
    page: html.HtmlElement
    path: Path

    @property
    def structure(self) -> Element:
        """The structure tree."""
        return read_structure(self.path)


def exported(document: Document, path: Path) -> Made:
    """The PDF of a document."""
    needs_pdf()
    outcome = export_pdf(document)
    assert outcome.value, [diagnostic.message for diagnostic in outcome.diagnostics]
    path.write_bytes(outcome.value[0].data)
    return Made(document, html.document_fromstring(page_of(document)), path)


def long_report(root: Path) -> Made:
    """Testshire's report with a page that is much longer than paper."""
    shutil.copytree(REPOSITORY / "tests" / "workspaces" / "good", root)
    shutil.copytree(REPOSITORY / "templates" / "themes", root / "templates" / "themes")
    page = LONG_PAGE.format(
        items="\n".join(f"- {chr(97 + number % 26)}-item {number} of a long list" for number in range(90)),
        paragraph=" ".join(f"This is sentence {number} of a well-known paragraph." for number in range(100)),
        rows="\n".join(
            f"| {number} | [row](https://example.org/{number}) {number} | {number * 7} |" for number in range(90)
        ),
    )
    (root / "content/annual-report/2024/testshire/20-long.md").write_text(page, encoding="utf-8")
    section = root / "templates/annual-report/2024.1/sections/explanation.md.j2"
    words = '\n<p>In Welsh: <span lang="cy">heddlu</span>, and <a lang="cy" href="#contents">cynnwys</a>.</p>\n'
    section.write_text(section.read_text(encoding="utf-8") + words, encoding="utf-8")
    return exported(document_of(root, 2024, "testshire"), root / "long.pdf")
