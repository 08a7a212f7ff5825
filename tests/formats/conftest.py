"""What the tests of exports need: London's report of 2024/25, made once."""

from pathlib import Path

import pytest
from documents import document_of
from london import YEARS, copy_workspace, made_in, run
from lxml import html
from printed import Made, exported, long_report


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


@pytest.fixture(scope="session")
def london(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Made]:
    """London's reports of all years as PDFs."""
    root = copy_workspace(tmp_path_factory.mktemp("printed") / "workspace")
    return {year: exported(document_of(root, year), root / f"{year}.pdf") for year in YEARS}


@pytest.fixture(scope="session")
def long(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A report in which lists, paragraphs and a table run over the end of a page."""
    return long_report(tmp_path_factory.mktemp("long") / "good")
