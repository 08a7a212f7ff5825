"""A published file beside the form: each figure as it was read, to be ticked off, and the record of who did that.

Comes in: what was read from the file, and which figures were looked at. Goes out: plain values for the page's script, and the text
of the figures file with the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from reportgen.check.people import is_name
from reportgen.core.day import NotADayError, parse_day
from reportgen.ingest.figures import Confidence
from reportgen.ingest.importing import Imported
from reportgen.ingest.sheet import SheetLine
from reportgen.ingest.ticks import with_record
from reportgen.preview.fields import Field, RefusedError, as_sentence, figures_tree, read_field
from reportgen.read.yaml_edit import NotEditableError

_LONGEST_ROLE = 200


@dataclass(frozen=True, slots=True)
class Published:
    """A published file that is held beside the form. Shape: `groups` are the lines of its sheet below their headings."""

    imported: Imported
    groups: list[tuple[str, list[SheetLine]]]

    def as_data(self) -> dict[str, object]:
        """What the page shows of it."""
        return {
            "name": self.imported.name,
            "digest": self.imported.digest,
            "groups": [
                {"title": title, "lines": [_line(line) for line in lines]} for title, lines in self.groups if lines
            ],
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
            return with_record(text, self.imported, role, when, count)
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


def _line(line: SheetLine) -> dict[str, object]:
    figure = line.figure
    return {
        "figure": str(figure.name),
        "label": line.label,
        "caption": line.caption,
        "read": figure.reading.text,
        "typed": figure.reading.typed,
        "isShown": figure.state is not Confidence.MISSING,
        "place": figure.place,
        "quote": figure.quote,
        "reasons": list(figure.reasons),
        "picture": line.picture,
    }
