"""One file that a format makes."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file before it is written. Shape: `name` is a file name without folders."""

    name: str
    media_type: str
    data: bytes
