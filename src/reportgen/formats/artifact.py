"""One file that a format makes, and what it says of itself."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Artifact:
    """One file before it is written. Shape: `name` is a file name without folders."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class FileProperties:
    """What a file says of itself. Shape: `author` is an organisation, never a person; `language` such as en-GB."""

    title: str
    subject: str
    author: str
    language: str
    day: date
