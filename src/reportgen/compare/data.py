"""What changed as values for programs.

Comes in: a Comparison. Goes out: values for JSON, with all that changed and nothing that did not.
"""

from dataclasses import asdict

from reportgen.compare.comparison import Comparison
from reportgen.compare.sections import PassageChange, SectionChange
from reportgen.compare.sentences import section_sentences, summary
from reportgen.compare.tables import FigureChange, LineChange, TableChange


def as_data(comparison: Comparison) -> dict[str, object]:
    """The comparison as values in a fixed order."""
    return {
        "subject": comparison.subject,
        "old": comparison.old_name,
        "new": comparison.new_name,
        "same": comparison.is_same,
        "summary": list(summary(comparison)),
        "facts": [asdict(fact) for fact in comparison.facts],
        "tables": [_table(table) for table in comparison.changed_tables],
        "sections": [_section(section) for section in comparison.changed_sections],
    }


def _table(table: TableChange) -> dict[str, object]:
    return {
        "table": table.name,
        "state": "changed" if table.turn == "same" else table.turn,
        "old_caption": table.old_caption,
        "new_caption": table.new_caption,
        "lines": [_line(line) for line in table.lines],
        "figures": [_figure(figure) for figure in table.figures],
    }


def _line(line: LineChange) -> dict[str, object]:
    sides = {
        side: [{"name": one.key, "label": one.label} for one in lines]
        for side, lines in (("old", line.old), ("new", line.new))
    }
    return {"what": line.what, "state": "renamed" if line.turn == "same" else line.turn, **sides}


def _figure(change: FigureChange) -> dict[str, object]:
    percent = None if change.percent is None else round(change.percent, 1)
    return asdict(change) | {"difference": change.difference, "percent": percent}


def _section(section: SectionChange) -> dict[str, object]:
    return {
        "section": section.name,
        "state": "changed" if section.turn == "same" else section.turn,
        "chapter": section.chapter,
        "old_title": section.old_title,
        "new_title": section.new_title,
        "renamed": section.is_renamed,
        "moved": section.is_moved,
        "said": list(section_sentences(section)),
        "passages": [_passage(passage) for passage in section.passages if passage.turn != "same"],
    }


def _passage(passage: PassageChange) -> dict[str, object]:
    return {
        "kind": passage.kind,
        "former_kind": passage.former_kind,
        "state": passage.turn,
        "words": [{"state": edit.kind, "words": edit.words} for edit in passage.edits],
        "other_picture": passage.is_other_picture,
        "table": _table(passage.table) if passage.table and passage.table.is_changed else None,
    }
