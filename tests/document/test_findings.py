"""Key findings: which figures are told first, in which words, and what is said where nothing can be compared."""

from pathlib import Path

import pytest
from documents import change, document_of, page_of
from london import REPOSITORY, copy_workspace
from lxml import html

from reportgen.check.report import check_report
from reportgen.core.names import ReportKey
from reportgen.core.wording import rounded
from reportgen.document.tables import finding_words
from reportgen.formats.govspeak.export import govspeak
from reportgen.read.source import read_source
from reportgen.read.workspace_files import find_workspace
from reportgen.tree.nodes import KeyFinding, KeyFindings, Paragraph, Section, Table
from reportgen.tree.walk import find, plain_text

DATA = "data/annual-report/2024/london.yaml"
EDITION = "templates/annual-report/2024.1/edition.yaml"


def findings_of(root: Path, year: int = 2024) -> list[KeyFinding]:
    return [one for block in find(document_of(root, year).tree.sections, KeyFindings) for one in block.findings]


def sentences(root: Path) -> list[str]:
    return [f"{one.figure.words}{finding_words(one)}" for one in findings_of(root)]


def remarked(tmp_path: Path, *lines: str) -> Path:
    root = copy_workspace(tmp_path)
    change(
        root / DATA, "status: final\n", "\n".join(["status: final", "remarks:", *(f"  {line}" for line in lines), ""])
    )
    return root


def test_the_largest_changes_of_the_year_are_told_as_sentences() -> None:
    """Number, direction, per cent and the date compared with; small figures without per cent; a split row is not compared."""
    assert sentences(REPOSITORY) == [
        (
            "11,220 individuals were MAPPA-eligible and living in the community on 31 March 2025, up 112 (1.0%) from 11,108 on "
            "31 March 2024."
        ),
        (
            "153 individuals in Category 1 were convicted of breaching their notification requirements, and 41 cautioned for "
            "it. In 2023/24 one figure, 122, stood for what are now 2 figures, so they are not compared."
        ),
        "559 Sexual Harm Prevention Orders (SHPOs) were made by the courts, up 72 (15%) from 487 in 2023/24.",
        "329 individuals in Category 3 were managed at Level 2 or 3 during the year, up 52 (19%) from 277 in 2023/24.",
        "13 individuals came under notification requirements because they breached a Sexual Risk Order, up 8 from 5 in 2023/24.",
    ]
    assert [one.way for one in findings_of(REPOSITORY)] == ["up", "", "up", "up", "up"]


def test_one_is_told_in_the_singular(tmp_path: Path) -> None:
    """A small area reads “1 individual was …”, also where another figure in the sentence is 1."""
    root = copy_workspace(tmp_path)
    for name, figure in (("convicted", 153), ("cautioned", 41), ("became_subject", 13)):
        change(root / DATA, f"{name}: {figure}", f"{name}: 1")
    told = [sentence for sentence in sentences(root) if sentence.startswith("1 ")]
    assert [sentence.partition(" In 2023/24")[0] for sentence in told] == [
        (
            "1 individual in Category 1 was convicted of breaching the notification requirements, and 1 cautioned for it."
        ),
        "1 individual came under notification requirements because of a breach of a Sexual Risk Order, down 4 from 5 in 2023/24.",
    ]


def test_they_follow_the_figures(tmp_path: Path) -> None:
    """Another figure moves most, and so another finding is told; one that stayed the same is left out."""
    root = copy_workspace(tmp_path)
    change(root / DATA, "shpo: 559", "shpo: 487")
    change(root / DATA, "became_subject: 13", "became_subject: [c]")
    told = sentences(root)
    assert not any("SHPO" in one or "Sexual Risk Order" in one for one in told)
    assert told[3].startswith("81 individuals managed at Level 2 or 3 were returned to custody")
    assert told[3].endswith("down 21 (21%) from 102 in 2023/24.")


def test_a_first_year_tells_three_and_compares_nothing(tmp_path: Path) -> None:
    """Without an earlier year there are 3 findings, none with a change."""
    root = copy_workspace(tmp_path)
    for year in (2021, 2023):
        (root / f"data/annual-report/{year}/london.yaml").unlink()
    found = findings_of(root)
    assert len(found) == 3
    assert {(one.change, one.way, one.notes) for one in found} == {("", "", ())}


def test_a_split_row_is_compared_again_in_the_year_after(tmp_path: Path) -> None:
    """Two years with the same two rows are compared, also under edition 2025.1."""
    root = copy_workspace(tmp_path)
    for place in ("data", "content"):
        (root / place / "annual-report/2025").mkdir()
    year = (root / "data/annual-report/2024/year.yaml").read_text(encoding="utf-8")
    year = year.replace("2024.1", "2025.1").replace("2025-", "2026-").replace("mid-2024", "mid-2025")
    (root / "data/annual-report/2025/year.yaml").write_text(year, encoding="utf-8")
    figures = (
        (root / DATA)
        .read_text(encoding="utf-8")
        .replace("2024/25", "2025/26")
        .replace("convicted: 153", "convicted: 180")
    )
    (root / "data/annual-report/2025/london.yaml").write_text(figures, encoding="utf-8")
    (root / "content/annual-report/2025/london").mkdir()
    page = "---\ntitle: Introduction\n---\n\nWords about the year.\n"
    (root / "content/annual-report/2025/london/introduction.md").write_text(page, encoding="utf-8")
    found = findings_of(root, 2025)
    assert found[1].change == "up 27 (18%) from 153 in 2024/25"
    assert found[1].notes == ()
    document = document_of(root, 2025)
    notices = document.tables["restrictive_orders"].rows[2]
    assert [plain_text(cell.content) for cell in notices.cells] == ["55", "55", "0"]


