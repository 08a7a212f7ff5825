"""A look at a report: what is shown of it while it is written, what is told of it, and what stays when it cannot be shown."""

import re
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from documents import change, document_of
from london import copy_workspace, published_figures

from reportgen.core.names import ReportKey
from reportgen.formats.html.export import export_html
from reportgen.preview.places import Kind, text_of
from reportgen.preview.state import PreviewState, look
from reportgen.preview.words import report_of, summary, words_of
from reportgen.read.workspace_files import find_workspace

KEY = ReportKey("annual-report", 2024, "london")
FIGURES = "data/annual-report/2024/london.yaml"
PAGES = "content/annual-report/2024/london"
BUTTON = re.compile(r'<button type="button" class="preview-figure" data-figure="([^"]+)"[^>]*>(.*?)</button>')
ASIDE = re.compile(r'<span class="preview-unseen">.*?</span>')


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The repository's workspace, to be changed."""
    return copy_workspace(tmp_path / "workspace")


def look_at(root: Path, before: PreviewState | None = None, key: ReportKey = KEY) -> PreviewState:
    """A look at a report of a workspace."""
    return look(find_workspace(root), key, before)


def is_right(seen: PreviewState) -> bool:
    """Whether the report can be made."""
    return not any(finding.diagnostic.is_error for finding in seen.findings)


def without_buttons(page: str) -> str:
    """The page as it would be published."""
    return BUTTON.sub(lambda match: ASIDE.sub("", match[2]), page)


def buttons(page: str) -> list[tuple[str, str]]:
    """Each figure of a page that can be asked about: its name, and what is printed."""
    return [(name, ASIDE.sub("", text)) for name, text in BUTTON.findall(page)]


@pytest.mark.parametrize(
    ("kind", "year"), [("annual-report", 2021), ("annual-report", 2024), ("consultation-response", 2013)]
)
def test_a_right_report_is_shown_to_the_letter(root: Path, kind: str, year: int) -> None:
    """But for its buttons, the page is byte for byte the one that would be published, and nothing is to be done."""
    seen = look_at(root, key=ReportKey(kind, year, "london"))
    (artifact,) = export_html(document_of(root, year, kind=kind)).value or ()
    assert without_buttons(seen.page) == artifact.data.decode()
    assert (seen.findings, seen.is_former, is_right(seen)) == ((), False, True)
    assert summary(seen) == "Nothing is missing, and nothing is wrong."
    assert bool(buttons(seen.page)) == (kind == "annual-report")


def test_every_figure_can_be_asked_about(root: Path) -> None:
    """In the tables each published figure is a button that knows its name; so are those of headlines, charts and sentences."""
    page = look_at(root).page
    published = {
        f"{table}.{row}.{column}": value
        for table, cells in published_figures(2024).items()
        for (row, column), value in cells.items()
    }
    in_tables = [buttons(part) for part in re.findall(r'<table id="table-.*?</table>', page, re.DOTALL)]
    assert len(in_tables) == 9
    assert sorted(one for table in in_tables for one in table) == sorted(published.items())
    (headlines,) = re.findall(r'<ul class="headlines">.*?</ul>', page, re.DOTALL)
    (introduction,) = re.findall(
        r'<section class="chapter opening local-page" id="introduction".*?</section>', page, re.DOTALL
    )
    charts = re.findall(r'<figure class="chart".*?</figure>', page, re.DOTALL)
    assert [len(buttons(part)) for part in (headlines, introduction, *charts)] == [4, 3, 3, 2]
    assert set(buttons(page)) == set(published.items())
    # Nothing can be pressed inside a drawing, a link, a title or a style.
    closed = re.findall(r"<(svg|style|title|a)\b(.*?)</\1>", page, re.DOTALL)
    assert len(closed) > 50
    assert [inner for _, inner in closed if "preview-figure" in inner] == []


