"""Diagnostics beside a change: GitHub's workflow commands, read back as its runner reads them, and SARIF 2.1.0."""

import json
import re
from datetime import date
from pathlib import Path
from urllib.parse import unquote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from malformed import FIGURES

from reportgen.cli import program
from reportgen.commands.annotations import as_sarif, as_workflow_command
from reportgen.core.catalogue import CATALOGUE
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile, Waiver

COMMAND = re.compile(r"::(error|warning|notice) ([^:\r\n]*)::([^\r\n]*)")
WORDS = st.text(st.sampled_from("ab é%:,;=\n\r\t[]()“”…😀"), min_size=1, max_size=30)
PLACE = Place(SourceFile("data/a b/ö%.yaml", ("source: x",)), 1, 9, 1)
WAIVER = Waiver("Clerk", date(2025, 6, 2), "It is real.", PLACE)


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner reads it: the numbers of characters are put back, the per cent sign last."""
    match = COMMAND.fullmatch(line)
    assert match, line
    properties = dict(pair.split("=", 1) for pair in match[2].split(","))

    def plain(words: str, *, is_value: bool) -> str:
        for number, character in (("%0D", "\r"), ("%0A", "\n"), *((("%3A", ":"), ("%2C", ",")) if is_value else ())):
            words = words.replace(number, character)
        return words.replace("%25", "%")

    return (
        match[1],
        {name: plain(value, is_value=True) for name, value in properties.items()},
        plain(match[3], is_value=False),
    )


@given(path=WORDS, message=WORDS, hint=WORDS)
def test_any_words_arrive_as_they_are(path: str, message: str, hint: str) -> None:
    """A path, a message and a hint of any signs are one command, and nothing in them is a command of its own."""
    said = Diagnostic("yaml-syntax", Place(SourceFile(path, ("x: y",)), 1, 4, 1), message, hint)
    severity, properties, words = read_command(as_workflow_command(said, "my reports/"))
    assert severity == "error"
    assert properties["file"] == f"my reports/{path}"
    assert [properties[name] for name in ("line", "endLine", "col", "endColumn")] == ["1", "1", "4", "5"]
    assert words == f"{said.message}\nHint: {said.hint}"


@pytest.mark.parametrize(
    ("slug", "command"), [("yaml-syntax", "error"), ("large-change", "warning"), ("total-computed", "notice")]
)
def test_each_severity_has_its_command(slug: str, command: str) -> None:
    """Errors, warnings and notes are told as such, with the title and the name of their kind."""
    severity, properties, _ = read_command(as_workflow_command(Diagnostic(slug, PLACE, "m")))
    assert severity == command
    assert properties["title"] == f"{CATALOGUE[slug].title} ({slug})"


def test_a_waived_warning_is_a_notice() -> None:
    """A waived warning tells who let it stand, and no hint."""
    said = Diagnostic("large-change", PLACE, "m", "look", waiver=WAIVER)
    assert read_command(as_workflow_command(said))[::2] == ("notice", "m\nWaived: It is real. (Clerk, 2 June 2025)")


def test_a_file_as_a_whole_has_no_line() -> None:
    """What is wrong with a file that is not there is told with its path alone."""
    _, properties, _ = read_command(as_workflow_command(Diagnostic("missing-file", Place(SourceFile("a.md", ())), "m")))
    assert properties.keys() == {"file", "title"}


# What SARIF 2.1.0 allows in each object that is used here: names that must be there, then those that may.
SARIF: dict[str, tuple[set[str], set[str]]] = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool", "results"}, {"columnKind", "language"}),
    "tool": ({"driver"}, set()),
    "driver": ({"name"}, {"semanticVersion", "rules"}),
    "rule": ({"id"}, {"shortDescription", "fullDescription", "help", "defaultConfiguration"}),
    "text": ({"text"}, {"markdown"}),
    "defaultConfiguration": (set(), {"level"}),
    "result": ({"message"}, {"ruleId", "ruleIndex", "level", "locations", "relatedLocations", "suppressions"}),
    "location": (set(), {"physicalLocation", "message"}),
    "physicalLocation": ({"artifactLocation"}, {"region"}),
    "artifactLocation": (set(), {"uri"}),
    "region": (set(), {"startLine", "startColumn", "endColumn"}),
    "suppression": ({"kind"}, {"status", "justification"}),
}


def expect(kind: str, value: dict) -> dict:
    """The object, which has what SARIF asks of its kind and nothing that it does not know."""
    must, may = SARIF[kind]
    assert must <= value.keys() <= must | may, (kind, sorted(value))
    return value


def rules_and_results(log: dict) -> tuple[list[dict], list[dict]]:
    """The rules and results of a log that is whole by the standard."""
    assert expect("log", log)["version"] == "2.1.0"
    (run,) = (expect("run", run) for run in log["runs"])
    assert run["columnKind"] == "unicodeCodePoints"
    driver = expect("driver", expect("tool", run["tool"])["driver"])
    rules = [expect("rule", rule) for rule in driver["rules"]]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        for name in ("shortDescription", "fullDescription", "help"):
            assert expect("text", rule[name])["text"].endswith(".")
        assert expect("defaultConfiguration", rule["defaultConfiguration"])["level"] in ("error", "warning", "note")
    for result in run["results"]:
        expect("result", result)
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] == rules[result["ruleIndex"]]["defaultConfiguration"]["level"]
        assert expect("text", result["message"])["text"]
        assert len(result["locations"]) == 1
        related = result["relatedLocations"]
        assert all(one not in related[:index] for index, one in enumerate(related))
        for location in (*result["locations"], *related):
            physical = expect("physicalLocation", expect("location", location)["physicalLocation"])
            uri = expect("artifactLocation", physical["artifactLocation"])["uri"]
            assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)
            assert not uri.startswith("/")
            region = expect("region", physical.get("region", {}))
            assert not region or 1 <= region["startColumn"] < region["endColumn"]
            assert not region or region["startLine"] >= 1
        assert all(expect("text", location["message"]) for location in related)
        for suppression in result["suppressions"]:
            assert expect("suppression", suppression)["kind"] in ("inSource", "external")
            assert suppression["status"] in ("accepted", "underReview", "rejected")
    return rules, run["results"]


def test_every_kind_of_the_catalogue_is_a_rule() -> None:
    """A log of nothing is whole, and has a rule for each kind of diagnostic."""
    rules, results = rules_and_results(json.loads(as_sarif([])))
    assert [rule["id"] for rule in rules] == list(CATALOGUE)
    assert results == []


def test_diagnostics_of_each_kind_are_results() -> None:
    """Each kind makes a result at its place, also where a path holds spaces and other letters."""
    related = (("the total is 7", PLACE), ("without a place", None))
    said = [Diagnostic(slug, PLACE, "What is.", "What to do.", related) for slug in CATALOGUE]
    _, results = rules_and_results(json.loads(as_sarif(said, "my reports/")))
    assert [result["ruleId"] for result in results] == list(CATALOGUE)
    for result in results:
        physical = result["locations"][0]["physicalLocation"]
        assert unquote(physical["artifactLocation"]["uri"]) == "my reports/data/a b/ö%.yaml"
        assert physical["region"] == {"startLine": 1, "startColumn": 9, "endColumn": 10}
        assert result["message"]["text"] == "What is.\nHint: What to do."
        assert [one["message"]["text"] for one in result["relatedLocations"]] == ["the total is 7"]
        assert result["suppressions"] == []


def test_a_waived_warning_is_suppressed() -> None:
    """A waived warning keeps its level and says in its suppression why it stands; all others have an empty list."""
    said = [Diagnostic("large-change", PLACE, "m", waiver=WAIVER), Diagnostic("large-change", PLACE, "n")]
    _, (waived, other) = rules_and_results(json.loads(as_sarif(said)))
    assert waived["level"] == "warning"
    assert waived["suppressions"][0]["justification"] == "It is real. (Clerk, 2 June 2025)"
    assert other["suppressions"] == []


@pytest.mark.parametrize("output_format", ["github", "sarif"])
def test_the_command_tells_them_with_paths_of_the_repository(
    output_format: str, good: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the repository above the workspace, and inside it on GitHub, paths begin with the folder of the workspace."""
    path = good / FIGURES
    path.write_text(path.read_text(encoding="utf-8").replace("made: 41", "made: x"), encoding="utf-8")
    command = ["check", "testshire", "2024", "--format", output_format]
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    monkeypatch.chdir(good)
    inside = CliRunner().invoke(program, command)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(good.parent))
    on_github = CliRunner().invoke(program, command)
    monkeypatch.chdir(good.parent)
    monkeypatch.delenv("GITHUB_WORKSPACE")
    above = CliRunner().invoke(program, [*command, "--workspace", good.name])
    assert [done.exit_code for done in (inside, on_github, above)] == [1, 1, 1]
    assert above.output == on_github.output == inside.output.replace("data/annual", f"{good.name}/data/annual")
    assert f"{good.name}/{FIGURES}" in above.output
    if output_format == "sarif":
        assert [result["ruleId"] for result in rules_and_results(json.loads(above.output))[1]] == ["bad-figure"]
    else:
        assert read_command(above.output.split("\n")[0])[1]["file"] == f"{good.name}/{FIGURES}"


@pytest.mark.parametrize("output_format", ["github", "sarif"])
def test_no_workspace_is_told_too(output_format: str, tmp_path: Path) -> None:
    """Where there is no workspace, that alone is told, in the form that was asked for."""
    done = CliRunner().invoke(program, ["check", "--all", "--format", output_format, "--workspace", str(tmp_path)])
    assert done.exit_code == 1
    if output_format == "sarif":
        assert [result["ruleId"] for result in rules_and_results(json.loads(done.output))[1]] == ["no-workspace"]
    else:
        assert read_command(done.output.strip())[0] == "error"
