"""The area’s own text of a published report as Markdown pages, whatever the file is and however it is set."""

import base64
import io
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest
from click.testing import CliRunner
from foreign_pdf import foreign_pdf
from PIL import Image
from published import edition_of

from reportgen.cli import program
from reportgen.cli.paths import from_here
from reportgen.core.names import ReportKey
from reportgen.ingest.importing import captions_of
from reportgen.ingest.national import NationalWording
from reportgen.ingest.pages import ImportedPages, import_pages
from reportgen.ingest.reading import read_any
from reportgen.read.workspace_files import find_workspace

REPOSITORY = Path(__file__).parents[2]
YEAR = 2023
BODY = (
    (
        "Seven agencies met every month to look at the plans that they share, and fourteen of these meetings were open to lay members "
        "who wanted to see for themselves how a plan is made. They asked more than anybody had expected."
    ),
    (
        "The board asked for one change above all. Since the first of June each plan names who rings whom when somebody moves away at "
        "short notice, and what happens when nobody answers."
    ),
    (
        "Nobody was found who could say more about the work of the teams than those who do it every day, so this page leaves it at that "
        "and tells what they told us."
    ),
)
POINTS = ("a number to ring at night", "a second number, for when the first is busy", "a name")
NATIONAL = (
    (
        "Under Multi-Agency Public Protection Arrangements (MAPPA), agencies work together to manage the risk from individuals whose "
        "sexual, violent or terrorist offences are the most serious. The law is in sections 325 to 327B of the Criminal Justice Act 2003."
    ),
    "There are 42 areas in England and Wales. In each one, the police, probation and prison services act together as the Responsible Authority.",
)
SIGNED = "Chair of the Harbour Board and Head of Public Protection, The Probation Service"


def html(style: str = "", *, picture: str = "", note: bool = True) -> str:
    """A report of one area: an introduction that is signed, national wording, a page about the harbour."""
    mark, foot = (
        ("<sup>1</sup>", "<p class=note><sup>1</sup> The harbour closed for two weeks in May.</p>")
        if note
        else ("", "")
    )
    points = "".join(f"<li>{point}</li>" for point in POINTS)
    return f"""<html><head><style>{style}</style></head><body>
<h1>Annual report 2023/24</h1>
<h1>Introduction</h1><p>{BODY[0]}{mark}</p><p>{BODY[1]}</p><p>{SIGNED}</p>
<h1>What is MAPPA?</h1><h2>Background</h2><p>{NATIONAL[0]}</p><p>{NATIONAL[1]}</p>
<h1>Watching the harbour</h1><p>{BODY[2]}</p><p>Each plan has:</p><ul>{points}</ul>{picture}
<h2>At night</h2><p>{BODY[1]}</p>
<table><tr><td>Watch</td><td>People</td></tr><tr><td>Evening watch</td><td>14</td></tr><tr><td>Night watch</td><td>9</td></tr></table>
<p>{BODY[0]}</p>{foot}</body></html>"""


STYLE = (
    "@page { size: A5; margin: 2cm; @bottom-center { content: counter(page) } @top-left { content: 'Harbour report' } }"
    " body { font: 11pt sans-serif } .note { font-size: 8pt } sup { font-size: 6pt } td { padding-right: 4em }"
)
STYLES = {
    "one column": STYLE,
    "justified": f"{STYLE} p {{ text-align: justify }}",
    "two columns": f"{STYLE} @page {{ size: A4 }} p, ul {{ columns: 2 }} table {{ width: 100% }}",
    "no gaps": f"{STYLE} p, ul {{ margin: 0 }}",
    "serif": f"{STYLE} body {{ font: 10pt serif; line-height: 1.6 }}",
}


