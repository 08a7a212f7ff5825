"""Pages: nothing that Markdown makes of a text is published unread, however it is written."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import ReportKey
from reportgen.read.pages import Page, read_page
from reportgen.read.workspace_files import find_workspace

PAGE = "content/annual-report/2024/testshire/20-probe.md"


def read(good: Path, text: str, front: str = "title: Probe") -> tuple[Page | None, list[Diagnostic]]:
    """A page of the good workspace with that text, and what was said of it."""
    (good / PAGE).write_text(f"---\n{front}\n---\n\n{text}\n", encoding="utf-8")
    said: list[Diagnostic] = []
    found = read_page(good, PAGE, said.append)
    return found, said


@pytest.mark.parametrize(
    ("text", "slug", "line"),
    [
        ("![A chart [c] of it](attendance.png)", "picture-unusable", 5),
        ("![A chart of it](attendance.png 'A title')", "picture-unusable", 5),
        ("![A chart of it][one]\n\n[one]: https://example.org/attendance.png", "picture-unusable", 7),
        ("Before.\n![A chart of it](attendance.png)\nAfter.", "picture-unusable", 6),
        ("![A chart\nof it](https://example.org/x.png)", "picture-unusable", 6),
        ("- ![A chart of it][one]\n\n[one]: https://example.org/attendance.png", "picture-unusable", 7),
        ("[A link\nof two lines](other.html)", "unsafe-link", 6),
        ("[A link][one]\n\n[one]:\n  other.html", "unsafe-link", 8),
        ("## In {{ orders.made }} orders\n\nText.", "template-syntax", 5),
        ("![In {{ orders.made }} orders](attendance.png)", "template-syntax", 5),
        ('![In orders](attendance.png "In {{ orders.made }} orders")', "template-syntax", 5),
    ],
)
def test_what_one_line_does_not_show_is_told(
    text: str, slug: str, line: int, good: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """Another way to write a link or a picture, and a figure where none is filled in, are told at their line."""
    _, said = read(good, text)
    worded(said)
    assert [(one.slug, one.place.line) for one in said] == [(slug, line)]


@pytest.mark.parametrize(
    ("front", "slug"),
    [
        ("title: Probe\nlead: There were {{ orders.made }} <b>orders.", "raw-html"),
        ('title: Probe\nlead: "There were [orders](orders.html)."', "unsafe-link"),
        ('title: Probe\nlead: "![Orders](attendance.png)"', "picture-unusable"),
        ('title: Probe\nlead: "2024. It was a year of orders."', "wrong-value"),
        ('title: "In {{ orders.made }} orders"', "template-syntax"),
        ('title: Probe\nbyline: "In {{ orders.made }} orders"', "template-syntax"),
    ],
)
def test_the_front_matter_is_read_like_the_body(
    front: str, slug: str, good: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """A lead keeps the rules of the body, and the other values hold no figure."""
    _, said = read(good, "Text.", front)
    worded(said)
    assert [one.slug for one in said] == [slug]


def test_figures_in_a_lead_are_checked(good: Path) -> None:
    """The names of figures in a lead are known with those of the body, in order."""
    page, said = read(good, "And {{ orders.made }}.", "title: Probe\nlead: There were {{ orders.none }}.")
    assert said == []
    assert page is not None
    assert [(use.name, use.place.line) for use in page.figure_uses] == [("orders.none", 3), ("orders.made", 6)]


def test_what_a_system_puts_beside_a_page_is_no_page(good: Path) -> None:
    """A file whose name begins with a dot is left alone."""
    (good / "content/annual-report/2024/testshire/._introduction.md").write_bytes(b"\0\5\26\7")
    workspace = find_workspace(good).value
    assert workspace is not None
    result = build(workspace, ReportKey("annual-report", 2024, "testshire"), (), strict=True)
    assert result.is_right, result.diagnostics
