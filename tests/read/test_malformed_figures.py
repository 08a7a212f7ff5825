"""Figures files as they should not be: each way is told by its diagnostic, at the line and column where it is mended."""

from collections.abc import Callable
from pathlib import Path

import pytest
from malformed import FIGURES, KEY, check, retype

from reportgen.commands.build import build
from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.read.source import read_source
from reportgen.read.workspace_files import find_workspace

GOOD = (Path(__file__).parents[1] / "workspaces" / "good" / FIGURES).read_text(encoding="utf-8")
ROW = "{category_1: 95, category_2: 71, total: 166}"
LEVEL_1 = "level_1: {category_1: 2120, category_2: [z], total: 2120}"
LEVEL_2 = "level_2: {category_1: 80, category_2: 60, total: 140}"

NOT_YAML = [
    ("a page of the web", "<!DOCTYPE html>\n<html><body>404</body></html>", "wrong-value 1:1"),
    ("a table with commas", "row,category_1,category_2\nlevel_1,2120,60\n", "wrong-value 1:1"),
    ("sentences", "These are the figures of Testshire.\nThey are good.", "wrong-value 1:1"),
    ("XML", '<?xml version="1.0"?><a/>', "wrong-value 1:1"),
    ("TOML", 'source = "x"', "wrong-value 1:1"),
    ("sections", "[tables]\na=1\n", "yaml-syntax 2:1"),
    ("Markdown", "# Figures\n\n- a\n- b", "wrong-value 3:1"),
    ("a list", "- a\n- b", "wrong-value 1:1"),
    ("a word", "x", "wrong-value 1:1"),
    ("a number", "5", "wrong-value 1:1"),
    ("an archive", b"PK\x03\x04" + bytes(range(256)), "not-text 3:115"),
    ("a picture", b"\x89PNG\r\n\x1a\n" + bytes(1000), "not-text 1:1"),
    ("nothing", "", "empty-file"),
    ("spaces", "   \n \n", "empty-file"),
    ("a remark", "# nothing\n", "empty-file"),
    ("three hyphens", "---\n", "empty-file"),
    ("a tab", "\t\n", "yaml-syntax 1:1"),
    ("zeros", b"\0\0", "not-text 1:1"),
    ("a bomb of aliases", 'a: &a ["x","x"]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\n', "yaml-unsupported 1:4"),
    (
        "a bomb of merges",
        "a: &a {k: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a]}}\n" for n in range(40)),
        "yaml-unsupported 1:4",
    ),
    (
        "a merge in two versions",
        GOOD.replace("    made: 41", "<<<<<<< HEAD\n    made: 41\n=======\n    made: 42\n>>>>>>> b"),
        "yaml-syntax 17:1",
    ),
    ("a very long list", "- a\n" * 200_000, "yaml-unsupported 5000:3"),
    ("very many names", "".join(f"k{number}: 1\n" for number in range(60_000)), "yaml-unsupported 2500:8"),
    ("very deep brackets", "[" * 900_000, "yaml-unsupported 1:22"),
    ("very deep braces", "{a: " * 200_000, "yaml-unsupported 1:82"),
    ("very deep lists", "- " * 400_000, "yaml-unsupported 1:43"),
    ("very deep questions", "? " * 400_000, "yaml-unsupported 1:43"),
    ("a very long number", GOOD.replace("made: 41", "made: " + "9" * 900_000), "bad-figure 17:11"),
    ("a very long name", GOOD.replace("    made", "    " + "a" * 900_000), "yaml-syntax 17:5"),
    ("a very long tag", GOOD.replace("made: 41", "made: " + "!" * 900_000), "yaml-unsupported 17:11"),
    (
        "a figure that never ends, and its flag",
        GOOD.replace("category_1: 95", "category_1: " + "1" * 300_000 + " [r]"),
        "yaml-syntax 13:300008",
    ),
]

