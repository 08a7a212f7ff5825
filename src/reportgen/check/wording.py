"""The rules for national wording, one function each.

Comes in: an edition, the period that it is used for and the day of publication. Goes out: diagnostics.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import get_args

from reportgen.check.checked import Checked
from reportgen.check.prose import WORD_RULES
from reportgen.check.writing import PLACEHOLDER
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, place_of_words, whole_file, whole_line
from reportgen.core.messages import MONTHS
from reportgen.core.names import Period, did_you_mean
from reportgen.read.edition import Edition
from reportgen.read.links import find_link_faults
from reportgen.read.located_yaml import find_place
from reportgen.read.passages import Passage, find_passages
from reportgen.tree.nodes import Cell, Code, DocumentTree, Heading, Inline, Link, NoteReference, Paragraph, Row
from reportgen.tree.walk import find, walk

_TAG = re.compile(r"\{%.*?%\}|\{#.*?#\}")
_LAW = re.compile(
    r"\b(?:Act|Order|Regulations|Rules|Measure|Directive|Bill)(?: \((?:Wales|England|England and Wales|Scotland)\))? ((?:19|20)\d\d)\b"
)
_DATE = re.compile(rf"(?:(?P<day>\d{{1,2}}) )?(?P<month>{'|'.join(MONTHS)}) (?P<year>20\d\d)\b")
# Braces, and what opens bold type or follows the words of a link, where the other half is not there.
_AS_TYPED = re.compile(r"\{+[^{}]*\}*|\}+|\*\*\w*|\]\(\S*")
_PRINTED = ("type", "subject", "words", "label", "title", "term", "gloss", "group", "measure")
_IN_A_BLOCK = (*get_args(Inline), Cell, Row)
_LINK = re.compile(r"\]\(\s*<?([^\s)>{]+)|<((?:https?|mailto|tel):[^>\s]+)>")


def wording_of_the_year(checked: Checked) -> Iterator[Diagnostic]:
    """The wording that a report asks for is no later than the report. Errors: wording-too-late."""
    source = checked.source
    yield from late_words(source.edition, source.figures.period, source.year.published)


def late_words(edition: Edition, period: Period, published: date) -> Iterator[Diagnostic]:
    """Wording tells of no law and no day that came after the report. Why: an edition may be asked for by the wrong year.

    Errors: wording-too-late.
    """
    for passage, match in _dated_words(edition):
        if match.re is _LAW:
            if int(match[1]) > period.end.year:
                message = f"“{match[0]}” was made after {period.label}, which this wording is used for"
                yield _late(edition, passage, match, message)
            continue
        day = date(int(match["year"]), MONTHS.index(match["month"]) + 1, min(28, max(1, int(match["day"] or 1))))
        if day > published:
            message = f"{match[0]} comes after the day of publication, {published.day} {MONTHS[published.month - 1]} {published.year}"
            yield _late(edition, passage, match, message)


@lru_cache(maxsize=16)
def _dated_words(edition: Edition) -> tuple[tuple[Passage, re.Match[str]], ...]:
    """The laws and days that the wording of an edition names: looked for once for all of its reports."""
    return tuple(
        (passage, match)
        for passage in wording_passages(edition)
        for pattern in (_LAW, _DATE)
        for match in pattern.finditer(passage.heard)
    )


def _late(edition: Edition, passage: Passage, match: re.Match[str], message: str) -> Diagnostic:
    hint = f"look whether edition {edition.name} is the one of this year; year.yaml says which is used"
    return Diagnostic("wording-too-late", passage.place(*match.span()), message, hint)


def words_of_wording(edition: Edition) -> Iterator[Diagnostic]:
    """The edition keeps the rules that it has for the words of pages. Errors: those of the rules for words; unsafe-link."""
    passages = tuple(wording_passages(edition))
    for rule in WORD_RULES:
        yield from rule(edition, passages)
    for file, number, line in _lines(edition):
        for match in _LINK.finditer(line):
            group = 1 if match[1] else 2
            place = Place(file, number, match.start(group) + 1, len(match[group]))
            if not match[group].startswith("#"):
                yield from find_link_faults(match[group], place)


def left_to_fill_in(edition: Edition, changes: SourceFile | None) -> Iterator[Diagnostic]:
    """Nothing is left to be filled in: in a section, a note, edition.yaml or CHANGES.md. Errors: placeholder."""
    others = [(edition.file, number, line) for number, line in enumerate(edition.file.lines, 1)]
    others += [(changes, number, line) for number, line in enumerate(changes.lines, 1)] if changes else []
    for file, number, line in (*_lines(edition), *others):
        for match in PLACEHOLDER.finditer(re.sub(r"\{\{.*?\}\}", lambda found: " " * len(found[0]), line)):
            place = Place(file, number, match.start() + 1, len(match[0]))
            yield Diagnostic("placeholder", place, f"“{match[0]}” was left to be filled in", "write what belongs here")


def left_as_typed(edition: Edition, tree: DocumentTree) -> Iterator[Diagnostic]:
    """No sign of Markdown and no brace is printed as it was typed, in a report made of the edition's words.

    Errors: template-error, markdown-slip.
    """
    files = (edition.file, *(file for file, _ in _files(edition)))
    block: Place | None = None
    for node in walk(tree):
        if not isinstance(node, _IN_A_BLOCK):
            block = node.place if isinstance(node, Paragraph | Heading) else None
        names = () if isinstance(node, Code | NoteReference) else _PRINTED
        for words in (getattr(node, name, "") for name in names):
            for match in _AS_TYPED.finditer(words):
                place = block or _typed(files, words, match) or whole_file(edition.file.path)
                message = f"“{match[0]}” would be printed as it stands"
                if match[0][0] in "{}":
                    hint = "a value stands between {{ and }}, in sections and in what edition.yaml has filled in; labels are words alone"
                    yield Diagnostic("template-error", place, message, hint)
                else:
                    hint = "close what it opens, as in **words** and [words](https://…), or take it out"
                    yield Diagnostic("markdown-slip", place, message, hint)


def parts_of_a_report(edition: Edition, tree: DocumentTree) -> Iterator[Diagnostic]:
    """What the edition's links lead to is there, and something stands below the title of each of its sections.

    Why: a link to a section that got another name is found by the PDF alone, once the edition is sealed.
    Errors: unsafe-link, empty-page.
    """
    known = [node.anchor for node in walk(tree) if getattr(node, "anchor", "") and not isinstance(node, NoteReference)]
    lost = {link.target for link in find(tree, Link) if link.target.startswith("#")} - {f"#{name}" for name in known}
    for file, number, line in _lines(edition):
        for match in _LINK.finditer(line):
            if match[1] in lost:
                place = Place(file, number, match.start(1) + 1, len(match[1]))
                message = f"the edition leads to “{match[1]}”, which not every report has"
                yield Diagnostic("unsafe-link", place, message, did_you_mean(match[1][1:], known))
    for section in tree.sections:
        if not section.blocks and section.anchor in edition.sections:
            place = whole_line(edition.sections[section.anchor].file, 1)
            message = "nothing stands below the title of this section in some reports"
            yield Diagnostic("empty-page", place, message, "write words that stand in every report, or remove the part")


def _typed(files: tuple[SourceFile, ...], words: str, match: re.Match[str]) -> Place | None:
    """Where words were typed that stand in no paragraph; where values were filled in around them, the sign in edition.yaml."""
    if whole := place_of_words(files, words):
        return replace(whole, column=whole.column + match.start(), length=len(match[0]))
    return place_of_words(files, match[0])


def notes_in_order(edition: Edition, cited: tuple[str, ...]) -> Iterator[Diagnostic]:
    """Notes stand in the order in which readers first meet their letters, and every note is met.

    Shape: `cited` are the letters of the notes in the order in which the tables of a whole report cite them.
    Errors: note-order.
    """
    first = tuple(dict.fromkeys(cited))
    letters = {note.letter: note.name for note in edition.notes.values()}
    for position, name in enumerate(edition.shape.notes):
        letter = edition.notes[name].letter
        if letter not in first:
            message = f"no table leads to the note ({letter}), “{name}”"
            hint = "name it under “notes” of a table, a row or a column, or take it out"
            yield Diagnostic("note-order", find_place(edition.tree, "notes", position), message, hint)
    if list(first) != sorted(first):
        message = f"readers meet the notes in the order {', '.join(f'({letter})' for letter in first)}"
        others = [name for name in edition.shape.notes if edition.notes[name].letter not in first]
        hint = "write the notes in this order: " + ", ".join((*(letters[letter] for letter in first), *others))
        yield Diagnostic("note-order", find_place(edition.tree, "notes"), message, hint)


def wording_passages(edition: Edition) -> Iterator[Passage]:
    """The passages of all sections and notes, as a reader hears them."""
    for file, first_line in _files(edition):
        plain = tuple(_TAG.sub(lambda match: " " * len(match[0]), line) for line in file.lines)
        for passage in find_passages(replace(file, lines=plain), first_line):
            yield replace(passage, file=file)


def _files(edition: Edition) -> Iterator[tuple[SourceFile, int]]:
    yield from ((section.file, section.first_line) for section in edition.sections.values())
    yield from ((note.file, note.first_line) for note in edition.notes.values())


def _lines(edition: Edition) -> Iterator[tuple[SourceFile, int, str]]:
    for file, _ in _files(edition):
        for number, line in enumerate(file.lines, 1):
            yield file, number, line
