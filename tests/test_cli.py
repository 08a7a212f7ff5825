"""The command line: what may be typed, what is answered, and the exit codes."""

import ast
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from london import copy_workspace, imported_by, made_in, run

from reportgen.cli import COMMANDS, program

FIGURES = "data/annual-report/2024/london.yaml"
PERIOD = "London, 1 April 2024 to 31 March 2025, edition 2024.1"
HEAVY = ("weasyprint", "pandas", "jinja2", "pydantic", "PIL", "markdown", "pikepdf", "yaml")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the repository's workspace."""
    return copy_workspace(tmp_path)


def commands() -> list[str]:
    """Every command, as the help of the program lists them."""
    told = run(Path.cwd(), "--help").stdout
    return re.findall(r"^  ([a-z][a-z-]+)  ", told[told.index("Commands:") :], re.MULTILINE)


def break_a_figure(root: Path) -> None:
    """Makes a row of the report of 2024/25 not add up."""
    path = root / FIGURES
    path.write_text(path.read_text(encoding="utf-8").replace("7368", "7367"), encoding="utf-8")


def add_area(root: Path, name: str) -> None:
    """Gives another area the same figures and pages as London."""
    shutil.copy(root / FIGURES, root / f"data/annual-report/2024/{name}.yaml")
    content = root / "content/annual-report/2024"
    shutil.copytree(content / "london", content / name)


def test_help_lists_the_commands_and_each_has_its_own() -> None:
    """The program and every command of it explain themselves in lines that fit a terminal, and end with 0."""
    names = commands()
    assert {"build", "check", "list", "explain", "doctor"} <= set(names)
    for arguments in ([], *([name] for name in names)):
        told = run(Path.cwd(), *arguments, "--help")
        assert (told.returncode, told.stderr) == (0, "")
        assert told.stdout.startswith("Usage: reportgen")
        assert "--help" in told.stdout
        assert [line for line in told.stdout.splitlines() if len(line) > 88] == []


def test_a_right_report_ends_with_0(root: Path) -> None:
    """A check of a right report ends with 0, says which period it understood, and writes nothing."""
    told = run(root, "check", "london", "2024")
    assert (told.returncode, told.stderr) == (0, "")
    assert PERIOD in told.stdout
    assert "Done: 1 report checked" in told.stdout
    assert not (root / "build").exists()


@pytest.mark.parametrize(
    "words", [["West", "Midlands"], ["west-midlands"], ["WEST MIDLANDS"], ["avon", "and", "somerset"]], ids=" ".join
)
def test_an_area_is_known_however_its_name_is_typed(root: Path, words: list[str]) -> None:
    """Capitals, hyphens and quotation marks make no difference: what is missing is the area's file, not the area."""
    told = run(root, "check", *words, "2024")
    assert told.returncode == 1
    area = "-".join(words).lower().replace(" ", "-")
    assert f"data/annual-report/2024/{area}.yaml" in told.stdout


@pytest.mark.parametrize(
    "words",
    [
        ["--format", "html", "--format", "docx"],
        ["--format", "html,docx"],
        ["--format", "HTML, docx", "--format", "docx,html", "--format=docx"],
    ],
    ids=" ".join,
)
def test_each_format_that_was_typed_is_made(root: Path, words: list[str]) -> None:
    """Formats may be typed with commas between or each by itself, twice, and in capitals: all of them are made, once."""
    told = run(root, "build", "london", "2024", *words)
    assert told.returncode == 0
    assert {path.name for path in made_in(root, 2024).iterdir()} == {"index.html", "report.docx"}
    assert told.stdout.count("  wrote ") == 2


