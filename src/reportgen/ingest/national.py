"""Which parts of a published report are national wording, and which are the area's own.

Comes in: blocks and an edition, or the blocks of another area's report. Goes out: parts, each below its heading.
Why: areas print the wording of a year with small changes. Measured on reports of three years, each held against an edition that
says the same in other words: national paragraphs share 39 to 100 per cent of their words with the edition, local ones at most 30.
Source: the Dice coefficient of two sets of words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from reportgen.core import messages
from reportgen.ingest.flow import FlowBlock
from reportgen.ingest.labels import dice, words_of
from reportgen.read.edition import Edition

# Likeness from which a part is national: by its text; by its heading, where its text does not speak against it.
_TEXT_LIKE, _TITLE_LIKE, _NOT_AGAINST = 0.42, 0.6, 0.34
# Likeness below which a paragraph of a national part is told as one that the edition has not.
PARAGRAPH_LIKE = 0.34
# Units: words of a paragraph that stands on no cover.
_LONG_PARAGRAPH = 12
JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", re.DOTALL)
_NUMBER = re.compile(r"\d+")
NOTE_BEGINS = re.compile(r"\(([a-z])\)\s*")
# Units: shares of words in order from which two paragraphs are the same, and from which they are the same in other words.
_SAME, _NEAR = 0.9, 0.7
_MOST_SHARED = 0.5
_WORD = re.compile(r"[\w’']+")


@dataclass(frozen=True, slots=True)
class FlowPart:
    """A heading with all that stands below it up to the next one. Shape: `heading` is None for what stands before the first."""

    heading: FlowBlock | None
    blocks: tuple[FlowBlock, ...]
    is_national: bool = False

    @property
    def title(self) -> str:
        """The words of the heading."""
        return self.heading.text if self.heading else ""


class NationalWording:
    """All that an edition says, to hold other texts against it."""

    def __init__(self, edition: Edition, titles: Iterable[str]) -> None:
        sections = [JINJA.sub(" ", section.template) for section in edition.sections.values()]
        headings = [line.lstrip("# ") for text in sections for line in text.split("\n") if line.startswith("#")]
        tables = edition.shape.tables.values()
        terms = [note.term for note in edition.notes.values()]
        captions = [JINJA.sub(" ", table.caption) for table in tables]
        labels = [row.label for table in tables for row in table.rows.values()]
        labels += [column.label for table in tables for column in table.columns.values()]
        # What the program itself prints.
        own = [messages.OTHER_FORMATS, messages.FOOTNOTES, *(section.title for section in edition.sections.values())]
        lines = [
            line for text in (*sections, *(note.text for note in edition.notes.values())) for line in text.split("\n")
        ]
        lines.append(" ".join(messages.other_formats(messages.REPORT, "")))
        self.titles = [_words(text) for text in (*own, *headings, *terms, *captions, *titles)]
        self.texts = [words for text in (*lines, *own, *terms, *captions, *labels, *titles) if (words := _words(text))]

    def likeness(self, text: str) -> float:
        """How like a text is to the paragraph of the edition that is most like it."""
        return max((dice(_words(text), other) for other in self.texts), default=0.0)

    def title_likeness(self, text: str) -> float:
        """How like a heading is to the heading of the edition that is most like it."""
        return max((dice(_words(text), other) for other in self.titles), default=0.0)


def _words(text: str) -> frozenset[str]:
    return frozenset(words_of(_NUMBER.sub(" ", text)))


def parts_of(flow: tuple[FlowBlock, ...], wording: NationalWording) -> list[FlowPart]:
    """The parts of a text in their order, but for footnotes, which belong to where they are referred to."""
    found: list[FlowPart] = []
    for heading, blocks in _below_headings(block for block in flow if block.kind != "footnote"):
        is_national = _is_national(heading, blocks, wording)
        if is_national and heading and any(part.title == heading.text and not part.is_national for part in found):
            # The title of a local part once more is who signs it, above wording that closes the report.
            found.append(FlowPart(heading, ()))
            heading = None
        found.append(FlowPart(heading, blocks, is_national))
    first = next((at for at, part in enumerate(found) if _has_text(part)), 0)
    # What stands before the first paragraph is the cover and the list of contents.
    found[:first] = [replace(part, is_national=True) for part in found[:first]]
    for at in range(len(found) - 2, -1, -1):
        part, after = found[at], found[at + 1]
        if part.blocks or not part.heading or part.is_national == after.is_national:
            continue
        # A heading that holds nothing but headings is what they are.
        is_above = after.heading is not None and after.heading.level > part.heading.level
        is_between = at > 0 and found[at - 1].is_national and after.is_national
        if is_above or is_between:
            found[at] = replace(part, is_national=after.is_national)
    return _with_closing(found, wording)


def _with_closing(parts: list[FlowPart], wording: NationalWording) -> list[FlowPart]:
    """The parts with the last paragraphs of the file as a national part, where the edition closes with words like theirs."""
    at = next((at for at in range(len(parts) - 1, -1, -1) if parts[at].blocks), None)
    if at is None or parts[at].is_national:
        return parts
    part = parts[at]
    kept = len(part.blocks)
    while (
        kept
        and part.blocks[kept - 1].kind == "paragraph"
        and wording.likeness(part.blocks[kept - 1].text) >= PARAGRAPH_LIKE
    ):
        kept -= 1
    closing = [FlowPart(None, part.blocks[kept:], is_national=True)] if kept < len(part.blocks) else []
    return [*parts[:at], replace(part, blocks=part.blocks[:kept]), *closing, *parts[at + 1 :]]


def _has_text(part: FlowPart) -> bool:
    longest = max((len(block.text.split()) for block in part.blocks if block.kind == "paragraph"), default=0)
    return longest >= _LONG_PARAGRAPH or any(block.kind in ("figures", "item", "picture") for block in part.blocks)


def is_contents(title: str) -> bool:
    """Whether a heading stands above a list of contents."""
    return title.casefold().removeprefix("table of ").strip(" :") in (messages.CONTENTS.casefold(), "cynnwys")


def _below_headings(flow: Iterable[FlowBlock]) -> Iterator[tuple[FlowBlock | None, tuple[FlowBlock, ...]]]:
    heading: FlowBlock | None = None
    blocks: list[FlowBlock] = []
    for block in flow:
        if block.kind != "heading":
            blocks.append(block)
            continue
        if heading or blocks:
            yield heading, tuple(blocks)
        heading, blocks = block, []
    if heading or blocks:
        yield heading, tuple(blocks)


def _is_national(heading: FlowBlock | None, blocks: tuple[FlowBlock, ...], wording: NationalWording) -> bool:
    """Whether a part is national: it holds figures of the edition, or its text or its heading is like the edition's."""
    if any(block.kind == "figures" for block in blocks) or (heading and is_contents(heading.text)):
        return True
    weights = [(len(block.text.split()), wording.likeness(block.text)) for block in blocks if block.text]
    total = sum(weight for weight, _ in weights)
    text = sum(weight * likeness for weight, likeness in weights) / total if total else None
    title = wording.title_likeness(heading.text) if heading else 0.0
    if text is None:
        return title >= _TITLE_LIKE
    return text >= _TEXT_LIKE or (title >= _TITLE_LIKE and text >= _NOT_AGAINST)


