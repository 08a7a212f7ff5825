"""Figures in a web page that can be asked about: each becomes a button that knows its name.

Comes in: a report and its finished page. Goes out: the same page, to the letter, with a button around each figure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from html import escape

from reportgen.check.figures import Cell, Figures
from reportgen.check.report import Report
from reportgen.read.cells import CellName

# Characters that no file of a workspace can hold, since reading refuses them: one for each figure, and one for its end.
_FIRST, _END = 0xF0000, "\U0010fffd"
_MARKED = re.compile(f"([\U000f0000-\U000fffff])([^{_END}]*){_END}")
_TAG = re.compile(r"(<[^<>]*>)")
_WITHOUT_BUTTONS = ("svg", "style", "title", "a")


@dataclass(frozen=True, slots=True)
class _Printed(Cell):
    """A figure that is printed with other words than its own."""

    printed: str = ""

    @property
    def text(self) -> str:
        """What is printed."""
        return self.printed


def with_marks(report: Report) -> Report:
    """The report with each figure printed between marks that tell which it is."""
    figures: Figures = {
        name: _Printed(
            cell.place,
            cell.value,
            cell.shorthand,
            cell.flag,
            cell.is_computed,
            f"{chr(_FIRST + position)}{cell.text}{_END}",
        )
        for position, (name, cell) in enumerate(report.figures.items())
    }
    return replace(report, figures=figures)


def with_buttons(page: str, marked: str, report: Report, found: Mapping[CellName, str]) -> str:
    """The page with a button around each figure; `marked` is the page of the report with marks.

    Why: both pages have the same tags in the same order, so that the marked one tells which words of the true one are a
    figure, whatever the theme makes of it. Where they disagree, the words stay as they are.
    Shape: `found` has for a figure what is the matter with it, in a few words.
    """
    names = tuple(report.figures)
    true_parts, marked_parts = _TAG.split(page), _TAG.split(marked)
    if len(true_parts) != len(marked_parts):
        return page

    def button(match: re.Match[str]) -> str:
        name = names[ord(match[1]) - _FIRST]
        word = found.get(name, "")
        told = f' data-found="{escape(word)}"' if word else ""
        aside = f'<span class="preview-unseen"> ({escape(word)})</span>' if word else ""
        return f'<button type="button" class="preview-figure" data-figure="{name}"{told}>{match[2]}{aside}</button>'

    parts, inside = [], ""
    for true, told in zip(true_parts, marked_parts, strict=True):
        if true.startswith("<"):
            tag = re.match(r"<(/?)(\w+)", true)
            if tag and tag[2] in _WITHOUT_BUTTONS and (not inside or tag[2] == inside):
                inside = "" if tag[1] else tag[2]
            parts.append(true)
        elif not inside and _MARKED.sub(r"\2", told) == true:
            parts.append(_MARKED.sub(button, told))
        else:
            parts.append(true)
    return "".join(parts)
