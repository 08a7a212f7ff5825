"""A published file beside the form: each figure as it was read, to be ticked off, and the record of who did that.

Comes in: what was read from the file, and which figures were looked at. Goes out: plain values for the page's script, and the text
of the figures file with the record.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reportgen.check.people import is_name
from reportgen.core.day import NotADayError, parse_day
from reportgen.core.worker_process import Tell
from reportgen.ingest.figures import Confidence, ReadFigure
from reportgen.ingest.figures_file import remark_on
from reportgen.ingest.importing import Imported, captions_of
from reportgen.ingest.process import Strip, cut_behind_wall
from reportgen.ingest.rows import Unreadable
from reportgen.preview.fields import Field, RefusedError, as_sentence, figures_tree, read_field
from reportgen.read.cells import cell_label
from reportgen.read.located_yaml import Listing, find_node
from reportgen.read.yaml_edit import NotEditableError, set_value, tree_of
from reportgen.read.yaml_typed import typed_words

_LONGEST_ROLE = 200
# Units: points above and below a line, so that its neighbours tell where it stands.
_AROUND = 14.0
# What is to be looked at comes first.
_TITLES = {
    Confidence.LOOK: "To be looked at",
    Confidence.MISSING: "Missing",
    Confidence.SURE: "Sure: its label, its column and a sum in the file agree",
}


@dataclass(frozen=True, slots=True)
class Published:
    """A published file that is held beside the form. Shape: `pictures` are data: addresses of what stands where a figure was read."""

    imported: Imported
    pictures: dict[Strip, str]

    def as_data(self) -> dict[str, object]:
        """What the page shows of it."""
        captions = captions_of(self.imported.edition, self.imported.key.year)
        lines: dict[Confidence, list[dict[str, object]]] = {state: [] for state in _TITLES}
        for figure in self.imported.figures.values():
            lines[figure.state].append(self._line(figure, captions))
        return {
            "name": self.imported.name,
            "digest": self.imported.digest,
            "groups": [{"title": _TITLES[state], "lines": found} for state, found in lines.items() if found],
        }

    def _line(self, figure: ReadFigure, captions: dict[str, str]) -> dict[str, object]:
        table = figure.name.table
        return {
            "figure": str(figure.name),
            "label": cell_label(self.imported.edition.shape.tables[table], figure.name),
            "caption": captions[table],
            "read": figure.reading.text,
            "typed": figure.reading.typed,
            "isShown": figure.state is not Confidence.MISSING,
            "place": figure.place,
            "quote": figure.quote,
            "reasons": list(figure.reasons),
            "picture": self.pictures.get(figure.strip, "") if figure.strip else "",
        }

    def with_ticks(self, text: str, asked: Mapping[str, object]) -> str:
        """The text of the figures file with the record of who looked at each figure.

        Why: a figure that was misread is typed as the file has it, so that it counts which were looked at, and not whether
        they are as they were read. Errors: RefusedError.
        """
        role, day, looked = asked.get("role"), asked.get("date"), asked.get("looked")
        if not isinstance(role, str) or not isinstance(day, str) or not isinstance(looked, list):
            raise RefusedError("A role, a day and the figures that were looked at are expected here.")
        role = " ".join(role.split())
        if not role or len(role) > _LONGEST_ROLE:
            raise RefusedError("Say by their role who looked at the figures, such as MAPPA coordinator.")
        if is_name(role):
            raise RefusedError(
                "The role names a person, and a record names none. Write the role alone, such as MAPPA coordinator."
            )
        try:
            when = parse_day(day)
        except NotADayError as problem:
            raise RefusedError(as_sentence(str(problem))) from None
        count = self._looked_at(text, looked)
        try:
            return _with_record(text, self.imported, role, when, count)
        except NotEditableError as problem:
            raise RefusedError(f"The record can only be written by hand: {problem}.") from problem

    def _looked_at(self, text: str, looked: list[object]) -> int:
        """How many figures were looked at. Errors: RefusedError, where the file shows others, or one is not typed."""
        tree, shape = figures_tree(text), self.imported.edition.shape
        shown = [name for name, figure in self.imported.figures.items() if figure.state is not Confidence.MISSING]
        left = [name for name in shown if str(name) not in looked]
        if left:
            raise RefusedError(
                f"{len(left)} of {len(shown)} figures that {self.imported.name} shows are not ticked off yet."
            )
        empty = [name for name in shown if not read_field(tree, text, shape, Field("figure", str(name)))]
        if empty:
            raise RefusedError(f"{len(empty)} figures are ticked off that the figures file does not have.")
        return len(shown)


def pictures_of(imported: Imported, tell: Tell) -> dict[Strip, str]:
    """A picture of each place of a PDF where a figure was read; none of another file."""
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


def _with_record(text: str, imported: Imported, role: str, day: date, count: int) -> str:
    """The text of a figures file with one more record, of so many figures, and without what asked to look at them.

    Errors: NotEditableError.
    """
    for figure in imported.figures.values():
        if figure.state is Confidence.MISSING:
            continue
        asked = rf"[ \t]*[#;] (?:{figure.name.column}: )?{re.escape(remark_on(figure))}$"
        text = re.sub(asked, "", text, flags=re.MULTILINE)
    ticks = find_node(tree_of(text), "ticks")
    number = len(ticks.items) if isinstance(ticks, Listing) else 0
    record = {
        "role": typed_words(role),
        "date": typed_words(day.isoformat()),
        "file": typed_words(imported.name),
        # Some digests would be numbers without quotation marks.
        "sha256": f'"{imported.digest}"',
        "figures": str(count),
    }
    return set_value(text, ("ticks", number), record)
