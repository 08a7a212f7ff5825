"""A Word file while it is written: its parts, and the elements that paragraphs and tables are made of.

Comes in: how it looks, a document's language and properties, then element after element. Goes out: the bytes of the file, the same each time.
The one home of python-docx.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph

from reportgen.formats.archive import pack
from reportgen.formats.artifact import FileProperties
from reportgen.formats.word.package import WORD
from reportgen.formats.word.reference import WordReference

# Why Any: the library gives each element a class of its own, and names none of them in its documentation.
Element = Any
_NOT_OURS = ("/stylesWithEffects", "/customXml", "/webSettings", "/thumbnail")
# In the units of pictures: a pixel of 96 to the inch, and a twentieth of a point.
_PIXEL, _TWENTIETH = 9525, 635
# The parts that are the same in every theme. Source: ECMA-376, Office Open XML, part 1.
_APPLICATION = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">\
<Application>reportgen</Application></Properties>"""

_LINE = '<w:pPr><w:spacing w:after="0" w:line="240" w:lineRule="auto"/></w:pPr>'
_NO_NOTES = f"""<w:footnotes xmlns:w="{WORD}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">\
<w:footnote w:type="separator" w:id="-1"><w:p>{_LINE}<w:r><w:separator/></w:r></w:p></w:footnote>\
<w:footnote w:type="continuationSeparator" w:id="0"><w:p>{_LINE}<w:r><w:continuationSeparator/></w:r></w:p></w:footnote></w:footnotes>"""
_NOTE_SETTINGS = f'<w:footnotePr xmlns:w="{WORD}"><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr>'


