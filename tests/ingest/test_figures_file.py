"""What is written into the workspace: a figures file as a person types it, and only ever where nothing stands."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from reportgen.cli import program
from reportgen.cli.paths import from_here

TARGET = "data/annual-report/2024/testshire.yaml"
MAPPING = "data/annual-report/return.yaml"
PUBLISHED = """\
Testshire
Eligible individuals on 31 March 2025
\tCategory 1: On the register\tCategory 2: Others\tTotal
Level 1\t2,120\t-\t2,120
Level 2\t80\t60\t140
Total\t2,200\t60\t2,260
Managed at Level 2 during the year
\tCategory 1: On the register\tCategory 2: Others\tTotal
Level 2\t95\t71\t166
Returned to custody during the year
Level 2\t13
Orders made during the year
Orders made\t41
Orders with a limit on travel\t36
Category 1 in every 100,000 people\t1,100
"""


def run(root: Path, *command: str) -> tuple[int, str]:
    """What a command says, and its exit code."""
    result = CliRunner().invoke(program, [*command, "--workspace", str(root)], prog_name="reportgen")
    assert result.exit_code in (0, 1), result.output
    return result.exit_code, result.output


def publish(root: Path, text: str = PUBLISHED) -> str:
    """A published report beside the workspace."""
    path = root.parent / "old.txt"
    path.write_text(text, encoding="utf-8")
    return str(path)


def take(root: Path, file: str, *options: str) -> tuple[int, str]:
    """Imports a file as Testshire's report of 2024/25."""
    return run(root, "import", file, "--area", "testshire", "--year", "2024", *options)


