"""The rules for the words of pages and of national wording, one function each, named in `WORD_RULES`.

Comes in: an edition, and the passages of a page or of its own. Goes out: diagnostics. Which words are meant stands in the edition.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from reportgen.check.checked import Checked, Rule
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.edition import Edition
from reportgen.read.passages import Passage, count_words
from reportgen.read.run_together import begins_point

TEXT = frozenset({"text", "lead", "notice"})
_LINK = re.compile(r"(?<!!)\[([^\[\]]{1,300})\](?=\(|\[(?!\^))|<(https?://[^\s<>]{1,300})>")
_SAYS_NOTHING = re.compile(
    r"(?:click |download )?here|click|(?:this |the )?(?:web ?)?(?:link|page|site|document|download)s?|"
    r"(?:read |see |learn |find out )?more(?: information)?|this|details|further information|"
    r"(?:cliciwch )?yma|(?:darllen )?mwy|rhagor|dolen",
    re.IGNORECASE,
)
_REST_OF_LAW = re.compile(
    r"(?: [A-Z][a-z]+| \([^()]{1,60}\)| (?:and|of|the|etc\.)){0,8} (?:Act|Bill|Order|Regulations|Rules)\b"
)
# Words of a paragraph that tells how a body or an order was called before; of people nobody tells that.
_FORMERLY = re.compile(
    r"\b(?:former(?:ly)?|previously|until|before|since|then|used to|abolished|replaced|took (?:over|the place)|succeeded|became|old|merged|"
    r"no longer|(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
_SMALL_WORD = re.compile(r"\b[a-z]{4,}")
# A word behind a noun that is no verb by its ending, and is none of those that go on with the sentence.
_BEHIND = re.compile(r" ([a-z]{3,}(?<!s)(?<!ed)(?<!ing)(?<!ly))\b")
_NO_NOUNS = frozenset(
    """
    about after although and are back because before began being but came can cannot chose could did from gave got had has have
    here himself into knew left lost made may met might must near nor not now off once only out over put sent shall should spoke
    than that the then there though through told took under until upon was well went were when where which while who whom whose
    will with within without would wrote
    """.split()  # noqa: SIM905 - words are read and kept in order more easily than a list of them
)
_SLANTED = re.compile(r"(?<![\w*])(\*|_)(?=[^\s*_])[^*_]{1,200}(?<=[^\s*_])\1(?![\w*])")
_WEB_ADDRESS = re.compile(r"(?:https?://|www\.)\S+\Z", re.IGNORECASE)


def in_pages(rule: "WordRule") -> Rule:
    """A rule for words, as one for each page of a report.

    Why: what the edition itself misspells is no slip of a page; a check of the edition tells it.
    """

    def of_pages(checked: Checked) -> Iterator[Diagnostic]:
        source = checked.source
        own = _own_words(source.edition)
        for page in source.pages.values():
            for diagnostic in rule(source.edition, page.passages):
                if diagnostic.slug != "misspelt-term" or diagnostic.place.words not in own:
                    yield diagnostic

    return of_pages


def outdated_words(edition: Edition, passages: tuple[Passage, ...]) -> Iterator[Diagnostic]:
    """No word of another year's edition, but in names and titles that keep it. Errors: outdated-word."""
    prose = edition.shape.prose
    for passage in passages:
        heard = passage.heard
        if prose.still_used:
            heard = _terms(prose.still_used).sub(lambda match: " " * len(match[0]), heard)
        for match, right in _found(prose.outdated, heard):
            if _stays(passage, heard, match):
                continue
            # Who writes of both terms tells them apart; of people, only one word is meant.
            is_part = right.casefold() in match[0].casefold()
            if " " in right and not is_part and any(_terms((right,)).search(other.heard) for other in passages):
                continue
            message = f"edition {edition.name} no longer says “{match[0]}”"
            yield Diagnostic("outdated-word", passage.place(*match.span()), message, f"write “{right}”")


def _stays(passage: Passage, heard: str, match: re.Match[str]) -> bool:
    """Whether a word is right where it stands: in a name, post or title, in marks, or in what tells how a body was called before."""
    # Headings in which every word begins with a capital tell nothing of names.
    may_be_name = passage.kind != "heading" or _SMALL_WORD.search(heard) is not None
    marks = heard[match.start() - 1 : match.start()] + heard[match.end() : match.end() + 1]
    return (
        (may_be_name and _is_in_name(heard, match))
        or _is_part_of_a_post(heard, match)
        or _is_in_title(heard, match.start())
        or passage.is_quoted(match.start())
        or marks in ("''", "‘’")
        or (" " in match[1] and _FORMERLY.search(heard) is not None)
    )


