"""Whether a report names a person.

Comes in: all that was written for a report. Goes out: warnings. Precision comes first: a name is told where a rank or title
stands before it, where a byline, a signature or a detail begins with a first name, or where a post stands beside one.
"""

import re
from collections.abc import Iterator

from reportgen.check.checked import Checked
from reportgen.check.name_words import FIRST_NAMES, NO_NAMES, SENTENCE_STARTS
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.located_yaml import find_place
from reportgen.read.passages import Passage

_RANK = (
    r"(?:(?:Temporary|Acting|T/|A/) ?)?(?:(?:Detective|Police|Chief|Deputy|Assistant|Special|District|Circuit|Prison) )*"
    r"(?:Superintendent|Inspector|Sergeant|Constable|Commander|Commissioner|Governor|Judge)"
)
_TITLE = r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Dame|Lord|Lady|Baroness|Rev(?:erend)?|HHJ|PC|DC|DS|DI|DCI|DSU|Supt|Det|Insp|Sgt|ACC|DCC|CC|Cllr|Councillor"
_NAME = r"[A-Z][a-zà-ÿ]+(?:[-'’][A-Z][a-zà-ÿ]+)*|(?:Mc|Mac|O['’]|D['’])[A-Z][a-zà-ÿ]+|[A-Z]\."
_RANKED = re.compile(rf"(?<![\w-])(?:{_RANK}|(?:{_TITLE})\.?) (?P<name>(?:{_NAME})(?: (?:{_NAME})){{0,3}})(?![\w-])")
# A review or law that is called after a person is a document, and that name is public.
_DOCUMENT = re.compile(r"[’']s? (?:[a-z-]+ ){0,2}(?:review|report|inquiry|law)\b", re.IGNORECASE)
# What stands in each of these, as in the name of any body: a word with a capital before another.
_TWO_CAPITALS = re.compile(r"[A-Z][A-Za-zà-ÿ]*\.? [A-Z]")
_LETTER = re.compile(r"[A-Z]\.(?: [A-Z]\.)*")
# A name in a sentence, beside what people who are at work are named with: who somebody is, or what is to be done with them.
# Looked for at every word, since one that begins a sentence, such as Contact, may stand before a name.
_IN_TEXT = re.compile(rf"(?<![\w’'-])(?=(?P<name>(?P<first>{_NAME}) (?:{_NAME})(?: (?:{_NAME}))?)(?![\w-]))")
_BESIDE = re.compile(
    r"(?:\b(?:contact|ring|call|phone|e-?mail|write to|speak to|ask for|thank|thanks to|colleague|succeeds|succeeded|replaces|replaced|"
    r"welcomed?|said by|led by|(?:co-?ordinator|manager|administrator|chair|advis[eo]r|director|officer)s?|secretar(?:y|ies))[,:]? |"
    r"\w: )\Z",
    re.IGNORECASE,
)
_WHO = re.compile(
    r", (?:who|(?:our|the|an?) [a-z]|(?:Acting |Deputy |Assistant |Senior )*(?:Head|Director|Manager|Chief|Chair|Officer|Superintendent|Inspector|"
    r"Sergeant|Co-?ordinator|Administrator|Adviser|Lead|Governor|Secretary|Practitioner|Consultant)\b)"
)
# Somebody who is known to all, and what is told of those who were harmed.
_PUBLIC = re.compile(
    r"\b(?:KC|QC|MP|minister|secretary of state|professor|author|book|review(?:ed)?|inquiry|reports?|killed|murder(?:ed|s)?|died|death|law|MBE|OBE|CBE)\b",
    re.IGNORECASE,
)
_PLAIN = re.compile(rf"\s*(?P<name>(?P<first>{_NAME})(?: (?:{_NAME})){{1,2}})\s*(?:[,;:–—(-]|\Z)")
_HINT = "name the role alone; a report names no person"


def people_named(checked: Checked) -> Iterator[Diagnostic]:
    """A page, a byline, a signature or a detail names a person. Errors: person-named.

    Why: a name is personal data, and a person who is threatened for the work is easier to find by it.
    """
    source = checked.source
    places = {
        part
        for area in source.workspace.areas.values()
        for name in (area.name, *area.other_names)
        for part in name.lower().split()
    }
    for passage in source.passages:
        yield from _in_passage(passage, places)
    for name, words in source.figures.shape.details.items():
        if is_name(words) or any(_is_person(match, places) for match in _RANKED.finditer(words)):
            yield Diagnostic(
                "person-named", find_place(source.figures.tree, "details", name), f"“{name}” names a person", _HINT
            )


def is_name(words: str) -> bool:
    """Whether words begin with the first name and the surname of a person."""
    match = _PLAIN.match(words)
    return bool(match and _begins_with_first_name(match)) or any(
        _is_person(match, ()) for match in _RANKED.finditer(words)
    )


def _begins_with_first_name(match: re.Match[str]) -> bool:
    """Whether a first name comes first, and none of the words behind it is that of a body or a post."""
    others = match["name"].split()[1:]
    return match["first"].lower() in FIRST_NAMES and not any(part.lower() in NO_NAMES for part in others)


def _in_passage(passage: Passage, places: set[str]) -> Iterator[Diagnostic]:
    is_signed = passage.kind in ("byline", "signature")
    starts = [0, *(match.end() for match in re.finditer(r"[\[,;/&]|\band\b", passage.typed))] if is_signed else []
    for start in starts:
        match = _PLAIN.match(passage.typed.rstrip("]"), start)
        if match and _begins_with_first_name(match):
            yield _diagnostic(passage, match)
            return
    if not _TWO_CAPITALS.search(passage.heard):
        return
    ranked = [match for match in _RANKED.finditer(passage.heard) if _is_person(match, places)]
    yield from (_diagnostic(passage, match) for match in ranked if not _DOCUMENT.match(passage.heard, match.end()))
    known = [match.span() for match in ranked]
    for match in _IN_TEXT.finditer(passage.heard):
        is_known = any(start <= match.start() < end for start, end in known)
        if not is_known and _begins_with_first_name(match) and _is_at_work(passage, match, places):
            known.append(match.span("name"))
            yield _diagnostic(passage, match)


def _is_at_work(passage: Passage, match: re.Match[str], places: set[str]) -> bool:
    """Whether a name in a sentence is that of somebody whom readers are to turn to, or whose post stands beside it."""
    text = passage.heard
    if any(part.lower() in places for part in match["name"].split()) or _PUBLIC.search(passage.sentence(match.start())):
        return False
    return bool(_WHO.match(text, match.end("name")) or _BESIDE.search(text, max(0, match.start() - 30), match.start()))


def _diagnostic(passage: Passage, match: re.Match[str]) -> Diagnostic:
    return Diagnostic("person-named", passage.place(*match.span("name")), "the name of a person stands here", _HINT)


def _is_person(match: re.Match[str], places: "set[str] | tuple[str, ...]") -> bool:
    """Whether what follows a rank or a title is a name and no body, place or further part of the rank."""
    parts = [part.lower().removesuffix("’s") for part in match["name"].split()]
    # Sir and Dame stand before first names; Sir Benfro is Welsh for Pembrokeshire.
    if match[0].startswith(("Sir ", "Dame ")) and len(parts) == 1 and parts[0] not in FIRST_NAMES:
        return False
    # Ms C is nobody's name, and a sentence may end behind it.
    if _LETTER.fullmatch(match["name"]) or (_LETTER.match(match["name"]) and parts[1] in SENTENCE_STARTS):
        return False
    return not any(part in NO_NAMES or part in places for part in parts)
