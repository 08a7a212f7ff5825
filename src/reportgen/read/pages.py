"""Markdown pages with front matter: an area's own pages, and the sections and notes of an edition.

Comes in: a Markdown file. Goes out: its front matter as a shape and its body as HTML, every fault with its line.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import takewhile
from pathlib import Path
from typing import TypeVar

from reportgen.core.diagnostic import Diagnostic, Emit, Place, SourceFile
from reportgen.read.anchors import page_anchor
from reportgen.read.digest import Digests, digests_of
from reportgen.read.links import find_link_faults
from reportgen.read.located_yaml import parse_yaml
from reportgen.read.markdown_lint import (
    find_hidden,
    find_pasted,
    find_second_front_matter,
    find_slips,
    find_tracked,
    find_unclosed,
)
from reportgen.read.page_bounds import find_too_hard
from reportgen.read.page_lines import PageLine, Span, signed_lines
from reportgen.read.passages import Passage, find_passages
from reportgen.read.pictures import OTHER_PICTURES, PictureFile, read_picture
from reportgen.read.run_together import find_run_together
from reportgen.read.shape_reader import read_shape
from reportgen.read.shapes import PageShape, Shape
from reportgen.read.text import read_text
from reportgen.tree.markdown_parser import FIGURE_USE
from reportgen.tree.markdown_reader import MarkdownText, read_markdown
from reportgen.tree.nodes import Blocks, Paragraph, Picture
from reportgen.tree.walk import find

Front = TypeVar("Front", bound=Shape)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_CODE = re.compile(r"`[^`]*`")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*)\]\(\s*<?([^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_LINK_TARGET = re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^>\s]*(?:\s[^>]*)?>|!--|!\w|\?)")
_AUTOLINK = re.compile(r"<(?:https?:|mailto:)[^>\s]*>|<[^@\s<>]+@[^@\s<>]+>", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{.*?(?:\}\}|$)|\{%|\{#")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_SIGN = re.compile(r" {0,3}(?:[>*+-]|\d+[.)])")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
_FRONT_KEY = re.compile(r"([a-z]+):")
_FILE_NAME = re.compile(r"\.(?:png|jpe?g|gif|svg|webp|tiff?|bmp|heic)\s*\Z", re.IGNORECASE)
_MERE_PICTURE = re.compile(
    r"(?:a |the )?(?:image|picture|photo|photograph|figure|graphic|logo|screenshot|img|dsc)(?: ?\d+)*"
)
_PICTURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:png|jpe?g)\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FigureUse:
    """A figure that a page prints by name."""

    name: str
    place: Place


@dataclass(frozen=True, slots=True)
class Page:
    """One local page. Shape: `pictures` by file name; `first_line` is where the body begins."""

    name: str
    front: PageShape
    file: SourceFile
    first_line: int
    content: MarkdownText
    lead: Blocks = ()
    figure_uses: tuple[FigureUse, ...] = ()
    pictures: tuple[PictureFile, ...] = ()
    passages: tuple[Passage, ...] = ()

    @property
    def digests(self) -> Digests:
        """The digests of the page and its pictures."""
        folder = self.file.path.rpartition("/")[0]
        return digests_of(self.file) | {f"{folder}/{one.name}": one.digest for one in self.pictures}

    @property
    def order(self) -> tuple[int, int, str]:
        """Where the page stands among the others: 9-help comes before 10-training."""
        number = number_of(self.name)
        last = sys.maxsize
        return self.front.order if self.front.order is not None else last, last if number is None else number, self.name


def number_of(name: str) -> int | None:
    """The number that the name of a page begins with; None where it begins with something else."""
    found = re.match(r"\d+", name)
    return int(found[0]) if found else None


def read_page(root: Path, path: str, emit: Emit) -> Page | None:
    """One local page, with no content when something in it is an error; None when it has no title.

    Errors: those of reading text and front matter; empty-page, raw-html, unsafe-link, linked-picture, picture-missing,
    picture-unusable, picture-without-alt, picture-alt-is-file-name, heading-level, table-shape, template-syntax, markdown-slip, page-too-hard.
    """
    file = read_text(root, path, emit)
    if file is None:
        return None
    found: list[Diagnostic] = []
    front, first_line = read_front_matter(file, PageShape, found.append)
    name = path.rpartition("/")[2].removesuffix(".md")
    hard = too_hard(file, first_line)
    if hard:
        for diagnostic in (*found, hard):
            emit(diagnostic)
        # Even to look for other faults would take too long.
        return None
    lint = _Lint(root, path.rpartition("/")[0], found)
    lint.front(file, first_line)
    lines = signed_lines(file, first_line)
    lint.body(lines)
    found.extend((*find_hidden(file), *find_slips(lines), *find_unclosed(lines), *find_pasted(lines)))
    found.extend((*find_run_together(file, first_line), *find_second_front_matter(file, first_line)))
    body = "\n".join(file.lines[first_line - 1 :])
    if not body.strip() and front is not None:
        message = f"“{front.title}” has no text below its front matter"
        found.append(Diagnostic("empty-page", Place(file, 1, 1), message, "write the page, or remove the file"))
    content, lead = MarkdownText(), MarkdownText()
    # What has faults is not rendered, but still read, so that its names of figures and its words are checked in the same run.
    if not found:
        content = read_markdown(body, page_anchor(name), file, first_line)
        found.extend(_unseen(file, first_line, content, set(lint.pictures)))
        if front and front.lead:
            lead = read_markdown(front.lead, "inline", file)
            found.extend(list(_unseen(file, 2, lead, set())) or _not_one_paragraph(file, lead.blocks))
    for diagnostic in found:
        emit(diagnostic)
    if front is None:
        return None
    passages, pictures = find_passages(file, first_line), tuple(lint.pictures.values())
    return Page(name, front, file, first_line, content, lead.blocks, tuple(lint.uses), pictures, passages)


def read_passages(root: Path, path: str) -> tuple[Passage, ...]:
    """The words of a page alone, for comparing; none of one that cannot be read."""
    file = read_text(root, path, lambda _: None)
    if file is None:
        return ()
    first_line = (_end_of_front_matter(file) or 0) + 1
    return () if too_hard(file, first_line) else find_passages(file, first_line)


@lru_cache(maxsize=16)
def too_hard(file: SourceFile, first_line: int) -> Diagnostic | None:
    """What goes beyond what can be read in good time, in front matter or below it. Errors: page-too-hard.

    Why: it is kept, since next year's report looks at a page too.
    """
    for start, lines in ((1, file.lines[: first_line - 1]), (first_line, file.lines[first_line - 1 :])):
        found = find_too_hard(lines)
        if found:
            number = start + found[0] - 1
            place = Place(file, number, 1, max(1, len(file.lines[number - 1])))
            hint = "split it: into several pages, paragraphs or tables; or look whether it got here by mistake"
            return Diagnostic("page-too-hard", place, found[1], hint)
    return None


def read_front_matter(file: SourceFile, shape: type[Front], emit: Emit) -> tuple[Front | None, int]:
    """The values between the two lines of three hyphens, and the line on which the body begins.

    Errors: front-matter and those of its values.
    """
    hint = "the first lines are “---”, then “title: …”, then “---”"
    if not any(line.strip() for line in file.lines):
        emit(Diagnostic("empty-page", Place(file, 1, 1), f"{file.path} is empty", hint))
        return None, 1
    if file.lines[0].rstrip() != "---":
        emit(Diagnostic("front-matter", Place(file, 1, 1), "the page does not begin with its front matter", hint))
        return None, 1
    end = _end_of_front_matter(file)
    if end is None:
        emit(
            Diagnostic("front-matter", Place(file, 1, 1), "the front matter has no closing line of three hyphens", hint)
        )
        return None, len(file.lines) + 1
    text = "\n".join(file.lines[1 : end - 1]) + "\n"
    found: list[Diagnostic] = []
    node = parse_yaml(file, found.append, first_line=2, text=text)
    for diagnostic in found:
        emit(diagnostic)
    if found:
        return None, end + 1
    return read_shape(shape, node, Place(file, 1, 1), emit), end + 1


def _end_of_front_matter(file: SourceFile) -> int | None:
    """The line that closes the front matter of a page; None where it has none that is closed."""
    if file.lines[0].rstrip() != "---":
        return None
    return next((number for number, line in enumerate(file.lines[1:], 2) if line.rstrip() == "---"), None)


class _Lint:
    """Looks through a page line by line for what a report cannot hold, and for the figures and pictures that it shows."""

    def __init__(self, root: Path, folder: str, found: list[Diagnostic]) -> None:
        self.root = root
        self.folder = folder
        self.found = found
        self.uses: list[FigureUse] = []
        self.pictures: dict[str, PictureFile] = {}

    def fault(self, slug: str, line: PageLine, span: Span, message: str, hint: str = "") -> None:
        self.found.append(Diagnostic(slug, line.place(span), message, hint))

    def front(self, file: SourceFile, first_line: int) -> None:
        """Looks through the front matter: its lead is Markdown, and all else in it is plain words, without figures."""
        key = "front matter"
        for number in range(2, first_line - 1):
            line = PageLine(file, number, 2, file.lines[number - 1])
            named = _FRONT_KEY.match(line.text)
            key = named[1] if named else key
            if key == "lead":
                self.figures(line)
                self.tags(line)
                self.links(line)
            else:
                self.no_figures(line, line.whole, f"the {key} of a page")
            self.found.extend(find_tracked(line))

    def body(self, lines: tuple[PageLine, ...]) -> None:
        """Looks through the lines of the body that hold signs."""
        level = 1
        for typed in lines:
            line = replace(typed, text=_CODE.sub(_blank, typed.text)) if "`" in typed.text else typed
            self.figures(line)
            self.tags(line)
            self.links(line)
            for match in _PICTURE.finditer(line.text):
                self.picture(line, match)
            level = self.heading(line, level)
            self.table(line)

    def figures(self, line: PageLine) -> None:
        for match in _TEMPLATE.finditer(line.text):
            named = FIGURE_USE.fullmatch(match[0])
            if named:
                self.uses.append(FigureUse(named[1], line.place(match.span())))
            else:
                message = f"“{match[0]}” is not the name of a figure"
                hint = "a figure is printed as {{ table.row.column }}; nothing else in such brackets is used"
                self.fault("template-syntax", line, match.span(), message, hint)

    def no_figures(self, line: PageLine, span: Span, where: str) -> None:
        """Says that a part of a line holds braces. Why: they would be printed as they are, or leave a gap."""
        for match in _TEMPLATE.finditer(line.text[: span[1]], span[0]):
            message = f"no figure can stand in {where}"
            self.fault("template-syntax", line, match.span(), message, "write the figure into the text of the page")

    def tags(self, line: PageLine) -> None:
        for match in _TAG.finditer(_AUTOLINK.sub(_blank, line.text)):
            hint = "pages are Markdown alone; write &lt; where a < is meant"
            self.fault("raw-html", line, match.span(), "HTML stands here", hint)

    def links(self, line: PageLine) -> None:
        for match in _LINK.finditer(line.text):
            if "![" in match[1]:
                hint = "put the link into the text beside the picture"
                self.fault("linked-picture", line, match.span(), "a picture is a link here", hint)
            self.found.extend(find_link_faults(match[2], line.place(match.span())))
            if not match[1].strip():
                hint = "say in words where it goes"
                self.fault("unsafe-link", line, match.span(), "a link without words stands here", hint)
        if target := _LINK_TARGET.match(line.text):
            self.found.extend(find_link_faults(target[1], line.place(target.span(1))))

    def picture(self, line: PageLine, match: re.Match[str]) -> None:
        alt, name, span = match[1].strip(), match[2], match.span()
        self.no_figures(line, span, "the words of a picture")
        if not alt:
            message = f"the picture {name} has no text for those who cannot see it"
            hint = "write between the brackets what the picture tells: ![what it tells](name.png)"
            self.fault("picture-without-alt", line, span, message, hint)
        elif _is_file_name(alt, name):
            message = f"“{alt}” does not say what the picture {name} tells"
            hint = "write between the brackets what the picture tells to those who cannot see it"
            self.fault("picture-alt-is-file-name", line, span, message, hint)
        typed = line.beside(0)
        # A picture that is a link is told as such.
        if typed.strip() != match[0].strip() and not typed[match.end() :].startswith("]("):
            hint = "give the picture a line of its own, with an empty line before and after it"
            self.fault("picture-unusable", line, span, f"the picture {name} stands inside a sentence", hint)
        if not _PICTURE_NAME.match(name):
            message = f"“{name}” is not the name of a picture beside the page"
            hint = "pictures are PNG or JPEG files beside the page, named with letters, digits and hyphens"
            if name.lower().endswith(OTHER_PICTURES):
                message = f"“{name}” is a picture of another kind than PNG and JPEG"
            self.fault("picture-unusable", line, span, message, hint)
        elif name not in self.pictures:
            read = read_picture(self.root, f"{self.folder}/{name}", line.place(span), self.found.append)
            self.pictures |= {name: read} if read else {}

    def heading(self, line: PageLine, before: int) -> int:
        """The level of the last heading up to this line."""
        match = _HEADING.match(line.text)
        level = len(match[1]) if match else 0
        above = line.beside(-1)
        # Only the first line of a paragraph becomes a heading by the line below it.
        if (
            not match
            and _UNDERLINE.match(line.text)
            and above.strip()
            and not line.beside(-2).strip()
            and "#" not in above[:4]
        ):
            level = 1 if line.text.strip().startswith("=") else 2
            line = replace(line, number=line.number - 1, text=above)
            if _SIGN.match(above):
                message = "the line below makes a heading of this line, with the sign at its beginning"
                self.found.append(line.slip(line.whole, message, "leave an empty line below"))
        if not level:
            return before
        self.no_figures(replace(line, text=line.beside(0)), line.whole, "a heading")
        if level == 1:
            message = "a heading of the first level stands inside the page"
            hint = "the title stands in the front matter; subheadings begin with ##"
            self.fault("heading-level", line, line.whole, message, hint)
        elif level > 3 or level > before + 1:
            message = f"this heading has {level} marks (#) after one of level {before}"
            if level > 3 and level <= before + 1:
                message = f"this heading has {level} marks (#), and a page has subheadings of two levels alone"
            hint = "use ## for subheadings and ### below one of them; no level is left out"
            self.fault("heading-level", line, line.whole, message, hint)
        return level

    def table(self, line: PageLine) -> None:
        """At the rule below a table's head: the rule and every row have as many cells as the head, and no head is empty."""
        if not (_TABLE_RULE.match(line.text) and "|" in line.text and "|" in line.beside(-1)):
            return
        head = replace(line, number=line.number - 1, text=line.beside(-1))
        heads = _cells(head.text)
        if not all(heads):
            hint = "write a word for each column, also the first"
            self.fault("table-shape", head, head.whole, "a column of this table has no heading", hint)
        rows = takewhile(lambda row: row[1].strip(), enumerate(line.file.lines[line.number - 1 :], line.number))
        for number, text in rows:
            row, count = replace(line, number=number, text=text), len(_cells(text))
            if count != len(heads):
                message = (
                    f"this row and the head of the table differ in their number of cells: {count} and {len(heads)}"
                )
                self.fault("table-shape", row, row.whole, message, "add or remove a | and its cell")


