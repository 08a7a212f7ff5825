"""Nothing that is there is ever replaced, and what was stopped half-way can be run again."""

import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from london import REPOSITORY

from reportgen.cli import program

Tree = Callable[[Path], dict[str, bytes]]
COMMANDS = (
    ("year", "2025"),
    ("area", "otherland"),
    ("area", "Third place", "--country", "England"),
    ("edition", "annual-report", "2026.1"),
    ("kind", "minutes"),
)
OF_EDITIONS = COMMANDS[3:]


def run(root: Path, *words: str) -> Result:
    """A command of `new` in a workspace."""
    return CliRunner().invoke(program, ["new", *words, "--workspace", str(root)], prog_name="reportgen")


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_the_same_command_twice_makes_nothing_twice(words: tuple[str, ...], good: Path, tree: Tree) -> None:
    """Run again at once, a command says that all is there, and changes no byte."""
    assert run(good, *words).exit_code == 0
    before = tree(good)
    done = run(good, *words)
    assert (done.exit_code, "all was there already" in done.output) == (0, True), done.output
    assert tree(good) == before


@pytest.mark.parametrize("words", OF_EDITIONS, ids=" ".join)
def test_a_file_that_was_changed_stays_and_nothing_else_is_made(words: tuple[str, ...], good: Path, tree: Tree) -> None:
    """If one of the files is there and holds something else, it is named, and not one file is made."""
    empty = tree(good)
    assert run(good, *words).exit_code == 0
    full = tree(good)
    made = sorted(path for path in full.keys() - empty.keys() if full[path] and not path.startswith(".reportgen"))
    assert len(made) >= 2
    for name in made:
        subprocess.run(["rm", "-r", *(good / other for other in made if other != name)], check=True)
        (good / "data/areas.yaml").write_bytes(empty["data/areas.yaml"])
        (good / name).write_text("mine\n", encoding="utf-8")
        before = tree(good)
        done = run(good, *words)
        assert done.exit_code == 1
        assert f"{name}: error[already-there]" in done.output
        assert "Stopped: nothing was made" in done.output
        assert tree(good) == before
        for other, data in full.items():
            if other in made:
                (good / other).write_bytes(data)


@pytest.mark.parametrize("words", [words for words in COMMANDS if words not in OF_EDITIONS], ids=" ".join)
def test_what_was_written_before_a_report_is_begun_stays(words: tuple[str, ...], good: Path, tree: Tree) -> None:
    """A page or figures file that is there already is kept and named; the rest is made, but nothing of what is begun."""
    empty = tree(good)
    assert run(good, *words).exit_code == 0
    full = tree(good)
    made = sorted(path for path in full.keys() - empty.keys() if full[path] and not path.startswith(".reportgen"))
    begins = next(name for name in made if name.endswith("year.yaml" if words[0] == "year" else ".yaml"))
    assert len(made) >= 2
    for name in made:
        subprocess.run(["rm", "-r", *(good / other for other in made)], check=True)
        (good / "data/areas.yaml").write_bytes(empty["data/areas.yaml"])
        (good / name).write_text("mine\n", encoding="utf-8")
        before = tree(good)
        done = run(good, *words)
        if name == begins:
            assert (done.exit_code, f"{name}: error[already-begun]" in done.output) == (1, True), done.output
            assert tree(good) == before
            assert "take" not in done.output
            continue
        assert (done.exit_code, f"/{name}, which is there already\n" in done.output) == (0, True), done.output
        assert tree(good) == full | {name: b"mine\n"}


@pytest.mark.parametrize("is_folder", [True, False])
def test_what_stands_in_the_way_stays(is_folder: bool, good: Path, tree: Tree) -> None:
    """A folder in the place of a file, and a file in the place of a folder, are told and stay."""
    path = good / "data/annual-report/2025" / ("testshire.yaml" if is_folder else "")
    if is_folder:
        path.mkdir(parents=True)
    else:
        path.write_text("a file\n", encoding="utf-8")
    before = tree(good)
    done = run(good, "year", "2025")
    assert (done.exit_code, "error[cannot-write]" in done.output) == (1, True)
    assert tree(good) == before


