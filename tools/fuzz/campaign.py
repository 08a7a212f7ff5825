"""A campaign: each target for some seconds, one after the other, and the record of all campaigns.

Comes in: seconds and targets. Goes out: lines for people, tools/fuzz/RECORD.md with the counts added, and 1 where a fault was found.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
CORPUS = HERE / "corpus"
RECORD = HERE / "RECORD.md"
# The repository holds them, and the smallest reach nearly as much as all.
MOST_KEPT = 60
TARGETS = ("yaml", "quoted", "figures", "page", "edition", "check")
_ROW = re.compile(r"^\| (\w+) \| ([\d,]+) \| (\d+) \|", re.MULTILINE)


def main() -> None:
    """Runs the targets that were asked for, and adds what they did to the record."""
    if not sys.argv[1].isdecimal() or not {*sys.argv[2:]} <= {*TARGETS}:
        sys.exit(f"bin/fuzz [SECONDS [TARGET...]]; targets: {', '.join(TARGETS)}")
    found = 0
    for target in sys.argv[2:] or TARGETS:
        result = run(target, int(sys.argv[1]))
        faults: dict[str, str] = result["faults"]
        print(f"{target}: {result['executions']:,} executions, slowest {result['slowest']} s, {len(faults)} faults")
        for kind, words in faults.items():
            print(f"  {kind}\n    {words}")
        found += len(faults)
        add(target, result["executions"], len(faults))
    sys.exit(1 if found else 0)


def run(target: str, seconds: int) -> dict:  # type: ignore[type-arg]
    """One target from the kept corpus; the smallest of what reached new lines is kept."""
    work = Path(tempfile.mkdtemp(prefix="reportgen-fuzz-"))
    kept, grown = CORPUS / target, work / "corpus"
    kept.mkdir(parents=True, exist_ok=True)
    shutil.copytree(kept, grown)
    result = work / f"{target}.json"
    command = [sys.executable, str(HERE / "run.py"), target, "--seconds", str(seconds)]
    with (work / "log.txt").open("w", encoding="utf-8") as log:
        options = ["--corpus", str(grown), "--result", str(result)]
        ended = subprocess.run(
            [*command, *options],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "TMPDIR": str(work)},
            check=False,
        )
    if not result.exists():
        sys.exit(f"{target}: nothing ran; see {work / 'log.txt'}")
    told: dict = json.loads(result.read_text(encoding="utf-8"))  # type: ignore[type-arg]
    if ended.returncode != 0:
        told["faults"][f"ended with {ended.returncode}"] = f"see {work / 'log.txt'} and the inputs beside it"
    shutil.rmtree(kept)
    kept.mkdir()
    for path in sorted(grown.iterdir(), key=lambda path: (path.stat().st_size, path.name))[:MOST_KEPT]:
        shutil.copy(path, kept / path.name)
    if told["faults"]:
        print(f"  the inputs are in {work}")
    else:
        shutil.rmtree(work)
    return told


def add(target: str, executions: int, faults: int) -> None:
    """Adds a run to the row of its target."""
    text = RECORD.read_text(encoding="utf-8")

    def row(match: re.Match[str]) -> str:
        if match[1] != target:
            return match[0]
        return f"| {target} | {int(match[2].replace(',', '')) + executions:,} | {int(match[3]) + faults} |"

    RECORD.write_text(_ROW.sub(row, text), encoding="utf-8")


if __name__ == "__main__":
    main()