def test_an_error_ends_with_1_and_names_its_place(root: Path) -> None:
    """A wrong figure ends with 1, with file, line, column, the line itself, a mark below the figure, a hint, and more."""
    break_a_figure(root)
    told = run(root, "check", "london", "2024")
    assert told.returncode == 1
    lines = told.stdout.splitlines()
    at = next(number for number, line in enumerate(lines) if "error[total-mismatch]" in line)
    assert lines[at].startswith(f"{FIGURES}:6:27: error[total-mismatch]: ")
    assert "level_1: {category_1: 7367" in lines[at + 1]
    assert lines[at + 2].index("^") == lines[at + 1].index("7367")
    assert lines[at + 2].count("^") == 4
    assert any(line.startswith("  hint: 7,368 here") for line in lines)
    assert "  more: reportgen explain total-mismatch" in lines
    assert lines[-1].startswith("Stopped: ")
    assert "1 error" in lines[-1]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["bild", "london", "2024"], "bild"),
        (["build"], "Name an area and a year"),
        (["build", "london"], "Name a year"),
        (["build", "2024"], "Name an area"),
        (["build", "lundon", "2024"], "Did you mean “london”?"),
        (["build", "london", "2024/26"], "“2024/26” is not a year"),
        (["build", "london", "2024-2026"], "“2024-2026” is not a year"),
        (["build", "london", "24"], "“24” is not a year"),
        (
            ["build", "london", "2024", "--format", "odt"],
            "There is no format “odt”. Known formats: html, pdf, govspeak",
        ),
        (["build", "london", "2024", "--format", "html", "--format", "pdf,odt"], "There is no format “odt”"),
        (["build", "london", "2024", "--kind", "anual-report"], "Did you mean “annual-report”?"),
        (["build", "--all", "london"], "With --all"),
        (["check", "--all", "london"], "check --all 2024"),
        (["build", "--all", "2019"], "no figures files"),
        (["explain", "total-mismach"], "total-mismatch"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_a_wrong_command_ends_with_2(root: Path, arguments: list[str], words: str) -> None:
    """What cannot be meant ends with 2, says what is expected, and makes nothing."""
    told = run(root, *arguments)
    assert told.returncode == 2, told.stdout + told.stderr
    assert words in told.stderr
    assert "Traceback" not in told.stderr
    assert not (root / "build").exists()


@pytest.mark.parametrize("year", ["2024", "2024/25", "2024-25", "2024-2025", "2024–25"])
def test_a_year_may_be_written_in_several_ways(root: Path, year: str) -> None:
    """2024, 2024/25, 2024-25 and 2024-2025 mean the year that begins on 1 April 2024."""
    told = run(root, "check", "london", year)
    assert told.returncode == 0
    assert PERIOD in told.stdout


@pytest.mark.parametrize(
    ("typed", "name"),
    [("north-wales", "North Wales"), ("North Wales", "North Wales"), ("Gogledd Cymru", "North Wales")],
)
def test_an_area_may_be_named_in_several_ways(root: Path, typed: str, name: str) -> None:
    """An area is known by its short name, its full name and its Welsh name."""
    add_area(root, "north-wales")
    told = run(root, "check", typed, "2024")
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.startswith(f"{name}, 1 April 2024")


def test_an_area_that_is_not_known_is_told_in_whole_sentences(tmp_path: Path) -> None:
    """Where there are few areas, they are named, and then how another one is begun."""
    assert run(tmp_path, "new", "workspace", "practice").returncode == 0
    told = run(tmp_path / "practice", "check", "kent", "2024")
    assert told.returncode == 2
    assert "Known here: exampleshire. To begin the report of a new one, say where it is" in told.stderr


def test_several_areas_and_years_are_made_once_each(root: Path) -> None:
    """Every area in every year that is named is checked once, however often and in whichever way it was named."""
    add_area(root, "kent")
    told = run(root, "check", "london", "Kent", "LONDON", "2024", "2024/25", "--format", "json")
    assert told.returncode == 0, told.stdout + told.stderr
    reports = [report["report"] for report in json.loads(told.stdout)["reports"]]
    assert reports == ["annual-report/2024/london", "annual-report/2024/kent"]


def test_all_means_every_report_with_figures(root: Path) -> None:
    """--all takes every report that has a figures file; with a year, those of that year."""
    add_area(root, "kent")
    reports = {
        arguments: [
            report["report"].removeprefix("annual-report/")
            for report in json.loads(run(root, "check", *arguments, "--format", "json").stdout)["reports"]
        ]
        for arguments in (("--all",), ("--all", "2024/25"))
    }
    assert reports["--all",] == ["2021/london", "2023/london", "2024/kent", "2024/london"]
    assert reports["--all", "2024/25"] == ["2024/kent", "2024/london"]


def test_one_wrong_report_does_not_keep_the_others_back(root: Path) -> None:
    """Of several reports the right ones are made and the wrong one is not; the command ends with 1."""
    add_area(root, "kent")
    break_a_figure(root)
    told = run(root, "build", "--all", "2024", "--format", "html")
    assert told.returncode == 1
    assert (made_in(root, 2024, "kent") / "index.html").is_file()
    assert not made_in(root, 2024, "london").exists()
    assert "Stopped: 1 of 2 reports" in told.stdout


def test_quiet_says_only_what_is_wrong(root: Path) -> None:
    """With --quiet a right report is made without a word; a wrong one is still told."""
    told = run(root, "build", "london", "2024", "--format", "html", "--quiet")
    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")
    assert (made_in(root, 2024) / "index.html").is_file()
    break_a_figure(root)
    told = run(root, "build", "london", "2024", "--format", "html", "--quiet")
    assert told.returncode == 1
    assert "error[total-mismatch]" in told.stdout
    assert PERIOD not in told.stdout


@pytest.mark.parametrize("is_broken", [False, True], ids=["right", "wrong"])
def test_json_is_json(root: Path, is_broken: bool) -> None:
    """With --format json the answer is JSON and nothing else, with the same diagnostics as the text."""
    if is_broken:
        break_a_figure(root)
    told = run(root, "check", "london", "2024", "--format", "json")
    answer = json.loads(told.stdout)
    assert told.stderr == ""
    assert told.returncode == int(is_broken)
    assert answer["reports"] == [{"report": "annual-report/2024/london", "done": not is_broken, "files": []}]
    slugs = [said["slug"] for said in answer["diagnostics"] if said["severity"] != "note"]
    assert slugs == (["total-mismatch"] if is_broken else [])
    for said in answer["diagnostics"] if is_broken else ():
        assert (said["file"], said["line"], said["column"], said["length"]) == (FIGURES, 6, 27, 4)
        assert said["hint"].startswith("7,368 here")


def test_json_is_told_where_there_is_no_workspace(tmp_path: Path) -> None:
    """Outside a workspace the command ends with 1, and --format json is JSON there too."""
    told = run(tmp_path, "check", "london", "2024", "--format", "json")
    assert told.returncode == 1
    assert [said["slug"] for said in json.loads(told.stdout)["diagnostics"]] == ["no-workspace"]
    told = run(tmp_path, "list")
    assert told.returncode == 1
    assert "error[no-workspace]" in told.stdout


def test_the_list_tells_which_reports_are_made(root: Path) -> None:
    """The list has a line for each report with its year, edition and state, and the same as JSON."""
    run(root, "build", "london", "2024", "--format", "html")
    told = run(root, "list")
    rows = [re.split(r" {2,}", line) for line in told.stdout.splitlines()]
    assert rows[0] == ["Area", "Year", "Edition", "State"]
    assert [row[:3] for row in rows[1:]] == [
        ["London", "2021/22", "2021.1"],
        ["London", "2023/24", "2023.1"],
        ["London", "2024/25", "2024.1"],
    ]
    assert rows[1][3] == "not made"
    assert rows[3][3].startswith("made")
    data = json.loads(run(root, "list", "--format", "json").stdout)
    assert [(row["area"], row["year"], row["edition"], row["state"]) for row in data] == [
        tuple(row) for row in rows[1:]
    ]


@pytest.mark.parametrize("environment", [{}, {"NO_COLOR": "1"}, {"TERM": "xterm-256color", "CLICOLOR": "1"}])
def test_there_is_no_colour_in_a_pipe(root: Path, environment: dict[str, str]) -> None:
    """What is read by another program holds no escape codes."""
    break_a_figure(root)
    told = run(root, "check", "london", "2024", **environment)
    assert "error[total-mismatch]" in told.stdout
    assert "\x1b" not in told.stdout + told.stderr


def test_no_color_is_kept_on_a_terminal(root: Path) -> None:
    """On a terminal the severity is in colour, and with NO_COLOR it is not."""
    break_a_figure(root)
    assert "\x1b[" in on_a_terminal(root, {})
    assert "\x1b[" not in on_a_terminal(root, {"NO_COLOR": "1"})


def on_a_terminal(root: Path, environment: dict[str, str]) -> str:
    """What a check says to a terminal."""
    parent, child = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "reportgen", "check", "london", "2024"],
        cwd=root,
        env={**inherited, "TERM": "xterm-256color", **environment},
        stdout=child,
        stderr=child,
        stdin=child,
    ) as process:
        os.close(child)
        told = b""
        while True:
            try:
                part = os.read(parent, 65536)
            except OSError:
                break
            if not part:
                break
            told += part
        process.wait(timeout=60)
    os.close(parent)
    assert b"total-mismatch" in told
    return told.decode("utf-8")


