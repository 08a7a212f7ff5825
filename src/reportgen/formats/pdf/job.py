"""What the process that prints is given, and what it answers, as messages between two processes.

Comes in and goes out: values, and the same values as words and bytes.
"""

from dataclasses import asdict, dataclass, field

from reportgen.core.pipe import Message

_LISTS, _WORDS = ("faults", "remarks"), ("lacking", "unavailable", "too_hard", "broken", "trace")


@dataclass(frozen=True, slots=True)
class PdfJob:
    """One PDF to be made. Shape: `pictures` by name, each with its media type and its bytes; `day` such as 2025-10-23."""

    html: str
    style: str
    identifier: bytes
    day: str
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def as_message(self) -> Message:
        """The same for another process."""
        kinds = {name: kind for name, (kind, _) in self.pictures.items()}
        blobs = (
            self.html.encode(),
            self.style.encode(),
            self.identifier,
            *(data for _, data in self.pictures.values()),
        )
        return Message({"day": self.day, "pictures": kinds}, blobs)

    @staticmethod
    def from_message(message: Message) -> "PdfJob":
        """From what another process sent."""
        html, style, identifier, *pictures = message.blobs
        kinds = message.words["pictures"].items()
        named = {name: (kind, data) for (name, kind), data in zip(kinds, pictures, strict=True)}
        return PdfJob(html.decode(), style.decode(), identifier, message.words["day"], named)


@dataclass(frozen=True, slots=True)
class PdfAnswer:
    """What became of it: the bytes, or else one of the reasons.

    Shape: `lacking` are the letters that the typeface does not have; `unavailable` says why the library cannot be loaded;
    `too_hard` says which limit stood in the way; `broken` is an exception of our own or of a library, and `trace` where it
    was raised; `remarks` are what the libraries said of this computer or of themselves, which is no fault of the page.
    """

    data: bytes | None = None
    faults: tuple[str, ...] = ()
    lacking: str = ""
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
        faults, remarks = (tuple(map(str, message.words[name])) for name in _LISTS)
        told = {name: str(message.words[name]) for name in _WORDS}
        return PdfAnswer(message.blobs[0] if message.blobs else None, faults, remarks=remarks, **told)
