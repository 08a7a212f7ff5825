"""Values are changed in a YAML text, and everything else stays to the byte."""

import re
from random import Random  # noqa: TID251 - the type of what hypothesis gives

import pytest
from hypothesis import given, settings
from hypothesis.strategies import randoms
from london import REPOSITORY

from reportgen.core.diagnostic import SourceFile
from reportgen.read.located_yaml import Listing, Mapping, Node, find_place, parse_yaml
from reportgen.read.yaml_edit import NotEditableError, remove_value, set_value
from reportgen.read.yaml_typed import Step, in_braces, typed_words

LONDON = (REPOSITORY / "data/annual-report/2024/london.yaml").read_text(encoding="utf-8")
# What a person may have typed: remarks, blanks, quotation marks of both kinds, a text over several lines, an accent.
BY_HAND = """# The figures file of somebody.   Two blanks stand before this remark's end.
source:   'It''s from the “return” of 2024/25'   # as agreed
status: draft
population:               # 2023/24: 8034000; people aged 10 and over

details:
    board: >
      A text that
      goes on

    chair: "Chair: of the board"


tables: # all of them
  orders:
    shpo: 559 [r]         # 487
    foreign:
    other: [z]            # not applicable; none
  levels: {level_1: {a: 12, b: [24, p],   c: }, level_2: {a: [c], b: 5, c: 0}}
  breaches:
    level_2:
      a: -
      b: [x]   # é
#  remark in between
      total: 16

waivers:
  - warning: large-change   # why
    cell: orders.shpo
    reason: "A new team"
  - warning: wrong-year
    reason: It is meant
# the end"""
TEXTS = {
    "London": LONDON,
    "by hand": BY_HAND,
}
FIGURES = ["0", "1234567", "[z]", "559 [r]", ""]
WORDS = ["Short", "With: a colon, a # and “marks”", "Two\nlines", "[z]", "2024-10-30", 'a "b" \\ c', "- x", "yes", "é "]


def read(text: str) -> Node:
    """The tree of a text that can be read."""
    found = []
    tree = parse_yaml(SourceFile("x", tuple(text.split("\n"))), found.append)
    assert (found, tree is None) == ([], False)
    return tree


def leaves(node: Node, path: tuple[Step, ...] = ()) -> dict[tuple[Step, ...], Node]:
    """Every value that stands by itself, or between brackets, by its path."""
    if isinstance(node, Mapping) and not (node.in_brackets and not node.entries):
        return {at: leaf for key, value in node.entries for at, leaf in leaves(value, (*path, key.text)).items()}
    if isinstance(node, Listing) and not node.in_brackets:
        return {
            at: leaf for number, item in enumerate(node.items) for at, leaf in leaves(item, (*path, number)).items()
        }
    return {path: node}


def typed(node: Node, text: str) -> str:
    return text[slice(*node.span)].strip()


@pytest.mark.parametrize("name", TEXTS)
@settings(max_examples=1, deadline=None)
@given(chance=randoms(use_true_random=True))
def test_a_hundred_edits_leave_all_else_to_the_byte(name: str, chance: Random) -> None:
    """After each of a hundred edits at random, every character but those of the value, and the blanks beside it, is the same."""
    text = TEXTS[name]
    before = leaves(read(text))
    for _ in range(100):
        path = chance.choice(list(before))
        value = (
            typed_words(chance.choice(WORDS)) if path[0] in ("source", "details", "waivers") else chance.choice(FIGURES)
        )
        start, end = before[path].span
        end = start + len(text[start:end].rstrip())
        changed = set_value(text, path, value)
        after = leaves(read(changed))
        assert text[:start].rstrip(" ") == changed[: len(text[:start].rstrip(" "))]
        rest = text[end:].lstrip(" \t")
        assert changed.endswith(rest)
        put_in = changed[len(text[:start].rstrip(" ")) : len(changed) - len(rest)].strip()
        assert put_in in (value, in_braces(value))
        assert list(after) == list(before)
        assert {at: typed(leaf, changed) for at, leaf in after.items() if at != path} == {
            at: typed(leaf, text) for at, leaf in before.items() if at != path
        }
        assert re.findall("#.*", changed) == re.findall("#.*", text) or "#" in value or "#" in typed(before[path], text)
        text, before = changed, after


@pytest.mark.parametrize("name", TEXTS)
def test_what_is_put_in_is_taken_out_again(name: str) -> None:
    """A name that is put in adds lines or a part between braces alone, and without it the text is the one of before."""
    text = TEXTS[name]
    tree = read(text)
    groups = [path[:-1] for path in leaves(tree) if isinstance(path[-1], str)]
    assert len(groups) > 8
    for group in dict.fromkeys(groups):
        added = set_value(text, (*group, "new_name"), typed_words("New: words"))
        assert find_place(read(added), *group, "new_name").source_line is not None
        assert remove_value(added, (*group, "new_name")) in (text, f"{text}\n")


