"""Many reports shared among processes: the same reports, in the order asked for, and none lost but the one at hand."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reportgen.commands import parallel, pool
from reportgen.commands.build import BuildResult, build
from reportgen.commands.parallel import build_many
from reportgen.core.names import ReportKey
from reportgen.read.workspace_files import find_workspace

ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere processes cannot be looked at in this way")
AREAS = ("testshire", "otherland", "thirdshire", "fourthshire")
KEYS = tuple(ReportKey("annual-report", year, area) for year in (2024, 2023) for area in AREAS)
# A program that makes reports, in which one thing goes otherwise.
PROGRAM = """
import os, signal, sys, threading, time
from reportgen.commands import pool
from reportgen.cli import program
build, pool._PAYS = pool.build, 0
def another(workspace, key, formats, **options):
    if str(key) in {keys!r}:
        {deed}
    return build(workspace, key, formats, **options)
pool.build = another
{before}
program(prog_name="reportgen")
"""


@pytest.fixture
def wide(good: Path) -> Path:
    """The good workspace with four areas, each with two years."""
    areas = good / "data/areas.yaml"
    more = "".join(f"  {area}:\n    name: {area.capitalize()}\n    country: England\n" for area in AREAS[2:])
    contacts = "    contacts: [training@testshire.example]\n"
    more = contacts + more.replace("    country: England\n", f"    country: England\n{contacts}")
    areas.write_text(areas.read_text(encoding="utf-8") + more, encoding="utf-8")
    for year in (2023, 2024):
        for area in AREAS[1:]:
            figures = (good / f"data/annual-report/{year}/testshire.yaml").read_text(encoding="utf-8")
            path = good / f"data/annual-report/{year}/{area}.yaml"
            path.write_text(figures.replace("Testshire", area.capitalize()), encoding="utf-8")
            pages = good / f"content/annual-report/{year}/testshire"
            shutil.copytree(pages, good / f"content/annual-report/{year}/{area}")
    return good


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets a second process pay from the first report on."""
    monkeypatch.setattr(pool, "_PAYS", 0)


def made(root: Path, jobs: int) -> list[BuildResult]:
    """All reports as web pages, by so many processes."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return list(build_many(workspace, KEYS, ("html",), strict=False, jobs=jobs))


def started(root: Path, keys: tuple[str, ...], deed: str, *words: str, before: str = "") -> subprocess.Popen[str]:
    """The command with something else done for some reports, in a group of processes of its own."""
    program = PROGRAM.format(keys=set(keys), deed=deed, before=before)
    return subprocess.Popen(
        [sys.executable, "-c", program, *words],
        cwd=root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )


def alive(group: int) -> list[int]:
    """The processes of a group that have not ended."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                state, _, of_group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            except OSError:
                continue
            if of_group == str(group) and state != "Z":
                found.append(int(folder.name))
    return found


def soon(look: Callable[[], bool]) -> bool:
    """Whether something comes true within ten seconds."""
    end = time.monotonic() + 10
    while time.monotonic() < end:
        if look():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.usefixtures("at_once")
