"""A preview that runs in a process of its own, as somebody would start it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

ADDRESS = re.compile(r"The preview is at http://127\.0\.0\.1:(\d+)/ until you press Ctrl-C\.\n")


@dataclass(frozen=True)
class Shown:
    """A preview that is running: its workspace, its port, and its process."""

    root: Path
    port: int
    process: subprocess.Popen[str]

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
        """The answer to a request, whose headers are those of a browser unless others are given; an empty one is left out."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        sent = {"Host": f"127.0.0.1:{self.port}"} | {name.replace("_", "-"): value for name, value in headers.items()}
        for name, value in sent.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        return _answered(connection)

    def post(self, path: str, words: object, data: bytes | None = None, **headers: str) -> tuple[HTTPResponse, bytes]:
        """The answer to what the preview's own page sends, unless other headers are given; an empty one is left out."""
        own = {"Origin": f"http://127.0.0.1:{self.port}", "Content-Type": "application/json"}
        sent = own | {"X-Reportgen-Token": self.token()}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = HTTPConnection("127.0.0.1", self.port, timeout=60)
        body = json.dumps(words).encode() if data is None else data
        connection.request("POST", path, body, {name: value for name, value in sent.items() if value})
        return _answered(connection)

    def write(self, path: str, **words: object) -> tuple[int, dict]:
        """The status and the words of the answer to what somebody typed."""
        answer, body = self.post(path, words)
        return answer.status, json.loads(body)

    def token(self) -> str:
        """What only the preview's own page knows."""
        found = re.search(rb'<meta name="token" content="([^"]+)">', self.ask("/")[1])
        assert found
        return found[1].decode()

    def state(self) -> dict:
        """What the page is told."""
        return json.loads(self.ask("/state")[1])

    def wait_for(self, is_so: Callable[[dict], bool]) -> float:
        """How many seconds it takes until something is so."""
        begin = time.monotonic()
        while not is_so(self.state()):
            assert time.monotonic() - begin < 20, self.state()["summary"]
            time.sleep(0.01)
        return time.monotonic() - begin

    def end(self) -> tuple[int, str]:
        """Ends it with Ctrl-C; its exit code, and what it printed."""
        self.process.send_signal(signal.SIGINT)
        told, _ = self.process.communicate(timeout=20)
        return self.process.returncode, told


def _answered(connection: HTTPConnection) -> tuple[HTTPResponse, bytes]:
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer, body


def start_preview(root: Path, *options: str, area: str = "london", **environment: str) -> Shown:
    """Starts the preview of an area's report for 2024/25, and waits until it answers."""
    process = subprocess.Popen(
        [sys.executable, "-m", "reportgen", "preview", area, "2024", "--no-browser", *options],
        cwd=root,
        env={**os.environ, "PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    assert process.stdout is not None
    assert process.stdout.readline() == f"{area.title()}, 1 April 2024 to 31 March 2025, edition 2024.1\n"
    # Of a report that is not begun, more is said before.
    lines = [process.stdout.readline()]
    while area != "london" and not lines[-1].startswith("The preview is at"):
        lines.append(process.stdout.readline())
    found = ADDRESS.fullmatch(lines[-1])
    assert found, lines
    return Shown(root, int(found[1]), process)
