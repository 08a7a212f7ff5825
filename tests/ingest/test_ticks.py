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
from reportgen.preview.ticking import Published, pictures_of
from reportgen.preview.writing import Writer
from reportgen.read.workspace_files import find_workspace

TARGET = "data/annual-report/2024/testshire.yaml"


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
    beside = Published(imported, pictures_of(imported, lambda _, __: None))
    writer = Writer(lambda: workspace, good, key, beside)

    def answered(address: str, **words: object) -> tuple[int, dict[str, object]]:
        answer = writer.addresses[f"/write/{address}"](words)
        return answer.status, {**answer.words, "beside": beside.as_data()}

    return answered


def test_figures_are_ticked_off_in_the_browser(good: Path, published: Path, window: Callable) -> None:
    """Each figure that the file shows has to be ticked, and to stand in the figures file; then the remarks beside them are gone.

    The record has the role, the day, the file and its digest; a second one comes behind the first.
    """
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
    assert f'    sha256: "{hashlib.sha256(published.read_bytes()).hexdigest()}"\n' in text
    checked = CliRunner().invoke(program, ["check", "testshire", "2024", "--workspace", str(good)])
    assert "unknown-key" not in checked.output
    assert window("ticks", **who | {"role": "Head of Service"})[0] == 200
    assert f"    figures: {len(shown)}\n  - role: Head of Service\n" in (good / TARGET).read_text(encoding="utf-8")
    assert window("undo")[0] == 200
    assert text.endswith(f"    figures: {len(shown)}\n")
    assert window("undo")[1]["what"] == "the figures"
    assert b"ticks:" not in (good / TARGET).read_bytes()
