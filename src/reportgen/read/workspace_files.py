"""The two files of a workspace: its settings and its areas.

Comes in: the root of a workspace. Goes out: the workspace, or every reason why there is none.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from reportgen.core.diagnostic import Collector, Diagnostic, collecting
from reportgen.core.names import plain_name
from reportgen.read.digest import digests_of
from reportgen.read.located_yaml import find_place
from reportgen.read.settings import areas_from, settings_from
from reportgen.read.shape_reader import YamlFile, read_yaml
from reportgen.read.shapes import AreasShape, WorkspaceShape
from reportgen.read.workspace import AREAS, MARKER, YEAR_FILE, Workspace, find_root


@collecting
def find_workspace(collector: Collector, start: Path, file_date: date | None = None) -> Workspace:
    """The workspace that holds a folder, read anew. Errors: those of finding its root and of reading its two files."""
    return collector.take(read_workspace(collector.take(find_root(start)), file_date))


@collecting
def read_workspace(collector: Collector, root: Path, file_date: date | None = None) -> Workspace:
    """The workspace in a folder. Errors: those of reading its two files; wrong-value, for areas of one name."""
    settings = read_yaml(root, MARKER, WorkspaceShape, collector.emit)
    areas = read_yaml(root, AREAS, AreasShape, collector.emit)
    collector.diagnostics.extend(_areas_of_one_name(areas) if areas else ())
    if settings is None or areas is None or collector.diagnostics:
        collector.stop()
    facts = settings_from(settings.shape.model_dump()), areas_from(areas.shape.model_dump())
    return Workspace(root, *facts, digests_of(settings.file, areas.file), file_date)


def _areas_of_one_name(areas: YamlFile[AreasShape]) -> Iterator[Diagnostic]:
    """Areas that are called the same, so that none of them could be named for sure. Errors: wrong-value."""
    taken: dict[str, str] = {}
    for slug, area in areas_from(areas.shape.model_dump()).items():
        if slug == YEAR_FILE:
            message = f"no area can be called “{slug}”, since {slug}.yaml holds the facts of a year"
            yield Diagnostic(
                "wrong-value", find_place(areas.tree, "areas", slug), message, "give it another short name"
            )
        names = {plain_name(name): name for name in (slug, *area.names)}
        for plain, name in names.items():
            if taken.setdefault(plain, slug) != slug:
                message = f"the areas “{taken[plain]}” and “{slug}” are both called “{name}”"
                place = find_place(areas.tree, "areas", slug)
                yield Diagnostic("wrong-value", place, message, "give each area names of its own")
