"""The workspace that is measured: large, made up, and right in every respect."""

import re
from pathlib import Path

import pytest
from benchmarks.made_up import make_workspace
from benchmarks.peers import lay_out

from reportgen.commands.build import build
from reportgen.formats.registry import FORMATS
from reportgen.read.workspace_files import find_workspace

pytestmark = pytest.mark.slow


@pytest.mark.pdf
def test_report_on_five_years_is_made_in_every_format(tmp_path: Path) -> None:
    """An area with the figures of five years has its report in every format: its charts fit on the page."""
    keys = make_workspace(tmp_path / "workspace", 1, 5, seed=1)
    workspace = find_workspace(tmp_path / "workspace").value
    assert workspace is not None
    assert len(keys) == 5
    built = build(workspace, keys[-1], tuple(FORMATS), strict=True)
    assert built.diagnostics == ()
    assert {path.name for path in built.files} >= {"index.html", "report.pdf", "report.docx"}


def test_other_programs_get_the_page_that_is_printed(tmp_path: Path) -> None:
    """What other programs print is the whole report, with its style, its pictures and its typeface beside it."""
    (key,) = make_workspace(tmp_path / "workspace", 1, 1, seed=1)
    workspace = find_workspace(tmp_path / "workspace").value
    assert workspace is not None
    lay_out(workspace, key, tmp_path / "page")
    page = (tmp_path / "page/in.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    named = re.findall(r'(?:src|href)="([^"#:]+)"', page)
    named += re.findall(r'url\("([^":#]+)"\)', (tmp_path / "page/style.css").read_text(encoding="utf-8"))
    assert "style.css" in named
    assert {name for name in named if not (tmp_path / "page" / name).is_file()} == set()


def test_made_up_workspace_passes_every_check(tmp_path: Path) -> None:
    """Whatever is drawn, each report of each year passes every check, and says that it means nothing; the wording is that of later years."""
    for seed in range(3):
        keys = make_workspace(tmp_path / f"workspace-{seed}", 2, 15, seed)
        workspace = find_workspace(tmp_path / f"workspace-{seed}").value
        assert workspace is not None
        assert len(keys) == 30
        found = {said.slug for key in keys for said in build(workspace, key, (), strict=False).diagnostics}
        assert found <= {"wording-too-late"}
        figures = workspace.root / "data/annual-report/2024/london.yaml"
        assert figures.read_text(encoding="utf-8").startswith("# Drawn at random to measure a program")