@pytest.mark.parametrize("year", [2021, 2023])
def test_an_edition_that_asks_for_none_has_none(year: int) -> None:
    """Older editions have no findings, no last year in their tables, and no plain words below labels."""
    tree = document_of(REPOSITORY, year).tree
    assert list(find(tree.sections, KeyFindings)) == []
    assert {section.role for section in tree.sections} == {"wording", "page", "closing"}
    cells = [cell for table in find(tree.sections, Table) for row in table.rows for cell in (row.header, *row.cells)]
    assert {(cell.role, cell.gloss) for cell in cells} == {("", "")}


def test_findings_stand_before_the_contents() -> None:
    """On the page they come right after the cover, as a list, and the contents lead to them."""
    page = html.document_fromstring(page_of(document_of(REPOSITORY, 2024), "screen"))
    order = [
        element.get("id") or element.get("class")
        for element in page.xpath("//header | //nav | //body/section | //main")
    ]
    assert order == ["cover", "key-findings", "contents", "main"]
    assert len(page.xpath("//section[@id='key-findings']/ul[@class='findings']/li")) == 5
    assert page.xpath("//nav//a[@href='#key-findings']")


def test_a_remark_stands_with_its_finding_and_below_its_table(tmp_path: Path) -> None:
    """What the area says of a figure is printed in both places; what it says of a table below it."""
    root = remarked(
        tmp_path, "restrictive_orders.shpo: More courts sat.", "returned_for_breach_of_licence: Recall changed."
    )
    document = document_of(root, 2024)
    shpo = next(one for one in findings_of(root) if one.figure.name == "restrictive_orders.shpo.number")
    assert shpo.notes == ("More courts sat.",)
    assert "More courts sat." in document.tables["restrictive_orders"].key
    assert "Recall changed." in document.tables["returned_for_breach_of_licence"].key
    assert "up 72 (15%) from 487 in 2023/24. More courts sat." in govspeak(document.tree, {})


def test_a_remark_on_nothing_is_told(tmp_path: Path) -> None:
    """A remark names a figure or a table that there is."""
    workspace = find_workspace(remarked(tmp_path, "restrictive_orders.shpos: Words.")).value
    assert workspace is not None
    source = read_source(workspace, ReportKey("annual-report", 2024, "london")).value
    assert source is not None
    (said,) = check_report(source).diagnostics
    assert (said.slug, said.message) == ("unknown-figure", "there is no figure called “restrictive_orders.shpos”")
    assert said.place.line == 4


@pytest.mark.parametrize("name", ["restrictive_orders.shpo_foreign_travel", "restrictive_orders"])
def test_a_large_change_with_its_reason_gives_no_warning(tmp_path: Path, name: str) -> None:
    """The warning asks for a remark, and is gone when one stands on the figure or on its table."""

    def said(root: Path) -> list[str]:
        workspace = find_workspace(root).value
        assert workspace is not None
        source = read_source(workspace, ReportKey("annual-report", 2024, "london")).value
        assert source is not None
        return [f"{one.slug}: {one.hint}" for one in check_report(source).diagnostics]

    root = copy_workspace(tmp_path)
    change(root / DATA, "shpo_foreign_travel: 0", "shpo_foreign_travel: 60")
    (warned,) = said(root)
    assert warned.startswith("large-change: ")
    assert "under “remarks:” a line “restrictive_orders.shpo_foreign_travel: …”" in warned
    change(root / DATA, "status: final\n", f"status: final\nremarks:\n  {name}: A new team applies for these.\n")
    assert said(root) == []


def test_the_rate_is_told_as_one_in_so_many(tmp_path: Path) -> None:
    """About 1 in 1,090, to 3 figures; beside the rate of England and Wales where the year's file gives it."""
    root = copy_workspace(tmp_path)
    change(
        root / "data/annual-report/2024/year.yaml",
        "published: 2025-10-30\n",
        "published: 2025-10-30\nnext_release: October 2026\nnational_rate: {rate: 131, source: National tables}\n",
    )
    words = " ".join(plain_text(one.content) for one in find(document_of(root, 2024).tree.sections, Paragraph))
    assert "This is about 1 in 1,090 people aged 10 and over." in words
    assert "In England and Wales as a whole the rate was 131 (National tables)." in words
    assert "The next report is due in October 2026." in words
    assert [rounded(100_000, rate) for rate in (92, 91, 1, 7, 130)] == [1090, 1100, 100_000, 14_300, 769]


def test_an_edition_whose_findings_are_not_there_is_told(tmp_path: Path) -> None:
    """A finding of a figure that the edition lacks is told where its name stands."""
    root = copy_workspace(tmp_path)
    change(root / EDITION, "    - figure: restrictive_orders.shpo\n", "    - figure: restrictive_orders.sphos\n")
    workspace = find_workspace(root).value
    assert workspace is not None
    said = [
        one for one in read_source(workspace, ReportKey("annual-report", 2024, "london")).diagnostics if one.is_error
    ]
    assert [(one.slug, one.message) for one in said] == [
        ("edition-inconsistent", "there is no figure restrictive_orders.sphos")
    ]


def test_the_section_of_findings_has_its_role() -> None:
    """It is the first section, and the only one of its role."""
    sections: tuple[Section, ...] = document_of(REPOSITORY, 2024).tree.sections
    assert [(one.anchor, one.role) for one in sections if one.role == "findings"] == [("key-findings", "findings")]
    assert sections[0].role == "findings"
