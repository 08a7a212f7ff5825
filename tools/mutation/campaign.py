"""Runs the quick tests against each mutant until one of them fails, and tells which mutants no test found.

Comes in: modules to look at. Goes out: a table of numbers, and below WORK every result.
The tests are collected once. Each mutant gets a process of its own, forked from there, and only tests that reach its function:
first those that found others like it, then the quickest, for so many seconds.
"""

import argparse
import contextlib
import gc
import hashlib
import inspect
import json
import os
import resource
import select
import signal
import sys
import tempfile
import time
from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from random import Random  # noqa: TID251 - with a seed
from typing import Any

import coverage
import hypothesis
import pytest
from _pytest.runner import runtestprotocol
from making import ROOMS, ROOT, WORK, Mutant, make_mutants, modules
from mutmut.mutation.trampoline import set_mutant_under_test
from recording import record, table

from reportgen.core.catalogue import CATALOGUE

TESTS = (
    "check",
    "compare",
    "core",
    "read",
    "document/test_wording.py",
    "commands",
    "test_bad_workspaces.py",
    "test_cli.py",
)
SEED = 20241101
MEMORY = 4_000_000_000


@dataclass
class Campaign:
    """A pytest plug-in that takes the place of running the tests."""

    modules: tuple[str, ...]
    seconds: float
    every: bool
    limit: float
    mutants: tuple[Mutant, ...]
    reach: dict[str, tuple[float, dict[str, list[int]]]] = field(default_factory=dict)
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    finders: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """What pytest calls once all tests are collected."""
        self.reach, self.results = _stored("reach.json"), _stored("results.json")
        tests = {_signature(item): item for item in session.items}
        unknown = {key: item for key, item in tests.items() if key not in self.reach}
        print(f"\n{len(tests)} tests, of which {len(unknown)} are new")
        starts = _starts(self.mutants)
        _apart(lambda tell: _measure(unknown, starts, tell), self._note_reach, len(unknown) * 20 + 60)
        self.reach = {key: self.reach[key] for key in tests if key in self.reach}
        _store("reach.json", self.reach)
        for key in tests.keys() - self.reach.keys():
            print(f"left out, since it fails without any mutant: {tests.pop(key).nodeid}")
        self._try_mutants(tests)
        return True

    def _note_reach(self, line: str) -> None:
        key, seconds, lines = json.loads(line)
        self.reach[key] = (seconds, lines)

    def _try_mutants(self, tests: dict[str, pytest.Item]) -> None:
        """Tries what was never tried first, by module; within a module in an order that is random and always the same."""
        reaching = defaultdict(list)
        for key in tests:
            for place, lines in self.reach[key][1].items():
                for line in lines:
                    reaching[place, line].append(key)
        waiting = [mutant for mutant in self.mutants if mutant.module in self.modules and self._is_open(mutant)]
        Random(SEED).shuffle(waiting)  # noqa: S311
        waiting.sort(key=lambda mutant: (mutant.key in self.results, self.modules.index(mutant.module)))
        for mutant in self.mutants:
            self._note_finder(mutant)
        gc.freeze()
        begun = time.monotonic()
        for number, mutant in enumerate(waiting, 1):
            tried = self.results.get(mutant.key, {}).get("tried", [])
            lines = ((mutant.place, line) for line in range(mutant.line, 0, -1))
            left = set(next(filter(None, map(reaching.get, lines)), ())) - set(tried)
            result = self._try(mutant, [(key, tests[key]) for key in self._in_order(mutant, left)])
            result["tried"] = [] if result["by"] else [*tried, *result["tried"]]
            self.results[mutant.key] = result
            self._note_finder(mutant)
            seconds = time.monotonic() - begun
            if number % 50 == 0 or number == len(waiting) or seconds > self.limit:
                _store("results.json", self.results)
                survived = sum(not self.results[one.key]["by"] for one in waiting[:number])
                print(f"{number} of {len(waiting)} tried, {survived} survived, {seconds:.0f} s", flush=True)
            if seconds > self.limit:
                break

    def _note_finder(self, mutant: Mutant) -> None:
        by = self.results.get(mutant.key, {}).get("by")
        if by:
            self.finders[mutant.place][by] += 1
            self.finders[mutant.module][by] += 1

    def _in_order(self, mutant: Mutant, tests: set[str]) -> list[str]:
        """The tests by how soon they are likely to find a mutant.

        Why: those that found others near it come early, and so do those that are named for its module or for what it says,
        quick ones, those that reach little else, and of those that are alike the first.
        """
        here, near = self.finders[mutant.place], self.finders[mutant.module]
        names = _names(mutant.module)
        alike = Counter[str]()
        cost: dict[str, float] = {}
        for key in sorted(tests, key=lambda key: (self.reach[key][0], key)):
            alike[key.partition("[")[0]] += 1
            seconds, reached = self.reach[key]
            near_by_name = 20 * any(name in key for name in names)
            likely = 1 + 5 * here[key] + near[key] + near_by_name
            cost[key] = seconds * len(reached) * alike[key.partition("[")[0]] / likely
        return sorted(cost, key=lambda key: cost[key])

    def _is_open(self, mutant: Mutant) -> bool:
        return (self.every or not mutant.refused) and not self.results.get(mutant.key, {}).get("by")

    def _try(self, mutant: Mutant, tests: list[tuple[str, pytest.Item]]) -> dict[str, Any]:
        """What finds the mutant: the key of a test, `time`, or nothing."""
        told: list[str] = []
        ended = _apart(lambda tell: self._look_for(mutant, tests, tell), told.append, 3 * self.seconds + 20)
        found = [line for line in told if line.startswith("!")]
        by = found[0][1:] if found else "" if ended else "time"
        return {"by": by, "tried": [line for line in told if not line.startswith("!")]}

    def _look_for(self, mutant: Mutant, tests: list[tuple[str, pytest.Item]], tell: Callable[[str], None]) -> None:
        set_mutant_under_test(mutant.name)
        spent = 0.0
        for key, item in tests:
            seconds = self.reach[key][0]
            if spent and spent + seconds > self.seconds:
                break
            signal.setitimer(signal.ITIMER_PROF, 2 + 5 * seconds)
            passed = _passes(item)
            spent += seconds
            tell(key if passed else f"!{key}")
            if not passed:
                return


