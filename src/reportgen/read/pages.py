"""Markdown pages with front matter: an area's own pages, and the sections and notes of an edition.

Comes in: a Markdown file. Goes out: its front matter as a shape and its body as HTML, every fault with its line.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from reportgen.core.diagnostic import Diagnostic, Emit, Place, SourceFile
from reportgen.read.anchors import page_anchor
from reportgen.read.digest import Digest
from reportgen.read.links import find_link_faults
from reportgen.read.located_yaml import parse_yaml
from reportgen.read.page_bounds import find_too_hard
from reportgen.read.passages import Passage, find_passages
from reportgen.read.pasted import find_pasted
from reportgen.read.pictures import PictureFile, read_picture
from reportgen.read.run_together import find_run_together
from reportgen.read.shape_reader import read_shape
from reportgen.read.shapes import PageShape, Shape
from reportgen.read.signed_lines import signed_lines
from reportgen.read.slips import find_slips
from reportgen.read.text import read_text
from reportgen.read.unclosed import find_unclosed
from reportgen.tree.markdown_parser import FIGURE_USE
from reportgen.tree.markdown_reader import MarkdownText, read_markdown
from reportgen.tree.nodes import Blocks, Paragraph, Picture
from reportgen.tree.walk import find

Front = TypeVar("Front", bound=Shape)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
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
    lead: Blocks
    figure_uses: tuple[FigureUse, ...]
    pictures: tuple[PictureFile, ...]
    passages: tuple[Passage, ...]

    @property
    def digests(self) -> tuple[Digest, ...]:
        """The digests of the page and its pictures."""
        folder = self.file.path.rpartition("/")[0]
        return (Digest.of(self.file), *(Digest(f"{folder}/{one.name}", one.digest) for one in self.pictures))

    @property
    def order(self) -> tuple[int, str]:
        """Where the page stands among the others."""
        return (self.front.order if self.front.order is not None else 10_000, self.name)


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
    if too_hard(file, first_line, found.append):
        for diagnostic in found:
            emit(diagnostic)
        # Even to look for other faults would take too long.
        return None
    uses, pictures = _lint(root, path, file, first_line, found.append)
    uses[:0] = _lint_front(file, first_line, found.append)
    found.extend(find_slips(file, first_line))
    found.extend(find_unclosed(file, first_line))
    found.extend(find_pasted(file, first_line))
    found.extend(find_run_together(file, first_line))
    body = "\n".join(file.lines[first_line - 1 :])
    if not body.strip() and front is not None:
        message = f"“{front.title}” has no text below its front matter"
        found.append(Diagnostic("empty-page", Place(file, 1, 1), message, "write the page, or remove the file"))
    content, lead = MarkdownText(), MarkdownText()
    # What has faults is not rendered, but still read, so that its names of figures and its words are checked in the same run.
    if not found:
        content = read_markdown(body, page_anchor(name), file, first_line)
        found.extend(_unseen(file, first_line, content, {picture.name for picture in pictures}))
        if front and front.lead:
            lead = read_markdown(front.lead, "inline", file)
            found.extend(list(_unseen(file, 2, lead, set())) or _not_one_paragraph(file, lead.blocks))
    for diagnostic in found:
        emit(diagnostic)
    if front is None:
        return None
    passages = find_passages(file, first_line)
    return Page(name, front, file, first_line, content, lead.blocks, tuple(uses), tuple(pictures), passages)


def read_passages(root: Path, path: str) -> tuple[Passage, ...]:
    """The words of a page alone, for comparing; none of one that cannot be read."""
    file = read_text(root, path, lambda _: None)
    if file is None:
        return ()
    first_line = (_end_of_front_matter(file) or 0) + 1
    return () if too_hard(file, first_line, lambda _: None) else find_passages(file, first_line)


def too_hard(file: SourceFile, first_line: int, emit: Emit) -> bool:
    """Whether a text goes beyond what can be read in good time, in its front matter or below it. Errors: page-too-hard."""
    found = _find_too_hard(file, first_line)
    if found:
        emit(found)
    return found is not None


@lru_cache(maxsize=16)
def _find_too_hard(file: SourceFile, first_line: int) -> Diagnostic | None:
    """The same, kept, since next year's report looks at a page too."""
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


