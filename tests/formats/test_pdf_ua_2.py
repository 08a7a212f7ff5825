"""What PDF/UA-2 asks of tags and links, which our PDF keeps although it is a PDF 1.7 and says that it is PDF/UA-1.

Source: ISO 14289-2:2024, ISO 32000-2:2020 and ISO/TS 32005:2023, table 5.
"""

import re

import pikepdf
import pytest
from london import YEARS
from printed import Made
from tagged_pdf import every_tag

pytestmark = pytest.mark.pdf

PDF_2 = "http://iso.org/pdf2/ssn"
SEEN_THROUGH = {"Div", "Part"}
_FLOW = "Sect Art BlockQuote H P L Lbl Table Link Figure FENote"
_WORDS = "Lbl Link Reference Span Figure FENote content"
# Which tags may stand in which; "content" is words and pictures, H any heading with a number.
MAY_HOLD = {
    "Document": "Sect Art BlockQuote TOC H P L Table Link Figure FENote",
    "Sect": f"{_FLOW} TOC Caption",
    "Art": "Sect BlockQuote TOC H P L Lbl Table Caption Link Figure FENote",
    "BlockQuote": f"{_FLOW} TOC Caption Reference content",
    "TOC": "TOC TOCI Caption",
    "TOCI": "TOC P Lbl Reference",
    "H": _WORDS,
    "P": f"L Table {_WORDS}",
    "L": "L LI Caption",
    "LI": "Lbl LBody",
    "Lbl": "Link Reference Span Figure FENote content",
    "LBody": "Sect Art BlockQuote H P L Table Caption Link Reference Span Figure FENote content",
    "Table": "THead TBody TFoot TR Caption",
    "THead": "TR",
    "TBody": "TR",
    "TFoot": "TR",
    "TR": "TH TD",
    "TH": f"Sect Art H P L Table {_WORDS}",
    "TD": f"Sect Art H P L Table {_WORDS}",
    "Caption": f"Sect Art BlockQuote H P L Table {_WORDS}",
    "Link": "Sect Art BlockQuote H P L Lbl Table Caption Reference Span Figure FENote content",
    "Reference": "Sect Art BlockQuote H P L Lbl Table Caption Reference Span Figure FENote content",
    "Span": _WORDS,
    "Figure": f"Sect Art BlockQuote H P L Table Caption {_WORDS}",
    "FENote": f"Sect Art BlockQuote P L Table Caption {_WORDS}",
}


@pytest.fixture(params=[*YEARS, "long"], scope="session")
def printed(request: pytest.FixtureRequest, london: dict[int, Made], long: Made) -> Made:
    """Each of London's reports, and one with end notes and lists in lists."""
    return london.get(request.param, long)


def test_document_is_of_pdf_2(printed: Made) -> None:
    """The one tag at the root is a Document of PDF 2.0; all others are of PDF 1.7, or known to its readers by another name."""
    with pikepdf.open(printed.path) as pdf:
        tree = pdf.Root.StructTreeRoot
        (namespace,) = tree.Namespaces
        assert str(namespace.NS) == PDF_2
        of_pdf_2 = {str(tag.S) for tag, _ in every_tag(pdf) if "/NS" in tag and tag.NS.objgen == namespace.objgen}
        roles = {str(tag.S) for tag, _ in every_tag(pdf)}
        assert of_pdf_2 == roles & {"/Document", "/FENote"}
        assert {str(old): str(new) for old, new in tree.RoleMap.items()} == {"/FENote": "/Note"}
        assert roles <= {f"/{role}" for role in (MAY_HOLD.keys() | SEEN_THROUGH) - {"H"}} | {"/H1", "/H2", "/H3", "/H4"}
        assert len([tag for tag, _ in every_tag(pdf) if tag.S == "/Document"]) == 1


def test_tags_stand_where_they_may(printed: Made) -> None:
    """No tag stands in one that may not hold it, where parts and divisions are seen through."""
    wrong, looked = [], 0
    with pikepdf.open(printed.path) as pdf:
        for tag, _ in every_tag(pdf):
            if _role(tag) in SEEN_THROUGH:
                continue
            held = list(_held(tag))
            looked += len(held)
            wrong.extend((_role(tag), role) for role in held if role not in MAY_HOLD[_role(tag)].split())
    assert looked > 500
    assert wrong == []


