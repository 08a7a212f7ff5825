"""The wheel, installed in an environment of its own, away from any checkout: what somebody has who only uses reportgen."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from london import REPOSITORY

pytestmark = [pytest.mark.slow, pytest.mark.pdf]
FORMATS = ("html", "pdf", "govspeak", "docx", "ods", "csv")


def in_folder(folder: Path, *words: str | Path) -> subprocess.CompletedProcess[str]:
    """What a command says and does in a folder, for somebody whose environment names no checkout."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return subprocess.run(words, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def reportgen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command, installed from the wheel of a fresh clone that is gone."""
    folder = tmp_path_factory.mktemp("wheel")
    words = ("git", "clone", "--quiet", "--no-hardlinks", str(REPOSITORY), str(folder / "clone"))
    assert in_folder(folder, *words).returncode == 0
    hatchling = Path(sys.executable).with_name("hatchling")
    made = in_folder(folder / "clone", hatchling, "build", "--target", "wheel", "--directory", folder / "dist")
    assert made.returncode == 0, made.stderr
    (wheel,) = (folder / "dist").glob("*.whl")
    lock = shutil.copy(REPOSITORY / "requirements.lock", folder)
    shutil.rmtree(folder / "clone")
    assert in_folder(folder, sys.executable, "-m", "venv", "environment").returncode == 0
    pip = (folder / "environment/bin/python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if in_folder(folder, *pip, "--require-hashes", "-r", lock).returncode:
        pytest.skip("the libraries cannot be had from here")
    installed = in_folder(folder, *pip, "--no-deps", wheel)
    assert installed.returncode == 0, installed.stderr
    return folder / "environment/bin/reportgen"


def test_a_practice_workspace_is_made_and_published(reportgen: Path, tmp_path: Path) -> None:
    """In an empty folder a workspace is begun, every report is made in every format, and one is published."""
    begun = in_folder(tmp_path, reportgen, "new", "workspace", "practice")
    assert begun.returncode == 0, begun.stdout + begun.stderr
    practice = tmp_path / "practice"
    built = in_folder(practice, reportgen, "build", "--all", "--format", ",".join(FORMATS))
    assert built.returncode == 0, built.stdout + built.stderr
    for year in ("2023", "2024"):
        made = {path.name for path in (practice / f"build/annual-report/{year}/exampleshire").iterdir()}
        assert {"index.html", "report.pdf", "report.govspeak.md", "report.docx", "figures.ods", "figures.csv"} <= made
    published = in_folder(practice, reportgen, "publish", "exampleshire", "2024")
    assert published.returncode == 0, published.stdout + published.stderr
    assert list((practice / "build/published").rglob("*.zip"))


def test_the_real_sample_is_ready_for_an_area_of_ones_own(reportgen: Path, tmp_path: Path) -> None:
    """`--example london` gives the real reports, which are right as they are, and beside which another area is begun."""
    begun = in_folder(tmp_path, reportgen, "new", "workspace", "mine", "--example", "london")
    assert begun.returncode == 0, begun.stdout + begun.stderr
    mine = tmp_path / "mine"
    checked = in_folder(mine, reportgen, "check", "--all")
    assert (checked.returncode, checked.stdout.splitlines()[-1]) == (0, "Done: 3 reports checked.")
    area = in_folder(mine, reportgen, "new", "area", "durham", "2024")
    assert area.returncode == 0, area.stdout + area.stderr
    left = in_folder(mine, reportgen, "todo", "durham", "2024")
    assert left.stdout.splitlines()[-1].startswith("5"), left.stdout


def test_themes_and_editions_lie_in_the_package_alone(reportgen: Path) -> None:
    """What comes with the program is found in the installed package; of typefaces there is the one that is used."""
    environment = reportgen.parents[1]
    (packaged,) = environment.glob("lib/python3*/site-packages/reportgen/packaged")
    assert {path.name for path in packaged.iterdir()} >= {"templates", "content", "data"}
    fonts = {path for path in environment.rglob("*") if path.suffix in (".ttf", ".otf", ".woff", ".woff2")}
    assert {path.name for path in fonts if packaged.parent in path.parents} >= {"SourceSans3-Regular.ttf"}
    assert sum(path.stat().st_size for path in fonts) < 5_000_000
