"""What is measured, row by row.

Comes in: a made-up workspace and the pages of one year. Goes out: rows, each with a limit where one was set.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from benchmarks import peers
from benchmarks.measuring import Command, Run, Spread, in_turn, ratio, spread
from benchmarks.saving import saves
from reportgen.core.names import ReportKey
from reportgen.formats.registry import FORMATS
from reportgen.read.workspace import pages_path

_REPORTGEN = Path(sys.executable).parent / "reportgen"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the result. Shape: `most` is the limit that was set, if any; `least` where more is better."""

    what: str
    found: Spread | None
    unit: str = "×"
    most: float | None = None
    least: float | None = None
    remark: str = ""

    @property
    def holds(self) -> bool | None:
        """Whether the limit holds, by the median; None where there is none, or nothing was measured."""
        if self.found is None or (self.most is None and self.least is None):
            return None
        middle = self.found.median
        return (self.most is None or middle <= self.most) and (self.least is None or middle >= self.least)


@dataclass(frozen=True, slots=True)
class Bench:
    """What all rows need. Shape: `keys` are all reports, `year` those of the last year, and `pages` its pages, in that order.

    `other` is the folder of another version that is measured beside this one.
    """

    root: Path
    keys: tuple[ReportKey, ...]
    year: tuple[ReportKey, ...]
    pages: tuple[Path, ...]
    is_quick: bool
    other: Path | None = None

    def times(self, usual: int, quick: int) -> int:
        """How often something is run."""
        return quick if self.is_quick else usual

    def reportgen(self, *words: str, anew: bool = False, before: Callable[[], None] | None = None) -> Command:
        """A command of ours. Shape: `anew` begins without anything made before."""
        restart = before or ((lambda: _remove_build(self.root)) if anew else lambda: None)
        return Command("reportgen " + " ".join(words), (str(_REPORTGEN), *words), self.root, restart)

    def nothing(self) -> Command:
        """Python that does nothing."""
        return Command("python -c pass", (sys.executable, "-c", "pass"), self.root)


def one_report(bench: Bench) -> Iterator[Row]:
    """A report by itself, with its checks, its web page and its PDF, against bare WeasyPrint; then other peers."""
    page = bench.pages[0]
    ours, theirs = bench.reportgen("build", "london", "2024", anew=True), peers.weasyprint(page)
    a, b = in_turn(bench.times(9, 3), (ours,), (theirs,))
    yield Row("one report: checks, HTML and PDF ÷ bare weasyprint", ratio(a, b, "cpu"), most=0.95)
    yield Row("… by the clock", ratio(a, b, "wall"))
    yield Row("… seconds of the processor: ours", spread(a, "cpu"), "s")
    yield Row("… seconds of the processor: bare weasyprint", spread(b, "cpu"), "s", remark=_lacks(peers.WEASYPRINT))
    for peer, commands in (
        (peers.PANDOC_WEASYPRINT, (peers.pandoc_weasyprint(page),)),
        (peers.PANDOC_TYPST, peers.pandoc_typst(page) or (None,)),
    ):
        known = tuple(command for command in commands if command)
        if not known:
            yield Row(f"… {peer.name}", None, remark="not installed")
            continue
        (runs,) = in_turn(bench.times(5, 2), known)
        yield Row(f"… seconds of the processor: {peer.name}", spread(runs, "cpu"), "s", remark=_lacks(peer))


