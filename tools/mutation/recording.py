"""What became of the mutants, as numbers and as a list of those that no test found.

Comes in: mutants and results. Goes out: a table; RECORD.md with its table written anew; survivors.txt, which keeps its reasons.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from making import ROOT, Mutant, modules

RECORD = ROOT / "tools" / "mutation" / "RECORD.md"
SURVIVORS = ROOT / "tools" / "mutation" / "survivors.txt"
_HEAD = "| Module | Mutants | Refused by the type checker | Tried | Found by tests | Survived | Found of those tried |"
_OPEN = "open"
_Results = Mapping[str, Mapping[str, Any]]


def table(mutants: Iterable[Mutant], results: _Results, shown: Iterable[str]) -> Iterator[str]:
    """The numbers of each module that is shown, and of all of them."""
    numbers: dict[str, Counter[str]] = {module: Counter() for module in shown}
    for mutant in mutants:
        if mutant.module in numbers:
            result = None if mutant.refused else results.get(mutant.key)
            found = result is not None and bool(result["by"])
            numbers[mutant.module].update(
                made=1,
                refused=mutant.refused,
                tried=result is not None,
                found=found,
                left=result is not None and not found,
            )
    yield _HEAD
    yield "|---|---|---|---|---|---|---|"
    for module, here in {**numbers, "All of these": sum(numbers.values(), Counter())}.items():
        columns = (f"{here[name]:,}" for name in ("made", "refused", "tried", "found", "left"))
        share = f"{100 * here['found'] / here['tried']:.1f} %" if here["tried"] else ""
        yield f"| {module} | {' | '.join(columns)} | {share} |"


def record(mutants: Iterable[Mutant], results: _Results) -> None:
    """Writes both files. Why: a reason holds as long as the line that it was given for stays."""
    mutants = tuple(mutants)
    lines = table(mutants, results, modules())
    before, _, rest = RECORD.read_text(encoding="utf-8").partition(_HEAD)
    after = rest[rest.index("\n\n") :]
    RECORD.write_text(before + "\n".join(lines) + after, encoding="utf-8")
    reasons = known_reasons()
    left = [one for one in mutants if not one.refused and results.get(one.key, {"by": "?"})["by"] == ""]
    told = dict.fromkeys(_line(mutant) for mutant in left)
    SURVIVORS.write_text("".join(f"{line}\n    {reasons.get(line, _OPEN)}\n" for line in told), encoding="utf-8")


def known_reasons() -> dict[str, str]:
    """Why no test can or need find a mutant, by its line."""
    lines = SURVIVORS.read_text(encoding="utf-8").splitlines()
    pairs = zip(lines[::2], lines[1::2], strict=True)
    return {line: reason.strip() for line, reason in pairs if reason.strip() != _OPEN}


def _line(mutant: Mutant) -> str:
    return f"{mutant.place}: {'  =>  '.join(mutant.change.splitlines())}"
