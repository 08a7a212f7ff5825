"""What a page can hold besides its text: who signs it, lines that are broken by hand, years with an apostrophe."""

from pathlib import Path

import pytest
from malformed import KEY, PAGE

from reportgen.commands.build import prepare
from reportgen.read.workspace_files import find_workspace
from reportgen.tree.nodes import Footnotes, Group, LineBreak, Paragraph, Section, Text


def introduction(good: Path, text: str, head: str = "") -> Section:
    """The introduction with this text, as a part of the document."""
    (good / PAGE).write_text(f"---\ntitle: Introduction\n{head}---\n{text}\n", encoding="utf-8")
    workspace = find_workspace(good).value
    assert workspace is not None
    prepared = prepare(workspace, KEY, strict=False)
    assert prepared.value is not None, prepared.diagnostics
    return next(section for section in prepared.value.tree.sections if section.anchor == "introduction")


@pytest.mark.parametrize(
    ("typed", "lines"),
    [
        ("Chair of the board", ["Chair of the board"]),
        ("[Chair of the board, Testshire Police]", ["Chair of the board", "Testshire Police"]),
        ('\n  - Chair, for both\n  - "Police: all"', ["Chair, for both", "Police: all"]),
    ],
)
def test_a_page_is_signed_at_its_end(typed: str, lines: list[str], good: Path) -> None:
    """Each line is a paragraph of the signature, above the end notes; the first is the role."""
    section = introduction(good, "Words[^a].\n\n[^a]: A note.", f"signature: {typed}\n")
    *_, signature, notes = section.blocks
    assert isinstance(notes, Footnotes)
    assert isinstance(signature, Group)
    assert signature.role == "signature"
    assert signature.blocks == tuple(
        Paragraph((Text(line),), "" if number else "signature-role") for number, line in enumerate(lines)
    )


def test_a_backslash_begins_a_new_line(good: Path) -> None:
    """At the end of a line only; elsewhere it stands for itself or takes the meaning from the sign behind it."""
    section = introduction(good, "1 High Street\\\nTesttown\\\nTestshire, \\* and a\\b")
    assert section.blocks == (
        Paragraph(
            (Text("1 High Street"), LineBreak(), Text("Testtown"), LineBreak(), Text("Testshire, * and a\\b")), ""
        ),
    )


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Class of '25", "Class of ’25"),
        ("the '90s", "the ’90s"),
        ("in '24/25", "in ’24/25"),
        ("('25)", "(’25)"),
        ("He said '25 people' today", "He said ‘25 people’ today"),
        ("'25' it says", "‘25’ it says"),
        ("it's '5'", "it’s ‘5’"),
    ],
)
def test_a_year_with_an_apostrophe_has_that_mark(typed: str, printed: str, good: Path) -> None:
    """’25, unless the words are a quotation that ends in the same line."""
    assert introduction(good, typed).blocks == (Paragraph((Text(printed),), ""),)
