"""An edition is checked by itself, on made-up reports, before any area uses it."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from london import REPOSITORY, copy_workspace
from malformed import EDITION, KEY, check

from reportgen.cli import program
from reportgen.commands.check_edition import check_edition
from reportgen.core.diagnostic import Diagnostic
from reportgen.read.workspace_files import find_workspace

SECTIONS = f"{EDITION.rpartition('/')[0]}/sections"
STATISTICS = f"{SECTIONS}/statistics.md.j2"
EXPLANATION = f"{SECTIONS}/explanation.md.j2"
NOTE = f"{EDITION.rpartition('/')[0]}/notes/order.md"
CHANGES = f"{EDITION.rpartition('/')[0]}/CHANGES.md"


def told_of(root: Path) -> list[Diagnostic]:
    """What is told of the small workspace's edition."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return list(check_edition(workspace, KEY.kind, "2024.1").diagnostics)


def add(root: Path, path: str, words: str) -> int:
    """Puts words at the end of a file, and gives the number of their last line."""
    with (root / path).open("a", encoding="utf-8") as file:
        file.write(f"\n{words}\n")
    return (root / path).read_text(encoding="utf-8").count("\n")


def test_a_good_edition_has_no_fault(good: Path, tree: Callable[[Path], dict[str, bytes]]) -> None:
    """Nothing is told of it, and nothing is written."""
    before = tree(good)
    assert told_of(good) == []
    assert tree(good) == before


@pytest.mark.parametrize(
    "path",
    [
        f"{SECTIONS}/help.md.j2",
        f"{NOTE.rpartition('/')[0]}/orders.md",
        "templates/themes/house-1/extra.css",
        "templates/themes/house-1/lists.html.j2",
    ],
)
def test_what_nothing_reads_is_told(path: str, good: Path) -> None:
    """A text, a note, a style sheet or a template that lies beside those of an edition, and is none of them, is told at its name."""
    shutil.copytree(REPOSITORY / "templates" / "themes", good / "templates" / "themes", dirs_exist_ok=True)
    assert told_of(good) == []
    (good / path).write_text("---\ntitle: Help\n---\n", encoding="utf-8")
    (found,) = told_of(good)
    assert (found.slug, found.place.file.path) == ("file-left-out", path)
    assert not found.hint or path.endswith(("orders.md", "lists.html.j2")) == ("did you mean" in found.hint)


@pytest.mark.parametrize("begins", ['says: "{{ words.people }}', 'says_one: "{{ words.person }}'])
def test_every_finding_is_tried(begins: str, tmp_path: Path) -> None:
    """What the last finding says is, of many and of one, though few are told and few areas ever come to it."""
    root = copy_workspace(tmp_path / "workspace")
    edition = root / "templates/annual-report/2024.1/edition.yaml"
    before, _, after = edition.read_text(encoding="utf-8").rpartition(begins)
    edition.write_text(f"{before}{begins.replace('words', 'wrods')}{after}", encoding="utf-8")
    workspace = find_workspace(root).value
    assert workspace is not None
    told = [
        one for one in check_edition(workspace, "annual-report", "2024.1").diagnostics if one.slug == "template-error"
    ]
    assert [one.place.line for one in told] == [before.count("\n") + 1]


WRONG = [
    ("a name that is not known", STATISTICS, "{{ area.nam }}", "template-error"),
    (
        "one where there is no population",
        STATISTICS,
        "{% if not year.population %}{{ area.nam }}{% endif %}",
        "template-error",
    ),
    (
        "one where there are no earlier years",
        STATISTICS,
        "{% if former_years %}A{% else %}{{ b }}{% endif %}",
        "template-error",
    ),
    ("one in a draft", STATISTICS, "{% if is_draft %}{{ b }}{% endif %}", "template-error"),
    ("one in Wales", STATISTICS, "{% if area.country == 'Wales' %}{{ b }}{% endif %}", "template-error"),
    ("a value that an area lacks", STATISTICS, "The population is {{ year.population.estimate }}.", "template-error"),
    ("a table twice", STATISTICS, '{{ table("orders") }}', "table-not-shown"),
    ("a branch that nothing comes to", STATISTICS, "{% if area.name == 'Kent' %}A{% endif %}", "branch-untried"),
    (
        "an else that nothing comes to",
        STATISTICS,
        "{% if area.name %}A\n{% else %}B{% endif %}",
        "branch-untried",
    ),
    ("a term that the edition calls wrong", NOTE, "The Lay Advisor sees it.", "misspelt-term"),
    ("a word that it no longer uses", NOTE, "An offender is told.", "outdated-word"),
    ("a sentence too long", STATISTICS, "word " * 41 + "end.", "sentence-too-long"),
    ("a link that says nothing", STATISTICS, "Read it [here](https://x.example/).", "link-text"),
    ("a link into an intranet", NOTE, "Read [the guidance](https://guidance.local/a).", "unsafe-link"),
    ("a law of later", STATISTICS, "The Sentencing Act 2026 applies.", "wording-too-late"),
    ("a Welsh law of later", NOTE, "The Care (Wales) Measure 2027 applies.", "wording-too-late"),
    ("a day of later", STATISTICS, "It began on 3 February 2026.", "wording-too-late"),
    ("a link to no part of the report", STATISTICS, "Read [the notes](#notes-of-all).", "unsafe-link"),
    ("a link to no part of some reports", NOTE, "Read [of them](#statistics--drafts).", "unsafe-link"),
    ("a remark that was left", NOTE, "TBC", "placeholder"),
    ("a value in a note", NOTE, "It is for {{ area.name }} alone.", "template-error"),
    ("a value between single braces", STATISTICS, "It is for {area.name} alone.", "template-error"),
    ("half of the braces", NOTE, "It is for area.name }} alone.", "template-error"),
    ("bold type that is not closed", STATISTICS, "It is for {{ area.name }} **alone.", "markdown-slip"),
    ("a link that is broken", NOTE, "It is in [the guidance](https://x.example/a.", "markdown-slip"),
    ("changes not told", CHANGES, "[To be completed]", "placeholder"),
]


