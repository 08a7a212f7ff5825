"""A theme of somebody else in print: markup of any kind is read as a browser reads it, and what cannot be printed is told at its line."""

import shutil
from pathlib import Path

import pytest
from documents import document_of, in_theme, page_of, with_page_changed
from london import REPOSITORY
from printed import exported
from saying import london

from reportgen.core.diagnostic import Diagnostic
from reportgen.document.build import Document
from reportgen.formats.pdf.export import export_pdf

pytestmark = pytest.mark.pdf

_MARKUP = """<main id="main">
<style>.zork { color: red }</style><template><p>Unshown</p></template><script>let unshown = 1</script>
<p id="start">Nested <span style="display: inline-block">in <em>line</em></span></p>
<svg width="10" height="10" aria-hidden="true"><circle cx="5" cy="5" r="5"/></svg>
<svg width="10" height="10" role="presentation"><circle cx="5" cy="5" r="5"/></svg>
<p><span aria-hidden="true">Grue</span></p>
<table><tr><td colspan="all">One</td></tr><tr><td colspan="1.5" rowspan="-3">
<table><tr><td>Zork</td><td>Zorkmid</td></tr></table></td></tr></table>
<dl><dt id="term">Term</dt><dd>Plugh</dd></dl><a id="old-anchor"></a><p>Frotz</p>
<ul><li><a href="#term">to the term</a></li><li><a href="#old-anchor">to the anchor</a></li>
<li><a href="#start"><svg width="9" height="9"><title>To the start</title><rect width="9" height="9"/></svg></a></li></ul>"""


def test_markup_of_any_kind_is_printed(tmp_path: Path) -> None:
    """Tables in tables, spans that are no number, what is hidden from readers aloud, and links to any place and of pictures alone."""
    document = with_page_changed(london("consultation-response", 2013), '<main id="main">', _MARKUP)
    found = exported(document, tmp_path / "any.pdf").structure
    words = " ".join(found.text.split())
    assert [word for word in ("Unshown", "unshown", "Grue", ".zork") if word in words] == []
    page = page_of(document)
    assert len(list(found.find("Figure"))) == page.count("<svg") + page.count("<img") - 2
    tables = [" ".join(table.text.split()) for table in found.find("Table")]
    assert tables[:2] == ["OneZorkZorkmid", "ZorkZorkmid"]
    assert "Nested in line" in words


def test_a_line_that_ends_in_rare_type_is_read_apart_from_the_next(tmp_path: Path) -> None:
    """Words in italics at the end of lines are heard with a space behind them, though the italics of the file hold none."""
    words = " ".join(f"plain <em>rare{number}</em>" for number in range(150))
    document = with_page_changed(
        london("consultation-response", 2013), '<main id="main">', f'<main id="main"><p>{words}</p>'
    )
    found = exported(document, tmp_path / "rare.pdf").structure
    (paragraph,) = (one.text for one in found.find("P") if "rare149" in one.text)
    assert paragraph.split() == [word for number in range(150) for word in ("plain", f"rare{number}")]


@pytest.mark.parametrize("style", ["opacity: 0.5", "opacity: 0", "visibility: hidden"])
def test_words_that_nobody_would_hear_are_told(style: str) -> None:
    """What is see-through or hidden is no part of what is read aloud, so it makes no PDF, and is named by its words."""
    document = with_page_changed(
        london("consultation-response", 2013), '<main id="main">', f'<main id="main"><p style="{style}">Faint words</p>'
    )
    assert [one.message for one in faults(document)] == [
        "while the PDF was made: “Faint words” on page 3 is hidden or see-through, so that nobody would hear it"
    ]


@pytest.mark.parametrize(
    ("name", "more", "at", "marked"),
    [
        ("common.css", "main { text-wrap: pretty }", 8, "text-wrap"),
        ("print.css", "p { color: var(--nowhere) }", 12, "var"),
        ("charts.css", "@zork words;", 1, "@zork"),
    ],
)
def test_a_style_that_print_does_not_know_is_told_at_its_line(name: str, more: str, at: int, marked: str) -> None:
    """A property or rule that the PDF would leave out is told in the file of the theme where it stands, whichever that is."""
    edition = london("annual-report", 2024).report.edition
    document = in_theme(
        london("annual-report", 2024), lambda file, text: f"{text.rstrip()}\n{more}\n" if file == name else text
    )
    (fault,) = faults(document)
    lines = edition.styles[name].rstrip().count("\n") + 2
    assert (fault.place.file.path, fault.place.line, fault.place.column) == (
        f"templates/themes/house-1/{name}",
        lines,
        at,
    )
    assert fault.place.file.lines[lines - 1][at - 1 :].startswith(marked)


def test_a_style_sheet_may_say_its_encoding(tmp_path: Path) -> None:
    """`@charset` at the head of each file of a theme is no fault, though they are printed as one."""
    document = in_theme(
        london("consultation-response", 2013),
        lambda name, text: f'@charset "utf-8";{text}' if name.endswith(".css") else text,
    )
    assert exported(document, tmp_path / "charset.pdf").path.exists()


def test_a_style_in_the_page_is_not_told_in_a_file() -> None:
    """A style that stands in a partial and not in a style sheet is told without a line, since its place there is not known."""
    document = with_page_changed(
        london("consultation-response", 2013),
        '<main id="main">',
        '<main id="main"><p style="text-wrap: pretty">Words</p>',
    )
    (fault,) = faults(document)
    assert fault.place.file.path.endswith("/report.pdf")
    assert "text-wrap" in fault.message


@pytest.mark.parametrize("words", ["| {} |\n|{}\n| {} |", "Before {} after."])
def test_what_is_wider_than_paper_is_told_once_at_its_line(words: str, tmp_path: Path) -> None:
    """A table that runs over the edge is told once, however many cells do, and so is a long word, where they were typed."""
    shutil.copytree(REPOSITORY / "tests" / "workspaces" / "good", tmp_path, dirs_exist_ok=True)
    cells = [f"Column{number}" for number in range(30)]
    typed = words.format(" | ".join(cells), "---|" * 30, " | ".join(cells)) if "|" in words else words.format("w" * 200)
    page = "content/annual-report/2024/testshire/40-wide.md"
    (tmp_path / page).write_text(f"---\ntitle: Wide\n---\nWords.\n\n{typed}\n", encoding="utf-8")
    (fault,) = faults(document_of(tmp_path, 2024, "testshire"))
    assert (fault.place.file.path, fault.place.line) == (page, 6)
    assert "does not fit into the width of the page" in fault.message


def faults(document: Document) -> tuple[Diagnostic, ...]:
    """What is said of a document of which no PDF is made."""
    outcome = export_pdf(document)
    assert outcome.value is None
    assert {one.slug for one in outcome.diagnostics} == {"pdf-fault"}
    return outcome.diagnostics