def test_a_figure_tells_where_it_was_typed_and_what_it_was(root: Path) -> None:
    """Each figure has the place where its very digits stand in the file, and last year's with the place of those."""
    seen = look_at(root)
    assert len(seen.figures) == 51
    for known in seen.figures:
        typed = text_of(known.cell).replace(",", "")
        assert str(known.cell.place.source_line)[known.cell.place.column - 1 :].startswith(typed)
        assert known.cell.place.file.path == FIGURES
        if known.former:
            former = text_of(known.former).replace(",", "")
            assert str(known.former.place.source_line)[known.former.place.column - 1 :].startswith(former)
            assert known.former.place.file.path == FIGURES.replace("2024", "2023")
    by_name = {str(known.name): known for known in seen.figures}
    first = by_name["eligible_on_31_march.level_1.category_1"]
    assert (text_of(first.cell), first.cell.place.line, first.cell.place.column) == ("7,368", 6, 27)
    assert (first.year_before, text_of(first.former), first.change) == ("2023/24", "7,082", "286 more")
    # A row with a new name is compared with the old one; two that were one row are not.
    assert text_of(by_name["restrictive_orders.notification_notices.number"].former) == "20"
    assert by_name["notification_breaches.cautioned.number"].former is None
    told = str(words_of(seen)["figures"])
    assert "Last year, 2023/24: 7,082 (286 more)" in told
    assert "line 6, column 27" in told


def test_a_wrong_figure_is_shown_with_what_is_wrong(root: Path) -> None:
    """A figure that breaks a total stands in the report all the same, marked, and its finding leads to it."""
    change(root / FIGURES, "category_1: 7368", "category_1: 7386")
    seen = look_at(root, look_at(root))
    name = "eligible_on_31_march.level_1.category_1"
    assert (seen.is_former, is_right(seen), summary(seen)) == (False, False, "1 to put right.")
    assert f'data-figure="{name}" data-found="to put right">7,386<' in seen.page
    (finding,) = seen.findings
    assert (str(finding.figure), finding.kind, finding.diagnostic.slug) == (name, Kind.PUT_RIGHT, "total-mismatch")
    assert finding.spot is not None
    assert (finding.spot.anchor, finding.spot.figure) == ("table-eligible-on-31-march", name)
    lists = str(words_of(seen)["lists"])
    assert f'class="show" data-figure="{name}" data-anchor="table-eligible-on-31-march">Level 1, Category 1 is' in lists
    assert f"<code>{FIGURES}</code>, line 6, column 27" in lists
    assert "level_1: {category_1: <mark>7386</mark>, category_2: 3681" in lists


def test_what_is_missing_is_a_gap_to_fill_in(root: Path) -> None:
    """With most figures and a page still to come, the report is shown with a gap in each place, and each says where it belongs."""
    path = root / FIGURES
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text[: text.index("  managed_in_year:")].replace("3681", "").replace("24, ", "2x4, "), encoding="utf-8"
    )
    (root / PAGES / "introduction.md").unlink()
    seen = look_at(root)
    assert not seen.is_former
    gaps = [known for known in seen.figures if known.cell.is_gap]
    assert len(gaps) == 51 - 16 + 2
    marked = re.findall(r'data-figure="([^"]+)" data-found="([^"]+)">\[to be filled in\]', seen.page)
    assert {name for name, _ in marked} == {str(known.name) for known in gaps}
    words = dict(marked)
    assert words["eligible_on_31_march.level_1.category_2"] == "to fill in"
    assert words["eligible_on_31_march.level_2.category_1"] == "to put right"
    assert words["managed_in_year.level_2.total"] == "to fill in"
    by_message = {finding.diagnostic.message: finding for finding in seen.findings}
    missing = by_message["the table “restrictive_orders” is missing"]
    assert missing.kind is Kind.FILL_IN
    assert missing.spot is not None
    assert missing.spot.anchor == "table-restrictive-orders"
    page = by_message["the page “introduction” is missing"]
    assert (page.kind, page.spot and page.spot.anchor) == (Kind.FILL_IN, "introduction")
    assert "This page cannot be shown yet." in seen.page
    assert "to be typed in" in str(words_of(seen)["figures"]).lower()


def test_details_that_are_missing_are_told_in_their_place(good: Path) -> None:
    """Where the edition asks for further words, the report shows what belongs there until they are written."""
    change(good / "data/annual-report/2024/testshire.yaml", "  board: Testshire Strategic Management Board\n", "  {}\n")
    seen = look_at(good, key=ReportKey("annual-report", 2024, "testshire"))
    assert [(finding.kind, finding.diagnostic.slug) for finding in seen.findings] == [(Kind.FILL_IN, "missing-key")]
    assert "[Name of the board]" in seen.page


