"""The figures as CSV with their Data Package: every figure in its place, for programs that never saw the report."""

import csv
import json
import os
import subprocess
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import pytest
from documents import change, document_of
from london import REPOSITORY, YEARS, copy_workspace, published_figures

from reportgen.formats.open_data import PRIMARY_KEY, export_csv, harmless

COLUMNS = (
    *("area", "area_name", "year", "period_start", "period_end", "table", "row", "column"),
    *("value", "status", "table_label", "row_label", "column_label"),
)
REASONS = {"[z]": "not applicable", "[x]": "not available"}
PRINT_DIGESTS = """
import hashlib, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from documents import document_of
from reportgen.formats.open_data import export_csv
from reportgen.formats.ods.export import export_ods
document = document_of(Path(sys.argv[2]), 2024)
for artifact in (*export_csv(document).value, *export_ods(document).value):
    print(artifact.name, hashlib.sha256(artifact.data).hexdigest())
"""


@lru_cache(maxsize=8)
def exported(root: Path, year: int) -> dict[str, bytes]:
    """The files of the format by name."""
    return {artifact.name: artifact.data for artifact in export_csv(document_of(root, year)).value or ()}


def rows_of(data: bytes) -> list[dict[str, str]]:
    """The lines of the table, each by column."""
    return list(csv.DictReader(data.decode("utf-8").splitlines()))


def package_of(files: dict[str, bytes]) -> dict:
    """The description of the table."""
    return json.loads(files["datapackage.json"])


def with_marks(root: Path) -> Path:
    """A copy of a draft in which figures are held back, revised, provisional and pending."""
    figures = copy_workspace(root) / "data/annual-report/2024/london.yaml"
    change(figures, "status: final", "status: draft")
    change(figures, "cautioned: 41", "cautioned: 41 [r]")
    change(figures, "shpo: 559", "shpo: 559 [p]")
    change(figures, "revoked: 36", "revoked: [c]")
    change(figures, "became_subject: 13", "became_subject: [x]")
    change(figures, "rate: 92", "rate: pending")
    figures.write_text(
        figures.read_text(encoding="utf-8")
        + "\nrevisions:\n  notification_breaches.cautioned: One case was counted twice.\n",
        encoding="utf-8",
    )
    return root


@pytest.mark.parametrize("year", YEARS)
def test_every_published_figure_is_in_its_place(year: int) -> None:
    """Each published figure of London stands in the line of its table, row and column, and there are no others."""
    found = {
        (row["table"], row["row"], row["column"]): row for row in rows_of(exported(REPOSITORY, year)["figures.csv"])
    }
    published = {
        (table, row, column): value
        for table, cells in published_figures(year).items()
        for (row, column), value in cells.items()
    }
    assert len(published) > 30
    assert {name: row["value"] or row["status"] for name, row in found.items()} == {
        name: REASONS.get(value, value.replace(",", "")) for name, value in published.items()
    }
    assert {row["status"] for row in found.values() if row["value"]} == {""}
    assert {(row["area"], row["area_name"], row["year"]) for row in found.values()} == {("london", "London", str(year))}
    assert {(row["period_start"], row["period_end"]) for row in found.values()} == {
        (f"{year}-04-01", f"{year + 1}-03-31")
    }


def test_the_file_is_plain() -> None:
    """UTF-8 without a mark at its head, one kind of line end, the columns in their order, the same number in each line."""
    data = exported(REPOSITORY, 2024)["figures.csv"]
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert data.endswith(b"\n")
    lines = list(csv.reader(data.decode("utf-8").splitlines()))
    assert tuple(lines[0]) == COLUMNS
    assert {len(line) for line in lines} == {len(COLUMNS)}


def test_marks_say_why_a_value_is_missing_or_what_to_know_of_it(tmp_path: Path) -> None:
    """A figure without a value has its reason, one with a flag keeps its value, one that is pending is not available."""
    rows = {f"{row['table']}.{row['row']}": row for row in rows_of(exported(with_marks(tmp_path), 2024)["figures.csv"])}
    marks = {
        name: (rows[name]["value"], rows[name]["status"])
        for name in (
            "notification_breaches.cautioned",
            "restrictive_orders.shpo",
            "lifetime_notification_revoked.revoked",
            "sexual_risk_order_breaches.became_subject",
            "population_rate.rate",
        )
    }
    assert marks == {
        "notification_breaches.cautioned": ("41", "revised"),
        "restrictive_orders.shpo": ("559", "provisional"),
        "lifetime_notification_revoked.revoked": ("", "confidential"),
        "sexual_risk_order_breaches.became_subject": ("", "not available"),
        "population_rate.rate": ("", "not available"),
    }


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_words_are_never_formulas(words: str) -> None:
    """Words that a spreadsheet program would work out are marked as words."""
    assert harmless(words) == f"'{words}"
    assert harmless(f"a {words}") == f"a {words}"


