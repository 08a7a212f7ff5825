"""Names of people are told after a rank or a title, and where somebody is named as the author; bodies and posts are not."""

from pathlib import Path

import pytest
from malformed import PAGE, check

from reportgen.check.people import is_name

NAMED = [
    ("Detective Chief Inspector Jane Smith spoke.", "Jane Smith"),
    ("With Dr Amir Khan’s help.", "Amir Khan"),
    ("HHJ Brown sat.", "Brown"),
    ("DCI J. Brown came.", "J. Brown"),
    ("Mr O’Neill and others.", "O’Neill"),
    ("Mrs Smith-Jones left.", "Smith-Jones"),
    ("Sir David Latham wrote.", "David Latham"),
    ("Assistant Commissioner Matt Jones led.", "Matt Jones"),
    ("PC Green patrols.", "Green"),
    ("Lay Adviser Ms Patel helps.", "Patel"),
    ("For a place, contact Karen Ashdown in the office.", "Karen Ashdown"),
    ("We thank Angela Whitcombe, who retired in December.", "Angela Whitcombe"),
    ("Our MAPPA Co-ordinator, Lindsay Thorogood, will answer.", "Lindsay Thorogood"),
    (
        "| Testshire Council | Jackie Thornley, Assistant Director |\n|---|---|\n| The Trust | Nobody |",
        "Jackie Thornley",
    ),
    ("Co-ordinator: Jane Smith", "Jane Smith"),
    ("Contact James Ryan Scott by Monday.", "James Ryan Scott"),
    ("Led by Sarah O’Neill, the team grew.", "Sarah O’Neill"),
]
NOT_NAMED = [
    "The Chief Constable of Testshire and the Chief Inspector of Probation came.",
    "Chief Inspector Public Protection and Superintendent Crime are posts. The Lord Chancellor agreed.",
    "The Lady Chief Justice, the Lord Justice and His Majesty’s Inspectorate met. DS Team leads.",
    "A Detective Sergeant Training Day. The Governor Testshire Prison. A judge decided. Dr Testshire.",
    "It lies in Sir Fynwy, and Sir Gâr is near. Dame Ann Brook’s independent review helps.",
    "He lived with Ms C. There had been calls. The plan was that of Mr A. Dr B. came later, and Mr D. A. too.",
    "The Government asked Jonathan Hall KC, the Independent Reviewer, to look. Sarah Everard, who was killed in 2021, is not forgotten.",
    "Grant Road and Victoria Park are in Testshire. Heather Ward has ten beds. Contact Frances House. Ask for Mark Testshire.",
    "Police Commissioner Otherland. Detective Constables Police Online Investigation.",
]


def said_of(good: Path, text: str, head: str = "title: Introduction") -> list[str]:
    """The words that are told as a name in a page with this text."""
    (good / PAGE).write_text(f"---\n{head}\n---\n{text}\n", encoding="utf-8")
    found = [one for one in check(good) if one.slug == "person-named"]
    return [(one.place.source_line or "")[one.place.column - 1 :][: one.place.length] for one in found]


@pytest.mark.parametrize(("text", "name"), NAMED)
def test_a_name_after_a_rank_or_title_is_told(text: str, name: str, good: Path) -> None:
    """The name itself is underlined, and the message does not repeat it."""
    assert said_of(good, text) == [name]
    assert not any(name in one.message + one.hint for one in check(good))


@pytest.mark.parametrize("text", NOT_NAMED, ids=[text[:30] for text in NOT_NAMED])
def test_a_post_or_a_body_is_no_name(text: str, good: Path) -> None:
    """What follows a rank may be its task, its place or its body."""
    assert said_of(good, text) == []


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("byline: Jane Smith, Chair of the board", ["Jane Smith"]),
        ("byline: Chair of the board, Jane Smith", ["Jane Smith"]),
        ("byline: Chair of the board and Jane Smith", ["Jane Smith"]),
        ("signature: [Mark Jones, Chair]", ["Mark Jones"]),
        ("signature: [Chair, Mark Jones]", ["Mark Jones"]),
        ("byline: Superintendent Ann Lee", ["Ann Lee"]),
        ("byline: Chair of the Strategic Management Board", []),
        ("signature: [Head of Public Protection, Testshire Police]", []),
        ("byline: Jordan Housing Association", []),
        ("organisation: London MAPPA", []),
    ],
)
def test_a_name_as_author_is_told(line: str, names: list[str], good: Path) -> None:
    """In a byline or signature a first name is enough."""
    found = said_of(good, "Words.", f"title: Introduction\n{line}")
    assert [one.strip() for one in found] == names


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Jane Smith", True),
        ("Dr Jane Smith", True),
        ("Jane", False),
        ("Chair of the board", False),
        ("Victoria Police Station", False),
        ("Deputy Chief Constable", False),
    ],
)
def test_what_begins_with_a_first_name_and_a_surname_is_a_name(words: str, expected: bool) -> None:
    """A first name alone, a post and a building are none."""
    assert is_name(words) is expected
