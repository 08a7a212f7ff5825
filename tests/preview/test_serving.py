"""What the preview answers, whom it refuses, and how soon it follows a file that is saved."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from documents import change
from london import copy_workspace, run
from previewed import Shown

FIGURES = "data/annual-report/2024/london.yaml"
PATHS = {
    "/": "text/html; charset=utf-8",
    "/page.css": "text/css; charset=utf-8",
    "/page.js": "text/javascript; charset=utf-8",
    "/writing.css": "text/css; charset=utf-8",
    **{
        f"/{name}.js": "text/javascript; charset=utf-8"
        for name in ("dom", "saving", "fields", "figures", "cells", "bar", "pages", "sides", "markdown", "reasons")
    },
    "/state": "application/json",
    "/form": "application/json",
    "/pages": "application/json",
    "/report": "text/html; charset=utf-8",
    "/report.pdf": "application/pdf",
    "/since-last-year": "text/html; charset=utf-8",
}
ELSEWHERE = (
    *("/../../../../../../../../etc/hostname", "/..%2f..%2fetc%2fhostname", "/%2e%2e/%2e%2e/etc/hostname", "//etc/hostname"),
    *("/page.js/../app.py", "/app.py", "/fields.py", "/tests.js", "/page.html", "/report/", "/report/../reportgen.yaml", "/reportgen.yaml", "/data"),
    *("/data/annual-report/2024/london.yaml", "/report.pdf/x", "/static/page.css", "/favicon.ico", "/state.json", "/\\..\\x"),
    *("/docs", "/openapi.json", "/report%00", "/REPORT", "/?x=../../etc/hostname/..", "/build/annual-report/2024/london"),
)  # fmt: skip
ALL_WELL = "Nothing is missing, and nothing is wrong."
ONE_WRONG = "1 to put right."


@pytest.mark.parametrize(
    ("path", "media_type"),
    [pytest.param(*one, marks=[pytest.mark.pdf] if one[0] == "/report.pdf" else []) for one in PATHS.items()],
)
def test_each_address_answers(served: Shown, path: str, media_type: str) -> None:
    """Every address of the preview gives what its name says, to be kept nowhere and shown on no page of others."""
    answer, body = served.ask(path)
    assert (answer.status, answer.getheader("content-type")) == (200, media_type)
    assert len(body) > 1000
    assert body.startswith(b"%PDF-") == (media_type == "application/pdf")
    assert answer.getheader("cache-control") == "no-store"
    assert answer.getheader("x-content-type-options") == "nosniff"
    assert answer.getheader("cross-origin-resource-policy") == "same-origin"
    assert answer.getheader("referrer-policy") == "no-referrer"
    policy = answer.getheader("content-security-policy", "")
    assert re.search("frame-ancestors '(none|self)'", policy)
    assert answer.getheader("server") is None


def test_only_its_own_script_runs(served: Shown) -> None:
    """The policy of the page allows one script, its own, and that of the report none; no page has a script of its own inside."""
    for path, allowed in (("/", "'self'"), ("/report", None), ("/since-last-year", None), ("/since-bundle", None)):
        answer, body = served.ask(path)
        policy = dict(part.strip().split(" ", 1) for part in answer.getheader("content-security-policy", "").split(";"))
        assert policy["default-src"] == "'none'"
        assert policy.get("script-src") == allowed
        scripts = re.findall(rb"<script([^>]*)>(.*?)</script>", body, re.DOTALL)
        assert scripts == ([(b' src="/page.js" type="module"', b"")] if allowed else [])
        assert re.search(rb"<[^>]+\son\w+=", body) is None


@pytest.mark.parametrize(
    "host",
    ["", "evil.example", "localhost", "127.0.0.1", "127.0.0.1:1", "127.0.0.1:{port}.evil.example", "localhost:{port}", "[::1]:{port}"],
)  # fmt: skip
@pytest.mark.parametrize("path", ["/", "/state", "/report", "/marks"])
def test_another_host_is_refused(served: Shown, path: str, host: str) -> None:
    """A request under any other name, as after DNS rebinding, is refused, and told nothing of the report."""
    answer, body = served.ask(path, Host=host.format(port=served.port))
    if not host:
        assert answer.status == 400
        return
    assert answer.status == 403
    assert body.decode() == f"Refused. Open http://127.0.0.1:{served.port}/ in a browser on this computer.\n"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1"},
        {"Origin": "https://127.0.0.1:{port}"},
        {"Origin": "http://localhost:{port}"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "http://127.0.0.1:{port}", "Sec-Fetch-Site": "cross-site"},
    ],
    ids=lambda headers: " ".join(headers.values()),
)
def test_a_page_of_others_is_refused(served: Shown, headers: dict[str, str]) -> None:
    """A request that another page of the web makes the browser send is refused, whether it says so by Origin or by Sec-Fetch-Site."""
    sent = {name.replace("-", "_"): value.format(port=served.port) for name, value in headers.items()}
    answer, body = served.ask("/state", **sent)
    assert answer.status == 403
    assert body.startswith(b"Refused.")
    assert answer.getheader("access-control-allow-origin") is None


def test_its_own_page_is_let_in(served: Shown) -> None:
    """What the page itself asks for is answered, and so is an address that somebody types."""
    own = f"http://127.0.0.1:{served.port}"
    for headers in ({"Origin": own}, {"Sec_Fetch_Site": "same-origin"}, {"Sec_Fetch_Site": "none"}):
        assert served.ask("/state", **headers)[0].status == 200


@pytest.mark.parametrize("path", ELSEWHERE)
def test_no_path_leads_to_a_file(served: Shown, path: str) -> None:
    """Any other path, however it is written, is not found; what follows a question mark makes no difference."""
    answer, body = served.ask(path)
    if path.startswith("/?"):
        assert (answer.status, body) == (200, served.ask("/")[1])
        return
    assert (answer.status, body) == (404, b"Not Found")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"])
def test_nothing_can_be_changed(served: Shown, method: str) -> None:
    """What is for reading answers no method but reading."""
    for path in PATHS:
        assert served.ask(path, method)[0].status in (400, 404, 405)


def test_only_this_computer_is_answered(served: Shown) -> None:
    """On another address of this computer, its port is closed."""
    with pytest.raises(ConnectionRefusedError):
        HTTPConnection("127.0.0.2", served.port, timeout=5).connect()
    HTTPConnection("127.0.0.1", served.port, timeout=5).connect()


def test_a_saved_figure_is_there_within_a_second(shown: Callable[..., Shown]) -> None:
    """A figure changed on disk is told within a second with its finding, and so is its correction; somebody who listens hears of it."""
    one = shown()
    assert one.state()["summary"] == ALL_WELL
    listening = subprocess.Popen(
        [sys.executable, "-c", LISTEN, str(one.port)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert listening.stdout is not None
    first = listening.stdout.readline()
    took = []
    for _ in range(3):
        change(one.root / FIGURES, "category_1: 7368", "category_1: 7386")
        took.append(one.wait_for(lambda state: state["summary"] == ONE_WRONG))
        assert b'data-found="to put right">7,386<' in one.ask("/report")[1]
        change(one.root / FIGURES, "category_1: 7386", "category_1: 7368")
        took.append(one.wait_for(lambda state: state["summary"] == ALL_WELL))
    assert sorted(took)[2] < 1, took
    marks = [listening.stdout.readline() for _ in range(6)]
    listening.kill()
    listening.wait()
    assert all(re.fullmatch("data: [0-9a-f]{16}\n", mark) for mark in (first, *marks))
    assert marks[1::2] == [first] * 3
    assert len({first, *marks}) == 2


LISTEN = """
import sys
from http.client import HTTPConnection
connection = HTTPConnection("127.0.0.1", int(sys.argv[1]))
connection.request("GET", "/marks")
for line in connection.getresponse():
    if line.strip():
        print(line.decode(), end="", flush=True)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "environment", [{}, {"WATCHFILES_FORCE_POLLING": "1"}], ids=["told by the system", "looked up"]
)
def test_every_kind_of_file_is_followed(shown: Callable[..., Shown], environment: dict[str, str]) -> None:
    """Pages, pictures, facts of the year, wording, the root's own file, and folders that go and come back: each change is seen."""
    one = shown(**environment)
    root = one.root

    def told(words: str) -> None:
        one.wait_for(lambda state: words in state["lists"])

    def well() -> None:
        one.wait_for(lambda state: state["summary"] == ALL_WELL)

    for path, old, new, words in (
        (
            "content/annual-report/2024/london/introduction.md",
            "## Thank you",
            "## TBC",
            "“TBC” was left to be filled in.",
        ),
        ("data/annual-report/2024/year.yaml", "edition: ", "edishun: ", "edishun"),
        ("templates/annual-report/2024.1/edition.yaml", "theme: house-1", "theme: house-0", "house-0"),
        ("reportgen.yaml", "organisation: ", "organization: ", "organization"),
    ):
        change(root / path, old, new)
        told(words)
        change(root / path, new, old)
        well()
    shutil.move(root / "content", root / "elsewhere")
    told("The page “introduction” is missing.")
    shutil.move(root / "elsewhere", root / "content")
    well()
    change(root / "content/annual-report/2024/london/introduction.md", "## Thank you", "## TBC")
    told("TBC")


