"""What changed as one page for the browser.

Comes in: a Comparison. Goes out: HTML that needs no other file, in the look of the newer side's theme.
"""

from collections.abc import Callable
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from reportgen.compare import sentences
from reportgen.compare.comparison import Comparison
from reportgen.compare.sections import PassageChange, SectionChange
from reportgen.compare.tables import SMALLEST_BASE, FigureChange
from reportgen.compare.words import edits

# Units: characters.
_WIDEST_HEAD = 8
_HERE = Path(__file__).parent


def redline_page(comparison: Comparison) -> str:
    """A whole page that names all that changed, for those who look and for those who listen."""
    return _filled(comparison, is_whole=True)


def redline_part(comparison: Comparison, is_large: Callable[[FigureChange], bool]) -> str:
    """The same to stand inside another page: sections from heading level 2, without a cover, contents or style.

    Shape: `is_large` tells which changes of figures are marked.
    """
    return _filled(comparison, is_whole=False, is_large=is_large)


def _filled(
    comparison: Comparison, *, is_whole: bool, is_large: Callable[[FigureChange], bool] = lambda _: False
) -> str:
    from reportgen.document.templating.templates import fill_own

    names: dict[str, object] = {
        "comparison": comparison,
        "is_whole": is_whole,
        "is_large": is_large,
        "style": f"{comparison.look}\n{own_file('redline.css')}",
        "told": sentences,
        "heads": _heads(comparison.old_name, comparison.new_name),
        "smallest_base": SMALLEST_BASE,
        "edits": edits,
        "runs": _runs,
    }
    lines = fill_own(own_file("redline.html.j2"), names).split("\n")
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


@lru_cache(maxsize=4)
def own_file(name: str) -> str:
    """A template or style sheet of this folder."""
    return (_HERE / name).read_text(encoding="utf-8")
