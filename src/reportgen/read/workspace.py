"""The workspace: where everything is, and the only names of paths.

Comes in: a folder to start from. Goes out: the root with its configuration and areas, and what reports there are.
"""

import re
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from reportgen.core.diagnostic import Diagnostic, Outcome, Say, whole_file
from reportgen.core.names import SLUG, ReportKey
from reportgen.read.located_yaml import parse_yaml
from reportgen.read.shapes import AreaShape, AreasShape, WorkspaceShape, read_shape
from reportgen.read.text import Digest, read_text

MARKER = "reportgen.yaml"
AREAS = "data/areas.yaml"
_YEAR_FOLDER = re.compile(r"\d{4}\Z", re.ASCII)


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """One workspace as it was when it was found; equal only to itself.

    Shape: `areas` by slug, in the order of the file; `digests` of the files read for it.
    """

    root: Path
    settings: WorkspaceShape
    areas: dict[str, AreaShape]
    digests: tuple[Digest, ...]


def figures_path(key: ReportKey) -> str:
    """Where an area's figures are."""
    return f"data/{key.kind}/{key.year}/{key.area}.yaml"


def year_path(kind: str, year: int) -> str:
    """Where the facts of a year are."""
    return f"data/{kind}/{year}/year.yaml"


def pages_path(key: ReportKey) -> str:
    """The folder of an area's pages."""
    return f"content/{key.kind}/{key.year}/{key.area}"


def edition_path(kind: str, name: str) -> str:
    """The folder of an edition."""
    return f"templates/{kind}/{name}"


def theme_path(name: str) -> str:
    """The folder of a theme."""
    return f"templates/themes/{name}"


def build_path(key: ReportKey) -> str:
    """The folder that a report is made into."""
    return f"build/{key.kind}/{key.year}/{key.area}"


def bundle_path(name: str) -> str:
    """What is handed to the publisher: a folder, and beside it the same as a zip."""
    return f"build/published/{name}"


def find_workspace(start: Path) -> Outcome[Workspace]:
    """The workspace that holds a folder: the folder itself or the nearest one above it with reportgen.yaml.

    Errors: no-workspace and those of reading its two files.
    """
    found: list[Diagnostic] = []
    say: Say = found.append
    try:
        start = start.resolve()
        root = next((folder for folder in (start, *start.parents) if (folder / MARKER).is_file()), None)
    except (OSError, RuntimeError, ValueError):
        root = None
    if root is None:
        say(
            Diagnostic(
                "no-workspace",
                whole_file(MARKER),
                f"no {MARKER} in {start} or in a folder above it",
                "go to the folder of your reports, or name it with --workspace FOLDER",
            )
        )
        return Outcome(None, tuple(found))
    digests: list[Digest] = []
    settings = areas = None
    for path, shape in ((MARKER, WorkspaceShape), (AREAS, AreasShape)):
        read = read_text(root, path, say)
        if read is None:
            continue
        digests.append(read[1])
        before = len(found)
        node = parse_yaml(read[0], say)
        if len(found) > before:
            continue
        value = read_shape(shape, node, whole_file(path), say)
        if isinstance(value, WorkspaceShape):
            settings = value
        elif isinstance(value, AreasShape):
            areas = value
    if settings is None or areas is None:
        return Outcome(None, tuple(found))
    return Outcome(Workspace(root, settings, areas.areas, tuple(digests)), tuple(found))


def list_reports(workspace: Workspace, kind: str) -> tuple[ReportKey, ...]:
    """Every report of a kind that has a figures file, by year and area."""
    keys: list[ReportKey] = []
    for year in list_years(workspace, kind):
        folder = workspace.root / "data" / kind / str(year)
        names = (path.stem for path in _entries(folder) if path.suffix == ".yaml" and path.stem != "year")
        keys.extend(map(partial(ReportKey, kind, year), sorted(name for name in names if SLUG.match(name))))
    return tuple(keys)


def list_years(workspace: Workspace, kind: str) -> tuple[int, ...]:
    """The years of a kind that have a folder of figures, oldest first."""
    folders = _entries(workspace.root / "data" / kind)
    return tuple(sorted(int(path.name) for path in folders if _YEAR_FOLDER.match(path.name)))


def list_kinds(workspace: Workspace) -> tuple[str, ...]:
    """The kinds of document that have editions."""
    folders = _entries(workspace.root / "templates")
    return tuple(
        sorted(path.name for path in folders if SLUG.match(path.name) and path.name != "themes" and path.is_dir())
    )


def _entries(folder: Path) -> list[Path]:
    """What a folder holds; nothing when it is not there."""
    try:
        return list(folder.iterdir())
    except OSError:
        return []
