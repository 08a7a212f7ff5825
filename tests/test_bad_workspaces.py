"""For each diagnostic a workspace with that one fault, and all that a person then sees.

A folder is named by the slug; further ways to the same diagnostic have a word behind it: `odd-character.escaped`.
`pytest --update` writes each expected.txt anew; read every line of it as someone who is no programmer.
"""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import london
import pytest
from click.testing import CliRunner
from computers import without
from word_files import without_style, word_file

from reportgen.cli import program
from reportgen.core.catalogue import CATALOGUE, Severity
from reportgen.output import lock

BAD = Path(__file__).parent / "workspaces" / "bad"
FOLDERS = sorted(path.name for path in BAD.iterdir())
USUAL_COMMAND = "check testshire 2024"
_SAID = re.compile(r"^(this computer|\S+): (error|warning|note)\[([a-z0-9-]+)\]: ", re.MULTILINE)


def link_page_to_outside(root: Path) -> None:
    """A link cannot be kept in every copy of the repository, so it is made here."""
    page = root / "content/annual-report/2024/testshire/introduction.md"
    elsewhere = root.parent / "introduction.md"
    page.rename(elsewhere)
    page.symlink_to(elsewhere)


def lengthen_page(root: Path) -> None:
    """A file of more than a million bytes is better made than kept."""
    with (root / "content/annual-report/2024/testshire/introduction.md").open("a", encoding="utf-8") as page:
        page.write("This sentence has fifty letters, spaces and stops.\n" * 20_000)


def change_sealed_edition(root: Path) -> None:
    """The seal holds the digests of the theme, so it is made afresh."""
    run_well(["seal", "annual-report", "2024.1", "--workspace", str(root)], root)
    with (root / "templates/annual-report/2024.1/notes/order.md").open("a", encoding="utf-8") as note:
        note.write("- with whom a person speaks\n")


def change_signed_report(root: Path) -> None:
    """The sign-off holds the digests of every file, so it is made afresh."""
    agreed = ["--role", "Chair of the board", "--date", "2025-10-01"]
    run_well(["sign-off", "testshire", "2024", *agreed, "--workspace", str(root)], root)
    with (root / "content/annual-report/2024/testshire/introduction.md").open("a", encoding="utf-8") as page:
        page.write("One more sentence came late.\n")


def spoil_bundle(root: Path) -> None:
    """What is made is kept in no repository, so the manifest of a bundle is spoilt here."""
    folder = root / "build/published/annual-report-testshire-2024-to-2025/2025-10-20-1a2b3c4d"
    folder.mkdir(parents=True)
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def keep_in_git(root: Path) -> None:
    """A repository inside another one could not be kept, so it is made here."""
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "The first version")):
        subprocess.run(["git", "-C", str(root), *who, *words], check=True)


def put_macros_into_the_word_file(root: Path) -> None:
    """A Word file with macros is kept in no repository."""
    path = root / "templates/themes/house-1/reference.docx"
    path.write_bytes(word_file(**{"word/vbaProject.bin": b"Sub Main"}))


def link_the_word_file_to_the_outside(root: Path) -> None:
    """A Word file that is attached to a template on somebody's computer."""
    relation = '<Relationship Type="attachedTemplate" Target="file:///C:/Templates/House.dotx" TargetMode="External"/>'
    further = {"word/_rels/settings.xml.rels": f"<Relationships>{relation}</Relationships>".encode()}
    (root / "templates/themes/house-1/reference.docx").write_bytes(word_file(**further))


def take_a_style_away(root: Path) -> None:
    """A Word file is better changed than kept twice."""
    (root / "templates/themes/house-1/reference.docx").write_bytes(without_style("Cover kind"))


