"""The blocks of a text as nodes of a tree: points as lists, tables with heads, footnotes at the end, doubts as remarks.

Comes in: blocks of a file. Goes out: nodes that the writer of Markdown can write.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from reportgen.ingest.flow import CAPTION, FlowBlock, FlowRun
from reportgen.tree import nodes
from reportgen.tree.markdown_reader import anchored, is_address, trimmed_inlines

TO_BE_COMPLETED = "[To be completed]"
# Words that `todo` finds, where no brackets can stand.
ALT_TO_BE_WRITTEN = "To be confirmed: what this picture tells"
_ADDRESS = re.compile(r"https?://[^\s<>()\[\]“”\"]*[^\s<>()\[\]“”\".,;:!?’']")
_NUMBERED = re.compile(r"\A\s*(?:Table|Tabl)\s+\d+\s*[:.–-]?\s*", re.IGNORECASE)
_NUMBER = re.compile(r"[-–—]?[£]?[\d,.]+%?\Z")


def blocks_of(flow: tuple[FlowBlock, ...], notes: tuple[FlowBlock, ...], prefix: str) -> nodes.Blocks:
    """The nodes of some blocks, with the footnotes that they refer to. Shape: `prefix` begins every id."""
    by_label = {note.label: note for note in notes}
    used = dict.fromkeys(
        run.target for block in flow for run in block.runs if run.kind == "footnote" and run.target in by_label
    )
    numbers = {label: number for number, label in enumerate(used, 1)}
    found: list[nodes.Block] = []
    for is_item, group in groupby(flow, lambda block: block.kind == "item"):
        blocks = list(group)
        found.extend([_list(blocks, numbers, prefix)] if is_item else _each(blocks, numbers, prefix))
    if used:
        found.append(nodes.Footnotes(tuple(_footnote(by_label[label], numbers, prefix) for label in used)))
    return anchored(tuple(found), prefix)


def _each(flow: list[FlowBlock], numbers: dict[str, int], prefix: str) -> Iterator[nodes.Block]:
    above: tuple[FlowRun, ...] = ()
    for at, block in enumerate(flow):
        after = flow[at + 1] if at + 1 < len(flow) else None
        if block.label == CAPTION and at and flow[at - 1].kind == "picture":
            continue
        if block.label == CAPTION and after and after.kind == "table":
            above = block.runs
            continue
        if block.doubt:
            # In the form in which new pages say what is left to do.
            yield nodes.Paragraph((nodes.Text(f"{TO_BE_COMPLETED} {block.doubt}."),))
        match block.kind:
            case "heading":
                yield nodes.Heading(block.level, "", _inlines(block.runs, {}, prefix))
            case "table":
                yield _table(block, above)
                above = ()
            case "picture":
                caption = curly(after.text) if after and after.label == CAPTION else ""
                yield nodes.Picture(block.label, block.text or ALT_TO_BE_WRITTEN, caption)
            case "paragraph" if content := _inlines(block.runs, numbers, prefix):
                yield nodes.Paragraph(content)


def _list(items: list[FlowBlock], numbers: dict[str, int], prefix: str) -> nodes.List:
    """Points of one depth as a list; deeper ones belong to the point above them."""
    depth = items[0].level
    made: list[nodes.Blocks] = []
    at = 0
    while at < len(items):
        end = at + 1
        while end < len(items) and items[end].level > depth:
            end += 1
        inner = (_list(items[at + 1 : end], numbers, prefix),) if end > at + 1 else ()
        made.append((nodes.Paragraph(_inlines(items[at].runs, numbers, prefix)), *inner))
        at = end
    return nodes.List(items[0].is_ordered, 1, tuple(made))


def _table(block: FlowBlock, caption: tuple[FlowRun, ...]) -> nodes.Table:
    """A table whose first row holds its heads. Why: a column without a head is refused, so a word is asked for.

    Shape: the number of a caption goes, since tables are numbered anew.
    """
    heads, *rows = block.cells
    numeric = [bool(rows) and all(_NUMBER.match(row[at]) or not row[at] for row in rows) for at in range(len(heads))]
    aligns: list[nodes.Align] = ["right" if is_number else "left" for is_number in numeric]
    made = [
        [nodes.Cell(_plain(words), align) for words, align in zip(row, aligns, strict=True)]
        for row in ([head or TO_BE_COMPLETED for head in heads], *rows)
    ]
    words = _NUMBERED.sub("", "".join(run.words for run in caption), count=1)
    return nodes.Table(
        "", _plain(words), (), tuple(made[0]), tuple(nodes.Row(row[0], tuple(row[1:])) for row in made[1:])
    )


def _footnote(note: FlowBlock, numbers: dict[str, int], prefix: str) -> nodes.Footnote:
    blocks = (nodes.Paragraph(_inlines(note.runs, {}, prefix)),)
    anchor = f"{prefix}--fn-{note.label}"
    return nodes.Footnote(anchor, numbers[note.label], blocks, (anchor.replace("--fn-", "--fnref-"),))


def _inlines(runs: tuple[FlowRun, ...], numbers: dict[str, int], prefix: str) -> nodes.Inlines:
    found: list[nodes.Inline] = []
    for run in runs:
        if run.kind == "footnote":
            if run.target in numbers:
                anchor = f"{prefix}--fn-{run.target}"
                own = anchor.replace("--fn-", "--fnref-")
                found.append(nodes.FootnoteReference(str(numbers[run.target]), anchor, own))
            continue
        words, inner = run.words, run.words.strip()
        if not inner or not run.kind or (run.kind == "link" and not is_address(run.target)):
            found.extend(_with_addresses(words))
            continue
        marked: nodes.Inline = (
            nodes.Strong(_plain(inner)) if run.kind == "strong" else nodes.Link(run.target, _plain(inner))
        )
        found += [nodes.Text(" " * words[:1].isspace()), marked, nodes.Text(" " * words[-1:].isspace())]
    return trimmed_inlines(tuple(found))


def _with_addresses(words: str) -> Iterator[nodes.Inline]:
    """Words, with each address in them as a link."""
    end = 0
    for match in _ADDRESS.finditer(words):
        yield nodes.Text(curly(words[end : match.start()]))
        yield nodes.Link(match[0], (nodes.Text(match[0]),))
        end = match.end()
    yield nodes.Text(curly(words[end:]))


def _plain(words: str) -> nodes.Inlines:
    return (nodes.Text(curly(" ".join(words.split()))),) if words.split() else ()


def curly(words: str) -> str:
    """Words with the quotation marks of print, as Markdown would make them of straight ones."""
    words = re.sub(r"(^|[\s(\[‘“–—/-])\"(?=\S)", r"\1“", words).replace('"', "”")
    words = re.sub(r"(^|[\s(\[“–—/-])'(?=\S)(?!\d\ds?\b)", r"\1‘", words).replace("'", "’")
    return re.sub(r"\s+", " ", words)
