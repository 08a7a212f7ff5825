"""The record of who looked at each figure beside the file that it was read from."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_sheet import PUBLISHED

from reportgen.cli import program

TARGET = "data/annual-report/2024/testshire.yaml"
WHO = ("--ticked-by", "MAPPA coordinator", "--date", "2025-06-02")


def take(root: Path, file: Path, *options: str) -> tuple[int, str]:
    """What the import of a file as Testshire's report says, and its exit code."""
    command = ["import", str(file), "--area", "testshire", "--year", "2024", *options, "--workspace", str(root)]
    result = CliRunner().invoke(program, command, prog_name="reportgen")
    return result.exit_code, result.output


@pytest.fixture
def published(good: Path) -> Path:
    """What was published of Testshire, as a text; its figures are those of the figures file."""
    path = good.parent / "old.txt"
    text = PUBLISHED.replace("Level 2\t80\t60\t140\nTotal", "Level 2\t80\t60\t140\nTotal")
    path.write_text(text, encoding="utf-8")
    return path


def test_who_looked_is_recorded_with_the_digest_of_the_file(good: Path, published: Path) -> None:
    """Role, day, file and digest stand at the end of the figures file; a second record comes behind the first."""
    (good / TARGET).unlink()
    assert take(good, published)[0] == 0
    text = (good / TARGET).read_text(encoding="utf-8")
    # What is to be looked at is typed as the remark says.
    typed = [
        f"{line.partition('#')[0].rstrip()} {line.partition(' says ')[2].split(' ')[0].replace(',', '')}"
        if " says " in line
        else line
        for line in text.split("\n")
    ]
    (good / TARGET).write_text("\n".join(typed), encoding="utf-8")
    code, told = take(good, published, *WHO)
    assert (code, "who looked at them is recorded." in told) == (0, True), told
    digest = hashlib.sha256(published.read_bytes()).hexdigest()
    record = f'  - {{role: "MAPPA coordinator", date: 2025-06-02, file: "old.txt", sha256: {digest}, figures: '
    lines = (good / TARGET).read_text(encoding="utf-8").split("\n")
    at = lines.index("ticks:")
    assert lines[:at][: len(typed) - 1] == typed[:-1]
    assert lines[at + 1].startswith(record)
    assert take(good, published, "--ticked-by", "Head of Service", "--date", "2025-06-03")[0] == 0
    assert take(good, published, "--ticked-by", "Head of Service", "--date", "03/06/2025")[0] == 2
    again = (good / TARGET).read_text(encoding="utf-8").split("\n")
    assert again[: at + 2] == lines[: at + 2]
    assert "Head of Service" in again[at + 2]
    result = CliRunner().invoke(program, ["check", "testshire", "2024", "--workspace", str(good)])
    assert "unknown-key" not in result.output


def test_what_is_not_so_is_not_recorded(good: Path, published: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """A figure that differs, one that is not typed, the name of a person, and a day or a role alone."""
    (good / TARGET).unlink()
    assert take(good, published)[0] == 0
    before = tree(good)
    code, told = take(good, published, *WHO)
    assert (code, "figures are not typed yet that old.txt shows: " in told) == (1, True), told
    code, told = take(good, published, "--ticked-by", "Mary Smith", "--date", "2025-06-02")
    assert (code, "the role names a person" in told) == (1, True)
    assert take(good, published, "--ticked-by", "Head of Service")[0] == 2
    assert take(good, published, "--date", "2025-06-02")[0] == 2
    assert tree(good) == before
