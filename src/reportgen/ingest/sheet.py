"""What a person ticks off: each figure that was read, beside a picture of where it stands in the file.

Comes in: what was read from a file. Goes out: the figures in groups, those that are to be looked at first.
"""

import base64
from dataclasses import dataclass

from reportgen.core.worker_process import Tell
from reportgen.ingest.figures import Confidence, ReadFigure
from reportgen.ingest.importing import Imported, captions_of
from reportgen.ingest.process import Strip, cut_behind_wall
from reportgen.ingest.rows import Unreadable
from reportgen.read.cells import cell_label

# Units: points above and below a line, so that its neighbours tell where it stands.
_AROUND = 14.0


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One figure to tick off. Shape: `picture` is a data: address, empty where the file has no pages."""

    label: str
    caption: str
    figure: ReadFigure
    picture: str


def sheet_groups(imported: Imported, tell: Tell) -> list[tuple[str, list[SheetLine]]]:
    """The figures below their headings: what is to be looked at first, then what is missing, then what is sure."""
    pictures = _pictures(imported, tell)
    captions = captions_of(imported.edition, imported.key.year)
    tables = imported.edition.shape.tables
    lines = [
        SheetLine(
            cell_label(tables[name.table], name),
            captions[name.table],
            figure,
            pictures.get(figure.strip or (0, 0, 0), ""),
        )
        for name, figure in imported.figures.items()
    ]
    titles = {
        Confidence.LOOK: "To be looked at",
        Confidence.MISSING: "Missing",
        Confidence.SURE: "Sure: its label, its column and a sum in the file agree",
    }
    return [(title, [line for line in lines if line.figure.state is state]) for state, title in titles.items()]


def _pictures(imported: Imported, tell: Tell) -> dict[Strip, str]:
    strips = list(dict.fromkeys(figure.strip for figure in imported.figures.values() if figure.strip))
    if imported.source.kind != "PDF" or not strips:
        return {}
    wide = [(page, top - _AROUND, bottom + _AROUND) for page, top, bottom in strips]
    try:
        cut = cut_behind_wall(imported.data, wide, tell)
    except Unreadable:
        # Its text was read; a page that cannot be drawn leaves the figures without pictures, and each place is quoted.
        return {}
    addresses = (f"data:image/png;base64,{base64.b64encode(picture).decode()}" for picture in cut)
    return dict(zip(strips, addresses, strict=True))
