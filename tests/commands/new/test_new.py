"""What `reportgen new` makes: it passes `check` but for what is to be filled in, and it can be filled in."""

import json
import re
import shutil
from contextlib import chdir
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from london import REPOSITORY, copy_workspace

from reportgen.cli import program
from reportgen.commands.todo import TO_FILL_IN
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.shape_reader import read_yaml

WORKSPACES = REPOSITORY / "tests" / "workspaces"
FIGURES = "data/annual-report/2025/london.yaml"
PAGES = "content/annual-report/2025/london"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's workspace."""
    return copy_workspace(tmp_path / "copy")


def run(root: Path, *words: str) -> Result:
    """A command typed in a workspace."""
    with chdir(root):
        return CliRunner().invoke(program, [*words], prog_name="reportgen")


def new(root: Path, *words: str) -> list[str]:
    """The files that a command makes, which has to work."""
    done = run(root, "new", *words)
    assert done.exit_code == 0, done.output
    paths = re.findall(r"^  wrote (\S+[^/\s,])$", done.output, re.MULTILINE)
    assert [path for path in paths if not (root / path).is_file()] == []
    return paths


def left_to_do(root: Path, *words: str) -> list[dict[str, object]]:
    """What `todo` says is left."""
    done = run(root, "todo", *words, "--format", "json")
    return [task for report in json.loads(done.output)["reports"] for task in report["tasks"]]


def said(root: Path, *words: str) -> set[str]:
    """The slugs of all that `check` says."""
    done = run(root, "check", *words, "--format", "json")
    return {diagnostic["slug"] for diagnostic in json.loads(done.output)["diagnostics"]}


def cells_of(edition: Path) -> dict[str, bool]:
    """Each cell of an edition by table.row.column, and whether anything can be counted in it."""
    read = read_yaml(edition.parent, edition.name, EditionShape, lambda fault: pytest.fail(fault.message))
    assert read is not None
    return {
        f"{name}.{row}.{column}": f"{row}.{column}" not in table.not_applicable
        for name, table in read.shape.tables.items()
        for row in table.rows
        for column in table.columns
    }


@pytest.mark.parametrize(
    ("kind", "year", "edition"),
    [
        ("annual-report", "2022", "2021.1"),
        ("annual-report", "2025", "2025.1"),
        ("annual-report", "2030", "2025.1"),
        ("consultation-response", "2014", "2013.1"),
    ],
)
def test_a_new_year_passes_check_but_for_what_is_to_be_filled_in(
    kind: str, year: str, edition: str, root: Path
) -> None:
    """Every cell that the edition asks for is there, empty, and is one line of the list; nothing else is wrong."""
    new(root, "year", year, "--kind", kind, *(["--yes"] if year == "2030" else []))
    tasks = left_to_do(root, "london", year, "--kind", kind)
    assert said(root, "london", year, "--kind", kind) <= TO_FILL_IN
    assert {task["to_do"] for task in tasks} == {"fill in"}
    asked = [name for name, applies in cells_of(root / f"templates/{kind}/{edition}/edition.yaml").items() if applies]
    assert sum(task["slug"] == "missing-figure" for task in tasks) == len(asked)
    year_file = (root / f"data/{kind}/{year}/year.yaml").read_text(encoding="utf-8")
    assert f'edition: "{edition}"' in year_file
    assert [task["line"] for task in tasks if task["file"] == f"data/{kind}/{year}/year.yaml"] == [4]


def test_last_years_figures_stand_beside_the_empty_cells(root: Path) -> None:
    """Each figure of 2024/25 is a remark at its own cell, and what cannot be counted is [z] already."""
    new(root, "year", "2025")
    text = (root / FIGURES).read_text(encoding="utf-8")
    assert re.search(r"^    level_1:\n      category_1: +# 2024/25: 7368\n", text, re.MULTILINE)
    assert re.search(r"^      category_3: \[z\] +# not applicable$", text, re.MULTILINE)
    assert re.search(r"^    shpo: +# 2024/25: 559; Sexual Harm Prevention Order \(SHPO\)$", text, re.MULTILINE)
    assert re.search(r"^  eligible_on_31_march: +# MAPPA-eligible individuals on 31 March 2026$", text, re.MULTILINE)
    assert text.count("# 2024/25: ") == 50 + 1


