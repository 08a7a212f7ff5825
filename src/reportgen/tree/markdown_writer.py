"""Blocks as Markdown that a person could have typed.

Comes in: blocks. Goes out: text that reads as the same blocks; signs are escaped only where they would be taken for markup.
"""

import re
from collections.abc import Iterator

from reportgen.tree import nodes
from reportgen.tree.markdown_reader import CAPTION_MARK
from reportgen.tree.nodes import Block, Blocks, Inline, Inlines

_RULES = {"left": "---", "right": "---:", "centre": ":---:"}
# What would be taken for markup in a line, and where a line begins. A sign that is no letter to Markdown is an entity.
_MARKUP = (
    r"""[\\`*'"]|(?<![^\W_])_|_(?![^\W_])|\{(?=\{)|(?<=\{)\{|\](?=[(\[:])|\[(?=[^\[\]]*\][(\[:]|\^)|!(?=\[)|\.{3,}|-{2,}"""
    r"""|<(?=\S)|&(?=#?[0-9a-zA-Z]+;)"""
)
_SIGNS, _SIGNS_IN_CELLS, _SIGNS_IN_LINKS = (re.compile(_MARKUP + more) for more in ("", r"|\|", r"|[\[\]|]"))
_BEGINNINGS = re.compile(
    r"(?P<sign>[#>]|[-+](?= |$)|-(?=[-: |]*$)|\|(?=[-: |]*$))|(?P<number>\d+)\.(?= |$)|(?P<other>=(?==*$)|:(?=[-: |]*$))"
)
_SPACES_AT_EDGES = re.compile(r"^(\s+)|(\s+)$")
_ENTITIES = {"<": "&lt;", "&": "&amp;"}
_TARGET = re.compile(r"""[^\s<>()\\`*_"'{}!]+\Z""")
_AUTOLINK = re.compile(r"(?:https?://[^\s<>]+|mailto:[^\s<>@]{1,64}@[^\s<>@]{1,190})\Z", re.IGNORECASE)
_REFERENCE_FIRST = re.compile(r"(\[\^[^\]]+\]):")
_LABEL = re.compile(r".*?--fn-(.+)\Z")


def write_markdown(blocks: Blocks) -> str:
    """The blocks as Markdown without front matter. Raises: ValueError for what Markdown does not have, such as a chart."""
    return "\n".join(_lines(blocks)) + "\n" if blocks else ""


def _lines(blocks: Blocks) -> Iterator[str]:
    """The lines of blocks, with an empty one between two."""
    for position, block in enumerate(blocks):
        if position:
            yield ""
        yield from _block(block)


def _block(block: Block) -> Iterator[str]:  # noqa: C901 - one case for each kind of block
    match block:
        case nodes.Paragraph(content, "") if content:
            yield from _paragraph(content)
        case nodes.Heading(level, _, content) if level in (3, 4) and content:
            words = _one_line(content)
            yield f"{'#' * (level - 1)} {words[:-1]}\\#" if words.endswith("#") else f"{'#' * (level - 1)} {words}"
        case nodes.List():
            yield from _list(block)
        case nodes.Table("", caption, (), _, _, "", ()):
            if caption:
                yield from (*_paragraph((nodes.Text(CAPTION_MARK), *caption)), "")
            yield from _table(block)
        case nodes.Picture(name, alt, caption):
            title = f' "{_attribute(caption)}"' if caption else ""
            yield f"![{_attribute(alt)}]({name}{title})"
        case nodes.Quotation(inner):
            yield from (f"> {line}" if line else ">" for line in _lines(inner))
        case nodes.CodeBlock(text):
            yield from (f"    {line}" if line else "" for line in text.split("\n"))
        case nodes.Break():
            yield "* * *"
        case nodes.Footnotes(notes):
            for position, note in enumerate(notes):
                yield from [""] if position else []
                yield from _item(f"[^{_label(note)}]: ", _lines(note.blocks))
        case _:
            raise ValueError(f"Markdown has no {type(block).__name__} such as this one")


def _list(block: nodes.List) -> Iterator[str]:
    for position, item in enumerate(block.items):
        mark = f"{block.start + position}. " if block.is_ordered else "- "
        if block.is_loose:
            yield from [""] if position else []
            yield from _item(mark, _lines(item))
        else:
            yield from _item(mark, (line for inner in item for line in _block(inner)))


def _item(mark: str, lines: Iterator[str]) -> Iterator[str]:
    """Lines after a mark, set in by the four spaces that the reader asks for."""
    for position, line in enumerate(lines):
        yield mark + line if position == 0 else f"    {line}" if line else ""


