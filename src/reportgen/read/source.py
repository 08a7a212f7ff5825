"""All that people wrote for one report.

Comes in: a workspace and a key. Goes out: a ReportSource: the whole truth of a build, from which everything else follows.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from reportgen.core.diagnostic import Collector, Diagnostic, Emit, Outcome, Place, SourceFile, collecting, whole_file
from reportgen.core.names import Period, ReportKey, did_you_mean
from reportgen.read.anchors import chart_anchor, note_anchor, page_anchor, table_anchor, title_anchor
from reportgen.read.digest import Digests, digests_of
from reportgen.read.edition import Edition, read_edition
from reportgen.read.located_yaml import Mapping, find_place
from reportgen.read.pages import Page, read_page, read_passages
from reportgen.read.passages import Passage
from reportgen.read.pictures import OTHER_PICTURES
from reportgen.read.settings import Area
from reportgen.read.shape_reader import read_yaml
from reportgen.read.shapes import AreaFileShape, YearShape
from reportgen.read.text import file_stamp
from reportgen.read.workspace import (
    AREAS,
    SIGN_OFF,
    Workspace,
    cached_per_workspace,
    command,
    edition_path,
    figures_path,
    is_missing,
    is_of_system,
    lasting_command,
    list_reports,
    list_years,
    names_in,
    pages_path,
    year_before,
    year_path,
)

# The ids that the theme gives to parts of its own.
_EVERY_REPORT = ("contents", "contents-title", "main", "other-formats", "other-formats-title")
# How many years a report looks at with its own, where no chart goes further back.
_LAST_YEAR_TOO = 2
FIGURE_NAMES = ("tables",)


@dataclass(frozen=True, slots=True, eq=False)
class FiguresFile:
    """One area's figures file in one year, with the edition that says what its cells mean; equal only to itself.

    Shape: `digests` are those of the file and of what is the same for all areas in its year.
    """

    year: int
    period: Period
    file: SourceFile
    tree: Mapping
    shape: AreaFileShape
    edition: Edition
    digests: Digests = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportSource:
    """All that was written for one report, each value with its place.

    Shape: `pages` by name, those that could be read; `page_names` of all that are there; `former` are the figures of those
    earlier years of the area that the report looks at, newest first; `former_words` those of last year's pages; `digests` of
    every file that the report is made of, which last year's pages are not.
    """

    key: ReportKey
    workspace: Workspace
    area: Area
    year: YearShape
    year_tree: Mapping
    figures: FiguresFile
    pages: dict[str, Page]
    page_names: tuple[str, ...]
    former: tuple[FiguresFile, ...]
    former_words: tuple[Passage, ...] = ()
    digests: Digests = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        """The edition that the year asks for."""
        return self.figures.edition

    @property
    def passages(self) -> Iterator[Passage]:
        """What readers hear of its pages, page by page."""
        return (passage for page in self.pages.values() for passage in page.passages)


@collecting
def read_source(collector: Collector, workspace: Workspace, key: ReportKey) -> ReportSource:
    """Everything that one report is made of.

    Errors: unknown-area, not-begun, and those of reading the year, the figures, the edition, the theme and the pages.
    """
    area = workspace.areas.get(key.area)
    if area is None:
        message = f"“{key.area}” is not one of the areas in {AREAS}"
        hint = did_you_mean(key.area, list(workspace.areas))
        collector.stop(Diagnostic("unknown-area", whole_file(figures_path(key)), message, hint))
    if is_missing(workspace.root, figures_path(key)):
        collector.stop(not_begun(workspace, key))
    pages = _read_pages(workspace, key, collector.emit)
    year = collector.take(read_year(workspace, key.kind, key.year))
    collector.diagnostics.extend((*_left_out(workspace, key, pages), *_taken_names(pages, year.edition)))
    read_figures = read_figures_file(workspace, key)
    reach = max((chart.years for chart in year.edition.shape.charts.values()), default=_LAST_YEAR_TOO)
    former = _read_former(workspace, key, reach, collector.emit)
    figures = collector.take(read_figures)
    parts: tuple[Page | FiguresFile, ...] = (*pages.values(), figures, *former)
    digests = workspace.digests | {path: digest for part in parts for path, digest in part.digests.items()}
    return ReportSource(
        key,
        workspace,
        area,
        year.shape,
        year.tree,
        figures,
        pages,
        list_pages(workspace, key),
        former,
        _read_former_words(workspace, key),
        digests,
    )


def not_begun(workspace: Workspace, key: ReportKey) -> Diagnostic:
    """The error that there is no figures file, and with it no report. Errors: not-begun.

    Why: a year that is not there is begun for all areas that had a report in the year before, where this is one of them.
    """
    area, year = workspace.areas.get(key.area), read_year(workspace, key.kind, key.year).value
    label = year.edition.period(key.year).label if year else key.year
    message = f"there is no report of {area.name if area else key.area} for {label} yet"
    words = f"new area {key.area} {key.year}"
    before = year_before(workspace, key.kind, key.year)
    former = ReportKey(key.kind, before or 0, key.area)
    if is_missing(workspace.root, year_path(key.kind, key.year)) and former in list_reports(workspace, key.kind):
        words = f"new year {key.year}"
    hint = f"to begin it: {command(workspace, key.kind, words)}"
    if list_pages(workspace, key):
        hint = f"if its figures are typed, look whether their file has another name; {hint}"
    return Diagnostic("not-begun", whole_file(figures_path(key)), message, hint)


@dataclass(frozen=True, slots=True)
class YearFacts:
    """What is the same for all areas in one year: year.yaml and the edition it asks for."""

    shape: YearShape
    tree: Mapping
    edition: Edition
    digests: Digests


@cached_per_workspace(64)
@collecting
def read_year(collector: Collector, workspace: Workspace, kind: str, year: int) -> YearFacts:
    """The facts of a year with its edition: read once for a workspace, since they are the same for all areas."""
    root, path = workspace.root, year_path(kind, year)
    if is_missing(root, path):
        hint = f"to begin it: {command(workspace, kind, f'new year {year}')}"
        collector.stop(Diagnostic("not-begun", whole_file(path), f"the year {year} has no year.yaml yet", hint))
    read = collector.need(read_yaml(root, path, YearShape, collector.emit))
    outcome = _read_edition(workspace, kind, read.shape.edition)
    if outcome.value is None:
        outcome = read_edition(root, kind, read.shape.edition, find_place(read.tree, "edition"))
    edition = collector.take(outcome)
    return YearFacts(read.shape, read.tree, edition, digests_of(read.file) | edition.digests)


def read_figures_file(workspace: Workspace, key: ReportKey) -> Outcome[FiguresFile]:
    """An area's figures file, if its year can be read."""
    return _read_figures_of(workspace, key, file_stamp(workspace.root, figures_path(key)))