@pytest.mark.parametrize(("path", "words", "slug"), [case[1:] for case in WRONG], ids=[case[0] for case in WRONG])
def test_a_fault_is_told_at_its_line(path: str, words: str, slug: str, good: Path) -> None:
    """Whatever figures an area will have: the fault is told before, once, where it stands."""
    add(good, STATISTICS, "{% if is_draft %}\n## Drafts\n\nWords.\n{% endif %}")
    line = add(good, path, words)
    (said,) = told_of(good)
    assert said.slug == slug
    if slug == "table-not-shown":
        assert said.place.file.path == EDITION
    else:
        assert (said.place.file.path, said.place.line) == (path, line)


@pytest.mark.parametrize(
    ("path", "old", "new", "words"),
    [
        (EDITION, "{label: Level 1}", '{label: "Level {{ area.name }}"}', "{{ area.name }}"),
        (EDITION, "title: Annual report", "title: Annual {period.label} report", "{period.label}"),
        (STATISTICS, "title: ", "title: Of {{ area.name }}, ", "{{ area.name }}"),
        (NOTE, "term: ", "term: Of {area.name}, ", "{area.name}"),
    ],
    ids=["a label", "the title", "the title of a section", "the term of a note"],
)
def test_braces_that_would_be_printed_are_told_where_they_stand(
    path: str, old: str, new: str, words: str, good: Path
) -> None:
    """Also where no value can stand, and where the words stand in no section."""
    text = (good / path).read_text(encoding="utf-8")
    assert old in text
    (good / path).write_text(text.replace(old, new, 1), encoding="utf-8")
    (said,) = told_of(good)
    assert said.slug == "template-error"
    assert words in said.message
    assert (said.place.file.path, said.place.words[: len(words)]) == (path, words)


@pytest.mark.parametrize(
    "words",
    [
        "The Criminal Justice Act 2003 and the Domestic Abuse Act 2021 apply.",
        "The Sentencing Act 2024 came in the year.",
        "It began on 3 May 2023, and ended in March 2024. Most falls in 2026/27.",
        "{% if year.population %}A{% else %}B{% endif %}{% if former_years %}C{% endif %}{% if is_draft %}D{% endif %}",
        "{% if area.welsh_name %}A{% elif is_draft %}B{% endif %}",
        "Write [r] (for revised), `{a}` or __both__, 2 * 3 * 4, as **The Board** does.",
        "{# TBC: a remark that is not printed #}",
    ],
)
def test_what_is_right_is_left_alone(words: str, good: Path) -> None:
    """Laws and days of the time, and conditions that reports meet."""
    add(good, STATISTICS, words)
    assert [one.slug for one in told_of(good)] == (["placeholder"] if "TBC" in words else [])


@pytest.mark.parametrize(
    ("old", "new", "slug"),
    [
        (r"publication:\n(?:  .*\n)*", "", "publication-missing"),
        (r"(summary: .*)\.", r"\1", "summary-without-stop"),
    ],
)
def test_what_would_keep_every_report_from_being_published_is_told(old: str, new: str, slug: str, good: Path) -> None:
    """Before anybody signs a report off, and before the edition is sealed."""
    text = (good / EDITION).read_text(encoding="utf-8")
    (good / EDITION).write_text(re.sub(old, new, text), encoding="utf-8")
    assert [said.slug for said in told_of(good)] == [slug]


def test_a_section_of_which_some_reports_have_nothing_is_told(good: Path) -> None:
    """Its title would stand alone in them; one that every report has words of is right."""
    text = (good / EXPLANATION).read_text(encoding="utf-8")
    head, _, words = text.partition("\n---\n")
    (good / EXPLANATION).write_text(f"{head}\n---\n{{% if is_draft %}}\n{words}\n{{% endif %}}", encoding="utf-8")
    told = [one for one in told_of(good) if one.slug == "empty-page"]
    assert [(one.place.file.path, one.place.line) for one in told] == [(EXPLANATION, 1)]


