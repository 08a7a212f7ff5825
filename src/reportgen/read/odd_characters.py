"""Characters that nobody sees and that change what is read, or that nobody can read.

Comes in: text, from a line of a file or from a value after its escapes were resolved. Goes out: where such characters stand.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

# Characters that cannot be seen and change what is read: controls, marks of direction and of width, fillers, tags. Joiners
# are a part of some scripts and of emoji; beside a letter of this one they are what a copy left.
_UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
)
# Those that stand for nothing that another computer knows: halves of characters, private ones (but for the bullet of Word,
# which is told as such), the sign for a lost letter, and no characters.
_UNKNOWN = "\ud800-\udfff\ue000-\uf0b6\uf0b8-\uf8ff\ufdd0-\ufdef\ufffc-\uffff\U000f0000-\U0010ffff" + "".join(
    f"{chr(plane << 16 | 0xFFFE)}{chr(plane << 16 | 0xFFFF)}" for plane in range(1, 15)
)
# What a curly quotation mark or an accent becomes when UTF-8 is taken for the old encoding of Windows and saved again.
_SPOILT = "â€[\u0080-\u00bf\u0152-\u2122]|[ÂÃ][\u0080-\u00bf]"
# Letters of other alphabets that look like those of this one; a word, or the name in an address, has letters of one alphabet.
# Greek ones that stand before units, such as the sign for millionths, are not among them.
_ALIKE = "\u0391\u0392\u0395-\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03b9\u03ba\u03bd\u03bf\u03c1\u03c5\u0400-\u052f\u0531-\u0587\u13a0-\u13ff"
# Letters drawn as signs of mathematics or for columns of East Asian text: no search finds them, and they are read aloud oddly.
_DRAWN = "\U0001d400-\U0001d7ff\uff01-\uff5e"
_ODD = re.compile(
    f"([{_UNSEEN}]+|(?<![^\\x00-\\x7f])[\u200c\u200d]|[\u200c\u200d](?![^\\x00-\\x7f]))|([{_UNKNOWN}])|({_SPOILT})"
    f"|((?<=[A-Za-z])[{_ALIKE}]|[{_ALIKE}](?=[A-Za-z]))|([{_DRAWN}])"
)
# Nearly every text has none but these, which is seen much sooner than that none is odd.
_COMMON = frozenset("\t\n £é–—‘’“”…·•" + "".join(map(chr, range(0x21, 0x7F))))
# As many as Unicode's own “stream-safe” form allows; no language has so many.
_MOST_MARKS = 30


@dataclass(frozen=True, slots=True)
class OddCharacter:
    """One such character. Units: `start` and `length` in characters. Shape: `name` is that of Unicode, if it has one."""

    start: int
    length: int
    name: str
    message: str
    hint: str


def is_odd(text: str) -> bool:
    """Whether a text holds any odd character, or marks of which too many could stand on one letter."""
    if _COMMON.issuperset(text):
        return False
    return _ODD.search(text) is not None or any(map(unicodedata.combining, set(text)))


def find_odd_characters(line: str) -> Iterator[OddCharacter]:
    """Every odd character of a line, those that nobody sees in one; and the first mark that is one too many on its letter."""
    for match in _ODD.finditer(line):
        character = match[0][0]
        known = unicodedata.name(character, "a control character" if match[1] else "without a name").lower()
        name = f"{known} (U+{ord(character):04X})"
        what = "an invisible character stands here" if match[1] else "no other computer knows the character here"
        message, hint = f"{what}: {name}", "delete it, and type the words around it again"
        if len(match[0]) > 1:
            message = f"{len(match[0])} invisible characters stand here: {name} and {len(match[0]) - 1} more"
            hint = "delete them, and type the words around them again"
        if match[3]:
            message = f"“{match[0]}” is a letter or mark that was spoilt when the file was saved in another encoding"
            hint = "type the right letter or mark in its place"
        elif match[4] or match[5]:
            meant = unicodedata.normalize("NFKC", character) if match[5] else ""
            message = f"“{character}” looks like a letter of the words around it, but is another one: {name}"
            hint = f"type {meant} in its place" if meant else "type the word again"
        yield OddCharacter(match.start(), len(match[0]), name, message, hint)
    marks = 0
    for start, character in enumerate("" if line.isascii() else line):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > _MOST_MARKS:
            message = f"more than {_MOST_MARKS} marks stand on one letter"
            yield OddCharacter(start, 1, unicodedata.name(character, "a mark").lower(), message, "type the word again")
            break
