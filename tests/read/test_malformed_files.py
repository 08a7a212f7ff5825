"""Folders, links, devices and forbidden files in the places of files: told by name, and never followed or waited for."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from malformed import AREAS, EDITION, FIGURES, KEY, MARKER, NOTE, PAGE, PAGES, SECTION, THEME, YEAR, check, told

from reportgen.commands.build import build
from reportgen.read.odd_characters import find_odd_characters
from reportgen.read.workspace import (
    list_editions,
    list_kinds,
    list_own_editions,
    list_themes,
    list_years,
)
from reportgen.read.workspace_files import find_workspace

Change = Callable[[Path], None]


def folder(path: Path) -> None:
    """A folder in the place of a file."""
    path.unlink()
    path.mkdir()


def link_to_itself(path: Path) -> None:
    """A link that leads back to itself."""
    path.unlink()
    path.symlink_to(path)


def link_to_nothing(path: Path) -> None:
    """A link to a file that is not there."""
    path.unlink()
    path.symlink_to("nowhere")


def link_outside(path: Path) -> None:
    """A link to the same file outside the workspace."""
    workspace = next(folder for folder in path.parents if folder.name == "good")
    outside = workspace.parent / path.name
    path.rename(outside)
    path.symlink_to(outside)


def pipe(path: Path) -> None:
    """A named pipe, at which a reader would wait for ever."""
    path.unlink()
    os.mkfifo(path)


def device(path: Path) -> None:
    """A link to a device that never ends."""
    path.unlink()
    path.symlink_to("/dev/zero")


def huge(path: Path) -> None:
    """Fifty megabytes."""
    with path.open("wb") as file:
        file.truncate(50_000_000)


def binary(path: Path) -> None:
    """What a program wrote."""
    path.write_bytes(b"\xd0\xcf\x11\xe0" + bytes(range(256)) * 100)


def gone(path: Path) -> None:
    """No file at all."""
    path.unlink()


WAYS = {
    folder: "unreadable-file",
    link_to_itself: "unreadable-file",
    link_to_nothing: "missing-file",
    link_outside: "outside-workspace",
    pipe: "unreadable-file",
    device: "outside-workspace",
    huge: "too-large",
    binary: "not-text 1:1",
    gone: "missing-file",
}
FILES = (FIGURES, YEAR, AREAS, PAGE, EDITION, SECTION, NOTE, f"{THEME}/page.html.j2", f"{THEME}/common.css")
# Without these, something is told where they are asked for, and not that a file is missing.
ASKED_FOR = {
    PAGE: "missing-page",
    EDITION: f"edition-missing {YEAR}:1:10",
    SECTION: f"edition-inconsistent {EDITION}:10:14",
    FIGURES: "not-begun",
    YEAR: "not-begun",
}
CASES = [(path, way) for path in FILES for way in WAYS]


@pytest.mark.skipif(sys.platform == "win32", reason="links and pipes of this kind are not known to this system")
@pytest.mark.parametrize(("path", "way"), CASES, ids=[f"{Path(path).name}-{way.__name__}" for path, way in CASES])
def test_what_is_no_file_is_told_by_its_name(
    path: str, way: Callable[[Path], None], good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A folder, link, pipe or device in the place of a file is one error with its name; no reader follows it or waits."""
    way(good / path)
    expected = ASKED_FOR[path] if way is gone and path in ASKED_FOR else WAYS[way]
    assert told(good, path) == [expected]


def a_file_for(path: str) -> Change:
    """A file in the place of a folder."""

    def change(root: Path) -> None:
        shutil.rmtree(root / path)
        (root / path).write_text("x", encoding="utf-8")

    return change


def a_loop_for(path: str) -> Change:
    """A link to itself in the place of a folder."""

    def change(root: Path) -> None:
        shutil.rmtree(root / path)
        (root / path).symlink_to(root / path)

    return change


