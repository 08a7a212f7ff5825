"""The report as a PDF for paper and for screen readers.

Comes in: a Document. Goes out: report.pdf, the same bytes each time. The one home of WeasyPrint.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from types import ModuleType
from typing import Any
from xml.etree.ElementTree import Element

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.export.artifact import Artifact
from reportgen.export.fonts import font_bytes
from reportgen.export.missing_glyphs import missing_glyphs
from reportgen.export.pdf_drawing import Drawing, LinkArea, Piece, StructureFaults
from reportgen.export.pdf_structure import finish_pdf
from reportgen.read.workspace import build_path
from reportgen.render.document import Document

_FAULT_HINT = "what is named stands in a page, or else in the edition or its theme, whose owners can mend it"


class PdfUnavailable(Exception):  # noqa: N818 - a state of the computer, not a fault
    """WeasyPrint, or a library that it needs, cannot be loaded; carries the reason."""


def load_weasyprint() -> ModuleType:
    """The library, loaded when first needed. Raises: PdfUnavailable."""
    try:
        # Where Pango is missing, the library prints advice of its own before it fails.
        with redirect_stdout(io.StringIO()):
            import weasyprint
    except (ImportError, OSError) as problem:
        raise PdfUnavailable(str(problem).split(": ")[0].split("\n")[0]) from problem
    module: ModuleType = weasyprint
    return module


def try_pdf() -> str:
    """Makes an empty PDF, and names the version of the library. Raises: PdfUnavailable."""
    weasyprint = load_weasyprint()
    try:
        weasyprint.HTML(string="<p>works</p>").write_pdf()
    except Exception as problem:
        raise PdfUnavailable(f"WeasyPrint is there but cannot make a PDF: {problem}") from problem
    return str(weasyprint.__version__)


def export_pdf(document: Document) -> Outcome[tuple[Artifact, ...]]:
    """The PDF for screen readers and archives, PDF/UA-1 and PDF/A-2a, with bookmarks, links and its fonts inside.

    Why: whatever the library only logs, such as a missing picture, is an error here, since nobody reads its log.
    Errors: pdf-unavailable, missing-glyph, pdf-fault.
    """
    place = whole_file(f"{build_path(document.report.key)}/report.pdf")
    try:
        weasyprint = load_weasyprint()
    except PdfUnavailable as problem:
        hint = "run “reportgen doctor” to see what is missing; “--format html” works without it"
        return Outcome(None, (Diagnostic("pdf-unavailable", place, f"no PDF can be made here: {problem}", hint),))
    fetcher = _fetcher_class()(document)
    with _log() as log:
        from weasyprint.text.fonts import FontConfiguration
        from weasyprint.urls import FatalURLFetchingError

        try:
            fonts = FontConfiguration()
            html = weasyprint.HTML(string=document.print, base_url=None, url_fetcher=fetcher)
            style = weasyprint.CSS(string=document.print_style, font_config=fonts, url_fetcher=fetcher)
            with _recorder() as recorder:
                data = html.write_pdf(
                    stylesheets=[style],
                    font_config=fonts,
                    pdf_variant="pdf/a-2a",
                    pdf_identifier=sha256(document.print.encode()).digest()[:16],
                    custom_metadata=False,
                )
            drawing = recorder.drawing(html.etree_element)
            missing = missing_glyphs(document, drawing, place)
            if missing:
                return Outcome(None, missing)
            data = data if log else finish_pdf(data, drawing)
        except FatalURLFetchingError as problem:
            log.append(str(problem))
        except StructureFaults as problem:
            log.extend(problem.faults)
    faults = tuple(dict.fromkeys(log))
    if faults:
        return Outcome(
            None,
            tuple(Diagnostic("pdf-fault", place, f"while the PDF was made: {fault}", _FAULT_HINT) for fault in faults),
        )
    return Outcome((Artifact("report.pdf", "application/pdf", data),))


@lru_cache(maxsize=1)
def _fetcher_class():  # type: ignore[no-untyped-def]
    """A fetcher that serves the document's own pictures and fonts, and nothing else."""
    from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

    class DocumentFetcher(URLFetcher):  # type: ignore[misc]
        def __init__(self, document: Document) -> None:
            super().__init__()
            self.document = document

        def fetch(self, url: str, headers: dict[str, str] | None = None):  # type: ignore[no-untyped-def]
            scheme, _, name = url.partition(":")
            if scheme == "font":
                return URLFetcherResponse(url, font_bytes(name), {"Content-Type": "font/ttf"})
            picture = self.document.pictures.get(name)
            if scheme == "picture" and picture is not None:
                return URLFetcherResponse(url, picture.data, {"Content-Type": picture.media_type})
            raise FatalURLFetchingError(f"{url} is not a part of the report")

    return DocumentFetcher


