"""The README's two commands, typed on computers that have almost nothing, or lack one library."""

import re
from pathlib import Path

import pytest
from bare import System, enter, lay, run_without
from london import REPOSITORY

from reportgen.formats.pdf.system_libraries import lacking

pytestmark = pytest.mark.slow
LIBRARIES = "/usr/lib/*/"
PYTHON = ("python3", "python3-venv")
PANGO = ("libpango-1.0-0", "libpangoft2-1.0-0")
SYSTEMS = {
    "Debian 12 with nothing": System("bookworm"),
    "Debian 13 with nothing": System("trixie"),
    "Debian 12 with Pango, without HarfBuzz-Subset": System(
        "bookworm", (*PYTHON, *PANGO), expected="Installing system packages: libharfbuzz-subset0"
    ),
    "Debian 12 with Pango, without HarfBuzz-Subset, without apt": System(
        "bookworm",
        (*PYTHON, *PANGO),
        has_apt=False,
        expected="This computer lacks: HarfBuzz-Subset. Ask for these packages to be installed: libharfbuzz-subset0",
    ),
    "Debian 12, a user who is not root and has no sudo, a folder with spaces and accents": System(
        "bookworm",
        PYTHON,
        is_root=False,
        folder="/srv/writer/Rapports d’été – año 2024",
        has_pdf=False,
        expected="Until then the web page of a report can be made, and its PDF waits.",
    ),
    "the newest Python of Debian": System("sid"),
}


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where systems are kept that are made once for several computers."""
    return tmp_path_factory.mktemp("systems")


@pytest.fixture(scope="module", params=SYSTEMS)
def computer(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, cache: Path
) -> tuple[System, Path]:
    """A computer with a fresh clone of the project, and where its files are."""
    system, root = SYSTEMS[request.param], tmp_path_factory.mktemp("computer") / "root"
    lay(system, root, cache)
    return system, root


def show(name: str, told: str) -> None:
    """Prints what a computer said, for whoever runs this with -s: its first lines and its last."""
    lines = [line for line in told.splitlines() if not line.startswith(("WARNING: ", "."))]
    print("", name, *(f"  | {line}" for line in (*lines[:6], "…", *lines[-4:])), sep="\n")


@pytest.mark.bare
def test_the_two_commands_of_the_readme_end_well(computer: tuple[System, Path], request: pytest.FixtureRequest) -> None:
    """`bin/report` makes the report, its PDF where that can be had, and `bin/test` passes; what is missing is named once."""
    system, root = computer
    folder = root / system.folder.lstrip("/") / "build/annual-report/2024/london"
    report = enter(root, system.folder, "bin/report", is_root=system.is_root)
    show(f"{request.node.name}: bin/report", report.stdout)
    assert report.returncode == 0, report.stdout
    assert system.expected in report.stdout
    packages = re.findall(r"packages to be installed: (.*)", report.stdout)
    assert len(packages) == (1 if system.expected and "Installing" not in system.expected else 0)
    assert (folder / "index.html").exists()
    assert (folder / "report.pdf").exists() == system.has_pdf
    tests = enter(root, system.folder, "bin/test", is_root=system.is_root)
    show(f"{request.node.name}: bin/test", tests.stdout)
    assert tests.returncode == 0, tests.stdout[-5000:]
    assert re.search(r"\d+ passed", tests.stdout)
    if packages:
        assert tests.stdout.startswith("This computer lacks: ")


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh clone of the project, in a folder with a space and an accent."""
    folder = tmp_path_factory.mktemp("clone") / "un rapport d’été"
    words = ("git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(folder))
    assert run_without("/usr/bin/nothing", folder.parent / "place", Path("/"), *words).returncode == 0
    return folder


@pytest.mark.parametrize(
    ("hidden", "said", "pdf"),
    [
        ("libharfbuzz-subset", "PDFs are made all the same; their bytes can differ", True),
        ("libpango", "Until then the web page of a report can be made, and its PDF waits.", False),
        ("libharfbuzz.so", "Until then the web page of a report can be made, and its PDF waits.", False),
        ("libfontconfig", "Until then the web page of a report can be made, and its PDF waits.", False),
        ("libgobject", "Until then the web page of a report can be made, and its PDF waits.", False),
    ],
)
def test_first_command_ends_well_without_a_library(
    hidden: str, said: str, pdf: bool, clone: Path, tmp_path: Path
) -> None:
    """In a fresh clone, where a library is gone and nothing can be installed, `bin/report` ends with 0 and says what waits."""
    if lacking():
        pytest.skip("this computer lacks a library already")
    told = run_without(f"{LIBRARIES}{hidden}* /usr/bin/apt-get", tmp_path / "place", clone, "bin/report")
    assert told.returncode == 0, told.stdout
    assert said in told.stdout
    assert told.stdout.count("Ask for these packages to be installed: ") == 1
    assert told.stdout.count("this computer: warning[") == 1
    made = clone / "build/annual-report/2024/london"
    assert (made / "index.html").exists()
    assert (made / "report.pdf").exists() == pdf
    for path in made.iterdir():
        path.unlink()


@pytest.mark.parametrize("hidden", ["libharfbuzz-subset", "libpango"])
def test_second_command_skips_what_needs_a_library(hidden: str, tmp_path: Path) -> None:
    """Where a library is gone, the first line of `bin/test` names it, tests that need it are skipped, and the others pass."""
    files = (
        "tests/formats/test_pdf.py",
        "tests/formats/test_html.py",
        "tests/test_bad_workspaces.py",
        "tests/test_docs.py",
    )
    hiding = f"{LIBRARIES}{hidden}* /usr/bin/apt-get"
    told = run_without(hiding, tmp_path / "place", REPOSITORY, "bin/test", *files, "-rs")
    assert told.returncode == 0, told.stdout[-5000:]
    assert told.stdout.startswith("This computer lacks: ")
    assert "SKIPPED" in told.stdout
    assert "this computer lacks" in told.stdout
    assert int(re.findall(r"(\d+) passed", told.stdout)[0]) > 100
