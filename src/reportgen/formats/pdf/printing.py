"""Printing a page as a PDF, in the process that is walled in.

Comes in: a PdfJob. Goes out: a PdfAnswer. The one home of WeasyPrint.
"""

import logging
import os
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element

from reportgen.formats.pdf.drawing import DrawnContent, LinkArea, Piece, StructureFaults
from reportgen.formats.pdf.fonts import FACES, font_path, printable_characters, write_no_moment
from reportgen.formats.pdf.isolation import cut_off, no_machine_fonts, replaced
from reportgen.formats.pdf.job import PdfAnswer, PdfJob, PdfUnavailable
from reportgen.formats.pdf.structure import finish_pdf
from reportgen.formats.pdf.system_libraries import HARFBUZZ_SUBSET, lacking, missing_in_words
from reportgen.formats.pdf.weasyprint_range import why_not_this_weasyprint
from reportgen.formats.pdf.words import told_of_picture, words_of

_SLACK = 1.0  # pixels, much less than a letter
# The modules of the library that read a page and its style, and lay them out.
_OF_THE_PAGE = (
    *("css/", "draw/", "formatting_structure/", "layout/", "svg/", "html.py", "images.py", "urls.py"),
    *("pdf/anchors.py", "pdf/stream.py", "pdf/tags.py"),
)
# Controls are not drawn, and spaces of any width are made of the typeface's own.
_NEVER_DRAWN = {"Cc", "Cf", "Zl", "Zp", "Zs"}


try:
    with cut_off():
        import weasyprint
except (ImportError, OSError) as problem:
    missing = [library for library in lacking() if library.is_needed]
    words = str(problem).split(": ")[0].split("\n")[0]
    raise PdfUnavailable(missing_in_words(missing) if missing else words) from problem
if reason := why_not_this_weasyprint(weasyprint.__version__):
    raise PdfUnavailable(reason)
if HARFBUZZ_SUBSET in lacking():
    write_no_moment()
from weasyprint.formatting_structure.boxes import LineBox, MarginBox, ReplacedBox  # noqa: E402
from weasyprint.text.ffi import ffi, fontconfig, pangoft2  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse  # noqa: E402


def print_pdf(job: PdfJob) -> PdfAnswer:
    """The PDF for screen readers and archives, PDF/UA-1 and PDF/A-2a, with bookmarks, links and its fonts inside.

    Why: whatever the library only logs of the page, such as a missing picture, is a fault here, since nobody reads its log.
    Raises: whatever the library raises, which is no fault of the page.
    """
    fetcher, recorder = _JobFetcher(job), _Recorder()
    with _log() as log, warnings.catch_warnings(action="ignore"):
        try:
            fonts = _ReportFonts()
            html = weasyprint.HTML(string=job.html, base_url=None, url_fetcher=fetcher)
            style = weasyprint.CSS(string=job.style, font_config=fonts, url_fetcher=fetcher)
            with replaced(weasyprint.pdf, "add_tags", recorder.add_tags):
                options = {
                    "stylesheets": [style],
                    "pdf_variant": "pdf/a-2a",
                    "pdf_identifier": job.identifier,
                    # It is taken apart and packed once more, with the structure in it.
                    "uncompressed_pdf": True,
                    "custom_metadata": False,
                }
                pages = html.render(font_config=fonts, **options)
                pages.metadata.created = pages.metadata.modified = job.day
                data = pages.write_pdf(**options)
            drawing = recorder.drawing(html.etree_element)
            lacking, too_wide = _lacking_letters(drawing), recorder.too_wide(html.etree_element)
            if lacking or (too_wide and not log.faults):
                return PdfAnswer(lacking=lacking, too_wide=too_wide)
            data = data if log.faults else finish_pdf(data, drawing)
        except FatalURLFetchingError as problem:
            log.faults.append(str(problem))
        except StructureFaults as problem:
            log.faults.extend(problem.faults)
    if log.refusals:
        raise RuntimeError(log.refusals[0])
    faults, remarks = (tuple(dict.fromkeys(said)) for said in (log.faults, log.remarks))
    return PdfAnswer(None if faults else data, faults, remarks=remarks)


