"""The sheet to tick: each figure beside a picture of where it was read, those that are not sure first."""

import base64
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import html
from published import Table, as_pdf

from reportgen.cli import program

SHEET = "build/imports/annual-report/2024/testshire.html"
TARGET = "data/annual-report/2024/testshire.yaml"
PUBLISHED = """\
Testshire
Eligible individuals on 31 March 2025
\tCategory 1: On the register\tCategory 2: Others\tTotal
Level 1\t2,120\t-\t2,120
Level 2\t80\t60\t140
Total\t2,200\t60\t2,260
Orders made during the year
Orders made\t41
Orders with a limit on <travel>\t36
"""


def take(root: Path, file: Path, *options: str) -> str:
    """What the import of a file as Testshire's report says."""
    command = ["import", str(file), "--area", "testshire", "--year", "2024", "--sheet", *options]
    result = CliRunner().invoke(program, [*command, "--workspace", str(root)], prog_name="reportgen")
    assert result.exit_code == 0, result.output
    return result.output


def test_what_is_not_sure_comes_first(good: Path) -> None:
    """The page has a box for each figure, its value, place and reason; it asks for nothing from elsewhere, and runs nothing."""
    (good / TARGET).unlink()
    old = good.parent / "old.txt"
    old.write_text(PUBLISHED, encoding="utf-8")
    assert f"  wrote {SHEET}\n" in take(good, old)
    page = html.document_fromstring((good / SHEET).read_bytes())
    titles = [title.text_content() for title in page.xpath("//h2")]
    assert [title.split(" (")[0].split(":")[0] for title in titles] == ["To be looked at", "Missing", "Sure"]
    boxes = page.xpath("//input[@type='checkbox']/@id")
    assert len(boxes) == 16
    assert sorted(boxes) == sorted(page.xpath("//label/@for"))
    first = page.xpath("//li")[0].text_content()
    assert "41" in first
    assert "it stands in no sum" in first
    assert "line 8" in first
    assert "Testshire, 2024/25" in page.text_content()
    assert page.xpath("//script | //link | //form | //img") == []
    assert "<travel>" in page.text_content()


def test_nothing_is_written_where_it_is_only_shown(good: Path) -> None:
    """With --dry-run there is no sheet either."""
    (good / TARGET).unlink()
    old = good.parent / "old.txt"
    old.write_text(PUBLISHED, encoding="utf-8")
    take(good, old, "--dry-run")
    assert not (good / SHEET).exists()


@pytest.mark.pdf
def test_each_figure_of_a_pdf_has_its_picture(good: Path) -> None:
    """Each figure that was found on a page has a picture of that place, with its line as the words of the picture."""
    (good / TARGET).unlink()
    tables = [
        Table(
            "Eligible individuals on 31 March 2025",
            ("Category 1: On the register", "Category 2: Others", "Total"),
            (
                ("Level 1", ("2,120", "-", "2,120")),
                ("Level 2", ("80", "60", "140")),
                ("Total", ("2,200", "60", "2,260")),
            ),
        )
    ]
    old = good.parent / "old.pdf"
    old.write_bytes(as_pdf(tables))
    take(good, old)
    page = html.document_fromstring((good / SHEET).read_bytes())
    pictures = page.xpath("//img")
    assert len(pictures) == 9
    assert all(base64.b64decode(one.get("src").split(",")[1]).startswith(b"\x89PNG") for one in pictures)
    assert {"2,120", "60"} <= {word for one in pictures for word in one.get("alt").split()}
