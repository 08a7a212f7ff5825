"""Whether what is locked has known vulnerabilities.

Comes in: lock files. Goes out: a line for each finding, and 0 only when every package was looked up and none was found.
"""

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

# The library's own name for what is locked: “name==version”, then perhaps for which systems, then the hashes.
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([A-Za-z0-9.+!_-]+)(?: *;[^\\\n]*)? *\\?$", re.MULTILINE)
Pin = tuple[str, str]


def pins_in(lock: str) -> list[Pin]:
    """Each package of a lock file with its version, those for other systems too."""
    return [(re.sub(r"[-_.]+", "-", name).lower(), version) for name, version in PIN.findall(lock)]


def look_up(pins: list[Pin]) -> str:
    """What the database has to say of some packages, as pip-audit's JSON; empty when there was no answer.

    Why: a list without markers, since pip-audit leaves out, without a word, what is not for the system that it runs on.
    """
    with tempfile.TemporaryDirectory() as folder:
        asked = Path(folder) / "packages.txt"
        asked.write_text("".join(f"{name}=={version}\n" for name, version in pins), encoding="utf-8")
        how = ["--no-deps", "--disable-pip", "--progress-spinner", "off", "--format", "json"]
        command = [sys.executable, "-m", "pip_audit", *how, "--requirement", str(asked)]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return done.stdout


def judge(pins: list[Pin], answers: list[str]) -> tuple[list[str], bool]:
    """What is to be said, and whether all is well.

    Why: pip-audit itself ends well, with “no known vulnerabilities”, when not one package could be looked up.
    """
    known: dict[Pin, list[dict[str, object]]] = {}
    for answer in answers:
        try:
            told = json.loads(answer)["dependencies"]
        except (ValueError, KeyError, TypeError):
            continue
        for one in told:
            if "skip_reason" not in one and isinstance(one.get("vulns"), list):
                name = re.sub(r"[-_.]+", "-", str(one["name"])).lower()
                known[name, str(one["version"])] = one["vulns"]
    said, found, unknown = [], 0, [pin for pin in pins if pin not in known]
    for name, version in pins:
        for fault in known.get((name, version), ()):
            found += 1
            mended = ", ".join(map(str, fault.get("fix_versions") or ())) or "no version yet"
            said.append(f"{name} {version}: {fault.get('id')}, mended in {mended}")
    if unknown:
        some = ", ".join(name for name, _ in unknown[:5]) + (", …" if len(unknown) > 5 else "")
        said.append(f"{len(unknown)} of {len(pins)} packages could not be looked up: {some}")
    if len(unknown) == len(pins):
        said.append("The database of vulnerabilities is out of reach from here, so nothing is known.")
    passed = bool(pins) and not unknown and not found
    end = f"{len(pins)} packages looked up, {found or 'no'} known vulnerabilities." if pins else "nothing is locked."
    said.append(f"Passed: {end}" if passed else "Not passed." if unknown else f"Not passed: {end}")
    return said, passed


def main(locks: list[str]) -> int:
    """The command."""
    pins = sorted({pin for lock in locks for pin in pins_in(Path(lock).read_text(encoding="utf-8"))})
    # A package that is locked in two versions, for two kinds of system, is asked for twice.
    waiting, answers = list(pins), []
    while waiting:
        now = list({name: (name, version) for name, version in waiting}.values())
        answers.append(look_up(now))
        waiting = [pin for pin in waiting if pin not in now]
    said, passed = judge(pins, answers)
    print("\n".join(said))
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