@cached_per_workspace(16)
@collecting
def _read_figures_of(
    collector: Collector, workspace: Workspace, key: ReportKey, _: tuple[int, ...] | None
) -> FiguresFile:
    """The same, read once as long as the file lies as it lay, since the reports of later years look at it too."""
    read = collector.need(
        read_yaml(workspace.root, figures_path(key), AreaFileShape, collector.emit, leaving=FIGURE_NAMES)
    )
    year = collector.need(read_year(workspace, key.kind, key.year).value)
    digests = digests_of(read.file) | year.digests
    return FiguresFile(key.year, year.edition.period(key.year), read.file, read.tree, read.shape, year.edition, digests)


@cached_per_workspace(16)
def _read_edition(workspace: Workspace, kind: str, name: str) -> Outcome[Edition]:
    """An edition, read once for all years that ask for it."""
    return read_edition(workspace.root, kind, name, whole_file(edition_path(kind, name)))


def _read_pages(workspace: Workspace, key: ReportKey, emit: Emit) -> dict[str, Page]:
    folder = pages_path(key)
    pages: dict[str, Page] = {}
    for name in list_pages(workspace, key):
        if not name.isprintable():
            place = whole_file(f"{folder}/{name}.md")
            message = "the name of this file holds a character that cannot be seen or printed"
            emit(Diagnostic("odd-character", place, message, "rename the file with letters, digits and hyphens"))
            continue
        page = read_page(workspace.root, f"{folder}/{name}.md", emit)
        if page:
            pages[name] = page
    return pages


def _read_former_words(workspace: Workspace, key: ReportKey) -> tuple[Passage, ...]:
    """The words of last year's pages; what is wrong with those is told when that year is checked."""
    former = ReportKey(key.kind, key.year - 1, key.area)
    paths = (f"{pages_path(former)}/{name}.md" for name in list_pages(workspace, former))
    return tuple(passage for path in paths for passage in read_passages(workspace.root, path))


