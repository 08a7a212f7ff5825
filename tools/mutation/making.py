"""Makes the mutants: copies of the program in which each function of `check/` and `read/` has many small faults to choose from.

Comes in: the source code. Goes out: a changed copy below WORK, and what each mutant changes.
"""

import difflib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import libcst as cst
from mutmut.mutation import file_mutation, mutators

ROOT = Path(__file__).parents[2]
WORK = ROOT / ".venv" / "mutants"
ROOMS = ("check", "read")


@dataclass(frozen=True)
class Mutant:
    """One small fault.

    Shape: `name` is what switches it on; the function starts at line `start` of the changed module, and `line` lines further
    is what tests have to reach; `key` stays while the function stays.
    """

    module: str
    function: str
    name: str
    start: int
    line: int
    key: str
    change: str
    refused: bool = False

    @property
    def place(self) -> str:
        """The function with its module."""
        return f"{self.module} {self.function}"


def literals(node: cst.BaseString) -> Iterator[cst.BaseString]:
    """A name in quotation marks with other letters around it.

    Why: words with a space are read by a person in expected.txt, and are no decision of the program.
    """
    if isinstance(node, cst.SimpleString) and " " not in node.value and not node.value.endswith('"""'):
        yield from list(mutators.operator_string(node))[:1]


def modules() -> tuple[str, ...]:
    """The modules that are changed, such as check/totals."""
    paths = (path for room in ROOMS for path in sorted((ROOT / "src" / "reportgen" / room).glob("*.py")))
    return tuple(f"{path.parent.name}/{path.stem}" for path in paths if path.stem != "__init__")


def make_mutants() -> tuple[Mutant, ...]:
    """Every mutant of every module, made anew only if the program was changed."""
    source = ROOT / "src"
    digest = hashlib.sha256(
        b"".join(path.read_bytes() for path in (Path(__file__), *sorted(source.rglob("*.py"))))
    ).hexdigest()
    record = WORK / "mutants.json"
    if record.exists() and (known := json.loads(record.read_text(encoding="utf-8")))["digest"] == digest:
        return tuple(Mutant(**one) for one in known["mutants"])
    shutil.rmtree(WORK / "src", ignore_errors=True)
    # Which tests reach which line is not known any more.
    (WORK / "reach.json").unlink(missing_ok=True)
    shutil.copytree(source, WORK / "src", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", WORK)
    file_mutation.mutation_operators = [
        (kind, literals if operator is mutators.operator_string else operator)
        for kind, operator in mutators.mutation_operators
    ]
    spans = {module: dict(_make(module)) for module in modules()}
    refused = set(_refused(spans))
    made = tuple(
        Mutant(**{**asdict(mutant), "refused": mutant.name in refused})
        for found in spans.values()
        for mutant in found.values()
    )
    record.write_text(json.dumps({"digest": digest, "mutants": [asdict(mutant) for mutant in made]}), encoding="utf-8")
    return made


def _make(module: str) -> Iterator[tuple[range, Mutant]]:
    """Writes one changed module, and gives its mutants by their lines in it."""
    path = Path("src/reportgen") / f"{module}.py"
    changed = file_mutation.mutate_file_contents(str(path), (ROOT / path).read_text(encoding="utf-8"))
    (WORK / path).write_text(changed.code, encoding="utf-8")
    lines = changed.code.splitlines()
    dotted = f"reportgen.{module.replace('/', '.')}"
    spans = changed.line_span_by_function_name
    for name in changed.mutant_names:
        function = name.partition("__mutmut_")[0]
        span, original = spans[name], spans[f"{function}__mutmut_orig"]
        before = [line.replace("__mutmut_orig(", "(") for line in lines[original.start - 1 : original.end]]
        after = [line.replace(f"{name}(", f"{function}(") for line in lines[span.start - 1 : span.end]]
        key = hashlib.sha256("\n".join([module, *after]).encode()).hexdigest()[:16]
        first = next(number for number, pair in enumerate(zip(before, after, strict=False)) if pair[0] != pair[1])
        yield (
            range(span.start, span.end + 1),
            Mutant(
                module,
                function.removeprefix("x_").removeprefix("xǁ").replace("ǁ", "."),
                f"{dotted}.{name}",
                original.start,
                first,
                key,
                _difference(before, after),
            ),
        )


def _difference(before: list[str], after: list[str]) -> str:
    differing = (line for line in difflib.ndiff(before, after) if line[0] in "-+")
    return "\n".join(line[0] + " " + line[1:].strip() for line in differing)


def _refused(spans: dict[str, dict[range, Mutant]]) -> Iterable[str]:
    """Mutants that the type checker refuses, as bin/test would."""
    run = subprocess.run(
        [sys.executable, "-m", "mypy", "--output", "json"],
        cwd=WORK,
        env={**os.environ, "MYPYPATH": os.environ["MUTATION_TOOLS"]},
        capture_output=True,
        encoding="utf-8",
    )
    told = [json.loads(line) for line in run.stdout.splitlines() if line.startswith("{")]
    assert told, run.stdout + run.stderr
    for fault in told:
        module = fault["file"].removeprefix("src/reportgen/").removesuffix(".py")
        if fault["severity"] == "error":
            yield from (mutant.name for lines, mutant in spans.get(module, {}).items() if fault["line"] in lines)
