"""What the preview answers to a browser on this computer, and whom it refuses.

Comes in: a request. Goes out: one of a few fixed pages; no path leads to a file, and nothing is changed. The home of Starlette.
"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportgen.preview.state import PreviewState
from reportgen.preview.words import refusal_of, report_of, words_of

HOST = "127.0.0.1"
_HERE = Path(__file__).parent
_NOTHING_ELSE = "base-uri 'none'; form-action 'none'"
# Of the page that people work in: its one script and one style, and the report in a frame.
_OWN_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; frame-src 'self'; img-src data:; "
    f"frame-ancestors 'none'; {_NOTHING_ELSE}"
)
# Of the report: no script at all.
_REPORT_POLICY = (
    f"default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; {_NOTHING_ELSE}"
)
# A browser shows a PDF with a program of its own, which this policy would bind too.
_PDF_POLICY = f"frame-ancestors 'self'; {_NOTHING_ELSE}"
_HEADERS = {
    "cache-control": "no-store",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True, slots=True)
class Demanded:
    """What is made only when somebody asks for it. Shape: `make` gives its bytes, or the reasons why there are none."""

    media_type: str
    make: Callable[[], tuple[bytes | None, tuple[str, ...]]]


class Preview:
    """The newest look at one report, and all who wait for the next."""

    def __init__(self, look: PreviewState) -> None:
        self.is_over = False
        self._changed = asyncio.Condition()
        self._making = asyncio.Lock()
        self._made: dict[Demanded, tuple[str, bytes]] = {}
        self._keep(look)

    def _keep(self, look: PreviewState) -> None:
        self.look = look
        self.report = report_of(look)
        words = words_of(look) | {"report": _mark(self.report)}
        self.mark = _mark(json.dumps(words))
        self.state = json.dumps(words | {"mark": self.mark})

    async def show(self, look: PreviewState) -> None:
        """Shows another look, and tells those who wait."""
        async with self._changed:
            self._keep(look)
            self._changed.notify_all()

    async def end(self) -> None:
        """Lets nobody wait any longer."""
        async with self._changed:
            self.is_over = True
            self._changed.notify_all()

    async def marks(self) -> AsyncIterator[str]:
        """The mark of the look that is shown, at once and whenever it is another."""
        while not self.is_over:
            mark = self.mark
            yield f"data: {mark}\n\n"
            await self._other_than(mark)

    async def _other_than(self, mark: str) -> None:
        async with self._changed:
            await self._changed.wait_for(lambda: self.is_over or self.mark != mark)

    async def made(self, asked: Demanded) -> tuple[bytes | None, tuple[str, ...]]:
        """What was asked for, made once for each look, and one thing at a time; or the reasons why there is none."""
        async with self._making:
            mark, (of, data) = self.mark, self._made.get(asked, ("", b""))
            if of == mark:
                return data, ()
            new, reasons = await asyncio.to_thread(asked.make)
            if new is not None:
                self._made[asked] = mark, new
            return new, reasons


def make_app(preview: Preview, demanded: Mapping[str, Demanded]) -> ASGIApp:
    """The application: every address that there is, behind its guard. Shape: `demanded` by address."""

    async def page(_: Request) -> Response:
        return HTMLResponse(_own("page.html"), headers={"content-security-policy": _OWN_POLICY})

    async def style(_: Request) -> Response:
        return Response(_own("page.css"), media_type="text/css")

    async def script(_: Request) -> Response:
        return Response(_own("page.js"), media_type="text/javascript")

    async def state(_: Request) -> Response:
        return Response(preview.state, media_type="application/json")

    async def report(_: Request) -> Response:
        return HTMLResponse(preview.report, headers={"content-security-policy": _REPORT_POLICY})

    async def marks(_: Request) -> Response:
        return StreamingResponse(preview.marks(), media_type="text/event-stream")

    async def on_demand(request: Request) -> Response:
        asked = demanded[request.url.path]
        data, reasons = await preview.made(asked)
        if data is None:
            refusal = refusal_of(preview.look, reasons)
            return HTMLResponse(refusal, 409, headers={"content-security-policy": _REPORT_POLICY})
        policy = _PDF_POLICY if asked.media_type == "application/pdf" else _REPORT_POLICY
        return Response(data, media_type=asked.media_type, headers={"content-security-policy": policy})

    routes = {
        "/": page,
        "/page.css": style,
        "/page.js": script,
        "/state": state,
        "/report": report,
        "/marks": marks,
        **dict.fromkeys(demanded, on_demand),
    }
    app = Starlette(routes=[Route(path, answer, methods=["GET"]) for path, answer in routes.items()])
    app.router.redirect_slashes = False
    return _Guard(app)


class _Guard:
    """Lets in only what this computer's own browser asks for on the preview's own page.

    Why: any page of the web can make a browser send requests to this computer, under a name of its own (DNS rebinding) or as a
    picture, script or frame of that page.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers one request."""
        own = f"{HOST}:{scope['server'][1]}"
        headers = Headers(scope=scope)
        is_ours = (
            headers.getlist("host") == [own]
            and set(headers.getlist("origin")) <= {f"http://{own}"}
            and set(headers.getlist("sec-fetch-site")) <= {"same-origin", "none"}
        )

        async def told(message: Message) -> None:
            if message["type"] == "http.response.start":
                there = MutableHeaders(scope=message)
                there.update(_HEADERS)
                there.setdefault(
                    "content-security-policy", f"default-src 'none'; frame-ancestors 'none'; {_NOTHING_ELSE}"
                )
            await send(message)

        refused = PlainTextResponse(f"Refused. Open http://{own}/ in a browser on this computer.\n", 403)
        await (self._app if is_ours else refused)(scope, receive, told)


def _own(name: str) -> bytes:
    """One of the preview's own three files."""
    return (_HERE / name).read_bytes()


def _mark(words: str) -> str:
    """A short word that differs whenever other words are shown."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]
