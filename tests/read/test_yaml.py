"""YAML as it is typed: every value stands where it says, and every slip is told on the line that is to be mended."""

from collections.abc import Callable, Iterator

import pytest

from reportgen.core.diagnostic import Diagnostic, SourceFile
from reportgen.read.located_yaml import DEEPEST, MOST_VALUES, Listing, Mapping, Node, find_place, parse_yaml


def tree_of(text: str, *, first_line: int = 1) -> tuple[Node | None, list[Diagnostic]]:
    """The tree of a text that begins on a line of its file, and what was said of it."""
    said: list[Diagnostic] = []
    lines = ("---",) * (first_line - 1) + tuple(text.split("\n"))
    part = None if first_line == 1 else text
    return parse_yaml(SourceFile("page.md", lines), said.append, first_line=first_line, text=part), said


def words_of(node: Node | None, depth: int = 0) -> Iterator[str]:
    """A tree line by line, each value with its place."""
    space = "  " * depth
    if node is None:
        yield "nothing"
    elif isinstance(node, Mapping):
        yield f"{space}names {node.place.short}+{node.place.length}"
        for key, value in node.entries:
            yield f"{space}  {key.text} {key.place.short}+{key.place.length}{'' if key.is_plain else ' quoted'}"
            yield from words_of(value, depth + 2)
    elif isinstance(node, Listing):
        yield f"{space}list {node.place.short}+{node.place.length}"
        for item in node.items:
            yield from words_of(item, depth + 1)
    else:
        mark = ("" if node.is_plain else " quoted") + (" empty" if node.is_empty else "")
        yield f"{space}{node.text!r} {node.place.short}+{node.place.length}{mark}"


TEXTS = [
    "a: 1\nb: two words\nc: 'three'\nd: \"four\"\n",
    "a: ~\nb: null\nc: Null\nd: NULL\ne:\nf: ''\ng: nULL\n",
    "a: {b: 1, c: [2, '3', {}]}\nd: []\n",
    "a:\n  b: 1\n  c:\n    - 2\n    - d: 3\n      e: 4\n    -\n",
    "a: |\n  one\n  two\nb: >\n  three\n  four\nc: 5\n",
    "a: one\n  two\n  three\nb: 1\n",
    "- 1\n- 2\n",
    "word",
    "",
    "# a remark\n",
    "--- \na: 1\n...\n",
    "a: 1\n---\nb: 2\n",
    "a: 1\na: 2\na: 3\nb: 4\nb: 5\n",
    "a: {b: 1, b: 2}\n",
    "a: {1,100, 2,100}\nb: {c: 7,368, d: 3,368}\n",
    "a: {100: 1, 100: 2}\n",
    "'<<': 1\n",
    "<<: 1\n",
    "a: &x 1\n",
    "a: *x\n",
    "a: !x 1\n",
    "a: !!python/name:os.system words\n",
    "? [a]\n: 1\n",
    "{a: 1}: 2\n",
    "a: [1, 2\nb: 3\n",
    "a: {b: 1, c: 2\nd: 3\n",
    "a: {b: 1 [r], c: 2}\n",
    "a: {b: one [r], c: 2}\n",
    "a: {b: 12345 [p]}\n",
    "a: {b: 1 [rr]}\n",
    "a: 1}\n",
    "a: ]\n",
    "\ta: 1\n",
    "a:\n\t- 1\n",
    "a: 1\n \tb: 2\n",
    "a:\u00a01\nb: 2\n",
    "\u2003a: 1\nb: 2\n",
    "a: 1\n\u00a0 b: 2\n",
    "a: 'one\nb: 2\n",
    'a: "one\nb: 2\n',
    "a: 'one\nb: 'two'\n",
    "a: 'one\n" + "b: 2\n" * 49 + "c: 'two'\n",
    "a: 'one\n" + "b: 2\n" * 50 + "c: 'two'\n",
    'a: "C:\\folder"\n',
    "a: 'one' two\n",
    'a: "one" two\nb: 1\n',
    "a: it's 'so'\nb: 'it's so'\n",
    "a: 1\n- b\n",
    "- a\nb: 1\n",
    "a:\n  - b\n  c: 1\n",
    "a:\n  - b\n  # a remark\n\n  c: 1\n",
    "a b\nc: 1\n",
    "a: 1\nb\nc: 2\n",
    "a:1\nb: 2\n",
    "a: b: c\n",
    "a: b:\n",
    "a: one\n  b: 2\n",
    "  a: 1\nb: 2\n",
    "a:\n    b: 1\n  c: 2\n",
    "a: @b\n",
    "a: `b`\n",
    "a: %b\n",
    "%b\n",
    "a: [1, 2",
    "a: {b: 1,\n\n\n",
    "a: 1\n\n  b: 2\n",
    "a: \x07\n",
    "a: 1\nb: 2\x7f\n",
    "x\n: 1",
    "a: - b\n",
    "a: #b\n",
    "a: b #c\n",
    "a, b: 1\n",
    "a: 'one''s'\n",
    'a: "\\u0041"\n',
    'a: "\\q"\n',
    "[a]\nb=1\n",
    "a: >x\n  b\n",
    "a: |\n b\n\tc\n",
    "- - - 1\n",
    "\t\ta: 1\n",
    "# a: 'x\nb: @c\n",
    'a: "x\\q\\r"\n',
    "a: 1\n\n---\n---\nb: 2\n",
    "x\n? a\n",
    "a: [1]]\n",
    "a: 1\n    b: 2\n    c: 3\n",
    "a\nb: c: d\n",
    "a: b: c\n\td: 1\n",
    "a: b: c\nd: 'e\nf: 'g'\n",
    'a: "\\x\nb"\n',
    "a: } b\n",
    "a: b: c\n- d",
    "- a\n- @b\n",
    "- a\nb-c: 1\n",
    "- a\n-\tb: 1\n- c",
    "a b\n  c d\ne: 1\n",
    "a: 'b\n---\nc: d\n",
    'a: "b\n---\nc: d\n',
    "--- a: b\nc",
    "--- a: b\n",
    "a: [b] X\n",
    "[b,\nc]: 2\n",
    "%YAML 1.1\n",
    "b: 1\na: !x 1\nc: 1\n",
]


