"""The workspace: where everything is, and the only names of paths.

Comes in: a folder to start from. Goes out: the root with its configuration and areas, and what reports there are.
"""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache, partial, wraps
from os.path import lexists
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from reportgen.core.diagnostic import Diagnostic, Outcome, whole_file
from reportgen.core.names import FIRST_YEAR, LAST_YEAR, SLUG, ReportKey, plain_name, quoted
from reportgen.read.digest import Digests
from reportgen.read.packaged import packaged_root
from reportgen.read.settings import Area, Settings

MARKER = "reportgen.yaml"
AREAS = "data/areas.yaml"
SIGN_OFF = "signoff.yaml"
SCHEMAS = ".reportgen/schemas"
# The folders that hold what people write.
TREES = ("data", "content", "templates")
REVIEW = "review.html"
YEAR_FILE = "year"
_EDITION = re.compile(r"[0-9]{4}\.[0-9]+\Z")
_YEAR_FOLDER = re.compile(r"\d{4}\Z", re.ASCII)
_Asked = ParamSpec("_Asked")
_Made = TypeVar("_Made")


class WorkspaceCache(dict[str, Any]):
    """What functions made of a workspace, by their names. Why: in another process nothing is kept yet, so nothing of it goes there."""

    def __reduce__(self) -> "tuple[type[WorkspaceCache], tuple[()]]":
        return WorkspaceCache, ()


@dataclass(frozen=True, slots=True, eq=False)
class Workspace:
    """One workspace as it was when it was found; equal only to itself.

    Shape: `areas` by slug, in the order of the file; `digests` of the files read for it; `file_date` is the date that files
    carry in their properties, where it is not the day of publication; `named` is the folder that --workspace named, if any;
    `kept` is what was read once for it, and goes when it goes.
    """

    root: Path
    settings: Settings
    areas: dict[str, Area]
    digests: Digests
    file_date: date | None = None
    named: str = ""
    kept: WorkspaceCache = field(default_factory=WorkspaceCache, repr=False)


_Function = Callable[Concatenate[Workspace, _Asked], _Made]


def cached_per_workspace(most: int) -> Callable[[_Function[_Asked, _Made]], _Function[_Asked, _Made]]:
    """Keeps the last answers of a function with the workspace that it was asked of, and no longer. Units: `most` answers."""

    def decorate(function: _Function[_Asked, _Made]) -> _Function[_Asked, _Made]:
        name = function.__qualname__

        @wraps(function)
        def recalled(workspace: Workspace, /, *asked: _Asked.args, **named: _Asked.kwargs) -> _Made:
            if name not in workspace.kept:
                workspace.kept.setdefault(name, lru_cache(maxsize=most)(partial(function, workspace)))
            answer: _Made = workspace.kept[name](*asked, **named)
            return answer

        return recalled

    return decorate


def command(workspace: Workspace, kind: str, words: str) -> str:
    """A command for a kind of document that works where the last one was typed: reportgen new area kent 2024."""
    where = f" --workspace {quoted(workspace.named)}" if workspace.named else ""
    return lasting_command(workspace.settings, kind, words) + where


def lasting_command(settings: Settings, kind: str, words: str) -> str:
    """The same for what is kept, and told later wherever somebody stands by then."""
    return f"reportgen {words}" + ("" if kind == settings.default_kind else f" --kind {kind}")


def find_area(workspace: Workspace, words: str) -> str | None:
    """The short name of an area that was named in any of its ways: london, London, "West Midlands", Gogledd Cymru."""
    wanted = plain_name(words)
    areas = workspace.areas.items()
    return next((slug for slug, area in areas if wanted in map(plain_name, (slug, *area.names))), None)


def is_of_system(name: str) -> bool:
    """Whether systems, editors and office programs put a file of this name beside those of people, who may not even see it."""
    return name.startswith((".", "~$")) or name.endswith("~") or name.lower() in ("thumbs.db", "desktop.ini", "icon\r")


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


def draft_path(key: ReportKey) -> str:
    """The folder that a draft with gaps is made into."""
    return f"build/drafts/{key.kind}/{key.year}/{key.area}"