def test_a_link_is_not_followed(good: Path, tree: Tree) -> None:
    """A link in the place of a folder is refused, so that nothing is made outside the workspace."""
    outside = good.parent / "outside"
    outside.mkdir()
    (good / "data/annual-report/2025").symlink_to(outside)
    done = run(good, "year", "2025")
    assert (done.exit_code, "is a link" in done.output) == (1, True)
    assert list(outside.iterdir()) == []


def stops_for_want_of_room(root: Path, room: int, *words: str) -> None:
    """Runs a command that may write no file of more than so many bytes, and says that it cannot be written."""
    done = subprocess.run(
        [sys.executable, "-m", "reportgen", *words],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        timeout=60,
        check=False,
    )
    assert (done.returncode, "cannot be written" in done.stdout) == (1, True), done.stdout + done.stderr


def test_a_full_disk_leaves_nothing_behind(good: Path, tree: Tree) -> None:
    """When the room ends at one of several files, those before it are taken away again."""
    before = tree(good)
    room = 900
    stops_for_want_of_room(good, room, "new", "year", "2025")
    assert tree(good) == before


def test_an_area_whose_list_cannot_be_written_is_not_begun(good: Path, tree: Tree) -> None:
    """When only the list of areas is too large for the room that is left, the files made before it are taken away."""
    areas = good / "data/areas.yaml"
    areas.write_text(areas.read_text(encoding="utf-8") + "# a remark\n" * 2_000, encoding="utf-8")
    before = tree(good)
    room = areas.stat().st_size
    stops_for_want_of_room(good, room, "new", "area", "Third place", "--country", "England")
    assert tree(good) == before


def killed_at(root: Path, number: int) -> int:
    """Ends the making of a year at its Nth step; the exit code tells whether it was ended."""
    script = REPOSITORY / "tests/support/killed_beginner.py"
    return subprocess.run(
        [sys.executable, script, root, str(number)], capture_output=True, timeout=60, check=False
    ).returncode


@pytest.mark.slow
def test_a_killed_command_is_finished_by_running_it_again(good: Path, tree: Tree) -> None:
    """Wherever a command is killed, no file is half there, and the same command makes the rest."""
    before = tree(good)
    assert run(good, "year", "2025").exit_code == 0
    whole = {path: data for path, data in tree(good).items() if path not in before and not path.startswith(".rep")}
    made = [path for path in whole if (good / path).is_file()]
    killed, partly = 0, 0
    for number in range(1, 400):
        for path in made:
            (good / path).unlink(missing_ok=True)
        if killed_at(good, number) != -signal.SIGKILL:
            break
        killed += 1
        there = [path for path in made if (good / path).exists()]
        partly += 0 < len(there) < len(made)
        assert [path for path in there if (good / path).read_bytes() != whole[path]] == []
        assert run(good, "year", "2025").exit_code == 0
        now = tree(good)
        assert {path: data for path, data in now.items() if path not in before and not path.startswith(".rep")} == whole
    else:
        pytest.fail("the command never came to its end")
    assert killed >= 20
    assert partly >= 3