def test_a_page_with_a_mistake_is_shown_as_it_was(root: Path) -> None:
    """A page that cannot be shown keeps the words it had, and says so; everything else is that of now."""
    before = look_at(root)
    change(root / PAGES / "20-digital-management.md", "Specially trained dogs", "<b>Specially</b> trained dogs")
    change(root / PAGES / "introduction.md", "Each agency had to change", "Each agency had to alter")
    seen = look_at(root, before)
    assert "Specially trained dogs find what" in seen.page
    assert "This page is shown as it was before." in seen.page
    assert "Each agency had to alter" in seen.page
    assert not seen.is_former
    again = look_at(root, seen)
    assert "Specially trained dogs find what" in again.page
    assert "Specially" not in look_at(root).page
    assert "This page cannot be shown yet." in look_at(root).page


def test_a_file_that_cannot_be_read_leaves_the_last_report(root: Path) -> None:
    """With a bracket left open nothing can be shown, so the report of before stays, and is told to be that."""
    change(root / FIGURES, "category_1: 7368", "category_1: 7386")
    before = look_at(root)
    change(root / FIGURES, "tables:", "tables: [")
    seen = look_at(root, before)
    assert seen.page == before.page
    assert (seen.is_former, is_right(seen)) == (True, False)
    assert words_of(seen)["notice"].startswith("This is the report as it was before.")
    assert {finding.diagnostic.slug for finding in seen.findings} == {"yaml-syntax"}
    change(root / FIGURES, "tables: [", "tables:")
    assert look_at(root, seen) == before


@pytest.mark.parametrize(
    ("path", "old", "new", "slug"),
    [
        (FIGURES, "tables:", "tables: [", "yaml-syntax"),
        ("data/annual-report/2024/year.yaml", "edition:", "version:", "unknown-key"),
        ("reportgen.yaml", "organisation:", "organization:", "unknown-key"),
        ("templates/annual-report/2024.1/sections/statistics.md.j2", "{{ headlines() }}", "{{ headlimes() }}", "template-error"),
    ],
    ids=lambda value: value.rsplit("/", 1)[-1] if "/" in str(value) else "",
)  # fmt: skip
def test_where_nothing_can_be_shown_yet_it_says_so(root: Path, path: str, old: str, new: str, slug: str) -> None:
    """A first look at a workspace with a fault that hides all is a page with words, and the fault in its list."""
    change(root / path, old, new)
    seen = look_at(root)
    assert (seen.page, seen.is_former) == ("", False)
    assert "There is no report to show yet." in report_of(seen)
    assert words_of(seen)["notice"] == "There is no report to show yet. The list says what is missing or wrong."
    assert slug in {finding.diagnostic.slug for finding in seen.findings}


def test_a_fault_of_ours_is_told_and_forgotten(root: Path) -> None:
    """After a fault of the program the report of before stays with the fault above it; the next look is as any other."""
    before = look_at(root)
    faulty = replace(before, fault="KeyError: 'x'")
    assert "KeyError: 'x'" in str(words_of(faulty)["notice"])
    assert report_of(faulty) == before.page
    assert look_at(root, faulty) == before
    change(root / FIGURES, "tables:", "tables: [")
    assert look_at(root, faulty).fault == ""


def test_a_finding_in_a_page_leads_to_its_words(root: Path) -> None:
    """What is wrong in a sentence leads to the words around it, as the page prints them, whatever signs stand in the line."""
    path = root / PAGES / "10-training-and-research.md"
    change(
        path,
        "- in June 2024, interventions: which kinds of help",
        "- in June 2024, **TBC**: which kind’s of “help”, offenders,",
    )
    seen = look_at(root)
    found = {finding.diagnostic.slug: finding.spot for finding in seen.findings}
    assert found["placeholder"] is not None
    assert (found["placeholder"].anchor, found["placeholder"].words) == ("training-and-research", "TBC")
    assert found["outdated-word"] is not None
    assert found["outdated-word"].words.startswith(': which kind\'s of "help", offenders, and treatment')


def test_words_of_files_never_become_a_part_of_the_page(root: Path) -> None:
    """Tags in names, figures and lines of files are told as words, in the lists and in what is told of a figure."""
    change(root / FIGURES, "category_1: 7368", "'<script>alert(1)</script>': 1")
    change(root / PAGES / "introduction.md", "title: Introduction", "titel: <img src=x onerror=alert(1)>")
    seen = look_at(root)
    words = words_of(seen)
    everything = str(words["lists"]) + str(words["figures"]) + str(words["notice"])
    assert "&lt;script&gt;" in everything
    assert "&lt;img" in everything
    assert "<script" not in everything
    assert "<img" not in everything
    assert "<script>alert(1)" in unescape(everything)
