"""The JSON Schemas: every file that the program takes fits its schema, and what is wrong does not."""

import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from jsonschema import Draft202012Validator
from london import REPOSITORY, copy_workspace

from reportgen.cli import program
from reportgen.core.diagnostic import SourceFile
from reportgen.read.located_yaml import Listing, Mapping, Node, Scalar, parse_yaml
from reportgen.read.workspace import SCHEMAS

WORKSPACES = Path(__file__).parents[1] / "workspaces"
STARTER = REPOSITORY / "src/reportgen/commands/new/starter/workspace"
THEME = REPOSITORY / "templates/themes/house-1"
ROOTS = {
    "the repository": REPOSITORY,
    "the one to try": STARTER,
    **{name: WORKSPACES / name for name in ("good", "other-kind", "other-wording")},
}
FIGURES = "data/annual-report/2024/testshire.yaml"
# What an editor can see of a file by itself. The other faults need arithmetic, other files, or the text as it is typed.
SEEN = (
    *("bad-figure", "bad-shorthand", "category-4", "missing-figure", "not-applicable", "unexpected-not-applicable"),
    *("unknown-column", "unknown-row", "unknown-table"),
)


def plain(node: Node | None) -> object:
    """What an editor takes a file for: the values of YAML 1.2, where a date is a text."""
    if isinstance(node, Mapping):
        return {key.text: plain(value) for key, value in node.entries}
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    if not isinstance(node, Scalar) or node.is_empty:
        return None
    if node.is_plain and re.fullmatch(r"[-+]?(0|[1-9][0-9]*)", node.text):
        return int(node.text)
    if node.is_plain and re.fullmatch(r"[-+]?[0-9]+\.[0-9]+", node.text):
        return float(node.text)
    return node.text == "true" if node.is_plain and node.text in ("true", "false") else node.text


def read(path: Path) -> object:
    """A YAML file, or the front matter of a page."""
    text = path.read_text(encoding="utf-8").removeprefix("---\n")
    if path.suffix == ".md":
        text = text.split("\n---\n")[0]
    return plain(parse_yaml(SourceFile(path.name, tuple(text.split("\n"))), lambda said: pytest.fail(said.message)))


def schemas_of(root: Path) -> dict[str, Draft202012Validator]:
    """The schemas of a workspace as `reportgen schema` writes them, by name; each is a right schema itself."""
    done = CliRunner().invoke(program, ["schema", "--workspace", str(root)])
    assert done.exit_code == 0, done.output
    found = {}
    for path in (root / SCHEMAS).iterdir():
        schema = json.loads(path.read_text(encoding="utf-8"))
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        Draft202012Validator.check_schema(schema)
        assert set(re.findall(r'"#/\$defs/(\w+)"', json.dumps(schema))) <= schema.get("$defs", {}).keys()
        found[path.stem] = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return found


def schema_for(root: Path, path: Path) -> str:
    """Which schema a file of a workspace has to fit, by its place."""
    steps = path.relative_to(root).parts
    named = {"reportgen.yaml": "workspace", "areas.yaml": "areas", "year.yaml": "year", "edition.yaml": "edition"}
    if steps[-1] in named:
        return named[steps[-1]]
    if steps[0] == "content":
        return "page"
    year = read(path.with_name("year.yaml"))
    assert isinstance(year, dict)
    return f"figures-{steps[1]}-{year['edition']}"


def files_of(root: Path) -> Iterator[Path]:
    """The files of a workspace that people type."""
    yield root / "reportgen.yaml"
    for tree in ("data", "templates", "content"):
        yield from sorted((root / tree).rglob("*.yaml"))
    yield from sorted((root / "content").rglob("*.md"))


@pytest.mark.parametrize("name", ROOTS)
def test_every_file_fits_its_schema(name: str, tmp_path: Path) -> None:
    """Every YAML file and every front matter of a workspace in this repository fits the schema that is made for it."""
    root = tmp_path / "copy"
    if name == "the repository":
        copy_workspace(root)
    else:
        shutil.copytree(ROOTS[name], root)
        shutil.copytree(THEME, root / "templates/themes" / ("reeds-2" if name == "other-wording" else "house-1"))
    schemas = schemas_of(root)
    files = list(files_of(root))
    assert len(files) >= 7
    faults = {
        f"{path.relative_to(root)}: {fault.json_path}": fault.message
        for path in files
        for fault in schemas[schema_for(root, path)].iter_errors(read(path))
    }
    assert faults == {}


def test_no_yaml_file_of_the_repository_is_left_out() -> None:
    """Each YAML file here belongs to one of those workspaces, is wrong on purpose, or is a text that words are put into."""
    apart = (
        "tests/workspaces/bad/",
        "src/reportgen/commands/new/starter/kind/",
        "src/reportgen/commands/new/starter/example/",
        ".venv/",
        "tests/browser/node_modules/",
        ".pre-commit-hooks.yaml",
    )
    paths = {path.relative_to(REPOSITORY).as_posix() for path in REPOSITORY.rglob("*.yaml")}
    looked_at = {path.relative_to(REPOSITORY).as_posix() for root in ROOTS.values() for path in files_of(root)}
    assert len(paths) >= 30
    assert {path for path in paths - looked_at if not path.startswith((*apart, "build/"))} == set()