@lru_cache
def _names(module: str) -> frozenset[str]:
    """What tests of a module are named for: the module, and the slugs of what it says."""
    text = (ROOT / "src" / "reportgen" / f"{module}.py").read_text(encoding="utf-8")
    return frozenset({module.partition("/")[2], *(slug for slug in CATALOGUE if f'"{slug}"' in text)})


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _starts(mutants: Iterable[Mutant]) -> dict[str, dict[int, str]]:
    """At which line of each changed module which function starts, in order."""
    starts: dict[str, dict[int, str]] = defaultdict(dict)
    for mutant in sorted(mutants, key=lambda mutant: mutant.start):
        starts[mutant.module][mutant.start] = mutant.place
    return starts


def _measure(tests: dict[str, pytest.Item], starts: dict[str, dict[int, str]], tell: Callable[[str], None]) -> None:
    """How long each test takes, and which lines of which functions it reaches."""
    watch = coverage.Coverage(data_file=None, include=[str(WORK / "src/reportgen" / room / "*") for room in ROOMS])
    for key, item in tests.items():
        watch.erase()
        begun = time.monotonic()
        watch.start()
        passed = _passes(item)
        watch.stop()
        if passed:
            data, reached = watch.get_data(), defaultdict(list)
            for path in data.measured_files():
                here = starts["/".join(path.removesuffix(".py").split("/")[-2:])]
                order = list(here)
                for line in sorted(data.lines(path) or ()):
                    if before := bisect(order, line):
                        start = order[before - 1]
                        reached[here[start]].append(line - start)
            tell(json.dumps([key, round(time.monotonic() - begun, 4), reached]))


def _apart(work: Callable[[Callable[[str], None]], None], note: Callable[[str], None], patience: float) -> bool:
    """Does the work in a process of its own, which tells lines; whether it came to its end in time."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        code = 1
        try:
            os.setpgid(0, 0)
            os.close(reading)
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1]))
            work(lambda line: _write(writing, line))
            code = 0
        finally:
            os._exit(code)
    os.close(writing)
    until, rest = time.monotonic() + patience, b""
    while select.select([reading], [], [], max(0.0, until - time.monotonic()))[0] and (data := os.read(reading, 65536)):
        *lines, rest = (rest + data).split(b"\n")
        for line in lines:
            note(line.decode())
    os.close(reading)
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
    return os.waitpid(process, 0)[1] == 0


def _write(pipe: int, line: str) -> None:
    data = line.encode() + b"\n"
    while data:
        data = data[os.write(pipe, data) :]


def _signature(item: pytest.Item) -> str:
    """A test by its name and its text, so that a changed test counts as new."""
    text = inspect.getsource(item.function)  # type: ignore[attr-defined]
    return f"{item.nodeid} {hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _stored(name: str) -> Any:
    path = WORK / name
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _store(name: str, value: object) -> None:
    aside = WORK / f"{name}.new"
    aside.write_text(json.dumps(value), encoding="utf-8")
    aside.replace(WORK / name)


def main(arguments: Iterable[str]) -> int:
    """The command bin/mutants."""
    parser = argparse.ArgumentParser(prog="bin/mutants", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="such as check/totals; otherwise all")
    parser.add_argument("--seconds", type=float, default=3, help="of tests for one mutant (3)")
    parser.add_argument("--every", action="store_true", help="also those that the type checker refuses")
    parser.add_argument(
        "--limit", type=float, default=1e9, help="seconds for the whole run; then what was tried is told"
    )
    parser.add_argument("--only-tell", action="store_true", help="tell the results of earlier runs")
    parser.add_argument("--record", action="store_true", help="write them into RECORD.md and survivors.txt too")
    asked = parser.parse_args(list(arguments))
    chosen = tuple(asked.modules) or modules()
    if unknown := set(chosen) - set(modules()):
        parser.error(f"no such module: {', '.join(sorted(unknown))}")
    campaign = Campaign(chosen, asked.seconds, asked.every, asked.limit, make_mutants())
    if asked.only_tell:
        campaign.results = _stored("results.json")
    else:
        hypothesis.settings.register_profile(
            "mutants",
            phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate),
            derandomize=True,
            deadline=None,
            database=None,
        )
        hypothesis.settings.load_profile("mutants")
        with tempfile.TemporaryDirectory() as folder:
            options = ["-m", "not slow", "-p", "no:cacheprovider", "-s", f"--basetemp={folder}/tests"]
            options += ["-o", "tmp_path_retention_policy=none"]
            outcome = pytest.main([*options, *(str(ROOT / "tests" / name) for name in TESTS)], plugins=[campaign])
        if outcome not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
            return int(outcome)
    print("\n".join(table(campaign.mutants, campaign.results, chosen)))
    if asked.record:
        record(campaign.mutants, campaign.results)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
