"""The report as a PDF for paper and for screen readers.

Comes in: a Document. Goes out: report.pdf, the same bytes each time. The one home of WeasyPrint.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from hashlib import sha256
from types import ModuleType

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.export.artifact import Artifact
from reportgen.export.fonts import font_bytes
from reportgen.read.workspace import build_path
from reportgen.render.document import Document


class PdfUnavailable(Exception):  # noqa: N818 - a state of the computer, not a fault
    """WeasyPrint, or a library that it needs, cannot be loaded; carries the reason."""


def load_weasyprint() -> ModuleType:
    """The library, loaded when first needed. Raises: PdfUnavailable."""
    try:
        import weasyprint
    except (ImportError, OSError) as problem:
        raise PdfUnavailable(str(problem).split("\n")[0]) from problem
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
    """The PDF, tagged for PDF/UA-1, with bookmarks, links and its fonts inside.

    Why: whatever the library only logs, a missing glyph or picture, is an error here, since nobody reads its log.
    Errors: pdf-unavailable, pdf-fault.
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

        fonts = FontConfiguration()
        html = weasyprint.HTML(string=document.print, base_url=None, url_fetcher=fetcher)
        style = weasyprint.CSS(string=document.print_style, font_config=fonts, url_fetcher=fetcher)
        data = html.write_pdf(
            stylesheets=[style],
            font_config=fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=sha256(document.print.encode()).digest()[:16],
            custom_metadata=False,
        )
    faults = tuple(dict.fromkeys(log))
    if faults:
        return Outcome(
            None, tuple(Diagnostic("pdf-fault", place, f"while the PDF was made: {fault}") for fault in faults)
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
