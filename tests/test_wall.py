"""The wall around a build: what a hostile workspace asks for is not opened, not fetched, not published."""

import ast
import base64
import os
import re
import shutil
import site
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from lxml import html
from PIL import Image, PngImagePlugin

pytestmark = pytest.mark.slow

FORMATS = "html,pdf,govspeak,docx,ods,csv"
BUILD = ["build", "testshire", "2024", "--format", FORMATS]
OUTSIDE = "/etc/hostname"
SECTION = "templates/annual-report/2024.1/sections/explanation.md.j2"
THEME = "templates/themes/house-1"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
USES = f'<image x:href="file://{OUTSIDE}"/><use href="file://{OUTSIDE}#a"/></svg>'
# Each asks for a file outside the workspace or for the network: in a section, a style, a template, a page.
ASKING = {
    "a style sheet": (f"{THEME}/print.css", f'@import url("file://{OUTSIDE}");\n'),
    "a picture of a style": (f"{THEME}/print.css", f"h1 {{ background: url(file://{OUTSIDE}) }}\n"),
    "a typeface": (f"{THEME}/print.css", f'@font-face {{ font-family: "Q"; src: url(file://{OUTSIDE}) }}\n'),
    "a typeface from the network": (
        f"{THEME}/print.css",
        '@font-face { font-family: "Q"; src: url(http://127.0.0.1:9/a) }\n',
    ),
    "a picture": (SECTION, f'\n<p><img alt="a" src="file://{OUTSIDE}"></p>\n'),
    "a picture from the network": (SECTION, '\n<p><img alt="a" src="http://127.0.0.1:9/a.png"></p>\n'),
    "a drawing": (
        SECTION,
        f'\n<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink" role="img" aria-label="a">{USES}\n',
    ),
    "an attachment": (SECTION, f'\n<p><a rel="attachment" href="file://{OUTSIDE}">a</a></p>\n'),
    "a frame": (SECTION, f'\n<p><object data="file://{OUTSIDE}">a</object><embed src="file://{OUTSIDE}"></p>\n'),
    "a template": (SECTION, f'\n{{% include "{OUTSIDE}" %}}\n'),
    "a template above": (SECTION, '\n{% include "../../../../../../../etc/hostname" %}\n'),
    "a page's picture": (
        "content/annual-report/2024/testshire/introduction.md",
        f"\n![words](../../../../../../../..{OUTSIDE})\n",
    ),
    "nothing": (SECTION, "\n"),
}


