"""All that was written for one report is found: its pages and pictures, last year's figures and words, and what is left over."""

from datetime import date
from pathlib import Path

import pytest
from malformed import CHARTS, EDITION, FORMER, KEY, PAGE, PAGES, YEAR, retype

from reportgen.core.diagnostic import Diagnostic
from reportgen.read.edition import PARTIALS, REFERENCE, STYLES
from reportgen.read.source import ReportSource, read_source
from reportgen.read.workspace_files import find_workspace

FORMER_PAGE = PAGE.replace("2024", "2023")


def read(root: Path) -> tuple[ReportSource | None, tuple[Diagnostic, ...]]:
    """Testshire's report of 2024, made on a Sunday."""
    workspace = find_workspace(root, date(2025, 11, 2)).value
    assert workspace is not None
    found = read_source(workspace, KEY)
    return found.value, found.diagnostics


def written(root: Path, name: str, words: str = "Words.") -> None:
    """A page of Testshire with some words."""
    (root / PAGES / f"{name}.md").write_text(f"---\ntitle: {name.title()}\n---\n{words}\n", encoding="utf-8")


def test_a_report_has_all_that_was_written_for_it(good: Path) -> None:
    """Its pages, last year's figures and last year's words, the digest of every file that it is made of, and its date."""
    earlier = (good / FORMER_PAGE).read_text(encoding="utf-8")
    for year in (2022, 2025):
        other = good / PAGE.replace("2024", str(year))
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_text(earlier.replace("first", "wrong"), encoding="utf-8")
    source, said = read(good)
    assert said == ()
    assert source is not None
    assert source.page_names == ("10-training-day", "introduction")
    assert list(source.pages) == ["10-training-day", "introduction"]
    assert [file.year for file in source.former] == [2023]
    assert [(one.kind, one.typed) for one in source.former_words] == [
        ("title", "Introduction"),
        ("byline", "Chair of the board"),
        ("text", "This is the first report of Testshire, a county that does not exist."),
    ]
    assert source.workspace.file_date == date(2025, 11, 2)
    paths = list(source.digests)
    edition = [path for path in paths if path.startswith("templates/")]
    assert len(edition) == 5 + len((*PARTIALS, *STYLES, REFERENCE))
    assert [path for path in paths if path not in edition] == [
        "reportgen.yaml",
        "data/areas.yaml",
        f"{PAGES}/10-training-day.md",
        f"{PAGES}/attendance.png",
        f"{PAGES}/introduction.md",
        "data/annual-report/2024/testshire.yaml",
        YEAR,
        FORMER,
        "data/annual-report/2023/year.yaml",
    ]


def test_a_page_may_have_a_short_name(good: Path) -> None:
    """One letter is enough; what a system puts beside each file, with a dot before its name, is no page."""
    written(good, "a")
    (good / PAGES / "._a.md").write_bytes(b"\0\5\26\7")
    source, said = read(good)
    assert said == ()
    assert source is not None
    assert source.page_names == ("10-training-day", "a", "introduction")


def test_a_name_that_cannot_be_seen_is_told_and_the_other_pages_are_read(good: Path) -> None:
    """A page whose name holds a character without a sign is told by its file, and hides no fault of another page."""
    written(good, "0\u200b")
    written(good, "z", "<b>Words.</b>")
    _, said = read(good)
    assert [(one.slug, one.place.file.path, one.place.line) for one in said] == [
        ("odd-character", f"{PAGES}/0\ufffd.md", 0),
        *[("raw-html", f"{PAGES}/z.md", 4)] * 2,
    ]
    assert said[0].message == "the name of this file holds a character that cannot be seen or printed"
    assert said[0].hint == "rename the file with letters, digits and hyphens"


def test_a_file_that_no_reader_will_see_is_told(good: Path) -> None:
    """Pictures that no page shows, and files that are no pages; not what a page names, hides or needs to be agreed."""
    for name in ("a.PNG", "b.jpg", "c.jpeg", "d.docx", "e.MD", "f.csv", ".hidden", "signoff.yaml"):
        (good / PAGES / name).write_bytes(b"")
    written(good, "20-files", "Ask for f.csv.")
    _, said = read(good)
    shown = "show it in a page, or take it away"
    small = "a page is a Markdown file whose name ends in .md, in small letters"
    assert [(one.slug, one.place.file.path, one.hint) for one in said] == [
        ("file-left-out", f"{PAGES}/{name}", hint)
        for name, hint in (("a.PNG", shown), ("b.jpg", shown), ("c.jpeg", shown), ("d.docx", small), ("e.MD", small))
    ]
    assert said[0].message == "a.PNG is not a part of the report"