def _left_out(workspace: Workspace, key: ReportKey, pages: dict[str, Page]) -> Iterator[Diagnostic]:
    """Files beside the pages that no reader will see. Errors: file-left-out.

    Why: a page that could not be read may show any picture.
    """
    folder = pages_path(key)
    is_any_unread = len(pages) < len(list_pages(workspace, key))
    for name in sorted(names_in(workspace.root / folder)):
        if (
            any(name in page.file.text for page in pages.values())
            or name.endswith(".md")
            or is_of_system(name)
            or name == SIGN_OFF
        ):
            continue
        place = whole_file(f"{folder}/{name}")
        hint = "show it in a page, or take it away"
        if name.lower().endswith((".png", ".jpg", ".jpeg")):
            if is_any_unread:
                continue
        elif (workspace.root / folder / name).is_dir():
            hint = f"pages stand beside one another: put what belongs to the report into {folder}"
        elif name.lower().endswith(OTHER_PICTURES):
            hint = "save it as PNG or JPEG, and show that in a page; or take it away"
        else:
            hint = "a page is a Markdown file whose name ends in .md, in small letters"
        yield Diagnostic("file-left-out", place, f"{name} is not a part of the report", hint)


def list_pages(workspace: Workspace, key: ReportKey) -> tuple[str, ...]:
    """The names of an area's pages, in alphabetical order; none when there is no folder."""
    names = names_in(workspace.root / pages_path(key))
    return tuple(sorted(name.removesuffix(".md") for name in names if name.endswith(".md") and not is_of_system(name)))


def _taken_names(pages: dict[str, Page], edition: Edition) -> Iterator[Diagnostic]:
    """Pages that would have the same id in the report as another page or a section. Errors: page-name-taken."""
    shape = edition.shape
    taken = dict.fromkeys(_EVERY_REPORT, "a part of every report")
    taken |= {table_anchor(name): f"the table “{name}” of edition {edition.name}" for name in shape.tables}
    taken |= {chart_anchor(name): f"the chart “{name}” of edition {edition.name}" for name in shape.charts}
    taken |= {note_anchor(name): f"the note “{name}” of edition {edition.name}" for name in shape.notes}
    for part in shape.parts:
        if part.section:
            taken |= dict.fromkeys(_ids(part.section), f"a section of edition {edition.name}")
    forms: dict[str, str] = {}
    for page in pages.values():
        ids = _ids(page_anchor(page.name))
        # é can be one character or two, and nobody sees which.
        twin = forms.setdefault(unicodedata.normalize("NFC", page.name).casefold(), page.name)
        same = f"the page “{twin}”" if twin != page.name else next((taken[one] for one in ids if one in taken), None)
        if same:
            message = f"the page “{page.name}” has the same name as {same}"
            hint = "give the file another name; a number at its beginning makes no difference"
            yield Diagnostic("page-name-taken", Place(page.file, 1, 1), message, hint)
        taken = dict.fromkeys(ids, f"the page “{page.name}”") | taken


def _ids(anchor: str) -> tuple[str, str]:
    """The ids of a chapter and of its title."""
    return anchor, title_anchor(anchor)


def _read_former(workspace: Workspace, key: ReportKey, reach: int, emit: Emit) -> tuple[FiguresFile, ...]:
    """The area's figures of earlier years, so many with its own; one that cannot be read is left out, and said."""
    former: list[FiguresFile] = []
    for number in reversed(list_years(workspace, key.kind)):
        earlier = ReportKey(key.kind, number, key.area)
        if not key.year - reach < number < key.year or not (workspace.root / figures_path(earlier)).is_file():
            continue
        figures = read_figures_file(workspace, earlier)
        if figures.value is not None:
            former.append(figures.value)
        else:
            year = read_year(workspace, key.kind, number)
            faults = [diagnostic for diagnostic in year.diagnostics if diagnostic.is_error] or figures.diagnostics
            emit(former_year_left_out(workspace, faults[0].place, earlier))
    return tuple(former)


def former_year_left_out(workspace: Workspace, place: Place, earlier: ReportKey) -> Diagnostic:
    """The warning that nothing is compared with a year that has an error. Errors: former-year-unreadable."""
    check = lasting_command(workspace.settings, earlier.kind, f"check {earlier.area} {earlier.year}")
    return Diagnostic(
        "former-year-unreadable",
        place,
        f"the figures of {earlier.year} have an error in them, so nothing is compared with them",
        f"run “{check}” to see what is wrong",
    )
