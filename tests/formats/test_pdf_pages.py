"""The pages of a PDF: filled as far as what stands on them allows, and no heading left behind at the foot of one."""

import shutil
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from documents import change, document_of
from london import REPOSITORY, YEARS, copy_workspace
from printed import Made, exported
from saying import london as london_of
from tagged_pdf import Element, read_outline

pytestmark = pytest.mark.pdf

_POINTS = 72 / 25.4  # in a millimetre
# What lies between running head and foot. Units: millimetres from the edges of the page, as print.css has them.
_HEAD, _FOOT = 24, 21
_LEAST = 0.7


@pytest.fixture(params=YEARS, scope="session")
def annual(request: pytest.FixtureRequest, london: dict[int, Made]) -> Made:
    """Each of London's annual reports."""
    return london[request.param]


@pytest.fixture(scope="module")
def response(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """The response to a consultation."""
    path = tmp_path_factory.mktemp("response") / "report.pdf"
    return exported(london_of("consultation-response", 2013), path)


def test_annual_reports_leave_no_page_half_empty(annual: Made) -> None:
    """A page on which a part of the report goes on is filled to 70 per cent and more."""
    assert _half_empty(annual.path) == {}


def test_responses_leave_no_page_half_empty(response: Made) -> None:
    """That holds of a document with no tables, too."""
    assert _half_empty(response.path) == {}


def test_no_heading_is_left_behind(annual: Made, response: Made) -> None:
    """What a heading stands above begins on the same page."""
    for made in (annual, response):
        leaves = list(_leaves(made.structure))
        headings = [(role, page, after) for (role, page), (_, after) in pairwise(leaves) if role in ("H2", "H3", "H4")]
        assert len(headings) > 15
        assert [(role, page) for role, page, after in headings if after != page] == []


@pytest.mark.slow
def test_a_revised_figure_stands_clear_of_its_chart(tmp_path: Path) -> None:
    """A finding of five digits with the mark of a revised figure and its small chart do not meet in a column of 80 mm."""
    root = copy_workspace(tmp_path / "workspace")
    for path, typed, instead in (
        ("templates/annual-report/2024.1/edition.yaml", "  most: 5\n", "  most: 4\n"),
        ("data/annual-report/2024/london.yaml", "total: 11220}", "total: [11220, r]}"),
    ):
        text = (root / path).read_text(encoding="utf-8")
        assert text.count(typed) == 1
        (root / path).write_text(text.replace(typed, instead), encoding="utf-8")
    with (root / "data/annual-report/2024/london.yaml").open("a", encoding="utf-8") as figures:
        figures.write("\nrevisions:\n  eligible_on_31_march.total.total: Counted anew.\n")
    made = exported(document_of(root, 2024), tmp_path / "report.pdf")
    with pypdfium2.PdfDocument(made.path) as pdf:
        items = [(item.type, item.get_bounds()) for item in pdf[1].get_objects()]
    words = [box for kind, box in items if kind == pypdfium2.raw.FPDF_PAGEOBJ_TEXT]
    bars = [box for kind, box in items if kind == pypdfium2.raw.FPDF_PAGEOBJ_PATH and box[2] - box[0] < 20]
    marks = [box for box in words if 10 < box[3] - box[1] < 22]
    assert len(bars) >= 9
    assert marks
    assert [(box, bar) for box in words for bar in bars if _meet(box, bar)] == []


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _half_empty(path: Path) -> dict[int, float]:
    """The pages that fall short, with how full they are; neither the cover nor the last of a part counts."""
    fullness = _fullness(path)
    assert len(fullness) > 8
    beginnings = {entry.page for entry in read_outline(path) if entry.level == 1 and entry.top > _top(_HEAD + 5)}
    assert len(beginnings) > 2
    last = {page - 1 for page in beginnings} | {1, len(fullness)}
    return {page: share for page, share in fullness.items() if share < _LEAST and page not in last}


def _fullness(path: Path) -> dict[int, float]:
    """How far down each page anything stands, of the room between its head and its foot."""
    found = {}
    with pypdfium2.PdfDocument(path) as pdf:
        for number, page in enumerate(pdf, 1):
            boxes = [item.get_bounds() for item in page.get_objects()]
            lower = [low for _, low, _, high in boxes if low > _FOOT * _POINTS - 2 and high < _top(_HEAD) + 2]
            found[number] = (_top(_HEAD) - min(lower)) / (_top(_HEAD) - _FOOT * _POINTS) if lower else 0.0
    return found


def _top(millimetres: float) -> float:
    """A line so far below the upper edge of an A4 page. Units: points from the lower edge."""
    return (297 - millimetres) * _POINTS


def _leaves(element: Element) -> list[tuple[str, int]]:
    """The headings, paragraphs, cells and the like in reading order, each with the page that it begins on."""
    if element.role in ("H2", "H3", "H4", "P", "LI", "Caption", "TR", "Figure"):
        return [(element.role, min(element.all_pages()))] if element.all_pages() else []
    return [leaf for child in element.children for leaf in _leaves(child)]


def test_a_table_of_many_rows_begins_where_it_stands(tmp_path: Path) -> None:
    """It does not wait for the next page, breaks between two rows, and a row of a shorter one that breaks is read cell by cell."""
    shutil.copytree(REPOSITORY / "tests" / "workspaces" / "good", tmp_path, dirs_exist_ok=True)
    rows = "\n".join(f"| Borough {number} | {number * 7} | {'words ' * 30} |" for number in range(100, 160))
    tall = "\n".join(f"| Unit {number} | {'long ' * 760}| {'short ' * 150}|" for number in range(2))
    head = "| Place | Number | Remark |\n|---|---|---|"
    (tmp_path / "content/annual-report/2024/testshire/40-long.md").write_text(
        f"---\ntitle: Long\n---\nStart.\n\n{head}\n{rows}\n\nBetween.\n\n{head}\n{tall}\n", encoding="utf-8"
    )
    found = exported(document_of(tmp_path, 2024, "testshire"), tmp_path / "long.pdf").structure
    (start,) = (one for one in found.find("P") if one.text == "Start.")
    long, tall_one = list(found.find("Table"))[-2:]
    assert start.pages < long.all_pages()
    assert {len(row.all_pages()) for row in long.find("TR")} == {1}
    row = list(tall_one.find("TR"))[1]
    assert len(row.all_pages()) > 1
    assert row.text == f"Unit 0{'long ' * 760}".rstrip() + ("short " * 150).rstrip()


_ENTRY = "A heading of many words about agencies"
_STEPS = """The steps:

5. The fifth step
6. The sixth step, with steps of its own:

{inner}

## Who does what

Table: Who does what

| Agency and unit | What it does | How often |
|---|---|---|
{rows}
"""


@pytest.fixture(scope="module")
def uneven(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Testshire’s report with headings of every length, a list that begins at five, steps in a step, and rows of many lines."""
    root = tmp_path_factory.mktemp("uneven") / "good"
    shutil.copytree(REPOSITORY / "tests" / "workspaces" / "good", root)
    folder = root / "content/annual-report/2024/testshire"
    for page in range(4):
        lengths = range(len(_ENTRY) - 6 * page, len(_ENTRY) - 6 * page - 6, -1)
        headings = "\n\n".join(f"## {_ENTRY[:length]}\n\nWords." for length in lengths)
        (folder / f"40-headings-{page}.md").write_text(f"---\ntitle: Headings\n---\n{headings}\n", encoding="utf-8")
    inner = "\n".join(f"    - part {number} of the sixth step" for number in range(60))
    rows = "\n".join(f"| Unit {number} of a long name | {'words ' * 90}| {'often ' * 20}|" for number in range(12))
    steps = _STEPS.format(inner=inner, rows=rows)
    (folder / "50-steps.md").write_text(f"---\ntitle: Steps\n---\n{steps}\n", encoding="utf-8")
    return exported(document_of(root, 2024, "testshire"), root / "uneven.pdf")


def test_a_list_begins_with_the_number_that_was_typed(uneven: Made) -> None:
    """Readers of the PDF are told of step 5 as those of the web page are."""
    (steps,) = (one for one in uneven.structure.find("L") if "The fifth step" in one.text)
    assert [next(item.find("Lbl")).text for item in steps.children] == ["5.", "6."]


def test_page_numbers_of_the_contents_stand_in_the_line_of_their_title(uneven: Made) -> None:
    """However long a title is, its number stands in its last line, and not in the next entry."""
    with pypdfium2.PdfDocument(uneven.path) as pdf:
        (item, *_) = (one for one in uneven.structure.find("TOC"))
        boxes = [
            box
            for one in pdf[min(item.all_pages()) - 1].get_objects()
            if one.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT
            and _FOOT * _POINTS < (box := one.get_bounds())[1] < _top(_HEAD + 15)
        ]
    middle = 105 * _POINTS
    for column in ([box for box in boxes if box[0] < middle], [box for box in boxes if box[0] > middle]):
        edge = max(right for _, _, right, _ in column)
        numbers = [box for box in column if box[2] > edge - 2]
        words = [box for box in column if box[2] <= edge - 2]
        assert len(numbers) > 10
        assert [box for box in numbers if not any(abs(box[1] - one[1]) < 4 for one in words)] == []
        assert [box for box in numbers for one in words if _meet(box, one)] == []


def test_a_row_of_several_lines_stands_on_one_page(uneven: Made) -> None:
    """So the name of a row is never parted from what is said of it."""
    rows = [row for table in list(uneven.structure.find("Table"))[-1:] for row in table.find("TR")]
    assert len({page for row in rows for page in row.all_pages()}) > 1
    assert [row.text[:30] for row in rows if len(row.all_pages()) != 1 and not row.text.startswith("Agency")] == []


def test_steps_of_a_step_begin_where_they_stand(uneven: Made) -> None:
    """A step with many steps of its own does not wait for the next page."""
    (step,) = (one for one in uneven.structure.find("LI") if one.text.startswith("6."))
    (before,) = (one for one in uneven.structure.find("LI") if one.text.startswith("5."))
    assert min(step.all_pages()) == min(before.all_pages())
    assert len(step.all_pages()) > 1


@pytest.mark.parametrize(
    "name", ["Nordhamptonshire", "Bournemouth, Christchurch and Poole with the Isle of Portland and North Dorset"]
)
def test_a_cover_holds_every_name(name: str, tmp_path: Path) -> None:
    """All words of a draft’s cover stand on it, within its margins, and the coloured band covers none of them."""
    root = copy_workspace(tmp_path / "workspace")
    change(root / "data/areas.yaml", "    name: London\n", f"    name: {name}\n")
    change(root / "data/annual-report/2024/london.yaml", "status: final", "status: draft")
    made = exported(document_of(root, 2024), tmp_path / "report.pdf")
    (document,) = made.structure.children
    assert document.children[0].all_pages() == {1}
    with pypdfium2.PdfDocument(made.path) as pdf:
        items = [(item.type == pypdfium2.raw.FPDF_PAGEOBJ_TEXT, item.get_bounds()) for item in pdf[0].get_objects()]
        width = pdf[0].get_width()
    assert max(box[2] for is_text, box in items if is_text) <= width - 22 * _POINTS + 1
    first = min(number for number, (is_text, _) in enumerate(items) if is_text)
    assert [box for is_text, box in items[first:] if not is_text and box[2] - box[0] > 170 * _POINTS] == []
