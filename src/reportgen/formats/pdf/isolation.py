"""What WeasyPrint would do by itself and is kept from, while it is loaded and while it prints.

Goes out: contexts in which it does not. They know nothing of it but its habits.
"""

import ctypes.util
import io
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, redirect_stdout
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from reportgen.formats.pdf.system_libraries import HARFBUZZ_SUBSET, lacking


@contextmanager
def cut_off() -> Iterator[None]:
    """While the library is loaded: without advice of its own, typefaces of the machine, and what would only take time."""
    with (
        redirect_stdout(io.StringIO()),
        warnings.catch_warnings(),
        _no_search(),
        _lazily_imported(),
        no_machine_fonts(),
    ):
        warnings.simplefilter("ignore")
        yield


def _no_search() -> AbstractContextManager[None]:
    """Keeps Python from looking for libraries with the compiler.

    Why: the library first asks for names that Linux does not use, and for each of them gcc and ld would be started and
    write files, which takes longer than printing a page; the names that Linux does use are found without that.
    """
    return replaced(ctypes.util, "find_library", lambda _: None) if sys.platform == "linux" else nullcontext()


@contextmanager
def replaced(module: ModuleType, name: str, stand_in: Callable[..., Any]) -> Iterator[None]:
    """Has something else done, meanwhile, by a function of a library."""
    own = getattr(module, name)
    setattr(module, name, stand_in)
    try:
        yield
    finally:
        setattr(module, name, own)


class _LazyModule(ModuleType):
    """Stands in for a module, which is loaded when something of it is called."""

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        return lambda *arguments, **named: getattr(import_module(self.__name__), name)(*arguments, **named)


@contextmanager
def _lazily_imported() -> Iterator[None]:
    """Keeps what packs typefaces where HarfBuzz-Subset is missing from being loaded where it is not.

    Why: to load it takes a third of the time that the library takes.
    """
    packing = () if HARFBUZZ_SUBSET in lacking() else ("fontTools.subset", "fontTools.varLib.instancer")
    names = set(packing) - sys.modules.keys()
    sys.modules.update({name: _LazyModule(name) for name in names})
    try:
        yield
    finally:
        for name in names:
            del sys.modules[name]


@contextmanager
def no_machine_fonts() -> Iterator[None]:
    """Keeps typefaces of the machine out, so that a report looks the same everywhere."""
    os.putenv("FONTCONFIG_FILE", str(Path(__file__).parent / "fonts.conf"))
    try:
        yield
    finally:
        os.unsetenv("FONTCONFIG_FILE")
