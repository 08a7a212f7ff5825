"""An edition is words alone: a picture that it names is told, and never fetched."""

from pathlib import Path

import pytest

from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import ReportKey
from reportgen.pipeline import build
from reportgen.read.workspace import find_workspace

EDITION = "templates/annual-report/2024.1"


def told(root: Path, formats: tuple[str, ...]) -> list[Diagnostic]:
    """What is said when the report of 2024 is made."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return list(build(workspace, ReportKey("annual-report", 2024, "testshire"), formats, strict=False).diagnostics)


@pytest.mark.parametrize("path", ["sections/explanation.md.j2", "notes/order.md"])
def test_a_picture_in_national_wording_is_told_by_a_check(path: str, good: Path) -> None:
    """A section or note that shows a picture is an error that names it, before any file is made."""
    with (good / EDITION / path).open("a", encoding="utf-8") as wording:
        wording.write("\n![A crest](crest.png)\n")
    found = told(good, ())
    assert [said.slug for said in found] == ["template-error"]
    assert "crest.png" in found[0].message


@pytest.mark.pdf
@pytest.mark.parametrize("address", ["https://pictures.example/crest.png", "file:///etc/hostname", "crest.png"])
def test_nothing_is_fetched_for_the_pdf(address: str, good: Path) -> None:
    """A style that names a file elsewhere makes no PDF, whatever the address, and is told as its fault."""
    with (good / "templates/themes/house-1/print.css").open("a", encoding="utf-8") as style:
        style.write(f'\n.cover {{ background-image: url("{address}"); }}\n')
    found = told(good, ("pdf",))
    assert [said.slug for said in found] == ["pdf-fault"]
    assert not (good / "build").exists()
