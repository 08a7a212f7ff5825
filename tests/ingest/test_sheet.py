"""What is to be ticked off: each figure beside a picture of where it was read, those that are not sure first."""

import base64
from pathlib import Path

import pytest
from published import Table, as_pdf

from reportgen.core.names import ReportKey
from reportgen.ingest.importing import import_report
from reportgen.ingest.sheet import SheetLine, sheet_groups
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


def groups_of(root: Path, file: Path) -> list[tuple[str, list[SheetLine]]]:
    """The figures of a file that was published as Testshire's report."""
    (root / TARGET).unlink()
    workspace = find_workspace(root).value
    assert workspace
    key = ReportKey("annual-report", 2024, "testshire")
    imported = import_report(workspace, key, file, lambda _, __: None).value
    assert imported
    return sheet_groups(imported, lambda _, __: None)


def test_what_is_not_sure_comes_first(good: Path) -> None:
    """Each figure has its value, its place and the reason why it is to be looked at."""
    old = good.parent / "old.txt"
    old.write_text(PUBLISHED, encoding="utf-8")
    groups = groups_of(good, old)
    assert [title.split(":")[0] for title, _ in groups] == ["To be looked at", "Missing", "Sure"]
    assert sum(len(lines) for _, lines in groups) == 16
    first = groups[0][1][0]
    assert first.figure.reading.text == "41"
    assert "it stands in no sum" in first.figure.reasons
    assert first.figure.place == "line 8"
    assert first.picture == ""


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
    shown = [line for _, lines in groups_of(good, old) for line in lines if line.picture]
    assert len(shown) == 9
    assert all(base64.b64decode(line.picture.split(",")[1]).startswith(b"\x89PNG") for line in shown)
    assert {"2,120", "60"} <= {word for line in shown for word in line.figure.quote.split()}