class SharedText:
    """The paragraphs of another report. Shape: `names` are those of both areas, which count as one word."""

    def __init__(self, flow: tuple[FlowBlock, ...], names: Iterable[str]) -> None:
        alternatives = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
        self._names = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)", re.IGNORECASE)
        self.texts = [words for block in flow if (words := self._words(block.text))]

    def likeness(self, text: str) -> float:
        """How like a text is to the paragraph that is most like it, by its words in order."""
        words = self._words(text)
        best = 0.0
        for other in self.texts:
            matcher = SequenceMatcher(None, words, other, autojunk=False)
            if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                best = max(best, matcher.ratio())
        return best

    def _words(self, text: str) -> tuple[str, ...]:
        plain = self._names.sub(" area ", text).replace("’", "'").casefold()
        return tuple(_WORD.findall(plain))


def shared_parts(parts: list[FlowPart], other: SharedText) -> tuple[list[FlowPart], list[FlowBlock]]:
    """The parts as far as both reports have them, and the paragraphs of national parts that both have in different words.

    Why: measured on the reports of two areas of one year, 46 of 83 paragraphs were alike to 95 per cent or more, and none between
    70 and 95; so what is neither is told rather than guessed.
    """
    found: list[FlowPart] = []
    differing: list[FlowBlock] = []
    for part in parts:
        alike = {id(block): other.likeness(block.text) for block in part.blocks if block.text}
        total = sum(len(block.text.split()) for block in part.blocks)
        same = sum(len(block.text.split()) for block in part.blocks if alike.get(id(block), 0) >= _SAME)
        has_figures = any(block.kind == "figures" for block in part.blocks)
        is_heading_shared = part.heading is not None and other.likeness(part.title) >= _SAME
        is_shared = has_figures or (same >= _MOST_SHARED * total if total else is_heading_shared and part.is_national)
        if not is_shared:
            found.append(replace(part, is_national=False))
            continue
        kept = tuple(block for block in part.blocks if block.kind == "figures" or alike.get(id(block), 0) >= _NEAR)
        differing += [block for block in part.blocks if block.text and alike[id(block)] < _SAME]
        found.append(replace(part, blocks=kept, is_national=True))
    return found, differing
