"""What changed as one page for the browser.

Comes in: a Comparison. Goes out: HTML that needs no other file, in the look of the newer side's theme.
"""

from collections.abc import Callable
from itertools import groupby

from reportgen.compare import sentences
from reportgen.compare.comparison import Comparison
from reportgen.compare.sections import PassageChange, SectionChange
from reportgen.compare.tables import SMALLEST_BASE, FigureChange
from reportgen.compare.words import edits
from reportgen.document.templating.templates import fill_own

# Units: characters.
_WIDEST_HEAD = 8


def redline_page(comparison: Comparison) -> str:
    """A whole page that names all that changed, for those who look and for those who listen."""
    return fill_page("redline.html.j2", {"look": comparison.look, **names_of_changes(comparison)})


def names_of_changes(
    comparison: Comparison, is_large: Callable[[FigureChange], bool] = lambda _: False
) -> dict[str, object]:
    """What changes.html.j2 knows, which a page takes in. Shape: `is_large` tells which changes of figures are marked."""
    return {
        "comparison": comparison,
        "is_large": is_large,
        "told": sentences,
        "heads": _heads(comparison.old_name, comparison.new_name),
        "smallest_base": SMALLEST_BASE,
        "edits": edits,
        "runs": _runs,
    }


def fill_page(template: str, names: dict[str, object]) -> str:
    """A page of this folder, without empty lines. Shape: `names` has the `look` of a theme."""
    lines = fill_own(f"compare/{template}", names).split("\n")
    return "\n".join(line for line in lines if line.strip()) + "\n"


def _heads(old: str, new: str) -> tuple[str, str]:
    """What the columns of both sides are called. Why: on a phone there is room for a year, but not for “the published bundle”."""
    return (old, new) if max(len(old), len(new)) <= _WIDEST_HEAD else ("Before", "Now")


def _runs(section: SectionChange) -> list[tuple[str, list[PassageChange]]]:
    """The passages of a section, those that did not change put together, and so the items of a list; others are blocks."""

    def kind(passage: PassageChange) -> str:
        if passage.turn == "same":
            return "unchanged"
        return "item" if passage.kind == "item" else "block"

    return [(name, list(passages)) for name, passages in groupby(section.passages, kind)]
