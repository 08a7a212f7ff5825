"""The house: imports run one way, each library has one home, nothing depends on the moment or the machine."""

import ast
import sys
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src" / "reportgen"
# From the ground up: a room may use itself and what stands before it.
ROOMS = (
    "core",
    "tree",
    "read",
    "check",
    "document",
    "formats",
    "output",
    "compare",
    "commands",
    "ingest",
    "preview",
    "cli",
)
HOMES = {
    "yaml": "read/located_yaml.py",
    "markdown": "tree/markdown_parser.py",
    "tinycss2": "formats/html/theme_lint.py",
    "weasyprint": "formats/pdf/printing.py",
    "fontTools": "formats/pdf/fonts.py",
    "pikepdf": "formats/pdf/structure.py",
    "docx": "formats/word/file.py",
    "lxml": "formats/word/package.py",
    "pypdfium2": "ingest/pdf.py",
    "python_calamine": "ingest/workbook.py",
    "starlette": "preview/app.py",
    "uvicorn": "preview/serving.py",
    "watchfiles": "preview/serving.py",
    "click": "cli",
}
PART_OF = {"pydantic_core": "pydantic"}
# Writing a Word file and reading one of another program are two things.
ALSO_AT = {
    ("docx", "ingest/word.py"),
    ("pypdfium2", "ingest/pdf_pictures.py"),
}
# A string that knows that it is HTML: jinja2's own type, which a document is made of.
SHARED = {"markupsafe"}
# One room takes pictures in, and one draws them; the shapes of an edition are not loaded where none is read; the sandbox of
# templates is one thought, and filling them in another.
TWO_HOMES = {
    "jinja2": {"document/templating/sandbox.py", "document/templating/templates.py"},
    "PIL": {"read/pictures.py", "formats/word/chart_picture.py"},
    "pydantic": {"read/shapes.py", "read/edition_shapes.py"},
}
# Libraries without a home yet: whichever module takes one in, it is one.
ONE_MODULE = {"pandas", "odf"}
MOMENT = {
    "time",
    "random",
    "locale",
    "socket",
    "secrets",
    "uuid",
    "getpass",
    "platform",
    "urllib.request",
    "http.client",
}
# The one module that reads the environment in order to take it from a process.
FORGETTING = "core/worker_environment.py"
# A file that was saved just now may be saved once more without its times telling.
SETTLING = "output/inputs.py"
MOMENT_NAMES = {
    "environ",
    "environb",
    "getenv",
    "now",
    "today",
    "utcnow",
    "cwd",
    "home",
    "expanduser",
    "getcwd",
    "urandom",
}


@lru_cache(maxsize=1)
def modules() -> dict[str, ast.Module]:
    """Every module by its path inside the package."""
    return {
        path.relative_to(SOURCE).as_posix(): ast.parse(path.read_text(encoding="utf-8"), str(path))
        for path in sorted(SOURCE.rglob("*.py"))
    }


def room_of(path: str) -> str:
    """The room in which a module stands. Only two stand in none: the package itself, and the way in from the command line."""
    return {"__init__.py": "core", "__main__.py": "cli"}.get(path) or path.split("/")[0]


def imports_in(tree: ast.Module, *, while_running: bool = False) -> Iterator[str]:
    """The dotted names of what a module imports anywhere in it; those for type checking alone may be left out."""
    skipped: set[int] = set()
    if while_running:
        for node in ast.walk(tree):
            if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
                skipped |= {id(inner) for inner in ast.walk(node)}
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def own_module(name: str) -> str | None:
    """The path of our module that a dotted name leads to, if it is ours."""
    steps = name.split(".")
    if steps[0] != "reportgen":
        return None
    for length in range(len(steps), 0, -1):
        base = "/".join(steps[1:length])
        for path in (f"{base}.py", f"{base}/__init__.py" if base else "__init__.py"):
            if path in modules():
                return path
    return None


def test_the_modules_are_found() -> None:
    """What the other tests judge is there: at least 30 modules, among them the known ones of every room."""
    assert len(modules()) >= 30
    known = {"core/names.py", "read/located_yaml.py", "check/rules.py", "document/build.py", "formats/pdf/export.py"}
    assert known | {"commands/build.py", "core/diagnostic_text.py", "__main__.py"} <= set(modules())
    assert {room_of(path) for path in modules()} == set(ROOMS), "a new room needs its place in ROOMS"
    assert sum(1 for tree in modules().values() for name in imports_in(tree) if own_module(name)) > 100


def test_imports_run_one_way() -> None:
    """No module imports from a room above its own."""
    upward = [
        f"{path} imports {name}"
        for path, tree in modules().items()
        for name in imports_in(tree)
        if (target := own_module(name)) and ROOMS.index(room_of(target)) > ROOMS.index(room_of(path))
    ]
    assert upward == []


