"""The rules that pages, details and dates must keep, one function each.

Comes in: all that was written for a report. Goes out: diagnostics.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from reportgen.check.checked import Checked
from reportgen.check.figures import PENDING
from reportgen.check.rules import unknown_figure
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.core.names import did_you_mean
from reportgen.read.cells import find_cell, find_row, rates_of
from reportgen.read.located_yaml import find_place
from reportgen.read.source import ReportSource
from reportgen.tree.nodes import Table
from reportgen.tree.walk import find

PLACEHOLDER = re.compile(
    r"\[(?:insert\b[^\]]{0,40}|name|area|role|date|to follow|to be (?:confirmed|added|completed))\](?![(:])|\bto be confirmed\b|"
    r"\[(?:(?:DN|drafting note|note to \w+)\b:?|[\w ]{1,40} to be (?=added|inserted|confirmed|supplied|agreed))[^\[\]]{0,200}\](?![(:])|"
    r"\b(?:TBC|TBA|TBD|TODO|FIXME|lorem ipsum)\b|\[?\b(?:area name|name of area|insert [a-z ]{2,30}|your text) here\b\]?|\bX{2,}\b|\?{2,}|"
    # What Word prints where a reference leads to nothing any more.
    r"Error! (?:Reference source|Bookmark|Hyperlink reference) not (?:found|defined|valid)\b",
    re.IGNORECASE,
)
# Of these, one is in each placeholder. Why: to look for them takes a tenth of the time, and hardly any line has one.
_MAY_BE = ("[", "??", "xx", "tbc", "tba", "tbd", "todo", "fixme", "lorem", " here", "to be confirmed", "error!")
# What a link or a figure is called; bounded, since each that is not closed would be looked for to the end of its line.
_NOT_WORDS = re.compile(r"\]\([^)]{0,500}\)|https?://\S+|\{\{.{0,200}?\}\}")
_ANY_YEAR = re.compile(r"\b(20\d\d)\b")


def details_asked_for(checked: Checked) -> Iterator[Diagnostic]:
    """The further words that the edition asks for are there, and no others.

    Errors: missing-key, unknown-key.
    """
    source = checked.source
    asked, given = source.edition.shape.details, source.figures.shape.details
    at = find_place(source.figures.tree, "details")
    for name, detail in asked.items():
        if name not in given:
            yield Diagnostic(
                "missing-key",
                at,
                f"“{name}” is missing from the details ({detail.label})",
                f"add under “details:” a line “{name}: …”",
            )
    for name in given:
        if name not in asked:
            yield Diagnostic(
                "unknown-key",
                find_place(source.figures.tree, "details", name),
                f"this edition asks for no “{name}”",
                did_you_mean(name, list(asked)),
            )


def figures_named_in_pages(checked: Checked) -> Iterator[Diagnostic]:
    """Every figure that a page prints by name is one of the edition's, and of a row that is not left out.

    Why: one that the figures file lacks is told there, once.
    Errors: unknown-figure.
    """
    source = checked.source
    shape = source.edition.shape
    left_out = {find_row(shape, name) for name in source.figures.shape.left_out}
    for page in source.pages.values():
        for use in page.figure_uses:
            named = find_cell(shape, use.name)
            if named is None:
                yield unknown_figure(source.figures, use.name, use.place)
            elif (named.table, named.row) in left_out:
                message = f"“{use.name}” is left out of this report"
                yield Diagnostic("unknown-figure", use.place, message, "write the sentence without it")


def tables_without_caption(checked: Checked) -> Iterator[Diagnostic]:
    """Every table of a page has a name by which it is found and told.

    Errors: table-without-caption.
    """
    for page in checked.source.pages.values():
        for table in find(page.content.blocks, Table):
            if not table.caption and table.place:
                hint = "write a line above it, such as “Table: Courses for chairs”, and an empty line between them"
                yield Diagnostic("table-without-caption", table.place, "this table has no caption", hint)


def placeholders(checked: Checked) -> Iterator[Diagnostic]:
    """Nothing is left that was meant to be filled in.

    Errors: placeholder.
    Source: “Area name here” reached publication in a real report.
    """
    source = checked.source
    of_all = (source.year_tree.place.file, source.edition.file)
    sections = (section.file for section in source.edition.sections.values())
    for file, number, line in (*_own_lines(source), *chain.from_iterable(map(_left_open, (*of_all, *sections)))):
        for match in PLACEHOLDER.finditer(line):
            place = Place(file, number, match.start() + 1, len(match[0]))
            is_remark = file.path.endswith(".yaml") and "#" in line[: match.start()]
            hint = "decide, then take the remark away" if is_remark else "write what belongs here"
            yield Diagnostic("placeholder", place, f"“{match[0]}” was left to be filled in", hint)


def dates_of_the_year(checked: Checked) -> Iterator[Diagnostic]:
    """Publication comes after a reporting year, and not before a calendar year; the population estimate belongs to the year.

    Errors: date-out-of-order, wrong-year.
    """
    source = checked.source
    period, published = source.figures.period, source.year.published
    tree = source.year_tree
    is_over = source.edition.shape.period == "reporting year"
    if published <= period.end if is_over else published < period.start:
        when = (
            f"not after the end of its year on {period.end}" if is_over else f"before its year begins on {period.start}"
        )
        message = f"the report is published on {published}, {when}"
        at = find_place(tree, "published")
        yield Diagnostic("date-out-of-order", at, message, "correct the date of publication")
    population = source.year.population
    if population is None:
        return
    if population.published <= period.end or (published > period.end and population.published > published):
        message = (
            f"the population estimate is dated {population.published}, not between the end of the year and publication"
        )
        at = find_place(tree, "population", "published")
        yield Diagnostic("date-out-of-order", at, message, "look whether it is last year's estimate")
    for match in _ANY_YEAR.finditer(population.estimate):
        if int(match[1]) != period.year:
            message = f"the population estimate is of {match[1]}, and the report's year is {period.label}"
            at = find_place(tree, "population", "estimate")
            yield Diagnostic("wrong-year", at, message, f"an estimate of {period.year} is expected")


def population_named(checked: Checked) -> Iterator[Diagnostic]:
    """Where a rate is given, or asked for, the year names the estimate that it was worked out with, since the report prints it.

    Errors: population-missing.
    """
    source = checked.source
    for _, name, _ in rates_of(source.edition.shape):
        cell = checked.figures.get(name)
        is_asked = cell is not None and cell.shorthand == PENDING and source.figures.shape.status == "final"
        if cell is not None and (cell.value is not None or is_asked) and source.year.population is None:
            message = f"the rate is {PENDING if is_asked else cell.text}, but year.yaml does not name the population estimate it is worked out with"
            hint = "add to year.yaml “population:” with its estimate, publisher and published; in a draft the rate may be “pending”"
            yield Diagnostic("population-missing", cell.place, message, hint)


def _own_lines(source: ReportSource) -> Iterator[tuple[SourceFile, int, str]]:
    """Every line that the area wrote and that may hold a placeholder, with links and names of pictures taken out."""
    files = (*(page.file for page in source.pages.values()), source.figures.file)
    for file in (file for file in files if _may_hold_placeholder(file.text)):
        for number, line in enumerate(file.lines, 1):
            body = line.split(" #")[0] if file is source.figures.file else line
            if file is source.figures.file and body.startswith("#"):
                continue
            if _may_hold_placeholder(body):
                yield file, number, _without_links(body)


@lru_cache(maxsize=256)
def _left_open(file: SourceFile) -> tuple[tuple[SourceFile, int, str], ...]:
    """The lines with something left to be filled in, of a file that is the same for many reports: looked through once.

    Why: the remarks in a year's file say what is not decided yet, so they count.
    """
    lines = ((number, _without_links(line)) for number, line in enumerate(file.lines, 1) if _may_hold_placeholder(line))
    return tuple((file, number, line) for number, line in lines if PLACEHOLDER.search(line))


def _may_hold_placeholder(text: str) -> bool:
    folded = text.lower()
    return any(mark in folded for mark in _MAY_BE)


def _without_links(line: str) -> str:
    """The line with blanks in the place of links and names of figures."""
    return _NOT_WORDS.sub(lambda match: " " * len(match[0]), line)