PREPARATIONS = {
    "bundle-unreadable": spoil_bundle,
    "changed-since-sign-off": change_signed_report,
    "outside-workspace": link_page_to_outside,
    "reference-unusable.link": link_the_word_file_to_the_outside,
    "reference-unusable.macros": put_macros_into_the_word_file,
    "seal-broken": change_sealed_edition,
    "style-missing": take_a_style_away,
    "too-large": lengthen_page,
    "unknown-revision": keep_in_git,
}


def run_here(command: list[str], root: Path) -> tuple[int, str]:
    """What the command does in this process, which is quick."""
    result = CliRunner().invoke(program, command, prog_name="reportgen")
    return result.exit_code, result.output


def run_well(command: list[str], root: Path) -> None:
    """Runs a command that a workspace is prepared with, which has to work."""
    exit_code, output = run_here(command, root)
    assert exit_code == 0, output


def run_without_pango(command: list[str], root: Path) -> tuple[int, str]:
    """What the command does on a computer where the libraries that set letters cannot be loaded."""
    result = london.run(root, *command, **without(root.parent, "libpango"))
    return result.returncode, result.stdout + result.stderr


def run_without_harfbuzz_subset(command: list[str], root: Path) -> tuple[int, str]:
    """What the command does on a computer where the library that packs typefaces cannot be loaded."""
    result = london.run(root, *command, **without(root.parent, "libharfbuzz-subset"))
    return result.returncode, result.stdout + result.stderr


