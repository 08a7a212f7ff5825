"""Other programs that make a PDF, given the very page that we made.

Comes in: documents. Goes out: a folder for each with its page, style, pictures and typeface; and commands that print it.
"""

import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring import Command
from reportgen.commands.build import prepare
from reportgen.core.names import ReportKey
from reportgen.formats.html.writer import html_pages, style_sheet
from reportgen.formats.pdf.fonts import FACES, font_path
from reportgen.read.workspace import Workspace

_HERE = Path(sys.executable).parent


@dataclass(frozen=True, slots=True)
class Peer:
    """Another program. Shape: `lacks` is what its PDF lacks that ours has; `missing` says why it cannot run here."""

    name: str
    lacks: str
    missing: str = ""


def lay_out(workspace: Workspace, key: ReportKey, folder: Path) -> None:
    """Writes what is printed: in.html with its style sheet, its pictures and the typeface beside it."""
    document = prepare(workspace, key, strict=False).value
    if document is None:
        raise RuntimeError(f"{key} is not right")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    pages = html_pages(document, "print").value
    if pages is None:
        raise RuntimeError(f"{key} cannot be printed")
    page = pages[0].replace("</head>", '<link rel="stylesheet" href="style.css"></head>', 1)
    (folder / "in.html").write_text(page.replace('src="picture:', 'src="'), encoding="utf-8")
    # Pandoc's way to Typst knows no drawings.
    plain = re.sub(r"<svg.*?</svg>", "", page.replace('src="picture:', 'src="'), flags=re.DOTALL)
    (folder / "plain.html").write_text(plain, encoding="utf-8")
    style = style_sheet(document.tree, document.report.edition.styles, "print.css")
    (folder / "style.css").write_text(style.replace('url("font:', 'url("'), encoding="utf-8")
    for picture in document.pictures.values():
        (folder / picture.name).write_bytes(picture.data)
    for face in FACES:
        shutil.copyfile(font_path(face), folder / face)


WEASYPRINT = Peer("bare weasyprint", "checks, tags, PDF/UA, PDF/A")
CHROMIUM = Peer("one Chromium", "checks, page numbers in the contents, running heads, PDF/UA, PDF/A")
PANDOC_WEASYPRINT = Peer("pandoc with weasyprint", "checks, charts, tags, PDF/UA, PDF/A")
PANDOC_TYPST = Peer("pandoc with typst", "checks, charts, our style, page numbers in the contents, PDF/UA, PDF/A")


def weasyprint(folder: Path) -> Command:
    """The library's own command."""
    words = (str(_HERE / "weasyprint"), "in.html", "out.pdf")
    return Command(WEASYPRINT.name, words, folder)


def chromium(folders: list[Path]) -> Command | None:
    """One browser that prints all pages; None where there is none."""
    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((found for name in names if (found := shutil.which(name))), None)
    pages = [str(path) for folder in folders for path in (folder / "in.html", folder / "chromium.pdf")]
    words = (sys.executable, "-m", "benchmarks.chromium", str(program), *pages)
    return Command(CHROMIUM.name, words, Path(__file__).parents[2]) if program else None


def pandoc_weasyprint(folder: Path) -> Command | None:
    """Pandoc that reads the page and has weasyprint print it; None where pandoc is not here."""
    program = _pandoc()
    engine = f"--pdf-engine={_HERE / 'weasyprint'}"
    words = (str(program), "plain.html", "-o", "pandoc.pdf", engine, "-c", "style.css")
    return Command(PANDOC_WEASYPRINT.name, words, folder) if program else None


def pandoc_typst(folder: Path) -> tuple[Command, Command] | None:
    """Pandoc that turns the page into Typst, and Typst that sets it; None where one of them is not here."""
    program = _pandoc()
    try:
        import typst  # noqa: F401 - whether it is here
    except ImportError:
        return None
    if program is None:
        return None
    first = Command(PANDOC_TYPST.name, (program, "plain.html", "-s", "-o", "plain.typ"), folder)
    set_it = "import typst; typst.compile('plain.typ', output='typst.pdf', font_paths=['.'])"
    return first, Command(PANDOC_TYPST.name, (sys.executable, "-c", set_it), folder)


def _pandoc() -> str | None:
    found = shutil.which("pandoc")
    if found is None:
        try:
            import pypandoc

            return str(pypandoc.get_pandoc_path())
        except (ImportError, OSError):
            return None
    return found