def test_a_remark_keeps_its_column() -> None:
    """A remark behind a value stays where it is as long as there is room, and two blanks away where there is none."""
    assert set_value("a:       # last\n", ("a",), "12") == "a: 12    # last\n"
    assert set_value("a: 12    # last\n", ("a",), "1234") == "a: 1234  # last\n"
    assert set_value("a: 1234  # last\n", ("a",), "12345") == "a: 12345  # last\n"
    assert set_value("a: 1234 # last\n", ("a",), "12345") == "a: 12345 # last\n"
    assert set_value("a: 1234  # last\n", ("a",), "") == "a:       # last\n"
    assert set_value("a:  \nb: 2\n", ("a",), "1") == "a: 1\nb: 2\n"


@pytest.mark.parametrize(
    ("text", "path", "expected"),
    [
        ("a: 1\n", ("remarks", "x.y"), 'a: 1\n\nremarks:\n  x.y: "A: b"\n'),
        ("a: 1", ("b",), 'a: 1\nb: "A: b"\n'),
        ("", ("a",), 'a: "A: b"\n'),
        ("# only a remark\n", ("a",), '# only a remark\na: "A: b"\n'),
        ("a: {}\n", ("a", "x"), 'a: {x: "A: b"}\n'),
        ("a: {b: {}}\n", ("a", "b", "c"), 'a: {b: {c: "A: b"}}\n'),
        ("a: {b: , d: 1}\n", ("a", "b", "c"), 'a: {b: {c: "A: b"}, d: 1}\n'),
        ("a:  # why\nb: 1\n", ("a", "x"), 'a:  # why\n  x: "A: b"\nb: 1\n'),
        ("a: []\n", ("a", 0), 'a: ["A: b"]\n'),
        ("a:\n- b\nc: 1\n", ("a", 1), 'a:\n- b\n- "A: b"\nc: 1\n'),
        ("a:\n    - b  # x\n", ("a", 1), 'a:\n    - b  # x\n    - "A: b"\n'),
        ("a: 1\n", ("b", 0), 'a: 1\n\nb:\n  - "A: b"\n'),
        (
            "a:\n  b: |\n    text\n    more\n\n\nc: 1\n",
            ("a", "d"),
            'a:\n  b: |\n    text\n    more\n  d: "A: b"\n\n\nc: 1\n',
        ),
    ],
)
def test_what_is_missing_is_put_in(text: str, path: tuple[Step, ...], expected: str) -> None:
    """A value is put in with the groups that it needs, in the way the text is written."""
    assert set_value(text, path, typed_words("A: b")) == expected


def test_what_is_put_in_follows_the_usual_order() -> None:
    """A name stands behind those that usually come before it."""
    order = [("a", "b", "c")]
    one = "1"
    assert set_value("a: 1\nc: 1\n", ("b",), one, order) == "a: 1\nb: 1\nc: 1\n"
    assert set_value("# head\nb: 1\n", ("a",), one, order) == "# head\na: 1\nb: 1\n"
    assert set_value("{b: 1, c: 2}\n", ("a",), one, order) == "{a: 1, b: 1, c: 2}\n"
    assert set_value("x:\n  b: 1\n", ("x", "a"), one, [(), *order]) == "x:\n  a: 1\n  b: 1\n"


def test_an_entry_of_a_list_is_added_and_taken_out() -> None:
    """A waiver is added at the end of the list, and taken out with its lines; the group goes with the last of them."""
    waiver = {"warning": typed_words("large-change"), "reason": typed_words("It is: so")}
    one = set_value("a: 1\n", ("waivers", 0), waiver)
    assert one == 'a: 1\n\nwaivers:\n  - warning: large-change\n    reason: "It is: so"\n'
    two = set_value(one, ("waivers", 1), waiver)
    assert two == one + one.split("waivers:\n")[1]
    assert remove_value(two, ("waivers", 0)) == one
    assert remove_value(one, ("waivers", 0)) == "a: 1\n\n"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("a: [\n", ("a",)),
        ("a: b\n", ("a", "c")),
        ("a:\n  b: 1\n", ("a",)),
        ("- a: 1\n", (3,)),
        ("{a, b: 1}\n", ("a",)),
        ("a: &x 1\n", ("a",)),
    ],
)
def test_what_cannot_be_changed_is_refused(text: str, path: tuple[Step, ...]) -> None:
    """A text that cannot be read, or a place where more would have to change, is refused."""
    with pytest.raises(NotEditableError):
        set_value(text, path, "12")


def test_what_would_be_read_as_more_is_refused() -> None:
    """Characters that would end a value, and begin another, are never put in."""
    for words in ("1\nb: 2", "1, b: 2", "1  # x"):
        with pytest.raises(NotEditableError):
            set_value("a: {c: 5}\n", ("a", "c"), words)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("559", "559"),
        ("559 [r]", "[559, r]"),
        ("559[ r ]", "[559, r]"),
        ("[z]", "[z]"),
        ("", ""),
        ("The board", "The board"),
        ("The board, the court", '"The board, the court"'),
        ('"One: two, three [r]"', '"One: two, three [r]"'),
        ("[a, b]", "[a, b]"),
    ],
)
def test_a_comma_between_braces_ends_no_value(typed: str, expected: str) -> None:
    """What is typed on a line of its own is typed so that it means the same between braces."""
    assert in_braces(typed) == expected
