"""Warnings that are right and stand all the same.

Comes in: what was said of a report, and the waivers of its figures file. Goes out: the same, with what is waived marked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reportgen.check.rules import unknown_figure
from reportgen.core.catalogue import CATALOGUE, NEVER_WAIVED, Severity
from reportgen.core.diagnostic import Diagnostic, Place, Waiver
from reportgen.core.names import did_you_mean
from reportgen.read.cells import find_cell
from reportgen.read.edition import Edition
from reportgen.read.located_yaml import find_place
from reportgen.read.shapes import WaiverShape
from reportgen.read.source import ReportSource
from reportgen.read.workspace import pages_path


def apply_waivers(source: ReportSource, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """All that was said, each waived warning with its waiver, and what is wrong with the waivers themselves.

    Why: while an error stands, not every warning could be found, so no waiver is called unused.
    Errors: waiver-refused, waiver-unused, unknown-figure.
    """
    found, faults = list(diagnostics), list[Diagnostic]()
    for position, shape in enumerate(source.figures.shape.waivers):
        wrong = list(_faults(source, shape, position))
        faults += wrong
        covered = [] if wrong else [number for number, one in enumerate(found) if _covers(source, shape, one)]
        waiver = Waiver(shape.role, shape.date, shape.reason, _place(source, position, "warning"))
        for number in covered:
            found[number] = replace(found[number], waiver=waiver)
        if not (wrong or covered):
            message = f"nothing is waived here: there is no warning {shape.warning}{_where(shape)}"
            faults.append(
                Diagnostic("waiver-unused", waiver.place, message, "remove the waiver, or look whether it is right")
            )
    if any(one.is_error for one in (*found, *faults)):
        faults = [fault for fault in faults if fault.slug != "waiver-unused"]
    return (*found, *faults)


def apply_edition_waivers(edition: Edition, diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """The same for an edition that is checked by itself, with its own waivers. Errors: waiver-refused, waiver-unused."""
    found, faults = list(diagnostics), list[Diagnostic]()
    for position, shape in enumerate(edition.shape.waivers):
        place = find_place(edition.tree, "waivers", position, "warning")
        if wrong := _not_waivable(shape.warning):
            faults.append(Diagnostic("waiver-refused", place, *wrong))
            continue
        waiver = Waiver(shape.role, shape.date, shape.reason, place)
        covered = [
            number
            for number, one in enumerate(found)
            if one.slug == shape.warning and not one.waiver and (shape.words or "") in one.place.words
        ]
        for number in covered:
            found[number] = replace(found[number], waiver=waiver)
        if not covered and not any(one.is_error for one in found):
            message = f"nothing is waived here: there is no warning {shape.warning}"
            faults.append(Diagnostic("waiver-unused", place, message, "remove the waiver, or look whether it is right"))
    return (*found, *faults)


def _not_waivable(slug: str) -> tuple[str, str] | None:
    """Why a warning cannot be waived, with a hint; None where it can."""
    warnings = [
        slug for slug, entry in CATALOGUE.items() if entry.severity is Severity.WARNING and slug not in NEVER_WAIVED
    ]
    if slug in warnings:
        return None
    is_known = slug in CATALOGUE
    message = f"“{slug}” is no warning" + (" that can be waived" if is_known else " that is known")
    return message, "errors are put right, and notes stop nothing" if is_known else did_you_mean(slug, warnings)


def _covers(source: ReportSource, shape: WaiverShape, diagnostic: Diagnostic) -> bool:
    if diagnostic.slug != shape.warning or diagnostic.waiver:
        return False
    folder, _, name = diagnostic.place.file.path.rpartition("/")
    page = name if folder == pages_path(source.key) else ""
    if shape.cell:
        return diagnostic.figure == str(find_cell(source.edition.shape, shape.cell))
    if shape.page:
        return shape.page in (page, page.removesuffix(".md")) and (shape.words or "") in diagnostic.place.words
    return not diagnostic.figure and not page


def _faults(source: ReportSource, shape: WaiverShape, position: int) -> Iterator[Diagnostic]:
    """Why a waiver cannot be. Errors: waiver-refused, unknown-figure."""

    def refused(step: str, message: str, hint: str) -> Diagnostic:
        return Diagnostic("waiver-refused", _place(source, position, step), message, hint)

    if wrong := _not_waivable(shape.warning):
        yield refused("warning", *wrong)
    if shape.cell and find_cell(source.edition.shape, shape.cell) is None:
        yield unknown_figure(source.figures, shape.cell, _place(source, position, "cell"))
    if shape.cell and shape.page:
        yield refused("page", "a waiver is for a cell or for a page", "write two waivers")
    elif shape.page and "." not in shape.page and shape.page not in source.page_names:
        message = f"there is no page “{shape.page}”"
        yield refused("page", message, did_you_mean(shape.page, list(source.page_names)))
    if shape.words and not shape.page:
        yield refused("words", "words are those of a page", "add a line “page: …”, or remove this one")
    first, last = source.edition.agreed_from(source.key.year), source.year.published
    if not first <= shape.date <= last:
        message = f"the date of the waiver, {shape.date}, is not between {first} and the day of publication, {last}"
        yield refused("date", message, "look whether the waiver is last year’s")


def _place(source: ReportSource, position: int, step: str) -> Place:
    return find_place(source.figures.tree, "waivers", position, step)


def _where(shape: WaiverShape) -> str:
    if shape.cell:
        return f" on {shape.cell}"
    return f" in the page “{shape.page}”" + (f" on “{shape.words}”" if shape.words else "") if shape.page else ""
