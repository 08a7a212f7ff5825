"""What a report is made of besides the files of the workspace: this program, its libraries, the typeface.

Goes out: a digest that changes whenever one of them does.
"""

import os
import sys
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import reportgen
from reportgen.formats.pdf.fonts import FACES, font_bytes
from reportgen.formats.pdf.system_libraries import HARFBUZZ, PANGO, lacking, version

# Every library whose words or bytes reach a report, its own libraries too.
LIBRARIES = frozenset(
    {
        *("annotated-types", "brotli", "brotlicffi", "cffi", "cssselect2", "fonttools", "jinja2", "lxml", "markdown"),
        *("markupsafe", "packaging", "pikepdf", "pillow", "pycparser", "pydantic", "pydantic-core", "pydyf"),
        *("pyphen", "python-docx", "pyyaml", "tinycss2", "tinyhtml5", "typing-extensions"),
        *("typing-inspection", "weasyprint", "webencodings", "zopfli"),
    }
)


@lru_cache(maxsize=2)
def program_fingerprint(*, for_print: bool) -> str:
    """One digest of all. Raises: Unknown, where a part has no version to be found."""
    found = sha256(f"{reportgen.__version__} {sys.version} {sys.platform}\n".encode())
    folder = Path(reportgen.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".conf", ".j2"):
            found.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    found.update("\n".join(_versions()).encode())
    if for_print:
        # The libraries of the system that set letters and pack typefaces.
        versions = (version(PANGO, "pango_version_string"), version(HARFBUZZ, "hb_version_string"))
        found.update(f"{'|'.join((*versions, *(library.name for library in lacking())))}\n".encode())
        for face in FACES:
            found.update(font_bytes(face))
    return found.hexdigest()


def _versions() -> list[str]:
    """The libraries that are installed, each with its version, as their folders are called."""
    names: set[str] = set()
    for folder in filter(None, sys.path):
        with suppress(OSError):
            names.update(name.lower() for name in os.listdir(folder))  # noqa: PTH208 - the names alone
    known = tuple(f"{library.replace('-', '_')}-" for library in LIBRARIES)
    return sorted(name for name in names if name.endswith(".dist-info") and name.replace(".", "_").startswith(known))


def installed_version(library: str) -> str:
    """The version of a library that is installed; nothing where it is not."""
    found = [name.split("-")[1] for name in _versions() if name.startswith(f"{library}-")]
    return found[0].removesuffix(".dist") if found else ""
