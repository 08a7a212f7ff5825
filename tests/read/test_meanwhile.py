"""A report is made of files as they were at one moment, or not at all."""

from pathlib import Path

from malformed import KEY

from reportgen.read.meanwhile import changed_meanwhile
from reportgen.read.source import read_source
from reportgen.read.workspace_files import find_workspace


def test_whatever_is_saved_meanwhile_is_told(good: Path) -> None:
    """Each file that a report is made of, pictures and the theme too, is told once it is another one or is gone."""
    workspace = find_workspace(good).value
    assert workspace is not None
    source = read_source(workspace, KEY).value
    assert source is not None
    assert list(changed_meanwhile(good, source.digests)) == []
    paths = list(source.digests)
    assert len(paths) > 30
    assert {path.rpartition(".")[2] for path in paths} == {"yaml", "md", "png", "j2", "css", "docx"}
    for path in paths:
        before = (good / path).read_bytes()
        (good / path).write_bytes(before + b" ")
        told = [(said.slug, said.place.file.path) for said in changed_meanwhile(good, source.digests)]
        assert told == [("changed-meanwhile", path)]
        (good / path).unlink()
        assert [said.place.file.path for said in changed_meanwhile(good, source.digests)] == [path]
        (good / path).write_bytes(before)


def test_what_is_saved_as_it_was_is_no_change(good: Path) -> None:
    """Other line ends, or the same words saved again, are the same text."""
    workspace = find_workspace(good).value
    assert workspace is not None
    source = read_source(workspace, KEY).value
    assert source is not None
    page = good / "content/annual-report/2024/testshire/introduction.md"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert list(changed_meanwhile(good, source.digests)) == []
