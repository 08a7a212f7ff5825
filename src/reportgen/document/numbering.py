"""Numbers for the tables, charts and end notes of a document, in the order in which a reader meets them.

Comes in: sections. Goes out: the same, in which each table and chart with a caption has a label such as “Table 1”, and notes
name the tables that they are used in by it; and the same with end notes that are numbered through.
"""

from dataclasses import replace
from typing import Any

from reportgen.core import messages
from reportgen.tree import nodes
from reportgen.tree.walk import find, transform


def numbered(sections: tuple[nodes.Section, ...]) -> tuple[nodes.Section, ...]:
    """The sections with a label for each table and chart. Why: after all is in its place, since pages have tables too."""
    charts = list(find(sections, nodes.Chart))
    own = {id(chart.table) for chart in charts}
    tables = [table for table in find(sections, nodes.Table) if table.caption and id(table) not in own]
    labels = {id(table): messages.table_number(number) for number, table in enumerate(tables, 1)}
    labels |= {id(chart.table): messages.chart_number(number) for number, chart in enumerate(charts, 1)}
    numbers = {f"#{table.anchor}": nodes.Link(f"#{table.anchor}", (nodes.Text(labels[id(table)]),)) for table in tables}

    def change(node: Any) -> Any:
        if id(node) in labels:
            return replace(node, label=labels[id(node)])
        if isinstance(node, nodes.Note):
            # A table that no section shows has no number, and is told as a fault of the edition.
            return replace(node, used_in=tuple(numbers.get(link.target, link) for link in node.used_in))
        return node

    found: tuple[nodes.Section, ...] = transform(sections, change, nodes.Table, nodes.Note)
    return found


def with_end_note_numbers(sections: tuple[nodes.Section, ...]) -> tuple[nodes.Section, ...]:
    """The sections with end notes numbered through all of them, each where the text first leads to it.

    Why: Word and GOV.UK number notes through a document, and “End note 3” is to be one note in every format.
    """
    numbers: dict[str, int] = {}
    for section in sections:
        if own := list(find(section, nodes.Footnote)):
            met = dict.fromkeys(one.anchor for one in find(section, nodes.FootnoteReference))
            first = {anchor: at for at, anchor in enumerate(met)}
            # A note that no text leads to comes last.
            for note in sorted(own, key=lambda note: first.get(note.anchor, len(first))):
                numbers[note.anchor] = len(numbers) + 1

    def change(node: Any) -> Any:
        match node:
            case nodes.FootnoteReference(_, anchor) if anchor in numbers:
                return replace(node, number=str(numbers[anchor]))
            case nodes.Footnote(anchor):
                return replace(node, number=numbers[anchor])
            case nodes.Footnotes(notes):
                return replace(node, notes=tuple(sorted(notes, key=lambda note: note.number)))
        return node

    kinds = (nodes.FootnoteReference, nodes.Footnote, nodes.Footnotes)
    return tuple(transform(one, change, *kinds) if any(find(one, nodes.Footnote)) else one for one in sections)
