"""What the process that prints is given, and what it answers.

Comes in and goes out: values; an answer also as words and bytes, since nothing that comes through the wall is trusted.
"""

from dataclasses import asdict, dataclass, field

from reportgen.core.pipe import Message


class PdfUnavailable(Exception):  # noqa: N818 - a state of the computer, not a fault
    """WeasyPrint, or a library that it needs, cannot be loaded; carries the reason."""


@dataclass(frozen=True, slots=True)
class PdfJob:
    """One PDF to be made. Shape: `pictures` by name, each with its media type and its bytes; `day` such as 2025-10-23."""

    html: str
    style: str
    identifier: bytes
    day: str
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PdfAnswer:
    """What became of it: the bytes, or else one of the reasons.

    Shape: `lacking` are the letters that the typeface does not have; `too_wide` are the words of what runs over the edge of
    a page; `unavailable` says why the library cannot be loaded;
    `too_hard` says which limit stood in the way; `broken` is an exception of our own or of a library, and `trace` where it
    was raised; `remarks` are what the libraries said of this computer or of themselves, which is no fault of the page.
    """

    data: bytes | None = None
    faults: tuple[str, ...] = ()
    lacking: str = ""
    too_wide: tuple[str, ...] = ()
    unavailable: str = ""
    too_hard: str = ""
    broken: str = ""
    trace: str = ""
    remarks: tuple[str, ...] = ()

    def as_message(self) -> Message:
        """The same for another process."""
        words = {name: value for name, value in asdict(self).items() if name != "data"}
        return Message(words, () if self.data is None else (self.data,))

    @staticmethod
    def from_message(message: Message) -> "PdfAnswer":
        """From what another process sent. Raises: LookupError or TypeError for a message of another shape."""
        words = dict(message.words)
        faults, remarks, too_wide = (tuple(map(str, words.pop(name))) for name in ("faults", "remarks", "too_wide"))
        told = {name: str(value) for name, value in words.items()}
        return PdfAnswer(
            message.blobs[0] if message.blobs else None, faults, too_wide=too_wide, remarks=remarks, **told
        )