def _table(table: nodes.Table) -> Iterator[str]:
    yield _row(table.heads)
    yield "| " + " | ".join(_RULES[head.align] for head in table.heads) + " |"
    for row in table.rows:
        yield _row((row.header, *row.cells))


def _row(cells: tuple[nodes.Cell, ...]) -> str:
    return "| " + " | ".join(_one_line(cell.content, _SIGNS_IN_CELLS) for cell in cells) + " |"


def _paragraph(content: Inlines) -> Iterator[str]:
    """The lines of a paragraph: one, and another one after each break."""
    lines: list[list[Inline]] = [[]]
    for inline in content:
        if isinstance(inline, nodes.LineBreak):
            lines.append([])
        else:
            lines[-1].append(inline)
    for position, line in enumerate(lines, 1):
        yield _begun(_one_line(tuple(line))) + ("  " if position < len(lines) else "")


def _one_line(content: Inlines, signs: re.Pattern[str] = _SIGNS) -> str:
    return _edged(_inlines(content, signs))


def _edged(words: str) -> str:
    """Words whose spaces at both ends would be cut off, such as no-break ones, as entities."""
    return _SPACES_AT_EDGES.sub(lambda match: "".join(f"&#{ord(space)};" for space in match[0]), words)


def _begun(line: str) -> str:
    """A line whose first sign is not taken for the mark of a heading, a list, a quotation, a table or a footnote."""
    reference = _REFERENCE_FIRST.match(line)
    if reference:
        return f"{reference[1]}&#58;{line[reference.end() :]}"
    found = _BEGINNINGS.match(line)
    if not found:
        return line
    if found["other"]:
        return f"&#{ord(line[0])};{line[1:]}"
    return f"{found['number']}\\{line[len(found['number']) :]}" if found["number"] else f"\\{line}"


def _inlines(content: Inlines, signs: re.Pattern[str]) -> str:
    """What stands in a line. Shape: `signs` are those that would be taken for markup there."""
    written = ""
    for inline in reversed(content):
        written = _inline(inline, written, signs) + written
    return written


def _inline(inline: Inline, after: str, signs: re.Pattern[str]) -> str:
    """One inline. Shape: `after` is what stands behind it, which can make markup of its last sign."""
    match inline:
        case nodes.Text(words):
            return _text(words, after, signs)
        case nodes.Code(words):
            longest = max(map(len, re.findall("`+", words)), default=0)
            fence = "`" * (longest + 1)
            return f"{fence} {words} {fence}" if "`" in words else f"{fence}{words}{fence}"
        case nodes.FigureReference(name, ""):
            return f"{{{{ {name} }}}}"
        case nodes.FootnoteReference():
            return f"[^{_label(inline)}]"
        case nodes.Strong(inner):
            return f"**{_edged(_inlines(inner, signs))}**"
        case nodes.Emphasis(inner):
            return f"*{_edged(_inlines(inner, signs))}*"
        case nodes.Link(target, (nodes.Text(words),)) if _AUTOLINK.match(target) and target in (
            words,
            f"mailto:{words}",
        ):
            return f"<{_without_entities(words)}>"
        case nodes.Link(target, inner):
            return f"[{_inlines(inner, _SIGNS_IN_LINKS)}]({_target(target)})"
        case _:
            raise ValueError(f"Markdown has no {type(inline).__name__} such as this one")


def _text(words: str, after: str, signs: re.Pattern[str]) -> str:
    def escaped(match: re.Match[str]) -> str:
        if match.start() >= len(words):
            return match[0]
        if signs is _SIGNS_IN_LINKS and match[0] == "]":
            return "&#93;"  # since \\]: could end the name of an address
        return _ENTITIES.get(match[0]) or "".join(f"\\{sign}" for sign in match[0])

    # The first sign behind the text is looked at with it, and left as it is.
    return signs.sub(escaped, words + after[:1]).removesuffix(after[:1])


def _attribute(words: str) -> str:
    """Words beside a picture, in which no escapes are known."""
    return re.sub(
        r"""[\[\]"\\`{}<>*_!]|[^\S ]|^'|'(?=\d|$)|&(?=#?[0-9a-zA-Z]+;)""", lambda match: f"&#{ord(match[0])};", words
    )


def _target(target: str) -> str:
    target = _without_entities(target)
    return target if _TARGET.match(target) else f"<{target}>"


def _without_entities(address: str) -> str:
    """An address in which no part is taken for the name of a sign."""
    return re.sub(r"&(?=#?[0-9a-zA-Z]+;)", "&amp;", address)


def _label(note: nodes.Footnote | nodes.FootnoteReference) -> str:
    """What a footnote is called between its brackets."""
    found = _LABEL.match(note.anchor)
    if not found:
        raise ValueError(f"the footnote “{note.anchor}” was not typed in Markdown")
    return found[1]
