"""Last year in tables: what stands beside or below this year’s figures, and what is not compared."""

from pathlib import Path

import pytest
from documents import change, document_of
from london import REPOSITORY, copy_workspace, published_figures

from reportgen.tree.nodes import Table
from reportgen.tree.walk import plain_text

DATA = "data/annual-report/2024/london.yaml"


def lines(table: Table) -> list[list[str]]:
    """A table as words, its heads first."""
    rows = [(row.header, *row.cells) for row in table.rows]
    return [[plain_text(cell.content) for cell in row] for row in (table.heads, *rows)]


def table_of(root: Path, name: str) -> Table:
    return document_of(root, 2024).tables[name]


def test_a_table_of_one_column_has_last_year_beside_it() -> None:
    """The year, the year before and the change; a row that took the place of another has a break, which is explained."""
    table = table_of(REPOSITORY, "restrictive_orders")
    assert lines(table) == [
        ["Order", "Number", "2023/24", "Change"],
        ["Sexual Harm Prevention Order (SHPO)", "559", "487", "+72 (+15%)"],
        ["SHPO with foreign travel restriction", "0", "1", "−1"],
        ["Notification Notices", "55", "[b]", "[b]"],
    ]
    assert table.key == (
        "[b] means a break: what is counted changed.",
        "Notification Notices took the place of Notification Orders in 2024/25, so they are not compared.",
    )
    assert [(cell.role, cell.gloss) for cell in table.heads] == [
        ("", ""),
        ("", "2024/25"),
        ("former", ""),
        ("change", ""),
    ]
    assert lines(table_of(REPOSITORY, "population_rate"))[0] == ["Measure", "Number", "31 March 2024", "Change"]


@pytest.mark.parametrize(
    ("name", "label", "changes"),
    [
        (
            "eligible_on_31_march",
            "Total, 31 March 2024",
            ["+290 (+4.1%)", "−195 (−4.9%)", "+17 (+30%)", "+112 (+1.0%)"],
        ),
        ("managed_in_year", "Total, 2023/24", ["−21 (−11%)", "+14 (+4.5%)", "+52 (+19%)", "+45 (+5.7%)"]),
        ("returned_for_breach_of_licence", "Total, 2023/24", ["−2 (−8.3%)", "−4 (−14%)", "−15 (−30%)", "−21 (−21%)"]),
    ],
)
def test_a_table_of_several_columns_has_last_years_total_below_it(name: str, label: str, changes: list[str]) -> None:
    """Two rows below the total: last year’s, as it was published, and the change."""
    before = published_figures(2023)[name]
    columns = ("category_1", "category_2", "category_3", "total")
    assert lines(table_of(REPOSITORY, name))[-2:] == [
        [label, *(before["total", column] for column in columns)],
        ["Change", *changes],
    ]


def test_a_table_whose_rows_were_split_compares_nothing_and_says_so() -> None:
    """Cautions and convictions were one figure: the table has no last year, and a sentence says why."""
    table = table_of(REPOSITORY, "notification_breaches")
    assert lines(table)[0] == ["Outcome", "Number"]
    assert table.key == ("In 2023/24 one figure, 122, stood for what are now 2 figures, so they are not compared.",)


def test_a_figure_held_back_has_no_change(tmp_path: Path) -> None:
    """Nothing tells how far a figure moved that is held back this year, or was not known last year."""
    root = copy_workspace(tmp_path)
    change(root / DATA, "became_subject: 13", "became_subject: [c]")
    change(root / "data/annual-report/2023/london.yaml", "revoked: 43", "revoked: [x]")
    assert lines(table_of(root, "sexual_risk_order_breaches"))[1][1:] == ["[c]", "5", "[x]"]
    assert lines(table_of(root, "lifetime_notification_revoked"))[0] == ["Outcome", "Number"]


def test_a_year_without_the_year_before_has_plain_tables(tmp_path: Path) -> None:
    """Without last year, tables are as they were asked for."""
    root = copy_workspace(tmp_path)
    (root / "data/annual-report/2023/london.yaml").unlink()
    assert lines(table_of(root, "restrictive_orders"))[0] == ["Order", "Number"]
    assert len(lines(table_of(root, "eligible_on_31_march"))) == 5
