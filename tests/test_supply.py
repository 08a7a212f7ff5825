"""What the program is made of: every file is known by its hash, known faults are asked for, and all of it is written down."""

import json
import os
import re
import runpy
import shutil
import subprocess
import tomllib
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[1]
LOCKS = ("requirements.lock", "requirements-tests.lock")
AUDIT = runpy.run_path(str(REPOSITORY / ".ci" / "audit.py"))
PACKAGE = re.compile(
    r"[a-z0-9][a-z0-9._-]*==[a-z0-9.+!]+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+", re.ASCII
)


def text_of(lock: str) -> str:
    """A lock file."""
    return (REPOSITORY / lock).read_text(encoding="utf-8")


def answer(name: str, version: str, **told: object) -> dict[str, object]:
    """What pip-audit says of one package."""
    return {"name": name, "version": version, **told}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_is_locked_with_hashes(lock: str) -> None:
    """A lock file holds nothing but packages of one exact version, each with the hashes of its files."""
    text = text_of(lock)
    found = PACKAGE.findall(text)
    assert len(found) >= 25
    assert PACKAGE.sub("", text).strip() == ""
    assert len(AUDIT["pins_in"](text)) == len(found)


def test_set_up_takes_nothing_without_its_hash() -> None:
    """Set-up and the instructions for other systems install only what agrees with a hash."""
    for name in ("bin/setup", "README.md"):
        installing = re.findall(r"pip install (.+)", text_of(name))
        assert len(installing) >= 2
        # Somebody who only uses a release installs its wheel, and is no part of the set-up of a clone.
        installing = [how for how in installing if not re.fullmatch(r"\./reportgen-[\d.]+-py3-none-any\.whl", how)]
        assert len(installing) >= 2
        assert all("--require-hashes" in how or "--no-deps --editable ." in how for how in installing)


def test_the_pdf_library_is_one_without_its_known_faults() -> None:
    """WeasyPrint is at least 70.0, which looks nothing up behind the fetcher's back.

    Source: github.com/Kozea/WeasyPrint/releases/tag/v70.0: CVE-2026-55073 (GHSA-jf6q-chmf-3h3v) and GHSA-r543-q48m-4c9j;
    before it, 69.0 closed CVE-2026-49452, and 68.0 closed CVE-2025-68616 (GHSA-983w-rhvv-gwmv).
    """
    locked = dict(AUDIT["pins_in"](text_of("requirements.lock")))
    assert int(locked["weasyprint"].split(".")[0]) >= 70
    (asked,) = (
        need for need in tomllib.loads(text_of("pyproject.toml"))["project"]["dependencies"] if "weasyprint" in need
    )
    assert int(re.search(r">=(\d+)", asked)[1]) >= 70  # type: ignore[index]


@pytest.mark.parametrize(
    ("answers", "passed", "says"),
    [
        pytest.param(
            [[answer("one", "1.0", vulns=[]), answer("two", "2.0", vulns=[])]],
            True,
            "Passed: 2 packages looked up, no known vulnerabilities.",
            id="none known",
        ),
        pytest.param(
            [
                [answer("one", "1.0", vulns=[{"id": "CVE-1", "fix_versions": ["1.1"]}])],
                [answer("two", "2.0", vulns=[])],
            ],
            False,
            "one 1.0: CVE-1, mended in 1.1",
            id="one known",
        ),
        pytest.param(
            [[answer("one", "1.0", vulns=[]), {"name": "two", "skip_reason": "not found"}]],
            False,
            "1 of 2 packages could not be looked up: two",
            id="one skipped",
        ),
        pytest.param(
            [[answer("one", "1.0", vulns=[])]], False, "1 of 2 packages could not be looked up: two", id="one left out"
        ),
        pytest.param(
            [[answer("one", "1.0", vulns=[]), answer("two", "1.9", vulns=[])]],
            False,
            "1 of 2 packages could not be looked up: two",
            id="another version",
        ),
        pytest.param(
            [[{"name": "one", "skip_reason": "not found"}, {"name": "two", "skip_reason": "not found"}]],
            False,
            "The database of vulnerabilities is out of reach from here, so nothing is known.",
            id="all skipped",
        ),
        pytest.param(
            [], False, "The database of vulnerabilities is out of reach from here, so nothing is known.", id="no answer"
        ),
    ],
)
def test_only_a_whole_answer_without_a_finding_passes(
    answers: list[list[dict[str, object]]], passed: bool, says: str
) -> None:
    """A package that was skipped, left out or looked up in another version is told, and the audit does not pass."""
    pins = [("one", "1.0"), ("two", "2.0")]
    told, well = AUDIT["judge"](pins, [json.dumps({"dependencies": one, "fixes": []}) for one in answers])
    assert well is passed
    assert says in told
    assert told[-1].startswith("Passed: " if passed else "Not passed")


