"""An edition is words alone: a picture that it names is told, and never fetched."""

from pathlib import Path

import pytest

from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import ReportKey
from reportgen.read.workspace_files import find_workspace

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


STYLES = [
    ("a { background: u\\72l(https://x.example/a) }", "https://x.example/a", 17),
    ('a { background: image-set("https://x.example/a" 1x) }', "https://x.example/a", 27),
    ("a { background: URL( 'a.png' ) }", "a.png", 22),
    ('@import "a.css";', "a.css", 9),
    ("@import url(a.css) screen;", "a.css", 9),
    ("@media print { a { background: url(a.png) } }", "a.png", 32),
    ("@font-face { src: src('a.woff') }", "a.woff", 23),
    ("a { background: cross-fade(url(data:image/png;base64,aa), url(a.png)) }", "a.png", 59),
]


@pytest.mark.parametrize(("style", "address", "column"), STYLES, ids=[case[0][:20] for case in STYLES])
def test_wherever_a_style_sheet_leads_is_told(style: str, address: str, column: int, good: Path) -> None:
    """With an escape in its name, without url(), or inside of another rule: it is told where it stands."""
    sheet = good / "templates/themes/house-1/print.css"
    sheet.write_text(f"{style}\n" + sheet.read_text(encoding="utf-8"), encoding="utf-8")
    found = told(good, ())
    assert [(said.slug, said.place.line, said.place.column) for said in found] == [("unsafe-link", 1, column)]
    assert f"“{address}”" in found[0].message


@pytest.mark.parametrize(
    "style",
    [
        'a::after { content: "https://x.example/a" }',
        '@namespace x "http://www.w3.org/1999/xhtml";',
        "a { background: url(data:image/png;base64,aa); clip-path: url(#a) }",
        "a { background: red } /* url(a.png) </style> */",
    ],
)
def test_a_style_sheet_that_takes_nothing_in_is_right(style: str, good: Path) -> None:
    """Words that are printed, names and what stands in the sheet itself lead nowhere."""
    sheet = good / "templates/themes/house-1/screen.css"
    sheet.write_text(f"{sheet.read_text(encoding='utf-8')}\n{style}\n", encoding="utf-8")
    assert told(good, ()) == []


def test_a_style_sheet_cannot_end_its_element(good: Path) -> None:
    """What would end the style sheet in the web page is told, in small letters and large."""
    sheet = good / "templates/themes/house-1/screen.css"
    sheet.write_text('a::after { content: "</STYLE>" }\n' + sheet.read_text(encoding="utf-8"), encoding="utf-8")
    assert [(said.slug, str(said.place.short)) for said in told(good, ())] == [("template-error", "1:22")]


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
