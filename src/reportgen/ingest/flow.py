"""The text of a file as a person reads it: headings, paragraphs, points of lists, tables, pictures and footnotes, in order.

Comes in and goes out: values.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

FlowKind = Literal["heading", "paragraph", "item", "table", "picture", "footnote", "figures"]
# What a paragraph is called that is the caption of the picture before it.
CAPTION = "caption"
RunKind = Literal["", "strong", "link", "footnote"]


@dataclass(frozen=True, slots=True)
class FlowRun:
    """Words of one kind in a line. Shape: `target` is the address of a link, or the label of a footnote."""

    words: str
    kind: RunKind = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class FlowBlock:
    """One heading, paragraph, point, table, picture or footnote; or the place of one of the edition's tables of figures.

    Shape: `place` is where it begins, and `places` are those of all its rows; `level` of a heading, from 1, or how deep a point
    stands, from 0; `label` is that of a footnote, the name of a picture's file or of a table of figures, or CAPTION; `cells` by row;
    `data` is the picture; `doubt` says what a person is to look at, and is empty where nothing is doubtful.
    """

    kind: FlowKind
    runs: tuple[FlowRun, ...] = ()
    place: str = ""
    places: tuple[str, ...] = ()
    level: int = 0
    is_ordered: bool = False
    label: str = ""
    cells: tuple[tuple[str, ...], ...] = ()
    data: str = ""
    doubt: str = ""

    @property
    def text(self) -> str:
        """The words alone; of a table, those of its cells row by row."""
        words = "".join(run.words for run in self.runs if run.kind != "footnote")
        return " ".join((words or " ".join(cell for row in self.cells for cell in row)).split())


def plain_runs(words: str) -> tuple[FlowRun, ...]:
    """Words without any mark."""
    return (FlowRun(words),) if words else ()


def joined_runs(runs: Iterable[FlowRun]) -> tuple[FlowRun, ...]:
    """Runs with those of one kind that follow each other as one, without spaces at both ends."""
    found: list[FlowRun] = []
    for run in runs:
        if found and (found[-1].kind, found[-1].target) == (run.kind, run.target) and run.kind != "footnote":
            found[-1] = replace(run, words=found[-1].words + run.words)
        elif run.words or run.kind == "footnote":
            found.append(run)
    if found:
        found[0] = replace(found[0], words=found[0].words.lstrip())
        found[-1] = replace(found[-1], words=found[-1].words.rstrip())
    return tuple(run for run in found if run.words or run.kind == "footnote")