def workbook(cells: dict[str, object]) -> bytes:
    """A return as the area sends it, whose labels are those of no edition."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Return"
    for address, value in cells.items():
        sheet[address] = value
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_a_new_figures_file_is_as_typed(good: Path) -> None:
    """What is sure stands as in any figures file; what is not is empty, with the line that was read beside it."""
    (good / TARGET).unlink()
    exit_code, output = take(good, publish(good))
    assert exit_code == 0
    assert f"  wrote {from_here(good / TARGET)}\n" in output
    lines = (good / TARGET).read_text(encoding="utf-8").splitlines()
    assert "    level_1: {category_1: 2120, category_2: [z], total: 2120}" in lines
    assert "    total: {category_1: 2200, category_2: 60, total: 2260}" in lines
    assert "    made:   # To be looked at: line 13 says 41 (it stands in no sum): “Orders made 41”" in lines
    left = run(good, "todo", "testshire", "2024")[1]
    assert "Orders made in “orders” has no figure" in left
    assert left.count("has no figure") == 4
    checked = run(good, "check", "testshire", "2024")[1]
    assert "total-mismatch" not in checked
    assert "yaml" not in checked.replace(".yaml", "")


def test_filled_by_hand_it_is_the_figures_file_that_was_lost(good: Path) -> None:
    """Once a person typed what was to be looked at, the report has the figures that it was published with."""
    before = run(good, "check", "testshire", "2024", "--format", "json")[1]
    (good / TARGET).unlink()
    take(good, publish(good))
    text = (good / TARGET).read_text(encoding="utf-8")
    for name, typed in (("level_2", "13"), ("made", "41"), ("with_travel_limit", "36"), ("rate", "1100")):
        text = text.replace(f"    {name}:   #", f"    {name}: {typed}   #")
    text = text.replace("board: To be confirmed", "board: Testshire Strategic Management Board").replace(
        "population:", "population: 200000"
    )
    (good / TARGET).write_text(text, encoding="utf-8")
    assert (
        json.loads(before)["diagnostics"]
        == json.loads(run(good, "check", "testshire", "2024", "--format", "json")[1])["diagnostics"]
        == []
    )


def test_a_figures_file_that_is_there_is_compared(good: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """Nothing is written over a figures file, whatever the other file says; each figure that differs is told at its place."""
    before = tree(good)
    exit_code, output = take(good, publish(good, PUBLISHED.replace("\t13", "\t31").replace("\t166", "\t661")))
    assert exit_code == 0
    assert {name: data for name, data in tree(good).items() if not name.startswith("build")} == before
    assert output.count("warning[figure-differs]") == 2
    assert "returned.level_2 is 13 here, and 31 in old.txt, line 11" in output
    assert "14 of 16 figures that both files have are the same; nothing in it was changed." in output


def test_a_dry_run_writes_nothing(good: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """With --dry-run everything is told, and no file is made."""
    (good / TARGET).unlink()
    before = tree(good)
    exit_code, output = take(good, publish(good), "--dry-run")
    assert exit_code == 0
    assert f"  would write {from_here(good / TARGET)}\n" in output
    assert tree(good) == before


def test_the_result_is_data_for_scripts(good: Path) -> None:
    """JSON has every figure with its state, its place and its reasons."""
    (good / TARGET).unlink()
    exit_code, output = take(good, publish(good), "--format", "json")
    assert exit_code == 0
    data = json.loads(output)
    assert data["files"] == [TARGET]
    figures = {figure["figure"]: figure for figure in data["imported"]["figures"]}
    assert len(figures) == 16
    first = figures["eligible.level_1.category_1"]
    assert (first["value"], first["state"], first["place"]) == (2120, "sure", "line 4")
    assert figures["orders.made"]["reasons"] == ["it stands in no sum"]


RETURN: dict[str, object] = {
    "B2": "Testshire, return to the centre",
    "C4": "On the register",
    "D4": "Others",
    "E4": "Both",
    "B5": "31 March, first level",
    "C5": 2120,
    "E5": 2120,
    "B6": "31 March, second level",
    "C6": 80,
    "D6": 60,
    "E6": 140,
    "B7": "31 March, all",
    "C7": 2200,
    "D7": 60,
    "E7": 2260,
    "B9": "Orders made",
    "C9": 41,
    "B10": "Orders with a limit on travel",
    "C10": 36,
}
NAMED = "\n".join(
    [
        "figures:",
        *(
            f"  eligible.{row}.{column}: {{cell: Return!{letter}{number}, row: {json.dumps(words)}, column: {head}}}"
            for number, row, words in (
                (5, "level_1", "31 March, first level"),
                (6, "level_2", "31 March, second level"),
                (7, "total", "31 March, all"),
            )
            for letter, column, head in (
                ("C", "category_1", "On the register"),
                ("D", "category_2", "Others"),
                ("E", "total", "Both"),
            )
            if (row, column) != ("level_1", "category_2")
        ),
    ]
)


@pytest.fixture
def begun(good: Path) -> Path:
    """A workspace with a figures file that was just begun, as `reportgen new area` makes it."""
    (good / TARGET).unlink()
    for page in (good / "content/annual-report/2024/testshire").iterdir():
        page.unlink()
    exit_code, output = run(good, "new", "area", "testshire", "2024")
    assert exit_code == 0, output
    return good


def fill(root: Path, cells: dict[str, object], *options: str) -> tuple[int, str]:
    """Fills in Testshire's figures file from a return."""
    path = root.parent / "return.xlsx"
    path.write_bytes(workbook(cells))
    return run(root, "figures", "testshire", "2024", "--from", str(path), *options)


def test_a_begun_file_is_filled_in(begun: Path) -> None:
    """Sure figures take empty places; remarks and lines stay; what is not sure gets a remark and no figure."""
    (begun / MAPPING).write_text(NAMED, encoding="utf-8")
    before = (begun / TARGET).read_text(encoding="utf-8").splitlines()
    exit_code, output = fill(begun, RETURN)
    assert exit_code == 0, output
    after = (begun / TARGET).read_text(encoding="utf-8").splitlines()
    assert len(after) == len(before)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) > 8
    for old, new in changed:
        name, _, remark = old.partition(":")
        assert new.startswith(f"{name}:")
        assert remark.strip() in new
    assert any(line.split("#")[0].split() == ["category_1:", "2120"] for line in after)
    made = next(line for line in after if line.strip().startswith("made:"))
    assert made.split("#")[0].split() == ["made:"]
    assert "To be looked at: Return!C9 says 41 (" in made
    assert "it stands in no sum): “Orders made 41”" in made