def test_figures_whose_rows_were_renamed_are_found(root: Path) -> None:
    """A row that had another name, or was split, shows what the former row held, with its name."""
    shutil.rmtree(root / "data/annual-report/2024")
    shutil.rmtree(root / "content/annual-report/2024")
    new(root, "year", "2024")
    text = (root / "data/annual-report/2024/london.yaml").read_text(encoding="utf-8")
    for row, former, value in (
        ("cautioned", "cautioned_or_convicted", 122),
        ("convicted", "cautioned_or_convicted", 122),
        ("notification_notices", "notification_orders", 20),
    ):
        assert re.search(rf"^    {row}: +# 2023/24, as {former}: {value}; ", text, re.MULTILINE)


def test_shorthand_and_revisions_of_last_year_are_told_as_they_were_typed(good: Path) -> None:
    """A figure held back stays held back in the remark, and a flag is not carried over."""
    path = good / "data/annual-report/2024/testshire.yaml"
    text = path.read_text(encoding="utf-8").replace("made: 41", "made: [x]").replace("rate: 1100", "rate: pending")
    path.write_text(text.replace("status: final", "status: draft"), encoding="utf-8")
    new(good, "year", "2025")
    text = (good / "data/annual-report/2025/testshire.yaml").read_text(encoding="utf-8")
    assert re.search(r"^    made: +# 2024/25: \[x\]; ", text, re.MULTILINE)
    assert re.search(r"^    rate: +# 2024/25: pending; ", text, re.MULTILINE)
    assert "population: " in text
    assert "# 2024/25: 200000; people aged 10 and over" in text
    assert re.search(
        r"^  board: To be confirmed +# 2024/25: Testshire Strategic Management Board; ", text, re.MULTILINE
    )


def test_the_dates_of_a_year_are_moved_on(root: Path) -> None:
    """The day of publication and the population estimate are those of last year, a year later, and to be decided."""
    new(root, "year", "2025")
    text = (root / "data/annual-report/2025/year.yaml").read_text(encoding="utf-8")
    assert "published: 2026-10-30  # To be confirmed" in text
    assert "#   estimate: mid-2025 estimated resident population\n" in text
    assert "#   published: 2026-07-30\n" in text
    path = root / "data/annual-report/2023/year.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("2024-10-31", "2028-02-29"), encoding="utf-8")
    for name in ("data", "content"):
        shutil.rmtree(root / name / "annual-report/2024")
    new(root, "year", "2024")
    assert "published: 2029-02-28" in (root / "data/annual-report/2024/year.yaml").read_text(encoding="utf-8")


def test_pages_are_carried_over_by_title_and_say_so(root: Path) -> None:
    """Each page of last year has a stub with its title and author, none of its words, and the place of those words."""
    new(root, "year", "2025")
    former = root / "content/annual-report/2024/london"
    names = sorted(path.name for path in former.glob("*.md"))
    assert sorted(path.name for path in (root / PAGES).iterdir()) == names
    assert len(names) == 3
    for name in names:
        old, stub = (path.read_text(encoding="utf-8") for path in (former / name, root / PAGES / name))
        kept = re.findall(r"^(?:title|byline|organisation): .+$", old, re.MULTILINE)
        assert len(kept) == 3
        assert [line for line in kept if line not in stub] == []
        assert "lead:" not in stub
        assert f"content/annual-report/2024/london/{name}" in stub
        assert stub.split("---\n")[2].count("\n") == 1


def test_pages_that_the_new_edition_has_no_place_for_are_left(root: Path) -> None:
    """Where an edition takes no pages but those it names, no others are carried over."""
    path = root / "templates/annual-report/2025.1/edition.yaml"
    path.write_text(re.sub("  - pages: .*\n", "", path.read_text(encoding="utf-8")), encoding="utf-8")
    new(root, "year", "2025")
    assert [path.name for path in (root / PAGES).iterdir()] == ["introduction.md"]
    assert said(root, "london", "2025") <= TO_FILL_IN


def test_every_area_of_last_year_gets_its_files(good: Path) -> None:
    """A year with two areas makes figures and pages for both."""
    new(good, "area", "otherland", "2024")
    paths = new(good, "year", "2025")
    assert [path for path in paths if path.endswith(".yaml")] == [
        f"data/annual-report/2025/{name}.yaml" for name in ("year", "otherland", "testshire")
    ]


