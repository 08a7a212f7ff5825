"""The PDF as a screen reader meets it: its tags are those of the page, whatever the page breaks do."""

import re
import shutil
import subprocess
from collections import Counter
from itertools import pairwise

import pikepdf
import pytest
from london import YEARS
from lxml import etree, html
from printed import Made
from tagged_pdf import every_tag

from reportgen.tree.nodes import Heading
from reportgen.tree.walk import plain_text

pytestmark = pytest.mark.pdf

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
PDF_A = "{http://www.aiim.org/pdfa/ns/id/}"
PDF_UA = "{http://www.aiim.org/pdfua/ns/id/}"
SCHEMA = "{http://www.aiim.org/pdfa/ns/schema#}"
# Roles of the PDF, and what they are in the page.
SAME = {
    "H1": "//h1",
    "H2": "//h2",
    "H3": "//h3",
    "H4": "//h4",
    "P": "//body//p | //nav//li",
    "L": "//ul[not(ancestor::nav)] | //ol[not(ancestor::nav)]",
    "LI": "//li[not(ancestor::nav)]",
    "TOC": "//nav//ol",
    "TOCI": "//nav//li",
    "Table": "//table",
    "Caption": "//caption | //figcaption",
    "TR": "//tr",
    "TH": "//th",
    "TD": "//td",
    "Link": "//a[@href]",
    "Figure": "//img | //*[local-name()='svg']",
    "BlockQuote": "//blockquote",
    "FENote": "//section[@role='doc-endnotes']//li",
    "Reference": "//a[@role='doc-noteref']",
}


@pytest.fixture(params=[*YEARS, "long"], scope="session")
def made(request: pytest.FixtureRequest, london: dict[int, Made], long: Made) -> Made:
    """Each of London's reports, and one in which lists, paragraphs and a table run over the end of a page."""
    return london.get(request.param, long)


def test_every_element_has_one_tag(made: Made) -> None:
    """Each table, list, item, paragraph, heading, cell, link and picture of the page is one in the PDF, and no more."""
    found = Counter(element.role for element in made.structure.find(*SAME))
    expected = {role: len(made.page.xpath(path)) for role, path in SAME.items()}
    assert {role: found[role] for role in SAME} == expected
    assert min(expected[role] for role in ("H1", "H2", "H3", "P", "L", "Table", "TH", "Link")) > 0


@pytest.mark.parametrize("role", ["H2", "H3", "P", "TH", "TD", "Caption"])
def test_words_are_those_of_the_page(made: Made, role: str) -> None:
    """Each paragraph, heading and cell reads as in the page, to the space, also where its lines end."""
    structure = made.structure
    entries = {id(element) for contents in structure.find("TOC") for element in contents.find(role)}
    printed = [element.text for element in structure.find(role) if id(element) not in entries]
    typed = [" ".join(_text(element).split()) for element in made.page.xpath(SAME[role]) if element.tag != "li"]
    assert len(typed) > 3
    assert printed == typed


def test_long_elements_stay_whole(long: Made) -> None:
    """A list, a paragraph and a table that run over the end of a page are still one, and are read on the page they stand on."""
    structure = long.structure
    for role, part, count in (("L", "LI", 90), ("Table", "TR", 91)):
        (longest,) = [found for found in structure.find(role) if len(list(found.find(part))) == count]
        assert len(longest.all_pages()) > 1
        assert {len(row.all_pages()) for row in longest.find(part)} == {1}
    (paragraph,) = [found for found in structure.find("P") if len(found.all_pages()) > 1]
    assert paragraph.text.startswith("This is sentence 0 ")
    assert paragraph.text.endswith(" sentence 99 of a well-known paragraph.")


def test_head_of_a_long_table_is_read_once(long: Made) -> None:
    """The head that is printed again on each page is read once, and a link in it is met once."""
    table = next(found for found in long.structure.find("Table") if len(found.all_pages()) > 1)
    (head,) = table.find("THead")
    assert [cell.text for cell in head.find("TH")] == ["Number", "In words2", "Beside it"]
    assert len([row for row in table.find("TR") if row.find("TH")]) == 91
    pages = sorted(table.all_pages())
    assert len(pages) > 2
    with pikepdf.open(long.path) as pdf:
        unread = [_unread(pdf.pages[number - 1]) for number in pages]
        letters = [len(words) for words in unread]
        links = Counter(str(area.Contents) for page in pdf.pages for area in page.get("/Annots", []))
    assert min(letters[1:]) > letters[0]
    assert links["End note 2"] == len(long.page.xpath("//a[@aria-label='End note 2']")) < len(pages)


