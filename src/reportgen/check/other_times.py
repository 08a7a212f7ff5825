"""Times of other years in pages, which may be left over from an earlier report.

Comes in: all that was written for a report. Goes out: diagnostics. Precision comes first: pages tell of other years on purpose
far more often than by mistake, so a time is told only where nothing around it says why it is there.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from reportgen.check.checked import Checked
from reportgen.core.diagnostic import Diagnostic, Place
from reportgen.core.messages import MONTHS
from reportgen.core.names import Period
from reportgen.read.located_yaml import find_place
from reportgen.read.passages import Passage
from reportgen.read.source import ReportSource

_YEAR_LABEL = re.compile(r"(?<![\d/–-])(20\d\d)\s?[/–-]\s?(\d\d|20\d\d)\b(?![/–-]\d)")
_YEAR_START = re.compile(r"\b1(?:st)? April (20\d\d)\b")
_YEAR_END = re.compile(r"\b31(?:st)? March (20\d\d)\b")
_MONTH = re.compile(rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?({'|'.join(MONTHS)})\s+(20\d\d)\b")
# A year by itself may be that of a law or a plan; after these words it is a time.
_YEAR = re.compile(
    r"\b(?:in|during|throughout|for|over|of|spring|summer|autumn|winter|early|late|mid)[\s-]+(20\d\d)\b(?![/–-]\d)",
    re.IGNORECASE,
)
# Years but those of laws.
_ANY_YEAR = re.compile(r"(?<!Act )(?<!Order )(?<!Regulations )\b(20\d\d)\b")
# Words of a sentence that holds this year against another, and means that year.
_COMPARES = re.compile(
    r"\b(?:had been|had \w+ed|than|against|compar(?:ed|ing|ison)|versus|vs|whereas|although|previously|earlier|more|fewer|less|"
    r"higher|lower|(?:it|this|they|there) (?:was|were)|(?:up|down) from|rise[ns]?|rose|f[ae]ll(?:en|s)?|gr[eo]w[ns]?|growth|"
    r"increas(?:es?|ed|ing)|decreas(?:es?|ed|ing)|reduc(?:ed|tions?)|drop(?:ped|s)?|improve(?:d|ments?)|doubled|halved|"
    r"look(?:s|ed|ing)? back|audit of|went from|this year(?!,? 20)|(?:our|last|previous|earlier) (?:annual )?report)\b",
    re.IGNORECASE,
)
# Words right before a time from which, or up to which, something went on.
_BOUND = re.compile(r"\b(?:since|until|before|after)\s+(?:the \w+ of\s+)?\Z", re.IGNORECASE)
# Words of a sentence that tells when something began or came out that is still there, or what came before something.
_BEGAN = re.compile(
    r"\b(?:began|begun|since|founded|set up|established|created|introduced|introduction|launch(?:ed)?|started|opened|"
    r"appoint(?:ed|ments?)|joined|took (?:over|up)|came into|published|following|after|decided|agreed|adopted|approved|signed|recommended)\b",
    re.IGNORECASE,
)
# Words of a sentence that tells what has happened, and those of a page that tells what is to come.
_HAPPENED = re.compile(r"\b(?:was|were|had|took|held|met|rose|fell|said|promised|set out)\b", re.IGNORECASE)
_AHEAD = re.compile(
    r"\b(?:will|shall|’ll|plans?|planned|next|aims?|intend|ahead|future|priorit(?:y|ies)|upcoming|forthcoming|due|expect|until|by)\b",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\([^()]{0,200}\)")
# Words of a sentence that tells what a report is on, or what is to come, so that its time is expected to be no earlier one.
_OWN = re.compile(
    r"\b(?:this report|covers|covering|will|shall|welcome to|(?:to|I|we) (?:introduce|present))\b", re.IGNORECASE
)
# Words of a sentence that tells how something stands, and not how it stood.
_STANDS = re.compile(r"\b(?:is|are|am)\b", re.IGNORECASE)
_REPORT = re.compile(r"\b(?:report|account|covers?|covering|this year)\b", re.IGNORECASE)
# What is planned for the year that a report is on was planned before it, and lies behind.
_PLANNED = re.compile(
    r"\b(?:(?:we|I|board|SMB) (?:plan|intend|aim|hope|will|shall)\b|looks? forward to|plans for)", re.IGNORECASE
)
# How a sentence begins that tells the state of things on a day.
_DAY_FIRST = re.compile(r"(?:As )?(?:at|on|of) (?:31(?:st)? March|1(?:st)? April) ", re.IGNORECASE)
# What lies further back is history, and no slip.
_FURTHEST_BACK = 2
# Headings say what a page is about, so that what stands in brackets there counts as well.
_HEADS = frozenset({"title", "heading", "byline"})


@dataclass(frozen=True, slots=True)
class _Time:
    """A reporting year that words name, and where. Shape: `meant` is what this year's report says in its place."""

    start: int
    end: int
    year: int
    meant: str


