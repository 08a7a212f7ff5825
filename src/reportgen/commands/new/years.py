"""A new year of a kind, and a new area in a year.

Comes in: a workspace. Goes out: a plan of the files to be made.
"""

import re
from datetime import date, timedelta

from reportgen.commands.new.plan import TO_DO, Plan, as_bytes
from reportgen.commands.new.reports import blank_report
from reportgen.commands.schemas import schema_line
from reportgen.core.diagnostic import Collector, Diagnostic, Emit, collecting, whole_file
from reportgen.core.names import ReportKey
from reportgen.core.wording import some_of
from reportgen.read.edition import Edition, read_edition
from reportgen.read.line_ends import saved_text, shown_text
from reportgen.read.located_yaml import Mapping, find_node
from reportgen.read.settings import Area
from reportgen.read.shapes import YearShape
from reportgen.read.source import ReportSource, read_source, read_year
from reportgen.read.workspace import (
    AREAS,
    Workspace,
    command,
    edition_path,
    figures_path,
    is_missing,
    list_editions,
    list_own_editions,
    list_reports,
    year_before,
    year_path,
)
from reportgen.read.yaml_edit import NotEditableError, set_value, tree_of
from reportgen.read.yaml_typed import typed_words

_YEAR = re.compile(r"\b20[0-9]{2}\b", re.ASCII)
_MOST_NAMED = 3
# Published reports came out in the last days of October. Units: days from the end of the year that a report covers.
_UNTIL_PUBLICATION = 214


@collecting
def new_year(collector: Collector, workspace: Workspace, kind: str, year: int, edition: str) -> Plan:
    """A year's own file, and a blank report for each area that had one in the year before.

    Errors: those of reading the year before and the edition; already-begun; former-year-unreadable for an area.
    """
    before = year_before(workspace, kind, year)
    read, files = _year_file(collector, workspace, kind, year, before, edition)
    if _holds_something_else(workspace, year_path(kind, year), files):
        collector.stop(_year_already_begun(workspace, kind, year, read.period(year).label))
    for key in list_reports(workspace, kind):
        if key.year == before:
            area = workspace.areas[key.area].name if key.area in workspace.areas else key.area
            files |= _report(workspace, ReportKey(kind, year, key.area), area, read, before, collector.emit)
    return _plan(workspace, files)


@collecting
def new_areas(
    collector: Collector, workspace: Workspace, kind: str, year: int, areas: dict[str, Area], edition: str
) -> Plan:
    """A blank report of each area, its entry in the list of areas where it has none, and the year where it has no file.

    Errors: those of reading the year and the edition; already-begun; wrong-value where the list cannot be added to.
    """
    before = year_before(workspace, kind, year)
    if is_missing(workspace.root, year_path(kind, year)):
        read, files = _year_file(collector, workspace, kind, year, before, edition)
    else:
        read, files = collector.take(read_year(workspace, kind, year)).edition, {}
    for slug, area in areas.items():
        key = ReportKey(kind, year, slug)
        files |= _report(workspace, key, area.name, read, before, collector.emit)
        if _holds_something_else(workspace, figures_path(key), files):
            label = read.period(year).label
            hint = f"to see what is left to do: {command(workspace, kind, f'todo {slug} {year}')}"
            message = f"the report of {area.name} for {label} is begun already"
            collector.emit(Diagnostic("already-begun", whole_file(figures_path(key)), message, hint))
    others = {slug: area for slug, area in areas.items() if slug not in workspace.areas}
    grown = _with_areas(workspace, others, collector.emit) if others else {}
    return _plan(workspace, files, grown)


def edition_for(workspace: Workspace, kind: str, year: int) -> tuple[str, str] | None:
    """The edition that a new year uses unless it is told another, and why that one; None where there is none.

    Why: an edition is made for a year and those after it. The workspace's own go before those that come with reportgen.
    """
    editions = list_editions(workspace, kind)
    if len(editions) < 2:
        return (editions[0], "the only one there is") if editions else None
    fitting = [name for name in editions if int(name[:4]) <= year]
    if not fitting:
        return editions[0], f"the oldest there is, since all are for later years than {year}"
    own = [name for name in list_own_editions(workspace, kind) if name in fitting]
    return (own or fitting)[-1], f"the newest for {year}"


def area_to_begin(workspace: Workspace, kind: str, year: int) -> str | None:
    """An area that has no report in a year yet, such as may be begun next: one that has a report in another year, if any."""
    reports = list_reports(workspace, kind)
    there = {key.area for key in reports if key.year == year}
    nearest = sorted(reports, key=lambda key: (abs(key.year - year), key.area))
    known = (key.area for key in nearest if key.area in workspace.areas)
    return next((area for area in (*known, *workspace.areas) if area not in there), None)


def _year_already_begun(workspace: Workspace, kind: str, year: int, label: str) -> Diagnostic:
    """The error that a year is there, with the command for what is not there yet. Errors: already-begun."""
    reports = list_reports(workspace, kind)
    there = [key.area for key in reports if key.year == year]
    before = year_before(workspace, kind, year)
    left = [key.area for key in reports if key.year == before and key.area not in there and key.area in workspace.areas]
    other = area_to_begin(workspace, kind, year)
    names = [workspace.areas[area].name if area in workspace.areas else area for area in there]
    message = f"{label} is begun already" + (f", with {some_of(names, _MOST_NAMED)}" if names else "")
    if left:
        hint = f"to begin those of {before} that are not in it yet: "
        hint += command(workspace, kind, f"new area {' '.join(left)} {year}")
    elif other:
        hint = f"to begin another area in it, such as {workspace.areas[other].name}: "
        hint += command(workspace, kind, f"new area {other} {year}")
    else:
        hint = f"to see what is left to do: {command(workspace, kind, f'todo --all {year}')}"
    return Diagnostic("already-begun", whole_file(year_path(kind, year)), message, hint)


