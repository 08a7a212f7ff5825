"""What the tool says to the person who has to mend something.

Comes in: a place in a file, a slug of the catalogue, a message. Goes out: a value that each front end tells in its way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from reportgen.core.catalogue import CATALOGUE, Severity

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One text file as its author sees it.

    Shape: `path` is relative to the workspace, with forward slashes; `lines` are without line ends.
    """

    path: str
    lines: tuple[str, ...]

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


def whole_file(path: str) -> Place:
    """The place of a file, or folder, that has no line to show: a missing one, an empty one."""
    return Place(SourceFile(path, ()))


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One thing that is wrong, or may be: what is, what is expected, and where to change it.

    Shape: `slug` stands in the catalogue; `related` are the other places that take part, each with a few words.
    """

    slug: str
    place: Place
    message: str
    hint: str = ""
    related: tuple[tuple[str, Place | None], ...] = field(default=())

    @property
    def severity(self) -> Severity:
        """Error or warning, as the catalogue says."""
        return CATALOGUE[self.slug].severity

    @property
    def is_error(self) -> bool:
        """Whether nothing may be written while this stands."""
        return self.severity is Severity.ERROR


Say = Callable[[Diagnostic], None]


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
        return any(said.is_error for said in self.diagnostics)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The diagnostics by file, line, column and slug, each said once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.place.file.path, d.place.line, d.place.column, d.slug, d.message)))