def test_no_two_modules_need_each_other() -> None:
    """Following imports from a module never leads back to it."""
    needs = {
        path: {
            target
            for name in imports_in(tree, while_running=True)
            if (target := own_module(name)) and target != path and not target.endswith("__init__.py")
        }
        for path, tree in modules().items()
    }
    assert sum(map(len, needs.values())) > 100

    def reached(path: str, seen: frozenset[str] = frozenset()) -> frozenset[str]:
        for target in needs[path] - seen:
            seen = reached(target, seen | {target})
        return seen

    assert [path for path in needs if path in reached(path)] == []


def test_each_library_has_one_home() -> None:
    """Each third-party library is imported in one place, and in that place it is."""
    found: dict[str, set[str]] = {}
    for path, tree in modules().items():
        for name in imports_in(tree):
            library = PART_OF.get(name.split(".")[0], name.split(".")[0])
            if library != "reportgen" and library not in sys.stdlib_module_names and (library, path) not in ALSO_AT:
                found.setdefault(library, set()).add(path)
    unknown = set(found) - set(HOMES) - set(TWO_HOMES) - SHARED - ONE_MODULE
    assert unknown == set(), "a new library needs its home in HOMES"
    assert {path.split("/")[0] for path in found["click"]} == {"cli"}
    assert {library: found.get(library) for library in HOMES if library != "click"} == {
        library: {home} for library, home in HOMES.items() if library != "click"
    }
    assert {library: found.get(library) for library in TWO_HOMES} == TWO_HOMES
    assert [library for library in ONE_MODULE & set(found) if len(found[library]) > 1] == []
    assert all(path.split("/")[0] in ("document", "formats") for path in found.get("markupsafe", ()))


def test_nothing_depends_on_the_moment_or_the_machine() -> None:
    """Outside the command line, no module asks for the time, for chance, for the machine's language, name or network."""
    faults = []
    for path, tree in modules().items():
        if room_of(path) == "cli":
            continue
        faults += [
            f"{path} imports {name}"
            for name in imports_in(tree)
            if any(name == banned or name.startswith(f"{banned}.") for banned in MOMENT) and path != SETTLING
        ]
        faults += [
            f"{path}:{node.lineno} asks for {node.attr}"
            for node in ast.walk(tree)
            if isinstance(node, ast.Attribute) and node.attr in MOMENT_NAMES and path != FORGETTING
        ]
    assert faults == []


def test_the_search_for_the_moment_finds_it() -> None:
    """The command line does read its environment, so that a search which found nothing anywhere would be noticed."""
    asked = [
        node.attr
        for path, tree in modules().items()
        if room_of(path) == "cli"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in MOMENT_NAMES
    ]
    assert "environ" in asked


STARTING = {
    "core/worker.py": "does jobs in a process of its own",
    "core/worker_process.py": "hears in that process what comes next",
    "read/git.py": "asks git",
    "cli/preview.py": "opens the browser",
    "preview/app.py": "answers the browser",
    "preview/serving.py": "watches files",
}


def test_processes_and_threads_are_started_in_few_places() -> None:
    """Only the modules that are known to start a process or a thread do so: reports are made by processes alone."""
    starting = {"subprocess", "multiprocessing", "concurrent", "asyncio"}
    found = {
        path
        for path, tree in modules().items()
        if {name.split(".")[0] for name in imports_in(tree, while_running=True)} & starting
        or any(
            isinstance(node, ast.Attribute) and node.attr in ("fork", "forkpty", "Thread") for node in ast.walk(tree)
        )
    }
    assert found == set(STARTING)


def test_no_class_has_the_name_of_another() -> None:
    """Each class has a name of its own, so that a reader who searches for it meets one."""
    names = [node.name for tree in modules().values() for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
    assert len(names) > 100
    assert sorted({name for name in names if names.count(name) > 1}) == []


def test_no_module_is_loose() -> None:
    """Every module stands in a room, but the package itself and the way in."""
    assert {path for path in modules() if "/" not in path} == {"__init__.py", "__main__.py"}


def test_no_module_is_a_drawer() -> None:
    """No module or folder is named for holding anything: utils, helpers, common, misc."""
    names = {part.removesuffix(".py") for path in modules() for part in path.split("/")}
    assert names & {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools", "shared"} == set()


@pytest.mark.parametrize("path", [path for path in modules() if not path.endswith("__init__.py")])
def test_everything_public_says_what_it_is(path: str) -> None:
    """Every module says what it is for; every public function, class and method has a sentence that ends."""
    tree = modules()[path]
    words = ast.get_docstring(tree)
    assert words, "the module has no docstring"
    silent = [name for name, text in _public(tree.body) if not text or text.split("\n")[0][-1] not in ".:;…”"]
    assert silent == []


def test_rooms_say_what_they_are() -> None:
    """Every room's own module says what is in it."""
    rooms = [path for path in modules() if path.endswith("__init__.py")]
    assert len(rooms) >= 6
    assert [path for path in rooms if not ast.get_docstring(modules()[path])] == []


def _public(body: list[ast.stmt], owner: str = "") -> Iterator[tuple[str, str | None]]:
    """The public functions, classes and methods among some statements, each with its docstring."""
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield f"{owner}{node.name}", ast.get_docstring(node)
            if isinstance(node, ast.ClassDef):
                yield from _public(node.body, f"{node.name}.")