def test_every_heading_cell_has_its_scope(made: Made) -> None:
    """A heading in a table's head is that of a column, one that begins a row is that of the row."""
    found: list[tuple[str, bool]] = []
    with pikepdf.open(made.path) as pdf:
        for element, parents in every_tag(pdf):
            if element.S == "/TH":
                assert element.A.O == "/Table"
                found.append((str(element.A.Scope), "/THead" in parents))
    assert set(found) == {("/Column", True), ("/Row", False)}


def test_captions_stand_in_their_tables(made: Made) -> None:
    """A table's caption is the first thing in it; a row stands in the head or the body."""
    tables = [table for table in made.structure.find("Table") if any(table.find("Caption"))]
    assert len(tables) == len(made.page.xpath("//table/caption")) > 0
    assert {table.children[0].role for table in tables} == {"Caption"}
    assert {tuple(part.role for part in table.children[1:]) for table in tables} == {("THead", "TBody")}


def test_lists_are_whole(made: Made) -> None:
    """A list holds items alone, an item its label and its body, and a list within an item stands in the body."""
    lists = list(made.structure.find("L"))
    assert {item.role for found in lists for item in found.children} == {"LI"}
    shapes = {tuple(part.role for part in item.children) for found in lists for item in found.children}
    assert shapes == {("Lbl", "LBody"), ("LBody",)}
    with pikepdf.open(made.path) as pdf:
        numbering = {
            (str(element.A.ListNumbering), any(kid.S == "/Lbl" for item in element.K for kid in item.K))
            for element, _ in every_tag(pdf)
            if element.S == "/L"
        }
        assert {parents[-1] for element, parents in every_tag(pdf) if element.S == "/L"} <= {"/Sect", "/LBody"}
    assert ("/Disc", True) in numbering
    assert ("/None", False) in numbering
    assert numbering <= {("/Disc", True), ("/Decimal", True), ("/None", False)}


def test_list_in_a_list_is_read_in_its_place(long: Made) -> None:
    """What an item says is read before the list that stands in it."""
    outer = next(found for found in long.structure.find("L") if "The first step" in found.children[0].text)
    assert [item.text for item in outer.children] == [
        "1. The first step, with a part of its own:• the part of the first step",
        "2. The second step",
    ]


def test_links_say_where_they_go(made: Made) -> None:
    """Every link is described as the page describes it, with the page number that the contents print; none twice."""
    expected = Counter()
    for link in made.page.xpath("//a[@href]"):
        expected[link.get("aria-label") or " ".join(link.text_content().split())] += 1
    found, contents = Counter(), 0
    with pikepdf.open(made.path) as pdf:
        areas = {area.objgen for page in pdf.pages for area in page.get("/Annots", [])}
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        targets = _targets(pdf)
        for element, parents in every_tag(pdf):
            if element.S != "/Link":
                continue
            met = [kid.Obj for kid in element.K if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR"]
            assert met
            assert {str(area.Subtype) for area in met} == {"/Link"}
            areas -= {area.objgen for area in met}
            (told,) = {str(area.Contents) for area in met}
            in_contents = re.fullmatch(r"(.+), page (\d+)", told)
            if in_contents and "/TOCI" in parents:
                contents += 1
                assert numbers[targets[str(met[0].A.D)].objgen] == int(in_contents[2])
                told = in_contents[1]
            found[told] += 1
    assert areas == set()
    assert contents == len(made.page.xpath("//nav//a"))
    assert found == expected
    assert [told for told in found if told.startswith("#")] == []
    assert [told for told in found if re.fullmatch("Note [a-z]", told)]


def test_everything_drawn_is_read_or_set_aside(made: Made) -> None:
    """Each thing drawn belongs to one tag, which the page leads back to, or is set aside; running heads are, on each page."""
    owned: dict[tuple[int, int], tuple[int, int]] = {}
    with pikepdf.open(made.path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages)}
        for element, _ in every_tag(pdf):
            for kid in element.K:
                if isinstance(kid, int):
                    mark = (numbers[element.Pg.objgen], int(kid))
                elif kid.get("/Type") == "/MCR":
                    mark = (numbers[kid.Pg.objgen], int(kid.MCID))
                else:
                    continue
                assert mark not in owned
                owned[mark] = element.objgen
        tree = pdf.Root.StructTreeRoot.ParentTree.Nums
        way_back = dict(zip((int(key) for key in tree[0::2]), tree[1::2], strict=True))
        for number, page in enumerate(pdf.pages):
            drawn, set_aside = _marks(page)
            assert drawn == list(range(len(drawn)))
            assert [owner.objgen for owner in way_back[page.StructParents]] == [owned.pop((number, m)) for m in drawn]
            assert page.Tabs == "/S"
            assert number == 0 or set_aside >= 2
        assert owned == {}
        for page in pdf.pages:
            for area in page.get("/Annots", []):
                kids = [kid for kid in way_back[area.StructParent].K if isinstance(kid, pikepdf.Dictionary)]
                assert area.objgen in [kid.Obj.objgen for kid in kids if kid.get("/Type") == "/OBJR"]


