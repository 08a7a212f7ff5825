"""Where something is not begun, or is begun already, a message names the command that helps; typed as it stands, it works."""

import os
import pty
import re
import shlex
import shutil
import subprocess
import sys
from html import unescape
from pathlib import Path

import pytest
from london import copy_workspace, run

from reportgen.core.names import ReportKey
from reportgen.preview.state import look
from reportgen.preview.words import words_of
from reportgen.read.workspace_files import find_workspace

# Each types several commands, as somebody would who follows a message, in processes of their own.
pytestmark = pytest.mark.slow

ADVISED = re.compile(r"\breportgen ((?:new|todo) [^\n;“”<\[]*)(?!\[)$", re.MULTILINE)
KENT = "data/annual-report/2024/kent.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's workspace, with reports of London alone."""
    return copy_workspace(tmp_path / "a copy")


@pytest.fixture
def empty(root: Path) -> Path:
    """The same with its editions and areas, and no year."""
    for name in ("data/annual-report", "data/consultation-response", "content"):
        shutil.rmtree(root / name)
    return root


def advice(told: subprocess.CompletedProcess[str]) -> list[str]:
    """The commands that a message names."""
    return [words.strip() for words in ADVISED.findall(told.stdout + told.stderr) if "--help" not in words]


def follow(root: Path, *typed: str) -> str:
    """Types a command that cannot work yet, then the last command that it names, which has to; what that printed."""
    told = run(root, *typed)
    assert told.returncode in (1, 2), told.stdout
    named = advice(told)
    assert named, told.stdout + told.stderr
    done = run(root, *shlex.split(named[-1]))
    assert (done.returncode, done.stderr) == (0, ""), f"{named[-1]}: {done.stdout}{done.stderr}"
    return done.stdout


def keep_editions(root: Path, *names: str) -> None:
    """Leaves these editions alone, under a kind that none comes with the program for."""
    folder = (root / "templates/annual-report").rename(root / "templates/own-report")
    for path in folder.iterdir():
        if path.name not in names:
            shutil.rmtree(path)
    settings = root / "reportgen.yaml"
    settings.write_text(
        settings.read_text(encoding="utf-8").replace(": annual-report", ": own-report"), encoding="utf-8"
    )


COMMANDS = (
    ("check", "kent", "2024"),
    ("check", "Kent", "2024/25", "--strict"),
    ("build", "kent", "2024"),
    ("todo", "kent", "2024"),
    ("publish", "kent", "2024"),
    ("review", "kent", "2024"),
    ("sign-off", "kent", "2024", "--role", "Chair", "--date", "2025-10-01"),
    ("diff", "kent", "2023", "2024"),
    ("diff", "kent", "2024", "--bundle"),
)


@pytest.mark.parametrize("typed", COMMANDS, ids=" ".join)
def test_a_report_that_is_not_begun_names_the_command_that_begins_it(typed: tuple[str, ...], root: Path) -> None:
    """Each command names “reportgen new area kent 2024”; typed, it begins the report, and the next one is “todo”."""
    assert advice(run(root, *typed))[-1] == "new area kent 2024"
    printed = follow(root, *typed)
    assert f"  wrote {KENT}\n" in printed
    assert "Next: reportgen todo kent 2024\n" in printed
    assert "to do" in run(root, "todo", "kent", "2024").stdout


