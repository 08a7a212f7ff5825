"""The preview kept up: a server on this computer, and a watch on the workspace's files.

Comes in: a workspace, a report and a port. Goes out: nothing; it ends when it is told to. The home of uvicorn and watchfiles.
"""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from watchfiles import awatch

from reportgen.core.diagnostic import Outcome
from reportgen.core.names import ReportKey
from reportgen.preview.app import HOST, Preview, make_app
from reportgen.preview.look import Look, look
from reportgen.read.workspace import MARKER, TREES, find_workspace

# In milliseconds: how long files have to lie still before they are read, unless some keep changing for so long, and how often
# we look up whether the folders are still the same.
_STILL, _LONGEST, _LOOK_UP = 30, 300, 1000


class PortTakenError(Exception):
    """Nothing can be served at the port that was asked for."""


def serve(root: Path, key: ReportKey, port: int, opened: Callable[[str], None]) -> None:
    """Serves the preview of a report until it is interrupted; `opened` is told its address once it answers.

    Shape: `port` 0 means any that is free. Raises: KeyboardInterrupt in the end; PortTakenError.
    """
    asyncio.run(_Shown(root, key).serve(port, opened))


class _Shown:
    """One report that is watched and shown."""

    def __init__(self, root: Path, key: ReportKey) -> None:
        self.root = root
        self.key = key
        self.found = find_workspace(root)
        self.preview = Preview(look(self.found, key), self.make_pdf)

    async def serve(self, port: int, opened: Callable[[str], None]) -> None:
        config = uvicorn.Config(
            make_app(self.preview),
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
                    paths = {Path(path).relative_to(self.root).as_posix() for _, path in changes}
                    is_same = tops == self.tops()
                    if paths or not is_same:
                        await self.look_again(paths if is_same else {MARKER})
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
        try:
            now = await asyncio.to_thread(self.look, paths)
        except Exception as problem:
            now = replace(self.preview.look, fault=f"{type(problem).__name__}: {problem}")
        await self.preview.show(now)

    def look(self, paths: set[str]) -> Look:
        # What all areas share is read once for a workspace, so that a change to it asks for a new one.
        if not all(path.startswith("content/") or path.endswith(f"/{self.key.area}.yaml") for path in paths):
            self.found = find_workspace(self.root)
        return look(self.found, self.key, self.preview.look)

    def make_pdf(self) -> tuple[bytes | None, tuple[str, ...]]:
        """The PDF of the report as it is written now, or the reasons why there can be none."""
        from reportgen.export.pdf import export_pdf
        from reportgen.pipeline import prepare

        if self.found.value is None:
            return None, tuple(said.message for said in self.found.diagnostics)
        prepared = prepare(self.found.value, self.key, strict=False)
        made = export_pdf(prepared.value.document) if prepared.value else Outcome(None)
        said = (*prepared.diagnostics, *made.diagnostics)
        if made.value is None:
            return None, tuple(f"{one.place}: {one.message}" for one in said if one.is_error)
        (artifact,) = made.value
        return artifact.data, ()


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