def test_reports_come_in_the_order_asked_for(wide: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """However many processes share the reports, they are told in the order asked for, and their bytes are the same."""
    results, pages = [], []
    for jobs in (1, 2, 3, 8):
        shutil.rmtree(wide / "build", ignore_errors=True)
        results.append(made(wide, jobs))
        pages.append({path: data for path, data in tree(wide / "build").items() if not path.startswith(".")})
    assert [result.key for result in results[0]] == list(KEYS)
    assert all(result.is_right and result.files for result in results[0])
    assert all(again == results[0] for again in results[1:])
    assert all(again == pages[0] for again in pages[1:])
    assert sum(path.endswith("index.html") for path in pages[0]) == len(KEYS)


def test_each_area_goes_to_one_process() -> None:
    """The years of an area are shared out together, oldest first, since a report looks at the years before it."""
    shares = pool._shares(KEYS)
    assert [[key.area for key in share] for share in shares] == [[area, area] for area in AREAS]
    assert all([key.year for key in share] == [2023, 2024] for share in shares)


@pytest.mark.usefixtures("at_once")
def test_beside_a_thread_the_same_is_made(wide: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """Where no copy of the process is safe, processes of their own make the same reports."""
    deed = "raise SystemExit('nobody asks for this')"
    beside = "threading.Thread(target=time.sleep, args=(0.1,), daemon=True).start()\nlate = threading.Timer(60, print)\nlate.daemon = True\nlate.start()"
    words = ("build", *AREAS, "2024", "--format", "html", "--jobs", "2")
    pages = []
    for before in ("", beside):
        # One after the other, each from nothing: the second would find the reports of the first up to date.
        shutil.rmtree(wide / "build", ignore_errors=True)
        process = started(wide, (), deed, *words, before=before)
        told, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, ""), told
        assert "4 reports made" in told
        pages.append({path: data for path, data in tree(wide / "build").items() if not path.startswith(".")})
    assert pages[0] == pages[1]


@ON_LINUX
def test_process_that_dies_costs_its_one_report(wide: Path) -> None:
    """When processes are killed over two reports, just these are missing, told by name, and all others are made."""
    lost = ("annual-report/2023/testshire", "annual-report/2024/fourthshire")
    words = ("build", "--all", "--format", "html", "--jobs", "2")
    process = started(wide, lost, "os.kill(os.getpid(), signal.SIGKILL)", *words)
    told, errors = process.communicate(timeout=60)
    assert process.returncode == 1, told
    assert errors == ""
    said = [line.split(":")[0] for line in told.splitlines() if "error[report-lost]" in line]
    assert said == [f"build/{name}" for name in lost]
    there = {path.parent.relative_to(wide / "build").as_posix() for path in (wide / "build").rglob("index.html")}
    assert there == {str(key) for key in KEYS} - set(lost)
    assert alive(process.pid) == []


@ON_LINUX
def test_fault_of_ours_costs_its_one_report(wide: Path) -> None:
    """A fault of the program is told at the report over which it happened, all others are made, and the command ends with 3."""
    words = ("build", "--all", "--format", "html", "--jobs", "2")
    process = started(wide, ("annual-report/2024/otherland",), "raise KeyError('ours')", *words)
    told, errors = process.communicate(timeout=60)
    assert process.returncode == 3
    assert errors == ""
    (said,) = (line for line in told.splitlines() if "error[" in line)
    assert said.startswith("build/annual-report/2024/otherland: error[own-fault]: the report could not be made")
    assert "KeyError: 'ours' (" in said
    there = {path.parent.relative_to(wide / "build").as_posix() for path in (wide / "build").rglob("index.html")}
    assert there == {str(key) for key in KEYS} - {"annual-report/2024/otherland"}
    assert soon(lambda: alive(process.pid) == [])


@ON_LINUX
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["interrupted", "killed"])
def test_end_of_the_command_is_the_end_of_all(number: signal.Signals, wide: Path, tmp_path: Path) -> None:
    """When the command is interrupted, or is killed, each process ends with the report at hand, and every report is whole."""
    begun = tmp_path / "begun"
    deed = f"open({str(begun)!r}, 'w').close(); time.sleep(1)"
    words = ("build", "--all", "--format", "html", "--jobs", "2")
    process = started(wide, ("annual-report/2024/testshire", "annual-report/2024/otherland"), deed, *words)
    assert soon(begun.exists)
    assert len(alive(process.pid)) >= 3
    if number is signal.SIGINT:
        os.killpg(process.pid, number)
    else:
        process.kill()
    process.communicate(timeout=30)
    assert process.returncode != 0
    assert soon(lambda: alive(process.pid) == [])
    for page in (wide / "build").rglob("index.html"):
        assert page.read_text(encoding="utf-8").endswith("</html>\n")


def test_jobs_are_counted_from_one(wide: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`--jobs` takes a number from 1 on, and anything else is a wrong command."""
    for words in ("0", "-1", "many", "1.5", "1000000"):
        told = subprocess.run(
            [sys.executable, "-m", "reportgen", "check", "--all", f"--jobs={words}"],
            cwd=wide,
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert told.returncode == 2
        assert "--jobs" in told.stderr


def test_processors_are_those_that_may_be_used() -> None:
    """By default there are as many processes as the system lets this one use processors."""
    assert 1 <= parallel.processors() <= (os.cpu_count() or 1)


@pytest.fixture(autouse=True)
def _no_child_is_left() -> Iterator[None]:
    """No test leaves a process behind."""
    children = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    before = children.read_text().split() if sys.platform == "linux" else []
    yield
    if sys.platform == "linux":
        assert [child for child in children.read_text().split() if child not in before] == []


def test_single_report_needs_no_process(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One report is made by the command itself, whatever --jobs says."""
    monkeypatch.setattr(pool, "_in_processes", None)
    workspace = find_workspace(good).value
    assert workspace is not None
    key = KEYS[0]
    (result,) = build_many(workspace, (key,), ("html",), strict=False, jobs=8)
    assert result.is_right
    assert build(workspace, key, ("html",), strict=False).is_new is False