ENCODINGS = [
    ("UTF-16", GOOD.encode("utf-16"), "not-text 1:1"),
    ("UTF-16, the other way", b"\xfe\xff" + GOOD.encode("utf-16-be"), "not-text 1:1"),
    ("UTF-32", GOOD.encode("utf-32"), "not-text 1:1"),
    ("Windows-1252", GOOD.replace("Invented", "Testshire’s").encode("cp1252"), "not-text 1:18"),
    ("the old PC's", GOOD.replace("Invented", "café").encode("cp437"), "not-text 1:12"),
    ("a lone byte", GOOD.encode() + b"\xff", "not-text 21:1"),
    ("half a pair", GOOD.encode()[:8] + b"\xed\xa0\x80" + GOOD.encode()[8:], "not-text 1:9"),
    ("a letter in too many bytes", GOOD.encode()[:8] + b"\xc0\xaf" + GOOD.encode()[8:], "not-text 1:9"),
    ("NUL", GOOD.replace("41", "4\x001").encode(), "not-text 17:12"),
    ("saved twice in two encodings", GOOD.replace("Invented", "Testshireâ€™s").encode(), "odd-character 1:18"),
    ("an accent saved so", GOOD.replace("Invented", "CafÃ©").encode(), "odd-character 1:12"),
    ("a lost letter", GOOD.replace("Invented", "Testshire\ufffds").encode(), "odd-character 1:18"),
    ("two byte-order marks", ("\ufeff\ufeff" + GOOD).encode(), "odd-character 1:1"),
    ("a byte-order mark inside", GOOD.replace("tables", "\ufefftables").encode(), "odd-character 7:1"),
    ("zero-width space", GOOD.replace("41", "4\u200b1").encode(), "odd-character 17:12"),
    ("zero-width joiner", GOOD.replace("41", "4\u200d1").encode(), "odd-character 17:12"),
    ("zero-width non-joiner", GOOD.replace("made", "ma\u200cde").encode(), "odd-character 17:7"),
    ("word joiner", GOOD.replace("41", "4\u20601").encode(), "odd-character 17:12"),
    ("soft hyphen", GOOD.replace("Invented", "In\u00advented").encode(), "odd-character 1:11"),
    ("right-to-left override", GOOD.replace("Invented", "\u202eInvented").encode(), "odd-character 1:9"),
    ("right-to-left mark", GOOD.replace("41", "\u200f41").encode(), "odd-character 17:11"),
    ("left-to-right isolate", GOOD.replace("Invented", "\u2066Invented").encode(), "odd-character 1:9"),
    ("filler", GOOD.replace("Invented", "a\u3164b").encode(), "odd-character 1:10"),
    ("tag", GOOD.replace("Invented", "a\U000e0041b").encode(), "odd-character 1:10"),
    ("private character", GOOD.replace("Invented", "\ue123 a").encode(), "odd-character 1:9"),
    ("no character", GOOD.replace("Invented", "\U0001ffff a").encode(), "odd-character 1:9"),
    ("escape", GOOD.replace("Invented", "\x1b[31mred").encode(), "odd-character 1:9"),
    ("bell", GOOD.replace("Invented", "\x07").encode(), "odd-character 1:9"),
    ("vertical tab", GOOD.replace("Invented", "a\x0bb").encode(), "odd-character 1:10"),
    ("line separator", GOOD.replace("Invented", "a\u2028b").encode(), "odd-character 1:10"),
    ("next line", GOOD.replace("Invented", "a\u0085b").encode(), "odd-character 1:10"),
    ("fifty accents", GOOD.replace("Invented", "a" + "\u0301" * 50).encode(), "odd-character 1:40"),
    ("a letter of another script", GOOD.replace("made", "mаde").encode(), "odd-character 17:6"),
    ("a wide digit", GOOD.replace("41", "4\uff11").encode(), "odd-character 17:12"),
    ("wide space", GOOD.replace("made: 41", "made:\u300041").encode(), "yaml-syntax 17:10"),
    ("narrow space", GOOD.replace("made: 41", "made:\u202f41").encode(), "yaml-syntax 17:10"),
]

HARMLESS = [
    ("Unix", GOOD.encode()),
    ("Windows", GOOD.replace("\n", "\r\n").encode()),
    ("old Mac", GOOD.replace("\n", "\r").encode()),
    ("one byte-order mark", b"\xef\xbb\xbf" + GOOD.encode()),
    ("three kinds", GOOD.replace("\n", "\r\n", 3).replace("\n", "\r", 1).encode()),
    ("letters and accents apart", GOOD.replace("Invented", "Cafe\u0301").encode()),
    ("another script", GOOD.replace("Invented", "شرطة 東京").encode()),
    ("a family", GOOD.replace("Invented", "👩\u200d👧").encode()),
]

NUMBERS = [
    *("1" + "0" * 400, "1e400", "10^400", "41\u2009", "(41)", "41.", ".41", "true", "2024-01-01T00:00:00", "12:30:00"),
    *("0b1", "41,", "41%", "£41", "41 *", "Ⅳ", "½", "−5", "~41", "=41", "=A1+B1", "41]", "41#x", "inf", "0.0", "-0", "1/2"),
    *("41 r", "41r", "41 [R]", "[z, r]", "41 [r] [p]", "41 [r, p]", "..", "c", "X", "low", "(z)", "none", "pending"),
]  # fmt: skip
SHORTHAND = [
    "[41]",
    "[[41]]",
    "[41, 42]",
    "[41 r]",
    "[r, 41]",
    "[41,]",
    "[zz]",
    "[low]",
    "[-]",
    "[41, r, p]",
    "[pending]",
]

