"""Words of an edition that never end, or that grow without end, are told at their line before two seconds are over."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from jinja2.sandbox import ImmutableSandboxedEnvironment

from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.core.names import ReportKey
from reportgen.document.templating.templates import read_templates
from reportgen.read.workspace_files import find_workspace

SECTION = "templates/annual-report/2024.1/sections/explanation.md.j2"
SECONDS = 2
# So much more memory that a normal check has room, and a runaway one has not.
MEMORY = 400_000_000

FOREVER = "it takes too long"
LONG = "longer than"


@contextmanager
def little_memory() -> Iterator[None]:
    """Lets this process take little more memory than it has, where the system can do so."""
    try:
        import resource

        status = Path("/proc/self/status").read_text(encoding="ascii")
    except (ImportError, OSError):
        yield
        return
    (taken,) = (int(line.split()[1]) * 1000 for line in status.splitlines() if line.startswith("VmData:"))
    before = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (taken + MEMORY, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, before)


def told_of(root: Path, text: str) -> list[Diagnostic]:
    """What is said of a section that holds some text on its fourth line, with little time and memory."""
    path = root / SECTION
    lines = path.read_text(encoding="utf-8").split("\n")
    path.write_text("\n".join([*lines[:3], text, ""]), encoding="utf-8")
    workspace = find_workspace(root).value
    assert workspace
    start = sum(os.times()[:2])
    with little_memory():
        built = build(workspace, ReportKey("annual-report", 2024, "testshire"), (), strict=False)
    assert sum(os.times()[:2]) - start < SECONDS
    assert not built.is_right
    return [diagnostic for diagnostic in built.diagnostics if diagnostic.is_error]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}", FOREVER),
        ("{% for a in range(99999) %}{% for b in range(99999) if false %}{% endfor %}{% endfor %}", FOREVER),
        ("{% for a in range(99999) %}{% set b = range(99999) | list | sort %}{% endfor %}", FOREVER),
        ("{% macro m(n) %}{% if n %}{{ m(n-1) }}{{ m(n-1) }}{% endif %}{% endmacro %}{{ m(60) }}", FOREVER),
        ("{% for a in [1, 1] recursive %}{{ loop([1, 1]) if loop.depth < 60 }}{% endfor %}", FOREVER),
        (
            "{% block b %}{% endblock %}{% for a in range(99999) %}{% for a in range(9999) %}{{ self.b() }}{% endfor %}{% endfor %}",
            FOREVER,
        ),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "too deeply"),
        ('{% include "section/explanation" %}{% include "section/explanation" %}', "too deeply"),
        ("{% for a in range(99999) %}{{ 'word ' * 10000 }}{% endfor %}", LONG),
        ("{{ 'a' * 1000000000 }}", LONG),
        ("{{ ['a'] * 1000000000 }}", LONG),
        ("{{ 10 ** (10 ** 10) }}", LONG),
        ("{{ '%1000000000d' % 1 }}", "numbers alone"),
        ("{{ '%1000000000d'.format(1) }}", "is not known here"),
        ("{{ 'a'.ljust(1000000000) }}", "is not known here"),
        ("{{ 'a' | center(1000000000) }}", "No filter named 'center'"),
        ("{{ 'a' | indent(1000000000) }}", "No filter named 'indent'"),
        ("{{ 'a' | format(1) }}", "No filter named 'format'"),
        ("{{ range(99999) | join('word' * 9999) }}", LONG),
        ("{{ ('a' * 9999) | replace('a', 'a' * 9999) }}", LONG),
        ("{% set ns = namespace(a='a') %}{% for i in range(99) %}{% set ns.a = ns.a + ns.a %}{% endfor %}", LONG),
        ("{% set ns = namespace(a='a') %}{% for i in range(99) %}{% set ns.a = ns.a ~ ns.a %}{% endfor %}", LONG),
        ("{% set a = 'a' %}" + "{% set a = a ~ a %}" * 90, LONG),
        ("{% set a %}a{% endset %}" + "{% set a %}{{ a }}{{ a }}{% endset %}" * 90, LONG),
        ("{% set ns = namespace(a=2) %}{% for i in range(99) %}{% set ns.a = ns.a * ns.a %}{% endfor %}", LONG),
        ("{{ range(1000000000) | list }}", "Range too big"),
        ("{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}", "too deeply"),
        ("{{ 1" + " + 1" * 5000 + " }}", "too deeply"),
        ("{{ 1 }}" * 20_000, "places to fill in"),
        ("{{ [" + "1, " * 60_000 + "] }}", "places to fill in"),
        ("".join(f"{{% for a{n} in [1] %}}" for n in range(30)) + "{% endfor %}" * 30, "too deeply"),
        ("{{ lipsum(n=100000) }}", "is not known here"),
        ("{{ [1, 2] | random }}", "No filter named 'random'"),
        ("{{ settings.model_dump() }}", "is not known here"),
        ("{{ period.start.strftime('%B') }}", "is not known here"),
        ("{{ ''.__class__ }}", "is not known here"),
        ("{{ table.__globals__ }}", "is not known here"),
        ("{{ cycler.__init__.__globals__.os }}", "is not known here"),
        ("{{ (table | attr('__func__')) }}", "No filter named 'attr'"),
    ],
)
def test_runaway_words_are_told_at_their_line(good: Path, text: str, said: str) -> None:
    """A loop without end, a word that doubles, a step out of the sandbox: one error each, at the line of the section."""
    (error,) = told_of(good, text)
    assert error.slug == "template-error"
    assert str(error.place) == f"{SECTION}:4:1"
    assert said in error.message


def test_on_a_slow_computer_a_theme_of_many_texts_is_filled_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it takes to make a text ready ends with the text, and is not counted; here each takes half a second more."""
    make_ready, times, late = ImmutableSandboxedEnvironment.compile, os.times, 0.0

    def slowly(environment: Any, *arguments: Any, **named: Any) -> Any:
        nonlocal late
        late += 0.5
        return make_ready(environment, *arguments, **named)

    monkeypatch.setattr(ImmutableSandboxedEnvironment, "compile", slowly)
    monkeypatch.setattr(os, "times", lambda: (times()[0] + late, *times()[1:]))
    parts = {f"{number}.html.j2": f"{{% include '{number + 1}.html.j2' %}}" for number in range(9)}
    texts = {**parts, "9.html.j2": "{% for turn in range(1000) %}.{% endfor %}"}
    templates = read_templates({name: (SourceFile(name, (text,)), 1, text) for name, text in texts.items()}, {}, "")
    assert templates.fill("0.html.j2", {}) == "." * 1000
    assert late == 5.0
