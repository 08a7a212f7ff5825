"""Filling in the edition's words.

Comes in: an edition. Goes out: a function that fills in one of its texts, or says at which line it could not. The one home of Jinja.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import FunctionLoader, StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.edition import Edition
from reportgen.render.wording import long_date, possessive


class _Missing(StrictUndefined):
    """A word that is not known, told by its name and not by the classes behind it."""

    @property
    def _undefined_message(self) -> str:
        return f"“{self._undefined_name}” is not known here"


class WordingError(Exception):
    """A text of the edition could not be filled in; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """The texts of one edition, ready to be filled in. Shape: `files` by the path that an error names."""

    environment: ImmutableSandboxedEnvironment
    files: dict[str, tuple[SourceFile, int]]

    def fill(self, template: str, names: Mapping[str, object]) -> Markup:
        """A file of the edition or theme, filled in. Raises: WordingError."""
        try:
            return Markup(self.environment.get_template(template).render(names))
        except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RecursionError) as problem:
            raise WordingError(self._told(problem, None)) from problem

    def fill_words(self, words: str, place: Place, names: Mapping[str, object]) -> Markup:
        """A few words that stand at a place of edition.yaml, filled in. Raises: WordingError."""
        if "{" not in words:
            return Markup.escape(words)
        try:
            return Markup(_compiled(self, words).render(names))
        except (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, RecursionError) as problem:
            raise WordingError(self._told(problem, place)) from problem

    def _told(self, problem: Exception, place: Place | None) -> Diagnostic:
        if place is None:
            place = self._place(problem)
        message = getattr(problem, "message", None) or str(problem)
        hint = "known are area, period, year, words, details, settings, table(“…”), chart(“…”), headlines(), notes() and the filters long_date and possessive"
        return Diagnostic("template-error", place, f"the text cannot be filled in: {message}", hint)

    def _place(self, problem: Exception) -> Place:
        """The innermost line of a template that takes part in an error."""
        path, number = "", 0
        if isinstance(problem, TemplateSyntaxError):
            path, number = problem.filename or problem.name or "", problem.lineno
        trace = problem.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename in self.files:
                path, number = trace.tb_frame.f_code.co_filename, trace.tb_lineno
            trace = trace.tb_next
        if path not in self.files:
            return Place(SourceFile(path or "templates", ()))
        file, first_line = self.files[path]
        line = min(max(1, number + first_line - 1), len(file.lines))
        typed = file.lines[line - 1]
        return Place(file, line, len(typed) - len(typed.lstrip()) + 1, max(1, len(typed.strip())))


@lru_cache(maxsize=4096)
def _compiled(wording: Wording, words: str):  # type: ignore[no-untyped-def]
    return wording.environment.from_string(words)


@lru_cache(maxsize=32)
def wording_of(edition: Edition) -> Wording:
    """The texts of an edition: sections as section/NAME, templates of the theme by their file name.

    Why: what is missing is an error and not a gap, every value is escaped, and no text can reach more than it is given.
    """
    sources: dict[str, tuple[SourceFile, int, str]] = {
        name: (file, 1, file.text) for name, file in edition.templates.items()
    }
    for section in edition.sections.values():
        sources[f"section/{section.name}"] = (section.file, section.first_line, section.template)

    def load(name: str) -> tuple[str, str, None] | None:
        found = sources.get(name)
        return None if found is None else (found[2], found[0].path, None)

    environment = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
    )
    environment.filters["long_date"] = long_date
    environment.filters["possessive"] = possessive
    return Wording(environment, {file.path: (file, line) for file, line, _ in sources.values()})
