"""A PDF as rows: letters that share a baseline are a line, and a wide gap divides two cells. The home of pypdfium2.

Comes in: bytes. Goes out: rows with the place of each on its page. Run only behind the wall of process.py.
Why: tables of published reports have no rules, or stand in columns; a baseline and a gap are what all of them have.
"""

import ctypes
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2
from pypdfium2 import raw

from reportgen.ingest.rows import NOTE_END, NOTE_START, SourcePiece, SourceRow, SourceText, Unreadable

MOST_PAGES = 1_000
_MOST_LETTERS = 200_000
# Units: heights of letters. Two letters are on one line, in two cells, in two words, when they are so far apart.
_SAME_LINE, _NEXT_CELL, _NEXT_NUMBER, _NEXT_WORD = 0.4, 0.6, 0.42, 0.14
# Units: letters of a line that tells whether they are all as wide; heights of letters by which they may differ; a gap there.
_FEW_LETTERS, _AS_WIDE, _TYPEWRITTEN = 6, 0.03, 0.9
# A mark of a footnote is smaller than its number, or stands higher by this share of its height at least and at most.
_SMALLER, _RAISED, _RAISED_AT_MOST, _BESIDE = 0.9, 0.15, 0.9, 0.3
_LONGEST_MARK = 2
# Units: shares of the page's height, in which running heads and page numbers stand.
_MARGIN = 0.12
_PAGE = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_DASHES = "-–—"
_HYPHEN = 2
_BOLD = re.compile(rb"bold|black|heavy|semibold|-bd|demi", re.IGNORECASE)
_LETTER_OF_NOTE = re.compile(r"\([a-z]\)\Z|[*†‡§]{1,3}\Z")
_UNKNOWN_LETTER = re.compile(r"[\ufffd\ufffe\uffff\ue000-\uf8ff]")


@dataclass(frozen=True, slots=True)
class _Letter:
    """One letter as drawn. Units: points; `base` from the top of the page, so that it grows downwards."""

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False


def read_pdf(data: bytes, tell: Callable[[int, int], None] = lambda _done, _all: None) -> SourceText:
    """The lines of all pages. Shape: `tell` is told of each page that was read. Raises: Unreadable."""
    document = open_pdf(data)
    pages: list[list[SourceRow]] = []
    pictures: list[int] = []
    letters = unknown = 0
    heights: list[float] = []
    for number in range(len(document)):
        page = document[number]
        found = list(_letters(page))
        letters += len(found)
        unknown += sum(bool(_UNKNOWN_LETTER.match(letter.text)) for letter in found)
        if not found and _has_picture(page):
            pictures.append(number + 1)
        heights.append(float(page.get_size()[1]))
        pages.append(list(_lines(found, number + 1)))
        page.close()
        tell(number + 1, len(document))
    if not letters:
        what = "pictures of its pages and no text; it was scanned" if pictures else "no text"
        raise Unreadable(
            f"this PDF holds {what}",
            "ask for the document that it was made from, or have its text recognised by another program first",
        )
    if unknown > letters * 0.3:
        raise Unreadable(
            "the letters of this PDF do not say which they are, so its text cannot be read",
            "ask for the document that it was made from",
        )
    remarks = tuple(f"p. {number} is a picture and holds no text; nothing on it was read" for number in pictures)
    rows = tuple(row for page in _without_running_heads(pages, heights) for row in page)
    return SourceText("PDF", f"{len(document)} page{'s' if len(document) > 1 else ''}", rows, remarks)


def open_pdf(data: bytes) -> Any:
    """The document of a PDF, as its library has it. Raises: Unreadable."""
    try:
        document = pypdfium2.PdfDocument(data)
        count = len(document)
    except pypdfium2.PdfiumError as problem:
        if getattr(problem, "err_code", None) == raw.FPDF_ERR_PASSWORD:
            raise Unreadable(
                "this PDF is encrypted and asks for a password",
                "open it with its password, save it without one, and try again",
            ) from problem
        raise Unreadable(
            "this PDF is broken and cannot be opened", "look whether it was copied whole, and copy it again"
        ) from problem
    if count == 0:
        raise Unreadable("this PDF has no pages", "look whether it was copied whole, and copy it again")
    if count > MOST_PAGES:
        raise Unreadable(
            f"this PDF has {count:,} pages; at most {MOST_PAGES:,} are read", "cut the report out of it, and try again"
        )
    return document


def _has_picture(page: Any) -> bool:
    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH], max_depth=3))