def bundles_path(stem: str) -> str:
    """The folder of all bundles of a report, each in a folder of its own. Shape: `stem` begins the names of its files."""
    return f"build/published/{stem}"


def find_root(start: Path) -> Outcome[Path]:
    """The folder of the workspace that holds a folder: itself or the nearest one above it with reportgen.yaml.

    Errors: no-workspace.
    """
    try:
        start = start.resolve()
        root = next((folder for folder in (start, *start.parents) if (folder / MARKER).is_file()), None)
    except (OSError, RuntimeError, ValueError):
        root = None
    if root is not None:
        return Outcome(root)
    message = f"no {MARKER} in {start} or in a folder above it"
    hint = "go to the folder of your reports, or name it with --workspace FOLDER"
    return Outcome(None, (Diagnostic("no-workspace", whole_file(MARKER), message, hint),))


def is_missing(root: Path, path: str) -> bool:
    """Whether nothing is there by that name. Why: a link that leads nowhere, or what cannot be looked at, is told as such."""
    try:
        (root / path).lstat()
    except FileNotFoundError:
        return True
    except (OSError, ValueError):
        return False
    return False


def list_reports(workspace: Workspace, kind: str) -> tuple[ReportKey, ...]:
    """Every report of a kind that has a figures file, by year and area."""
    keys: list[ReportKey] = []
    for year in list_years(workspace, kind):
        files = names_in(workspace.root / "data" / kind / str(year))
        names = (file.removesuffix(".yaml") for file in files if file.endswith(".yaml"))
        areas = sorted(name for name in names if name != YEAR_FILE and SLUG.match(name))
        keys.extend(ReportKey(kind, year, area) for area in areas)
    return tuple(keys)


def list_years(workspace: Workspace, kind: str) -> tuple[int, ...]:
    """The years of a kind that have a folder of figures, oldest first."""
    years = (int(name) for name in names_in(workspace.root / "data" / kind) if _YEAR_FOLDER.match(name))
    return tuple(sorted(year for year in years if FIRST_YEAR <= year < LAST_YEAR))


def begun_years(workspace: Workspace, kind: str) -> tuple[int, ...]:
    """The years of a kind that have facts of their own, oldest first."""
    return tuple(year for year in list_years(workspace, kind) if not is_missing(workspace.root, year_path(kind, year)))


def year_before(workspace: Workspace, kind: str, year: int) -> int | None:
    """The last year before one that has facts of its own."""
    return max((earlier for earlier in begun_years(workspace, kind) if earlier < year), default=None)


def list_kinds(workspace: Workspace) -> tuple[str, ...]:
    """The kinds of document that have editions, in the workspace or with the program."""
    return tuple(name for name in _names_below(workspace.root, "templates", SLUG) if name != "themes")


def list_editions(workspace: Workspace, kind: str) -> tuple[str, ...]:
    """The editions of a kind, in the workspace or with the program, oldest first. Why: 2024.10 comes after 2024.9."""
    names = _names_below(workspace.root, f"templates/{kind}", _EDITION)
    return tuple(sorted(names, key=lambda name: [int(part) for part in name.split(".")]))


def list_own_editions(workspace: Workspace, kind: str) -> tuple[str, ...]:
    """The editions of a kind that the workspace itself has, oldest first."""
    return tuple(name for name in list_editions(workspace, kind) if lexists(workspace.root / edition_path(kind, name)))


def is_edition(name: str) -> bool:
    """Whether an edition can be called so."""
    return bool(_EDITION.match(name))


def list_themes(workspace: Workspace) -> tuple[str, ...]:
    """The themes, in the workspace or with the program, by name."""
    return _names_below(workspace.root, "templates/themes", SLUG)


def _names_below(root: Path, path: str, form: re.Pattern[str]) -> tuple[str, ...]:
    """The names of the folders below one of templates/, each once, in alphabetical order."""
    folders = (root / path, packaged_root() / path)
    found = {name for top in folders for name in names_in(top) if form.match(name) and (top / name).is_dir()}
    return tuple(sorted(found))


def names_in(folder: Path) -> list[str]:
    """The names of what a folder holds; none when it is not there."""
    try:
        return os.listdir(folder)  # noqa: PTH208 - twice as fast
    except OSError:
        return []
