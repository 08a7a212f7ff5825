"""The documentation is true: its commands run, its output is real, its links lead somewhere, its lists are complete."""

import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import click
import pytest
from forked import run_forked
from london import REPOSITORY
from pydantic import BaseModel
from repository_pages import PAGES

from reportgen.cli import program
from reportgen.core.catalogue import CATALOGUE, Severity
from reportgen.read import edition_shapes, shapes
from reportgen.read.source import FIGURE_NAMES
from reportgen.tree.markdown_reader import slug_of

WORKSPACE = ("reportgen.yaml", "data", "content", "templates")
FENCE = re.compile(r"^(?P<indent> *)```(?P<language>\w*)\n(?P<body>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)
DIRECTIVE = re.compile(
    r"<!-- try: (?:copy (?P<source>\S+) to (?P<target>\S+)|change (?P<path>\S+): (?P<old>.+?) => (?P<new>.+?)|"
    r"type (?P<figures>[\w ]+) into (?P<file>\S+)|remove (?P<gone>\S+)|(?P<on>go on)) -->"
)
# Who keeps a version in git, where a page does so.
NOBODY = {f"GIT_{who}_{what}": "nobody@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
# A line that stands for lines of the output which the page leaves out.
LEFT_OUT = "  …\n"
FAILING = re.compile(r"^Error: |: error\[|^Stopped: | left to do: ", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"(?<!`)!?\[[^\]\n]*\]\(([^)\s]+)\)")
TREES = ("bin/", "content/", "data/", "docs/", "src/", "templates/", "tests/", ".ci/")
FILE_NAME = re.compile(r"[\w.-]+\.(?:md|py|yaml|toml|lock|css|j2|png)\Z")


@dataclass(frozen=True)
class Block:
    """One block of commands on a page. Shape: `span` is where its body stands in the page."""

    language: str
    body: str
    span: tuple[int, int]
    directives: tuple[re.Match[str], ...]

    def commands(self) -> list[tuple[str, str | None]]:
        """Each command, with the output that is shown for it; None where none is."""
        if self.language == "sh":
            return [(line.strip(), None) for line in self.body.splitlines() if line.strip()]
        parts = re.split(r"^\$ (.+)\n", self.body, flags=re.MULTILINE)
        return list(zip(parts[1::2], parts[2::2], strict=True))


def blocks_of(page: Path) -> list[Block]:
    """The blocks of a page that hold commands, each with the comments right before it."""
    text = page.read_text(encoding="utf-8")
    found = []
    for match in FENCE.finditer(text):
        if match["language"] not in ("sh", "console"):
            continue
        before = re.search(r"(?:^<!-- .* -->\n)*\Z", text[: match.start()], re.MULTILINE)
        directives = tuple(DIRECTIVE.finditer(before[0] if before else ""))
        found.append(Block(match["language"], match["body"], match.span("body"), directives))
    return found


def named(page: Path) -> str:
    """A page as it is named in a test."""
    return page.relative_to(REPOSITORY).as_posix()


def prose_of(page: Path) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def fresh_workspace(folder: Path) -> Path:
    """A copy of the repository's reports."""
    folder.mkdir()
    for name in WORKSPACE:
        source = REPOSITORY / name
        shutil.copytree(source, folder / name) if source.is_dir() else shutil.copy(source, folder / name)
    return folder


def carry_out(directives: tuple[re.Match[str], ...], folder: Path) -> None:
    """Changes a workspace as the comments before a block say, as the reader of the page would."""
    for directive in directives:
        if directive["on"]:
            continue
        if directive["gone"]:
            gone = folder / directive["gone"]
            shutil.rmtree(gone) if gone.is_dir() else gone.unlink()
            continue
        if directive["figures"]:
            path = folder / directive["file"]
            path.write_text(typed(path.read_text(encoding="utf-8"), directive["figures"].split()), encoding="utf-8")
            continue
        if directive["source"]:
            source, target = folder / directive["source"], folder / directive["target"]
            shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
            continue
        path = folder / directive["path"]
        text = path.read_text(encoding="utf-8")
        assert directive["old"] in text, f"{directive['path']} does not hold “{directive['old']}”"
        path.write_text(text.replace(directive["old"], directive["new"].replace("\\n", "\n"), 1), encoding="utf-8")


def typed(text: str, figures: list[str]) -> str:
    """A figures file in which figures are typed behind the names that have none, from top to bottom."""
    lines = text.split("\n")
    start = lines.index("tables:") + 1
    for number, line in enumerate(lines[start:], start):
        empty = re.match(r"( +)\w+:(?= *$| +#)", line)
        below = re.match(" *", lines[number + 1])[0] if empty and number + 1 < len(lines) else ""  # type: ignore[index]
        if empty and figures and len(below) <= len(empty[1]):
            lines[number] = f"{empty[0]} {figures.pop(0)}{line[empty.end() :]}".rstrip()
    assert figures == [], "more figures than places"
    return "\n".join(lines)


def as_shown(printed: str, shown: str) -> bool:
    """Whether something was printed as a page shows it, which may leave out lines."""
    return re.fullmatch(".*".join(map(re.escape, shown.split(LEFT_OUT))), printed, re.DOTALL) is not None


def run(command: str, folder: Path) -> tuple[int, str]:
    """The exit code of a reportgen command and what it printed, with paths as they are in the workspace.

    A command that stays until Ctrl-C gets it as soon as it says so; its port, another each time, is printed as on the pages.
    """
    environment = {
        **os.environ,
        "PYTHONIOENCODING": "utf-8",
        "PYTHONUNBUFFERED": "1",
        "NO_COLOR": "1",
        "BROWSER": "true",
    }
    _, *words = shlex.split(command)
    if words[0] != "preview":
        ended = run_forked(folder, tuple(words), environment, is_merged=True)
        return ended.returncode, ended.stdout.replace(f"{folder}{os.sep}", "")
    process = subprocess.Popen(
        [sys.executable, "-m", "reportgen", *words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    printed = ""
    if process.stdout is not None:
        while "Ctrl-C" not in printed and process.poll() is None:
            printed += process.stdout.readline()
        process.send_signal(signal.SIGINT)
    printed += process.communicate(timeout=120)[0]
    printed = re.sub(r"(?<=http://127\.0\.0\.1:)\d+", "50123", printed)
    return process.returncode, printed.replace(f"{folder}{os.sep}", "")


def after_other(command: str, folder: Path) -> Path:
    """The folder in which a page goes on after a command; those of git are carried out as well."""
    first, *words = shlex.split(command)
    if first == "git":
        subprocess.run([first, *words], cwd=folder, env={**os.environ, **NOBODY}, check=True)
    return folder / words[0] if first == "cd" else folder


def reportgen_commands(page: Path) -> list[str]:
    """The commands of a page that call the program itself."""
    commands = [command for block in blocks_of(page) for command, _ in block.commands()]
    return [command for command in commands if command.split()[0] == "reportgen"]


def needs_all_libraries(page: Path) -> bool:
    """Whether a page shows a command that tells what the computer lacks."""
    return any(command.split()[1] in ("build", "publish", "doctor") for command in reportgen_commands(page))


PAGES_WITH_COMMANDS = [page for page in PAGES if reportgen_commands(page)]


def test_commands_were_found() -> None:
    """There are commands to run, in the README and on the pages, and every command of the program is among them."""
    assert len(reportgen_commands(REPOSITORY / "README.md")) >= 5
    assert len(PAGES_WITH_COMMANDS) >= 6
    shown = {command.split()[1] for page in PAGES_WITH_COMMANDS for command in reportgen_commands(page)}
    assert shown == set(program.commands)


@pytest.mark.parametrize(
    "page",
    [
        pytest.param(
            page,
            marks=[
                *([pytest.mark.pdf_bytes] if needs_all_libraries(page) else []),
                *([] if page.name == "README.md" else [pytest.mark.slow]),
            ],
        )
        for page in PAGES_WITH_COMMANDS
    ],
    ids=named,
)
def test_commands_do_what_the_page_shows(page: Path, tmp_path: Path, update: bool) -> None:
    """Each command runs, prints exactly what is shown, and fails only where a failure is shown."""
    text = page.read_text(encoding="utf-8")
    tried, bodies = 0, []
    folder = tmp_path
    for number, block in enumerate(blocks_of(page)):
        if not any(directive["on"] for directive in block.directives):
            folder = fresh_workspace(tmp_path / str(number))
        carry_out(block.directives, folder)
        body = ""
        for command, shown in block.commands():
            folder = after_other(command, folder)
            if command.split()[0] != "reportgen":
                continue
            code, printed = run(command, folder)
            tried += 1
            body += f"$ {command}\n{shown if shown and LEFT_OUT in shown and as_shown(printed, shown) else printed}"
            assert (code != 0) == bool(FAILING.search(shown or "")), f"{command} ended with {code}:\n{printed}"
            if shown is not None and not update:
                assert as_shown(printed, shown), f"{command} prints something else than {named(page)}"
        bodies.append(body)
    assert tried == len(reportgen_commands(page))
    if update:
        for block, body in reversed(list(zip(blocks_of(page), bodies, strict=True))):
            if block.language == "console":
                text = text[: block.span[0]] + body + text[block.span[1] :]
        page.write_text(text, encoding="utf-8")


def test_readme_shows_an_error() -> None:
    """The README shows how an error is told, as the program tells it for one changed figure."""
    shown = [block for block in blocks_of(REPOSITORY / "README.md") if FAILING.search(block.body)]
    assert len(shown) == 1
    assert len(shown[0].directives) == 1
    assert "error[total-mismatch]" in shown[0].body


def test_readme_is_short() -> None:
    """The README is read in one sitting: at most 125 lines."""
    assert len((REPOSITORY / "README.md").read_text(encoding="utf-8").splitlines()) <= 125


def test_scripts_of_the_pages_exist() -> None:
    """Each script that a page tells people to run is there and may be run."""
    commands = {command.split()[0] for page in PAGES for block in blocks_of(page) for command, _ in block.commands()}
    scripts = {command for command in commands if command.startswith(TREES)}
    assert {"bin/report", "bin/test"} <= scripts
    assert [script for script in sorted(scripts) if not os.access(REPOSITORY / script, os.X_OK)] == []


def test_commands_in_sentences_exist() -> None:
    """Each command that a sentence names is one of the program, with options that it has."""
    tried = 0
    for page in PAGES:
        for code in CODE.findall(prose_of(page)):
            words = code.split()
            if words[0] != "reportgen" or len(words) < 2 or not re.fullmatch("[a-z][a-z-]+", words[1]):
                continue
            command = program.commands.get(words[1])
            assert command is not None, f"{named(page)}: {code}"
            try:
                command.make_parser(click.Context(command)).parse_args(words[2:])
            except click.UsageError as problem:
                pytest.fail(f"{named(page)}: {code}: {problem.message}")
            tried += 1
    assert tried >= 5


def links() -> Iterator[tuple[Path, str]]:
    """Each relative link and picture, with its page."""
    for page in PAGES:
        for target in LINK.findall(CODE.sub("", prose_of(page))):
            if not re.match(r"[a-z]+:", target):
                yield page, target


def test_links_lead_somewhere() -> None:
    """Every relative link and picture exists, and every link to a heading meets one."""
    found = list(links())
    assert len(found) >= 30
    for page, target in found:
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), f"{named(page)}: {target}"
        if anchor:
            headings = re.findall(r"^#+ (.+)$", there.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug_of, headings), f"{named(page)}: {target}"


def test_paths_exist() -> None:
    """Every path that a page names is in the repository, or made by a comment on that page."""
    tried = 0
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        made = tuple(directive["target"] for directive in DIRECTIVE.finditer(text) if directive["target"])
        made += tuple(re.findall(r"^  wrote (\S+)$", text, re.MULTILINE))
        for code in CODE.findall(prose_of(page)):
            is_path = re.fullmatch(r"[\w./-]+", code) and "/" in code
            if not is_path or not (code.startswith(TREES) or FILE_NAME.match(code.rsplit("/", 1)[-1])):
                continue
            tried += 1
            roots = (
                REPOSITORY,
                REPOSITORY / "src" / "reportgen",
                page.parent,
                REPOSITORY / "templates/annual-report/2024.1",
            )
            is_made = code.startswith(("build/", *made)) or any(path.startswith(code) for path in made)
            assert is_made or any((root / code).exists() for root in roots), f"{named(page)}: {code}"
    assert tried >= 40


def test_architecture_names_every_room() -> None:
    """The architecture names each room of the program in the order of its imports, and a module of each that there is."""
    text = (REPOSITORY / "docs" / "architecture.md").read_text(encoding="utf-8")
    source = REPOSITORY / "src" / "reportgen"
    rooms = {path.parent.name for path in source.glob("*/__init__.py")}
    order = re.findall(r"^cli -> .*", text, re.MULTILINE)[0].split(" -> ")
    assert set(order) == rooms
    told = dict(re.findall(r"^\| `(\w+)/` \| .* \| `(\S+)`.* \|$", text, re.MULTILINE))
    assert list(told) == order[::-1]
    assert [
        path for room, path in told.items() if not path.startswith(f"{room}/") or not (source / path).exists()
    ] == []


def keys_of(shape: object) -> set[str]:
    """The names that a shape knows, with those of the shapes inside it."""
    if isinstance(shape, type) and issubclass(shape, BaseModel):
        inner = (keys_of(field.annotation) for field in shape.model_fields.values())
        return set(shape.model_fields).union(*inner)
    return set[str]().union(*(keys_of(part) for part in get_args(shape)))


@pytest.mark.parametrize(
    ("page", "keys"),
    [
        ("figures-file.md", keys_of(shapes.AreaFileShape) | keys_of(shapes.YearShape) | {*FIGURE_NAMES}),
        ("pages.md", keys_of(shapes.PageShape)),
        ("new-edition.md", keys_of(edition_shapes.EditionShape) | keys_of(shapes.WorkspaceShape)),
        ("new-area.md", keys_of(shapes.AreaShape)),
    ],
)
def test_every_name_of_a_file_is_explained(page: str, keys: set[str]) -> None:
    """Every name that a file may hold is explained on the page about that file."""
    assert len(keys) >= 4
    told = set(CODE.findall(prose_of(REPOSITORY / "docs" / "how-to" / page)))
    assert keys - told == set()


def named_tests(words: str) -> list[tuple[str, str]]:
    """The tests that are named as pytest runs them: file and function."""
    return [(path, name) for path, name in re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", words)]


def rows_of(name: str) -> list[list[str]]:
    """The cells of each row of the tables of a page, heads among them."""
    page = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:2] == "| "]


def test_duties_are_proved_by_tests() -> None:
    """Each duty that the program meets, whole or in part, names its tests; a duty of people names none."""
    duties = [row for row in rows_of("accessibility.md") if row[0] != "Duty"]
    assert len(duties) >= 40
    assert {len(row) for row in duties} == {3}
    for duty, who, proof in duties:
        assert re.match(r"(done|in part|yours)(?=[:;,]|$| in )", who), duty
        assert bool(named_tests(proof)) != who.startswith("yours"), duty


def test_promises_are_proved_by_tests() -> None:
    """Each promise names its tests, or the command that measures it."""
    promises = [row for row in rows_of("promises.md") if row[0] != "Promise"]
    assert len(promises) >= 30
    assert {len(row) for row in promises} == {3}
    assert [promise for promise, proof, _ in promises if not named_tests(proof) and not re.match(r"`bin/", proof)] == []


@pytest.mark.parametrize("name", ["accessibility.md", "promises.md"])
def test_tests_that_a_page_names_exist(name: str) -> None:
    """Whatever a page names as a test is one."""
    page = (REPOSITORY / "docs" / name).read_text(encoding="utf-8")
    assert page.count("::test_") == len(named_tests(page))
    for path, test in named_tests(page):
        functions = re.findall(r"^def (test_\w+)\(", (REPOSITORY / path).read_text(encoding="utf-8"), re.MULTILINE)
        assert test in functions, f"{path} has no {test}"


def test_decisions_are_complete() -> None:
    """Decisions are numbered without a gap, and each says what, why, and what else was weighed."""
    decisions = sorted((REPOSITORY / "docs" / "decisions").glob("0*.md"))
    assert len(decisions) >= 10
    for number, decision in enumerate(decisions, 1):
        assert decision.name.startswith(f"{number:04}-")
        text = decision.read_text(encoding="utf-8")
        assert text.startswith(f"# {number:04} ")
        assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["What", "Why", "What else was weighed"]


_MEANINGS = {
    Severity.ERROR: "Errors stop the work, and nothing is written",
    Severity.WARNING: "Warnings ask for a second look, and stop the work only with `--strict`",
    Severity.NOTE: "Notes only tell",
}


def catalogue_as_markdown() -> str:
    """The catalogue as the page docs/diagnostics.md: a list by severity, then a section for each slug."""
    lines = [
        "# Diagnostics",
        "",
        "Everything that reportgen may say about a report. The word in brackets in a message is its name here.",
        "This page is made from the catalogue of the program. `reportgen explain total-mismatch` prints the same words.",
    ]
    for severity, meaning in _MEANINGS.items():
        named = [f"[{slug}](#{slug})" for slug, entry in CATALOGUE.items() if entry.severity is severity]
        lines.extend(["", f"{meaning}: {', '.join(named)}."])
    for slug, entry in CATALOGUE.items():
        lines.extend(["", f"## {slug}", "", f"**{entry.title}** ({entry.severity.value}). {entry.why}"])
        lines.extend(["", f"What to do: {entry.mend}"])
    return "\n".join(lines) + "\n"


def test_diagnostics_page_is_up_to_date(update: bool) -> None:
    """docs/diagnostics.md is what the catalogue says."""
    page = REPOSITORY / "docs" / "diagnostics.md"
    if update:
        page.write_text(catalogue_as_markdown(), encoding="utf-8")
    assert page.read_text(encoding="utf-8") == catalogue_as_markdown()
