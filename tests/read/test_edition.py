"""An edition is read whole: its sections, notes, theme and seal, each as it stands in its file."""

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from malformed import CHARTS, EDITION, NOTE, SECTION, THEME, retype

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.names import calendar_year, reporting_year
from reportgen.pipeline import seal
from reportgen.read.edition import Edition, read_edition
from reportgen.read.seal import read_seal
from reportgen.read.workspace import find_workspace

FOLDER = "templates/annual-report/2024.1"
OF_THE_EDITION = [
    f"{FOLDER}/{name}" for name in ("edition.yaml", "sections/statistics.md.j2", "sections/explanation.md.j2")
]
OF_THE_EDITION += [f"{FOLDER}/notes/{name}.md" for name in ("eligible", "order")]
OF_THE_THEME = [
    f"{THEME}/{name}" for name in ("base.html.j2", "tables.html.j2", "common.css", "screen.css", "print.css")
]
OWN = f"{FOLDER}/report.html.j2"


def read(root: Path) -> Outcome[Edition]:
    """Edition 2024.1 of the small workspace."""
    return read_edition(root, "annual-report", "2024.1", whole_file("year.yaml"))


def edition_of(root: Path) -> Edition:
    """The edition, of which nothing is said."""
    found = read(root)
    assert found.diagnostics == ()
    assert found.value is not None
    return found.value


def told(diagnostics: tuple[Diagnostic, ...]) -> list[tuple[str, str]]:
    """What is said, with the file."""
    return [(said.slug, said.place.file.path) for said in diagnostics]


def test_sections_and_notes_are_read_as_they_were_typed(good: Path) -> None:
    """A section keeps each line below its front matter; notes have letters in the order of the edition, and their words."""
    edition = edition_of(good)
    assert list(edition.sections) == ["statistics", "explanation"]
    section = edition.sections["statistics"]
    assert (section.title, section.first_line) == ("Statistics", 4)
    assert section.template == (good / SECTION).read_text(encoding="utf-8").split("---\n", 2)[2]
    assert [(note.name, note.letter, note.term, note.anchor) for note in edition.notes.values()] == [
        ("eligible", "a", "Eligible", "note-eligible"),
        ("order", "b", "Order", "note-order"),
    ]
    assert edition.notes["order"].text == (
        "A court makes an order. It can limit:\n\n- where a person goes\n- how far a person travels\n"
    )
    assert edition.notes["order"].content.html == (
        "<p>A court makes an order. It can limit:</p>\n"
        "<ul>\n<li>where a person goes</li>\n<li>how far a person travels</li>\n</ul>"
    )


def test_an_edition_has_the_digests_of_all_its_files(good: Path) -> None:
    """Those of a chart are read for an edition with charts alone, and a template of its own where it has one."""
    edition = edition_of(good)
    assert [digest.path for digest in edition.digests] == [*OF_THE_EDITION, *OF_THE_THEME]
    assert list(edition.templates) == ["base.html.j2", "tables.html.j2"]
    assert list(edition.styles) == ["common.css", "screen.css", "print.css"]
    assert edition.seal is None
    retype(good, EDITION, "tables:\n", CHARTS)
    (good / OWN).write_text('{% extends "base.html.j2" %}\n', encoding="utf-8")
    edition = edition_of(good)
    charts = [f"{THEME}/charts.html.j2", f"{THEME}/charts.css"]
    assert [digest.path for digest in edition.digests] == [*OF_THE_EDITION, *OF_THE_THEME, *charts, OWN]
    assert list(edition.templates) == ["base.html.j2", "tables.html.j2", "charts.html.j2", "report.html.j2"]
    assert edition.templates["report.html.j2"].path == OWN
    assert list(edition.styles) == ["common.css", "screen.css", "print.css", "charts.css"]


def test_remarks_of_a_style_sheet_are_not_published(good: Path) -> None:
    """What is between the marks of a remark goes, over many lines or to the end of the file; lines keep their numbers."""
    (good / THEME / "screen.css").write_text("/* Why.\n\nAnd how. */\na {}\n/* b */ c {}\n/* d\n", encoding="utf-8")
    assert edition_of(good).styles["screen.css"] == "\n\n\na {}\n c {}\n\n"


