"""What the tests in a browser need: the reports as web pages, and what one browser finds in all of them.

Goes out: the paths of the pages, and the facts of observe.mjs. Where a program is missing, tests are skipped and say which.
"""

import json
import subprocess
from pathlib import Path

import pytest
from documents import change
from london import YEARS, copy_workspace, made_in, run
from programs import HERE, find_package, find_program

RESPONSE = "consultation-response"
# A page with a fault of each kind, which shows that each kind would be found.
BROKEN = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><style>
:focus-visible { outline: none; } body::before { content: "DRAFT"; position: fixed; right: 0; top: 0; width: 2000px; height: 50px; }
</style></head><body>
<a class="skip-link" href="#main">Skip</a>
<nav class="contents" style="width: 900px"><a href="#main" style="color: #999999; background-color: #888888">One</a></nav>
<main id="main"><h1>Title</h1><h3></h3>
<p style="width: 20px; height: 20px; overflow: hidden">Words that are cut off</p>
<figure class="chart"><svg role="img" height="40"><rect class="bar" width="90" height="20" fill="#ffffff" stroke="#dddddd"></rect>
<text x="0" y="15">Words over a bar</text></svg></figure>
<div class="scroll" tabindex="0" style="width: 100px; overflow-x: auto" onkeydown="event.preventDefault()">
<table style="width: 900px"><tr><td>Wide</td></tr></table></div>
<p><a href="#a">a</a><br><a href="https://example.org/picture.png">b</a><img src="https://example.org/picture.png"></p>
</main></body></html>
"""


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The web pages of all reports, and of a draft, by name."""
    root = copy_workspace(tmp_path_factory.mktemp("browser"))
    for arguments in (("--all",), ("london", "2013", "--kind", RESPONSE)):
        result = run(root, "build", *arguments, "--format", "html")
        assert result.returncode == 0, result.stdout + result.stderr
    made = {f"london {year}": made_in(root, year) / "index.html" for year in YEARS}
    made["response"] = made_in(root, 2013, kind=RESPONSE) / "index.html"
    draft = copy_workspace(tmp_path_factory.mktemp("draft"))
    change(draft / "data/annual-report/2024/london.yaml", "status: final", "status: draft")
    result = run(draft, "build", "london", "2024", "--format", "html")
    assert result.returncode == 0, result.stdout + result.stderr
    return made | {"draft": made_in(draft, 2024) / "index.html"}


@pytest.fixture(scope="session")
def redlines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The pages that tell what changed, between two years and between two editions, by name."""
    root = copy_workspace(tmp_path_factory.mktemp("redlines"))
    made = {}
    for name, words in {"years": ("london", "2023", "2024"), "editions": ("--edition", "2021.1", "2024.1")}.items():
        made[f"changes of {name}"] = root / f"{name}.html"
        result = run(root, "diff", *words, "--format", "html", "--output", f"{name}.html")
        assert result.returncode == 0, result.stdout + result.stderr
    return made


@pytest.fixture(scope="session")
def facts(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict]:
    """What the browser finds in each page, and in one that is full of faults."""
    node, browser = find_program("node"), find_program("chromium", "chromium-browser", "google-chrome")
    for package in ("axe-core/axe.min.js", "playwright-core/package.json"):
        find_package(package)
    # They are made only where there is something to look at them with.
    pages = request.getfixturevalue("pages") | request.getfixturevalue("redlines")
    broken = tmp_path_factory.mktemp("broken") / "index.html"
    broken.write_text(BROKEN, encoding="utf-8")
    asked = {"browser": browser, "pages": {name: str(path) for name, path in (pages | {"broken": broken}).items()}}
    done = subprocess.run(
        [node, str(HERE / "observe.mjs")],
        input=json.dumps(asked),
        capture_output=True,
        encoding="utf-8",
        timeout=480,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)