def test_a_preview_of_what_is_not_begun_names_the_command_too(root: Path) -> None:
    """The page of the preview and the terminal name it, with no stop behind it that would be typed with it."""
    seen = look(find_workspace(root), ReportKey("annual-report", 2024, "kent"))
    page = unescape(re.sub(r"<[^>]+>", "\n", str(words_of(seen)["lists"])))
    assert ADVISED.findall(page) == ["new area kent 2024"]
    command = [sys.executable, "-m", "reportgen", "preview", "kent", "2024", "--no-browser"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, encoding="utf-8") as process:
        assert process.stdout is not None
        told = ""
        while "Ctrl-C" not in told and process.poll() is None:
            told += process.stdout.readline()
        process.terminate()
    assert "to begin it: reportgen new area kent 2024\n" in told


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (("check", "london", "2025"), "new year 2025"),
        (("todo", "london", "2022"), "new year 2022"),
        (("check", "kent", "2025"), "new area kent 2025"),
        (("check", "kent", "2020"), "new area kent 2020"),
        (("check", "london", "2014", "--kind", "consultation-response"), "new year 2014 --kind consultation-response"),
        (("check", "kent", "2013", "--kind=consultation-response"), "new area kent 2013 --kind consultation-response"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_a_year_that_is_not_begun_is_begun_for_all_or_for_one(typed: tuple[str, ...], named: str, root: Path) -> None:
    """The year is named where the area had a report in the year before it, and the area where it had none."""
    assert advice(run(root, *typed))[-1] == named
    follow(root, *typed)


def test_figures_without_a_year_name_the_command_for_it(root: Path) -> None:
    """Where only year.yaml is gone, it is made anew, and the figures and pages stay as they are."""
    (root / "data/annual-report/2024/year.yaml").unlink()
    figures = (root / "data/annual-report/2024/london.yaml").read_bytes()
    printed = follow(root, "check", "london", "2024")
    assert "  kept data/annual-report/2024/london.yaml, which is there already\n" in printed
    assert (root / "data/annual-report/2024/london.yaml").read_bytes() == figures


@pytest.mark.parametrize("others", [(), ("kent", "west-midlands")], ids=["nobody else", "others"])
def test_a_year_that_is_begun_names_the_command_for_another_area(others: tuple[str, ...], root: Path) -> None:
    """It tells nobody to take anything away, and names those of the year before that are not in it, or else an example."""
    if others:
        assert run(root, "new", "area", *others, "2023").returncode == 0
    named = f"new area {' '.join(others) or 'avon-and-somerset'} 2024"
    told = run(root, "new", "year", "2024")
    assert "error[already-begun]: 2024/25 is begun already, with London\n" in told.stdout
    assert "take" not in told.stdout
    assert advice(told)[-1] == named
    follow(root, "new", "year", "2024")


def test_a_year_in_which_every_area_is_begun_names_what_is_left_to_do(good: Path) -> None:
    """Where no area is left to begin, the command that tells what is to do is named."""
    assert run(good, "new", "area", "otherland", "2024").returncode == 0
    assert advice(run(good, "new", "year", "2024"))[-1] == "todo --all 2024"
    assert advice(run(good, "new", "area", "otherland", "testshire", "2024"))[-1] == "todo testshire 2024"


@pytest.mark.parametrize("typed", [("new", "year", "2030"), ("new", "area", "kent", "2030")], ids=" ".join)
def test_a_skipped_year_is_not_begun_unasked(typed: tuple[str, ...], root: Path) -> None:
    """Without a terminal it is refused, and the option that says yes is named; a year that was begun is not asked of again."""
    told = run(root, *typed)
    assert (told.returncode, told.stdout) == (2, "")
    assert "The last year here before 2030 is 2024, so 2025 to 2029 are left out." in told.stderr
    assert "data/annual-report/2030/year.yaml" in follow(root, *typed)
    assert run(root, "new", "area", "surrey", "2030").returncode == 0
    assert "so 2031 is left out" in run(root, "new", "year", "2032").stderr
    assert run(root, "new", "year", "2032", "--dry-run").returncode == 0


@pytest.mark.parametrize(("answer", "code"), [("y", 0), ("n", 1), ("\n", 1), ("\x04", 1)])
def test_a_terminal_is_asked(answer: str, code: int, root: Path) -> None:
    """On a terminal the question is asked there; only yes begins the year, and the end of what is typed is no."""
    parent, child = pty.openpty()
    command = [sys.executable, "-m", "reportgen", "new", "year", "2030"]
    with subprocess.Popen(command, cwd=root, stdin=child, stdout=child, stderr=child) as process:
        os.close(child)
        told = b""
        while b"[y/N]" not in told:
            told += os.read(parent, 1024)
        os.write(parent, answer.encode() + (b"" if answer in "\n\x04" else b"\n"))
        while True:
            try:
                part = os.read(parent, 1024)
            except OSError:
                break
            told += part
            if not part:
                break
        process.wait(timeout=60)
    os.close(parent)
    assert process.returncode == code
    assert "Begin 2030 all the same?" in " ".join(told.decode().split())
    assert (b"Stopped: nothing was made." in told) == (code == 1)
    assert (root / "data/annual-report/2030").exists() == (code == 0)


def test_the_first_year_takes_the_edition_that_is_for_it(empty: Path) -> None:
    """Of several, the newest that is not for a later year, and it is said; the first area is begun by what is named next."""
    told = run(empty, "new", "year", "2021")
    assert told.returncode == 0, told.stderr
    assert "The year uses edition 2021.1, the newest for 2021.\n" in told.stdout
    (named,) = advice(told)
    assert named == "new area avon-and-somerset 2021"
    assert run(empty, *shlex.split(named)).returncode == 0
    told = run(empty, "check", "avon-and-somerset", "2021", "--format", "json")
    assert set(re.findall(r'"slug": "([a-z-]+)"', told.stdout)) == {"missing-figure", "placeholder"}


def test_the_first_area_begins_its_year(empty: Path) -> None:
    """Without any year, “new area” begins both, and the year after it is like it."""
    told = run(empty, "new", "area", "west-midlands", "2021")
    assert told.returncode == 0, told.stderr
    assert "The year 2021 is begun too. It uses edition 2021.1, the newest for 2021.\n" in told.stdout
    assert run(empty, *shlex.split(advice(told)[-1])).returncode == 1
    assert "2022/west-midlands.yaml" in run(empty, "new", "year", "2022").stdout


def test_an_area_without_a_year_names_one(empty: Path) -> None:
    """Where no year is begun, “new area” alone names a year with it: that of the newest edition."""
    assert "data/annual-report/2025/kent.yaml" in follow(empty, "new", "area", "kent")


def test_a_folder_that_is_left_over_is_no_year(empty: Path) -> None:
    """An empty folder of a year before is not taken for a year to begin from."""
    (empty / "data/annual-report/2020").mkdir(parents=True)
    assert run(empty, "new", "year", "2021").returncode == 0


@pytest.mark.parametrize("typed", [("new", "year", "2021"), ("new", "area", "kent", "2021")], ids=" ".join)
def test_the_only_edition_is_taken_and_named(typed: tuple[str, ...], empty: Path) -> None:
    """Where there is one edition, it is taken even for an earlier year, and that is said."""
    keep_editions(empty, "2024.1")
    told = run(empty, *typed)
    assert (told.returncode, "uses edition 2024.1, the only one there is.\n" in told.stdout) == (0, True), told.stderr


def test_of_editions_for_later_years_the_nearest_is_taken(empty: Path) -> None:
    """Where none is for a year so early, the oldest is taken, and that is said with the reason."""
    keep_editions(empty, "2023.1", "2024.1")
    told = run(empty, "new", "area", "kent", "2021")
    said = "It uses edition 2023.1, the oldest there is, since all are for later years than 2021.\n"
    assert (told.returncode, said in told.stdout) == (0, True), told.stderr


def test_without_an_edition_that_is_said(empty: Path) -> None:
    """A kind without an edition cannot have a year, and the folder for editions is named."""
    keep_editions(empty)
    told = run(empty, "new", "year", "2021")
    assert (told.returncode, "templates/own-report/ holds none" in told.stderr) == (2, True)


def test_an_edition_that_was_asked_for_is_used(root: Path) -> None:
    """--edition goes before the newest; an area cannot have another one than its year."""
    told = run(root, "new", "year", "2025", "--edition", "2023.1")
    assert (told.returncode, "uses edition 2023.1, as you asked." in told.stdout) == (0, True)
    assert 'edition: "2023.1"' in (root / "data/annual-report/2025/year.yaml").read_text(encoding="utf-8")
    told = run(root, "new", "area", "kent", "2025", "--edition", "2024.1")
    assert (told.returncode, "2025 is begun with edition 2023.1" in told.stderr) == (2, True)
    assert run(root, "new", "area", "kent", "2025", "--edition", "2023.1").returncode == 0
    assert "Did you mean “2024.1”" in run(root, "new", "year", "2026", "--edition", "2024.2").stderr


def test_several_areas_are_begun_at_once(root: Path) -> None:
    """Areas are named one after another, with or without quotation marks, as in every command."""
    told = run(root, "new", "area", "kent", "West Midlands", "westyorkshire", "2023")
    made = re.findall(r"^  wrote data/annual-report/2023/(\S+)\.yaml$", told.stdout, re.MULTILINE)
    assert made == ["kent", "west-midlands", "west-yorkshire"]
    assert "2024/thames-valley.yaml" in run(root, "new", "area", "thames", "valley").stdout


@pytest.mark.parametrize(
    ("typed", "begun"),
    [
        (("new", "area", "westmidland", "2024"), "2024/westmidland"),
        (("new", "area", "West", "Midland", "2024", "--country", "England"), "2024/west-midland"),
        (("new", "area", "North and South", "2024"), "2024/north-and-south"),
        (("new", "area", "North and South", "--country", "Wales"), "2024/north-and-south"),
        (("check", "the-far-east", "2023"), "2023/the-far-east"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else "",
)
def test_an_area_that_is_in_no_list_names_both_commands(typed: tuple[str, ...], begun: str, root: Path) -> None:
    """A name like a known one names the known one first; each command works, and the last one adds the area."""
    told = run(root, *typed)
    if told.returncode:
        if "Did you mean" in told.stderr:
            known, _ = advice(told)
            assert known == "new area west-midlands 2024"
            assert run(root, *shlex.split(known)).returncode == 0
        follow(root, *typed)
    assert (root / f"data/annual-report/{begun}.yaml").is_file()


def test_the_first_area_of_an_empty_list_is_added(empty: Path) -> None:
    """A list that holds no area yet takes one, and a year in such a workspace names help."""
    (empty / "data/areas.yaml").write_text("# Our areas\nareas: {}\n", encoding="utf-8")
    told = run(empty, "new", "year", "2024")
    assert (told.returncode, told.stdout.splitlines()[-1]) == (0, "Next: reportgen new area --help")
    assert "2024/eastern-region.yaml" in follow(empty, "new", "area", "Eastern", "region")
    areas = (empty / "data/areas.yaml").read_text(encoding="utf-8")
    assert areas == "# Our areas\nareas:\n  eastern-region:\n    name: Eastern region\n    country: England\n"


def test_from_elsewhere_the_named_command_names_the_workspace_too(root: Path) -> None:
    """With --workspace, what is named works from where it was typed, though the folder's name has a space in it."""
    follow(root.parent, "check", "kent", "2024", "--workspace", root.name)
    assert (root / KENT).is_file()
    assert '--workspace "a copy"' in run(root.parent, "new", "year", "2030", "--workspace", root.name).stderr


def test_all_that_is_there_already_names_another_area(root: Path) -> None:
    """A year that was begun a moment ago and asked for again tells how another area comes into it."""
    assert run(root, "new", "year", "2025").returncode == 0
    told = run(root, "new", "year", "2025")
    assert (told.returncode, "all was there already" in told.stdout) == (0, True)
    assert advice(told) == ["todo london 2025", "new area avon-and-somerset 2025"]
