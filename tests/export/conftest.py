"""What the tests of exports need: London's report of 2024/25, made once."""

from pathlib import Path

import pytest
from london import copy_workspace, made_in, run
from lxml import html


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the report's web page and PDF."""
    root = copy_workspace(tmp_path_factory.mktemp("export"))
    result = run(root, "build", "london", "2024")
    assert result.returncode == 0, result.stdout + result.stderr
    return made_in(root, 2024)


@pytest.fixture(scope="session")
def page_text(made: Path) -> str:
    """The web page as text."""
    return (made / "index.html").read_text(encoding="utf-8")


@pytest.fixture
def page(page_text: str) -> html.HtmlElement:
    """The web page as a tree."""
    return html.document_fromstring(page_text)
