"""Charts in the PDF: drawn with the report's typeface, and read aloud in the same words as on the screen."""

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import html

pytestmark = pytest.mark.pdf


def figures_of(node: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Every Figure of a structure tree, in reading order."""
    if not isinstance(node, pikepdf.Dictionary):
        return
    if str(node.get("/S", "")) == "/Figure":
        yield node
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        yield from figures_of(kid)


def test_each_drawing_is_a_figure_with_its_words(made: Path, page: html.HtmlElement) -> None:
    """Each panel of a chart is tagged as one Figure whose alternative text is the title of the drawing."""
    told = page.xpath("//figure[@class='chart']//*[local-name() = 'svg']/*[local-name() = 'title']/text()")
    assert len(told) == 5
    with pikepdf.open(made / "report.pdf") as pdf:
        found = [str(figure.get("/Alt", "")) for figure in figures_of(pdf.Root.StructTreeRoot)]
    assert [words for words in found if words.startswith("Bar chart.")] == told


def test_labels_are_set_in_the_typeface_of_the_report(made: Path) -> None:
    """Every font of the PDF is Source Sans 3 and stands in the file, so no label fell back to another face."""
    with pikepdf.open(made / "report.pdf") as pdf:
        names = {
            str(font.BaseFont).partition("+")[2].rstrip(",")
            for page in pdf.pages
            for font in page.Resources.get("/Font", {}).values()
        }
    assert names
    assert {name.removesuffix("-Bold").removesuffix("-Italic") for name in names} == {"Source-Sans-3"}
