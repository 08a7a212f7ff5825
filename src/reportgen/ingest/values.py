"""What one cell of a foreign table says: a count, a sign in its place, or something that a person must read.

Comes in: the text of a cell. Goes out: a value, and what is to be asked of it. Nothing is put right and nothing is guessed.
"""

import re
from dataclasses import dataclass

from reportgen.check.figures import FLAGS, LARGEST, SHORTHAND

_MARK = r"(?:\s?\([a-z]\)|\s?\[(?:note )?\w+\]|[*†‡§]+|[⁰¹²³⁴-⁹ᵃ-ᶻ]+|[a-hj-km-np-z])"
_COUNT = re.compile(rf"([0-9]+|[0-9]{{1,3}}(?:[,\s][0-9]{{3}})+)({_MARK}*)\Z", re.ASCII | re.IGNORECASE)
_FLAGGED = re.compile(r"(\S+)\s*\[([a-z]+)\]\Z")
_DASHES = frozenset("-–—−‐‑‒―") | {"--"}
_DECIMAL = re.compile(r"[0-9][0-9,]*\.[0-9]+\Z", re.ASCII)
_WORDS = {
    "n/a": "z",
    "na": "z",
    "not applicable": "z",
    "not available": "x",
    **{f"[{letter}]": letter for letter in SHORTHAND},
}
_NUMBERLIKE = re.compile(
    r"(?=.*[0-9])[<>~≈c]?\s?[£$€]?[0-9OolI][0-9OolI,.\s/%;+-]*(?:\s?(?:%|\([a-z0-9]\)|\([0-9.]+\s?%\)|[*†‡§]+|[a-z]\b))*\Z",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell says. Shape: a `value` or a `shorthand`, or neither where a person must read it; `question` says why."""

    text: str
    value: int | None = None
    shorthand: str = ""
    flag: str = ""
    question: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether the file shows nothing."""
        return not self.text

    @property
    def typed(self) -> str:
        """The figure as a person types it; empty where it cannot be typed yet."""
        if self.value is not None:
            return str(self.value)
        return f"[{self.shorthand}]" if self.shorthand else ""


def read_value(text: str, remarks: tuple[str, ...], *, is_not_applicable: bool) -> Reading:
    """One cell. Shape: `remarks` are what the reader of the file has to say of it; `is_not_applicable` is the edition's word."""
    told = next((remark for remark in remarks if "beside the number" in remark), "")
    words = " ".join(text.split())
    if not words:
        return Reading("", shorthand="z" if is_not_applicable and not remarks else "", question="; ".join(remarks))
    reading = _read(words, is_not_applicable)
    lines = [line for line in text.split("\n") if line.strip()]
    if len(lines) > 1 and reading.value is not None:
        return Reading(words, question="two values stand in one cell")
    if told and not reading.question:
        return Reading(words, reading.value, reading.shorthand, reading.flag, told)
    return reading


def _read(words: str, is_not_applicable: bool) -> Reading:
    flagged = _FLAGGED.match(words)
    if flagged and flagged[2] in FLAGS:
        inner = _read(flagged[1], False)
        return Reading(words, inner.value, inner.shorthand, flagged[2], inner.question)
    count = _COUNT.match(words)
    if count:
        return _count(words, re.sub(r"\D", "", count[1], flags=re.ASCII), count[2], is_not_applicable)
    if words in _DASHES:
        if is_not_applicable:
            return Reading(words, shorthand="z")
        return Reading(words, question="a dash stands here: is it 0, or is the figure not available?")
    if words.lower() in _WORDS:
        sign = _WORDS[words.lower()]
        if sign == "z" and not is_not_applicable:
            return Reading(words, question="the file says that nothing applies here, and the edition asks for a figure")
        return Reading(words, shorthand=sign)
    return Reading(words, question=_why(words))


def _count(words: str, digits: str, mark: str, is_not_applicable: bool) -> Reading:
    question = f"“{mark.strip()}” is glued to the number" if mark else ""
    if len(digits) > 1 and digits[0] == "0":
        return Reading(words, question="a number begins with 0")
    if len(digits) > 12 or int(digits) > LARGEST:
        return Reading(words, question=f"a figure is at most {LARGEST:,}")
    if is_not_applicable:
        return Reading(words, question="the edition says that nothing can be counted here")
    return Reading(words, int(digits), question=question)


def _why(words: str) -> str:
    if _DECIMAL.match(words):
        rounded = int(float(words.replace(",", "")) + 0.5)
        return f"it has decimals, and a whole number is asked for; rounded it would be {rounded:,}"
    if "%" in words:
        return "a share stands here, and a count is asked for"
    if words[0] in "<>~≈":
        return "a bound stands here, and not a count"
    if re.search(r"[0-9]", words) and re.search(r"[OolI]", words):
        return "letters stand among the digits"
    if len(re.findall(r"[0-9]+", words)) > 1:
        return "two values stand in one cell"
    return "it is not a number"


def looks_like_value(text: str) -> bool:
    """Whether a cell can be meant as a figure: a number in any form, a dash, a sign such as [c] or n/a."""
    words = " ".join(text.split())
    is_sign = words in _DASHES or words.lower() in _WORDS
    return is_sign or (
        len(words) <= 40 and bool(_NUMBERLIKE.match(words) or _COUNT.match(words) or _FLAGGED.match(words))
    )


def trailing_values(text: str) -> list[tuple[int, int]]:
    """Where the last words of a line stand that can be meant as figures, in their order; a number glued to a word is one of them."""
    found: list[tuple[int, int]] = []
    for word in reversed(list(re.finditer(r"\S+", text))[1:]):
        if not looks_like_value(word[0]) or word[0].lower() in ("o", "l", "i"):
            break
        found.insert(0, word.span())
    glued = re.search(r"[A-Za-z)]([0-9][0-9,]*)\s*\Z", text, re.ASCII)
    return [glued.span(1)] if glued and not found else found