def run(root: Path, *arguments: str, before: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    """What `reportgen` does in a folder, without the environment of this process."""
    return subprocess.run(
        [*before, sys.executable, "-P", "-m", "reportgen", *arguments],
        cwd=root,
        env={
            "PATH": os.environ.get("PATH", ""),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "HOME": str(root.parent / "home"),
            "LANG": "C.UTF-8",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def append(root: Path, path: str, words: str) -> None:
    """Adds words to the end of a file; a style's @import has to stand first."""
    text = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(words + text if words.startswith("@import") else text + words, encoding="utf-8")


def made(root: Path) -> dict[str, bytes]:
    """All that was built, by its name, with what is packed inside."""
    found: dict[str, bytes] = {}
    for path in sorted((root / "build/annual-report").rglob("*")):
        if path.is_file():
            found[path.name] = path.read_bytes()
            found |= {f"{path.name}: {name}": data for name, data in unpacked(path)}
    return found


def unpacked(path: Path) -> Iterator[tuple[str, bytes]]:
    """The parts of a zip, or the streams and texts of a PDF, as they are before they are packed."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield name, archive.read(name)
    elif path.suffix == ".pdf":
        with pikepdf.open(path) as pdf:
            for number, item in enumerate(pdf.objects):
                if isinstance(item, pikepdf.Stream) and item.get("/Subtype") == "/Image":
                    yield f"picture {number}", item.read_raw_bytes()
                elif isinstance(item, pikepdf.Stream):
                    yield f"stream {number}", item.read_bytes()
                else:
                    yield f"object {number}", item.unparse()
    elif path.suffix == ".html":
        text = path.read_text(encoding="utf-8")
        for number, data in enumerate(re.findall(r"base64,([A-Za-z0-9+/=]+)", text)):
            yield f"picture {number}", base64.b64decode(data)


def is_allowed(path: str, root: Path) -> bool:
    """Whether a file is of the workspace, of the program, of Python and its libraries, or of the system's libraries and devices."""
    libraries = [*site.getsitepackages(), *sysconfig.get_paths().values(), sys.base_prefix, sys.prefix]
    source = Path(__file__).parents[1] / "src"
    # The editions and themes that come with the program.
    packaged = Path(__file__).parents[1] / "templates"
    system = ("/usr/", "/lib", "/proc/", "/sys/", "/dev/null", "/dev/urandom")
    of_system = (
        "/etc/ld.so",
        "/etc/fonts",
        "/etc/localtime",
        "/etc/ssl/openssl.cnf",
        "/etc/mime.types",
        "/var/cache/fontconfig",
    )
    places = [str(root), *libraries, str(source), str(packaged), *system, *of_system]
    return path.startswith(tuple(places))


@pytest.mark.pdf
@pytest.mark.parametrize("asking", ASKING)
def test_no_file_outside_is_opened_and_no_network_reached(asking: str, good: Path, tmp_path: Path) -> None:
    """Whatever a style, a section, a drawing, a template or a page asks for, only files of the workspace, of Python's
    libraries and of the system's are opened, no connection is tried, no other program is started, and nothing outside
    is written."""
    if not shutil.which("strace"):
        pytest.skip("strace is not installed, which sees what a program opens")
    append(good, *ASKING[asking])
    trace = tmp_path / "trace"
    calls = "trace=open,openat,openat2,connect,bind,sendto,socket,execve,creat"
    result = run(good, *BUILD, before=("strace", "-f", "-qq", "-e", calls, "-o", str(trace)))
    if "ptrace" in result.stderr and not result.stdout:
        pytest.skip("this machine does not let strace look at a program")
    lines = trace.read_text(encoding="utf-8", errors="replace").splitlines()
    opened = [
        (match[1], line) for line in lines if (match := re.search(r'open(?:at2?)?\((?:AT_FDCWD, )?"([^"]*)"', line))
    ]
    written = [path for path, line in opened if re.search(r"O_WRONLY|O_RDWR|O_CREAT", line) and " = -1" not in line]
    assert len(opened) > 300, "the build was looked at"
    assert result.returncode == (0 if asking == "nothing" else 1), result.stdout + result.stderr
    strange = {path for path, _ in opened if path.startswith("/") and not is_allowed(path, good)}
    # A home that does not exist holds nothing; libraries look for their settings there.
    assert {path for path in strange if not path.startswith(str(tmp_path / "home"))} == set()
    assert OUTSIDE not in {path for path, _ in opened}
    assert {path for path in written if not path.startswith((str(good), "/dev/null"))} == set()
    assert [line for line in lines if "connect(" in line or "bind(" in line or "AF_INET" in line] == []
    assert len([line for line in lines if "execve(" in line]) == 1


@pytest.mark.pdf
def test_report_is_made_without_any_network(good: Path) -> None:
    """In a network namespace without interfaces, every format is made, the same bytes as with a network."""
    unshare = ("unshare", "--net", "--map-root-user")
    probe = [*unshare, sys.executable, "-c", "import socket; socket.create_connection(('127.0.0.1', 9), 1)"]
    if not shutil.which("unshare") or b"unreachable" not in subprocess.run(probe, capture_output=True).stderr:
        pytest.skip("this machine gives no network namespace of one's own")
    assert run(good, *BUILD, before=unshare).returncode == 0
    without = made(good)
    shutil.rmtree(good / "build")
    assert run(good, *BUILD).returncode == 0
    assert len(without) > 20
    assert made(good) == without


@pytest.mark.pdf
def test_nothing_of_a_comment_is_published(good: Path) -> None:
    """What stands in a comment of YAML, a template, Markdown or a style, or in a picture's data, is in no output."""
    marks = {
        "reportgen.yaml": "# Canary-settings {}\n",
        "data/areas.yaml": "# Canary-areas {}\n",
        "data/annual-report/2024/year.yaml": "# Canary-year {}\n",
        "data/annual-report/2024/testshire.yaml": "# Canary-figures {}\n",
        "templates/annual-report/2024.1/edition.yaml": "# Canary-edition {}\n",
        SECTION: "\n{{# Canary-jinja {} #}}\n\n<!-- Canary-html {}\n\nCanary-more -->\n\nWords <!-- Canary-inline --> end.\n",
        f"{THEME}/page.html.j2": "{{# Canary-base {} #}}<!-- Canary-theme {} -->",
        f"{THEME}/table.html.j2": "{{# Canary-tables {} #}}",
        f"{THEME}/common.css": "\n/* Canary-style {}\n   */\n/**/\n",
        f"{THEME}/screen.css": "\n/* Canary-screen {} ",
        f"{THEME}/print.css": "\n/* Canary-print {} ",
    }
    for path, words in marks.items():
        append(good, path, words.format(path, path))
    note = min((good / "templates/annual-report/2024.1/notes").glob("*.md"))
    page = good / "content/annual-report/2024/testshire/introduction.md"
    for path in (note, page):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("---\n", "---\n# Canary-front\n", 1), encoding="utf-8")
    picture = next((good / "content/annual-report/2024/testshire").glob("*.png"))
    described = PngImagePlugin.PngInfo()
    described.add_text("Comment", "Canary-picture")
    with Image.open(picture) as image:
        image.load()
        image.save(picture, pnginfo=described)
    assert b"Canary-picture" in picture.read_bytes()
    result = run(good, *BUILD)
    assert result.returncode == 0, result.stdout + result.stderr
    outputs = made(good)
    assert {Path(name.split(":")[0]).suffix for name in outputs} >= {".html", ".pdf", ".docx", ".ods", ".csv", ".md"}
    forms = [
        form
        for mark in ("Canary", "canary")
        for form in (mark.encode(), mark.encode("utf-16-be"), mark.encode().hex().encode())
    ]
    assert [name for name, data in outputs.items() if any(form in data for form in forms)] == []
    assert "Words end." in html.document_fromstring(outputs["index.html"]).text_content()


def test_comment_without_end_is_refused(good: Path) -> None:
    """A comment that is never closed would swallow the rest of the page, so it is an error at its section."""
    append(good, SECTION, "\n<!-- never closed\n")
    result = run(good, "check", "testshire", "2024")
    assert result.returncode == 1
    assert f"{SECTION}:" in result.stdout
    assert "a comment begins with <!-- and has no end" in result.stdout


def test_page_allows_no_script_and_no_network(good: Path) -> None:
    """The web page forbids scripts, frames, forms and every address, before anything else in it could be read."""
    assert run(good, "build", "testshire", "2024", "--format", "html").returncode == 0
    page = html.parse(str(next((good / "build").rglob("index.html")))).getroot()
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == POLICY
    assert [element.tag for element in page.find("head")][:2] == ["meta", "meta"]
    assert page.find("head")[0].get("charset") == "utf-8"
    assert page.xpath("//script | //iframe | //object | //embed | //form | //base | //link") == []
    assert page.xpath("//@*[starts-with(name(), 'on')]") == []
    assert page.xpath("//style") != []
    sources = page.xpath("//img/@src")
    assert sources != []
    assert [source for source in sources if not source.startswith("data:image/")] == []


HOSTILE = 'A&B <script>alert("1")</script> [a](javascript:alert(1)) {{7*7}} *b*'


@pytest.mark.pdf
def test_words_of_yaml_stay_words_everywhere(good: Path) -> None:
    """A name and an address typed in YAML are printed as typed in every format, and become no tag, link or formula."""
    settings = good / "reportgen.yaml"
    text = settings.read_text(encoding="utf-8")
    text = re.sub(r"organisation: .*", lambda _: f"organisation: '{HOSTILE}'", text)
    text = re.sub(r"email: .*", "email: a&b?subject=c%0Abcc=d@example.org", text)
    settings.write_text(text, encoding="utf-8")
    result = run(good, *BUILD)
    assert result.returncode == 0, result.stdout + result.stderr
    outputs = made(good)
    page = html.document_fromstring(outputs["index.html"])
    assert HOSTILE in page.text_content()
    assert page.xpath("//script | //a[starts-with(@href, 'javascript')]") == []
    (address,) = page.xpath("//section[@id='other-formats']//a")
    assert address.text == "a&b?subject=c%0Abcc=d@example.org"
    assert address.get("href").startswith("mailto:")
    assert b"javascript:alert" not in b"".join(outputs[name] for name in outputs if name.endswith(".rels"))
    # In a PDF, in Govspeak and in data, words in angle brackets are words.
    plain = tuple(name for name in outputs if name.startswith("report.pdf") or name.endswith((".md", ".csv", ".json")))
    assert [name for name, data in outputs.items() if b"<script>" in data and name not in plain] == []
    assert [name for name, data in outputs.items() if re.search(rb"/URI\s*\(javascript|/JavaScript|/JS\b", data)] == []


@pytest.mark.pdf
def test_no_link_leads_into_a_file(good: Path) -> None:
    """No output has a link that is relative or leads to a file, in any format."""
    result = run(good, *BUILD)
    assert result.returncode == 0
    outputs = made(good)
    page = html.document_fromstring(outputs["index.html"])
    links = page.xpath("//a/@href")
    assert len(links) > 5
    assert [link for link in links if not re.match(r"#|https?://|mailto:|tel:", link)] == []
    assert [name for name, data in outputs.items() if re.search(rb"file:|\\\\[A-Za-z]|/URI \(\.", data)] == []


@pytest.mark.parametrize(
    "link", ["file:///etc/hostname", "../other.html", "other.html", "//example.org/a", "javascript:a()"]
)
def test_link_of_an_edition_that_leads_nowhere_safe_is_refused(link: str, good: Path) -> None:
    """A section of national wording may hold HTML, but no link in it that is relative or leads to a file."""
    append(good, SECTION, f'\n<p><a href="{link}">words</a></p>\n')
    result = run(good, "check", "testshire", "2024")
    assert result.returncode == 1, result.stdout
    assert link in result.stdout


def test_address_of_a_mailbox_can_be_searched_for(good: Path) -> None:
    """A mailbox in a page or in national wording stands in the HTML letter by letter."""
    append(good, "content/annual-report/2024/testshire/introduction.md", "\nWrite to <page_one_@example.org>.\n")
    areas = good / "data" / "areas.yaml"
    areas.write_text(
        areas.read_text(encoding="utf-8").replace("[training@", "[page_one_@example.org, training@"), encoding="utf-8"
    )
    append(good, SECTION, "\nWrite to <section@example.org>.\n")
    assert run(good, "build", "testshire", "2024", "--format", "html").returncode == 0
    text = made(good)["index.html"].decode()
    for address in ("page_one_@example.org", "section@example.org"):
        assert f'<a href="mailto:{address}">{address}</a>' in text


def test_this_file_trusts_no_network() -> None:
    """No module but those of the preview, which answers this computer alone, imports what reaches for the network."""
    source = Path(__file__).parents[1] / "src" / "reportgen"
    modules = [path for path in source.rglob("*.py") if path.parent.name != "preview"]
    assert len(modules) > 40
    names = {
        name if name == "urllib.parse" else name.split(".")[0]
        for path in modules
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""])
    }
    assert "weasyprint" in names
    assert names & {"socket", "ssl", "urllib", "http", "ftplib", "smtplib", "asyncio", "requests", "httpx"} == set()
