"""The report as one self-standing web page.

Comes in: a Document. Goes out: index.html with its style and pictures inside.
"""

import base64
import re

from reportgen.core.diagnostic import Outcome
from reportgen.document.build import Document
from reportgen.formats.artifact import Artifact
from reportgen.formats.html.writer import html_pages

_PICTURE = re.compile(r'src="picture:([^"]+)"')


def export_html(document: Document) -> Outcome[tuple[Artifact, ...]]:
    """One file in UTF-8 that needs no other. Errors: template-error."""
    pages = html_pages(document, "screen").map(lambda made: with_pictures(made[0], document))
    return pages.map(lambda page: (Artifact("index.html", "text/html", page.encode("utf-8")),))


def with_pictures(page: str, document: Document) -> str:
    """A page with its pictures inside."""

    def inside(match: re.Match[str]) -> str:
        picture = document.pictures[match[1]]
        data = base64.b64encode(picture.data).decode("ascii")
        return f'src="data:{picture.media_type};base64,{data}"'

    return _PICTURE.sub(inside, page)
