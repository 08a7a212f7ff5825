"""What a computer lacks is told as such: what can be made is made, and nobody's report is at fault."""

import json
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
from computers import without
from london import REPOSITORY, run

from reportgen.formats.pdf.system_libraries import LIBRARIES, lacking
from reportgen.formats.pdf.weasyprint_range import OLDEST, UNTRIED, why_not_this_weasyprint

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(bool(lacking()), reason="what is missing cannot be made to be missing"),
]
NEEDED = [library for library in LIBRARIES if library.is_needed]
SUBSET = "libharfbuzz-subset"
PAGE, PDF = "build/annual-report/2024/testshire/index.html", "build/annual-report/2024/testshire/report.pdf"
# Each makes of the library that prints another one than the program was written for.
CHANGES = {
    "an argument that is gone": "weasyprint.HTML.render = lambda self: None",
    "an option that is unknown": "del weasyprint.DEFAULT_OPTIONS['custom_metadata']",
    "a function that is gone": "from weasyprint.text import ffi\ndel ffi.pangoft2",
    "tags that are made by another function": (
        "import inspect\nfrom weasyprint import document, pdf\npdf.other = pdf.add_tags\n"
        "exec(inspect.getsource(pdf.generate_pdf).replace('add_tags(', 'other('), pdf.__dict__)\n"
        "document.generate_pdf = pdf.generate_pdf"
    ),
}


