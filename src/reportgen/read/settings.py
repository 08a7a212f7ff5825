"""What a workspace says of itself, and which areas it knows, as plain values.

Comes in: the values of its two files, as they were read or as they were noted. Goes out: frozen values.
Why: what is noted of a workspace is taken up again without the library that checks what people typed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom to ask for another format."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class Publishing:
    """What the publishing form is told of a kind of document. Shape: as in PublishingShape."""

    document_type: str | None = None
    organisations: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    collections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What stands in reportgen.yaml. Shape: as in WorkspaceShape."""

    organisation: str
    language: str
    default_kind: str
    contact: Contact
    publishing: dict[str, Publishing]
    contacts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One area. Shape: as in AreaShape."""

    name: str
    country: str
    other_names: tuple[str, ...] = ()
    welsh_name: str | None = None
    contacts: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All that the area is called."""
        return tuple(name for name in (self.name, self.welsh_name, *self.other_names) if name)


def settings_from(values: Mapping[str, Any]) -> Settings:
    """The settings of these values. Raises: LookupError, TypeError, AttributeError, where they are those of none."""
    publishing = {kind: Publishing(**_values(told)) for kind, told in values["publishing"].items()}
    return Settings(**_values(values) | {"contact": Contact(**values["contact"]), "publishing": publishing})


def areas_from(values: Mapping[str, Any]) -> dict[str, Area]:
    """The areas of these values, by slug. Raises: LookupError, TypeError, AttributeError, where they are those of none."""
    return {slug: Area(**_values(told)) for slug, told in values["areas"].items()}


def _values(told: Mapping[str, Any]) -> dict[str, Any]:
    """The values by name, with each list as a tuple."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