def one_year(bench: Bench) -> Iterator[Row]:
    """All areas of a year on two cores and on one, against as many runs of bare WeasyPrint and one Chromium."""
    areas = len(bench.year)
    groups = [
        (bench.reportgen("build", "--all", "2024", "--jobs", "2", anew=True),),
        (bench.reportgen("build", "--all", "2024", "--jobs", "1", anew=True),),
        tuple(peers.weasyprint(page) for page in bench.pages),
    ]
    chromium = peers.chromium(list(bench.pages))
    two, one, bare, *rest = in_turn(bench.times(3, 1), *groups, *([(chromium,)] if chromium else []))
    yield Row(
        f"{areas} areas, HTML and PDF, two cores ÷ {areas} runs of bare weasyprint", ratio(two, bare, "wall"), most=0.35
    )
    halved = [Run(run.cpu / 2, run.wall, run.memory) for run in two]
    yield Row(
        "… half its time of the processor ÷ theirs", ratio(halved, bare, "cpu"), remark="what two idle cores would give"
    )
    yield Row("… one core ÷ two", ratio(one, two, "wall"), least=1.8)
    yield Row("… by the clock", spread(two, "wall"), "s")
    if rest:
        yield Row(
            "… ÷ one Chromium that prints all", ratio(two, rest[0], "wall"), most=1.25, remark=_lacks(peers.CHROMIUM)
        )
    else:
        yield Row("… ÷ one Chromium that prints all", None, remark="Chromium is not installed")


def memory(bench: Bench) -> Iterator[Row]:
    """The largest process over many reports, against that over few."""
    few = tuple(key.area for key in bench.year[:6])
    years = sorted({str(key.year) for key in bench.keys})[-3:]
    (short,) = in_turn(1, (bench.reportgen("build", *few, "2024", "--jobs", "2", anew=True),))
    (long,) = in_turn(1, (bench.reportgen("build", "--all", *years, "--jobs", "2", anew=True),))
    yield Row("memory of the largest process", spread(long, "memory"), "MB", most=110)
    many = len(bench.year) * len(years)
    yield Row(f"… {many} reports ÷ {len(few)}", ratio(long, short, "memory"), most=1.05)


def all_formats(bench: Bench) -> Iterator[Row]:
    """The bundle of a report against its PDF."""
    bundle = bench.reportgen("publish", "london", "2024", anew=True)
    pdf = bench.reportgen("build", "london", "2024", "--format", "pdf", anew=True)
    a, b = in_turn(bench.times(7, 3), (bundle,), (pdf,))
    yield Row(f"publish, {len(FORMATS)} formats ÷ PDF alone", ratio(a, b, "cpu"), most=1.15)


def nothing_changed(bench: Bench) -> Iterator[Row]:
    """Builds and checks that have nothing to do."""
    number = len(bench.keys)
    python = bench.nothing()
    in_turn(1, (bench.reportgen("build", "london", "2024", anew=True),))
    one = bench.reportgen("build", "london", "2024")
    in_turn(1, (one,))
    a, b = in_turn(bench.times(15, 7), (one,), (python,))
    yield Row("nothing changed, one report ÷ python -c pass", ratio(a, b, "cpu"), most=4)
    made = bench.reportgen("build", "--all", "--format", "html", anew=True)
    (html,) = in_turn(1, (made,))
    if not bench.is_quick:
        html += in_turn(2, (made,))[0]
    yield Row(f"HTML of {number} reports, two cores", spread(html, "wall"), "s")
    yield Row("… seconds of the processor", spread(html, "cpu"), "s")
    every = bench.reportgen("build", "--all", "--format", "html")
    in_turn(1, (every,))
    a, b = in_turn(bench.times(11, 5), (every,), (python,))
    yield Row(f"nothing changed, {number} reports ÷ python -c pass", ratio(a, b, "cpu"), most=6)
    cold = bench.reportgen("check", "--all", anew=True)
    (runs,) = in_turn(bench.times(3, 1), (cold,))
    each = [Run(run.cpu / number * 1000, run.wall / number * 1000, run.memory) for run in runs]
    yield Row(f"check --all of {number} reports, a report", spread(each, "wall"), "ms")
    yield Row("… of the processor", spread(each, "cpu"), "ms")
    again = bench.reportgen("check", "--all")
    in_turn(1, (again,))
    a, b = in_turn(bench.times(11, 5), (again,), (python,))
    yield Row("… again with nothing changed ÷ python -c pass", ratio(a, b, "cpu"))