def _lint(
    root: Path, path: str, file: SourceFile, first_line: int, emit: Emit
) -> tuple[list[FigureUse], list[PictureFile]]:
    """Looks through the body line by line for what a report cannot hold."""
    uses: list[FigureUse] = []
    pictures: dict[str, PictureFile] = {}
    folder = path.rsplit("/", 1)[0]
    level = 1
    for number in signed_lines(file, first_line):
        typed = file.lines[number - 1]
        line = re.sub(r"`[^`]*`", lambda match: " " * len(match[0]), typed)
        uses.extend(_figure_uses(file, number, line, emit))
        _find_tags(file, number, line, emit)
        _find_links(file, number, line, emit)
        for match in _PICTURE.finditer(line):
            place = Place(file, number, match.start() + 1, len(match[0]))
            picture = _picture(root, folder, match, place, pictures, emit)
            if picture:
                pictures[picture.name] = picture
            _refuse_figures(file, number, match[0], match.start(), "the words of a picture", emit)
        level = _heading(file, number, first_line, line, level, emit)
        _table_row(file, number, first_line, line, emit)
    return uses, list(pictures.values())


def _lint_front(file: SourceFile, first_line: int, emit: Emit) -> list[FigureUse]:
    """Looks through the front matter: its lead is Markdown, and all else in it is plain words, without figures."""
    uses: list[FigureUse] = []
    key = "front matter"
    for number in range(2, first_line - 1):
        line = file.lines[number - 1]
        named = _FRONT_KEY.match(line)
        key = named[1] if named else key
        if key == "lead":
            uses.extend(_figure_uses(file, number, line, emit))
            _find_tags(file, number, line, emit)
            _find_links(file, number, line, emit)
        else:
            _refuse_figures(file, number, line, 0, f"the {key} of a page", emit)
    return uses


def _not_one_paragraph(file: SourceFile, lead: Blocks) -> Iterator[Diagnostic]:
    """A lead that Markdown takes for a list, a heading or the like."""
    if len(lead) != 1 or not isinstance(lead[0], Paragraph):
        number = next((number for number, line in enumerate(file.lines, 1) if line.startswith("lead:")), 1)
        message, hint = "the lead is more than a paragraph", "begin it with a word, and leave no line empty in it"
        yield Diagnostic("wrong-value", Place(file, number, 1, len(file.lines[number - 1])), message, hint)


def _refuse_figures(file: SourceFile, number: int, part: str, start: int, where: str, emit: Emit) -> None:
    """Says that a part of a line, from `start` on, holds braces. Why: they would be printed as they are, or leave a gap."""
    for match in _TEMPLATE.finditer(part):
        place = Place(file, number, start + match.start() + 1, len(match[0]))
        message = f"no figure can stand in {where}"
        emit(Diagnostic("template-syntax", place, message, "write the figure into the text of the page"))


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


def _figure_uses(file: SourceFile, number: int, line: str, emit: Emit) -> list[FigureUse]:
    uses = []
    for match in _TEMPLATE.finditer(line):
        place = Place(file, number, match.start() + 1, len(match[0]))
        named = FIGURE_USE.fullmatch(match[0])
        if named:
            uses.append(FigureUse(named[1], place))
        else:
            hint = "a figure is printed as {{ table.row.column }}; nothing else in such brackets is used"
            emit(Diagnostic("template-syntax", place, f"“{match[0]}” is not the name of a figure", hint))
    return uses


def _find_tags(file: SourceFile, number: int, line: str, emit: Emit) -> None:
    without_links = _AUTOLINK.sub(lambda match: " " * len(match[0]), line)
    for match in _TAG.finditer(without_links):
        place = Place(file, number, match.start() + 1, len(match[0]))
        hint = "pages are Markdown alone; write &lt; where a < is meant"
        emit(Diagnostic("raw-html", place, "HTML stands here", hint))


def _find_links(file: SourceFile, number: int, line: str, emit: Emit) -> None:
    for match in _LINK.finditer(line):
        place = Place(file, number, match.start() + 1, len(match[0]))
        if "![" in match[1]:
            emit(
                Diagnostic(
                    "linked-picture", place, "a picture is a link here", "put the link into the text beside the picture"
                )
            )
        for diagnostic in find_link_faults(match[2], place):
            emit(diagnostic)
        if not match[1].strip():
            emit(Diagnostic("unsafe-link", place, "a link without words stands here", "say in words where it goes"))
    target = _LINK_TARGET.match(line)
    if target:
        place = Place(file, number, target.start(1) + 1, len(target[1]))
        for diagnostic in find_link_faults(target[1], place):
            emit(diagnostic)


