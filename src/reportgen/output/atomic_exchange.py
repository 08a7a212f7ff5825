"""Two folders that change places in one step.

Comes in: two paths. Goes out: whether the system did it; some systems do not offer it.
"""

import ctypes
import errno
import os
import sys
from pathlib import Path

# By system: the function that lets two names change places. Windows has none.
FUNCTIONS = {"linux": "renameat2", "darwin": "renamex_np"}
_HERE = -100
_EXCHANGE = 2
# The last one: by the disk of a container, for a folder that came with its image.
_NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP, errno.EPERM, errno.EXDEV}


def swap(one: Path, other: Path) -> bool:
    """Lets two paths change places, so that at no moment either name is missing; False where that is not offered.

    Why: a plain rename puts a folder only where none is, so that a moment without any would lie between two of them.
    Errors: OSError, when the system offers it and it fails.
    Source: renameat2(2), RENAME_EXCHANGE; on macOS renamex_np, RENAME_SWAP. Both are 2.
    """
    name = FUNCTIONS.get(sys.platform)
    call = getattr(ctypes.CDLL(None, use_errno=True), name, None) if name else None
    if call is None:
        return False
    first, second, how = os.fsencode(one), os.fsencode(other), ctypes.c_uint(_EXCHANGE)
    done = call(_HERE, first, _HERE, second, how) if name == "renameat2" else call(first, second, how)
    number = 0 if done == 0 else ctypes.get_errno()
    if number and number not in _NOT_OFFERED:
        raise OSError(number, os.strerror(number), str(one))
    return number == 0