def _holds_something_else(workspace: Workspace, path: str, files: dict[str, bytes]) -> bool:
    """Whether a file is there, and is not as it would be made. Why: a command that was stopped can be run again."""
    try:
        return (workspace.root / path).is_file() and (workspace.root / path).read_bytes() != files[path]
    except OSError:
        return False


def _plan(workspace: Workspace, files: dict[str, bytes], grown: dict[str, bytes] | None = None) -> Plan:
    """The files that are to be made. Why: what somebody wrote before the year or the area was begun stays."""
    kept = tuple(path for path in files if _holds_something_else(workspace, path, files))
    return Plan({path: data for path, data in files.items() if path not in kept}, grown or {}, kept=kept)


def _year_file(
    collector: Collector, workspace: Workspace, kind: str, year: int, before: int | None, name: str
) -> tuple[Edition, dict[str, bytes]]:
    """The edition of a year, and year.yaml by its path. Errors: those of reading the edition and the year before."""
    edition = collector.take(read_edition(workspace.root, kind, name, whole_file(edition_path(kind, name))))
    path = year_path(kind, year)
    if before is None:
        return edition, {path: as_bytes(first_year_lines(path, edition, year))}
    former = collector.take(read_year(workspace, kind, before)).shape
    return edition, {path: as_bytes(_year_lines(path, edition, year, former, before))}


def _year_lines(path: str, edition: Edition, year: int, former: YearShape, before: int) -> list[str]:
    """year.yaml with the dates of the year before moved on; what has to be decided is marked."""
    years = year - before
    remark = f"{TO_DO}: the day of {edition.period(before).label}, moved on"
    lines = _head_lines(path, edition, year, _later(former.published, years), remark)
    if former.population:
        estimate = _YEAR.sub(lambda match: str(int(match[0]) + years), former.population.estimate)
        day = f"{_later(former.population.published, years)}"
        lines += _population_lines(typed_words(estimate), typed_words(former.population.publisher), day)
    return lines


def first_year_lines(path: str, edition: Edition, year: int) -> list[str]:
    """year.yaml of a year that none comes before; all has to be decided."""
    day = edition.period(year).end + timedelta(days=_UNTIL_PUBLICATION)
    lines = _head_lines(path, edition, year, day, TO_DO)
    if any(table.rate for table in edition.shape.tables.values()):
        estimate = f"mid-{year} estimated resident population"
        lines += _population_lines(estimate, "Office for National Statistics (ONS)", f"{year + 1}-07-31")
    return lines


def _head_lines(path: str, edition: Edition, year: int, published: date, remark: str) -> list[str]:
    return [
        schema_line("year", path),
        f"# What is the same for all areas in {edition.period(year).label}. When a line is decided, take its remark away.",
        f'edition: "{edition.name}"',
        f"published: {published}  # {remark}",
    ]


def _population_lines(estimate: str, publisher: str, published: str) -> list[str]:
    return [
        "# The population estimate is published in summer. Then correct these lines, and take away the # before them.",
        "# Until then, the rate is “pending”.",
        "# population:",
        f"#   estimate: {estimate}",
        f"#   publisher: {publisher}",
        f"#   published: {published}",
    ]


def _later(day: date, years: int) -> date:
    """The same day some years later; the last of February where there is no 29th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def _report(
    workspace: Workspace, key: ReportKey, area: str, edition: Edition, before: int | None, emit: Emit
) -> dict[str, bytes]:
    """A blank report, with what the area gave in the year before where it had one. Errors: former-year-unreadable."""
    earlier = ReportKey(key.kind, before or 0, key.area)
    former: ReportSource | None = None
    if (workspace.root / figures_path(earlier)).is_file():
        read = read_source(workspace, earlier)
        former = read.value
        if former is None:
            message = f"the report of {before} cannot be read, so nothing of it is carried over"
            hint = f"run “{command(workspace, key.kind, f'check {key.area} {before}')}” to see what is wrong"
            place = next(diagnostic.place for diagnostic in read.diagnostics if diagnostic.is_error)
            emit(Diagnostic("former-year-unreadable", place, message, hint))
    return blank_report(key, area, edition, former)


def _with_areas(workspace: Workspace, areas: dict[str, Area], emit: Emit) -> dict[str, bytes]:
    """The list of areas with others at its end. Errors: wrong-value."""
    data = (workspace.root / AREAS).read_bytes()
    text = shown_text(data)
    if not workspace.areas:
        text = re.sub(r"^areas:[ \t]*\{[ \t]*\}", "areas:", text, flags=re.MULTILINE)
    try:
        listed = find_node(tree_of(text), "areas")
        if isinstance(listed, Mapping) and listed.in_brackets:
            raise NotEditableError("the areas stand between braces")
        for slug, area in areas.items():
            typed = {"name": typed_words(area.name), "country": typed_words(area.country)}
            text = set_value(text, ("areas", slug), typed)
    except NotEditableError:
        message = f"“{', '.join(areas)}” cannot be added to {AREAS}, which is not written as expected"
        emit(Diagnostic("wrong-value", whole_file(AREAS), message, "add the area to the list by hand, then try again"))
    return {AREAS: saved_text(data, text)}
