"""Reports made one after another, by this process or shared among several.

Comes in: a workspace, and what is to be done with which reports. Goes out: what became of each, as soon as it is done.
"""

import gc
import pickle
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from reportgen.commands.build import BuildResult, build
from reportgen.core.diagnostic import Diagnostic, whole_file
from reportgen.core.names import ReportKey
from reportgen.core.own_fault import exception_in_words, interrupts_unwrapped, own_fault
from reportgen.core.pipe import Message
from reportgen.core.worker import Failure, Worker, can_be_copied, first_ready
from reportgen.read.workspace import Workspace, build_path

if TYPE_CHECKING:
    from reportgen.core.worker_process import Tell

# Where no PDF is printed, a second process pays from so many reports on.
_PAYS = 20
_Share = Sequence[ReportKey]


@dataclass(frozen=True, slots=True)
class Work:
    """What is done with each report."""

    workspace: Workspace
    formats: tuple[str, ...]
    strict: bool
    inputs: dict[ReportKey, str]

    def on(self, key: ReportKey) -> BuildResult:
        """One report; a fault of the program is told at this one, and costs no other. Errors: every slug; own-fault."""
        try:
            with interrupts_unwrapped():
                return build(self.workspace, key, self.formats, strict=self.strict, inputs=self.inputs[key])
        except Exception as problem:
            return _broken(key, *exception_in_words(problem))

    def answer(self, job: Message, _: "Tell") -> Message:
        """The same for another process, which works on one report after another."""
        return Message(blobs=(pickle.dumps(self.on(pickle.loads(job.blobs[0]))),))  # noqa: S301 - made by this program


@dataclass(slots=True)
class _PoolWorker:
    """A process that makes one report after another. Shape: `key` is the one at hand, `share` are those that follow."""

    worker: "Worker"
    share: deque[ReportKey]
    key: ReportKey | None = None


def make_all(work: Work, keys: Sequence[ReportKey], jobs: int) -> Iterator[BuildResult]:
    """The reports as each is done, by as many processes as pay.

    Why: all years of an area are given to one process, one after another, since each looks at the years before it.
    Errors: every slug may be said; own-fault, report-lost.
    """
    shares = _shares(keys)
    count = min(jobs, len(shares)) if "pdf" in work.formats or len(keys) >= _PAYS else 1
    return _in_processes(work, shares, count) if count > 1 else _in_this_process(work, shares)


def _shares(keys: Iterable[ReportKey]) -> list[_Share]:
    """The reports by kind and area, each with its years, oldest first."""
    found: dict[tuple[str, str], list[ReportKey]] = {}
    for key in keys:
        found.setdefault((key.kind, key.area), []).append(key)
    return [sorted(share, key=lambda key: key.year) for share in found.values()]


def _in_this_process(work: Work, shares: Iterable[_Share]) -> Iterator[BuildResult]:
    for share in shares:
        for key in share:
            yield work.on(key)
            _enable_gc()


def _enable_gc() -> None:
    """Looks for what is no longer used, where that was put off.

    Why: until a report was made, most of what is loaded lasts, and to go through it again and again takes time.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def _in_processes(work: Work, shares: Iterable[_Share], count: int) -> Iterator[BuildResult]:
    """The reports in the order in which they are done."""
    waiting = deque(shares)
    _warm_up(work, waiting[0][-1])
    makers: list[_PoolWorker] = []
    try:
        while len(makers) < count:
            makers.append(_PoolWorker(Worker(work.answer), deque()))
            _assign(makers[-1], waiting)
        while busy := {maker.worker: maker for maker in makers if maker.key}:
            for worker in first_ready(list(busy)):
                maker = busy[worker]
                key, answer = maker.key, worker.receive()
                if isinstance(answer, Failure):
                    worker.kill()
                    makers.remove(maker)
                    maker = _PoolWorker(Worker(work.answer), maker.share)
                    makers.append(maker)
                _assign(maker, waiting)
                if isinstance(answer, Message):
                    yield pickle.loads(answer.blobs[0])  # noqa: S301 - made by this program
                elif key is not None:
                    yield _broken(key, answer.broken, answer.trace) if answer.broken else _lost(key)
    finally:
        for maker in makers:
            maker.worker.dismiss()
        for maker in makers:
            maker.worker.close()


def _warm_up(work: Work, key: ReportKey) -> None:
    """Loads what all need, and reads the edition and theme of one report, before this process is copied."""
    from reportgen.formats.html.theme_lint import lint_theme
    from reportgen.formats.pdf.worker import get_ready_to_print
    from reportgen.formats.registry import exporter
    from reportgen.read.source import read_year

    if not can_be_copied():
        return
    for module in ("check.report", "document.build", "output.publish"):
        import_module(f"reportgen.{module}")
    for name in work.formats:
        exporter(name)
    if year := read_year(work.workspace, key.kind, key.year).value:
        lint_theme(year.edition)
    if "pdf" in work.formats:
        get_ready_to_print()


def _assign(maker: _PoolWorker, waiting: deque[_Share]) -> None:
    """Gives a process its next report, if there is one."""
    if not maker.share and waiting:
        maker.share.extend(waiting.popleft())
    maker.key = maker.share.popleft() if maker.share else None
    if maker.key:
        maker.worker.send(Message(blobs=(pickle.dumps(maker.key),)))


def _broken(key: ReportKey, problem: str, trace: str) -> BuildResult:
    return BuildResult(key, (), (own_fault(whole_file(build_path(key)), "the report", problem, trace),), False)


def _lost(key: ReportKey) -> BuildResult:
    message = "the process that made this report came to its end before it was done; the others are not touched by that"
    hint = "run the command again; should it happen again, add “--jobs 1”, and look at the free memory"
    return BuildResult(key, (), (Diagnostic("report-lost", whole_file(build_path(key)), message, hint),), False)
