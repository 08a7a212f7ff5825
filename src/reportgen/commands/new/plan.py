"""What is to be made, before anything is written.

Comes in: texts and where they belong. Goes out: a plan that is shown or carried out.
"""

from dataclasses import dataclass, field
from pathlib import Path

# Files that are made just as they are, or with a few words put in.
STARTER = Path(__file__).parent / "starter"
TO_DO = "To be confirmed"


@dataclass(frozen=True, slots=True)
class Plan:
    """Files that are to be made, by their paths in the workspace.

    Shape: `grown` are files that are there and get something added, with all that they then hold; `there` are those that
    are there already, just as they would be made; `kept` those that hold something else and stay as they are.
    """

    files: dict[str, bytes]
    grown: dict[str, bytes] = field(default_factory=dict)
    there: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


def as_bytes(lines: list[str]) -> bytes:
    """Lines as a text file."""
    return ("\n".join(lines) + "\n").encode()