def _is_in_name(text: str, match: re.Match[str]) -> bool:
    """Whether a word is a part of a name or title, such as Young Offender Institution: it and a word beside it are capitalised."""
    if not match[0][0].isupper():
        return False
    if _REST_OF_LAW.match(text, match.end()):
        return True
    # A term of several words is a name itself, also behind the name of a place.
    if " " in match[1]:
        return False
    before = re.search(r"([^\s.!?:;]) ([A-Z][a-z]+) \Z", text[max(0, match.start() - 60) : match.start()])
    return bool(before or re.match(r" [A-Z][a-z]+", text[match.end() : match.end() + 40]))


def _is_part_of_a_post(text: str, match: re.Match[str]) -> bool:
    """Whether a word for one person says of which kind a post or thing is, as in offender supervisor: a noun stands behind it."""
    behind = _BEHIND.match(text, match.end())
    return not match[2] and " " not in match[1] and behind is not None and behind[1] not in _NO_NOUNS


def _is_in_title(text: str, at: int) -> bool:
    """Whether a word stands in the name of a work, which is slanted: *Managing dangerous offenders*."""
    return any(match.start() < at < match.end() for match in _SLANTED.finditer(text))


@lru_cache(maxsize=32)
def _own_words(edition: Edition) -> str:
    """All that an edition prints."""
    sections = (section.template for section in edition.sections.values())
    return "\n".join((*sections, *(note.text for note in edition.notes.values())))


def misspelt_terms(edition: Edition, passages: tuple[Passage, ...]) -> Iterator[Diagnostic]:
    """Terms are spelt as the edition spells them. Errors: misspelt-term."""
    for passage in passages:
        for match, right in _found(edition.shape.prose.misspelt, passage.heard):
            # Words that are no abbreviation may stand in small letters: a duty to cooperate.
            right = right.lower() if " " in right and match[0].islower() else right
            if match[0] != right:
                message = f"“{match[0]}” is not how this is spelt"
                yield Diagnostic("misspelt-term", passage.place(*match.span()), message, f"write “{right}”")


def long_sentences(edition: Edition, passages: tuple[Passage, ...]) -> Iterator[Diagnostic]:
    """No sentence is longer than the edition allows. Errors: sentence-too-long."""
    most = edition.shape.prose.longest_sentence
    for passage in passages:
        for start, end in passage.sentences() if passage.kind in TEXT else ():
            # Each word takes a letter and a space at least.
            words = count_words(passage.heard[start:end]) if end - start > 2 * most else 0
            if words > most and not _holds_points(passage, start, end):
                message = f"this sentence has {words} words; {most} are as many as people follow"
                hint = "say it in two sentences, or set the points as a list"
                yield Diagnostic("sentence-too-long", passage.place(start, end), message, hint)


def _holds_points(passage: Passage, start: int, end: int) -> bool:
    """Whether lines of a sentence begin as points of a list do, or hold the cells of a table, which is told as that."""
    if "\t" in passage.typed[start:end]:
        return True
    lines = [passage.typed[offset:] for offset, _, _ in passage.starts if start <= offset < end]
    return any(map(begins_point, lines))


def link_texts(_: Edition, passages: tuple[Passage, ...]) -> Iterator[Diagnostic]:
    """The words of a link say where it goes. Why: many people hear the links of a page one after the other.

    Errors: link-text.
    """
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


WordRule = Callable[[Edition, tuple[Passage, ...]], Iterator[Diagnostic]]
WORD_RULES: tuple[WordRule, ...] = (outdated_words, misspelt_terms, long_sentences, link_texts)


@lru_cache(maxsize=32)
def _terms(terms: tuple[str, ...]) -> re.Pattern[str]:
    """Any of these terms, also in the plural; the longest first, so that it counts where one begins with another."""
    ordered = sorted(terms, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, term.split())) for term in ordered)
    return re.compile(rf"(?<![\w-])({either})(s?)(?!\w)", re.IGNORECASE)


def _found(terms: Mapping[str, str], text: str) -> Iterator[tuple[re.Match[str], str]]:
    """Where one of the terms stands, with what is right in its place: as large or small, as many or single."""
    for match in _terms(tuple(terms)).finditer(text) if terms else ():
        term = " ".join(match[1].split()).casefold()
        right = next(right for one, right in terms.items() if one.casefold() == term) + match[2]
        yield match, right[0].upper() + right[1:] if match[0][0].isupper() else right
