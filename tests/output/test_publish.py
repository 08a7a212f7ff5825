"""Publishing: a report's files appear together or not at all, and a failure leaves the last good build whole."""

import errno
import os
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path

import pytest
from london import copy_workspace, made_in, run
from PIL import Image

from reportgen.formats.artifact import Artifact
from reportgen.formats.registry import FILES
from reportgen.output import atomic_exchange
from reportgen.output.lock import holding
from reportgen.output.publish import publish, publish_file

FOLDER = "build/annual-report/2024/london"
FORMER = (Artifact("index.html", "text/html", b"former page"), Artifact("report.pdf", "application/pdf", b"former PDF"))
ANEW = (Artifact("index.html", "text/html", b"new page"), Artifact("report.pdf", "application/pdf", b"new PDF"))
# A file in a folder that does not exist cannot be written, whoever runs the test.
HALF = (ANEW[0], Artifact("absent/report.pdf", "application/pdf", b"new PDF"))
FAILS_AT_THE_SECOND = """
import os, signal, sys
from pathlib import Path
from reportgen.formats.artifact import Artifact
from reportgen.output.atomic_write import write_folder

def killed_halfway():
    yield Artifact("index.html", "text/html", b"new page")
    os.kill(os.getpid(), signal.SIGKILL)

write_folder(Path(sys.argv[1]), killed_halfway(), lambda name: True)
"""

KILLED_AT_THE_LAST_STEP = """
import os, signal, sys
from pathlib import Path
from reportgen.output import atomic_exchange
from reportgen.formats.artifact import Artifact
from reportgen.output.atomic_write import write_folder

# As on a system where folders cannot change places in one step.
atomic_exchange.FUNCTIONS.clear()

def kill_before_it_takes_its_place(event, arguments):
    if event == "os.rename" and str(arguments[1]) == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(kill_before_it_takes_its_place)
write_folder(Path(sys.argv[1]), (Artifact("index.html", "text/html", b"new page"),), lambda name: True)
"""


