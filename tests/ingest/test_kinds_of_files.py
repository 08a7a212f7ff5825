"""Every figure of every kind of file is read as it was printed, and those that stand in a sum are sure."""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner
from computers import why_skipped
from published import KINDS, STYLES, as_pdf, as_text, edition_of, made_up, read_back, tables_of

from reportgen.cli import program
from reportgen.core.names import ReportKey
from reportgen.ingest.figures import Confidence, Read
from reportgen.ingest.importing import captions_of, import_report
from reportgen.ingest.printed_tables import figure_places
from reportgen.ingest.reading import read_any
from reportgen.read.cells import CellName
from reportgen.read.workspace_files import find_workspace

YEARS = (2021, 2023, 2024)


def told_apart(read: Read, figures: dict[CellName, str]) -> Counter[str]:
    """How many figures are right or wrong in each state."""
    return Counter(
        f"{'right' if figure.reading.typed == figures[name] else 'wrong' if figure.reading.typed else 'none'}, {figure.state.value}"
        for name, figure in read.items()
    )


def alone(figures: dict[CellName, str], year: int) -> int:
    """How many figures of an edition stand in no sum."""
    tables = edition_of(year).shape.tables
    return sum(not (tables[name.table].totals.row or tables[name.table].totals.column) for name in figures)


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_figure_is_read(kind: str, year: int) -> None:
    """All figures are right; all that stand in a sum are sure, and all others are to be looked at."""
    edition = edition_of(year)
    figures = made_up(edition)
    name, made = KINDS[kind]
    read = read_back(made(list(tables_of(edition, figures, year).values())), name, edition, year)
    assert alone(figures, year) >= 7
    assert told_apart(read, figures) == {
        "right, sure": len(figures) - alone(figures, year),
        "right, to be looked at": alone(figures, year),
    }


@pytest.mark.slow
@pytest.mark.pdf
@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("style", STYLES)
def test_every_figure_of_a_pdf_is_read(style: str, year: int) -> None:
    """Rules or none, columns, labels broken around their figures, page numbers between rows: all figures are right."""
    edition = edition_of(year)
    figures = made_up(edition)
    read = read_back(as_pdf(list(tables_of(edition, figures, year).values()), STYLES[style]), "a.pdf", edition, year)
    counts = told_apart(read, figures)
    assert set(counts) == {"right, sure", "right, to be looked at"}
    assert counts["right, sure"] > len(figures) / 2


@pytest.mark.pdf
def test_a_pdf_is_read(edition, figures, tables) -> None:
    """A PDF without tags, made by another program, gives every figure, with its page and its line."""
    read = read_back(as_pdf(list(tables.values())), "a.pdf", edition)
    assert set(told_apart(read, figures)) == {"right, sure", "right, to be looked at"}
    assert all(figure.place.startswith("p. ") and ", line " in figure.place for figure in read.values())
    assert all(figure.strip for figure in read.values())


def test_places_are_those_of_the_file(edition, tables) -> None:
    """A figure of a workbook is at its cell, one of a text at its line, with the line as it stands there."""
    first = CellName("eligible_on_31_march", "level_1", "category_1")
    name, made = KINDS["workbook"]
    assert read_back(made(list(tables.values())), name, edition)[first].place == "Stats!C4"
    name, made = KINDS["text with tabs"]
    data = made(list(tables.values()))
    figure = read_back(data, name, edition)[first]
    line = data.decode().split("\n")[int(figure.place.removeprefix("line ")) - 1]
    assert figure.quote.split() == line.split()


OWN = ("index.html", "report.govspeak.md", "report.docx", "figures.ods", "figures.csv")


FORMATS_HERE = "html,govspeak,docx,ods,csv" + ("" if why_skipped("pdf") else ",pdf")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report of a small workspace in every format."""
    root = tmp_path_factory.mktemp("practice") / "practice"
    for command in (
        ["new", "workspace", str(root)],
        ["build", "exampleshire", "2024", "--workspace", str(root), "--format", FORMATS_HERE],
    ):
        result = CliRunner().invoke(program, command, prog_name="reportgen")
        assert result.exit_code == 0, result.output
    return root


@pytest.mark.parametrize("name", [*OWN, pytest.param("report.pdf", marks=pytest.mark.pdf)])
def test_own_reports_are_read_back(built: Path, name: str) -> None:
    """A report that reportgen made agrees with its own figures file, whichever format it is read from."""
    workspace = find_workspace(built).value
    assert workspace is not None
    key = ReportKey("annual-report", 2024, "exampleshire")
    outcome = import_report(
        workspace, key, built / "build/annual-report/2024/exampleshire" / name, lambda _done, _all: None
    )
    assert outcome.diagnostics == ()
    assert outcome.value is not None
    assert outcome.value.filled is not None
    states = Counter(figure.state for figure in outcome.value.figures.values())
    assert states[Confidence.MISSING] == 0
    assert len(outcome.value.filled.same) == len(outcome.value.figures)
    assert states[Confidence.SURE] > 0


def test_text_in_two_columns_above_a_table_is_none_of_its_heads(edition, tables) -> None:
    """Lines of text side by side are no heads of columns, whichever words they have."""
    table = tables["eligible_on_31_march"]
    text = as_text(list(tables.values())).decode()
    heads = "\t" + "\t".join(table.heads)
    beside = f"{table.caption} in this area\t{table.caption} and in others"
    source = read_any(text.replace(heads, f"{beside}\n{heads}", 1).encode(), "a.txt")
    (at,) = [number for number, row in enumerate(source.rows) if row.text.endswith("and in others")]
    places = figure_places(source, edition.shape.tables, captions_of(edition, YEARS[-1]))
    assert source.rows[at].place not in places
    assert places[source.rows[at + 1].place] == "eligible_on_31_march"
