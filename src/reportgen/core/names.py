"""Names of reports: their kind, year and area, and the words people use for a year.

Comes in: what a person typed. Goes out: a key, or nothing where the words name no year.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\Z")
_YEAR = re.compile(r"(\d{4})(?:[/\-–](\d{2}|\d{4}))?\Z", re.ASCII)
FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_SLUG = 60
# Names of files and folders that are not those of an area or a kind.
_TAKEN = ("year", "themes")


@dataclass(frozen=True, slots=True, order=True)
class ReportKey:
    """Which report: the same path in every tree of the workspace."""

    kind: str
    year: int
    area: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.year}/{self.area}"


@dataclass(frozen=True, slots=True)
class Period:
    """The time that a report covers, both days included, and its printed name."""

    year: int
    start: date
    end: date
    label: str


def reporting_year(year: int) -> Period:
    """The year from 1 April to 31 March, printed 2024/25.

    Source: Criminal Justice Act 2003, section 326, and the published reports.
    """
    return Period(year, date(year, 4, 1), date(year + 1, 3, 31), f"{year}/{(year + 1) % 100:02d}")


def calendar_year(year: int) -> Period:
    """The year from 1 January to 31 December, printed 2013."""
    return Period(year, date(year, 1, 1), date(year, 12, 31), str(year))


def parse_year(words: str) -> int | None:
    """The year in which the period begins: 2024 for 2024, 2024/25, 2024-25 and 2024-2025; None for anything else.

    Why: 2024/26 names no reporting year, and a guess would publish the wrong one.
    """
    match = _YEAR.match(words.strip())
    if not match:
        return None
    year = int(match[1])
    second = match[2]
    if second and int(second) != (year + 1 if len(second) == 4 else (year + 1) % 100):
        return None
    return year if FIRST_YEAR <= year < LAST_YEAR else None


def slug_for(words: str) -> str | None:
    """The short name for words: st-ives-and-tees for “St. Ives & Tees”; None where they make none."""
    plain = unicodedata.normalize("NFKD", words.strip().casefold().replace("&", " and "))
    short = re.sub(r"[ _,.()-]+", "-", re.sub(r"[’'\u0300-\u036f]", "", plain)).strip("-")
    return short if SLUG.match(short) and len(short) <= LONGEST_SLUG and short not in _TAKEN else None


def plain_name(name: str) -> str:
    """A name without what people type in different ways: capitals, spaces, hyphens, the form of an apostrophe or of an accent."""
    return "".join(unicodedata.normalize("NFC", name).casefold().replace("-", " ").replace("’", "'").split())


def quoted(words: str) -> str:
    """Words as one argument of a command, between quotation marks where a shell needs them."""
    if re.fullmatch(r"[\w./~-]+", words):
        return words
    if not set(words) & set('"$`\\!'):
        return f'"{words}"'
    from shlex import quote

    return quote(words)


def closest(word: str, known: list[str], cutoff: float = 0.6) -> str | None:
    """The known word that is written much like another; None where none is. Units: 1 is for the same word, 0 for no likeness."""
    # Loaded here, since most commands never guess.
    from difflib import get_close_matches

    close = get_close_matches(word.lower(), [name.lower() for name in known], n=1, cutoff=cutoff)
    return next((name for name in known if name.lower() in close), None)


def did_you_mean(word: str, known: list[str]) -> str:
    """A hint that names the closest known word, or all of them when they are few; empty when nothing helps."""
    meant = closest(word, known)
    if meant:
        return f"did you mean “{meant}”?"
    if 0 < len(known) <= 12:
        return "known here: " + ", ".join(known)
    return ""
