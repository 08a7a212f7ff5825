"""A format made earlier stays: none is taken away in silence, none is of another version without being named, and what somebody changed is theirs."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from malformed import EDITION, FIGURES, KEY, PAGE, retype

from reportgen.commands.build import BuildResult, build
from reportgen.core.diagnostic import Diagnostic
from reportgen.formats import registry as registry
from reportgen.formats.registry import FORMATS
from reportgen.read.workspace_files import find_workspace

FOLDER = "build/annual-report/2024/testshire"
PICTURE = "attendance.png"
CHANGES: dict[str, Callable[[Path], object]] = {
    "a figure": lambda root: retype(root, FIGURES, "made: 41", "made: 42"),
    "a page": lambda root: retype(root, PAGE, "\n---\n", "\n---\nOne more sentence.\n"),
    "final to draft": lambda root: retype(root, FIGURES, "status: final", "status: draft"),
    "the edition": lambda root: retype(root, EDITION, "Annual report", "Yearly report"),
}


def make(root: Path, *formats: str, strict: bool = False) -> BuildResult:
    """The report of 2024 in these formats, as a command makes it."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return build(workspace, KEY, formats, strict=strict)


def files_in(root: Path) -> dict[str, bytes]:
    """Every file of the report, by its name."""
    return {path.name: path.read_bytes() for path in (root / FOLDER).iterdir()}


def states(root: Path) -> dict[Path, tuple[bytes, int, int]]:
    """Every file below build/: its bytes, its number on the disk and the time of its last change."""
    files = [(path, path.stat()) for path in (root / "build").rglob("*") if path.is_file()]
    return {path: (path.read_bytes(), state.st_ino, state.st_ctime_ns) for path, state in files}


def names(built: BuildResult) -> tuple[set[str], set[str]]:
    """The names of what was written, and of what was kept."""
    return {path.name for path in built.files}, {Path(path).name for path in built.kept}


def slugs(built: BuildResult) -> list[str]:
    """The slugs of all that was said."""
    return [said.slug for said in built.diagnostics]


def test_formats_made_one_after_another_stay(good: Path) -> None:
    """Each format that is asked for by itself joins those that were there, whose bytes and files stay the same."""
    there: dict[str, bytes] = {}
    for name, made in FORMATS.items():
        if name != "pdf":
            built = make(good, name)
            assert names(built)[0] >= set(made.files)
            assert names(built)[1] == there.keys()
            assert files_in(good).items() >= there.items()
            there = files_in(good)
    assert there.keys() == {file for name, made in FORMATS.items() if name != "pdf" for file in made.files} | {PICTURE}
    again = make(good, "html", "docx")
    assert names(again) == (set(), set(there))


@pytest.mark.parametrize("what", CHANGES)
def test_formats_that_are_out_of_date_are_made_anew(what: str, good: Path) -> None:
    """After a change, the formats made earlier are made anew with the one asked for, so that a folder holds one version."""
    first = make(good, "html", "csv", "govspeak")
    assert names(first)[0] == files_in(good).keys()
    CHANGES[what](good)
    assert names(make(good, "docx")) == (first_names := names(first)[0] | {"report.docx"}, set())
    found = files_in(good)
    shutil.rmtree(good / "build")
    make(good, "html", "csv", "govspeak", "docx")
    assert files_in(good) == found
    assert found.keys() == first_names


def test_picture_that_was_withdrawn_goes_with_its_format(good: Path) -> None:
    """A picture taken out of a page is gone from the folder after a build of any format, and one of somebody else’s stays till then."""
    make(good, "govspeak")
    assert PICTURE in files_in(good)
    page = next(path for path in (good / PAGE).parent.glob("*.md") if PICTURE in path.read_text(encoding="utf-8"))
    page.unlink()
    (good / PAGE).with_name(PICTURE).unlink()
    assert names(make(good, "html"))[0] == {"index.html", "report.govspeak.md", "publishing-form.md"}
    assert PICTURE not in files_in(good)
    (good / FOLDER / "mine.png").write_bytes(b"mine")
    make(good, "csv")
    assert files_in(good)["mine.png"] == b"mine"


