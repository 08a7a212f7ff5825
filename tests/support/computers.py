"""Computers that lack something: this one, or one that a process can be made to believe in.

Goes out: why tests are skipped here; the environment of a process in which libraries of the system cannot be loaded.
"""

import shutil
from pathlib import Path

import pytest

from reportgen.formats.pdf.system_libraries import lacking

# Both ways in which Python loads a library: by itself, and by cffi.
_HIDING = """
import ctypes, os
import cffi

hidden = os.environ["HIDDEN_LIBRARIES"].split()

def hide(load):
    def loaded(self, name, *arguments, **named):
        if any(part in str(name) for part in hidden):
            raise OSError(f"{name}: cannot open shared object file: No such file or directory")
        return load(self, name, *arguments, **named)
    return loaded

ctypes.CDLL.__init__ = hide(ctypes.CDLL.__init__)
cffi.FFI.dlopen = hide(cffi.FFI.dlopen)
"""


def why_skipped(marker: str) -> str:
    """Why tests with a marker, pdf, pdf_bytes or git, are skipped on this computer; nothing where they are run."""
    if marker == "git":
        return "" if shutil.which("git") else "git is not installed"
    missing = [library for library in lacking() if library.is_needed or marker == "pdf_bytes"]
    names = ", ".join(library.name for library in missing)
    return f"this computer lacks {names}; bin/setup names the packages" if missing else ""


def needs_pdf() -> None:
    """Skips the test, or whatever a fixture is made for, on a computer that makes no PDF."""
    if reason := why_skipped("pdf"):
        pytest.skip(reason)


def of_reports(told: str) -> str:
    """What was told of reports, without what was told of this computer."""
    return "".join(line for line in told.splitlines(keepends=True) if not line.startswith("this computer: "))


def without(folder: Path, *libraries: str) -> dict[str, str]:
    """The environment in which no library is found whose file has one of these words in its name."""
    place = folder / "without"
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text(_HIDING, encoding="utf-8")
    return {"PYTHONPATH": str(place), "HIDDEN_LIBRARIES": " ".join(libraries)}
