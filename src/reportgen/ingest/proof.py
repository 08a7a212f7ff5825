"""The order of the stations of `reportgen compare`: a published file held against the report that was made again of it.

Comes in: a file and a report's key. Goes out: how far words and figures are the same, and all that is not.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from reportgen.commands.build import prepare
from reportgen.core.diagnostic import Diagnostic, Outcome, in_one_line, in_reading_order
from reportgen.core.names import ReportKey
from reportgen.core.wording import counted, shortened
from reportgen.core.worker_process import Tell
from reportgen.ingest.importing import Imported, captions_of, import_report
from reportgen.ingest.printed_tables import printed_tables
from reportgen.ingest.published_words import WordComparison, WordPassage, compare_words, words_of_tree
from reportgen.read.cells import CellName, name_of
from reportgen.read.workspace import Workspace

_LONGEST_SHOWN = 160


@dataclass(frozen=True, slots=True)
class CellProof:
    """One figure of the report and what the file has in its place. Shape: `published` is empty where nothing was found."""

    name: CellName
    report: str
    published: str
    place: str

    @property
    def is_same(self) -> bool:
        """Whether both say the same."""
        return self.report == self.published


@dataclass(frozen=True, slots=True)
class Proof:
    """A published file held against a report."""

    imported: Imported
    words: WordComparison
    cells: tuple[CellProof, ...]


def compare_published(workspace: Workspace, key: ReportKey, path: Path, tell: Tell) -> Outcome[Proof]:
    """How far a report is the one that was published.

    Errors: cannot-import, import-other-report and those of `reportgen check`; what only warns is told by that.
    """
    prepared = prepare(workspace, key, strict=False)
    if prepared.value is None:
        return Outcome(None, in_reading_order(diagnostic for diagnostic in prepared.diagnostics if diagnostic.is_error))
    read = import_report(workspace, key, path, tell)
    if read.value is None:
        return Outcome(None, read.diagnostics)
    document = prepared.value
    cells = tuple(
        CellProof(name, cell.text, _published(read.value, name), read.value.figures[name].place)
        for name, cell in document.report.figures.items()
    )
    diagnostics: tuple[Diagnostic, ...] = tuple(one for one in read.diagnostics if one.slug != "figure-differs")
    imported, captions = read.value, captions_of(read.value.edition, key.year)
    known = frozenset(one.key for one in words_of_tree(document.tree))
    tables = printed_tables(imported.source, imported.edition.shape.tables, captions, known)
    return Outcome(Proof(imported, compare_words(imported.source, document.tree, tables), cells), diagnostics)


def _published(imported: Imported, name: CellName) -> str:
    """A figure of the file as a report prints it; empty where there is none that could be read."""
    reading = imported.figures[name].reading
    return f"{reading.value:,}" if reading.value is not None else reading.typed


def as_text(proof: Proof) -> Iterator[str]:
    """What is the same and what is not, as lines for people."""
    words, imported = proof.words, proof.imported
    yield in_one_line(f"{imported.name}: {imported.source.kind}, {imported.source.extent}")
    yield (
        f"Words: {words.both:,} of {words.published:,} published ones stand in the report in the same order "
        f"({_percent(words.percent)}); the report has {words.report:,}."
    )
    differing = [cell for cell in proof.cells if cell.published and not cell.is_same]
    missing = [cell for cell in proof.cells if not cell.published]
    same = len(proof.cells) - len(differing) - len(missing)
    yield (
        f"Figures: {same} of {len(proof.cells)} are the same, {len(differing)} differ, {len(missing)} not found in the file."
    )
    shape = imported.edition.shape
    for cell in differing:
        yield f"  {name_of(shape, cell.name)}: {cell.report} in the report, {cell.published} published ({cell.place})"
    for cell in missing:
        yield f"  {name_of(shape, cell.name)}: {cell.report} in the report, not found"
    for turn, title in (("lost", "Lost: published, and not in the report"), ("added", "Added: in the report alone")):
        passages = [one for one in words.passages if one.turn == turn]
        if passages:
            count = sum(one.count for one in passages)
            yield f"{title} ({counted(count, 'word')} in {counted(len(passages), 'place')}):"
        yield from (_line(one) for one in passages)


def as_data(proof: Proof) -> dict[str, object]:
    """The same for programs, with every passage in full."""
    words, shape = proof.words, proof.imported.edition.shape
    return {
        "file": proof.imported.name,
        "words": {
            "published": words.published,
            "report": words.report,
            "in_order": words.both,
            "percent": round(words.percent, 2),
        },
        "passages": [asdict(one) for one in words.passages],
        "figures": [
            {
                "name": name_of(shape, cell.name),
                "report": cell.report,
                "published": cell.published or None,
                "place": cell.place,
                "same": cell.is_same,
            }
            for cell in proof.cells
        ],
    }


def _line(one: WordPassage) -> str:
    return in_one_line(f"  {one.place}, beside {one.other_place}: {shortened(one.words, _LONGEST_SHOWN)}")


def _percent(share: float) -> str:
    """A share with one decimal, which says 100% only of all. Why: 99.96 would be printed as all."""
    return "100%" if share == 100 else f"{int(share * 10) / 10:.1f}%"