def test_headings_leave_no_level_out(made: Made) -> None:
    """The title is the one heading of level 1 and comes first; no heading is more than one level below the one before."""
    headings = list(made.structure.find("H1", "H2", "H3", "H4"))
    levels = [int(heading.role[1]) for heading in headings]
    (title,) = [block for block in made.document.tree.cover if isinstance(block, Heading)]
    assert headings[0].text == plain_text(title.content)
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert [after for before, after in pairwise(levels) if after > before + 1] == []


@pytest.mark.parametrize("name", [2023, 2024, "long"])
def test_pictures_are_told_and_placed(name: int | str, london: dict[int, Made], long: Made) -> None:
    """A picture has its words, without the caption that stands beside it, and its place on the page."""
    made = london.get(name, long)
    told = []
    with pikepdf.open(made.path) as pdf:
        for element, _ in every_tag(pdf):
            if element.S == "/Figure":
                left, low, right, high = (float(side) for side in element.A.BBox)
                assert 0 <= left < right <= 596
                assert 0 <= low < high <= 842
                told.append(str(element.Alt))
    expected = [
        " ".join((picture.get("alt") or picture.get("aria-label") or _title(picture)).split())
        for picture in made.page.xpath("//img | //*[local-name()='svg']")
    ]
    captions = [element.text_content().strip() for element in made.page.xpath("//figcaption")]
    assert told == expected != []
    assert [caption for caption in captions if any(caption in words for words in told)] == []


def test_other_languages_are_told(long: Made) -> None:
    """Words in another language carry it in the structure; the file as a whole carries the report's."""
    with pikepdf.open(long.path) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        told = [(str(element.S), str(element.Lang)) for element, _ in every_tag(pdf) if "/Lang" in element]
    assert told == [("/Span", "cy")] * 2
    assert [span.text for span in long.structure.find("Span")] == ["heddlu", "cynnwys"]


def test_notes_are_told_as_notes(long: Made) -> None:
    """An end note has an identifier that the file can find, and what refers to it is a reference."""
    with pikepdf.open(long.path) as pdf:
        notes = {str(element.ID): element.objgen for element, _ in every_tag(pdf) if element.S == "/FENote"}
        names = pdf.Root.StructTreeRoot.IDTree.Names
        listed = {str(name): target.objgen for name, target in zip(names[0::2], names[1::2], strict=True)}
    assert len(notes) == 2
    assert listed == notes


