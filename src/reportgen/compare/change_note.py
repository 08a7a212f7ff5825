"""The note that GOV.UK asks for when a page is updated: what was corrected, in sentences that can be published.

Comes in: a report compared with the bundle before, and why its figures were revised. Goes out: a few sentences.
Why: neither a former text nor a figure that is held back now is repeated, since it may be why the report was corrected.
"""

import re

from reportgen.check.report import Report
from reportgen.compare.comparison import Comparison
from reportgen.compare.sections import SectionChange
from reportgen.compare.tables import FigureChange, TableChange
from reportgen.compare.version import Figure
from reportgen.core.wording import listed

_WORD = re.compile(r"[^\W\d_]+")
# What the program makes of the figures, which are told themselves.
_MADE_OF_FIGURES = {"key finding", "headline figure", "chart"}


def change_note(comparison: Comparison, report: Report) -> str:
    """What changed since the bundle before. Shape: `report` is the newer side."""
    reasons = {str(name): why for name, why in report.revisions.items()}
    passages = (passage for section in comparison.sections for passage in section.passages)
    known = frozenset(word for passage in passages for word in _WORD.findall(passage.words))
    told = [
        _figure_sentence(table, figure, report.period.label, _because(reasons, figure, known))
        for table in comparison.changed_tables
        for figure in table.figures
    ]
    told.extend(
        f"The headings of the table “{table.caption}” were corrected."
        for table in comparison.changed_tables
        if not table.figures
    )
    printed = {side.text for table in comparison.tables for one in table.figures for side in (*one.old, *one.new)}
    told.extend(_text_sentences([one for one in comparison.changed_sections if not _only_figures(one, printed)]))
    told.extend(f"The day of publication is now {fact.new}." for fact in comparison.facts if fact.name == "Published")
    return " ".join(told) or "The words and figures are the same; how the report looks was changed."


def _figure_sentence(table: TableChange, figure: FigureChange, year: str, because: str) -> str:
    what = figure.row + (f", {figure.column}" if figure.column else "")
    when = "" if re.search(r"\d{4}", table.caption) else f", {year}"
    return f"{what} in “{table.caption}”{when}: {_change(figure)}{because}."


def _change(figure: FigureChange) -> str:
    if not figure.new:
        return "no longer given"
    new = " + ".join(map(_printed, figure.new))
    if figure.new_sum is None:
        return f"now {new}"
    if not figure.old or figure.old_sum is None:
        return f"now given as {new}"
    old = " + ".join(map(_printed, figure.old))
    return f"{old} corrected to {new}" if old != new else f"{new}, now marked otherwise"


def _printed(figure: Figure) -> str:
    """A figure without the mark that says that it was revised."""
    return figure.text if figure.value is None else f"{figure.value:,}"


def _because(reasons: dict[str, str], figure: FigureChange, known: frozenset[str]) -> str:
    """Why a figure was revised, as the end of a sentence."""
    found = dict.fromkeys(reasons[name].strip().rstrip(".") for name in figure.names if name in reasons)
    return f", because {'; '.join(_continued(why, known) for why in found)}" if found else ""


def _continued(reason: str, known: frozenset[str]) -> str:
    """A reason that goes on with a sentence: a first word that the report writes small elsewhere is no name."""
    first = _WORD.match(reason)
    is_usual = first is not None and first[0].lower() in known | set(_WORD.findall(reason))
    return reason[0].lower() + reason[1:] if is_usual else reason


def _only_figures(section: SectionChange, printed: set[str]) -> bool:
    """Whether a text changed in nothing but figures that are told already, and in what the program makes of them."""
    if section.turn != "same" or section.is_renamed or section.is_moved or section.old_letter != section.new_letter:
        return False
    changed = [passage for passage in section.passages if passage.turn != "same"]
    return all(
        passage.kind in _MADE_OF_FIGURES
        or (
            passage.turn == "changed"
            and not passage.is_other_picture
            and all(edit.words in printed for edit in passage.edits if edit.kind != "same")
        )
        for passage in changed
    )


def _text_sentences(sections: list[SectionChange]) -> list[str]:
    groups = {
        "corrected": [one.new_title for one in sections if one.turn == "same"],
        "added": [one.new_title for one in sections if one.turn == "new"],
        "taken out": [one.old_title for one in sections if one.turn == "gone"],
    }
    return [
        f"The text{'s' if len(titles) > 1 else ''} of {listed([f'“{title}”' for title in dict.fromkeys(titles)])} "
        f"{'were' if len(titles) > 1 else 'was'} {turn}."
        for turn, titles in groups.items()
        if titles
    ]