def test_file_that_somebody_changed_is_theirs_until_its_format_is_asked_for(good: Path) -> None:
    """A Word file that somebody wrote into is named and stays, in every later build of other formats; asked for, it is made."""
    make(good, "html", "docx")
    former = files_in(good)
    (good / FOLDER / "report.docx").write_bytes(b"theirs")
    for change in (None, *CHANGES.values()):
        if change:
            change(good)
        built = make(good, "html")
        assert slugs(built) == ["not-made-anew"]
        assert built.diagnostics[0].place.file.path == f"{FOLDER}/report.docx"
        assert files_in(good)["report.docx"] == b"theirs"
    before = files_in(good)
    assert not make(good, "csv", strict=True).is_right
    assert files_in(good) == before
    assert slugs(make(good, "docx")) == []
    assert files_in(good)["report.docx"] not in (b"theirs", former["report.docx"])


def test_copy_has_its_formats_made_anew(good: Path, tmp_path: Path) -> None:
    """In a copy of a workspace with its build folder, no format passes for up to date, and none is taken away."""
    make(good, "html", "csv")
    copy = tmp_path / "copy"
    shutil.copytree(good, copy)
    built = make(copy, "docx")
    assert slugs(built) == []
    assert names(built) == ({"index.html", "figures.csv", "datapackage.json", "report.docx"}, set())
    assert files_in(copy).items() >= files_in(good).items()


def test_files_without_a_record_are_named(good: Path) -> None:
    """Where nobody knows any more what formats were made of, those that are not asked for are named, and stay."""
    make(good, "html", "csv")
    before = files_in(good)
    shutil.rmtree(good / "build/.made")
    built = make(good, "docx")
    assert [said.place.file.path for said in built.diagnostics] == [
        f"{FOLDER}/datapackage.json",
        f"{FOLDER}/index.html",
    ]
    assert files_in(good).items() > before.items()


def test_format_that_cannot_be_made_anew_is_named(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A format made earlier that cannot be made any more stays and is named with the reason; what was asked for is made."""
    make(good, "html", "csv")
    before = files_in(good)
    CHANGES["a figure"](good)
    full = OSError(28, "No space left on device")

    def no_room(_: object) -> None:
        raise full

    exporter = registry.exporter
    monkeypatch.setattr(registry, "exporter", lambda name: no_room if name == "csv" else exporter(name))
    built = make(good, "html")
    assert names(built) == ({"index.html"}, set())
    assert [(said.slug, said.place.file.path) for said in built.diagnostics] == [
        ("not-made-anew", f"{FOLDER}/figures.csv")
    ]
    assert "No space left on device" in built.diagnostics[0].message
    after = files_in(good)
    assert after["index.html"] != before["index.html"]
    assert {name: after[name] for name in ("figures.csv", "datapackage.json")} == {
        name: before[name] for name in ("figures.csv", "datapackage.json")
    }
    monkeypatch.undo()
    assert names(make(good, "html")) == ({"figures.csv", "datapackage.json"}, {"index.html"})


def test_report_without_tables_says_so_and_touches_nothing(lay_over: Callable[[Path], Path]) -> None:
    """For a report without tables, ods and csv are refused, and web page, Word file and a note of somebody’s stay."""
    root = lay_over(Path(__file__).parents[1] / "workspaces/bad/no-tables")
    make(root, "html", "docx")
    (root / FOLDER / "note.txt").write_text("mine", encoding="utf-8")
    before = states(root)
    for formats in (("ods",), ("csv",), ("html", "ods"), ("govspeak", "csv")):
        built = make(root, *formats)
        assert (slugs(built), built.is_right, built.files, built.kept) == (["no-tables"], False, (), ())
    assert states(root) == before


def test_tables_that_are_gone_leave_their_format_named(good: Path, lay_over: Callable[[Path], Path]) -> None:
    """Where an edition lost its tables, figures made earlier stay and are named as out of date."""
    make(good, "html", "csv")
    before = files_in(good)
    root = lay_over(Path(__file__).parents[1] / "workspaces/bad/no-tables")
    (said,) = make(root, "html").diagnostics
    assert isinstance(said, Diagnostic)
    assert (said.slug, said.place.file.path) == ("not-made-anew", f"{FOLDER}/figures.csv")
    assert files_in(root)["figures.csv"] == before["figures.csv"]


def test_page_for_the_board_stays_with_its_report(good: Path) -> None:
    """The page for the board stays while a format is added, and goes once the report changed."""
    make(good, "html")
    (good / FOLDER / "review.html").write_text("for the board", encoding="utf-8")
    make(good, "csv")
    assert "review.html" in files_in(good)
    CHANGES["a figure"](good)
    make(good, "csv")
    assert "review.html" not in files_in(good)
