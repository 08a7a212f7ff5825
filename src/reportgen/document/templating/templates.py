"""Filling in the edition's words.

Comes in: an edition. Goes out: its texts filled in, or the line at which that could not be done.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    Undefined,
    pass_context,
)
from jinja2.runtime import Context
from markupsafe import Markup

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, whole_line
from reportgen.document.skeleton import Skeleton, Values
from reportgen.document.templating.bounds import TooMuch, bounded, concatenated, spend
from reportgen.document.templating.sandbox import Branches, Sandbox, make_sandbox
from reportgen.read.edition import Edition
from reportgen.tree.markdown_reader import MarkdownText

# What a library says when it is given something that it cannot do; anything else is a fault of ours.
_FAULTS = (
    *(TemplateError, TooMuch, ArithmeticError, TypeError, ValueError, LookupError),
    *(AttributeError, RecursionError, MemoryError, SyntaxError),
)
_WORDING_HINT = 'known are area, period, year, source, words, details, settings, table("…"), chart("…"), headlines(), findings(), notes(), figure("…"), one_in("…") and the filters long_date and possessive'
# What the library says of the slips that writers make most, and what they are told.
_SLIPS = (
    (
        re.compile("unexpected char '[“”‘’]'"),
        'the quotation marks beside a name are straight ones, as in table("name")',
    ),
    (re.compile("end of print statement|unexpected '}'"), "what begins with {{ is not ended by }}, or {% not by %}"),
    (re.compile("end of statement block', got '='"), "what is to be equal has two equals signs between: =="),
    (re.compile("end of template.*'if'"), "what begins with {% if … %} is not ended by {% endif %}"),
    (re.compile("unknown tag 'e(?:ndif|lse|lif)'"), "no {% if … %} stands before this"),
)
_VALUES = "_values"
# Marks a filter that is given the names that the template was filled in with, before its value.
with_names = pass_context
_Filled = TypeVar("_Filled")
_Sources = tuple[tuple[str, tuple[SourceFile, int, str]], ...]
# What is printed is escaped where it has to be, and words that were escaped before would be taken for wording.
_UNESCAPED: dict[str, Callable[..., object]] = dict.fromkeys(("e", "escape"), lambda value: value)


class WordingError(Exception):
    """A text of the edition could not be filled in; carries the diagnostic."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(diagnostic.message)
        self.diagnostic = diagnostic


@dataclass(frozen=True, slots=True, eq=False)
class Templates:
    """The texts of one edition, or the partials of its theme, ready to be filled in.

    Shape: `files` by the path that an error names, each with the line on which its text begins; `paths` by name; `hint`
    says what is known in them; `parsed` sections by name and filled text, each with the blocks that hold a mark.
    """

    environment: Sandbox
    files: dict[str, tuple[SourceFile, int]]
    paths: dict[str, str]
    hint: str
    compiled: dict[str, Template] = field(default_factory=dict)
    partials: dict[str, tuple[Template, dict[str, Any]]] = field(default_factory=dict)
    parsed: dict[tuple[str, str], tuple[MarkdownText, frozenset[int]]] = field(default_factory=dict)

    def fill(self, template: str, names: Mapping[str, object]) -> Markup:
        """A file, filled in. Raises: WordingError."""
        return self._guarded(template, lambda: Markup(self.environment.get_template(template).render(names)))

    def fill_partial(self, template: str, names: Mapping[str, object]) -> str:
        """A part of a file that is being filled in; what goes wrong is told by that. Raises: the library's own exceptions.

        Why: a report has a thousand, so each is looked up once, and its context is made of one dictionary.
        """
        if template not in self.partials:
            found = self.environment.get_template(template)
            self.partials[template] = found, dict(found.globals)
        spend()
        partial, known = self.partials[template]
        return concatenated(partial.root_render_func(partial.new_context({**known, **names}, shared=True)))

    def fill_skeleton(self, template: str, names: Mapping[str, object]) -> Skeleton:
        """A section as its Markdown, in which each value is a mark, and the values. Raises: WordingError."""
        values: Values = []
        text = self.fill(template, {**names, _VALUES: values})
        return Skeleton(str(text), tuple(values))

    def fill_block(self, template: str, block: str, names: Mapping[str, object]) -> Markup | None:
        """One block of a template, filled in; None where it has no such block. Raises: WordingError."""

        def filled() -> Markup | None:
            found = self.environment.get_template(template)
            if block not in found.blocks:
                return None
            return Markup("".join(found.blocks[block](found.new_context(dict(names)))))

        return self._guarded(template, filled)

    def fill_words(self, words: str, place: Place, names: Mapping[str, object]) -> str:
        """A few words that stand at a place of edition.yaml, filled in. Raises: WordingError."""
        if "{" not in words:
            return words
        try:
            with bounded():
                if words not in self.compiled:
                    self.compiled[words] = self.environment.from_string(words)
                return str(Markup(self.compiled[words].render(names)).unescape())
        except _FAULTS as problem:
            raise WordingError(_diagnostic(problem, place, self.hint)) from problem

    def _guarded(self, template: str, work: Callable[[], _Filled]) -> _Filled:
        try:
            with bounded():
                return work()
        except _FAULTS as problem:
            raise WordingError(_diagnostic(problem, self._place(problem, template), self.hint)) from problem

    def _place(self, problem: Exception, template: str) -> Place:
        """The innermost line of a template that takes part in an error, or else the first of the one that was asked for."""
        path, number = self.paths.get(template, ""), 1
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
        return whole_line(file, number + first_line - 1)


