"""A Word file as rows and blocks: its paragraphs, the rows of its tables with their cells, and then its notes.

Comes in: bytes. Goes out: rows, and blocks. Run only behind the wall of process.py.
"""

import base64
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from types import SimpleNamespace
from typing import Any

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from reportgen.ingest.flow import CAPTION, FlowBlock, FlowRun, joined_runs, plain_runs
from reportgen.ingest.rows import NOTES, SourcePiece, SourceRow, SourceText, Unreadable, cell_pieces

# The elements of which a paragraph or a cell is read.
_READ = ("t", "tab", "br", "p", "footnoteReference", "endnoteReference", "fldChar", "instrText")
# What leads to a note, by the name of its element, and the part of the file in which such notes stand.
_REFERENCES = {qn("w:footnoteReference"): "footnote", qn("w:endnoteReference"): "endnote"}
_AGAIN = re.compile(r"\s*NOTEREF\s+(\S+)")
_LONGEST_HEADING = 20
_HEADING = re.compile(r"(?:heading|title|subtitle)\s*(\d?)", re.IGNORECASE)
_LIST = re.compile(r"list (bullet|number)(?: (\d))?", re.IGNORECASE)
_CAPTION = re.compile(r"caption", re.IGNORECASE)
_NUMBER = re.compile(r"\d{1,2}[.)]\s+(?=\D)")
_SIGN = re.compile(r"[•▪◦‣●·–-]\s+")
_PICTURES = {"image/png": "png", "image/jpeg": "jpg"}
# What was taken out or moved away while changes were tracked; fields of a form that nobody filled in; and the contents, whose
# words stand in the text again.
_GONE = (
    ".//w:del | .//w:moveFrom | .//w:tr[w:trPr/w:del] | .//w:sdt[w:sdtPr/w:showingPlcHdr]"
    " | .//w:sdt[w:sdtPr/w:docPartObj/w:docPartGallery/@w:val = 'Table of Contents']"
)
# What stands around words without being words: fields of a form, and what was put in while changes were tracked.
_WRAPPERS = ".//w:sdt | .//w:sdtContent | .//w:ins | .//w:moveTo | .//w:smartTag | .//w:customXml"
_ABOUT_WRAPPERS = ("w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr")
# What an older Word shows in the place of what it does not know, with the same words.
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


