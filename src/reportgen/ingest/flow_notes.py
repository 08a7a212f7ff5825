"""Footnotes that stand among the paragraphs of a text, as they do where a page was copied: brought to what refers to them.

Comes in: blocks. Goes out: the same, in which a paragraph that begins with a raised number is the footnote of that number.
"""

import re
from dataclasses import replace

from reportgen.ingest.flow import FlowBlock, FlowRun, joined_runs

_RAISED = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_PLAIN = str.maketrans(_RAISED, "1234567890")
_BEGINS = re.compile(rf"([{_RAISED}]{{1,2}})\s*")
_ANY = re.compile(rf"(?<=[^\s{_RAISED}])([{_RAISED}]{{1,2}})")


def with_notes(flow: tuple[FlowBlock, ...]) -> tuple[FlowBlock, ...]:
    """The blocks with footnotes apart. Why: only a number that something else refers to makes one; m² stays as it is."""
    texts = {at: _BEGINS.match(block.text) for at, block in enumerate(flow) if block.kind == "paragraph"}
    begun = {at: match[1] for at, match in texts.items() if match}
    referred = {match[1] for at, block in enumerate(flow) if at not in begun for match in _ANY.finditer(block.text)}
    labels = {mark: mark.translate(_PLAIN) for mark in begun.values() if mark in referred}
    taken = {block.label for block in flow if block.kind == "footnote"}
    labels = {mark: f"n{label}" if label in taken else label for mark, label in labels.items()}
    if not labels:
        return flow
    kept: list[FlowBlock] = []
    notes: list[FlowBlock] = []
    for at, block in enumerate(flow):
        label = labels.get(begun.get(at, ""))
        if label:
            first, *rest = block.runs
            runs = joined_runs((replace(first, words=_BEGINS.sub("", first.words.lstrip(), count=1)), *rest))
            notes.append(replace(block, kind="footnote", label=label, runs=runs))
        else:
            kept.append(replace(block, runs=tuple(run for one in block.runs for run in _divided(one, labels))))
    return (*kept, *notes)


def _divided(run: FlowRun, labels: dict[str, str]) -> tuple[FlowRun, ...]:
    """The words of a run with each raised number that is a footnote's as a reference."""
    if run.kind == "footnote":
        return (run,)
    found: list[FlowRun] = []
    end = 0
    for match in _ANY.finditer(run.words):
        if match[1] in labels:
            found += [replace(run, words=run.words[end : match.start()]), FlowRun("", "footnote", labels[match[1]])]
            end = match.end()
    return (*found, replace(run, words=run.words[end:]))
