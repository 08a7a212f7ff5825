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


@pytest.mark.parametrize(
    "typed", ["![A crest](crest.png)", "The crest ![A crest](crest.png) of all.", "- ![A](crest.png)"]
)
@pytest.mark.parametrize("path", ["sections/explanation.md.j2", "notes/order.md"])
def test_a_picture_in_national_wording_is_told_by_a_check(path: str, typed: str, good: Path) -> None:
    """A section or note that shows a picture is an error that names it, before any file is made."""
    with (good / EDITION / path).open("a", encoding="utf-8") as wording:
        wording.write(f"\n{typed}\n")
    found = told(good, ())
    assert [(said.slug, said.place.file.path) for said in found] == [("template-error", f"{EDITION}/{path}")]
    assert "crest.png" in found[0].message


@pytest.mark.parametrize("typed", ['<img src="crest.png" alt="A crest">', '<p>The <img src="crest.png" alt="x"></p>'])
def test_a_picture_on_an_edition_s_own_cover_is_told(typed: str, good: Path) -> None:
    """It names the picture in the file of the cover."""
    (good / EDITION / "report.html.j2").write_text(
        f"{{% block cover %}}\n{typed}\n{{% endblock %}}\n", encoding="utf-8"
    )
    found = told(good, ())
    assert [(said.slug, str(said.place.file.path)) for said in found] == [
        ("template-error", f"{EDITION}/report.html.j2")
    ]
    assert "crest.png" in found[0].message


@pytest.mark.pdf
@pytest.mark.parametrize("address", ["https://pictures.example/crest.png", "file:///etc/hostname", "crest.png"])
def test_nothing_is_fetched_for_a_style_sheet(address: str, good: Path) -> None:
    """A style that names a file elsewhere is told by a check, whatever the address, at its line, and nothing is made."""
    with (good / "templates/themes/house-1/print.css").open("a", encoding="utf-8") as style:
        style.write(f'\n.cover {{ background-image: url("{address}"); }}\n')
    lines = (good / "templates/themes/house-1/print.css").read_text(encoding="utf-8").count("\n")
    for formats in ((), ("pdf",)):
        found = told(good, formats)
        assert [(said.slug, said.place.line) for said in found] == [("unsafe-link", lines)]
        assert address in found[0].message
    assert not (good / "build").exists()
