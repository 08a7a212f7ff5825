"""What a file held when it was read, as a digest."""

from dataclasses import dataclass
from hashlib import sha256

from reportgen.core.diagnostic import SourceFile
from reportgen.read.packaged import PREFIX


@dataclass(frozen=True, slots=True)
class Digest:
    """What a file held when it was read.

    Why: of a text, its lines are counted and not its line ends, which differ between systems.
    Shape: `path` is that in a workspace, also for a file that comes with the program; `sha256` in hexadecimal.
    """

    path: str
    sha256: str

    @classmethod
    def of(cls, file: SourceFile) -> "Digest":
        """The digest of a text that was read."""
        return cls(file.path.removeprefix(PREFIX), sha256(file.text.encode()).hexdigest())