def run_with(change: str, root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """What the program says and does when something of WeasyPrint is another."""
    start = f"import weasyprint\n{change}\nfrom reportgen.cli import program\nprogram(prog_name='reportgen')"
    command = [sys.executable, "-c", start, *words]
    return subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", timeout=120, check=False)


@pytest.mark.parametrize("library", NEEDED, ids=lambda library: library.name)
def test_without_a_library_the_web_page_is_made(library, good: Path, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Without a library that the PDF needs, the web page is made, the library is named once, and the command ends with 0."""
    told = run(
        good, "build", "testshire", "2024", "2023", "--strict", **without(tmp_path, library.file[0].split(".so")[0])
    )
    assert told.returncode == 0, told
    assert told.stderr == ""
    (line,) = (line for line in told.stdout.splitlines() if "[pdf-waits]" in line)
    assert library.name in line
    assert "[pdf-" not in told.stdout.replace(line, "").replace("explain pdf-waits", "")
    assert (good / PAGE).exists()
    assert not (good / PDF).exists()


def test_a_pdf_that_is_asked_for_by_name_is_made_or_an_error(good: Path, tmp_path: Path) -> None:
    """Where a PDF is asked for by name and cannot be made, the command ends with 1, says so once, and writes nothing."""
    told = run(good, "build", "testshire", "2024", "2023", "--format", "html,pdf", **without(tmp_path, "libpango"))
    assert told.returncode == 1
    assert told.stdout.count("error[pdf-unavailable]: no PDF can be made: Pango and PangoFT2 are missing") == 1
    assert not (good / "build/annual-report").exists() or list((good / "build/annual-report").rglob("*.html")) == []


def test_without_harfbuzz_subset_the_pdf_is_made_with_one_warning(good: Path, tmp_path: Path) -> None:
    """Without HarfBuzz-Subset every PDF is made, one warning is told for all, and --strict and publish do not stop at it."""
    here = without(tmp_path, SUBSET)
    told = run(good, "build", "testshire", "2024", "2023", "--strict", **here)
    assert told.returncode == 0, told
    assert told.stdout.count("warning[pdf-bytes-differ]") == 1
    assert "2 reports made (1 warning)" in told.stdout
    assert (good / PDF).read_bytes().startswith(b"%PDF-")
    again = run(good, "build", "testshire", "2024", "2023", "--format", "json", **here)
    data = json.loads(again.stdout)
    assert [report["up_to_date"] for report in data["reports"]] == [True, True]
    assert [(said["slug"], said["file"]) for said in data["diagnostics"]] == [("pdf-bytes-differ", "this computer")]
    bundle = run(good, "publish", "testshire", "2024", **here)
    assert bundle.returncode == 0, bundle
    assert bundle.stdout.count("warning[pdf-bytes-differ]") == 1


def test_library_that_comes_later_makes_the_report_anew(good: Path, tmp_path: Path) -> None:
    """A PDF made without HarfBuzz-Subset is not up to date once the library is there, and then has the usual bytes."""
    assert run(good, "build", "testshire", "2024").returncode == 0
    usual = (good / PDF).read_bytes()
    assert "wrote" in run(good, "build", "testshire", "2024", **without(tmp_path, SUBSET)).stdout
    assert (good / PDF).read_bytes() != usual
    assert "wrote" in run(good, "build", "testshire", "2024").stdout
    assert (good / PDF).read_bytes() == usual


def test_without_harfbuzz_subset_the_same_files_give_the_same_bytes(good: Path, tmp_path: Path) -> None:
    """On one computer without HarfBuzz-Subset a report has the same bytes at another time."""
    here = without(tmp_path, SUBSET)
    made = []
    for _ in range(2):
        assert run(good, "build", "testshire", "2024", **here).returncode == 0
        made.append((good / PDF).read_bytes())
        (good / PDF).unlink()
        time.sleep(1.1)  # fontTools counts seconds
    assert made[0] == made[1]


@pytest.mark.parametrize("change", CHANGES)
def test_library_that_changed_is_a_fault_of_ours(change: str, good: Path) -> None:
    """A library with another interface ends the command with 3, told at the report, and is no fault of what was written."""
    told = run_with(CHANGES[change], good, "build", "testshire", "2024", "--format", "html,pdf")
    assert told.returncode == 3, told
    said = [line for line in told.stdout.splitlines() if "error[" in line]
    assert len(said) == 1
    assert said[0].startswith(f"{PDF}: error[own-fault]: the PDF could not be made, by a fault of the program: ")
    assert re.search(r"Error: .+ \(\S+\.py:\d+\)$", said[0])
    assert not (good / PAGE).exists()


def test_doctor_tells_of_a_library_that_changed(good: Path) -> None:
    """`reportgen doctor` makes a PDF as reports are made, so that it meets what they would meet."""
    told = run_with(CHANGES["an argument that is gone"], good, "doctor")
    assert told.returncode == 1
    assert "missing  a PDF: TypeError: " in told.stdout


def test_where_it_happened_is_shown_to_who_asks(good: Path) -> None:
    """With REPORTGEN_DEBUG the trace of the process that prints is shown too."""
    change = f"{CHANGES['an argument that is gone']}\nimport os; os.environ['REPORTGEN_DEBUG'] = '1'"
    told = run_with(change, good, "build", "testshire", "2024", "--format", "pdf")
    assert told.returncode == 3
    assert "Traceback" in told.stderr
    assert "print_pdf" in told.stderr


def test_remarks_of_a_library_are_no_fault_of_the_page(good: Path) -> None:
    """What WeasyPrint warns of, as a record or as a warning of Python, and what is not about the page, stops nothing."""
    change = (
        "import warnings, logging\nrender = weasyprint.HTML.render\n"
        "def warning(*arguments, **named):\n"
        "    warnings.warn('Python 3.11 will not do', FutureWarning)\n"
        "    logging.getLogger('weasyprint').warning('Pango is old')\n"
        "    return render(*arguments, **named)\n"
        "weasyprint.HTML.render = warning\nwarnings.simplefilter('error')"
    )
    told = run_with(change, good, "build", "testshire", "2024", "--format", "pdf")
    assert (told.returncode, told.stderr) == (0, "")
    assert "old" not in told.stdout
    assert "advised  what WeasyPrint says: Pango is old" in run_with(change, good, "doctor").stdout


@pytest.mark.parametrize("version", ["69.0", "52", "71.0", "71.0rc1", "100.2"])
def test_weasyprint_outside_of_the_range_is_one_clear_message(version: str, good: Path) -> None:
    """With a WeasyPrint that the program was not tried with, no PDF is made, and one message names both versions."""
    change = f"weasyprint.__version__ = {version!r}"
    told = run_with(change, good, "build", "testshire", "2024", "2023", "--format", "pdf")
    assert told.returncode == 1
    expected = f"WeasyPrint {version} is installed, and this program needs 70 or later, but older than 71"
    assert told.stdout.count(expected) == 1
    assert told.stdout.count("error[") == 1
    assert expected in run_with(change, good, "doctor").stdout


def test_range_of_weasyprint_is_that_of_the_package() -> None:
    """The versions that are taken are those that an installer may install, the locked one among them."""
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (asked,) = (need for need in project["dependencies"] if need.startswith("weasyprint"))
    oldest, untried = re.fullmatch(r"weasyprint>=([\d.]+),<([\d.]+)", asked).groups()  # type: ignore[union-attr]
    assert (oldest, untried) == (OLDEST, UNTRIED)
    (locked,) = re.findall(r"^weasyprint==(\S+)", (REPOSITORY / "requirements.lock").read_text("utf-8"), re.MULTILINE)
    assert [why_not_this_weasyprint(version) for version in (locked, oldest, "70.9.1")] == ["", "", ""]
    assert why_not_this_weasyprint("") == "WeasyPrint is not installed"


def test_packages_are_named_with_nothing_but_python(tmp_path: Path) -> None:
    """The module that looks for libraries runs by itself, and names the package of each that is missing, one a line."""
    script = REPOSITORY / "src/reportgen/formats/pdf/system_libraries.py"

    def asked(**environment: str) -> str:
        words = [sys.executable, script]
        return subprocess.run(words, env=environment, capture_output=True, encoding="utf-8", check=True).stdout

    assert asked() == ""
    here = without(tmp_path, "libpango-1.0", SUBSET)
    assert asked(**here) == "libpango-1.0-0 Pango\nlibharfbuzz-subset0 HarfBuzz-Subset\n"
