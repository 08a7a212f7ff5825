"""A draft of an edition, of the wording that the reports of two areas share."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from published import REPOSITORY, edition_of, made_up, tables_of
from test_pages import BODY, POINTS, SIGNED

from reportgen.cli import program
from reportgen.cli.paths import from_here
from reportgen.ingest.flow import FlowBlock, plain_runs
from reportgen.ingest.national import SharedText
from reportgen.read.edition import Edition

YEAR, NEW = 2023, "2023.7"
FOLDER = f"templates/annual-report/{NEW}"
OTHER = (
    "Our lanes are long and the villages far apart, so most of the work of the year was done by telephone, and some of it in vans.",
    "A van that stands on the market square every Tuesday was asked for advice ninety times, twice as often as anybody had hoped.",
)
# Wording of the year that the nearest edition has otherwise, and a paragraph that it has not.
REWORDED = (
    "Under the arrangements called MAPPA, agencies work together to manage the risk from individuals whose sexual, violent or "
    "terrorist offences are the most serious. The law is in sections 325 to 327B of the Criminal Justice Act 2003, as amended."
)
SNAPSHOT = "The totals of MAPPA-eligible individuals by category and level in {area} show one day, 31 March 2024."


def report(area: str, local: tuple[str, str], edition: Edition) -> str:
    """A published report as a web page: two pages of the area’s own around the wording of the year."""
    points = "".join(f"<li>{point}</li>" for point in POINTS)
    notes = "".join(
        f"<p>({note.letter}) {note.term} – {' '.join(note.text.split())}</p>" for note in edition.notes.values()
    )
    tables = []
    for table in tables_of(edition, made_up(edition), YEAR).values():
        heads = "".join(f"<th>{head}</th>" for head in table.heads)
        rows = "".join(
            f"<tr><th>{label}</th>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"
            for label, cells in table.rows
        )
        tables.append(f"<h3>{table.caption}</h3>\n<table>{f'<tr><td></td>{heads}</tr>' if heads else ''}{rows}</table>")
    printed = "\n".join(tables)
    return f"""<!doctype html><html><body><h1>Introduction</h1><p>{local[0]} This is {area}.</p><p>{SIGNED}</p>
<h1>What is MAPPA?</h1><h2>Background</h2><p>{REWORDED}</p>
<p>There are 42 areas in England and Wales. In each one, the police, probation and prison services act together as the Responsible Authority.</p>
<h1>MAPPA statistics</h1>
{printed}
<h1>Explanation of the tables</h1><p>{SNAPSHOT.format(area=area)}</p>{notes}
<p>Used in: Table 1</p><h1>Local work in {area}</h1><p>{local[1]}</p><ul>{points}</ul>
</body></html>"""


def run(root: Path, *words: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    result = CliRunner().invoke(program, [*words, "--workspace", str(root)], prog_name="reportgen")
    return result.exit_code, result.output


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository’s workspace, with the reports of two areas beside it."""
    root = tmp_path_factory.mktemp("edition") / "reports"
    root.mkdir()
    for name in ("data", "templates"):
        shutil.copytree(REPOSITORY / name, root / name)
    shutil.copy(REPOSITORY / "reportgen.yaml", root)
    edition = edition_of(YEAR)
    for area, local in (("London", BODY[:2]), ("Kent", OTHER)):
        (root.parent / f"{area.lower()}.html").write_text(report(area, local, edition), encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def told(workspace: Path) -> str:
    """What is said when the draft is made."""
    files = [str(workspace.parent / f"{area}.html") for area in ("london", "kent")]
    code, said = run(workspace, "import", "--edition", NEW, *files)
    assert code == 0, said
    return said


def test_what_both_share_becomes_sections_and_notes(workspace: Path, told: str) -> None:
    """Sections with their tables, notes by letter; area, dates and label are filled in; nothing local is there."""
    folder = workspace / FOLDER
    section = (folder / "sections/what-is-mappa.md.j2").read_text(encoding="utf-8")
    assert section.startswith('---\ntitle: "What is MAPPA?"\n---\n\n## Background\n\n')
    assert REWORDED in section
    statistics = (folder / "sections/statistics.md.j2").read_text(encoding="utf-8")
    edition = edition_of(YEAR)
    assert re.findall(r'table\("(\w+)"\)', statistics) == list(edition.shape.tables)
    explanation = (folder / "sections/explanation.md.j2").read_text(encoding="utf-8")
    assert "level in {{ area.name }} show one day, {{ period.end | long_date }}." in explanation
    assert explanation.endswith("{{ notes() }}\n")
    for name, note in edition.notes.items():
        text = (folder / f"notes/{name}.md").read_text(encoding="utf-8")
        assert note.term in text
        assert " ".join(note.text.split()) in " ".join(text.split())
    everything = " ".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.*"))
    assert "Used in" not in everything
    assert not any(words in everything for words in (*OTHER, *BODY[:2], POINTS[0], SIGNED))
    assert "23 paragraphs, points and tables are national, 6 are local; 3 sections and 10 notes." in told
    assert "of london.html (London) and kent.html (Kent)" in told


def test_the_draft_is_an_edition_that_only_asks_for_what_is_left(workspace: Path, told: str) -> None:
    """`check --edition` reads it; its tables are those of the nearest edition; what is to be decided is told."""
    assert f"Next: reportgen check --edition {NEW}" in told
    code, said = run(workspace, "check", "--edition", NEW)
    errors = re.findall(r"(\S+):\d+:\d+: error\[([a-z-]+)\]", said)
    assert {(Path(path).name, slug) for path, slug in errors} <= {("CHANGES.md", "placeholder")}, said
    changes = (workspace / FOLDER / "CHANGES.md").read_text(encoding="utf-8")
    assert "Made from london.html (London) and kent.html (Kent). Compared with edition 2023.1:" in changes
    assert "- Worded otherwise: Under the arrangements called MAPPA" in changes
    assert code == (1 if errors else 0)


def test_an_edition_that_is_there_stays(workspace: Path, told: str) -> None:
    """Files that hold something else are never replaced; with one report alone, the nearest edition says what is national."""
    assert told
    (workspace / FOLDER / "CHANGES.md").write_text("Mine.\n", encoding="utf-8")
    code, said = run(workspace, "import", "--edition", NEW, str(workspace.parent / "london.html"))
    assert (code, "error[already-there]" in said) == (1, True), said
    code, said = run(workspace, "import", "--edition", "2023.8", str(workspace.parent / "kent.html"), "--dry-run")
    draft = workspace / "templates/annual-report/2023.8"
    assert (code, f"would write {from_here(draft)}/sections/what-is-mappa.md.j2" in said) == (0, True), said
    assert not draft.exists()


def test_what_is_asked_for_must_be_there(workspace: Path) -> None:
    """A name that is none, two reports of one area, an area beside an edition."""
    london = str(workspace.parent / "london.html")
    assert run(workspace, "import", "--edition", "new", london)[0] == 2
    assert run(workspace, "import", "--edition", "2023.9", london, "--area", "london")[0] == 2
    assert run(workspace, "import", london)[0] == 2
    code, said = run(workspace, "import", "--edition", "2023.9", london, london)
    assert (code, "are both of London" in said) == (1, True)


def test_names_of_areas_count_as_one_word() -> None:
    """A sentence is shared although each report names its own area in it."""
    other = SharedText((FlowBlock("paragraph", plain_runs("These are the figures for Kent.")),), ("London", "Kent"))
    assert other.likeness("These are the figures for London.") == 1.0
    assert other.likeness("Nothing of that is true here.") < 0.5
