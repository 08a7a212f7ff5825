"""The page for the board: what it says of a report, its findings, waivers and sign-off, and that it is always the same."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from london import answer_letters, copy_workspace
from lxml import html

from reportgen.cli import program

FIGURES = "data/annual-report/2024/london.yaml"
INTRODUCTION = "content/annual-report/2024/london/introduction.md"
PAGE = "build/annual-report/2024/london/review.html"
CHAIR = "Chair of the Strategic Management Board"
WAIVER = """
waivers:
  - warning: large-change
    cell: restrictive_orders.shpo_foreign_travel
    reason: A new police team applies for these orders.
    role: MAPPA Coordinator
    date: 2025-09-12
"""

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def london(tmp_path: Path) -> Path:
    """A copy of the repository's reports."""
    return copy_workspace(tmp_path / "london")


@pytest.fixture
def run(london: Path) -> Run:
    """Runs a command in that copy."""

    def ran(*words: str) -> tuple[int, str]:
        result = CliRunner().invoke(program, [*words, "--workspace", str(london)], prog_name="reportgen")
        return result.exit_code, result.output

    return ran


def change(root: Path, path: str, old: str, new: str) -> None:
    """Types something else in a file."""
    text = (root / path).read_text(encoding="utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new, 1), encoding="utf-8")


def part(root: Path, name: str) -> str:
    """The words of one part of the page."""
    (found,) = html.document_fromstring((root / PAGE).read_bytes()).xpath(f"//section[@id='{name}']")
    return " ".join(found.text_content().split())


def test_key_figures_have_a_sentence_each(london: Path, run: Run) -> None:
    """Each headline figure stands there with its label, and a sentence on the change since last year."""
    assert run("review", "london", "2024")[0] == 0
    words = part(london, "key-figures")
    for figure in (
        "11,220 MAPPA-eligible individuals on 31 March 2025 That is up 112 (1.0%) on 31 March 2024.",
        "831 managed at Level 2 or 3 during the year That is up 45 (5.7%) on 2023/24.",
        "81 returned to custody for breach of licence That is down 21 (21%) on 2023/24.",
        "92 subject to notification requirements per 100,000 population That is up 1 (1.1%) on 31 March 2024.",
    ):
        assert figure in words


def test_the_first_year_has_nothing_to_compare_with(london: Path, run: Run) -> None:
    """Where last year's report is missing, the page says so, and is made all the same."""
    assert run("review", "london", "2021")[0] == 0
    page = (london / PAGE.replace("2024", "2021")).read_text(encoding="utf-8")
    assert "There is no figure of the year before to compare it with." in page
    assert "There is no report of London for 2020/21 to compare with." in page


def test_findings_and_waivers_stand_apart(london: Path, run: Run) -> None:
    """An open warning is a finding with what to do; a waived one stands with its reason, role and date."""
    change(london, FIGURES, "shpo_foreign_travel: 0", "shpo_foreign_travel: 60")
    with (london / FIGURES).open("a", encoding="utf-8") as file:
        file.write(WAIVER)
    change(london, INTRODUCTION, "Prisons held", "MAPAA works. Prisons held")
    code, told = run("review", "london", "2024")
    assert code == 0
    assert "warning[misspelt-term]" in told
    findings, waivers = part(london, "findings"), part(london, "waivers")
    assert "no error, 1 open warning and no notes" in findings
    assert "“MAPAA” is not how this is spelt. Write “MAPPA”." in findings
    assert "misspelt-term, in “Introduction”, line 14" in findings
    assert "large-change" not in findings
    assert "SHPO with foreign travel restriction in “restrictive_orders” is 60, and was 1 in 2023/24" in waivers
    assert "It stands: A new police team applies for these orders." in waivers
    assert "Looked at by the MAPPA Coordinator on 12 September 2025" in waivers
    assert "1 warning must be put right, or waived with a reason" in part(london, "sign")


def test_who_must_sign_follows_the_sign_off(london: Path, run: Run) -> None:
    """The page tells a report that nobody signed, one that is signed, one that changed since, and a draft."""
    run("review", "london", "2024")
    assert "Nobody has signed off this report." in part(london, "sign")
    assert "The Chair of the Strategic Management Board signs, on a day from 31 March 2025" in part(london, "sign")

    answer_letters(london)
    run("sign-off", "london", "2024", "--role", CHAIR, "--date", "2025-10-20")
    run("review", "london", "2024")
    assert f"Signed off by the {CHAIR} on 20 October 2025, just as the report is now." in part(london, "sign")

    change(london, INTRODUCTION, "Prisons held", "Many prisons held")
    run("review", "london", "2024")
    assert f"To be signed again. The {CHAIR} signed the report off on 20 October 2025" in part(london, "sign")
    assert "Changed since: “Introduction”." in part(london, "sign")

    change(london, FIGURES, "status: final", "status: draft")
    run("review", "london", "2024")
    assert "The report is a draft." in part(london, "sign")


def test_the_command_for_a_sign_off_means_the_same_document(london: Path, run: Run) -> None:
    """For a document of another kind, the command names the kind, so that nobody signs off the annual report instead."""
    assert run("review", "london", "2013", "--kind", "consultation-response")[0] == 0
    page = (london / "build/consultation-response/2013/london/review.html").read_text(encoding="utf-8")
    command = "reportgen sign-off london 2013 --role ROLE --date DATE"
    assert f"<code>{command} --kind consultation-response</code>" in page
    assert run("review", "london", "2024")[0] == 0
    assert f"<code>{command.replace('2013', '2024')}</code>" in (london / PAGE).read_text(encoding="utf-8")


def test_what_changed_is_told_in_figures_and_words(london: Path, run: Run) -> None:
    """Without more words the page compares with last year, cell by cell, and its contents lead to each part."""
    run("review", "london", "2024")
    page = html.document_fromstring((london / PAGE).read_bytes())
    assert "compares 2023/24 with 2024/25" in part(london, "changed")
    assert "11,108" in part(london, "figures")
    assert "11,220" in part(london, "figures")
    targets = [link[1:] for link in page.xpath("//nav//a/@href")]
    ids = page.xpath("//@id")
    assert len(targets) >= 8
    assert set(targets) <= set(ids)
    assert len(ids) == len(set(ids))


def test_what_matters_most_comes_first(london: Path, run: Run) -> None:
    """Of figures the largest changes come first and are marked, of the text the area's own pages; paths of files are nowhere."""
    change(london, FIGURES, "shpo_foreign_travel: 0", "shpo_foreign_travel: 60")
    run("review", "london", "2024")
    page = html.document_fromstring((london / PAGE).read_bytes())
    marked = page.xpath("//section[@id='figures']//tr[.//strong[@class='large']]/th")
    rows = page.xpath("//section[@id='figures']//tbody/tr/th")
    assert [row.text_content() for row in rows[: len(marked)]] == [row.text_content() for row in marked]
    assert "SHPO with foreign travel restriction" in [row.text_content() for row in marked]
    chapters = [title.text_content() for title in page.xpath("//section[@id='text']/section/h3")]
    own = {"Introduction", "Training and research sub-group", "Digital management of registered sex offenders"}
    gone = {"Circles of Support and Accountability"}
    assert own <= set(chapters[: len(own | gone)])
    assert chapters.index("Explanation of the tables") > len(own)
    assert "data/annual-report" not in page.text_content()
    assert "content/annual-report" not in page.text_content()


def test_the_page_leads_to_the_report_as_it_is(london: Path, run: Run) -> None:
    """The web page is linked while it is of what the page for the board tells, and not once something changed."""
    run("review", "london", "2024")
    assert "reportgen build london 2024" in part(london, "sign")
    run("build", "london", "2024", "--format", "html")
    run("review", "london", "2024")
    page = html.document_fromstring((london / PAGE).read_bytes())
    assert page.xpath("//section[@id='sign']//a/@href") == ["index.html"]
    change(london, INTRODUCTION, "Prisons held", "Many prisons held")
    run("review", "london", "2024")
    assert "index.html" not in (london / PAGE).read_text(encoding="utf-8")


@pytest.mark.pdf
def test_a_correction_says_what_is_corrected(london: Path, run: Run) -> None:
    """Of a report that was published the page tells what changed since, and asks for no signature on a day that is past."""
    answer_letters(london)
    run("sign-off", "london", "2024", "--role", CHAIR, "--date", "2025-10-20")
    assert run("publish", "london", "2024")[0] == 0
    run("review", "london", "2024")
    assert "A correction." not in part(london, "sign")
    assert "compares 2023/24 with 2024/25" in part(london, "changed")
    change(london, FIGURES, "shpo: 559", "shpo: 562 [r]")
    with (london / FIGURES).open("a", encoding="utf-8") as file:
        file.write("revisions:\n  restrictive_orders.shpo: Three orders had been left out.\n")
    run("review", "london", "2024")
    words = part(london, "sign")
    assert (
        "A correction. The report was signed off on 20 October 2025, and its bundle was made to be published." in words
    )
    assert "559 corrected to 562" in words
    assert f"The {CHAIR} signs, before the corrected report is published." in words
    assert "to the day of publication" not in words
    assert "compares the published bundle with now" in part(london, "changed")


@pytest.mark.git
def test_a_version_in_git_is_compared_with(london: Path, run: Run) -> None:
    """With --since, the page tells what a proposed change would change; a version that is not there stops it."""
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@x.example", "-C", str(london)]
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "As it was"]):
        subprocess.run([*git, *command], check=True)
    change(london, INTRODUCTION, "Prisons held", "Many prisons held")
    assert run("review", "london", "2024", "--since", "HEAD")[0] == 0
    assert "with now, in figures and in words" in part(london, "changed")
    assert "1 changed in words" in part(london, "in-short")
    (london / PAGE).unlink()
    code, told = run("review", "london", "2024", "--since", "nowhere")
    assert (code, "error[unknown-revision]" in told) == (1, True)
    assert not (london / PAGE).exists()