def _letters(page: Any) -> Iterator[_Letter]:
    """The letters of a page that stand upright, as a reader sees it."""
    text = page.get_textpage()
    turn = page.get_rotation()
    left, bottom, right, top = page.get_cropbox()
    number = min(text.count_chars(), _MOST_LETTERS)
    box = raw.FS_RECTF()
    origin = [ctypes.c_double() for _ in range(2)]
    seen: dict[tuple[str, int, int], int] = {}
    for index in range(number):
        code = raw.FPDFText_GetUnicode(text, index)
        if code in (0, 10, 13, 32, 160) or raw.FPDFText_IsGenerated(text, index) == 1:
            continue
        # A hyphen at the end of a line is told as the sign 2.
        letter = "-" if code == _HYPHEN else chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        angle = round(raw.FPDFText_GetCharAngle(text, index) * 57.2958) % 360
        if (angle - turn) % 360 not in (0, 359, 1):
            continue
        # The box with the space that the letter takes, since that around the ink makes gaps of its own.
        if not raw.FPDFText_GetLooseCharBox(text, index, box):
            continue
        raw.FPDFText_GetCharOrigin(text, index, *(ctypes.byref(one) for one in origin))
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(text, index, matrix)
        size = raw.FPDFText_GetFontSize(text, index) * ((matrix.c**2 + matrix.d**2) ** 0.5 or 1)
        x1, x2, y1, y2 = box.left, box.right, box.bottom, box.top
        ox, oy = (one.value for one in origin)
        if turn == 90:
            x1, x2, base = y1 - bottom, y2 - bottom, ox - left
        elif turn == 180:
            x1, x2, base = right - x2, right - x1, oy - bottom
        elif turn == 270:
            x1, x2, base = top - y2, top - y1, right - ox
        else:
            x1, x2, base = x1 - left, x2 - left, top - oy
        # Some programs draw bold letters twice; two letters of a ligature share a place too, but follow one another.
        spot = (letter, round(x1), round(base))
        before = seen.setdefault(spot, index)
        if before != index and (letter.isdigit() or index - before > 2):
            continue
        yield _Letter(letter, x1, x2, base, max(size, 1.0), _is_bold(text, index))
    text.close()


def _is_bold(text: Any, index: int) -> bool:
    """Whether the name of a letter's font says that it is bold."""
    name = ctypes.create_string_buffer(96)
    raw.FPDFText_GetFontInfo(text, index, name, len(name), None)
    return bool(_BOLD.search(name.value))


def _lines(letters: list[_Letter], page: int) -> Iterator[SourceRow]:
    """The letters of a page as lines from its top, each divided into pieces."""
    lines: list[list[_Letter]] = []
    for letter in sorted(letters, key=lambda one: (one.base, one.left)):
        if lines and letter.base - lines[-1][0].base <= _SAME_LINE * min(letter.size, lines[-1][0].size):
            lines[-1].append(letter)
        else:
            lines.append([letter])
    divided = [list(_divided(sorted(line, key=lambda one: one.left))) for line in lines]
    rows = [row for row in _with_marks_in_place(divided) if row]
    for number, row in enumerate(rows, 1):
        size = max(letter.size for group in row for letter in group)
        base = Counter(round(letter.base, 1) for group in row for letter in group).most_common(1)[0][0]
        pieces = tuple(_piece(group) for group in row)
        usual = Counter(round(letter.size, 1) for group in row for letter in group).most_common(1)[0][0]
        is_bold = all(letter.is_bold for group in row for letter in group if letter.text.isalnum())
        place = f"p. {page}, line {number}"
        yield SourceRow(place, pieces, f"page {page}", False, page, base - size, base + 0.3 * size, usual, is_bold)


def _divided(line: list[_Letter]) -> Iterator[list[_Letter]]:
    """A line divided at its wide gaps."""
    group: list[_Letter] = []
    widths = [letter.right - letter.left for letter in line]
    # Where all letters are as wide, a space is as wide as they are.
    is_typewritten = len(line) >= _FEW_LETTERS and max(widths) - min(widths) < _AS_WIDE * line[0].size
    for letter in line:
        size = max(letter.size, group[-1].size) if group else 0
        # Between two numbers a smaller gap divides, since none has a space in it that is as wide as one between words.
        is_number = bool(group) and all(one.text.isdigit() or one.text in _DASHES for one in (group[-1], letter))
        gap = (_TYPEWRITTEN if is_typewritten else _NEXT_NUMBER if is_number else _NEXT_CELL) * size
        if group and letter.left - max(one.right for one in group[-3:]) > gap:
            yield group
            group = []
        group.append(letter)
    if group:
        yield group


def _with_marks_in_place(lines: list[list[list[_Letter]]]) -> list[list[list[_Letter]]]:
    """The lines, with each small raised mark beside the words that it belongs to, whose baseline is a little lower."""
    for number, line in enumerate(lines):
        for mark in list(line):
            for lower in lines[number + 1 : number + 4]:
                owner = next((group for group in lower if _is_mark_of(mark, group)), None)
                begun = next((group for group in lower if _is_mark_before(mark, group)), None)
                if owner is not None:
                    owner.extend(mark)
                elif begun is not None:
                    begun[:0] = mark
                else:
                    continue
                line.remove(mark)
                break
    return lines