def outside(path: str) -> Change:
    """A link in the place of a folder, to the same outside the workspace."""

    def change(root: Path) -> None:
        elsewhere = root.parent / "elsewhere"
        shutil.move(root / path, elsewhere)
        (root / path).symlink_to(elsewhere)

    return change


FOLDERS = [
    ("no data", lambda root: shutil.rmtree(root / "data"), f"missing-file {AREAS}"),
    ("no content", lambda root: shutil.rmtree(root / "content"), f"missing-page {PAGE}"),
    ("file for data", a_file_for("data"), f"unreadable-file {AREAS}"),
    ("file for the year", a_file_for("data/annual-report/2024"), f"unreadable-file {YEAR}"),
    ("file for the pages", a_file_for(PAGES), f"missing-page {PAGE}"),
    ("file for the theme", a_file_for(THEME), f"edition-inconsistent {EDITION}:3:8"),
    ("loop for data", a_loop_for("data"), f"unreadable-file {AREAS}"),
    ("loop for the year", a_loop_for("data/annual-report/2024"), f"unreadable-file {YEAR}"),
    ("loop for the pages", a_loop_for(PAGES), f"missing-page {PAGE}"),
    ("data outside", outside("data"), f"outside-workspace {AREAS}"),
    (
        "last year outside",
        outside("data/annual-report/2023"),
        "former-year-unreadable data/annual-report/2023/year.yaml",
    ),
]


