"""Filling in the edition's words.

Comes in: an edition. Goes out: its texts filled in, or the line at which that could not be done. The one home of Jinja.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    Template,
    TemplateError,
    TemplateSyntaxError,
    Undefined,
    nodes,
    pass_context,
    pass_eval_context,
)
from jinja2.filters import FILTERS, do_join, do_replace
from jinja2.nodes import EvalContext
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, soft_str

from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.core.wording import long_date, possessive
from reportgen.document.sandbox import TooMuch, bounded, calculated, concatenated, counted, spend, weighed, within
from reportgen.document.skeleton import Skeleton, Values
from reportgen.read.edition import Edition
from reportgen.tree.markdown_reader import MarkdownText
from reportgen.tree.walk import NODES

LONGEST_TEMPLATE = 100_000
_MOST_TAGS = 3_000
# What a library says when it is given something that it cannot do; anything else is a fault of ours.
_FAULTS = (
    *(TemplateError, TooMuch, ArithmeticError, TypeError, ValueError, LookupError),
    *(AttributeError, RecursionError, MemoryError, SyntaxError),
)
# Filters whose result is no longer than what they are given, that depend on nothing else, and end.
_FILTERS = {
    *(
        "abs",
        "capitalize",
        "count",
        "d",
        "default",
        "dictsort",
        "e",
        "escape",
        "first",
        "float",
        "groupby",
        "int",
        "items",
    ),
    *(
        "last",
        "length",
        "list",
        "lower",
        "map",
        "max",
        "min",
        "reject",
        "rejectattr",
        "reverse",
        "round",
        "safe",
        "select",
    ),
    *("selectattr", "sort", "string", "sum", "title", "trim", "unique", "upper"),
}
_METHODS = {
    *("capitalize", "count", "endswith", "find", "get", "index", "isoformat", "items", "keys", "lower", "partition"),
    *("rpartition", "split", "startswith", "strip", "title", "upper", "values", "weekday"),
}
_WORDING_HINT = "known are area, period, year, source, words, details, settings, table(“…”), chart(“…”), headlines(), findings(), notes(), figure(“…”), one_in(“…”) and the filters long_date and possessive"

_VALUES = "_values"
_FIELDS_OF_NODES = {(kind, one.name) for kind in NODES for one in fields(kind)}
# Marks a filter that is given the names that the template was filled in with, before its value.
with_names = pass_context
_Filled = TypeVar("_Filled")


class _Missing(StrictUndefined):
    """A word that is not known, told by its name and not by the classes behind it."""

    @property
    def _undefined_message(self) -> str:
        return f"“{self._undefined_name}” is not known here"


class _Counted(NodeTransformer):
    """Has every turn of a loop counted, and every text that is made of several."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        """Counts the turns."""
        node.iter = nodes.Filter(node.iter, "_counted", [], [], None, None, lineno=node.lineno)
        return self.generic_visit(node)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        """Counts what goes into a filter, by its length."""
        if node.node is not None and not node.name.startswith("_"):
            node.node = nodes.Filter(node.node, "_weighed", [], [], None, None, lineno=node.lineno)
        return self.generic_visit(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        """Looks at the length first."""
        parts = nodes.List([self.visit(part) for part in node.nodes], lineno=node.lineno)
        return nodes.Filter(parts, "_joined", [], [], None, None, lineno=node.lineno)


_Sources = tuple[tuple[str, tuple[SourceFile, int, str]], ...]
# What is printed is escaped where it has to be, and words that were escaped before would be taken for wording.
_UNESCAPED: dict[str, Callable[..., object]] = dict.fromkeys(("e", "escape"), lambda value: value)


class _Sandbox(ImmutableSandboxedEnvironment):
    """The library's sandbox with what it leaves open: time, memory, and methods that have no use in a text.

    Shape: with `branches`, those of the `files` are counted.
    """

    branches: "Branches | None" = None
    files: "Mapping[str, tuple[SourceFile, int]]" = MappingProxyType({})
    open: ClassVar[dict[tuple[type, str], bool]] = {}
    intercepted_binops = frozenset(["*", "**", "+", "%"])
    concat = staticmethod(concatenated)

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tags = source.count("{{") + source.count("{%")
        if len(source) > LONGEST_TEMPLATE or tags > _MOST_TAGS:
            message = f"it has more than {LONGEST_TEMPLATE:,} characters or {_MOST_TAGS:,} places to fill in"
            raise TemplateSyntaxError(message, 1, name, filename)
        tree = super()._parse(source, name, filename)
        _Counted().visit(tree)
        if self.branches is not None and filename and filename in self.files:
            _Marked(self.branches.places, *self.files[filename]).visit(tree)
        tree.set_environment(self)
        return tree

    def get_template(self, *arguments: Any, **named: Any) -> Template:
        """A template; also one that another takes in, which may be itself."""
        spend()
        return super().get_template(*arguments, **named)

    def call(self, context: Context, obj: Any, /, *arguments: Any, **named: Any) -> Any:
        """Calls something for a template."""
        spend()
        return super().call(context, obj, *arguments, **named)

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculates something for a template."""
        calculated(operator, left, right)
        return super().call_binop(context, operator, left, right)

    def wrap_str_format(self, value: Any) -> None:
        """Nothing: `format` is not used."""

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What belongs to a value. Why: a theme asks a node for its fields two thousand times in a report, and these are open."""
        if (type(obj), attribute) in _FIELDS_OF_NODES:
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use what belongs to a value."""
        is_harmless = not callable(value) or isinstance(value, Macro | BlockReference) or isinstance(obj, LoopContext)
        if not is_harmless and attr not in _METHODS:
            return False
        # The library looks at the kind of a value alone, which a theme asks for a thousand times in a report.
        asked = (type(obj), attr)
        if asked not in self.open:
            self.open[asked] = super().is_safe_attribute(obj, attr, value)
        return self.open[asked]


