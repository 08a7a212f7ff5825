"""How long it takes from saving a page until the preview has the new report.

Comes in: a workspace and the page of a report. Goes out: the time of each save.
"""

import re
import signal
import subprocess
import sys
import time
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.measuring import Spread

_REPORTGEN = Path(sys.executable).parent / "reportgen"
_LONGEST = 20


def saves(root: Path, page: Path, times: int) -> Spread:
    """Saves a page so many times, and waits for each as the page in the browser does. Units: milliseconds by the clock."""
    words = (str(_REPORTGEN), "preview", "london", "2024", "--no-browser")
    preview = subprocess.Popen(words, cwd=root, stdout=subprocess.PIPE, encoding="utf-8")
    before = page.read_bytes()
    found = []
    try:
        address = next(match[1] for line in preview.stdout or () if (match := re.search(r"http://([\d.:]+)/", line)))
        marks = HTTPConnection(address, timeout=_LONGEST)
        marks.request("GET", "/marks")
        stream = marks.getresponse()
        stream.readline()
        # The first is not counted: until then nothing was looked at twice.
        for number in range(times + 1):
            time.sleep(0.4)
            sentence = f"This was saved for the {number + 1}. time."
            page.write_bytes(before + f"\n{sentence}\n".encode())
            began = time.perf_counter()
            while sentence not in _get(address, "/report"):
                stream.readline()
            found.append((time.perf_counter() - began) * 1000)
    finally:
        page.write_bytes(before)
        preview.send_signal(signal.SIGINT)
        preview.wait()
    return Spread(tuple(found[1:]))


def _get(address: str, path: str) -> str:
    connection = HTTPConnection(address, timeout=_LONGEST)
    connection.request("GET", path)
    body = connection.getresponse().read().decode()
    connection.close()
    return body