def test_help_loads_no_library_that_it_does_not_need(root: Path) -> None:
    """--help of the program and of its main commands loads click, and no library that reads or makes reports."""
    for arguments in (["--help"], ["build", "--help"], ["check", "--help"], ["list", "--help"]):
        assert imported_by(root, *arguments) & set(HEAVY) == set(), arguments


def test_a_check_loads_no_exporter(root: Path) -> None:
    """A check loads neither WeasyPrint nor pandas; it does load what reads the workspace."""
    loaded = imported_by(root, "check", "london", "2024")
    assert loaded & {"weasyprint", "pandas", "pikepdf", "fontTools"} == set()
    assert {"yaml", "pydantic"} <= loaded


def test_the_last_good_build_stays(root: Path) -> None:
    """After an error the report that was made before is there, byte for byte, and the answer says so."""
    assert run(root, "build", "london", "2024", "--format", "html").returncode == 0
    before = (made_in(root, 2024) / "index.html").read_bytes()
    break_a_figure(root)
    told = run(root, "build", "london", "2024", "--format", "html")
    assert told.returncode == 1
    assert "stays" in told.stdout
    assert [path.name for path in made_in(root, 2024).iterdir()] == ["index.html"]
    assert (made_in(root, 2024) / "index.html").read_bytes() == before