def as_word(picture: bytes = b"") -> bytes:
    """The same report as a Word file."""
    import docx

    document = docx.Document()
    document.add_heading("Introduction", 1)
    for words in (BODY[0], BODY[1], SIGNED):
        document.add_paragraph(words)
    document.add_heading("What is MAPPA?", 1)
    for words in NATIONAL:
        document.add_paragraph(words)
    document.add_heading("Watching the harbour", 1)
    first = document.add_paragraph()
    first.add_run("Nobody").bold = True
    first.add_run(BODY[2].removeprefix("Nobody"))
    document.add_paragraph("Each plan has:")
    for point in POINTS:
        document.add_paragraph(point, style="List Bullet")
    if picture:
        document.add_picture(io.BytesIO(picture))
    document.add_heading("At night", 2)
    document.add_paragraph(BODY[1])
    table = document.add_table(rows=3, cols=2)
    for at, (label, number) in enumerate((("Watch", "People"), ("Evening watch", "14"), ("Night watch", "9"))):
        table.cell(at, 0).text, table.cell(at, 1).text = label, number
    document.add_paragraph(BODY[0])
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def pages(data: bytes, name: str = "a.pdf") -> ImportedPages:
    """The pages of a file, for an area that has none."""
    workspace = find_workspace(REPOSITORY).value
    assert workspace is not None
    edition = edition_of(YEAR)
    key = ReportKey("annual-report", YEAR, "kent")
    return import_pages(workspace, key, edition, captions_of(edition, YEAR), read_any(data, name, with_flow=True))


def body(files: dict[str, bytes], name: str) -> str:
    """The text of a page below its front matter."""
    return files[f"content/annual-report/{YEAR}/kent/{name}.md"].decode().split("---\n", 2)[2]


EXPECTED = f"""{BODY[2]}

Each plan has:

- {POINTS[0]}
- {POINTS[1]}
- {POINTS[2]}

## At night

{BODY[1]}

"""
TABLE = """| Watch | People |
| --- | ---: |
| Evening watch | 14 |
| Night watch | 9 |

"""


@pytest.mark.pdf
@pytest.mark.parametrize("style", STYLES)
def test_a_pdf_becomes_pages(style: str) -> None:
    """Paragraphs are joined and apart, lists are lists; running heads, page numbers and national wording are gone."""
    found = pages(foreign_pdf(html(STYLES[style], note=False)))
    names = [Path(path).stem for path in found.files]
    assert names == ["introduction", "10-watching-the-harbour"]
    text = body(found.files, "10-watching-the-harbour")
    assert text.startswith(EXPECTED), text
    assert text.endswith(f"{TABLE}{BODY[0]}\n")
    assert "[To be completed] Look whether this table is as it stands in the file, p. " in text
    assert NATIONAL[0][:40] not in str(found.files)
    assert "Harbour report" not in text
    assert found.national == len(NATIONAL)


@pytest.mark.pdf
def test_a_raised_mark_in_a_table_goes_and_no_word_does() -> None:
    """A table holds no note, so the mark is no part of its cell; a word that stands apart in a cell stays in it."""
    page = html(f"{STYLE} @page {{ size: A4 }}", note=False).replace("<td>9<", "<td>9<sup>2</sup><")
    page = page.replace("Evening watch", "The watch of every evening<sup>1</sup>")
    page = page.replace("Night watch", "Night<span style='padding-left: 3em'>watch</span>")
    text = body(pages(foreign_pdf(page)).files, "10-watching-the-harbour")
    assert "| The watch of every evening | 14 |\n" in text
    assert "| Night watch | 9 |\n" in text
    assert not [letter for letter in text if "\ue000" <= letter <= "\uf8ff"]


