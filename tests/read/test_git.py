"""A report compared with what it was at an earlier version in git, also in a folder inside a larger repository."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import change

from reportgen.commands.diff import compare_since_revision
from reportgen.compare.comparison import Comparison
from reportgen.core.diagnostic import Diagnostic, Outcome
from reportgen.core.names import ReportKey
from reportgen.read.git import read_revision, unpacked
from reportgen.read.workspace_files import find_workspace

KEY = ReportKey("annual-report", 2024, "testshire")
DATA = "data/annual-report/2024/testshire.yaml"
WORDS = (
    "nope",
    "",
    "-h",
    "--all",
    "--output=/tmp/x",
    "HEAD~9",
    "HEAD:x",
    "a b",
    "a\nb",
    "\udcff",
    "a\x00b",
    "../x",
    "@{1}",
    "x" * 5000,
)


def git(folder: Path, *arguments: str) -> None:
    """Runs git as somebody who is nobody."""
    who = ("-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True, capture_output=True)


def keep(folder: Path, *arguments: str) -> None:
    """Keeps everything in a folder as a version."""
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", "A version", *arguments)


def compared(root: Path, asked: str) -> Outcome[Comparison]:
    """Testshire’s report beside what it was."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return compare_since_revision(workspace, KEY, asked)


def refused(root: Path, asked: str) -> Diagnostic:
    """Why there is nothing to compare."""
    found = compared(root, asked)
    assert found.value is None
    (said,) = found.diagnostics
    return said


@pytest.fixture
def kept(good: Path) -> Path:
    """The small workspace, kept in git in a folder of a larger repository, with one version."""
    top = good.parent
    git(top, "init", "--quiet", "--initial-branch", "main")
    keep(top)
    return good


@pytest.mark.git
def test_what_changed_since_a_version_is_told(kept: Path) -> None:
    """A figure that was changed on disk is told with both figures; the version is named by its digest and day."""
    change(kept / DATA, "level_2: 13", "level_2: 14")
    found = compared(kept, "HEAD")
    assert found.value is not None, found.diagnostics
    (table,) = found.value.changed_tables
    assert [(one.old[0].text, one.new[0].text) for one in table.figures] == [("13", "14")]
    assert found.value.changed_sections == ()
    assert found.value.old_name.startswith("version ")
    assert found.value.new_name == "now"


@pytest.mark.git
def test_nothing_changed_since_what_is_there(kept: Path) -> None:
    """The last version beside the same files has no change, with pictures and pages."""
    found = compared(kept, "main")
    assert found.value is not None
    assert found.value.is_same


@pytest.mark.git
def test_older_versions_have_names(kept: Path) -> None:
    """A tag and a number of steps back lead to the version that they name."""
    git(kept, "tag", "first")
    change(kept / DATA, "made: 41", "made: 42")
    keep(kept)
    change(kept / DATA, "made: 42", "made: 43")
    keep(kept)
    for asked, printed in (("HEAD", None), ("HEAD~1", "42"), ("HEAD~2", "41"), ("first", "41")):
        found = compared(kept, asked)
        assert found.value is not None
        figures = [one.old[0].text for table in found.value.tables for one in table.figures]
        assert figures == ([printed] if printed else [])


@pytest.mark.git
def test_wording_and_pages_of_then_are_read(kept: Path) -> None:
    """The edition and the pages are those of the version too, and a page that came since is new."""
    change(kept / "templates/annual-report/2024.1/notes/order.md", "term: ", "term: The ")
    (kept / "content/annual-report/2024/testshire/20-new.md").write_text(
        "---\ntitle: A new page\n---\nWords.\n", encoding="utf-8"
    )
    found = compared(kept, "HEAD")
    assert found.value is not None
    assert [(one.title[:4], one.turn) for one in found.value.changed_sections] == [("The ", "same"), ("A ne", "new")]


