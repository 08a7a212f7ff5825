"""What was left over from last year's pages: dates, paragraphs and figures.

Comes in: all that was written for a report, and the figures of both years. Goes out: diagnostics.
"""

import re
from collections.abc import Iterator

from reportgen.check.prose import TEXT
from reportgen.check.writing import COMPARES, OTHER_YEARS
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.messages import MONTHS
from reportgen.read.pages import Page
from reportgen.read.passages import Passage, count_words
from reportgen.read.source import ReportSource

# Of fewer words, two people may well write the same.
FEWEST_WORDS = 12
_MONTH = re.compile(rf"\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?({'|'.join(MONTHS)})\s+(20\d\d)\b")
# A year by itself may be that of a law or a plan; after these words it is a time.
_YEAR = re.compile(
    r"\b(?:in|during|throughout|for|over|of|spring|summer|autumn|winter|early|late|mid)[\s-]+(20\d\d)\b(?![/–-]\d)",
    re.IGNORECASE,
)
# Words of a sentence that tells when something began that goes on.
_BEGAN = re.compile(r"\b(?:began|begun|since|founded|set up)\b", re.IGNORECASE)


def dates_of_last_year(source: ReportSource) -> Iterator[Diagnostic]:
    """No day, month or year of the year before, which may be left over from its report.

    Why: the year before by its own name, or by its first or last day, is told as another year.
    Errors: date-of-last-year.
    """
    if source.edition.shape.period != "reporting year":
        return
    last = source.edition.period(source.key.year - 1)
    years_of_last = (str(last.start.year), str(last.end.year))
    for page in source.pages.values():
        for passage in page.passages:
            heard = passage.heard
            if not any(year in heard for year in years_of_last):
                continue
            for pattern in OTHER_YEARS:
                heard = pattern.sub(lambda match: " " * len(match[0]), heard)
            found = [match.span() for match in _MONTH.finditer(heard) if _reporting_year(match) == last.year]
            heard = _MONTH.sub(lambda match: " " * len(match[0]), heard)
            begun = [span for span in passage.sentences() if _BEGAN.search(passage.heard, *span)]
            years = [match.span(1) for match in _YEAR.finditer(heard) if int(match[1]) == last.year]
            found += [year for year in years if not any(start <= year[0] < end for start, end in begun)]
            comparing = [span for span in passage.sentences() if COMPARES.search(passage.heard, *span)]
            for start, end in found:
                if any(begin <= start < stop for begin, stop in comparing):
                    continue
                message = f"“{passage.heard[start:end]}” lies in the year before, {last.label}"
                hint = f"look whether this is left over from last year’s report; this one is on {source.figures.period.label}"
                yield Diagnostic("date-of-last-year", passage.place(start, end), message, hint)


def unchanged_paragraphs(source: ReportSource) -> Iterator[Diagnostic]:
    """No paragraph is the same, word for word, as one of last year's pages; a page that is the same is told once.

    Why: a paragraph that prints figures by name has new ones.
    Errors: unchanged-paragraph.
    """
    before = {_words(passage): passage for passage in source.former_words if _is_paragraph(passage)}
    label = source.edition.period(source.key.year - 1).label
    hint = "look whether it still holds, and write what is new"
    for page in source.pages.values():
        same = [(passage, before[_words(passage)]) for passage in _paragraphs(page) if _words(passage) in before]
        if len(same) > 1 and len(same) == len(_paragraphs(page)):
            message = f"all {len(same)} paragraphs of this page are those of {label}, word for word"
            related = ((f"the page of {label}", same[0][1].place(0, 1)),)
            yield Diagnostic("unchanged-paragraph", same[0][0].place(0, len(same[0][0].typed)), message, hint, related)
            continue
        for passage, twin in same:
            message = f"this paragraph is the same, word for word, as in {label}"
            related = ((f"in {label}", twin.place(0, 1)),)
            yield Diagnostic("unchanged-paragraph", passage.place(0, len(passage.typed)), message, hint, related)


def _reporting_year(match: re.Match[str]) -> int:
    """The year in which the reporting year of a month begins."""
    return int(match[2]) - (match[1] in MONTHS[:3])


def _paragraphs(page: Page) -> list[Passage]:
    return [passage for passage in page.passages if _is_paragraph(passage)]


def _is_paragraph(passage: Passage) -> bool:
    is_text = passage.kind in TEXT and passage.kind != "notice" and "{{" not in passage.typed
    return is_text and count_words(passage.heard) >= FEWEST_WORDS


def _words(passage: Passage) -> str:
    """The words of a passage, without marks and capitals, so that a comma more is no change."""
    return " ".join(re.findall(r"\w+", passage.heard.casefold()))