@pytest.mark.skipif(sys.platform == "win32", reason="links of this kind are not known to this system")
@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in FOLDERS], ids=[case[0] for case in FOLDERS])
def test_what_is_no_folder_is_told_where_it_is_missed(
    change: Change, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A file or a link in the place of a folder, or no folder, is told at what is looked for in it."""
    change(good)
    assert told(good, "") == [expected]


NAMES = [b"a\nb.md", b"a\x1b[31m.md", b"\xff.md", "\u202ea.md".encode(), "a\u200bb.md".encode()]


@pytest.mark.skipif(sys.platform != "linux", reason="only here can a file have such a name")
@pytest.mark.parametrize("name", NAMES, ids=[repr(name) for name in NAMES])
def test_a_name_that_cannot_be_printed_is_told(name: bytes, good: Path, told: Callable[[Path, str], list[str]]) -> None:
    """A page whose name holds what cannot be seen is one error, told without it."""
    with (good / PAGES / os.fsdecode(name)).open("wb") as page:
        page.write(b"---\ntitle: x\n---\nbody\n")
    found = find_workspace(good).value
    assert found is not None
    (said,) = build(found, KEY, (), strict=False).diagnostics
    assert said.slug == "odd-character"
    assert said.place.file.path.isprintable()
    assert said.place.file.path.startswith(PAGES)


def test_invisible_characters_beside_each_other_are_told_in_one() -> None:
    """The flag of Wales, which is a black flag and six signs that nobody sees, is one fault."""
    (odd,) = find_odd_characters("Croeso 🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f i bawb")
    assert (odd.start, odd.length) == (8, 6)
    assert odd.message == "6 invisible characters stand here: tag latin small letter g (U+E0067) and 5 more"


@pytest.mark.skipif(not hasattr(os, "fork"), reason="permissions of this kind are not known to this system")
@pytest.mark.parametrize("path", FILES)
def test_a_file_without_permission_is_told_by_its_name(path: str) -> None:
    """A file that may not be read is one error with its name and what to look at, whoever runs the tests."""
    root = Path(tempfile.mkdtemp()) / "workspace"
    try:
        workspaces = Path(__file__).parents[1] / "workspaces"
        shutil.copytree(workspaces / "good", root)
        shutil.copytree(workspaces.parents[1] / "templates" / "themes", root / "templates" / "themes")
        root.parent.chmod(0o755)
        check(root)  # loads all that the check needs, since the other user may not be allowed to
        (root / path).chmod(0)
        assert as_nobody(lambda: " ".join(told(check(root), path))) == "unreadable-file"
        hints = as_nobody(lambda: " ".join(one.hint for one in check(root) if one.slug == "unreadable-file"))
        assert hints == "look at its permissions, and close it in other programs"
    finally:
        shutil.rmtree(root.parent)


def as_nobody(work: Callable[[], str]) -> str:
    """What work gives when it is done by a user who may not read everything."""
    reader, writer = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            if os.getuid() == 0:
                os.setgroups([])
                os.setgid(65534)
                os.setuid(65534)
            words = work()
        except BaseException as problem:
            words = repr(problem)
        os.write(writer, words.encode())
        os._exit(0)
    os.close(writer)
    os.waitpid(process, 0)
    with os.fdopen(reader, encoding="utf-8") as answer:
        return answer.read()


def test_only_what_is_named_as_it_should_be_is_listed(good: Path) -> None:
    """Years from 2000 to 2099, and folders of kinds, editions and themes, each in the form of its names.

    Kinds, editions and themes that come with the program are among them.
    """
    for name in ("1999", "2000", "2099", "2100"):
        (good / "data/annual-report" / name).mkdir()
    for name in ("Other Kind", "other-kind", "annual-report/old", "annual-report/2023.10", "themes/Bad One"):
        (good / "templates" / name).mkdir()
    for name in ("a-file", "annual-report/2022.1", "themes/a-file"):
        (good / "templates" / name).write_bytes(b"")
    workspace = find_workspace(good).value
    assert workspace is not None
    assert list_years(workspace, "annual-report") == (2000, 2023, 2024, 2099)
    assert list_kinds(workspace) == ("annual-report", "consultation-response", "other-kind")
    assert list_editions(workspace, "annual-report") == ("2021.1", "2023.1", "2023.10", "2024.1", "2025.1")
    assert list_own_editions(workspace, "annual-report") == ("2023.10", "2024.1")
    assert list_themes(workspace) == ("house-1",)


@pytest.mark.parametrize("name", ["20222", "2022x", "1", "0000", "1999", "9999", "２０２２"])
def test_a_folder_that_is_no_year_is_none(name: str, good: Path, told: Callable[[Path, str], list[str]]) -> None:
    """Only folders from 2000 on with four digits are years, so that no other one is read or reckoned with."""
    (good / "data/annual-report" / name).mkdir()
    shutil.copy(good / FIGURES, good / "data/annual-report" / name / "testshire.yaml")
    workspace = find_workspace(good).value
    assert workspace is not None
    assert list_years(workspace, "annual-report") == (2023, 2024)
    assert told(good, "") == []


AREA_NAMES = [
    ("further up", "../x", "X", "wrong-value 11:3"),
    ("with a slash", "a/b", "X", "wrong-value 11:3"),
    ("with a space", "A b", "X", "wrong-value 11:3"),
    ("in another script", "年", "X", "wrong-value 11:3"),
    ("too long", "a" * 300, "X", "wrong-value 11:3"),
    ("dots", "..", "X", "wrong-value 11:3"),
    ("empty", '""', "X", "wrong-value 11:3"),
    ("of the year's file", "year", "X", "wrong-value 11:3"),
    ("name of another", "third", "Testshire", "wrong-value 11:3"),
    ("short name of another", "third", "otherland", "wrong-value 11:3"),
    ("other name of another", "third", "county of testshire", "wrong-value 11:3"),
]


@pytest.mark.parametrize(
    ("slug", "name", "expected"), [case[1:] for case in AREA_NAMES], ids=[case[0] for case in AREA_NAMES]
)
def test_an_area_s_name_is_its_own_and_no_path(
    slug: str, name: str, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A short name that is a path, or a name that two areas have, is told in the list of areas."""
    with (good / AREAS).open("a", encoding="utf-8") as areas:
        areas.write(f"  {slug}:\n    name: {name}\n    country: England\n")
    assert told(good, AREAS) == [expected]


def test_no_workspace_is_told(good: Path, told: Callable[[Path, str], list[str]]) -> None:
    """A folder in the place of the file that marks a workspace marks none."""
    folder(good / MARKER)
    assert told(good, MARKER) == ["no-workspace"]
