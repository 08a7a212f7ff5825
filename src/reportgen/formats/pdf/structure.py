"""A PDF finished for screen readers and for archives: PDF/UA-1 and PDF/A-2a in one file, with what PDF/UA-2 asks of tags.

Comes in: the PDF as WeasyPrint draws it, and what it drew. Goes out: the finished bytes, the same each time.
The one home of pikepdf.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pikepdf

from reportgen.core.wording import shortened
from reportgen.formats.pdf.content import numbers_in, with_marks
from reportgen.formats.pdf.drawing import DrawnContent, LinkArea, Piece, StructureFaults
from reportgen.formats.pdf.fonts import FAMILY
from reportgen.formats.pdf.tags import Structure, Tag
from reportgen.formats.pdf.tree import build_structure

_SPACE_CODE = re.compile(r"^<([0-9a-fA-F]{4})> *<(?:0020|00[aA]0|200[0-9aA])>", re.MULTILINE)
_PRINTED = 4
# Types that only PDF 2.0 has, and one that it asks for by name. To readers of older files a note of its kind is a Note.
_NAMESPACE = "http://iso.org/pdf2/ssn"
_OF_PDF_2 = {"Document", "FENote"}
_LINE_ENDS = (b"\r", b"\n")
# What a PDF says of itself: that it is PDF/UA-1, beside what the library says of PDF/A, with the schema that PDF/A asks for.
_END = b"</rdf:RDF>"
_UA_SCHEMA = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name>
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>The part of ISO 14289 that the file conforms to</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas>
</rdf:Description></rdf:RDF>"""


def finish_pdf(data: bytes, drawing: DrawnContent) -> bytes:
    """The PDF with its structure, its links described and its metadata complete.

    Why: the library tags page by page, so that a table over two pages would be read as two, and describes links by their
    raw anchors; here the tags come from the page itself.
    Raises: StructureFaults.
    """
    structure = build_structure(drawing)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        _Finisher(pdf, drawing, structure).run()
        written = _saved(pdf)
    with pikepdf.open(io.BytesIO(written)) as pdf:
        return _saved(pdf) if _repacked(pdf) else written


def _saved(pdf: pikepdf.Pdf) -> bytes:
    written = io.BytesIO()
    pdf.save(
        written,
        deterministic_id=True,
        compress_streams=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        preserve_pdfa=True,
        fix_metadata_version=False,
    )
    return written.getvalue()


def _repacked(pdf: pikepdf.Pdf) -> bool:
    """Adds spaces to drawings whose packed bytes end as a line does, and says whether there were any.

    Why: with the line end before “endstream” that is read as one, so that the stream seems a byte shorter than it says. The
    last bytes are the sum of what is packed (Adler-32), so that only other bytes end otherwise.
    Source: ISO 19005-2, 6.1.7.1.
    """
    found = [
        one
        for one in pdf.objects
        if isinstance(one, pikepdf.Stream)
        and one.get("/Filter") == pikepdf.Name.FlateDecode
        and not {"/Type", "/Subtype", "/Length1"} & set(one.keys())
        and one.read_raw_bytes().endswith(_LINE_ENDS)
    ]
    for stream in found:
        longer = (stream.read_bytes() + b" " * count for count in range(1, 9))
        stream.write(next(data for data in longer if zlib.adler32(data) & 0xFF not in b"\r\n"))
    return bool(found)


