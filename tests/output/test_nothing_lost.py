"""Nothing is lost: whatever happens to a command, the last good report stays whole, and the next command succeeds."""

import os
import random  # noqa: TID251
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from json import loads
from pathlib import Path
from threading import Timer

import pytest
from documents import document_of
from killed_writer import FOLDER, NAMES, artifacts, write
from london import REPOSITORY, copy_workspace, made_in, run

from reportgen.formats.registry import FILES, FORMATS, export
from reportgen.output import lock
from reportgen.output.lock import holding
from reportgen.output.publish import publish, publish_file

pytestmark = pytest.mark.slow

WRITER = REPOSITORY / "tests/support/killed_writer.py"
ONLY_REPORT = {"build", "build/annual-report", "build/annual-report/2024", FOLDER, *(f"{FOLDER}/{n}" for n in NAMES)}
SOURCES = ("reportgen.yaml", "data", "content", "templates")
Tree = Callable[[Path], dict[str, bytes]]


def paths_in(root: Path) -> set[str]:
    """All files and folders below a folder."""
    return {path.relative_to(root).as_posix() for path in root.rglob("*")}


def build_in(folder: Path) -> int:
    """The number of the build that a folder holds, all of it and nothing else."""
    found = {path.name: path.read_bytes() for path in folder.iterdir() if path.name in NAMES}
    number = int(found["index.html"].split(b"\n")[0].rsplit(b" ", 1)[1])
    assert found == {artifact.name: artifact.data for artifact in artifacts(number)}
    return number


