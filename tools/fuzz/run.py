"""Inputs made at random, led by which lines of the program they reach, for one target.

Comes in: a target, seconds, folders. Goes out: the corpus made larger, faults with the inputs that show them, and counts as JSON.
"""

import argparse
import hashlib
import json
import random  # noqa: TID251 - seeded by the library
import sys
import time
import traceback
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["reportgen", "yaml", "markdown"]):
    from targets import Targets

from promises import NASTY, mutated

LONGEST_SECONDS = 2.0
# In bytes: a little more than what the good files have. Why: more is slower, and shows little that is new.
LONGEST = {"yaml": 1200, "quoted": 60, "figures": 1200, "page": 1800, "edition": 3000, "check": 3200}


def main() -> None:
    """Runs one target until its time is over."""
    parser = argparse.ArgumentParser()
    parser.add_argument("target", choices=list(LONGEST))
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--corpus", type=Path, required=True, help="what was found to reach new lines; grows")
    parser.add_argument("--result", type=Path, required=True, help="where the counts and the faults go")
    asked = parser.parse_args()

    targets = Targets()
    watched = _Watched(targets.by_name[asked.target], asked.result, asked.target)
    for folder in (asked.corpus, asked.result.parent):
        folder.mkdir(parents=True, exist_ok=True)
    for seed in targets.seeds(asked.target):
        (asked.corpus / hashlib.sha1(seed, usedforsecurity=False).hexdigest()).write_bytes(seed)
    words = asked.result.parent / "words.dict"
    words.write_text("\n".join(_quoted(word) for word in NASTY if 0 < len(word.encode()) < 60) + "\n", encoding="ascii")
    options = [
        sys.argv[0],
        "-timeout=60",
        "-rss_limit_mb=1500",
        f"-max_len={LONGEST[asked.target]}",
        "-print_final_stats=0",
        "-verbosity=0",
    ]
    options.append(f"-artifact_prefix={asked.result.parent}/{asked.target}-")
    options += [f"-max_total_time={asked.seconds}", f"-dict={words}", str(asked.corpus)]
    atheris.Setup(options, watched, custom_mutator=_mutate)
    atheris.Fuzz()


class _Watched:
    """Calls a target, counts, and keeps each kind of fault once with the first input that shows it."""

    def __init__(self, target, result: Path, name: str) -> None:
        self.target = target
        self.result = result
        self.name = name
        self.executions = 0
        self.slowest = 0.0
        self.faults: dict[str, str] = {}
        self.told = time.monotonic()

    def __call__(self, data: bytes) -> None:
        started = time.monotonic()
        try:
            self.target(data)
        except Exception as problem:
            self.keep(problem, data)
        seconds = time.monotonic() - started
        self.executions += 1
        if seconds > self.slowest:
            self.slowest = seconds
        if seconds > LONGEST_SECONDS:
            self.keep(TimeoutError(f"{seconds:.1f} seconds"), data)
        if time.monotonic() - self.told > 5:
            self.write()

    def keep(self, problem: Exception, data: bytes) -> None:
        trace = traceback.extract_tb(problem.__traceback__)
        where = f"{Path(trace[-1].filename).name}:{trace[-1].lineno}" if trace else "?"
        words = "" if type(problem) is TimeoutError else str(problem)[:200]
        key = f"{type(problem).__name__} at {where}: {words if type(problem).__name__ == 'Broken' else ''}"[:90]
        if key in self.faults or len(self.faults) > 200:
            return
        self.faults[key] = f"{problem!s:.300}"
        name = hashlib.sha1(key.encode(), usedforsecurity=False).hexdigest()[:12]
        (self.result.parent / f"fault-{self.name}-{name}").write_bytes(data)
        self.faults[key] += f" [fault-{self.name}-{name}]"
        self.write()

    def write(self) -> None:
        self.told = time.monotonic()
        counts = {
            "target": self.name,
            "executions": self.executions,
            "slowest": round(self.slowest, 2),
            "faults": self.faults,
        }
        self.result.write_text(json.dumps(counts, indent=2, ensure_ascii=True), encoding="utf-8")


def _mutate(data: bytes, longest: int, seed: int) -> bytes:
    """Half of the time the library's own change, else one as people and editors make them."""
    chance = random.Random(seed)
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = mutated(data, chance) if chance.randrange(2) else atheris.Mutate(data, len(data) + 64)
    return data[:longest]


def _quoted(word: str) -> str:
    """A word as libFuzzer's dictionaries have it."""
    return '"' + "".join(f"\\x{byte:02x}" for byte in word.encode("utf-8", "surrogatepass")) + '"'


if __name__ == "__main__":
    main()