@pytest.mark.pdf
def test_a_picture_of_a_pdf_lies_beside_its_page() -> None:
    """It stands between the paragraphs where it was, and asks for words; a small one is decoration."""
    written = io.BytesIO()
    Image.effect_noise((90, 60), 40).convert("RGB").save(written, "PNG")
    address = f"data:image/png;base64,{base64.b64encode(written.getvalue()).decode()}"
    picture = f'<p><img src="{address}" style="width: 5cm"></p><p><img src="{address}" style="width: 4mm"></p>'
    found = pages(foreign_pdf(html(STYLE, picture=picture, note=False)))
    text = body(found.files, "10-watching-the-harbour")
    assert text.count("![") == 1
    assert "- a name\n\n![To be confirmed: what this picture tells](picture-1.png)\n\n## At night" in text
    with Image.open(io.BytesIO(found.files[f"content/annual-report/{YEAR}/kent/picture-1.png"])) as drawn:
        assert drawn.size == (90, 60)


@pytest.mark.pdf
def test_a_signature_and_a_footnote_stand_at_their_places() -> None:
    """Who signs goes into the front matter; the small note at the foot of a page is what the raised number leads to."""
    text = html(
        "body { font: 8pt sans-serif } .note { font-size: 6pt; position: absolute; bottom: 0 } sup { font-size: 5pt }"
    )
    found = pages(foreign_pdf(text))
    page = found.files[f"content/annual-report/{YEAR}/kent/introduction.md"].decode()
    assert f'signature: ["{SIGNED}"]' in page
    assert page.split("---\n")[2] == f"{BODY[0]}[^1]\n\n{BODY[1]}\n\n[^1]: The harbour closed for two weeks in May.\n"


def test_a_word_file_becomes_pages() -> None:
    """Styles say what is a heading, a point and a table; words that are bold stay so; a picture lies beside the page."""
    written = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(written, "PNG")
    found = pages(as_word(written.getvalue()), "a.docx")
    text = body(found.files, "10-watching-the-harbour")
    picture = "![To be confirmed: what this picture tells](picture-1.png)\n\n"
    assert text == (
        EXPECTED.replace("Nobody", "**Nobody**").replace("## At night", f"{picture}## At night")
        + TABLE
        + BODY[0]
        + "\n"
    )
    assert found.files[f"content/annual-report/{YEAR}/kent/picture-1.png"] == written.getvalue()
    assert SIGNED in found.files[f"content/annual-report/{YEAR}/kent/introduction.md"].decode()


def test_a_web_page_and_a_text_become_pages() -> None:
    """Both have headings, paragraphs and points of their own."""
    found = pages(html(note=False).encode(), "a.html")
    assert body(found.files, "10-watching-the-harbour") == EXPECTED + TABLE + BODY[0] + "\n"
    points = "\n".join(f"• {point}" for point in POINTS)
    lines = [
        "Introduction",
        BODY[0],
        "What is MAPPA?",
        *NATIONAL,
        "Watching the harbour",
        BODY[2],
        "Each plan has:",
        points,
    ]
    found = pages("\n\n".join(lines).encode(), "a.txt")
    assert body(found.files, "10-watching-the-harbour").startswith(EXPECTED.split("## At night")[0].rstrip())


def test_the_caption_of_a_table_is_kept_without_its_number() -> None:
    """Tables are numbered anew in each report, so a number that was printed is none of its words."""
    import docx

    page = html(note=False).replace("<table>", "<table><caption>Table 4: Who keeps watch</caption>")
    document = docx.Document(io.BytesIO(as_word()))
    table = document.tables[0]._tbl
    table.addprevious(document.add_paragraph("Table 4. Who keeps watch", style="Caption")._p)
    written = io.BytesIO()
    document.save(written)
    for found in (pages(page.encode(), "a.html"), pages(written.getvalue(), "a.docx")):
        text = body(found.files, "10-watching-the-harbour")
        assert "\n\nTable: Who keeps watch\n\n| Watch | People |\n" in text
        assert text.count("keeps watch") == 1


def test_a_note_among_the_paragraphs_is_brought_to_its_number() -> None:
    """A paragraph that begins with a raised number is the footnote of that number; m² is none."""
    lines = ["Introduction", f"{BODY[0]}¹", "¹ Not in May.", f"{BODY[1]} The yard has 40 m² of room."]
    found = pages("\n\n".join(lines).encode(), "a.txt")
    assert body(found.files, "introduction") == (
        f"{BODY[0]}[^1]\n\n{BODY[1]} The yard has 40 m² of room.\n\n[^1]: Not in May.\n"
    )