def test_an_area_whose_last_year_cannot_be_read_is_told_and_begun_all_the_same(root: Path) -> None:
    """One broken file of last year costs its remarks and stubs, with a warning, and nothing else."""
    (root / "data/annual-report/2024/london.yaml").write_text("source: [\n", encoding="utf-8")
    done = run(root, "new", "year", "2025")
    assert done.exit_code == 0
    assert "warning[former-year-unreadable]: the report of 2024 cannot be read" in done.output
    assert "# 2024/25" not in (root / FIGURES).read_text(encoding="utf-8")
    assert [path.name for path in (root / PAGES).iterdir()] == ["introduction.md"]


def test_a_year_whose_edition_has_faults_is_not_begun(root: Path) -> None:
    """Nothing is made from an edition that contradicts itself; what is wrong with it is told."""
    path = root / "templates/annual-report/2024.1/edition.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("at_most: shpo", "at_most: shop"), encoding="utf-8")
    done = run(root, "new", "year", "2025")
    assert done.exit_code == 1
    assert "edition-inconsistent" in done.output
    assert not (root / "data/annual-report/2025").exists()


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_new_area_is_added_to_the_list(line_end: str, root: Path) -> None:
    """An area that is in no list is put at its end; every byte before it stays."""
    path = root / "data/areas.yaml"
    before = path.read_text(encoding="utf-8").replace("\n", line_end).encode().rstrip()
    path.write_bytes(before)
    paths = new(root, "area", "Durham & Tees  Valley", "2024/25", "--country", "England")
    assert paths == [
        "data/annual-report/2024/durham-and-tees-valley.yaml",
        "content/annual-report/2024/durham-and-tees-valley/introduction.md",
        "data/areas.yaml",
    ]
    added = ("", "  durham-and-tees-valley:", "    name: Durham & Tees Valley", "    country: England", "")
    assert path.read_bytes() == before + line_end.join(added).encode()
    assert said(root, "durham-and-tees-valley", "2024") <= TO_FILL_IN


def test_a_new_area_that_is_in_the_list_leaves_the_list_alone(root: Path) -> None:
    """An area is found by any of its names, for the newest year, and its list is not touched."""
    before = (root / "data/areas.yaml").read_bytes()
    assert new(root, "area", "DURHAM") == [
        "data/annual-report/2024/durham.yaml",
        "content/annual-report/2024/durham/introduction.md",
    ]
    assert (root / "data/areas.yaml").read_bytes() == before
    assert said(root, "durham", "2024") <= TO_FILL_IN


def test_a_list_of_areas_that_cannot_be_added_to_is_left(root: Path) -> None:
    """Where the list is between braces, nothing is guessed: the person is asked to add the area."""
    path = root / "data/areas.yaml"
    path.write_text("areas: {london: {name: London, country: England}}\n", encoding="utf-8")
    done = run(root, "new", "area", "durham", "--country", "England")
    assert done.exit_code == 1
    assert "“durham” cannot be added to data/areas.yaml" in done.output
    assert path.read_text(encoding="utf-8") == "areas: {london: {name: London, country: England}}\n"
    assert not (root / "data/annual-report/2024/durham.yaml").exists()


def test_a_new_edition_works_at_once(root: Path) -> None:
    """An edition made from another gives the same report, has no seal, and says what it was made from."""
    assert run(root, "seal", "annual-report", "2024.1").exit_code == 0
    paths = new(root, "edition", "annual-report", "2026.1", "--from", "2024.1")
    folder = root / "templates/annual-report"
    twins = {path.relative_to(folder / "2024.1").as_posix() for path in (folder / "2024.1").rglob("*.*")}
    made = {path.removeprefix("templates/annual-report/2026.1/") for path in paths}
    assert made == twins - {"seal.yaml"}
    assert "edition 2024.1" in (folder / "2026.1/CHANGES.md").read_text(encoding="utf-8")
    year = root / "data/annual-report/2024/year.yaml"
    year.write_text(year.read_text(encoding="utf-8").replace("2024.1", "2026.1"), encoding="utf-8")
    done = run(root, "check", "london", "2024", "--strict")
    assert (done.exit_code, "edition 2026.1" in done.output) == (0, True), done.output
    assert new(root, "edition", "annual-report", "2026.2") != []
    lines = (folder / "2026.2/edition.yaml").read_text(encoding="utf-8").splitlines()
    assert [line.startswith("# yaml-language-server:") for line in lines[:2]] == [True, False]
    assert "edition 2026.1" in (folder / "2026.2/CHANGES.md").read_text(encoding="utf-8")


def test_the_newest_edition_is_found_by_number(good: Path) -> None:
    """2024.10 is newer than 2024.9."""
    for name in ("2024.9", "2024.10"):
        shutil.copytree(good / "templates/annual-report/2024.1", good / "templates/annual-report" / name)
    new(good, "year", "2025")
    assert 'edition: "2024.10"' in (good / "data/annual-report/2025/year.yaml").read_text(encoding="utf-8")


