"""What the tool says to the person who has to mend something.

Comes in: a place in a file, a slug of the catalogue, a message. Goes out: a value that each front end tells in its way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import wraps
from typing import Concatenate, Generic, NoReturn, ParamSpec, TypeVar

from reportgen.core.catalogue import CATALOGUE, Severity

Value = TypeVar("Value")
Other = TypeVar("Other")
Given = ParamSpec("Given")
# Nobody mends more than so many things of one kind at a time, and a file made by a machine could hold a million.
MOST_TOLD = 100
_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text file as its author sees it.

    Shape: `path` is relative to the workspace, with forward slashes; `lines` are without line ends.
    """

    path: str
    # Left out of the hash, since each of many diagnostics on a long file would go through all of it.
    lines: tuple[str, ...] = field(hash=False)

    @property
    def text(self) -> str:
        """The whole text, with line ends as a single newline."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was written.

    Units: line and column count from 1, in characters; `length` is in characters; line 0 means the file as a whole.
    """

    file: SourceFile
    line: int = 0
    column: int = 0
    length: int = 1

    def __str__(self) -> str:
        return f"{self.file.path}:{self.line}:{self.column}" if self.line else self.file.path

    @property
    def short(self) -> str:
        """The place for a reader who knows the file: line and column."""
        return f"{self.line}:{self.column}"

    @property
    def source_line(self) -> str | None:
        """The line as it stands in the file, if the place has one."""
        return self.file.lines[self.line - 1] if 0 < self.line <= len(self.file.lines) else None

    @property
    def words(self) -> str:
        """What stands there, as far as it is on that line."""
        return (self.source_line or "")[max(0, self.column - 1) :][: self.length]


def whole_file(path: str) -> Place:
    """The place of a file, or folder, that has no line to show: a missing one, an empty one."""
    return Place(SourceFile(in_one_line(path), ()))


def whole_line(file: SourceFile, number: int) -> Place:
    """What stands on a line, or on the nearest that there is."""
    number = min(max(1, number), len(file.lines))
    typed = file.lines[number - 1]
    return Place(file, number, len(typed) - len(typed.lstrip()) + 1, max(1, len(typed.strip())))


def place_of_words(files: Iterable[SourceFile], words: str) -> Place | None:
    """Where words stand first in some files, within a line; None where they do not."""
    for file in files:
        for number, line in enumerate(file.lines, 1):
            if words in line:
                return Place(file, number, line.index(words) + 1, len(words))
    return None


@dataclass(frozen=True, slots=True)
class Waiver:
    """Who let a warning stand, when and why, and where that was written."""

    role: str
    day: date
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong, or may be: what is, what is expected, and where to change it.

    Shape: `slug` stands in the catalogue; `related` are the other places that take part, each with a few words; `figure` is
    the name of the one that it is about; a warning with a `waiver` stops nothing any more.
    """

    slug: str
    place: Place
    message: str
    hint: str = ""
    related: tuple[tuple[str, Place | None], ...] = field(default=())
    figure: str = ""
    waiver: Waiver | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "message", in_one_line(self.message))
        object.__setattr__(self, "hint", in_one_line(self.hint))
        object.__setattr__(self, "related", tuple((in_one_line(words), place) for words, place in self.related))

    @property
    def severity(self) -> Severity:
        """Error, warning or note, as the catalogue says; a note once it is waived."""
        return Severity.NOTE if self.waiver else CATALOGUE[self.slug].severity

    @property
    def is_error(self) -> bool:
        """Whether nothing may be written while this stands."""
        return self.severity is Severity.ERROR


def in_one_line(words: str) -> str:
    """Words that a terminal shows in one line and in their order.

    Why: messages repeat what was typed, which can be as long as a file, or tell a terminal to change its colours.
    """
    if not words.isprintable():
        words = "".join(c if c.isprintable() or c == "\xa0" else " " if c in "\t\n" else "\ufffd" for c in words)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1] + "…"


Emit = Callable[[Diagnostic], None]


@dataclass(frozen=True, slots=True)
class Outcome(Generic[Value]):
    """What a station made, and what it had to say.

    Shape: `value` is there unless an error made it impossible.
    """

    value: Value | None
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def has_errors(self) -> bool:
        """Whether any diagnostic is an error."""
        return any(diagnostic.is_error for diagnostic in self.diagnostics)

    def map(self, change: "Callable[[Value], Other]") -> "Outcome[Other]":
        """What is made of the value, where there is one, with what was said."""
        return Outcome(None if self.value is None else change(self.value), self.diagnostics)


class _Stopped(Exception):  # noqa: N818 - a way out, not a fault
    """There is nothing to go on with; what stands in the way has been said."""


class Collector:
    """Takes values out of outcomes, one station after the other, and keeps all that they had to say."""

    def __init__(self) -> None:
        self.diagnostics: list[Diagnostic] = []
        self.emit: Emit = self.diagnostics.append

    def take(self, outcome: Outcome[Value]) -> Value:
        """The value of an outcome; ends the work where it has none."""
        self.diagnostics.extend(outcome.diagnostics)
        return self.need(outcome.value)

    def need(self, value: Value | None) -> Value:
        """A value that is there; ends the work where it is not, since what stands in the way has been said."""
        if value is None:
            raise _Stopped
        return value

    def stop(self, *diagnostics: Diagnostic) -> NoReturn:
        """Ends the work with what stands in the way."""
        self.diagnostics.extend(diagnostics)
        raise _Stopped


def collecting(work: Callable[Concatenate[Collector, Given], Value]) -> Callable[Given, Outcome[Value]]:
    """A function that goes from station to station, as one whose outcome is its value, or none, with all that was said."""

    @wraps(work)
    def collected(*arguments: Given.args, **named: Given.kwargs) -> Outcome[Value]:
        collector = Collector()
        try:
            value: Value | None = work(collector, *arguments, **named)
        except _Stopped:
            value = None
        return Outcome(value, tuple(collector.diagnostics))

    return collected


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics by file, line, column and slug, each said once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.place.file.path, d.place.line, d.place.column, d.slug, d.message)))
