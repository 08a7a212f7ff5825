"""What comes with the program: a workspace needs no copy of it, its own folders come first, and none of it is ever changed.

Each test has an installation of its own, laid out as the wheel lays it out, and runs the program from there.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from london import REPOSITORY, answer_letters

pytestmark = pytest.mark.slow

CHAIR = "Chair of the Strategic Management Board"
THEME = "templates/themes/house-1"
EDITION = "templates/annual-report/2024.1"
SECTION = f"{EDITION}/sections/explanation.md.j2"
Tree = Callable[[Path], dict[str, bytes]]


class Installed:
    """An installation, and a workspace of London's reports that has no templates/."""

    def __init__(self, folder: Path) -> None:
        self.site = folder / "site"
        self.package = self.site / "reportgen"
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / "src" / "reportgen", self.package, ignore=ignored)
        for name in ("templates", "content", "data"):
            shutil.copytree(REPOSITORY / name, self.package / "packaged" / name)
        self.root = folder / "reports"
        assert self.run("new", "workspace", str(self.root), "--example", "london", cwd=folder).returncode == 0

    def run(self, *words: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        """What a command says and does in the workspace."""
        return subprocess.run(
            [sys.executable, "-m", "reportgen", *words],
            cwd=cwd or self.root,
            env={**os.environ, "PYTHONPATH": str(self.site), "PYTHONUTF8": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    def done(self, *words: str) -> str:
        """What a command says that has to work."""
        ended = self.run(*words)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def copy(self, path: str) -> Path:
        """A folder that comes with the program, copied into the workspace."""
        return Path(shutil.copytree(self.package / "packaged" / path, self.root / path))


@pytest.fixture
def installed(tmp_path: Path) -> Installed:
    """A fresh installation with a fresh workspace."""
    return Installed(tmp_path)


def change(path: Path, old: str, new: str) -> None:
    """Puts words in the place of others."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_every_command_works_in_a_workspace_without_templates(installed: Installed) -> None:
    """Lists, checks, web pages, comparisons, schemas and new things need no copy of an edition or a theme."""
    assert sorted(path.name for path in installed.root.iterdir() if path.name[0] != ".") == [
        "README.md",
        "content",
        "data",
        "reportgen.yaml",
    ]
    assert "London  2024/25  2024.1   not made" in installed.done("list")
    assert "3 reports checked." in installed.done("check", "--all", "--strict")
    assert "1 report made." in installed.done("build", "london", "2024", "--format", "html")
    assert "1 report made." in installed.done(
        "build", "london", "2013", "--kind", "consultation-response", "--format", "html"
    )
    assert "Nothing is left to do." in installed.done("todo", "london", "2024")
    assert "2023/24 compared with 2024/25" in installed.done("diff", "london", "2023", "2024")
    assert "2023.1 compared with edition 2024.1" in installed.done("diff", "--edition", "2023.1", "2024.1")
    assert "1 report reviewed." in installed.done("review", "london", "2024")
    assert ".reportgen/schemas/figures-annual-report-2021.1.json" in installed.done("schema")
    installed.done("new", "year", "2025")
    installed.done("new", "area", "durham", "2024")
    installed.done("new", "kind", "minutes")
    assert not (installed.root / THEME).exists()


def test_an_edition_of_the_workspace_wins_whole(installed: Installed) -> None:
    """Its wording is printed, and what it lacks is told and not taken from the program's edition of the same name."""
    edition = installed.copy(EDITION)
    with (edition / "sections/closing.md.j2").open("a", encoding="utf-8") as section:
        section.write("\nOurs alone.\n")
    installed.done("build", "london", "2024", "--format", "html")
    page = installed.root / "build/annual-report/2024/london/index.html"
    assert "Ours alone." in page.read_text(encoding="utf-8")
    (edition / "sections/closing.md.j2").unlink()
    assert f"there is no file {EDITION}/sections/closing.md.j2" in installed.run("check", "london", "2024").stdout
    shutil.rmtree(edition)
    edition.mkdir()
    told = installed.run("check", "london", "2024").stdout
    assert f"there is no edition 2024.1 of annual-report: {EDITION} holds no edition.yaml" in told


def test_a_theme_of_the_workspace_wins_whole(installed: Installed) -> None:
    """Its style is used, and a file that it lacks is told and not taken from the program's theme of the same name."""
    theme = installed.copy(THEME)
    with (theme / "screen.css").open("a", encoding="utf-8") as style:
        style.write("\n.ours { color: black }\n")
    installed.done("build", "london", "2024", "--format", "html")
    page = installed.root / "build/annual-report/2024/london/index.html"
    assert ".ours { color: black }" in page.read_text(encoding="utf-8")
    (theme / "print.css").unlink()
    told = installed.run("check", "london", "2024").stdout
    assert f"{THEME}/print.css: error[missing-file]" in told


def test_a_place_in_what_comes_with_the_program_says_so(installed: Installed) -> None:
    """In text and JSON the path begins with “reportgen:”; beside a change, which knows no such file, the workspace is named."""
    edition = installed.package / "packaged" / EDITION / "edition.yaml"
    change(edition, "at_most: shpo, gloss", "at_most: shop, gloss")
    number = edition.read_text(encoding="utf-8").partition("at_most: shop")[0].count("\n") + 1
    told = installed.run("check", "london", "2024").stdout
    place = f"reportgen:{EDITION}/edition.yaml"
    assert f"\n{place}:" in told
    assert ": error[edition-inconsistent]: there is no other row “shop”\n" in told
    (said,) = json.loads(installed.run("check", "london", "2024", "--format", "json").stdout)["diagnostics"]
    assert (said["file"], said["line"]) == (place, number)
    annotated = installed.run("check", "london", "2024", "--format", "github").stdout
    assert annotated.startswith("::error file=reportgen.yaml,title=")
    assert f"::{place}:{number}:" in annotated
    assert ": there is no other row" in annotated
    sarif = json.loads(installed.run("check", "london", "2024", "--format", "sarif").stdout)
    (result,) = sarif["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "reportgen.yaml"}}}]
    (installed.package / "packaged" / SECTION).unlink()
    assert f"there is no file reportgen:{SECTION}" in installed.run("check", "london", "2024").stdout


def test_nothing_that_came_with_the_program_is_changed(installed: Installed, tree: Tree) -> None:
    """What is sealed, signed off or begun is written into the workspace, and the program's own edition is not sealed."""
    before = tree(installed.package)
    refused = installed.run("seal", "annual-report", "2024.1")
    assert refused.returncode == 2
    assert "reportgen new edition annual-report 2024.50 --from 2024.1" in refused.stderr
    refused = installed.run("new", "edition", "annual-report", "2024.1")
    assert (refused.returncode, "such as 2024.50" in refused.stderr) == (2, True)
    assert not (installed.root / "templates").exists()
    installed.done("new", "edition", "annual-report", "2024.50", "--from", "2024.1")
    change(installed.root / "templates/annual-report/2024.50/CHANGES.md", "[To be completed]", "Nothing.")
    for name in ("edition.yaml", "sections/closing.md.j2", "notes/violent.md"):
        copied = (installed.root / "templates/annual-report/2024.50" / name).read_bytes()
        assert copied.endswith((installed.package / "packaged" / EDITION / name).read_bytes())
    change(installed.root / "data/annual-report/2024/year.yaml", '"2024.1"', '"2024.50"')
    installed.done("seal", "annual-report", "2024.50")
    answer_letters(installed.root)
    installed.done("sign-off", "london", "2024", "--role", CHAIR, "--date", "2025-09-30")
    installed.done("build", "london", "2024", "--format", "html")
    assert tree(installed.package) == before


def test_a_newer_program_with_other_wording_makes_a_report_anew(installed: Installed) -> None:
    """Neither what was made nor what was said is taken as up to date once a file of the edition or theme is another."""
    command = ("build", "london", "2024", "--format", "html")
    installed.done(*command)
    assert "1 report is up to date." in installed.done(*command)
    assert "1 report is up to date." in installed.done(*command)
    for path in (f"{EDITION}/sections/closing.md.j2", f"{EDITION}/notes/violent.md", f"{THEME}/common.css"):
        with (installed.package / "packaged" / path).open("a", encoding="utf-8") as stream:
            stream.write("\n/* */\n" if path.endswith("css") else "\nOne more sentence.\n")
        assert "1 report made." in installed.done(*command), path
        assert "1 report is up to date." in installed.done(*command), path
    assert installed.done("check", "--all") == installed.done("check", "--all")
    (installed.package / "packaged" / SECTION).unlink()
    assert f"there is no file reportgen:{SECTION}" in installed.run("check", "--all").stdout


def test_a_folder_that_is_put_into_the_workspace_is_noticed(installed: Installed) -> None:
    """An edition that is copied into the workspace later takes the place of the program's, also where nothing else changed."""
    command = ("build", "london", "2024", "--format", "html")
    installed.done(*command)
    assert "1 report is up to date." in installed.done(*command)
    edition = installed.copy(EDITION)
    assert "1 report is up to date." in installed.done(*command)
    change(edition / "edition.yaml", "at_most: shpo, gloss", "at_most: shop, gloss")
    assert re.search(rf"{re.escape(EDITION)}/edition\.yaml:\d+:\d+: error", installed.run(*command).stdout)
    shutil.rmtree(installed.root / "templates")
    assert "1 report is up to date." in installed.done(*command)


def test_a_sign_off_holds_where_the_same_edition_lies_elsewhere(installed: Installed) -> None:
    """Its digests name each file as a workspace does, so that a copy in the workspace is no change."""
    answer_letters(installed.root)
    installed.done("sign-off", "london", "2024", "--role", CHAIR, "--date", "2025-09-30")
    record = (installed.root / "content/annual-report/2024/london/signoff.yaml").read_text(encoding="utf-8")
    assert f"  {EDITION}/edition.yaml: " in record
    assert "reportgen:" not in record
    assert str(installed.site) not in record
    installed.copy(EDITION)
    installed.copy(THEME)
    page = "content/annual-report/2024/london/introduction.md"
    with (installed.root / page).open("a", encoding="utf-8") as stream:
        stream.write("\nOne more sentence.\n")
    installed.done("review", "london", "2024")
    review = (installed.root / "build/annual-report/2024/london/review.html").read_text(encoding="utf-8")
    assert "Changed since: " in review
    assert "Introduction" in review.split("Changed since: ")[1][:200]


def test_a_sealed_edition_is_held_against_the_theme_of_the_program(installed: Installed) -> None:
    """Where a newer program has another look, the seal says so, and that the file is not the workspace's own."""
    installed.done("new", "edition", "annual-report", "2024.50", "--from", "2024.1")
    change(installed.root / "templates/annual-report/2024.50/CHANGES.md", "[To be completed]", "Nothing.")
    installed.done("seal", "annual-report", "2024.50")
    change(installed.root / "data/annual-report/2024/year.yaml", '"2024.1"', '"2024.50"')
    installed.done("check", "london", "2024")
    for name in ("print.css", "screen.css"):
        with (installed.package / "packaged" / THEME / name).open("a", encoding="utf-8") as style:
            style.write("\np { color: black }\n")
    told = installed.run("check", "london", "2024").stdout
    assert told.count("error[seal-broken]") == 1
    assert f"reportgen:{THEME}/print.css and 1 other file of reportgen changed since" in told
    assert "go back to the reportgen that it was sealed with; or take seal.yaml away" in told
    (installed.root / "templates/annual-report/2024.50/seal.yaml").unlink()
    installed.done("seal", "annual-report", "2024.50")
    installed.done("check", "london", "2024")


def test_a_theme_of_the_first_version_makes_room_for_that_of_the_program(installed: Installed) -> None:
    """Whoever does what the message says can make the report again: with the program’s theme, or with a copy of it."""
    for theme, says in (
        ("house-1", "the theme of that name that comes with reportgen then takes its place"),
        ("kent-1", "then: reportgen new theme kent-1, and bring your changes into it"),
    ):
        folder = installed.root / "templates/themes" / theme
        folder.mkdir(parents=True)
        (folder / "base.html.j2").write_text("<html></html>", encoding="utf-8")
        if theme != "house-1":
            installed.done("new", "edition", "annual-report", "2024.50", "--from", "2024.1")
            edition = installed.root / "templates/annual-report/2024.50/edition.yaml"
            change(edition, "theme: house-1", f"theme: {theme}")
            change(installed.root / "data/annual-report/2024/year.yaml", '"2024.1"', '"2024.50"')
        told = installed.run("check", "london", "2024").stdout
        assert f"hint: move that folder out of templates/{':' if theme == 'house-1' else ','} {says}" in told
        folder.rename(installed.root / theme)
        if theme != "house-1":
            installed.done("new", "theme", theme)
        installed.done("check", "london", "2024")


def test_a_theme_that_comes_with_the_program_can_be_made_ones_own(installed: Installed) -> None:
    """Its copy has another name, and an edition that asks for it looks as the copy says."""
    assert "house-1" in installed.run("new", "theme", "house-2", "--from", "house").stderr
    assert installed.run("new", "theme", "house-1").returncode == 2
    installed.done("new", "theme", "house-2")
    installed.done("new", "edition", "annual-report", "2024.50", "--from", "2024.1")
    change(installed.root / "templates/annual-report/2024.50/edition.yaml", "theme: house-1", "theme: house-2")
    change(installed.root / "data/annual-report/2024/year.yaml", '"2024.1"', '"2024.50"')
    with (installed.root / "templates/themes/house-2/screen.css").open("a", encoding="utf-8") as style:
        style.write("\n.ours { color: black }\n")
    installed.done("build", "london", "2024", "--format", "html")
    page = installed.root / "build/annual-report/2024/london/index.html"
    assert ".ours { color: black }" in page.read_text(encoding="utf-8")
    word = installed.root / "templates/themes/house-2/reference.docx"
    assert word.read_bytes() == (installed.package / "packaged" / THEME / "reference.docx").read_bytes()
    word.unlink()
    installed.done("new", "theme", "house-3", "--from", "house-2")
    assert (word.parents[1] / "house-3/reference.docx").is_file(), "there is always one to begin from"


def test_a_zip_file_is_told_to_be_none_of_the_ways_to_run(installed: Installed, tmp_path: Path) -> None:
    """From within an archive one line says what to do, and no traceback follows."""
    archive = shutil.make_archive(str(tmp_path / "program"), "zip", installed.site)
    shutil.rmtree(installed.site)
    installed.site = Path(archive)
    ended = installed.run("list")
    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr.startswith("reportgen reads files of its own, and cannot run from within a zip file.")
    assert ended.stderr.count("\n") == 1


@pytest.mark.git
def test_an_earlier_version_is_compared_without_templates(installed: Installed) -> None:
    """What git keeps of such a workspace is read with the editions of the program, then and now."""
    git = ("git", "-C", str(installed.root), "-c", "user.name=Nobody", "-c", "user.email=nobody@example.org")
    for words in (("init", "--quiet"), ("add", "--all"), ("commit", "--quiet", "--message", "Begin")):
        subprocess.run([*git, *words], check=True, capture_output=True)
    kept = subprocess.run([*git, "ls-files"], check=True, capture_output=True, encoding="utf-8").stdout.split()
    assert {name.split("/")[0] for name in kept} == {".gitignore", "README.md", "content", "data", "reportgen.yaml"}
    figures = installed.root / "data/annual-report/2024/london.yaml"
    change(figures, "status: final", "status: draft")
    told = installed.done("diff", "london", "2024", "--since", "HEAD")
    assert "Status" in told
    assert "draft" in told


def test_the_example_is_ready_for_an_area_of_ones_own(installed: Installed) -> None:
    """Its files are those that come with the program, and the report of another area can be begun and filled in."""
    for path in (
        *installed.package.glob("packaged/data/**/*.yaml"),
        *installed.package.glob("packaged/content/**/*.*"),
    ):
        name = path.relative_to(installed.package / "packaged")
        assert (installed.root / name).read_bytes() == path.read_bytes()
    refused = installed.run("new", "workspace", "others", "--example", "kent")
    assert (refused.returncode, "Known here: london" in refused.stderr) == (2, True)
    assert "wrote data/annual-report/2024/durham.yaml" in installed.done("new", "area", "durham", "2024")
    left = json.loads(installed.run("todo", "durham", "2024", "--format", "json").stdout)["reports"][0]["tasks"]
    assert {task["to_do"] for task in left} == {"fill in"}
    assert len(left) >= 50
