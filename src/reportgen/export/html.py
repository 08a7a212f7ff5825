"""The report as one self-standing web page.

Comes in: a Document. Goes out: index.html with its style and pictures inside.
"""

import base64
import re

from reportgen.core.diagnostic import Outcome
from reportgen.export.artifact import Artifact
from reportgen.render.document import Document

_PICTURE = re.compile(r'src="picture:([^"]+)"')


def export_html(document: Document) -> Outcome[tuple[Artifact, ...]]:
    """One file in UTF-8 that needs no other."""

    def inside(match: re.Match[str]) -> str:
        picture = document.pictures[match[1]]
        data = base64.b64encode(picture.data).decode("ascii")
        return f'src="data:{picture.media_type};base64,{data}"'

    html = _PICTURE.sub(inside, document.screen)
    return Outcome((Artifact("index.html", "text/html", html.encode("utf-8")),))
