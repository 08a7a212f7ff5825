"""Computers that lack something, as far as a process can be made to believe it.

Goes out: the environment of a process in which libraries of the system cannot be loaded.
"""

from pathlib import Path

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


def without(folder: Path, *libraries: str) -> dict[str, str]:
    """The environment in which no library is found whose file has one of these words in its name."""
    place = folder / "without"
    place.mkdir(exist_ok=True)
    (place / "sitecustomize.py").write_text(_HIDING, encoding="utf-8")
    return {"PYTHONPATH": str(place), "HIDDEN_LIBRARIES": " ".join(libraries)}
