"""Whether every abbreviation is explained where readers first meet it.

Comes in: all that was written for a report. Goes out: warnings. Precision comes first: words that begin with the letters of an
abbreviation explain it, in whichever way they stand beside it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from reportgen.check.checked import Checked
from reportgen.check.page_places import own_pages, pages_at
from reportgen.check.prose import TEXT
from reportgen.check.writing import PLACEHOLDER
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.edition import Edition
from reportgen.read.pages import Page
from reportgen.read.passages import Passage, is_in_capitals

# Small letters stand in it for small words, as in MoJ; where there are others, it is the name of a product.
_ABBREVIATION = re.compile(
    r"(?<![\w@&./-])(?![IVX]+\b)([A-Z](?:[afnot]{0,2}[A-Z]){1,7})(?:s|(?<=[A-Z]{3})\d{1,2})?(?![\w@]|&\w|\.\w|-\d)"
)
# What stands in each of them. Why: most passages have none, and are told by it in a tenth of the time.
_CAPITALS = re.compile(r"[A-Z][afnot]{0,2}[A-Z]")
# A number behind an abbreviation makes a reference of it, which is told as personal data.
_REFERENCE = re.compile(
    r"(?: (?:reference|ref|number|no)\b\.?)?[ :#]{1,3}(?:SF ?)?(?:\d{2,6}/\d{1,7}[A-Z]?|[A-Z]{0,2}\d{5,9})\b"
)
# What nobody spells out, besides what the edition names: words of daily life, and prisons as they are called.
_KNOWN_TO_ALL = frozenset(
    """
    AA ADHD AFC AGM AIDS AM AMBER AOB ASAP BA BBC BBQ BME BP BSL BST BT BTEC CAB CBE CCTV CD CEO CFO COVID CV DBS DIY DJ DNA DVD
    DVLA ETA EU FA FAQ FC GCSE GDPR GMT GP GPS GREEN HGV HIV HM HMI HMP HMRC HMYOI HND HR ICU ID INTERPOL IOU IQ ISBN IT ITV JP
    KC LED LGB LGBT LGBTQ LTD MA MBE MC MD MEP MI MOT MP MP3 MSC NATO NB NHS NSPCC NUS NVQ OAP OBE OK PA PC PDF PE PHD PIN PLC
    PM PPE PR PS PTO PTSD QC QPM QR RAC RAF RED RFC RNIB RNLI RSPB RSPCA RSVP SATNAV SEN SIM SMS SOS STEM TSB TUC TV UCAS UK UN
    UNESCO UNICEF UNISON URL US USA USB VAT VE VIP VJ WC WI WIFI WW1 WW2 YMCA YOI YWCA
    """.split()  # noqa: SIM905 - words are read and kept in order more easily than a list of them
)
# Words in capitals beside another one are no abbreviations, but of those that everybody knows.
_LOUD = 4
_LOUD_BEFORE = re.compile(r"(?<!\w)(?!MAPPA|SMB|HMP|NHS)[A-Z]{3,} \Z")
_LOUD_AFTER = re.compile(r" (?!MAPPA|SMB|HMP|NHS)[A-Z]{3,}\b")
# A law report behind its year is cited, not used: [2009] UKSC 3, (1998) 29 EHRR 245.
_CITED = re.compile(r"(?:\[\d{4}\]|\(\d{4}\))(?: \d{1,3})? \Z")
# Ranks, which stand before a name and are said as they are written.
_RANKS = frozenset(["ACC", "CC", "CI", "DC", "DCC", "DCI", "DCS", "DI", "DS", "DSU", "HHJ", "PC", "PCSO", "PS"])
# Not abbreviations of this report: units behind a number, and post office boxes.
_UNIT = re.compile(r"\d\s?\Z")
_UNITS = frozenset(["GB", "KB", "KW", "KWH", "MB", "MHZ", "MW", "TB"])
_CALLED = re.compile(r"\b(?:known as|called)\s(?:the\s)?[“‘\"'*_]*\Z")
_PERSON = re.compile(
    r" (?:is|was)\b[^.!?]{0,60}\b(?:man|woman|boy|girl|male|female|person|individual|aged|years? old|year-old)\b"
)
# Who writes about abbreviations names them because they are hard.
_ON_ABBREVIATIONS = re.compile(r"\b(?:abbreviations?|acronyms?|jargon)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"\b(?:an?|the|our|their)\s\Z", re.IGNORECASE)
_BOLD_LINE = re.compile(r"\s*(\*\*|__)[^*_]{1,80}\1:?\s*")
_BOX = re.compile(r" Box\b")
_HEADS = frozenset({"title", "heading"})
_SIGNED = frozenset({"byline", "organisation", "signature"})


def unexplained_abbreviations(checked: Checked) -> Iterator[Diagnostic]:
    """Every abbreviation is explained where a reader first meets it in the text of the report.

    Why: what the national text before a page uses is taken as known, and what is misspelt is told as that.
    Errors: abbreviation-unexplained.
    """
    source = checked.source
    shape = source.edition.shape
    explained = shape.publication.abbreviations if shape.publication else ()
    known = {*_KNOWN_TO_ALL, *shape.prose.known_abbreviations, *shape.prose.misspelt, *explained}
    for part in shape.parts:
        if part.section is not None:
            known.update(_of_wording(source.edition, part.section))
            continue
        named = source.pages.get(part.page or "")
        there = pages_at(part.pages, own_pages(source), shape) if part.pages else (named,) if named else ()
        for page in there:
            yield from _first_uses(page, known)


def _abbreviations(text: str) -> set[str]:
    return {match[1] for match in _ABBREVIATION.finditer(text)} if _CAPITALS.search(text) else set()


@lru_cache(maxsize=64)
def _of_wording(edition: Edition, section: str) -> set[str]:
    """What a section of the edition uses, and its tables and their notes. Why: it is the same for all areas."""
    words = [edition.sections[section].template, *(f"{note.term} {note.text}" for note in edition.notes.values())]
    for table in edition.shape.tables.values():
        words += [table.caption, *(row.label for row in table.rows.values())]
        words += [column.label for column in table.columns.values()]
    return _abbreviations(" ".join(words))


def _first_uses(page: Page, known: set[str]) -> Iterator[Diagnostic]:
    """Abbreviations that a page is the first to use, and does not explain there; all of them are known afterwards."""
    above, named_above = "", set[str]()
    for passage in page.passages:
        if passage.kind in _HEADS or _BOLD_LINE.fullmatch(passage.heard):
            above = passage.heard
            named_above = _abbreviations(above)
        if passage.kind in _SIGNED or passage.kind == "row":
            known.update(match[1] for match in _ABBREVIATION.finditer(passage.heard) if _is_explained(passage, match))
        if passage.kind not in TEXT or is_in_capitals(passage.heard):
            continue
        known.update(name for name in named_above if name not in known and _spells(passage.heard, name))
        for match in _ABBREVIATION.finditer(passage.heard) if _CAPITALS.search(passage.heard) else ():
            if match[1] in known or _REFERENCE.match(passage.heard, match.end()) or _is_a_sign(passage.heard, match):
                continue
            is_explained = _spells(above, match[1]) or _is_explained(passage, match)
            if not is_explained and (passage.is_quoted(match.start()) or _ON_ABBREVIATIONS.search(passage.heard)):
                continue
            if not is_explained and any(
                one.start() <= match.start() < one.end() for one in PLACEHOLDER.finditer(passage.heard)
            ):
                continue
            if not is_explained and not _is_emphasis(page, match[1]):
                message = f"“{match[0]}” is not explained where the report first uses it"
                hint = f"write its words, and ({match[0]}) behind them"
                yield Diagnostic("abbreviation-unexplained", passage.place(*match.span()), message, hint)
            known.add(match[1])


def _is_a_sign(text: str, match: re.Match[str]) -> bool:
    """Whether capitals are a unit, a post office box, the name of a council or of law reports, or words said louder."""
    is_loud = _LOUD_BEFORE.search(text, max(0, match.start() - 20), match.start()) or _LOUD_AFTER.match(
        text, match.end()
    )
    if text.startswith(" Council", match.end()) or (len(match[1]) >= _LOUD and is_loud):
        return True
    if _CITED.search(text, max(0, match.start() - 12), match.start()):
        return True
    is_unit = match[1].upper() in _UNITS and _UNIT.search(text, max(0, match.start() - 2), match.start())
    return bool(is_unit) or (match[1] == "PO" and _BOX.match(text, match.end()) is not None)


def _is_emphasis(page: Page, word: str) -> bool:
    """Whether a word in capitals is one that the page uses in small letters, too, so that it is only said louder."""
    small = re.compile(rf"(?<![\w’'-]){word.lower()}(?![\w’'-])")
    return any(small.search(passage.heard) for passage in page.passages if passage.kind in TEXT)


def _is_explained(passage: Passage, match: re.Match[str]) -> bool:
    """Whether an abbreviation stands in brackets behind its words, its words in brackets behind it, or both elsewhere in its paragraph."""
    text = passage.heard
    before, after = text[max(0, match.start() - 80) : match.start()], text[match.end() : match.end() + 200]
    # (DTC), ('DTC'), (London MAPPA)
    in_brackets = re.search(r"\w[”’\"'*_]*\s\((?:the )?(?:[A-Z][\w’-]{0,20} ){0,3}[“‘\"'*_]*$", before)
    if in_brackets and re.match(r"[”’\"'*_]*[),;]", after):
        return True
    # AB is a man of 37
    if len(match[1]) == 2 and _PERSON.match(after) and not _ARTICLE.search(before):
        return True
    if match[1] in _RANKS and re.match(r" [A-Z][a-z]", after):
        return True
    if re.match(r"\s\((?:the )?[A-Za-z][\w’&-]*\s[^()]+\)", after):
        return True
    # A scheme known as ABC40
    if _CALLED.search(before):
        return True
    # Two letters meet two words by chance, so those count only right beside them.
    if len(match[1]) == 2:
        return _spells(f"{before[-40:]} {after[:40]}", match[1])
    # The words may stand anywhere in the paragraph: who stumbles over the letters finds them there.
    return _spells(text, match[1])


def _spells(text: str, abbreviation: str) -> bool:
    """Whether words of a text begin with the letters of an abbreviation, one after the other: alcohol monitoring tag, AMT."""
    return _initials(abbreviation).search(text) is not None


@lru_cache(maxsize=512)
def _initials(abbreviation: str) -> re.Pattern[str]:
    """Words with these initials. Shape: small words between them count or not; a hyphen divides words."""
    between = r"(?:[’'][a-z]{1,2})?,?[\s–-]+(?:(?:a|and|at|by|for|from|in|of|on|or|the|to|with|&)\s+){0,2}"
    words = (rf"{re.escape(letter)}[a-z]+" if letter.isalpha() else re.escape(letter) for letter in abbreviation)
    return re.compile(rf"(?<!\w){between.join(words)}", re.IGNORECASE)
