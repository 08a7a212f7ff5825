"""What was read from a file, as lines for people and as data for programs."""

from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby

from reportgen.core.diagnostic import in_one_line
from reportgen.core.wording import counted, shortened
from reportgen.ingest.edition_importing import ImportedEdition
from reportgen.ingest.figures import Confidence, ReadFigure
from reportgen.ingest.importing import Imported
from reportgen.ingest.pages import ImportedPages
from reportgen.read.cells import name_of
from reportgen.read.edition_shapes import EditionShape

# So many figures of a table that are not sure for one reason are told in one line.
_TOGETHER = 4
_LONGEST_QUOTE = 90


def told(imported: Imported) -> Iterator[str]:
    """What was read, how much of it is sure, and each figure that is not."""
    source, shape = imported.source, imported.edition.shape
    yield in_one_line(f"{imported.name}: {source.kind}, {source.extent}")
    yield from (f"  {in_one_line(remark)}" for remark in source.remarks)
    sure, look, missing = (imported.counted(state) for state in Confidence)
    yield f"{counted(sure, 'figure is', 'figures are')} sure, {look} to be looked at, {missing} missing"
    for title, state in (("To be looked at", Confidence.LOOK), ("Missing", Confidence.MISSING)):
        figures = [figure for figure in imported.figures.values() if figure.state is state]
        if figures:
            yield f"{title}:"
        for (table, reasons), group in groupby(figures, lambda one: (one.name.table, one.reasons)):
            yield from _lines(list(group), table, "; ".join(reasons), shape)
    notes = [(note, figure) for figure in imported.figures.values() for note in figure.notes]
    for note, each in groupby(sorted(notes, key=lambda one: one[0]), lambda one: one[0]):
        places = [figure.place for _, figure in each]
        more = f" and {len(places) - 3} more" if len(places) > 3 else ""
        yield in_one_line(f"Note: {note}: {', '.join(places[:3])}{more}")
    if imported.pages:
        yield from _of_pages(imported.pages)


def _of_pages(pages: ImportedPages) -> Iterator[str]:
    """How many pages there are, which were kept, and what was left out of them."""
    if pages.strangers:
        yield in_one_line(
            f"Pages: none were taken, since the report has pages of its own ({', '.join(pages.strangers[:3])}"
            f"{' and others' if len(pages.strangers) > 3 else ''})."
        )
        return
    count = sum(path.endswith(".md") for path in pages.files)
    left = (
        f"{pages.national} paragraphs, points and tables are national wording and were left out"
        if pages.national
        else ""
    )
    if count:
        yield f"Pages: {counted(count, 'page is', 'pages are')} the area’s own{left and '; ' + left}."
    elif pages.kept:
        yield "Pages: the report has each page of the file already."
    yield from (in_one_line(f"  {path} is there already, and stays as it is") for path in pages.kept)
    if count:
        yield from (f"  {in_one_line(remark)}" for remark in pages.remarks)


def _lines(figures: list[ReadFigure], table: str, why: str, shape: EditionShape) -> Iterator[str]:
    if len(figures) >= _TOGETHER:
        yield in_one_line(f"  {table}, {len(figures)} figures: {why}")
        return
    for figure in figures:
        said = f" {figure.reading.text}" if figure.reading.text else ""
        at = f" ({figure.place})" if figure.place else ""
        yield in_one_line(f"  {name_of(shape, figure.name)}{said and ':' + said}{at}: {why}")
        if figure.quote:
            yield in_one_line(f"      “{shortened(figure.quote, _LONGEST_QUOTE)}”")


def edition_told(imported: ImportedEdition) -> Iterator[str]:
    """What of the reports is national, and what is left to do in the draft."""
    reports = " and ".join(f"{report['file']} ({report['area']})" for report in imported.reports)
    yield in_one_line(f"Edition {imported.name}, of {reports}")
    yield (
        f"{imported.national} paragraphs, points and tables are national, {imported.local} are local; "
        f"{imported.sections} sections and {imported.notes} notes."
    )
    yield f"Compared with edition {imported.nearest}: {len(imported.differences)} differences, listed in CHANGES.md."
    if imported.to_do:
        yield "To be looked at:"
    yield from (f"  {in_one_line(line)}" for line in imported.to_do)


def edition_as_data(imported: ImportedEdition) -> dict[str, object]:
    """The same for JSON, without the files."""
    return {name: value for name, value in asdict(imported).items() if name != "plan"}


def as_data(imported: Imported) -> dict[str, object]:
    """What was read, for JSON."""
    return {
        "file": imported.name,
        "sha256": imported.digest,
        "kind": imported.source.kind,
        "extent": imported.source.extent,
        "remarks": list(imported.source.remarks),
        "pages": {
            "written": sorted(imported.pages.files),
            "kept": list(imported.pages.kept),
            "others": list(imported.pages.strangers),
            "remarks": list(imported.pages.remarks),
        }
        if imported.pages
        else None,
        "figures": [
            {
                "figure": name_of(imported.edition.shape, figure.name),
                "state": figure.state.value,
                "value": figure.reading.value,
                "shorthand": figure.reading.shorthand or None,
                "flag": figure.reading.flag or None,
                "reads": figure.reading.text,
                "place": figure.place,
                "line": figure.quote,
                "reasons": list(figure.reasons),
                "notes": list(figure.notes),
            }
            for figure in imported.figures.values()
        ],
    }
