"""Files that are no text as lines that a person can read, to be held against what was stored.

Comes in: a file. Goes out: a line for each paragraph, row or heading, with what it is to the program that opens it.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree
from tagged_pdf import Element, read_structure

# Tags that hold words; what stands in them is part of a line.
_WORDS = {"P", "H1", "H2", "H3", "H4", "Caption", "TR", "Figure", "Lbl", "FENote"}
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"


def word_lines(data: bytes) -> Iterator[str]:
    """Each paragraph with its style, each row of a table with its cells, and the addresses that links lead to."""
    word = docx.Document(io.BytesIO(data))
    for element in word.element.body:
        if element.tag == qn("w:p"):
            yield f"{element.pPr.style if element.pPr is not None else ''}: {_run_words(word, element)}"
        elif element.tag == qn("w:tbl"):
            for row in element.iter(qn("w:tr")):
                yield f"  | {' | '.join(_run_words(word, cell) for cell in row.iter(qn('w:tc')))} |"
    for part in (one.target_part for one in word.part.rels.values() if one.reltype == RELATIONSHIP_TYPE.FOOTNOTES):
        for note in etree.fromstring(part.blob):
            yield f"[note {note.get(qn('w:id'))}] {''.join(note.itertext())}"


def _run_words(word: Any, element: Any) -> str:
    """Words as they are set: **bold**, a picture by its description, and where a link leads outside of the file."""
    found = []
    for node in element.iter(
        qn("w:t"), qn("w:tab"), qn("w:br"), qn("w:hyperlink"), qn("wp:docPr"), qn("w:footnoteReference")
    ):
        if node.tag == qn("w:hyperlink"):
            target = node.get(qn("r:id"))
            found.append(f"<{word.part.rels[target].target_ref}> " if target else "")
        elif node.tag == qn("wp:docPr"):
            found.append(f"[picture: {node.get('descr')}]")
        elif node.tag == qn("w:footnoteReference"):
            found.append(f"[note {node.get(qn('w:id'))}]")
        elif node.tag == qn("w:t"):
            is_bold = node.getparent().find(f"{qn('w:rPr')}/{qn('w:b')}") is not None
            found.append(f"**{node.text}**" if is_bold else node.text or "")
        else:
            found.append("\t")
    return "".join(found)


def workbook_lines(data: bytes) -> Iterator[str]:
    """Each sheet by its name, and the cells of its rows with what kind of cell each is."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        content = etree.fromstring(archive.read("content.xml"))
    for sheet in content.iter(f"{_TABLE}table"):
        yield f"== {sheet.get(f'{_TABLE}name')}"
        for row in sheet.iter(f"{_TABLE}table-row"):
            cells = [
                f"{cell.get(f'{_TABLE}style-name')}: {' / '.join(''.join(p.itertext()) for p in cell.iter(f'{_TEXT}p'))}"
                for cell in row.iter(f"{_TABLE}table-cell")
            ]
            yield " | ".join(cells)


def pdf_lines(path: Path) -> Iterator[str]:
    """The tags in reading order, each set in below the one that it stands in, with the words that are read out."""
    for element in read_structure(path).children:
        yield from _tag_lines(element, 0)


def _tag_lines(element: Element, depth: int) -> Iterator[str]:
    if element.role == "TR":
        yield f"{'  ' * depth}| {' | '.join(f'{cell.role} {cell.text}' for cell in element.children)} |"
    elif element.role in _WORDS:
        yield f"{'  ' * depth}{element.role}: {element.text}".rstrip()
    elif any(child.role in ("Link", "text", "Span", "Reference") for child in element.children):
        said = " ".join("".join(_raw(child) for child in element.children if child.role != "L").split())
        if element.children[0].role == "Link":
            # On which page a chapter begins, as the contents say behind it, depends on how a computer sets letters.
            said = re.sub(r" \d+$", "", said)
        yield f"{'  ' * depth}{element.role}: {said}"
        for child in element.children:
            if child.role == "L":
                yield from _tag_lines(child, depth + 1)
    else:
        yield f"{'  ' * depth}{element.role}"
        for child in element.children:
            yield from _tag_lines(child, depth + 1)


def _raw(element: Element) -> str:
    return element.own_text + "".join(_raw(child) for child in element.children)