@pytest.mark.parametrize("slug", SEEN)
def test_what_check_refuses_in_a_figures_file_its_schema_refuses(slug: str, lay_over: Callable[[Path], Path]) -> None:
    """Names that are not known, figures that are none, shorthand out of place: an editor marks them as `check` does."""
    root = lay_over(WORKSPACES / "bad" / slug)
    schemas = schemas_of(root)
    path = root / FIGURES
    assert list(schemas[schema_for(root, path)].iter_errors(read(path)))


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (FIGURES, "status: final", "status: finished"),
        (FIGURES, "population: 200000", "population: none"),
        (FIGURES, "population: 200000", "population: 0"),
        (FIGURES, "  board: Testshire", "  bord: Testshire"),
        (FIGURES, "made: 41", "made: 41 [q]"),
        (FIGURES, "made: 41", "made: [41, z]"),
        (FIGURES, "made: 41", "made: [r, 41]"),
        (FIGURES, "made: 41", "made: -1"),
        (FIGURES, "made: 41", "made: 4.1"),
        (FIGURES, "made: 41", "made: pending"),
        (FIGURES, "made: 41", "made: {number: 41, numbr: 2}"),
        (FIGURES, "category_2: 60, total: 140", "total: 140"),
        (FIGURES, "tables:", "revisions: {orders.mad: why}\ntables:"),
        ("data/annual-report/2024/year.yaml", 'edition: "2024.1"', "edition: newest"),
        ("data/annual-report/2024/year.yaml", "published: 2025-10-30", "published: October"),
        ("data/annual-report/2024/year.yaml", "publisher:", "publishr:"),
        ("data/areas.yaml", "country: England", "country: Scotland"),
        ("data/areas.yaml", "  testshire:", "  Testshire:"),
        ("reportgen.yaml", "email: reports@", "email: reports at "),
        ("templates/annual-report/2024.1/edition.yaml", "time: snapshot", "time: sometimes"),
        ("templates/annual-report/2024.1/edition.yaml", "at_least: 20", "at_least: 0"),
        ("content/annual-report/2024/testshire/introduction.md", "title:", "titel:"),
        ("content/annual-report/2024/testshire/introduction.md", "title: Introduction", "order: 10000\ntitle: I"),
    ],
)
def test_a_schema_refuses_what_is_wrong(path: str, old: str, new: str, good: Path) -> None:
    """One wrong name or value in a right file is refused, and `check` refuses it too."""
    schema = schemas_of(good)[schema_for(good, good / path)]
    assert list(schema.iter_errors(read(good / path))) == []
    text = (good / path).read_text(encoding="utf-8")
    assert old in text
    (good / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    assert list(schema.iter_errors(read(good / path)))
    assert CliRunner().invoke(program, ["check", "testshire", "2024", "--workspace", str(good)]).exit_code == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("made: 41", "made: [x]"),
        ("made: 41", "made: 41 [p]"),
        ("made: 41", "made: {number: [41, p]}"),
        ("rate: 1100", "rate: pending"),
        ("category_2: 60, total: 140}", "category_2: 60}"),
        ("    total: {category_1: 2200, category_2: 60, total: 2260}\n", ""),
        ("population: 200000", "population:"),
        ("status: final\n", ""),
    ],
)
def test_a_schema_takes_every_form_of_a_figure(old: str, new: str, good: Path) -> None:
    """What `check` takes, its schema takes: shorthand, flags, a rate that waits, totals that are left out."""
    path = good / FIGURES
    schema = schemas_of(good)[schema_for(good, path)]
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1).replace("status: final", "status: draft"), encoding="utf-8")
    assert CliRunner().invoke(program, ["check", "testshire", "2024", "--workspace", str(good)]).exit_code == 0
    assert list(schema.iter_errors(read(path))) == []


def test_a_figures_schema_tells_what_each_cell_is(tmp_path: Path) -> None:
    """Each table, row and cell of the edition is there with its own words, so that an editor shows them."""
    root = copy_workspace(tmp_path)
    tables = schemas_of(root)["figures-annual-report-2024.1"].schema["properties"]["tables"]["properties"]
    edition = read(root / "templates/annual-report/2024.1/edition.yaml")
    assert isinstance(edition, dict)
    assert {name: list(table["properties"]) for name, table in tables.items()} == {
        name: list(table["rows"]) for name, table in edition["tables"].items()
    }
    eligible = tables["eligible_on_31_march"]
    assert eligible["description"] == "MAPPA-eligible individuals on the last day of the year"
    row = eligible["properties"]["level_2"]
    assert row["properties"]["category_1"]["description"] == "Level 2, Category 1"
    assert tables["restrictive_orders"]["properties"]["shpo"]["description"] == "Sexual Harm Prevention Order (SHPO)"


def test_an_edition_with_faults_is_told_and_the_others_are_written(good: Path) -> None:
    """A fault in one edition ends with 1, and does not keep the other schemas back."""
    edition = good / "templates/annual-report/2024.1/edition.yaml"
    shutil.copytree(edition.parent, edition.parent.with_name("2024.2"))
    text = edition.read_text(encoding="utf-8")
    edition.write_text(text.replace("at_most: made", "at_most: mad"), encoding="utf-8")
    done = CliRunner().invoke(program, ["schema", "--workspace", str(good)])
    assert done.exit_code == 1
    assert "edition-inconsistent" in done.output
    names = {path.stem for path in (good / SCHEMAS).iterdir()}
    assert {"areas", "edition", "page", "workspace", "year", "figures-annual-report-2024.2"} <= names
    assert "figures-annual-report-2024.1" not in names


def test_schemas_are_the_same_each_time(good: Path) -> None:
    """The same workspace gives the same bytes, and nothing else that is in the folder is lost."""
    schemas_of(good)
    before = {path.name: path.read_bytes() for path in (good / SCHEMAS).iterdir()}
    (good / SCHEMAS / "mine.json").write_text("{}", encoding="utf-8")
    assert CliRunner().invoke(program, ["schema", "--workspace", str(good)]).exit_code == 0
    assert {path.name: path.read_bytes() for path in (good / SCHEMAS).iterdir()} == {**before, "mine.json": b"{}"}