def test_what_somebody_typed_stays(begun: Path) -> None:
    """A figure that is there is never changed; that the return has another is told."""
    (begun / MAPPING).write_text(NAMED, encoding="utf-8")
    text = (begun / TARGET).read_text(encoding="utf-8")
    at = text.index("category_1:", text.index("level_2:")) + len("category_1:")
    (begun / TARGET).write_text(text[:at] + " 81 " + text[at + 1 :], encoding="utf-8")
    exit_code, output = fill(begun, RETURN)
    assert exit_code == 0, output
    assert "eligible.level_2.category_1 is 81 here, and 80 in return.xlsx, Return!C6" in output
    assert " 81 " in (begun / TARGET).read_text(encoding="utf-8")


def test_filling_in_twice_changes_nothing_more(begun: Path) -> None:
    """The second time, all is there, and no remark is written again."""
    (begun / MAPPING).write_text(NAMED, encoding="utf-8")
    fill(begun, RETURN)
    once = (begun / TARGET).read_bytes()
    exit_code, output = fill(begun, RETURN)
    assert exit_code == 0
    assert (begun / TARGET).read_bytes() == once
    assert "nothing in it was changed" in output


def test_line_ends_and_braces_are_kept(begun: Path) -> None:
    """A file with the line ends of Windows, and rows between braces, is filled in as it is written."""
    (begun / MAPPING).write_text(NAMED, encoding="utf-8")
    lines = [
        "source: Return",
        "details: {board: Board}",
        "tables:",
        "  eligible:",
        "    level_1: {category_1: , category_2: [z], total: }",
        "    level_2: {category_1: , category_2: 60, total: 140}",
    ]
    (begun / TARGET).write_bytes("\r\n".join([*lines, ""]).encode())
    exit_code, output = fill(begun, RETURN)
    assert exit_code == 0, output
    data = (begun / TARGET).read_bytes()
    assert b"    level_1: {category_1: 2120, category_2: [z], total: 2120}\r\n" in data
    assert b"    level_2: {category_1: 80, category_2: 60, total: 140}\r\n" in data
    assert data.count(b"\n") == data.count(b"\r\n") == len(lines)


def test_a_figure_without_a_line_is_named(begun: Path) -> None:
    """What the return shows and the figures file has no line for is told, but for totals, which are added up."""
    (begun / MAPPING).write_text(NAMED, encoding="utf-8")
    lines = ["source: Return", "tables:", "  eligible:", "    level_1: {category_1: , category_2: [z]}"]
    (begun / TARGET).write_text("\n".join([*lines, ""]), encoding="utf-8")
    exit_code, output = fill(begun, RETURN)
    assert exit_code == 0, output
    (told,) = [line for line in output.splitlines() if "have no line in the figures file" in line]
    assert "eligible.level_2.category_1" in told
    assert "total" not in told


def test_the_cells_are_kept_and_used_again(begun: Path) -> None:
    """The first return leaves its cells in return.yaml; the next one is read by them, for whichever area and year."""
    book = {address: value for address, value in RETURN.items() if address in ("B2", "B9", "C9", "B10", "C10")}
    exit_code, output = fill(begun, book)
    assert f"  wrote {from_here(begun / MAPPING)}\n" in output, output
    kept = (begun / MAPPING).read_text(encoding="utf-8")
    assert '  orders.made: {cell: "Return!C9", row: Orders made' in kept
    exit_code, output = fill(begun, {**book, "C9": 52})
    assert exit_code == 0
    assert "orders.made: 52 (Return!C9)" in output
    assert (begun / MAPPING).read_text(encoding="utf-8") == kept


