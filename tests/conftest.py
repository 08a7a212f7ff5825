"""What several tests need: the small workspace, copied so that each test may change its own."""

import shutil
from collections.abc import Callable, Iterable
from itertools import count
from pathlib import Path

import pytest
from computers import why_skipped

from reportgen.core.diagnostic import Diagnostic

REPOSITORY = Path(__file__).parents[1]
WORKSPACES = Path(__file__).parent / "workspaces"


def pytest_addoption(parser: pytest.Parser) -> None:
    """Adds `pytest --update`, after which a person reads what changed."""
    parser.addoption("--update", action="store_true", help="write what is expected anew, to be read before it is kept")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skips the tests that need what this computer lacks, and gives that as the reason."""
    for name in ("pdf", "pdf_bytes", "git"):
        reason = why_skipped(name)
        for item in items if reason else ():
            if item.get_closest_marker(name):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture
def update(request: pytest.FixtureRequest) -> bool:
    """Whether expected output is written anew instead of compared."""
    return bool(request.config.getoption("--update"))


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """The root of a fresh copy of workspaces/good, dressed in the repository's themes."""
    root = tmp_path / "good"
    shutil.copytree(WORKSPACES / "good", root)
    shutil.copytree(REPOSITORY / "templates" / "themes", root / "templates" / "themes")
    return root


@pytest.fixture
def lay_over(good: Path) -> Callable[[Path], Path]:
    """Puts the files of a folder over the good workspace and gives its root: remove.txt first, then the rest."""

    def laid(folder: Path) -> Path:
        removals = folder / "remove.txt"
        for name in removals.read_text(encoding="utf-8").split() if removals.exists() else ():
            path = good / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(folder, good, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*INSTRUCTIONS))
        return good

    return laid


INSTRUCTIONS = ("command.txt", "remove.txt", "expected.txt")


@pytest.fixture
def tree() -> Callable[[Path], dict[str, bytes]]:
    """Reads every file below a folder, to be compared before and after a command; but for the settings as they were noted."""

    def read(root: Path) -> dict[str, bytes]:
        return {
            path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else b""
            for path in sorted(root.rglob("*"))
            if path.relative_to(root).as_posix() != "build/.made/workspace.json"
        }

    return read


@pytest.fixture
def worded(request: pytest.FixtureRequest, tmp_path: Path, update: bool) -> Callable[..., None]:
    """Holds what is said in a test, and what was made, against the words in `said/` beside it that a person has read."""
    stored = request.path.parent / "said" / f"{request.path.stem}.txt"
    names = (f"{request.node.name} {number}".removesuffix(" 1") for number in count(1))

    def compare(said: Iterable[Diagnostic], *made: object) -> None:
        name = next(names)
        lines = (line for one in made for line in f"{one}".split("\n"))
        found = "".join([*(f"  {line}\n" for line in lines), *map(_in_words, said)]).replace(str(tmp_path), "<folder>")
        text = stored.read_text(encoding="utf-8") if stored.exists() else ""
        sections = dict(section.split("\n", 1) for section in text.split("== ")[1:])
        if update:
            sections[name] = found
            text = "".join(f"== {name}\n{sections[name]}" for name in sorted(sections))
            stored.parent.mkdir(exist_ok=True)
            stored.write_text(text, encoding="utf-8")
        assert found == sections[name]

    return compare


def _in_words(said: Diagnostic) -> str:
    lines = [f"{said.slug} {said.place}+{said.place.length}: {said.message}", f"  hint: {said.hint}"]
    lines += [f"  beside: {words} ({place})" for words, place in said.related]
    return "".join(line[:400] + "\n" for line in lines)
