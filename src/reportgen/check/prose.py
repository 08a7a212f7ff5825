"""The rules for the words of local pages, one function each.

Comes in: all that was written for a report. Goes out: diagnostics. Which words are meant stands in the edition.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from reportgen.check.page_places import own_pages, pages_at
from reportgen.check.writing import PLACEHOLDER
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.edition import Edition
from reportgen.read.pages import Page
from reportgen.read.passages import Passage, count_words
from reportgen.read.source import ReportSource

TEXT = frozenset({"text", "lead", "notice"})
_ABBREVIATION = re.compile(r"(?<![\w@&./-])(?![IVX]+\b)([A-Z][A-Za-z]{0,6}[A-Z])s?(?![\w@]|&\w|\.\w|-\d)")
# A number behind an abbreviation makes a reference of it, which is told as personal data.
_REFERENCE = re.compile(
    r"(?: (?:reference|ref|number|no)\b\.?)?[ :#]{1,3}(?:SF ?)?(?:\d{2,6}/\d{1,7}[A-Z]?|[A-Z]{0,2}\d{5,9})\b"
)
# What nobody spells out, besides what the edition names.
_KNOWN_TO_ALL = frozenset(
    [
        "AGM",
        "AIDS",
        "BBC",
        "BSL",
        "CCTV",
        "CEO",
        "COVID",
        "CV",
        "DIY",
        "DNA",
        "DVD",
        "EU",
        "FAQ",
        "GCSE",
        "GP",
        "GPS",
        "HIV",
        "HM",
        "HMP",
        "HMYOI",
        "HR",
        "ID",
        "IT",
        "ITV",
        "LGBT",
        "LGBTQ",
        "MBE",
        "MI",
        "MP",
        "NHS",
        "NSPCC",
        "OBE",
        "OK",
        "PA",
        "PC",
        "PDF",
        "PIN",
        "QR",
        "RAF",
        "RNLI",
        "RSPCA",
        "SIM",
        "SMS",
        "STEM",
        "TV",
        "UK",
        "UN",
        "US",
        "USA",
        "USB",
        "VAT",
        "VIP",
        "WC",
        "YMCA",
        "YWCA",
    ]
)
# Ranks, which stand before a name and are said as they are written.
_RANKS = frozenset(["ACC", "CC", "CI", "DC", "DCC", "DCI", "DCS", "DI", "DS", "DSU", "HHJ", "PC", "PCSO", "PS"])
_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,300})\](?=\(|\[(?!\^))|<(https?://[^\s<>]{1,300})>")
_SAYS_NOTHING = re.compile(
    r"(?:click |download )?here|click|(?:this |the )?(?:web ?)?(?:link|page|site|document|download)s?|"
    r"(?:read |see |learn |find out )?more(?: information)?|this|details|further information|"
    r"(?:cliciwch )?yma|(?:darllen )?mwy|rhagor|dolen",
    re.IGNORECASE,
)
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)


def outdated_words(source: ReportSource) -> Iterator[Diagnostic]:
    """No word of another year's edition, but in names and titles that keep it.

    Errors: outdated-word.
    """
    yield from find_outdated(source.edition, _passages(source))


def find_outdated(edition: Edition, passages: Iterable[Passage]) -> Iterator[Diagnostic]:
    """The same in any passages. Errors: outdated-word."""
    prose = edition.shape.prose
    for passage in passages:
        heard = passage.heard
        if prose.still_used:
            heard = _terms(prose.still_used).sub(lambda match: " " * len(match[0]), heard)
        for match, right in _found(prose.outdated, heard):
            if passage.kind != "heading" and _is_in_name(heard, match):
                continue
            message = f"edition {edition.name} no longer says “{match[0]}”"
            yield Diagnostic("outdated-word", passage.place(*match.span()), message, f"write “{right}”")


def _is_in_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word is a part of a name or title, such as Young Offender Institution: it and a word beside it are capitalised."""
    if not match[0][0].isupper():
        return False
    before = re.search(r"([^\s.!?:;]) ([A-Z][a-z]+) \Z", text[max(0, match.start() - 60) : match.start()])
    return bool(before or re.match(r" [A-Z][a-z]+", text[match.end() : match.end() + 40]))


def misspelt_terms(source: ReportSource) -> Iterator[Diagnostic]:
    """Terms are spelt as the edition spells them. Errors: misspelt-term.

    Why: what the edition itself writes is no slip of a page; a check of the edition tells it.
    """
    own = _own_words(source.edition)
    for said in find_misspelt(source.edition, _passages(source)):
        start = said.place.column - 1
        if (said.place.source_line or "")[start : start + said.place.length] not in own:
            yield said


@lru_cache(maxsize=32)
def _own_words(edition: Edition) -> str:
    """All that an edition prints."""
    sections = (section.template for section in edition.sections.values())
    return "\n".join((*sections, *(note.text for note in edition.notes.values())))


def find_misspelt(edition: Edition, passages: Iterable[Passage]) -> Iterator[Diagnostic]:
    """The same in any passages. Errors: misspelt-term."""
    for passage in passages:
        for match, right in _found(edition.shape.prose.misspelt, passage.heard):
            # Words that are no abbreviation may stand in small letters: a duty to cooperate.
            right = right.lower() if " " in right and match[0].islower() else right
            if match[0] != right:
                message = f"“{match[0]}” is not how this is spelt"
                yield Diagnostic("misspelt-term", passage.place(*match.span()), message, f"write “{right}”")