def test_an_audit_of_nothing_does_not_pass() -> None:
    """Where no package is locked, or the answer is no JSON, nothing was looked at, and that is no pass."""
    assert AUDIT["judge"]([], ['{"dependencies": []}'])[1] is False
    assert AUDIT["judge"]([("one", "1.0")], ["", "no JSON", "[]"])[1] is False


@pytest.mark.skipif(find_spec("pip_audit") is None, reason="pip-audit is not installed: run bin/setup tests")
def test_a_database_out_of_reach_is_no_pass(tmp_path: Path) -> None:
    """Where the network leads nowhere, the command says that nothing is known, and ends with 1."""
    nowhere = "http://127.0.0.1:9"
    proxies = dict.fromkeys(("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY"), nowhere)
    homes = {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path), "NO_PROXY": "", "no_proxy": ""}
    done = subprocess.run(
        [REPOSITORY / "bin" / "audit"],
        env={**os.environ, **proxies, **homes, "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        timeout=100,
        check=False,
    )
    assert done.returncode == 1
    assert "The database of vulnerabilities is out of reach from here, so nothing is known." in done.stdout
    assert done.stdout.endswith("Not passed.\n")


@pytest.mark.slow
@pytest.mark.skipif(find_spec("cyclonedx_py") is None, reason="cyclonedx-bom is not installed: run bin/setup tests")
def test_bill_of_materials_names_all_that_is_locked(tmp_path: Path) -> None:
    """The bill of materials has each locked package with its version and hashes, and is the same each time."""
    made = []
    for name in ("first", "second"):
        epoch = {"SOURCE_DATE_EPOCH": "1"} if name == "second" else {}
        command = [REPOSITORY / "bin" / "release-papers", tmp_path / name]
        done = subprocess.run(command, env={**os.environ, **epoch}, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        (bill,) = (tmp_path / name).iterdir()
        made.append(bill.read_bytes())
    assert sha256(made[0]).digest() == sha256(made[1]).digest()
    told = json.loads(made[0])
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert "serialNumber" not in told
    assert "timestamp" not in told["metadata"]
    assert told["metadata"]["component"]["name"] == "reportgen"
    pins = AUDIT["pins_in"](text_of("requirements.lock"))
    assert len(pins) >= 25
    assert sorted((one["name"], one["version"]) for one in told["components"]) == sorted(pins)
    assert {one["purl"].split("?")[0] for one in told["components"]} == {f"pkg:pypi/{n}@{v}" for n, v in pins}
    hashes = {
        digest["content"] for one in told["components"] for at in one["externalReferences"] for digest in at["hashes"]
    }
    assert hashes == set(re.findall(r"sha256:([0-9a-f]{64})", text_of("requirements.lock")))


def test_scripts_for_a_release_can_be_run() -> None:
    """Both commands may be run as they are."""
    assert all(shutil.which(REPOSITORY / "bin" / name) for name in ("audit", "release-papers"))


def test_hosted_tests_run_every_python_and_both_ends_of_weasyprint() -> None:
    """The workflow calls bin/test with each Python from the oldest allowed on, and with the oldest and the newest WeasyPrint."""
    workflow = yaml.safe_load(text_of(".github/workflows/test.yml"))
    matrix = workflow["jobs"]["test"]["strategy"]["matrix"]
    assert matrix["weasyprint"] == ["oldest", "newest"]
    oldest = tomllib.loads(text_of("pyproject.toml"))["project"]["requires-python"].removeprefix(">=")
    assert matrix["python"] == ["3.11", "3.12", "3.13", "3.14"]
    assert matrix["python"][0] == oldest
    commands = [step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step]
    assert {"bin/test", "bin/docs", "bin/weasyprint ${{ matrix.weasyprint }}"} <= set(commands)
