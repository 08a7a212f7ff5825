"""Documents that the program has never seen: other wording, other tables, another theme, another kind, from folders alone."""

import shutil
from pathlib import Path

import pytest
from computers import of_reports
from london import REPOSITORY, made_in, run
from lxml import html
from tagged_pdf import read_outline, read_structure, read_tables, squeezed

WORKSPACES = Path(__file__).parent / "workspaces"
THEME = REPOSITORY / "templates" / "themes" / "house-1"
ACCENT, OWN_ACCENT = "#0b4f60", "#5b2a86"


@pytest.fixture(scope="module")
def wording(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was made in the workspace with its own edition and theme."""
    root = tmp_path_factory.mktemp("other") / "far from here"
    shutil.copytree(WORKSPACES / "other-wording", root)
    theme = root / "templates" / "themes" / "reeds-2"
    shutil.copytree(THEME, theme)
    for style in theme.glob("*.css"):
        text = style.read_text(encoding="utf-8")
        style.write_text(text.replace(ACCENT, OWN_ACCENT), encoding="utf-8")
    result = run(root, "build", "Upper Fens", "2031/32")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "warning[" not in of_reports(result.stdout)
    return made_in(root, 2031, "upper-fen")


@pytest.fixture(scope="module")
def kind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What was made in the workspace with its own kind of document."""
    root = tmp_path_factory.mktemp("kind")
    shutil.copytree(WORKSPACES / "other-kind", root, dirs_exist_ok=True)
    shutil.copytree(THEME, root / "templates" / "themes" / "house-1")
    result = run(root, "build", "harbour-town", "2019")
    assert result.returncode == 0, result.stdout + result.stderr
    assert "warning[" not in of_reports(result.stdout)
    assert "1 January 2019 to 31 December 2019" in result.stdout
    return made_in(root, 2019, "harbour-town", "petition-answer")


def words_of(element: html.HtmlElement) -> str:
    """All words in an element."""
    return " ".join(element.text_content().split())


def test_the_program_has_none_of_these_words() -> None:
    """No module names the kinds, tables, areas or words of these workspaces."""
    modules = list((REPOSITORY / "src").rglob("*.py"))
    assert len(modules) >= 30
    text = "".join(path.read_text(encoding="utf-8").casefold() for path in modules)
    assert [
        word for word in ("petition", "otter", "harbour", "ferry", "reeds", "warden", "upper-fen") if word in text
    ] == []


def test_another_wording_makes_its_own_page(wording: Path) -> None:
    """Cover, chapters, captions and sentences are those of the workspace's edition, with its own plural possessive."""
    page = html.fromstring((wording / "index.html").read_bytes())
    cover = words_of(page.xpath("//header")[0])
    assert (
        cover == "Wardens' report 2031/32 Upper Fens’ rivers & banks 1 April 2031 to 31 March 2032 Fenland Rivers Trust"
    )
    assert [words_of(heading) for heading in page.xpath("//main//h2")] == [
        "Foreword",
        "What we counted",
        "Other formats",
    ]
    assert "We mended 7 bridges and counted 1,234 otters in spring." in words_of(page.xpath("//main")[0])
    assert "mailto:warden@example.org" in page.xpath("//a/@href")
    for word in ("MAPPA", "London", "offender", "individual", "Category", "custody"):
        assert word not in words_of(page.xpath("//body")[0])


def test_another_wording_makes_its_own_tables(wording: Path) -> None:
    """Rows, columns, totals of other names, shorthand with its key, notes and changes on last year follow the edition."""
    page = html.fromstring((wording / "index.html").read_bytes())
    assert page.xpath("//table/@id") == ["table-otters", "table-bridges"]
    rows = [[words_of(cell) for cell in row] for row in page.xpath("//table[@id='table-otters']//tr")]
    assert rows == [
        ["Season", "North bank", "South bank", "West bank", "All banks [a]"],
        ["Spring", "1,200", "34", "0", "1,234"],
        ["Autumn", "1", "2", "[c]", "[c]"],
        ["Both seasons", "1,201", "36", "[c]", "[c]"],
    ]
    assert "[c] means confidential." in words_of(page.xpath("//main")[0])
    headlines = [words_of(item) for item in page.xpath("//ul[@class='headlines']/li")]
    assert headlines == [
        "1,234 otters counted in spring up 100 (8.8%) on 2030/31",
        "7 bridges mended down 2 on 2030/31",
    ]
    assert words_of(page.xpath("//*[@class='notes']//h3")[0]) == "(a) Counting"


def test_another_theme_is_used(wording: Path) -> None:
    """The page is dressed by the workspace's own theme."""
    style = html.fromstring((wording / "index.html").read_bytes()).findtext(".//style")
    assert ACCENT in THEME.joinpath("screen.css").read_text(encoding="utf-8") + THEME.joinpath("common.css").read_text(
        encoding="utf-8"
    )
    assert OWN_ACCENT in style
    assert ACCENT not in style


@pytest.mark.pdf
def test_another_wording_makes_its_own_pdf(wording: Path) -> None:
    """The PDF has the same chapters as its outline, and the same figures in its tables."""
    path = wording / "report.pdf"
    assert [entry.title for entry in read_outline(path) if entry.level == 1] == [
        *("Contents", "Foreword", "What we counted", "Other formats")
    ]
    otters, bridges = read_tables(read_structure(path))
    assert otters.cells["Spring", squeezed("All banks")] == "1,234"
    assert otters.cells[squeezed("Both seasons"), squeezed("West bank")] == "[c]"
    assert bridges.cells == {(squeezed("Bridges mended"), "Number"): "7"}


def test_another_kind_makes_its_own_page(kind: Path) -> None:
    """A kind made of folders alone has its own cover with the details it asks for, and its chapters in its own order."""
    page = html.fromstring((kind / "index.html").read_bytes())
    cover = words_of(page.xpath("//header")[0])
    assert cover == (
        "Answer to a petition 2019 Harbour Town’s evening ferry To Friends of the Ferry, 4 Quay Street, Harbour Town "
        "Harbour Town Council"
    )
    assert [words_of(heading) for heading in page.xpath("//main//h2")] == [
        *("What you asked for", "Timetable", "Money", "What we decided", "Other formats")
    ]
    told = words_of(page.xpath("//main")[0])
    assert "Each signatory among the 1,204 signatures will hear from us by 31 December 2019." in told
    assert "every signature & every letter" in told
    assert page.xpath("//table[@id]") == []


@pytest.mark.pdf
def test_another_kind_makes_its_own_pdf(kind: Path) -> None:
    """Its PDF has the same cover and outline, and is tagged as every other."""
    path = kind / "report.pdf"
    structure = read_structure(path)
    assert squeezed("To Friends of the Ferry, 4 Quay Street, Harbour Town") in squeezed(structure.text)
    assert [(entry.level, entry.title) for entry in read_outline(path)] == [
        *((1, "Contents"), (1, "What you asked for"), (2, "What the ferry does"), (1, "Timetable"), (1, "Money")),
        *((1, "What we decided"), (2, "Until then"), (1, "Other formats")),
    ]
    (table,) = read_tables(structure)
    assert table.cells["Winter", squeezed("Cost in pounds")] == "31,500"


def test_the_details_of_a_kind_are_asked_for(tmp_path: Path) -> None:
    """A detail that is missing, and one that the kind does not know, are told in the area's file."""
    shutil.copytree(WORKSPACES / "other-kind", tmp_path, dirs_exist_ok=True)
    shutil.copytree(THEME, tmp_path / "templates" / "themes" / "house-1")
    path = tmp_path / "data/petition-answer/2019/harbour-town.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("addressee:", "adressee:"), encoding="utf-8")
    told = run(tmp_path, "check", "harbour-town", "2019")
    assert told.returncode == 1
    assert "error[missing-key]" in told.stdout
    assert "error[unknown-key]" in told.stdout
    assert "did you mean “addressee”?" in told.stdout
