"""What has not changed is not made again, and what has changed always is: of two, a report too many is made rather than one too few."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
from malformed import FIGURES, FORMER, KEY, PAGE, YEAR
from word_files import saved_by_another_word

from reportgen.commands.build import BuildResult, build, recalled
from reportgen.commands.open_workspace import open_workspace
from reportgen.commands.parallel import build_many
from reportgen.core.names import ReportKey
from reportgen.output.inputs import file_state, input_states
from reportgen.read.workspace import Workspace
from reportgen.read.workspace_files import find_workspace

FOLDER = "build/annual-report/2024/testshire"
RECORD = "build/.made/annual-report.2024.testshire.json"
NOTED = "build/.made/workspace.json"
PICTURE = "content/annual-report/2024/testshire/attendance.png"
EDITION = "templates/annual-report/2024.1"
BUILD = ("build", "testshire", "2024", "--format", "html")


def run(root: Path, *words: str) -> tuple[int, str]:
    """What a command says, and how it ends, in a process of its own."""
    told = subprocess.run(
        [sys.executable, "-P", "-m", "reportgen", *words],
        cwd=root,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
    return told.returncode, told.stdout


def is_new(root: Path, formats: tuple[str, ...] = ("html",)) -> bool:
    """Makes the report, and tells whether it was made anew; it is right in any case."""
    workspace = find_workspace(root).value
    assert workspace is not None
    built = build(workspace, KEY, formats, strict=False)
    assert built.is_right
    there = (*built.files, *map(root.joinpath, built.kept))
    assert there
    assert all(path.is_file() for path in there)
    return built.is_new


def append(path: Path, words: str) -> None:
    """Adds words to a file."""
    with path.open("a", encoding="utf-8", newline="\n") as stream:
        stream.write(words)


def replace(path: Path, old: str, new: str) -> None:
    """Puts words in the place of others."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def turn(path: Path) -> None:
    """Turns a picture upside down."""
    from PIL import Image

    with Image.open(path) as image:
        turned = image.rotate(180)
    turned.save(path)


def secretly(path: Path, old: str, new: str) -> None:
    """Changes a file so that its size and the time of its last change stay."""
    before = path.stat()
    assert len(old) == len(new)
    replace(path, old, new)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)


CHANGES: dict[str, Callable[[Path], object]] = {
    "a figure": lambda root: replace(root / FIGURES, "made: 41", "made: 42"),
    "a figure, secretly": lambda root: secretly(root / FIGURES, "made: 41", "made: 42"),
    "a figure of last year": lambda root: replace(root / FORMER, "made: ", "made: 1"),
    "the year": lambda root: replace(root / YEAR, "published: 2025-10-", "published: 2025-09-"),
    "a page": lambda root: append(root / PAGE, "\nOne more sentence.\n"),
    "a page more": lambda root: shutil.copy(
        root / "content/annual-report/2024/testshire/10-training-day.md",
        root / "content/annual-report/2024/testshire/20-another-day.md",
    ),
    "a picture": lambda root: turn(root / PICTURE),
    "the wording": lambda root: append(next((root / EDITION / "sections").iterdir()), "\nOne more sentence.\n"),
    "a note": lambda root: append(next((root / EDITION / "notes").iterdir()), "\nOne more sentence.\n"),
    "the look": lambda root: append(root / "templates/themes/house-1/screen.css", "h1 { color: black }\n"),
    "the look in Word": lambda root: (root / "templates/themes/house-1/reference.docx").write_bytes(
        saved_by_another_word()
    ),
    "the publisher": lambda root: replace(root / "reportgen.yaml", "organisation: ", "organisation: The "),
    "the areas": lambda root: append(
        root / "data/areas.yaml", "  elsewhere:\n    name: Elsewhere\n    country: Wales\n"
    ),
}
TOUCHED: dict[str, Callable[[Path], object]] = {
    "the page": lambda root: append(root / FOLDER / "index.html", "more"),
    "the page, secretly": lambda root: secretly(root / FOLDER / "index.html", "Testshire", "Nextshire"),
    "a page that is gone": lambda root: (root / FOLDER / "index.html").unlink(),
    "a folder that is gone": lambda root: shutil.rmtree(root / FOLDER),
    "a page that was empty": lambda root: (root / FOLDER / "index.html").write_bytes(b""),
    "a page that was only copied": lambda root: (
        shutil.copy(root / FOLDER / "index.html", root / "copy")
        and (root / "copy").replace(root / FOLDER / "index.html")
    ),
}


