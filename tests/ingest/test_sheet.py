"""What is to be ticked off: each figure beside a picture of where it was read, those that are not sure first."""

import base64
from pathlib import Path
from typing import Any

import pytest
from published import Table, as_pdf

from reportgen.core.names import ReportKey
from reportgen.ingest.importing import import_report
from reportgen.preview.ticking import Published, pictures_of
from reportgen.read.workspace_files import find_workspace

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


def groups_of(root: Path, file: Path) -> list[dict[str, Any]]:
    """The figures of a file that was published as Testshire's report."""
    (root / TARGET).unlink()
    workspace = find_workspace(root).value
    assert workspace
    key = ReportKey("annual-report", 2024, "testshire")
    imported = import_report(workspace, key, file, lambda _, __: None).value
    assert imported
    shown: Any = Published(imported, pictures_of(imported, lambda _, __: None)).as_data()
    return shown["groups"]


def test_what_is_not_sure_comes_first(good: Path) -> None:
    """Each figure has its value, its place and the reason why it is to be looked at."""
    old = good.parent / "old.txt"
    old.write_text(PUBLISHED, encoding="utf-8")
    groups = groups_of(good, old)
    assert [group["title"].split(":")[0] for group in groups] == ["To be looked at", "Missing", "Sure"]
    assert sum(len(group["lines"]) for group in groups) == 16
    first = groups[0]["lines"][0]
    assert first["read"] == "41"
    assert "it stands in no sum" in first["reasons"]
    assert first["place"] == "line 8"
    assert first["picture"] == ""


@pytest.mark.pdf
def test_each_figure_of_a_pdf_has_its_picture(good: Path) -> None:
    """Each figure that was found on a page has a picture of that place, with the line that stands there."""
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
    shown = [line for group in groups_of(good, old) for line in group["lines"] if line["picture"]]
    assert len(shown) == 9
    assert all(base64.b64decode(line["picture"].split(",")[1]).startswith(b"\x89PNG") for line in shown)
    assert {"2,120", "60"} <= {word for line in shown for word in line["quote"].split()}
