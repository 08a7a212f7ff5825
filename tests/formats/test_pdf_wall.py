"""The process that prints: it fetches nothing, hangs never, and takes nobody down with it."""

import dataclasses
import os
import signal
import subprocess
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from documents import with_page_changed
from london import REPOSITORY
from printed import Made

from reportgen.core.limits import Limits
from reportgen.formats.pdf import export
from reportgen.formats.pdf.export import export_pdf
from reportgen.formats.pdf.job import PdfAnswer, PdfJob
from reportgen.formats.pdf.worker import make_pdf

pytestmark = [pytest.mark.slow, pytest.mark.pdf]

THEME = REPOSITORY / "templates" / "themes" / "house-1"
STYLE = "\n".join((THEME / name).read_text(encoding="utf-8") for name in ("common.css", "print.css"))
PAGE = (
    '<!DOCTYPE html><html lang="en-GB"><head><title>Title</title>{head}</head><body><h1>Title</h1>{body}</body></html>'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" role="img" aria-label="Drawing">{}</svg>'
OUTSIDE = "file:///etc/hostname"
NOT_OURS = " is not a part of the report"
ON_LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits on memory and children in /proc are Linux's")


def job(body: str = "<p>Words.</p>", head: str = "", style: str = "", **pictures: bytes) -> PdfJob:
    """A page to be printed."""
    named = {name: ("image/png", data) for name, data in pictures.items()}
    return PdfJob(PAGE.format(head=head, body=body), f"{STYLE}\n{style}", b"0" * 16, "2025-10-23", named)


def test_page_after_page_is_printed() -> None:
    """Several pages are printed, a faulty one among them, the same page gives the same bytes again, and no process is left."""
    before = set(_children(os.getpid())) if sys.platform == "linux" else set()
    first = make_pdf(job())
    faulty = make_pdf(job('<p><a href="#nowhere">Words</a></p>'))
    again = make_pdf(job())
    assert first.data
    assert first.data.startswith(b"%PDF-")
    assert faulty.faults == ("No anchor #nowhere for internal URI reference",)
    assert again == first
    if sys.platform == "linux":
        assert set(_children(os.getpid())) == before


@pytest.mark.parametrize(
    ("asking", "said"),
    [
        (job(head=f'<link rel="attachment" href="{OUTSIDE}">'), f"{OUTSIDE}{NOT_OURS}"),
        (job(f'<p><a rel="attachment" href="{OUTSIDE}">Words</a></p>'), f"{OUTSIDE}{NOT_OURS}"),
        (job('<p><img alt="a" src="hostname"></p>', head='<base href="file:///etc/">'), f"{OUTSIDE}{NOT_OURS}"),
        (job('<p><img alt="a" src="../../../etc/hostname"></p>'), "Relative URI reference without a base URI"),
        (job(head=f'<link rel="stylesheet" href="{OUTSIDE}">'), f"{OUTSIDE}{NOT_OURS}"),
        (job(head='<link rel="stylesheet" href="http://127.0.0.1:9/a.css">'), f"http://127.0.0.1:9/a.css{NOT_OURS}"),
        (job(head=f"<style>@import url({OUTSIDE})</style>"), f"{OUTSIDE}{NOT_OURS}"),
        (job(style=f"h1 {{ background: url({OUTSIDE}) }}"), f"{OUTSIDE}{NOT_OURS}"),
        (job(style="h1 { background: url(hostname) }"), "Relative URI reference without a base URI"),
        (job(style=f"h1::before {{ content: url({OUTSIDE}) }}"), f"{OUTSIDE}{NOT_OURS}"),
        (job(style=f'@font-face {{ font-family: "Q"; src: url({OUTSIDE}) }}'), f"the typeface {OUTSIDE}{NOT_OURS}"),
        (
            job(style='@font-face { font-family: "Q"; src: local("DejaVu Sans") }'),
            f"the typeface DejaVu Sans{NOT_OURS}",
        ),
        (job(f'<p><img alt="a" src="{OUTSIDE}"></p>'), f"{OUTSIDE}{NOT_OURS}"),
        (job('<p><img alt="a" src="data:image/svg+xml,x"></p>'), f"data:image/svg+xml,x{NOT_OURS}"),
        (job('<p><img alt="a" src="picture:gone.png"></p>'), f"picture:gone.png{NOT_OURS}"),
        (job('<p><img alt="a" src="picture:torn.png"></p>', **{"torn.png": b"torn"}), "Failed to load image"),
        (job(SVG.format(f'<image href="{OUTSIDE}" width="9" height="9"/>')), "Failed to render SVG image"),
        (job('<p><a href="#gone">Words</a></p>'), "No anchor #gone for internal URI reference"),
        (job("<table><tr><th scope=col>" + "W" * 200 + "</th></tr><tr><td>1</td></tr></table>"), "WWW"),
        (job("<p>" + "W" * 200 + "</p>"), "WWW"),
    ],
)
def test_nothing_is_fetched_and_nothing_is_only_logged(asking: PdfJob, said: str) -> None:
    """Whatever a page, a style, a drawing or a font asks for, and whatever the library would only log, makes no PDF."""
    answer = make_pdf(asking)
    assert answer.data is None
    assert [fault for fault in (*answer.faults, *answer.too_wide) if said in fault] != [], answer


def test_page_without_language_is_refused() -> None:
    """A page that does not say its language makes no PDF."""
    asking = dataclasses.replace(job(), html=job().html.replace(' lang="en-GB"', ""))
    assert make_pdf(asking).faults == ("the page does not say its language",)


def test_letter_that_no_typeface_has_is_told() -> None:
    """A letter that the typeface lacks is told, and no typeface of the machine stands in for it."""
    assert make_pdf(job("<p>Snow: ☃, 雪</p>")) == PdfAnswer(lacking="☃雪")


def test_style_without_a_typeface_does_not_break_down() -> None:
    """A style that names no typeface gets that of the report, and the process lives on."""
    answer = make_pdf(dataclasses.replace(job(), style="h1 { font-family: serif }"))
    assert answer.data, answer


def _bomb_of_uses(deep: int) -> str:
    doubled = "".join(f'<g id="a{n + 1}"><use href="#a{n}"/><use href="#a{n}"/></g>' for n in range(deep))
    return SVG.format(f'<defs><g id="a0"><path d="M0 0"/></g>{doubled}</defs><use href="#a{deep}"/>')


def _bomb_of_variables(deep: int) -> str:
    doubled = "".join(f"--a{n + 1}: var(--a{n}) var(--a{n});" for n in range(deep))
    return f"p {{ --a0: x; {doubled} font-family: var(--a{deep}) }}"


BOMBS = {
    "a drawing that repeats itself": job(_bomb_of_uses(30)),
    "a cell over a million columns": job(
        "<table><tr><th scope=col colspan=1000000>x</th></tr><tr><td>x</td></tr></table>"
    ),
    "variables that double": job(style=_bomb_of_variables(40)),
}


@ON_LINUX
@pytest.mark.parametrize("name", BOMBS)
def test_page_without_end_is_stopped(name: str) -> None:
    """What the library would work on for ever is stopped, the reason is told, and the next page is printed as ever."""
    answer = make_pdf(BOMBS[name], Limits(computing=2, waiting=60))
    assert answer == PdfAnswer(too_hard="it took more than 2 seconds of computing")
    assert make_pdf(job()).data


def test_page_that_is_not_ready_in_time_is_stopped() -> None:
    """The clock stops a page too, on systems that count no computing."""
    assert make_pdf(BOMBS["variables that double"], Limits(computing=60, waiting=2)) == PdfAnswer(
        too_hard="it was not ready after 2 seconds"
    )


@ON_LINUX
def test_page_that_fills_the_memory_is_stopped() -> None:
    """A page that needs more memory than is allowed is told, and this process keeps its own."""
    answer = make_pdf(job("<p>" + "<i></i>" * 300_000 + "</p>"), Limits(memory=100_000_000))
    assert answer.data is None
    assert answer.too_hard in (
        "it needs more than 100 million bytes of memory",
        "the program that makes PDFs broke down over it",
    )


def test_page_of_parts_inside_parts_is_stopped() -> None:
    """Elements inside one another without end are told, and the next page is printed as ever."""
    answer = make_pdf(job("<div>" * 3000 + "<p>x</p>" + "</div>" * 3000))
    assert answer == PdfAnswer(too_hard="parts of it stand inside one another too deeply")
    assert make_pdf(job()).data


@ON_LINUX
def test_death_of_the_process_is_told_and_the_next_report_is_made() -> None:
    """A process that is ended from outside gives a reason, and a new one takes its place."""
    before = set(_children(os.getpid()))

    def end_it(*_: object) -> None:
        (child,) = set(_children(os.getpid())) - before
        os.kill(child, signal.SIGKILL)

    assert make_pdf(job()).data
    former = signal.signal(signal.SIGALRM, end_it)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
    try:
        answer = make_pdf(BOMBS["variables that double"])
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, former)
    assert answer == PdfAnswer(too_hard="the program that makes PDFs broke down over it")
    assert make_pdf(job()).data
    assert set(_children(os.getpid())) == before


