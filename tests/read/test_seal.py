"""Sealed editions: as long as nothing changes all is well, and any change to them or their theme stops every report."""

import json
import shutil
from pathlib import Path

import pytest
from london import copy_workspace, run
from word_files import saved_by_another_word

EDITION = "templates/annual-report/2024.1"
THEME = "templates/themes/house-1"
WORD = f"{THEME}/reference.docx"


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """A workspace whose edition 2024.1 is sealed."""
    root = copy_workspace(tmp_path / "workspace")
    result = run(root, "seal", "annual-report", "2024.1")
    assert result.returncode == 0, result.stdout
    assert (root / EDITION / "seal.yaml").is_file()
    return root


def test_an_empty_seal_is_no_seal_that_is_gone(sealed: Path) -> None:
    """A seal that was emptied is told, and does not open the edition for changes."""
    (sealed / EDITION / "seal.yaml").write_bytes(b"")
    result = run(sealed, "check", "london", "2024")
    assert result.returncode == 1
    assert f"{EDITION}/seal.yaml: error[empty-file]" in result.stdout


@pytest.mark.pdf
def test_a_sealed_edition_makes_reports(sealed: Path) -> None:
    """Reports are made as before, the bundle names the seal, and sealing again changes nothing."""
    seal = (sealed / EDITION / "seal.yaml").read_bytes()
    assert run(sealed, "seal", "annual-report", "2024.1").returncode == 0
    assert (sealed / EDITION / "seal.yaml").read_bytes() == seal
    assert run(sealed, "publish", "london", "2024").returncode == 0
    (found,) = (sealed / "build/published").glob("*/*/manifest.json")
    digest = json.loads(found.read_bytes())["edition"]["seal"]
    assert len(bytes.fromhex(digest)) == 32


def test_a_seal_names_every_file(sealed: Path) -> None:
    """The seal has the digest of each file of the edition and of its theme."""
    words = (sealed / EDITION / "seal.yaml").read_text(encoding="utf-8")
    files = [path for folder in (EDITION, THEME) for path in (sealed / folder).rglob("*") if path.is_file()]
    expected = {path.relative_to(sealed).as_posix() for path in files if path.name not in ("seal.yaml", "CHANGES.md")}
    assert len(expected) >= 15
    assert {line.split(":")[0].strip() for line in words.splitlines() if line.startswith("  ")} == expected


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        (f"{EDITION}/edition.yaml", "Level 1", "Level one"),
        (f"{EDITION}/notes/mappa_eligible.md", "MAPPA", "Mappa"),
        (f"{THEME}/screen.css", "margin: 0;", "margin: 1px;"),
        (f"{THEME}/page.html.j2", "Skip to the", "Go to the"),
    ],
)
def test_a_change_is_told_with_its_file(sealed: Path, path: str, old: str, new: str) -> None:
    """A changed file of a sealed edition, or of its theme, stops the report, and is the one file that is named."""
    assert run(sealed, "check", "london", "2024").returncode == 0
    words = (sealed / path).read_text(encoding="utf-8")
    assert old in words
    (sealed / path).write_text(words.replace(old, new, 1), encoding="utf-8")
    result = run(sealed, "check", "london", "2024")
    assert result.returncode == 1, result.stdout
    told = [line for line in result.stdout.splitlines() if "error[" in line]
    assert [line.split(": ")[:2] for line in told] == [[path, "error[seal-broken]"]]
    assert f"{path} changed since" in told[0]


def test_files_that_come_or_go_are_told(sealed: Path) -> None:
    """A template that is new in a sealed edition stops the report and is named; so is a file of the theme that is gone."""
    own = sealed / EDITION / "report.html.j2"
    own.write_text("{% block author %}{{ settings.organisation }}{% endblock %}\n", encoding="utf-8")
    result = run(sealed, "check", "london", "2024")
    assert result.returncode == 1, result.stdout
    assert f"{EDITION}/report.html.j2 is new since" in result.stdout
    own.unlink()
    (sealed / THEME / "print.css").unlink()
    result = run(sealed, "check", "london", "2024")
    assert result.returncode == 1, result.stdout
    assert f"{THEME}/print.css" in result.stdout


def test_a_seal_of_before_the_word_file_holds(sealed: Path) -> None:
    """An edition that was sealed before a theme had a Word file holds with the program’s; a Word file of one’s own is a change."""
    seal = sealed / EDITION / "seal.yaml"
    words = seal.read_text(encoding="utf-8").splitlines(keepends=True)
    before = [line for line in words if f"{WORD}:" not in line]
    assert len(before) == len(words) - 1
    seal.write_text("".join(before), encoding="utf-8")
    result = run(sealed, "check", "london", "2024")
    assert result.returncode == 1
    assert f"{WORD} is new since" in result.stdout
    (sealed / WORD).unlink()
    assert run(sealed, "check", "london", "2024").returncode == 0
    shutil.rmtree(sealed / THEME)
    assert run(sealed, "check", "london", "2024").returncode == 0


def test_a_seal_covers_the_look_in_word(sealed: Path) -> None:
    """Another Word file in the theme is told; so is one that comes where the program’s was meant."""
    (sealed / WORD).write_bytes(saved_by_another_word())
    assert f"{WORD} changed since" in run(sealed, "check", "london", "2024").stdout
    (sealed / WORD).unlink()
    (sealed / EDITION / "seal.yaml").unlink()
    assert run(sealed, "seal", "annual-report", "2024.1").returncode == 0
    assert f"  reportgen:{WORD}: " in (sealed / EDITION / "seal.yaml").read_text(encoding="utf-8")
    assert run(sealed, "check", "london", "2024").returncode == 0
    (sealed / WORD).write_bytes(saved_by_another_word())
    assert f"{WORD} is new since" in run(sealed, "check", "london", "2024").stdout


def test_other_editions_stay_free(sealed: Path) -> None:
    """Sealing one edition does not keep another from being changed."""
    edition = sealed / "templates/annual-report/2023.1/edition.yaml"
    edition.write_text(edition.read_text(encoding="utf-8") + "# A remark.\n", encoding="utf-8")
    assert run(sealed, "check", "london", "2023").returncode == 0
