"""A PDF that would not be read as the page stands is not made, and the message names why."""

import io
from collections.abc import Callable

import pikepdf
import pytest
from documents import in_theme, with_page_changed
from printed import Made

from reportgen.core.diagnostic import Diagnostic
from reportgen.formats.pdf.export import export_pdf

pytestmark = [pytest.mark.slow, pytest.mark.pdf]


def print_style(more: str) -> Callable[[str, str], str]:
    """A theme with more in its style sheet for print."""
    return lambda name, text: f"{text}\n{more}" if name == "print.css" else text


@pytest.fixture
def faults(long: Made) -> Callable[[str, str], list[str]]:
    """What is said when one thing in the page is changed for another."""

    def said(before: str, after: str) -> list[str]:
        outcome = export_pdf(with_page_changed(long.document, before, after))
        assert outcome.value is None
        assert {diagnostic.slug for diagnostic in outcome.diagnostics} == {"pdf-fault"}
        return [diagnostic.message.removeprefix("while the PDF was made: ") for diagnostic in outcome.diagnostics]

    return said


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ('<th scope="col">Number</th>', "<th>Number</th>", "a table's heading has no scope: “Number”"),
        ('<html lang="en-GB">', "<html>", "the page does not say its language"),
        ("<h3", "<h4", "a heading of level 4 follows one of level 2"),
        ("<h2", "<h1", "a second heading is marked as the title: “Contents”"),
        ("<ul>", "<ul>Bare words", "words stand outside a paragraph: “Bare words”"),
        (
            '<main id="main">',
            "<main id=main><p hidden>Unseen</p>",
            "“Introduction” is drawn where the page goes on with “unseen",
        ),
        ("</main>", "<p hidden>Unseen words</p></main>", "words of the page are not drawn: “unseen words”"),
        ("<tbody>", "<tbody><tr><th scope=row>One cell</th></tr>", "the rows of a table differ in length"),
        (">cynnwys<", "><", "a link has no words: #contents"),
    ],
)
def test_what_would_not_be_read_right_is_refused(
    faults: Callable[[str, str], list[str]], before: str, after: str, said: str
) -> None:
    """A page that would not be read as it stands makes no PDF, and each fault is named with its words."""
    assert [fault for fault in faults(before, after) if fault.startswith(said)] != []


def test_contents_with_wrong_page_numbers_are_refused(long: Made) -> None:
    """A theme in which the contents would print other page numbers than those of their chapters makes no PDF."""
    outcome = export_pdf(in_theme(long.document, print_style('.contents a::after { content: "77" }')))
    assert outcome.value is None
    said = "while the PDF was made: “Introduction, page 77” is printed for what stands on page 3"
    assert said in [diagnostic.message for diagnostic in outcome.diagnostics]


def test_no_typeface_of_the_machine_is_used(long: Made) -> None:
    """A theme that asks for a typeface of the machine is printed in the report's own, which alone can be found."""
    outcome = export_pdf(in_theme(long.document, print_style('h2 { font-family: "DejaVu Serif", serif }')))
    assert outcome.value is not None
    with pikepdf.open(io.BytesIO(outcome.value[0].data)) as pdf:
        fonts = {
            str(found["/BaseFont"])
            for found in pdf.objects
            if isinstance(found, pikepdf.Dictionary) and "/BaseFont" in found
        }
    assert fonts
    assert all("Source-Sans-3" in name or "SourceSans3" in name for name in fonts), fonts


def test_the_same_bytes_twice(long: Made) -> None:
    """The finished file does not change from one making to the next, and has an identifier of its own."""
    outcome = export_pdf(long.document)
    assert outcome.value
    assert outcome.value[0].data == long.path.read_bytes()
    with pikepdf.open(io.BytesIO(outcome.value[0].data)) as pdf:
        assert [len(bytes(part)) for part in pdf.trailer.ID] == [16, 16]


def _brief(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.slug, diagnostic.message.split(" ")[0]


def test_all_characters_of_a_line_that_the_typeface_lacks_are_told_together(long: Made) -> None:
    """A few words in another script are one fault, and not one for each of their letters."""
    outcome = export_pdf(with_page_changed(long.document, "heddlu", "heddlu שלום עולם"))
    assert outcome.value is None
    (told,) = outcome.diagnostics
    assert told.message.startswith("5 characters are not in the typeface of the report, Source Sans 3: “ש”, ")


@pytest.mark.parametrize(
    ("before", "after"),
    [("heddlu", "hed\N{SNOWMAN}lu"), ("<p>In Welsh", "<p>&#9731; In Welsh")],
)
def test_character_that_is_typed_in_no_page_is_still_found(long: Made, before: str, after: str) -> None:
    """A character that the typeface lacks is refused, also where it cannot be found in what people typed."""
    outcome = export_pdf(with_page_changed(long.document, before, after))
    assert outcome.value is None
    assert [_brief(diagnostic) for diagnostic in outcome.diagnostics] == [("missing-glyph", "“☃”")]