def test_an_editor_may_put_a_new_file_in_the_place_of_the_old(shown: Callable[..., Shown]) -> None:
    """A file that is written aside and then renamed, as many editors do, is followed as one that is written over."""
    one = shown()
    for typed, summary in (("7386", ONE_WRONG), ("7368", ALL_WELL), ("7386", ONE_WRONG)):
        path = one.root / FIGURES
        aside = path.with_name("london.yaml.tmp")
        aside.write_text(
            re.sub("category_1: 73..", f"category_1: {typed}", path.read_text(encoding="utf-8")), encoding="utf-8"
        )
        aside.replace(path)
        one.wait_for(lambda state, summary=summary: state["summary"] == summary)


@pytest.mark.pdf
def test_what_is_made_on_demand_is_of_now(shown: Callable[..., Shown]) -> None:
    """The PDF and the changes are made of the files as they are; where they cannot be made, a page gives the reasons."""
    one = shown()
    first = one.ask("/report.pdf")[1]
    assert one.ask("/report.pdf")[1] == first
    answer, body = one.ask("/since-bundle")
    assert answer.status == 409
    assert b"there is no bundle" in body.lower()
    change(one.root / FIGURES, "category_1: 7368", "category_1: 7386")
    one.wait_for(lambda state: state["summary"] == ONE_WRONG)
    for path in ("/report.pdf", "/since-last-year"):
        answer, body = one.ask(path)
        assert answer.status == 409
        assert f"{FIGURES}:6:27: Level 1, Category 1 is 7,386".encode() in body
    change(one.root / FIGURES, "category_1: 7386", "category_1: 7368")
    change(one.root / FIGURES, "status: final", "status: draft")
    one.wait_for(lambda state: state["summary"] == ALL_WELL)
    answer, body = one.ask("/report.pdf")
    assert answer.status == 200
    assert body != first


