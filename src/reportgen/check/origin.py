"""Whether figures and pages are those of their area and year, and not copies of another's.

Comes in: all that was written for a report, and last year's figures. Goes out: diagnostics.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportgen.check.checked import Checked
from reportgen.check.figures import Figures
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.read.cells import CellName
from reportgen.read.located_yaml import find_place
from reportgen.read.source import ReportSource

# What only the own area's name stands beside: its bodies, its places and the people who live there.
_BODIES = (
    r"(?:MAPPA|SMB|Strategic Management Board|Responsible Authority|Multi-Agency|Safeguarding|Constabulary|Police|Probation|"
    r"communit(?:y|ies)|residents|streets|board)\b"
)
_PLACES = r"(?i:across|throughout|the (?:people|communities|public|residents|streets|area|county) of|(?:living|live|lives) in)"
# Right before the name of those with whom something was done, or from whom somebody came.
_TOGETHER = re.compile(r"\b(?:with|alongside|between|from|to|neighbouring)\s+(?:the\s+)?\Z", re.IGNORECASE)
# What another area did for this one is told on purpose.
_FOR_US = re.compile(r"\b(?!of)\w+ us\b(?! both| all)")
# Of fewer figures, all may well be those of last year.
_FEWEST = 6


def other_area(checked: Checked) -> Iterator[Diagnostic]:
    """The line that says where the figures come from names no other area, unless it names this one too.

    Errors: wrong-area.
    """
    source = checked.source
    words = source.figures.shape.source
    if any(_named(words, name) for name in source.area.names):
        return
    for area in source.workspace.areas.values():
        name = next((name for name in area.names if _named(words, name)), None)
        if area is not source.area and name is not None:
            message = f"the figures of {source.area.name} are said to come from {name}"
            hint = "look whether this is the right file; if it is, correct the line"
            yield Diagnostic("wrong-area", _place_of(source, name), message, hint)


def other_area_in_pages(checked: Checked) -> Iterator[Diagnostic]:
    """No page says of another area what it can only mean to say of its own. Why: pages are taken over from other areas.

    A neighbour may be named: its name alone tells nothing, nor does it beside this area, beside other neighbours, or as those
    with whom something was done. Errors: wrong-area.
    """
    source = checked.source
    own = {name.casefold() for name in source.area.names}
    others = [name for area in source.workspace.areas.values() if area is not source.area for name in area.names]
    pattern = _said_of(tuple(sorted((*source.area.names, *others), key=lambda name: (-len(name), name))))
    for passage in source.passages:
        for match in pattern.finditer(passage.heard):
            name = match["before"] or match["after"]
            group = "before" if match["before"] else "after"
            # Durham is no other area to Durham and Tees.
            if any(name.casefold() in one for one in own) or _TOGETHER.search(passage.heard, 0, match.start()):
                continue
            if _is_on_neighbours(passage.sentence(match.start()), own, others):
                continue
            message = f"this page of {source.area.name} names {name}"
            hint = f"write {source.area.name} if it was taken over from another area; what is said of a neighbour may stand"
            yield Diagnostic("wrong-area", passage.place(*match.span(group)), message, hint)


def _is_on_neighbours(text: str, own: set[str], others: list[str]) -> bool:
    """Whether a sentence names this area too, or us, or more than one other, as no sentence that was taken over does."""
    if _FOR_US.search(text) or any(_named(text, name) for name in own):
        return True
    named = [name for name in others if name in text]
    return sum(1 for name in named if not any(name != other and name in other for other in named)) > 1


@lru_cache(maxsize=2)
def _said_of(names: tuple[str, ...]) -> re.Pattern[str]:
    """Where one of these areas, the longest names first, is named beside a body of its own, or as the place of its people."""
    either = "|".join(map(re.escape, names)) or r"(?!)"
    return re.compile(
        rf"(?<![\w-])(?:(?P<before>{either})(?:[’']s?)? (?={_BODIES})|{_PLACES} (?P<after>{either})(?![\w-]))"
    )


def unchanged_figures(checked: Checked) -> Iterator[Diagnostic]:
    """Not every figure is that of last year. Errors: same-as-last-year."""
    figures = checked.figures
    before = checked.before
    twins = [(cell, _counted(before.figures, name)) for name, cell in figures.items()] if before else []
    both = [(cell.value, twin) for cell, twin in twins if cell.value is not None and twin is not None]
    if before is None or len(both) < _FEWEST or any(now != then for now, then in both):
        return
    message = f"all {len(both)} figures are those of {before.period.label}"
    hint = "look whether the figures of this year were typed into the file"
    yield Diagnostic("same-as-last-year", find_place(checked.source.figures.tree, "tables"), message, hint)


def _counted(figures: Figures, name: CellName) -> int | None:
    return figures[name].value if name in figures else None


def _named(words: str, name: str) -> re.Match[str] | None:
    """Where a name stands by itself, and not as a part of a longer word."""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words, re.IGNORECASE)


def _place_of(source: ReportSource, name: str) -> Place:
    """The name in its line, as far as it stands on one line there."""
    place = find_place(source.figures.tree, "source")
    found = _named(place.source_line or "", name)
    return Place(place.file, place.line, found.start() + 1, len(found[0])) if found else place
