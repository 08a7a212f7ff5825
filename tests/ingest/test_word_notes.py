"""Footnotes and endnotes of Word files, whichever program wrote them: brought to their places, and compared as words."""

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from reportgen.cli import program
from reportgen.ingest.reading import read_any
from reportgen.ingest.rows import NOTES, Unreadable

W = nsdecls("w")
SEPARATOR = '<w:footnote w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
MARK = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>'
FIRST = f'<w:footnote w:id="7"><w:p>{MARK}<w:r><w:t xml:space="preserve"> It closed in </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>May</w:t></w:r></w:p></w:footnote>'
SECOND = (
    '<w:footnote w:type="normal" w:id="2"><w:p><w:r><w:t>* Read </w:t></w:r>'
    '<w:hyperlink r:id="rId1"><w:r><w:t>the plan</w:t></w:r></w:hyperlink></w:p><w:p><w:r><w:t>in full.</w:t></w:r></w:p></w:footnote>'
)
UNUSED = '<w:footnote w:id="9"><w:p><w:r><w:t>Nothing leads here.</w:t></w:r></w:p></w:footnote>'
ENDNOTE = '<w:endnote w:id="1"><w:p><w:r><w:t>Told by the harbour board.</w:t></w:r></w:p></w:endnote>'
BODY = "Seven agencies met every month to look at the plans that they share, and asked for one change above all."