def other_years(checked: Checked) -> Iterator[Diagnostic]:
    """A page, or the line that says where the figures come from, may be last year's if it names another reporting year.

    Errors: wrong-year.
    """
    source = checked.source
    period = source.figures.period
    if source.edition.shape.period != "reporting year":
        return
    after = source.edition.period(source.key.year + 1).label
    for passage, around, is_mixed in _passages(source):
        times = _named(passage.heard, period)
        years = {time.year for time in _named(around, period)} if times else set()
        for time in times:
            place = passage.place(time.start, time.end)
            if time.year == period.year:
                if _is_planned(passage, time, period):
                    message = f"a plan for {passage.heard[time.start : time.end]} stands in the report on that year"
                    yield Diagnostic("wrong-year", place, message, f"if the next year is meant, write {after}")
                continue
            # On a page with this year too, words may tell of another; how things stand on its first or last day hardly.
            may_tell = is_mixed and passage.kind != "row" and not _is_of_now(passage, time, period)
            is_doubtful = _is_doubtful(passage, time.start, is_mixed=may_tell)
            if time.year >= period.year - _FURTHEST_BACK and (
                _is_own_period(passage, time, times, period)
                or (is_doubtful and not _is_on_purpose(passage, time, years, period))
            ):
                yield _diagnostic(passage.heard, time, place, period)
    # Further lines of a figures file may well tell of earlier years.
    place = find_place(source.figures.tree, "source")
    line = (place.source_line or "").split(" #")[0]
    for time in _named(line, period):
        if time.year != period.year:
            yield _diagnostic(line, time, Place(place.file, place.line, time.start + 1, time.end - time.start), period)


def dates_of_last_year(checked: Checked) -> Iterator[Diagnostic]:
    """No day, month or year of the year before, which may be left over from its report.

    Why: the year before by its own name, or by its first or last day, is told as another year.
    Errors: date-of-last-year.
    """
    source = checked.source
    if source.edition.shape.period != "reporting year":
        return
    last, period = source.edition.period(source.key.year - 1), source.figures.period
    for passage, _, is_mixed in _passages(source):
        found = sorted(_dates(passage.heard, period))
        for start, end, year in found:
            sentence = passage.sentence(start)
            later = any(other[2] >= period.year and other[0] > start for other in found)
            if year != last.year or later or _is_history(passage, start, sentence, last.year):
                continue
            if not _is_doubtful(passage, start, is_mixed=is_mixed):
                continue
            message = f"“{passage.heard[start:end]}” lies in the year before, {last.label}"
            hint = f"look whether this is left over from last year’s report; this one is on {period.label}"
            yield Diagnostic("date-of-last-year", passage.place(start, end), message, hint)


def _passages(source: ReportSource) -> Iterator[tuple[Passage, str, bool]]:
    """Every passage that may name a year, with the words around it that tell what is meant, and whether its page has this year too.

    Shape: around a row stand those of its table.
    """
    period = source.figures.period
    for page in source.pages.values():
        is_mixed = any(_has_this_year(passage, period) for passage in page.passages if "20" in passage.heard)
        caption = ""
        for kind, group in groupby(page.passages, key=lambda passage: passage.kind):
            passages = list(group)
            table = " ".join([caption, *(passage.heard for passage in passages)]) if kind == "row" else ""
            for passage in passages:
                if "20" in passage.heard:
                    yield passage, table or passage.heard, is_mixed
            caption = passages[-1].heard


