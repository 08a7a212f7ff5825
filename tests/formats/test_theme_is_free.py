"""A theme may add any markup that it likes: the web page and the PDF show it, and no other format notices."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import in_theme, page_of
from printed import exported
from saying import REPORTS, london, page_words

from reportgen.compare.comparison import compare_reports
from reportgen.compare.data import as_data
from reportgen.document.build import Document
from reportgen.formats.html.writer import html_pages
from reportgen.formats.registry import FORMATS, exporter
from reportgen.output.bundle import document_file
from reportgen.read.edition import PARTIALS

# Of these, a further one around or beside would be no HTML.
_INLINE = {
    *("line-break", "code", "figure-reference", "note-reference", "footnote-reference"),
    *("strong", "emphasis", "language-span", "link"),
}
_BLOCKS = set(PARTIALS) - _INLINE - {"page", "section"}
_READ_NO_PAGE = tuple(name for name in FORMATS if name not in ("html", "pdf"))


def wrapped(name: str, text: str) -> str:
    """A partial with markup around it that no format has ever heard of, and words of the theme's own."""
    partial = name.removesuffix(".html.j2")
    if partial in _INLINE:
        return f"<small><data value='x'>{text}</data></small>"
    if partial in _BLOCKS:
        return f"<aside class='zork'><dl><dt>Zork</dt><dd>\n{text}\n</dd></dl></aside>"
    if partial == "section":
        return text.replace("</section>", "<details open><summary>Zorkmid</summary><p>Grue</p></details></section>")
    return text.replace("</main>", "<aside><dl><dt>Term</dt><dd>Plugh</dd></dl><small>Frotz</small></aside></main>")


def outputs(document: Document) -> dict[str, bytes]:
    """What each format makes that is no page, and what a bundle is compared by."""
    made = [exporter(name)(document) for name in _READ_NO_PAGE]
    assert all(one.value is not None for one in made), [one.diagnostics for one in made]
    return {
        file.name: file.data for one in (*(one.value or () for one in made), (document_file(document),)) for file in one
    }


@pytest.fixture(scope="module")
def dressed() -> Callable[[str, int], Document]:
    """One of London's reports in the theme of unknown markup."""
    return lambda kind, year: in_theme(london(kind, year), wrapped)


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_no_other_format_notices(kind: str, year: int, dressed: Callable[[str, int], Document]) -> None:
    """Word, Govspeak, the workbook, the open data and document.json are the same to the byte in both themes."""
    plain, zorked = outputs(london(kind, year)), outputs(dressed(kind, year))
    assert {"report.docx", "report.govspeak.md", "document.json"} <= set(plain)
    assert ({"figures.ods", "figures.csv"} <= set(plain)) == (kind == "annual-report")
    assert {name for name in {*plain, *zorked} if plain.get(name) != zorked.get(name)} == set()


def test_comparisons_do_not_notice(dressed: Callable[[str, int], Document]) -> None:
    """Two years compared in that theme differ by the same figures and words as in the plain one."""
    plain, zorked = (
        as_data(compare_reports(make("annual-report", 2023), make("annual-report", 2024))) for make in (london, dressed)
    )
    assert len(str(plain)) > 10_000
    assert zorked == plain


@pytest.mark.parametrize(("kind", "year"), REPORTS)
def test_the_web_page_shows_it(kind: str, year: int, dressed: Callable[[str, int], Document]) -> None:
    """Everything that the theme adds is in the page, and without it the page says what it says in the plain theme."""
    page = page_of(dressed(kind, year), "screen")
    assert page.count("<small><data") >= 2
    assert page.count("class='zork'") > 50
    assert page.count("Grue") == len(london(kind, year).tree.sections)
    words = page_words(dressed(kind, year))
    added = {"Zork", "Zorkmid", "Grue", "Term", "Plugh", "Frotz"}
    assert [word for word in words if word not in added] == [
        word for word in page_words(london(kind, year)) if word not in added
    ]


@pytest.mark.pdf
def test_the_pdf_shows_it(dressed: Callable[[str, int], Document], tmp_path: Path) -> None:
    """The PDF is made; what the theme adds is read where it stands, each run of words as a paragraph, and headings stay such."""
    document = dressed("annual-report", 2023)
    found = exported(document, tmp_path / "zork.pdf").structure
    plain = exported(london("annual-report", 2023), tmp_path / "plain.pdf").structure
    paragraphs = [paragraph.text for paragraph in found.find("P")]
    sections = len(document.tree.sections)
    assert (paragraphs.count("Grue"), paragraphs.count("Zorkmid")) == (sections, sections)
    assert paragraphs.count("Zork") > 50
    assert paragraphs[-2:] == ["Plugh", "Frotz"]
    for role in ("H1", "H2", "H3", "TH", "TD", "Link"):
        # Other pages are printed in the contents of a longer document.
        words, plain_words = ([re.sub(r" \d+$", "", one.text) for one in made.find(role)] for made in (found, plain))
        assert words == plain_words, role


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("node.content | html", "node.contents | html", "“contents” is not known here"),
        ("node.content | html", "node.role | html", "only nodes can be written as HTML, and this is “"),
        ("node.content | html", "node.content", "only words, numbers and dates"),
    ],
)
def test_a_slip_in_a_theme_is_told_at_its_line(old: str, new: str, said: str) -> None:
    """A partial that asks for what its node does not have, or prints what is no words, is told in its file, and nothing is made."""
    document = in_theme(london("annual-report", 2023), lambda _, text: text.replace(old, new))
    pages = html_pages(document, "screen")
    assert pages.value is None
    (diagnostic,) = pages.diagnostics
    assert diagnostic.slug == "template-error"
    assert diagnostic.place.file.path.startswith("templates/themes/house-1/")
    assert diagnostic.place.file.lines[diagnostic.place.line - 1].count(new) == 1
    assert said in diagnostic.message
    assert diagnostic.hint.startswith("a partial knows node")
