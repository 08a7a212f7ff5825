"""The preview kept up: a server on this computer, and a watch on the workspace's files.

Comes in: a workspace, a report and a port. Goes out: nothing; it ends when it is told to. The home of uvicorn and watchfiles.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import uvicorn
from watchfiles import awatch

from reportgen.commands.build import prepare
from reportgen.commands.diff import compare_since_bundle, compare_years
from reportgen.compare.comparison import Comparison
from reportgen.compare.page import redline_page
from reportgen.core.diagnostic import Collector, Outcome, collecting
from reportgen.core.names import ReportKey
from reportgen.formats.pdf.export import export_pdf
from reportgen.output.atomic_write import is_aside
from reportgen.preview.app import HOST, Demanded, Preview, make_app
from reportgen.preview.state import PreviewState, look
from reportgen.preview.ticking import Published
from reportgen.preview.words import reason_of
from reportgen.preview.writing import Writer
from reportgen.read.workspace import MARKER, TREES, Workspace
from reportgen.read.workspace_files import find_workspace

# In milliseconds: how long files have to lie still before they are read, unless some keep changing for so long, and how often
# we look up whether the folders are still the same.
_STILL, _LONGEST, _LOOK_UP = 30, 300, 1000


class PortTakenError(Exception):
    """Nothing can be served at the port that was asked for."""


def serve(
    root: Path,
    key: ReportKey,
    port: int,
    token: str,
    opened: Callable[[str], None],
    published: Published | None = None,
) -> None:
    """Serves the preview of a report until it is interrupted; `opened` is told its address once it answers.

    Shape: `port` 0 means any that is free; who knows the `token` may write; figures are ticked off beside what was
    `published`. Raises: KeyboardInterrupt in the end; PortTakenError.
    """
    asyncio.run(_Shown(root, key).serve(port, token, opened, published))


class _Shown:
    """One report that is watched and shown."""

    def __init__(self, root: Path, key: ReportKey) -> None:
        self.root = root
        self.key = key
        self.found = find_workspace(root)
        self.preview = Preview(look(self.found, key))
        self.looking = asyncio.Lock()

    async def serve(self, port: int, token: str, opened: Callable[[str], None], published: Published | None) -> None:
        writer = Writer(lambda: self.found.value, self.root, self.key, published)
        config = uvicorn.Config(
            make_app(self.preview, self.demanded(), writer, token, lambda path: self.look_again({path})),
            HOST,
            port,
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="critical",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            timeout_graceful_shutdown=1,
        )
        server = _Server(config, self.preview, opened)
        watching = asyncio.create_task(self.watch())
        # Without its watch the page would stand still, and nobody would know.
        watching.add_done_callback(lambda _: setattr(server, "should_exit", True))
        await server.serve()
        if watching.done():
            watching.result()
        watching.cancel()

    async def watch(self) -> None:
        """Looks again after every file that is saved, also in a folder that appears, or goes and comes back."""
        is_polling: bool | None = None
        while True:
            tops = self.tops()
            # Looked at once more when all is quiet: some drives tell of one change to a file in a second, and no more.
            late: set[str] = set()
            trees = [self.root / name for name in tops if name != MARKER]
            try:
                async for changes in awatch(
                    *trees,
                    step=_STILL,
                    debounce=_LONGEST,
                    rust_timeout=_LOOK_UP,
                    yield_on_timeout=True,
                    force_polling=is_polling,
                ):
                    # What the preview itself writes aside is no file of anybody.
                    paths = (Path(path) for _, path in changes if not is_aside(path))
                    saved = {path.relative_to(self.root).as_posix() for path in paths}
                    is_same = tops == self.tops()
                    if saved or late or not is_same:
                        await self.look_again(saved | late if is_same else {MARKER})
                    late = saved
                    if not is_same:
                        break
            except OSError:
                # A system has only so many watches, and some drives of a network have none.
                if is_polling:
                    raise
                is_polling = True

    def tops(self) -> dict[str, tuple[int, int]]:
        """What lies at the root and is read, each with what changes when it is another."""
        states = {name: self.root / name for name in (*TREES, MARKER)}
        found = {name: path.stat() for name, path in states.items() if path.exists()}
        return {name: (state.st_ino, state.st_mtime_ns if name == MARKER else 0) for name, state in found.items()}

    async def look_again(self, paths: set[str]) -> None:
        """Shows the report as it is after these files were saved; a fault of ours leaves the one that is shown."""
        async with self.looking:
            try:
                now = await asyncio.to_thread(self.look, paths)
            except Exception as problem:
                now = replace(self.preview.look, fault=f"{type(problem).__name__}: {problem}")
            await self.preview.show(now)

    def look(self, paths: set[str]) -> PreviewState:
        # What all areas share is read once for a workspace, so that a change to it asks for a new one.
        if not all(path.startswith("content/") or path.endswith(f"/{self.key.area}.yaml") for path in paths):
            self.found = find_workspace(self.root)
        return look(self.found, self.key, self.preview.look)

    def demanded(self) -> dict[str, Demanded]:
        """What can be asked for besides the report itself, by its address."""
        last_year = replace(self.key, year=self.key.year - 1)
        makers: dict[str, tuple[str, Callable[[Workspace], Outcome[bytes]]]] = {
            "/report.pdf": ("application/pdf", lambda found: _pdf(found, self.key)),
            "/since-last-year": ("text/html", lambda found: _redline(compare_years(found, last_year, self.key))),
            "/since-bundle": ("text/html", lambda found: _redline(compare_since_bundle(found, self.key))),
        }
        return {path: Demanded(media_type, partial(self.make, maker)) for path, (media_type, maker) in makers.items()}

    def make(self, maker: Callable[[Workspace], Outcome[bytes]]) -> tuple[bytes | None, tuple[str, ...]]:
        """What a maker makes of the files as they are, or the reasons why it does not."""
        try:
            made = maker(self.found.value) if self.found.value else Outcome(None, self.found.diagnostics)
        except Exception as problem:
            return None, (f"reportgen failed by a fault of its own: {type(problem).__name__}: {problem}",)
        return made.value, tuple(reason_of(diagnostic) for diagnostic in made.diagnostics if diagnostic.is_error)


@collecting
def _pdf(collector: Collector, workspace: Workspace, key: ReportKey) -> bytes:
    """The report as a PDF."""
    return collector.take(export_pdf(collector.take(prepare(workspace, key, strict=False))))[0].data


def _redline(compared: Outcome[Comparison]) -> Outcome[bytes]:
    """What changed, as a page."""
    return compared.map(lambda found: redline_page(found).encode())


class _Server(uvicorn.Server):
    """The library's server, which says where it answers, and lets go of those who wait when it ends."""

    def __init__(self, config: uvicorn.Config, preview: Preview, opened: Callable[[str], None]) -> None:
        super().__init__(config)
        self._preview = preview
        self._opened = opened

    async def startup(self, sockets: Any = None) -> None:
        """Begins to answer."""
        try:
            await super().startup(sockets)
        except SystemExit as refused:
            raise PortTakenError from refused
        self._opened(f"http://{HOST}:{self.servers[0].sockets[0].getsockname()[1]}/")

    async def shutdown(self, sockets: Any = None) -> None:
        """Ends."""
        await self._preview.end()
        await super().shutdown(sockets)
