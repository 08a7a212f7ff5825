"""The repository's own workspace, copied so that a test may build and change it.

Goes out: the root of a copy, the published figures of London, and the command line run in a process of its own.
"""

import csv
import os
import shutil
import subprocess
import sys
from pathlib import Path

from forked import can_fork, run_forked

REPOSITORY = Path(__file__).parents[2]
YEARS = (2021, 2023, 2024)
_FIGURES = Path(__file__).parent / "london-figures.csv"


def copy_workspace(root: Path) -> Path:
    """Copies what people wrote, and nothing that was made of it."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(REPOSITORY / "reportgen.yaml", root)
    for tree in ("data", "content", "templates"):
        shutil.copytree(REPOSITORY / tree, root / tree)
    return root


def answer_letters(root: Path) -> Path:
    """Gives readers an address that is no example, without which nothing final can be published."""
    settings = root / "reportgen.yaml"
    text = settings.read_text(encoding="utf-8")
    assert "accessible.formats@example.gov.uk" in text
    settings.write_text(text.replace("@example.gov.uk", "@london.example"), encoding="utf-8")
    return root


def run(root: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `reportgen` says and does in a folder, without a terminal."""
    if can_fork(environment):
        return run_forked(root, arguments, {**os.environ, "PYTHONUTF8": "1", **environment})
    return subprocess.run(
        [sys.executable, "-m", "reportgen", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def imported_by(root: Path, *arguments: str, **environment: str) -> set[str]:
    """The libraries that Python loads for a command."""
    told = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "reportgen", *arguments],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    ).stderr
    names = {line.rsplit("|", 1)[-1].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert "click" in names, "what is loaded was not told"
    return {name.split(".")[0] for name in names}


def made_in(root: Path, year: int, area: str = "london", kind: str = "annual-report") -> Path:
    """The folder that a report is made into."""
    return root / "build" / kind / str(year) / area


def published_figures(year: int) -> dict[str, dict[tuple[str, str], str]]:
    """The published figures of London in one year: by table, then by row and column, as printed."""
    found: dict[str, dict[tuple[str, str], str]] = {}
    with _FIGURES.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if int(row["year"]) == year:
                value = f"{int(row['value']):,}" if row["value"].isdecimal() else row["value"]
                found.setdefault(row["table"], {})[row["row"], row["column"]] = value
    return found