@pytest.mark.parametrize(
    ("name", "same"),
    [
        *(
            (name, "a part of every report")
            for name in ("main", "1-main", "contents", "other-formats", "contents-title")
        ),
        ("table-orders", "the table “orders” of edition 2024.1"),
        ("chart-orders", "the chart “orders” of edition 2024.1"),
        ("note-order", "the note “order” of edition 2024.1"),
        ("statistics", "a section of edition 2024.1"),
        ("30-explanation-title", "a section of edition 2024.1"),
        ("40-introduction", None),
        ("50-training-day", "the page “10-training-day”"),
        ("table", None),
    ],
)
def test_a_page_has_a_name_of_its_own(name: str, same: str | None, good: Path) -> None:
    """Its address in the report is not that of a table, a chart, a note, a section, another page or a part of each report."""
    retype(good, EDITION, "tables:\n", CHARTS)
    written(good, name)
    _, said = read(good)
    if name == "40-introduction":
        assert [one.message for one in said] == [
            "the page “introduction” has the same name as the page “40-introduction”"
        ]
    else:
        assert [one.message for one in said] == ([f"the page “{name}” has the same name as {same}"] if same else [])
    assert {one.slug for one in said} <= {"page-name-taken"}


def test_two_pages_whose_names_only_look_the_same_are_told(good: Path) -> None:
    """é is one character or two, as the computer has it, and nobody sees which: the second page is told."""
    for name in ("caf\u00e9", "cafe\u0301"):
        written(good, name)
    if len(list((good / PAGES).glob("caf*.md"))) < 2:
        pytest.skip("the files of this computer have one form of a name")
    _, said = read(good)
    assert [one.slug for one in said] == ["page-name-taken"]


@pytest.mark.parametrize(
    ("path", "place"),
    [(FORMER, f"{FORMER}:1:1"), ("data/annual-report/2023/year.yaml", "data/annual-report/2023/year.yaml:1:1")],
)
def test_a_former_year_that_cannot_be_read_is_told_where_its_fault_is(path: str, place: str, good: Path) -> None:
    """In its figures or in the facts of its year; the report of this year is read without it."""
    (good / path).write_text("no colon\n", encoding="utf-8")
    source, said = read(good)
    assert [(one.slug, str(one.place)) for one in said] == [("former-year-unreadable", place)]
    assert said[0].message == "the figures of 2023 have an error in them, so nothing is compared with them"
    assert said[0].hint == "run “reportgen check testshire 2023” to see what is wrong"
    assert source is not None
    assert source.former == ()


@pytest.mark.parametrize(
    ("years", "expected"),
    [
        ("", [2023]),
        ("    years: 2\n", [2023]),
        ("    years: 4\n", [2023, 2021]),
        ("    years: 5\n", [2023, 2021, 2020]),
    ],
    ids=["no chart", "two years", "four years", "five years"],
)
def test_a_report_looks_back_as_far_as_its_charts(good: Path, years: str, expected: list[int]) -> None:
    """Figures of earlier years are read as far back as a chart goes, and those of last year in any case."""
    figures = good / "data/annual-report/2023/testshire.yaml"
    for year in (2019, 2020, 2021):
        folder = good / f"data/annual-report/{year}"
        folder.mkdir()
        (folder / "testshire.yaml").write_bytes(figures.read_bytes())
        facts = (good / "data/annual-report/2023/year.yaml").read_text(encoding="utf-8")
        (folder / "year.yaml").write_text(facts.replace(": 2024-", f": {year + 1}-"), encoding="utf-8")
    if years:
        retype(good, EDITION, "tables:\n", CHARTS.replace("    series", f"{years}    series"))
    source, said = read(good)
    assert source is not None, said
    assert [file.year for file in source.former] == expected
    assert {f"data/annual-report/{year}/testshire.yaml" for year in expected} < source.digests.keys()