def test_captions_come_first_or_last(printed: Made) -> None:
    """A caption is the first or the last of what it stands in, and the only one."""
    found = 0
    with pikepdf.open(printed.path) as pdf:
        for tag, _ in every_tag(pdf):
            held = list(_held(tag))
            if _role(tag) not in SEEN_THROUGH and "Caption" in held:
                found += 1
                assert held.count("Caption") == 1
                assert "Caption" in (held[0], held[-1])
    assert found == len(list(printed.structure.find("Caption"))) > 0


def test_links_and_bookmarks_lead_to_tags(printed: Made) -> None:
    """Whatever leads to a place in the report leads to a tag on that page too, and a bookmark to the heading it is called by."""
    looked = 0
    with pikepdf.open(printed.path) as pdf:
        places = pdf.Root.Names.Dests.Names
        named = {str(name): place for name, place in zip(places[0::2], places[1::2], strict=True)}
        tags = {tag.objgen: tag for tag, _ in every_tag(pdf)}
        areas = [area for page in pdf.pages for area in page.get("/Annots", [])]
        entries = list(_entries(pdf.Root.Outlines))
        assert [source for source in (*areas, *entries) if "/Dest" in source] == []
        for source in (*areas, *entries):
            if source.A.S != "/GoTo":
                continue
            looked += 1
            place = named[str(source.A.D)] if isinstance(source.A.D, pikepdf.String) else source.A.D
            assert list(source.A.SD)[1:] == list(place)[1:]
            assert place[0].objgen in {page.objgen for page in _pages(tags[source.A.SD[0].objgen])}
        roles = [str(entry.A.SD[0].S) for entry in entries]
    assert set(roles) <= {"/H2", "/H3", "/H4"}
    assert looked > len(entries) > 5
    assert len(areas) > 5


def test_contents_name_their_chapters(printed: Made) -> None:
    """Each entry of the contents names the part of the report that it stands for."""
    with pikepdf.open(printed.path) as pdf:
        named = [str(tag.Ref[0].S) for tag, _ in every_tag(pdf) if tag.S == "/TOCI"]
    assert len(named) == len(printed.page.xpath("//nav//li")) > 0
    assert set(named) <= {"/Sect", "/H3", "/H4"}


def test_end_notes_and_their_references_name_each_other(long: Made) -> None:
    """An end note names all words that lead to it, and they name the note, which says that it is an end note."""
    with pikepdf.open(long.path) as pdf:
        notes = {tag.objgen: tag for tag, _ in every_tag(pdf) if tag.S == "/FENote"}
        references = [tag for tag, parents in every_tag(pdf) if tag.S == "/Reference" and parents[-1] == "/Link"]
        assert {str(note.A.NoteType) for note in notes.values()} == {"/Endnote"}
        there = {(tag.objgen, note.objgen) for tag in references for note in tag.Ref}
        back = {(tag.objgen, note.objgen) for note in notes.values() for tag in note.Ref}
    assert there == back
    assert len(notes) == 2
    assert len(there) == len(long.page.xpath("//a[@role='doc-noteref']"))


def _role(tag: pikepdf.Object) -> str:
    name = str(tag.S).removeprefix("/")
    return "H" if re.fullmatch("H[1-6]", name) else name


def _held(tag: pikepdf.Object) -> list[str]:
    """What stands in a tag, in order; where a part or division stands in it, what stands in that."""
    held = []
    for kid in tag.K:
        if isinstance(kid, int) or kid.get("/Type") == "/MCR":
            held.append("content")
        elif kid.get("/Type") == "/StructElem":
            held.extend(_held(kid) if _role(kid) in SEEN_THROUGH else [_role(kid)])
    return held


def _pages(tag: pikepdf.Object) -> list[pikepdf.Object]:
    """The pages that a tag and all in it stand on."""
    own = [tag.Pg] if "/Pg" in tag else []
    kids = [kid for kid in tag.K if isinstance(kid, pikepdf.Dictionary)]
    inner = [page for kid in kids if kid.get("/Type") == "/StructElem" for page in _pages(kid)]
    return [*own, *inner, *(kid.Pg for kid in kids if kid.get("/Type") in ("/MCR", "/OBJR"))]


def _entries(parent: pikepdf.Object) -> list[pikepdf.Object]:
    """The bookmarks in order."""
    found, entry = [], parent.get("/First")
    while entry is not None:
        found.extend([entry, *_entries(entry)])
        entry = entry.get("/Next")
    return found