def test_nothing_is_written(served: Shown, tmp_path: Path) -> None:
    """After all has been looked at, the workspace holds what people wrote and nothing else."""
    for path in PATHS:
        served.ask(path)
    untouched = copy_workspace(tmp_path / "untouched")
    trees = [
        {path.relative_to(root): path.is_file() and path.read_bytes() for path in root.rglob("*")}
        for root in (served.root, untouched)
    ]
    assert trees[0] == trees[1]


def test_ctrl_c_ends_it_with_one_line(shown: Callable[..., Shown]) -> None:
    """Ctrl-C ends the preview at once and well, also while a page is open, and says so in one line."""
    one = shown()
    listening = subprocess.Popen(
        [sys.executable, "-c", LISTEN, str(one.port)], stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert listening.stdout is not None
    assert listening.stdout.readline().startswith("data: ")
    begin = time.monotonic()
    assert one.end() == (0, "The preview has ended.\n")
    assert time.monotonic() - begin < 5
    assert listening.wait(timeout=5) == 0


def test_a_port_may_be_chosen(shown: Callable[..., Shown]) -> None:
    """The port that was asked for is used; where it is taken, the command says so and ends with 2."""
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as other:
        port = other.server_port
    one = shown("--port", str(port))
    assert one.port == port
    told = run(one.root, "preview", "london", "2024", "--no-browser", "--port", str(port))
    assert told.returncode == 2
    assert f"Port {port} is taken" in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.skipif(os.name != "posix", reason="the browser is a shell script here")
def test_the_browser_is_opened(tmp_path: Path) -> None:
    """Unless it is told not to, the command opens the preview in the browser."""
    asked = tmp_path / "asked"
    browser = tmp_path / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > {asked}.part && mv {asked}.part {asked}\n', encoding="utf-8")
    browser.chmod(0o755)
    root = copy_workspace(tmp_path / "workspace")
    process = subprocess.Popen(
        [sys.executable, "-m", "reportgen", "preview", "london", "2024"],
        cwd=root,
        env={**os.environ, "BROWSER": str(browser)},
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    for _ in range(200):
        if asked.exists():
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    told, _ = process.communicate(timeout=20)
    assert asked.read_text(encoding="utf-8").strip() in told
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\n", asked.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "Name an area and a year"),
        (("london",), "Name a year"),
        (("london", "kent", "2024"), "Name one area and one year."),
        (("lundon", "2024"), "Did you mean “london”?"),
        (("london", "2024", "--port", "0"), "--port"),
        (("london", "2024", "--port", "99999"), "--port"),
    ],
)
def test_a_wrong_command_is_told(served: Shown, arguments: tuple[str, ...], words: str) -> None:
    """What cannot be meant ends with 2 and says what is expected."""
    told = run(served.root, "preview", "--no-browser", *arguments)
    assert told.returncode == 2
    assert words in told.stderr


def test_other_commands_do_not_load_the_server(tmp_path: Path) -> None:
    """A check, and the help of every command, load neither the server nor the watch; the preview loads both."""
    root = copy_workspace(tmp_path / "workspace")
    program = "import sys; from reportgen.cli import program; program(sys.argv[1:], standalone_mode=False)"
    told = f"{program}; print(sorted({{'starlette', 'uvicorn', 'watchfiles', 'asyncio', 'webbrowser'}} & set(sys.modules)))"
    for arguments in (["check", "london", "2024"], ["--help"], ["preview", "--help"]):
        done = subprocess.run(
            [sys.executable, "-c", told, *arguments], cwd=root, capture_output=True, encoding="utf-8", check=True
        )
        assert done.stdout.splitlines()[-1] == "[]"
    loaded = "import sys, reportgen.preview.serving; print({'starlette', 'uvicorn', 'watchfiles'} <= set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", loaded], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == "True\n"