class WordFile:
    """One file with the styles of a theme; elements are added at its end, or into another element."""

    def __init__(self, properties: FileProperties, reference: WordReference) -> None:
        self.file = docx.Document()
        self.reference = reference
        self.styles = reference.styles_in(properties.language)
        self.bookmarks = 0
        self.notes: Any = None
        self.target: Element | None = None
        _replace_parts(self.file, properties.language, reference)
        _say(self.file.core_properties, properties)

    def add(self, element: Element, into: Element | None = None) -> Element:
        """An element at the end of another, or else of the note that is being written, or of the text."""
        into = self.target if into is None else into
        if into is None:
            self.file.element.body.sectPr.addprevious(element)
            if is_table(element) and is_table(element.getprevious()):  # two tables in a row would be one to Word
                element.addprevious(make("p"))
        else:
            into.append(element)
        return element

    def paragraph(
        self,
        style: str,
        into: Element | None = None,
        *,
        keeps_next: bool = False,
        starts_page: bool = False,
        numbering: tuple[int, int] | None = None,
        space: tuple[tuple[str, int], ...] = (),
        align: str = "",
    ) -> Element:
        """An empty paragraph.

        Shape: `numbering` is a level, from 0, and the id of a numbering. Units: `space` (before, after) in twentieths of a point.
        """
        found = self.add(make("p"), into)
        properties = child(found, "pPr")
        child(properties, "pStyle", val=self.reference.style("paragraph", style))
        if keeps_next:
            child(properties, "keepNext")
        if starts_page:
            child(properties, "pageBreakBefore")
        if numbering:
            numbered = child(properties, "numPr")
            child(numbered, "ilvl", val=str(numbering[0]))
            child(numbered, "numId", val=str(numbering[1]))
        if space:
            child(properties, "spacing", **{side: str(length) for side, length in space})
        if align:
            child(properties, "jc", val=align)
        return found

    @property
    def follows_table(self) -> bool:
        """Whether the text so far ends with a table, which has no room below itself."""
        return is_table(self.file.element.body.sectPr.getprevious())

    @contextmanager
    def note(self, paragraph: Element, mark: str) -> Iterator[None]:
        """A note of Word's own, that a paragraph refers to at its end; what is added meanwhile stands in the note.

        Shape: `mark` is a bookmark on the reference, by which others can refer to the same note.
        """
        if self.notes is None:
            self.notes = _notes_part(self.file)
        number = str(len(self.notes.element) - 1)  # after the two lines that separate notes from the text
        self.bookmarks += 1
        child(paragraph, "bookmarkStart", id=str(self.bookmarks), name=mark)
        reference = child(paragraph, "r")
        style = self.reference.style("character", "footnote reference")
        child(child(reference, "rPr"), "rStyle", val=style)
        child(reference, "footnoteReference", id=number)
        child(paragraph, "bookmarkEnd", id=str(self.bookmarks))
        self.target = child(self.notes.element, "footnote", id=number)
        try:
            yield
            (first, *_) = self.target
            mark_of_note = make("r")
            child(child(mark_of_note, "rPr"), "rStyle", val=style)
            child(mark_of_note, "footnoteRef")
            first.insert(1, mark_of_note)  # after the properties
            space = make("r")
            space.text = " "
            first.insert(2, space)
        finally:
            self.target = None

    def numbering(self, style: str, start: int) -> tuple[int, int]:
        """The level and id of a numbering for one list of a style, which begins at a number."""
        kind, level = self.reference.lists[style]
        numberings: Any = self.file.part.numbering_part.element
        added = numberings.add_num(kind)
        added.add_lvlOverride(level).add_startOverride(start)
        return level, added.numId

    def bookmark(self, paragraph: Element, name: str) -> None:
        """Makes a paragraph the place that a bookmark stands for."""
        self.bookmarks += 1
        start = make("bookmarkStart", id=str(self.bookmarks), name=name)
        paragraph.insert(1, start)  # after the properties, which every paragraph here has
        child(paragraph, "bookmarkEnd", id=str(self.bookmarks))

    def link(self, parent: Element, target: str, *, bookmark: bool = False, tip: str = "") -> Element:
        """An empty link to an address or to a bookmark."""
        found = child(parent, "hyperlink")
        if bookmark:
            found.set(qn("w:anchor"), target)
        else:
            is_in_note = self.notes is not None and parent.getroottree().getroot() is self.notes.element
            part = self.notes if is_in_note else self.file.part
            found.set(qn("r:id"), part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        if tip:
            found.set(qn("w:tooltip"), tip)
        return found

    def picture(self, paragraph: Element, data: bytes, name: str, alt: str, width: int) -> None:
        """A picture in a paragraph. Units: `width` in pixels; one that is too wide or high is made to fit, with room for a caption."""
        run = Paragraph(paragraph, self.file._body).add_run()
        across, down = (size * _TWENTIETH for size in self.reference.text_size)
        shape: Any = run.add_picture(io.BytesIO(data), width=min(width * _PIXEL, across))
        if shape.height > (highest := down * 3 // 4):
            shape.width, shape.height = shape.width * highest // shape.height, highest
        shape._inline.docPr.set("name", name)
        shape._inline.docPr.set("descr", alt)
        for edge in ("distT", "distB", "distL", "distR"):
            # Where nothing is said, LibreOffice leaves 3 mm beside a picture and moves it over the margin.
            shape._inline.set(edge, "0")

    def edges(self) -> tuple[Element, Element, Element]:
        """The header of the first page, the header of the others, and the footer of the others, all empty."""
        section = self.file.sections[0]
        section.different_first_page_header_footer = True
        found = []
        for edge in (section.first_page_header, section.header, section.footer):
            edge.is_linked_to_previous = False
            element = edge._element
            element[:] = []
            found.append(element)
        first, header, footer = found
        section.first_page_footer.is_linked_to_previous = False
        return first, header, footer

    def data(self) -> bytes:
        """The whole file, its members in order and without the time of day."""
        if self.follows_table:  # a text that ends with a table cannot be opened
            self.add(make("p"))
        written = io.BytesIO()
        self.file.save(written)
        parts = self.reference.parts | {"word/styles.xml": self.styles, "docProps/app.xml": _APPLICATION.encode()}
        with zipfile.ZipFile(written) as made:
            # Readers of the format expect the list of types first.
            names = sorted(made.namelist(), key=lambda one: (one != "[Content_Types].xml", one))
            return pack(((name, parts.get(name) or made.read(name)) for name in names), date(1980, 1, 1))


def make(tag: str, **attributes: str) -> Element:
    """An element of WordprocessingML."""
    found = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        found.set(qn(f"w:{name}"), value)
    return found


def is_table(element: Element | None) -> bool:
    """Whether an element is a table; nothing is none."""
    return element is not None and str(element.tag).endswith("}tbl")


def child(parent: Element, tag: str, **attributes: str) -> Element:
    """A new last element in another."""
    found = make(tag, **attributes)
    parent.append(found)
    return found


def run(parent: Element, words: str, *properties: tuple[str, str]) -> None:
    """Words in a paragraph or link. Shape: `properties` in the order of the schema, with a value or none; \\n and \\t are kept."""
    found = child(parent, "r")
    if properties:
        described = child(found, "rPr")
        for tag, value in properties:
            child(described, tag, **({"val": value} if value else {}))
    found.text = words


def field(parent: Element, code: str, part: str = "all") -> None:
    """A field that Word works out, such as PAGE. Shape: `part` is all, begin (up to its first result) or end."""
    if part in ("all", "begin"):
        child(child(parent, "r"), "fldChar", fldCharType="begin")
        child(child(parent, "r"), "instrText").text = code
        child(child(parent, "r"), "fldChar", fldCharType="separate")
    if part in ("all", "end"):
        child(child(parent, "r"), "fldChar", fldCharType="end")


def _notes_part(file: Any) -> Any:
    """A new part for notes, with the two lines that Word asks for: what separates notes from the text, and from their beginning."""
    part = XmlPart(PackURI("/word/footnotes.xml"), CONTENT_TYPE.WML_FOOTNOTES, parse_xml(_NO_NOTES), file.part.package)
    file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    file.settings.element.find(qn("w:compat")).addprevious(parse_xml(_NOTE_SETTINGS))
    return part


def _replace_parts(file: Any, language: str, reference: WordReference) -> None:
    """Our page, numbering and settings in place of the library's, and nothing that an application once left in them."""
    for element, xml in (
        (file.settings.element, _settings(language)),
        (file.part.numbering_part.element, reference.numbering),
    ):
        element[:] = list(parse_xml(xml))
    section = file.element.body.sectPr
    for element, lengths in (
        (section.get_or_add_pgSz(), reference.page),
        (section.get_or_add_pgMar(), reference.margins),
    ):
        element.attrib.clear()
        for name, length in lengths.items():
            element.set(qn(f"w:{name}"), length)
    for relations in (file.part.rels, file.part.package.rels):
        for key in [key for key, relation in relations.items() if relation.reltype.endswith(_NOT_OURS)]:
            del relations[key]


def _say(found: Any, properties: FileProperties) -> None:
    day = properties.day
    found.title, found.subject, found.language = properties.title, properties.subject, properties.language
    found.author = found.last_modified_by = properties.author
    found.comments = found.keywords = ""
    found.created = found.modified = datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the library writes it as UTC
    found.revision = 1


def _settings(language: str) -> str:
    """The settings. Why: fields are not brought up to date by themselves, since Word would ask about that on opening."""
    return (
        f'<w:settings xmlns:w="{WORD}"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        f'</w:compat><w:themeFontLang w:val="{language}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>'
    )