def test_a_name_cannot_be_a_formula(tmp_path: Path) -> None:
    """An area whose name begins like a formula does no harm in any line of the file."""
    root = copy_workspace(tmp_path)
    change(root / "data/areas.yaml", "    name: London\n", '    name: "=HYPERLINK(1)"\n')
    rows = rows_of(exported(root, 2024)["figures.csv"])
    assert {row["area_name"] for row in rows} == {"'=HYPERLINK(1)"}
    assert [value for row in rows for value in row.values() if value[:1] in ("=", "+", "-", "@")] == []


def test_the_package_says_what_the_table_is() -> None:
    """Title, licence, sources, date and publisher are the report's own; the table's size and digest are right."""
    files = exported(REPOSITORY, 2024)
    package = package_of(files)
    resource = package["resources"][0]
    assert package["profile"] == "tabular-data-package"
    assert "London" in package["title"]
    assert "2024/25" in package["title"]
    assert package["created"] == "2025-10-30T00:00:00Z"
    assert [licence["name"] for licence in package["licenses"]] == ["OGL-UK-3.0"]
    assert [source["title"] for source in package["sources"]] == [
        "Annual MAPPA return of the London Strategic Management Board for 2024/25",
        "Office for National Statistics (ONS): mid-2024 estimated resident population, published 30 July 2025",
    ]
    assert resource["bytes"] == len(files["figures.csv"])
    assert resource["hash"] == f"sha256:{sha256(files['figures.csv']).hexdigest()}"
    assert [field["name"] for field in resource["schema"]["fields"]] == list(COLUMNS)
    assert resource["schema"]["primaryKey"] == list(PRIMARY_KEY)


def test_every_word_of_the_table_is_explained() -> None:
    """Each name of a table, row and column stands with its label in the description of its field."""
    files = exported(REPOSITORY, 2024)
    fields = {field["name"]: field for field in package_of(files)["resources"][0]["schema"]["fields"]}
    rows = rows_of(files["figures.csv"])
    for column in ("table", "row", "column"):
        words = {row[column] for row in rows}
        assert set(fields[column]["constraints"]["enum"]) == words
        assert [word for word in words if f"{word}: " not in fields[column]["description"]] == []
    assert "eligible_on_31_march: MAPPA-eligible individuals on 31 March 2025" in fields["table"]["description"]


def test_a_draft_says_so(tmp_path: Path) -> None:
    """The title of a draft's data is a draft's."""
    root = copy_workspace(tmp_path)
    change(root / "data/annual-report/2024/london.yaml", "status: final", "status: draft")
    assert package_of(exported(root, 2024))["title"].endswith("(draft)")
    assert not package_of(exported(REPOSITORY, 2024))["title"].endswith("(draft)")


@pytest.mark.slow
@pytest.mark.parametrize("marked", [False, True])
def test_frictionless_finds_no_fault(tmp_path: Path, marked: bool) -> None:
    """The reference implementation of Data Package reads the table as it is described, every line of it."""
    frictionless = pytest.importorskip("frictionless", reason="frictionless is not installed")
    root = with_marks(tmp_path / "workspace") if marked else REPOSITORY
    folder = tmp_path / "made"
    folder.mkdir()
    for name, data in exported(root, 2024).items():
        (folder / name).write_bytes(data)
    package = frictionless.Package("datapackage.json", basepath=str(folder))
    result = package.validate()
    assert result.valid, result.flatten(["rowNumber", "fieldName", "type", "note"])
    assert result.tasks[0].stats["rows"] == len(rows_of((folder / "figures.csv").read_bytes()))
    (folder / "figures.csv").write_bytes((folder / "figures.csv").read_bytes().replace(b",7368,", b",-1,"))
    kinds = {kind for (kind,) in package.validate().flatten(["type"])}
    assert {"constraint-error", "hash-count"} <= kinds, "a table with a fault must not pass"


def test_the_same_bytes_wherever_it_is_made(tmp_path: Path) -> None:
    """Another time zone and another order of hashing change nothing in the CSV, its description and the workbook."""
    root = copy_workspace(tmp_path)
    said = [
        subprocess.run(
            [sys.executable, "-c", PRINT_DIGESTS, str(REPOSITORY / "tests/support"), str(root)],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        ).stdout
        for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Adak", "2"))
    ]
    assert [line.split()[0] for line in said[0].splitlines()] == ["figures.csv", "datapackage.json", "figures.ods"]
    assert said[0] == said[1]
