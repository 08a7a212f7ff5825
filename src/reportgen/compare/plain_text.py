"""What changed as lines for a terminal.

Comes in: a Comparison. Goes out: text, in which what is gone stands in [-…-] and what is new in {+…+}.
"""

from collections.abc import Iterator

from reportgen.compare.comparison import Comparison
from reportgen.compare.sections import PassageChange, SectionChange
from reportgen.compare.sentences import (
    by_chapter,
    change_in_words,
    figures_in_words,
    line_sentence,
    section_sentences,
    summary,
    tables_title,
)
from reportgen.compare.tables import TableChange
from reportgen.compare.words import Edit, edits
from reportgen.core.wording import counted

# Of words that stayed, so many are shown on each side of a change.
_AROUND = 6
_MARKS = {"same": ("", ""), "deleted": ("[-", "-]"), "inserted": ("{+", "+}")}


def as_text(comparison: Comparison) -> str:
    """All that changed; a section that is new or gone is told by its title and length alone."""
    return "\n".join(_lines(comparison))


def _lines(comparison: Comparison) -> Iterator[str]:
    yield f"{comparison.subject}: {comparison.old_name} compared with {comparison.new_name}"
    yield from (f"  {sentence}" for sentence in summary(comparison))
    if comparison.facts:
        yield from ("", "Facts")
    for fact in comparison.facts:
        yield f"  {fact.name}: {fact.old or 'none'} → {fact.new or 'none'}"
    if comparison.changed_tables:
        yield from ("", tables_title(comparison))
    for table in comparison.changed_tables:
        yield f"  {table.caption}" + ("" if table.turn == "same" else f" (this table is {table.turn})")
        yield from (f"    {line}" for line in _table(table))
    if comparison.changed_sections:
        yield from ("", "Text, with [-words that are gone-] and {+words that are new+}")
    for title, sections in by_chapter(comparison):
        whole = sections[0].turn if not sections[0].chapter else "same"
        for section in sections:
            if section.turn == whole != "same":
                continue
            yield f"  {title}: {section.title}" if section.chapter else f"  {title}"
            yield from (f"    {line}" for line in _section(section))
        if whole != "same":
            told = [section for section in sections if section.turn == whole]
            yield f"  {title}"
            yield f"    This chapter is {whole} ({_paragraphs(told)})."


def _table(table: TableChange) -> Iterator[str]:
    if table.is_recaptioned:
        yield f"Caption: {_marked(edits(table.old_caption, table.new_caption))}"
    yield from map(line_sentence, table.lines)
    for one in table.figures:
        label = f"{one.row}, {one.column}" if one.column else one.row
        yield f"{label}: {figures_in_words(one.old)} → {figures_in_words(one.new)}, {change_in_words(one)}"


def _section(section: SectionChange) -> Iterator[str]:
    if section.turn != "same":
        (sentence,) = section_sentences(section)
        yield f"{sentence.removesuffix('.')} ({_paragraphs([section])})."
        return
    yield from section_sentences(section)
    for passage in section.passages:
        if passage.turn != "same":
            yield _passage(passage)
            if passage.table and passage.turn == "changed":
                yield from (f"  {line}" for line in _table(passage.table))


def _paragraphs(sections: list[SectionChange]) -> str:
    return counted(sum(len(section.passages) for section in sections), "paragraph")


def _passage(passage: PassageChange) -> str:
    name = "" if passage.kind in ("paragraph", "item", "line") else f"{passage.kind.capitalize()}: "
    if passage.former_kind != passage.kind:
        name = f"Was a {passage.former_kind}, is a {passage.kind}: "
    other = " (another picture)" if passage.is_other_picture else ""
    return f"{'- ' if passage.kind == 'item' else ''}{name}{_marked(passage.edits)}{other}"


def _marked(found: tuple[Edit, ...]) -> str:
    words = ""
    for number, edit in enumerate(found):
        opening, closing = _MARKS[edit.kind]
        text = _shortened(edit.words, number > 0, number < len(found) - 1) if edit.kind == "same" else edit.words
        words += (" " if edit.is_apart and words else "") + opening + text + closing
    return words


def _shortened(words: str, is_after: bool, is_before: bool) -> str:
    """Words that stayed, those near a change alone."""
    parts = words.split(" ")
    if not (is_after or is_before):
        return words
    head, tail = _AROUND * is_after, _AROUND * is_before
    if len(parts) <= head + tail + 2:
        return words
    return " ".join((*parts[:head], "…", *parts[len(parts) - tail :]))