def test_signs_of_markdown_in_words_stay_words() -> None:
    """Asterisks, tags and braces of a file are printed as they stand there."""
    found = pages(f"Introduction\n\nA *b* <u>c</u> {{{{ d }}}} {BODY[0]}\n".encode(), "a.txt")
    assert body(found.files, "introduction").startswith(r"A \*b\* &lt;u>c&lt;/u> \{\{ d }} Seven agencies")


def test_likeness_tells_national_wording_from_local_text() -> None:
    """What the edition says, also in other words, is like it; what an area says is not."""
    wording = NationalWording(edition_of(YEAR), ())
    reworded = (
        "Agencies work together under these arrangements, called MAPPA, to manage the risk from individuals with the most serious "
        "sexual, violent or terrorist offences, under the Criminal Justice Act 2003."
    )
    assert wording.likeness(NATIONAL[0]) > 0.9
    assert wording.likeness(reworded) > 0.5
    assert max(map(wording.likeness, BODY)) < 0.34


# The command.


def run(root: Path, *words: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    result = CliRunner().invoke(program, [*words, "--workspace", str(root)], prog_name="reportgen")
    return result.exit_code, result.output


PAGES = "content/annual-report/2024/testshire"


@pytest.fixture
def published(good: Path) -> Path:
    """The report of Testshire as it was published, as a Word file; its pages are gone from the workspace."""
    assert run(good, "build", "testshire", "2024", "--format", "docx")[0] == 0
    path = good.parent / "published.docx"
    (good / "build/annual-report/2024/testshire/report.docx").rename(path)
    return path


def test_pages_that_are_there_stay(good: Path, published: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """No page is replaced; where the report has pages of its own, none is added to them."""
    (good / PAGES / "30-of-elsewhere.md").write_text("---\ntitle: Of elsewhere\n---\nWords.\n", encoding="utf-8")
    before = tree(good)
    code, told = run(good, "import", str(published), "--area", "testshire", "--year", "2024")
    assert code == 0, told
    assert "Pages: none were taken, since the report has pages of its own" in told
    assert tree(good) == before


def test_a_missing_page_is_written_and_a_trial_writes_nothing(good: Path, published: Path) -> None:
    """What was lost comes back with the words that it had; with --dry-run it is only named."""
    path = good / PAGES / "introduction.md"
    before = path.read_text(encoding="utf-8")
    path.unlink()
    words = ("import", str(published), "--area", "testshire", "--year", "2024")
    code, told = run(good, *words, "--dry-run")
    assert (code, f"would write {from_here(path)}" in told, path.exists()) == (0, True, False), told
    code, told = run(good, *words)
    assert (code, f"wrote {from_here(path)}" in told) == (0, True), told
    first = next(line for line in before.split("---\n")[2].splitlines() if len(line.split()) > 6 and line[:1].isalpha())
    assert " ".join(first.split()[:4]) in path.read_text(encoding="utf-8")


def test_words_left_out_are_told_where_no_page_is_the_areas_own(good: Path) -> None:
    """A file of national wording alone makes no page, and what the edition has not is told all the same."""
    rmtree(good / PAGES)
    own = "The harbour was closed for fourteen days in May."
    national = "Each letter beside a table leads to one of these notes."
    file = good.parent / "published.html"
    file.write_text(f"<h1>Explanation of the tables</h1><p>{national * 3}</p><p>{own}</p>", encoding="utf-8")
    code, told = run(good, "import", str(file), "--area", "testshire", "--year", "2024", "--dry-run")
    assert code == 0, told
    assert "Pages: none is the area’s own; 2 paragraphs, points and tables are national wording" in told
    assert f"left out among the national wording, and not in edition 2024.1: “{own}”" in told
