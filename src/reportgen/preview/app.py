"""What the preview answers to a browser on this computer, and whom it refuses.

Comes in: a request. Goes out: one of a few fixed pages, or the answer to what was typed; no path leads to a file.
The home of Starlette.
"""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from reportgen.preview.state import PreviewState
from reportgen.preview.words import refusal_of, report_of, words_of
from reportgen.preview.writing import LARGEST_REQUEST, Writer
from reportgen.read.pictures import LARGEST_PICTURE

HOST = "127.0.0.1"
_HERE = Path(__file__).parent
_NOTHING_ELSE = "base-uri 'none'; form-action 'none'"
_OWN = {
    "/page.css": "text/css",
    "/writing.css": "text/css",
    **{f"/{path.name}": "text/javascript" for path in sorted(_HERE.glob("*.js"))},
}
# Of the page that people work in: its own scripts and styles, and the report in a frame.
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
        self.form = json.dumps(look.form)
        words = words_of(look) | {"report": _mark(self.report), "form": _mark(self.form)}
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


def make_app(
    preview: Preview,
    demanded: Mapping[str, Demanded],
    writer: Writer,
    token: str,
    changed: Callable[[str], Awaitable[None]],
) -> ASGIApp:
    """The application: every address that there is, behind its guard.

    Shape: `demanded` by address; `token` is known to the preview's own page alone; `changed` is told of a file.
    """
    answers = _Answers(preview, demanded, writer, token, changed)
    read = {
        "/": answers.page,
        **dict.fromkeys(_OWN, answers.own),
        "/state": answers.state,
        "/form": answers.form,
        "/pages": answers.pages,
        "/published": answers.published,
        "/report": answers.report,
        "/marks": answers.marks,
        **dict.fromkeys(demanded, answers.on_demand),
    }
    routes = [Route(path, answer, methods=["GET"]) for path, answer in read.items()]
    routes += [Route(path, answers.write, methods=["POST"]) for path in writer.addresses]
    app = Starlette(routes=routes)
    app.router.redirect_slashes = False
    return _Guard(app)


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is answered at each address."""

    preview: Preview
    demanded: Mapping[str, Demanded]
    writer: Writer
    token: str
    changed: Callable[[str], Awaitable[None]]

    async def page(self, _: Request) -> Response:
        html = _own("/page.html").replace(b"{{ token }}", self.token.encode())
        return HTMLResponse(html, headers={"content-security-policy": _OWN_POLICY})

    async def own(self, request: Request) -> Response:
        return Response(_own(request.url.path), media_type=_OWN[request.url.path])

    async def state(self, _: Request) -> Response:
        return Response(self.preview.state, media_type="application/json")

    async def form(self, _: Request) -> Response:
        return Response(self.preview.form, media_type="application/json")

    async def pages(self, _: Request) -> Response:
        return JSONResponse(await asyncio.to_thread(self.writer.pages))

    async def published(self, _: Request) -> Response:
        there = self.writer.published
        return JSONResponse(there.as_data() if there else None)

    async def report(self, _: Request) -> Response:
        return HTMLResponse(self.preview.report, headers={"content-security-policy": _REPORT_POLICY})

    async def marks(self, _: Request) -> Response:
        return StreamingResponse(self.preview.marks(), media_type="text/event-stream")

    async def on_demand(self, request: Request) -> Response:
        asked = self.demanded[request.url.path]
        data, reasons = await self.preview.made(asked)
        if data is None:
            refusal = refusal_of(self.preview.look, reasons)
            return HTMLResponse(refusal, 409, headers={"content-security-policy": _REPORT_POLICY})
        policy = _PDF_POLICY if asked.media_type == "application/pdf" else _REPORT_POLICY
        return Response(data, media_type=asked.media_type, headers={"content-security-policy": policy})

    async def write(self, request: Request) -> Response:
        asked = await _typed(request, self.token)
        if isinstance(asked, Response):
            return asked
        answer = await asyncio.to_thread(self.writer.addresses[request.url.path], asked)
        if answer.changed:
            await self.changed(answer.changed)
        return JSONResponse(answer.words, answer.status)


async def _typed(request: Request, token: str) -> Mapping[str, object] | Response:
    """What was typed, or why it is refused: it does not come from the preview's own page, or is no JSON of bounded size.

    Why: a page of the web can make a browser send a form, but can neither read the token nor set a header.
    """
    headers = request.headers
    own = f"http://{HOST}:{request.scope['server'][1]}"
    told = headers.get("x-reportgen-token", "")
    if headers.getlist("origin") != [own] or not hmac.compare_digest(told.encode(), token.encode()):
        return PlainTextResponse("Refused. Reload the page of the preview, then try again.\n", 403)
    if headers.get("content-type", "").partition(";")[0].strip() != "application/json":
        return PlainTextResponse("Refused. JSON is expected here.\n", 415)
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > LARGEST_REQUEST:
            return PlainTextResponse(
                f"This is too large. A picture has at most {LARGEST_PICTURE // 1_000_000} MB.\n", 413
            )
    asked = None
    with suppress(ValueError, RecursionError):
        asked = json.loads(body)
    return asked if isinstance(asked, dict) else PlainTextResponse("Refused. JSON is expected here.\n", 400)


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


def _own(address: str) -> bytes:
    """One of the preview's own files."""
    return (_HERE / address.removeprefix("/")).read_bytes()


def _mark(words: str) -> str:
    """A short word that differs whenever other words are shown."""
    return hashlib.sha256(words.encode()).hexdigest()[:16]
