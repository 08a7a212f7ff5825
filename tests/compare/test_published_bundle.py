"""A report compared with its published bundle: what readers were given against what it says now."""

import json
from hashlib import sha256
from pathlib import Path

import pytest
from documents import change, document_of, open_workspace
from london import copy_workspace

from reportgen.compare.comparison import Comparison, compare_with_bundle
from reportgen.core.diagnostic import Diagnostic
from reportgen.formats.published_names import bundle_name
from reportgen.formats.registry import export
from reportgen.output.bundle import make_bundle, report_files
from reportgen.output.publish import publish

DATA = "data/annual-report/2024/london.yaml"
NAME = "mappa-annual-report-london-2024-to-2025"
VERSION = "2025-10-20-1a2b3c4d"
DOCUMENT, TABLE = "document.json", f"{NAME}-figures.csv"


def bundle(root: Path, *, kind: str = "annual-report", year: int = 2024) -> Path:
    """Makes a bundle as `reportgen publish` does, but for the formats that take long, and gives its folder."""
    document = document_of(root, year, kind=kind)
    artifacts = export(document, ("html", "csv"))
    assert artifacts.value is not None
    folder = f"build/published/{bundle_name(document.report)}/{VERSION}"
    publish(root, folder, make_bundle(document, report_files(document, artifacts.value), None, None))
    return root / folder


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace in which London’s report was published."""
    copied = copy_workspace(tmp_path)
    bundle(copied)
    return copied


def compared(root: Path) -> Comparison:
    """London’s report beside its bundle."""
    found = compare_with_bundle(open_workspace(root), document_of(root, 2024))
    assert found.value is not None, found.diagnostics
    return found.value


def refused(root: Path) -> Diagnostic:
    """Why London’s report cannot be compared with its bundle."""
    found = compare_with_bundle(open_workspace(root), document_of(root, 2024))
    assert found.value is None
    (said,) = found.diagnostics
    return said


@pytest.mark.parametrize("year", [2021, 2023, 2024])
def test_a_report_that_was_just_published_has_no_change(tmp_path: Path, year: int) -> None:
    """The figures and the words of document.json are those of the report, for every year."""
    root = copy_workspace(tmp_path)
    bundle(root, year=year)
    found = compare_with_bundle(open_workspace(root), document_of(root, year))
    assert found.value is not None
    assert found.value.is_same
    assert len(found.value.tables) == 9
    assert sum(table.compared for table in found.value.tables) >= 50
    assert len(found.value.sections) > 20


def test_a_document_without_tables_has_no_change(tmp_path: Path) -> None:
    """A bundle without figures is compared by its words alone."""
    root = copy_workspace(tmp_path)
    bundle(root, kind="consultation-response", year=2013)
    found = compare_with_bundle(open_workspace(root), document_of(root, 2013, kind="consultation-response"))
    assert found.value is not None
    assert found.value.is_same
    assert len(found.value.sections) > 3


def test_what_changed_since_is_told(root: Path) -> None:
    """A corrected figure and a word on a page are told with what was published and what is there now, and nothing else is."""
    change(root / DATA, "notification_notices: 55", "notification_notices: 56")
    change(root / "content/annual-report/2024/london/introduction.md", "In a hard year", "In a difficult year")
    comparison = compared(root)
    (table,) = comparison.changed_tables
    (figure,) = table.figures
    assert (figure.row, figure.old[0].text, figure.new[0].text) == ("Notification Notices", "55", "56")
    (section,) = comparison.changed_sections
    assert [edit.words for passage in section.passages for edit in passage.edits if edit.kind != "same"] == [
        "hard",
        "difficult",
    ]
    assert (comparison.old_name, comparison.new_name) == ("the published bundle", "now")


def test_figures_in_brackets_are_compared_as_printed(root: Path) -> None:
    """Shorthand and flags are those that were printed: [z] stays [z], and [p] is told."""
    change(root / DATA, "revoked: 36", "revoked: 36 [p]")
    (table,) = compared(root).changed_tables
    assert [(one.old[0].text, one.new[0].text) for one in table.figures] == [("36", "36 [p]")]


def test_a_draft_is_compared_with_what_was_published(root: Path) -> None:
    """A report that is corrected is a draft again, and still compared with the bundle that readers were given."""
    change(root / DATA, "status: final", "status: draft")
    comparison = compared(root)
    assert comparison.old_name == "the published bundle"
    assert [(fact.name, fact.old, fact.new) for fact in comparison.facts] == [("Status", "final", "draft")]


def test_a_draft_bundle_serves_where_nothing_was_published(tmp_path: Path) -> None:
    """Where there is only a draft, the report is compared with it, and the name says so."""
    root = copy_workspace(tmp_path)
    change(root / DATA, "status: final", "status: draft")
    bundle(root)
    comparison = compared(root)
    assert comparison.is_same
    assert comparison.old_name == "the draft bundle"


@pytest.mark.parametrize("name", [DOCUMENT, TABLE])
def test_a_bundle_that_was_changed_is_refused(root: Path, name: str) -> None:
    """A file that is not as the manifest knows it, or that is missing, is named, and nothing is compared."""
    path = root / "build/published" / NAME / VERSION / name
    path.write_bytes(path.read_bytes().replace(b"11,220", b"11,221").replace(b"11220", b"11221"))
    assert (refused(root).slug, refused(root).message) == (
        "bundle-unreadable",
        f"{name} changed since the bundle was made",
    )
    path.unlink()
    assert refused(root).message == f"{name} is not in the bundle, and the manifest names it"


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[]", b"null", b'{"outputs": 1}', b'{"outputs": {}, "edition": {}}', b"\xff"]
)
def test_a_manifest_that_is_none_is_refused(root: Path, data: bytes) -> None:
    """Whatever stands in the place of a manifest, what is said names it."""
    (root / "build/published" / NAME / VERSION / "manifest.json").write_bytes(data)
    assert refused(root).slug == "bundle-unreadable"
    assert "manifest.json" in refused(root).message


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (DOCUMENT, b'"version": 1', b'"version": 2'),
        (DOCUMENT, b'"name": "population_rate"', b'"name": "rate"'),
        (DOCUMENT, b'"kind": "Section"', b'"kind": "Chapter"'),
        (DOCUMENT, b'"kind": "Section"', b'"kind": "Text"'),
        (DOCUMENT, b'"level": 3', b'"level": "3"'),
        (DOCUMENT, b'"role": "lead"', b'"roles": "lead"'),
        (DOCUMENT, b'"pictures": {', b'"pictures": {"a": "b"}, "more": {'),
        (DOCUMENT, b"]", b""),
        (DOCUMENT, b'"cover": [', b'"cover": ' + b"[" * 100_000),
        (DOCUMENT, b'"name": "population_rate.rate.number"', b'"name": "population_rate.rate"'),
        (DOCUMENT, b'"name": "population_rate.rate.number"', b'"name": "another.rate.number"'),
    ],
)  # fmt: skip
def test_a_bundle_of_another_program_is_refused(root: Path, name: str, old: bytes, new: bytes) -> None:
    """A document that this program would not have made is told, and is no fault of the program."""
    folder = root / "build/published" / NAME / VERSION
    data = (folder / name).read_bytes()
    assert old in data
    (folder / name).write_bytes(data.replace(old, new))
    manifest = json.loads((folder / "manifest.json").read_bytes())
    manifest["outputs"][name] = sha256((folder / name).read_bytes()).hexdigest()
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert refused(root).slug == "bundle-unreadable"
    assert "another version of the program" in refused(root).message


def test_a_bundle_of_the_first_version_is_refused(root: Path) -> None:
    """A bundle without document.json, as reportgen 0.1 made them, is told as such, and not as one that was changed."""
    path = root / "build/published" / NAME / VERSION / "manifest.json"
    manifest = json.loads(path.read_bytes())
    del manifest["outputs"][DOCUMENT]
    path.write_text(json.dumps(manifest), encoding="utf-8")
    (path.parent / DOCUMENT).unlink()
    assert refused(root).slug == "bundle-unreadable"
    assert refused(root).message == (
        "manifest.json names no document.json: the bundle was made by reportgen 0.1, and cannot be compared"
    )
    assert refused(root).hint == (
        "hold the report against the PDF in it: reportgen compare london 2024 --published FILE"
    )


def test_no_bundle_is_told(tmp_path: Path) -> None:
    """Where nothing was published, the message says how a bundle is made."""
    said = refused(copy_workspace(tmp_path))
    assert said.slug == "no-counterpart"
    assert said.hint == "a bundle is made by: reportgen publish london 2024"
