"""The ids of the parts of a report: the addresses that its links lead to.

Comes in: the name of a page, table, chart or note. Goes out: its id, which holds no space, however people named it.
"""

import re

from reportgen.tree.markdown_reader import slug_of


def page_anchor(name: str) -> str:
    """The id of a page: its file name without a leading number."""
    return slug_of(re.sub(r"^\d+-", "", name) or name)


def table_anchor(name: str) -> str:
    """The id of a table of the edition."""
    return f"table-{slug_of(name)}"


def chart_anchor(name: str) -> str:
    """The id of a chart of the edition."""
    return f"chart-{slug_of(name)}"


def note_anchor(name: str) -> str:
    """The id of a note on the tables."""
    return f"note-{slug_of(name)}"


def title_anchor(anchor: str) -> str:
    """The id of the title of a part, by which the part is named."""
    return f"{anchor}-title"
