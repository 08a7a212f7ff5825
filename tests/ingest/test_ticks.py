"""The record of who looked at each figure beside the file that it was read from."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from test_sheet import PUBLISHED

from reportgen.cli import program
from reportgen.core.names import ReportKey
from reportgen.ingest.importing import import_report
from reportgen.ingest.sheet import sheet_groups
from reportgen.preview.ticking import Published
from reportgen.preview.writing import Writer
from reportgen.read.workspace_files import find_workspace

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
    lines = (good / TARGET).read_text(encoding="utf-8").split("\n")
    at = lines.index("ticks:")
    assert lines[:at][: len(typed) - 1] == typed[:-1]
    who = ["  - role: MAPPA coordinator", "    date: 2025-06-02", "    file: old.txt", f'    sha256: "{digest}"']
    assert lines[at + 1 : at + 5] == who
    assert lines[at + 5].startswith("    figures: ")
    assert take(good, published, "--ticked-by", "Head of Service", "--date", "2025-06-03")[0] == 0
    assert take(good, published, "--ticked-by", "Head of Service", "--date", "03/06/2025")[0] == 2
    again = (good / TARGET).read_text(encoding="utf-8").split("\n")
    assert again[: at + 6] == lines[: at + 6]
    assert again[at + 6] == "  - role: Head of Service"
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


@pytest.fixture
def window(good: Path, published: Path) -> Callable[..., tuple[int, dict[str, object]]]:
    """What a window of the preview is answered, beside the published file of a report that was imported from it."""
    (good / TARGET).unlink()
    assert take(good, published)[0] == 0
    workspace = find_workspace(good).value
    assert workspace
    key = ReportKey("annual-report", 2024, "testshire")
    imported = import_report(workspace, key, published, lambda _, __: None).value
    assert imported
    beside = Published(imported, sheet_groups(imported, lambda _, __: None))
    writer = Writer(lambda: workspace, good, key, beside)

    def answered(address: str, **words: object) -> tuple[int, dict[str, object]]:
        answer = writer.addresses[f"/write/{address}"](words)
        return answer.status, {**answer.words, "beside": beside.as_data()}

    return answered


def test_figures_are_ticked_off_in_the_browser(good: Path, window: Callable) -> None:
    """Each figure that the file shows has to be ticked, and to stand in the figures file; then the remarks beside them are gone."""
    data = window("ticks")[1]["beside"]
    shown = [line for group in data["groups"] for line in group["lines"] if line["isShown"]]
    who = {"role": "MAPPA coordinator", "date": "2025-06-02", "looked": [line["figure"] for line in shown]}
    before = (good / TARGET).read_bytes()
    for words, told in (
        ({}, "A role, a day and the figures that were looked at are expected here."),
        (who | {"role": " "}, "Say by their role who looked at the figures"),
        (who | {"role": "Mary Smith"}, "The role names a person"),
        (who | {"date": "2/6/2025"}, "write 2025-06-02"),
        (who | {"looked": who["looked"][1:]}, f"1 of {len(shown)} figures that old.txt shows are not ticked off yet."),
        (who, "figures are ticked off that the figures file does not have."),
    ):
        status, answer = window("ticks", **words)
        assert (status, told in answer["refused"]) == (422, True), answer["refused"]
    assert (good / TARGET).read_bytes() == before
    looks = [line for line in shown if line["reasons"]]
    assert looks
    # The last of them was misread, and is typed as the file has it.
    typed = [(line["figure"], line["typed"]) for line in looks[:-1]] + [(looks[-1]["figure"], "7")]
    edits = [{"field": f"figure:{name}", "was": "", "value": value} for name, value in typed]
    assert window("figures", edits=edits)[0] == 200
    assert b"To be looked at: line " in before
    assert window("ticks", **who)[0] == 200
    text = (good / TARGET).read_text(encoding="utf-8")
    assert "To be looked at: line " not in text
    assert "ticks:\n  - role: MAPPA coordinator\n    date: 2025-06-02\n    file: old.txt\n" in text
    assert text.endswith(f"    figures: {len(shown)}\n")
    assert window("undo")[1]["what"] == "the figures"
    assert b"ticks:" not in (good / TARGET).read_bytes()