@dataclass(frozen=True, slots=True)
class _Note:
    """One note.

    Shape: `label` is its number among all notes of the file; `place` what Word calls it, such as “footnote 2”; `paragraphs` are
    those of the library; `mark` is what leads to it where that is no number.
    """

    label: str
    place: str
    paragraphs: tuple[Any, ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class _Notes:
    """The notes of a file in their order. Shape: `by_bookmark` are those that a further reference leads to by a bookmark."""

    by_reference: dict[tuple[str, str], _Note]
    by_bookmark: dict[str, _Note]


def read_word(data: bytes) -> SourceText:
    """The paragraphs and tables of a Word file in their order, then its notes. Raises: Unreadable."""
    document = _opened(data)
    notes = _read_notes(document)
    flow = _Flow(document, notes)
    rows: list[SourceRow] = []
    blocks: list[FlowBlock] = []
    tables = paragraphs = 0
    for part in document.iter_inner_content():
        if isinstance(part, Table):
            tables += 1
            rows.extend(_table(part, tables))
            blocks.extend(flow.table(part, tables))
        else:
            paragraphs += 1
            rows.extend(_lines(part._p, f"paragraph {paragraphs}"))
            blocks.extend(flow.paragraph(part, f"paragraph {paragraphs}"))
    for note in notes.by_reference.values():
        rows.extend(row for paragraph in note.paragraphs for row in _lines(paragraph._p, note.place, NOTES))
        blocks.extend(flow.note(note))
    extent = f"{paragraphs} paragraphs, {tables} table{'' if tables == 1 else 's'}"
    return SourceText("Word file", extent, tuple(rows), flow=tuple(blocks))


def _opened(data: bytes) -> Any:
    """The document of a Word file, as its library has it. Raises: Unreadable."""
    try:
        document = docx.Document(io.BytesIO(data))
        _unwrap(document.element.body)
        list(document.iter_inner_content())
    except Exception as problem:
        # The library says in many ways that it does not understand a file.
        raise Unreadable(
            "this Word file is broken and cannot be opened", "open it in Word, save it again, and try with that"
        ) from problem
    return document


def _unwrap(element: Any) -> None:
    """Leaves the words as they would be printed, those of a text box behind the paragraph that it hangs on.

    Why: the library passes by whatever stands in a field of a form or in a text box, and a text box is there twice: once more
    for an older Word.
    """
    for gone in (*element.xpath(_GONE), *element.iter(_FALLBACK)):
        gone.getparent().remove(gone)
    for wrapper in element.xpath(_WRAPPERS):
        for inner in list(wrapper):
            if inner.tag not in map(qn, _ABOUT_WRAPPERS):
                wrapper.addprevious(inner)
        wrapper.getparent().remove(wrapper)
    for box in element.xpath(".//w:txbxContent"):
        holder = next(box.iterancestors(qn("w:p")), None)
        if holder is not None:
            for inner in reversed(list(box)):
                holder.addnext(inner)


def _lines(paragraph: Any, place: str, part: str = "") -> Iterator[SourceRow]:
    """The lines of a paragraph; tabs divide each into cells."""
    text, _ = _words(paragraph)
    for number, line in enumerate(text.split("\n"), 1):
        pieces = cell_pieces(line.split("\t"))
        if pieces:
            yield SourceRow(f"{place}, line {number}" if "\n" in text else place, pieces, part)


def _table(table: Table, number: int) -> Iterator[SourceRow]:
    """The rows of a table; a cell that spans several columns is one piece."""
    for at, row in enumerate(table.rows, 1):
        pieces: list[SourcePiece] = []
        column = row.grid_cols_before
        for cell in row._tr.tc_lst:
            span = cell.grid_span
            text, remarks = _words(cell)
            place = f"table {number}, row {at}, column {column + 1}"
            if cell.vMerge != "continue" and text.strip():
                pieces.append(SourcePiece(text.strip(), column, column + span, place, remarks))
            column += span
        if pieces:
            yield SourceRow(f"table {number}, row {at}", tuple(pieces), f"table {number}", True)


def _words(element: Any) -> tuple[str, tuple[str, ...]]:
    """The words of a paragraph or a cell, without raised marks behind a number, which are told instead."""
    words, marks = "", ""
    fields = _Fields()
    for node in element.iter(*(qn(f"w:{name}") for name in _READ)):
        fields.pass_by(node)
        match node.tag.rpartition("}")[2]:
            case "p":
                words += "\n" if words else ""
            case "tab":
                words += "\t" if words else ""
            case "br":
                words += "\n"
            case "footnoteReference" | "endnoteReference":
                marks += "*"
            case "t" if fields.bookmark:
                marks += "*"
            case "t" if re.search(r"\d\Z", words) and node.xpath("../w:rPr/w:vertAlign[@w:val = 'superscript']"):
                marks += node.text or ""
            case "t":
                words += node.text or ""
    return words, (f"the mark “{marks}” stands beside the number",) if marks else ()


class _Flow:
    """Reads the parts of one document; counts its pictures."""

    def __init__(self, document: Any, notes: _Notes) -> None:
        self.document = document
        self.notes = notes
        self.pictures = 0

    def paragraph(self, paragraph: Paragraph, place: str) -> Iterator[FlowBlock]:
        """A paragraph as a heading, a point or a paragraph, and after it the pictures that stand in it."""
        runs = joined_runs(self.runs(paragraph))
        if any(run.words.strip() for run in runs):
            yield self.words(paragraph, runs, place)
        yield from self.pictures_in(paragraph, place)

    def words(self, paragraph: Paragraph, runs: tuple[FlowRun, ...], place: str) -> FlowBlock:
        """The words of a paragraph, as what its style says."""
        style = (paragraph.style.name if paragraph.style is not None else "") or ""
        text = "".join(run.words for run in runs)
        heading, in_list = _HEADING.match(style), _LIST.match(style)
        is_bold = all(run.kind == "strong" for run in runs if run.words.strip())
        is_short = len(text.split()) <= _LONGEST_HEADING and not text.rstrip().endswith((".", ";", ","))
        if heading:
            return FlowBlock("heading", _unmarked(runs), place, (place,), int(heading[1] or 1))
        in_style = (int(in_list[2] or 1) - 1, in_list[1].lower() == "number") if in_list else None
        if point := self.numbering(paragraph) or in_style:
            depth, is_ordered = point
            typed = _NUMBER.match(runs[0].words)
            unmarked = (replace(runs[0], words=runs[0].words[typed.end() :]), *runs[1:]) if typed else runs
            return FlowBlock("item", unmarked, place, (place,), depth, is_ordered or bool(typed))
        if _SIGN.match(text) and runs[0].kind == "":
            rest = FlowRun(_SIGN.sub("", runs[0].words, count=1))
            return FlowBlock("item", (rest, *runs[1:]), place, (place,))
        if is_bold and is_short and not _CAPTION.match(style):
            return FlowBlock("heading", _unmarked(runs), place, (place,), 9)
        return FlowBlock("paragraph", runs, place, (place,), label=CAPTION if _CAPTION.match(style) else "")

    def numbering(self, paragraph: Paragraph) -> tuple[int, bool] | None:
        """How deep a point of a list stands and whether it is numbered; None for what is no point."""
        properties: Any = paragraph._p.pPr
        number = properties.numPr if properties is not None else None
        if number is None or number.numId is None or not number.numId.val:
            return None
        depth = number.ilvl.val if number.ilvl is not None else 0
        return depth, self.is_numbered(number.numId.val, depth)

    def is_numbered(self, number: int, depth: int) -> bool:
        """Whether the points of a list have numbers or letters."""
        try:
            root = self.document.part.numbering_part.element
        except (KeyError, NotImplementedError):
            return False
        abstract = f"w:abstractNum[@w:abstractNumId = ../w:num[@w:numId = '{number}']/w:abstractNumId/@w:val]"
        forms = root.xpath(f"{abstract}/w:lvl[@w:ilvl = '{depth}']/w:numFmt/@w:val")
        return bool(forms) and forms[0] not in ("bullet", "none")

    def runs(self, paragraph: Paragraph) -> Iterator[FlowRun]:
        """The words of a paragraph by what they are."""
        fields = _Fields()
        for inner in paragraph.iter_inner_content():
            if isinstance(inner, Run):
                again = self.notes.by_bookmark.get(fields.bookmark)
                for node in inner._r:
                    fields.pass_by(node)
                if again and not fields.bookmark:
                    yield FlowRun("", "footnote", again.label)
                elif not again:
                    yield from self.run(inner)
            else:
                address = inner.address or (f"#{inner.fragment}" if inner.fragment else "")
                words = inner.text
                is_outside = address.startswith(("http:", "https:", "mailto:"))
                yield FlowRun(words, "link", address) if is_outside else FlowRun(words)
                yield from self.led_to(inner._hyperlink)

    def run(self, run: Any) -> Iterator[FlowRun]:
        """The words of one run, and what in it leads to a note."""
        words = run.text.replace("\t", " ").replace("\n", " ")
        if words and not any(map(_own_mark, run._r.iter(*_REFERENCES))):
            yield FlowRun(words, "strong" if run.bold and words.strip() else "")
        yield from self.led_to(run._r)

    def led_to(self, element: Any) -> Iterator[FlowRun]:
        """What in an element leads to notes."""
        found = (self.notes.by_reference.get(_key(one)) for one in element.iter(*_REFERENCES))
        return (FlowRun("", "footnote", note.label) for note in found if note)

    def table(self, table: Table, number: int) -> Iterator[FlowBlock]:
        """A table with as many cells in each row; one whose cells span others is doubtful."""
        place = f"table {number}, row 1"
        width = max((len(row.cells) for row in table.rows), default=0)
        rows, is_spanned = [], False
        for row in table.rows:
            cells: list[str] = []
            for _, spanned in groupby(row.cells, lambda cell: cell._tc):
                first, *others = spanned
                cells += [self.cell(first), *[""] * len(others)]
                is_spanned |= bool(others)
            rows.append((*cells, *[""] * (width - len(cells))))
        places = tuple(f"table {number}, row {at}" for at in range(1, len(rows) + 1))
        doubt = (
            f"Look whether this table is as it stands in the file, {place}: cells of it are joined"
            if is_spanned
            else ""
        )
        if any(any(row) for row in rows):
            yield FlowBlock("table", place=place, places=places, cells=tuple(rows), doubt=doubt)

    def cell(self, cell: Any) -> str:
        """The words of a cell. Why: a table holds no note, so one that it alone leads to is told as left out."""
        lines = ("".join(run.words for run in self.runs(paragraph)) for paragraph in cell.paragraphs)
        return " ".join(" ".join(lines).split())

    def pictures_in(self, paragraph: Paragraph, place: str) -> Iterator[FlowBlock]:
        """The pictures of a paragraph, with the words that were given to them."""
        for drawing in paragraph._p.xpath(".//w:drawing"):
            words = " ".join(" ".join(drawing.xpath("(.//wp:docPr)[1]/@descr")).split())
            for embedded in drawing.xpath(".//a:blip/@r:embed"):
                part = self.document.part.related_parts.get(embedded)
                ending = _PICTURES.get(getattr(part, "content_type", ""))
                if part is None or ending is None:
                    continue
                self.pictures += 1
                data = base64.b64encode(part.blob).decode()
                label = f"picture-{self.pictures}.{ending}"
                yield FlowBlock("picture", plain_runs(words), place, (place,), label=label, data=data)

    def note(self, note: _Note) -> Iterator[FlowBlock]:
        """A note by its number among those of the file; footnotes and endnotes are of one kind."""
        runs = joined_runs(run for one in note.paragraphs for run in (*joined_runs(self.runs(one)), FlowRun(" ")))
        if note.mark and runs:
            runs = joined_runs((replace(runs[0], words=runs[0].words.removeprefix(note.mark)), *runs[1:]))
        if runs:
            yield FlowBlock("footnote", runs, note.place, (note.place,), label=note.label)


def _unmarked(runs: tuple[FlowRun, ...]) -> tuple[FlowRun, ...]:
    """The words of a heading, which is bold by itself."""
    return joined_runs(FlowRun(run.words) if run.kind == "strong" else run for run in runs)


def _read_notes(document: Any) -> _Notes:
    """The notes that the text of a Word file leads to. Raises: Unreadable."""
    written = dict(_written(document))
    found: dict[tuple[str, str], _Note] = {}
    bookmarks: dict[str, _Note] = {}
    opened: dict[str, str] = {}
    for node in document.element.body.iter(*_REFERENCES, qn("w:bookmarkStart"), qn("w:bookmarkEnd")):
        if node.tag == qn("w:bookmarkStart"):
            opened[node.get(qn("w:id"))] = node.get(qn("w:name"), "")
        elif node.tag == qn("w:bookmarkEnd"):
            opened.pop(node.get(qn("w:id")), None)
        elif (key := _key(node)) in written:
            if key not in found:
                number = sum(kind == key[0] for kind, _ in found) + 1
                found[key] = _Note(str(len(found) + 1), f"{key[0]} {number}", written[key], _own_mark(node))
            for name in filter(None, opened.values()):
                bookmarks.setdefault(name, found[key])
    return _Notes(found, bookmarks)


def _own_mark(reference: Any) -> str:
    """The sign that somebody typed to lead to a note, which stands in the text; none where Word counts."""
    is_own = reference.get(qn("w:customMarkFollows"), "0") in ("1", "true", "on")
    return "".join(one.text or "" for one in reference.getparent().iter(qn("w:t"))) if is_own else ""


class _Fields:
    """The fields that what comes next stands in, as one goes through the nodes of a paragraph."""

    def __init__(self) -> None:
        self.codes: list[str] = []

    def pass_by(self, node: Any) -> None:
        """Goes past one node, whatever it is."""
        if node.tag == qn("w:instrText") and self.codes:
            self.codes[-1] += node.text or ""
        elif node.tag == qn("w:fldChar"):
            turn = node.get(qn("w:fldCharType"))
            if turn == "begin":
                self.codes.append("")
            elif turn == "end" and self.codes:
                self.codes.pop()

    @property
    def bookmark(self) -> str:
        """The bookmark of the note that is led to again here; empty elsewhere."""
        return next((found[1] for code in self.codes if (found := _AGAIN.match(code))), "")


def _key(reference: Any) -> tuple[str, str]:
    return _REFERENCES[reference.tag], reference.get(qn("w:id"), "")


def _written(document: Any) -> Iterator[tuple[tuple[str, str], tuple[Any, ...]]]:
    """Every note by its kind and its number in the file, without the lines that separate notes from the text."""

    for relation in document.part.rels.values():
        kind = next((kind for kind in _REFERENCES.values() if relation.reltype.endswith(f"/{kind}s")), None)
        if kind is None or relation.is_external:
            continue
        part: Any = relation.target_part
        try:
            root = parse_xml(part.blob)
        except SyntaxError as problem:
            raise Unreadable(
                f"the {kind}s of this Word file are broken", "open it in Word, save it again, and try with that"
            ) from problem
        for paragraph in root.iter(qn("w:p")):
            _unwrap(paragraph)
        for note in root.iter(qn(f"w:{kind}")):
            if note.get(qn("w:type"), "normal") == "normal":
                holder: Any = SimpleNamespace(part=part)
                yield (kind, note.get(qn("w:id"), "")), tuple(Paragraph(one, holder) for one in note.iter(qn("w:p")))
