"""What each window has changed, so that it can be taken back and done again.

Comes in: changes to files. Goes out: the same files in another state, where nobody has changed them since.
"""

from dataclasses import dataclass, field
from pathlib import Path

from reportgen.output.atomic_write import exchange_file, remove_file, write_new_file

_MOST_STEPS = 500


@dataclass(frozen=True, slots=True)
class Step:
    """One change to a file, which can be taken back. Shape: None where there was no such file, or is none any more."""

    path: str
    before: bytes | None
    after: bytes | None


@dataclass(slots=True)
class History:
    """What one window has changed, and what of it was taken back."""

    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)

    def keep(self, step: Step) -> None:
        """Keeps a change; what was taken back before it cannot be done again."""
        self.done = [*self.done[1 - _MOST_STEPS :], step]
        self.undone.clear()


def put(path: Path, now: bytes | None, then: bytes | None) -> None:
    """Puts a file into another state, where it is in the one that is known. Raises: ChangedElsewhere, InTheWay, OSError."""
    if now is None:
        write_new_file(path, then or b"")
    elif then is None:
        remove_file(path, now)
    else:
        exchange_file(path, now, then)