@dataclass(slots=True)
class Branches:
    """The branches of all sections of an edition, by the line on which each begins, and which of them were taken."""

    places: list[Place] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    @property
    def untaken(self) -> tuple[Place, ...]:
        """Where the branches begin that were never taken."""
        return tuple(place for number, place in enumerate(self.places) if number not in self.taken)


class _Marked(NodeTransformer):
    """Has every branch of a text say its number when it is taken; where there is no else, nothing is printed there."""

    def __init__(self, places: list[Place], file: SourceFile, first_line: int) -> None:
        self.places, self.file, self.first_line = places, file, first_line

    def visit_If(self, node: nodes.If) -> nodes.Node:
        """Marks what is printed where the condition holds, and what is printed otherwise."""
        for body in filter(None, (node.body, node.else_)):
            line = node.lineno if body is node.body else body[0].lineno
            number = nodes.Const(len(self.places), lineno=line)
            said = nodes.Call(nodes.Name("_taken", "load", lineno=line), [number], [], None, None, lineno=line)
            body.insert(0, nodes.ExprStmt(said, lineno=line))
            self.places.append(whole_line(self.file, line + self.first_line - 1))
        return self.generic_visit(node)


def _joined(parts: list[Any]) -> str:
    texts = [part if hasattr(part, "__html__") else soft_str(part) for part in parts]
    within(sum(map(len, texts)))
    return markup_join(texts)


@pass_eval_context
def _join(context: EvalContext, value: Iterable[Any], d: str = "", attribute: str | None = None) -> str:
    items = list(counted(value))
    within(len(items) * len(d) + sum(len(item) for item in items if isinstance(item, str)))
    joined: str = do_join(context, items, d, attribute)
    return joined


@pass_eval_context
def _replace(context: EvalContext, s: str, old: str, new: str, count: int | None = None) -> str:
    within(len(s) + soft_str(s).count(str(old)) * len(new))
    replaced: str = do_replace(context, s, old, new, count)
    return replaced


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

    environment: ImmutableSandboxedEnvironment
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
            raise WordingError(_told(problem, place, self.hint)) from problem

    def _guarded(self, template: str, work: Callable[[], _Filled]) -> _Filled:
        try:
            with bounded():
                return work()
        except _FAULTS as problem:
            raise WordingError(_told(problem, self._place(problem, template), self.hint)) from problem

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


def whole_line(file: SourceFile, number: int) -> Place:
    """What stands on a line, or on the nearest that there is."""
    number = min(max(1, number), len(file.lines))
    typed = file.lines[number - 1]
    return Place(file, number, len(typed) - len(typed.lstrip()) + 1, max(1, len(typed.strip())))


def _told(problem: Exception, place: Place, hint: str) -> Diagnostic:
    message = getattr(problem, "message", None) or str(problem) or type(problem).__name__
    if isinstance(problem, RecursionError | MemoryError | SyntaxError):
        message = "parts of it stand inside one another too deeply"
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

    environment = _Sandbox(
        loader=FunctionLoader(load),
        autoescape=True,
        undefined=_Missing,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        auto_reload=False,
        optimized=False,
        finalize=written,
    )
    # The library's own list has filters that depend on chance, and others that make a gigabyte of a word.
    environment.filters.clear()
    environment.filters.update({name: FILTERS[name] for name in _FILTERS})
    environment.filters |= {"join": _join, "replace": _replace, "long_date": long_date, "possessive": possessive}
    environment.filters |= {"_counted": counted, "_weighed": weighed, "_joined": _joined, **filters}
    del environment.globals["lipsum"]
    files = {file.path: (file, line) for file, line, _ in sources.values()}
    if branches is not None:
        environment.branches, environment.files = branches, files
        environment.globals["_taken"] = branches.taken.add
    return Templates(environment, files, {name: file.path for name, (file, _, _) in sources.items()}, hint)


def fill_own(template: str, names: Mapping[str, object]) -> str:
    """A page of the program's own, such as what changed, filled in. Why: what is missing is a fault, every value is escaped."""
    return _own_environment().from_string(template).render(names)


@lru_cache(maxsize=1)
def _own_environment() -> Environment:
    return Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
