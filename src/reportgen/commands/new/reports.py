"""One area's report that is still to be written: its figures file and its pages.

Comes in: a key, an edition, and the area's report of the year before where there is one. Goes out: files by path.
"""

from reportgen.check.page_places import places_of
from reportgen.check.report import check_figures_file
from reportgen.commands.new.figures import blank_figures
from reportgen.commands.new.plan import as_bytes
from reportgen.commands.schemas import figures_name, schema_line
from reportgen.core.names import ReportKey
from reportgen.read.edition import Edition
from reportgen.read.pages import Page
from reportgen.read.source import ReportSource
from reportgen.read.workspace import figures_path, pages_path
from reportgen.read.yaml_typed import typed_words

TO_COMPLETE = "[To be completed]"


def blank_report(key: ReportKey, area: str, edition: Edition, former: ReportSource | None) -> dict[str, bytes]:
    """The files of a report in which nothing is written yet.

    Why: a page keeps its name, title and author, and none of last year's words, since those have reached publication in
    real reports. Where they are is said.
    Shape: the pages that the edition asks for, and those of the year before that it has a place for.
    """
    path = figures_path(key)
    before = check_figures_file(former.figures)[0] if former else None
    lines = blank_figures(edition.shape, area, edition.period(key.year), before)
    files = {path: as_bytes([schema_line(figures_name(edition.kind, edition.name), path), *lines])}
    parts = edition.shape.parts
    asked = [part.page for part in parts if part.page]
    pages = former.pages if former else {}
    others = [name for name in pages if name not in asked] if any(part.pages for part in parts) else []
    places = places_of(edition.shape)
    for name in (*asked, *others):
        path = f"{pages_path(key)}/{name}.md"
        files[path] = as_bytes(
            _stub(path, edition.period(key.year).label, name, pages.get(name), places, name in asked)
        )
    return files


def blank_page(path: str, title: str) -> list[str]:
    """A page of an area's own that says of itself that it is to be written."""
    return ["---", schema_line("page", path), f"title: {typed_words(title)}", "---", f"{TO_COMPLETE} Write this page."]


def _stub(path: str, label: str, name: str, former: Page | None, places: tuple[str, ...], is_asked: bool) -> list[str]:
    """A page that says of itself that it is to be written."""
    title = former.front.title if former else name.replace("-", " ").capitalize()
    lines = ["---", schema_line("page", path), f"title: {typed_words(title)}"]
    if former:
        words = (("byline", former.front.byline), ("organisation", former.front.organisation))
        lines += [f"{key}: {typed_words(value)}" for key, value in words if value]
        lines += [f"order: {former.front.order}"] if former.front.order is not None else []
        lines += [f"place: {typed_words(place)}"] if (place := former.front.place) and place in places else []
    told = f"Write this page for {label}" + ("." if is_asked else ", or take its file away.")
    last = f" Its title and author are last year’s, and last year’s words are in {former.file.path}." if former else ""
    return [*lines, "---", f"{TO_COMPLETE} {told}{last}"]
