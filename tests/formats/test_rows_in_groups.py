"""Rows below a sub-heading, a row that the area did not publish, and a table that shows no caption, in every format."""

import csv
import io
import re
import zipfile

import pytest
from documents import change, document_of, page_of
from london import copy_workspace
from lxml import html

from reportgen.compare.report_version import version_of
from reportgen.document.build import Document
from reportgen.formats.registry import export_format

EDITION = "templates/annual-report/2024.1/edition.yaml"
GROUP, CAPTION = "Made by a court", "Restrictive orders for Category 1 offenders"
FULL = f"{GROUP}, SHPO with foreign travel restriction"
REASON = "Not published here: Notification Notices. The police did not keep them apart."


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> Document:
    """London's report with two orders in a group, the third left out, and the caption said by the heading above."""
    root = copy_workspace(tmp_path_factory.mktemp("groups"))
    for row in ("(SHPO)", "with foreign travel restriction"):
        change(root / EDITION, f"{row}, notes", f"{row}, group: {GROUP}, notes")
    change(root / EDITION, f"caption: {CAPTION}\n", f"caption: {CAPTION}\n    shows_caption: false\n")
    figures = root / "data/annual-report/2024/london.yaml"
    change(figures, "    notification_notices: 55\n", "")
    reason = "The police did not keep them apart"
    with figures.open("a", encoding="utf-8") as file:
        file.write(f"left_out:\n  restrictive_orders.notification_notices: {reason}\n")
    return document_of(root, 2024)


def made(name: str, document: Document) -> bytes:
    """What a format makes, its first file."""
    found = export_format(name, document)
    assert found.value, found.diagnostics
    return found.value[0].data


def test_the_web_page_heads_a_group_of_rows(document: Document) -> None:
    """A body of the table for each group, headed for screen readers as such; the caption that is not shown names the table, below its number."""
    (table,) = html.document_fromstring(page_of(document, "screen")).xpath("//table[@id='table-restrictive-orders']")
    assert [len(body) for body in table.xpath("tbody")] == [3]
    (head,) = table.xpath("tbody/tr[1]/*")
    assert (head.tag, head.get("scope"), head.get("colspan"), head.text) == ("th", "rowgroup", "4", GROUP)
    (number,) = table.xpath("caption")
    assert re.fullmatch(r"Table \d+", number.text)
    assert table.get("aria-label") == f"{number.text}: {CAPTION}"
    assert REASON in table.getparent().getparent().text_content()


def test_word_heads_a_group_with_one_cell(document: Document) -> None:
    """It goes across the table, which has the name that is not printed; no row is left out in silence."""
    with zipfile.ZipFile(io.BytesIO(made("docx", document))) as archive:
        text = archive.read("word/document.xml").decode()
    before, named, after = text.partition(f': {CAPTION}"/>')
    assert named
    table = after.partition("</w:tbl>")[0]
    assert table.count('<w:gridSpan w:val="4"/>') == 1
    assert GROUP in table
    assert "Notification Notices" not in table
    assert REASON in text
    above = before[before.rindex("<w:p>") :]
    assert "w:bookmarkStart" in above
    assert CAPTION not in above


@pytest.mark.parametrize("name", ["ods", "govspeak", "csv"])
def test_formats_without_sub_headings_begin_the_label_with_it(name: str, document: Document) -> None:
    """No cell is merged and none is empty; the row that is not published has no line."""
    data = made(name, document)
    if name == "ods":
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            data = archive.read("content.xml")
    text = data.decode()
    assert FULL in text
    assert "notification_notices" not in text
    if name != "csv":
        assert REASON in text


def test_the_description_of_the_open_data_says_what_has_no_line(document: Document) -> None:
    """The rows of the file are those that are printed, and the reason stands beside them."""
    exported = export_format("csv", document)
    assert exported.value
    rows = csv.DictReader(io.StringIO(exported.value[0].data.decode()))
    assert [row["row"] for row in rows if row["table"] == "restrictive_orders"] == ["shpo", "shpo_foreign_travel"]
    assert b"Not published: restrictive_orders.notification_notices. The police" in exported.value[1].data


def test_a_comparison_tells_the_row_apart(document: Document) -> None:
    """By its label with the sub-heading before it, and without the row that is left out."""
    table = next(table for table in version_of(document).tables if table.name == "restrictive_orders")
    assert [row.label for row in table.rows] == [f"{GROUP}, Sexual Harm Prevention Order (SHPO)", FULL]
    assert len(table.figures) == 2