def to_link(path: Path) -> None:
    """Puts a link to the same file in the place of a file."""
    elsewhere = path.with_name("elsewhere")
    path.rename(elsewhere)
    path.symlink_to(elsewhere)


SPOILT: dict[str, Callable[[Path], object]] = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_bytes(b""),
    "cut short": lambda path: path.write_bytes(path.read_bytes()[: len(path.read_bytes()) // 2]),
    "not text": lambda path: path.write_bytes(b"\xff\xfe\0\0" * 100),
    "another form": lambda path: path.write_text("[1, 2]"),
    "deep": lambda path: path.write_text("[" * 100_000),
    "large": lambda path: path.write_bytes(b" " * 30_000_000),
    "a folder": lambda path: (path.unlink(), path.mkdir()),
    "a link in a circle": lambda path: (path.unlink(), path.symlink_to(path)),
    "a link to nothing": lambda path: (path.unlink(), path.symlink_to("/nowhere/at/all")),
    "a pipe": lambda path: (path.unlink(), os.mkfifo(path)),
}


def test_second_build_makes_nothing(good: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """A report of which nothing has changed is not made again, in whatever format; other formats are made."""
    assert is_new(good)
    # A lock comes and goes beside the reports, and each time a record is written anew.
    states = {path: file_state(good / FOLDER / path) for path in tree(good / FOLDER)}
    assert not is_new(good)
    assert {path: file_state(good / FOLDER / path) for path in tree(good / FOLDER)} == states or sys.platform == "win32"
    assert is_new(good, ("html", "csv"))
    assert not is_new(good, ("csv", "html"))
    assert not is_new(good)


@pytest.mark.parametrize("what", CHANGES)
def test_whatever_changes_it_is_made_again(what: str, good: Path) -> None:
    """A change in any file that the report is made of, even one that keeps size and time, makes it again, once."""
    assert is_new(good)
    CHANGES[what](good)
    assert is_new(good)
    assert not is_new(good)


def test_what_a_report_is_not_made_of_changes_nothing(good: Path) -> None:
    """Another area's figures, a later year, and a file that was only saved once more leave a report up to date."""
    assert is_new(good)
    shutil.copy(good / FIGURES, good / "data/annual-report/2024/otherland.yaml")
    shutil.copytree(good / "data/annual-report/2024", good / "data/annual-report/2025")
    (good / PAGE).write_bytes((good / PAGE).read_bytes().replace(b"\n", b"\r\n"))
    os.utime(good / FIGURES, (0, 0))
    assert not is_new(good)


@pytest.mark.parametrize("what", TOUCHED)
def test_output_that_was_touched_is_made_again(what: str, good: Path) -> None:
    """A file that somebody changed or took away is made again, with the bytes that it had, even if size and time are the same."""
    assert is_new(good)
    before = (good / FOLDER / "index.html").read_bytes()
    TOUCHED[what](good)
    assert is_new(good)
    assert (good / FOLDER / "index.html").read_bytes() == before
    assert not is_new(good)


def test_note_of_somebody_stays(good: Path) -> None:
    """A file that people put beside a report makes no difference, and stays."""
    assert is_new(good)
    (good / FOLDER / "note.txt").write_text("mine")
    assert not is_new(good)
    append(good / PAGE, "\nMore.\n")
    assert is_new(good)
    assert (good / FOLDER / "note.txt").read_text() == "mine"


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
@pytest.mark.parametrize("how", SPOILT)
def test_record_that_is_spoilt_is_not_believed(how: str, good: Path) -> None:
    """Whatever stands in place of the note on what was made, the report is made, and no exception is met."""
    assert is_new(good)
    SPOILT[how](good / RECORD)
    assert is_new(good)


@pytest.mark.parametrize("change", ["made_of", "digest", "number", "size", "time", "name"])
def test_record_that_says_something_else_is_not_believed(change: str, good: Path) -> None:
    """A note of which one value is another leads to no report that is taken for up to date."""
    assert is_new(good)
    record = json.loads((good / RECORD).read_text(encoding="utf-8"))
    html = record["formats"]["html"]
    digest, state = html["files"]["index.html"]
    if change == "made_of":
        html["made_of"] = "0" * 64
    elif change == "name":
        html["files"] = {"../testshire/index.html": [digest, state]}
    elif change == "digest":
        html["files"]["index.html"] = ["0" * 64, state]
    else:
        values = state.split()
        position = {"number": 2, "size": 3, "time": 4}[change]
        values[position] = str(int(values[position]) + 1)
        html["files"]["index.html"] = [digest, " ".join(values)]
    (good / RECORD).write_text(json.dumps(record), encoding="utf-8")
    assert is_new(good)


def test_report_that_came_with_a_workspace_is_not_believed(good: Path, tmp_path: Path) -> None:
    """A copy of a workspace with its build folder, as somebody may send it, has all its reports made anew."""
    assert is_new(good)
    assert run(good, *BUILD)[0] == 0
    page = good / FOLDER / "index.html"
    page.write_text(page.read_text(encoding="utf-8").replace("Testshire", "Nextshire"), encoding="utf-8")
    record = json.loads((good / RECORD).read_text(encoding="utf-8"))
    record["formats"]["html"]["files"]["index.html"] = [sha256(page.read_bytes()).hexdigest(), file_state(page)]
    (good / RECORD).write_text(json.dumps(record), encoding="utf-8")
    assert not is_new(good), "the one who made it is believed"
    copy = tmp_path / "copy"
    shutil.copytree(good, copy)
    assert is_new(copy)
    assert "Nextshire" not in (copy / FOLDER / "index.html").read_text(encoding="utf-8")


def test_remarks_are_told_each_time(good: Path) -> None:
    """A warning is told again by a build that makes nothing, and from the record of a report; --strict stops at it."""
    append(good / PAGE, "\nOn 31 March 2024, all met twice.\n")
    first, second, third = (run(good, *BUILD) for _ in range(3))
    assert [told.count("warning[wrong-year]") for _, told in (first, second, third)] == [1, 1, 1]
    assert "wrote" in first[1]
    assert "is up to date" in second[1]
    assert second == third
    assert run(good, *BUILD, "--strict")[0] == 1


def test_build_says_what_is_up_to_date(good: Path) -> None:
    """A build tells on the terminal, and as data, what it made and what was there already."""
    assert "1 report made" in run(good, *BUILD)[1]
    for _ in range(2):
        code, told = run(good, *BUILD)
        assert code == 0
        assert "  is up to date: index.html\n" in told
        assert told.endswith("Done: 1 report is up to date.\n")
    for _ in range(2):
        (report,) = json.loads(run(good, "build", "testshire", "2024", "--format", "html,json")[1])["reports"]
        assert report["up_to_date"] is True
    append(good / PAGE, "\nMore.\n")
    assert (
        "Done: 1 of 2 reports made, 1 up to date."
        in [
            run(good, "build", "testshire", "2023", "--format", "html")[1],
            run(good, "build", "--all", "--format", "html")[1],
        ][1]
    )


WAIVED = """
waivers:
  - warning: wrong-year
    page: introduction
    reason: The year is meant.
    role: Coordinator
    date: 2025-09-01
"""
ASKED = {"build": ("html",), "check": ()}


def opened(root: Path) -> Workspace:
    """The workspace in a folder."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return workspace


def known(root: Path, command: str) -> BuildResult | None:
    """What the record of a report answers to a command, before anything is read."""
    workspace = opened(root)
    return recalled(workspace, KEY, ASKED[command], input_states(workspace, [KEY])[KEY], strict=False)


@pytest.fixture
def recorded(good: Path) -> Path:
    """A workspace with a report whose record answers a build and a check."""
    time.sleep(0.06)
    (result,) = build_many(opened(good), [KEY], ("html",), strict=False, jobs=1)
    assert result.is_right
    assert known(good, "build")
    assert known(good, "check")
    return good


def test_record_answers_as_the_command_did(good: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """While nothing changes, each command says the same as before, word for word, and writes nothing at all."""
    append(good / PAGE, "\nOn 31 March 2024, all met twice.\n")
    append(good / FIGURES, WAIVED)
    asked = (("build", "--all", "--format", "html"), ("check", "--all"), ("check", "--all", "--format", "json"))
    assert [run(good, *words)[0] for words in asked] == [0, 0, 0]
    time.sleep(0.06)
    told = {words: run(good, *words) for words in asked}
    assert "2 reports are up to date" in told[asked[0]][1]
    assert "wrong-year" in told[asked[1]][1]
    assert "waived: " in told[asked[1]][1]
    assert "2 reports checked" in told[asked[1]][1]
    before = {path: file_state(good / path) for path in tree(good)}
    for words, before_that in told.items():
        assert run(good, *words) == before_that
    assert {path: file_state(good / path) for path in tree(good)} == before


@pytest.mark.parametrize("what", [*CHANGES, *TOUCHED])
def test_record_answers_nothing_when_anything_changes(what: str, recorded: Path) -> None:
    """After any change in what is read, a record answers nothing; after one in what was made, it answers no build."""
    (CHANGES | TOUCHED)[what](recorded)
    assert known(recorded, "build") is None
    assert (known(recorded, "check") is None) == (what in CHANGES)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / EDITION / "seal.yaml").write_text("files: {}\n"),
        lambda root: (root / PICTURE).unlink(),
        lambda root: (root / "content/annual-report/2024/testshire/30-new.md").write_text("new"),
        lambda root: (root / "data/annual-report/2022").mkdir(),
        lambda root: (root / FIGURES).chmod(0o200),
    ],
    ids=["a seal", "a picture gone", "a page more", "a year more", "rights"],
)
def test_record_answers_nothing_when_files_come_or_go(change: Callable[[Path], object], recorded: Path) -> None:
    """A file or folder that comes or goes, or may no longer be read, makes the record answer nothing."""
    change(recorded)
    assert known(recorded, "check") is None


def test_change_of_one_report_leaves_the_records_of_others(good: Path) -> None:
    """When a page of one report changes, that one alone is looked at; a report of the year after looks at last year's pages."""
    former = ReportKey(KEY.kind, 2023, KEY.area)
    time.sleep(0.06)
    list(build_many(opened(good), [former, KEY], ("html",), strict=False, jobs=1))
    append(good / PAGE, "\nMore.\n")
    workspace = opened(good)
    states = input_states(workspace, [former, KEY])
    assert recalled(workspace, former, ("html",), states[former], strict=False)
    assert not recalled(workspace, KEY, ("html",), states[KEY], strict=False)


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
@pytest.mark.parametrize("how", SPOILT)
def test_record_that_is_spoilt_answers_nothing(how: str, recorded: Path) -> None:
    """Whatever stands in place of a record, it answers nothing, and the command does its work."""
    SPOILT[how](recorded / RECORD)
    assert known(recorded, "check") is None
    (result,) = build_many(opened(recorded), [KEY], (), strict=False, jobs=1)
    assert result.is_right


@pytest.mark.parametrize(
    "said",
    [
        1,
        [1],
        [[]],
        ['["nope", ["a", 0, 0, 0, null], "", "", [], "", null]'],
        ['["wrong-year", ["a", 1000000000000, 9, 9, "words"], "", "", [], "", null]'],
        ["no JSON"],
    ],
)
def test_record_with_other_diagnostics_answers_nothing(said: object, recorded: Path) -> None:
    """A record that tells of something that nobody can have said, or of a line that is not there, answers nothing."""
    record = json.loads((recorded / RECORD).read_text(encoding="utf-8"))
    (recorded / RECORD).write_text(json.dumps({**record, "diagnostics": said}), encoding="utf-8")
    assert known(recorded, "check") is None


def test_record_holds_only_where_it_was_written(recorded: Path, tmp_path: Path) -> None:
    """In a copy of the workspace no record answers."""
    copy = tmp_path / "copy"
    shutil.copytree(recorded, copy)
    assert known(copy, "check") is None
    assert known(copy, "build") is None


def test_record_is_kept_for_right_reports_alone(good: Path) -> None:
    """What stops with an error is looked at anew each time, and nothing is kept where there is no build folder."""
    assert run(good, "check", "--all")[0] == 0
    assert not (good / "build").exists()
    (good / "build").mkdir()
    replace(good / FIGURES, "made: 41", "made: many")
    assert run(good, "check", "--all")[0] == 1
    assert [path.name for path in (good / "build/.made").iterdir()] == ["annual-report.2023.testshire.json"]


def test_file_that_changes_meanwhile_is_looked_at_again(good: Path) -> None:
    """A file that is saved while a command runs, or just before, even in secret, leaves no record that answers."""
    (good / "build").mkdir()
    workspace = opened(good)
    just_saved = input_states(workspace, [KEY])[KEY]
    assert build(workspace, KEY, (), strict=False, inputs=just_saved).is_right
    assert known(good, "check") is None
    time.sleep(0.06)
    settled = input_states(workspace, [KEY])[KEY]
    secretly(good / FIGURES, "made: 41", "made: 42")
    assert build(opened(good), KEY, (), strict=False, inputs=settled).is_right
    time.sleep(0.06)
    assert known(good, "check") is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_nothing_is_kept_through_a_link(good: Path, tmp_path: Path) -> None:
    """Where a link stands in the place of the folder for records, nothing is written behind it, and the report is made."""
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (good / "build").mkdir()
    (good / "build/.made").symlink_to(elsewhere)
    for _ in range(2):
        assert run(good, *BUILD)[0] == 0
        assert run(good, "check", "--all")[0] == 0
    assert list(elsewhere.iterdir()) == []


def test_links_in_a_circle_do_not_hold_up(good: Path) -> None:
    """A folder of templates that leads back to itself by links is looked through to a bound, and the check is done."""
    (good / "build").mkdir()
    (good / "templates/themes/again").symlink_to(good / "templates")
    assert run(good, "check", "--all")[0] == 0
    assert run(good, "check", "--all")[0] == 0


def loaded_by(root: Path, words: tuple[str, ...]) -> set[str]:
    """The modules that a command loads, by their full names."""
    told = subprocess.run(
        [sys.executable, "-P", "-X", "importtime", "-m", "reportgen", *words],
        cwd=root,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return {line.rsplit("|", 1)[1].strip() for line in told.stderr.splitlines() if line.count("|") == 2}


@pytest.mark.parametrize("words", [("check", "--all"), ("list",), BUILD], ids=" ".join)
def test_what_prints_nothing_loads_no_printing(words: tuple[str, ...], good: Path) -> None:
    """Neither WeasyPrint nor pandas is loaded by a check, a list or a web page."""
    loaded = {name.split(".")[0] for name in loaded_by(good, words)}
    assert "pydantic" in loaded
    assert loaded & {"weasyprint", "pikepdf", "pandas", "fontTools", "docx"} == set()


@pytest.fixture
def noted(recorded: Path) -> Path:
    """A workspace whose settings and areas are noted."""
    assert open_workspace(recorded).value
    assert (recorded / NOTED).is_file()
    return recorded


def test_noted_settings_are_those_that_were_read(noted: Path) -> None:
    """Settings, areas and digests are the same as those that are read anew, whether from the note or not."""
    again, read = open_workspace(noted).value, opened(noted)
    assert again
    assert (again.root, again.settings, again.areas, again.digests) == (
        read.root,
        read.settings,
        read.areas,
        read.digests,
    )
    assert list(again.areas) == list(read.areas)


@pytest.mark.parametrize("path", ["reportgen.yaml", "data/areas.yaml"])
def test_settings_that_changed_are_read_anew(path: str, noted: Path) -> None:
    """What is typed into reportgen.yaml or the list of areas counts for the next command, and a slip in it is told."""
    replace(noted / path, "Testshire" if "areas" in path else "organisation: ", "New words")
    changed = open_workspace(noted)
    if changed.value:
        assert changed.value.areas["testshire"].name == "New words"
    else:
        assert [one.place.file.path for one in changed.diagnostics] == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need rights there")
@pytest.mark.parametrize("how", SPOILT)
def test_noted_settings_that_are_spoilt_are_read_anew(how: str, noted: Path) -> None:
    """Whatever stands in place of the note, the workspace is that of its files."""
    SPOILT[how](noted / NOTED)
    found = open_workspace(noted).value
    assert found
    assert found.areas == opened(noted).areas


@pytest.mark.parametrize("change", [{"settings": 1}, {"areas": {"kent": {}}}, {"digests": [1]}, {"state": "another"}])
def test_noted_settings_of_another_form_are_read_anew(change: dict[str, object], noted: Path) -> None:
    """A note of which one value is of another form is not believed."""
    values = json.loads((noted / NOTED).read_text(encoding="utf-8"))
    (noted / NOTED).write_text(json.dumps(values | change), encoding="utf-8")
    found = open_workspace(noted).value
    assert found
    assert (found.settings, found.areas) == (opened(noted).settings, opened(noted).areas)
