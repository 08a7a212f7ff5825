"""Which pages an area gives, and where each stands in the report.

Comes in: the parts of an edition, and an area's pages. Goes out: the pages of each part in their order, or diagnostics.
"""

from collections.abc import Iterable, Iterator
from itertools import islice

from reportgen.check.checked import Checked
from reportgen.core.diagnostic import Diagnostic, Place, SourceFile
from reportgen.read.edition_shapes import EditionShape
from reportgen.read.pages import Page
from reportgen.read.source import ReportSource
from reportgen.read.workspace import pages_path

# The place of all pages that ask for none.
OTHERS = "others"


def places_of(shape: EditionShape) -> tuple[str, ...]:
    """The places that a page can ask for, in the edition's order."""
    return tuple(part.pages for part in shape.parts if part.pages and part.pages != OTHERS)


def pages_at(place: str, pages: Iterable[Page], shape: EditionShape) -> tuple[Page, ...]:
    """Those of an area's own pages that stand in one place.

    Why: one that asks for a place that there is none of stands with the others, so that a draft shows it.
    """
    known = places_of(shape)
    return tuple(page for page in pages if place == (page.front.place if page.front.place in known else OTHERS))


def own_pages(source: ReportSource) -> tuple[Page, ...]:
    """The local pages that are not the edition's, in their order."""
    asked = {part.page for part in source.edition.shape.parts if part.page}
    return tuple(
        sorted((page for page in source.pages.values() if page.name not in asked), key=lambda page: page.order)
    )


def pages_asked_for(checked: Checked) -> Iterator[Diagnostic]:
    """The pages that the edition asks for are there, and every page has its place.

    Errors: missing-page, page-unused, unknown-place.
    """
    source = checked.source
    shape = source.edition.shape
    asked = [part.page for part in shape.parts if part.page]
    for name in asked:
        if name not in source.page_names:
            path = f"{pages_path(source.key)}/{name}.md"
            near = next((other for other in source.page_names if other.lower() == name), None)
            hint = f"rename {near}.md to {name}.md" if near else f"write {path}"
            yield Diagnostic("missing-page", Place(SourceFile(path, ())), f"the page “{name}” is missing", hint)
    places = places_of(shape)
    has_others = any(part.pages == OTHERS for part in shape.parts)
    for page in source.pages.values():
        if page.front.place:
            yield from _place_asked_for(page, asked, places)
        elif not has_others and page.name not in asked:
            hint = "remove the file; pages of this edition: " + (", ".join(asked) or "none")
            if places:
                hint = (
                    f"add a line at its head, such as “place: {places[0]}”; places of this edition: {', '.join(places)}"
                )
            message = f"this edition has no place for the page “{page.name}”"
            yield Diagnostic("page-unused", Place(page.file, 1, 1), message, hint)


def _place_asked_for(page: Page, asked: list[str], places: tuple[str, ...]) -> Iterator[Diagnostic]:
    """A page that asks for a place gets it. Errors: unknown-place."""
    lines = islice(enumerate(page.file.lines, 1), page.first_line)
    number = next((number for number, line in lines if line.startswith("place:")), 1)
    at = Place(page.file, number, 1, len(page.file.lines[number - 1]))
    if page.name in asked:
        message = f"the page “{page.name}” has a place of its own, and cannot ask for another"
        yield Diagnostic("unknown-place", at, message, "take this line away, or give the file another name")
    elif page.front.place not in places:
        hint = f"places of this edition: {', '.join(places)}" if places else "take this line away"
        yield Diagnostic("unknown-place", at, f"this edition has no place “{page.front.place}”", hint)