def test_warnings_stop_only_when_strict(root: Path) -> None:
    """A warning is told and the report is right; with --strict the command ends with 1."""
    path = root / FIGURES
    path.write_text(path.read_text(encoding="utf-8").replace("shpo: 559", "shpo: 700"), encoding="utf-8")
    told = run(root, "check", "london", "2024")
    assert told.returncode == 0
    assert "warning[large-change]" in told.stdout
    told = run(root, "check", "london", "2024", "--strict")
    assert told.returncode == 1
    assert "Stopped" in told.stdout


def test_a_workspace_may_be_named(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    """With --workspace, and from a folder deep inside one, the same workspace is found."""
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert PERIOD in run(elsewhere, "check", "london", "2024", "--workspace", str(root)).stdout
    assert PERIOD in run(root / "content/annual-report/2024/london", "check", "london", "2024").stdout


def test_every_message_can_be_explained(root: Path) -> None:
    """A message's word in brackets is explained with what to do; without a word, all are listed."""
    told = run(root, "explain", "total-mismatch")
    assert told.returncode == 0
    assert told.stdout.startswith("total-mismatch (error): ")
    assert "What to do:" in told.stdout
    listed = run(root, "explain").stdout.splitlines()
    assert len(listed) > 40
    assert any(line.startswith("total-mismatch ") for line in listed)


def test_the_help_of_the_program_loads_no_command() -> None:
    """The list of commands says what each says of itself, and is printed without loading any of them."""
    assert {name: summary for name, (_, summary) in COMMANDS.items()} == {
        name: program.commands[name].get_short_help_str(limit=200) for name in program.commands
    }
    asked = "import sys; from reportgen.cli import program; program(['--help'], standalone_mode=False); print(sorted(sys.modules))"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, encoding="utf-8", check=True).stdout
    loaded = {name for name in ast.literal_eval(told.splitlines()[-1]) if name.startswith("reportgen")}
    assert loaded == {"reportgen", "reportgen.cli"}
