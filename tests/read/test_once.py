"""What is read or made once is the same as if it were read each time, and is read again when it changes."""

import pickle
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from blocks import typed

from reportgen.check.report import check_report
from reportgen.core.diagnostic import whole_file
from reportgen.core.names import ReportKey
from reportgen.read.pictures import decode_picture
from reportgen.read.source import read_source, read_year
from reportgen.read.workspace_files import find_workspace
from reportgen.tree import markdown_parser
from reportgen.tree.nodes import Heading
from reportgen.tree.walk import find

KEY = ReportKey("annual-report", 2024, "testshire")
TEXTS = [
    f"## Heading {number}\n\nWords of {number}[^1].\n\n## Heading {number}\n\n- one\n- two\n\n[^1]: Note {number}.\n"
    for number in range(40)
]


def test_figures_are_read_again_when_they_change(good: Path) -> None:
    """In one workspace that stays open, figures of this year and of last year are those of their files at each moment."""
    workspace = find_workspace(good).value
    assert workspace is not None
    for number in range(40, 50):
        for year in (2024, 2023):
            path = good / f"data/annual-report/{year}/testshire.yaml"
            text = path.read_text(encoding="utf-8")
            path.write_text(re.sub(r"(made: )\d+", rf"\g<1>{number}", text), encoding="utf-8")
        source = read_source(workspace, KEY).value
        assert source is not None
        report = check_report(source).value
        assert report is not None
        for figures in (report.figures, report.former[0].figures):
            assert [cell.value for name, cell in figures.items() if name.row == "made"] == [number]


def test_file_that_is_read_once_is_told_each_time(good: Path) -> None:
    """A fault in a figures file is told each time that the file is asked for."""
    path = good / "data/annual-report/2024/testshire.yaml"
    path.write_text("source: [", encoding="utf-8")
    workspace = find_workspace(good).value
    assert workspace is not None
    first, second = (read_source(workspace, KEY) for _ in range(2))
    assert first.value is None
    assert first.diagnostics == second.diagnostics != ()


def test_texts_do_not_meet_one_another() -> None:
    """One text after another gives for each what it gives alone: its own ids, end notes and headings."""
    alone = []
    for text in TEXTS:
        markdown_parser._converter.cache_clear()
        alone.append(typed(text))
    assert [typed(text) for text in TEXTS] == alone
    assert len({made.blocks for made in alone}) == len(TEXTS)
    assert all(len(list(find(made.blocks, Heading))) == 2 for made in alone)


def test_threads_do_not_meet_one_another() -> None:
    """Several texts at the same time, in threads, come out as they do one after another."""
    expected = [typed(text) for text in TEXTS]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(typed, TEXTS)) == expected


def test_text_that_breaks_down_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that the library breaks down over does not change the next one."""
    expected = typed(TEXTS[0])
    with monkeypatch.context() as patch:
        patch.setattr(markdown_parser._Mailbox, "handleMatch", None)
        with pytest.raises(TypeError):
            typed("Half a [link](https://a.example) and <post@a.example>[^1].\n\n[^1]: Note.\n")
    assert typed(TEXTS[0]) == expected


def test_picture_is_made_once(good: Path) -> None:
    """The same picture is made once, another one of the same name anew, and its bytes are the same each time."""
    data = (good / "content/annual-report/2024/testshire/attendance.png").read_bytes()
    said: list[object] = []
    first, second = (decode_picture("a.png", data, whole_file("page.md"), said.append) for _ in range(2))
    other = decode_picture("b.png", data, whole_file("page.md"), said.append)
    assert first is not None
    assert first is second
    assert other is not None
    assert (other.name, other.data, other.digest) == ("b.png", first.data, first.digest)
    assert said == []


def test_what_is_kept_goes_with_its_workspace(good: Path) -> None:
    """A year is read once for a workspace, anew for another of the same folder, and nothing that is kept goes to another process."""
    workspace = find_workspace(good).value
    assert workspace
    year = read_year(workspace, "annual-report", 2024)
    assert read_year(workspace, "annual-report", 2024) is year
    again = find_workspace(good).value
    assert again
    assert read_year(again, "annual-report", 2024) is not year
    there = pickle.loads(pickle.dumps(workspace))  # noqa: S301 - made here
    assert there.kept == {}
    assert there.areas == workspace.areas
