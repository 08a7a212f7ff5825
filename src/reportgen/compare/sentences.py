"""A comparison in words: the same ones on the page, on the terminal and in other pages that tell what changed.

Comes in: changes. Goes out: sentences and figures as they are printed.
"""

from itertools import groupby

from reportgen.compare.comparison import Comparison
from reportgen.compare.sections import SectionChange
from reportgen.compare.tables import FigureChange, LineChange
from reportgen.compare.version import Figure
from reportgen.core.wording import counted, listed


def summary(comparison: Comparison) -> tuple[str, ...]:
    """What changed, in a few sentences."""
    if comparison.is_same:
        return ("Nothing changed.",)
    found = []
    figures = [figure for table in comparison.tables for figure in table.figures]
    compared = sum(table.compared for table in comparison.tables)
    if compared:
        changed = sum(bool(figure.old and figure.new) for figure in figures)
        found.append(f"{changed:,} of {counted(compared, 'figure')} changed.")
    alone = {
        "new": sum(not figure.old for figure in figures),
        "gone": sum(not figure.new for figure in figures),
    }
    found.extend(f"{counted(number, 'figure is', 'figures are')} {turn}." for turn, number in alone.items() if number)
    lines = [line for table in comparison.tables for line in table.lines]
    found.extend(line_sentence(line) for line in lines if line.turn in ("split", "joined", "rearranged"))
    renamed = sum(line.turn == "same" for line in lines)
    if renamed:
        found.append(f"{counted(renamed, 'row or column has', 'rows or columns have')} another name.")
    found.extend(_of_sections(comparison.changed_sections))
    if comparison.facts:
        found.append(f"{counted(len(comparison.facts), 'fact')} changed.")
    return tuple(found)


def tables_title(comparison: Comparison) -> str:
    """What the part on tables is called: those of editions have no figures."""
    return "Figures" if any(table.figures for table in comparison.changed_tables) else "Tables"


def figures_in_words(figures: tuple[Figure, ...]) -> str:
    """Figures of one side as printed: “11,220”, “41 + 153 = 194”, “not given”."""
    if not figures:
        return "not given"
    values = [figure.value for figure in figures if figure.value is not None]
    is_sum = len(figures) > 1 and len(values) == len(figures)
    return " + ".join(figure.text for figure in figures) + (f" = {sum(values):,}" if is_sum else "")


def change_in_words(change: FigureChange) -> str:
    """How a figure changed: “+286 (+4.0%)”, “−1”, “new”."""
    if not change.old or not change.new:
        return "gone" if change.old else "new"
    if change.difference is None:
        return "not a number on both sides"
    if change.difference == 0:
        return "same number"
    percent = "" if change.percent is None else f" ({_signed(f'{change.percent:+.1f}')}%)"
    return _signed(f"{change.difference:+,}") + percent


def line_sentence(line: LineChange) -> str:
    """What became of a row or column."""
    what, many = line.what.capitalize(), f"{line.what.capitalize()}s"
    old, new = (listed([f"“{one.label}”" for one in side]) for side in (line.old, line.new))
    match line.turn:
        case "new":
            return f"{what} {new} is new."
        case "gone":
            return f"{what} {old} is gone."
        case "split":
            return f"{what} {old} was split into {new}."
        case "joined":
            return f"{many} {old} were joined into {new}."
        case "rearranged":
            return f"{many} {old} became {new}."
    if old != new:
        return f"{what} {old} is now called {new}."
    return f"{what} {old} is now {line.new[0].key} in figures files; it was {line.old[0].key}."


def by_chapter(comparison: Comparison) -> list[tuple[str, list[SectionChange]]]:
    """The sections that changed, by the title of the chapter that they stand in."""
    found = groupby(comparison.changed_sections, lambda section: section.chapter or section.title)
    return [(title, list(sections)) for title, sections in found]


def section_sentences(section: SectionChange) -> tuple[str, ...]:
    """What became of a section as a whole; its words are not told here."""
    what = "note" if section.letter else "section" if section.chapter else "chapter"
    if section.turn != "same":
        return (f"This {what} is {section.turn}.",)
    found = []
    if section.is_renamed:
        found.append(f"Renamed: it was called “{section.old_title}”.")
    if section.old_letter != section.new_letter:
        found.append(f"Its letter is now ({section.new_letter}); it was ({section.old_letter}).")
    if section.is_elsewhere:
        found.append(f"Moved: it stood in “{section.old_chapter}”.")
    elif section.after is not None:
        found.append(f"Moved: it now follows “{section.after}”." if section.after else "Moved: it now comes first.")
    return tuple(found)


def _of_sections(sections: tuple[SectionChange, ...]) -> list[str]:
    kinds = {
        "changed in words": sum(one.turn == "same" and one.is_rewritten for one in sections),
        "renamed": sum(one.is_renamed for one in sections),
        "moved": sum(one.is_moved for one in sections),
        "new": sum(one.turn == "new" for one in sections),
        "gone": sum(one.turn == "gone" for one in sections),
    }
    told = [f"{number} {kind}" for kind, number in kinds.items() if number]
    return [f"Sections of text: {listed(told)}."] if told else []


def _signed(number: str) -> str:
    """A number with a true minus, which is read as such."""
    return number.replace("-", "−")