def reference(kind: str, number: int) -> str:
    """A run that leads to a note."""
    return f'<w:r {W}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def with_notes(*, footnotes: str = SEPARATOR + UNUSED + SECOND + FIRST, title: str = "Introduction") -> bytes:
    """A Word file with two footnotes, the later of which stands first in the file, an endnote, and a note that is led to twice."""
    document = docx.Document()
    document.add_heading(title, 1)
    paragraph = document.add_paragraph(BODY)
    paragraph._p.append(parse_xml(f'<w:bookmarkStart {W} w:id="5" w:name="_RefNote"/>'))
    paragraph._p.append(parse_xml(reference("footnote", 7)))
    paragraph._p.append(parse_xml(f'<w:bookmarkEnd {W} w:id="5"/>'))
    paragraph.add_run(" The harbour had one more")
    paragraph._p.append(
        parse_xml(f'<w:r {W}><w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t>*</w:t></w:r>')
    )
    paragraph.add_run(", and so it went on.")
    paragraph._p.append(parse_xml(reference("endnote", 1)))
    again = document.add_paragraph("It closed again")
    for part in (
        '<w:fldChar w:fldCharType="begin"/>',
        r"<w:instrText> NOTEREF _RefNote \f \h </w:instrText>",
        '<w:fldChar w:fldCharType="separate"/>',
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t>',
        '<w:fldChar w:fldCharType="end"/>',
    ):
        again._p.append(parse_xml(f"<w:r {W}>{part}</w:r>"))
    again.add_run(" in June, as it had been agreed upon.")
    package = document.part.package
    for kind, xml, types in (
        ("footnotes", footnotes, (CONTENT_TYPE.WML_FOOTNOTES, RELATIONSHIP_TYPE.FOOTNOTES)),
        ("endnotes", ENDNOTE, (CONTENT_TYPE.WML_ENDNOTES, RELATIONSHIP_TYPE.ENDNOTES)),
    ):
        data = f"<w:{kind} {nsdecls('w', 'r')}>{xml}</w:{kind}>".encode()
        part = Part(PackURI(f"/word/{kind}.xml"), types[0], data, package)
        part.relate_to("https://www.gov.uk/", RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        document.part.relate_to(part, types[1])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def test_notes_are_led_to_from_their_places() -> None:
    """Both kinds are counted as the text leads to them, a second reference leads to the same one, and a typed mark is none of the words."""
    *blocks, first, second, third = read_any(with_notes(), "a.docx", with_flow=True).flow
    texts = ["".join(run.words or f"[^{run.target}]" for run in block.runs) for block in blocks]
    assert texts[1] == f"{BODY}[^1] The harbour had one more[^2], and so it went on.[^3]"
    assert texts[2] == "It closed again[^1] in June, as it had been agreed upon."
    assert [(one.kind, one.label, one.place, one.text) for one in (first, second, third)] == [
        ("footnote", "1", "footnote 1", "It closed in May"),
        ("footnote", "2", "footnote 2", "Read the plan in full."),
        ("footnote", "3", "endnote 1", "Told by the harbour board."),
    ]
    assert [(run.kind, run.target) for run in second.runs if run.kind] == [("link", "https://www.gov.uk/")]
    assert [run.words for run in first.runs if run.kind == "strong"] == ["May"]


def test_notes_are_rows_behind_the_text() -> None:
    """Each note that is led to stands behind all else, and no mark that leads to one is a word."""
    rows = read_any(with_notes(), "a.docx").rows
    assert [(row.place, row.text, row.part) for row in rows][1:] == [
        ("paragraph 2", f"{BODY} The harbour had one more*, and so it went on.", ""),
        ("paragraph 3", "It closed again in June, as it had been agreed upon.", ""),
        ("footnote 1", "It closed in May", NOTES),
        ("footnote 2", "* Read the plan", NOTES),
        ("footnote 2", "in full.", NOTES),
        ("endnote 1", "Told by the harbour board.", NOTES),
    ]


def test_broken_notes_are_told() -> None:
    """A part of notes that is no XML stops the reading, and says so."""
    with pytest.raises(Unreadable, match="the footnotes of this Word file are broken"):
        read_any(with_notes(footnotes="<w:footnote"), "a.docx")


# The commands.


def run(root: Path, *words: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    result = CliRunner().invoke(program, [*words, "--workspace", str(root)], prog_name="reportgen")
    return result.exit_code, result.output


PAGE = "content/annual-report/2024/testshire/introduction.md"
NOTED = """
A line of the introduction.[^b] Another one[^a] and again.[^b]

| Course | Where |
| --- | --- |
| One | Here[^a], and there[^c] |

[^c]: What only a table leads to.
[^a]: About the other one, with a [link](https://www.gov.uk/).
[^b]: About the line.
"""


@pytest.fixture
def published(good: Path) -> Path:
    """The report of Testshire, with notes on two pages, as it was published as a Word file."""
    with (good / PAGE).open("a", encoding="utf-8") as stream:
        stream.write(NOTED)
    assert run(good, "build", "testshire", "2024", "--format", "docx")[0] == 0
    path = good.parent / "published.docx"
    (good / "build/annual-report/2024/testshire/report.docx").rename(path)
    return path


def test_a_report_with_notes_is_wholly_the_same(good: Path, published: Path) -> None:
    """Every word stands in both in one order; a word that changes in a note is told alone, at its place."""
    compare = ("compare", "testshire", "2024", "--published", str(published))
    code, told = run(good, *compare)
    assert (code, "(100%)" in told, "Lost" in told, "Added" in told) == (0, True, False, False), told
    text = (good / PAGE).read_text(encoding="utf-8")
    (good / PAGE).write_text(text.replace("[^b]: About the line.", "[^b]: About one line."), encoding="utf-8")
    code, told = run(good, *compare)
    assert code == 0
    assert "Lost: published, and not in the report (1 word in 1 place):\n  footnote 1, beside end note 1: the" in told
    assert "Added: in the report alone (1 word in 1 place):\n  end note 1, beside footnote 1: one" in told


def test_notes_come_back_as_end_notes(good: Path, published: Path) -> None:
    """What is imported from the file has its notes where they were; one that a table alone leads to is told."""
    (good / PAGE).unlink()
    code, told = run(good, "import", str(published), "--area", "testshire", "--year", "2024")
    assert code == 0, told
    assert "footnote 3: left out, since no text of a page leads to it: “What only a table leads to.”" in told, told
    text = (good / PAGE).read_text(encoding="utf-8")
    assert "A line of the introduction.[^1] Another one[^2] and again.[^1]" in text
    assert "[^1]: About the line.\n" in text
    assert "[^2]: About the other one, with a [link](https://www.gov.uk/).\n" in text
    code, told = run(good, "compare", "testshire", "2024", "--published", str(published))
    assert (code, "Lost: published, and not in the report (6 words in 1 place):\n  footnote 3" in told) == (0, True), (
        told
    )
