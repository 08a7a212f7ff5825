"""The bundles of a report that lie on disk: each stays in a folder of its own, whatever is published after it.

Comes in: the root of a workspace and the name of a report's files. Goes out: its bundles, the oldest first.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from pathlib import Path

from reportgen.output.bundle import MANIFEST, VERSION_NAME
from reportgen.output.publish import read_published
from reportgen.read.workspace import bundles_path


@dataclass(frozen=True, slots=True)
class Bundle:
    """One bundle.

    Shape: `folder` is its path in the workspace and `name` the last part of that; `number` counts the bundles of a report;
    `outputs` are the digests of its files; `edition`, `published` and `is_draft` are those of its report. Where the manifest
    cannot be read, `number` is 0, and all others are empty.
    """

    folder: str
    name: str
    number: int = 0
    report: str = ""
    outputs: dict[str, str] | None = None
    edition: str = ""
    published: date = date.min
    is_draft: bool = False

    @property
    def day(self) -> date | None:
        """The day of its sign-off; None for a draft."""
        try:
            return date.fromisoformat(self.name[:10])
        except ValueError:
            return None


def list_bundles(root: Path, stem: str) -> tuple[Bundle, ...]:
    """The bundles of a report, the oldest first.

    Why: reportgen 0.1 put the only bundle of a report where now the folders of all its bundles are, so that is looked at too.
    """
    base = bundles_path(stem)
    try:
        names = sorted(path.name for path in (root / base).iterdir() if path.name[:1] != ".")
    except OSError:
        names = []
    folders = [base, *(f"{base}/{name}" for name in names)]
    read = [(folder, read_published(root, f"{folder}/{MANIFEST}")) for folder in folders]
    # One that has the name of a bundle was one, whoever took its manifest away.
    found = [
        _bundle(folder, manifest or b"")
        for folder, manifest in read
        if manifest is not None or VERSION_NAME.fullmatch(folder.rpartition("/")[2])
    ]
    return tuple(sorted(found, key=lambda one: (one.number, one.name)))


def choose_bundle(bundles: tuple[Bundle, ...], asked: str) -> Bundle | None:
    """The bundle that somebody means by its folder, its day or its digest; the last one where nothing is asked.

    Why: of several bundles of one day the last is meant.
    """
    wanted = asked.rstrip("/").rpartition("/")[2]
    named = [one for one in bundles if one.name.startswith(wanted) or one.name.rpartition("-")[2].startswith(wanted)]
    return named[-1] if named else None


def fault_of(root: Path, bundle: Bundle, names: Iterable[str]) -> tuple[str, str] | None:
    """The first file of some that is not as the manifest of a bundle knows it, and how; None where all are."""
    for name in names:
        digest = (bundle.outputs or {}).get(name)
        data = read_published(root, f"{bundle.folder}/{name}")
        if digest and data is None:
            return name, "is not in the bundle, and the manifest names it"
        if digest and sha256(data or b"").hexdigest() != digest:
            return name, "changed since the bundle was made"
    return None


def _bundle(folder: str, manifest: bytes) -> Bundle:
    name = folder.rpartition("/")[2]
    try:
        found = json.loads(manifest)
        return Bundle(
            folder,
            name,
            int(found.get("number", 0)),
            str(found["report"]),
            {str(file): str(digest) for file, digest in found["outputs"].items()},
            str(found["edition"]["name"]),
            date.fromisoformat(found["published"]),
            bool(found["draft"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return Bundle(folder, name)