def _is_mark_of(mark: list[_Letter], group: list[_Letter]) -> bool:
    """Whether a mark stands behind the words of a group."""
    last = max(group, key=lambda one: one.right)
    is_small = max(one.size for one in mark) < _SMALLER * last.size
    return (
        (is_small or bool(_LETTER_OF_NOTE.match("".join(one.text for one in mark))))
        and 0 < last.base - mark[0].base < _RAISED_AT_MOST * last.size
        and abs(mark[0].left - last.right) < _BESIDE * last.size
    )


def _is_mark_before(mark: list[_Letter], group: list[_Letter]) -> bool:
    """Whether a mark stands before words, as the number of a footnote does. Why: never before a number, which it would change."""
    first = group[0]
    return (
        first.text.isalpha()
        and len(mark) <= _LONGEST_MARK
        and max(one.size for one in mark) < _SMALLER * first.size
        and 0 < first.base - mark[0].base < _RAISED_AT_MOST * first.size
        and -_BESIDE < (first.left - max(one.right for one in mark)) / first.size < 2 * _BESIDE
    )


def _piece(group: list[_Letter]) -> SourcePiece:
    """Letters as words; a small or raised mark behind a number is no part of it, and is told."""
    size = Counter(round(letter.size, 1) for letter in group).most_common(1)[0][0]
    first = group[0]
    kept, marks = [first], ""
    for letter in group[1:]:
        is_mark = letter.size < _SMALLER * size or letter.base < first.base - _RAISED * size
        if is_mark and kept[-1].text.isdigit():
            marks += letter.text
        elif not (is_mark and marks):
            kept.append(letter)
        else:
            marks += letter.text
    # The number of a footnote before its words is a word by itself.
    before = next((at for at, letter in enumerate(kept) if letter.size >= _SMALLER * size), 0)
    parts = (kept[:before], kept[before:]) if kept[before].text.isalpha() and before <= _LONGEST_MARK else (kept,)
    words = plain_letters(" ".join(_spaced(part, size) for part in parts if part))
    remarks = (f"the mark “{marks}” stands beside the number",) if marks else ()
    noted = _noted(group, size)
    return SourcePiece(
        words, first.left, max(letter.right for letter in group), "", remarks, noted if NOTE_START in noted else ""
    )


def _spaced(letters: list[_Letter], size: float) -> str:
    """Letters as words, with a space where there is room for one."""
    words = letters[0].text
    for before, letter in pairwise(letters):
        words += (" " if letter.left - before.right > _NEXT_WORD * size else "") + letter.text
    return words


def _noted(group: list[_Letter], size: float) -> str:
    """The words of a piece with each small raised mark between private signs."""
    usual = Counter(round(letter.base, 1) for letter in group).most_common(1)[0][0]
    noted, is_inside = "", False
    for number, letter in enumerate(group):
        before = group[number - 1] if number else None
        is_mark = letter.size < _SMALLER * size and letter.base < usual - _RAISED * size
        gap = " " if before and not is_mark and letter.left - before.right > _NEXT_WORD * size else ""
        if is_mark != is_inside:
            noted += NOTE_START if is_mark else NOTE_END
            is_inside = is_mark
        noted += gap + letter.text
    return plain_letters(noted + (NOTE_END if is_inside else ""))


def plain_letters(words: str) -> str:
    """Words with ligatures and letters of other widths in their usual form; raised figures stay raised."""
    return "".join(
        letter if unicodedata.decomposition(letter).startswith("<super>") else unicodedata.normalize("NFKC", letter)
        for letter in words
    )


def _without_running_heads(pages: list[list[SourceRow]], heights: list[float]) -> Iterator[list[SourceRow]]:
    """The pages without what stands at the same height of most of them: page numbers, and words that are repeated.

    Why: a page number between two lines of a label would be taken for its figure.
    """
    shapes: Counter[tuple[str, int]] = Counter()
    for number, (rows, height) in enumerate(zip(pages, heights, strict=True), 1):
        shapes.update({shape for row in rows for shape in _running(row, number, height)})
    # On two pages, the same words at the same height may be two tables of one form.
    repeated = {shape for shape, count in shapes.items() if count >= max(3, len(pages) / 3)}
    for number, (rows, height) in enumerate(zip(pages, heights, strict=True), 1):
        yield [row for row in rows if repeated.isdisjoint(_running(row, number, height))]


def _running(row: SourceRow, page: int, height: float) -> set[tuple[str, int]]:
    """What a line in a margin may have in common with that of other pages: its words, and these with the number of the page as a sign.

    Why: the page is the number that is nearest to it, and a year beside it is none.
    """
    if _MARGIN * height < row.bottom < (1 - _MARGIN) * height:
        return set()
    words = {row.text}
    if found := min(_PAGE.finditer(row.text), key=lambda one: abs(int(one[0]) - page), default=None):
        words.add(f"{row.text[: found.start()]}#{int(found[0]) - page}{row.text[found.end() :]}")
    return {(text, round(row.bottom / 3)) for text in words}