@pytest.mark.parametrize("first_line", [1, 3], ids=["file", "part"])
@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:40])[1:-1] or "nothing")
def test_values_stand_where_they_say(text: str, first_line: int, worded: Callable[..., None]) -> None:
    """A whole file, and a part of one that begins further down, give the same values at the lines of the file."""
    tree, said = tree_of(text, first_line=first_line)
    worded(said, *words_of(tree))


@pytest.mark.parametrize(
    ("steps", "place"),
    [
        ((), "1:1"),
        (("a",), "1:1"),
        (("a", "b"), "2:6"),
        (("a", "c"), "3:3"),
        (("a", "c", 0), "4:7"),
        (("a", "c", 1), "5:7"),
        (("a", "c", 1, "d"), "5:11"),
        (("a", "c", 1, "none"), "5:7"),
        (("a", "c", 2), "3:3"),
        (("a", "c", "d"), "3:3"),
        (("a", "b", "c"), "2:6"),
        (("a", "e"), "6:3"),
        (("none", "a"), "1:1"),
        ((0,), "1:1"),
    ],
)
def test_a_value_is_found_by_its_names(steps: tuple[str | int, ...], place: str) -> None:
    """The place is that of a single value, or of the name of a group; as far as there is one by these names."""
    tree, said = tree_of("a:\n  b: 1\n  c:\n    - 2\n    - {d: 3}\n  e:\n")
    assert (said, tree is None) == ([], False)
    assert tree is not None
    assert find_place(tree, *steps).short == place


@pytest.mark.parametrize(("values", "is_read"), [(MOST_VALUES, True), (MOST_VALUES + 1, False)])
def test_a_file_may_hold_so_many_values_and_no_more(values: int, is_read: bool) -> None:
    """The list itself is one of the values."""
    tree, said = tree_of("- 1\n" * (values - 1))
    assert (tree is not None) is is_read
    assert [(one.slug, one.place.line) for one in said] == ([] if is_read else [("yaml-unsupported", values - 1)])


@pytest.mark.parametrize(("depth", "is_read"), [(DEEPEST, True), (DEEPEST + 1, False)])
@pytest.mark.parametrize(("opening", "closing"), [("[", "]"), ("{a: ", "}")])
def test_values_may_be_nested_so_deep_and_no_deeper(opening: str, closing: str, depth: int, is_read: bool) -> None:
    """Twenty brackets or braces inside one another are read."""
    tree, said = tree_of(opening * depth + "1" + closing * depth)
    assert (tree is not None) is is_read
    assert [one.slug for one in said] == ([] if is_read else ["yaml-unsupported"])


def test_names_may_not_be_nested_either() -> None:
    """Brace inside brace, with no name in any of them, is told as values are."""
    tree, said = tree_of("{" * 400)
    assert tree is None
    assert [(one.slug, one.place.short, one.message) for one in said] == [
        ("yaml-unsupported", f"1:{DEEPEST + 2}", f"values are nested more than {DEEPEST} deep")
    ]


@pytest.mark.parametrize(("text", "line"), [("\n\na: \x07\n", 3), ("\na: \ud800\nb: 1\n", 1)], ids=["bell", "half"])
def test_a_character_that_yaml_does_not_know_is_told(text: str, line: int) -> None:
    """At its line; where only half of a character is there, at the beginning."""
    tree, said = tree_of(text)
    assert tree is None
    assert [(one.slug, one.place.short, one.message) for one in said] == [
        ("yaml-syntax", f"{line}:1", "this line holds a character that YAML does not allow")
    ]


def test_no_place_is_outside_its_file() -> None:
    """A sign that ends a line for YAML and not for an editor counts lines that the file does not have."""
    tree, _ = tree_of("x: 1\u2028\nlong_name: 1\n")
    assert tree is not None
    assert find_place(tree, "long_name").short == "3:1"


def test_no_more_repeated_names_are_told_than_anyone_mends() -> None:
    """A hundred of them."""
    tree, said = tree_of("a: 1\n" * 200)
    assert tree is None
    assert [one.place.line for one in said] == list(range(2, 102))
