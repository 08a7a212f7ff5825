"""Keeping an answer, so that it can be given again while nothing has changed.

Comes in: what was asked, and what was done. Goes out: a file in build/, where there is such a folder.
"""

import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from threading import Event

from reportgen.core.names import ReportKey
from reportgen.output.cache import lies_as_made
from reportgen.output.publish import publish_file
from reportgen.output.remembered import FOLDER, Question, looks, program_paths, written
from reportgen.read.packaged import packaged_root
from reportgen.read.workspace import (
    AREAS,
    MARKER,
    Workspace,
    build_path,
    figures_path,
    list_years,
    pages_path,
    year_path,
)

_MARK = f"{FOLDER}/mark"
_MOST_PATHS = 50_000
_PAUSE = 0.005


def begin(asked: Question | None) -> int | None:
    """Marks the moment before anything is read; None where nothing is to be kept. Units: as the system counts times of files.

    Why: a file that is changed after this moment can be told by its own time, with the clock of the same disk.
    """
    if asked is None or not (Path(asked.root) / "build").is_dir():
        return None
    return _mark(Path(asked.root))


def keep(
    asked: Question, begun: int, workspace: Workspace, keys: tuple[ReportKey, ...], text: str, *, made: bool
) -> None:
    """Keeps an answer, if no file that took part was changed meanwhile. Shape: `made` where it says that reports are made.

    Why: an answer that is not kept costs time later; one that is wrong would be believed.
    """
    root = Path(asked.root)
    # Links can lead round in a circle.
    sources = list(islice(_sources(workspace, keys), _MOST_PATHS))
    outputs = [path for key in keys for path in _folder(root, build_path(key))]
    program = program_paths()
    if len(sources) == _MOST_PATHS:
        return
    before = looks(asked.root, sources)
    if any(_changed(state) >= begun for state in before):
        return
    after = looks(asked.root, outputs)
    while (now := _mark(root)) is not None and any(_changed(state) >= now for state in after):
        Event().wait(_PAUSE)
    if now is None or (made and not all(lies_as_made(root, key) for key in keys)):
        return
    paths = [*sources, *outputs, *program]
    publish_file(root, asked.path, written(asked, text, paths, [*before, *after, *looks(asked.root, program)]))


def _mark(root: Path) -> int | None:
    """This moment, by the clock that gives files their times."""
    if publish_file(root, _MARK, b"").value is None:
        return None
    return (root / _MARK).stat().st_mtime_ns


def _changed(state: str) -> int:
    """When a file was last changed in any way."""
    return max(map(int, state.split()[3:5])) if state != "none" else 0


def _sources(workspace: Workspace, keys: tuple[ReportKey, ...]) -> Iterator[str]:
    """All that a report can depend on, the marker of the workspace first; folders too, which change with what is in them."""
    root = workspace.root
    yield from (MARKER, AREAS, "data", "content")
    for kind in dict.fromkeys(key.kind for key in keys):
        yield from (f"data/{kind}", f"content/{kind}")
        years = list_years(workspace, kind)
        for year in years:
            yield from (f"data/{kind}/{year}", f"content/{kind}/{year}", year_path(kind, year))
        # A report is compared with the years before it.
        for area in dict.fromkeys(key.area for key in keys):
            for key in (ReportKey(kind, year, area) for year in years):
                yield from (figures_path(key), *_folder(root, pages_path(key)))
    # A folder that is not there yet would win over what comes with the program.
    yield "templates"
    for top in dict.fromkeys((root / "templates", packaged_root() / "templates")):
        for folder, _, names in os.walk(top, followlinks=True):
            yield from (folder, *(f"{folder}/{name}" for name in names))


def _folder(root: Path, path: str) -> Iterator[str]:
    """A folder and all that lies directly in it."""
    yield path
    try:
        names = sorted(entry.name for entry in (root / path).iterdir())
    except OSError:
        return
    yield from (f"{path}/{name}" for name in names)
