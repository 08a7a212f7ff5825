"""Charts as drawings and as pictures: round scales, room for every label, and the same picture in Word each time."""

import io
import itertools
import zipfile
from dataclasses import replace

import docx
import pytest
from documents import document_of
from docx.oxml.ns import qn
from london import REPOSITORY
from PIL import Image

from reportgen.document.build import Document
from reportgen.formats.html.chart_drawing import WIDTHS, draw_chart, scale_end, sparkline
from reportgen.formats.word.chart_picture import draw_picture
from reportgen.formats.word.export import export_docx
from reportgen.formats.word.reference import ChartColours, read_reference
from reportgen.tree.nodes import Chart, Point, Series, Table
from reportgen.tree.walk import find


def chart(series: int, years: int, words: str = "1,234", label: str = "Category") -> Chart:
    """A chart of so many series and years."""
    points = tuple(Point(f"{2000 + year}/{year + 1:02}", 1234, words) for year in range(years))
    made = tuple(Series(f"{label} {number}", points) for number in range(series))
    return Chart("c", "chart-c", "Measure", "Alt", made, Table("", (), (), (), ()), ())


@pytest.mark.parametrize(
    ("largest", "end"),
    [(0, 1), (1, 1), (2, 2), (3, 4), (7, 8), (73, 80), (100, 100), (101, 200), (241, 250), (3942, 4000), (7400, 8000)],
)
def test_a_scale_ends_at_a_round_number(largest: int, end: int) -> None:
    """Not below the largest figure, and a whole number."""
    assert scale_end(largest) == end


@pytest.mark.parametrize("series", [1, 2, 3, 6])
@pytest.mark.parametrize("years", [1, 4, 5, 10])
@pytest.mark.parametrize("words", ["7", "1,234", "11,220 [r]", "not shown here"])
def test_no_two_labels_meet(series: int, years: int, words: str) -> None:
    """Labels keep inside their panel, and those on one line apart from each other, for every number of series and years."""
    drawing = draw_chart(chart(series, years, words, "A label of a series that is long, and longer still"))
    assert drawing.beside in WIDTHS
    for panel in drawing.panels:
        lines: dict[float, list[tuple[float, float]]] = {}
        for label in panel.labels:
            width = len(label.words) * 6.6
            left = label.x - {"start": 0, "middle": width / 2, "end": width}[label.anchor]
            assert left >= -1
            assert left + width <= panel.width + 1
            assert 0 < label.y <= panel.height
            lines.setdefault(label.y, []).append((left, left + width))
        for placed in lines.values():
            ends = sorted(placed)
            assert all(one[1] <= other[0] + 0.5 for one, other in itertools.pairwise(ends))


def test_a_sparkline_tells_its_years() -> None:
    """Every year is told in words, and one that is not shown is a dash."""
    drawn = sparkline((Point("2023", 5, "5"), Point("2024", None, "not shown here"), Point("2025", 10, "10")))
    assert drawn.alt == "2023: 5; 2024: not shown here; 2025: 10"
    assert [bar.is_latest for bar in drawn.bars] == [False, True]
    assert [line.is_dashed for line in drawn.lines] == [True]


def colours_of(document: Document) -> ChartColours:
    """The colours that the theme of a document has for charts in Word."""
    reference = read_reference(document.report.edition.reference).value
    assert reference is not None
    return reference.colours


def test_word_has_each_chart_as_a_picture_with_its_words() -> None:
    """Below its title stands the chart, described as on the page, and then the table of its figures."""
    document = document_of(REPOSITORY, 2024)
    made = export_docx(document).value
    assert made is not None
    word = docx.Document(io.BytesIO(made[0].data))
    told = [properties.get("descr") for properties in word.element.iter(qn("wp:docPr"))]
    charts = list(find(document.tree.sections, Chart))
    assert [one.alt for one in charts] == [alt for alt in told if alt.startswith("Bar chart.")]
    with zipfile.ZipFile(io.BytesIO(made[0].data)) as archive:
        media = {archive.read(name) for name in archive.namelist() if name.startswith("word/media/")}
    colours = colours_of(document)
    assert {draw_picture(one, colours)[0] for one in charts} < media


def test_a_picture_has_bars_of_both_kinds() -> None:
    """It is 3 dots to a pixel, has the colours of the report, and is white around them."""
    document = document_of(REPOSITORY, 2024)
    (first, _) = find(document.tree.sections, Chart)
    data, width = draw_picture(first, colours_of(document))
    image = Image.open(io.BytesIO(data)).convert("RGB")
    assert image.width == width * 3
    colours = {colour for _, colour in image.getcolors(100) or []}
    assert {(255, 255, 255), (11, 79, 96), (207, 227, 232)} <= colours
    red, _ = draw_picture(first, replace(colours_of(document), bar="#C00000"))
    colours = {colour for _, colour in Image.open(io.BytesIO(red)).convert("RGB").getcolors(100) or []}
    assert {(192, 0, 0), (207, 227, 232)} <= colours
    assert (11, 79, 96) not in colours
