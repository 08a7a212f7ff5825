"""The libraries of the system that printing needs, by name.

Goes out: which of them this computer lacks, and the Debian package of each. Nothing but Python is needed for that, so that
set-up can ask before anything is installed, with: python3 system_libraries.py
"""

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

# Before that, HarfBuzz-Subset lacks what WeasyPrint asks of it.
_OLDEST_SUBSET = (4, 1, 0)


class Unknown(Exception):  # noqa: N818 - a state of the computer
    """A library is not here, or does not tell its version."""


@dataclass(frozen=True, slots=True)
class SystemLibrary:
    """One library. Shape: `file` is the name of its file on Linux, macOS and Windows; `package` its name in Debian.

    `is_needed` is False where a PDF is made without it too, but of other bytes.
    """

    name: str
    file: tuple[str, str, str]
    package: str
    is_needed: bool = True


PANGO = SystemLibrary("Pango", ("libpango-1.0.so.0", "libpango-1.0.0.dylib", "libpango-1.0-0.dll"), "libpango-1.0-0")
HARFBUZZ = SystemLibrary("HarfBuzz", ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"), "libharfbuzz0b")
HARFBUZZ_SUBSET = SystemLibrary(
    "HarfBuzz-Subset",
    ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
    "libharfbuzz-subset0",
    is_needed=False,
)
LIBRARIES = (
    PANGO,
    SystemLibrary(
        "PangoFT2",
        ("libpangoft2-1.0.so.0", "libpangoft2-1.0.0.dylib", "libpangoft2-1.0-0.dll"),
        "libpangoft2-1.0-0",
    ),
    HARFBUZZ,
    HARFBUZZ_SUBSET,
    SystemLibrary(
        "Fontconfig", ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"), "libfontconfig1"
    ),
    SystemLibrary("GObject", ("libgobject-2.0.so.0", "libgobject-2.0.0.dylib", "libgobject-2.0-0.dll"), "libglib2.0-0"),
)


def lacking() -> tuple[SystemLibrary, ...]:
    """The libraries that this computer lacks. Why: a HarfBuzz-Subset that is too old is as good as none."""
    return tuple(library for library in LIBRARIES if not _is_here(library))


def missing_in_words(libraries: Sequence[SystemLibrary]) -> str:
    """Pango, PangoFT2 and HarfBuzz are missing."""
    *others, last = (library.name for library in libraries)
    return f"{', '.join(others)} and {last} are missing" if others else f"{last} is missing"


def version(library: SystemLibrary, function: str) -> str:
    """The version of a library, as one of its functions tells it. Raises: Unknown."""
    try:
        ask = getattr(_load(library), function)
    except AttributeError:
        raise Unknown(library.name) from None
    ask.restype = ctypes.c_char_p
    return str(ask().decode())


def _is_here(library: SystemLibrary) -> bool:
    if library is not HARFBUZZ_SUBSET:
        return _load(library) is not None
    try:
        found = version(HARFBUZZ, "hb_version_string")
    except Unknown:
        return False
    return _load(library) is not None and tuple(map(int, found.split("."))) >= _OLDEST_SUBSET


@lru_cache(maxsize=len(LIBRARIES))
def _load(library: SystemLibrary) -> ctypes.CDLL | None:
    """A library by name; on macOS also from where Homebrew puts it."""
    linux, macos, windows = library.file
    places = {"darwin": (macos, f"/opt/homebrew/lib/{macos}", f"/usr/local/lib/{macos}"), "win32": (windows,)}
    for place in places.get(sys.platform, (linux,)):
        try:
            return ctypes.CDLL(place)
        except OSError:
            continue
    return None


if __name__ == "__main__":
    for one in lacking():
        print(one.package, one.name)