def _cells(line: str) -> list[str]:
    body = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", body)]


def _blank(match: re.Match[str]) -> str:
    """What is not looked at, as so many spaces."""
    return " " * len(match[0])


def _is_file_name(alt: str, name: str) -> bool:
    """Whether the words for a picture are the name of a file, or say only that it is a picture."""
    words, stem = (re.sub(r"[\W_]+", " ", text.casefold()).strip() for text in (alt, name.rsplit(".", 1)[0]))
    return words == stem or bool(_FILE_NAME.search(alt) or _MERE_PICTURE.fullmatch(words))


def _not_one_paragraph(file: SourceFile, lead: Blocks) -> Iterator[Diagnostic]:
    """A lead that Markdown takes for a list, a heading or the like."""
    if len(lead) != 1 or not isinstance(lead[0], Paragraph):
        number = next((number for number, line in enumerate(file.lines, 1) if line.startswith("lead:")), 1)
        message, hint = "the lead is more than a paragraph", "begin it with a word, and leave no line empty in it"
        yield Diagnostic("wrong-value", Place(file, number, 1, len(file.lines[number - 1])), message, hint)


def _unseen(file: SourceFile, first_line: int, content: MarkdownText, known: set[str]) -> Iterator[Diagnostic]:
    """What Markdown made of a text, and what the look at its lines did not meet.

    Why: a link or a picture can be written in more ways than one line shows, and none of them may be published unread.
    Shape: `known` are the names of the pictures that were read.
    """
    numbers = range(first_line, len(file.lines) + 1)

    def place(*marks: str) -> Place:
        found = (number for mark in marks for number in numbers if mark and mark in file.lines[number - 1])
        number = next(found, first_line)
        return Place(file, number, 1, max(1, len(file.lines[number - 1])))

    strays = [problem.words for problem in content.problems if problem.kind == "picture"]
    unknown = [picture.name for picture in find(content.blocks, Picture) if picture.name not in known]
    for name in [*strays, *unknown]:
        message = f"the picture “{name}” is not written as expected"
        hint = "write ![what it tells](name.png) on a line of its own, with an empty line before and after it"
        yield Diagnostic("picture-unusable", place(f"({name}", name, "!["), message, hint)
    for target in content.targets:
        if not target.startswith("#"):
            yield from find_link_faults(target, place(target, "]("))