def test_an_error_leaves_the_last_page(london: Path, run: Run) -> None:
    """While the report has an error no page is made, and the one that is there stays as it was."""
    run("review", "london", "2024")
    before = (london / PAGE).read_bytes()
    change(london, FIGURES, "cautioned: 41", "cautioned: x")
    code, told = run("review", "london", "2024")
    assert (code, "error[bad-figure]" in told) == (1, True)
    assert (london / PAGE).read_bytes() == before


def test_the_same_input_gives_the_same_bytes(london: Path, run: Run, tmp_path: Path) -> None:
    """The page of a copy of the workspace in another place is the same, byte for byte."""
    run("review", "london", "2024")
    other = copy_workspace(tmp_path / "elsewhere" / "copy")
    done = CliRunner().invoke(program, ["review", "london", "2024", "--workspace", str(other)])
    assert done.exit_code == 0
    assert (other / PAGE).read_bytes() == (london / PAGE).read_bytes()


def test_the_page_goes_when_the_report_is_made_anew(london: Path, run: Run) -> None:
    """A page on the report as it was does not stay beside a newer one; what people put there does."""
    run("review", "london", "2024")
    (london / PAGE).with_name("minutes.txt").write_text("Ours.\n", encoding="utf-8")
    assert run("build", "london", "2024", "--format", "html")[0] == 0
    assert sorted(path.name for path in (london / PAGE).parent.iterdir()) == ["index.html", "minutes.txt"]


def test_words_of_people_are_escaped(london: Path, run: Run) -> None:
    """What people type into a waiver is shown as words, whatever signs it has."""
    change(london, FIGURES, "shpo_foreign_travel: 0", "shpo_foreign_travel: 60")
    with (london / FIGURES).open("a", encoding="utf-8") as file:
        file.write(
            WAIVER.replace("A new police team", "'<script>alert(1)</script> & {{ 7 * 7 }} team").replace(
                "orders.\n", "orders.'\n"
            )
        )
    assert run("review", "london", "2024")[0] == 0
    assert "<script>alert(1)</script> & {{ 7 * 7 }} team" in part(london, "waivers")
    assert b"<script" not in (london / PAGE).read_bytes()


def test_one_of_two_comparisons_is_asked_for(run: Run) -> None:
    """--bundle and --since together are a wrong command."""
    assert run("review", "london", "2024", "--bundle", "--since", "HEAD")[0] == 2
