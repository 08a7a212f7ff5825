"""A new year of a kind, and a new area in a year.

Comes in: a workspace with an earlier year. Goes out: a plan of the files to be made.
"""

import re
from collections.abc import Iterable
from datetime import date

from reportgen.core.diagnostic import Diagnostic, Outcome, Say, whole_file
from reportgen.core.names import ReportKey
from reportgen.read.edition import Edition, read_edition
from reportgen.read.located_yaml import Mapping, parse_yaml
from reportgen.read.shapes import AreaShape, AreasShape, YearShape, read_shape
from reportgen.read.source import ReportSource, read_source, read_year
from reportgen.read.text import decode_text
from reportgen.read.workspace import (
    AREAS,
    Workspace,
    edition_path,
    figures_path,
    list_editions,
    list_own_editions,
    list_reports,
    list_years,
    year_path,
)
from reportgen.scaffold.plan import Plan, as_bytes, as_value
from reportgen.scaffold.reports import blank_report
from reportgen.schemas import schema_line

_YEAR = re.compile(r"\b20[0-9]{2}\b", re.ASCII)


def year_before(workspace: Workspace, kind: str, year: int) -> int | None:
    """The last year before one that the workspace has."""
    return max((earlier for earlier in list_years(workspace, kind) if earlier < year), default=None)


def new_year(workspace: Workspace, kind: str, year: int, before: int) -> Outcome[Plan]:
    """A year like the one before it: its own file, and a blank report for each area that had one.

    Errors: those of reading the year before and the newest edition; former-year-unreadable for an area.
    """
    former = read_year(workspace, kind, before)
    name = _edition_for(workspace, kind, year)
    edition = read_edition(workspace.root, kind, name, whole_file(edition_path(kind, name)))
    said = [*former.diagnostics, *edition.diagnostics]
    if former.value is None or edition.value is None:
        return Outcome(None, tuple(dict.fromkeys(said)))
    path = year_path(kind, year)
    files = {path: as_bytes(_year_lines(path, edition.value, year, former.value.shape, before))}
    for key in list_reports(workspace, kind):
        if key.year == before:
            area = workspace.areas[key.area].name if key.area in workspace.areas else key.area
            files |= _report(workspace, ReportKey(kind, year, key.area), area, edition.value, before, said)
    return Outcome(Plan(files), tuple(said))


def new_area(workspace: Workspace, key: ReportKey, area: AreaShape) -> Outcome[Plan]:
    """A blank report of one more area, and its entry in the list of areas where it has none.

    Errors: those of reading the year; wrong-value where the list cannot be added to.
    """
    facts = read_year(workspace, key.kind, key.year)
    said = list(facts.diagnostics)
    if facts.value is None:
        return Outcome(None, tuple(said))
    before = year_before(workspace, key.kind, key.year)
    files = _report(workspace, key, area.name, facts.value.edition, before, said)
    grown = {} if key.area in workspace.areas else _with_area(workspace, key.area, area, said.append)
    return Outcome(Plan(files, grown), tuple(said))


def newest(editions: Iterable[str]) -> str:
    """The newest of some editions. Why: 2024.10 comes after 2024.9."""
    return max(editions, key=lambda name: [int(part) for part in name.split(".")])


def _edition_for(workspace: Workspace, kind: str, year: int) -> str:
    """The newest edition that is not for a later year, the workspace's own first; the newest of all where each is."""
    editions = list_editions(workspace, kind)
    fitting = [name for name in editions if int(name[:4]) <= year]
    own = list_own_editions(workspace, kind)
    return newest([name for name in fitting if name in own] or fitting or editions)


def _year_lines(path: str, edition: Edition, year: int, former: YearShape, before: int) -> list[str]:
    """year.yaml with the dates of the year before moved on; what has to be decided is marked."""
    period, years = edition.period(year), year - before
    lines = [
        schema_line("year", path),
        f"# What is the same for all areas in {period.label}. When a line is decided, take its remark away.",
        f'edition: "{edition.name}"',
        f"published: {_later(former.published, years)}  # To be confirmed: the day of {edition.period(before).label}, moved on",
    ]
    if former.population:
        estimate = _YEAR.sub(lambda match: str(int(match[0]) + years), former.population.estimate)
        lines += [
            "# The population estimate is published in summer. Then correct these lines, and take away the # before them.",
            "# Until then, the rate is “pending”.",
            "# population:",
            f"#   estimate: {as_value(estimate)}",
            f"#   publisher: {as_value(former.population.publisher)}",
            f"#   published: {_later(former.population.published, years)}",
        ]
    return lines


def _later(day: date, years: int) -> date:
    """The same day some years later; the last of February where there is no 29th."""
    last = 28 if (day.month, day.day) == (2, 29) else day.day
    return day.replace(year=day.year + years, day=last)


def _report(
    workspace: Workspace, key: ReportKey, area: str, edition: Edition, before: int | None, said: list[Diagnostic]
) -> dict[str, bytes]:
    """A blank report, with what the area gave in the year before where it had one. Errors: former-year-unreadable."""
    earlier = ReportKey(key.kind, before or 0, key.area)
    former: ReportSource | None = None
    if (workspace.root / figures_path(earlier)).is_file():
        read = read_source(workspace, earlier)
        former = read.value
        if former is None:
            message = f"the report of {before} cannot be read, so nothing of it is carried over"
            hint = f"run “reportgen check {key.area} {before}” to see what is wrong"
            place = next(said.place for said in read.diagnostics if said.is_error)
            said.append(Diagnostic("former-year-unreadable", place, message, hint))
    return blank_report(key, area, edition, former)


def _with_area(workspace: Workspace, slug: str, area: AreaShape, say: Say) -> dict[str, bytes]:
    """The list of areas with one more at its end.

    Why: only text is added, so that remarks and line ends stay; what comes out is read before it is kept.
    Errors: wrong-value.
    """
    data = (workspace.root / AREAS).read_bytes()
    end = b"\r\n" if b"\r\n" in data else b"\n"
    file = decode_text(AREAS, data, say)
    tree = parse_yaml(file, say) if file else None
    entries = tree.get("areas") if isinstance(tree, Mapping) else None
    indent = entries.entries[0][0].place.column - 1 if isinstance(entries, Mapping) and entries.entries else 2
    entry = (f"{slug}:", f"  name: {as_value(area.name)}", f"  country: {area.country}")
    grown = data.rstrip() + end + b"".join((" " * indent + line).encode() + end for line in entry)
    again = decode_text(AREAS, grown, say)
    found: list[Diagnostic] = []
    node = parse_yaml(again, found.append) if again else None
    shape = read_shape(AreasShape, node, whole_file(AREAS), found.append) if node else None
    if shape is None or shape.areas != {**workspace.areas, slug: area}:
        message = f"“{slug}” cannot be added to {AREAS}, which is not written as expected"
        say(Diagnostic("wrong-value", whole_file(AREAS), message, "add the area to the list by hand, then try again"))
    return {AREAS: grown}
