"""Commands mean the workspace that was named, print paths from where one stands, and are fooled by nothing that lies around."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from london import copy_workspace, made_in, run

from reportgen.core.worker_environment import NEEDED

FIGURES = "data/annual-report/2024/london.yaml"
PAGE = "build/annual-report/2024/london/index.html"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's workspace in a folder of its own."""
    return copy_workspace(tmp_path / "ws")


def spoil(root: Path) -> None:
    """Makes the figures of 2024/25 not add up."""
    path = root / FIGURES
    path.write_text(path.read_text(encoding="utf-8").replace("7368", "7367"), encoding="utf-8")


@pytest.mark.parametrize(
    ("here", "way", "words"),
    [("ws", "", ()), ("ws/content/annual-report", "../../", ()), (".", "ws/", ("--workspace", "ws"))],
    ids=["in it", "below it", "outside"],
)
def test_paths_are_those_from_where_one_stands(here: str, way: str, words: tuple[str, ...], root: Path) -> None:
    """What is written and where a fault is are told by paths that can be opened right there; the line itself stays as typed."""
    folder = root.parent / here
    told = run(folder, "build", "london", "2024", "--format", "html", *words).stdout
    assert f"  wrote {way}{PAGE}\n" in told
    assert (folder / f"{way}{PAGE}").is_file()
    spoil(root)
    told = run(folder, "check", "london", "2024", *words).stdout
    assert f"\n{way}{FIGURES}:6:27: error[total-mismatch]" in told
    assert str(root) not in told
    assert f"  {way}{FIGURES}:6:27: error" in run(folder, "todo", "london", "2024", *words).stdout
    missing = run(folder, "check", "london", "2030", *words).stdout
    assert f"\n{way}data/annual-report/2030/london.yaml: error[not-begun]" in missing
    assert f"not an area in {way}data/areas.yaml" in run(folder, "check", "nowhere", "2024", *words).stderr


@pytest.mark.parametrize("named", ["ws/no/such/folder", "ws/no", f"ws/{FIGURES}"])
def test_a_folder_that_is_not_there_is_no_workspace(named: str, root: Path) -> None:
    """A folder named with --workspace that is not there is a wrong command, also below a workspace, and nothing is made."""
    told = run(root.parent, "build", "london", "2024", "--format", "html", "--workspace", named)
    assert (told.returncode, told.stdout) == (2, "")
    assert named in told.stderr
    assert not (root / "build").exists()


def test_a_command_that_is_offered_means_the_same_kind(root: Path) -> None:
    """Whoever types what a hint offers for a document of another kind does it to that document, and not to the annual report."""
    asked = ["london", "2013", "--kind", "consultation-response"]
    told = run(root, "diff", *asked, "--bundle").stdout
    assert "  hint: a bundle is made by: reportgen publish london 2013 --kind consultation-response\n" in told
    told = run(root.parent, "publish", *asked, "--workspace", "ws").stdout
    how = "reportgen sign-off london 2013 --role ROLE --date DATE --kind consultation-response --workspace ws"
    assert f"  hint: when it is agreed: {how}\n" in told


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1", "ascii"])
def test_what_goes_into_a_file_is_utf_8(encoding: str, root: Path) -> None:
    """What a computer writes into files otherwise, as Windows does, may have no sign for less or for an arrow."""
    arguments = ["diff", "london", "2023", "2024"]
    told = run(root, *arguments, PYTHONIOENCODING=encoding)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout == run(root, *arguments).stdout
    assert {"→", "−"} <= set(told.stdout)


@pytest.mark.parametrize(("name", "format_"), [("click", "html"), ("yaml", "html"), ("weasyprint", "pdf")])
def test_a_file_called_like_a_library_is_not_run(name: str, format_: str, root: Path) -> None:
    """`python -m reportgen` takes no library from the folder where one stands."""
    (root / f"{name}.py").write_text("raise SystemExit('planted')\n", encoding="utf-8")
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONSAFEPATH"}
    told = subprocess.run(
        [sys.executable, "-m", "reportgen", "build", "london", "2024", "--format", format_],
        cwd=root,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "planted" not in told.stdout + told.stderr


@pytest.mark.parametrize("odd", ["lon\x1b[31mdon", "a\x07", "\u202egnp", "b\nc", "--\x1b]0;x"])
def test_what_a_terminal_would_obey_is_not_repeated(odd: str, root: Path) -> None:
    """A word with a character that cannot be seen is refused, whatever it was for, and is not printed as it is."""
    for words in ((odd,), ("check", odd, "2024"), ("build", "london", "2024", "--format", odd), ("explain", odd)):
        told = run(root, *words)
        assert told.returncode == 2
        assert told.stdout == ""
        assert told.stderr.replace("\n", "").isprintable()
        assert told.stderr.count("\n") == 1


def test_data_holds_nothing_that_a_terminal_would_obey(tmp_path: Path) -> None:
    """In JSON, a character of a path that cannot be seen stands as its number, and is read as the same character."""
    root = copy_workspace(tmp_path / "a\x9bb\u202e")
    told = run(root, "build", "london", "2024", "--format", "html,json").stdout
    assert told.replace("\n", "").isprintable()
    assert json.loads(told)["reports"][0]["files"] == [str(root / PAGE)]
    assert run(tmp_path, "list", "--workspace", "nowhere").stderr.replace("\n", "").isprintable()


@pytest.mark.pdf
def test_all_reports_of_a_year_are_bundled(root: Path) -> None:
    """`publish --all` makes a bundle of each report of the years that are named, and tells how many."""
    told = run(root, "publish", "--all", "2024")
    assert told.returncode == 0
    assert "Done: 1 report bundled" in told.stdout
    (bundle,) = (root / "build/published").iterdir()
    assert f"wrote build/published/{bundle.name}/" in told.stdout
    assert run(root, "publish", "--all", "1999").returncode == 2
    assert not made_in(root, 2024).exists()


PEEP = """
import os, posix
from pathlib import Path
from reportgen.formats.pdf.job import PdfAnswer
def print_pdf(job):
    words = [*os.environ.items(), *posix.environ.items(), Path("/proc/self/environ").read_bytes()]
    return PdfAnswer(data=repr(words).encode())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only there is the process a copy")
def test_process_that_prints_knows_no_secret() -> None:
    """The process that prints finds no secret of whoever began the command, neither as a variable nor in /proc."""
    script = f"""
import sys
from reportgen.formats.pdf import printing
from reportgen.formats.pdf import worker
from reportgen.formats.pdf.job import PdfJob
exec({PEEP!r}, (names := {{}}))
printing.print_pdf = names["print_pdf"]
worker.get_ready_to_print = lambda: None
answer = worker.make_pdf(PdfJob("", "", b"", "2025-01-01"))
sys.stdout.write((answer.data or b"nothing").decode())
"""
    secret = "hunter2-of-the-caller"  # noqa: S105
    environment = {**os.environ, "TOKEN_OF_SOMEBODY": secret, "LANG": "C.UTF-8"}
    told = subprocess.run(
        [sys.executable, "-c", script], env=environment, capture_output=True, encoding="utf-8", check=True, timeout=60
    ).stdout
    assert "C.UTF-8" in told
    assert "PATH" in told
    assert secret not in told
    assert "TOKEN_OF_SOMEBODY" not in told
    assert "TOKEN_OF_SOMEBODY" not in NEEDED