def test_the_cells_of_a_csv_file_are_used_again(begun: Path) -> None:
    """A place or a head with a comma, such as line 3, value 2, is kept so that it can be read."""
    path = begun.parent / "return.csv"
    path.write_text('Orders made during the year\nKind,"Orders, all of them"\nOrders made,41\n', encoding="utf-8")
    for _ in range(2):
        exit_code, output = run(begun, "figures", "testshire", "2024", "--from", str(path))
        assert exit_code == 0, output
        assert "orders.made: 41 (line 3, value 2)" in output
    kept = (begun / MAPPING).read_text(encoding="utf-8")
    assert '{cell: "line 3, value 2", row: Orders made, column: "Orders, all of them"}' in kept


def test_a_cell_whose_words_moved_is_not_read_blindly(begun: Path) -> None:
    """Where a row was put in above, the cell is found by its words; where the words are gone, there is a gap."""
    (begun / MAPPING).write_text(NAMED, encoding="utf-8")
    moved = {
        f"{address[0]}{int(address[1:]) + 1}" if int(address[1:]) > 5 else address: value
        for address, value in RETURN.items()
    }
    exit_code, output = fill(begun, moved)
    assert exit_code == 0, output
    assert "Note: it stood elsewhere when its cell was named: Return!C7" in output
    figures = (begun / TARGET).read_text(encoding="utf-8")
    assert figures.count(" 80 ") == 1
    gone = {**RETURN, "B6": "Another count"}
    output = fill(begun, gone, "--dry-run")[1]
    assert "no longer stands at Return!C6" in output


def test_cells_that_moved_are_found_where_many_have_the_same_words(begun: Path) -> None:
    """Where a line was put in at the top of a return, each figure is as sure as it was, whose table its title names."""
    lines = [line.split("\t") for line in PUBLISHED.splitlines()]
    returns = []
    for added in (0, 1):
        cells = {
            f"{chr(ord('B') + column)}{at + added}": int(words.replace(",", "")) if words[:1].isdigit() else words
            for at, line in enumerate(lines, 2)
            for column, words in enumerate(line)
        }
        returns.append({**cells, "B1": "Return"})
    counts = [
        next(line for line in fill(begun, cells, *options)[1].splitlines() if " sure, " in line)
        for cells, *options in ((returns[0],), (returns[1], "--dry-run"))
    ]
    assert counts[1] == counts[0]
    output = fill(begun, returns[1], "--dry-run")[1]
    assert "Note: it stood elsewhere when its cell was named: " in output
    assert "no longer stands" not in output


def test_a_name_that_is_no_figure_is_told(begun: Path) -> None:
    """A slip in return.yaml is told at its line."""
    (begun / MAPPING).write_text("figures:\n  orders: {cell: Return!C9, row: Orders made}\n", encoding="utf-8")
    exit_code, output = fill(begun, RETURN)
    assert exit_code == 1
    assert f"{MAPPING}:2:" in output
    assert "“orders” is not the name of a figure" in output


def test_a_return_without_a_begun_file_is_told(good: Path) -> None:
    """To fill in a file that is not there, it has to be begun."""
    (good / TARGET).unlink()
    exit_code, output = fill(good, RETURN)
    assert exit_code == 1
    assert f"{TARGET}: error[missing-file]" in output


def test_a_figures_file_without_rights_is_told(begun: Path) -> None:
    """Where the file's place cannot be written, nothing is, and one error says so."""
    (begun / MAPPING).write_text(NAMED, encoding="utf-8")
    before = (begun / TARGET).read_bytes()
    aside = begun / "data/annual-report/2024/.testshire.yaml.new"
    aside.mkdir()
    exit_code, output = fill(begun, RETURN)
    assert exit_code == 1
    assert "error[cannot-write]" in output
    assert (begun / TARGET).read_bytes() == before
