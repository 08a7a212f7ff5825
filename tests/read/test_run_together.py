"""Lines that would be printed as one run of words are told, and lines that only look so are not."""

import pytest

from reportgen.core.diagnostic import SourceFile
from reportgen.read.run_together import find_run_together

TOLD = [
    ("name, rank and force", "Jane Smith\nDetective Chief Superintendent\nMetropolitan Police", "1:1", "these 3 lines"),
    ("an address", "a\n\n1 High Street\nTesttown", "3:1", "these 2 lines"),
    ("(a)", "(a) one\n(b) two", "1:1", "“(a)”"),
    ("(ii)", "(i) one\n(ii) two", "1:1", "“(i)”"),
    ("(1)", "We do:\n(1) one", "2:1", "“(1)”"),
    ("a)", "a) one\nb) two", "1:1", "“a)”"),
    ("i.", "i. one\nii. two", "1:1", "“i.”"),
    ("dash", "– one\n– two", "1:1", "“–”"),
    ("long dash below a sentence", "We do:\n— one\n— two", "2:1", "“—”"),
    ("‣", "‣ one", "1:1", "“‣”"),
    ("✓", "✓ one\n✓ two", "1:1", "“✓”"),
    ("the second bullet of Word", "o one\no two", "1:1", "“o”"),
    ("a table with tabs", "Course\tNumber\nOne\t5", "1:1", "table"),
    ("one row with tabs", "Course\tNumber\tPeople", "1:1", "table"),
    ("a table of points with tabs", "-\tCourse\tNumber\n-\tOne\t5", "1:1", "table"),
    ("a bold line", "**What we did**\n\nMuch.", "1:1", "heading"),
    ("a line in capitals", "WHAT WE DID\n\nMuch.", "1:1", "capitals"),
    ("numbered words", "R1. The board meets.\nR2. The board writes.", "1:1", "these 2 lines"),
    ("recommendations", "Recommendation 1: Meet.\nRecommendation 2: Write.", "1:1", "these 2 lines"),
    ("names and numbers", "Police - 5\nProbation - 6", "1:1", "these 2 lines"),
    ("posts and bodies", "Chair: the police\nDeputy: probation", "1:1", "these 2 lines"),
    ("a year's events", "April 2024 – the board met\n5 May 2024 – the audit began", "1:1", "these 2 lines"),
    ("an explanation", "SPOC\n: Single point of contact", "2:1", "begins with a colon"),
    ("the end of a letter", "Yours sincerely\nThe chair of the board", "1:1", "these 2 lines"),
    ("capitals with a plural", "DELIVERY AGAINST KPIs\n\nMuch.", "1:1", "capitals"),
    ("a bold line with a colon", "__What we did__:\n\nMuch.", "1:1", "heading"),
]
LEFT_ALONE = [
    "(a) one\n\n(b) two",
    "Meetings were held in\nApril and in May of the\nyear.",
    "The Board of Testshire Is New.\nIt Met.",
    "- One Thing\n- Another Thing",
    "-\tOne thing\n-\tAnother thing",
    "1.\tOne thing\n2.\tAnother thing\n\t-\tand a third",
    "1. One Thing\n2. Another Thing",
    "> One Thing\n> Another Thing",
    "| One | Two |\n|---|---|\n| Three | Four |",
    "1 High Street\\\nTesttown",
    "1 High Street  \nTesttown",
    "The end.\n\n**Chair of the board**",
    "**This is said in bold.**\n\nMore.",
    "**What we did** was much.\n\nMore.",
    "The years\n2024 and 2025\nwere long, and we met in all of them as we had said.",
    "It ran from A\n– or so we thought – to B.",
    "Section\n(a) applies to it, and so it does for all who come here.",
    "o\n\nx",
    "One\ttab",
    "## WHAT WE DID\n\nMuch.",
    "WE DID IT.\n\nMuch.",
    "Much.\n\nTHE END",
    "HM 2024/25\n\nMuch.",
    "a\n===",
    "The board said: meet.\nIt met.",
    "May was long, and in\nJune we met.",
    "We met in all of\nApril 2024 and later.",
    "R1. The board meets.\\\nR2. The board writes.",
    "R1. The board meets, and\nwrites.",
    "See https://one.example\nSee https://two.example and more.",
]


@pytest.mark.parametrize(("text", "place", "words"), [case[1:] for case in TOLD], ids=[case[0] for case in TOLD])
def test_lines_that_would_run_together_are_told_once(text: str, place: str, words: str) -> None:
    """The first of the lines is told, with what to type."""
    (said,) = find_run_together(SourceFile("page.md", tuple(text.split("\n"))), 1)
    assert (said.slug, said.place.short) == ("markdown-slip", place)
    assert words in said.message
    assert said.hint


@pytest.mark.parametrize("text", LEFT_ALONE, ids=[ascii(text[:30]) for text in LEFT_ALONE])
def test_other_lines_are_left_alone(text: str) -> None:
    """Lists that Markdown knows, sentences over several lines, and breaks that are typed as such."""
    assert list(find_run_together(SourceFile("page.md", tuple(text.split("\n"))), 1)) == []


@pytest.mark.parametrize("line", ["\t" * 5000, " " * 5000, "(" * 5000, "**" + "a" * 4990, "–" * 5000, "A " * 2500])
def test_a_long_line_takes_no_time(line: str) -> None:
    """The longest line that a page may have is looked at once."""
    list(find_run_together(SourceFile("page.md", (line,) * 20), 1))
