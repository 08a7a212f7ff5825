"""Reads a tagged PDF the way a screen reader does: by its structure, in reading order.

Comes in: the path of a PDF. Goes out: elements with their role, their text, and the pages that they stand on.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pikepdf

_UNMARKED = -1
_HEX_PAIR = re.compile(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass(frozen=True)
class Element:
    """One structure element. Shape: `pages` count from 1; `own_text` is what stands in it directly, not in a child."""

    role: str
    children: tuple["Element", ...]
    own_text: str
    pages: frozenset[int]

    @property
    def text(self) -> str:
        """All its words in reading order, with single spaces."""
        return " ".join(self._raw().split())

    def _raw(self) -> str:
        return self.own_text if not self.children else "".join(child._raw() for child in self.children)

    def find(self, *roles: str) -> Iterator["Element"]:
        """The elements of these roles in it, in reading order."""
        for child in self.children:
            if child.role in roles:
                yield child
            yield from child.find(*roles)

    def all_pages(self) -> frozenset[int]:
        """The pages that it or anything in it stands on."""
        return self.pages.union(*(child.all_pages() for child in self.children))


@dataclass(frozen=True)
class OutlineEntry:
    """One bookmark. Units: `level` and `page` count from 1; `top` is in points from the lower edge of the page."""

    level: int
    title: str
    page: int
    top: float


@dataclass(frozen=True)
class PrintedTable:
    """One table as it is read out. Shape: `cells` by row heading and column heading, each squeezed."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: dict[tuple[str, str], str]
    pages: frozenset[int]


def read_structure(path: Path) -> Element:
    """The root of the structure tree."""
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        texts = {number: _marked_text(page) for number, page in enumerate(pdf.pages, 1)}
        return _element(pdf.Root.StructTreeRoot, None, numbers, texts)


def read_margins(path: Path) -> dict[int, str]:
    """What stands on each page outside the structure, and so is not read out: running heads and page numbers."""
    with pikepdf.open(path) as pdf:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}
        texts = {number: _marked_text(page) for number, page in enumerate(pdf.pages, 1)}
        read_out: dict[int, dict[int, str]] = {number: {} for number in texts}
        _element(pdf.Root.StructTreeRoot, None, numbers, read_out)
    return {
        number: " ".join(words for mark, words in marked.items() if mark not in read_out[number])
        for number, marked in texts.items()
    }


def every_tag(pdf: pikepdf.Pdf) -> Iterator[tuple[pikepdf.Object, tuple[str, ...]]]:
    """Every tag, each with the roles around it."""

    def walk(element: pikepdf.Object, parents: tuple[str, ...]) -> Iterator[tuple[pikepdf.Object, tuple[str, ...]]]:
        yield element, parents
        for kid in element.K:
            if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/StructElem":
                assert kid.P.objgen == element.objgen
                yield from walk(kid, (*parents, str(element.S)))

    (root,) = pdf.Root.StructTreeRoot.K
    yield from walk(root, ())


def read_outline(path: Path) -> list[OutlineEntry]:
    """The bookmarks in order."""
    entries: list[OutlineEntry] = []
    with pikepdf.open(path) as pdf, pdf.open_outline() as outline:
        numbers = {page.objgen: number for number, page in enumerate(pdf.pages, 1)}

        def walk(items: list[pikepdf.OutlineItem], level: int) -> None:
            for item in items:
                destination = item.action.D
                page = numbers[destination[0].objgen]
                entries.append(OutlineEntry(level, item.title, page, float(destination[3])))
                walk(item.children, level + 1)

        walk(outline.root, 1)
    return entries


def read_tables(root: Element) -> list[PrintedTable]:
    """Every table with the headings of its rows and columns, letters of notes left out."""
    found = []
    for table in root.find("Table"):
        head, *body = [[cell for cell in row.children if cell.role in ("TH", "TD")] for row in table.find("TR")]
        columns = tuple(squeezed(cell.text) for cell in head)
        cells = {
            (squeezed(row[0].text), column): cell.text
            for row in body
            for column, cell in zip(columns[1:], row[1:], strict=True)
        }
        caption = "".join(squeezed(caption.text) for caption in table.find("Caption"))
        rows = tuple(squeezed(row[0].text) for row in body)
        found.append(PrintedTable(caption, columns, rows, cells, table.all_pages()))
    return found


def squeezed(words: str) -> str:
    """Words without their spaces and without links to notes such as [a].

    Why: where a line ends on the page, the file holds no space.
    """
    return re.sub(r"\s+", "", re.sub(r"\[[a-z]\]", "", words))


def _element(
    node: pikepdf.Object, page: int | None, numbers: dict[tuple[int, int], int], texts: dict[int, dict[int, str]]
) -> Element:
    if "/Pg" in node:
        page = numbers[node.Pg.objgen]
    children: list[Element] = []
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, int):
            if page is not None:
                children.append(Element("text", (), texts[page].setdefault(int(kid), ""), frozenset({page})))
        elif str(kid.get("/Type", "")) == "/MCR":
            at = numbers[kid.Pg.objgen] if "/Pg" in kid else page
            children.append(Element("text", (), texts[at].setdefault(int(kid.MCID), ""), frozenset({at})))
        elif str(kid.get("/Type", "")) != "/OBJR":
            children.append(_element(kid, page, numbers, texts))
    role = str(node.get("/S", "/Root")).removeprefix("/")
    return Element(role, tuple(children), "", frozenset())


def _marked_text(page: pikepdf.Page) -> dict[int, str]:
    """The words of each marked part of a page, by its number; those outside all parts by -1."""
    fonts = {name: _letters(font) for name, font in page.Resources.get("/Font", {}).items()}
    found: dict[int, str] = {}
    marks: list[int | None] = []
    letters: dict[bytes, str] = {}
    for operands, operator in pikepdf.parse_content_stream(page):
        word = str(operator)
        if word in ("BDC", "BMC"):
            properties = operands[1] if len(operands) > 1 else None
            has_number = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
            marks.append(int(properties.MCID) if has_number else None)
        elif word == "EMC":
            marks.pop()
        elif word == "Tf":
            letters = fonts[str(operands[0])]
        elif word in ("TJ", "Tj"):
            number = next((mark for mark in reversed(marks) if mark is not None), None)
            parts = operands[0] if word == "TJ" else operands
            codes = b"".join(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            text = "".join(letters[codes[start : start + 2]] for start in range(0, len(codes), 2))
            number = _UNMARKED if number is None else number
            found[number] = found.get(number, "") + text
    return found


def _letters(font: pikepdf.Object) -> dict[bytes, str]:
    """Which letters each code of a font means, by its own table."""
    table = font.ToUnicode.read_bytes().decode("ascii")
    return {
        bytes.fromhex(code): bytes.fromhex(letter).decode("utf-16-be")
        for part in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL)
        for code, letter in _HEX_PAIR.findall(part)
    }