STRUCTURE = [
    ("row missing", "    made: 41\n", "", "missing-figure 16:3"),
    ("row too many", "    made: 41", "    made: 41\n    more: 1", "unknown-row 18:5"),
    ("row misspelt", "    made", "    mabe", "missing-figure 16:3, unknown-row 17:5"),
    ("rows swapped", "    made: 41\n    with_travel_limit: 36", "    made: 36\n    with_travel_limit: 41", "bound-broken 18:24"),
    ("column missing", "category_2: 71, ", "", "missing-figure 13:5"),
    ("column too many", ROW, ROW[:-1] + ", category_3: 1}", "unknown-column 13:59"),
    ("column misspelt", "category_2: 71", "catgory_2: 71", "missing-figure 13:5, unknown-column 13:31"),
    ("column with a hyphen", "category_2: 71", "category-2: 71", "missing-figure 13:5, unknown-column 13:31"),
    ("column by its label", "category_2: 71", '"Category 2": 71', "missing-figure 13:5, unknown-column 13:31"),
    ("columns swapped", ROW, "{category_2: 95, category_1: 71, total: 166}", "large-change 13:27, bound-broken 13:43"),
    ("table missing", "  returned:\n    level_2: 13\n", "", "missing-figure 7:1"),
    ("table twice", "  orders:", "  returned:\n    level_2: 13\n  orders:", "duplicate-key 16:3"),
    ("tables misspelt", "tables:", "table:", "unknown-key 7:1"),
    ("table too far left", "  orders:", "orders:", "yaml-syntax 19:3"),
    ("one figure for a row", ROW, "166", "missing-figure 13:14"),
    ("a list for a row", ROW, "[95, 71, 166]", "missing-figure 13:14"),
    ("figures in a run", ROW, '"95 71 166"', "missing-figure 13:14"),
    ("a row without figures", ROW, "", "missing-figure 13:13"),
    ("Category 4 in a column", ROW, ROW[:-1] + ", category_4: 1}", "category-4 13:59"),
    ("Category 4 in words", ROW, ROW[:-1] + ', "Cat. 4": 1}', "category-4 13:59"),
    ("Category IV", ROW, ROW[:-1] + ", category_iv: 1}", "category-4 13:59"),
    ("Category 4 in a row", "    made: 41", "    made: 41\n    category_4: 1", "category-4 18:5"),
    ("Category 4 as a table", "  orders:", "  category_4:\n    made: 1\n  orders:", "category-4 16:3"),
    ("two numbers with one tail", ROW, "{category_1: 1,100, category_2: 2,100, total: 3,200}", "bad-figure 13:27, bad-figure 13:46, bad-figure 13:60"),
    ("millions with one tail", ROW, "{category_1: 1,100,100, category_2: 1,100, total: 1,101,200}", "bad-figure 13:27, bad-figure 13:50, bad-figure 13:64"),
    ("words that begin with a brace", "source: Inv", "source: {{ 7*7 }} Inv", "yaml-unsupported 1:10"),
    ("source too long", "Invented", "I" * 3000, "wrong-value 1:9"),
    ("source to be written", "Invented return of Testshire for 2024/25", "TBC", "placeholder 1:9"),
    ("status", "status: final", "status: published", "wrong-value 2:9"),
    ("population below nought", "200000", "-1", "wrong-value 3:13"),
    ("population too large", "200000", "9" * 30, "wrong-value 3:13"),
    ("population in words", "200000", "many", "wrong-value 3:13"),
    ("details without names", "details:\n  board: Testshire Strategic Management Board", "details: x", "wrong-value 4:10"),
    ("details missing", "details:\n  board: Testshire Strategic Management Board\n", "", "missing-key 1:1"),
    ("details too many", "details:\n", "details:\n  chair: x\n", "unknown-key 5:10"),
    ("details empty", "Testshire Strategic Management Board", "", "wrong-value 5:9"),
    ("revisions as a list", "    rate: 1100", "    rate: 1100\nrevisions: [a]", "wrong-value 21:1"),
    ("revision of nothing", "    rate: 1100", "    rate: 1100\nrevisions:\n  orders.mad: x", "unknown-figure 22:3"),
    ("revision without a reason", "    rate: 1100", "    rate: 1100\nrevisions:\n  orders.made:", "wrong-value 22:15"),
]  # fmt: skip