def _lacking_letters(drawing: DrawnContent) -> str:
    """Every character that is drawn and that the typeface lacks.

    Why: in its place stands a box, and a screen reader may be given a wrong letter.
    """
    absent = {letter for piece in drawing.pieces for letter in _words(piece)} - printable_characters()
    return "".join(sorted(letter for letter in absent if unicodedata.category(letter) not in _NEVER_DRAWN))


def _words(piece: Piece) -> str:
    """The words that a piece shows; in a drawing, also those within it."""
    return piece.text if piece.box is None or piece.element is None else "".join(piece.element.itertext())


class _ReportFonts(FontConfiguration):  # type: ignore[misc]
    """The typeface of reports, read from where it lies.

    Why: the library would copy each font to a temporary file, which stays behind when the process is ended from outside;
    and with no font at all it breaks down.
    """

    def __init__(self) -> None:
        with no_machine_fonts():
            super().__init__()
        for name in FACES:
            fontconfig.FcConfigAppFontAddFile(self._config, os.fsencode(font_path(name)))
        pangoft2.pango_fc_font_map_config_changed(ffi.cast("PangoFcFontMap *", self.font_map))

    def add_font_face(self, rule_descriptors: dict[str, Any], url_fetcher: Any) -> None:
        """Refuses any other. The name is given by the library."""
        asked = [url for kind, url in rule_descriptors["src"]]
        if any(url not in {f"font:{name}" for name in FACES} for url in asked):
            raise FatalURLFetchingError(f"the typeface {', '.join(map(str, asked))} is not a part of the report")


# What is loaded for the first of them is there before a process is copied for each report.
_ReportFonts()
printable_characters()


class _JobFetcher(URLFetcher):  # type: ignore[misc]
    """A fetcher that serves the report's own pictures, and nothing else."""

    def __init__(self, job: PdfJob) -> None:
        super().__init__()
        self.job = job

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """One picture. The name is given by the library."""
        scheme, _, name = url.partition(":")
        picture = self.job.pictures.get(name)
        if scheme == "picture" and picture is not None:
            media_type, data = picture
            return URLFetcherResponse(url, data, {"Content-Type": media_type})
        raise FatalURLFetchingError(f"{url} is not a part of the report")


