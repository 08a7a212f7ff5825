"""Markdown pages with front matter: an area's own pages, and the sections and notes of an edition.

Comes in: a Markdown file. Goes out: its front matter as a shape and its body as HTML, every fault with its line.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from reportgen.core.diagnostic import Diagnostic, Place, Say, SourceFile
from reportgen.read.located_yaml import parse_yaml
from reportgen.read.markdown_text import FIGURE_USE, LINK_SCHEMES, MarkdownHtml, render_markdown
from reportgen.read.pictures import Picture, read_picture
from reportgen.read.shapes import PageShape, Shape, read_shape
from reportgen.read.text import Digest, read_text

Front = TypeVar("Front", bound=Shape)
_PICTURE = re.compile(r"!\[([^\]]*)\]\(\s*<?([^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*)\]\(\s*<?([^\s)>]*)>?(?:\s+\"[^\"]*\")?\s*\)")
_LINK_TARGET = re.compile(r"^ {0,3}\[(?!\^)[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)")
_TAG = re.compile(r"<(?:/?[a-zA-Z][^>\s]*(?:\s[^>]*)?>|!--|!\w|\?)")
_AUTOLINK = re.compile(r"<(?:https?:|mailto:)[^>\s]*>|<[^@\s<>]+@[^@\s<>]+>", re.IGNORECASE)
_TEMPLATE = re.compile(r"\{\{.*?(?:\}\}|$)|\{%|\{#")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:\s|$)")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)\s*$")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?\s*$")
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
    content: MarkdownHtml
    figure_uses: tuple[FigureUse, ...]
    pictures: tuple[Picture, ...]

    @property
    def order(self) -> tuple[int, str]:
        """Where the page stands among the others."""
        return (self.front.order if self.front.order is not None else 10_000, self.name)


def read_page(root: Path, path: str, say: Say) -> tuple[Page, Digest] | None:
    """One local page, with no content when something in it is an error; None when it has no title.

    Errors: those of reading text and front matter; empty-page, raw-html, unsafe-link, linked-picture, picture-missing,
    picture-unusable, picture-without-alt, heading-level, table-shape, template-syntax.
    """
    read = read_text(root, path, say)
    if read is None:
        return None
    file, digest = read
    found: list[Diagnostic] = []
    front, first_line = read_front_matter(file, PageShape, found.append)
    uses, pictures = _lint(root, path, file, first_line, found.append)
    body = "\n".join(file.lines[first_line - 1 :])
    if not body.strip() and front is not None:
        message = f"“{front.title}” has no text below its front matter"
        found.append(Diagnostic("empty-page", Place(file, 1, 1), message, "write the page, or remove the file"))
    for diagnostic in found:
        say(diagnostic)
    if front is None:
        return None
    name = path.rsplit("/", 1)[-1].removesuffix(".md")
    # What has faults is not rendered, but still read, so that its names of figures and its words are checked in the same run.
    has_errors = any(diagnostic.is_error for diagnostic in found)
    content = MarkdownHtml("", ()) if has_errors else render_markdown(body, page_anchor(name))
    return Page(name, front, file, first_line, content, tuple(uses), tuple(pictures)), digest


def page_anchor(name: str) -> str:
    """The id of a page in the report: its file name without a leading number."""
    return re.sub(r"^\d+-", "", name) or name


def read_front_matter(file: SourceFile, shape: type[Front], say: Say) -> tuple[Front | None, int]:
    """The values between the two lines of three hyphens, and the line on which the body begins.

    Errors: front-matter and those of its values.
    """
    hint = "the first lines are “---”, then “title: …”, then “---”"
    if not any(line.strip() for line in file.lines):
        say(Diagnostic("empty-page", Place(file, 1, 1), f"{file.path} is empty", hint))
        return None, 1
    if file.lines[0].rstrip() != "---":
        say(Diagnostic("front-matter", Place(file, 1, 1), "the page does not begin with its front matter", hint))
        return None, 1
    end = next((number for number, line in enumerate(file.lines[1:], 2) if line.rstrip() == "---"), None)
    if end is None:
        say(
            Diagnostic("front-matter", Place(file, 1, 1), "the front matter has no closing line of three hyphens", hint)
        )
        return None, len(file.lines) + 1
    text = "\n".join(file.lines[1 : end - 1]) + "\n"
    found: list[Diagnostic] = []
    node = parse_yaml(file, found.append, first_line=2, text=text)
    for diagnostic in found:
        say(diagnostic)
    if found:
        return None, end + 1
    return read_shape(shape, node, Place(file, 1, 1), say), end + 1


def _lint(root: Path, path: str, file: SourceFile, first_line: int, say: Say) -> tuple[list[FigureUse], list[Picture]]:
    """Looks through the body line by line for what a report cannot hold."""
    uses: list[FigureUse] = []
    pictures: dict[str, Picture] = {}
    folder = path.rsplit("/", 1)[0]
    level = 1
    for number in range(first_line, len(file.lines) + 1):
        typed = file.lines[number - 1]
        line = re.sub(r"`[^`]*`", lambda match: " " * len(match[0]), typed)
        uses.extend(_figure_uses(file, number, line, say))
        _find_tags(file, number, line, say)
        _find_links(file, number, line, say)
        for match in _PICTURE.finditer(line):
            picture = _picture(root, folder, match, Place(file, number, match.start() + 1, len(match[0])), say)
            if picture:
                pictures[picture.name] = picture
        level = _heading(file, number, first_line, line, level, say)
        _table_row(file, number, first_line, line, say)
    return uses, list(pictures.values())


def _figure_uses(file: SourceFile, number: int, line: str, say: Say) -> list[FigureUse]:
    uses = []
    for match in _TEMPLATE.finditer(line):
        place = Place(file, number, match.start() + 1, len(match[0]))
        named = FIGURE_USE.fullmatch(match[0])
        if named:
            uses.append(FigureUse(named[1], place))
        else:
            hint = "a figure is printed as {{ table.row.column }}; nothing else in such brackets is used"
            say(Diagnostic("template-syntax", place, f"“{match[0]}” is not the name of a figure", hint))
    return uses


def _find_tags(file: SourceFile, number: int, line: str, say: Say) -> None:
    without_links = _AUTOLINK.sub(lambda match: " " * len(match[0]), line)
    for match in _TAG.finditer(without_links):
        place = Place(file, number, match.start() + 1, len(match[0]))
        hint = "pages are Markdown alone; write &lt; where a < is meant"
        say(Diagnostic("raw-html", place, "HTML stands here", hint))


def _find_links(file: SourceFile, number: int, line: str, say: Say) -> None:
    for match in _LINK.finditer(line):
        place = Place(file, number, match.start() + 1, len(match[0]))
        if "![" in match[1]:
            say(
                Diagnostic(
                    "linked-picture", place, "a picture is a link here", "put the link into the text beside the picture"
                )
            )
        _check_target(match[2], place, say)
        if not match[1].strip():
            say(Diagnostic("unsafe-link", place, "a link without words stands here", "say in words where it goes"))
    target = _LINK_TARGET.match(line)
    if target:
        _check_target(target[1], Place(file, number, target.start(1) + 1, len(target[1])), say)


def _check_target(target: str, place: Place, say: Say) -> None:
    scheme = target.split(":", 1)[0].lower() if ":" in target else ""
    if scheme in LINK_SCHEMES and len(target) > len(scheme) + 1:
        return
    message = f"the link goes to “{target}”, which is no address" if target else "the link goes nowhere"
    hint = "links go to a web address (https://…), an e-mail address (mailto:…) or a telephone number (tel:…)"
    say(Diagnostic("unsafe-link", place, message, hint))


def _picture(root: Path, folder: str, match: re.Match[str], place: Place, say: Say) -> Picture | None:
    alt, name = match[1].strip(), match[2]
    if not alt:
        hint = "write between the brackets what the picture tells: ![what it tells](name.png)"
        say(
            Diagnostic(
                "picture-without-alt", place, f"the picture {name} has no text for those who cannot see it", hint
            )
        )
    line = place.source_line or ""
    # A picture that is a link is told as such.
    if line.strip() != match[0].strip() and not line[match.end() :].startswith("]("):
        hint = "give the picture a line of its own, with an empty line before and after it"
        say(Diagnostic("picture-unusable", place, f"the picture {name} stands inside a sentence", hint))
    if not _PICTURE_NAME.match(name):
        hint = "pictures are PNG or JPEG files beside the page, named with letters, digits and hyphens"
        say(Diagnostic("picture-unusable", place, f"“{name}” is not the name of a picture beside the page", hint))
        return None
    return read_picture(root, f"{folder}/{name}", place, say)


def _heading(file: SourceFile, number: int, first_line: int, line: str, before: int, say: Say) -> int:
    """The level of the last heading up to this line."""
    match = _HEADING.match(line)
    level = len(match[1]) if match else 0
    above = file.lines[number - 2] if number > first_line else ""
    if (
        not match
        and _UNDERLINE.match(line)
        and above.strip()
        and "|" not in above
        and not above.lstrip().startswith((">", "-", "*", "#"))
    ):
        level, number = (1 if line.strip().startswith("=") else 2), number - 1
    if not level:
        return before
    place = Place(file, number, 1, len(file.lines[number - 1]))
    if level == 1:
        hint = "the title stands in the front matter; subheadings begin with ##"
        say(Diagnostic("heading-level", place, "a heading of the first level stands inside the page", hint))
        return 1
    if level > 3 or level > before + 1:
        hint = "use ## for subheadings and ### below one of them; no level is left out"
        say(Diagnostic("heading-level", place, f"this heading has {level} marks (#) after one of level {before}", hint))
    return level


def _table_row(file: SourceFile, number: int, first_line: int, line: str, say: Say) -> None:
    """At the rule below a table's head: every row has as many cells as the head, and no head is empty."""
    if not (_TABLE_RULE.match(line) and "|" in line and number > first_line and "|" in file.lines[number - 2]):
        return
    heads = _cells(file.lines[number - 2])
    if any(not head for head in heads):
        place = Place(file, number - 1, 1, len(file.lines[number - 2]))
        say(
            Diagnostic(
                "table-shape",
                place,
                "a column of this table has no heading",
                "write a word for each column, also the first",
            )
        )
    for row in range(number + 1, len(file.lines) + 1):
        text = file.lines[row - 1]
        if not text.strip() or "|" not in text:
            break
        count = len(_cells(text))
        if count != len(heads):
            message = f"this row has {count} cells, and the head of the table has {len(heads)}"
            say(Diagnostic("table-shape", Place(file, row, 1, len(text)), message, "add or remove a | and its cell"))


def _cells(line: str) -> list[str]:
    body = line.strip().removeprefix("|")
    body = body[:-1] if body.endswith("|") and not body.endswith("\\|") else body
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", body)]