def _has_this_year(passage: Passage, period: Period) -> bool:
    """Whether a passage tells of this year, and not of what is to come in it, as last year's page does."""
    times = [start for start, _, year in _dates(passage.heard, period) if year == period.year]
    return any(not _AHEAD.search(passage.sentence(start)) for start in times)


def _is_doubtful(passage: Passage, at: int, *, is_mixed: bool) -> bool:
    """Whether a time may be left over: on a page without this year, in a heading, and in what the writers say of themselves."""
    return not is_mixed or passage.kind in _HEADS or _OWN.search(passage.sentence(at)) is not None


def _is_planned(passage: Passage, time: _Time, period: Period) -> bool:
    """Whether words plan for the year that is over, as the report before this one could."""
    sentence = passage.sentence(time.start)
    is_plan = time.meant == period.label and _PLANNED.search(sentence) and not _HAPPENED.search(sentence)
    return bool(is_plan) and not passage.is_quoted(time.start)


def _is_own_period(passage: Passage, time: _Time, times: list[_Time], period: Period) -> bool:
    """Whether words say what the report is on, by the first and the last day of a year."""
    days = {other.meant for other in times if other.year == time.year} - {period.label}
    is_report = _REPORT.search(passage.sentence(time.start)) is not None
    return len(days) > 1 and is_report and not passage.is_quoted(time.start)


def _is_of_now(passage: Passage, time: _Time, period: Period) -> bool:
    """Whether the first or last day of a year begins its sentence, or is the day on which something stands."""
    if time.meant == period.label:
        return False
    sentence = passage.sentence(time.start)
    if _DAY_FIRST.match(sentence):
        return True
    return _STANDS.search(sentence) is not None and not _HAPPENED.search(sentence)


def _named(text: str, period: Period) -> list[_Time]:
    """The reporting years that words name, also by their first or last day."""
    return [
        *(_Time(*match.span(), int(match[1]), period.label) for match in _YEAR_LABEL.finditer(text)),
        *(_Time(*match.span(), int(match[1]), f"1 April {period.start.year}") for match in _YEAR_START.finditer(text)),
        *(_Time(*match.span(), int(match[1]) - 1, f"31 March {period.end.year}") for match in _YEAR_END.finditer(text)),
    ]


def _diagnostic(text: str, time: _Time, place: Place, period: Period) -> Diagnostic:
    message = f"“{text[time.start : time.end]}” stands in a report on {period.label}"
    return Diagnostic("wrong-year", place, message, f"if this year is meant, write {time.meant}")


def _is_on_purpose(passage: Passage, time: _Time, years: set[int], period: Period) -> bool:
    """Whether a reporting year other than this one is meant. Shape: `years` are all that are named around it."""
    sentence = passage.sentence(time.start)
    if time.year > period.year:
        return not _HAPPENED.search(sentence) or _AHEAD.search(passage.heard) is not None
    if period.year in years:
        return True
    if passage.kind not in _HEADS and _is_in_brackets(passage.heard, time.start):
        return True
    return _is_history(passage, time.start, sentence, time.year)


def _is_history(passage: Passage, start: int, sentence: str, year: int) -> bool:
    """Whether a sentence tells of a time on purpose: it compares, quotes, tells what began then, or names further years."""
    return (
        passage.is_quoted(start)
        or _COMPARES.search(sentence) is not None
        or _BEGAN.search(sentence) is not None
        or _BOUND.search(passage.heard, max(0, start - 40), start) is not None
        or any(abs(int(match[1]) - year) > 1 for match in _ANY_YEAR.finditer(sentence))
    )


def _dates(text: str, period: Period) -> Iterator[tuple[int, int, int]]:
    """Where days, months and years stand, each with its reporting year; a year by itself counts as the one that it begins."""
    for time in _named(text, period):
        if time.year >= period.year:
            yield time.start, time.end, time.year
        text = text[: time.start] + " " * (time.end - time.start) + text[time.end :]
    for match in _MONTH.finditer(text):
        yield *match.span(), int(match[2]) - (match[1] in MONTHS[:3])
    text = _MONTH.sub(lambda match: " " * len(match[0]), text)
    for match in _YEAR.finditer(text):
        yield *match.span(1), int(match[1])


def _is_in_brackets(text: str, at: int) -> bool:
    return any(match.start() < at < match.end() for match in _BRACKETS.finditer(text))