@contextmanager
def _log() -> Iterator[list[str]]:
    """Everything that the library says at the level of a warning or above, while it works."""
    said: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    keeper = Keeper(logging.WARNING)
    loggers = [logging.getLogger("weasyprint"), logging.getLogger("fontTools")]
    for logger in loggers:
        logger.addHandler(keeper)
        logger.propagate = False
    try:
        yield said
    finally:
        for logger in loggers:
            logger.removeHandler(keeper)


class _Recorder:
    """Stands in for the library's own tagging, and notes what is drawn where and of which element it is.

    Why: the library tags each page for itself and keeps nothing of the HTML, so that the parts of one paragraph cannot be
    found again in the PDF; at this one point both are known.
    """

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.areas: list[LinkArea] = []
        self.lines = 0
        self.page = 0
        self.height = 0.0
        self.marks: dict[Any, Any] = {}

    def drawing(self, root: Element) -> Drawing:
        """All that was noted. Raises: StructureFaults when the library did not ask for tags."""
        if not self.pieces:
            raise StructureFaults(["nothing was drawn"])
        return Drawing(root, tuple(self.pieces), tuple(self.areas))

    def add_tags(self, pdf: Any, document: Any, pdf_version: Any, page_streams: Sequence[Any]) -> None:
        """Called by the library once all pages are drawn."""
        for number, (page, stream) in enumerate(zip(document.pages, page_streams, strict=True)):
            self.page, self.height, self.marks = number, page.height, stream._tags
            self.walk(page._page_box, _Line(0, None, is_running=False))
            if self.marks:
                raise StructureFaults([f"something is drawn on page {number + 1} that stands in no box"])

    def walk(self, box: Any, line: "_Line") -> None:
        """Goes through the boxes of a page in reading order."""
        from weasyprint.formatting_structure.boxes import LineBox, MarginBox

        # A box out of the flow stands behind a placeholder.
        box = getattr(box, "_box", box)
        if isinstance(box, MarginBox):
            line = _Line(line.number, None, is_running=True)
        mark = self.marks.pop(box, None)
        if mark is not None:
            self.note(box, mark["mcid"], line)
        if box.link_annotation:
            left, low, right, high = (float(side) for side in box.link_annotation["Rect"])
            self.areas.append(LinkArea(self.page, box.link_annotation.number, box.element, (left, low, right, high)))
        for child in box.children:
            if isinstance(child, LineBox):
                self.lines += 1
                self.walk(child, _Line(self.lines, box.element, is_running=line.is_running))
            else:
                self.walk(child, line)

    def note(self, box: Any, number: int, line: "_Line") -> None:
        """Notes one box with words, or with a picture."""
        from weasyprint.formatting_structure.boxes import ReplacedBox

        rectangle = _rectangle(box, self.height) if isinstance(box, ReplacedBox) else None
        element = None if line.is_running else box.element
        made_by = str(box.element_tag).partition("::")[2]
        text = "" if rectangle else box.text
        self.pieces.append(Piece(self.page, number, element, made_by, text, line.number, line.block, rectangle))


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of words. Shape: `block` is the element whose lines they are; `is_running` says that it stands in a margin."""

    number: int
    block: Element | None
    is_running: bool


def _rectangle(box: Any, height: float) -> tuple[float, float, float, float]:
    """Where a picture stands. Units: points from the lower left; the library counts pixels of 3/4 point from the upper left."""
    left, top = box.content_box_x(), box.content_box_y()
    return (left * 0.75, (height - top - box.height) * 0.75, (left + box.width) * 0.75, (height - top) * 0.75)


@contextmanager
def _recorder() -> Iterator[_Recorder]:
    """Has the library's tagging done by a recorder, while it works."""
    from weasyprint import pdf

    recorder, own = _Recorder(), pdf.add_tags
    pdf.add_tags = recorder.add_tags
    try:
        yield recorder
    finally:
        pdf.add_tags = own
