"""How wide the columns of a table are in a Word file, which says it for each.

Comes in: a table, and how wide it is. Goes out: a width for each column.
"""

from reportgen.tree import nodes
from reportgen.tree.nodes import Inlines
from reportgen.tree.walk import plain_text

# Twentieths of a point: the least width of a column of figures, a bold letter of 12 points, and what surrounds a cell.
_LEAST, _LETTER, _PADDING = 1350, 140, 180


def column_widths(table: nodes.Table, whole: int) -> tuple[int, ...]:
    """The width of each column, of a table that is `whole` wide. Units: twentieths of a point.

    Why: figures take what the longest word above them needs; columns of words take what their longest word needs, and more
    the more words they hold; room that nobody needs goes to the columns with long heads, so that these take fewer lines.
    """
    columns = list(zip(table.heads, *((row.header, *row.cells) for row in table.rows), strict=True))
    needs = [min(whole // 3, max(_longest_word(cell.content) for cell in column)) for column in columns]
    longest = [max(len(plain_text(cell.content)) for cell in column) * _LETTER + _PADDING for column in columns]
    figures = [max(_LEAST, _longest_word(head.content)) if head.align == "right" else 0 for head in table.heads]
    of_words = [number for number, figure in enumerate(figures) if not figure]
    left = max(0, whole - sum(figures) - sum(needs[number] for number in of_words))
    all_words = sum(longest[number] for number in of_words)
    widths = [
        figure or min(need + left * wanted // all_words, max(_LEAST, wanted))
        for figure, need, wanted in zip(figures, needs, longest, strict=True)
    ]
    spare = whole - sum(widths)
    if spare < 0:  # where room is short, as for the months of a year, each takes what its longest word needs
        return tuple(need * whole // sum(needs) for need in needs)
    heads = [len(plain_text(head.content)) + 1 for head in table.heads]
    return tuple(width + spare * head // sum(heads) for width, head in zip(widths, heads, strict=True))


def _longest_word(content: Inlines) -> int:
    """The room that the longest word needs; a note after the last of them, such as [c], stays with it."""
    notes = sum(isinstance(one, nodes.NoteReference) for one in content)
    words = plain_text(content).split() or [""]
    return max(max(map(len, words)), len(words[-1]) + 4 * notes) * _LETTER + _PADDING
