"""The documentation as a site that can be searched."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from london import REPOSITORY
from repository_pages import PAGES

pytestmark = pytest.mark.slow
NOT_TO_BE_HAD = 2


def test_site_holds_every_page_and_every_link_leads_somewhere() -> None:
    """`bin/docs` makes a page of each page, links them all from its contents, and has a search that knows their words."""
    made = subprocess.run(["bin/docs"], cwd=REPOSITORY, capture_output=True, encoding="utf-8", check=False)
    if made.returncode == NOT_TO_BE_HAD:
        pytest.skip("the builder of the site cannot be had here")
    assert made.returncode == 0, made.stdout + made.stderr
    site = REPOSITORY / "build" / "docs"
    there = {path.relative_to(site).with_suffix(".md").as_posix() for path in site.rglob("*.html")}
    pages = {path.relative_to(REPOSITORY).as_posix() for path in PAGES}
    assert len(pages) >= 30
    assert pages <= there
    contents = (site / "tools/docs/index.html").read_text(encoding="utf-8")
    linked = {path for path in pages if f"{path.removesuffix('.md')}.html" in contents}
    assert linked == pages
    words = (site / "searchindex.js").read_text(encoding="utf-8")
    assert all(word in words for word in ("waiver", "govspeak", "coordin"))


def test_a_link_that_leads_nowhere_is_a_failure(tmp_path: Path) -> None:
    """Among the same pages, one wrong link is found, so that the check is none that passes because it looks at nothing."""
    if not (REPOSITORY / ".venv/docs-tools/sphinx").exists():
        pytest.skip("the builder of the site was not set up by the test before")
    for path in [*PAGES, *(REPOSITORY / "tools").rglob("*.md"), REPOSITORY / "tests/README.md"]:
        target = tmp_path / path.relative_to(REPOSITORY)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    shutil.copytree(REPOSITORY / "docs", tmp_path / "docs", dirs_exist_ok=True)
    glossary = tmp_path / "docs/glossary.md"
    glossary.write_text(glossary.read_text(encoding="utf-8") + "\n[Nowhere](how-to/nowhere.md)\n", encoding="utf-8")
    words = ("-m", "sphinx", "--quiet", "--fail-on-warning", "--conf-dir", str(REPOSITORY / "tools/docs"))
    made = subprocess.run(
        [sys.executable, *words, str(tmp_path), str(tmp_path / "site")],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / ".venv/docs-tools")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert made.returncode == 1
    assert "docs/glossary.md" in made.stderr
    assert "how-to/nowhere" in made.stderr
