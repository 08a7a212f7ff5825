"""What people and scripts type after a command: any word ends with 0, 1 or 2, and nothing is written outside build/."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from reportgen.cli import program

LONG = "a" * 300
WORDS = (
    *("..", "../testshire", "/etc/passwd", "testshire/", "testshire/..", "testshire\\..", "test%73hire", "%s", "%", "*", "~", "."),
    *("тестшир", "测试", "ｔｅｓｔｓｈｉｒｅ", "\u202etestshire", "test\u200bshire", "", " ", "-", "--", "$HOME", "`id`", "a\x00b"),
    *("year", "areas", "themes", "testshire.yaml", "con", "nul", "ﬁ", "İ", "\udcff", "\x1b[31m", "a\nb", LONG, "{{ 7*7 }}", "<b>"),
)  # fmt: skip
YEARS = (
    "24",
    "2024.",
    "2024/26",
    "1999",
    "2100",
    "0",
    "-1",
    "20240",
    "２０２４",
    "٢٠٢٤",
    "2024/25/26",
    "../2024",
    "1e3",
    "2" * 300,
    "twenty",
)
EDITIONS = (
    *WORDS,
    "2024.1/",
    "2024.1/../2024.1",
    "../annual-report/2024.1",
    "./2024.1",
    "2024.1\n",
    "２０２４.1",
    "2024.9",
    "latest",
)
KINDS = (*WORDS, "Annual-Report", "annual report", "annual-report/", "../annual-report", "annual-report\n", "年報")


@pytest.fixture
def run(good: Path, tree: Callable[[Path], dict[str, bytes]], monkeypatch: pytest.MonkeyPatch) -> Callable[..., int]:
    """Runs a command in the small workspace, which has to be as it was, and gives its exit code."""
    monkeypatch.chdir(good)

    def ran(*words: str) -> int:
        before = tree(good.parent)
        result = CliRunner().invoke(program, list(words), prog_name="reportgen")
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "fault of its own" not in result.output
        assert "Traceback" not in result.output
        assert result.exit_code == 0 or result.output.strip()
        assert all(line.isprintable() for line in result.output.split("\n"))
        assert tree(good.parent) == before
        return result.exit_code

    return ran


@pytest.mark.parametrize("command", ["check", "build", "publish", "diff", "todo", "update"])
def test_a_word_that_is_no_area_is_a_wrong_command(command: str, run: Callable[..., int]) -> None:
    """Paths, other scripts, signs and long words name no area."""
    assert {word: run(command, word, "2024") for word in WORDS} == dict.fromkeys(WORDS, 2)


@pytest.mark.parametrize("command", ["check", "build", "diff", "update"])
def test_a_word_that_is_no_year_is_a_wrong_command(command: str, run: Callable[..., int]) -> None:
    """Only years as people write them are years."""
    assert {year: run(command, "testshire", year) for year in YEARS} == dict.fromkeys(YEARS, 2)


def test_a_word_that_is_no_kind_is_a_wrong_command(run: Callable[..., int]) -> None:
    """No path leads to a kind of document, in no command."""
    assert {kind: run("check", "testshire", "2024", f"--kind={kind}") for kind in KINDS} == dict.fromkeys(KINDS, 2)
    assert {kind: run("list", f"--kind={kind}") for kind in KINDS} == dict.fromkeys(KINDS, 2)
    assert {kind: run("seal", "--", kind, "2024.1") for kind in KINDS} == dict.fromkeys(KINDS, 2)


def test_a_word_that_is_no_edition_is_a_wrong_command(run: Callable[..., int]) -> None:
    """No other way to the folder of an edition seals it, since the seal would name paths that no report has."""
    found = {edition: run("seal", "--", "annual-report", edition) for edition in EDITIONS}
    assert found == dict.fromkeys(EDITIONS, 2)
    assert {edition: run("diff", "--edition", edition, "2024.1") for edition in EDITIONS} == found


def test_a_folder_that_is_no_workspace_is_told(run: Callable[..., int]) -> None:
    """A folder that is not there, a file, or a very long name is no workspace, and is not made one; what is no folder is a wrong command."""
    folders = ("/", "/dev/null", f"/{LONG}", f"/{LONG * 20}", "/\udcff", "/a\nb", "/\x1b[31m")
    found = {folder: run("check", "testshire", "2024", f"--workspace={folder}") for folder in folders}
    assert found == dict.fromkeys(folders, 2) | {"/": 1, "/dev/null": 1}


@pytest.mark.parametrize("asked", ["exe", "", "html,", "../html", LONG, "html;pdf", "html pdf"])
def test_a_word_that_is_no_format_is_a_wrong_command(asked: str, run: Callable[..., int]) -> None:
    """Only formats that are known are made."""
    assert run("build", "testshire", "2024", f"--format={asked}") == 2


@pytest.mark.parametrize(
    "words",
    [
        ("check",),
        ("check", "testshire"),
        ("check", "2024"),
        ("check", "--all", "x"),
        ("check", "--all", "1900"),
        ("update",),
        ("update", "--all", "x", "--yes"),
        ("build", "--nope"),
        ("nope",),
        ("explain", LONG),
        ("explain", "../x"),
        ("explain", ""),
        ("sign-off", "testshire", "2024", "--role", "", "--date", "2025-10-30"),
        ("sign-off", "testshire", "2024", "--role", "Chair", "--date", "2025-13-01"),
        ("sign-off", "testshire", "otherland", "2024", "--role", "Chair", "--date", "2025-10-30"),
    ],
    ids=lambda words: " ".join(words)[:40],
)
def test_a_command_that_lacks_something_is_told(words: tuple[str, ...], run: Callable[..., int]) -> None:
    """What is missing or too much is said, and nothing is done."""
    assert run(*words) == 2


@pytest.mark.parametrize(
    ("command", "has_all"), [("build", True), ("publish", True), ("review", False), ("diff", False)]
)
def test_what_is_missing_is_told_for_the_command_that_was_typed(command: str, has_all: bool, good: Path) -> None:
    """The example is of that command, and --all is offered only where it can be used."""
    typed = [command, "testshire", "--workspace", str(good)]
    told = CliRunner().invoke(program, typed, prog_name="reportgen").output
    instead = "; or use --all" if has_all else ""
    assert f"Error: Name a year, such as “reportgen {command} london 2024”{instead}.\n" in told
