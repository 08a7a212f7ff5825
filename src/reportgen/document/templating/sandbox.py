"""The library's sandbox, with what it leaves open: time, memory, chance, and methods that have no use in a text.

Comes in: where texts are found. Goes out: an environment that fills them in within bounds. Raises: the library's own, TooMuch.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar

from jinja2 import FunctionLoader, StrictUndefined, Template, TemplateSyntaxError, nodes, pass_eval_context
from jinja2.filters import FILTERS, do_join, do_replace
from jinja2.nodes import EvalContext
from jinja2.runtime import BlockReference, Context, LoopContext, Macro, markup_join
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.visitor import NodeTransformer
from markupsafe import soft_str

from reportgen.core.diagnostic import Place, SourceFile, whole_line
from reportgen.core.wording import long_date, possessive
from reportgen.document.templating.bounds import calculated, concatenated, counted, spend, untimed, weighed, within

LONGEST_TEMPLATE = 100_000
_MOST_TAGS = 3_000
# Filters whose result is no longer than what they are given, that depend on nothing else, and end.
_FILTERS = {
    *("abs", "capitalize", "count", "d", "default", "dictsort", "e", "escape", "first", "float", "groupby", "int"),
    *("items", "last", "length", "list", "lower", "map", "max", "min", "reject", "rejectattr", "reverse", "round"),
    *("safe", "select", "selectattr", "sort", "string", "sum", "title", "trim", "unique", "upper"),
}
_METHODS = {
    *("capitalize", "count", "endswith", "find", "get", "index", "isoformat", "items", "keys", "lower", "partition"),
    *("rpartition", "split", "startswith", "strip", "title", "upper", "values", "weekday"),
}
# The text of a template, the name that an error gives it, and nothing; None where there is none of that name.
Load = Callable[[str], tuple[str, str, None] | None]


@dataclass(slots=True)
class Branches:
    """The branches of all sections of an edition, by the line on which each begins, and which of them were taken."""

    places: list[Place] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)

    @property
    def untaken(self) -> tuple[Place, ...]:
        """Where the branches begin that were never taken."""
        return tuple(place for number, place in enumerate(self.places) if number not in self.taken)


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


class Sandbox(ImmutableSandboxedEnvironment):
    """Fills in texts that nobody of ours has read.

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

    def compile(self, *arguments: Any, **named: Any) -> Any:
        """A template made ready. Why: it takes as long as the text is, whatever stands there, and most of the time of a theme."""
        with untimed():
            return super().compile(*arguments, **named)

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

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Whether a template may use what belongs to a value."""
        is_harmless = not callable(value) or isinstance(value, Macro | BlockReference) or isinstance(obj, LoopContext)
        if not is_harmless and attr not in _METHODS:
            return False
        # The library looks at the kind of a value alone, which a theme asks for two thousand times in a report.
        asked = (type(obj), attr)
        if asked not in self.open:
            self.open[asked] = super().is_safe_attribute(obj, attr, value)
        return self.open[asked]


def make_sandbox(load: Load, filters: Mapping[str, Callable[..., object]], written: Callable[..., object]) -> Sandbox:
    """A sandbox whose texts know some filters more. Shape: `written` gives what is put in the place of each value."""
    environment = Sandbox(
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
    return environment


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