WRONG_SUMS = [
    ("total of a row", [("71, total: 166", "71, total: 167")], "total-mismatch 13:54"),
    ("part of a row", [("category_1: 95", "category_1: 96")], "total-mismatch 13:54"),
    ("the corner", [("60, total: 2260", "60, total: 2270")], "total-mismatch 11:54"),
    ("total of a column", [("total: {category_1: 2200", "total: {category_1: 2201")], "total-mismatch 11:25"),
    ("a cell", [("category_1: 80,", "category_1: 81,")], "total-mismatch 10:27"),
    ("digits swapped", [("category_1: 2200", "category_1: 2020")], "total-mismatch 11:25"),
    ("two errors that cancel in their row", [("80, category_2: 60, total: 140", "79, category_2: 61, total: 140")], "total-mismatch 11:25, total-mismatch 11:43"),
    ("a swap that keeps the row and breaks the columns", [("80, category_2: 60, total: 140", "60, category_2: 80, total: 140")], "large-change 10:43, total-mismatch 11:25, total-mismatch 11:43, bound-broken 13:43"),
    ("two errors that cancel in their column", [("{category_1: 2120", "{category_1: 2121"), ("{category_1: 80", "{category_1: 79")], "total-mismatch 9:57, total-mismatch 10:54"),
    ("rows swapped, of which one cannot be", [(LEVEL_1, "level_1: {category_1: 80, category_2: 60, total: 140}"), (LEVEL_2, "level_2: {category_1: 2120, category_2: [z], total: 2120}")], "large-change 9:27, not-applicable 9:43, large-change 9:54, large-change 10:27, unexpected-not-applicable 10:45, large-change 10:57, bound-broken 13:27, bound-broken 13:54"),
    ("a figure where none can be", [("[z], total: 2120", "0, total: 2120")], "not-applicable 9:45"),
    ("the rate", [("rate: 1100", "rate: 1101")], "rate-mismatch 20:11"),
]  # fmt: skip

OF_ANOTHER = [
    ("year", "2024/25", "2023/24", "wrong-year 1:42"),
    ("year by its last day", "2024/25", "31 March 2024", "wrong-year 1:42"),
    ("year with hyphen", "2024/25", "2022-23", "wrong-year 1:42"),
    ("area", "of Testshire", "of Otherland", "wrong-area 1:28"),
    ("area in Welsh", "of Testshire", "of Arallwlad", "wrong-area 1:28"),
    ("area in small letters", "of Testshire", "of otherland", "wrong-area 1:28"),
]


