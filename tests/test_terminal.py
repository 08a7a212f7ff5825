"""What somebody sees on a terminal, also on a narrow one, and what Ctrl-C leaves."""

import fcntl
import os
import pty
import re
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from benchmarks.made_up import make_workspace
from london import copy_workspace, run

from reportgen.cli.ending import our_fault

COLUMNS = 60
_PART = re.compile(r"\x1b\[[0-9;]*m|[^\x1b]", re.DOTALL)


def screen(told: str, columns: int = COLUMNS) -> list[str]:
    """What stands on a terminal once all that was told to it is there, line by line. It knows colours, and no other orders."""
    lines = [[" "] * columns]
    column = 0
    assert re.fullmatch(f"(?:{_PART.pattern})*", told, re.DOTALL), "an order that this terminal does not know"
    for part in _PART.findall(told):
        if part == "\r":
            column = 0
        elif part == "\n":
            lines.append([" "] * columns)
            column = 0
        elif len(part) == 1:
            if column == columns:
                lines.append([" "] * columns)
                column = 0
            lines[-1][column] = part
            column += 1
    return ["".join(line).rstrip() for line in lines]


def on_a_terminal(root: Path, *words: str, seen: Callable[[str, int], object] = lambda *_: None) -> tuple[int, str]:
    """How a command ends on a terminal of 60 columns, and all that it told it; `seen` gets that so far, and the process."""
    parent, child = pty.openpty()
    fcntl.ioctl(child, termios.TIOCSWINSZ, struct.pack("HHHH", 24, COLUMNS, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "COLUMNS")}
    with subprocess.Popen(
        [sys.executable, "-m", "reportgen", *words],
        cwd=root,
        env={**environment, "TERM": "xterm-256color"},
        stdin=child,
        stdout=child,
        stderr=child,
        start_new_session=True,
    ) as process:
        os.close(child)
        told = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:
                break
            told += part
            seen(told.decode("utf-8", "replace"), process.pid)
        code = process.wait(timeout=60)
    os.close(parent)
    return code, told.decode("utf-8").replace("\r\n", "\n")


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A workspace with six reports."""
    make_workspace(tmp_path / "many", 3, 2, seed=1)
    return tmp_path / "many"


def test_screen_shows_what_a_terminal_shows() -> None:
    """A carriage return goes back to the first column, what is longer than a line goes on in the next, colours take no room."""
    assert screen("abc\rx\n\x1b[31mred\x1b[0m", 10) == ["xbc", "red"]
    assert screen("0123456789a", 10) == ["0123456789", "a"]
    with pytest.raises(AssertionError):
        screen("\x1b[2J")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_no_debris_of_the_progress_stays_on_a_narrow_terminal(jobs: str, many: Path) -> None:
    """While many reports are made, a line says how many there are; in the end the screen holds just what a file would hold."""
    code, told = on_a_terminal(many, "build", "--all", "--format", "html", "--jobs", jobs)
    assert code == 0
    assert all(f"{number} of 6 reports" in told for number in range(1, 6))
    wrapped = [line[at : at + COLUMNS].rstrip() for line in told_plainly(many) for at in range(0, len(line), COLUMNS)]
    assert [line for line in screen(told) if line] == wrapped


def told_plainly(root: Path) -> list[str]:
    """What the same command says to a file, in a workspace where nothing is made yet."""
    import shutil

    shutil.rmtree(root / "build")
    return run(root, "build", "--all", "--format", "html").stdout.splitlines()


def test_few_reports_show_no_progress(tmp_path: Path) -> None:
    """A single report has no line that comes and goes."""
    code, told = on_a_terminal(copy_workspace(tmp_path / "london"), "check", "london", "2024")
    assert code == 0
    assert "\r" not in told
    assert "1 report" not in told.replace("Done: 1 report checked", "")


@pytest.mark.slow
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_ctrl_c_says_what_was_kept(jobs: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C in the midst of many reports, pressed again and again, ends with 130, says how many are made, and leaves each whole."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    root = tmp_path / "many"
    keys = make_workspace(root, 6, 5, seed=1)

    def interrupt(told: str, process: int) -> None:
        if "  wrote " in told:
            os.killpg(process, signal.SIGINT)

    code, told = on_a_terminal(root, "build", "--all", "--format", "html", "--jobs", jobs, seen=interrupt)
    assert code == 130
    assert "Traceback" not in told
    shown = [line for line in screen(told, 200) if line]
    found = re.fullmatch(
        rf"Stopped by Ctrl-C: (\d+) of {len(keys)} reports made, which stay; none of the others is half made.",
        shown[-1],
    )
    assert found
    made = list(root.glob("build/annual-report/*/*/index.html"))
    assert 1 <= int(found[1]) <= len(made) < len(keys)
    assert all(page.read_text(encoding="utf-8").rstrip().endswith("</html>") for page in made)
    assert "checked" in run(root, "check", "--all").stdout


@pytest.mark.pdf  # without one, the command is done before Ctrl-C comes
@pytest.mark.parametrize("delay", [0, 0.01, 0.03, 0.08, 0.15, 0.3])
def test_ctrl_c_while_loading_ends_with_130(delay: float, tmp_path: Path) -> None:
    """Ctrl-C ends with 130 at whatever moment it comes, also while libraries are loaded, and shows no exception."""
    root = copy_workspace(tmp_path / "london")
    command = [sys.executable, "-X", "importtime", "-m", "reportgen", "publish", "london", "2024"]
    with subprocess.Popen(command, cwd=root, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "click" in line:
                break
        time.sleep(delay)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    # Where it comes while a class is being made, Python ends itself by the signal, which a shell tells as 130 too.
    assert process.returncode in (130, -signal.SIGINT)
    assert "Traceback" not in told
    assert "Error" not in told
    assert not (root / "build/published").exists()


def test_ctrl_c_that_nobody_wants_is_none(tmp_path: Path) -> None:
    """Where whoever began the program wants no Ctrl-C, as with nohup, none ends it."""
    root = copy_workspace(tmp_path / "london")

    def unwanted() -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)

    command = [sys.executable, "-m", "reportgen", "check", "london", "2024"]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True, preexec_fn=unwanted) as process:
        for _ in range(20):
            time.sleep(0.02)
            process.send_signal(signal.SIGINT)
        told, _ = process.communicate(timeout=60)
    assert (process.returncode, "1 report checked" in told) == (0, True)


def test_ctrl_c_that_python_wraps_is_still_ctrl_c(capsys: pytest.CaptureFixture[str]) -> None:
    """Where it comes while a name of a class is set, Python makes a RuntimeError of it; the command ends with 130 all the same."""

    class Interrupted:
        def __set_name__(self, owner: type, name: str) -> None:
            raise KeyboardInterrupt

    with pytest.raises(SystemExit) as end, our_fault():
        type("Made", (), {"field": Interrupted()})
    assert end.value.code == 130
    assert "Stopped by Ctrl-C: what was there stays." in capsys.readouterr().err


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a file that is always full, which Linux has")
@pytest.mark.parametrize("words", [("--help",), ("list",), ("check", "london", "2024")], ids=" ".join)
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["at the end", "line by line"])
def test_a_full_disk_is_no_fault_of_the_program(words: tuple[str, ...], unbuffered: str) -> None:
    """Where what a command tells cannot be written into its file, that is said in one line."""
    with Path("/dev/full").open("wb") as full:
        told = subprocess.run(
            [sys.executable, "-m", "reportgen", *words],
            stdout=full,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            cwd=Path(__file__).parents[1],
            check=False,
        )
    assert told.stderr == "Error: what this command tells cannot be written: No space left on device.\n"
    assert told.returncode == 1
