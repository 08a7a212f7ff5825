"""One Chromium that prints many pages, one after another, through the pipe by which it is driven.

Comes in, from the command line: the program, then pages and where their PDFs belong. Run as a process, so that it can be timed.
"""

import base64
import itertools
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe")


class Browser:
    """A running Chromium. Why: its own pipe needs no library, and one process prints all pages."""

    def __init__(self, program: str, profile: str) -> None:
        to_browser, from_browser = os.pipe(), os.pipe()
        self.numbers = itertools.count(1)
        self.inbox = os.fdopen(from_browser[0], "rb", buffering=0)
        self.outbox = os.fdopen(to_browser[1], "wb", buffering=0)
        self.rest = b""

        def connect() -> None:
            above = 3 + max(to_browser[0], from_browser[1])
            os.dup2(to_browser[0], above)
            os.dup2(from_browser[1], above + 1)
            os.dup2(above, 3)
            os.dup2(above + 1, 4)

        self.process = subprocess.Popen(
            [program, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=connect,
            close_fds=False,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser[0])
        os.close(from_browser[1])

    def tell(self, method: str, session: str | None = None, **values: Any) -> Any:
        """Sends an order and waits for its answer."""
        number = next(self.numbers)
        order = {"id": number, "method": method, "params": values} | ({"sessionId": session} if session else {})
        self.outbox.write(json.dumps(order).encode() + b"\0")
        while (message := self.hear()).get("id") != number:
            pass
        if "error" in message:
            raise RuntimeError(f"{method}: {message['error']}")
        return message["result"]

    def hear(self) -> dict[str, Any]:
        """The next message."""
        while b"\0" not in self.rest:
            data = self.inbox.read(1 << 20)
            if not data:
                raise RuntimeError("the browser ended")
            self.rest += data
        message, _, self.rest = self.rest.partition(b"\0")
        found: dict[str, Any] = json.loads(message)
        return found

    def print(self, page: Path) -> bytes:
        """The PDF of a page, with tags and an outline, on the paper that its style asks for."""
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.tell("Page.enable", session)
        self.tell("Page.navigate", session, url=page.resolve().as_uri())
        while self.hear().get("method") != "Page.loadEventFired":
            pass
        options = {"preferCSSPageSize": True, "printBackground": True, "generateTaggedPDF": True}
        data = self.tell("Page.printToPDF", session, generateDocumentOutline=True, **options)["data"]
        self.tell("Target.closeTarget", targetId=target)
        return base64.b64decode(data)


def main() -> None:
    """Prints every page that was named."""
    program, *names = sys.argv[1:]
    with tempfile.TemporaryDirectory() as profile:
        browser = Browser(program, profile)
        for page, pdf in zip(names[0::2], names[1::2], strict=True):
            Path(pdf).write_bytes(browser.print(Path(page)))
        browser.tell("Browser.close")
        browser.process.wait()


if __name__ == "__main__":
    main()
