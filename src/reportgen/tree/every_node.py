"""A small document that has a node of every kind, on which a theme is tried."""

from dataclasses import replace

from reportgen.tree import nodes

_WORDS = (nodes.Text("Words"),)
_NOTE = nodes.NoteReference("a", "note-term", "Term")
_HEADS = (
    nodes.Cell(_WORDS, gloss="In other words"),
    nodes.Cell((nodes.Text("Category 1: name"), _NOTE), "right", is_total=True),
)
_FIGURE = nodes.FigureReference("table.row.column", "1,234\xa0[r]")
_ROWS = (
    nodes.Row(nodes.Cell(_WORDS), (nodes.Cell((_FIGURE,), "right"),), group="Group"),
    nodes.Row(nodes.Cell(_WORDS), (nodes.Cell((_FIGURE,), "right", is_shorthand=True),), is_total=True),
)
_TABLE = nodes.Table("table-1", _WORDS, (_NOTE,), _HEADS, _ROWS, "table", ("[r] means revised.",))
_PAGE_TABLE = nodes.Table("", (), (), (nodes.Cell(()), nodes.Cell(_WORDS, "centre")), _ROWS)
_SERIES = (nodes.Series("Series", (nodes.Point("2023", None, "not shown here"), nodes.Point("2024", 12, "12"))),)
_INLINES = (
    *_WORDS,
    nodes.LineBreak(),
    nodes.Code("code"),
    _FIGURE,
    _NOTE,
    nodes.FootnoteReference("1", "fn-1", "fnref-1"),
    nodes.Strong(_WORDS),
    nodes.Emphasis(_WORDS),
    nodes.LanguageSpan("cy", _WORDS),
    nodes.Link("#table-1", _WORDS),
)
_PARAGRAPH = nodes.Paragraph(_INLINES)
_BLOCKS = (
    nodes.Paragraph(_WORDS, "lead"),
    nodes.Heading(3, "section--heading", _WORDS),
    nodes.Heading(4, "section--lower", _WORDS),
    _PARAGRAPH,
    nodes.List(False, 1, ((_PARAGRAPH, nodes.List(True, 3, ((_PARAGRAPH,),))),)),
    nodes.List(True, 1, ((_PARAGRAPH, _PARAGRAPH),), is_loose=True),
    _TABLE,
    replace(_TABLE, anchor="table-2", notes=(), name="other", shows_caption=False),
    _PAGE_TABLE,
    nodes.Chart("chart", "chart-1", "Measure", "Alt", _SERIES, _PAGE_TABLE, ("[x] means not available.",)),
    nodes.Picture("picture.png", "Alt", "Caption", 40, 30),
    nodes.Quotation((_PARAGRAPH,)),
    nodes.Group("signature", (_PARAGRAPH,)),
    nodes.CodeBlock("code"),
    nodes.Break(),
    nodes.KeyFigures((nodes.KeyFigure(_FIGURE, "label", "12 more"),)),
    nodes.KeyFindings((nodes.KeyFinding(_FIGURE, "label", "up 12", "up", _SERIES[0].points, ("A remark.",)),)),
    nodes.Notes((nodes.Note("note-term", "a", "Term", (_PARAGRAPH,), (nodes.Link("#table-1", _WORDS),)),)),
    nodes.Footnotes((nodes.Footnote("fn-1", 1, (_PARAGRAPH,), ("fnref-1",)),)),
)

EVERY_NODE = nodes.DocumentTree(
    language="en-GB",
    title="Subject: annual report",
    type="Annual report",
    subject="Subject",
    author="Board",
    description="Annual report: subject.",
    published="2024-10-31",
    is_draft=True,
    called="report",
    contents_title="Contents",
    cover=(nodes.Heading(1, "", _WORDS), nodes.Paragraph(_WORDS, "cover-draft")),
    sections=(
        nodes.Section("findings", "Findings", (_PARAGRAPH,), "findings"),
        nodes.Section("section", "Section", _BLOCKS),
        nodes.Section("page", "Page", (_PARAGRAPH,), "page"),
        nodes.Section("closing", "Closing", (_PARAGRAPH,), "closing"),
    ),
)
