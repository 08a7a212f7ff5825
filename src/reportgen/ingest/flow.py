"""The text of a file as a person reads it: headings, paragraphs, points of lists, tables, pictures and footnotes, in order.

Comes in and goes out: values.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

FlowKind = Literal["heading", "paragraph", "item", "table", "picture", "footnote", "figures"]
# What a paragraph is called that is the caption of the picture before it, or of the table behind it.
CAPTION = "caption"
RunKind = Literal["", "strong", "link", "footnote"]
_RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_PLAIN = str.maketrans(_RAISED, "1234567890")
_BEGINS = re.compile(rf"([{_RAISED}]{{1,2}})\s*")
_ANY = re.compile(rf"(?<=[^\s{_RAISED}])([{_RAISED}]{{1,2}})")


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


def divided_run(
    run: FlowRun, pattern: re.Pattern[str], made: Callable[[re.Match[str]], FlowRun | None]
) -> Iterator[FlowRun]:
    """A run with others in the place of what a pattern finds in its words. Shape: `made` gives none for what stays."""
    end = 0
    for match in pattern.finditer(run.words):
        if other := made(match):
            yield from (replace(run, words=run.words[end : match.start()]), other)
            end = match.end()
    yield replace(run, words=run.words[end:])


def with_notes(flow: tuple[FlowBlock, ...]) -> tuple[FlowBlock, ...]:
    """The blocks in which a paragraph that begins with a raised number, as where a page was copied, is the footnote of that number.

    Why: only a number that something else refers to makes one; m² stays as it is.
    """
    texts = {at: _BEGINS.match(block.text) for at, block in enumerate(flow) if block.kind == "paragraph"}
    begun = {at: match[1] for at, match in texts.items() if match}
    referred = {match[1] for at, block in enumerate(flow) if at not in begun for match in _ANY.finditer(block.text)}
    labels = {mark: mark.translate(_PLAIN) for mark in begun.values() if mark in referred}
    taken = {block.label for block in flow if block.kind == "footnote"}
    labels = {mark: f"n{label}" if label in taken else label for mark, label in labels.items()}
    if not labels:
        return flow

    def led_to(match: re.Match[str]) -> FlowRun | None:
        return FlowRun("", "footnote", labels[match[1]]) if match[1] in labels else None

    kept: list[FlowBlock] = []
    notes: list[FlowBlock] = []
    for at, block in enumerate(flow):
        label = labels.get(begun.get(at, ""))
        if label:
            first, *rest = block.runs
            runs = joined_runs((replace(first, words=_BEGINS.sub("", first.words.lstrip(), count=1)), *rest))
            notes.append(replace(block, kind="footnote", label=label, runs=runs))
        else:
            runs = tuple(run for one in block.runs for run in divided_run(one, _ANY, led_to))
            kept.append(replace(block, runs=runs))
    return (*kept, *notes)