class _Log(logging.Handler):
    """What the libraries say at the level of a warning or above, by whose fault it is.

    Shape: `faults` are those of the page or its style; `refusals` say that the library does not know what we asked of it;
    `remarks` are on this computer, on a typeface, or on the library itself.
    Why: only the module tells what a record is about, since the library has one logger for everything.
    """

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.faults: list[str] = []
        self.refusals: list[str] = []
        self.remarks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Takes one record. The name is given by the library."""
        path = record.pathname.replace("\\", "/").rpartition("/weasyprint/")[2]
        if path.startswith(_OF_THE_PAGE):
            self.faults.append(record.getMessage())
        elif record.levelno >= logging.ERROR and record.name == "weasyprint":
            self.refusals.append(record.getMessage())
        else:
            self.remarks.append(record.getMessage())


@contextmanager
def _log() -> Iterator[_Log]:
    """Listens to the libraries while they work."""
    log = _Log()
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    for logger in loggers:
        logger.addHandler(log)
        logger.propagate = False
    try:
        yield log
    finally:
        for logger in loggers:
            logger.removeHandler(log)


class _Recorder:
    """Stands in for the library's own tagging, and notes what is drawn where and of which element it is.

    Why: the library tags each page for itself and keeps nothing of the HTML, so that the parts of one paragraph cannot be
    found again in the PDF; at this one point both are known.
    """

    def __init__(self) -> None:
        self.was_asked = False
        self.pieces: list[Piece] = []
        self.areas: list[LinkArea] = []
        self.bookmarks: list[Element] = []
        self.lines = 0
        self.page = 0
        self.height = 0.0
        self.edge = 0.0
        self.marks: dict[Any, Any] = {}
        self.over_the_edge: list[tuple[Element, str]] = []

    def drawing(self, root: Element) -> DrawnContent:
        """All that was noted. Raises: StructureFaults for an empty page; RuntimeError when the library asked for no tags."""
        if not self.was_asked:
            raise RuntimeError("WeasyPrint did not call add_tags, in which it is noted what stands where")
        if not self.pieces:
            raise StructureFaults(["nothing was drawn"])
        return DrawnContent(root, tuple(self.pieces), tuple(self.areas), tuple(self.bookmarks))

    def too_wide(self, root: Element) -> tuple[str, ...]:
        """What runs over the edge of a page, by its words; of a table all that it says, however many cells run over."""
        if not self.over_the_edge:
            return ()
        tables: dict[Element, Element] = {}
        for table in root.iter("table"):
            tables.update((inner, tables.get(table, table)) for inner in table.iter())
        found = (words_of(tables[element]) if element in tables else words for element, words in self.over_the_edge)
        return tuple(dict.fromkeys(found))

    def add_tags(self, pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:
        """Called by the library once all pages are drawn."""
        self.was_asked = True
        for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
            self.page, self.height, self.marks = number, page.height, stream._tags
            self.edge = page._page_box.content_box_x() + page._page_box.width
            self.walk(page._page_box, _PrintedLine(0, None, is_running=False))
            if self.marks:
                raise StructureFaults([f"something is drawn on page {number + 1} that stands in no box"])

    def walk(self, box: Any, line: "_PrintedLine") -> None:
        """Goes through the boxes of a page in reading order."""
        # A box out of the flow stands behind a placeholder.
        box = getattr(box, "_box", box)
        if isinstance(box, MarginBox):
            line = _PrintedLine(line.number, None, is_running=True)
        mark = self.marks.pop(box, None)
        if mark is not None:
            self.note(box, mark["mcid"], line)
        if box.link_annotation:
            left, low, right, high = (float(side) for side in box.link_annotation["Rect"])
            self.areas.append(LinkArea(self.page, box.link_annotation.number, box.element, (left, low, right, high)))
        if box.bookmark_label and box.style["bookmark_level"] != "none":
            self.bookmarks.append(box.element)
        for child in box.children:
            if isinstance(child, LineBox):
                self.lines += 1
                self.walk(child, _PrintedLine(self.lines, box.element, is_running=line.is_running))
            else:
                self.walk(child, line)

    def note(self, box: Any, number: int, line: "_PrintedLine") -> None:
        """Notes one box with words, or with a picture."""
        rectangle = _rectangle(box, self.height) if isinstance(box, ReplacedBox) else None
        element = None if line.is_running else box.element
        made_by = str(box.element_tag).partition("::")[2]
        text = "" if rectangle else box.text
        self.pieces.append(Piece(self.page, number, element, made_by, text, line.number, line.block, rectangle))
        # The library says nothing of a table that runs off the paper.
        if not line.is_running and box.position_x + box.width > self.edge + _SLACK:
            self.over_the_edge.append((box.element, text.strip() or told_of_picture(box.element)))


@dataclass(frozen=True, slots=True)
class _PrintedLine:
    """One line of words. Shape: `block` is the element whose lines they are; `is_running` says that it stands in a margin."""

    number: int
    block: Element | None
    is_running: bool


def _rectangle(box: Any, height: float) -> tuple[float, float, float, float]:
    """Where a picture stands. Units: points from the lower left; the library counts pixels of 3/4 point from the upper left."""
    left, top = box.content_box_x(), box.content_box_y()
    return (left * 0.75, (height - top - box.height) * 0.75, (left + box.width) * 0.75, (height - top) * 0.75)