def run_with_a_changed_library(command: list[str], root: Path) -> tuple[int, str]:
    """What the command does where a function of the library that makes PDFs has lost an argument."""
    change = "import weasyprint\nweasyprint.HTML.render = lambda self: None\n"
    words = [
        sys.executable,
        "-c",
        f"{change}from reportgen.cli import program\nprogram(prog_name='reportgen')",
        *command,
    ]
    result = subprocess.run(words, cwd=root, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert result.stderr == ""
    return result.returncode, re.sub(r"\.py:\d+\)", ".py:<line>)", result.stdout)


def run_while_locked(command: list[str], root: Path) -> tuple[int, str]:
    """What the command does while another one makes the same report, without waiting for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lock, "PATIENCE", 0)
        with lock.holding(root, "build/annual-report/2024/testshire", "reportgen publish testshire 2024") as in_the_way:
            assert in_the_way == ()
            exit_code, output = run_here(command, root)
    return exit_code, output.replace(f"process {os.getpid()} ", "process <number> ")


DEADLY = """
import os, signal
from reportgen.commands import pool
build = pool.build
def deadly(workspace, key, formats, **options):
    if key.area == "otherland":
        os.kill(os.getpid(), signal.SIGKILL)
    return build(workspace, key, formats, **options)
pool.build, pool._PAYS = deadly, 0
from reportgen.cli import program
program(prog_name="reportgen")
"""


def run_with_a_process_that_dies(command: list[str], root: Path) -> tuple[int, str]:
    """What the command does when one of its processes is ended while it makes a report."""
    words = [sys.executable, "-c", DEADLY, *command]
    result = subprocess.run(words, cwd=root, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert result.stderr == ""
    return result.returncode, result.stdout


SAVED_MEANWHILE = """
import sys
from pathlib import Path
from reportgen.check import report
check_report = report.check_report
def late(source, said):
    page = Path("content/annual-report/2024/testshire/introduction.md")
    page.write_bytes(page.read_bytes() + b"One more sentence.\\n")
    return check_report(source, said)
report.check_report = late
from reportgen.cli import program
program(prog_name="reportgen")
"""


def run_while_a_page_is_saved(command: list[str], root: Path) -> tuple[int, str]:
    """What the command does when somebody saves a page after it was read, and before all is checked."""
    page = root / "content/annual-report/2024/testshire/introduction.md"
    before = page.read_bytes()
    words = [sys.executable, "-c", SAVED_MEANWHILE, *command]
    result = subprocess.run(words, cwd=root, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert result.stderr == ""
    page.write_bytes(before)
    return result.returncode, result.stdout


RUNNERS = {
    "changed-meanwhile": run_while_a_page_is_saved,
    "build-locked": run_while_locked,
    "own-fault": run_with_a_changed_library,
    "pdf-bytes-differ": run_without_harfbuzz_subset,
    "pdf-unavailable": run_without_pango,
    "pdf-waits": run_without_pango,
    "report-lost": run_with_a_process_that_dies,
}


def makes_a_pdf(name: str) -> bool:
    """Whether a workspace is tried with a command that would make a PDF."""
    asked = BAD / name / "command.txt"
    command = asked.read_text(encoding="utf-8") if asked.exists() else USUAL_COMMAND
    formats = re.search(r"--format (\S+)", command)
    return command.startswith("publish") or (
        command.startswith("build") and (formats is None or "pdf" in formats[1] or formats[1] == "json")
    )


# These stop nothing, and are only said where files are made.
WRITES = {"not-made-anew", "not-signed-off", "pdf-bytes-differ", "pdf-waits"}


def needed_for(name: str) -> list[pytest.MarkDecorator]:
    """What a computer needs for a workspace to be tried on it."""
    of_git = [pytest.mark.git] if name in ("no-git", "unknown-revision") else []
    return [*of_git, *([pytest.mark.pdf_bytes] if makes_a_pdf(name) else [])]


@pytest.mark.parametrize("name", [pytest.param(name, marks=needed_for(name)) for name in FOLDERS])
def test_fault_is_told_once_and_plainly(
    name: str,
    lay_over: Callable[[Path], Path],
    tree: Callable[[Path], dict[str, bytes]],
    monkeypatch: pytest.MonkeyPatch,
    update: bool,
) -> None:
    """One fault gives its one diagnostic, word for word as expected, the right exit code, and no file is touched."""
    folder, slug = BAD / name, name.split(".")[0]
    root = lay_over(folder)
    PREPARATIONS.get(name, lambda _: None)(root)
    monkeypatch.chdir(root)
    asked = folder / "command.txt"
    command = shlex.split(asked.read_text(encoding="utf-8") if asked.exists() else USUAL_COMMAND)
    before = tree(root)

    exit_code, output = RUNNERS.get(name, run_here)(command, root)

    # The digest in the name of a bundle follows the theme.
    output = re.sub(r"/[0-9a-f]{8}$", "/<digest>", output.replace(str(root), "<workspace>"), flags=re.MULTILINE)
    expected = folder / "expected.txt"
    if update:
        expected.write_text(output, encoding="utf-8")
    assert output == expected.read_text(encoding="utf-8")
    assert [match[3] for match in _SAID.finditer(output)] == [slug]
    expected_code = 3 if slug == "own-fault" else 1 if CATALOGUE[slug].severity is Severity.ERROR else 0
    assert exit_code == expected_code
    after = tree(root)
    assert {path: data for path, data in after.items() if path in before} == before
    assert {path.split("/")[0] for path in after.keys() - before.keys()} == ({"build"} if slug in WRITES else set())


@pytest.mark.parametrize("command", ["check --all --strict", "build testshire 2024 --format html"])
def test_good_workspace_has_no_fault(command: str, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The workspace that every fault is made from has none itself, so a diagnostic comes from the one change."""
    monkeypatch.chdir(good)
    exit_code, output = run_here(shlex.split(command), good)
    assert exit_code == 0
    assert not _SAID.search(output)
    assert "Done: " in output


@pytest.mark.parametrize("name", FOLDERS)
def test_folder_holds_only_what_differs(name: str, good: Path) -> None:
    """No file of a bad workspace is a mere copy of the good one, and none that it removes is gone already."""
    folder = BAD / name
    for path in folder.rglob("*"):
        twin = good / path.relative_to(folder)
        assert not (path.is_file() and twin.is_file() and path.read_bytes() == twin.read_bytes())
    removals = folder / "remove.txt"
    for path in removals.read_text(encoding="utf-8").split() if removals.exists() else ():
        assert (good / path).exists()