def one_changed(bench: Bench) -> Iterator[Row]:
    """One page of many reports is changed, and all are built, against that report alone."""
    page = bench.root / pages_path(bench.year[0]) / "introduction.md"
    in_turn(1, (bench.reportgen("build", "--all"),))
    text, times = page.read_text(encoding="utf-8"), count()

    def change() -> None:
        page.write_text(f"{text}\nSentence {next(times)} was added.\n", encoding="utf-8")

    every = bench.reportgen("build", "--all", before=change)
    alone = bench.reportgen("build", "london", str(bench.year[0].year), before=change)
    a, b = in_turn(bench.times(7, 3), (every,), (alone,))
    page.write_text(text, encoding="utf-8")
    name = f"one page changed among {len(bench.keys)}, HTML and PDF ÷ that report alone"
    yield Row(name, ratio(a, b, "cpu"), most=1.5)
    yield Row("… by the clock", ratio(a, b, "wall"))


def beside(bench: Bench) -> Iterator[Row]:
    """The same work by another version of reportgen, on reports that it makes up itself."""
    if bench.other is None:
        yield Row("another version", None, remark="name its folder with --beside")
        return
    theirs = _made_by(bench.other, bench.root.with_name("workspace-beside"), bench.keys)
    program = str(bench.other / ".venv/bin/reportgen")
    for name, words in (
        ("check --all for the first time", ("check", "--all")),
        ("HTML of all", ("build", "--all", "--format", "html")),
        ("HTML and PDF of one", ("build", "london", str(bench.year[0].year))),
    ):
        ours = bench.reportgen(*words, anew=True)
        other = Command(f"the other {name}", (program, *words), theirs, lambda: _remove_build(theirs))
        a, b = in_turn(bench.times(3, 1), (ours,), (other,))
        yield Row(f"{name} ÷ the other version", ratio(a, b, "wall"), most=0.6 if "all" in name else None)
        yield Row("… of the processor", ratio(a, b, "cpu"))


def _made_by(other: Path, folder: Path, keys: tuple[ReportKey, ...]) -> Path:
    """A workspace of as many reports, made up by the other version."""
    areas, years = len({key.area for key in keys}), len({key.year for key in keys})
    making = (
        "import sys; from pathlib import Path; from benchmarks.made_up import make_workspace; "
        "make_workspace(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), 2024)"
    )
    words = [str(other / ".venv/bin/python"), "-c", making, str(folder), str(areas), str(years)]
    places = os.pathsep.join((str(other), str(other / "tools")))
    subprocess.run(words, cwd=other, check=True, env={**os.environ, "PYTHONPATH": places})
    return folder


def small_commands(bench: Bench) -> Iterator[Row]:
    """Commands that only tell something, in a workspace in which something was built before."""
    _remove_build(bench.root)
    for words in (("--help",), ("--version",), ("list",)):
        in_turn(1, (bench.reportgen(*words),))
        a, b = in_turn(bench.times(15, 7), (bench.reportgen(*words),), (bench.nothing(),))
        yield Row(f"{words[0]} ÷ python -c pass", ratio(a, b, "cpu"), most=4 if words == ("--help",) else None)


def preview(bench: Bench) -> Iterator[Row]:
    """From saving a page to the new report in the preview."""
    page = bench.root / pages_path(bench.year[0]) / "introduction.md"
    found = saves(bench.root, page, bench.times(20, 8))
    yield Row("preview: from saving a page to the new report", found, "ms", most=300)


def growth(bench: Bench) -> Iterator[Row]:
    """How the cost grows with the number of reports."""
    for few in (1, 3, 6, 12, 24):
        if few <= len(bench.year):
            (runs,) = in_turn(
                1, (bench.reportgen("build", *(key.area for key in bench.year[:few]), "2024", anew=True),)
            )
            yield Row(f"{few} reports, HTML and PDF, two cores", spread(runs, "wall"), "s")


def _remove_build(root: Path) -> None:
    """Takes away all that was made or noted, and leaves the folder, as after the first build of a workspace."""
    shutil.rmtree(root / "build", ignore_errors=True)
    (root / "build").mkdir()


def _lacks(peer: peers.Peer) -> str:
    return f"lacks {peer.lacks}"