def test_file_says_that_it_is_both(made: Made) -> None:
    """The metadata are one description that says PDF/A-2a and PDF/UA-1, and explains the second to the first."""
    with pikepdf.open(made.path) as pdf:
        assert "/Filter" not in pdf.Root.Metadata
        metadata = etree.fromstring(pdf.Root.Metadata.read_bytes())
        assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"
        assert len(pdf.Root.OutputIntents[0].DestOutputProfile.read_bytes()) > 1000
        assert bool(pdf.Root.MarkInfo.Marked)
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        pictures = [obj for obj in pdf.objects if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image"]
        assert [picture for picture in pictures if picture.get("/Interpolate")] == []
    assert len(list(metadata.iter(f"{RDF}RDF"))) == 1
    said = {key: value for part in metadata.iter(f"{RDF}Description") for key, value in part.attrib.items()}
    assert (said[f"{PDF_A}part"], said[f"{PDF_A}conformance"], said[f"{PDF_UA}part"]) == ("2", "A", "1")
    assert [name.text for name in metadata.iter(f"{SCHEMA}prefix")] == ["pdfuaid"]


@pytest.mark.parametrize("profile", ["ua1", "pdfa2a"])
def test_independent_validator_agrees(made: Made, profile: str) -> None:
    """The validator “page” finds the file to conform to PDF/UA-1 and to PDF/A-2a."""
    page = pytest.importorskip("page", reason="the package page-validation is not installed")
    found = page.validate_pdf(str(made.path), profile=profile)
    assert found.rules.total > 100
    assert [(failure.rule_id, failure.message) for failure in found.failures] == []
    assert found.is_compliant


def test_second_checker_finds_nothing_new(made: Made) -> None:
    """The checker “outloud”, which also asks whether tags make sense, finds nothing but what is known and right."""
    outloud = pytest.importorskip("outloud", reason="the package outloud is not installed")
    known = {
        "TBL-010",  # a table with one column of figures has as many headings as figures, and should
        "HDG-010",  # “Thank you” is a heading
        "FIG-012",  # the words of a chart tell its figures
        "NOTE-002",  # a reference stands in its link, as PDF 2.0 asks, and not around it
        "ORD-001",  # bullets and the contents' page numbers are painted last, and read where they stand
    }
    result = outloud.check(str(made.path))
    assert result.error is None
    assert result.stats["elements"] > 100
    assert [(found.rule, found.message) for found in result.sorted_findings() if found.rule not in known] == []


def test_file_is_sound(made: Made) -> None:
    """qpdf finds no damage in the file."""
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.skip("qpdf is not installed")
    result = subprocess.run([qpdf, "--check", str(made.path)], capture_output=True, encoding="utf-8", check=False)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "No syntax or stream encoding errors found" in result.stdout


def _marks(page: pikepdf.Page) -> tuple[list[int], int]:
    """The numbers of what is read, in the order of drawing; and how much is set aside as running along."""
    numbers, set_aside, depth = [], 0, 0
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in ("BDC", "BMC"):
            depth += 1
            assert depth == 1
            if str(operator) == "BDC" and operands[0] == "/Artifact":
                assert operands[1].Type == "/Pagination"
                set_aside += 1
            elif str(operator) == "BDC":
                numbers.append(int(operands[1].MCID))
        elif str(operator) == "EMC":
            depth -= 1
        else:
            assert depth or str(operator) not in ("Tj", "TJ", "Do", "S", "f", "f*")
    return sorted(numbers), set_aside


def _unread(page: pikepdf.Page) -> bytes:
    """The codes of all words that are set aside on a page."""
    codes, is_aside = b"", False
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) == "BDC":
            is_aside = operands[0] == "/Artifact"
        elif str(operator) == "TJ" and is_aside:
            codes += b"".join(bytes(part) for part in operands[0] if isinstance(part, pikepdf.String))
    return codes


def _targets(pdf: pikepdf.Pdf) -> dict[str, pikepdf.Object]:
    """The page that each name leads to."""
    names = pdf.Root.Names.Dests.Names
    return {str(name): target[0] for name, target in zip(names[0::2], names[1::2], strict=True)}


def _text(element: html.HtmlElement) -> str:
    """The words of an element of the page; a block within it stands apart from what is before."""
    blocks = {"span": "rest", "div": "gloss"}
    parts = [element.text or ""]
    for child in element:
        if blocks.get(child.tag, "-") == child.get("class"):
            parts.append(" ")
        parts.extend([_text(child), child.tail or ""])
    return "".join(parts).replace("\u2060", "")  # which only holds a line together


def _title(drawing: html.HtmlElement) -> str:
    """What a drawing tells of itself."""
    return str(drawing.xpath("string(./*[local-name()='title'])"))