def test_a_new_kind_works_once_it_is_filled_in(root: Path) -> None:
    """A kind has one edition, one year and one report; filled in, the report is made, with what the publishing form is told."""
    new(root, "kind", "Board minutes")
    named = ("--kind", "board-minutes")
    tasks = left_to_do(root, "london", "2024", *named)
    assert {task["to_do"] for task in tasks} == {"fill in"}
    files = {str(task["file"]) for task in tasks}
    assert files == {
        "content/board-minutes/2024/london/introduction.md",
        "data/board-minutes/2024/london.yaml",
        "data/board-minutes/2024/year.yaml",
        "templates/board-minutes/2024.1/sections/figures.md.j2",
    }
    for name in files:
        path = root / name
        text = re.sub(r"(received|answered): *#", r"\1: 7 #", path.read_text(encoding="utf-8"))
        text = re.sub(r"\[To be completed\].*|  # To be confirmed.*", "Words.", text) if name[-4:] != "yaml" else text
        path.write_text(re.sub(r"  # To be confirmed.*|To be confirmed", "" if "year" in name else "us", text))
    assert left_to_do(root, "london", "2024", *named) == []
    done = run(root, "build", "london", "2024", "--format", "html,govspeak", *named)
    assert done.exit_code == 0, done.output
    page = (root / "build/board-minutes/2024/london/index.html").read_text(encoding="utf-8")
    assert "<title>London: board minutes 2024/25 (draft)</title>" in page


def test_a_new_workspace_builds_at_once_and_says_that_it_is_made_up(tmp_path: Path) -> None:
    """The workspace to try has no fault, no warning, and says on its report that it is made up."""
    root = tmp_path / "a new" / "place"
    done = CliRunner().invoke(program, ["new", "workspace", str(root)])
    assert done.exit_code == 0, done.output
    done = run(root, "check", "--all", "--strict")
    assert (done.exit_code, "2 reports checked" in done.output) == (0, True), done.output
    done = run(root, "build", "exampleshire", "2024", "--format", "html")
    assert done.exit_code == 0, done.output
    page = (root / "build/annual-report/2024/exampleshire/index.html").read_text(encoding="utf-8")
    assert "All figures in this report are made up." in page
    for command in re.findall(r"^    reportgen (.+)$", (root / "README.md").read_text(encoding="utf-8"), re.MULTILINE):
        words = command.split()
        if words[0] != "build":
            assert run(root, *words).exit_code == (1 if words[0] == "todo" else 0), command


def test_all_that_is_made_names_its_schema(root: Path) -> None:
    """The first line of each YAML file, and the first in each page's front matter, leads to a schema that is there."""
    paths = [
        *new(root, "year", "2025"),
        *new(root, "area", "Oxbridge", "--country", "England"),
        *new(root, "edition", "annual-report", "2026.1"),
        *new(root, "kind", "minutes"),
    ]
    done = CliRunner().invoke(program, ["new", "workspace", str(root / "practice")])
    assert done.exit_code == 0
    made = [path.relative_to(root).as_posix() for path in (root / "practice").rglob("*.*") if path.is_file()]
    looked_at = 0
    for name in (*paths, *made):
        if name == "data/areas.yaml" or not re.search(r"\.yaml$|content/.*\.md$", name):
            continue
        line = (root / name).read_text(encoding="utf-8").removeprefix("---\n").split("\n")[0]
        named = re.fullmatch(r"# yaml-language-server: \$schema=(\S+\.json)", line)
        assert named, name
        assert ((root / name).parent / named[1]).resolve().is_file(), name
        looked_at += 1
    assert looked_at >= 20


def test_a_dry_run_shows_what_would_be_made_and_makes_nothing(root: Path) -> None:
    """With --dry-run the same files are named, and the workspace stays as it is."""
    before = sorted(root.rglob("*"))
    for words in (["year", "2025"], ["area", "durham"], ["edition", "annual-report", "2026.1"], ["kind", "minutes"]):
        done = run(root, "new", *words, "--dry-run")
        assert done.exit_code == 0
        shown = re.findall(r"^  would write (\S+)$", done.output, re.MULTILINE)
        assert sorted(root.rglob("*")) == before
        copy = copy_workspace(root.parent / f"copy of {words[0]}")
        assert new(copy, *words) == shown