def unexplained_abbreviations(source: ReportSource) -> Iterator[Diagnostic]:
    """Every abbreviation is explained where a reader first meets it in the text of the report.

    Why: what the national text before a page uses is taken as known, and what is misspelt is told as that.
    Errors: abbreviation-unexplained.
    """
    shape = source.edition.shape
    explained = shape.publication.abbreviations if shape.publication else ()
    known = {*_KNOWN_TO_ALL, *shape.prose.known_abbreviations, *shape.prose.misspelt, *explained}
    for part in shape.parts:
        if part.section is not None:
            known.update(_abbreviations(source.edition.sections[part.section].template), _of_tables(source))
            continue
        named = source.pages.get(part.page or "")
        there = pages_at(part.pages, own_pages(source), shape) if part.pages else (named,) if named else ()
        for page in there:
            yield from _first_uses(page, known)


def long_sentences(source: ReportSource) -> Iterator[Diagnostic]:
    """No sentence is longer than the edition allows. Errors: sentence-too-long."""
    yield from find_long_sentences(source.edition, _passages(source))


def find_long_sentences(edition: Edition, passages: Iterable[Passage]) -> Iterator[Diagnostic]:
    """The same in any passages. Errors: sentence-too-long."""
    most = edition.shape.prose.longest_sentence
    for passage in passages:
        for start, end in passage.sentences() if passage.kind in TEXT else ():
            words = count_words(passage.heard[start:end])
            if words > most:
                message = f"this sentence has {words} words; {most} are as many as people follow"
                hint = "say it in two sentences, or set the points as a list"
                yield Diagnostic("sentence-too-long", passage.place(start, end), message, hint)


def link_texts(source: ReportSource) -> Iterator[Diagnostic]:
    """The words of a link say where it goes. Why: many people hear the links of a page one after the other.

    Errors: link-text.
    """
    yield from find_link_texts(_passages(source))


def find_link_texts(passages: Iterable[Passage]) -> Iterator[Diagnostic]:
    """The same in any passages. Errors: link-text."""
    for passage in passages:
        for match in _LINK.finditer(passage.typed):
            words = (match[1] or match[2]).strip(" *_.…»>→:!")
            if _SAYS_NOTHING.fullmatch(words):
                message = f"“{words}” does not say where the link goes"
            elif _WEB_ADDRESS.match(words):
                message = "a web address stands in the place of words"
            else:
                continue
            hint = "name what the reader finds there: [minutes of the board](https://…)"
            yield Diagnostic("link-text", passage.place(*match.span()), message, hint)


def _passages(source: ReportSource) -> Iterator[Passage]:
    for page in source.pages.values():
        yield from page.passages


@lru_cache(maxsize=32)
def _terms(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these terms, also in the plural; the longest first, so that it counts where one begins with another."""
    ordered = sorted(terms, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, term.split())) for term in ordered)
    return re.compile(rf"(?<![\w-])({either})(s?)(?!\w)", re.IGNORECASE)


def _found(terms: Mapping[str, str], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Where one of the terms stands, with what is right in its place: as large or small, as many or single."""
    rights = {term.casefold(): right for term, right in terms.items()}
    for match in _terms(tuple(terms)).finditer(text) if terms else ():
        right = rights[" ".join(match[1].split()).casefold()] + match[2]
        yield match, right[0].upper() + right[1:] if match[0][0].isupper() else right


def _abbreviations(text: str) -> set[str]:
    return {match[1] for match in _ABBREVIATION.finditer(text)}


def _of_tables(source: ReportSource) -> set[str]:
    """What the tables and their notes use."""
    words = [f"{note.term} {note.text}" for note in source.edition.notes.values()]
    for table in source.edition.shape.tables.values():
        words += [table.caption, *(row.label for row in table.rows.values())]
        words += [column.label for column in table.columns.values()]
    return _abbreviations(" ".join(words))


def _first_uses(page: Page, known: set[str]) -> Iterator[Diagnostic]:
    """Abbreviations that a page is the first to use, and does not explain there; all of them are known afterwards."""
    for passage in page.passages:
        for match in _ABBREVIATION.finditer(passage.heard) if passage.kind in TEXT else ():
            if _REFERENCE.match(passage.heard, match.end()):
                continue
            if match[1] not in known and not (_is_explained(passage.heard, match) or PLACEHOLDER.fullmatch(match[0])):
                message = f"“{match[0]}” is not explained where the report first uses it"
                hint = f"write its words, and ({match[0]}) behind them"
                yield Diagnostic("abbreviation-unexplained", passage.place(*match.span()), message, hint)
            known.add(match[1])


def _is_explained(text: str, match: re.Match[str]) -> bool:
    """Whether an abbreviation stands in brackets behind its words, or its words in brackets behind it."""
    before, after = text[max(0, match.start() - 80) : match.start()], text[match.end() : match.end() + 200]
    # (DTC), ('DTC'), (London MAPPA)
    in_brackets = re.search(r"\w[”’\"'*_]*\s\((?:the )?(?:[A-Z][\w’-]{0,20} ){0,3}[“‘\"'*_]*$", before)
    if in_brackets and re.match(r"[”’\"'*_]*[),;]", after):
        return True
    if match[1] in _RANKS and re.match(r" [A-Z][a-z]", after):
        return True
    return bool(re.match(r"\s\((?:the )?[A-Za-z][\w’&-]*\s[^()]+\)", after))