def _picture(
    root: Path, folder: str, match: re.Match[str], place: Place, known: dict[str, PictureFile], emit: Emit
) -> PictureFile | None:
    alt, name = match[1].strip(), match[2]
    if not alt:
        hint = "write between the brackets what the picture tells: ![what it tells](name.png)"
        emit(
            Diagnostic(
                "picture-without-alt", place, f"the picture {name} has no text for those who cannot see it", hint
            )
        )
    elif _is_file_name(alt, name):
        hint = "write between the brackets what the picture tells to those who cannot see it"
        emit(Diagnostic("picture-alt-is-file-name", place, f"“{alt}” does not say what the picture {name} tells", hint))
    line = place.source_line or ""
    # A picture that is a link is told as such.
    if line.strip() != match[0].strip() and not line[match.end() :].startswith("]("):
        hint = "give the picture a line of its own, with an empty line before and after it"
        emit(Diagnostic("picture-unusable", place, f"the picture {name} stands inside a sentence", hint))
    if not _PICTURE_NAME.match(name):
        hint = "pictures are PNG or JPEG files beside the page, named with letters, digits and hyphens"
        emit(Diagnostic("picture-unusable", place, f"“{name}” is not the name of a picture beside the page", hint))
        return None
    return known.get(name) or read_picture(root, f"{folder}/{name}", place, emit)


def _is_file_name(alt: str, name: str) -> bool:
    """Whether the words for a picture are the name of a file, or say only that it is a picture."""
    words, stem = (re.sub(r"[\W_]+", " ", text.casefold()).strip() for text in (alt, name.rsplit(".", 1)[0]))
    return words == stem or bool(_FILE_NAME.search(alt) or _MERE_PICTURE.fullmatch(words))


def _heading(file: SourceFile, number: int, first_line: int, line: str, before: int, emit: Emit) -> int:
    """The level of the last heading up to this line."""
    match = _HEADING.match(line)
    level = len(match[1]) if match else 0
    above, before_that = (file.lines[row - 1] if row >= first_line else "" for row in (number - 1, number - 2))
    # Only the first line of a paragraph becomes a heading by the line below it.
    if not match and _UNDERLINE.match(line) and above.strip() and not before_that.strip() and "#" not in above[:4]:
        level, number = (1 if line.strip().startswith("=") else 2), number - 1
        if _SIGN.match(above):
            message = "the line below makes a heading of this line, with the sign at its beginning"
            emit(Diagnostic("markdown-slip", Place(file, number, 1, len(above)), message, "leave an empty line below"))
    if not level:
        return before
    place = Place(file, number, 1, len(file.lines[number - 1]))
    _refuse_figures(file, number, file.lines[number - 1], 0, "a heading", emit)
    if level == 1:
        hint = "the title stands in the front matter; subheadings begin with ##"
        emit(Diagnostic("heading-level", place, "a heading of the first level stands inside the page", hint))
        return 1
    if level > 3 or level > before + 1:
        hint = "use ## for subheadings and ### below one of them; no level is left out"
        emit(
            Diagnostic("heading-level", place, f"this heading has {level} marks (#) after one of level {before}", hint)
        )
    return level


def _table_row(file: SourceFile, number: int, first_line: int, line: str, emit: Emit) -> None:
    """At the rule below a table's head: the rule and every row have as many cells as the head, and no head is empty."""
    if not (_TABLE_RULE.match(line) and "|" in line and number > first_line and "|" in file.lines[number - 2]):
        return
    heads = _cells(file.lines[number - 2])
    if any(not head for head in heads):
        place = Place(file, number - 1, 1, len(file.lines[number - 2]))
        emit(
            Diagnostic(
                "table-shape",
                place,
                "a column of this table has no heading",
                "write a word for each column, also the first",
            )
        )
    for row in range(number, len(file.lines) + 1):
        text = file.lines[row - 1]
        if not text.strip():
            break
        count = len(_cells(text))
        if count != len(heads):
            message = f"this row and the head of the table differ in their number of cells: {count} and {len(heads)}"
            emit(Diagnostic("table-shape", Place(file, row, 1, len(text)), message, "add or remove a | and its cell"))


def _cells(line: str) -> list[str]:
    body = line.strip().removeprefix("|").removesuffix("|")
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", body)]