def _diagnostic(problem: Exception, place: Place, hint: str) -> Diagnostic:
    message = getattr(problem, "message", None) or str(problem) or type(problem).__name__
    if isinstance(problem, RecursionError | MemoryError | SyntaxError):
        message = "parts of it stand inside one another too deeply"
    elif isinstance(problem, TemplateNotFound):
        message = f"there is no template “{problem.name}” here"
    elif isinstance(problem, TemplateSyntaxError):
        message = next((told for pattern, told in _SLIPS if pattern.search(message)), message)
    return Diagnostic("template-error", place, f"the text cannot be filled in: {message}", hint)


@pass_context
def _marked_or_shown(context: Context, value: Any) -> Any:
    """What is put in the place of a value: in a section its mark, elsewhere its words. Raises: TypeError, TooMuch."""
    values = context.get(_VALUES)
    if values is None or isinstance(value, Undefined):
        return shown(value)
    spend(letters=len(value) if isinstance(value, str) else 0)
    return Skeleton.mark_of(value, values)


def shown(value: Any) -> Any:
    """The words that a value is printed with. Raises: TypeError, TooMuch; the library's own for what is not known."""
    if isinstance(value, str):
        spend(letters=len(value))
        return value
    spend()
    return str(value) if isinstance(value, Undefined) else Skeleton.words_of(value)


def wording_of(edition: Edition) -> Templates:
    """The texts of an edition: sections as section/NAME, and its own cover as report.html.j2.

    Why: what is missing is an error and not a gap, every value is escaped, and no text can reach more than it is given.
    """
    return _wording(_wording_sources(edition))


def traced_wording(edition: Edition, branches: Branches) -> Templates:
    """The same, which counts the branches that are taken."""
    return read_templates(dict(_wording_sources(edition)), _UNESCAPED, _WORDING_HINT, branches, _marked_or_shown)


@lru_cache(maxsize=32)
def _wording(sources: _Sources) -> Templates:
    return read_templates(dict(sources), _UNESCAPED, _WORDING_HINT, written=_marked_or_shown)


def _wording_sources(edition: Edition) -> _Sources:
    """Each text with its file, the line on which it begins, and its words."""
    sections = tuple(
        (f"section/{section.name}", (section.file, section.first_line, section.template))
        for section in edition.sections.values()
    )
    return (*sections, ("report.html.j2", (edition.cover, 1, edition.cover.text))) if edition.cover else sections


def read_templates(
    sources: Mapping[str, tuple[SourceFile, int, str]],
    filters: Mapping[str, Callable[..., object]],
    hint: str,
    branches: Branches | None = None,
    written: Callable[..., object] = shown,
) -> Templates:
    """Templates by name.

    Shape: each source is the file that an error names, the line on which its text begins, and the text; `written` gives what
    is put in the place of each value.
    """

    def load(name: str) -> tuple[str, str, None] | None:
        found = sources.get(name)
        return None if found is None else (found[2], found[0].path, None)

    environment = make_sandbox(load, filters, written)
    files = {file.path: (file, line) for file, line, _ in sources.values()}
    if branches is not None:
        environment.branches, environment.files = branches, files
        environment.globals["_taken"] = branches.taken.add
    return Templates(environment, files, {name: file.path for name, (file, _, _) in sources.items()}, hint)


def fill_own(template: str, names: Mapping[str, object]) -> str:
    """A page of the program's own, such as what changed, filled in. Shape: `template` is its path in the package.

    Why: what is missing is a fault, every value is escaped.
    """
    return _own_environment().get_template(template).render(names)


@lru_cache(maxsize=1)
def _own_environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parents[2]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