class _Finisher:
    """Writes one structure into one PDF. Shape: `marks` hold by page the new number of each piece that is heard."""

    def __init__(self, pdf: pikepdf.Pdf, drawing: DrawnContent, structure: Structure) -> None:
        self.pdf = pdf
        self.pages = [page.obj for page in pdf.pages]
        self.drawing = drawing
        self.structure = structure
        self.faults: list[str] = []
        heard = sorted(
            (piece.page, piece.number)
            for piece in drawing.pieces
            if (piece.page, piece.number) not in structure.running
        )
        self.marks: list[dict[int, int]] = [{} for _ in self.pages]
        for page, number in heard:
            self.marks[page][number] = len(self.marks[page])
        self.owners: list[list[pikepdf.Object | None]] = [[None] * len(marks) for marks in self.marks]
        # By its name, each place in the file: a page and a point on it.
        self.places = dict(pikepdf.NameTree(pdf.Root.Names.Dests)) if "/Names" in pdf.Root else {}
        self.annotations: list[pikepdf.Object] = []
        self.notes: list[pikepdf.Object | str] = []
        self.elements: dict[Tag, pikepdf.Object] = {}
        self.namespace = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Namespace, NS=pikepdf.String(_NAMESPACE))
        )

    def run(self) -> None:
        self.check_fonts()
        self.mark_contents()
        self.drop_areas()
        self.write_tree()
        self.lead_to_tags()
        self.complete_catalogue()
        self.complete_metadata()
        self.forbid_smoothing()
        if self.faults:
            raise StructureFaults(self.faults)

    def mark_contents(self) -> None:
        """Numbers what is heard anew, makes the rest artifacts, and adds the spaces that end a line."""
        spaces = self.space_codes()
        for page, (obj, marks) in enumerate(zip(self.pages, self.marks, strict=True)):
            known = {piece.number: piece for piece in self.drawing.pieces if piece.page == page}
            spaced = frozenset(number for on, number in self.structure.spaced if on == page)
            content = obj.Contents.read_bytes()
            there = numbers_in(content)
            if there != known.keys():
                unseen = [piece for number, piece in known.items() if number not in there]
                words = shortened("".join(piece.text for piece in unseen).strip())
                what = f"“{words}”" if words else "a picture"
                self.faults.append(f"{what} on page {page + 1} is hidden or see-through, so that nobody would hear it")
            marked, lost = with_marks(content, marks, spaced, spaces)
            self.faults.extend(lost)
            obj.Contents.write(marked)

    def check_fonts(self) -> None:
        """Refuses any typeface but the report's own: it would differ from one computer to the next."""
        family = FAMILY.replace(" ", "-")
        for font in self.pages[0].Resources.get("/Font", {}).values():
            name = str(font.BaseFont).partition("+")[2]
            if not name.startswith(family):
                self.faults.append(f"words are set in {name or 'another typeface'}, and not in {FAMILY}")

    def space_codes(self) -> dict[bytes, bytes]:
        """By the name of a font, the code of the space in it."""
        found = {}
        for name, font in self.pages[0].Resources.get("/Font", {}).items():
            code = _SPACE_CODE.search(font.ToUnicode.read_bytes().decode("ascii"))
            if code:
                found[name.removeprefix("/").encode()] = code[1].encode()
        return found

    def drop_areas(self) -> None:
        """Takes away places that would only be met a second time."""
        gone = {area.number for area in self.structure.dropped}
        for obj in self.pages:
            if "/Annots" in obj:
                kept = [area for area in obj.Annots if area.objgen[0] not in gone]
                obj.Annots = pikepdf.Array(kept)
                if not kept:
                    del obj["/Annots"]

    def write_tree(self) -> None:
        """Writes all tags, and the way back from each piece and link to its tag."""
        tree = self.pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        tree.Namespaces = pikepdf.Array([self.namespace])
        tree.RoleMap = pikepdf.Dictionary(FENote=pikepdf.Name.Note)
        tree.K = pikepdf.Array([self.write_tag(self.structure.root, tree)])
        numbers: list[Any] = []
        for page, owners in enumerate(self.owners):
            if None in owners:
                self.faults.append(f"a piece of page {page + 1} has no place in the structure")
            numbers.extend([page, self.pdf.make_indirect(pikepdf.Array(owners))])
            self.pages[page].StructParents = page
            self.pages[page].Tabs = pikepdf.Name.S
        for position, owner in enumerate(self.annotations, len(self.pages)):
            numbers.extend([position, owner])
        tree.ParentTree = self.pdf.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(numbers)))
        tree.ParentTreeNextKey = len(self.pages) + len(self.annotations)
        if self.notes:
            tree.IDTree = self.pdf.make_indirect(pikepdf.Dictionary(Names=pikepdf.Array(self.notes)))
        self.pdf.Root.StructTreeRoot = tree

    def write_tag(self, tag: Tag, parent: Any) -> Any:
        """Writes one tag with all in it."""
        element = self.pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{tag.role}"), P=parent)
        )
        self.elements[tag] = element
        if tag.role in _OF_PDF_2:
            element.NS = self.namespace
        if tag.language and tag.role != "Document":
            element.Lang = pikepdf.String(tag.language)
        if tag.alt:
            element.Alt = pikepdf.String(tag.alt)
        if tag.identifier:
            element.ID = pikepdf.String(tag.identifier)
            self.notes.extend([pikepdf.String(tag.identifier), element])
        attributes = self.attributes(tag)
        if attributes is not None:
            element.A = attributes
        page = next((kid.page for kid in tag.kids if not isinstance(kid, Tag)), None)
        if page is not None:
            element.Pg = self.pages[page]
        element.K = pikepdf.Array([self.write_kid(kid, element, page, tag) for kid in tag.kids])
        return element

    def lead_to_tags(self) -> None:
        """Has each link and bookmark lead to a tag, so that a screen reader goes on from there, and to its page as before.

        The contents name their chapters, and end notes and the words that lead to them each other.
        """
        for tag, element in self.elements.items():
            if tag.refers_to:
                element.Ref = pikepdf.Array([self.elements[other] for other in tag.refers_to])
            if tag.target is not None:
                for area in (kid for kid in tag.kids if isinstance(kid, LinkArea)):
                    self.lead(self.pdf.get_object((area.number, 0)), tag.target)
        entries = list(self.outline(self.pdf.Root.get("/Outlines")))
        if len(entries) != len(self.structure.bookmarks):
            self.faults.append(f"there are {len(entries)} bookmarks, and {len(self.structure.bookmarks)} were drawn")
        for entry, tag in zip(entries, self.structure.bookmarks, strict=False):
            self.lead(entry, tag)

    def lead(self, source: Any, target: Tag) -> None:
        """Gives a link or bookmark an action in place of its destination. Shape: the place on the page stays the same."""
        place = self.places.get(str(source.Dest)) if isinstance(source.Dest, pikepdf.String) else source.Dest
        if place is None:
            self.faults.append(f"“{source.get('/Contents')}” leads to no place in the file")
            return
        precise = pikepdf.Array([self.elements[target], *list(place)[1:]])
        source.A = pikepdf.Dictionary(S=pikepdf.Name.GoTo, D=source.Dest, SD=precise)
        del source["/Dest"]

    def outline(self, parent: Any) -> Iterator[Any]:
        """The bookmarks in order."""
        entry = parent.get("/First") if parent is not None else None
        while entry is not None:
            yield entry
            yield from self.outline(entry)
            entry = entry.get("/Next")

    def write_kid(self, kid: Tag | Piece | LinkArea, element: Any, page: int | None, tag: Tag) -> Any:
        if isinstance(kid, Tag):
            return self.write_tag(kid, element)
        if isinstance(kid, LinkArea):
            annotation = self.pdf.get_object((kid.number, 0))
            annotation.Contents = pikepdf.String(tag.contents)
            annotation.StructParent = len(self.pages) + len(self.annotations)
            annotation.F = _PRINTED
            self.annotations.append(element)
            self.check_page(tag, annotation)
            return pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Obj=annotation, Pg=self.pages[kid.page])
        mark = self.marks[kid.page][kid.number]
        self.owners[kid.page][mark] = element
        if kid.page == page:
            return mark
        return pikepdf.Dictionary(Type=pikepdf.Name.MCR, Pg=self.pages[kid.page], MCID=mark)

    def check_page(self, link: Tag, annotation: Any) -> None:
        """The page number that is printed beside a link is that of the page it leads to."""
        if link.printed_page is not None:
            numbers = {page.objgen: number for number, page in enumerate(self.pages, 1)}
            place = self.places.get(str(annotation.get("/Dest")))
            page = numbers[place[0].objgen] if place is not None else None
            if page != link.printed_page:
                self.faults.append(f"“{link.contents}” is printed for what stands on page {page}")

    def attributes(self, tag: Tag) -> Any:
        if tag.role in ("TH", "TD"):
            found = pikepdf.Dictionary(O=pikepdf.Name.Table)
            for name, value in zip(("/RowSpan", "/ColSpan"), tag.spans, strict=True):
                if value != 1:
                    found[name] = value
            if tag.scope:
                found.Scope = pikepdf.Name(f"/{tag.scope}")
            return found if len(found) > 1 else None
        if tag.role == "FENote":
            return pikepdf.Dictionary(O=pikepdf.Name.FENote, NoteType=pikepdf.Name.Endnote)
        if tag.role == "L":
            return pikepdf.Dictionary(O=pikepdf.Name.List, ListNumbering=pikepdf.Name(f"/{tag.numbering or 'None'}"))
        picture = next((kid for kid in tag.kids if isinstance(kid, Piece) and kid.box), None)
        if picture is not None and picture.box is not None:
            box = pikepdf.Array([round(side, 3) for side in picture.box])
            return pikepdf.Dictionary(O=pikepdf.Name.Layout, Placement=pikepdf.Name.Block, BBox=box)
        return None

    def complete_catalogue(self) -> None:
        root = self.pdf.Root
        root.Lang = pikepdf.String(self.structure.root.language or "")
        root.PageMode = pikepdf.Name.UseOutlines
        root.MarkInfo = pikepdf.Dictionary(Marked=True)
        root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)

    def complete_metadata(self) -> None:
        """Adds to what the library says of PDF/A that the file is PDF/UA too, with the schema that PDF/A asks for."""
        metadata = self.pdf.Root.Metadata.read_bytes()
        if metadata.count(_END) != 1 or b"pdfuaid" in metadata:
            self.faults.append("the metadata are not of the expected form")
        stream = self.pdf.make_stream(metadata.replace(_END, _UA_SCHEMA))
        stream.Type = pikepdf.Name.Metadata
        stream.Subtype = pikepdf.Name.XML
        self.pdf.Root.Metadata = stream

    def forbid_smoothing(self) -> None:
        """An archive keeps pictures as they are, dot by dot."""
        for obj in self.pdf.objects:
            if isinstance(obj, pikepdf.Stream) and obj.get("/Subtype") == "/Image" and "/Interpolate" in obj:
                del obj["/Interpolate"]
