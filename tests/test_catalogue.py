"""What the tool may say, what it says, and what is shown by an example are the same set."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import reportgen
from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic_text import explanation

SOURCES = sorted(path for path in Path(reportgen.__file__).parent.rglob("*.py") if path.name != "catalogue.py")
BAD = Path(__file__).parent / "workspaces" / "bad"


def slugs_said() -> dict[str, list[str]]:
    """Each slug that some module says, with the names of the modules."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in SOURCES}
    sayers = {"Diagnostic"} | {
        node.name
        for tree in trees.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and "slug" in [arg.arg for arg in node.args.args if arg.arg != "self"][:1]
    }
    said: dict[str, list[str]] = {}
    for path, tree in trees.items():
        for expression in slug_expressions(tree, sayers):
            for node in ast.walk(expression):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    said.setdefault(node.value, []).append(path.name)
    return said


def slug_expressions(tree: ast.Module, sayers: set[str]) -> Iterator[ast.expr]:
    """The places of a module where a slug can stand: the first argument of a sayer, and what is called slug."""
    for node in ast.walk(tree):
        called = getattr(node.func, "id", getattr(node.func, "attr", "")) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Call) and called in sayers and node.args:
            yield node.args[0]
        elif isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "slug" for t in node.targets):
            # Of “a if test else b”, the test holds no slug.
            yield from (node.value.body, node.value.orelse) if isinstance(node.value, ast.IfExp) else (node.value,)
        elif isinstance(node, ast.For | ast.comprehension) and isinstance(node.target, ast.Tuple):
            names = [name.id if isinstance(name, ast.Name) else "" for name in node.target.elts]
            rows = node.iter.elts if "slug" in names and isinstance(node.iter, ast.Tuple | ast.List) else []
            yield from (row.elts[names.index("slug")] for row in rows if isinstance(row, ast.Tuple))


def test_source_was_searched() -> None:
    """The modules that say diagnostics were found, so that the other tests have something to compare."""
    assert {"figures.py", "rules.py", "pages.py", "located_yaml.py", "worker.py"} <= {path.name for path in SOURCES}
    assert "rules.py" in slugs_said()["bound-broken"]


def test_all_that_is_said_is_declared() -> None:
    """No module says a slug that `reportgen explain` does not know."""
    said = slugs_said()
    assert {slug: modules for slug, modules in said.items() if slug not in CATALOGUE} == {}


def test_all_that_is_declared_is_said() -> None:
    """No entry is left in the catalogue for something that nobody says any more."""
    assert sorted(CATALOGUE.keys() - slugs_said().keys()) == []


def test_each_slug_has_its_bad_workspace_and_the_reverse() -> None:
    """Each diagnostic is shown by a workspace with that fault, and no folder is left over."""
    folders = {path.name for path in BAD.iterdir()}
    assert CATALOGUE.keys() <= folders
    assert {name.split(".")[0] for name in folders} == CATALOGUE.keys()


@pytest.mark.parametrize("slug", CATALOGUE)
def test_explanation_says_what_is_meant_and_what_to_do(slug: str) -> None:
    """An explanation is a heading without a full stop, whole sentences on why, and whole sentences on what to do."""
    entry = CATALOGUE[slug]
    assert not entry.title.endswith(".")
    assert entry.why.endswith(".")
    assert entry.mend.endswith(".")
    assert [part in explanation(slug) for part in (slug, entry.title, entry.why, entry.mend)] == [True] * 4
