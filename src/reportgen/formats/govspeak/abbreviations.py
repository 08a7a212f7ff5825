"""Abbreviations that a text explains itself, as GOV.UK lists them at the end of a page.

Comes in: a text. Goes out: each abbreviation with its words.
"""

import re
from collections.abc import Mapping

_EXPLAINED = re.compile(r"([^\W\d_][\w’&-]*(?:[ \xa0][\w’&-]+){0,9}) \(([A-Z][A-Za-z]*[A-Z]s?)\)")
_SMALL = {"a", "and", "for", "in", "of", "on", "the", "to"}


def find_abbreviations(text: str, known: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The abbreviations of a text with their words, by the alphabet, each plural before its singular.

    Shape: `known` adds those that the text uses without explaining them; where it explains them, its own words count.
    Source: GOV.UK, how to publish: plurals and singulars are both listed, plurals first, since the first match counts.
    """
    singular = {short: words for short, words in known.items() if _occurs(short, text) or _occurs(f"{short}s", text)}
    plural: dict[str, str] = {}
    for match in _EXPLAINED.finditer(text):
        short = match[2].removesuffix("s")
        words = _words_of(match[1], short)
        if words and match[2] != short:
            plural.setdefault(short, words)
            singular.setdefault(short, words.removesuffix("s"))
        elif words:
            singular[short] = words
    found = []
    for short in sorted(singular):
        if _occurs(f"{short}s", text):
            found.append((f"{short}s", plural.get(short, f"{singular[short]}s")))
        if _occurs(short, text):
            found.append((short, singular[short]))
    return tuple(found)


def _occurs(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def _words_of(before: str, short: str) -> str:
    """The last words before a bracket that begin with the letters in it; empty where they do not.

    Why: small words may lend a letter, as in RoSHO, or none, as in ONS.
    """
    letters = list(short.lower())
    parts = list(re.finditer(r"\w[\w’&]*", before))
    while parts and letters:
        part = parts.pop()
        if part[0].lower().startswith(letters[-1]):
            letters.pop()
            if not letters:
                return before[part.start() :].replace("\xa0", " ")
        elif part[0] not in _SMALL:
            return ""
    return ""
