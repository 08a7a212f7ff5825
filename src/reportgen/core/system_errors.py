"""Errors by which the system refuses room, rights, files or processes, whatever was asked of it."""

import errno

# What the system calls a full or failing disk, a lack of rights, and the end of what one program may have.
OF_THE_SYSTEM = frozenset(
    getattr(errno, name)
    for name in ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS", "EACCES", "EPERM", "EMFILE", "ENFILE", "EAGAIN", "ENOMEM")
    if hasattr(errno, name)
)