def files_in(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, by its path."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def expected(*artifacts: Artifact) -> dict[str, bytes]:
    """The files as they stand in a workspace."""
    return {f"{FOLDER}/{artifact.name}": artifact.data for artifact in artifacts}


def test_all_files_appear_together(tmp_path: Path) -> None:
    """The files and no others are in the folder, and their paths are told."""
    outcome = publish(tmp_path, FOLDER, ANEW)
    assert outcome.diagnostics == ()
    assert outcome.value == (tmp_path / FOLDER / "index.html", tmp_path / FOLDER / "report.pdf")
    assert files_in(tmp_path) == expected(*ANEW)


def test_a_build_replaces_the_former_one_whole(tmp_path: Path) -> None:
    """A page made alone leaves no PDF of the former build beside it, which would not belong to it."""
    publish(tmp_path, FOLDER, FORMER)
    publish(tmp_path, FOLDER, ANEW[:1], FILES)
    assert files_in(tmp_path) == expected(ANEW[0])


def test_a_failure_halfway_leaves_the_former_build(tmp_path: Path) -> None:
    """When the second file cannot be written, both former files stay, nothing is left beside them, and it is said once."""
    publish(tmp_path, FOLDER, FORMER)
    outcome = publish(tmp_path, FOLDER, HALF)
    assert outcome.value is None
    (said,) = outcome.diagnostics
    assert (said.slug, said.place.file.path) == ("cannot-write", FOLDER)
    assert said.hint
    assert files_in(tmp_path) == expected(*FORMER)
    assert [path.name for path in (tmp_path / FOLDER).parent.iterdir()] == ["london"]


def test_a_failure_of_the_first_build_leaves_nothing(tmp_path: Path) -> None:
    """When there was no former build, a failure halfway leaves no file at all."""
    outcome = publish(tmp_path, FOLDER, HALF)
    assert outcome.value is None
    assert files_in(tmp_path) == {}


def test_a_command_killed_halfway_leaves_the_former_build(tmp_path: Path) -> None:
    """A command that is killed between two files leaves the former build; the next one sweeps away what it left."""
    publish(tmp_path, FOLDER, FORMER)
    killed = subprocess.run(
        [sys.executable, "-c", FAILS_AT_THE_SECOND, str(tmp_path / FOLDER)], check=False, timeout=60
    )
    assert killed.returncode == -signal.SIGKILL
    assert {path: data for path, data in files_in(tmp_path).items() if path in expected(*FORMER)} == expected(*FORMER)
    assert len(files_in(tmp_path)) == 3, "something was left, or this test proves nothing"
    assert publish(tmp_path, FOLDER, ANEW).diagnostics == ()
    assert files_in(tmp_path) == expected(*ANEW)


def test_a_command_killed_at_the_last_step_loses_nothing(tmp_path: Path) -> None:
    """A command that is killed before the new folder takes its place leaves the former build, which a failing one puts back."""
    publish(tmp_path, FOLDER, FORMER)
    command = [sys.executable, "-c", KILLED_AT_THE_LAST_STEP, str(tmp_path / FOLDER)]
    assert subprocess.run(command, check=False, timeout=60).returncode == -signal.SIGKILL
    assert publish(tmp_path, FOLDER, HALF).value is None
    assert files_in(tmp_path) == expected(*FORMER)


def test_a_folder_that_cannot_be_renamed_is_replaced_file_by_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a container, no system call renames a folder that came with its image; what people put there stays."""
    publish(tmp_path, FOLDER, FORMER)
    (tmp_path / FOLDER / "notes").mkdir()
    (tmp_path / FOLDER / "notes" / "board.txt").write_bytes(b"of a person")
    (tmp_path / FOLDER / "link").symlink_to("notes/board.txt")
    rename = Path.rename

    def of_a_container(path: Path, target: Path) -> Path:
        if path == tmp_path / FOLDER:
            raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))
        return rename(path, target)

    monkeypatch.setattr(atomic_exchange, "FUNCTIONS", {})
    monkeypatch.setattr(Path, "rename", of_a_container)
    assert publish(tmp_path, FOLDER, ANEW[:1], FILES).diagnostics == ()
    monkeypatch.undo()
    own = {f"{FOLDER}/notes/board.txt": b"of a person", f"{FOLDER}/link": b"of a person"}
    assert files_in(tmp_path) == expected(ANEW[0]) | own


def test_strays_are_swept_away(tmp_path: Path) -> None:
    """What earlier commands left aside, folders and files, is gone after the next build."""
    year = (tmp_path / FOLDER).parent
    publish(tmp_path, FOLDER, FORMER)
    for stray in (".london.new", ".london.old"):
        (year / stray / "deep").mkdir(parents=True)
        (year / stray / "deep" / "index.html").write_bytes(b"stray")
    assert publish(tmp_path, FOLDER, ANEW).diagnostics == ()
    assert files_in(tmp_path) == expected(*ANEW)
    (year / ".london.new").write_bytes(b"a file of that name")
    assert publish(tmp_path, FOLDER, FORMER).diagnostics == ()
    assert files_in(tmp_path) == expected(*FORMER)


def test_a_build_moved_aside_is_put_back(tmp_path: Path) -> None:
    """A command killed between its two renames left the former build aside: a failing one puts it back."""
    publish(tmp_path, FOLDER, FORMER)
    (tmp_path / FOLDER).rename((tmp_path / FOLDER).with_name(".london.old"))
    assert publish(tmp_path, FOLDER, HALF).value is None
    assert files_in(tmp_path) == expected(*FORMER)


@pytest.mark.parametrize("place", ["build", "build/annual-report", "build/annual-report/2024"])
def test_a_file_in_place_of_a_folder_is_told(tmp_path: Path, place: str) -> None:
    """Where a file stands in place of one of the folders, nothing is written, the file stays, and it is said."""
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).write_bytes(b"a file")
    outcome = publish(tmp_path, FOLDER, ANEW)
    assert outcome.value is None
    assert [said.slug for said in outcome.diagnostics] == ["cannot-write"]
    assert files_in(tmp_path) == {place: b"a file"}


def test_one_file_is_replaced_whole_or_not_at_all(tmp_path: Path) -> None:
    """A single file is replaced; where that is not possible, it is told, and nothing is left beside it."""
    assert publish_file(tmp_path, "register.csv", b"former").value == (tmp_path / "register.csv",)
    assert publish_file(tmp_path, "register.csv", b"new").diagnostics == ()
    assert files_in(tmp_path) == {"register.csv": b"new"}
    (tmp_path / "folder").mkdir()
    outcome = publish_file(tmp_path, "folder", b"new")
    assert [said.slug for said in outcome.diagnostics] == ["cannot-write"]
    assert files_in(tmp_path) == {"register.csv": b"new"}


@pytest.mark.pdf
def test_a_full_disk_leaves_the_last_good_report(tmp_path: Path) -> None:
    """When there is room for the PDF but not for the page, the command ends with 1 and says so; both of before stay."""
    root = copy_workspace(tmp_path)
    page = root / "content/annual-report/2024/london/introduction.md"
    noise = Image.frombytes("RGB", (600, 600), b"".join(sha256(b"%d" % n).digest() for n in range(600 * 600 * 3 // 32)))
    noise.save(page.with_name("noise.png"))
    words = page.read_text(encoding="utf-8")
    page.write_text(words + '\n![Dots of every colour](noise.png "Noise")\n', encoding="utf-8")
    assert run(root, "build", "london", "2024", "--format", "pdf,html").returncode == 0
    folder = made_in(root, 2024)
    before = files_in(folder)
    room = (len(before["index.html"]) + len(before["report.pdf"])) // 2
    assert len(before["report.pdf"]) + 10_000 < room < len(before["index.html"]) - 10_000
    page.write_text(page.read_text(encoding="utf-8") + "\nA new sentence.\n", encoding="utf-8")
    result = subprocess.run(
        [sys.executable, "-B", "-m", "reportgen", "build", "london", "2024", "--format", "pdf,html"],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert result.returncode == 1, result.stdout + result.stderr
    assert "error[cannot-write]" in result.stdout + result.stderr
    assert files_in(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["london"]


def _tries(root: Path, name: str) -> list[str]:
    """What is said while the lock of one report is taken and given back a few hundred times."""
    said: list[str] = []
    for _ in range(300):
        with holding(root, f"build/annual-report/2024/{name}", "reportgen build") as in_the_way:
            said.extend(one.message for one in in_the_way)
    return said


def test_commands_that_begin_and_end_at_the_same_moment_are_not_in_each_others_way(tmp_path: Path) -> None:
    """The folder of locks comes and goes with the locks of other reports, and none of their commands is refused for that."""
    with ThreadPoolExecutor() as pool:
        for said in pool.map(partial(_tries, tmp_path), ("kent", "essex", "gwent", "surrey")):
            assert said == []
    assert not (tmp_path / "build").exists()