@pytest.mark.git
@pytest.mark.parametrize("asked", WORDS, ids=lambda word: ascii(word)[:20])
def test_a_word_that_is_no_version_is_told(kept: Path, asked: str, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """Whatever is typed, it is never an option of git, and nothing is written."""
    before = tree(kept.parent)
    assert refused(kept, asked).slug == "unknown-revision"
    assert tree(kept.parent) == before


@pytest.mark.git
def test_a_report_that_was_not_there_yet_is_told(kept: Path) -> None:
    """A version without the report, or without the workspace, has nothing to compare with."""
    path = kept / DATA
    text = path.read_text(encoding="utf-8")
    path.unlink()
    keep(kept)
    path.write_text(text, encoding="utf-8")
    assert refused(kept, "HEAD").slug == "no-counterpart"
    git(kept, "checkout", "--quiet", "--orphan", "empty")
    git(kept, "rm", "-r", "--quiet", "--cached", ".")
    git(
        kept,
        "-c",
        "user.name=N",
        "-c",
        "user.email=n@example.org",
        "commit",
        "--quiet",
        "--allow-empty",
        "--message",
        "Nothing",
    )
    assert refused(kept, "HEAD").slug == "no-counterpart"


@pytest.mark.git
def test_a_fault_of_then_is_told_at_its_version(kept: Path) -> None:
    """A report that was wrong then cannot be compared; the message names the version, since the file of today is right."""
    change(kept / DATA, "total: 140}", "total: 141}")
    keep(kept)
    change(kept / DATA, "total: 141}", "total: 140}")
    found = compared(kept, "HEAD")
    assert found.value is None
    assert {said.slug for said in found.diagnostics} == {"total-mismatch"}
    assert all(said.place.file.path.endswith(f":{DATA}") for said in found.diagnostics)
    assert {said.hint for said in found.diagnostics} == {"name another version, in which this is right"}


@pytest.mark.git
def test_a_link_in_a_version_leads_nowhere(kept: Path) -> None:
    """A link that was kept in git is left out, so that nothing outside the version is read."""
    page = kept / "content/annual-report/2024/testshire/introduction.md"
    words = page.read_text(encoding="utf-8")
    page.unlink()
    page.symlink_to("/etc/hostname")
    keep(kept)
    page.unlink()
    page.write_text(words, encoding="utf-8")
    found = compared(kept, "HEAD")
    assert found.value is None
    assert {said.slug for said in found.diagnostics} == {"missing-page"}


def test_without_git_the_message_says_so(good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a computer without git, and in a folder that it does not keep, the same slug says which it is."""
    monkeypatch.setenv("PATH", str(good))
    assert (refused(good, "HEAD").slug, "git is not installed" in refused(good, "HEAD").message) == ("no-git", True)


@pytest.mark.git
def test_a_folder_without_history_is_told(good: Path) -> None:
    """A folder that is not kept in git has no earlier version."""
    assert refused(good, "HEAD").slug == "no-git"
    assert "it is not kept in git" in refused(good, "HEAD").message


@pytest.mark.git
def test_a_folder_of_somebody_else_is_told(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git does not read it, as on a drive of a network or in a container, until it is told to."""
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    said = refused(kept, "HEAD")
    assert (said.slug, "it belongs to somebody else" in said.message) == ("no-git", True)


def test_a_version_is_named_by_its_digest_and_its_own_day(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The day is that of the version that was asked for, not of the last one; hyphens before its name are left out."""
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-05-01T12:00:00Z")
    keep(kept)
    git(kept, "tag", "X1")
    digest = subprocess.run(["git", "-C", kept, "rev-parse", "HEAD"], check=True, capture_output=True).stdout.decode()
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2024-06-01T12:00:00Z")
    change(kept / DATA, "made: 41", "made: 42")
    keep(kept)
    for asked in ("X1", "HEAD~1", "--HEAD~1"):
        found = compared(kept, asked)
        assert found.value is not None
        assert found.value.old_name == f"version {digest[:10]} of 1 May 2024"


@pytest.mark.git
def test_only_what_is_asked_for_is_read(kept: Path) -> None:
    """A version gives the files at the paths that are named, as they were, and no others; none where none was there."""
    change(kept / DATA, "made: 41", "made: 42")
    revision = read_revision(kept, "HEAD", ("reportgen.yaml", "nowhere.yaml", "data/annual-report/2024")).value
    assert revision is not None
    with unpacked(revision) as root:
        files = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
        assert files == [DATA, "data/annual-report/2024/year.yaml", "reportgen.yaml"]
        assert "made: 41" in (root / DATA).read_text(encoding="utf-8")
    assert not root.exists()
    nothing = read_revision(kept, "HEAD", ("nowhere.yaml",)).value
    assert nothing is not None
    assert nothing.files == {}


@pytest.mark.git
@pytest.mark.skipif(os.name == "nt", reason="a script is written for other systems")
def test_nothing_that_a_repository_names_is_run_or_believed(kept: Path, tmp_path: Path) -> None:
    """Filters, a program for signatures, a pager and a place to fetch from are not run; attributes leave nothing out."""
    program, seen = tmp_path / "program", tmp_path / "seen"
    program.write_text(f"#!/bin/sh\necho $0 $* >> {seen}\ncat\n", encoding="utf-8")
    program.chmod(0o755)
    (kept / ".gitattributes").write_text(f"* filter=x export-subst\n{DATA} export-ignore\n", encoding="utf-8")
    keep(kept)
    for name, value in {
        **dict.fromkeys(("filter.x.smudge", "filter.x.clean", "filter.x.process"), str(program)),
        **dict.fromkeys(("gpg.program", "core.pager", "core.fsmonitor", "core.sshCommand"), str(program)),
        "log.showSignature": "true",
        "filter.x.required": "true",
        "protocol.ext.allow": "always",
        "remote.x.url": f"ext::{program}",
        "remote.x.promisor": "true",
        "extensions.partialClone": "x",
    }.items():
        git(kept, "config", name, value)
    kept_file = (kept / DATA).read_bytes()
    revision = read_revision(kept, "HEAD", ("data",)).value
    assert revision is not None
    assert revision.files[DATA] == kept_file
    # An object that is missing in this copy is not fetched.
    digest = subprocess.run(["git", "-C", kept, "rev-parse", f"HEAD:./{DATA}"], check=True, capture_output=True).stdout
    (kept.parent / f".git/objects/{digest[:2].decode()}/{digest[2:].strip().decode()}").unlink()
    seen.unlink(missing_ok=True)
    assert read_revision(kept, "HEAD", ("data",)).value is None
    assert not seen.exists()


@pytest.mark.git
@pytest.mark.parametrize(("top", "inner"), [("a top ", "-in"), ("TOPX", "Xin"), ("caf\udce9", "caf\udce9")], ids=ascii)
def test_folders_may_have_any_name(top: str, inner: str, good: Path) -> None:
    """A name that ends with a space, begins with a hyphen or is not written in UTF-8 is that of a folder as any other."""
    folder = good.parent / top
    try:
        folder.mkdir()
        shutil.move(good, folder / inner)
    except OSError as problem:
        pytest.skip(f"no such name on this system: {problem}")
    git(folder, "init", "--quiet", "--initial-branch", "main")
    keep(folder)
    found = compared(folder / inner, "main")
    assert found.value is not None, found.diagnostics
    assert found.value.is_same


@pytest.mark.git
def test_a_long_word_that_is_no_version_is_told_by_its_beginning(kept: Path) -> None:
    """Sixty characters of it, and what could be named."""
    said = refused(kept, "x" * 5000)
    assert said.message == f"git knows no version “{'x' * 60}” of this folder"
    assert said.hint == (
        "name a commit, a tag or a branch, such as HEAD~3 or main; in a copy without its history, fetch that first"
    )


@pytest.mark.skipif(os.name == "nt", reason="a script in the place of git is made for other systems")
def test_a_git_that_does_not_answer_is_told(good: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that waits for ever is not waited for."""
    program = tmp_path / "programs/git"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\nexec /bin/sleep 10\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr("reportgen.read.git._LONGEST_WAIT", 0.05)
    said = read_revision(good, "HEAD", ("reportgen.yaml",)).diagnostics
    assert [(one.slug, one.message) for one in said] == [
        (
            "no-git",
            "the folder of your reports has no earlier version to look at: git does not answer",
        )
    ]
