"""A chart as a picture, for a format that cannot draw.

Comes in: a chart and its colours. Goes out: a PNG of the same drawing as on the page, the same bytes each time. Pillow’s second home.
"""

import io
from functools import lru_cache
from itertools import chain

from PIL import Image, ImageColor, ImageDraw, ImageFont

from reportgen.formats.html.chart_drawing import (
    TEXT_SIZE,
    TITLE_SIZE,
    ChartDrawing,
    ChartPanel,
    ScaleLine,
    draw_chart,
)
from reportgen.formats.pdf.fonts import font_path
from reportgen.formats.word.reference import ChartColours
from reportgen.tree.nodes import Chart

# Dots for each pixel of a drawing: 288 to the inch.
_DOTS = 3
_GAP = 15
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_DASH = 3
# From white to a colour of letters, for their edges.
_SHADES = 10


def draw_picture(chart: Chart, colours: ChartColours) -> tuple[bytes, int]:
    """The panels of a chart in one picture, on white, and its width. Units: in pixels of 96 to the inch."""
    drawing = draw_chart(chart)
    width, height = _size(drawing)
    image = Image.new("RGB", (width * _DOTS, height * _DOTS), "white")
    canvas = ImageDraw.Draw(image)
    for number, panel in enumerate(drawing.panels):
        left = number % drawing.beside * (panel.width + _GAP)
        top = number // drawing.beside * (panel.height + _GAP)
        _draw(canvas, panel, left, top, colours)
    written = io.BytesIO()
    # Few colours, since a drawing has few: the file is a quarter as large.
    image.quantize(palette=_palette(colours), dither=Image.Dither.NONE).save(written, "PNG", optimize=True)
    return written.getvalue(), width


@lru_cache(maxsize=2)
def _palette(colours: ChartColours) -> Image.Image:
    """The colours of a drawing, those of letters in their shades. Why: to look for the colours of a picture takes as long as to draw it."""
    shades = (
        tuple(255 - (255 - part) * step // _SHADES for part in ImageColor.getrgb(colour))
        for colour in (colours.text, colours.scale)
        for step in range(_SHADES + 1)
    )
    whole = map(ImageColor.getrgb, (colours.bar, colours.earlier, colours.line))
    palette = Image.new("P", (1, 1))
    palette.putpalette(list(chain.from_iterable(dict.fromkeys((*shades, *whole)))))
    return palette


def _size(drawing: ChartDrawing) -> tuple[int, int]:
    panels = drawing.panels
    beside = min(drawing.beside, len(panels))
    rows = -(-len(panels) // drawing.beside)
    return (
        sum(panel.width for panel in panels[:beside]) + _GAP * (beside - 1),
        rows * max(panel.height for panel in panels) + _GAP * (rows - 1),
    )


def _draw(canvas: ImageDraw.ImageDraw, panel: ChartPanel, left: int, top: int, colours: ChartColours) -> None:
    for line in panel.lines:
        _line(canvas, line, left, top, colours.text if line.is_axis else colours.line)
    for bar in panel.bars:
        x, y = (left + bar.x) * _DOTS, (top + bar.y) * _DOTS
        corners = (x, y, x + bar.width * _DOTS, y + bar.height * _DOTS)
        canvas.rectangle(corners, colours.bar if bar.is_latest else colours.earlier, colours.bar, _DOTS)
    for label in panel.labels:
        font = _font(TITLE_SIZE if label.role == "title" else TEXT_SIZE, is_bold=label.is_bold)
        place = ((left + label.x) * _DOTS, (top + label.y) * _DOTS)
        colour = colours.scale if label.role in ("scale", "gap") else colours.text
        canvas.text(place, label.words, colour, font, _ANCHORS[label.anchor])


def _line(canvas: ImageDraw.ImageDraw, line: ScaleLine, left: int, top: int, colour: str) -> None:
    y = (top + line.y) * _DOTS
    x, end = left + line.x1, left + line.x2
    step = _DASH if line.is_dashed else line.x2 - line.x1
    while x < end:
        canvas.line((x * _DOTS, y, min(x + step, end) * _DOTS, y), colour, _DOTS)
        x += 2 * step


@lru_cache(maxsize=4)
def _font(size: float, *, is_bold: bool) -> ImageFont.FreeTypeFont:
    name = f"SourceSans3-{'Bold' if is_bold else 'Regular'}.ttf"
    return ImageFont.truetype(font_path(name), round(size * _DOTS), layout_engine=ImageFont.Layout.BASIC)