def test_notes_are_in_the_order_in_which_they_are_met(good: Path) -> None:
    """The order that would be right is told, with every note; one that nothing leads to is told itself."""
    edition = good / EDITION
    text = edition.read_text(encoding="utf-8")
    edition.write_text(text.replace("notes: [eligible, order]", "notes: [order, eligible]"), encoding="utf-8")
    (said,) = told_of(good)
    assert (said.slug, said.message) == ("note-order", "readers meet the notes in the order (b), (a)")
    assert said.hint == "write the notes in this order: eligible, order"
    edition.write_text(text.replace(", notes: [order]}", "}"), encoding="utf-8")
    (said,) = told_of(good)
    assert (said.slug, said.message) == ("note-order", "no table leads to the note (b), “order”")


def test_wording_of_a_later_year_is_told_of_a_report(good: Path) -> None:
    """The check of an area's report tells it too, at the edition's line."""
    line = add(good, NOTE, "The Sentencing Act 2026 applies.")
    assert [(one.slug, one.place.file.path, one.place.line) for one in check(good)] == [
        ("wording-too-late", NOTE, line)
    ]


def run(root: Path, *words: str) -> tuple[int, str]:
    """What a command answers in a workspace."""
    found = CliRunner().invoke(program, [*words, "--workspace", str(root)], prog_name="reportgen")
    return found.exit_code, found.output


def test_the_command_tells_how_it_went(good: Path) -> None:
    """With and without the kind; warnings stop it when strict; other words are a wrong command."""
    assert run(good, "check", "--edition", "2024.1") == (0, "Done: edition 2024.1 of annual-report is right.\n")
    assert run(good, "check", "--edition", "annual-report", "2024.1", "--quiet") == (0, "")
    add(good, NOTE, "An offender is told.")
    code, said = run(good, "check", "--edition", "annual-report", "2024.1")
    assert (code, said.splitlines()[-1]) == (0, "Done: edition 2024.1 of annual-report is right (1 warning).")
    code, said = run(good, "check", "--edition", "2024.1", "--strict")
    assert (code, said.splitlines()[-1]) == (1, "Stopped: edition 2024.1 of annual-report is not right (1 warning).")
    for words in ((), ("a", "b", "c"), ("annual-report", "2029.1"), ("nope", "2024.1"), ("2024.1", "--all")):
        assert run(good, "check", "--edition", *words)[0] == 2


def test_what_is_not_right_is_not_sealed(good: Path) -> None:
    """A fault keeps the edition from being fixed for good, and no seal is written; a warning does not."""
    add(good, STATISTICS, "{% if is_draft %}{{ area.nam }}{% endif %}")
    code, said = run(good, "seal", "annual-report", "2024.1")
    assert code == 1
    assert "template-error" in said
    seal = good / EDITION.replace("edition.yaml", "seal.yaml")
    assert not seal.exists()
    statistics = good / STATISTICS
    statistics.write_text(statistics.read_text(encoding="utf-8").replace("area.nam ", "area.name "), encoding="utf-8")
    add(good, NOTE, "An offender is told.")
    assert run(good, "seal", "annual-report", "2024.1")[0] == 0
    assert seal.exists()


WAIVER = "{{warning: {}, reason: The law says it so., role: Owner of the wording, date: 2026-01-31{}}}"


@pytest.mark.parametrize(
    ("warning", "words", "expected"),
    [
        ("misspelt-term", "", ["misspelt-term"]),
        ("misspelt-term", ", words: Lay Advisor", ["misspelt-term"]),
        ("misspelt-term", ", words: Other", ["misspelt-term", "waiver-unused"]),
        ("note-order", "", ["misspelt-term", "waiver-unused"]),
        ("template-error", "", ["misspelt-term", "waiver-refused"]),
    ],
)
def test_a_warning_about_an_edition_is_waived_in_it(warning: str, words: str, expected: list[str], good: Path) -> None:
    """With its reason; one that covers nothing, or an error, is told."""
    add(good, NOTE, "The Lay Advisor sits on the board.")
    add(good, EDITION, f"waivers: [{WAIVER.format(warning, words)}]")
    told = told_of(good)
    assert sorted(one.slug for one in told) == expected
    assert [bool(one.waiver) for one in told if one.slug == "misspelt-term"] == [len(expected) == 1]


def test_no_shipped_edition_warns_without_a_reason() -> None:
    """The editions that come with the program have no warning but those that they waive, each with its reason."""
    workspace = find_workspace(REPOSITORY).value
    assert workspace is not None
    editions = [(path.parent.parent.name, path.parent.name) for path in REPOSITORY.glob("templates/*/*/edition.yaml")]
    assert len(editions) > 4
    found = {edition: check_edition(workspace, *edition) for edition in editions}
    assert all(outcome.value for outcome in found.values())
    assert [said for outcome in found.values() for said in outcome.diagnostics if not said.waiver] == []