@pytest.mark.parametrize(
    "words",
    [
        ("year",),
        ("year", "x"),
        ("year", "2025/27"),
        ("year", "../2025"),
        ("year", "2025", "--kind", "anual-report"),
        ("area",),
        ("area", "testshir"),
        ("area", "", "--country", "England"),
        ("area", "..", "--country", "England"),
        ("area", "../x", "--country", "England"),
        ("area", "a/b", "--country", "England"),
        ("area", "a\\b", "--country", "England"),
        ("area", "year", "--country", "England"),
        ("area", "тестшир", "--country", "England"),
        ("area", "x" * 200, "--country", "England"),
        ("area", "a\nb", "--country", "England"),
        ("area", "\x1b[31m", "--country", "England"),
        ("area", "x", "--country", "France"),
        ("area", "otherland", "2030"),
        ("area", "otherland", "soon"),
        ("edition", "annual-report", "2025"),
        ("edition", "annual-report", "../2026.1"),
        ("edition", "annual-report", "2026.1\n"),
        ("edition", "annual-report", "2023.1"),
        ("edition", "annual-report", "2026.1", "--from", "2023.2"),
        ("edition", "annual-report", "2026.1", "--from", "2026.1"),
        ("edition", "anual-report", "2026.1"),
        ("kind", "themes"),
        ("kind", "annual-report", "--year", "2025"),
        ("kind", "../x"),
        ("kind", "{{ x }}"),
        ("kind", "minutes", "--area", "nowhere"),
        ("kind", "minutes", "--year", "soon"),
        ("workspace",),
        ("thing", "x"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_what_cannot_be_meant_is_a_wrong_command(words: tuple[str, ...], good: Path, tree: Tree) -> None:
    """Paths, signs, other scripts, years and names that are none end with 2, and nothing is made."""
    before = tree(good.parent)
    options = [] if words[0] == "workspace" else ["--workspace", str(good)]
    done = CliRunner().invoke(program, ["new", *words, *options], prog_name="reportgen")
    assert done.exit_code == 2, done.output
    assert "Error: " in done.output
    assert all(line.isprintable() for line in done.output.split("\n"))
    assert tree(good.parent) == before


@pytest.mark.parametrize(
    "name",
    ["Durham", "durham", "DURHAM", "County Durham", "Caerdydd a’r Fro", "Ynys Môn", "St. x", "A, B (and C)"],
)
def test_names_are_taken_as_they_are_typed(name: str, good: Path) -> None:
    """Large letters, spaces, accents, apostrophes and commas make a short name of small letters, and are printed as typed."""
    done = run(good, "area", name, "--country", "Wales")
    assert done.exit_code == 0, done.output
    named = [line for line in (good / "data/areas.yaml").read_text(encoding="utf-8").splitlines() if "name: " in line]
    assert named[-1].replace('"', "") == f"    name: {'Durham' if name == 'durham' else name}"


def test_a_name_of_which_no_file_can_be_called_is_told_with_the_reason(good: Path) -> None:
    """A sign or a letter that stands in no short name, and a name that is too long."""
    for name in ("A / B", "Łódź", "Northumbria and " * 5):
        said = run(good, "area", name, "--country", "England").output
        assert "cannot be the name of an area: its files are called by it." in said
        assert "at most 60 letters from a to z, digits, spaces and hyphens" in said


@pytest.mark.parametrize("there", ["a file", "a file in it"])
def test_a_workspace_is_made_only_where_nothing_is(there: str, tmp_path: Path, tree: Tree) -> None:
    """A file, or a folder with other files, is refused and stays."""
    folder = tmp_path / "practice"
    if there == "a file":
        folder.write_text("x", encoding="utf-8")
    else:
        folder.mkdir()
        (folder / "letter.docx").write_text("x", encoding="utf-8")
    before = tree(tmp_path)
    done = CliRunner().invoke(program, ["new", "workspace", str(folder)])
    assert done.exit_code == 2
    assert tree(tmp_path) == before


def test_an_empty_folder_becomes_a_workspace_and_a_changed_one_stays(tmp_path: Path, tree: Tree) -> None:
    """Made again, the workspace to try does not take back what somebody changed in it."""
    assert CliRunner().invoke(program, ["new", "workspace", str(tmp_path)]).exit_code == 0
    (tmp_path / "data/areas.yaml").write_text("areas: {}\n", encoding="utf-8")
    before = tree(tmp_path)
    done = CliRunner().invoke(program, ["new", "workspace", str(tmp_path)])
    assert (done.exit_code, "already-there" in done.output) == (1, True)
    assert tree(tmp_path) == before
