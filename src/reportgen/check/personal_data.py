"""Whether a page prints what points to one person.

Comes in: all that was written for a report. Goes out: diagnostics, which never repeat what they found.
"""

import re
from collections.abc import Callable, Iterator

from reportgen.check.checked import Checked
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.passages import Passage
from reportgen.read.workspace import AREAS, MARKER

_DATE = r"\d{1,2}(?:st|nd|rd|th)?[ /.-](?:\d{1,2}|[A-Z][a-z]{2,8})[ /.,-]{1,2}\d{2,4}"
_MAILBOX = re.compile(r"(?<![\w.%+-])[\w.%+'’-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_TELEPHONE = re.compile(r"(?<![\w+.,/=-])(?:\+\d{1,3}[ -]?(?:\(0\)[ -]?)?|\(?0)(?:[ ()-]{0,2}\d){8,11}(?!\w)")
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")
_BIRTH = re.compile(rf"\b(?:born(?: on)?|date of birth(?: is| was)?:?|DOB:?) {_DATE}", re.IGNORECASE)
_INSURANCE = re.compile(r"\b[A-CEGHJ-PR-TW-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]\b")
_NHS = re.compile(r"(?<![\w.,-])\d{3} ?\d{3} ?\d{4}(?![\w,-]|\.\d)")
_PRISONER = re.compile(r"\b[A-Z]\d{4}[A-Z]{2}\b|(?<![\w/])\d{2}(?:\d\d)?/\d{4,7}[A-Z]\b")
# Of the Criminal Records Office, alone or after the letters for a short file; of a person in ViSOR.
_RECORD = re.compile(
    r"(?<![\w/])(?:SF ?\d{2}/\d{1,6}|\d{2,6}/\d{2})[A-Z]\b|"
    r"\b(?i:ViSOR|MAPPS|PNC|CRO|NOMIS|OASys|n?Delius)(?i: (?:ref(?:erence)?|number|no|id|record|is|was)\b\.?)*[ :#]{1,3}[A-Z]{0,2}\d{5,9}\b"
)
# An address written so that no program finds it, and every reader does.
_SPELT_MAILBOX = re.compile(
    r"(?<![\w.%+-])[\w.%+'’-]{1,64} ?(?:[\[({] ?(?:at|@) ?[\])}]|(?<= )(?:at|AT)(?= \S{1,63} (?:dot|DOT) )) ?"
    r"[A-Za-z0-9-]{1,63}(?: ?(?:\.|[\[({] ?(?:dot|\.) ?[\])}]|(?<= )(?:dot|DOT)(?= )) ?[A-Za-z0-9-]{1,63}){1,6}"
)

_DIGIT_OR_SIGN = re.compile(r"[\d@]")
_SPELT_SIGN = re.compile(r"[\[({] ?at ?[\])}]")

# Numbers that cost nothing, and those of the 03 range, are given out to organisations alone.
# Source: the National Telephone Numbering Plan of Ofcom.
_OF_ORGANISATIONS = ("0800", "0808", "03")

_TEAM = f"a team’s is allowed when it stands under “contacts” of the area in {AREAS}; a helpline’s, under “contacts” in {MARKER}"
_PERSON = "take it out; a report names roles, and nothing that points to one person"


def personal_data(checked: Checked) -> Iterator[Diagnostic]:
    """A page prints no mailbox, telephone number or postcode but those of teams, and no number that stands for one person.

    Why: allowed are the contacts of the workspace, such as helplines, the contacts of the area, and what the edition has the area give.
    Source: UK GDPR, article 5(1)(c): no more personal data than the purpose needs.
    Errors: personal-data.
    """
    source = checked.source
    allowed = [
        source.workspace.settings.contact.email,
        *source.workspace.settings.contacts,
        *source.area.contacts,
        *source.figures.shape.details.values(),
    ]
    known = {
        plain(match[0]) for pattern, plain, _ in _CONTACTS for words in allowed for match in pattern.finditer(words)
    }
    for passage in source.passages:
        yield from _in_passage(passage, known)


def _in_passage(passage: Passage, known: set[str]) -> Iterator[Diagnostic]:
    told: set[str] = set()
    if not _may_be_personal(passage.typed):
        return
    for pattern, plain, what in _CONTACTS:
        for match in pattern.finditer(passage.typed):
            if plain(match[0]) not in known | told:
                told.add(plain(match[0]))
                if pattern is not _TELEPHONE or not _digits(match[0]).startswith(_OF_ORGANISATIONS):
                    yield _diagnostic(passage, match, what, _TEAM)
    for pattern, what in _NUMBERS:
        for match in pattern.finditer(passage.typed):
            if pattern is not _NHS or _is_nhs_number(match[0]):
                yield _diagnostic(passage, match, what, _PERSON)


def _may_be_personal(text: str) -> bool:
    """Whether a digit stands in a text, or the sign or word of an address. Why: in most, none does, and this look is short."""
    return bool(_DIGIT_OR_SIGN.search(text) or _SPELT_SIGN.search(text)) or "dot" in text.lower()


def _diagnostic(passage: Passage, match: re.Match[str], what: str, hint: str) -> Diagnostic:
    return Diagnostic("personal-data", passage.place(*match.span()), f"{what} stands here", hint)


def _digits(number: str) -> str:
    """A telephone number as it is dialled at home."""
    return re.sub(r"\D", "", re.sub(r"^\+44(?:[ -]?\(0\))?", "0", number))


def _without_spaces(words: str) -> str:
    return words.replace(" ", "")


def _is_nhs_number(typed: str) -> bool:
    """Whether the last digit is the one that follows from the others. Source: NHS Data Dictionary, modulus 11."""
    digits = [int(digit) for digit in typed if digit.isdigit()]
    return -sum(digit * (11 - place) for place, digit in enumerate(digits[:9], 1)) % 11 == digits[9]


_CONTACTS: tuple[tuple[re.Pattern[str], Callable[[str], str], str], ...] = (
    (_MAILBOX, str.casefold, "an e-mail address"),
    (_TELEPHONE, _digits, "a telephone number"),
    (_POSTCODE, _without_spaces, "a postcode"),
)
_NUMBERS = (
    (_BIRTH, "a date of birth"),
    (_INSURANCE, "a National Insurance number"),
    (_NHS, "an NHS number"),
    (_PRISONER, "the number of a person in police or prison records"),
    (_RECORD, "the number of a person in police or prison records"),
    (_SPELT_MAILBOX, "an e-mail address in words"),
)
