"""What a report is made of besides the files of the workspace: this program, its libraries, the typeface.

Goes out: a digest that changes whenever one of them does.
"""

import ctypes
import os
import sys
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import reportgen
from reportgen.export.fonts import FACES, font_bytes

# Every library whose words or bytes reach a report, its own libraries too.
LIBRARIES = frozenset(
    {
        *("annotated-types", "brotli", "brotlicffi", "cffi", "cssselect2", "fonttools", "jinja2", "lxml", "markdown"),
        *("markupsafe", "nh3", "packaging", "pikepdf", "pillow", "pycparser", "pydantic", "pydantic-core", "pydyf"),
        *("pyphen", "python-docx", "pyyaml", "rendercv-fonts", "tinycss2", "tinyhtml5", "typing-extensions"),
        *("typing-inspection", "weasyprint", "webencodings", "zopfli"),
    }
)
# Where the library that sets letters is, by the names that it has on each system, and how it says its version.
_PANGO = ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "/opt/homebrew/lib/libpango-1.0.0.dylib", "libpango-1.0-0.dll")
_HARFBUZZ = ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "/opt/homebrew/lib/libharfbuzz.0.dylib", "libharfbuzz-0.dll")


class Unknown(Exception):  # noqa: N818 - a state of the computer
    """It cannot be told what a report is made of."""


@lru_cache(maxsize=2)
def ingredients(*, for_print: bool) -> str:
    """One digest of all. Raises: Unknown, where a part has no version to be found."""
    found = sha256(f"{reportgen.__version__} {sys.version} {sys.platform}\n".encode())
    folder = Path(reportgen.__file__).parent
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".py", ".conf"):
            found.update(f"{path.relative_to(folder).as_posix()}\n".encode() + path.read_bytes())
    found.update("\n".join(_versions()).encode())
    if for_print:
        found.update(
            f"{_version(_PANGO, 'pango_version_string')} {_version(_HARFBUZZ, 'hb_version_string')}\n".encode()
        )
        for face in FACES:
            found.update(font_bytes(face))
    return found.hexdigest()


def _versions() -> list[str]:
    """The libraries that are installed, each with its version, as their folders are called."""
    names = {name.lower() for folder in sys.path if folder for name in _names(folder)}
    known = {library.replace("-", "_") for library in LIBRARIES}
    return sorted(name for name in names if name.endswith(".dist-info") and _library(name) in known)


def _library(folder: str) -> str:
    return folder.split("-")[0].replace(".", "_")


def _names(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - the names alone
    except OSError:
        return []


def _version(names: tuple[str, ...], function: str) -> str:
    for name in names:
        try:
            ask = getattr(ctypes.CDLL(name), function)
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    raise Unknown(names[0])
