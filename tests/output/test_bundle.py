"""Bundles for the publisher: the same wherever and whenever they are made, a draft until agreed, and only what was agreed."""

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest
import yaml
from documents import change
from london import answer_letters, copy_workspace, run
from lxml import html
from tagged_pdf import read_margins, read_structure

pytestmark = pytest.mark.pdf

NAME = "mappa-annual-report-london-2024-to-2025"
SIGN_OFF = "content/annual-report/2024/london/signoff.yaml"
FIGURES = "data/annual-report/2024/london.yaml"
AGREED = ("--role", "Chair of the Strategic Management Board", "--date", "2025-10-20")
WEST = {"PYTHONHASHSEED": "0", "TZ": "America/Los_Angeles", "LC_ALL": "C"}
EAST = {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LANG": "cy_GB.UTF-8"}
Tree = Callable[[Path], dict[str, bytes]]


def done(root: Path, *arguments: str, **environment: str) -> str:
    """What a command says that is expected to end well."""
    result = run(root, *arguments, **environment)
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def bundles(root: Path, stem: str = NAME) -> list[Path]:
    """The folders of London's bundles, by day and digest."""
    folder = root / "build" / "published" / stem
    return sorted(folder.iterdir()) if folder.exists() else []


def bundle(root: Path) -> Path:
    """The folder of London's only bundle: the one that was agreed, or else the draft, which has a name of its own."""
    (found,) = bundles(root) or bundles(root, f"{NAME}-draft")
    return found


def file(root: Path, ending: str) -> Path:
    """The one file of London's bundle whose name ends so."""
    (found,) = (path for path in bundle(root).iterdir() if path.name.endswith(ending))
    return found


def manifest(root: Path) -> dict:
    """The manifest of London's bundle."""
    return json.loads(file(root, "manifest.json").read_bytes())


def words_of_page(root: Path) -> tuple[html.HtmlElement, str]:
    """The web page, and all its words."""
    page = html.document_fromstring(file(root, ".html").read_bytes())
    return page, page.find("body").text_content()


@pytest.fixture(scope="module")
def draft(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a bundle of London that nobody has agreed to."""
    root = copy_workspace(tmp_path_factory.mktemp("draft"))
    assert "note[not-signed-off]" in done(root, "publish", "london", "2024", **WEST)
    return root


@pytest.fixture(scope="module")
def agreed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with a bundle of London that was agreed, beside a draft of before."""
    root = answer_letters(copy_workspace(tmp_path_factory.mktemp("agreed")))
    done(root, "publish", "london", "2024")
    done(root, "sign-off", "london", "2024", *AGREED)
    assert "not-signed-off" not in done(root, "publish", "london", "2024", **WEST)
    assert {path.name for path in (root / "build/published").iterdir() if path.is_dir()} == {NAME, f"{NAME}-draft"}
    return root


@pytest.mark.slow
@pytest.mark.parametrize("name", ["draft", "agreed"])
def test_bundles_are_the_same_everywhere(name: str, tmp_path: Path, tree: Tree, request: pytest.FixtureRequest) -> None:
    """In another folder, with other times of files, time zone, language and hash seed, not one byte or name differs."""
    first = request.getfixturevalue(name)
    second = copy_workspace(tmp_path / "elsewhere, with a space")
    if name == "agreed":
        answer_letters(second)
    for path in second.rglob("*"):
        os.utime(path, (0, 0))
    if name == "agreed":
        done(second, "sign-off", "london", "2024", *AGREED, **EAST)
    done(second, "publish", "london", "2024", **EAST)
    made = tree(bundle(second))
    assert len(made) >= 12
    assert bundle(second).name == bundle(first).name
    stem = bundle(first).parent.name
    assert {path for path, data in made.items() if data} >= {f"{stem}.zip", f"{stem}.pdf", f"{stem}.docx"}
    assert made == tree(bundle(first))


def test_names_are_lower_case_with_hyphens(draft: Path) -> None:
    """Every file is named in lower case with hyphens; the report's own files begin with document, area and years."""
    names = [path.name for path in bundle(draft).iterdir()]
    assert [name for name in names if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)+", name)] == []
    own = {
        f"{NAME}-draft{ending}"
        for ending in (".html", ".pdf", ".docx", ".govspeak.md", "-figures.ods", "-figures.csv", ".zip")
    }
    assert own <= set(names)


def test_manifest_agrees_with_the_files(draft: Path) -> None:
    """The manifest has the digest of every file but itself and the zip it is in, and of every file it was made of."""
    told = manifest(draft)
    files = {path.name: sha256(path.read_bytes()).hexdigest() for path in bundle(draft).iterdir()}
    del files["manifest.json"], files[f"{NAME}-draft.zip"]
    assert len(files) >= 10
    assert told["outputs"] == files
    inputs = {path: sha256((draft / path).read_bytes()).hexdigest() for path in told["inputs"]}
    assert told["inputs"] == inputs
    assert {"reportgen.yaml", "data/areas.yaml", FIGURES, "templates/themes/house-1/page.html.j2"} <= set(inputs)
    assert (told["report"], told["published"]) == ("annual-report/2024/london", "2025-10-30")


def test_zip_holds_the_folder(draft: Path) -> None:
    """The zip holds the files that it stands among with the same bytes, dated to the day of publication."""
    folder = bundle(draft)
    stem = folder.parent.name
    with zipfile.ZipFile(folder / f"{stem}.zip") as archive:
        found = {member.filename: archive.read(member) for member in archive.infolist()}
        dates = {member.date_time for member in archive.infolist()}
    assert found == {f"{stem}/{path.name}": path.read_bytes() for path in folder.iterdir() if path.suffix != ".zip"}
    assert dates == {(2025, 10, 30, 0, 0, 0)}


def test_description_of_the_table_names_its_file(draft: Path) -> None:
    """The description for programs leads to the table under its published name."""
    (resource,) = json.loads(file(draft, "datapackage.json").read_bytes())["resources"]
    assert (bundle(draft) / resource["path"]).is_file()


def test_a_draft_says_so_everywhere(draft: Path) -> None:
    """Without a sign-off the web page, its title, each page of the PDF, the other files and the checklist say draft."""
    page, words = words_of_page(draft)
    assert page.find("body").get("class") == "draft"
    assert page.findtext(".//title").endswith(" (draft)")
    assert "DRAFT, not for publication" in words
    margins = read_margins(file(draft, ".pdf"))
    assert len(margins) > 10
    assert [number for number, margin in margins.items() if number > 1 and "DRAFT" not in margin] == []
    first = [found.text for found in read_structure(file(draft, ".pdf")).find("P")][:4]
    assert "DRAFT, not for publication" in first
    assert "DRAFT" in file(draft, ".govspeak.md").read_text(encoding="utf-8")
    with zipfile.ZipFile(file(draft, ".docx")) as word:
        assert b"DRAFT" in word.read("word/document.xml")
    assert "This is a draft, not for publication." in file(draft, "publishing-form.md").read_text(encoding="utf-8")
    assert "This is a draft. It says DRAFT on every page" in file(draft, "checklist.md").read_text(encoding="utf-8")
    assert manifest(draft)["draft"] is True
    assert manifest(draft)["signed_off"] is None


def test_an_agreed_report_is_no_draft(agreed: Path) -> None:
    """After a sign-off nothing says draft; the checklist and the manifest say who agreed and when, and need no change note."""
    page, words = words_of_page(agreed)
    assert page.find("body").get("class") is None
    margins = read_margins(file(agreed, ".pdf"))
    assert len(margins) > 10
    structure = read_structure(file(agreed, ".pdf")).text
    assert len(structure) > 10_000
    told = [words, structure, *margins.values()]
    told += [path.read_text(encoding="utf-8") for path in bundle(agreed).glob("*.md")]
    with zipfile.ZipFile(file(agreed, ".docx")) as word:
        parts = [name for name in word.namelist() if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name)]
        assert len(parts) >= 2
        told += [" ".join(re.findall(r"<w:t[ >][^<]*", word.read(name).decode())) for name in parts]
    assert [text[:80] for text in told if "draft" in text.lower()] == []
    checklist = file(agreed, "checklist.md").read_text(encoding="utf-8")
    assert "Signed off by the Chair of the Strategic Management Board on 20 October 2025." in checklist
    assert "This is the first version" in checklist
    signed = manifest(agreed)["signed_off"]
    assert (signed["role"], signed["date"]) == ("Chair of the Strategic Management Board", "2025-10-20")
    assert manifest(agreed)["change_note"] == ""


def test_checklist_names_files_that_are_there(agreed: Path) -> None:
    """The checklist has a step for the page, the PDF, the Govspeak text and the figures, and names no file that is not there."""
    checklist = file(agreed, "checklist.md").read_text(encoding="utf-8")
    assert len(re.findall(r"^- \[ \] .+", checklist, re.MULTILINE)) >= 7
    assert "Paste the Govspeak file" in checklist
    named = set(re.findall(r"[\w-]+\.(?:html|pdf|ods|csv|md|json)\b", checklist))
    assert {f"{NAME}.html", f"{NAME}.pdf", f"{NAME}-figures.ods", "publishing-form.md", "manifest.json"} <= named
    assert named <= {path.name for path in bundle(agreed).iterdir()}


def test_only_what_was_agreed_is_published(agreed: Path, tmp_path: Path, tree: Tree) -> None:
    """After a change nothing is bundled and the file is named."""
    root = tmp_path / "changed"
    shutil.copytree(agreed, root)
    before = tree(root / "build")
    change(root / FIGURES, "shpo: 559", "shpo: 560")
    result = run(root, "publish", "london", "2024")
    assert result.returncode == 1, result.stdout
    assert "error[changed-since-sign-off]" in result.stdout
    assert f"changed since: {FIGURES}\n" in result.stdout
    assert tree(root / "build") == before


@pytest.mark.slow  # bundle after bundle
def test_nothing_published_is_replaced(agreed: Path, tmp_path: Path, tree: Tree) -> None:
    """A correction that was agreed gets a bundle of its own, which says what was corrected and why; the first stays."""
    root = tmp_path / "corrected"
    shutil.copytree(agreed, root)
    (first,) = bundles(root)
    before = tree(first)
    change(root / FIGURES, "shpo: 559", "shpo: 562 [r]")
    with (root / FIGURES).open("a", encoding="utf-8") as file:
        file.write(
            "revisions:\n  restrictive_orders.shpo: The orders made in March had been counted in the year after.\n"
        )
    change(root / "content/annual-report/2024/london/introduction.md", "meets 4 times", "meets 5 times")
    done(root, "sign-off", "london", "2024", *AGREED[:-1], "2025-11-17")
    done(root, "publish", "london", "2024")
    one, second = bundles(root)
    assert one == first
    assert tree(first) == before
    assert (first.name[:11], second.name[:11]) == ("2025-10-20-", "2025-11-17-")
    told = json.loads((second / "manifest.json").read_bytes())
    note = (
        "Sexual Harm Prevention Order (SHPO) in “Restrictive orders for Category 1 offenders”, 2024/25: "
        "559 corrected to 562, because the orders made in March had been counted in the year after. "
        "The text of “What the board does” was corrected."
    )
    assert (told["number"], told["follows"], told["change_note"]) == (2, first.name, note)
    assert note in (second / "checklist.md").read_text(encoding="utf-8")
    assert "introduction" not in note
    (earlier,) = yaml.safe_load((root / SIGN_OFF).read_text(encoding="utf-8"))["earlier"]
    assert (earlier["role"], str(earlier["date"])) == (AGREED[1], AGREED[3])

    after = tree(root / "build")
    assert f"is up to date: {second.name}" in done(root, "publish", "london", "2024")
    assert tree(root / "build") == after

    assert "Nothing changed." in done(root, "diff", "--bundle", "london", "2024")
    for asked in ("2025-10-20", first.name, first.name[-8:], f"build/published/{NAME}/{first.name}/"):
        told_changes = done(root, "diff", "london", "2024", "--bundle", asked)
        assert "the bundle of 20 October 2025 compared with now" in told_changes
        assert "559" in told_changes
    missing = run(root, "diff", "london", "2024", "--bundle", "2024-01-01")
    assert missing.returncode == 1
    assert f"there are {first.name}, {second.name}" in " ".join(missing.stdout.split())


def test_a_bundle_that_was_changed_is_not_put_right(agreed: Path, tmp_path: Path, tree: Tree) -> None:
    """Published again, a bundle that somebody spoilt is told and left."""
    root = tmp_path / "spoilt"
    shutil.copytree(agreed, root)
    file(root, "-figures.csv").write_text("1,2,3\n", encoding="utf-8")
    before = tree(root / "build")
    result = run(root, "publish", "london", "2024")
    assert result.returncode == 1
    assert f"error[bundle-unreadable]: {NAME}-figures.csv changed since the bundle was made" in result.stdout
    assert tree(root / "build") == before


def test_a_bundle_without_its_manifest_is_still_one(agreed: Path, tmp_path: Path, tree: Tree) -> None:
    """Nothing is published after it, and it is not passed by when somebody compares with it."""
    root = tmp_path / "half"
    shutil.copytree(agreed, root)
    file(root, "manifest.json").unlink()
    before = tree(root / "build")
    for command in (["publish", "london", "2024"], ["diff", "london", "2024", "--bundle", "2025-10-20"]):
        result = run(root, *command)
        assert result.returncode == 1
        assert "error[bundle-unreadable]" in result.stdout
        assert "manifest" in result.stdout
    assert tree(root / "build") == before


def test_a_contact_that_is_an_example_stops_a_final_report(tmp_path: Path) -> None:
    """The address of the sample is told before anybody signs, and again before anything is published."""
    root = copy_workspace(tmp_path)
    result = run(root, "sign-off", "london", "2024", *AGREED)
    assert (result.returncode, result.stdout.count("reportgen.yaml: error[example-contact]")) == (1, 1)
    answer_letters(root)
    done(root, "sign-off", "london", "2024", *AGREED)
    assert not (root / "build/published").exists()


def test_only_the_role_of_the_edition_signs(tmp_path: Path) -> None:
    """Another role is refused with the one to type; capitals and spaces make no other role, and the edition's are kept."""
    root = answer_letters(copy_workspace(tmp_path))
    result = run(root, "sign-off", "london", "2024", "--role", "Deputy chair", "--date", "2025-10-20")
    assert result.returncode == 1
    assert "edition 2024.1 asks for the Chair of the Strategic Management Board, and not for the Deputy chair" in (
        result.stdout
    )
    assert '--role "Chair of the Strategic Management Board"' in result.stdout
    done(root, "sign-off", "london", "2024", "--role", " chair of the  strategic management board", *AGREED[2:])
    assert yaml.safe_load((root / SIGN_OFF).read_text(encoding="utf-8"))["role"] == AGREED[1]


def test_a_change_of_the_look_needs_a_new_agreement(agreed: Path, tmp_path: Path) -> None:
    """A changed colour of the theme stops publishing too, and the file of the theme is named."""
    root = tmp_path / "changed"
    shutil.copytree(agreed, root)
    change(root / "templates/themes/house-1/common.css", "--cover: #0b4f60;", "--cover: #0b4f61;")
    result = run(root, "publish", "london", "2024")
    assert result.returncode == 1, result.stdout
    assert "changed since: templates/themes/house-1/common.css\n" in result.stdout
    shutil.rmtree(root / "templates")
    record = root / SIGN_OFF
    record.write_text(
        re.sub(r"(  templates/.*: )\w+", rf"\g<1>{'0' * 64}", record.read_text(encoding="utf-8")), encoding="utf-8"
    )
    change(root / FIGURES, "shpo: 559", "shpo: 560")
    (said,) = (line for line in run(root, "publish", "london", "2024").stdout.splitlines() if "changed since: " in line)
    assert f"changed since: {FIGURES}, templates/" in said
    assert re.search(r" and \d\d more$", said)


def test_bundle_of_another_kind_is_not_replaced(agreed: Path, tmp_path: Path, tree: Tree) -> None:
    """Where two kinds give their bundles the same name, the second stops, says which is there, and the first stays."""
    root = tmp_path / "two"
    shutil.copytree(agreed, root)
    for part in ("templates", "data", "content"):
        shutil.copytree(root / part / "annual-report", root / part / "other-report")
    before = tree(root / "build/published")
    result = run(root, "publish", "london", "2024", "--kind", "other-report")
    assert result.returncode == 1
    assert f"build/published/{NAME}" in result.stdout
    assert "error[cannot-write]" in result.stdout
    assert "is the bundle of another report, annual-report/2024/london" in result.stdout
    assert tree(root / "build/published") == before
