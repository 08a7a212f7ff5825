"""Paragraphs that were left over from last year's pages.

Comes in: all that was written for a report, and the pages of the year before. Goes out: diagnostics.
"""

from collections.abc import Iterator

from reportgen.check.checked import Checked
from reportgen.check.prose import TEXT
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.passages import Passage, words_of

# Of fewer words, two people may well write the same.
FEWEST_WORDS = 12


def unchanged_paragraphs(checked: Checked) -> Iterator[Diagnostic]:
    """No paragraph is the same, word for word, as one of last year's pages; a page that is the same is told once.

    Why: a paragraph that prints figures by name has new ones.
    Errors: unchanged-paragraph.
    """
    source = checked.source
    before = {words: passage for passage in source.former_words if (words := _words(passage))}
    label = source.edition.period(source.key.year - 1).label
    hint = "look whether it still holds, and write what is new"
    for page in source.pages.values():
        paragraphs = [(passage, words) for passage in page.passages if (words := _words(passage))]
        same = [(one, twin) for one, words in paragraphs if (twin := before.get(words)) is not None]
        if len(same) > 1 and len(same) == len(paragraphs):
            message = f"all {len(same)} paragraphs of this page are those of {label}, word for word"
            related = ((f"the page of {label}", same[0][1].place(0, 1)),)
            yield Diagnostic("unchanged-paragraph", same[0][0].place(0, len(same[0][0].typed)), message, hint, related)
            continue
        for passage, twin in same:
            message = f"this paragraph is the same, word for word, as in {label}"
            related = ((f"in {label}", twin.place(0, 1)),)
            yield Diagnostic("unchanged-paragraph", passage.place(0, len(passage.typed)), message, hint, related)


def _words(passage: Passage) -> tuple[str, ...]:
    """The words of a paragraph, without marks and capitals, so that a comma more is no change; none of what is no paragraph."""
    if passage.kind not in TEXT or passage.kind == "notice" or "{{" in passage.typed:
        return ()
    words = words_of(passage.heard.casefold().replace("’", "'"))
    return tuple(words) if len(words) >= FEWEST_WORDS else ()
