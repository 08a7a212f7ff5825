"""An edition is read whole: its sections, notes, theme and seal, each as it stands in its file."""

import re
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from blocks import outline
from malformed import EDITION, NOTE, SECTION, THEME, retype

from reportgen.commands.build import seal
from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.names import calendar_year, reporting_year
from reportgen.read.edition import PARTIALS, REFERENCE, STYLES, Edition, read_edition
from reportgen.read.seal import read_seal
from reportgen.read.workspace_files import find_workspace
from reportgen.tree.every_node import EVERY_NODE
from reportgen.tree.walk import walk

FOLDER = "templates/annual-report/2024.1"
OF_THE_EDITION = [
    f"{FOLDER}/{name}" for name in ("edition.yaml", "sections/statistics.md.j2", "sections/explanation.md.j2")
]
OF_THE_EDITION += [f"{FOLDER}/notes/{name}.md" for name in ("eligible", "order")]
OF_THE_THEME = [f"{THEME}/{name}" for name in (*(f"{partial}.html.j2" for partial in PARTIALS), *STYLES, REFERENCE)]
OWN = f"{FOLDER}/report.html.j2"
COVER = "{% block cover %}<h1>{{ subject }}</h1>{% endblock %}\n"
# What stands only inside one other kind of node, which writes it.
PARTS = {"row", "cell", "point", "series", "key-figure", "key-finding", "note", "footnote"}


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
    assert list(outline(edition.notes["order"].content.blocks)) == [
        *("Paragraph", "  “A court makes an order. It can limit:”", "List is_ordered=False start=1"),
        *(
            "  -",
            "    Paragraph",
            "      “where a person goes”",
            "  -",
            "    Paragraph",
            "      “how far a person travels”",
        ),
    ]


def test_an_edition_has_the_digests_of_all_its_files(good: Path) -> None:
    """Those of its sections, its notes and its theme, and of a cover of its own where it has one."""
    edition = edition_of(good)
    assert list(edition.digests) == [*OF_THE_EDITION, *OF_THE_THEME]
    files = {file.path for file in edition.partials.values()} | {f"{THEME}/{name}" for name in edition.styles}
    assert {*files, edition.reference.path} == set(OF_THE_THEME)
    assert list(edition.styles) == ["common.css", "screen.css", "print.css", "charts.css"]
    assert (edition.cover, edition.seal) == (None, None)
    (good / OWN).write_text(COVER, encoding="utf-8")
    edition = edition_of(good)
    assert list(edition.digests) == [*OF_THE_EDITION, *OF_THE_THEME, OWN]
    assert edition.cover is not None
    assert (edition.cover.path, edition.cover.text) == (OWN, COVER)


def test_a_theme_has_a_template_for_each_kind_of_node() -> None:
    """Whatever a document can hold has its own: all nodes but plain text, and the page around them."""
    kinds = {re.sub(r"(?<!^)(?=[A-Z])", "-", type(node).__name__).lower() for node in walk(EVERY_NODE)}
    assert kinds - set(PARTIALS) == {"text", "document-tree", *PARTS}
    assert set(PARTIALS) - kinds == {"page"}


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
    """One that is missing or cannot be read does not hide the next one. The Word file of the theme may be missing."""
    for path in (OF_THE_EDITION[1], OF_THE_EDITION[2], *OF_THE_EDITION[3:], *OF_THE_THEME):
        (good / path).unlink()
    found = read(good)
    assert found.value is None
    missing = [("missing-file", path) for path in (*OF_THE_EDITION[3:], *OF_THE_THEME) if not path.endswith(REFERENCE)]
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
    lines = "".join(f"{path} {digest}\n" for path, digest in sorted(edition.digests.items()))
    assert edition.seal == sha256(lines.encode()).hexdigest()
    typed = (sealed / FOLDER / "seal.yaml").read_text(encoding="utf-8")
    assert all(path in typed and digest in typed for path, digest in edition.digests.items())
    said: list[Diagnostic] = []
    assert read_seal(sealed, FOLDER, edition.digests, said.append) == edition.seal
    assert said == []
    assert read_seal(sealed, FOLDER, dict(list(edition.digests.items())[1:]), said.append) is None
    assert told(tuple(said)) == [("seal-broken", EDITION)]


def test_each_change_of_a_sealed_edition_is_told(sealed: Path) -> None:
    """A file that changed, one that is new and one that is gone are told by path; nothing is made of such an edition."""
    with (sealed / NOTE).open("a", encoding="utf-8") as note:
        note.write("- with whom a person speaks\n")
    (sealed / OWN).write_text(COVER, encoding="utf-8")
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