def test_report_that_is_too_hard_is_a_diagnostic_that_names_it(long: Made, monkeypatch: pytest.MonkeyPatch) -> None:
    """A report beyond the limits makes no PDF; the message names the report and the file."""
    monkeypatch.setattr(export, "make_pdf", partial(make_pdf, limits=Limits(waiting=2)))
    outcome = export_pdf(with_page_changed(long.document, "</main>", f"{_bomb_of_uses(30)}</main>"))
    assert outcome.value is None
    (said,) = outcome.diagnostics
    assert said.slug == "pdf-too-hard"
    assert said.place.file.path == "build/annual-report/2024/testshire/report.pdf"
    assert said.message == f"the PDF of “{long.document.title}” could not be made: it was not ready after 2 seconds"


def test_copy_and_process_of_its_own_make_the_same_bytes() -> None:
    """Beside another thread, where no copy of the process is safe, a process of its own makes the same bytes."""
    first = make_pdf(job())
    release = threading.Event()
    other = threading.Thread(target=release.wait)
    other.start()
    try:
        second = make_pdf(job())
        assert make_pdf(job()) == second
    finally:
        release.set()
        other.join()
    assert first.data
    assert first == second


def test_file_of_the_workspace_is_not_taken_for_a_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beside the report that is named like a library is not run."""
    (tmp_path / "weasyprint.py").write_text("raise SystemExit\n", encoding="utf-8")
    (tmp_path / "json.py").write_text("raise SystemExit\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert make_pdf(job()).data


@ON_LINUX
@pytest.mark.parametrize("beside", ["alone", "beside a thread"])
def test_no_process_stays_when_the_parent_is_killed(beside: str, tmp_path: Path) -> None:
    """When the command is killed while a page without end is printed, the process that prints ends too, and leaves no file."""
    program = tmp_path / "parent.py"
    program.write_text(
        "import sys, threading\n"
        f"sys.path[:0] = {sys.path!r}\n"
        "from test_pdf_wall import BOMBS, make_pdf\n"
        f"{'threading.Thread(target=threading.Event().wait, daemon=True).start()' if beside != 'alone' else ''}\n"
        "print('ready', flush=True)\n"
        "make_pdf(BOMBS['variables that double'])\n",
        encoding="utf-8",
    )
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    environment = {**os.environ, "TMPDIR": str(temporary)}
    parent = subprocess.Popen([sys.executable, program], env=environment, stdout=subprocess.PIPE)
    assert parent.stdout
    assert parent.stdout.readline() == b"ready\n"
    children = _soon(lambda: _children(parent.pid))
    time.sleep(1.5)
    assert children
    assert all(Path(f"/proc/{child}").exists() for child in children)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert _soon(lambda: [child for child in children if not _is_alive(child)]) == children
    assert list(temporary.iterdir()) == []


def _children(pid: int) -> list[int]:
    """The processes that a process started and that are not ended."""
    tasks = Path(f"/proc/{pid}/task").iterdir()
    found = [int(child) for task in tasks for child in (task / "children").read_text(encoding="ascii").split()]
    return [child for child in found if _is_alive(child)]


def _is_alive(pid: int) -> bool:
    try:
        return " Z " not in Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return False


def _soon(look):  # type: ignore[no-untyped-def]
    """What is found within some seconds, as soon as there is any."""
    for _ in range(100):
        found = look()
        if found:
            return found
        time.sleep(0.1)
    return []
