"""Pages in memory and on their own: what is read of each, and each fault at its place."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from blocks import outline, typed

from reportgen.core.diagnostic import Diagnostic
from reportgen.read.pages import read_page

PICTURES = Path(__file__).parents[1] / "workspaces/good/content/annual-report/2024/testshire"
TABLE = "| Head | Two |\n|---|--:|\n| a | 1 |"
BODIES = [
    "Text.",
    " ",
    "{{ a.b }} and {{a.b.c}} and {{ a }} and {{ a.b.c.d }}",
    "{{ a.b",
    "{% for %} and {# remark #} and {{ }}",
    "`{{ a.b }}` and `<b>` and `[a](b)`",
    "<b>Bold</b> and <br/> and <!-- remark --> and <!DOCTYPE x> and <?php ?> and 1 < 2 and a<b",
    "<https://a.example> and <mailto:a@b.example> and <a@b.example> and <HTTP://a.example> and <ftp://a>",
    "[a](https://a.example) [b](mailto:a@b.example) [c](tel:+44) [d](HTTP://a.example)",
    '[a](javascript:x) [b](#here) [c](other.md) [d]() [e](https:) [f](<other> "title")',
    "[](https://a.example) and [ ](https://a.example)",
    "[a\nb](other)",
    "[one]\n\n[one]: https://a.example\n[two]: other.md\n   [three]: <four>\n    [five]: six\n[^note]: seven",
    "[![A chart](attendance.png)](https://a.example)",
    "![A chart](attendance.png)",
    '![A chart](attendance.png "Title")',
    "![](attendance.png)",
    "![ ](attendance.png)\n\n![A chart](attendance.png)",
    "A ![chart](attendance.png) inside.",
    "![A chart](attendance.png) ",
    "![A chart](gone.png)",
    "![A chart](folder/attendance.png)",
    "![A chart](attendance.gif) ",
    "![A chart](-attendance.png)",
    "![{{ a.b }}](attendance.png)",
    "![A chart][one]\n\n[one]: attendance.png",
    "![A chart](attendance.png 'Title')",
    "![A [chart]](attendance.png)",
    "# One",
    "## One\n\n### Two\n\n#### Three",
    "### One",
    "## One\n\n#### Two\n\n## Three",
    "##### One",
    "One\n===",
    "One\n---",
    "One\n\n---",
    "> One\n---",
    "- One\n---",
    "One\ntwo\n---\n\n## Three\n\n### Four",
    "1. One\n---",
    "1) One\n2) Two",
    "   12) One",
    "* One\n---",
    "# One\n---",
    "| One |\n---",
    "   One\n   ---",
    "---",
    "## {{ a.b }}",
    "{{ a.b }}\n---",
    "## One {{ a.b",
    TABLE,
    TABLE + "\n| b |\n| c | 2 | 3 |\n\n| d |",
    TABLE + "\n| b |\nText.\n| c |",
    TABLE.replace("Head", " "),
    TABLE.replace("| Two |", "| |"),
    "a | b\n--|--\nc | d\ne\nf | g | h",
    "| a \\| b | c |\n|---|---|\n| d \\| e | f \\|",
    "|---|---|",
    "Text\n|---|---|",
    "| a |\n|---|\n| b |\n| c | d |",
    "One [two](https://a.example).[^a]\n\n[^a]: Note with [link](other).",
    "[a][b]\n\n[b]:\n   other.html",
    "• One",
    "One **two",
]
FRONTS = [
    "title: Probe",
    "title: Probe\norder: 5\nbyline: Chair",
    "title: Probe\nlead: A sentence.",
    "title: Probe\nlead: A {{ a.b }} sentence.\nbyline: The {{ a.b }}",
    "title: Probe\nlead: >\n  A {{ a.b }}\n  sentence {% x %}.",
    "title: Probe\nlead: A <b>sentence</b>.",
    "title: Probe\nlead: A [link](other).",
    "title: Probe\nlead: A [link][one].",
    "title: Probe\nlead: '- A list'",
    "title: Probe\nlead: '## A heading'",
    "title: Probe\nlead: |\n  One.\n\n  Two.",
    "title: Probe\nlead: '![A chart](attendance.png)'",
    "title: The {{ a.b }} and {{ c",
    "lead: A sentence.",
    "title:",
    "",
]


@pytest.fixture
def read(tmp_path: Path, worded: Callable[..., None]) -> Callable[[str], None]:
    """Reads a text as a page beside two pictures, and holds what was made of it against what a person has read."""
    folder = tmp_path / "pages"
    folder.mkdir()
    shutil.copy(PICTURES / "attendance.png", folder)

    def hold(text: str) -> None:
        (folder / "probe.md").write_text(text, encoding="utf-8")
        said: list[Diagnostic] = []
        page = read_page(tmp_path, "pages/probe.md", said.append)
        if page is None:
            worded(said, "no page")
            return
        worded(
            said,
            f"{page.name} {page.front.model_dump(exclude_none=True)} from line {page.first_line}",
            *(f"figure {use.name} {use.place.short}+{use.place.length}" for use in page.figure_uses),
            *(f"picture {picture.name} {picture.width} x {picture.height}" for picture in page.pictures),
            *outline(page.lead),
            *outline(page.content.blocks),
            next(iter(page.digests)),
        )

    return hold


@pytest.mark.parametrize("body", BODIES, ids=lambda body: " ".join(body.split())[:60] or "nothing")
def test_the_body_of_a_page(body: str, read: Callable[[str], None]) -> None:
    """Figures, links, pictures, headings and tables are read, and whatever a report cannot hold is told at its place."""
    read(f"---\ntitle: Probe\n---\n{body}\n")


@pytest.mark.parametrize("front", FRONTS, ids=lambda front: " ".join(front.split()) or "nothing")
def test_the_front_of_a_page(front: str, read: Callable[[str], None]) -> None:
    """Each value is read as itself, and the lead is a paragraph under the rules of the body."""
    read(f"---\n{front}\n---\nText with {{{{ d.e }}}}.\n")


@pytest.mark.parametrize(
    "text",
    [
        *("", "\n \n", "Text.", "--- \ntitle: A\n---\t\nText.", "---\ntitle: A\nText.", " ---\ntitle: A\n---\nText."),
        *("---\ntitle: 'A\n---\nText {{ x.", "---\ntitle: A\n---", "---\n- a\n---\n", "---\ntitle: A\n---\n---\nText."),
        *("---\ntitle: A\nlead: a" + "[" * 11 + "\n---\nText.", "---\ntitle: A\n---\nText.\n\n" + "[" * 11),
    ],
    ids=lambda text: " ".join(text.split()) or "nothing",
)
def test_where_a_page_begins(text: str, read: Callable[[str], None]) -> None:
    """The body begins below the second line of three hyphens; without it, or without values, there is no page."""
    read(text)


MARKDOWN = [
    "One\ntwo  \nthree *four* **five** `six` ***seven***",
    "## One\n\n### Two\n\n#### Three\n\n##### Four\n\n# Five\n\n## One\n\n## One-2\n\n### One",
    "## *One* `two` [three](https://a.example) &amp; 4 < 5 {{ a.b }}",
    "- one\n- two\n  - three\n  - four\n    - five",
    "- one\n   - two\n\n- three\n\n  four",
    "1. one\n2. two\n   1. three\n\n3) four",
    "7. seven\n8. eight",
    "- one\n\n1. two",
    "> one\n> two\n>\n> - three",
    "\"One\" 'two' it's -- three --- four ... five (c) <<six>>",
    "[one](https://a.example 'title') [two](mailto:a@b.example) [three](tel:1) [four](#five) [six](seven)",
    "<https://a.example> <a@b.example> <a@b> <@b> https://a.example",
    "{{ a.b }} {{ a.b.c }} {{a.b}} {{ a }} `{{ a.b }}`",
    "![one](two.png)",
    '![one](two.png "three")\n\n![four](five.png)',
    "![one](two.png) ![three](four.png)",
    "six ![one](two.png)",
    "![one](two.png) seven",
    "- ![one](two.png)",
    "| a | b | c | d |\n|---|:--|--:|:-:|\n| 1 | 2 | 3 | 4 |\n| *5* | `6` | | 8 |",
    "| a |\n|---|\n| {{ a.b }} |\n\nText",
    "One.[^a] Two.[^b] Three.[^a]\n\n[^a]: Note *one*.\n[^b]: Note two.\n\n    More.",
    "[^a]: Note without a place.",
    "<b>one</b> <script>two</script> <!-- three --> &lt; &nbsp; &copy; &#65;",
    "<table><tr><td>one</td></tr></table>",
    "---",
    "    code\n    more",
    "```\ncode\n```",
    "\\*one\\* \\[two\\] \\`three\\`",
    "",
]


@pytest.mark.parametrize("trusted", [False, True], ids=["page", "edition"])
@pytest.mark.parametrize("text", MARKDOWN, ids=lambda text: " ".join(text.split())[:60] or "nothing")
def test_markdown_becomes_the_report_s_own_blocks(text: str, trusted: bool, worded: Callable[..., None]) -> None:
    """Every construct of Markdown comes out as the blocks of a report, from a page and from an edition."""
    made = typed(text, trusted=trusted)
    problems = (f"{problem.kind} {problem.place.short}: {problem.words}" for problem in made.problems)
    worded([], *outline(made.blocks), *problems, *made.targets)