@pytest.mark.parametrize(
    ("line", "period", "first"),
    [
        ("", reporting_year(2024), date(2025, 3, 31)),
        ("period: calendar year\n", calendar_year(2024), date(2024, 1, 1)),
    ],
)
def test_an_edition_says_what_its_years_are(line: str, period: object, first: date, good: Path) -> None:
    """A year runs from April to March, and is agreed once it is over; or it is a calendar year, agreed while it runs."""
    retype(good, EDITION, "theme:", f"{line}theme:")
    edition = edition_of(good)
    assert edition.period(2024) == period
    assert edition.agreed_from(2024) == first


def test_each_file_that_is_not_there_is_told(good: Path) -> None:
    """One that is missing or cannot be read does not hide the next one."""
    for path in (OF_THE_EDITION[1], OF_THE_EDITION[2], *OF_THE_EDITION[3:], *OF_THE_THEME):
        (good / path).unlink()
    found = read(good)
    assert found.value is None
    missing = [("missing-file", path) for path in (*OF_THE_EDITION[3:], *OF_THE_THEME)]
    assert told(found.diagnostics) == [("edition-inconsistent", EDITION)] * 2 + missing
    assert [said.place.line for said in found.diagnostics[:2]] == [10, 11]


def test_each_section_that_is_no_text_is_told(good: Path) -> None:
    """A section that cannot be read does not hide the next one."""
    for path in OF_THE_EDITION[1:3]:
        (good / path).write_bytes(b"---\ntitle: Caf\xe9\n---\n")
    assert told(read(good).diagnostics) == [("not-text", path) for path in OF_THE_EDITION[1:3]]


@pytest.fixture
def sealed(good: Path) -> Path:
    """The small workspace, whose edition has a seal."""
    workspace = find_workspace(good).value
    assert workspace is not None
    assert seal(workspace, "annual-report", "2024.1").value == good / FOLDER / "seal.yaml"
    return good


def test_a_seal_holds_every_file_and_one_digest(sealed: Path) -> None:
    """The seal of an edition that did not change has the digests of its files, by path; one digest stands for them all."""
    edition = edition_of(sealed)
    assert edition.seal is not None
    assert edition.seal.files == {digest.path: digest.sha256 for digest in edition.digests}
    assert list(edition.seal.files) == sorted(edition.seal.files)
    lines = "".join(f"{path} {digest}\n" for path, digest in edition.seal.files.items())
    assert edition.seal.digest == sha256(lines.encode()).hexdigest()
    said: list[Diagnostic] = []
    assert read_seal(sealed, FOLDER, list(edition.digests), said.append) == edition.seal
    assert said == []
    assert read_seal(sealed, FOLDER, list(edition.digests[1:]), said.append) is None
    assert told(tuple(said)) == [("seal-broken", EDITION)]


def test_each_change_of_a_sealed_edition_is_told(sealed: Path) -> None:
    """A file that changed, one that is new and one that is gone are told by path; nothing is made of such an edition."""
    with (sealed / NOTE).open("a", encoding="utf-8") as note:
        note.write("- with whom a person speaks\n")
    (sealed / OWN).write_text('{% extends "base.html.j2" %}\n', encoding="utf-8")
    retype(sealed, EDITION, "  - section: explanation\n", "")
    found = read(sealed)
    assert found.value is None
    assert [said.message for said in found.diagnostics] == [
        f"the edition is sealed, but {EDITION} changed since",
        f"the edition is sealed, but {NOTE} changed since",
        f"the edition is sealed, but {OWN} is new since",
        f"the edition is sealed, but {FOLDER}/sections/explanation.md.j2 is gone since",
    ]
    assert {said.slug for said in found.diagnostics} == {"seal-broken"}
    assert {said.hint for said in found.diagnostics} == {
        "put the file back as it was; new wording is a new edition, asked for in year.yaml"
    }


def test_a_fault_in_a_sealed_edition_is_told_once(sealed: Path) -> None:
    """A file that cannot be read is told as such, and not as a change to the seal too."""
    (sealed / NOTE).write_bytes(b"\xe9")
    assert told(read(sealed).diagnostics) == [("not-text", NOTE)]
