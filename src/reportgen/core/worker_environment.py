"""What a process that prints knows of the environment of whoever began the command, which may hold their secrets.

Goes out: the few variables without which libraries are not found, or letters not decoded.
"""

import os
import sys
from contextlib import suppress
from ctypes import memset
from pathlib import Path

NEEDED = frozenset(
    {
        *("PATH", "HOME", "TMPDIR", "TEMP", "TMP", "LANG", "LC_ALL", "LC_CTYPE", "XDG_CACHE_HOME"),
        *("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "DYLD_FALLBACK_LIBRARY_PATH", "WEASYPRINT_DLL_DIRECTORIES"),
        *("SYSTEMROOT", "WINDIR", "LOCALAPPDATA", "PYTHONPATH", "PYTHONHOME", "PYTHONUTF8"),
    }
)
# Where /proc/self/stat says that the words of the environment begin and end, behind the name of the program.
_BEGIN, _END = 47, 48


def needed_environment() -> dict[str, str]:
    """The variables that a process which is started anew is given."""
    return {name: value for name, value in os.environ.items() if name in NEEDED}


def forget_environment() -> None:
    """Takes all else from this process, a copy of the one that was begun with it.

    Why: to unset a variable leaves its words in the memory that Linux filled when the program began, and shows in
    /proc/PID/environ.
    """
    needed = needed_environment()
    os.environ.clear()
    getattr(sys.modules.get("posix"), "environ", {}).clear()
    with suppress(OSError, ValueError, IndexError):
        numbers = Path("/proc/self/stat").read_text(encoding="ascii", errors="replace").rsplit(")", 1)[1].split()
        begin, end = int(numbers[_BEGIN]), int(numbers[_END])
        memset(begin, 0, end - begin)
    os.environ.update(needed)
