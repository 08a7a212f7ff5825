"""Figures of years without a report: typed in the figures file, with their source, they take their place over the years."""

from pathlib import Path

import pytest
from documents import change, document_of
from london import copy_workspace

from reportgen.check.report import check_report
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import ReportKey
from reportgen.read.source import read_source
from reportgen.read.workspace_files import find_workspace
from reportgen.tree.nodes import Chart
from reportgen.tree.walk import find

TYPED = """
former:
  2022:
    source: Annual MAPPA return for 2022/23
    figures:
      eligible_on_31_march.total.category_1: 6890
      eligible_on_31_march.total.category_2: [c]
      population_rate.rate: 90 [r]
"""


def with_former(tmp_path: Path, typed: str = TYPED, year: int = 2024) -> Path:
    """A copy of the workspace in which an area typed figures of other years."""
    root = copy_workspace(tmp_path)
    change(root / f"data/annual-report/{year}/london.yaml", "status: final\n", f"status: final\n{typed}")
    return root


def said(root: Path) -> list[Diagnostic]:
    """What is told of the report of 2024/25 for its years before."""
    workspace = find_workspace(root).value
    assert workspace is not None
    source = read_source(workspace, ReportKey("annual-report", 2024, "london"))
    return list(check_report(source.value, source.diagnostics).diagnostics if source.value else source.diagnostics)


def charts(root: Path) -> list[Chart]:
    return list(find(document_of(root, 2024).tree.sections, Chart))


@pytest.mark.parametrize("year", [2024, 2023])
def test_a_typed_year_is_drawn_and_its_source_is_told(tmp_path: Path, year: int) -> None:
    """No year is missing; what was typed in the file of an earlier year holds for later reports; [c] stays held back."""
    eligible, managed = charts(with_former(tmp_path, year=year))
    points = {series.label: series.points[1] for series in eligible.series}
    assert (points["Category 1"].year, points["Category 1"].value) == ("2023", 6890)
    assert points["Category 2"].words == "[c]"
    assert points["Category 3"].words == "not shown here"
    assert "Source of the figures for 2023: Annual MAPPA return for 2022/23." in eligible.key
    assert {series.points[1].words for series in managed.series} == {"not shown here"}
    assert said(tmp_path) == []


def test_last_year_may_be_typed(tmp_path: Path) -> None:
    """Where last year has no report here, this year is compared with what was typed."""
    root = with_former(tmp_path, "former: {2023: {source: Return, figures: {eligible_on_31_march.total.total: 11000}}}")
    (root / "data/annual-report/2023/london.yaml").unlink()
    assert "up 220 (2.0%) on 31 March 2024" in str(document_of(root, 2024).tree)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  2022:", "  2024:", "wrong-value: a year before 2024 is expected here, such as 2023"),
        ("  2022:", "  2022/23:", "wrong-value: the year in which it begins is expected here, such as 2023"),
        ("    source: Annual MAPPA return for 2022/23\n", "", "missing-key: “source” is missing in “2022”"),
        ("rate: 90 [r]", "rat: 90", "unknown-figure: there is no figure called “population_rate.rat”"),
        ("rate: 90 [r]", "rate: 90.1", "bad-figure: “90.1” is not a figure"),
        ("rate: 90 [r]", "rate:", "missing-figure: population_rate.rate has no figure"),
        ("rate: 90 [r]", "rate: pending", "bad-figure: this figure cannot be pending"),
        ("    figures:\n", "    figures: 1\n#", "wrong-value"),
    ],
)
def test_a_slip_is_told_where_it_stands(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What cannot be read under `former` is an error at its line."""
    typed = TYPED.replace(old, new)
    if told == "wrong-value":
        typed = "former: {2022: {source: Return, figures: 1}}\n"
        told = "wrong-value: names with values are expected here"
    found = said(with_former(tmp_path, typed))
    assert [f"{one.slug}: {one.message}" for one in found] == [told]
    assert found[0].place.line > 2


def test_the_report_of_a_year_counts_more(tmp_path: Path) -> None:
    """A year that has a report and is typed too gives a warning, and the report's own figures are used."""
    root = with_former(tmp_path, TYPED.replace("2022:", "2023:"))
    (one,) = said(root)
    assert (one.slug, one.is_error) == ("former-year-twice", False)
    assert charts(root)[0].series[0].points[-2].value == 7110
