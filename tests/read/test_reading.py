"""What people type, with the editors and habits they have: each slip is told at the place where it is mended."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from reportgen.check.figures import FigureCell, check_figures
from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic
from reportgen.core.names import ReportKey
from reportgen.read.cells import CellName
from reportgen.read.source import read_source
from reportgen.read.text import decode_text
from reportgen.read.workspace_files import find_workspace

KEY = ReportKey("annual-report", 2024, "testshire")
FIGURES = "data/annual-report/2024/testshire.yaml"
# A figure on a line of its own, and one between braces; each with the place of its name and of the figure.
ON_A_LINE = ("    made: 41", "    made: {}", (17, 5), (17, 11), CellName("orders", "made", "number"))
IN_BRACES = (
    "{category_1: 95, category_2: 71, total: 166}",
    "{{category_1: {}, category_2: 71}}",
    (13, 15),
    (13, 27),
    CellName("managed", "level_2", "category_1"),
)


@pytest.fixture
def retyped(good: Path) -> Callable[..., str]:
    """Replaces words of the figures file, which stand in it once, and gives the new text."""

    def replaced(old: str, new: str) -> str:
        path = good / FIGURES
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path.read_text(encoding="utf-8")

    return replaced


def errors(root: Path) -> list[Diagnostic]:
    """What stands in the way of the report of 2024."""
    workspace = find_workspace(root).value
    assert workspace is not None
    return [said for said in build(workspace, KEY, (), strict=False).diagnostics if said.is_error]


def places(found: list[Diagnostic]) -> list[tuple[str, int, int]]:
    """The slug, line and column of each diagnostic."""
    return [(said.slug, said.place.line, said.place.column) for said in found]


def read_cell(root: Path, name: CellName) -> FigureCell:
    """A cell as it was read, before any rule looks at it."""
    workspace = find_workspace(root).value
    assert workspace is not None
    source = read_source(workspace, KEY).value
    assert source is not None
    return check_figures(source.figures, lambda _: None)[name]


NOT_A_FIGURE = [
    ("2,457", "write 2457; the report adds the comma"),
    ("1,234,567", "write 1234567; the report adds the comma"),
    ("'2,457'", "write 2457; the report adds the comma"),
    ("2 457", "write 2457; the report adds the comma"),
    ("1_000", "write 1000; the report adds the comma"),
    ("41 41", "write a whole number in digits"),
    ("4l", "write a whole number in digits"),
    ("012", "write 12, without the leading zero"),
    ("00", "write 0, without the leading zero"),
    ("0o14", "write a whole number in digits"),
    ("0x1F", "write a whole number in digits"),
    ("1e3", "write a whole number in digits"),
    ("-5", "a count cannot be less than 0"),
    ("+5", "write 5, without the sign"),
    ("12.0", "write 12, a whole number"),
    ("2.457", "write a whole number in digits"),
    ('"7368"', "write 7368 without quotation marks"),
    ("٤١", "write a whole number in digits"),
    ("4²", "write a whole number in digits"),
    ("NaN", "write a whole number in digits"),
    (".inf", "write a whole number in digits"),
    ("yes", "write a whole number in digits"),
    ("NO", "write a whole number in digits"),
    ("O", "write a whole number in digits"),
    ("2024-01-01", "write a whole number in digits"),
    ("12:30", "write a whole number in digits"),
    ("41 people", "write a whole number in digits"),
    ("<5", "or [c] where it is confidential"),
    ("n/a", "write [z] where a figure does not apply"),
    ("–", "write [z] where a figure does not apply"),
    ("1000000001", "a figure is at most 1,000,000,000"),
    ("9" * 5000, "a figure is at most 1,000,000,000"),
]


@pytest.mark.parametrize("where", [ON_A_LINE, IN_BRACES], ids=["line", "braces"])
@pytest.mark.parametrize(("typed", "hint"), NOT_A_FIGURE, ids=[typed[:12] for typed, _ in NOT_A_FIGURE])
def test_what_is_no_figure_is_told_and_never_guessed(
    typed: str,
    hint: str,
    where: tuple,
    good: Path,
    retyped: Callable[..., str],
    worded: Callable[[Iterable[Diagnostic]], None],
) -> None:
    """Anything but digits is one error at the figure, with what to write; no rule then judges a guessed number."""
    old, new, _, place, _ = where
    retyped(old, new.format(typed))
    found = errors(good)
    worded(found)
    assert places(found) == [("bad-figure", *place)]
    assert hint in found[0].hint
    assert "\n" not in found[0].message
    assert len(found[0].message) < 80


@pytest.mark.parametrize("where", [ON_A_LINE, IN_BRACES], ids=["line", "braces"])
@pytest.mark.parametrize("typed", ["", " ", "~", "null", '""', "''", "' '"])
def test_a_figure_left_out_is_told_at_its_name(
    typed: str, where: tuple, good: Path, retyped: Callable[..., str], worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """Nothing typed, whatever YAML calls it, is a missing figure at the name of its cell."""
    old, new, place, *_ = where
    retyped(old, new.format(typed))
    found = errors(good)
    worded(found)
    assert [said.slug for said in found] == ["missing-figure"]
    assert found[0].place.line == place[0]
    assert found[0].hint == "type the figure, or [x] if it is not available"


@pytest.mark.parametrize("where", [ON_A_LINE, IN_BRACES], ids=["line", "braces"])
@pytest.mark.parametrize(
    ("typed", "value", "shorthand", "flag"),
    [
        ("0", 0, "", ""),
        ("1000000000", 1_000_000_000, "", ""),
        ("[z]", None, "z", ""),
        ("[c]", None, "c", ""),
        ("[x]", None, "x", ""),
        ("[ x ]", None, "x", ""),
        ('"[x]"', None, "x", ""),
        ("[41, r]", 41, "", "r"),
        ("[41,p]", 41, "", "p"),
    ],
)
def test_figures_shorthand_and_flags_are_read_as_typed(
    typed: str, value: int | None, shorthand: str, flag: str, where: tuple, good: Path, retyped: Callable[..., str]
) -> None:
    """A number, a shorthand or a flag is read as the same cell on a line of its own and between braces."""
    old, new, *_, name = where
    retyped(old, new.format(typed))
    cell = read_cell(good, name)
    assert (cell.value, cell.shorthand, cell.flag) == (value, shorthand, flag)


@pytest.mark.parametrize(
    ("typed", "flag"), [("41 [r]", "r"), ("41 [p]", "p"), ("41[r]", "r"), ("41   [r]  # late", "r")]
)
def test_a_flag_may_follow_its_figure_on_a_line(typed: str, flag: str, good: Path, retyped: Callable[..., str]) -> None:
    """On a line of its own a flag stands after its figure as it is printed."""
    retyped("made: 41", f"made: {typed}")
    cell = read_cell(good, ON_A_LINE[-1])
    assert (cell.value, cell.flag) == (41, flag)


@pytest.mark.parametrize("where", [ON_A_LINE, IN_BRACES], ids=["line", "braces"])
@pytest.mark.parametrize("typed", ["[n]", "[Z]", "[r]", "[]", "[1, 2, 3]", "[[z]]", "[41, q]", "[2,457]"])
def test_unknown_shorthand_is_told_with_what_is_known(
    typed: str, where: tuple, good: Path, retyped: Callable[..., str], worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """Brackets that hold no shorthand of ours are one error at the bracket, which names what may stand there."""
    old, new, _, place, _ = where
    retyped(old, new.format(typed))
    found = errors(good)
    worded(found)
    assert places(found) == [("bad-shorthand", *place)]
    assert "[r]" in found[0].hint or "[z]" in found[0].hint


BRACES = "{category_1: 95, category_2: 71, total: 166}"
SLIPS = [
    # what was done, what stood there, what was typed, what is told, where, words of the message or hint
    ("name twice at the top", "status: final", "status: final\nsource: x", "duplicate-key", 3, 1, "second time"),
    ("name twice on lines", "    made: 41", "    made: 41\n    made: 42", "duplicate-key", 18, 5, "second time"),
    ("name twice, one quoted", "    made: 41", '    made: 41\n    "made": 42', "duplicate-key", 18, 5, "second time"),
    ("name twice in braces", "category_2: 71", "category_1: 71", "duplicate-key", 13, 31, "second time"),
    ("anchor at a figure", "made: 41", "made: &a 41", "yaml-unsupported", 17, 11, "&a"),
    ("anchor at a group", "  orders:", "  orders: &a", "yaml-unsupported", 16, 11, "&a"),
    ("alias", "made: 41", "made: *a", "yaml-unsupported", 17, 11, "*a"),
    ("tag", "made: 41", "made: !!int 41", "yaml-unsupported", 17, 11, "!!int"),
    (
        "tag of a program",
        "made: 41",
        "made: !!python/object:os.x 41",
        "yaml-unsupported",
        17,
        11,
        "!!python/object:os.x",
    ),
    ("merge", "    made: 41", "    <<: {made: 41}", "yaml-unsupported", 17, 5, "<<"),
    ("list as a name", "    made: 41", "    ? [a, b]\n    : 41", "yaml-unsupported", 17, 7, "a name is expected"),
    ("two documents", "    rate: 1100", "    rate: 1100\n---\nx: y", "yaml-unsupported", 21, 1, "second YAML document"),
    ("100 brackets", "made: 41", f"made: {'[' * 100}41{']' * 100}", "yaml-unsupported", 17, 29, "nested"),
    ("100,000 brackets", "made: 41", f"made: {'[' * 100_000}", "yaml-unsupported", 17, 29, "nested"),
    (
        "100 groups",
        "    rate: 1100",
        "".join("  " * n + "k:\n" for n in range(2, 102)),
        "yaml-unsupported",
        38,
        41,
        "nested",
    ),
    ("tab for spaces", "    made: 41", "\tmade: 41", "yaml-syntax", 17, 1, "tab"),
    ("tab after spaces", "    made: 41", "  \tmade: 41", "yaml-syntax", 17, 3, "tab"),
    ("no-break spaces", "    made: 41", "\u00a0\u00a0\u00a0\u00a0made: 41", "yaml-syntax", 17, 1, "no-break space"),
    ("no-break space after colon", "made: 41", "made:\u00a041", "yaml-syntax", 17, 10, "no-break space"),
    ("open brace", "71, total: 166}", "71, total: 166", "yaml-syntax", 13, 14, "bracket {"),
    ("open bracket in braces", "[z], total: 2120}", "[z, total: 2120}", "yaml-syntax", 9, 45, "bracket ["),
    ("open bracket on a line", "made: 41", "made: [c", "yaml-syntax", 17, 11, "bracket ["),
    ("brace too many", "71, total: 166}", "71, total: 166}}", "yaml-syntax", 13, 58, "bracket }"),
    ("wrong bracket", "71, total: 166}", "71, total: 166]", "yaml-syntax", 13, 14, "bracket {"),
    ("no comma in braces", "95, category_2", "95 category_2", "yaml-syntax", 13, 14, "comma"),
    ("flag after its figure in braces", "category_1: 95", "category_1: 95 [r]", "yaml-syntax", 13, 27, "[95, r]"),
    ("open double quote", "source: Inv", 'source: "Inv', "yaml-syntax", 1, 9, "quotation mark"),
    ("open single quote", "source: Inv", "source: 'Inv", "yaml-syntax", 1, 9, "quotation mark"),
    (
        "open quote and a later one",
        "source: Inv",
        'source: "Inv\nstatus: "x\nx: Inv',
        "yaml-syntax",
        1,
        9,
        "quotation mark",
    ),
    ("apostrophe in quotes", "source: Inv", "source: 'Testshire's Inv'", "yaml-syntax", 1, 20, "apostrophe"),
    ("backslash in quotes", "source: Inv", 'source: "Q:\\share"\nx: Inv', "yaml-syntax", 1, 12, "backslash"),
    ("no colon at the top", "source: Inv", "source Inv", "yaml-syntax", 1, 1, "a colon and a space"),
    ("no colon in a row", "    made: 41", "    made 41", "yaml-syntax", 17, 5, "a colon and a space"),
    ("no colon at a group", "  orders:", "  orders", "yaml-syntax", 16, 3, "a colon and a space"),
    ("no space after the colon", "    made: 41", "    made:41", "yaml-syntax", 17, 5, "a colon and a space"),
    ("semicolon", "    made: 41", "    made; 41", "yaml-syntax", 17, 5, "a colon and a space"),
    ("full-width colon", "    made: 41", "    made：41", "odd-character", 17, 9, "type : in its place"),
    ("second colon", "source: Inv", "source: Note: Inv", "yaml-syntax", 1, 13, "second colon"),
    ("row further in", "    with_", "      with_", "yaml-syntax", 18, 7, "further in"),
    ("row between two groups", "    with_", "   with_", "yaml-syntax", 18, 4, "same column"),
    ("table between two groups", "  orders:", " orders:", "yaml-syntax", 16, 2, "same column"),
    ("hyphen before a row", "    made: 41", "    - made: 41", "yaml-syntax", 17, 5, "hyphen"),
    ("text with @", "source: Inv", "source: @Inv", "yaml-syntax", 1, 9, "quotation marks"),
    ("text with %", "source: Inv", "source: %Inv", "yaml-syntax", 1, 9, "quotation marks"),
    ("no colon in the last row", "    rate: 1100", "    rate 1100", "missing-figure", 20, 5, "“rate: …”"),
    ("names for a figure", "category_1: 95", "category_1: {a: 1}", "bad-figure", 13, 27, "one figure is expected"),
    ("figure that a page prints", "60, total: 2260}", "60, total: 2260x}", "bad-figure", 11, 54, "2260x"),
    ("nothing in braces", "category_1: 95", "category_1:", "yaml-syntax", 13, 25, "nothing stands behind this colon"),
    ("no space in braces", "category_1: 95", "category_1:95", "bad-figure", 13, 15, "write category_1: 95"),
    ("no colon in braces", "category_1: 95", "category_1 95", "bad-figure", 13, 15, "write category_1: 95"),
    ("remark for a value", "source: Inv", "source: #Inv", "wrong-value", 1, 8, "remark"),
    ("control character", "made: 41", "made: 4\a1", "odd-character", 17, 12, "U+0007"),
    ("next line character", "made: 41", "made: 4\x851", "odd-character", 17, 12, "U+0085"),
    ("line separator", "made: 41", "made: 41\u2028", "odd-character", 17, 13, "line separator"),
    ("zero-width space", "made: 41", "made: 4\u200b1", "odd-character", 17, 12, "zero width space"),
    ("soft hyphen", "made: 41", "made: 4\u00ad1", "odd-character", 17, 12, "soft hyphen"),
    ("change of direction", "made: 41", "made: \u202e41", "odd-character", 17, 11, "right-to-left override"),
    ("byte-order mark inside", "made: 41", "made: \ufeff41", "odd-character", 17, 11, "no-break space"),
    ("no character", "made: 41", "made: \ufffe41", "odd-character", 17, 11, "U+FFFE"),
    ("population with a comma", "population: 200000", "population: 200,000", "wrong-value", 3, 13, "digits alone"),
    ("population with underscores", "population: 200000", "population: 200_000", "wrong-value", 3, 13, "digits alone"),
    ("no population", "population: 200000", "population: 0", "wrong-value", 3, 13, "at least 1"),
    ("capital letter", "status: final", "status: Final", "wrong-value", 2, 9, "did you mean “final”?"),
]


@pytest.mark.parametrize(
    ("old", "new", "slug", "line", "column", "words"), [slip[1:] for slip in SLIPS], ids=[slip[0] for slip in SLIPS]
)
def test_a_slip_is_told_where_it_is_mended(
    old: str,
    new: str,
    slug: str,
    line: int,
    column: int,
    words: str,
    good: Path,
    retyped: Callable[..., str],
    worded: Callable[[Iterable[Diagnostic]], None],
) -> None:
    """One slip in a YAML file is one error, on the line that a person has to change, in words that say how."""
    retyped(old, new)
    found = errors(good)
    worded(found)
    assert places(found) == [(slug, line, column)]
    assert words in f"{found[0].message}; {found[0].hint}"


@pytest.mark.parametrize(
    "written",
    [
        ("published: 2025-10-30", "published: 30/10/2025", "a date is expected"),
        ("published: 2025-10-30", "published: 30 October 2025", "a date is expected"),
        ("published: 2025-10-30", "published: 20251030", "a date is expected"),
        ("published: 2025-10-30", "published: 0", "a date is expected"),
        ("published: 2025-10-30", "published: 2025-10-30T12:00:00", "a date is expected"),
        ("published: 2025-10-30", "published: 2025-02-30", "there is no such day"),
    ],
    ids=lambda written: written[1],
)
def test_only_a_day_is_a_date(
    written: tuple[str, str, str], good: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """A date is a year, a month and a day; a number of seconds or another order of them is not taken for one."""
    old, new, words = written
    path = good / "data/annual-report/2024/year.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    found = errors(good)
    worded(found)
    assert places(found) == [("wrong-value", 2, 12)]
    assert found[0].message == words if words.startswith("there") else words in found[0].message


HARMLESS = [
    ("first line ---", "source: Inv", "---\nsource: Inv"),
    ("last line ...", "    rate: 1100", "    rate: 1100\n..."),
    ("remarks", "    made: 41", "    # as counted\n    made: 41  # all of them"),
    ("tab after the colon", "made: 41", "made:\t41"),
    ("tab before a remark", "made: 41", "made: 41\t# late"),
    ("spaces at the end", "made: 41", "made: 41   "),
    ("empty lines", "    made: 41", "\n    made: 41\n"),
    ("smart quotes", "source: Inv", "source: The board’s “return” – Inv"),
    ("straight quotes", "source: Inv", 'source: The board\'s "return", Inv'),
    ("letters of other languages", "source: Inv", "source: Ŵyn ŷd Łódź 東京 👩‍👧 Inv"),
    ("no-break space in text", "source: Inv", "source: 10\u00a0km Inv"),
    ("rows on lines", BRACES, "\n      category_1: 95\n      category_2: 71\n      total: 166"),
    ("braces over lines", BRACES, "{category_1: 95,\n      category_2: 71,\n      total: 166}"),
    ("comma at the end", BRACES, "{category_1: 95, category_2: 71, total: 166,}"),
    ("name of a single column", "made: 41", "made: {number: 41}"),
    ("names in quotes", "    made: 41", '    "made": 41'),
]


@pytest.mark.parametrize(("old", "new"), [case[1:] for case in HARMLESS], ids=[case[0] for case in HARMLESS])
def test_harmless_habits_are_no_errors(old: str, new: str, good: Path, retyped: Callable[..., str]) -> None:
    """What does not change the meaning of a file stops nobody."""
    changed = retyped(old, new)
    assert new in changed
    assert errors(good) == []


LINES = ("source: Testshire’s “return” – 2024/25", "status: final", "")


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["no mark", "byte-order mark"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_any_editor_s_line_ends_give_the_same_lines(mark: bytes, end: str) -> None:
    """A byte-order mark and the line ends of Windows or an old Mac change nothing, and neither do curly quotes."""
    found: list[Diagnostic] = []
    file = decode_text("page.md", mark + end.join(LINES).encode(), found.append)
    assert found == []
    assert file is not None
    assert file.lines == LINES


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte-order mark"])
def test_a_slip_has_the_same_place_whatever_the_line_ends(mark: str, end: str, good: Path) -> None:
    """Lines and columns are those that an editor shows, on every system."""
    path = good / FIGURES
    text = mark + path.read_text(encoding="utf-8").replace("made: 41", "made: 41x").replace("\n", end)
    path.write_bytes(text.encode())
    assert places(errors(good)) == [("bad-figure", 17, 11)]


@pytest.mark.parametrize(
    ("data", "line", "column", "byte", "hint"),
    [
        ("a: b\nsource: Testshire’s\n".encode("cp1252"), 2, 18, "0x92", "encoding UTF-8"),
        ("a: b\r\nsource: Testshire’s\r\n".encode("cp1252"), 2, 18, "0x92", "encoding UTF-8"),
        ("a: b\rsource: Testshire’s\r".encode("cp1252"), 2, 18, "0x92", "encoding UTF-8"),
        ("a: “b”\n".encode("cp1252"), 1, 4, "0x93", "encoding UTF-8"),
        ("a: b\nb: caf\xe9\n".encode("latin-1"), 2, 7, "0xe9", "encoding UTF-8"),
        ("a: ’ then\n".encode() + b"b: \x92", 2, 4, "0x92", "encoding UTF-8"),
        ("a: b\n".encode("utf-16"), 1, 1, "0xff", "UTF-16"),
        (b"\xfe\xff" + "a: b\n".encode("utf-16-be"), 1, 1, "0xfe", "UTF-16"),
        ("a: b\n".encode("utf-16-le"), 1, 2, "0x00", "UTF-16"),
        ("a: b\n".encode("utf-16-be"), 1, 1, "0x00", "UTF-16"),
        (b"a: b\nb: \xf0\x9f\x98", 2, 4, "0xf0", "encoding UTF-8"),
    ],
    ids=[
        "1252 LF",
        "1252 CRLF",
        "1252 CR",
        "1252 quotes",
        "Latin-1",
        "mixed",
        "16 LE",
        "16 BE",
        "16 le",
        "16 be",
        "cut",
    ],
)
def test_another_encoding_is_told_by_byte_and_line(data: bytes, line: int, column: int, byte: str, hint: str) -> None:
    """A file that is not UTF-8 is one error that names the first wrong byte and its line, and how to save the file."""
    found: list[Diagnostic] = []
    assert decode_text("page.md", data, found.append) is None
    assert places(found) == [("not-text", line, column)]
    assert f"byte {byte} on line {line}" in found[0].message
    assert hint in found[0].hint


@pytest.mark.parametrize(
    ("front", "slug", "line", "column"),
    [
        ("title: One: two", "yaml-syntax", 2, 11),
        ("title Introduction", "wrong-value", 2, 1),
        ("title: Introduction\n\tbyline: x", "yaml-syntax", 3, 1),
        ("title: Introduction\ntitle: Twice", "duplicate-key", 3, 1),
        ('title: "Introduction', "yaml-syntax", 2, 8),
        ("title: Introduction\nbyline: &a Chair", "yaml-unsupported", 3, 9),
        ("title: Introduction\nauthor: Chair", "unknown-key", 3, 1),
        ("title: Introduction\norder: 010", "wrong-value", 3, 8),
        ("byline: Chair", "missing-key", 2, 1),
    ],
)
def test_lines_of_front_matter_are_lines_of_the_page(
    front: str, slug: str, line: int, column: int, good: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """A slip above a page's text is told at its line in the file, not in the part that is YAML."""
    page = good / "content/annual-report/2024/testshire/introduction.md"
    page.write_text(f"---\n{front}\n---\nNobody lives here.\n", encoding="utf-8")
    found = errors(good)
    worded(found)
    assert places(found) == [(slug, line, column)]


@pytest.mark.parametrize(
    ("old", "new", "slug", "line", "hint"),
    [
        ("    time: snapshot\n    row_header: Level", "    row_header: Level", "missing-key", 26, "on the last day"),
        ("at_most: made}", "at_msot: made}", "unknown-key", 71, "did you mean “at_most”?"),
        ("figure: eligible.total.total", "figur: eligible.total.total", "unknown-key", 20, "did you mean “figure”?"),
        ("{row: rate, of:", "{row: rate, off:", "unknown-key", 83, "did you mean “of”?"),
        ('"in every 100,000 people"', "in every 100,000 people", "unknown-key", 21, "a comma ends a value"),
    ],
)
def test_names_deep_in_an_edition_are_known(
    old: str, new: str, slug: str, line: int, hint: str, good: Path, worded: Callable[[Iterable[Diagnostic]], None]
) -> None:
    """A wrong name in a table, a row, a list or a rate is told with the name that was meant there."""
    path = good / "templates/annual-report/2024.1/edition.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    found = [said for said in errors(good) if said.slug == slug]
    worded(found)
    assert [(said.place.line, hint in said.hint) for said in found] == [(line, True)]