def ids(cases: list) -> list[str]:  # type: ignore[type-arg]
    """The first value of each case, which says what was done."""
    return [str(case[0]) for case in cases]


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in NOT_YAML], ids=ids(NOT_YAML))
def test_what_is_no_figures_file_is_told_once(
    data: str | bytes, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A file of another kind, or one made to hold a reader up, is one error at the place where reading stopped."""
    (good / FIGURES).write_bytes(data if isinstance(data, bytes) else data.encode())
    assert told(good, FIGURES) == [expected]


@pytest.mark.parametrize(("data", "expected"), [case[1:] for case in ENCODINGS], ids=ids(ENCODINGS))
def test_another_encoding_and_what_nobody_sees_is_told(
    data: bytes, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A wrong byte, a spoilt letter or a character that nobody sees is told at its line and column."""
    (good / FIGURES).write_bytes(data)
    assert ", ".join(told(good, FIGURES)) == expected


@pytest.mark.parametrize("data", [case[1] for case in HARMLESS], ids=ids(HARMLESS))
def test_what_changes_no_meaning_is_no_fault(data: bytes, good: Path, told: Callable[[Path, str], list[str]]) -> None:
    """Three kinds of line ends, one byte-order mark, and letters with their accents apart are read as what they are."""
    (good / FIGURES).write_bytes(data)
    assert told(good, FIGURES) == []


def test_a_letter_and_its_accent_are_one(good: Path) -> None:
    """An é typed as an e and an accent is the same text, and the same digest, as an é of one character."""
    digests = []
    for typed in ("Cafe\u0301", "Caf\u00e9"):
        (good / FIGURES).write_text(GOOD.replace("Invented", typed), encoding="utf-8")
        workspace = find_workspace(good).value
        assert workspace is not None
        source = read_source(workspace, KEY).value
        assert source is not None
        digests.append(source.digests[FIGURES])
        assert source.figures.shape.source.startswith("Caf\u00e9 return")
    assert digests[0] == digests[1]


@pytest.mark.parametrize("typed", NUMBERS, ids=[typed[:20] for typed in NUMBERS])
def test_what_is_no_number_is_told_at_the_figure(
    typed: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """Anything but digits is one error at the figure, whatever it may have meant."""
    retype(good, FIGURES, "made: 41", f"made: {typed}")
    assert told(good, FIGURES) == ["bad-figure 17:11"]


@pytest.mark.parametrize("typed", SHORTHAND)
def test_misspelt_shorthand_is_told_at_its_bracket(
    typed: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """Brackets that hold neither shorthand nor a figure with a flag are one error at the bracket."""
    retype(good, FIGURES, "made: 41", f"made: {typed}")
    assert told(good, FIGURES) == ["bad-shorthand 17:11"]


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in STRUCTURE], ids=ids(STRUCTURE))
def test_what_does_not_fit_the_edition_is_told(
    old: str, new: str, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """Tables, rows, columns and values that the edition does not have, or lacks, are told where they stand."""
    retype(good, FIGURES, old, new)
    assert ", ".join(told(good, FIGURES)) == expected


@pytest.mark.parametrize(("changes", "expected"), [case[1:] for case in WRONG_SUMS], ids=ids(WRONG_SUMS))
def test_sums_that_do_not_hold_are_told(
    changes: list[tuple[str, str]], expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A wrong figure is found by every sum that it takes part in, also where two errors cancel in one of them."""
    for old, new in changes:
        retype(good, FIGURES, old, new)
    assert ", ".join(told(good, FIGURES)) == expected


@pytest.mark.parametrize(("old", "new", "expected"), [case[1:] for case in OF_ANOTHER], ids=ids(OF_ANOTHER))
def test_figures_of_another_year_or_area_are_told(
    old: str, new: str, expected: str, good: Path, told: Callable[[Path, str], list[str]]
) -> None:
    """A line of origin that names another year or area gives a warning at that name."""
    retype(good, FIGURES, old, new)
    assert told(good, FIGURES) == [expected]


def test_an_area_may_be_named_beside_another(good: Path, told: Callable[[Path, str], list[str]]) -> None:
    """A line of origin that names this area may name others too."""
    retype(good, FIGURES, "of Testshire", "of Testshire and Otherland")
    assert told(good, FIGURES) == []


def test_a_file_that_is_too_large_is_not_read(good: Path) -> None:
    """Of 50 megabytes nothing is read but the size."""
    with (good / FIGURES).open("wb") as file:
        file.truncate(50_000_000)
    (said,) = check(good)
    assert (said.slug, said.place.file.path) == ("too-large", FIGURES)
    assert "50,000,000" in said.message


def test_no_more_is_told_than_anyone_reads(good: Path) -> None:
    """A file with a thousand faults of one kind is told of the first hundred, and nothing is made of it."""
    retype(good, FIGURES, "    made: 41", "    made: 41\n" + "".join(f"    row{number}: 1\n" for number in range(1000)))
    workspace = find_workspace(good).value
    assert workspace is not None
    result = build(workspace, KEY, (), strict=False)
    assert not result.is_right
    assert [said.slug for said in result.diagnostics] == ["unknown-row"] * 100


def test_a_name_cannot_command_the_terminal(good: Path) -> None:
    """A name that holds signs for the terminal, by escapes, is told by what they are, and not repeated."""
    retype(good, FIGURES, "    made: 41", '    made: 41\n    "\\e[31mred\\e[0m": 1')
    (said,) = check(good)
    assert said.slug == "odd-character"
    assert "\x1b" not in said.message + said.hint
    assert "U+001B" in said.message


def test_a_long_name_is_repeated_only_as_far_as_anyone_reads(good: Path) -> None:
    """A name of a thousand letters is cut."""
    retype(good, FIGURES, "    made: 41", "    made: 41\n    " + "x" * 1010 + ": 1")
    (said,) = [said for said in check(good) if said.slug == "unknown-row"]
    assert "xxx" in said.message
    assert len(said.message) <= 1000


def test_a_tab_in_a_name_is_repeated_as_a_space(good: Path) -> None:
    """What a message compares with is told in one line too."""
    retype(good, FIGURES, "    made: 41", "    a\tb: 1\n    a\tb: 1\n    made: 41")
    (said,) = [said for said in check(good) if said.slug == "duplicate-key"]
    assert said.related[0][0] == "first “a b”"


def test_a_message_has_an_end() -> None:
    """What repeats a file that is one long word is cut."""
    place = whole_file("x" * 5000)
    said = Diagnostic("bad-figure", place, "y" * 5000, "z" * 5000)
    assert [len(words) for words in (said.message, said.hint, said.place.file.path)] == [1000, 1000, 1000]