@contextmanager
def writer(root: Path, *what: str) -> Iterator["subprocess.Popen[str]"]:
    """A process that writes builds, once it has begun; ended at the end."""
    process = subprocess.Popen(
        [sys.executable, str(WRITER), str(root), *what], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        try:
            yield process
        finally:
            process.kill()


def digests(root: Path) -> dict[str, str]:
    """The digest of every file that people wrote."""
    files = [path for name in SOURCES for path in (root / name, *(root / name).rglob("*")) if path.is_file()]
    assert len(files) > 30
    return {path.relative_to(root).as_posix(): sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("how", ["", "plain"], ids=["in one step", "in two steps"])
def test_killed_at_each_step(tmp_path: Path, how: str) -> None:
    """Killed at each thing that it asks of the system in turn: the report is whole, and the next build sweeps up.

    Where folders cannot change places in one step, the report may be aside for one moment; the next command puts it back.
    """
    write(tmp_path, 1)
    notes = tmp_path / FOLDER / "notes.txt"
    notes.write_text("What a person put there.\n", encoding="utf-8")
    aside = former = 0
    for step in range(1, 1_000):
        command = [sys.executable, str(WRITER), str(tmp_path), "at", str(step), how]
        ended = subprocess.run(command, check=False, timeout=60).returncode
        if ended == 0:
            break
        assert ended == -signal.SIGKILL
        there = tmp_path / FOLDER
        if how and not there.exists():
            aside += 1
            there = there.with_name(".london.old")
        former += build_in(there) == 1
        assert (there / "notes.txt").read_bytes() == b"What a person put there.\n"
        write(tmp_path, 1)
        assert build_in(tmp_path / FOLDER) == 1
        assert paths_in(tmp_path) == {*ONLY_REPORT, f"{FOLDER}/notes.txt"}
    assert step > 25
    assert 10 < former < step - 5, "it was not killed both before and after the new report took its place"
    assert aside == (1 if how else 0)
    assert build_in(tmp_path / FOLDER) == 2


def test_killed_at_200_random_moments(tmp_path: Path) -> None:
    """Killed at 200 random moments while it writes: the report is whole each time, and the next build sweeps up."""
    chance = random.Random(2024)  # noqa: S311
    write(tmp_path, 1)
    halfway = 0
    for _ in range(200):
        with writer(tmp_path, "endless") as process:
            time.sleep(chance.uniform(0, 0.05))
            process.kill()
            process.wait()
            assert build_in(tmp_path / FOLDER) >= 2
            halfway += paths_in(tmp_path) > ONLY_REPORT
        write(tmp_path, 1)
        assert build_in(tmp_path / FOLDER) == 1
        assert paths_in(tmp_path) == ONLY_REPORT
    assert halfway > 100, "most were not killed in the middle of something"


def test_a_reader_always_finds_a_whole_file(tmp_path: Path) -> None:
    """While builds follow each other without a pause, whoever opens the page finds it, and finds all of one build."""
    write(tmp_path, 1)
    seen = set()
    reads = 0
    end = time.monotonic() + 60  # a slow disk writes few builds while thousands of pages are read
    with writer(tmp_path, "endless"):
        while (reads < 3_000 or len(seen) <= 10) and time.monotonic() < end:
            lines = (tmp_path / FOLDER / "index.html").read_bytes().splitlines()
            assert len(lines) == 1_000
            assert len(set(lines)) == 1
            seen.add(lines[0])
            reads += 1
    assert reads >= 3_000
    assert len(seen) > 10


def test_build_command_killed_at_random_moments(tmp_path: Path) -> None:
    """The whole command, killed at any moment: the report is that of before or the new one, and what people wrote stays."""
    chance = random.Random(7)  # noqa: S311
    root = copy_workspace(tmp_path)
    page = root / "content/annual-report/2024/london/introduction.md"
    words = page.read_text(encoding="utf-8")
    build = [sys.executable, "-m", "reportgen", "build", "london", "2024", "--format", "html,csv"]
    known = {}
    for version in (1, 2):
        page.write_text(f"{words}\nThis is version {version}.\n", encoding="utf-8")
        begin = time.monotonic()
        assert subprocess.run(build, cwd=root, check=False, capture_output=True).returncode == 0
        took = time.monotonic() - begin
        known[version] = {path.name: path.read_bytes() for path in made_in(root, 2024).iterdir()}
    assert known[1] != known[2]
    clean = paths_in(root / "build")
    killed = 0
    for turn in range(20):
        version = 1 + turn % 2
        page.write_text(f"{words}\nThis is version {version}.\n", encoding="utf-8")
        before = digests(root)
        process = subprocess.Popen(build, cwd=root, stdout=subprocess.DEVNULL)
        time.sleep(chance.uniform(took / 3, took * 1.05))
        process.kill()
        killed += process.wait() == -signal.SIGKILL
        assert {path.name: path.read_bytes() for path in made_in(root, 2024).iterdir()} in known.values()
        begin = time.monotonic()
        assert subprocess.run(build, cwd=root, check=False, capture_output=True).returncode == 0
        if process.returncode:
            took = time.monotonic() - begin  # a busy computer takes longer at one moment than at the next
        assert {path.name: path.read_bytes() for path in made_in(root, 2024).iterdir()} == known[version]
        assert paths_in(root / "build") == clean
        assert digests(root) == before
    assert killed > 10


def bundles_in(root: Path) -> dict[str, dict[str, bytes]]:
    """The files of all bundles that there are, each of them whole."""
    (stem,) = (root / "build" / "published").iterdir()
    return {path.name: whole_bundle(path) for path in stem.iterdir() if not path.name.startswith(".")}


def whole_bundle(folder: Path) -> dict[str, bytes]:
    """The files of a bundle, whose manifest agrees with the files, and its zip with both."""
    files = {path.name: path.read_bytes() for path in folder.iterdir() if path.suffix != ".zip"}
    told = loads(files["manifest.json"])["outputs"]
    assert told == {name: sha256(data).hexdigest() for name, data in files.items() if name != "manifest.json"}
    with zipfile.ZipFile(folder / f"{folder.parent.name}.zip") as archive:
        assert {name.rsplit("/", 1)[1]: archive.read(name) for name in archive.namelist()} == files
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_publish_command_killed_at_random_moments(tmp_path: Path) -> None:
    """Every bundle is whole whenever the command was killed: its manifest, its files and its zip are of one making."""
    chance = random.Random(11)  # noqa: S311
    root = copy_workspace(tmp_path)
    page = root / "content/annual-report/2024/london/introduction.md"
    words = page.read_text(encoding="utf-8")
    begin = time.monotonic()
    assert run(root, "publish", "london", "2024").returncode == 0
    took = time.monotonic() - begin
    known = bundles_in(root)
    for turn in range(8):
        page.write_text(f"{words}\nThis is version {turn}.\n", encoding="utf-8")
        process = subprocess.Popen(
            [sys.executable, "-m", "reportgen", "publish", "london", "2024"], cwd=root, stdout=subprocess.DEVNULL
        )
        time.sleep(chance.uniform(took * 0.6, took * 1.05))
        process.kill()
        process.wait()
        there = bundles_in(root)
        assert {name: there[name] for name in known} == known
        known = there
    assert run(root, "publish", "london", "2024").returncode == 0
    assert all(len(files) > 10 for files in bundles_in(root).values())
    assert {name: bundles_in(root)[name] for name in known} == known
    assert [path for path in (root / "build").rglob(".*") if path.name != ".locks"] == []


def test_folder_and_zip_of_a_bundle_stand_or_fall_together(tmp_path: Path) -> None:
    """When the zip cannot be written, no file of the new bundle is there, and the former one is whole."""
    root = copy_workspace(tmp_path)
    command = [sys.executable, "-m", "reportgen", "publish", "london", "2024"]
    assert run(root, "publish", "london", "2024").returncode == 0
    before = bundles_in(root)
    (only,) = before.values()
    (_, next_in_size), (ending, largest) = sorted(
        ((name[-4:], len(data)) for name, data in only.items()), key=lambda one: one[1]
    )[-2:]
    assert ending == ".zip"
    page = root / "content/annual-report/2024/london/introduction.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nOne more sentence.\n", encoding="utf-8")
    room = (largest + next_in_size) // 2
    told = subprocess.run(
        command,
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert told.returncode == 1, told.stdout + told.stderr
    assert "error[cannot-write]" in told.stdout
    assert bundles_in(root) == before


def mounted(root: Path, script: str) -> list[str]:
    """Runs a script that may mount, in a view of the disk of its own, and gives what it printed, line by line."""
    for unshare in (["unshare", "--mount"], ["unshare", "--mount", "--map-root-user"]):
        if (
            not shutil.which("unshare")
            or subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode
        ):
            continue
        build = f"{sys.executable} -B -m reportgen build london 2024 --format html"
        told = subprocess.run(
            [*unshare, "sh", "-eu", "-c", f"build() {{ {build} >>said.txt 2>&1 && echo 0 || echo $?; }}\n{script}"],
            cwd=root,
            env={**os.environ, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        assert told.returncode == 0, told.stderr
        return told.stdout.splitlines()
    pytest.skip("this system does not let a test mount anything")


def reports(build: Path) -> dict[str, bytes]:
    """The files of all reports in a folder `build`, without notes on how they were made."""
    folder = build / "annual-report"
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.pdf
def test_a_full_disk_leaves_the_last_good_report(tmp_path: Path) -> None:
    """On a disk too small for two reports, and on one without a single free byte, the former report stays; then there is room."""
    root = copy_workspace(tmp_path)
    (root / "build").mkdir()
    before = digests(root)
    codes = mounted(
        root,
        """
        mount -t tmpfs -o size=200k none build
        build; cp -r build first
        echo 'A new sentence.' >> content/annual-report/2024/london/introduction.md
        build; cp -r build second
        head -c 1000000 /dev/zero > build/filled 2>/dev/null || true
        build; rm build/filled; cp -r build third
        mount -o remount,size=2m build
        build; cp -r build fourth
        """,
    )
    assert codes == ["0", "1", "1", "0"], (root / "said.txt").read_text(encoding="utf-8")
    said = (root / "said.txt").read_text(encoding="utf-8")
    assert said.count("error[cannot-write]") == 2
    assert said.count("cannot be written: No space left on device") == 2
    assert reports(root / "first").keys() == {"2024/london/index.html"}
    assert reports(root / "first") == reports(root / "second") == reports(root / "third")
    assert reports(root / "fourth").keys() == reports(root / "first").keys()
    assert b"A new sentence." in reports(root / "fourth")["2024/london/index.html"]
    assert len([path for path, digest in digests(root).items() if before[path] != digest]) == 1


@pytest.mark.parametrize("place", ["build", "build/annual-report/2024", FOLDER])
def test_a_read_only_folder_leaves_the_last_good_report(tmp_path: Path, place: str) -> None:
    """Where nothing can be written, even by the one who may do anything, it is told, and the report stays as it was."""
    root = copy_workspace(tmp_path)
    (root / "build").mkdir()
    codes = mounted(
        root,
        f"""
        build; cp -r build first
        echo 'A new sentence.' >> content/annual-report/2024/london/introduction.md
        mount --bind {place} {place}
        mount -o remount,ro,bind {place}
        build; cp -r build second
        umount {place}
        build
        """,
    )
    said = (root / "said.txt").read_text(encoding="utf-8")
    assert codes == ["0", "1", "0"], said
    assert said.count("error[cannot-write]") == 1
    assert reports(root / "first").keys() == {"2024/london/index.html"}
    assert reports(root / "first") == reports(root / "second")
    assert b"A new sentence." in (root / FOLDER / "index.html").read_bytes()


def test_a_full_folder_for_temporary_files_does_not_matter(tmp_path: Path) -> None:
    """A report with its PDF is made while no folder for temporary files can be written."""
    root = copy_workspace(tmp_path / "workspace")
    (tmp_path / "temporary").mkdir()
    codes = mounted(
        root,
        f"""
        mount -t tmpfs -o size=4k none {tmp_path}/temporary
        head -c 10000 /dev/zero > {tmp_path}/temporary/filled 2>/dev/null || true
        export TMPDIR={tmp_path}/temporary
        for folder in /var/tmp /usr/tmp; do test ! -d $folder || mount -t tmpfs -o ro none $folder; done
        {sys.executable} -B -m reportgen build london 2024 > said.txt 2>&1 && echo 0 || echo $?
        """,
    )
    assert codes == ["0"], (root / "said.txt").read_text(encoding="utf-8")
    assert {path.name for path in made_in(root, 2024).iterdir()} == {"index.html", "report.pdf"}


@pytest.mark.pdf
def test_what_the_system_refuses_while_a_file_is_made_is_told(tmp_path: Path) -> None:
    """When the system gives no more files to the process, it is an error that says so, and no fault of ours."""
    document = document_of(copy_workspace(tmp_path), 2024)
    import_module("reportgen.formats.pdf.printing")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    free = os.dup(0)
    os.close(free)
    resource.setrlimit(resource.RLIMIT_NOFILE, (free, limits[1]))
    try:
        outcome = export(document, ("pdf",))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
    assert outcome.value is None
    assert [said.slug for said in outcome.diagnostics] == ["cannot-write"]
    assert outcome.diagnostics[0].message == "the pdf cannot be made: Too many open files"


def test_two_builds_at_once_both_end_well(tmp_path: Path) -> None:
    """Of two commands at once, each makes the report or tells who does; the report is whole, and nothing is left over."""
    root = copy_workspace(tmp_path)
    command = [sys.executable, "-m", "reportgen", "build", "london", "2024", "--format", "html,csv"]
    both = [
        subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) for _ in "ab"
    ]
    told = [process.communicate(timeout=120)[0] for process in both]
    for process, words in zip(both, told, strict=True):
        assert process.returncode == 0 or "error[build-locked]" in words, words
    assert 0 in [process.returncode for process in both]
    assert {path.name for path in made_in(root, 2024).iterdir()} == {"index.html", "figures.csv", "datapackage.json"}
    assert len({path for path in paths_in(root / "build") if not path.startswith(".")}) == 6


def test_the_second_builder_is_told_who_is_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The number of the process and its command are told, and no name of a person or machine or path."""
    monkeypatch.setattr(lock, "PATIENCE", 1)
    with writer(tmp_path, "hold") as process, holding(tmp_path, FOLDER, "reportgen build london 2024") as in_the_way:
        (said,) = in_the_way
        assert said.slug == "build-locked"
        assert said.message == (
            f"{FOLDER} is being made already, by process {process.pid} (reportgen build london 2024)"
        )
        (file,) = (tmp_path / lock.FOLDER).iterdir()
        assert file.read_text(encoding="utf-8") == f"{process.pid} reportgen build london 2024\n"
        with holding(tmp_path, FOLDER.replace("london", "kent"), "reportgen build kent 2024") as in_the_way:
            assert in_the_way == ()


def test_the_second_builder_waits_a_while(tmp_path: Path) -> None:
    """Where the first builder is done within ten seconds, the second one goes on."""
    with writer(tmp_path, "hold") as process:
        begin = time.monotonic()
        Timer(1, process.kill).start()
        with holding(tmp_path, FOLDER, "reportgen build london 2024") as in_the_way:
            assert in_the_way == ()
        assert 0.9 < time.monotonic() - begin < 9
    assert paths_in(tmp_path) == set()


def test_a_lock_ends_with_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After the first builder was killed, its lock binds nobody, and the file of it is swept away."""
    monkeypatch.setattr(lock, "PATIENCE", 0)
    with writer(tmp_path, "hold") as process:
        process.kill()
        process.wait()
        assert len(list((tmp_path / lock.FOLDER).iterdir())) == 1
        write(tmp_path, 1)
    assert paths_in(tmp_path) == ONLY_REPORT


def test_many_builders_never_meet(tmp_path: Path) -> None:
    """Four processes that lock, count and unlock without a pause lose not one count, although each removes the file."""
    count = """
import sys
from pathlib import Path
from reportgen.output.lock import holding
root = Path(sys.argv[1])
done = 0
while done < 150:
    with holding(root, "build/annual-report/2024/london", "count") as in_the_way:
        if in_the_way:  # on a busy computer, its patience may end before its turn comes
            continue
        done += 1
        number = int((root / "count").read_text())
        (root / "count").write_text(str(number + 1))
"""
    (tmp_path / "count").write_text("0", encoding="utf-8")
    many = [subprocess.Popen([sys.executable, "-c", count, str(tmp_path)]) for _ in range(4)]
    assert [process.wait(timeout=100) for process in many] == [0] * 4
    assert (tmp_path / "count").read_text(encoding="utf-8") == "600"
    assert paths_in(tmp_path) == {"count"}


def test_the_clock_does_not_matter(tmp_path: Path) -> None:
    """After the clock was set back, so that all that is there seems to be of the future, a build takes its place."""
    write(tmp_path, 1)
    for stray in (f"{FOLDER}/../.london.new", lock.FOLDER):
        (tmp_path / stray).mkdir()
    (tmp_path / lock.FOLDER / "annual-report.2024.london").write_text("1 reportgen build london 2024\n")
    for path in (tmp_path / "build").rglob("*"):
        os.utime(path, (4_102_444_800, 4_102_444_800))
    write(tmp_path, 2)
    assert build_in(tmp_path / FOLDER) == 2
    assert paths_in(tmp_path) == ONLY_REPORT


def test_what_people_put_into_the_folder_stays(tmp_path: Path) -> None:
    """A file, a folder and a link that somebody put beside the report are there after the next build, as they were."""
    write(tmp_path, 1)
    folder = tmp_path / FOLDER
    (folder / "notes.txt").write_bytes(b"notes")
    (folder / "letters" / "2025").mkdir(parents=True)
    (folder / "letters" / "2025" / "report.pdf").write_bytes(b"a letter")
    (folder / "page").symlink_to("index.html")
    (folder / "report.docx").write_bytes(b"made by an earlier build, with another format")
    (folder / "withdrawn.png").write_bytes(b"a picture of an earlier build")
    for build in (2, 3):
        write(tmp_path, build)
        assert build_in(folder) == build
        assert (folder / "notes.txt").read_bytes() == b"notes"
        assert (folder / "letters" / "2025" / "report.pdf").read_bytes() == b"a letter"
        assert (folder / "page").readlink() == Path("index.html")
        assert {path.name for path in folder.iterdir()} == {*NAMES, "notes.txt", "letters", "page"}


@pytest.mark.parametrize("place", ["build", "build/annual-report", "build/annual-report/2024", FOLDER])
def test_a_link_in_place_of_a_folder_is_not_followed(tmp_path: Path, tree: Tree, place: str) -> None:
    """Through a link the report could take the place of what people wrote: it is told, and nothing is touched."""
    written = tmp_path / "content"
    (written / "annual-report" / "2024" / "london").mkdir(parents=True)
    (written / "annual-report" / "2024" / "london" / "introduction.md").write_bytes(b"words")
    (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / place).symlink_to(Path(os.path.relpath(written, (tmp_path / place).parent), *Path(place).parts[1:]))
    before = tree(written)
    with holding(tmp_path, FOLDER, "reportgen build london 2024") as in_the_way:
        said = in_the_way or publish(tmp_path, FOLDER, artifacts(1), FILES).diagnostics
    assert [one.slug for one in said] == ["cannot-write"]
    assert f"{place} is a link, not a folder" in said[0].message
    assert (tmp_path / place).is_symlink()
    assert tree(written) == before
    assert not (written / ".locks").exists()


def test_a_file_in_place_of_the_report_stays(tmp_path: Path, tree: Tree) -> None:
    """A file that somebody gave the name of the report's folder is told and kept."""
    (tmp_path / FOLDER).parent.mkdir(parents=True)
    (tmp_path / FOLDER).write_bytes(b"somebody's")
    before = tree(tmp_path)
    outcome = publish(tmp_path, FOLDER, artifacts(1), FILES)
    assert [said.slug for said in outcome.diagnostics] == ["cannot-write"]
    assert "is a file, not a folder" in outcome.diagnostics[0].message
    assert tree(tmp_path) == before


def test_strays_that_are_links_lead_nowhere(tmp_path: Path) -> None:
    """Where a link has the name of what is written aside, the link goes, and what it leads to is neither read nor changed."""
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "words.md").write_bytes(b"words")
    write(tmp_path, 1)
    (tmp_path / FOLDER).with_name(".london.new").symlink_to(mine)
    (tmp_path / FOLDER).with_name(".london.old").symlink_to(mine)
    (tmp_path / ".signoff.yaml.new").symlink_to(mine / "words.md")
    write(tmp_path, 2)
    assert publish_file(tmp_path, "signoff.yaml", b"agreed").diagnostics == ()
    assert (mine / "words.md").read_bytes() == b"words"
    assert not (tmp_path / "signoff.yaml").is_symlink()
    assert paths_in(tmp_path) == {*ONLY_REPORT, "mine", "mine/words.md", "signoff.yaml"}


def test_every_file_of_every_format_is_known_as_ours(tmp_path: Path) -> None:
    """What any format makes is known by its name, so that it goes when a later build does not make it."""
    others = tuple(name for name in FORMATS if name != "pdf")
    made = export(document_of(copy_workspace(tmp_path), 2024), others).value
    assert made is not None
    assert len(made) > len(others) > 4
    names = {artifact.name for artifact in made if not artifact.media_type.startswith("image/")}
    assert names | {"report.pdf"} == FILES
